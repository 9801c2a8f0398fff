//go:build unix

package project

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FIFOs, sockets and devices are named and never opened: opening a FIFO waits.
func TestWalkSpecialFiles(t *testing.T) {
	t.Parallel()
	dir := lay(t, bare)
	fifo := func(name string) {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skipf("cannot make a FIFO here: %v", err)
		}
	}
	want := []string{fmt.Sprint("link.js ", SkipSpecial), fmt.Sprint("pipe.vue ", SkipSpecial)}
	fifo("pipe.vue")
	fifo("pipe.txt")
	symlink(t, "pipe.vue", dir, "link.js")
	if l, err := net.Listen("unix", filepath.Join(dir, "talk.js")); err == nil { // the path may be too long
		defer l.Close()
		want = append(want, fmt.Sprint("talk.js ", SkipSpecial))
	}
	if os.Geteuid() == 0 && syscall.Mknod(filepath.Join(dir, "zero.js"), syscall.S_IFCHR|0o644, 1<<8|5) == nil {
		want = append(want, fmt.Sprint("zero.js ", SkipSpecial))
	}
	files, skipped := walked(t, dir, "")
	if diff := cmp.Diff([]string{"App.vue", "main.js"}, files); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[1:], skipped); diff != "" { // the link leads to a place that is named anyway
		t.Error(diff)
	}
}

// The project's own files may be special, too.
func TestOpenSpecialFiles(t *testing.T) {
	t.Parallel()
	dir := lay(t, "-- manifest.json --\n"+uniManifest)
	for _, name := range []string{"package.json", "pages.json", "App.vue", "main.js", ".gitignore", "yarn.lock"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skipf("cannot make a FIFO here: %v", err)
		}
	}
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if p.Package.State != Unreadable || p.Package.Err == nil || p.Code.App {
		t.Errorf("package.json: %v %v, App.vue read: %v", p.Package.State, p.Package.Err, p.Code.App)
	}
	dir = lay(t, "-- pages.json --\n{}\n-- App.vue --\n")
	if err := syscall.Mkfifo(filepath.Join(dir, "manifest.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	if p, err = Open(dir); err != nil || p.Manifest.State != Unreadable {
		t.Errorf("manifest.json: %v, %v", p, err)
	}
}
