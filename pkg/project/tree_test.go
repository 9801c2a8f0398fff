package project

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// write lays files into a new folder; a name that ends with / is a folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		if strings.HasSuffix(name, "/") {
			must(t, os.MkdirAll(full, 0o755))
			continue
		}
		must(t, os.WriteFile(full, []byte(data), 0o644))
	}
	return dir
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("no right to make links")
		}
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *tree {
	t.Helper()
	tr, err := newTree(dir)
	must(t, err)
	return tr
}

func TestStat(t *testing.T) {
	outside := write(t, map[string]string{"secret/a.json": "{}"})
	dir := write(t, map[string]string{"a/file.json": "{}", "b/": "", "plain": "x"})
	link(t, filepath.Join(outside, "secret"), filepath.Join(dir, "out"))
	link(t, "a", filepath.Join(dir, "in"))
	link(t, "nowhere", filepath.Join(dir, "dangling"))
	link(t, "loop", filepath.Join(dir, "loop"))
	link(t, filepath.Join(outside, "secret", "a.json"), filepath.Join(dir, "b", "out.json"))
	tr := open(t, dir)
	for rel, want := range map[string]State{
		"a/file.json":   Present,
		"in/file.json":  Present,
		"a":             Present,
		"A/file.json":   Absent, // also on disks that do not care
		"a/File.json":   Absent,
		"a/none":        Absent,
		"none/a/b":      Absent,
		"plain/below":   Absent,
		"dangling":      Absent,
		"out":           Outside,
		"out/a.json":    Outside,
		"out/none.json": Outside,
		"b/out.json":    Outside,
		"loop":          Unreadable,
		"loop/x":        Unreadable,
	} {
		if _, got, err := tr.stat(rel); got != want {
			t.Errorf("%s: state %d, want %d (%v)", rel, got, want, err)
		}
	}
	if _, ok := tr.lists["out"]; ok {
		t.Error("the folder behind a link that leads out was listed")
	}
}

func TestUnreadable(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("nothing is unreadable here")
	}
	dir := write(t, map[string]string{"shut/a.json": "{}", "file.json": "{}"})
	must(t, os.Chmod(filepath.Join(dir, "shut"), 0))
	must(t, os.Chmod(filepath.Join(dir, "file.json"), 0))
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "shut"), 0o755) })
	tr := open(t, dir)
	for _, rel := range []string{"shut/a.json", "file.json"} {
		d := tr.doc(rel)
		if d.State != Unreadable || d.Err == nil {
			t.Errorf("%s: %d %v", rel, d.State, d.Err)
		}
		if strings.Contains(d.Err.Error(), dir) {
			t.Errorf("%s: the error names the absolute path: %v", rel, d.Err)
		}
	}
}
