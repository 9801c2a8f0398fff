package emulator

import (
	"strings"
	"testing"
)

// TestXiaomiFormless: a body that is no form, and parameters elsewhere, are named.
func TestXiaomiFormless(t *testing.T) {
	t.Parallel()
	auth := map[string]string{"Authorization": "key=" + Demo("xiaomi")["app_secret"]}
	for _, c := range []struct{ query, kind, body, code, why string }{
		{"", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nt\r\n--x--\r\n", "10012", "it is multipart/form-data"},
		{"", "application/json", `{"title":"t"}`, "10012", "it is JSON"},
		{"", "text/plain", "hello", "10012", "none of its fields"},
		{"?registration_id=a&restricted_package_name=" + DemoApp, "", "", "10016", "registration_id stands in the query"},
		{"?restricted_package_name=" + DemoApp, "application/x-www-form-urlencoded", "registration_id=a&title=t", "10016", "restricted_package_name stands in the query"},
	} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		k.ask("POST", xiaomiV3+c.query, c.body, withHeader(auth, "Content-Type", c.kind))
		if last.Code != c.code || !strings.Contains(last.Why.EN, c.why) || strings.Contains(last.Why.EN, "not as JSON") {
			t.Errorf("%s: %s %s", c.why, last.Code, last.Why)
		}
	}
}
