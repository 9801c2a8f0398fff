package emulator

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// connect is the forward proxy's half of CONNECT: the tunnel ends here, whatever
// host it is for. No connection to anywhere is ever made.
func (d *door) connect(w http.ResponseWriter, r *http.Request) {
	c := connOf(r)
	if c.tls || c.proxied || r.ProtoMajor != 1 {
		d.refuse(w, r, http.StatusMethodNotAllowed, text.T("代理只在 HTTP 端口上，使用 HTTP/1.1", "the proxy is on the port for HTTP, and speaks HTTP/1.1"))
		return
	}
	tunnel, ok := d.tunnel(r)
	if !ok {
		d.refuse(w, r, http.StatusForbidden, text.F("模拟器的代理只认识厂商的主机，不认识 %s，也不会把请求转发到网络",
			"the emulator's proxy knows the vendors' hosts alone and not %s, and passes nothing on to the network", text.Visible(r.Host)))
		return
	}
	_, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	l := c.link
	// A client may have sent more without waiting for the answer.
	early := make([]byte, buffered.Reader.Buffered())
	_, _ = io.ReadFull(buffered.Reader, early)
	_ = l.SetWriteDeadline(time.Now().Add(d.limits.answer))
	if _, err := io.WriteString(l, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = l.Close()
		return
	}
	tunnel.link = l
	d.greet(tunnel, &begun{l, io.MultiReader(bytes.NewReader(early), l)})
}

// tunnel is what a CONNECT request leads to: a vendor's host, or a port of ours.
func (d *door) tunnel(r *http.Request) (*conn, bool) {
	c := &conn{host: hostName(r), proxied: true}
	if v := d.e.hosts[c.host]; v != nil {
		h, _ := v.host(c.host)
		c.tls, c.sandbox = true, h.environment == Sandbox
		return c, true
	}
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil || !isLocal(c.host) {
		return nil, false
	}
	for _, p := range d.ports {
		if strconv.Itoa(p.number()) == port {
			c.tls, c.sandbox = p.tls, p.sandbox
			return c, true
		}
	}
	return nil, false
}

// refuse answers a request to the proxy, and writes it down.
func (d *door) refuse(w http.ResponseWriter, r *http.Request, status int, why text.Text) {
	a := &answer{status: status, body: []byte("offpush emulator: " + why.In(d.e.config.Lang) + "\n"), why: why}
	a.setHeader("Content-Type", "text/plain; charset=utf-8")
	d.e.finish(w, &call{Emulator: d.e, request: r, host: hostName(r), conn: connOf(r), now: d.e.clock.now()}, a, nil)
}

// begun is a connection of which something was read already.
type begun struct {
	net.Conn
	reader io.Reader
}

func (b *begun) Read(p []byte) (int, error) { return b.reader.Read(p) }
