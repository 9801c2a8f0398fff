package repair

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

func TestRepairAll(t *testing.T) {
	t.Parallel()
	dir := lay(t, broken)
	p := plan(t, dir)
	const want = "push-module unipush-off plugin-folder config-keys agconnect-file"
	if got := rules(p.Done); got != want || len(p.Left) > 0 {
		t.Fatalf("done %s, want %s; left %v", got, want, p.Left)
	}
	must(t, p.Apply())
	if diff := cmp.Diff(p.Report.Summary, mustJudge(t, dir).Summary); diff != "" {
		t.Error(diff)
	}
	const plugin = "nativeplugins/TencentCloud-TUIOfflinePush/"
	if read(t, dir, plugin+"android/assets/agconnect-services.json") != read(t, dir, "agconnect-services.json") {
		t.Error("the copy differs")
	}
	text := read(t, dir, "manifest.json")
	for _, part := range []string{"        \"modules\" : {\n            \"Push\" : {}\n        }, // none\n", "\"push\" : {}\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in %s", part, text)
		}
	}
	if p := plan(t, dir); !p.Empty() {
		t.Error("a second run repairs", rules(p.Done))
	}
}

func mustJudge(t *testing.T, dir string) *check.Report {
	t.Helper()
	r, err := judge(dir)(nil)
	must(t, err)
	return r
}

// Everything outside of an edit stays: line ends, byte order mark, permissions.
func TestBytesStay(t *testing.T) {
	t.Parallel()
	dir := lay(t, broken)
	before := "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(read(t, dir, "manifest.json"), "\n", "\r\n"), "    ", "\t")
	put(t, dir, "manifest.json", before)
	must(t, os.Chmod(filepath.Join(dir, "manifest.json"), 0o640))
	must(t, plan(t, dir).Apply())
	after := read(t, dir, "manifest.json")
	want := strings.Replace(strings.Replace(before, `"modules" : {}`, "\"modules\" : {\r\n\t\t\t\"Push\" : {}\r\n\t\t}", 1), `{ "unipush" : {} }`, "{}", 1)
	if diff := cmp.Diff(want, after); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(filepath.Join(dir, "manifest.json"))
	must(t, err)
	if os.Getuid() >= 0 && info.Mode() != 0o640 {
		t.Error(info.Mode())
	}
}

// What does not count is left as it is.
func TestSilencedIsLeft(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.txt --\nold\n")
	silenced, known := finding(check.Op{Kind: check.Append, Path: "a.txt", Text: "x"}), finding(check.Op{Kind: check.Append, Path: "a.txt", Text: "y"})
	silenced.Silence, known.Baselined = &check.Silence{Reason: "meant so"}, true
	p, err := Make(dir, says(func(*project.Changes) []check.Result { return []check.Result{silenced, known} }))
	must(t, err)
	if !p.Empty() || len(p.Left) > 0 {
		t.Error(p.Done, p.Left)
	}
}

// A repair that brings a new error of a rule that could be judged is left out, and
// so are those only that do.
func TestNewErrors(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.txt --\n-- b.txt --\n")
	other := &check.Rule{ID: "other"}
	for name, test := range map[string]struct {
		before check.Status
		left   string
	}{
		"of a rule that passed":                {check.Passed, "a-rule"},
		"of a rule that could not be judged":   {check.NotApplicable, ""},
		"of a rule that did not know":          {check.Unknown, ""},
		"of a rule that found something else":  {check.Failed, "a-rule"},
		"of a rule that found the same before": {"same", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := Make(dir, says(func(c *project.Changes) []check.Result {
				a, _ := c.Text("a.txt")
				b, _ := c.Text("b.txt")
				var out []check.Result
				if !strings.Contains(string(a), "x") {
					out = append(out, finding(check.Op{Kind: check.Append, Path: "a.txt", Text: "x"}))
				}
				if !strings.Contains(string(b), "x") {
					out = append(out, finding(check.Op{Kind: check.Append, Path: "b.txt", Text: "x"}))
				}
				r := check.Result{Rule: other, Status: test.before, Severity: check.Error, Fingerprint: "1"}
				r.Message.EN = "before"
				if strings.Contains(string(a), "x") || test.before == "same" {
					r.Status, r.Fingerprint, r.Message.EN = check.Failed, "2"+string(a), "after"
				}
				return append(out, r)
			}))
			must(t, err)
			if rules(p.Left) != test.left {
				t.Errorf("left %q, want %q", rules(p.Left), test.left)
			}
			if want := 2 - len(p.Left); len(p.Done) != want {
				t.Errorf("%d done, want %d", len(p.Done), want)
			}
			for _, item := range p.Left {
				if item.Repair.Ops[0].Path != "a.txt" || !strings.Contains(item.Why.EN, "other") {
					t.Error(item.Repair, item.Why)
				}
			}
		})
	}
}

// Nothing is written that could not be read any more.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.json --\n{\"a\":1}\n-- a.js --\nf({})\n")
	for _, op := range []check.Op{
		{Kind: check.Edit, Path: "a.json", Start: 0, End: 1},
		{Kind: check.Edit, Path: "a.js", Start: 2, End: 4, Text: "({["},
		{Kind: check.Edit, Path: "a.js", Start: 2, End: 99},
	} {
		p, err := Make(dir, says(func(*project.Changes) []check.Result { return []check.Result{finding(op)} }))
		must(t, err)
		if !p.Empty() || len(p.Left) != 1 {
			t.Errorf("%v: done %v, left %v", op, p.Done, p.Left)
		}
	}
}

// Repairs that meet come one after the other; equal ones are one.
func TestMeeting(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.txt --\nabc\n")
	p, err := Make(dir, says(func(c *project.Changes) []check.Result {
		text, ok := c.Text("a.txt")
		if !ok {
			text = []byte("abc\n")
		}
		var out []check.Result
		for _, pair := range [][2]string{{"a", "A"}, {"b", "B"}, {"b", "B"}, {"c", "C"}} {
			if i := strings.Index(string(text), pair[0]); i >= 0 {
				out = append(out, finding(check.Op{Kind: check.Edit, Path: "a.txt", Start: i, End: i + 1, Text: pair[1]}))
			}
		}
		return out
	}))
	must(t, err)
	must(t, p.Apply())
	if got := read(t, dir, "a.txt"); got != "ABC\n" || len(p.Done) != 3 {
		t.Errorf("%q by %d", got, len(p.Done))
	}
}

func TestAppend(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{
		"-":              "x.toml\n",
		"":               "x.toml\n",
		"a\n":            "a\nx.toml\n",
		"a":              "a\nx.toml\n",
		"a\r\nb":         "a\r\nb\r\nx.toml\r\n",
		"\ufeffx.toml\n": "\ufeffx.toml\n",
		"x.toml\r\n!x.*": "x.toml\r\n!x.*",
	} {
		dir := lay(t, "")
		if before != "-" {
			put(t, dir, ".gitignore", before)
		}
		p, err := Make(dir, says(func(c *project.Changes) []check.Result {
			if data, ok := c.Text(".gitignore"); ok && string(data) != before {
				return nil
			}
			return []check.Result{finding(check.Op{Kind: check.Append, Path: ".gitignore", Text: "x.toml"})}
		}))
		must(t, err)
		must(t, p.Apply())
		if got := read(t, dir, ".gitignore"); got != want {
			t.Errorf("%q became %q", before, got)
		}
	}
}

// A link that leads nowhere is said to be one.
func TestAppendToLooseLink(t *testing.T) {
	t.Parallel()
	dir := lay(t, "")
	symlink(t, "nowhere", dir, ".gitignore")
	p, err := Make(dir, says(func(*project.Changes) []check.Result {
		return []check.Result{finding(check.Op{Kind: check.Append, Path: ".gitignore", Text: "x.toml"})}
	}))
	must(t, err)
	if len(p.Left) != 1 || p.Left[0].Why.EN != "it is a link to a file that does not exist" {
		t.Error(p.Left)
	}
}

// A repair that leaves its finding as it was is not carried out; others are.
func TestVain(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.txt --\na\n")
	p, err := Make(dir, says(func(c *project.Changes) []check.Result {
		stays := finding(check.Op{Kind: check.Append, Path: ".gitignore", Text: "x.p12"})
		stays.Message = text.Same("stays")
		if a, _ := c.Text("a.txt"); strings.Contains(string(a), "b") {
			return []check.Result{stays}
		}
		return []check.Result{stays, finding(check.Op{Kind: check.Edit, Path: "a.txt", Start: 0, End: 1, Text: "b"})}
	}))
	must(t, err)
	must(t, p.Apply())
	if len(p.Done) != 1 || len(p.Left) != 1 || !strings.Contains(p.Left[0].Why.EN, "still be there") || read(t, dir, "a.txt") != "b\n" {
		t.Errorf("done %v, left %v", p.Done, p.Left)
	}
	if _, err := os.Stat(filepath.Join(dir, ".gitignore")); err == nil {
		t.Error(".gitignore was written")
	}
}

// A repair changes the line that fingerprints are taken from. Where that makes an
// old finding of the baseline count as a new one, it is left out.
func TestBaselineStays(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- a.txt --\nold\n")
	for _, known := range []bool{true, false} {
		p, err := Make(dir, says(func(c *project.Changes) []check.Result {
			a, _ := c.Text("a.txt")
			other := check.Result{Rule: &check.Rule{ID: "other"}, Status: check.Failed, Severity: check.Error, Fingerprint: string(a)}
			if strings.Contains(string(a), "new") {
				return []check.Result{other}
			}
			other.Baselined, other.Fingerprint = known, "old\n"
			return []check.Result{other, finding(check.Op{Kind: check.Edit, Path: "a.txt", Start: 0, End: 3, Text: "new"})}
		}))
		must(t, err)
		if p.Empty() != known || (len(p.Left) == 1) != known {
			t.Errorf("baseline %v: done %d, left %d", known, len(p.Done), len(p.Left))
		}
	}
}
