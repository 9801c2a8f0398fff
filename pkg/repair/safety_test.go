package repair

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/project"
)

// Nothing outside of the project changes, nor what is not the project's own.
func TestNotOurs(t *testing.T) {
	t.Parallel()
	outside := lay(t, "-- a.txt --\nold\n-- dir/b.txt --\nold\n")
	dir := lay(t, "-- node_modules/p/a.txt --\nold\n-- a.txt --\nold\n-- real/a.txt --\nold\n-- .git/config --\nold\n-- B.txt --\n-- folder/x --\n")
	symlink(t, filepath.Join(outside, "a.txt"), dir, "link.txt")
	symlink(t, filepath.Join(outside, "dir"), dir, "linked")
	symlink(t, filepath.Join("node_modules", "p", "a.txt"), dir, "package.txt")
	symlink(t, "real", dir, "alias")
	symlink(t, "nowhere", dir, "dangling")
	symlink(t, "../real/a.txt", dir, "folder/up")
	edit := func(path string) check.Op {
		return check.Op{Kind: check.Edit, Path: path, Start: 0, End: 3, Text: "new"}
	}
	before, beforeOutside := files(t, dir), files(t, outside)
	for name, op := range map[string]check.Op{
		"a link out of the project":      edit("link.txt"),
		"a folder's link out":            edit("linked/b.txt"),
		"above the project":              edit("../" + filepath.Base(outside) + "/a.txt"),
		"an absolute path":               edit(filepath.ToSlash(outside) + "/a.txt"),
		"no clean path":                  edit("real/../a.txt"),
		"node_modules":                   edit("node_modules/p/a.txt"),
		"a link to node_modules":         edit("package.txt"),
		"git's folder":                   edit(".git/config"),
		"a folder":                       edit("real"),
		"append to a link that is loose": {Kind: check.Append, Path: "dangling", Text: "x"},
		"a new file over a link":         {Kind: check.Append, Path: "linked/new.txt", Text: "x"},
		"copy from outside":              {Kind: check.Copy, Path: "link.txt", To: "c.txt"},
		"copy to outside":                {Kind: check.Copy, Path: "a.txt", To: "linked/c.txt"},
		"copy over a link inside":        {Kind: check.Copy, Path: "a.txt", To: "alias/c.txt"},
		"copy over something":            {Kind: check.Copy, Path: "a.txt", To: "B.txt"},
		"copy over another case":         {Kind: check.Copy, Path: "a.txt", To: "b.txt"},
		"copy into another case":         {Kind: check.Copy, Path: "a.txt", To: "Real/b.txt"},
		"copy into a file":               {Kind: check.Copy, Path: "a.txt", To: "B.txt/c.txt"},
		"copy to above":                  {Kind: check.Copy, Path: "a.txt", To: "../c.txt"},
		"rename a link":                  {Kind: check.Rename, Path: "alias", To: "other"},
		"rename behind a link":           {Kind: check.Rename, Path: "alias/a.txt", To: "alias/c.txt"},
		"rename to outside":              {Kind: check.Rename, Path: "real", To: "../real"},
		"rename over something":          {Kind: check.Rename, Path: "a.txt", To: "B.txt"},
		"rename what is not there":       {Kind: check.Rename, Path: "none", To: "some"},
		"move away from a link's target": {Kind: check.Rename, Path: "folder", To: "deeper/down/folder"},
		"move the project":               {Kind: check.Rename, Path: ".", To: "x"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Make(dir, says(func(*project.Changes) []check.Result { return []check.Result{finding(op)} }))
			must(t, err)
			if !p.Empty() || len(p.Left) != 1 || p.Left[0].Why.IsZero() {
				t.Errorf("done %v, left %v", p.Done, p.Left)
			}
			must(t, p.Apply())
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(beforeOutside, files(t, outside)); diff != "" {
				t.Error("outside", diff)
			}
		})
	}
}

// A file that a link inside of the project leads to is written; the link stays.
func TestLinkInside(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- shared/a.txt --\nold\n")
	symlink(t, filepath.Join("shared", "a.txt"), dir, "a.txt")
	p, err := Make(dir, once(dir, "a.txt", "new", check.Op{Kind: check.Edit, Path: "a.txt", Start: 0, End: 3, Text: "new"}))
	must(t, err)
	if diff := cmp.Diff([]string{"shared/a.txt"}, p.Paths()); diff != "" {
		t.Error(diff)
	}
	for _, program := range [][]string{{"git", "apply", "-"}, {"patch", "-p1", "--no-backup-if-mismatch", "--quiet"}} {
		patched(t, dir, p.Diff(""), program)
	}
	must(t, p.Apply())
	got := files(t, dir)
	if got["a.txt"] != "-> "+filepath.Join("shared", "a.txt") || !strings.HasSuffix(got["shared/a.txt"], "new\n") {
		t.Error(got)
	}
}

// patched has a program apply a patch to a copy of a folder in which a.txt is a
// link to shared/a.txt, and looks that it does what Apply does.
func patched(t *testing.T, dir string, patch []byte, program []string) {
	t.Helper()
	if _, err := exec.LookPath(program[0]); err != nil {
		t.Logf("there is no %s here to try the patch with", program[0])
		return
	}
	work := lay(t, "-- shared/a.txt --\n"+read(t, dir, "shared/a.txt"))
	symlink(t, filepath.Join("shared", "a.txt"), work, "a.txt")
	c := exec.Command(program[0], program[1:]...)
	c.Dir, c.Stdin = work, bytes.NewReader(patch)
	c.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(work), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if answer, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s\n%s", program[0], err, answer, patch)
		return
	}
	got := files(t, work)
	if got["a.txt"] != "-> "+filepath.Join("shared", "a.txt") || !strings.HasSuffix(got["shared/a.txt"], "new\n") {
		t.Errorf("%s: %v", program[0], got)
	}
}

// A file that somebody changed after it was judged stays as it is, and with it
// everything else.
func TestChangedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, meddle := range map[string]func(t *testing.T, dir string){
		"edited":            func(t *testing.T, dir string) { put(t, dir, "push.js", read(t, dir, "push.js")+"// mine\n") },
		"removed":           func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "push.js"))) },
		"the target exists": func(t *testing.T, dir string) { put(t, dir, "nativeplugins/TencentCloud-TUIOfflinePush/mine", "") },
		"became a folder": func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, "push.js")))
			put(t, dir, "push.js/x", "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, broken)
			p := plan(t, dir)
			meddle(t, dir)
			before := files(t, dir)
			var e *Error
			if err := p.Apply(); !errors.As(err, &e) || len(e.Stuck) > 0 {
				t.Fatalf("%v, stuck %v", err, e)
			}
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whichever step fails, what was done before it is taken back.
func TestRollback(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		dir := lay(t, broken)
		p := plan(t, dir)
		before := files(t, dir)
		d, count := disk.Real(), 0
		d.Rename = func(from, to string) error {
			if count++; count == n {
				return &os.LinkError{Op: "rename", Old: from, New: to, Err: os.ErrPermission}
			}
			return os.Rename(from, to)
		}
		err := p.state.apply(d)
		if count < n { // no step is left to fail
			must(t, err)
			if n < 5 {
				t.Fatalf("only %d steps", n-1)
			}
			return
		}
		var e *Error
		if !errors.As(err, &e) || e.Path == "" || e.Message.IsZero() || len(e.Stuck) > 0 {
			t.Fatalf("step %d: %v", n, err)
		}
		if diff := cmp.Diff(before, files(t, dir)); diff != "" {
			t.Errorf("step %d:\n%s", n, diff)
		}
	}
}

// What cannot be taken back is said.
func TestStuck(t *testing.T) {
	t.Parallel()
	dir := lay(t, broken)
	p := plan(t, dir)
	d, count := disk.Real(), 0
	d.Rename = func(from, to string) error {
		if count++; count >= 4 {
			return os.ErrPermission
		}
		return os.Rename(from, to)
	}
	var e *Error
	if err := p.state.apply(d); !errors.As(err, &e) || len(e.Stuck) == 0 {
		t.Fatalf("%+v", err)
	}
}

// A file that may not be written to stays, although its folder would allow it.
func TestReadOnly(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("permissions stop nobody here: running as root, or on a system without them")
	}
	t.Parallel()
	dir := lay(t, broken)
	p := plan(t, dir)
	must(t, os.Chmod(filepath.Join(dir, "push.js"), 0o444))
	before := files(t, dir)
	if err := p.Apply(); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Error(diff)
	}
}
