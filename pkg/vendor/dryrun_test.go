package vendor_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// checks are the vendors that check a message themselves.
func (r *rig) checks() bool { return r.name == "huawei-v1" || r.name == "huawei-v2" || r.name == "fcm" }

// TestDryRun: nothing is delivered, whatever the message; where the vendor has
// no check of its own there is not even a connection.
func TestDryRun(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, m := range r.messages() {
			m.DryRun = true
			f := start(t, r)
			o := kept(f.options(), t.TempDir())
			a := f.accepted(m.Message, o)
			by := "local"
			if r.checks() {
				by = "vendor"
			}
			if !a.DryRun || a.CheckedBy != by || len(a.Silent) > 0 {
				t.Errorf("%s: DryRun %t, checked by %q, silent %v", m.name, a.DryRun, a.CheckedBy, a.Silent)
			}
			_, sends, delivered := f.counts()
			if delivered != 0 || r.checks() != (sends == 1) || !r.checks() && f.conns != 0 {
				t.Errorf("%s: %d connections, %d sends, %d delivered", m.name, f.conns, sends, delivered)
			}
			last := a.Exchanges[len(a.Exchanges)-1]
			if last.Step != "send" || last.Method != http.MethodPost || last.Sent != r.checks() || last.RequestBody == "" {
				t.Errorf("%s: exchange %+v", m.name, last)
			}
		}
	})
}

// TestDryRunOfABody: a body of one's own cannot turn the check off.
func TestDryRunOfABody(t *testing.T) {
	t.Parallel()
	bodies := map[string]map[string]any{
		"huawei-v1": {"validate_only": false, "message": map[string]any{"data": "x"}},
		"huawei-v2": {"validate_only": "false", "message": map[string]any{"data": "x"}},
		"fcm":       {"validate_only": false, "message": map[string]any{"data": map[string]any{"k": "v"}}},
	}
	for name, body := range bodies {
		for _, only := range []bool{false, true} {
			f := start(t, rigNamed(t, name))
			m := vendor.Message{Token: f.token, Payload: body, PayloadOnly: only, DryRun: true}
			if !only {
				m.Title, m.Body = "t", "b"
			}
			f.accepted(m, f.options())
			if _, sends, delivered := f.counts(); sends != 1 || delivered != 0 {
				t.Errorf("%s: %d sends, %d delivered", name, sends, delivered)
			}
			if body["validate_only"] == true {
				t.Errorf("%s: the caller's body was changed", name)
			}
		}
	}
	// The other spelling, and both: FCM goes by the last one.
	for _, body := range []map[string]any{{"validateOnly": false}, {"validateOnly": false, "validate_only": false}, {"validateOnly": true}} {
		f := start(t, fcmRig())
		m := f.plain()
		m.Payload, m.DryRun = body, true
		f.accepted(m, f.options())
		if sent := string(f.requests[len(f.requests)-1].body); strings.Contains(sent, "validateOnly") || !strings.Contains(sent, `"validate_only":true`) {
			t.Errorf("sent %s", sent)
		}
	}
}

// TestDryRunRefused: what the vendor's check finds is a refusal.
func TestDryRunRefused(t *testing.T) {
	t.Parallel()
	f := start(t, rigNamed(t, "huawei-v1"))
	f.says(atSend, 400, `{"code":"80100003","msg":"Illegal payload","requestId":"1"}`)
	m := f.plain()
	m.DryRun = true
	if a := f.answered(m, f.options()); a.Accepted || !a.DryRun || a.CheckedBy != "vendor" || a.Code != "80100003" {
		t.Errorf("answer %+v", a)
	}
}

// TestDryRunEnvironment: with the environment unknown, production is shown.
func TestDryRunEnvironment(t *testing.T) {
	t.Parallel()
	b := startBoth(t, "apns-key")
	m := b.production.plain()
	m.DryRun = true
	a := b.production.answered(m, b.options())
	if b.production.conns+b.sandbox.conns != 0 || len(a.Exchanges) != 1 || a.Environment != "production" {
		t.Errorf("%d exchanges, environment %s", len(a.Exchanges), a.Environment)
	}
}
