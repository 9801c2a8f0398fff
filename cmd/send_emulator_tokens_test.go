package cmd

import (
	"cmp"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
)

// tokenCodes are the codes that explain why a token is no longer good, or not of
// this app; shown is the code above them, "" where there is none.
var tokenCodes = map[string]struct{ shown, unregistered, expired, otherApp string }{
	"huawei":    {"", "80300007", "80300007", "80300007"},
	"huawei v3": {"80300007", "noRight", "noRight", "noRight"},
	"honor":     {"80300007", "failTokens", "expireTokens", "failTokens"},
	"xiaomi":    {"", "20301", "20301", "20301"},
	"oppo":      {"", "10000", "10000", "10000"},
	"vivo":      {"10302", "status 2", "status 2", "status 1"},
	"meizu":     {"", "110002", "110002", "110003"},
	"apns":      {"", "Unregistered", "ExpiredToken", "DeviceTokenNotForTopic"},
	"fcm":       {"", "UNREGISTERED", "UNREGISTERED", "SENDER_ID_MISMATCH"},
}

// TestSendEmulatorTokens: a token that is not good is said to be so, in class
// token, by whichever code the vendor has for it.
func TestSendEmulatorTokens(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		codes, ok := tokenCodes[s.name]
		if !ok {
			codes = tokenCodes[s.vendor]
		}
		for _, c := range []struct {
			state emulator.TokenState
			code  string
		}{{emulator.Unregistered, codes.unregistered}, {emulator.Expired, codes.expired}, {emulator.OtherApp, codes.otherApp}} {
			if err := s.emulator.SetToken(emulator.Token{Vendor: s.vendor, Token: emulator.DemoToken(s.vendor), State: c.state}); err != nil {
				t.Fatal(err)
			}
			known, _ := s.push().Find(c.code, catalog.AtTarget, catalog.AtSend)
			want := s.refused(known)
			want.Code = cmp.Or(codes.shown, known.Code)
			got, said := s.send("--no-cache")
			if d := diff(want, got); d != "" || said.Meaning != known.Meaning.EN {
				t.Errorf("%s: %s\n%s", c.state, said.Meaning, d)
			}
			if got.Class != catalog.ClassToken {
				t.Errorf("%s: class %s", c.state, got.Class)
			}
		}
	})
}
