package emulator

import "sync"

// inbox keeps the newest messages.
type inbox struct {
	ids     *ids
	tell    func(*Exchange)
	mu      sync.Mutex
	dropped int
}

func newInbox(ids *ids, tell func(*Exchange)) *inbox { return &inbox{ids: ids, tell: tell} }

func (i *inbox) add(messages ...Message) {}
func (i *inbox) observe(x *Exchange) {
	if i.tell != nil {
		i.tell(x)
	}
}
func (i *inbox) clear() {}

// Messages returns the messages that a filter chooses, oldest first.
func (e *Emulator) Messages(f Filter) []Message { return nil }
