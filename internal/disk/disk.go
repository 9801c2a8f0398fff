// Package disk puts files into place: whole or not at all, so that who reads one
// at the same time sees the old one or the new one.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrSpecial is the error about what is no regular file, or is too large.
var ErrSpecial = errors.New("no regular file of a sensible size")

// ErrDangling is the error about a link that leads to nothing, which a file in its
// place would end.
var ErrDangling = errors.New("a link to a file that is not there")

// Read reads a regular file of at most limit bytes. Links are followed; a pipe or
// a device is not opened.
func Read(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > limit {
		return nil, ErrSpecial
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = ErrSpecial
	}
	return data, err
}

// Disk is what is done to files; tests let it fail.
type Disk struct {
	Rename func(from, to string) error
	Remove func(name string) error
	// Writable reports why a file, or the list of a folder, may not be changed.
	Writable func(name string) error
}

// Real is the machine's own.
func Real() Disk { return Disk{os.Rename, os.Remove, writable} }

// writable looks at permissions, as far as the system tells before it is tried.
func writable(name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return folderWritable(name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// Replace gives a file new contents; there need not be one. A link to it stays, and
// one that leads to nothing is [ErrDangling].
// Permissions stay and, where it may be, the owner; a file that nobody may write
// to stays as it is. What is no regular file (a device, a pipe) is written to.
func (d Disk) Replace(name string, data []byte) error {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Readlink(name); err == nil {
			return ErrDangling
		}
		return d.put(name, data, 0o666, nil)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return os.WriteFile(name, data, 0o666)
	}
	if err := d.Writable(name); err != nil {
		return err
	}
	return d.put(name, data, info.Mode(), info)
}

// put makes a file, or replaces the one that is like the new one.
func (d Disk) put(name string, data []byte, mode fs.FileMode, like fs.FileInfo) error {
	temporary := beside(name)
	err := write(temporary, data, mode, like)
	if err == nil {
		if err = d.Rename(temporary, name); err != nil {
			_ = os.Remove(temporary)
		}
	}
	if err != nil {
		return err
	}
	syncFolder(filepath.Dir(name))
	return nil
}

// Create makes a file, with a mode that the user's mask makes narrower. It reports
// false, and leaves everything alone, when there is something of that name.
func (d Disk) Create(name string, data []byte, mode fs.FileMode) (bool, error) {
	if _, err := os.Lstat(name); err == nil {
		return false, nil
	}
	temporary := beside(name)
	if err := write(temporary, data, mode, nil); err != nil {
		return false, err
	}
	defer func() { _ = os.Remove(temporary) }()
	err := os.Link(temporary, name) // unlike a rename, this never replaces
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = write(name, data, mode, nil) // a disk without links
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return false, nil
	case err != nil:
		return false, err
	}
	syncFolder(filepath.Dir(name))
	return true, nil
}

// write writes a new file, and removes it again when that fails.
func write(name string, data []byte, mode fs.FileMode, like fs.FileInfo) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm())
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && like != nil {
		keepOwner(f, like)
		err = f.Chmod(mode) // whatever the user's mask says
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}

// Move renames a file or folder, and returns [fs.ErrExist] when there is something
// of that name. A name that differs in case alone is on some disks the same file,
// so that takes two steps.
func (d Disk) Move(from, to string) error {
	if !strings.EqualFold(from, to) {
		return d.moveFree(from, to)
	}
	between := beside(from)
	if err := d.Rename(from, between); err != nil {
		return err
	}
	err := d.moveFree(between, to)
	if err != nil {
		err = errors.Join(err, d.Rename(between, from))
	}
	return err
}

// moveFree renames to a name that nothing has.
func (d Disk) moveFree(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	if err := d.Rename(from, to); err != nil {
		return err
	}
	syncFolder(filepath.Dir(to))
	if filepath.Dir(from) != filepath.Dir(to) {
		syncFolder(filepath.Dir(from))
	}
	return nil
}

// beside is a new name in the folder of a file.
func beside(name string) string {
	return filepath.Join(filepath.Dir(name), ".offpush-"+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
}

// syncFolder makes a rename last, where the system can do that for folders.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
