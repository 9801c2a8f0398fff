package emulator

import (
	"net"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/pkg/text"
)

// port is one of the addresses that are listened on.
type port struct {
	*net.TCPListener
	tls, sandbox bool
	url          string
}

// listenAll listens on all the addresses of a configuration, or on none.
func listenAll(c Config) (ports []*port, err error) {
	for _, p := range []struct {
		address      string
		tls, sandbox bool
	}{
		{c.HTTPListen, false, false},
		{c.HTTPSListen, true, false},
		{c.SandboxListen, true, true},
	} {
		l, a, err := listen(p.address, c.AllowRemote)
		if err != nil {
			closeAll(ports)
			return nil, err
		}
		scheme := "http://"
		if p.tls {
			scheme = "https://"
		}
		ports = append(ports, &port{TCPListener: l, tls: p.tls, sandbox: p.sandbox, url: scheme + reach(a, l.Addr().(*net.TCPAddr).Port)})
	}
	return ports, nil
}

// number is the port's number.
func (p *port) number() int { return p.Addr().(*net.TCPAddr).Port }

func closeAll(ports []*port) {
	for _, p := range ports {
		_ = p.Close()
	}
}

// listen listens on one address, and returns how it was understood.
func listen(address string, remote bool) (*net.TCPListener, *net.TCPAddr, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	a, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, nil, inputError("监听地址 %s 有误：%s；应为 主机:端口，如 127.0.0.1:8080",
			"%s is no address to listen on: %s; it is host:port, as 127.0.0.1:8080", text.Visible(address), text.Visible(err.Error()))
	}
	if !remote && !a.IP.IsLoopback() {
		return nil, nil, inputError(
			"监听地址 %s 不是本机回环地址：凡是连得上这个端口的人，都能看到收到的推送、改变模拟器的应答。请用 127.0.0.1；确实需要对外开放时，加 --allow-remote（作为库使用时设 AllowRemote）",
			"%s is not a loopback address: everyone who reaches the port could read the pushes and change the answers. Use 127.0.0.1; where others are meant to reach it, say --allow-remote (AllowRemote of the library)",
			text.Visible(address))
	}
	l, err := net.ListenTCP("tcp", a)
	if err != nil {
		return nil, nil, systemError(err, "不能监听 %s：%s；请换一个端口，或写端口 0 由系统选择", "cannot listen on %s: %s; choose another port, or 0 for any that is free", text.Visible(address), text.Cause(err))
	}
	return l, a, nil
}

// reach is the address by which this machine reaches what was listened on as a.
func reach(a *net.TCPAddr, port int) string {
	host := a.IP.String()
	switch {
	case len(a.IP) == 0 || a.IP.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case a.IP.IsUnspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}

// URL is the address for plain HTTP, without a slash at its end; "" before Start,
// as with all addresses.
func (e *Emulator) URL() string { return e.door.url(0) }

// TLSURL is the address for HTTPS. On it APNs is the production environment,
// unless the host name says otherwise.
func (e *Emulator) TLSURL() string { return e.door.url(1) }

// SandboxURL is a second address for HTTPS, on which APNs is the sandbox.
func (e *Emulator) SandboxURL() string { return e.door.url(2) }

// ProxyURL is the address of a forward proxy that knows the vendors' hosts alone.
// It is that of URL.
func (e *Emulator) ProxyURL() string { return e.URL() }

// ControlURL is the address of the control API.
func (e *Emulator) ControlURL() string {
	if e.URL() == "" {
		return ""
	}
	return e.URL() + "/_offpush/v1"
}

// CA is the certificate of the authority that signs the emulator's certificates,
// in PEM; nil before Start.
func (e *Emulator) CA() []byte {
	if a := e.door.authority; a != nil {
		return a.pem
	}
	return nil
}

// Client returns a client that trusts the emulator's certificates, for the
// addresses of TLSURL and SandboxURL; nil before Start. Close ends its
// connections.
func (e *Emulator) Client() *http.Client { return e.door.client }

func (d *door) url(i int) string {
	if i >= len(d.ports) {
		return ""
	}
	return d.ports[i].url
}
