package check_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// A fixture is a txtar file testdata/rules/<rule>/<case>.txtar. Its comment
// holds directives, one a line:
//
//	# text                        a remark
//	base NAME                     start from testdata/projects/NAME
//	remove PATH                   delete a file or folder of the base
//	move OLD NEW                  rename one
//	flags --vendors huawei ...    --vendors, --android-package, --expect-plugin
//	sample NAME PATH              lay a file of internal/applefixture
//	credential PATH               read it as what pushes; app PATH and custom-base PATH as a build and
//	                              as a found custom base, native PATH as UniApp.entitlements
//	bundle-id ID, team-id ID      what was said; the bundle id beats that of manifest.json
//	ignore RULE PATH REASON...    as [[doctor.ignore]] says it; PATH . is the whole project, no REASON none
//	want RULE STATUS [SEVERITY] [FILE[:LINE[:COLUMN]]] [| words in the English message]
//
// Its files are laid over the base. A file named NAME.edit edits NAME instead:
// it holds pairs "<<<<", old text, "====", new text, ">>>>", each old text
// standing exactly once in NAME.
//
// The STATUS of a failed result that is silenced is "ignored". Every failed result must be wanted, and each want must be met by a result.
type fixture struct {
	name    string
	options check.Options
	apple   check.Apple
	wants   []want
	ignores []check.Ignore
}

type want struct {
	rule, status, severity, place, message string
}

func (w want) meets(r check.Result) bool {
	status := string(r.Status)
	if r.Silence != nil {
		status = "ignored"
	}
	return r.Rule.ID == w.rule && status == w.status &&
		(w.severity == "" || string(r.Severity) == w.severity) &&
		(w.place == "" || w.place == place(r, strings.Count(w.place, ":"))) &&
		strings.Contains(r.Message.In(text.EN), w.message)
}

func place(r check.Result, parts int) string {
	switch parts {
	case 0:
		return r.Span.File
	case 1:
		return fmt.Sprintf("%s:%d", r.Span.File, r.Span.Start.Line)
	}
	return fmt.Sprintf("%s:%d:%d", r.Span.File, r.Span.Start.Line, r.Span.Start.Column)
}

const testdata = "../../testdata"

func fixtures(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(testdata, "rules", "*", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	return names
}

// judge builds a fixture's project in a temporary folder and runs all rules.
func judge(t *testing.T, name string) (fixture, *check.Report) {
	t.Helper()
	f, dir := build(t, name)
	p, err := project.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return f, check.Run(check.Input{Project: p, Apple: f.apple, Options: f.options, Now: now})
}

// parse reads a fixture's directives; the ones that change the project are left
// to do.
func parse(t *testing.T, name string, do func(line string, words []string)) (fixture, *txtar.Archive) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := fixture{name: name}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		switch words[0] {
		case "base", "remove", "move", "sample", "credential", "app", "custom-base", "native":
			do(line, words)
		case "bundle-id":
			f.apple.BundleID = words[1]
		case "team-id":
			f.apple.TeamID = words[1]
		case "flags":
			f.options = options(t, words[1:])
		case "ignore":
			f.ignores = append(f.ignores, check.Ignore{Rule: words[1], Path: strings.Trim(words[2], "."),
				Reason: strings.Join(words[3:], " "), Span: source.Of("offpush.toml")})
		case "want":
			f.wants = append(f.wants, parseWant(t, line))
		default:
			t.Fatalf("%s: unknown directive %q", name, line)
		}
	}
	return f, archive
}

func build(t *testing.T, name string) (fixture, string) {
	t.Helper()
	dir := t.TempDir()
	var found check.Apple
	f, archive := parse(t, name, func(line string, words []string) {
		switch words[0] {
		case "base":
			must(t, os.CopyFS(dir, os.DirFS(filepath.Join(testdata, "projects", words[1]))))
		case "remove":
			must(t, os.RemoveAll(filepath.Join(dir, strings.TrimSpace(strings.TrimPrefix(line, "remove")))))
		case "move":
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, words[2])), 0o755))
			must(t, os.Rename(filepath.Join(dir, words[1]), filepath.Join(dir, words[2])))
		case "sample":
			laySample(t, filepath.Join(dir, words[2]), words[1])
		default:
			readApple(&found, words[0], dir, words[1])
		}
	})
	f.options.Ignores = f.ignores
	f.apple.Credential, f.apple.Apps, f.apple.Native = found.Credential, found.Apps, found.Native
	for _, file := range archive.Files {
		lay(t, dir, file)
	}
	return f, dir
}

func lay(t *testing.T, dir string, file txtar.File) {
	t.Helper()
	name, edit := strings.CutSuffix(file.Name, ".edit")
	full := filepath.Join(dir, filepath.FromSlash(name))
	data := file.Data
	if edit {
		old, err := os.ReadFile(full)
		must(t, err)
		data = []byte(apply(t, file.Name, string(old), string(file.Data)))
	}
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	must(t, os.WriteFile(full, data, 0o644))
}

func apply(t *testing.T, name, old, edits string) string {
	t.Helper()
	for _, e := range strings.Split(edits, "<<<<\n")[1:] {
		from, rest, ok := strings.Cut(e, "\n====\n")
		to, _, ok2 := strings.Cut(rest, ">>>>")
		if !ok || !ok2 {
			t.Fatalf("%s: an edit is \"<<<<\", old, \"====\", new, \">>>>\"", name)
		}
		if n := strings.Count(old, from); n != 1 {
			t.Fatalf("%s: %q stands %d times", name, from, n)
		}
		old = strings.Replace(old, from, strings.TrimSuffix(to, "\n"), 1)
	}
	return old
}

func options(t *testing.T, args []string) check.Options {
	t.Helper()
	var o check.Options
	var vendors string
	fl := flag.NewFlagSet("flags", flag.ContinueOnError)
	fl.StringVar(&vendors, "vendors", "", "")
	fl.StringVar(&o.AndroidPackage, "android-package", "", "")
	fl.BoolVar(&o.ExpectPlugin, "expect-plugin", false, "")
	must(t, fl.Parse(args))
	if vendors != "" {
		o.Vendors = strings.Split(vendors, ",")
	}
	return o
}

func parseWant(t *testing.T, line string) want {
	t.Helper()
	head, message, _ := strings.Cut(line, "|")
	words := strings.Fields(head)[1:]
	if len(words) < 2 {
		t.Fatalf("want RULE STATUS ...: %q", line)
	}
	w := want{rule: words[0], status: words[1], message: strings.TrimSpace(message)}
	for _, word := range words[2:] {
		if slices.Contains([]string{"error", "warning", "info"}, word) {
			w.severity = word
		} else {
			w.place = word
		}
	}
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFixtures(t *testing.T) {
	for _, name := range fixtures(t) {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(name), testdata+"/rules/"), ".txtar"), func(t *testing.T) {
			t.Parallel()
			f, report := judge(t, name)
			if len(f.wants) == 0 {
				t.Fatal("the fixture wants nothing")
			}
			for _, w := range f.wants {
				if !slices.ContainsFunc(report.Results, w.meets) {
					t.Errorf("no result for %+v; have:\n%s", w, show(report.Results, w.rule))
				}
			}
			for _, r := range report.Results {
				if r.Status == check.Failed && !slices.ContainsFunc(f.wants, func(w want) bool { return w.meets(r) }) {
					t.Errorf("not wanted:\n%s", show([]check.Result{r}, r.Rule.ID))
				}
			}
			reportIsBilingual(t, report)
			fingerprintsAreSound(t, report)
		})
	}
}

// TestHealthySamples: the healthy samples have no failed result but the notice that
// the plugin is retired.
func TestHealthySamples(t *testing.T) {
	for _, name := range []string{"healthy", "healthy-cli-vue2", "healthy-cli-vue3"} {
		p, err := project.Open(filepath.Join(testdata, "projects", name))
		must(t, err)
		report := check.Run(check.Input{Project: p, Now: time.Now()})
		for _, r := range report.Results {
			if r.Status == check.Failed && r.Severity != check.Info || r.Status == check.Unknown {
				t.Errorf("%s: %s", name, show([]check.Result{r}, r.Rule.ID))
			}
		}
	}
}

// TestEveryRuleHasFixtures: a failing one, and a passing one; a rule that cannot
// pass needs one in which it does not apply.
func TestEveryRuleHasFixtures(t *testing.T) {
	seen := map[string]map[check.Status]bool{}
	for _, name := range fixtures(t) {
		f, _ := parse(t, name, func(string, []string) {})
		for _, w := range f.wants {
			if seen[w.rule] == nil {
				seen[w.rule] = map[check.Status]bool{}
			}
			seen[w.rule][check.Status(w.status)] = true
		}
	}
	for _, rule := range check.Rules() {
		if !seen[rule.ID][check.Failed] {
			t.Errorf("%s has no failing fixture", rule.ID)
		}
		if !seen[rule.ID][check.Passed] && (rule.Severity != check.Info || !seen[rule.ID][check.NotApplicable]) {
			t.Errorf("%s has no passing fixture", rule.ID)
		}
	}
}

// TestEveryTextHasBothLanguages looks at the papers of all rules; what the
// fixtures make them say is looked at with each fixture.
func TestEveryTextHasBothLanguages(t *testing.T) {
	for _, rule := range check.Rules() {
		for what, tx := range map[string]text.Text{"title": rule.Doc.Title, "why": rule.Doc.Why, "fix": rule.Doc.Fix} {
			bilingual(t, rule.ID+" "+what, tx, false)
		}
	}
}

func reportIsBilingual(t *testing.T, report *check.Report) {
	t.Helper()
	bilingual(t, "verdict", report.Verdict, false)
	for _, n := range report.Notes {
		bilingual(t, "note", n, false)
	}
	for _, r := range report.Results {
		bilingual(t, r.Rule.ID+" message", r.Message, false)
		bilingual(t, r.Rule.ID+" found", r.Found, true)
		bilingual(t, r.Rule.ID+" expected", r.Expected, true)
		bilingual(t, r.Rule.ID+" fix", r.Fix, true)
		for _, rel := range r.Related {
			bilingual(t, r.Rule.ID+" related", rel.Message, false)
		}
	}
}

func bilingual(t *testing.T, what string, tx text.Text, optional bool) {
	t.Helper()
	if optional && tx.IsZero() {
		return
	}
	if tx.ZH == "" || tx.EN == "" {
		t.Errorf("%s lacks a language: %+v", what, tx)
	}
	if strings.ContainsFunc(tx.EN, func(r rune) bool { return r >= 0x2E80 && r <= 0x9FFF || r >= 0xFF00 && r <= 0xFFEF }) {
		t.Errorf("%s: Chinese in the English text: %s", what, tx.EN)
	}
}

func show(results []check.Result, rule string) string {
	var b strings.Builder
	for _, r := range results {
		if r.Rule.ID == rule {
			fmt.Fprintf(&b, "  %s %s %s %s | %s | found %s | expected %s\n", r.Rule.ID, r.Status, r.Severity, place(r, 2),
				r.Message.In(text.EN), r.Found.In(text.EN), r.Expected.In(text.EN))
		}
	}
	return b.String()
}
