package cmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/cmd"
	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/check"
)

// exampleFiles are the files of testdata/example that are made, because they are
// not worth keeping: samples of internal/applefixture by where they lie.
var exampleFiles = map[string]string{
	"certs/push.p12":                   "chain.p12",
	"certs/push-sandbox.p12":           "push-sandbox.p12",
	"certs/push-other-key.p12":         "other-key.p12",
	"certs/push-2024.p12":              "expired.p12",
	"certs/ios_distribution.p12":       "signing-by-mistake.p12",
	"certs/app.ipa":                    "adhoc.ipa",
	"certs/adhoc.mobileprovision":      "adhoc.mobileprovision",
	"certs/adhoc-2024.mobileprovision": "expired.mobileprovision",
}

// exampleFlags are what else doctor must be told for a rule to be judged.
var exampleFlags = map[string][]string{"plugin-used": {"--expect-plugin"}}

// failsAlways is the rule that fails in every project that uses the plugin.
const failsAlways = "plugin-retired"

// TestRuleExamples: the example in a rule's papers, put into the project that it
// is cut from, gives exactly that rule's finding before, and nothing after.
func TestRuleExamples(t *testing.T) {
	samples := applefixture.Samples()
	for _, rule := range check.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			if got := failedIn(t, samples, rule, false); !slices.Equal(got, []string{rule.ID}) {
				t.Errorf("before, these fail: %v", got)
			}
			if got := failedIn(t, samples, rule, true); len(got) > 0 {
				t.Errorf("after, these fail: %v", got)
			}
		})
	}
}

// failedIn puts a rule's example into the project, before or after, and returns
// the rules that fail, one for each finding.
func failedIn(t *testing.T, samples map[string][]byte, rule *check.Rule, after bool) []string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "example"))))
	for path, name := range exampleFiles {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, path), samples[name], 0o600))
	}
	for _, e := range rule.Doc.Examples() {
		if e.File == "" {
			moveExample(t, dir, e, after)
		} else {
			editExample(t, filepath.Join(dir, filepath.FromSlash(e.File)), e, after)
		}
	}
	var failed []string
	for _, r := range doctorResults(t, append([]string{dir}, exampleFlags[rule.ID]...)) {
		if r.Status == string(check.Failed) && (r.Rule != failsAlways || rule.ID == failsAlways) {
			failed = append(failed, r.Rule)
		}
	}
	return failed
}

// doctorResults are the results of a run.
func doctorResults(t *testing.T, args []string) []exampleResult {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Main(append([]string{"offpush", "doctor", "--format", "json"}, args...), cmd.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: exampleEnv, Now: func() time.Time { return applefixture.NotBefore.AddDate(0, 1, 0) },
	})
	var report struct{ Results []exampleResult }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), errs.String())
	}
	return report.Results
}

type exampleResult struct{ Rule, Status string }

// exampleEnv holds the password, as a machine that builds does.
func exampleEnv(name string) string {
	return map[string]string{"OFFPUSH_LANG": "en", "OFFPUSH_APNS_CERT_PASSWORD": applefixture.Password}[name]
}

// editExample makes a file hold the part that is wanted. The project holds what
// stands in After, or in Before where a rule fails in every project.
func editExample(t *testing.T, path string, e check.Example, after bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	lines := strings.Split(string(data), "\n")
	has, at := e.After, findPart(lines, e.After)
	if at < 0 {
		has, at = e.Before, findPart(lines, e.Before)
	}
	if at < 0 {
		t.Fatalf("%s has neither part of the example, or more than once:\n%s\n%s", e.File, e.Before, e.After)
	}
	wanted := e.Before
	if after {
		wanted = e.After
	}
	must(t, os.WriteFile(path, []byte(replacePart(lines, at, has, wanted)), 0o600))
}

// findPart returns the line where a part begins, -1 unless there is exactly one.
// What stands around it on its first and last line, and the indentation of the
// others, are the file's.
func findPart(lines []string, part string) int {
	found := -1
	want := strings.Split(part, "\n")
	for i := 0; part != "" && i+len(want) <= len(lines); i++ {
		if !holdsPart(lines[i:i+len(want)], want) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

func holdsPart(lines, want []string) bool {
	indent, _, ok := strings.Cut(lines[0], want[0])
	for i := range want {
		switch {
		case i == 0 && len(want) == 1:
			return ok
		case i == 0:
			ok = ok && strings.HasSuffix(lines[0], want[0])
		case i == len(want)-1:
			ok = ok && strings.HasPrefix(lines[i], indent+want[i])
		default:
			ok = ok && lines[i] == indent+want[i]
		}
	}
	return ok
}

func replacePart(lines []string, at int, has, wanted string) string {
	n := strings.Count(has, "\n") + 1
	old := strings.Join(lines[at:at+n], "\n")
	indent, _, _ := strings.Cut(lines[at], strings.Split(has, "\n")[0])
	in := func(part string) string { return strings.ReplaceAll(part, "\n", "\n"+indent) }
	return strings.Join(slices.Concat(lines[:at], []string{strings.Replace(old, in(has), in(wanted), 1)}, lines[at+n:]), "\n")
}

// moveExample makes a file or folder lie where it is wanted, or nowhere.
func moveExample(t *testing.T, dir string, e check.Example, after bool) {
	t.Helper()
	has, wanted := e.After, e.Before
	if _, err := os.Stat(filepath.Join(dir, has)); has == "" || err != nil {
		has = e.Before
	}
	if after {
		wanted = e.After
	}
	from, to := filepath.Join(dir, filepath.FromSlash(has)), filepath.Join(dir, filepath.FromSlash(wanted))
	switch wanted {
	case has:
	case "":
		must(t, os.RemoveAll(from))
	default:
		must(t, os.MkdirAll(filepath.Dir(to), 0o755))
		must(t, os.Rename(from, to))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
