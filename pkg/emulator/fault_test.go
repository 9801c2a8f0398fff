package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wire is a client of a kit that listens.
type wire struct {
	*http.Client
	url   string
	proto int
}

// wires are clients of HTTP/1.1 and of HTTP/2.
func wires(t testing.TB, k *kit) []wire {
	t.Helper()
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	plain := &http.Transport{}
	t.Cleanup(plain.CloseIdleConnections)
	return []wire{{&http.Client{Transport: plain}, k.URL(), 1}, {k.Client(), k.TLSURL(), 2}}
}

// taken is the head of an answer.
type taken struct{ status, proto int }

// push sends a message; ctx may end it.
func (w wire) push(ctx context.Context) (*taken, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/push", strings.NewReader("tokens=a"))
	if err != nil {
		return nil, "", err
	}
	answer, err := w.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return &taken{answer.StatusCode, answer.ProtoMajor}, string(body), err
}

const toyBody = `{"result":"taken by the toy"}`

// TestFaults: what clients see of faults, over HTTP/1.1 and HTTP/2. After each of
// them the emulator answers again.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		answer Outcome
		status int    // 0: none
		body   string // what of it comes
		whole  bool   // and nothing is missing
	}{
		{"drop", Outcome{Drop: true}, 0, "", false},
		{"reset", Outcome{Reset: true}, 0, "", false},
		{"goaway", Outcome{GoAway: "Shutdown"}, 0, "", false},
		{"drop in place of a code", Outcome{Code: "push", Drop: true}, 0, "", false},
		{"truncate", Outcome{Truncate: true}, 200, toyBody[:len(toyBody)/2], false},
		{"truncate nothing", Outcome{Status: 204, Truncate: true}, 0, "", false},
		{"truncate slowly", Outcome{Truncate: true, Slow: Duration(20 * time.Millisecond)}, 200, toyBody[:len(toyBody)/2], false},
		{"slow", Outcome{Slow: Duration(40 * time.Millisecond)}, 200, toyBody, true},
		{"slow status", Outcome{Status: 503, Slow: Duration(20 * time.Millisecond)}, 503, frontEndBody(503), true},
		{"slow and empty", Outcome{Status: 204, Slow: Duration(20 * time.Millisecond)}, 204, "", true},
		{"a body where there can be none", Outcome{Code: "push", Status: 204}, 204, "", true},
		{"delay", Outcome{Delay: Duration(30 * time.Millisecond)}, 200, toyBody, true},
		{"delay and drop", Outcome{Delay: Duration(10 * time.Millisecond), Drop: true}, 0, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newToy(t, Config{})
			for _, w := range wires(t, k) {
				id := k.scene(Scenario{Answer: c.answer})
				began := time.Now()
				answer, body, err := w.push(t.Context())
				if least := time.Duration(c.answer.Delay + c.answer.Slow); time.Since(began) < least {
					t.Errorf("HTTP/%d: it took %v, less than %v", w.proto, time.Since(began), least)
				}
				if (err == nil) != c.whole || body != c.body {
					t.Errorf("HTTP/%d: %q, %v", w.proto, body, err)
				}
				if c.status == 0 && answer != nil || c.status != 0 && (answer == nil || answer.status != c.status || answer.proto != w.proto) {
					t.Errorf("HTTP/%d: %+v", w.proto, answer)
				}
				k.RemoveScenario(id)
				if _, body, err := w.push(t.Context()); err != nil || body != toyBody {
					t.Errorf("HTTP/%d afterwards: %q, %v", w.proto, body, err)
				}
			}
			if n := len(k.Messages(Filter{})); n != 4 {
				t.Errorf("%d messages", n)
			}
		})
	}
}

func frontEndBody(status int) string { return string(frontEnd(status).body) }

// TestDropOrReset: HTTP/1.1 clients can tell a connection that was closed from one
// that was reset.
func TestDropOrReset(t *testing.T) {
	t.Parallel()
	for _, reset := range []bool{false, true} {
		k := newToy(t, Config{})
		k.scene(Scenario{Answer: Outcome{Drop: !reset, Reset: reset}})
		if _, _, err := wires(t, k)[0].push(t.Context()); err == nil || errors.Is(err, io.EOF) == reset {
			t.Errorf("reset %t: %v", reset, err)
		}
	}
}

// TestSlowHeader: it is the body that is slow; its header is there at once.
func TestSlowHeader(t *testing.T) {
	t.Parallel()
	for _, o := range []Outcome{{Slow: maxDelay}, {Slow: maxDelay, Truncate: true}} {
		k := newToy(t, Config{})
		k.scene(Scenario{Answer: o})
		for _, w := range wires(t, k) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // the first piece comes after 15
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/push", strings.NewReader("tokens=a"))
			if err != nil {
				t.Fatal(err)
			}
			if answer, err := w.Do(r); err != nil {
				t.Errorf("HTTP/%d, %+v: %v", w.proto, o, err)
			} else {
				_ = answer.Body.Close()
			}
			cancel()
		}
	}
}

// TestImpatient: a client that goes away ends a long fault.
func TestImpatient(t *testing.T) {
	t.Parallel()
	for _, o := range []Outcome{{Delay: maxDelay}, {Slow: maxDelay}, {Slow: maxDelay, Status: 204}} {
		k := newToy(t, Config{})
		k.scene(Scenario{Answer: o})
		for _, w := range wires(t, k) {
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				_, _ = k.Wait(ctx, Filter{}, w.proto)
				cancel()
			}()
			if _, _, err := w.push(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("%+v: %v", o, err)
			}
		}
		_ = k.Close() // waits for what runs
	}
}
