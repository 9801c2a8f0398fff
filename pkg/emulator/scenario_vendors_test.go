package emulator

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

// TestScenarioEveryCode: each code that a vendor has for logins and pushes can be
// had by a scenario, whatever the request is.
func TestScenarioEveryCode(t *testing.T) {
	t.Parallel()
	for _, m := range makers() {
		t.Run(m.id, func(t *testing.T) {
			t.Parallel()
			var last *Exchange
			k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
			i := slices.IndexFunc(k.dialects, func(d *dialect) bool { return d.id == m.id })
			d := k.dialects[i]
			for _, code := range d.push.Codes {
				for _, r := range d.routes {
					if code.Class == catalog.ClassNone || r.at != code.At && (r.at != catalog.AtSend || code.At != catalog.AtTarget) {
						continue
					}
					id := k.scene(Scenario{Match: Match{Vendor: m.id}, Answer: Outcome{Code: code.Code}})
					got := k.ask("POST", "https://"+d.hosts[0].name+r.path, "", nil)
					switch {
					case last.Scenario != id || last.Why.IsZero():
						t.Errorf("%s at %s, %s: no scenario decided", code.Code, code.At, r.path)
					case last.Code != code.Code && code.At != catalog.AtTarget:
						t.Errorf("%s at %s, %s: the code is %q", code.Code, code.At, r.path, last.Code)
					case code.Status != 0 && got.status != 0 && got.status != code.Status:
						t.Errorf("%s at %s, %s: the status is %d", code.Code, code.At, r.path, got.status)
					}
					k.ClearScenarios()
				}
			}
		})
	}
}
