package project

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
)

// tree reads below one folder. Names are compared as they are listed, so that a
// wrong case is found on disks that do not care. Not safe for concurrent use.
type tree struct {
	root   string // absolute
	real   string // root with its links resolved
	lists  map[string][]fs.DirEntry
	ignore *ignoreRules
}

func newTree(root string) (*tree, error) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	return &tree{root: root, real: real, lists: map[string][]fs.DirEntry{}, ignore: &ignoreRules{root: real}}, nil
}

func (t *tree) abs(rel string) string { return filepath.Join(t.root, filepath.FromSlash(rel)) }

// list returns the entries of a folder, sorted by name; nil when it cannot be read.
func (t *tree) list(rel string) []fs.DirEntry {
	entries, ok := t.lists[rel]
	if !ok {
		entries, _ = os.ReadDir(t.abs(rel))
		t.lists[rel] = entries
	}
	return entries
}

// stat says what is at a path: its state and, when Present, its FileInfo with
// links inside the project followed.
func (t *tree) stat(rel string) (fs.FileInfo, State, error) {
	dir := ""
	for _, name := range strings.Split(rel, "/") {
		if !hasName(t.list(dir), name) {
			if info, state, err := t.unlisted(rel, dir); state != Absent {
				return info, state, err
			}
			return nil, t.absence(rel), nil
		}
		dir = path.Join(dir, name)
	}
	full := t.abs(rel)
	real, err := filepath.EvalSymlinks(full)
	if errors.Is(err, fs.ErrNotExist) { // a link to nowhere
		return nil, t.absence(rel), nil
	}
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	if real != t.real && !strings.HasPrefix(real, t.real+string(filepath.Separator)) {
		return nil, Outside, nil
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	return info, Present, nil
}

// unlisted tells a folder that may not be listed from one that is not there.
func (t *tree) unlisted(rel, dir string) (fs.FileInfo, State, error) {
	if len(t.list(dir)) > 0 {
		return nil, Absent, nil
	}
	if _, err := os.ReadDir(t.abs(dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Unreadable, cause(err)
	}
	return nil, Absent, nil
}

func (t *tree) absence(rel string) State {
	if t.ignore.covers(rel) {
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
	f, err := os.Open(t.abs(rel))
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, Unreadable, cause(err)
	}
	return data, Present, nil
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

func hasName(entries []fs.DirEntry, name string) bool {
	for _, e := range entries {
		if e.Name() == name {
			return true
		}
	}
	return false
}
