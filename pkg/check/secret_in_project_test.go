package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// TestSecretInProject: who can get at a key, and what to do about it.
func TestSecretInProject(t *testing.T) {
	t.Parallel()
	p := *sample(t, "healthy")
	p.AppleFiles = []project.AppleFile{
		{Path: "certs/a b.p12", Tracked: true},
		{Path: "certs/local.p8"},
		{Path: "static/push.P12", Packed: true},
		{Path: "static/push.p8", Tracked: true, Packed: true},
		{Path: "static/app.mobileprovision", Packed: true},
		{Path: "unpackage/release/app.ipa"},
	}
	var got []string
	for _, r := range check.Run(check.Input{Project: &p, Now: today}).Results {
		if r.Rule.ID == "secret-in-project" {
			got = append(got, string(r.Status)+" "+string(r.Severity)+" "+r.Span.File+": "+r.Message.In(text.EN)+" -> "+r.Fix.In(text.EN))
			bilingual(t, "fix", r.Fix, false)
		}
	}
	revoke := "revoke it on Apple Developer and make a new one where it was public already"
	if diff := cmp.Diff([]string{
		"failed warning certs/a b.p12: a file with a private key is tracked by git -> run git rm --cached \"certs/a b.p12\" and let .gitignore cover it; " + revoke,
		"failed warning static/push.P12: a file with a private key lies in a folder that is packed into the app, which anyone can unpack -> move it to a folder that is not packed; " + revoke,
		"failed warning static/push.p8: a file with a private key is tracked by git, and packed into the app -> run git rm --cached static/push.p8 and let .gitignore cover it; move it to a folder that is not packed; " + revoke,
	}, got); diff != "" {
		t.Error(diff)
	}
}
