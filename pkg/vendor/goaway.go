package vendor

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"sync"

	"golang.org/x/net/http2"
)

// farewell is how an HTTP/2 connection ended: the debug data of its GOAWAY, in
// which APNs says why it refuses a credential, and the error of reading, such as
// a TLS alert. The HTTP/2 library hands out either only when the connection
// breaks in one particular order, so they are noted beside the library.
type farewell struct {
	mu   sync.Mutex
	data string
	err  error
}

func (f *farewell) broke(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *farewell) cause() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

func (f *farewell) set(data string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if data != "" {
		f.data = data
	}
}

func (f *farewell) get() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.data
}

// speakHTTP2 makes a transport use HTTP/2 where the server offers it, and note
// down what a GOAWAY says.
func speakHTTP2(t *http.Transport, f *farewell, made *connections) {
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	t.Protocols.SetHTTP2(true)
	t.TLSClientConfig.NextProtos = []string{http2.NextProtoTLS, "http/1.1"}
	t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{
		http2.NextProtoTLS: func(address string, c *tls.Conn) http.RoundTripper {
			conn, err := overHTTP2(address, &listener{Conn: c, frames: frames{farewell: f}})
			if err != nil {
				return failing{err}
			}
			made.add(conn)
			return conn
		},
	}
}

// overHTTP2 speaks HTTP/2 on a connection that is open already and, as the library
// sees it, without TLS: else it would want the TLS connection itself, and nobody
// could look at the frames. A request is made once: unlike the library's pool, a
// single connection does not repeat it.
func overHTTP2(address string, c net.Conn) (*http.ClientConn, error) {
	t := &http.Transport{
		Protocols:   new(http.Protocols),
		DialContext: func(context.Context, string, string) (net.Conn, error) { return c, nil },
	}
	t.Protocols.SetUnencryptedHTTP2(true)
	return t.NewClientConn(context.Background(), "http", address)
}

// connections are those of HTTP/2: a transport closes no connection that it
// handed on.
type connections struct {
	mu   sync.Mutex
	open []io.Closer
	over bool
}

// add takes a connection; one that was under way when the others were closed is
// closed at once.
func (c *connections) add(conn io.Closer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		_ = conn.Close()
		return
	}
	c.open = append(c.open, conn)
}

func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = true
	for _, conn := range c.open {
		_ = conn.Close()
	}
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// listener is a connection whose incoming frames are looked at.
type listener struct {
	*tls.Conn
	frames
}

func (l *listener) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	l.see(p[:n])
	if err != nil {
		l.farewell.broke(err)
	}
	return n, err
}

// frames follows HTTP/2 frames (RFC 9113, section 4.1) and keeps the debug data
// of a GOAWAY.
type frames struct {
	farewell *farewell
	head     []byte // of the frame under way, until it is whole
	left     int    // bytes of the frame's payload still to come
	goAway   []byte // the payload, when the frame is a GOAWAY
	keep     bool
}

const (
	frameHead     = 9
	goAwayHead    = 8 // last stream id and error code, before the debug data
	maxGoAwayData = 4096
)

func (f *frames) see(p []byte) {
	for len(p) > 0 {
		if f.left == 0 && len(f.head) < frameHead {
			n := min(frameHead-len(f.head), len(p))
			f.head = append(f.head, p[:n]...)
			p = p[n:]
			if len(f.head) < frameHead {
				return
			}
			f.left = int(binary.BigEndian.Uint32(f.head) >> 8)
			f.keep = http2.FrameType(f.head[3]) == http2.FrameGoAway
			f.goAway = nil
		}
		n := min(f.left, len(p))
		if f.keep {
			f.goAway = append(f.goAway, p[:min(n, max(0, maxGoAwayData-len(f.goAway)))]...)
		}
		f.left -= n
		p = p[n:]
		if f.left == 0 {
			if f.keep && len(f.goAway) > goAwayHead {
				f.farewell.set(string(f.goAway[goAwayHead:]))
			}
			f.head = f.head[:0]
		}
	}
}
