package repair

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/offpush/offpush/pkg/project"
)

// What the disk would refuse is left out of the plan, so that --dry-run says what
// comes of it, and the rest is done.

// mayReplace reports why a file that was read may not be given new contents.
func (s *state) mayReplace(rel string) error {
	f := s.files[rel]
	if f.isNew() {
		return nil
	}
	if err := s.disk.Writable(f.real); err != nil {
		return err
	}
	return s.disk.Writable(filepath.Dir(f.real))
}

// mayPut reports why nothing may be put at a path: of the folders on the way
// there, the last one that disk has is asked.
func (s *state) mayPut(rel string) error {
	for {
		rel = path.Dir(rel)
		onDisk, ok := s.changes.OnDisk(rel)
		if !ok {
			continue // moved away: it is made anew in the one above
		}
		err := s.disk.Writable(filepath.Join(s.root, filepath.FromSlash(onDisk)))
		if rel == "." || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
}

// mayMove reports why a file or folder may not be moved: the folders that it
// leaves and comes to change, and the one that is itself moved to another.
func (s *state) mayMove(from, to string) error {
	err := errors.Join(s.mayPut(from), s.mayPut(to))
	if into := (project.Move{From: to}); into.Takes(from) { // what is in it moves up
		err = errors.Join(err, s.mayPut(path.Join(to, "x")))
	}
	onDisk, ok := s.changes.OnDisk(from)
	if err != nil || !ok || path.Dir(from) == path.Dir(to) {
		return err
	}
	name := filepath.Join(s.root, filepath.FromSlash(onDisk))
	if info, err := os.Lstat(name); err != nil || !info.IsDir() {
		return err
	}
	return s.disk.Writable(name)
}
