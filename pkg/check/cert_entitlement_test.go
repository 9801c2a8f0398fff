package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// TestEntitlement: what a build was granted, what was written by hand, and what to
// do about each.
func TestEntitlement(t *testing.T) {
	t.Parallel()
	byHand := func(value string) *check.AppleFile {
		return &check.AppleFile{Path: "UniApp.entitlements", File: &apple.File{Kind: apple.KindEntitlements, Entitlements: &apple.Entitlements{APSEnvironment: value}}}
	}
	broken := &check.AppleFile{Path: "UniApp.entitlements", Err: &apple.Error{Reason: apple.Broken, Message: text.T("原因", "why")}}
	for name, c := range map[string]struct {
		profile, signature string
		native             *check.AppleFile
		want               string // status, message and fix
		advice             string
	}{
		"signed without it": {"production", "", nil, "failed: there is no aps-environment in the code signature, and the app gets no device token: the profile has aps-environment, and the app was signed without it",
			"Sign the app again first, it gets no device token as it is"},
		"granted by nothing":  {"", "", nil, "failed: there is no aps-environment in the code signature, and the app gets no device token: Tick Push Notifications", "Give the App ID push notifications first"},
		"no such value":       {"Production", "Production", nil, `failed: aps-environment is "Production" in the code signature, which is no value of it: make the profile again`, "Mend the profile first: aps-environment is"},
		"broken, written":     {"production", "production", broken, "unknown: UniApp.entitlements could not be read: why: ", ""},
		"broken, and worse":   {"production", "", broken, "failed: there is no aps-environment", ""},
		"not that of the app": {"production", "production", byHand("development"), "unknown: aps-environment differs: the profile of app.ipa has production, UniApp.entitlements has development", ""},
		// The profile is what packing fills in: what was signed by hand is another matter.
		"as the profile, not as signed": {"production", "development", byHand("production"), "passed: aps-environment in the code signature: development", ""},
		"as signed, not as the profile": {"production", "development", byHand("development"), "unknown: aps-environment differs: the profile of app.ipa has production", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := check.Input{Now: today}
			in.Apple.Apps = []check.AppleFile{{Path: "app.ipa", File: &apple.File{Kind: apple.KindIPA, App: ipa(apple.AdHoc, c.profile, c.signature)}}}
			in.Apple.Native = c.native
			report := check.Certify(in, nil)
			for _, r := range report.Checks {
				if r.Rule.ID != "apns-entitlement" {
					continue
				}
				if got := string(r.Status) + ": " + r.Message.EN + ": " + r.Fix.EN; !strings.HasPrefix(got, c.want) {
					t.Errorf("%s", got)
				}
			}
			if !strings.HasPrefix(report.Advice.EN, c.advice) {
				t.Errorf("%s", report.Advice.EN)
			}
		})
	}
	in := check.Input{Now: today}
	in.Apple.Native = broken
	if got := statusesOf(check.Certify(in, nil), ""); !strings.Contains(got, "entitlement:unknown") {
		t.Errorf("%s", got)
	}
}

// TestInspectEntitlement: inspect says the same as check.
func TestInspectEntitlement(t *testing.T) {
	t.Parallel()
	for signature, want := range map[string]string{
		"production":  "",
		"development": "",
		"":            "the profile has aps-environment, and the app was signed without it",
		"Production":  "make the profile again",
	} {
		app := ipa(apple.AdHoc, "production", signature)
		var got string
		for _, p := range check.Inspect(check.AppleFile{Path: "app.ipa", File: &apple.File{Kind: apple.KindIPA, App: app}}, today).Problems {
			if p.ID == "no-aps-environment" {
				got = p.Fix.EN
			}
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: %s", signature, got)
		}
	}
}

// TestTeams: a team that was typed proves nothing by itself; of a .p8, that says no
// team, it is the credential's.
func TestTeams(t *testing.T) {
	t.Parallel()
	p8 := &check.AppleFile{Path: "a.p8", File: &apple.File{Kind: apple.KindKey, Key: &apple.Key{Key: p256(), KeyType: "EC P-256", KeyID: "KEY1234567"}}}
	of := func(in check.Input, id string) string {
		in.Now = today
		for _, r := range check.Certify(in, nil).Checks {
			if r.Rule.ID == id {
				return string(r.Status) + ": " + r.Message.EN
			}
		}
		return ""
	}
	build := []check.AppleFile{{Path: "app.ipa", File: &apple.File{Kind: apple.KindIPA, App: ipa(apple.AdHoc, "production", "production")}}}
	for _, c := range []struct{ got, want string }{
		{of(check.Input{Apple: check.Apple{Credential: p8, Apps: build, TeamID: demoTeam}}, "apns-team"), "passed: one team id: ABCDE12345 (app.ipa, the team id that was given for the .p8)"},
		{of(check.Input{Apple: check.Apple{Credential: p8, Apps: build, TeamID: "ZYXWV98765"}}, "apns-team"), "failed: the team ids differ: app.ipa has ABCDE12345, the team id that was given for the .p8 has ZYXWV98765; Apple refuses the pushes with 403 InvalidProviderToken or 400 TopicDisallowed"},
		{of(check.Input{Apple: check.Apple{UploadAs: apple.Production, Build: check.BuildAdHoc}}, "apns-environment"), "unknown: there is no push certificate or .p8 to judge; the environment that it is uploaded as belongs to production"},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Error(diff)
		}
	}
}

// TestKeyIsNoCertificate: of a .p8 for the wrong environment nobody speaks as of a
// certificate.
func TestKeyIsNoCertificate(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*check.Apple){
		func(a *check.Apple) { a.UploadAs = apple.Sandbox },
		func(a *check.Apple) { a.UploadAs, a.Build, a.Apps = apple.Sandbox, check.BuildAdHoc, nil },
	} {
		in := matrixInput("adhoc", "p8", false)
		change(&in.Apple)
		for _, r := range check.Certify(in, nil).Checks {
			if r.Rule.ID != "apns-environment" {
				continue
			}
			if all := r.Message.EN + r.Message.ZH + r.Fix.EN + r.Fix.ZH; r.Status != check.Failed || strings.Contains(all, "certificate") || strings.Contains(all, "证书") {
				t.Errorf("%s: %s", r.Status, all)
			}
		}
	}
}
