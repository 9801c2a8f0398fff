package git

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// Bounds of what is read, in bytes.
const (
	maxIndex   = 64 << 20
	maxGitFile = 64 << 10
)

// Tracked reports whether git tracks a file. What cannot be found out is no.
func Tracked(path string) bool { return new(Tracker).Tracks(path) }

// Tracker is [Tracked] for many files: it reads each index once. The zero value
// is ready to use.
type Tracker struct{ indexes map[string]*index.Index }

// Under lists the regular files below a folder that git tracks, relative to it and
// with forward slashes; they need not be there. Submodules are not looked into.
func (t *Tracker) Under(dir string) []string {
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
	var out []string
	for _, e := range t.index(top).Entries {
		if rel, below := strings.CutPrefix(e.Name, prefix); below && e.Mode.IsRegular() {
			out = append(out, rel)
		}
	}
	return out
}

// Tracks reports whether git tracks a file. What cannot be found out is no.
func (t *Tracker) Tracks(path string) bool {
	dir, err := filepath.Abs(filepath.Dir(path))
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
	rel, err := filepath.Rel(top, filepath.Join(dir, filepath.Base(path)))
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
	data, _ := readBounded(filepath.Join(gitFolder(top), "index"), maxIndex)
	t.indexes[top] = decode(data)
	return t.indexes[top]
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
	path := filepath.Join(top, ".git")
	data, err := readBounded(path, maxGitFile)
	target, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir:")
	if err != nil || !ok {
		return path
	}
	target = filepath.FromSlash(strings.TrimSpace(target))
	if !filepath.IsAbs(target) {
		target = filepath.Join(top, target)
	}
	return target
}

// readBounded reads a regular file that is not larger than most bytes.
func readBounded(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, os.ErrInvalid
	}
	return os.ReadFile(path)
}
