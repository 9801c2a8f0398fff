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
func Tracked(path string) bool {
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
	data, err := readBounded(filepath.Join(gitFolder(top), "index"), maxIndex)
	return err == nil && indexHas(data, filepath.ToSlash(rel))
}

func indexHas(data []byte, name string) bool {
	var i index.Index
	if index.NewDecoder(bytes.NewReader(data)).Decode(&i) != nil {
		return false
	}
	_, err := i.Entry(name)
	return err == nil
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
