package emulator

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// conn is a connection of a client, after TLS.
type conn struct {
	net.Conn
	link    *link // what is beneath TLS; nil for one of no port of ours
	tls     bool
	sandbox bool // it came in by the port of APNs' sandbox
	proxied bool // it came through the proxy
	// host is the name that the client gave in TLS or to the proxy; "" when none.
	host     string
	protocol string              // that of ALPN; "" when none
	peer     []*x509.Certificate // the client's certificate first; not verified
	apns     apnsConn            // what APNs remembers of it

	heard int         // bytes of what may become the preface
	http2 atomic.Bool // it was the preface
	wrong error       // what no client may do was heard
	in    frames

	ending  atomic.Bool // it is about to be ended
	ended   atomic.Bool // nothing is said any more, and what is heard is dropped
	writing sync.Mutex  // guards what follows, and the order of what is sent
	out     frames
	last    []byte // to be sent when the frame that is under way ends, and then no more
}

var (
	errEnded    = errors.New("the emulator has ended the connection")
	errPieces   = errors.New("the client sends a header in too many pieces")
	errProtocol = errors.New("the client speaks another protocol than was agreed on by ALPN")
)

// Read hears the client. When the connection is ended it waits for the client to
// leave, since closing before it has read our last words may take them away.
func (c *conn) Read(p []byte) (int, error) {
	if c.wrong != nil { // the HTTP server tries again
		return 0, c.wrong
	}
	for {
		n, err := c.Conn.Read(p)
		switch {
		case c.ended.Load() && err != nil:
			return 0, io.EOF
		case c.ended.Load():
			continue
		}
		if c.hear(p[:n]); c.wrong != nil {
			return 0, c.wrong
		}
		return n, err
	}
}

// hear follows what the client says: is it HTTP/2, and which stream is the last?
func (c *conn) hear(p []byte) {
	for ; c.heard < len(preface) && len(p) > 0; p = p[1:] {
		if p[0] != preface[c.heard] {
			c.heard = len(preface) // HTTP/1.1
			if c.protocol == protoHTTP2 {
				c.wrong = errProtocol
			}
			return
		}
		if c.heard++; c.heard == len(preface) {
			c.http2.Store(true)
			if c.protocol == protoHTTP1 {
				c.wrong = errProtocol
			}
		}
	}
	if !c.http2.Load() {
		return
	}
	if c.in.pass(p); c.in.pieces > maxContinuations {
		c.wrong = errPieces // the HTTP server takes empty ones for ever
	}
}

// Write sends to the client, which may not take for ever.
func (c *conn) Write(p []byte) (int, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.ended.Load() {
		return c.lost(p, 0)
	}
	c.patience(c.link.door.limits.answer)
	if c.ending.Load() {
		c.patience(c.link.door.limits.farewell)
	}
	if !c.http2.Load() {
		return c.Conn.Write(p)
	}
	if c.last == nil {
		c.out.pass(p)
		return c.Conn.Write(p)
	}
	n, err := c.Conn.Write(p[:c.out.step(p)])
	if err != nil || !c.out.between() {
		return n, err
	}
	c.farewell()
	return c.lost(p, n)
}

// lost is what becomes of what is to be sent after the end. An HTTP server that
// learnt of it would close an HTTP/2 connection at once, and what the client had
// sent meanwhile would then make the system take our last words back.
func (c *conn) lost(p []byte, sent int) (int, error) {
	if c.http2.Load() {
		return len(p), nil
	}
	return sent, errEnded
}

func (c *conn) patience(d time.Duration) { _ = c.SetWriteDeadline(time.Now().Add(d)) }

// CloseWrite says that nothing more will be sent. The HTTP server uses it too.
func (c *conn) CloseWrite() error {
	if t, ok := c.Conn.(interface{ CloseWrite() error }); ok && c.tls {
		_ = t.CloseWrite() // says so within TLS
	}
	return c.link.CloseWrite()
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
