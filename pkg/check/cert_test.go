package check_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// statusesOf are the checks of one file ("" where they are about no build, or the
// only one): "bundle-id:passed ...", without those that passed.
func statusesOf(report *check.CertReport, file string) string {
	var out []string
	for _, r := range report.Checks {
		if r.Span.File == file && r.Status != check.Passed {
			out = append(out, strings.TrimPrefix(r.Rule.ID, "apns-")+":"+string(r.Status))
		}
	}
	return strings.Join(out, " ")
}

// signers are signing certificates that end in so many months.
func signers(months ...int) [][]byte {
	var out [][]byte
	for _, m := range months {
		c := applefixture.Certificate{Kind: applefixture.SignDistribution, NotBefore: today.AddDate(-1, 0, 0), NotAfter: today.AddDate(0, m, 0)}
		out = append(out, c.Make().Raw)
	}
	return out
}

// TestCertify: what goes wrong beside the environment, one thing a case. The
// starting point is a universal certificate and an ad hoc build that fit.
func TestCertify(t *testing.T) {
	t.Parallel()
	cert := func(in *check.Input) *apple.Certificate { return in.Apple.Credential.File.Store.Leaf }
	app := func(in *check.Input) *apple.App { return in.Apple.Apps[0].File.App }
	unread := func(reason apple.Reason) *apple.Error {
		return &apple.Error{File: "push.p12", Reason: reason, Message: text.T("原因", "why"), Hint: text.T("办法", "how")}
	}
	for name, c := range map[string]struct {
		change  func(*check.Input)
		want    string
		verdict check.Match
		says    string // in a check that did not pass
	}{
		"fits":               {func(*check.Input) {}, "", check.Matches, ""},
		"expires in 30 days": {func(in *check.Input) { cert(in).NotAfter = today.AddDate(0, 0, 30) }, "", check.Matches, ""},
		"expired":            {func(in *check.Input) { cert(in).NotAfter = today.AddDate(0, 0, -1) }, "expiry:failed", check.Mismatches, "expired on 2026-11-23"},
		"not yet valid":      {func(in *check.Input) { cert(in).NotBefore = today.AddDate(0, 0, 1) }, "expiry:failed", check.Mismatches, "not valid before 2026-11-25"},
		"another key":        {func(in *check.Input) { cert(in).KeyMatches = false }, "key:failed", check.Mismatches, "does not belong"},
		"no key":             {func(in *check.Input) { in.Apple.Credential.File.Store.Keys = 0 }, "credential:failed key:unknown", check.Mismatches, "without its private key"},
		"two keys":           {func(in *check.Input) { in.Apple.Credential.File.Store.Keys = 2 }, "credential:failed", check.Mismatches, "2 private keys"},
		"key alone":          {func(in *check.Input) { f := in.Apple.Credential.File; f.Kind, f.Store.Leaf = apple.KindPrivateKey, nil }, "credential:failed key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Mismatches, "without its certificate"},
		"voip":               {func(in *check.Input) { in.Apple.Credential.File.Kind = apple.KindVoIP }, "credential:failed", check.Mismatches, "a VoIP push certificate"},
		"found signing": {func(in *check.Input) {
			in.Apple.Credential.File, in.Apple.Credential.Found = p12(apple.KindSigning, apple.Signing), true
		}, "credential:unknown bundle-id:unknown environment:unknown", check.Undecided, "in the project"},
		"a profile as credential": {func(in *check.Input) {
			in.Apple.Credential.File = &apple.File{Kind: apple.KindProfile, Profile: app(in).Profile}
		}, "credential:failed key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Mismatches, "a provisioning profile"},
		"wrong password": {func(in *check.Input) {
			in.Apple.Credential.File, in.Apple.Credential.Err = nil, unread(apple.WrongPassword)
		}, "credential:failed key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Mismatches, "does not open: why"},
		"password needed": {func(in *check.Input) {
			in.Apple.Credential.File, in.Apple.Credential.Err = nil, unread(apple.NeedsPassword)
		}, "credential:unknown key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Undecided, "does not open: why"},
		"another app": {func(in *check.Input) {
			a := app(in)
			a.BundleID, a.Signed.BundleID, a.Profile.BundleID = "com.example.Demo", "com.example.Demo", "com.example.Demo"
		}, "bundle-id:failed", check.Mismatches, "com.example.Demo"},
		"listed topic": {func(in *check.Input) {
			c := cert(in)
			c.UID, c.BundleID, c.Topics = "", "", []string{"com.example.x", demoID}
		}, "", check.Matches, ""},
		"a topic is no bundle id": {func(in *check.Input) {
			cert(in).Topics = []string{demoID, demoID + ".voip", demoID + ".complication"}
			in.Apple.BundleID = demoID + ".voip"
		}, "bundle-id:failed", check.Mismatches, "app.ipa has com.example.demo, the bundle id that was given has com.example.demo.voip"},
		"nor where the certificate names no app": {func(in *check.Input) {
			c := cert(in)
			c.UID, c.BundleID, c.Topics = "", "", []string{demoID + ".voip", demoID}
			in.Apple.Apps, in.Apple.BundleID = nil, demoID+".voip"
		}, "bundle-id:failed team:unknown environment:unknown entitlement:unknown profile:unknown", check.Mismatches, "push.p12 has com.example.demo,"},
		"another app was said":  {func(in *check.Input) { in.Apple.BundleID = "com.example.other" }, "bundle-id:failed", check.Mismatches, "com.example.other"},
		"another team":          {func(in *check.Input) { cert(in).TeamID = "ZYXWV98765" }, "team:failed", check.Mismatches, "ZYXWV98765"},
		"another team was said": {func(in *check.Input) { in.Apple.TeamID = "ZYXWV98765" }, "team:failed", check.Mismatches, "ZYXWV98765"},
		"odd aps-environment":   {func(in *check.Input) { app(in).APSEnvironment = "prod" }, "environment:unknown entitlement:failed", check.Mismatches, `"prod"`},
		"expired profile":       {func(in *check.Input) { app(in).Profile.Expires = today.AddDate(0, 0, -1) }, "profile:failed", check.Mismatches, "expired on 2026-11-23"},
		"profile expires soon":  {func(in *check.Input) { app(in).Profile.Expires = today.AddDate(0, 0, 9) }, "profile:unknown", check.Matches, "9 days left"},
		"wildcard profile":      {func(in *check.Input) { app(in).Profile.BundleID = "com.example.*" }, "profile:failed", check.Mismatches, "com.example.*"},
		"a wildcard is no id": {func(in *check.Input) {
			a := app(in)
			a.BundleID, a.Signed.BundleID, a.Profile.BundleID = "com.example.*", "com.example.*", "com.example.*"
		}, "bundle-id:unknown profile:failed", check.Mismatches, "is a wildcard (com.example.*) and no app's bundle id"},
		"wildcard topic":                  {func(in *check.Input) { c := cert(in); c.BundleID, c.Topics = "", []string{"com.example.*"} }, "bundle-id:failed", check.Mismatches, "com.example.*"},
		"signed as another app":           {func(in *check.Input) { app(in).Signed.BundleID = "com.example.other" }, "bundle-id:unknown", check.Undecided, "Info.plist in app.ipa says com.example.demo, but it is signed as com.example.other"},
		"signed as the certificate's app": {func(in *check.Input) { app(in).BundleID = "com.example.old" }, "bundle-id:unknown", check.Undecided, "nothing tells which is the topic"},
		"neither of two ids":              {func(in *check.Input) { app(in).BundleID, app(in).Signed.BundleID = "com.example.x", "com.example.y" }, "bundle-id:failed", check.Mismatches, "com.example.x"},
		"before there is a build": {func(in *check.Input) {
			in.Apple.Apps, in.Apple.Build, in.Apple.BundleID = nil, check.BuildAdHoc, demoID
		}, "team:unknown entitlement:unknown profile:unknown", check.Matches, ""},
		"a base that is not there": {func(in *check.Input) {
			in.Apple.Apps, in.Apple.Build, in.Apple.BundleID = nil, check.BuildCustomBase, demoID
		}, "team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "no ipa"},
		"a build that was said and not read": {func(in *check.Input) {
			in.Apple.Apps[0].File, in.Apple.Apps[0].Err, in.Apple.Build = nil, unread(apple.Broken), check.BuildAdHoc
		}, "bundle-id:unknown team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "could not be read: why"},
		"expired signers":         {func(in *check.Input) { app(in).Profile.Certificates = signers(-2, -1) }, "profile:failed", check.Mismatches, "all signing certificates in the profile have expired (the last one on 2026-10-24)"},
		"one signer is valid":     {func(in *check.Input) { app(in).Profile.Certificates = signers(-2, 2) }, "", check.Matches, ""},
		"signers nobody can read": {func(in *check.Input) { app(in).Profile.Certificates = [][]byte{{1, 2}} }, "", check.Matches, ""},
		"no profile":              {func(in *check.Input) { app(in).Profile = nil }, "profile:unknown", check.Matches, "App Store"},
		"said to be adhoc":        {func(in *check.Input) { in.Apple.Build = check.BuildAdHoc }, "", check.Matches, ""},
		"said to be appstore":     {func(in *check.Input) { in.Apple.Build = check.BuildAppStore }, "profile:failed", check.Mismatches, "--build appstore"},
		"said to be debug":        {func(in *check.Input) { in.Apple.Build = check.BuildDebug }, "environment:failed profile:failed", check.Mismatches, "as --build says"},
		"said to be a base":       {func(in *check.Input) { in.Apple.Build = check.BuildCustomBase }, "", check.Matches, ""},
		"another profile": {func(in *check.Input) {
			p := *app(in).Profile
			p.UUID, p.APSEnvironment, p.Kind = "2", "development", apple.Development
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", File: &apple.File{Kind: apple.KindProfile, Profile: &p}}
		}, "profile:failed", check.Mismatches, "is not a.mobileprovision"},
		"the same profile made anew": {func(in *check.Input) {
			p := *app(in).Profile
			p.UUID = "2"
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", File: &apple.File{Kind: apple.KindProfile, Profile: &p}}
		}, "profile:unknown", check.Matches, "is not a.mobileprovision"},
		"a profile that cannot be read": {func(in *check.Input) {
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", Err: unread(apple.Broken)}
		}, "profile:unknown", check.Matches, "a.mobileprovision could not be read: why"},
		"no profile inside, one beside that cannot be read": {func(in *check.Input) {
			app(in).Profile = nil
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", Err: unread(apple.NotFound)}
		}, "profile:unknown", check.Matches, "a.mobileprovision could not be read: why"},
		"expired profile, and one that cannot be read": {func(in *check.Input) {
			app(in).Profile.Expires = today.AddDate(0, 0, -1)
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", Err: unread(apple.Broken)}
		}, "profile:failed", check.Mismatches, "expired on"},
		"profile alone": {func(in *check.Input) {
			in.Apple.Profile = &check.AppleFile{Path: "a.mobileprovision", File: &apple.File{Kind: apple.KindProfile, Profile: app(in).Profile}}
			in.Apple.Apps = nil
		}, "", check.Matches, ""},
		"entitlements by hand": {func(in *check.Input) {
			in.Apple.Native = &check.AppleFile{Path: "UniApp.entitlements", File: &apple.File{Kind: apple.KindEntitlements, Entitlements: &apple.Entitlements{APSEnvironment: "development"}}}
		}, "entitlement:unknown", check.Matches, "UniApp.entitlements has development"},
		"unread app":           {func(in *check.Input) { in.Apple.Apps[0].File, in.Apple.Apps[0].Err = nil, unread(apple.Broken) }, "bundle-id:unknown team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "could not be read: why"},
		"a certificate as app": {func(in *check.Input) { in.Apple.Apps[0].File = p12(apple.KindPush, apple.Push) }, "bundle-id:unknown team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "it is a push certificate"},
		"no credential":        {func(in *check.Input) { in.Apple.Credential = nil }, "credential:unknown key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Undecided, "no push certificate or .p8"},
		"several that may be it": {func(in *check.Input) {
			in.Apple.Credential = nil
			in.Apple.Others = []check.AppleFile{{Path: "a.p12", Err: unread(apple.NeedsPassword)}, {Path: "b.p12", File: p12(apple.KindSigning, apple.Signing)}, {Path: "c.p12", Err: unread(apple.NeedsPassword)}}
		}, "credential:unknown key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Undecided, "2 files in the project may be the push credential (a.p12, c.p12), and none could be opened or chosen"},
		"one that signs": {func(in *check.Input) {
			in.Apple.Credential = nil
			in.Apple.Others = []check.AppleFile{{Path: "b.p12", File: p12(apple.KindSigning, apple.Signing)}}
		}, "credential:unknown key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown", check.Undecided, "signing certificates only (b.p12), which cannot push"},
		"no app":            {func(in *check.Input) { in.Apple.Apps = nil }, "bundle-id:unknown team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "no ipa"},
		"nothing":           {func(in *check.Input) { in.Apple = check.Apple{} }, "credential:unknown key:unknown expiry:unknown bundle-id:unknown team:unknown environment:unknown entitlement:unknown profile:unknown", check.Undecided, "no push certificate"},
		"vendors of doctor": {func(in *check.Input) { in.Options.Vendors = []string{"huawei"} }, "", check.Matches, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := check.Input{Now: today}
			in.Apple.Credential = &check.AppleFile{Path: "push.p12", File: p12(apple.KindPush, apple.Push, apple.Sandbox, apple.Production)}
			in.Apple.Apps = []check.AppleFile{{Path: "app.ipa", File: &apple.File{Kind: apple.KindIPA, App: ipa(apple.AdHoc, "production", "production")}}}
			c.change(&in)
			report := check.Certify(in, nil)
			consistent(t, name, report)
			if diff := cmp.Diff(c.want, statusesOf(report, "")); diff != "" || report.Verdict != c.verdict {
				t.Errorf("%s %s", report.Verdict, diff)
			}
			var all strings.Builder
			for _, r := range report.Checks {
				if r.Status != check.Passed {
					all.WriteString(r.Message.In(text.EN) + "\n")
				}
			}
			if !strings.Contains(all.String(), c.says) {
				t.Errorf("%q is not in\n%s", c.says, all.String())
			}
		})
	}
}

// TestCertifyKey: a .p8, with what was said of it.
func TestCertifyKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ named, keyID, teamID, want string }{
		{"KEY1234567", "", demoTeam, "bundle-id:unknown environment:unknown"},
		{"KEY1234567", "", "", "bundle-id:unknown team:unknown environment:unknown"},
		{"", "KEY1234567", demoTeam, "bundle-id:unknown environment:unknown"},
		{"", "", demoTeam, "key:unknown bundle-id:unknown environment:unknown"},
		{"KEY1234567", "OTHER67890", demoTeam, "key:failed bundle-id:unknown environment:unknown"},
		{"", "key1234567", demoTeam, "key:failed bundle-id:unknown environment:unknown"},
		{"KEY1234567", "", "ZYXWV98765", "bundle-id:unknown team:failed environment:unknown"},
	} {
		in := matrixInput("adhoc", "p8", false)
		in.Apple.Credential = &check.AppleFile{Path: "a.p8", File: &apple.File{Kind: apple.KindKey, Key: &apple.Key{Key: p256(), KeyType: "EC P-256", KeyID: c.named}}}
		in.Apple.KeyID, in.Apple.TeamID = c.keyID, c.teamID
		report := check.Certify(in, nil)
		consistent(t, c.want, report)
		if got := statusesOf(report, ""); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	in := matrixInput("adhoc", "p8", false)
	in.Apple.Credential.File = &apple.File{Kind: apple.KindKey, Key: &apple.Key{KeyType: "EC P-384", KeyID: "KEY1234567"}}
	if r := only(t, check.Certify(in, nil), "apns-key"); r.Status != check.Failed || r.Found.EN != "EC P-384" {
		t.Errorf("wrong curve: %+v", r)
	}
}

// TestCertifySeveral: the credential is judged once, each build by itself, and a
// custom base that was found has no say in the verdict.
func TestCertifySeveral(t *testing.T) {
	t.Parallel()
	in := matrixInput("adhoc", "production", false)
	in.Apple.Apps = append(in.Apple.Apps, check.AppleFile{Path: "base.ipa", Found: true, Base: true,
		File: &apple.File{Kind: apple.KindIPA, App: ipa(apple.Development, "development", "development")}})
	inspected := []check.AppleFile{in.Apple.Apps[1], *in.Apple.Credential}
	report := check.Certify(in, inspected)
	var got []string
	for _, r := range report.Checks {
		got = append(got, r.Span.File+" "+r.Rule.ID+" "+string(r.Status))
	}
	if diff := cmp.Diff([]string{
		" apns-credential passed", " apns-key passed", " apns-expiry passed",
		"app.ipa apns-bundle-id passed", "app.ipa apns-team passed", "app.ipa apns-environment passed", "app.ipa apns-entitlement passed", "app.ipa apns-profile passed",
		"base.ipa apns-bundle-id passed", "base.ipa apns-team passed", "base.ipa apns-environment unknown", "base.ipa apns-entitlement passed", "base.ipa apns-profile passed",
	}, got); diff != "" {
		t.Error(diff)
	}
	if report.Verdict != check.Matches {
		t.Errorf("verdict %s", report.Verdict)
	}
	if len(report.Inputs) != 2 || report.Inputs[0].Path != "base.ipa" || report.Inputs[1].Kind != apple.KindPush {
		t.Errorf("inputs %+v", report.Inputs)
	}
	in.Apple.Apps[1].Found = false // named: it has to fit
	if report = check.Certify(in, nil); report.Verdict != check.Mismatches || statusesOf(report, "base.ipa") != "environment:failed" {
		t.Errorf("named: %s %s", report.Verdict, statusesOf(report, "base.ipa"))
	}
	if len(report.Inputs) != 0 {
		t.Errorf("nothing was inspected: %+v", report.Inputs)
	}
}

// TestAdvice: the sentence that matters.
func TestAdvice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		build, credential string
		upload            apple.Environment
		kind              check.Build
		zh, en            string
	}{
		{"adhoc", "none", "", "", "这个 ad hoc 包的 iosBusinessID 要填 IM 控制台里生产证书的 ID。", "This ad hoc build needs the production certificate's id as iosBusinessID."},
		{"development", "none", "", "", "这个开发包的 iosBusinessID 要填 IM 控制台里开发证书的 ID。", "This development build needs the development certificate's id as iosBusinessID."},
		{"appstore", "production", "", "", "", "This App Store build needs the production certificate's id as iosBusinessID, the one that push.p12 gets when it is uploaded."},
		{"enterprise", "sandbox", "", "", "push.p12 只能推开发环境，要另外上传一张能推生产环境的证书", "push.p12 pushes to the sandbox only: upload another one that pushes to production"},
		{"development", "universal", "", "", "", "push.p12 serves both environments and gets an id for each: take the one that it gets as the development certificate"},
		{"development", "universal", apple.Production, "", "push.p12 要作为开发证书上传", "upload push.p12 as the development certificate and not as the production certificate"},
		{"adhoc", "p8", "", "", "", "a .p8 mostly serves both environments"},
		{"adhoc", "signing", "", "", "不是 HBuilderX 打包用的签名 p12", "not the p12 that HBuilderX signs with"},
		{"entitlement-missing", "sandbox", apple.Production, "", "", "Give the App ID push notifications first"},
		{"development", "production", "", check.BuildAdHoc, "与 --build adhoc 不符；换一个文件", "which is not that of --build adhoc; name another file, or pack it again with the right profile"},
		{"none", "production", "", "", "", "push.p12 pushes to production only"},
		{"none", "sandbox", "", "", "", "push.p12 pushes to the sandbox only"},
		{"none", "universal", "", "", "", "push.p12 serves both environments"},
		{"none", "none", "", check.BuildAppStore, "", "This App Store build needs the production certificate's id"},
		{"none", "none", "", check.BuildCustomBase, "", ""},
	} {
		in := matrixInput(c.build, c.credential, false)
		in.Apple.UploadAs, in.Apple.Build = c.upload, c.kind
		got := check.Certify(in, nil).Advice
		if !strings.Contains(got.ZH, c.zh) || !strings.Contains(got.EN, c.en) || (c.en == "") != got.IsZero() {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// TestAdviceOfSeveral: of several builds that fail, the sentence is about the one
// that is to be mended first, which it names; so is what to read next.
func TestAdviceOfSeveral(t *testing.T) {
	t.Parallel()
	in := matrixInput("adhoc", "sandbox", false) // fails apns-environment
	noPush := matrixInput("entitlement-missing", "sandbox", false).Apple.Apps[0]
	noPush.Path = "second.ipa"
	wild := matrixInput("development", "sandbox", false).Apple.Apps[0]
	wild.Path = "third.ipa"
	wild.File.App.Profile.BundleID = "*"
	for _, c := range []struct {
		more []check.AppleFile
		rule string
		en   string
	}{
		{nil, "apns-environment", "This ad hoc build needs"},
		{[]check.AppleFile{noPush}, "apns-entitlement", "second.ipa: Give the App ID push notifications first"},
		{[]check.AppleFile{noPush, wild}, "apns-profile", "third.ipa: Mend the profile first: the profile is a wildcard (*), which allows no push; register an App ID"},
	} {
		in := in
		in.Apple.Apps = append([]check.AppleFile{in.Apple.Apps[0]}, c.more...)
		report := check.Certify(in, nil)
		if report.First == nil || report.First.ID != c.rule || !strings.HasPrefix(report.Advice.EN, c.en) {
			t.Errorf("%d builds: %+v: %s", len(in.Apple.Apps), report.First, report.Advice.EN)
		}
	}
	in.Apple.Credential = nil
	in.Apple.Apps = append(in.Apple.Apps, wild)
	in.Apple.Apps[1].File.App.Profile.BundleID = demoID
	if report := check.Certify(in, nil); report.First != nil || !strings.HasPrefix(report.Advice.EN, "app.ipa: This ad hoc build needs") {
		t.Errorf("nothing failed: %+v: %s", report.First, report.Advice.EN)
	}
}

// TestAdviceUnopened: a credential that did not open may be the right one.
func TestAdviceUnopened(t *testing.T) {
	t.Parallel()
	for path, reason := range map[string]apple.Reason{"push.p12": apple.WrongPassword, "a.p8": apple.Broken} {
		in := matrixInput("adhoc", "production", false)
		in.Apple.Credential = &check.AppleFile{Path: path, Err: &apple.Error{File: path, Reason: reason, Message: text.T("原因", "why"), Hint: text.T("办法", "how")}}
		got := check.Certify(in, nil).Advice
		if got.EN != "Get "+path+" to open first: why; how." || got.ZH != "先让 "+path+" 能够打开：原因；办法。" {
			t.Errorf("%+v", got)
		}
	}
}

// TestAdviceInProject: the id that the code has is told, and what manifest.json
// says is compared, unless somebody says otherwise.
func TestAdviceInProject(t *testing.T) {
	t.Parallel()
	in := matrixInput("adhoc", "production", false)
	in.Project = sample(t, "healthy")
	report := check.Certify(in, nil)
	r := only(t, report, "apns-bundle-id")
	if r.Status != check.Failed || !strings.Contains(r.Message.EN, "manifest.json has com.example.chat") {
		t.Errorf("%s: %s", r.Status, r.Message.EN)
	}
	in.Apple.BundleID = demoID
	if report = check.Certify(in, nil); report.Verdict != check.Matches || !strings.Contains(report.Advice.EN, "the code says 30005: compare it with the console") {
		t.Errorf("%s: %s", report.Verdict, report.Advice.EN)
	}
}

// TestCertifyAsDoctor: what doctor says and what cert says are the same words.
func TestCertifyAsDoctor(t *testing.T) {
	t.Parallel()
	f, report := judge(t, filepath.Join(testdata, "rules", "apns-environment", "adhoc-with-sandbox.txtar"))
	certified := check.Certify(check.Input{Apple: f.apple, Now: inspectDay}, nil)
	want := only(t, certified, "apns-environment")
	for _, r := range report.Results {
		if r.Rule.ID == want.Rule.ID && r.Message != want.Message {
			t.Errorf("doctor: %s\ncert: %s", r.Message.EN, want.Message.EN)
		}
	}
}

// TestAgreedID: what is told is the id that all have, not all that one of them has.
func TestAgreedID(t *testing.T) {
	t.Parallel()
	in := check.Input{Now: today}
	in.Apple.Credential = &check.AppleFile{Path: "push.p12", File: p12(apple.KindPush, apple.Push, apple.Production)}
	c := in.Apple.Credential.File.Store.Leaf
	c.UID, c.BundleID, c.Topics = "", "", []string{"com.example.x", demoID}
	in.Apple.BundleID = demoID
	for _, r := range check.Certify(in, nil).Checks {
		if want := "one bundle id: com.example.demo (push.p12, the bundle id that was given)"; r.Rule.ID == "apns-bundle-id" && r.Message.EN != want {
			t.Errorf("%s", r.Message.EN)
		}
	}
}
