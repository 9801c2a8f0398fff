package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/offpush/offpush/internal/disk"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holds looks at a file's contents and that nothing else lies beside it.
func holds(t *testing.T, path, want string, entries int) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	if string(data) != want {
		t.Errorf("%q, want %q", data, want)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != entries {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	if wrote, err := disk.Real().Create(path, []byte("one"), 0o600); !wrote || err != nil {
		t.Fatal(wrote, err)
	}
	if wrote, err := disk.Real().Create(path, []byte("two"), 0o600); wrote || err != nil {
		t.Fatal("overwrites", wrote, err)
	}
	holds(t, path, "one", 1)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := disk.Real().Create(filepath.Join(dir, "none", "x"), nil, 0o600); err == nil {
		t.Error("writes into a folder that is not there")
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	must(t, disk.Real().Replace(path, []byte("one")))
	must(t, os.Chmod(path, 0o606))
	must(t, disk.Real().Replace(path, []byte("two")))
	holds(t, path, "two", 1)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o606 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	link := path + ".link"
	if err := os.Symlink("x", link); err != nil {
		t.Logf("cannot make symbolic links here: %v", err)
		return
	}
	must(t, disk.Real().Replace(link, []byte("three")))
	holds(t, path, "three", 2)
	if to, err := os.Readlink(link); to != "x" {
		t.Error("the link is gone", err)
	}
	must(t, os.Remove(path))
	if err := disk.Real().Replace(link, []byte("four")); !errors.Is(err, disk.ErrDangling) {
		t.Error(err)
	}
	if to, err := os.Readlink(link); to != "x" {
		t.Error("the link that leads to nothing is gone", err)
	}
}

// TestReplaceFails: what was there stays, and no temporary file.
func TestReplaceFails(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	must(t, os.WriteFile(path, []byte("old"), 0o600))
	for name, spoil := range map[string]func(*disk.Disk){
		"rename":   func(d *disk.Disk) { d.Rename = func(string, string) error { return os.ErrPermission } },
		"writable": func(d *disk.Disk) { d.Writable = func(string) error { return os.ErrPermission } },
	} {
		d := disk.Real()
		spoil(&d)
		if err := d.Replace(path, []byte("new")); !errors.Is(err, os.ErrPermission) {
			t.Error(name, err)
		}
		holds(t, path, "old", 1)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	must(t, os.WriteFile(path, []byte("four"), 0o600))
	if data, err := disk.Read(path, 4); string(data) != "four" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	for name, limit := range map[string]int64{path: 3, filepath.Dir(path): 1 << 20} {
		if _, err := disk.Read(name, limit); !errors.Is(err, disk.ErrSpecial) {
			t.Error(name, err)
		}
	}
	if _, err := disk.Read(path+"y", 9); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestCreateOnce: of several that make one file at the same time one does, and
// nobody overwrites what it wrote.
func TestCreateOnce(t *testing.T) {
	t.Parallel()
	for range 50 {
		path := filepath.Join(t.TempDir(), "x")
		start, made := make(chan struct{}), make(chan string, 8)
		var all sync.WaitGroup
		for i := range cap(made) {
			all.Go(func() {
				<-start
				content := strconv.Itoa(i)
				if wrote, err := disk.Real().Create(path, []byte(content), 0o600); err != nil {
					t.Error(err)
				} else if wrote {
					made <- content
				}
			})
		}
		close(start)
		all.Wait()
		close(made)
		holds(t, path, <-made, 1)
		if again, ok := <-made; ok {
			t.Fatalf("%s was written as well", again)
		}
	}
}
