package emulator

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
)

// conn is a connection of a client, after TLS.
type conn struct {
	net.Conn
	link    *link // what is beneath TLS
	tls     bool
	sandbox bool // it came in by the port of APNs' sandbox
	// host is the name that the client gave in TLS or to the proxy; "" when none.
	host     string
	protocol string              // that of ALPN; "" when none
	peer     []*x509.Certificate // the client's certificate first; not verified
	apns     apnsConn            // what APNs remembers of it
}

// goaway ends an HTTP/2 connection with a GOAWAY frame that gives a reason, as
// APNs does; an HTTP/1.1 one is closed.
func (c *conn) goaway(reason string) { c.cut() }

// cut closes the connection without an answer.
func (c *conn) cut() {
	if c.link != nil {
		_ = c.link.Close()
	}
}

// reset ends the connection with a TCP reset.
func (c *conn) reset() {
	if c.link != nil {
		_ = c.link.SetLinger(0)
		_ = c.link.Close()
	}
}

// link is a connection as it was accepted.
type link struct {
	*net.TCPConn
	door *door
	end  sync.Once
}

// Close makes room for another connection.
func (l *link) Close() error {
	err := l.TCPConn.Close()
	l.end.Do(func() { l.door.forget(l) })
	return err
}

type connKey struct{}

// connOf is the connection of a request; one of no port of ours (a test that
// calls ServeHTTP itself) has an empty one.
func connOf(r *http.Request) *conn {
	if c, ok := r.Context().Value(connKey{}).(*conn); ok {
		return c
	}
	return &conn{}
}

func withConn(ctx context.Context, c *conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}
