package emulator

import (
	"context"
	"encoding/json"
	"sync"
)

// The inbox is bounded by number and by size, whichever is reached first. One
// request that is larger than the bound is kept alone. Of a request to more tokens
// than any vendor takes, the first ones become messages and the others are only
// counted, so that one wrong request does not drive out all others.
const (
	maxOfRequest  = 1000
	maxMessages   = 10_000
	maxInboxBytes = 32 << 20
)

// inbox keeps the newest messages.
type inbox struct {
	ids  *ids
	tell func(*Exchange)

	order sync.Mutex // keeps tell in the inbox's order

	mu      sync.Mutex
	queue   []Message // from start on, oldest first
	start   int
	added   int // messages ever added: the number of the next one
	floor   int // number of the first one since the inbox was cleared
	bytes   int // what the exchanges in the queue hold
	dropped int
	changed chan struct{} // closed at each change; nil: nobody waits
}

func newInbox(ids *ids, tell func(*Exchange)) *inbox { return &inbox{ids: ids, tell: tell} }

// add keeps the messages of an exchange and tells the observer of it.
func (i *inbox) add(x *Exchange, messages ...Message) {
	i.order.Lock()
	defer i.order.Unlock()
	i.keep(x, messages)
	if i.tell != nil {
		i.tell(x)
	}
}

func (i *inbox) keep(x *Exchange, messages []Message) {
	if len(messages) == 0 {
		return
	}
	for n := range messages {
		messages[n].ID = "m-" + i.ids.hex(12)
	}
	x.size = x.weigh() + weigh(messages[0].Data) + len(messages[0].Title) + len(messages[0].Body)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.queue = append(i.queue, messages...)
	i.added += len(messages)
	i.dropped += x.beyond
	i.bytes += x.size
	for held := i.held(); held > maxMessages || i.bytes > maxInboxBytes && i.queue[i.start].Request != x; held-- {
		i.drop()
	}
	i.wake()
}

func (i *inbox) held() int { return len(i.queue) - i.start }

// drop forgets the oldest message, and what its exchange holds with the last
// message of that.
func (i *inbox) drop() {
	x := i.queue[i.start].Request
	i.queue[i.start] = Message{}
	i.start++
	i.dropped++
	if i.held() == 0 || i.queue[i.start].Request != x {
		i.bytes -= x.size
	}
	if i.start > len(i.queue)/2 { // each message is moved once at most
		n := copy(i.queue, i.queue[i.start:])
		clear(i.queue[n:])
		i.queue, i.start = i.queue[:n], 0
	}
}

func (i *inbox) wake() {
	if i.changed != nil {
		close(i.changed)
		i.changed = nil
	}
}

func (i *inbox) clear() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.queue, i.start, i.bytes, i.dropped = nil, 0, 0, 0
	i.floor = i.added
	i.wake()
}

// view is what the inbox holds at a moment.
type view struct {
	messages []Message
	dropped  int
	floor    int
	next     int             // number of the message that will come next
	changed  <-chan struct{} // closed when this is out of date
}

// since returns the messages from a number on that a filter chooses.
func (i *inbox) since(from int, f Filter) view {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.changed == nil {
		i.changed = make(chan struct{})
	}
	v := view{dropped: i.dropped, floor: i.floor, next: i.added, changed: i.changed}
	first := i.added - i.held() // number of the oldest one held
	for _, m := range i.queue[i.start+max(0, from-first):] {
		if f.chooses(&m) {
			v.messages = append(v.messages, m)
		}
	}
	return v
}

// chooses reports whether a message passes the filter.
func (f *Filter) chooses(m *Message) bool {
	return (f.Vendor == "" || f.Vendor == m.Vendor) &&
		(f.Token == "" || keyOf(m.Vendor, f.Token) == keyOf(m.Vendor, m.Token)) &&
		(f.Verdict == "" || f.Verdict == m.Verdict) &&
		(f.Since.IsZero() || !m.Time.Before(f.Since))
}

// Messages returns the messages that a filter chooses, oldest first.
func (e *Emulator) Messages(f Filter) []Message { return e.inbox.since(0, f).messages }

// Wait waits until there are count messages that a filter chooses, those that are
// there already included. When ctx ends first, it returns those that have come,
// and the error of ctx.
func (e *Emulator) Wait(ctx context.Context, f Filter, count int) ([]Message, error) {
	v := e.inbox.since(0, f)
	found := v.messages
	for len(found) < count {
		select {
		case <-v.changed:
		case <-ctx.Done():
			return found, ctx.Err()
		}
		before := v.floor
		v = e.inbox.since(v.next, f)
		if v.floor != before { // cleared: what was found is gone
			found = nil
		}
		found = append(found, v.messages...)
	}
	return found, nil
}

// perString is what a string costs besides its bytes.
const perString = 16

// weigh is about how many bytes an exchange keeps in memory.
func (x *Exchange) weigh() int {
	n := len(x.Body) + len(x.Answer) + len(x.URL) + x.apart
	for _, h := range x.Header {
		n += len(h.Name) + len(h.Value) + 2*perString
	}
	for _, list := range [][]string{x.secrets, x.tokens} {
		for _, s := range list {
			n += len(s) + perString
		}
	}
	return n
}

// weigh is about how many bytes a JSON value keeps in memory.
func weigh(v any) int {
	n := perString
	switch v := v.(type) {
	case string:
		n += len(v)
	case json.Number:
		n += len(v)
	case []any:
		for _, item := range v {
			n += weigh(item)
		}
	case map[string]any:
		for name, item := range v {
			n += len(name) + perString + weigh(item)
		}
	}
	return n
}
