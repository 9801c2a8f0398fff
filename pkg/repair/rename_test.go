package repair

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
)

// renames makes a plan of one rename and carries it out.
func renames(t *testing.T, dir, from, to string) *Plan {
	t.Helper()
	p, err := Make(dir, says(func(c *project.Changes) []check.Result {
		if _, there := c.OnDisk(from); !there || len(c.Moves()) > 0 {
			return nil
		}
		return []check.Result{finding(check.Op{Kind: check.Rename, Path: from, To: to})}
	}))
	must(t, err)
	must(t, p.Apply())
	return p
}

func names(t *testing.T, dir string) []string {
	var out []string
	for name := range files(t, dir) {
		if name != "./" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func TestMoveUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to  string
		have, out []string
	}{
		"one level too deep": {"p/P/P", "p/P", []string{"p/P/P/package.json", "p/P/P/android/x.aar"},
			[]string{"p/", "p/P/", "p/P/android/", "p/P/android/x.aar", "p/P/package.json"}},
		"with files beside it": {"p/P/P", "p/P", []string{"p/P/P/package.json", "p/P/README.md"},
			[]string{"p/", "p/P/", "p/P/README.md", "p/P/package.json"}},
		"what the Finder leaves": {"p/P/P", "p/P", []string{"p/P/P/package.json", "p/P/P/.DS_Store", "p/P/.DS_Store"},
			[]string{"p/", "p/P/", "p/P/.DS_Store", "p/P/P/", "p/P/P/.DS_Store", "p/P/package.json"}},
		"names that are taken": {"p/P/P", "p/P", []string{"p/P/P/package.json", "p/P/Package.json"},
			[]string{"p/", "p/P/", "p/P/P/", "p/P/P/package.json", "p/P/Package.json"}},
		"the same once more": {"p/P/P", "p/P", []string{"p/P/P/package.json", "p/P/P/P/x"},
			[]string{"p/", "p/P/", "p/P/P/", "p/P/P/P/", "p/P/P/P/x", "p/P/P/package.json"}},
		"in another folder": {"p/q/P", "p/P", []string{"p/q/P/package.json"},
			[]string{"p/", "p/P/", "p/P/package.json"}},
		"in another folder that has more": {"p/q/P", "p/P", []string{"p/q/P/package.json", "p/q/x"},
			[]string{"p/", "p/P/", "p/P/package.json", "p/q/", "p/q/x"}},
		"another case": {"p/pP", "p/PP", []string{"p/pP/package.json"}, []string{"p/", "p/PP/", "p/PP/package.json"}},
		"the folder around in another case": {"PLUGINS", "plugins", []string{"PLUGINS/P/package.json", "PLUGINS/Q/x"},
			[]string{"plugins/", "plugins/P/", "plugins/P/package.json", "plugins/Q/", "plugins/Q/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, f := range test.have {
				put(t, dir, f, f)
			}
			renames(t, dir, test.from, test.to)
			if diff := cmp.Diff(test.out, names(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A disk that has folders of both cases can only be one that cares for case.
func TestMoveIntoOtherCase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "Plugins/P/package.json", "")
	if _, err := os.Stat(filepath.Join(dir, "plugins")); err == nil {
		t.Skip("this disk does not care for case")
	}
	put(t, dir, "plugins/Q/x", "")
	renames(t, dir, "Plugins", "plugins")
	if diff := cmp.Diff([]string{"plugins/", "plugins/P/", "plugins/P/package.json", "plugins/Q/", "plugins/Q/x"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A link that leads out of a folder would lead elsewhere from a new place; one
// within it moves along.
func TestMovedLinks(t *testing.T) {
	t.Parallel()
	for to, moved := range map[string]bool{"a/x": true, "../../x": false} {
		dir := t.TempDir()
		put(t, dir, "p/q/P/a/x", "")
		symlink(t, to, dir, "p/q/P/link")
		renames(t, dir, "p/q/P", "p/P")
		if _, err := os.Lstat(filepath.Join(dir, "p", "P")); (err == nil) != moved {
			t.Errorf("%s: %v", to, err)
		}
	}
}

// On a disk that does not care for case, a name that differs in case alone is
// there already: the rename takes two steps, and is taken back when the second
// fails.
func TestTwoSteps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "abc", "text")
	from, to := filepath.Join(dir, "abc"), filepath.Join(dir, "ABC")
	var steps []string
	d := disk.Real()
	d.Rename = func(from, to string) error {
		steps = append(steps, filepath.Base(from)+" "+filepath.Base(to))
		if len(steps) == 2 {
			return os.ErrPermission
		}
		return os.Rename(from, to)
	}
	if err := d.Move(from, to); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff([]string{"abc"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	must(t, d.Move(from, to))
	if diff := cmp.Diff([]string{"ABC"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, s := range steps {
		if strings.EqualFold(s, "abc abc") {
			t.Error("one step", s)
		}
	}
}

func TestDiffOfOddNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, `a "b" \c.txt`, "old\r\nnext\n")
	p, err := Make(dir, once(dir, `a "b" \c.txt`, "new", check.Op{Kind: check.Edit, Path: `a "b" \c.txt`, Start: 0, End: 3, Text: "new"}))
	must(t, err)
	want := "diff --git \"a/x y/a \\\"b\\\" \\\\c.txt\" \"b/x y/a \\\"b\\\" \\\\c.txt\"\n" +
		"--- \"a/x y/a \\\"b\\\" \\\\c.txt\"\n+++ \"b/x y/a \\\"b\\\" \\\\c.txt\"\n@@ -1,2 +1,2 @@\n-old\r\n+new\r\n next\n"
	if diff := cmp.Diff(want, string(p.Diff("x y"))); diff != "" {
		t.Error(diff)
	}
}
