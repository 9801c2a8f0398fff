package emulator

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// limits keep small what a client can make the emulator hold and wait for.
type limits struct {
	connections int           // at once; more wait until one ends
	bodies      int           // that are being read, for each may take maxBody
	streams     int           // of an HTTP/2 connection; that of APNs changes with its load
	header      int           // bytes of a request's header
	greeting    time.Duration // for TLS, for the first bytes, and for a request's header
	body        time.Duration // for a request's body
	answer      time.Duration // for the client to take a piece of an answer
	idle        time.Duration // between requests; clients of APNs keep their connections
	farewell    time.Duration // from our last word until the client closes too
}

func usualLimits() limits {
	return limits{
		connections: 1024, bodies: 256, streams: 1000, header: 64 << 10,
		greeting: 10 * time.Second, body: 30 * time.Second, answer: 30 * time.Second,
		idle: 2 * time.Minute, farewell: time.Second,
	}
}

// door is how connections come in. It ends TLS itself and hands what is within to
// one HTTP server, which tells HTTP/1.1 from HTTP/2 by the first bytes. So each
// connection has a wrapper that sees what is sent, and can end it where a vendor
// would.
type door struct {
	e       *Emulator
	limits  limits
	handler http.Handler // of what is not for the proxy

	// Set by open.
	ports     []*port // HTTP, HTTPS, sandbox
	authority *authority
	papers    *papers
	server    *http.Server
	client    *http.Client
	stop      context.CancelFunc // ends the contexts of all requests
	slots     chan struct{}      // one a connection
	bodies    chan struct{}      // one a body that is being read

	ready   chan *conn    // for the HTTP server
	done    chan struct{} // closed by close
	running group

	mu    sync.Mutex
	links map[*link]struct{} // connections that are open; nil when the door is closed
}

func newDoor(e *Emulator) *door {
	return &door{e: e, handler: e, limits: usualLimits(), ready: make(chan *conn), done: make(chan struct{}), links: map[*link]struct{}{}}
}

// open begins to listen, on all ports or on none.
func (d *door) open() error {
	if d.ports != nil || !d.running.enter() {
		return errors.New("an emulator is started once")
	}
	defer d.running.leave()
	var err error
	if d.authority, err = findAuthority(d.e.config.Dir, d.e.hostNames(), time.Now()); err != nil {
		return err
	}
	ports, err := listenAll(d.e.config)
	if err != nil {
		return err
	}
	d.papers = newPapers(d.authority, d.e, ports)
	d.client = newClient(d.authority)
	d.slots = make(chan struct{}, d.limits.connections)
	d.bodies = make(chan struct{}, d.limits.bodies)
	d.server = d.newServer()
	d.ports = ports
	d.running.start(func() { _ = d.server.Serve(queue{d}) })
	for _, p := range ports {
		d.running.start(func() { d.accept(p) })
	}
	return nil
}

// newServer makes the HTTP server. It never sees TLS, so that it takes HTTP/2 as
// what it calls unencrypted.
func (d *door) newServer() *http.Server {
	base, stop := context.WithCancel(context.Background())
	d.stop = stop
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           d,
		Protocols:         protocols,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: d.limits.streams, MaxReadFrameSize: 16 << 10}, // the usual size, also of APNs
		ReadHeaderTimeout: d.limits.greeting,
		IdleTimeout:       d.limits.idle,
		MaxHeaderBytes:    d.limits.header,
		ErrorLog:          log.New(io.Discard, "", 0), // what clients do wrong, they see themselves
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return withConn(ctx, c.(*conn)) },
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed || state == http.StateHijacked {
				d.running.leave() // entered by deliver
			}
		},
	}
}

// newClient makes a client that trusts an authority and no other.
func newClient(a *authority) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
	}}
}

// close ends everything, and waits until it has ended.
func (d *door) close() {
	d.running.close()
	close(d.done)
	closeAll(d.ports)
	if d.server != nil {
		d.stop()
		_ = d.server.Close()
		d.client.CloseIdleConnections()
	}
	d.mu.Lock()
	links := d.links
	d.links = nil
	d.mu.Unlock()
	for l := range links {
		_ = l.Close()
	}
	d.running.wait()
}

// accept takes connections until the port is closed.
func (d *door) accept(p *port) {
	for {
		tcp, err := p.AcceptTCP()
		if err != nil {
			if !d.pause(10 * time.Millisecond) { // there may be no free file
				return
			}
			continue
		}
		// After accepting: a port where nobody comes takes no place.
		select {
		case d.slots <- struct{}{}:
		case <-d.done:
			_ = tcp.Close()
			return
		}
		l := &link{TCPConn: tcp, door: d}
		d.keep(l)
		if !d.running.start(func() { d.greet(&conn{link: l, tls: p.tls, sandbox: p.sandbox}, l) }) {
			_ = l.Close()
		}
	}
}

// pause waits; false when the door is closed.
func (d *door) pause(length time.Duration) bool {
	t := time.NewTimer(length)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-d.done:
		return false
	}
}

// greet makes a connection ready for the HTTP server. It is to end TLS where
// c.tls says so.
func (d *door) greet(c *conn, raw net.Conn) {
	c.Conn = raw
	if c.tls && !d.papers.shake(c, raw) {
		_ = raw.Close()
		return
	}
	d.deliver(c)
}

// deliver gives a connection to the HTTP server.
func (d *door) deliver(c *conn) {
	if !d.running.enter() {
		_ = c.Close()
		return
	}
	select {
	case d.ready <- c:
	case <-d.done:
		_ = c.Close()
		d.running.leave()
	}
}

// keep remembers a connection, so that close ends it.
func (d *door) keep(l *link) {
	d.mu.Lock()
	closed := d.links == nil
	if !closed {
		d.links[l] = struct{}{}
	}
	d.mu.Unlock()
	if closed {
		_ = l.Close()
	}
}

// forget is the end of a connection.
func (d *door) forget(l *link) {
	d.mu.Lock()
	delete(d.links, l)
	d.mu.Unlock()
	<-d.slots
}

// queue is the HTTP server's listener.
type queue struct{ *door }

func (q queue) Accept() (net.Conn, error) {
	select {
	case c := <-q.ready:
		return c, nil
	case <-q.done:
		return nil, net.ErrClosed
	}
}

func (q queue) Close() error   { return nil }
func (q queue) Addr() net.Addr { return q.ports[0].Addr() }

// group counts what runs, so that close can wait for it.
type group struct {
	mu     sync.Mutex
	n      int
	closed bool
	ended  chan struct{}
}

// enter counts one more; false when the group is closed.
func (g *group) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed {
		g.n++
	}
	return !g.closed
}

func (g *group) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n--
	if g.closed && g.n == 0 {
		close(g.ended)
	}
}

// start runs f and counts it; false when the group is closed.
func (g *group) start(f func()) bool {
	if !g.enter() {
		return false
	}
	go func() {
		defer g.leave()
		f()
	}()
	return true
}

// close lets no more in.
func (g *group) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	g.ended = make(chan struct{})
	if g.n == 0 {
		close(g.ended)
	}
}

// wait waits for all that entered, after close.
func (g *group) wait() { <-g.ended }
