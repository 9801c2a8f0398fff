package project

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Changes are changes of a project's files that are not on disk: [OpenChanged]
// reads the project as it would be with them. All paths are relative to the
// root, with forward slashes. A nil *Changes changes nothing and may be read.
// It must not be changed while a project is read through it.
type Changes struct {
	// text is what files hold that are new or edited, by the path that they have
	// after all moves.
	text  map[string][]byte
	moves []Move
}

// Move is a rename of a file or folder, or its removal, where To is "".
type Move struct{ From, To string }

// Takes reports whether a path is what is moved or below it. Neither is the root.
func (m Move) Takes(rel string) bool { return isAt(rel, m.From) }

// Of returns the path that a path has after the move.
func (m Move) Of(rel string) string {
	if m.To == "" || !m.Takes(rel) {
		return rel
	}
	return m.To + rel[len(m.From):]
}

// Moves returns the moves in order.
func (c *Changes) Moves() []Move {
	if c == nil {
		return nil
	}
	return c.moves
}

// Forward returns the path that a file of the disk has after all moves.
func (c *Changes) Forward(rel string) string {
	for _, m := range c.Moves() {
		rel = m.Of(rel)
	}
	return rel
}

// Write gives a file new contents; there need not be one.
func (c *Changes) Write(rel string, data []byte) {
	if c.text == nil {
		c.text = map[string][]byte{}
	}
	c.text[rel] = data
}

// Rename gives a file or folder, with all below it, another path.
func (c *Changes) Rename(from, to string) {
	m := Move{from, to}
	c.moves = append(c.moves, m)
	for rel, data := range maps.Clone(c.text) {
		if m.Takes(rel) {
			delete(c.text, rel)
			c.text[m.Of(rel)] = data
		}
	}
}

// Remove takes a folder away from which everything was moved.
func (c *Changes) Remove(rel string) { c.moves = append(c.moves, Move{From: rel}) }

// Clone returns a copy that changes independently.
func (c *Changes) Clone() *Changes {
	if c == nil {
		return &Changes{}
	}
	return &Changes{text: maps.Clone(c.text), moves: slices.Clone(c.moves)}
}

// Text returns what a file was given by [Changes.Write].
func (c *Changes) Text(rel string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	data, ok := c.text[rel]
	return data, ok
}

// OnDisk returns the path under which disk has what has a path now; false where
// the disk's file or folder of that path was moved away. A file that is only in
// the changes keeps its path.
func (c *Changes) OnDisk(rel string) (string, bool) {
	if c == nil {
		return rel, true
	}
	for _, m := range slices.Backward(c.moves) {
		switch {
		case m.To != "" && isAt(rel, m.To):
			rel = m.From + rel[len(m.To):]
		case m.Takes(rel):
			return "", false
		}
	}
	return rel, true
}

// List lists a folder of the project whose root is given, in no order.
func (c *Changes) List(root, rel string) ([]fs.DirEntry, error) {
	return c.list(root, rel, readDir)
}

// list lists a folder by a function that lists one on disk.
func (c *Changes) list(root, rel string, read func(name string) ([]fs.DirEntry, error)) ([]fs.DirEntry, error) {
	if c == nil {
		return read(filepath.Join(root, filepath.FromSlash(rel)))
	}
	var entries []fs.DirEntry
	err := fs.ErrNotExist
	disk, ok := c.OnDisk(rel)
	if ok {
		entries, err = read(filepath.Join(root, filepath.FromSlash(disk)))
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
			now, ok := c.OnDisk(path.Join(rel, e.Name()))
			return !ok || now != path.Join(disk, e.Name())
		})
	}
	for name, isDir := range c.below(rel) {
		if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name }) {
			continue
		}
		if e := c.entry(root, path.Join(rel, name), isDir); e != nil {
			entries, err = append(entries, e), nil
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// below returns the names that the changes bring into a folder, and which of
// them are folders that lead to more.
func (c *Changes) below(dir string) map[string]bool {
	names := map[string]bool{}
	add := func(rel string) {
		if dir != "" && dir != "." {
			var ok bool
			if rel, ok = strings.CutPrefix(rel, dir+"/"); !ok {
				return
			}
		}
		name, _, more := strings.Cut(rel, "/")
		names[name] = names[name] || more
	}
	for rel := range c.text {
		add(rel)
	}
	for _, m := range c.moves {
		if m.To != "" {
			add(m.To)
		}
	}
	return names
}

// entry is that of something which the changes bring; nil when a later change
// took it away again.
func (c *Changes) entry(root, rel string, isDir bool) fs.DirEntry {
	if data, ok := c.text[rel]; ok {
		return fs.FileInfoToDirEntry(madeFile{path.Base(rel), int64(len(data)), 0o644})
	}
	if disk, ok := c.OnDisk(rel); ok {
		if info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(disk))); err == nil {
			return fs.FileInfoToDirEntry(madeFile{path.Base(rel), info.Size(), info.Mode()})
		}
	}
	if isDir {
		return fs.FileInfoToDirEntry(madeFile{path.Base(rel), 0, fs.ModeDir | 0o755})
	}
	return nil
}

// stat is that of a path which a listing gave, links followed.
func (c *Changes) stat(root, rel string) (fs.FileInfo, error) {
	if data, ok := c.Text(rel); ok {
		return madeFile{path.Base(rel), int64(len(data)), 0o644}, nil
	}
	info, err := os.Stat(c.abs(root, rel))
	if c != nil && errors.Is(err, fs.ErrNotExist) && len(c.below(rel)) > 0 {
		return madeFile{path.Base(rel), 0, fs.ModeDir | 0o755}, nil
	}
	return info, err
}

// abs is where disk has a path that a listing gave.
func (c *Changes) abs(root, rel string) string {
	if disk, ok := c.OnDisk(rel); ok {
		rel = disk
	}
	return filepath.Join(root, filepath.FromSlash(rel))
}

// open opens a file, from the changes or from disk.
func (c *Changes) open(root, rel string) (fs.File, error) {
	if data, ok := c.Text(rel); ok {
		return opened{bytes.NewReader(data), madeFile{path.Base(rel), int64(len(data)), 0o644}}, nil
	}
	return os.Open(c.abs(root, rel))
}

// slurp is [slurp] of a file, from the changes or from disk.
func (c *Changes) slurp(root, rel string, buf []byte, limit int) (int, []byte, error) {
	if data, ok := c.Text(rel); ok {
		buf = append(buf[:0], data...)
		return len(data), buf, nil
	}
	return slurp(c.abs(root, rel), buf, limit)
}

// isAt reports whether a path is dir or below it; neither is the root.
func isAt(rel, dir string) bool { return rel == dir || strings.HasPrefix(rel, dir+"/") }

// madeFile describes a file or folder that disk does not have in this way.
type madeFile struct {
	name string
	size int64
	mode fs.FileMode
}

func (m madeFile) Name() string       { return m.name }
func (m madeFile) Size() int64        { return m.size }
func (m madeFile) Mode() fs.FileMode  { return m.mode }
func (m madeFile) ModTime() time.Time { return time.Time{} }
func (m madeFile) IsDir() bool        { return m.mode.IsDir() }
func (m madeFile) Sys() any           { return nil }

// opened is an open file of the changes.
type opened struct {
	*bytes.Reader
	info madeFile
}

func (o opened) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o opened) Close() error               { return nil }
