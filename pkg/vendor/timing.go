package vendor

import (
	"crypto/tls"
	"net/http/httptrace"
	"sync"
	"time"
)

// stopwatch takes the times of one request's steps. With two attempts at
// connecting (IPv6 and IPv4), the last one counts. The transport calls from
// other goroutines, also after the request has ended.
type stopwatch struct {
	mu                              sync.Mutex
	began, dns, connect, tls, wrote time.Time
	t                               Timing
}

func (c *stopwatch) stop() Timing {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t.Total = time.Since(c.began)
	return c.t
}

func (c *stopwatch) mark(at *time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*at = time.Now()
}

func (c *stopwatch) lap(took *time.Duration, since *time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !since.IsZero() {
		*took = time.Since(*since)
	}
}

func (rec *recorded) trace() *httptrace.ClientTrace {
	c := &rec.clock
	return &httptrace.ClientTrace{
		DNSStart:             func(httptrace.DNSStartInfo) { c.mark(&c.dns) },
		DNSDone:              func(httptrace.DNSDoneInfo) { c.lap(&c.t.DNS, &c.dns) },
		ConnectStart:         func(string, string) { c.mark(&c.connect) },
		ConnectDone:          func(string, string, error) { c.lap(&c.t.Connect, &c.connect) },
		TLSHandshakeStart:    func() { c.mark(&c.tls) },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { c.lap(&c.t.TLS, &c.tls) },
		WroteRequest:         func(i httptrace.WroteRequestInfo) { c.mark(&c.wrote); rec.wrote(i.Err == nil) },
		GotFirstResponseByte: func() { c.lap(&c.t.Wait, &c.wrote) },
	}
}

func (rec *recorded) wrote(ok bool) {
	rec.clock.mu.Lock()
	defer rec.clock.mu.Unlock()
	rec.sent = ok
}

func (rec *recorded) wasSent() bool {
	rec.clock.mu.Lock()
	defer rec.clock.mu.Unlock()
	return rec.sent
}
