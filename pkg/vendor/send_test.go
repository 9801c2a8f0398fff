package vendor_test

import (
	"sync"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// TestSend sends the minimal, the full and the data message of every vendor.
func TestSend(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, m := range r.messages() {
			f := start(t, r)
			a := f.accepted(m.Message, f.options())
			if len(a.Warnings) > 0 {
				t.Errorf("%s: warnings %v", m.name, a.Warnings)
			}
			if _, sends, delivered := f.counts(); sends != 1 || delivered != 1 {
				t.Errorf("%s: %d sends, %d delivered, want one", m.name, sends, delivered)
			}
			if a.MessageID == "" {
				t.Errorf("%s: no message id", m.name)
			}
			if len(a.Silent) == 0 {
				t.Errorf("%s: no reasons for which nothing may show", m.name)
			}
		}
	})
}

type named struct {
	name string
	vendor.Message
}

// messages are the messages that have a golden.
func (r *rig) messages() []named {
	out := []named{{"minimal", r.plain()}, {"full", r.addressed(r.full)}}
	if r.data != nil {
		out = append(out, named{"data", r.addressed(*r.data)})
	}
	return out
}

// TestTogether sends to many devices at once: one login serves them all, and a
// sender and a cache are good for several goroutines.
func TestTogether(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		const devices = 8
		f := start(t, r)
		o := kept(f.options(), t.TempDir())
		s, err := vendor.New(r.vendor, o)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range devices {
			all.Go(func() {
				if a, err := s.Send(t.Context(), r.addressed(r.full)); err != nil || !a.Accepted {
					t.Errorf("answer %+v, error %v", a, err)
				}
			})
		}
		all.Wait()
		want := 0
		if r.login != "" {
			want = 1
		}
		if logins, sends, delivered := f.counts(); logins != want || sends != devices || delivered != devices {
			t.Errorf("%d logins, %d sends, %d delivered", logins, sends, delivered)
		}
	})
}
