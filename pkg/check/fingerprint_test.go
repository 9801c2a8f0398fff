package check_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
)

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// TestFingerprints: those of two failing fixtures of each rule stay when all lines
// move down and to the right. See fingerprintsAreSound for the others.
func TestFingerprints(t *testing.T) {
	perRule := map[string]int{}
	for _, name := range fixtures(t) {
		rule := filepath.Base(filepath.Dir(name))
		parsed, _ := parse(t, name, func(string, []string) {})
		failing := slices.ContainsFunc(parsed.wants, func(w want) bool { return w.rule == rule && w.status == string(check.Failed) })
		// In manifest-syntax the first column may be the finding.
		if !failing || rule == "manifest-syntax" || perRule[rule] == 2 {
			continue
		}
		perRule[rule]++
		t.Run(strings.TrimSuffix(filepath.Base(filepath.Dir(name))+"/"+filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			f, dir := build(t, name)
			before := fingerprints(t, f, dir)
			must(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
				must(t, err)
				if slices.Contains([]string{".vue", ".js", ".ts", ".json"}, filepath.Ext(path)) {
					indentFile(t, path)
				}
				return nil
			}))
			if diff := cmp.Diff(before, fingerprints(t, f, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// fingerprints are those of a project's findings, by what is found.
func fingerprints(t *testing.T, f fixture, dir string) map[string][]string {
	t.Helper()
	p, err := project.Open(dir)
	must(t, err)
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	out := map[string][]string{}
	for _, r := range check.Run(check.Input{Project: p, Apple: f.apple, Options: f.options, Now: now}).Results {
		if r.Fingerprint != "" {
			out[r.Rule.ID] = append(out[r.Rule.ID], r.Fingerprint)
		}
	}
	return out
}

// fingerprintsAreSound: each finding has its own, and nothing else has one.
func fingerprintsAreSound(t *testing.T, report *check.Report) {
	t.Helper()
	var all []string
	for _, r := range report.Results {
		if r.Status != check.Failed {
			if r.Fingerprint != "" {
				t.Errorf("%s %s has a fingerprint", r.Rule.ID, r.Status)
			}
			continue
		}
		if !fingerprintForm.MatchString(r.Fingerprint) || slices.Contains(all, r.Fingerprint) {
			t.Errorf("%s: the fingerprint %q is wrong, or that of another finding", r.Rule.ID, r.Fingerprint)
		}
		all = append(all, r.Fingerprint)
	}
}

// indentFile puts lines before the first one, and a tab before each. What lies
// outside of the sense of that is left alone.
func indentFile(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	if !utf8.Valid(data) || bytes.HasPrefix(data, []byte("\ufeff")) || len(data) > 1<<16 || bytes.Contains(data, []byte{0}) {
		return
	}
	must(t, os.WriteFile(path, append([]byte("\n\n\t"), bytes.ReplaceAll(data, []byte("\n"), []byte("\n\t"))...), 0o644))
}

// TestFingerprintsOfOneLine: findings of one rule on one line are told apart by
// what they are about, whichever of them is repaired.
func TestFingerprintsOfOneLine(t *testing.T) {
	of := func(config string) []string {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(filepath.Join(testdata, "projects", "healthy"))))
		must(t, os.WriteFile(filepath.Join(dir, "utils", "push.js"), []byte(
			"import tim from './im.js'\nexport function registerPush(push) { tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig: { "+config+" } }) }\n"), 0o644))
		p, err := project.Open(dir)
		must(t, err)
		var out []string
		for _, r := range check.Run(check.Input{Project: p}).Results {
			if r.Rule.ID == "config-keys" && r.Status == check.Failed {
				out = append(out, r.Fingerprint)
			}
		}
		return out
	}
	both := of("iosBusinessID: 1, wrongName: 2, otherName: 3")
	if len(both) != 2 || both[0] == both[1] {
		t.Fatalf("%q", both)
	}
	if again := of("iosBusinessID: 1, wrongName: 2, otherName: 3"); !slices.Equal(both, again) {
		t.Errorf("%q, and then %q", both, again)
	}
	// A long line may be the whole file: only what is found in it counts.
	long := of("iosBusinessID: 1, wrongName: 2, otherName: 3 /* " + strings.Repeat("long ", 50) + "*/")
	if after := of("iosBusinessID: 1, otherName: 3 /* " + strings.Repeat("longer ", 50) + "*/"); len(long) != 2 || len(after) != 1 || after[0] != long[1] {
		t.Errorf("%q, and then %q", long, after)
	}
}

// TestFingerprintHoldsNoSecret: a baseline of all fixtures has none of their
// secrets; the fingerprint of a finding is the same whatever the secret on its line.
func TestFingerprintHoldsNoSecret(t *testing.T) {
	const secret, other = "0123456789abcdef0123456789abcd01", "fedcba9876543210fedcba9876543210"
	of := func(value string) string {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(filepath.Join(testdata, "projects", "healthy"))))
		path := filepath.Join(dir, "utils", "push.js")
		data, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(path, []byte(strings.Replace(string(data), "oppoAppKey: '"+secret+"'", "oppoAppKy: '"+value+"'", 1)), 0o644))
		p, err := project.Open(dir)
		must(t, err)
		report := check.Run(check.Input{Project: p})
		encoded, err := report.Record(nil, check.Options{}).Encode("offpush", "1")
		must(t, err)
		if bytes.Contains(encoded, []byte(value)) {
			t.Errorf("the baseline has a secret:\n%s", encoded)
		}
		for _, r := range report.Results {
			if r.Rule.ID == "config-keys" && r.Status == check.Failed {
				return r.Fingerprint
			}
		}
		t.Fatal("no finding")
		return ""
	}
	if a, b := of(secret), of(other); a != b {
		t.Errorf("the fingerprint depends on the secret: %s, %s", a, b)
	}
}
