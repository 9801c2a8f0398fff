package vendor_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/vendor"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// quiet swallows what net/http's servers say of broken connections.
var quiet = log.New(io.Discard, "", 0)

// clock stands still at the time of the worked examples.
func clock() time.Time { return time.Unix(1735689600, 0).UTC() }

// zeros are random numbers that are the same in every run.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func hours(n int) *time.Duration { d := time.Duration(n) * time.Hour; return &d }

func num(n int) *int { return &n }

func jsonNumber(s string) json.Number { return json.Number(s) }

// rigs are all vendors, each in every way in which its API can be used.
func rigs() []*rig {
	out := append(huaweiRigs(), honorRig(), xiaomiRig(), oppoRig(), vivoRig(), meizuRig())
	return append(append(out, apnsRigs()...), fcmRig())
}

// each runs a test for every rig.
func each(t *testing.T, test func(t *testing.T, r *rig)) {
	t.Helper()
	for _, r := range rigs() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			test(t, r)
		})
	}
}

// rigNamed is one of them.
func rigNamed(t testing.TB, name string) *rig {
	t.Helper()
	for _, r := range rigs() {
		if r.name == name {
			return r
		}
	}
	t.Fatalf("there is no rig %s", name)
	return nil
}

// plain is the message that send makes of a token alone.
func (r *rig) plain() vendor.Message {
	return vendor.Message{Token: r.token, Title: "OffPush 联调", Body: "这是一条来自开发者的消息"}
}

// addressed is a message for the rig's token.
func (r *rig) addressed(m vendor.Message) vendor.Message {
	m.Token = r.token
	return m
}

// send sends a message to the server.
func (f *fake) send(m vendor.Message, o vendor.Options) (*vendor.Answer, error) {
	return f.sendWith(f.t.Context(), m, o)
}

func (f *fake) sendWith(ctx context.Context, m vendor.Message, o vendor.Options) (*vendor.Answer, error) {
	f.t.Helper()
	s, err := vendor.New(f.vendor, o)
	if err != nil {
		return nil, err
	}
	return s.Send(ctx, m)
}

// accepted is send for what must be accepted.
func (f *fake) accepted(m vendor.Message, o vendor.Options) *vendor.Answer {
	f.t.Helper()
	a := f.answered(m, o)
	if !a.Accepted {
		f.t.Fatalf("refused with %s: %s\nthe server says: %q", a.Code, a.Text, f.wrong)
	}
	if len(f.wrong) > 0 {
		f.t.Errorf("the server says: %q", f.wrong)
	}
	return a
}

// answered is send for what the vendor must answer, accepting or not.
func (f *fake) answered(m vendor.Message, o vendor.Options) *vendor.Answer {
	f.t.Helper()
	a, err := f.send(m, o)
	if err != nil {
		f.t.Fatalf("no answer: %v%s\nthe server says: %q", err, hintOf(err), f.wrong)
	}
	return a
}

// noAnswer is the error as one, nil when it is another.
func noAnswer(err error) *vendor.NoAnswer {
	var none *vendor.NoAnswer
	if !errors.As(err, &none) {
		return nil
	}
	return none
}

func hintOf(err error) string {
	var e *vendor.Error
	if errors.As(err, &e) {
		return " (" + e.ID + ", " + e.Hint.EN + ")"
	}
	var n *vendor.NoAnswer
	if errors.As(err, &n) {
		return " (" + n.ID + ", " + n.Hint.EN + ")"
	}
	return ""
}

// refusedBefore is send for what must be refused before anything is sent; it
// returns the error.
func (f *fake) refusedBefore(id string, m vendor.Message, o vendor.Options) *vendor.Error {
	f.t.Helper()
	a, err := f.send(m, o)
	var e *vendor.Error
	if !errors.As(err, &e) {
		f.t.Fatalf("got answer %+v and error %v, want the error %s", a, err, id)
	}
	if e.ID != id {
		f.t.Errorf("error %s (%v), want %s", e.ID, e, id)
	}
	if f.conns != 0 {
		f.t.Errorf("%d connections, want none", f.conns)
	}
	return e
}
