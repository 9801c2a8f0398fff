package repair

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/project"
)

// state is a project as it would be, and what has to be done on disk for that.
type state struct {
	root    string // as the project was opened
	real    string // root with its links resolved
	disk    disk.Disk
	changes *project.Changes
	// files are those that were read or are new, by the path that they have in the end.
	files map[string]file
	tried map[string]bool // paths that load was asked for
}

// file is what disk has of a file that the plan may change.
type file struct {
	path string      // on disk before the plan, relative to root, links not resolved; "" for a new one
	real string      // the same with links resolved, absolute
	own  string      // the same, relative to the root
	old  []byte      // its contents; those of the original of a copy
	mode fs.FileMode // of the file, or of the original
	copy string      // where a new one is a copy, the own path of the original before the plan
}

// isNew reports whether disk has no such file.
func (f file) isNew() bool { return f.path == "" }

// newState is a project as it is.
func newState(d disk.Disk, root string) (*state, error) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	return &state{root: root, real: real, disk: d, changes: &project.Changes{}, files: map[string]file{}, tried: map[string]bool{}}, nil
}

func (s *state) clone() *state {
	c := *s
	c.changes = s.changes.Clone()
	c.files = maps.Clone(s.files)
	c.tried = maps.Clone(s.tried)
	return &c
}

// maxFile is the size above which no file is repaired.
const maxFile = 4 << 20

// load returns the contents of a file, from the changes or from disk. One from
// disk is put into the changes as it is, so that it stays what was judged.
func (s *state) load(rel string) ([]byte, error) {
	if data, ok := s.changes.Text(rel); ok {
		return data, nil
	}
	if err := isOurs(rel); err != nil {
		return nil, err
	}
	onDisk, ok := s.changes.OnDisk(rel)
	if !ok {
		return nil, fs.ErrNotExist
	}
	real, err := s.resolve(onDisk)
	if err != nil {
		return nil, err
	}
	for other, f := range s.files {
		if f.real == real && other != rel && !f.isNew() { // a second link to it
			return nil, errLink
		}
	}
	data, err := disk.Read(real, maxFile)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, err
	}
	own, err := filepath.Rel(s.real, real)
	if err != nil {
		return nil, errOutside
	}
	s.files[rel] = file{path: onDisk, real: real, own: filepath.ToSlash(own), old: data, mode: info.Mode()}
	s.write(rel, data)
	return data, nil
}

// write gives a file of the state new contents.
func (s *state) write(rel string, data []byte) {
	s.changes.Write(rel, data)
	f := s.files[rel]
	if f.isNew() {
		return
	}
	// Where links lead to the file it is also read under its own path.
	if f.own != f.path {
		s.changes.Write(s.changes.Forward(f.own), data)
	}
}

// resolve returns where a path on disk leads; an error when that is no place for
// repairs.
func (s *state) resolve(onDisk string) (string, error) {
	real, err := filepath.EvalSymlinks(filepath.Join(s.root, filepath.FromSlash(onDisk)))
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(s.real, real)
	if err != nil {
		return "", errOutside
	}
	return real, isOurs(filepath.ToSlash(rel))
}

// isOurs tells paths that repairs may touch: inside of the project, in no folder
// that belongs to a package manager or to git.
func isOurs(rel string) error {
	if !filepath.IsLocal(filepath.FromSlash(rel)) || path.Clean(rel) != rel || rel == "." {
		return errOutside
	}
	for part := range strings.SplitSeq(rel, "/") {
		if strings.EqualFold(part, "node_modules") || strings.EqualFold(part, ".git") {
			return errNotOurs
		}
	}
	return nil
}

// hasLinks reports whether a path leads over a link.
func (s *state) hasLinks(rel string) bool {
	onDisk, ok := s.changes.OnDisk(rel)
	if !ok {
		return false
	}
	real, err := filepath.EvalSymlinks(filepath.Join(s.root, filepath.FromSlash(onDisk)))
	return err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && real != filepath.Join(s.real, filepath.FromSlash(onDisk))
}

// has reports whether a folder of the state has an entry, and one whose name
// differs in case alone.
func (s *state) has(rel string) (exact, alike bool) {
	dir, name := path.Split(rel)
	entries, _ := s.changes.List(s.root, path.Clean(dir))
	for _, e := range entries {
		exact = exact || e.Name() == name
		alike = alike || e.Name() != name && strings.EqualFold(e.Name(), name)
	}
	return exact, alike
}

// linksOut reports whether a folder holds a link that leads out of it by a
// relative path, which would lead elsewhere once the folder is moved.
func (s *state) linksOut(rel string) bool {
	onDisk, ok := s.changes.OnDisk(rel)
	if !ok {
		return false
	}
	top := filepath.Join(s.root, filepath.FromSlash(onDisk))
	out := false
	_ = filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Type()&fs.ModeSymlink != 0 {
			out = out || leadsOut(top, name)
		}
		return nil
	})
	return out
}

// leadsOut reports whether a link below a folder leads out of it by a relative
// path.
func leadsOut(top, name string) bool {
	to, err := os.Readlink(name)
	if err != nil || filepath.IsAbs(to) {
		return false
	}
	inside, err := filepath.Rel(top, filepath.Join(filepath.Dir(name), to))
	return err != nil || !filepath.IsLocal(inside)
}
