package check_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// inspectDay is in the middle of the samples' lives.
var inspectDay = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// TestInspect: the problems of the samples, each with its severity (e, w, i). All
// samples have names that the console refuses, or not, as it happens; file-name is
// looked at apart.
func TestInspect(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"chain.p12":                   "modern-encryption:w",
		"variant-rc2.p12":             "",
		"variant-3des.p12":            "",
		"variant-aes.p12":             "modern-encryption:w",
		"variant-pbmac1.p12":          "modern-encryption:w",
		"push-sandbox.p12":            "modern-encryption:w",
		"voip.p12":                    "",
		"signing-by-mistake.p12":      "signing-certificate:e",
		"sign-development.p12":        "signing-certificate:e",
		"expired.p12":                 "expired:e modern-encryption:w",
		"other-key.p12":               "key-mismatch:e modern-encryption:w",
		"empty-password.p12":          "no-password:e modern-encryption:w",
		"push.cer":                    "certificate-only:i",
		"push.crt":                    "certificate-only:i",
		"push.key":                    "key-only:e",
		"key-pkcs8.pem":               "",
		"key-encrypted-old.pem":       "",
		"AuthKey_KEY1234567.p8":       "",
		"development.mobileprovision": "",
		"adhoc.mobileprovision":       "",
		"expired.mobileprovision":     "expired:e",
		"wildcard.mobileprovision":    "wildcard-app-id:e no-aps-environment:e",
		"no-push.mobileprovision":     "no-aps-environment:e",
		"prefix.mobileprovision":      "",
		"adhoc.ipa":                   "",
		"fat.ipa":                     "",
		"no-profile.ipa":              "",
		"no-push.ipa":                 "no-aps-environment:e",
		"signature-differs.ipa":       "signature-differs:w",
		"bundle-id-differs.ipa":       "bundle-id-differs:w",
		"unsigned.ipa":                "unreadable:e",
		"no-entitlements.ipa":         "no-aps-environment:e signature-differs:w",
		"archived-expanded.xcent":     "",
		"UniApp.entitlements":         "",
		"certificate-only.p12":        "certificate-only:e modern-encryption:w",
		"key-only.p12":                "key-only:e modern-encryption:w",
		"no-mac.p12":                  "modern-encryption:w no-mac:w",
		"AuthKey_WRONGCURVE.p8":       "wrong-curve:e",
		"AuthKey_WITHRSAKEY.p8":       "wrong-curve:e",
		"two-keys.p12":                "unreadable:e modern-encryption:w",
		"variant-plain.p12":           "no-password:e no-mac:w",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, problems(inspectSample(t, name, "sample"+filepath.Ext(name)), "file-name")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// inspectSample inspects a sample by its own name if that says something, else by
// another.
func inspectSample(t *testing.T, name, as string) check.Inspection {
	t.Helper()
	if filepath.Ext(name) != ".p12" {
		as = name
	}
	path := filepath.Join(t.TempDir(), as)
	laySample(t, path, name)
	password := applefixture.Password
	if name == "chinese.p12" {
		password = applefixture.Chinese
	}
	in := check.Inspect(read(path, password), inspectDay)
	for _, p := range in.Problems {
		bilingual(t, name+" "+p.ID, p.Message, false)
		bilingual(t, name+" "+p.ID, p.Fix, false)
		if s := p.Message.ZH + p.Message.EN + p.Fix.ZH + p.Fix.EN + p.Command; strings.Contains(s, "%!") || strings.Contains(s, password) {
			t.Errorf("%s: %s", name, s)
		}
	}
	return in
}

// problems are the ids and severities in one string, without some.
func problems(in check.Inspection, without ...string) string {
	var out []string
	for _, p := range in.Problems {
		if !slices.Contains(without, p.ID) {
			out = append(out, p.ID+":"+string(p.Severity)[:1])
		}
	}
	return strings.Join(out, " ")
}

// TestInspectUnread: why a file could not be read, by the reason.
func TestInspectUnread(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path   string
		reason apple.Reason
		want   string
	}{
		{"a.p12", apple.NeedsPassword, "password-needed:e"},
		{"a.p12", apple.WrongPassword, "wrong-password:e"},
		{"a.p12", apple.NotFound, "unreadable:e"},
		{"a.p12", apple.Broken, "unreadable:e"},
		{"a.p12", apple.Unsupported, "unreadable:e"},
		{"a.p12", apple.WrongFile, "unreadable:e"},
		{"a.p12", apple.TooLarge, "unreadable:e"},
		{"a.p12", "", "unreadable:e"},
	} {
		e := &apple.Error{File: c.path, Reason: c.reason, Message: text.T("原因", "why"), Hint: text.T("办法", "how")}
		got := check.Inspect(check.AppleFile{Path: c.path, Err: e}, inspectDay)
		if problems(got) != c.want || got.Kind != apple.KindUnknown || got.Problems[0].Message != e.Message || got.Problems[0].Fix != e.Hint {
			t.Errorf("%s %s: %s %s %+v, want %s", c.path, c.reason, got.Kind, problems(got), got.Problems, c.want)
		}
	}
	if got := check.Inspect(check.AppleFile{Path: "a"}, inspectDay); problems(got) != "unreadable:e" || got.Problems[0].Message.IsZero() {
		t.Errorf("neither file nor error: %+v", got)
	}
}

// TestInspectDates: the day decides, and the last day still counts.
func TestInspectDates(t *testing.T) {
	t.Parallel()
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	certificate := &apple.File{Kind: apple.KindPush, Store: &apple.Store{Format: apple.PEM, Keys: 1, Leaf: &apple.Certificate{Kind: apple.Push, NotBefore: from, NotAfter: to, KeyMatches: true}}}
	profile := &apple.File{Kind: apple.KindProfile, Profile: &apple.Profile{BundleID: demoID, APSEnvironment: "production", Created: from, Expires: to}}
	app := &apple.File{Kind: apple.KindIPA, App: &apple.App{BundleID: demoID, APSEnvironment: "production", Source: apple.FromProfile, Profile: profile.Profile}}
	for _, c := range []struct {
		now               time.Time
		ofCertificate, of string
	}{
		{from.Add(-time.Second), "not-yet-valid:e", ""},
		{from, "", ""},
		{to.AddDate(0, 0, -31), "", ""},
		{to.AddDate(0, 0, -30).Add(-time.Second), "", ""},
		{to.AddDate(0, 0, -30), "expiring:w", "expiring:w"},
		{to, "expiring:w", "expiring:w"},
		{to.Add(time.Second), "expired:e", "expired:e"},
	} {
		for f, want := range map[*apple.File]string{certificate: c.ofCertificate, profile: c.of, app: c.of} {
			if got := problems(check.Inspect(check.AppleFile{Path: "x", File: f}, c.now)); got != want {
				t.Errorf("%s on %s: %q, want %q", f.Kind, c.now, got, want)
			}
		}
	}
}

// TestUnreadPart: an app's part that could not be read is named.
func TestUnreadPart(t *testing.T) {
	t.Parallel()
	in := inspectSample(t, "unsigned.ipa", "")
	if m := in.Problems[0].Message.In(text.EN); !strings.HasPrefix(m, "Payload/Demo.app/Demo: ") {
		t.Error(m)
	}
}

// TestUploadAdvice: what must not be uploaded is not made ready for it, and half a
// credential gets no command that writes a whole one.
func TestUploadAdvice(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"push-universal.p12": "modern-encryption+ file-name+", "key-only.p12": "key-only modern-encryption file-name+", "certificate-only.p12": "certificate-only modern-encryption file-name+", "two-keys.p12": "unreadable modern-encryption file-name+",
		"sign-distribution.p12": "signing-certificate", "voip.p12": "", "watchkit.p12": "", "website.p12": "", "pass.p12": "", "mdm.p12": "", "other.p12": "",
	} {
		var got []string
		for _, p := range inspectSample(t, name, "a b.p12").Problems {
			if p.Command != "" {
				p.ID += "+"
			}
			got = append(got, p.ID)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestFreeNames: no command that is offered writes over a file that is there.
func TestFreeNames(t *testing.T) {
	t.Parallel()
	f := check.AppleFile{Path: "a/推送.p12", File: p12(apple.KindPush, apple.Push, apple.Production), Beside: []string{"推送.p12", "Push.p12", "push2.P12", "pushlegacy.pem"}}
	f.File.Store.Modern = true
	var got []string
	for _, p := range check.Inspect(f, today).Problems {
		got = append(got, p.Command)
	}
	if diff := cmp.Diff([]string{
		"openssl pkcs12 -legacy -in a/推送.p12 -out a/pushlegacy2.pem && openssl pkcs12 -export -legacy -in a/pushlegacy2.pem -out a/pushlegacy2.p12 && rm a/pushlegacy2.pem",
		"cp a/推送.p12 a/push3.p12",
	}, got); diff != "" {
		t.Error(diff)
	}
}

// TestFileName: what the console takes, and the command that copies the rest.
func TestFileName(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"push.p12":            "",
		"Push2026.PFX":        "",
		"certs-1/push.p12":    "",
		"推送.p12":              `cp 推送.p12 push.p12`,
		"certs/推送 (1).p12":    `cp "certs/推送 (1).p12" certs/1.p12`,
		"my push.p12":         `cp "my push.p12" mypush.p12`,
		"push_dev.p12":        `cp push_dev.p12 pushdev.p12`,
		"-push.p12":           `cp ./-push.p12 push.p12`,
		"it's $HOME.p12":      `cp 'it'\''s $HOME.p12' itsHOME.p12`,
		"a b/push(正式).p12":    `cp "a b/push(正式).p12" "a b/push.p12"`,
		".p12":                `cp .p12 push.p12`,
		"push.production.p12": `cp push.production.p12 pushproduction.p12`,
	} {
		f := check.AppleFile{Path: path, File: &apple.File{Kind: apple.KindPush, Store: &apple.Store{Format: apple.P12, Keys: 1, Protected: true, Leaf: &apple.Certificate{KeyMatches: true, NotAfter: inspectDay.AddDate(1, 0, 0)}}}}
		got := ""
		for _, p := range check.Inspect(f, inspectDay).Problems {
			got += p.Command
		}
		if got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		f.File.Store.Format = apple.PEM
		if p := problems(check.Inspect(f, inspectDay)); p != "" {
			t.Errorf("%s as PEM: %s", path, p)
		}
	}
}
