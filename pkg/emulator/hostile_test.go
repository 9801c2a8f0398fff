package emulator

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// flat runs f and demands that the heap is then about as large as before, and that
// the emulator answers.
func flat(t *testing.T, k *kit, f func()) {
	t.Helper()
	before := heap()
	f()
	if more := heap() - before; more > 32<<20 {
		t.Errorf("the heap grew by %d MiB", more>>20)
	}
	if status, _ := get(t, k.Client(), k.TLSURL()+"/nothing"); status != http.StatusNotFound {
		t.Errorf("then it answers %d", status)
	}
}

func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse)
}

// hostileBodies are of the size that is just read.
func hostileBodies() map[string]string {
	fill := func(begin, unit, end string) string {
		return begin + strings.Repeat(unit, (maxBody-len(begin)-len(end))/len(unit)) + end
	}
	return map[string]string{
		"tokens in JSON":  fill(`{"message":{"token":["a"`, `,"a"`, `]}}`),
		"tokens in forms": fill("title=t&registration_id=a", ",a", "&pushIds=a"),
		"fields in forms": fill("a=a", "&a=", ""),
		"lists in lists":  fill("", "[", ""),
		"objects":         fill(`{"message":`, `{"message":`, ""),
		"members":         fill(`{"message":"x"`, `,"message":""`, "}"),
		"escapes":         fill(`{"message":"`, `\u0000`, `"}`),
		"percents":        fill("message=", "%", ""),
		"no UTF-8":        fill("", "\xff", ""),
	}
}

// Bodies that cost much to read are refused, at each address of each vendor. This
// test is alone, since the heap is measured.
func TestHostileBodies(t *testing.T) {
	k := startKit(t, Config{})
	names := regexp.MustCompile(`\{[^}]*\}`)
	for _, d := range k.dialects {
		for _, r := range d.routes {
			url := k.TLSURL() + names.ReplaceAllString(r.path, "x")
			for name, body := range hostileBodies() {
				flat(t, k, func() {
					kind := "application/json"
					if strings.HasSuffix(name, "forms") || name == "percents" {
						kind = "application/x-www-form-urlencoded"
					}
					answer, err := k.Client().Post(url, kind, strings.NewReader(body))
					if err != nil {
						t.Fatalf("%s %s: %v", url, name, err)
					}
					text := readAll(t, answer)
					if strings.Contains(text, "offpush emulator:") {
						t.Errorf("%s %s: %s", url, name, text)
					}
					k.Reset()
				})
			}
		}
	}
	if accepted := k.Messages(Filter{Verdict: Accepted}); len(accepted) > 0 {
		t.Errorf("%d were accepted", len(accepted))
	}
}

// A body above the limit is refused before anyone reads it.
func TestLargeBody(t *testing.T) {
	k := startKit(t, Config{})
	million := strings.Repeat("token,", 1_000_000)
	for _, url := range []string{k.URL(), k.TLSURL()} {
		for _, path := range []string{"/v2/message/regid", "/server/v1/message/notification/unicast", "/3/device/x"} {
			flat(t, k, func() {
				for _, body := range []io.Reader{strings.NewReader(million), io.MultiReader(strings.NewReader(million))} { // with and without its length
					r, err := k.Client().Post(url+path, "text/plain", body)
					if err != nil {
						continue // it did not even wait for the whole of it
					}
					if readAll(t, r); r.StatusCode != http.StatusRequestEntityTooLarge {
						t.Errorf("%s%s: %s", url, path, r.Status)
					}
				}
			})
		}
	}
	if len(k.Messages(Filter{})) < 6 {
		t.Error("it is not in the inbox")
	}
}

// Who is slow with a request does not keep its place.
func TestSlow(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, impatient)
	for say, want := range map[string]string{
		"":         "",
		"G":        "",
		"GET / HT": "",
		"GET / HTTP/1.1\r\nHost: localhost\r\nA: b\r\n": "",
		preface[:20]: "",
		"POST /3/device/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf":                     "HTTP/1.1 408 ",
		"POST /v2/message/regid HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf":   "HTTP/1.1 408 ",
		"POST /3/device/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n": "HTTP/1.1 100 ",
	} {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(patient))
		fmt.Fprint(c, say)
		answer, err := io.ReadAll(c)
		if errors.Is(err, os.ErrDeadlineExceeded) || !strings.HasPrefix(string(answer), want) || want == "" && strings.Contains(string(answer), " 200 ") {
			t.Errorf("%q: %q, %v, want %q", say, answer, err, want)
		}
	}
	for _, w := range []*h2wire{k.plainWire(), k.secureWire()} {
		if err := w.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.headers("POST", "/3/device/x"), EndHeaders: true}); err != nil {
			t.Fatal(err)
		}
		if status := w.status(1); status != "408" {
			t.Errorf("in HTTP/2: %s", status)
		}
	}
}

// A request that nobody reads the body of does not keep its place either.
func TestSlowUnread(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, impatient, handled(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "early") }))
	c, err := net.Dial("tcp", address(k.URL()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patient))
	fmt.Fprint(c, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf")
	if answer, err := io.ReadAll(c); !strings.HasSuffix(string(answer), "early") || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%q, %v", answer, err)
	}
}

// Bodies that are slow do not take the memory of all: only so many are read at a
// time.
func TestBodiesWait(t *testing.T) {
	t.Parallel()
	var reading, most atomic.Int32
	read := func(_ http.ResponseWriter, r *http.Request) {
		buffer := make([]byte, 1)
		if _, err := r.Body.Read(buffer); err != nil {
			return
		}
		now := reading.Add(1)
		for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
		}
		<-time.After(shortly)
		reading.Add(-1)
		_, _ = io.Copy(io.Discard, r.Body)
	}
	k := startKit(t, Config{}, handled(read), func(d *door) { d.limits.bodies = 3 })
	client := h2c(t)
	const many = 12
	done := make(chan error, many)
	for range many {
		go func() {
			r, err := client.Post(k.URL(), "text/plain", strings.NewReader("body"))
			if err == nil {
				r.Body.Close()
			}
			done <- err
		}()
	}
	for range many {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := most.Load(); got != 3 {
		t.Errorf("%d were read at once", got)
	}
}

// ended reads until the connection is at its end, or says what it got stuck at.
func ended(c net.Conn) error {
	_, err := io.Copy(io.Discard, c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return nil
}

// frameOf is the header of a frame, and some of its payload.
func frameOf(length int, kind, flags byte, stream uint32, payload string) string {
	return string([]byte{byte(length >> 16), byte(length >> 8), byte(length), kind, flags, byte(stream >> 24), byte(stream >> 16), byte(stream >> 8), byte(stream)}) + payload
}

// Broken HTTP/2 ends its connection and nothing else.
func TestBrokenFrames(t *testing.T) {
	k := startKit(t, Config{}, func(d *door) { d.limits.greeting = 10 * shortly })
	const settings, headers, continuation = 4, 1, 9
	hello := preface + frameOf(0, settings, 0, 0, "")
	var over sync.WaitGroup
	for name, say := range map[string]string{
		"preface cut short":        preface[:20] + "\r\n\r\n\r\n\r\n",
		"preface of HTTP/3":        "PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n",
		"no settings":              preface + frameOf(8, 6, 0, 0, "12345678"),
		"frame too large":          hello + frameOf(1<<24-1, 0, 0, 1, strings.Repeat("x", 1<<16)),
		"frame above the setting":  hello + frameOf(1<<15, 0, 0, 1, strings.Repeat("x", 1<<15)),
		"data on no stream":        hello + frameOf(4, 0, 0, 7, "data"),
		"headers on stream 0":      hello + frameOf(1, headers, 4, 0, "\x82"),
		"headers on even stream":   hello + frameOf(1, headers, 5, 2, "\x82"),
		"headers that are not":     hello + frameOf(4, headers, 5, 1, "\xff\xff\xff\xff"),
		"index out of the table":   hello + frameOf(2, headers, 5, 1, "\xff\x80"),
		"table made too large":     hello + frameOf(6, headers, 5, 1, "\x3f\xff\xff\xff\xff\x0f"),
		"string of endless length": hello + frameOf(8, headers, 5, 1, "\x00\x7f\xff\xff\xff\xff\xff\xff"),
		"continuation of nothing":  hello + frameOf(0, continuation, 0, 1, ""),
		"window of nothing":        hello + frameOf(4, 8, 0, 0, "\x00\x00\x00\x00"),
		"window too large":         hello + frameOf(4, 8, 0, 0, "\x7f\xff\xff\xff"),
		"settings of odd length":   hello + frameOf(5, settings, 0, 0, "12345"),
		"reset of no stream":       hello + frameOf(4, 3, 0, 9, "\x00\x00\x00\x08"),
		"push from a client":       hello + frameOf(4, 5, 4, 1, "\x00\x00\x00\x02"),
		"padding beyond the end":   hello + frameOf(2, 0, 8, 1, "\xff\x00"),
		"noise":                    hello + strings.Repeat("\xde\xad\xbe\xef\x01", 10_000),
		"noise at once":            strings.Repeat("\xde\xad\xbe\xef\x01", 10_000),
	} {
		for _, dial := range []func() (net.Conn, error){
			func() (net.Conn, error) { return net.Dial("tcp", address(k.URL())) },
			func() (net.Conn, error) { return k.dialTLS(h2Only()) },
		} {
			c, err := dial()
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_ = c.SetDeadline(time.Now().Add(patient))
			over.Go(func() {
				_, _ = io.WriteString(c, say)
				if err := ended(c); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
	}
	flat(t, k, over.Wait)
}

// Headers without end, in one request or in pieces of one.
func TestHeaderFloods(t *testing.T) {
	k := startKit(t, Config{})
	flat(t, k, func() {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(patient))
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: localhost\r\n")
		go func() {
			for line := strings.Repeat("a", 1000); ; {
				if _, err := fmt.Fprintf(c, "X-%s: %[1]s\r\n", line); err != nil {
					return
				}
			}
		}()
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Body.Close(); r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("in HTTP/1.1: %s", r.Status)
		}
	})
	flat(t, k, func() { // one large header that is whole
		w := k.secureWire()
		w.headers("GET", "/nothing")
		w.field("x-large", strings.Repeat("a", 100<<10))
		block := w.block.Bytes()
		first := true
		for len(block) > 0 {
			n := min(len(block), 16<<10)
			var err error
			if first {
				err = w.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: block[:n], EndStream: true})
			} else {
				err = w.WriteContinuation(1, n == len(block), block[:n])
			}
			if err != nil {
				t.Fatal(err)
			}
			first, block = false, block[n:]
		}
		if got := w.status(1); got != "431" && !strings.Contains(got, "GOAWAY") {
			t.Errorf("in HTTP/2: %s", got)
		}
	})
	for name, piece := range map[string][]byte{"empty": nil, "indexed": bytes.Repeat([]byte{0x82}, 16<<10), "never indexed": bytes.Repeat([]byte("\x10\x01a\x01b"), 3000)} {
		flat(t, k, func() {
			w := k.secureWire()
			go func() {
				_ = w.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.headers("GET", "/"), EndStream: true})
				for w.WriteContinuation(1, false, piece) == nil { // until the emulator has enough of it
				}
			}()
			if err := ended(w.Conn); err != nil {
				t.Errorf("continuations, %s: %v", name, err)
			}
		})
	}
}

// Streams that are opened and reset at once are no way to make the emulator work
// on more of them than it allows.
func TestRapidReset(t *testing.T) {
	var running, most, all atomic.Int32
	handle := func(w http.ResponseWriter, r *http.Request) {
		all.Add(1)
		now := running.Add(1)
		defer running.Add(-1)
		for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
		}
		if r.URL.Path == "/nothing" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		<-time.After(shortly) // whether or not anyone still waits for it
	}
	k := startKit(t, Config{}, handled(handle))
	flat(t, k, func() {
		w := k.secureWire()
		over := make(chan error, 1)
		go func() { over <- ended(w.Conn) }()
		for i := range uint32(10_000) {
			if w.ask(2*i+1, "/") != nil || w.WriteRSTStream(2*i+1, http2.ErrCodeCancel) != nil {
				break
			}
		}
		w.Close()
		<-over
	})
	if limit := int32(usualLimits().streams); most.Load() > limit+1 {
		t.Errorf("%d requests were answered at once, the limit is %d", most.Load(), limit)
	}
	if all.Load() == 0 {
		t.Error("nothing arrived")
	}
}

// Who asks much and takes nothing is left.
func TestTakesNothing(t *testing.T) {
	k := startKit(t, Config{}, func(d *door) { d.limits.answer = 10 * shortly })
	flat(t, k, func() {
		w := k.plainWire()
		for w.WritePing(false, [8]byte{}) == nil { // each of which is answered
		}
	})
	flat(t, k, func() {
		w := k.plainWire()
		for i := uint32(1); w.ask(i, "/nothing") == nil; i += 2 {
		}
	})
	flat(t, k, func() {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(patient))
		for err == nil {
			_, err = fmt.Fprint(c, "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("a pipe of requests goes on")
		}
	})
}
