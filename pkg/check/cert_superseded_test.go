package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// TestSuperseded: an expired build that was found beside the one that took its place
// is no mistake; named, alone, or beside another kind, app or use it is.
func TestSuperseded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(old, other *check.AppleFile)
		want    string
		verdict check.Match
	}{
		"found": {func(_, _ *check.AppleFile) {}, "profile:unknown", check.Matches},
		"and of no entitlement": {func(old, _ *check.AppleFile) {
			old.File.App.APSEnvironment = ""
		}, "environment:unknown entitlement:unknown profile:unknown", check.Matches},
		"named":         {func(old, other *check.AppleFile) { old.Found, other.Found = false, false }, "profile:failed", check.Mismatches},
		"another kind":  {func(_, other *check.AppleFile) { other.File.App.Profile.Kind = apple.Enterprise }, "profile:failed", check.Mismatches},
		"another app":   {func(old, _ *check.AppleFile) { old.File.App.BundleID = "com.example.x" }, "bundle-id:unknown profile:failed", check.Mismatches},
		"beside a base": {func(_, other *check.AppleFile) { other.Base = true }, "profile:failed", check.Mismatches},
		"older still":   {func(_, other *check.AppleFile) { other.File.App.Profile.Expires = today.AddDate(-3, 0, 0) }, "profile:failed", check.Mismatches},
		"still valid":   {func(old, _ *check.AppleFile) { old.File.App.Profile.Expires = today.AddDate(0, 2, 0) }, "", check.Matches},
		"valid, no right": {func(old, _ *check.AppleFile) {
			old.File.App.Profile.Expires, old.File.App.APSEnvironment = today.AddDate(0, 2, 0), ""
		}, "environment:unknown entitlement:failed", check.Mismatches},
		"a newer without a profile": {func(_, other *check.AppleFile) { other.File.App.Profile = nil }, "profile:failed", check.Mismatches},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			build := func(path string, expires time.Time) check.AppleFile {
				app := ipa(apple.AdHoc, "production", "production")
				app.Profile.Expires = expires
				return check.AppleFile{Path: path, Found: true, File: &apple.File{Kind: apple.KindIPA, App: app}}
			}
			in := check.Input{Now: today}
			in.Apple.Credential = &check.AppleFile{Path: "push.p12", File: p12(apple.KindPush, apple.Push, apple.Production)}
			in.Apple.Apps = []check.AppleFile{build("old.ipa", today.AddDate(-1, 0, 0)), build("new.ipa", today.AddDate(0, 10, 0))}
			c.change(&in.Apple.Apps[0], &in.Apple.Apps[1])
			report := check.Certify(in, nil)
			if got := statusesOf(report, "old.ipa"); got != c.want || report.Verdict != c.verdict {
				t.Errorf("%s %q, want %s %q", report.Verdict, got, c.verdict, c.want)
			}
			for _, r := range report.Checks {
				if says := strings.Contains(r.Message.In(text.EN), "superseded by new.ipa, which is newer"); says != (name == "found" || strings.HasPrefix(name, "and")) && r.Span.File == "old.ipa" && r.Rule.ID == "apns-profile" {
					t.Errorf("%s", r.Message.In(text.EN))
				}
			}
		})
	}
}
