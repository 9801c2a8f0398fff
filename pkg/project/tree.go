package project

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/offpush/offpush/pkg/git"
	"github.com/offpush/offpush/pkg/manifest"
)

// tree reads below one folder. Names are compared as they are listed, so that a
// wrong case is found on disks that do not care. Not safe for concurrent use.
type tree struct {
	root    string // absolute
	real    string // root with its links resolved
	lists   map[string]listing
	ignore  *git.Ignores
	over    *Changes // that are not on disk
	tracker git.Tracker
}

// listing is what reading a folder once gave.
type listing struct {
	entries []fs.DirEntry
	err     error
}

func newTree(root string) (*tree, error) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	return &tree{root: root, real: real, lists: map[string]listing{}, ignore: git.NewIgnores(real)}, nil
}

// change makes the tree one with changes that are not on disk.
func (t *tree) change(c *Changes) {
	if c == nil {
		return
	}
	t.over = c
	for rel, data := range c.text {
		if path.Base(rel) == ".gitignore" {
			t.ignore.Replace(path.Dir(rel), data)
		}
	}
}

func (t *tree) abs(rel string) string { return t.over.abs(t.root, rel) }

// list returns the entries of a folder, sorted by name; nil when it cannot be
// read or is none. It is only asked for folders that stat found inside the root.
func (t *tree) list(rel string) []fs.DirEntry {
	l, ok := t.lists[rel]
	if !ok {
		l.entries, l.err = t.over.list(t.root, rel, listDir)
		t.lists[rel] = l
	}
	return l.entries
}

// maxEntries bounds how much of one folder is listed. Of a larger one it cannot
// be said that a name is missing.
const maxEntries = 50_000

var errTooMany = fmt.Errorf("more than %d entries", maxEntries)

func listDir(name string) ([]fs.DirEntry, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(maxEntries + 1)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if len(entries) > maxEntries {
		err = errTooMany
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// stat says what is at a path: its state and, when Present, its FileInfo with
// links inside the project followed. Nothing behind a link that leads out of the
// project is looked at.
func (t *tree) stat(rel string) (fs.FileInfo, State, error) {
	dir := ""
	for name := range strings.SplitSeq(rel, "/") {
		e, ok := entryNamed(t.list(dir), name)
		if !ok {
			if err := t.lists[dir].err; denied(err) {
				return nil, Unreadable, cause(err)
			}
			return nil, t.absence(rel), nil
		}
		dir = path.Join(dir, name)
		if isLink(e) {
			if state, err := t.follow(dir); state == Absent {
				return nil, t.absence(rel), nil
			} else if state != Present {
				return nil, state, err
			}
		}
	}
	info, err := t.over.stat(t.root, rel)
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	return info, Present, nil
}

// follow says where a link leads: Absent is nowhere.
func (t *tree) follow(rel string) (State, error) {
	real, err := filepath.EvalSymlinks(t.abs(rel))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Absent, nil
	case err != nil:
		return Unreadable, cause(err)
	case real != t.real && !strings.HasPrefix(real, t.real+string(filepath.Separator)):
		return Outside, nil
	}
	return Present, nil
}

// realPath is where a path leads when its links are resolved.
func (t *tree) realPath(rel string) string {
	real, err := filepath.EvalSymlinks(t.abs(rel))
	if err != nil {
		return t.abs(rel)
	}
	return real
}

// isLink: a symbolic link, or what Windows has instead (junctions).
func isLink(e fs.DirEntry) bool { return e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0 }

// denied tells a folder that may not be listed from one that is not there, or
// is a file.
func denied(err error) bool {
	return err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR)
}

func (t *tree) absence(rel string) State {
	if t.ignore.Covers(rel) {
		return Ignored
	}
	return Absent
}

// folders returns the names of the folders in a folder, sorted.
func (t *tree) folders(rel string) []string {
	var names []string
	for _, e := range t.list(rel) {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// isDir reports whether a folder stands at rel.
func (t *tree) isDir(rel string) bool {
	info, state, _ := t.stat(rel)
	return state == Present && info.IsDir()
}

// isFile reports whether a regular file stands at rel.
func (t *tree) isFile(rel string) bool {
	info, state, _ := t.stat(rel)
	return state == Present && info.Mode().IsRegular()
}

// read returns the bytes of a regular file of at most limit bytes. A larger one
// is Present with its first limit+1 bytes, so that its parser can refuse it.
func (t *tree) read(rel string, limit int64) ([]byte, State, error) {
	info, state, err := t.stat(rel)
	if state != Present {
		return nil, state, err
	}
	if !info.Mode().IsRegular() {
		return nil, Unreadable, errNotRegular
	}
	f, err := t.over.open(t.root, rel)
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	defer func() { _ = f.Close() }()
	data := bytes.NewBuffer(make([]byte, 0, min(info.Size(), limit)+bytes.MinRead)) // what it takes, once
	if _, err := data.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, Unreadable, cause(err)
	}
	return data.Bytes(), Present, nil
}

// doc reads and parses a JSON file.
func (t *tree) doc(rel string) Doc {
	data, state, err := t.read(rel, manifest.MaxSize)
	d := Doc{Path: rel, State: state, Err: err}
	if state == Present {
		d.Document = manifest.Parse(rel, data)
	}
	return d
}

var errNotRegular = errors.New("not a regular file")

// cause strips the path from an error of package os: the caller knows it, and
// the absolute one is nobody's business.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", p.Op, p.Err)
	}
	return err
}

func entryNamed(entries []fs.DirEntry, name string) (fs.DirEntry, bool) {
	i, ok := slices.BinarySearchFunc(entries, name, func(e fs.DirEntry, name string) int {
		return strings.Compare(e.Name(), name)
	})
	if !ok {
		return nil, false
	}
	return entries[i], true
}
