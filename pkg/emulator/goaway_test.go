package emulator

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// h2wire is an HTTP/2 client that sees each frame.
type h2wire struct {
	t testing.TB
	net.Conn
	*http2.Framer
	block   bytes.Buffer
	encoder *hpack.Encoder
}

// patient is how long a test waits for what must come.
const patient = 30 * time.Second

// wireTo says hello on a connection.
func wireTo(t testing.TB, c net.Conn, settings ...http2.Setting) *h2wire {
	t.Helper()
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patient))
	w := &h2wire{t: t, Conn: c, Framer: http2.NewFramer(c, c)}
	w.encoder = hpack.NewEncoder(&w.block)
	if _, err := io.WriteString(c, preface); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteSettings(settings...); err != nil {
		t.Fatal(err)
	}
	return w
}

// plainWire is a wire to the HTTP port, secureWire one to the HTTPS port.
func (k *kit) plainWire(settings ...http2.Setting) *h2wire {
	k.t.Helper()
	c, err := net.Dial("tcp", address(k.URL()))
	if err != nil {
		k.t.Fatal(err)
	}
	return wireTo(k.t, c, settings...)
}

func h2Only() *tls.Config { return &tls.Config{NextProtos: []string{protoHTTP2}} }

func (k *kit) secureWire(settings ...http2.Setting) *h2wire {
	k.t.Helper()
	c, err := k.dialTLS(h2Only())
	if err != nil {
		k.t.Fatal(err)
	}
	return wireTo(k.t, c, settings...)
}

// headers are the fields of a request to a path.
func (w *h2wire) headers(method, path string) []byte {
	w.block.Reset()
	for _, f := range [][2]string{{":method", method}, {":scheme", "https"}, {":authority", "localhost"}, {":path", path}} {
		w.field(f[0], f[1])
	}
	return w.block.Bytes()
}

func (w *h2wire) field(name, value string) {
	_ = w.encoder.WriteField(hpack.HeaderField{Name: name, Value: value})
}

// status is that of the answer on a stream; what goes wrong in its place.
func (w *h2wire) status(stream uint32) string {
	var status string
	decoder := hpack.NewDecoder(4096, func(f hpack.HeaderField) {
		if f.Name == ":status" {
			status = f.Value
		}
	})
	for {
		frame, err := w.ReadFrame()
		if err != nil {
			return err.Error()
		}
		switch f := frame.(type) {
		case *http2.HeadersFrame:
			if _, err := decoder.Write(f.HeaderBlockFragment()); err != nil {
				return err.Error()
			}
			if f.StreamID == stream {
				return status
			}
		case *http2.RSTStreamFrame, *http2.GoAwayFrame:
			return fmt.Sprint(f)
		}
	}
}

// ask begins a request without a body.
func (w *h2wire) ask(stream uint32, path string) error {
	return w.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: w.headers("GET", path), EndStream: true, EndHeaders: true})
}

// toGoaway reads until a GOAWAY frame, and demands that nothing comes after it.
func (w *h2wire) toGoaway() (*http2.GoAwayFrame, error) {
	for first := true; ; first = false {
		frame, err := w.ReadFrame()
		if err != nil {
			return nil, fmt.Errorf("before GOAWAY: %w", err)
		}
		if _, isSettings := frame.(*http2.SettingsFrame); first && !isSettings {
			return nil, fmt.Errorf("the first frame is %v", frame)
		}
		g, ok := frame.(*http2.GoAwayFrame)
		if !ok {
			continue
		}
		kept := *g
		debug := bytes.Clone(g.DebugData())
		if frame, err := w.ReadFrame(); !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("after GOAWAY: %v, %w", frame, err)
		}
		if want := `{"reason":"BadCertificate"}`; string(debug) != want || kept.ErrCode != http2.ErrCodeNo {
			return nil, fmt.Errorf("GOAWAY says %s, %s", kept.ErrCode, debug)
		}
		return &kept, nil
	}
}

// leave ends connections as the path says, and answers everything else at length.
func leave(w http.ResponseWriter, r *http.Request) {
	switch c := connOf(r); r.URL.Path {
	case "/goaway":
		c.goaway("BadCertificate")
		panic(http.ErrAbortHandler)
	case "/cut":
		c.cut()
		panic(http.ErrAbortHandler)
	case "/reset":
		c.reset()
		panic(http.ErrAbortHandler)
	case "/goes-on": // and says something all the same
		c.goaway("BadCertificate")
	}
	for range 16 {
		if _, err := w.Write(make([]byte, 10_000)); err != nil {
			return
		}
	}
}

func TestGoaway(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(leave))
	for _, path := range []string{"/goaway", "/goes-on"} {
		for _, w := range []*h2wire{k.plainWire(), k.secureWire()} {
			if err := w.ask(3, path); err != nil {
				t.Fatal(err)
			}
			g, err := w.toGoaway()
			if err != nil {
				t.Fatal(err)
			}
			if g.LastStreamID != 3 {
				t.Errorf("the last stream is %d", g.LastStreamID)
			}
		}
	}
}

// GOAWAY comes between two frames, whatever else is being answered, and then
// nothing more.
func TestGoawayAmongStreams(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(leave))
	wide := http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 30}
	for i := range 40 {
		w := k.plainWire(wide)
		if i%2 == 1 {
			w = k.secureWire(wide)
		}
		if err := w.WriteWindowUpdate(0, 1<<30); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() {
			_, err := w.toGoaway()
			done <- err
		}()
		for n := range 40 {
			path := "/long"
			if n == i {
				path = "/goaway"
			}
			if w.ask(uint32(2*n+1), path) != nil {
				break // it is over already
			}
		}
		if err := <-done; err != nil {
			t.Fatalf("round %d: %v", i, err)
		}
	}
}

// couple is a connection that no HTTP server has yet, and its client.
func couple(t *testing.T) (*conn, net.Conn) {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := l.AcceptTCP()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); accepted.Close() })
	_ = client.SetDeadline(time.Now().Add(patient))
	k := &link{TCPConn: accepted, door: newKit(t, Config{}).door}
	return &conn{Conn: k, link: k}, client
}

// GOAWAY waits for the end of a frame that is under way, and for the first one.
func TestGoawayWaits(t *testing.T) {
	t.Parallel()
	const settings, ping, rest = "\x00\x00\x00\x04\x00\x00\x00\x00\x00", "\x00\x00\x08\x06\x00\x00\x00\x00\x00", "12345678"
	last := string(goawayFrame(0, []byte(`{"reason":"Shutdown"}`)))
	for _, c := range []struct {
		name          string
		before, after []string // goaway
		want          string
	}{
		{"no frame yet", nil, []string{settings + ping + rest}, settings + last},
		{"no frame yet, in pieces", nil, []string{settings[:3], settings[3:], ping}, settings + last},
		{"between frames", []string{settings, ping, rest}, []string{ping, rest}, settings + ping + rest + last},
		{"in a header", []string{settings, ping[:5]}, []string{ping[5:], rest + ping}, settings + ping + rest + last},
		{"after a header", []string{settings, ping}, []string{rest, ping}, settings + ping + rest + last},
		{"in a payload", []string{settings + ping + rest[:4]}, []string{rest[4:5], rest[5:] + settings}, settings + ping + rest + last},
	} {
		server, client := couple(t)
		server.hear([]byte(preface))
		for _, p := range c.before {
			if n, err := io.WriteString(server, p); n != len(p) || err != nil {
				t.Fatalf("%s: %d, %v", c.name, n, err)
			}
		}
		server.goaway("Shutdown")
		for _, p := range c.after {
			if n, err := io.WriteString(server, p); n != len(p) || err != nil {
				t.Errorf("%s: what comes after the end: %d, %v", c.name, n, err)
			}
		}
		if got, err := io.ReadAll(client); string(got) != c.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

// The connection stays until the client leaves, and nobody hears what it says
// meanwhile.
func TestFarewell(t *testing.T) {
	t.Parallel()
	server, client := couple(t)
	if _, err := io.WriteString(client, preface); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(server, make([]byte, len(preface))); err != nil {
		t.Fatal(err)
	}
	server.cut()
	if _, err := io.ReadAll(client); err != nil {
		t.Errorf("the client reads to the end: %v", err)
	}
	if _, err := io.WriteString(client, "what was on its way"); err != nil {
		t.Errorf("the client writes on: %v", err)
	}
	client.Close()
	if n, err := server.Read(make([]byte, 100)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes were heard, %v", n, err)
	}

	// One that does not leave is not waited for.
	server, _ = couple(t)
	server.link.door.limits.farewell = shortly
	server.cut()
	if n, err := server.Read(make([]byte, 100)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes were heard, %v", n, err)
	}
}

// A client that takes nothing does not hold up who ends its connection.
func TestGoawayToDeaf(t *testing.T) {
	t.Parallel()
	ended := make(chan time.Duration, 2)
	writing := make(chan struct{}, 1)
	handle := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/long" {
			<-writing
			stuck(connOf(r))
			begun := time.Now()
			connOf(r).goaway("BadCertificate")
			ended <- time.Since(begun)
			panic(http.ErrAbortHandler)
		}
		writing <- struct{}{}
		for {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}
	k := startKit(t, Config{}, handled(handle), func(d *door) { d.limits.farewell = shortly })
	for _, w := range []*h2wire{k.plainWire(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 30}), k.secureWire(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 30})} {
		if err := errors.Join(w.WriteWindowUpdate(0, 1<<30), w.ask(1, "/long"), w.ask(3, "/goaway")); err != nil {
			t.Fatal(err)
		}
		select {
		case took := <-ended:
			if took > patient/3 {
				t.Errorf("it took %s", took)
			}
		case <-time.After(patient):
			t.Fatal("whoever ends the connection waits for the client")
		}
	}
}

// stuck waits until a connection has been sending something for a while.
func stuck(c *conn) {
	for n := 0; n < 20; n++ {
		if c.writing.TryLock() {
			c.writing.Unlock()
			n = 0
		}
		<-time.After(time.Millisecond)
	}
}

// The clients of Go get the reason to read.
func TestGoawayToClient(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(leave))
	for _, client := range []*http.Client{k.Client(), h2c(t)} {
		url := k.URL()
		if client == k.Client() {
			url = k.TLSURL()
		}
		if err := fails(client, url+"/goaway"); err == nil || !strings.Contains(err.Error(), "BadCertificate") {
			t.Errorf("%s: %v", url, err)
		}
		get(t, client, url+"/long") // on a new connection
	}
}

// Each way out ends the connection on each protocol, while others are answered.
func TestEnds(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(leave))
	http1 := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: k.roots()}}, Timeout: patient}
	defer http1.CloseIdleConnections()
	clients := map[string]*http.Client{k.URL(): http1, k.TLSURL(): http1, k.SandboxURL(): k.Client()}
	for url, client := range clients {
		var wait sync.WaitGroup
		for range 4 {
			for _, path := range []string{"/goaway", "/cut", "/reset"} {
				wait.Go(func() {
					r, err := client.Get(url + path)
					if err == nil {
						r.Body.Close()
						t.Errorf("%s%s: %s", url, path, r.Status)
					}
				})
				wait.Go(func() {
					if r, err := client.Get(url + "/long"); err == nil {
						_, _ = io.Copy(io.Discard, r.Body)
						r.Body.Close()
					}
				})
			}
		}
		wait.Wait()
		get(t, client, url+"/long")
	}
}

// A reset is one on the wire, and a cut is none.
func TestResetOrCut(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(leave))
	for _, path := range []string{"/cut", "/reset", "/goaway"} {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(patient))
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path)
		n, err := c.Read(make([]byte, 1))
		if isEOF := errors.Is(err, io.EOF); n != 0 || err == nil || isEOF == (path == "/reset") {
			t.Errorf("%s: %d, %v", path, n, err)
		}
	}
}

// Who calls ServeHTTP itself has no connection to end.
func TestEndOfNothing(t *testing.T) {
	t.Parallel()
	c := connOf(&http.Request{})
	c.goaway("BadCertificate")
	c.cut()
	c.reset()
}
