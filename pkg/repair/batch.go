package repair

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/script"
)

// edit is a change of the bytes of a file.
type edit = manifest.Change

// batch does repairs to a state together. Edits wait for [batch.finish], because
// all of them are about the text as it was judged.
type batch struct {
	state *state
	edits map[string][]edit
}

// add does all operations of a repair, or none.
func (b *batch) add(ops []check.Op) error {
	state, edits := *b.state.clone(), maps.Clone(b.edits)
	for _, op := range ops {
		if err := b.do(op, edits); err != nil {
			*b.state, b.edits = state, edits
			return err
		}
	}
	return nil
}

// do does one operation. others are the edits of other repairs.
func (b *batch) do(op check.Op, others map[string][]edit) error {
	if err := isOurs(op.Path); err != nil {
		return err
	}
	switch op.Kind {
	case check.Edit:
		return b.edit(op, others[op.Path])
	case check.Append:
		return b.append(op)
	case check.Copy:
		return b.copy(op)
	case check.Rename:
		for file := range b.edits {
			if (project.Move{From: op.Path}).Takes(file) {
				return errMeets
			}
		}
		return b.rename(op)
	}
	return errUnknown
}

func (b *batch) edit(op check.Op, others []edit) error {
	data, err := b.state.load(op.Path)
	if err != nil {
		return err
	}
	if err := b.state.mayReplace(op.Path); err != nil {
		return err
	}
	if op.Start < 0 || op.Start > op.End || op.End > len(data) {
		return errChanged
	}
	e := edit{Start: op.Start, End: op.End, Text: op.Text}
	for _, o := range others {
		switch {
		case o == e:
			return nil // the same edit for a second reason
		case e.Start <= o.End && o.Start <= e.End:
			return errMeets
		}
	}
	for _, o := range b.edits[op.Path] {
		if e.Start < o.End && o.Start < e.End {
			return errMeets
		}
	}
	b.edits[op.Path] = append(slices.Clone(b.edits[op.Path]), e)
	return nil
}

// append adds a line to a file, written as the others are.
func (b *batch) append(op check.Op) error {
	s := b.state
	data, err := s.load(op.Path)
	if errors.Is(err, fs.ErrNotExist) {
		if exact, _ := s.has(op.Path); exact {
			return errDangling
		}
		if err := s.free(op.Path, ""); err != nil {
			return err
		}
		if err := s.mayPut(op.Path); err != nil {
			return err
		}
		s.files[op.Path] = file{mode: 0o644}
		s.write(op.Path, []byte(op.Text+"\n"))
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.mayReplace(op.Path); err != nil {
		return err
	}
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		if strings.TrimRight(line, "\r\n") == op.Text {
			return errNothing
		}
	}
	end := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		end = "\r\n"
	}
	out := bytes.Clone(data)
	if len(data) > 0 && data[len(data)-1] != '\n' {
		out = append(out, end...)
	}
	s.write(op.Path, append(out, op.Text+end...))
	return nil
}

func (b *batch) copy(op check.Op) error {
	s := b.state
	data, err := s.load(op.Path)
	if err != nil {
		return err
	}
	if err := s.free(op.To, ""); err != nil {
		return err
	}
	if err := s.mayPut(op.To); err != nil {
		return err
	}
	original := s.files[op.Path]
	s.files[op.To] = file{old: data, mode: original.mode, copy: original.own}
	s.write(op.To, data)
	return nil
}

// rename moves a file or folder. Where To is the folder around it, or one whose
// name differs in case alone, what is in it moves into that.
func (b *batch) rename(op check.Op) error {
	s := b.state
	if exact, _ := s.has(op.Path); !exact {
		return fs.ErrNotExist
	}
	if s.hasLinks(op.Path) {
		return errLink
	}
	if err := s.mayMove(op.Path, op.To); err != nil {
		return err
	}
	if path.Dir(op.Path) == op.To {
		return s.moveInto(op.Path, op.To)
	}
	if exact, _ := s.has(op.To); exact && isOurs(op.To) == nil && isCase(op.Path, op.To) && !s.hasLinks(op.To) {
		return s.moveInto(op.Path, op.To) // a disk that has both
	}
	if err := s.free(op.To, op.Path); err != nil {
		return err
	}
	if path.Dir(op.Path) != path.Dir(op.To) && s.linksOut(op.Path) {
		return errLink
	}
	s.move(op.Path, op.To)
	s.removeIfEmpty(path.Dir(op.Path))
	return nil
}

// free reports why nothing can be put at a path: something is there, be it in
// another case (other than what is to be moved there), or links lead there.
func (s *state) free(to, from string) error {
	if err := isOurs(to); err != nil {
		return err
	}
	exact, alike := s.has(to)
	if exact || alike && !isCase(from, to) {
		return errExists
	}
	for dir := path.Dir(to); dir != "."; dir = path.Dir(dir) {
		if s.hasLinks(dir) {
			return errLink
		}
		exact, alike := s.has(dir)
		if alike && !exact { // on some disks that would be the same folder
			return errExists
		}
		if _, err := s.changes.List(s.root, dir); exact && err != nil { // a file, say
			return errExists
		}
	}
	return nil
}

// macDebris is what the Finder leaves in folders; it never stands in the way.
const macDebris = ".DS_Store"

// isCase reports whether two paths differ in the case of the last name alone.
func isCase(a, b string) bool { return path.Dir(a) == path.Dir(b) && strings.EqualFold(a, b) }

// moveInto moves all that is in a folder into another one.
func (s *state) moveInto(from, to string) error {
	if s.linksOut(from) {
		return errLink
	}
	entries, err := s.changes.List(s.root, from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		exact, alike := s.has(path.Join(to, e.Name()))
		if (exact || alike || strings.EqualFold(e.Name(), path.Base(from))) && e.Name() != macDebris {
			return errExists
		}
	}
	for _, e := range entries {
		if e.Name() != macDebris {
			s.move(path.Join(from, e.Name()), path.Join(to, e.Name()))
		}
	}
	s.removeIfEmpty(from)
	return nil
}

// move renames, in the changes and later on disk.
func (s *state) move(from, to string) {
	s.changes.Rename(from, to)
	m := project.Move{From: from, To: to}
	for rel, f := range maps.Clone(s.files) {
		if m.Takes(rel) {
			delete(s.files, rel)
			s.files[m.Of(rel)] = f
		}
	}
}

// removeIfEmpty takes a folder away from which all was moved.
func (s *state) removeIfEmpty(dir string) {
	if entries, err := s.changes.List(s.root, dir); dir != "." && err == nil && len(entries) == 0 {
		s.changes.Remove(dir)
	}
}

// finish makes the edits. It refuses what could not be read afterwards.
func (b *batch) finish() error {
	for _, file := range slices.Sorted(maps.Keys(b.edits)) {
		before, err := b.state.load(file)
		if err != nil {
			return err
		}
		after := manifest.Apply(before, b.edits[file]...)
		if !readsAsBefore(file, before, after) {
			return errUnreadable
		}
		b.state.write(file, after)
	}
	return nil
}

// readsAsBefore reports whether a text can be read as far as it could before.
func readsAsBefore(file string, before, after []byte) bool {
	if path.Ext(file) == ".json" {
		return manifest.Parse(file, before).Root == nil || manifest.Parse(file, after).Root != nil
	}
	partial := func(data []byte) bool {
		return script.Read(file, data, script.Options{}).Partial.HasPosition()
	}
	return partial(before) || !partial(after)
}
