package vendor_test

import (
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
