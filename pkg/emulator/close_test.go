package emulator

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// left returns the goroutines of emulators that are still there.
func left() []string {
	stacks := make([]byte, 8<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	var out []string
	for _, g := range strings.Split(string(stacks), "\n\n") {
		for _, own := range []string{"emulator.(*door)", "emulator.(*conn)", "emulator.(*group)", "net/http.(*conn)", "net/http.(*http2serverConn)", "http2.(*serverConn)"} {
			if strings.Contains(g, own) {
				out = append(out, g)
				break
			}
		}
	}
	return out
}

// noneLeft waits until no goroutine of an emulator is left: the HTTP server's end
// a moment after they have said so.
func noneLeft(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(patient); ; runtime.Gosched() {
		all := left()
		if len(all) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d goroutines are left:\n%s", len(all), strings.Join(all, "\n\n"))
		}
	}
}

// Close ends connections in every state, and nothing is left. This test is alone,
// since goroutines are counted.
func TestClose(t *testing.T) {
	noneLeft(t)
	const waiting = 5
	arrived := make(chan struct{}, waiting)
	var inside atomic.Int32
	handle := func(_ http.ResponseWriter, r *http.Request) {
		inside.Add(1)
		defer inside.Add(-1)
		switch r.URL.Path {
		case "/wait":
			arrived <- struct{}{}
			<-r.Context().Done()
			<-time.After(shortly) // to tidy up
		case "/body":
			arrived <- struct{}{}
			_, _ = io.Copy(io.Discard, r.Body)
		case "/goaway":
			connOf(r).goaway("Shutdown")
		}
	}
	k := startKit(t, Config{}, handled(handle), func(d *door) {
		d.limits.connections = 15
		d.limits.farewell = time.Hour // Close does not wait for it
	})
	if len(left()) == 0 {
		t.Fatal("an emulator that runs is not seen")
	}
	dial := func(url, say string) net.Conn {
		c, err := net.Dial("tcp", address(url))
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(patient))
		if _, err := io.WriteString(c, say); err != nil {
			t.Fatal(err)
		}
		return c
	}
	h1 := func(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n" }
	idle := dial(k.URL(), h1("/"))
	if r, err := http.ReadResponse(bufio.NewReader(idle), nil); err != nil {
		t.Fatal(err)
	} else {
		r.Body.Close()
	}
	get(t, k.Client(), k.SandboxURL()) // its connection stays
	plain, secure, left2 := k.plainWire(), k.secureWire(), k.plainWire()
	if err := errors.Join(plain.ask(1, "/wait"), plain.ask(3, "/wait"), secure.ask(1, "/wait"), left2.ask(1, "/goaway")); err != nil {
		t.Fatal(err)
	}
	if s := left2.status(1); !strings.Contains(s, "GOAWAY") {
		t.Fatal(s)
	}
	silent, answer := k.connect("api.push.apple.com:443", "") // in a tunnel, before TLS
	answer.Body.Close()
	raw, answer := k.connect("api.push.apple.com:443", "")
	answer.Body.Close()
	tunnel := tls.Client(raw, &tls.Config{RootCAs: k.roots(), ServerName: "api.push.apple.com"})
	if err := tunnel.Handshake(); err != nil {
		t.Fatal(err)
	}
	all := []net.Conn{
		idle, plain, secure, left2, silent, tunnel,
		dial(k.URL(), "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf"),
		dial(k.URL(), "POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"),
		dial(k.URL(), ""), dial(k.URL(), "GET / HT"), dial(k.URL(), preface[:10]),
		dial(k.TLSURL(), ""), dial(k.TLSURL(), "\x16\x03\x01"), dial(k.SandboxURL(), ""),
		dial(k.URL(), ""), dial(k.TLSURL(), ""), dial(k.URL(), ""), // more than there is room for
	}
	for range waiting {
		<-arrived
	}
	begun := time.Now()
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > patient/6 {
		t.Errorf("it took %s", took)
	}
	if n := inside.Load(); n != 0 {
		t.Errorf("%d requests are still being answered", n)
	}
	noneLeft(t)
	for i, c := range all {
		if _, err := io.Copy(io.Discard, c); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("connection %d is still open", i)
		}
		c.Close()
	}
	for _, url := range []string{k.URL(), k.TLSURL(), k.SandboxURL()} {
		if c, err := net.Dial("tcp", address(url)); err == nil {
			c.Close()
			t.Errorf("%s is still listened on", url)
		}
	}
	if err := k.Close(); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// Close while requests and connections come in.
func TestCloseWhileBusy(t *testing.T) {
	for range 20 {
		k := startKit(t, Config{})
		stop := make(chan struct{})
		ended := make(chan struct{})
		const clients = 8
		for i := range clients {
			go func() {
				defer func() { ended <- struct{}{} }()
				transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: k.roots()}, ForceAttemptHTTP2: i%2 == 0, DisableKeepAlives: i%3 == 0}
				defer transport.CloseIdleConnections()
				client := &http.Client{Transport: transport}
				for {
					select {
					case <-stop:
						return
					default:
					}
					if r, err := client.Get([]string{k.URL(), k.TLSURL(), k.SandboxURL()}[i%3] + "/nothing"); err == nil {
						_, _ = io.Copy(io.Discard, r.Body)
						r.Body.Close()
					}
				}
			}()
		}
		get(t, k.Client(), k.URL()+"/nothing")
		if err := k.Close(); err != nil {
			t.Error(err)
		}
		close(stop)
		for range clients {
			<-ended
		}
		noneLeft(t)
	}
}
