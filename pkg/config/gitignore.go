package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/offpush/offpush/internal/disk"
	"github.com/offpush/offpush/pkg/git"
)

// IgnoreName is the file in which [IgnoreLocal] writes.
const IgnoreName = ".gitignore"

// errNoFile is that of a .gitignore that git would not read either.
var errNoFile = errors.New("not a regular file")

// IgnoreLocal makes git ignore the offpush.local.toml of a folder, by a line in
// the .gitignore there. It reports false when a .gitignore of the checkout does
// so already. What a user's own settings ignore (core.excludesFile,
// .git/info/exclude) does not count: it does not protect the others of a team.
func IgnoreLocal(dir string) (bool, error) {
	if ignored(dir, LocalName) {
		return false, nil
	}
	path := filepath.Join(dir, IgnoreName)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if created, err := disk.Real().Create(path, []byte(LocalName+"\n"), 0o644); created || err != nil {
			return created, err
		}
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, &fs.PathError{Op: "open", Path: path, Err: errNoFile}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	end := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		end = "\r\n"
	}
	line := LocalName + end
	if len(data) > 0 && data[len(data)-1] != '\n' {
		line = end + line
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return false, err
	}
	_, err = f.WriteString(line) // one write, which keeps what is there whatever happens
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err == nil, err
}

// ignored reports whether git ignores a file in dir.
func ignored(dir, name string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return false
	}
	return git.NewIgnores(dir).Covers(name)
}
