package emulator

import (
	"context"
	"net"
	"net/http"
)

// door is how connections come in.
type door struct{ e *Emulator }

func newDoor(e *Emulator) *door { return &door{e} }

func (d *door) open() error  { return nil }
func (d *door) close() error { return nil }

// conn is a connection of a client, after TLS.
type conn struct {
	net.Conn
	tls     bool
	sandbox bool // it came in by the port of APNs' sandbox
}

// goaway ends an HTTP/2 connection with a GOAWAY frame that gives a reason, as
// APNs does; an HTTP/1.1 one is closed.
func (c *conn) goaway(reason string) {}

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
