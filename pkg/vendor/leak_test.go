package vendor_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// TestLeaks sends, well and badly, and waits for every goroutine of a client to
// end. It does not run beside other tests.
func TestLeaks(t *testing.T) {
	for _, r := range rigs() {
		t.Run(r.name, func(t *testing.T) {
			for _, secure := range [][]bool{nil, {true}} {
				f := start(t, r, secure...)
				o := f.options()
				f.accepted(f.plain(), o)
				m := f.plain()
				m.DryRun = true
				f.accepted(m, o)
				ended(t, "good sends")

				f.says(atSend, 302, html, "Location", "https://push.invalid/")
				f.send(f.plain(), o)
				f.breakAt(atSend, func(w http.ResponseWriter, _ *http.Request) {
					for range 32 {
						w.Write(make([]byte, 1<<16))
					}
				})
				f.send(f.plain(), o)
				ended(t, "a redirect, a long answer")

				ctx, cancel := context.WithCancel(t.Context())
				f.breakAt(atSend, func(_ http.ResponseWriter, r *http.Request) { cancel(); f.wait(r) })
				f.sendWith(ctx, f.plain(), o)
				ended(t, "an interrupt")

				f.breakAt(atSend, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
				f.send(f.plain(), o)
				ended(t, "a broken connection")

				if f.ca != "" {
					delete(o.Credentials, "ca_file")
					f.send(f.plain(), o)
					ended(t, "an untrusted certificate")
				}
			}
			f, d := start(t, r), newDeadline(t)
			f.url = "https://" + silent(t, d.expire)
			f.sendWith(d, f.plain(), f.options())
			ended(t, "no handshake")
		})
	}
	for _, last := range []uint32{0, 1} {
		f := start(t, rigNamed(t, "apns-key"))
		goAway(t, f, farewell{last: last, code: http2.ErrCodeNo, data: `{"reason":"Shutdown"}`})
		f.send(f.plain(), f.options())
		ended(t, "a GOAWAY")
	}
}

// ended waits until no goroutine of an HTTP client is left.
func ended(t *testing.T, after string) {
	t.Helper()
	var left string
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(time.Millisecond) {
		if left = clients(); left == "" {
			return
		}
	}
	t.Fatalf("after %s these run on:\n%s", after, left)
}

// clients are the stacks of goroutines that make requests.
func clients() string {
	buf := make([]byte, 1<<20)
	var out []string
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		for _, part := range []string{"persistConn", "http2ClientConn", "http2clientConnReadLoop", "http2clientStream", "net/http.(*Transport)", "offpush/pkg/vendor.("} {
			if strings.Contains(stack, part) && !strings.Contains(stack, "vendor_test.clients") {
				out = append(out, stack)
				break
			}
		}
	}
	return strings.Join(out, "\n\n")
}
