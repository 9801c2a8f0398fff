package emulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func tokensOf(messages []Message) string {
	var out []string
	for _, m := range messages {
		out = append(out, m.Token)
	}
	return strings.Join(out, " ")
}

func TestMessagesFilter(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.push("a,b")
	k.clock.advance(time.Hour)
	k.postForm("/push", "tokens=c&refuse=push", nil)
	k.postForm("/login", "", nil)             // in order: no message
	k.postForm("/login", "refuse=login", nil) // refused: one
	for _, c := range []struct {
		name   string
		filter Filter
		want   string
	}{
		{"all", Filter{}, "a b c "},
		{"vendor", Filter{Vendor: "vivo"}, "a b c "},
		{"another vendor", Filter{Vendor: "oppo"}, ""},
		{"token", Filter{Token: "b"}, "b"},
		{"the beginning of none", Filter{Token: ""}, "a b c "},
		{"accepted", Filter{Verdict: Accepted}, "a b"},
		{"refused", Filter{Verdict: Refused}, "c "},
		{"since", Filter{Since: noon.Add(time.Hour)}, "c "},
		{"since and token", Filter{Since: noon.Add(time.Second), Token: "a"}, ""},
	} {
		if got := tokensOf(k.Messages(c.filter)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	got := k.Messages(Filter{Token: "a"})[0]
	want := Message{
		ID: got.ID, Vendor: "vivo", Step: "send", Time: noon, Token: "a", Title: "hello", Data: map[string]any{"n": "1"},
		Verdict: Accepted, Code: "ok", Request: got.Request,
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b *Exchange) bool { return a == b })); diff != "" || len(got.ID) != 14 {
		t.Errorf("%s %s", got.ID, diff)
	}
}

// TestIDs: the same randomness gives the same ids.
func TestIDs(t *testing.T) {
	t.Parallel()
	ids := func(random string) (out []string) {
		k := newToy(t, Config{Random: strings.NewReader(random)})
		k.push("a,b")
		out = append(out, k.scene(Scenario{Answer: Outcome{Status: 503}}))
		for _, m := range k.Messages(Filter{}) {
			out = append(out, m.ID)
		}
		return out
	}
	a := ids("0123456789abcdefghijklmn")
	if diff := cmp.Diff([]string{"s-636465666768", "m-303132333435", "m-363738396162"}, a); diff != "" {
		t.Error(diff)
	}
}

func TestInboxNumber(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for i := range maxMessages/100 + 1 { // batches of 100
		var tokens []string
		for n := range 100 {
			tokens = append(tokens, fmt.Sprint(i*100+n))
		}
		k.push(strings.Join(tokens, ","))
	}
	k.push("last")
	got := k.Messages(Filter{})
	if len(got) != maxMessages || got[0].Token != "101" || got[len(got)-1].Token != "last" {
		t.Errorf("%d messages from %s to %s", len(got), got[0].Token, got[len(got)-1].Token)
	}
	if d := k.inbox.since(0, Filter{}).dropped; d != 101 {
		t.Errorf("%d were dropped", d)
	}
	k.Reset()
	if v := k.inbox.since(0, Filter{}); len(v.messages) != 0 || v.dropped != 0 || k.inbox.bytes != 0 {
		t.Errorf("after the reset: %d messages, %d dropped, %d bytes", len(v.messages), v.dropped, k.inbox.bytes)
	}
}

// TestInboxSize: what an exchange holds is counted once, however many messages it
// has, and given back with the last of them.
func TestInboxSize(t *testing.T) {
	t.Parallel()
	i := newInbox(&ids{random: strings.NewReader(strings.Repeat("x", 10_000))}, nil)
	big := strings.Repeat("x", 1<<20)
	add := func(body string) {
		x := &Exchange{Body: body}
		i.add(x, Message{Request: x}, Message{Request: x}, Message{Request: x})
	}
	for range 40 {
		add(big)
	}
	if got := i.since(0, Filter{}); len(got.messages) != 3*31 || got.dropped != 3*9 || i.bytes > maxInboxBytes {
		t.Errorf("%d messages, %d dropped, %d bytes", len(got.messages), got.dropped, i.bytes)
	}
	add(strings.Repeat("x", maxInboxBytes+1)) // alone, but kept
	if got := i.since(0, Filter{}); len(got.messages) != 3 {
		t.Errorf("%d messages", len(got.messages))
	}
	add("small")
	if got := i.since(0, Filter{}); len(got.messages) != 3 || got.messages[0].Request.Body != "small" || i.bytes > 1000 {
		t.Errorf("%d messages, %d bytes", len(got.messages), i.bytes)
	}
}

// TestInboxManyTokens: of a request with more tokens than any vendor takes, the
// others are counted, and the messages before it stay.
func TestInboxManyTokens(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.push("first")
	k.push(strings.Repeat("t,", maxMessages+4) + "t")
	if v := k.inbox.since(0, Filter{}); len(v.messages) != 1+maxOfRequest || v.messages[0].Token != "first" || v.dropped != maxMessages+5-maxOfRequest {
		t.Errorf("%d messages, %d dropped", len(v.messages), v.dropped)
	}
	if r := k.summary(); r.Accepted != maxMessages+6 {
		t.Errorf("%d accepted", r.Accepted)
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.push("a")
	type result struct {
		messages []Message
		err      error
	}
	waited := make(chan result)
	go func() {
		m, err := k.Wait(context.Background(), Filter{Verdict: Accepted}, 3)
		waited <- result{m, err}
	}()
	k.postForm("/push", "tokens=no&refuse=push", nil)
	k.push("b,c")
	if r := <-waited; r.err != nil || tokensOf(r.messages) != "a b c" {
		t.Errorf("%q %v", tokensOf(r.messages), r.err)
	}

	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		m, err := k.Wait(ctx, Filter{}, 100)
		waited <- result{m, err}
	}()
	cancel()
	if r := <-waited; !errors.Is(r.err, context.Canceled) || tokensOf(r.messages) != "a no b c" {
		t.Errorf("%q %v", tokensOf(r.messages), r.err)
	}

	// What was there before the inbox was cleared does not count.
	go func() {
		m, err := k.Wait(context.Background(), Filter{Verdict: Accepted}, 5)
		waited <- result{m, err}
	}()
	k.inbox.clear()
	k.push("d,e,f,g,h")
	if r := <-waited; r.err != nil || tokensOf(r.messages) != "d e f g h" {
		t.Errorf("%q %v", tokensOf(r.messages), r.err)
	}
}

// TestObserveOrder: the observer hears of requests one at a time, in the order of
// the inbox.
func TestObserveOrder(t *testing.T) {
	t.Parallel()
	var seen []*Exchange // without a lock: the race detector looks
	k := newToy(t, Config{Observe: func(x *Exchange) { seen = append(seen, x) }})
	var all sync.WaitGroup
	for n := range 64 {
		all.Go(func() { k.push(fmt.Sprint(n)) })
	}
	all.Wait()
	var held []*Exchange
	for _, m := range k.Messages(Filter{}) {
		held = append(held, m.Request)
	}
	if len(held) != 64 || !slices.Equal(seen, held) {
		t.Errorf("%d messages, %d observed, in another order", len(held), len(seen))
	}
}
