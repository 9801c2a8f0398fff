package git

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// Bounds of what is read, in bytes.
const (
	maxIndex   = 64 << 20
	maxGitFile = 64 << 10
)

// Tracked reports whether git tracks a file. What cannot be found out is no.
func Tracked(file string) bool { return new(Tracker).Tracks(file) }

// Tracker is [Tracked] for many files: it reads each index once. The zero value
// is ready to use.
type Tracker struct{ indexes map[string]*index.Index }

// Under lists the regular files below a folder that git tracks and whose names have
// one of these ends (".p12"), in capitals or not: relative to the folder and with
// forward slashes. They need not be there. Submodules are not looked into.
func (t *Tracker) Under(dir string, ends ...string) []string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil
	}
	top, ok := findTop(dir)
	if !ok {
		return nil
	}
	prefix, err := filepath.Rel(top, dir)
	if err != nil {
		return nil
	}
	if prefix = filepath.ToSlash(prefix) + "/"; prefix == "./" {
		prefix = ""
	}
	if _, decoded := t.indexes[top]; !decoded && !mayName(readIndex(top), ends) {
		return nil
	}
	var out []string
	for _, e := range t.index(top).Entries {
		rel, below := strings.CutPrefix(e.Name, prefix)
		if below && e.Mode.IsRegular() && slices.ContainsFunc(ends, func(end string) bool { return strings.EqualFold(path.Ext(rel), end) }) {
			out = append(out, rel)
		}
	}
	return out
}

// mayName reports whether an index can hold a name with one of these ends. Decoding
// takes ten times as long as looking, and most indexes hold none.
func mayName(index []byte, ends []string) bool {
	if len(index) > 7 && index[7] > 3 {
		return true // from version 4 on a name is only what differs from the one before
	}
	for at := 0; ; at++ {
		dot := bytes.IndexByte(index[at:], '.')
		if dot < 0 {
			return false
		}
		at += dot
		for _, end := range ends {
			if rest := index[at:]; len(rest) >= len(end) && strings.EqualFold(string(rest[:len(end)]), end) {
				return true
			}
		}
	}
}

// Tracks reports whether git tracks a file. What cannot be found out is no.
func (t *Tracker) Tracks(file string) bool {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // git knows no paths through links
		return false
	}
	top, ok := findTop(dir)
	if !ok {
		return false
	}
	rel, err := filepath.Rel(top, filepath.Join(dir, filepath.Base(file)))
	if err != nil {
		return false
	}
	_, err = t.index(top).Entry(filepath.ToSlash(rel))
	return err == nil
}

// index is that of the checkout whose top is given; an empty one when it cannot
// be read.
func (t *Tracker) index(top string) *index.Index {
	if i, ok := t.indexes[top]; ok {
		return i
	}
	if t.indexes == nil {
		t.indexes = map[string]*index.Index{}
	}
	t.indexes[top] = decode(readIndex(top))
	return t.indexes[top]
}

// readIndex is the file of an index; nothing when it cannot be read.
func readIndex(top string) []byte {
	data, _ := readBounded(filepath.Join(gitFolder(top), "index"), maxIndex)
	return data
}

// decode returns an empty index for what is none.
func decode(data []byte) *index.Index {
	i := new(index.Index)
	if index.NewDecoder(bytes.NewReader(data)).Decode(i) != nil {
		return new(index.Index)
	}
	return i
}

// gitFolder is where git keeps the index of the repository whose top is here. In
// worktrees and submodules .git is a file that names it.
func gitFolder(top string) string {
	file := filepath.Join(top, ".git")
	data, err := readBounded(file, maxGitFile)
	target, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir:")
	if err != nil || !ok {
		return file
	}
	target = filepath.FromSlash(strings.TrimSpace(target))
	if !filepath.IsAbs(target) {
		target = filepath.Join(top, target)
	}
	return target
}

// readBounded reads a regular file that is not larger than most bytes.
func readBounded(file string, most int64) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, os.ErrInvalid
	}
	return os.ReadFile(file)
}
