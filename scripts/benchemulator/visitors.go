//go:build linux

package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
)

// way is a way in.
type way struct {
	name         string
	http1, h2c   bool // else HTTP/2 over TLS
	plain, proxy bool
}

func ways() []way {
	return []way{
		{name: "HTTP", http1: true, plain: true},
		{name: "h2c", h2c: true, plain: true},
		{name: "HTTPS", http1: true},
		{name: "h2"},
		{name: "proxy", http1: true, proxy: true},
	}
}

// visitor is a client: one load on one way, with connections of its own.
type visitor struct {
	load      load
	way       way
	base      string
	requests  []*request
	transport *http.Transport
	accepted  int
	last      error
}

// visitors makes as many clients as a soak has, of all loads on all ways.
func visitors(e *emulator.Emulator) ([]*visitor, error) {
	defer http.DefaultClient.CloseIdleConnections()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(e.CA())
	proxy, err := url.Parse(e.ProxyURL())
	if err != nil {
		return nil, err
	}
	var kinds []visitor
	for _, l := range loads() {
		requests, err := l.prepare(e.URL())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
		for _, w := range ways() {
			if l.vendor == "apns" && w.http1 && !w.proxy {
				continue // APNs has HTTP/2 only
			}
			v := visitor{load: l, way: w, base: e.TLSURL(), requests: requests}
			switch {
			case w.proxy:
				known, _ := catalog.ByID(l.vendor)
				v.base = known.Push().Hosts[0].URL
			case w.plain:
				v.base = e.URL()
			}
			kinds = append(kinds, v)
		}
	}
	var out []*visitor
	for i := range soakClients {
		v := kinds[i%len(kinds)]
		v.transport = v.way.transport(roots, proxy)
		out = append(out, &v)
	}
	return out, nil
}

// transport has no IdleConnTimeout: net/http keeps a dead HTTP/2 connection in
// memory until that is over, and the heap would seem to grow.
func (w way) transport(roots *x509.CertPool, proxy *url.URL) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(w.http1)
	protocols.SetUnencryptedHTTP2(w.h2c)
	protocols.SetHTTP2(!w.h2c && (!w.http1 || w.proxy)) // the vendors' hosts choose
	t := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, Protocols: protocols}
	if w.proxy {
		t.Proxy = http.ProxyURL(proxy)
	}
	return t
}

// pushAll sends until the soak is over. Refusals and cut connections are what
// scenarios ask for.
func (v *visitor) pushAll(c *crowd) {
	for n := 0; !c.over.Load(); n++ {
		c.gate.RLock()
		_, err := push(v.transport, v.base, v.requests[n%len(v.requests)], v.load.success)
		c.gate.RUnlock()
		switch {
		case err == nil:
			v.accepted++
			c.accepted.Add(1)
			continue
		case isRefusal(err):
			c.refused.Add(1)
		default:
			c.cut.Add(1)
		}
		v.last = err
	}
}

// outcomes are the answers of the scenarios that come and go.
var outcomes = []string{
	`{"status":503,"retryAfter":"1s"}`, `{"drop":true}`, `{"reset":true}`, `{"truncate":true}`, `{"goaway":"Shutdown"}`, `{"delay":"5ms"}`, `{"slow":"5ms"}`,
}

// direct adds and removes scenarios by the control API, and asks and sets other
// things, until the soak is over.
func (c *crowd) direct(control string) error {
	defer http.DefaultClient.CloseIdleConnections()
	vendors := catalog.IDs()
	for n := 0; !c.over.Load(); n++ {
		vendor := vendors[n%len(vendors)]
		answer := outcomes[n%len(outcomes)]
		if n%2 == 1 {
			answer = `{"code":"` + codeOf(vendor, n) + `"}`
		}
		id, err := c.ask(http.MethodPost, control+"/scenarios", fmt.Sprintf(`{"match":{"vendor":%q,"probability":0.2,"seed":%d},"answer":%s}`, vendor, n, answer))
		if err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
		for _, q := range []struct{ method, path, body string }{
			{http.MethodDelete, "/scenarios/" + id, ""},
			{http.MethodGet, "/messages/wait?timeout=1ms&count=1&token=nobody", ""},
			{http.MethodGet, "/report", ""},
			{http.MethodPost, "/tokens", fmt.Sprintf(`{"vendor":%q,"token":"gone-%d","state":"unregistered"}`, vendor, n%100)},
		} {
			if _, err := c.ask(q.method, control+q.path, q.body); err != nil {
				return err
			}
		}
	}
	return nil
}

// codeOf is one of the codes of a vendor's send call.
func codeOf(vendor string, n int) string {
	v, _ := catalog.ByID(vendor)
	var codes []string
	for _, code := range v.Push().Codes {
		if code.At == catalog.AtSend {
			codes = append(codes, code.Code)
		}
	}
	return codes[n%len(codes)]
}

// ask makes a call of the control API, and returns the id in its answer. That
// waiting takes too long is what is asked for.
func (c *crowd) ask(method, url, body string) (id string, err error) {
	c.gate.RLock()
	defer c.gate.RUnlock()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	if answer.StatusCode >= http.StatusBadRequest && answer.StatusCode != http.StatusRequestTimeout {
		return "", fmt.Errorf("%s %s: %s %s", method, url, answer.Status, bytes.TrimSpace(data))
	}
	var v struct{ ID string }
	_ = json.Unmarshal(data, &v) // not all answers are JSON
	return v.ID, nil
}
