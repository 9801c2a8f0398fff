package emulator

import (
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

// TestDemo: the demo accounts and tokens have the forms that the catalog gives.
func TestDemo(t *testing.T) {
	for _, v := range catalog.Vendors() {
		push, account := v.Push(), Demo(v.ID)
		if len(account) == 0 {
			t.Errorf("%s has no demo account", v.ID)
		}
		for name, value := range account {
			f, ok := push.Field(name)
			if !ok || value == "" || f.Form != "" && !f.Form.Match(value) {
				t.Errorf("%s of %s: %q", name, v.ID, value)
			}
			for _, l := range f.Lookalikes {
				if l.Match(value) {
					t.Errorf("%s of %s looks like %s: %q", name, v.ID, l.Name, value)
				}
			}
		}
		if token := DemoToken(v.ID); token == "" || push.Token.Form != "" && !push.Token.Form.Match(token) {
			t.Errorf("the token of %s is %q, not of the form %s", v.ID, token, push.Token.Form)
		}
	}
}
