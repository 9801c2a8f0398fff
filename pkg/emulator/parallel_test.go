package emulator

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestParallel: 64 clients at once, over HTTP/1.1 and HTTP/2, while scenarios come
// and go, the control API is asked and the state is set. The race detector looks.
// Nothing gets lost: each request is in the inbox, and in the report.
func TestParallel(t *testing.T) {
	t.Parallel()
	const clients, each = 64, 12
	var record strings.Builder // by one goroutine at a time
	observed := 0
	k := newToy(t, Config{Record: &record, Observe: func(*Exchange) { observed++ }})
	ways := wires(t, k)
	var answered, ended atomic.Int64
	var pushing, asking sync.WaitGroup
	for n := range clients {
		w := ways[n%2]
		pushing.Go(func() {
			for i := range each {
				answer, err := w.Post(w.url+"/push", "application/x-www-form-urlencoded", strings.NewReader(fmt.Sprintf("tokens=%d-%d", n, i)))
				if err != nil {
					ended.Add(1)
					continue
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				answered.Add(1)
			}
		})
	}
	stop := make(chan struct{})
	meanwhile := func(do func(n int)) {
		asking.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
					do(n)
				}
			}
		})
	}
	outcomes := []Outcome{{Code: "push"}, {Status: 503, RetryAfter: maxDelay}, {Truncate: true}, {Delay: 1e6}, {Slow: 1e6}}
	for range 4 {
		meanwhile(func(n int) {
			id, err := k.AddScenario(Scenario{Match: Match{Nth: 1 + n%3, Path: "/push"}, Answer: outcomes[n%len(outcomes)]})
			if err != nil || !k.RemoveScenario(id) {
				t.Error("a scenario is lost", err)
			}
		})
	}
	meanwhile(func(n int) {
		for _, path := range []string{"messages/wait?timeout=1ms&count=3&token=0-0", "scenarios", "report", "report?format=junit", "health"} {
			answer, err := ways[0].Get(k.URL() + controlPath + path)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}
		_ = k.SetToken(Token{Vendor: "vivo", Token: fmt.Sprint(n % 7), State: Expired})
		_ = k.SetQuota("vivo", nil)
		k.Advance(1)
	})
	pushing.Wait()
	close(stop)
	asking.Wait()

	r := k.summary()
	if n := len(k.Messages(Filter{})); n != clients*each || r.Accepted+r.Refused != n || observed != n || strings.Count(record.String(), "\n") != n {
		t.Errorf("%d requests: %d messages, %d reported, %d observed, %d recorded", clients*each, n, r.Accepted+r.Refused, observed, strings.Count(record.String(), "\n"))
	}
	if answered.Load()+ended.Load() != clients*each || answered.Load() == 0 {
		t.Errorf("%d answered, %d ended", answered.Load(), ended.Load())
	}
	if err := k.Close(); err != nil {
		t.Error(err)
	}
}
