package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// local stands for this machine among the names that certificates are made for.
const local = "localhost"

// papers are the certificates that the emulator shows, made as they are asked for.
type papers struct {
	e         *Emulator
	authority *authority
	own       []net.IP // the addresses of the local certificate

	mu     sync.Mutex
	byName map[string]*tls.Config // vendors' hosts and local, no others
}

func newPapers(a *authority, e *Emulator, ports []*port) *papers {
	p := &papers{e: e, authority: a, own: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, byName: map[string]*tls.Config{}}
	for _, one := range ports {
		// Others than those of loopback are outside of what the authority may sign.
		if ip := one.Addr().(*net.TCPAddr).IP; ip.IsLoopback() && !slices.ContainsFunc(p.own, ip.Equal) {
			p.own = append(p.own, ip)
		}
	}
	return p
}

// hostNames are all vendors' hosts, sorted.
func (e *Emulator) hostNames() []string { return slices.Sorted(maps.Keys(e.hosts)) }

// shake does the TLS handshake of a server on a connection. The client may name a
// host in it; else it is the one that it named to the proxy.
func (p *papers) shake(c *conn, raw net.Conn) bool {
	t := tls.Server(raw, &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if hello.ServerName != "" {
				c.host = strings.TrimSuffix(strings.ToLower(hello.ServerName), ".")
			}
			return p.config(c.host)
		},
	})
	ctx, cancel := context.WithTimeout(context.Background(), p.e.door.limits.greeting)
	defer cancel()
	if err := t.HandshakeContext(ctx); err != nil {
		p.explain(raw, err)
		return false
	}
	state := t.ConnectionState()
	c.Conn, c.protocol, c.peer = t, state.NegotiatedProtocol, state.PeerCertificates
	return true
}

// explain tells a client that speaks HTTP where TLS belongs.
func (p *papers) explain(raw net.Conn, err error) {
	var wrong tls.RecordHeaderError
	if !errors.As(err, &wrong) || !looksLikeHTTP(wrong.RecordHeader[:]) {
		return
	}
	why := text.T("这个端口是 HTTPS 的，收到的却是明文 HTTP", "this port is for HTTPS, and what came is plain HTTP")
	_ = raw.SetWriteDeadline(time.Now().Add(p.e.door.limits.farewell))
	fmt.Fprintf(raw, "HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\r\noffpush emulator: %s\n", why.In(p.e.config.Lang))
}

// looksLikeHTTP reports whether bytes begin like the name of a method.
func looksLikeHTTP(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '/' && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// config is what is shown under a name; "" is the local one.
func (p *papers) config(name string) (*tls.Config, error) {
	protocols := []string{protoHTTP2, protoHTTP1}
	if d := p.e.hosts[name]; d != nil {
		h, _ := d.host(name)
		protocols = h.protocols
	} else if name == "" || isLocal(name) {
		name = local
	} else {
		return &tls.Config{MinVersion: tls.VersionTLS12}, nil // for want of a certificate, crypto/tls says unrecognized_name
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.byName[name]; c != nil {
		return c, nil
	}
	var ips []net.IP
	if name == local {
		ips = p.own
	}
	leaf, err := p.authority.leaf(name, ips, time.Now())
	if err != nil {
		return nil, err
	}
	c := &tls.Config{
		Certificates: []tls.Certificate{leaf},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   protocols,
		ClientAuth:   tls.RequestClientCert, // APNs judges it
	}
	p.byName[name] = c
	return c, nil
}
