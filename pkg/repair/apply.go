package repair

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// Error says why a plan was not carried out, and what is not as it was before.
type Error struct {
	Path    string // of the file, relative to the root
	Message text.Text
	// Stuck are paths that could not be put back as they were.
	Stuck []string
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Path, e.Message.EN) }

// Apply writes the plan to disk: all of it, or, as far as the disk allows,
// nothing. Its error is an [*Error].
func (p *Plan) Apply() error { return p.state.apply(p.state.disk) }

// apply first looks that everything is as it was read, then moves, then writes.
// Moves come first because the files have their paths in the end.
func (s *state) apply(d disk.Disk) error {
	w := writer{state: s, disk: d}
	for _, rel := range s.written() {
		if err := s.unchanged(s.files[rel]); err != nil {
			return &Error{Path: rel, Message: words(err)}
		}
	}
	for _, m := range s.changes.Moves() {
		if err := w.move(m); err != nil {
			return w.undo(m.From, err)
		}
	}
	for _, rel := range s.written() {
		if err := w.write(rel); err != nil {
			return w.undo(rel, err)
		}
	}
	return nil
}

// written returns the files that are new or no longer as they were, sorted.
func (s *state) written() []string {
	var out []string
	for rel, f := range s.files {
		data, _ := s.changes.Text(rel)
		if f.isNew() || !bytes.Equal(data, f.old) {
			out = append(out, rel)
		}
	}
	slices.Sort(out)
	return out
}

// unchanged reports an error when disk no longer has what was read.
func (s *state) unchanged(f file) error {
	if f.isNew() {
		return nil
	}
	real, err := s.resolve(f.path)
	if err != nil {
		return err
	}
	data, err := disk.Read(real, maxFile)
	if err == nil && (real != f.real || !bytes.Equal(data, f.old)) {
		err = errChanged
	}
	return err
}

// writer carries out a state and knows how to take back what it did.
type writer struct {
	state *state
	disk  disk.Disk
	done  []step // in order
}

// step is something that was done, and how it is taken back.
type step struct {
	path string
	undo func() error
}

func (w *writer) did(path string, undo func() error) {
	w.done = append(w.done, step{path, undo})
}

// abs is where disk has a path once all moves are made.
func (w *writer) abs(rel string) string {
	return filepath.Join(w.state.root, filepath.FromSlash(rel))
}

func (w *writer) move(m project.Move) error {
	from := w.abs(m.From)
	if m.To == "" {
		info, err := os.Lstat(from)
		if err != nil {
			return err
		}
		if err := w.disk.Remove(from); err != nil { // which takes no folder with anything in it
			return err
		}
		w.did(m.From, func() error { return os.Mkdir(from, info.Mode().Perm()) })
		return nil
	}
	if err := w.folder(path.Dir(m.To)); err != nil {
		return err
	}
	to := w.abs(m.To)
	if err := w.disk.Move(from, to); err != nil {
		return err
	}
	w.did(m.From, func() error { return w.disk.Move(to, from) })
	return nil
}

// folder makes a folder and those above it. None of them may lie elsewhere.
func (w *writer) folder(rel string) error {
	if rel == "." {
		return nil
	}
	if _, err := w.state.resolve(rel); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := w.folder(path.Dir(rel)); err != nil {
		return err
	}
	name := w.abs(rel)
	if err := os.Mkdir(name, 0o777); err != nil { // less the user's mask
		return err
	}
	w.did(rel, func() error { return w.disk.Remove(name) })
	return nil
}

func (w *writer) write(rel string) error {
	f := w.state.files[rel]
	data, _ := w.state.changes.Text(rel)
	if f.isNew() {
		if err := w.folder(path.Dir(rel)); err != nil {
			return err
		}
		if _, err := w.state.resolve(rel); !errors.Is(err, fs.ErrNotExist) {
			return cmpErr(err, errExists)
		}
		name := w.abs(rel)
		if made, err := w.disk.Create(name, data, f.mode); !made {
			return cmpErr(err, errExists)
		}
		w.did(rel, func() error { return w.disk.Remove(name) })
		return nil
	}
	real, err := w.state.resolve(rel)
	if err != nil {
		return err
	}
	now, err := disk.Read(real, maxFile)
	switch {
	case err != nil:
		return err
	case !bytes.Equal(now, f.old):
		return errChanged
	}
	if err := w.disk.Replace(real, data); err != nil {
		return err
	}
	w.did(rel, func() error { return w.disk.Replace(real, f.old) })
	return nil
}

// cmpErr is the first of the two errors that there is.
func cmpErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// undo takes back what was done, the last first, and returns the error that says
// so.
func (w *writer) undo(rel string, err error) error {
	out := &Error{Path: rel, Message: words(err)}
	for _, s := range slices.Backward(w.done) {
		if err := s.undo(); err != nil {
			out.Stuck = append(out.Stuck, s.path)
		}
	}
	slices.Sort(out.Stuck)
	out.Stuck = slices.Compact(out.Stuck)
	return out
}

// Paths returns the files and folders that the plan changes, relative to the
// root, sorted.
func (p *Plan) Paths() []string {
	paths := map[string]bool{}
	for _, rel := range p.state.written() {
		paths[p.state.place(rel)] = true
	}
	for _, m := range p.state.changes.Moves() {
		if m.To != "" {
			paths[m.From] = true
		}
	}
	return slices.Sorted(maps.Keys(paths))
}
