package check_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

var today = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const (
	demoID   = "com.example.demo"
	demoTeam = "ABCDE12345"
)

// The builds of the matrix; a profile kind alone makes an ipa of it.
var matrixBuilds = map[string]*apple.App{
	"development":         ipa(apple.Development, "development", "development"),
	"adhoc":               ipa(apple.AdHoc, "production", "production"),
	"appstore":            ipa(apple.AppStore, "production", "production"),
	"enterprise":          ipa(apple.Enterprise, "production", "production"),
	"none":                nil,
	"unsigned":            {BundleID: demoID, Unread: []*apple.Error{{File: "app.ipa/Demo", Reason: apple.Unsigned, Message: text.Same("unsigned")}}},
	"profile-only":        profileOnly(),
	"signature-differs":   ipa(apple.AdHoc, "production", "development"),
	"entitlement-missing": ipa(apple.AdHoc, "", ""),
}

// profileOnly is an ad hoc build whose code signature was not read.
func profileOnly() *apple.App {
	a := ipa(apple.AdHoc, "production", "production")
	a.Signed, a.Source, a.Unread = nil, apple.FromProfile, []*apple.Error{{File: "app.ipa/Demo", Reason: apple.Unsigned, Message: text.Same("unsigned")}}
	return a
}

func ipa(kind apple.ProfileKind, profile, signature string) *apple.App {
	return &apple.App{
		BundleID: demoID, TeamID: demoTeam, APSEnvironment: signature, Source: apple.FromSignature,
		Profile: &apple.Profile{
			Name: "Demo", UUID: "1", TeamID: demoTeam, BundleID: demoID, Kind: kind, APSEnvironment: profile,
			GetTaskAllow: kind == apple.Development, Created: today.AddDate(0, -1, 0), Expires: today.AddDate(0, 10, 0), Devices: 3,
		},
		Signed: &apple.Entitlements{ApplicationID: demoTeam + "." + demoID, BundleID: demoID, TeamID: demoTeam, APSEnvironment: signature},
	}
}

// The credentials of the matrix; nil is none.
var matrixCredentials = map[string]*apple.File{
	"sandbox":    p12(apple.KindPush, apple.Push, apple.Sandbox),
	"production": p12(apple.KindPush, apple.Push, apple.Production),
	"universal":  p12(apple.KindPush, apple.Push, apple.Sandbox, apple.Production),
	"voip":       p12(apple.KindVoIP, apple.VoIP, apple.Sandbox, apple.Production),
	"signing":    p12(apple.KindSigning, apple.Signing),
	"p8":         {Kind: apple.KindKey, Key: &apple.Key{Key: p256(), KeyType: "EC P-256", KeyID: "KEY1234567"}},
	"none":       nil,
}

func p12(kind apple.Kind, of apple.CertificateKind, environments ...apple.Environment) *apple.File {
	c := &apple.Certificate{
		Kind: of, CommonName: "Demo: " + string(of), TeamID: demoTeam, Environments: environments, KeyMatches: true,
		NotBefore: today.AddDate(0, -1, 0), NotAfter: today.AddDate(1, 0, 0), ClientAuth: of.Pushes(), CodeSigning: !of.Pushes(),
	}
	if of.Pushes() {
		c.UID, c.BundleID, c.Topics = demoID, demoID, []string{demoID}
	}
	return &apple.File{Kind: kind, Store: &apple.Store{Format: apple.P12, Leaf: c, Certificates: 1, Keys: 1, KeyType: "RSA 2048", Protected: true}}
}

// environmentMatrix is what apns-environment says, worked out by hand from Apple's
// rule (a token is good in the environment of the app's signature only). A row is
// a build that was named and the same as a custom base that was found; in each,
// the certificate is uploaded as development, as production, or nobody said.
//
//	P passed, F failed, w unknown with the warning that it may be meant so, ? unknown
var environmentMatrix = `
	development          sandbox     PFP  PFP
	development          production  FFF  Fww
	development          universal   PFP  PwP
	development          voip        PFP  PwP
	development          signing     ?F?  ?w?
	development          p8          ?F?  ?w?
	development          none        ?F?  ?w?
	adhoc                sandbox     FFF  wFw
	adhoc                production  FPP  FPP
	adhoc                universal   FPP  wPP
	adhoc                voip        FPP  wPP
	adhoc                signing     F??  w??
	adhoc                p8          F??  w??
	adhoc                none        F??  w??
	appstore             sandbox     FFF  wFw
	appstore             production  FPP  FPP
	appstore             universal   FPP  wPP
	appstore             voip        FPP  wPP
	appstore             signing     F??  w??
	appstore             p8          F??  w??
	appstore             none        F??  w??
	enterprise           sandbox     FFF  wFw
	enterprise           production  FPP  FPP
	enterprise           universal   FPP  wPP
	enterprise           voip        FPP  wPP
	enterprise           signing     F??  w??
	enterprise           p8          F??  w??
	enterprise           none        F??  w??
	none                 sandbox     ?F?  ?F?
	none                 production  F??  F??
	none                 universal   ???  ???
	none                 voip        ???  ???
	none                 signing     ???  ???
	none                 p8          ???  ???
	none                 none        ???  ???
	unsigned             sandbox     ?F?  ?F?
	unsigned             production  F??  F??
	unsigned             universal   ???  ???
	unsigned             voip        ???  ???
	unsigned             signing     ???  ???
	unsigned             p8          ???  ???
	unsigned             none        ???  ???
	profile-only         sandbox     FFF  wFw
	profile-only         production  F??  F??
	profile-only         universal   F??  w??
	profile-only         voip        F??  w??
	profile-only         signing     F??  w??
	profile-only         p8          F??  w??
	profile-only         none        F??  w??
	signature-differs    sandbox     PFP  PFP
	signature-differs    production  FFF  Fww
	signature-differs    universal   PFP  PwP
	signature-differs    voip        PFP  PwP
	signature-differs    signing     ?F?  ?w?
	signature-differs    p8          ?F?  ?w?
	signature-differs    none        ?F?  ?w?
	entitlement-missing  sandbox     ?F?  ?F?
	entitlement-missing  production  F??  F??
	entitlement-missing  universal   ???  ???
	entitlement-missing  voip        ???  ???
	entitlement-missing  signing     ???  ???
	entitlement-missing  p8          ???  ???
	entitlement-missing  none        ???  ???
`

func TestEnvironmentMatrix(t *testing.T) {
	t.Parallel()
	rows := 0
	for line := range strings.Lines(strings.TrimSpace(environmentMatrix)) {
		words := strings.Fields(line)
		rows++
		for i, expected := range words[2:] {
			for j, upload := range []apple.Environment{apple.Sandbox, apple.Production, ""} {
				in := matrixInput(words[0], words[1], i == 1)
				in.Apple.UploadAs = upload
				report := check.Certify(in, nil)
				name := strings.Join([]string{words[0], words[1], "upload", string(upload), []string{"named", "found base"}[i]}, " ")
				r := only(t, report, "apns-environment")
				if got := mark(r); got != expected[j:j+1] {
					t.Errorf("%s: %s, want %s: %s", name, got, expected[j:j+1], r.Message.In(text.EN))
				}
				consistent(t, name, report)
			}
		}
	}
	if want := len(matrixBuilds) * len(matrixCredentials); rows != want {
		t.Errorf("%d rows, want %d", rows, want)
	}
}

// matrixInput is a row of the matrix.
func matrixInput(build, credential string, base bool) check.Input {
	in := check.Input{Now: today}
	if f := matrixCredentials[credential]; f != nil {
		in.Apple.Credential = &check.AppleFile{Path: "push.p12", File: f}
	}
	if a := matrixBuilds[build]; a != nil {
		in.Apple.Apps = []check.AppleFile{{Path: "app.ipa", File: &apple.File{Kind: apple.KindIPA, App: a}, Found: base, Base: base}}
	}
	return in
}

func mark(r check.Result) string {
	switch {
	case r.Status == check.Passed:
		return "P"
	case r.Status == check.Failed:
		return "F"
	case strings.Contains(r.Message.In(text.EN), "It may be meant so"):
		return "w"
	}
	return "?"
}

// only returns the one result of a rule.
func only(t *testing.T, report *check.CertReport, id string) check.Result {
	t.Helper()
	var out []check.Result
	for _, r := range report.Checks {
		if r.Rule.ID == id {
			out = append(out, r)
		}
	}
	if len(out) != 1 {
		t.Fatalf("%d results of %s", len(out), id)
	}
	return out[0]
}

var checkIDs = []string{"apns-credential", "apns-key", "apns-expiry", "apns-bundle-id", "apns-team", "apns-environment", "apns-entitlement", "apns-profile"}

// consistent checks what holds of every report: eight checks in their order, one
// of three statuses, both languages, and the verdict that follows from them.
func consistent(t *testing.T, name string, report *check.CertReport) {
	t.Helper()
	var ids []string
	status := map[string]check.Status{}
	failed := false
	for _, r := range report.Checks {
		ids = append(ids, r.Rule.ID)
		status[r.Rule.ID] = r.Status
		failed = failed || r.Status == check.Failed
		if !slices.Contains([]check.Status{check.Passed, check.Failed, check.Unknown}, r.Status) {
			t.Errorf("%s: %s is %q", name, r.Rule.ID, r.Status)
		}
		bilingual(t, name+" "+r.Rule.ID, r.Message, false)
		bilingual(t, name+" "+r.Rule.ID, r.Found, r.Status != check.Failed)
		bilingual(t, name+" "+r.Rule.ID, r.Expected, r.Status != check.Failed)
		bilingual(t, name+" "+r.Rule.ID, r.Fix, r.Status != check.Failed)
		for _, s := range []string{r.Message.ZH, r.Message.EN, r.Found.EN, r.Expected.EN} {
			if strings.Contains(s, "%!") {
				t.Errorf("%s: %s", name, s)
			}
		}
	}
	if !slices.Equal(ids, checkIDs) {
		t.Errorf("%s: checks %v", name, ids)
	}
	want := check.Undecided
	switch {
	case failed:
		want = check.Mismatches
	case status["apns-credential"] == check.Passed && status["apns-bundle-id"] == check.Passed && status["apns-environment"] == check.Passed:
		want = check.Matches
	}
	if report.Verdict != want {
		t.Errorf("%s: verdict %s, want %s", name, report.Verdict, want)
	}
	bilingual(t, name+" advice", report.Advice, true)
	if strings.Contains(report.Advice.ZH+report.Advice.EN, "%!") {
		t.Errorf("%s: %s", name, report.Advice.EN)
	}
}

// TestSignatureNotRead: what a profile allows was not granted by it, and is no match.
func TestSignatureNotRead(t *testing.T) {
	t.Parallel()
	report := check.Certify(matrixInput("profile-only", "production", false), nil)
	if r := only(t, report, "apns-entitlement"); r.Status != check.Unknown || !strings.Contains(r.Message.EN, "could not be read") {
		t.Errorf("%s: %s", r.Status, r.Message.EN)
	}
	if report.Verdict != check.Undecided {
		t.Errorf("verdict %s", report.Verdict)
	}
}
