package report_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

func certOptions(lang text.Lang, width int) rep.CertOptions {
	return rep.CertOptions{Options: rep.Options{Lang: lang, Width: width}, Now: certNow}
}

func TestCert(t *testing.T) {
	for name, r := range certs() {
		for _, lang := range langs {
			for _, width := range []int{50, 80, 120} {
				golden(t, fmt.Sprintf("cert-%s.%s.%d.txt", name, lang, width), func(w io.Writer) error { return rep.Cert(w, r, certOptions(lang, width)) })
			}
		}
	}
}

func TestCertJSON(t *testing.T) {
	all := certs()
	for _, name := range []string{"universal", "mismatch", "wrong-password", "wildcard", "project", "kinds", "hostile"} {
		for _, lang := range langs {
			golden(t, fmt.Sprintf("cert-%s.%s.json", name, lang), func(w io.Writer) error { return rep.CertJSON(w, all[name], lang) })
		}
	}
}

// TestCertJSONFields: nothing is left out or null, whatever the input; the names
// stand in their order.
func TestCertJSONFields(t *testing.T) {
	for name, r := range certs() {
		var b strings.Builder
		if err := rep.CertJSON(&b, r, text.EN); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Inputs  []map[string]any
			Verdict string
		}
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
			t.Fatal(err)
		}
		if r.Verdict == "" && got.Verdict != "unknown" {
			t.Errorf("%s: verdict %q of what was not checked", name, got.Verdict)
		}
		fields := []string{"file", "kind", "environments", "topics", "bundleId", "teamId", "notBefore", "notAfter", "profileKind", "devices", "apsEnvironment", "keyId", "problems"}
		for _, in := range got.Inputs {
			for _, f := range fields {
				if in[f] == nil {
					t.Errorf("%s: %s is missing or null in %v", name, f, in)
				}
			}
			if len(in) != len(fields) {
				t.Errorf("%s: %d fields, want %d: %v", name, len(in), len(fields), in)
			}
		}
		at := 0
		for _, f := range append([]string{"version", "inputs"}, append(fields, "checks", "verdict")...) {
			i := strings.Index(b.String()[at:], `"`+f+`": `)
			if i < 0 {
				t.Fatalf("%s: %s does not stand in its place", name, f)
			}
			at += i
		}
	}
}

// TestCertTextIsSafe: no control character, no line wider than asked but commands,
// no Chinese of the tool's own in English, colours change nothing else.
func TestCertTextIsSafe(t *testing.T) {
	for name, r := range certs() {
		for _, lang := range langs {
			for _, width := range []int{40, 50, 63, 80} {
				o := certOptions(lang, width)
				var b, painted strings.Builder
				if err := rep.Cert(&b, r, o); err != nil {
					t.Fatal(err)
				}
				o.Colour = true
				if err := rep.Cert(&painted, r, o); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(b.String(), unpaint(painted.String())); diff != "" {
					t.Errorf("%s: colours change the text:\n%s", name, diff)
				}
				for line := range strings.Lines(b.String()) {
					line = strings.TrimSuffix(line, "\n")
					if strings.ContainsFunc(line, unicode.IsControl) || strings.TrimRight(line, " ") != line {
						t.Errorf("%s %s: control character or space at the end: %q", name, lang, line)
					}
					command := strings.HasPrefix(line, "    openssl ") || strings.HasPrefix(line, "    mv ") || strings.HasPrefix(line, "  offpush ")
					if w := text.Width(line); w > width && !command {
						t.Errorf("%s %s: %d cells where %d are allowed: %q", name, lang, w, width, line)
					}
				}
			}
		}
	}
}

// TestCertVerbose: all topics are shown when all were asked for.
func TestCertVerbose(t *testing.T) {
	last := "com.example.app.8"
	for _, verbose := range []bool{false, true} {
		o := certOptions(text.EN, 80)
		o.Verbose = verbose
		var b strings.Builder
		if err := rep.Cert(&b, certs()["kinds"], o); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), last) != verbose {
			t.Errorf("verbose %t: %s is shown: %t", verbose, last, !verbose)
		}
	}
}

// TestCertNext: the command that is offered next names the first credential that
// is in order, and the first app.
func TestCertNext(t *testing.T) {
	push := inspected(apple.File{Path: "a b.p12", Kind: apple.KindPush, Store: pushStore("com.example.app", apple.Production)})
	key := inspected(apple.File{Path: "AuthKey_ABCDE12345.p8", Kind: apple.KindKey, Key: &apple.Key{KeyID: "ABCDE12345"}})
	ipa := inspected(apple.File{Path: "app.ipa", Kind: apple.KindIPA, App: built(apple.AdHoc, "production")})
	bad := push
	bad.Problems = []check.Problem{{ID: "expired", Severity: check.Error}}
	for _, c := range []struct {
		name   string
		inputs []check.Inspection
		want   string
	}{
		{"certificate and app", []check.Inspection{bad, ipa, push}, `offpush cert check --cert "a b.p12" --app app.ipa`},
		{"key alone", []check.Inspection{key}, "offpush cert check --key AuthKey_ABCDE12345.p8 --team-id ... --app ..."},
		{"app alone", []check.Inspection{ipa}, ""},
		{"no key in the file", []check.Inspection{certs()["kinds"].Inputs[1], ipa}, ""},
		{"not in order", []check.Inspection{bad, ipa}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := rep.Cert(&b, &check.CertReport{Inputs: c.inputs}, certOptions(text.EN, 100)); err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(b.String(), "  offpush ")
			if got != "" {
				got, _, _ = strings.Cut("offpush "+got, "\n")
				got, _, _ = strings.Cut(got, "  # ")
			}
			if got != c.want {
				t.Errorf("offers %q, want %q\n%s", got, c.want, b.String())
			}
		})
	}
}

// TestCertQuestions: each check of cert has words of its own.
func TestCertQuestions(t *testing.T) {
	asked := check.Certify(check.Input{Now: certNow}, nil).Checks
	if len(asked) == 0 {
		t.Fatal("nothing is asked")
	}
	for _, res := range asked {
		for _, lang := range langs {
			res := check.Result{Rule: res.Rule, Status: check.Unknown, Message: text.Same("-")}
			var b strings.Builder
			if err := rep.Cert(&b, &check.CertReport{Checks: []check.Result{res}}, certOptions(lang, 80)); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), res.Rule.ID) {
				t.Errorf("%s: no words for %s:\n%s", lang, res.Rule.ID, b.String())
			}
		}
	}
}
