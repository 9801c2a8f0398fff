//go:build linux

package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/internal/process"
)

// figures are medians: of the emulator, A, of the bare server, B, and of A/B
// round by round.
type figures struct {
	a, b, ratio float64 // requests per second
	cpuA, cpuB  float64 // microseconds of the server's process per request
}

// warmUp is for how long each server gets requests before the first round: the
// emulator's inbox is then full, or nearly so.
const warmUp = 2 * time.Second

// compare measures one load, with a process of its own for each server.
func compare(l load, o options) (f figures, err error) {
	profile := ""
	if o.profile != "" {
		profile = filepath.Join(o.profile, strings.ReplaceAll(l.name, " ", "-")+".pprof")
	}
	a, err := spawn("emulator", profile, nil)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, a.stop()) }()
	requests, err := l.prepare(a.HTTP)
	if err != nil {
		return f, err
	}
	sideA := newSide(a, l, requests)
	answer, err := sideA.push(0)
	if err != nil {
		return f, err
	}
	b, err := spawn("bare", "", &answer)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, b.stop()) }()
	sideB := newSide(b, l, requests)
	for _, s := range []*side{sideA, sideB} {
		if _, _, err := s.measure(warmUp, o.clients); err != nil {
			return f, err
		}
	}
	var as, bs, ratios, cpuA, cpuB []float64
	for range o.rounds {
		rateA, usedA, err := sideA.measure(o.round, o.clients)
		if err != nil {
			return f, err
		}
		rateB, usedB, err := sideB.measure(o.round, o.clients)
		if err != nil {
			return f, err
		}
		as, bs, ratios = append(as, rateA), append(bs, rateB), append(ratios, rateA/rateB)
		cpuA, cpuB = append(cpuA, usedA), append(cpuB, usedB)
	}
	m := process.Median
	return figures{m(as), m(bs), m(ratios), m(cpuA), m(cpuB)}, nil
}

// side is one of the servers and the client's connections to it.
type side struct {
	*child
	base      string
	success   string
	requests  []*request
	transport *http.Transport
}

func newSide(c *child, l load, requests []*request) *side {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(c.CA)
	s := &side{child: c, base: c.HTTP, success: l.success, requests: requests, transport: &http.Transport{
		MaxIdleConnsPerHost: 1024, DisableCompression: true, ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{RootCAs: roots},
	}}
	if l.vendor == "apns" {
		s.base = c.HTTPS
	}
	return s
}

// push sends the nth request. An answer other than the vendor's success is an
// error.
func (s *side) push(n int) (reply, error) {
	return push(s.transport, s.base, s.requests[n%len(s.requests)], s.success)
}

func push(transport http.RoundTripper, base string, q *request, success string) (reply, error) {
	r, err := http.NewRequest(http.MethodPost, base+q.path, bytes.NewReader(q.body))
	if err != nil {
		return reply{}, err
	}
	r.Header = q.header
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return reply{}, err
	}
	if answer.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(success)) {
		return reply{}, &refusal{answer.Status, body}
	}
	return reply{answer.Header.Get("Content-Type"), body}, nil
}

// refusal is an answer other than the vendor's success.
type refusal struct {
	status string
	body   []byte
}

func (r *refusal) Error() string { return fmt.Sprintf("refused: %s %s", r.status, r.body) }

func isRefusal(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

// measure sends requests for a while, and returns how many a second were
// answered and what each cost the server.
func (s *side) measure(length time.Duration, clients int) (rate, cpu float64, err error) {
	before, err := s.used()
	if err != nil {
		return 0, 0, err
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	began := time.Now()
	for c := range clients {
		wg.Go(func() {
			n := c
			var failed error
			for time.Since(began) < length && failed == nil {
				_, failed = s.push(n)
				n++
			}
			mu.Lock()
			defer mu.Unlock()
			total += n - c
			err = errors.Join(err, failed)
		})
	}
	wg.Wait()
	took := time.Since(began)
	if err != nil {
		return 0, 0, err
	}
	after, err := s.used()
	return float64(total) / took.Seconds(), (after - before) / float64(total), err
}
