package repair

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

// maxFile is the size above which no file is repaired.
const maxFile = 4 << 20

// readRegular reads a regular file, and says what permissions it has.
func readRegular(name string) ([]byte, fs.FileMode, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, 0, errSpecial
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errSpecial
	}
	return data, info.Mode(), err
}

// disk is what Apply does to files; tests let it fail.
type disk struct {
	rename func(from, to string) error
	remove func(name string) error
}

func realDisk() disk { return disk{os.Rename, os.Remove} }

// replace gives a file new contents, whole or not at all. Its permissions stay,
// and where it may be, its owner. One that nobody may write to stays as it is.
func (d disk) replace(name string, data []byte, mode fs.FileMode) error {
	writable, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	info, err := writable.Stat()
	if err = errors.Join(err, writable.Close()); err != nil {
		return err
	}
	return d.put(name, data, mode, info)
}

// create makes a file. There must be none.
func (d disk) create(name string, data []byte, mode fs.FileMode) error {
	if _, err := os.Lstat(name); err == nil {
		return errExists
	}
	return d.put(name, data, mode, nil)
}

// put writes a temporary file beside the one that it is to become.
func (d disk) put(name string, data []byte, mode fs.FileMode, like fs.FileInfo) error {
	temporary := beside(name)
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode.Perm())
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
	if err = errors.Join(err, f.Close()); err == nil {
		err = d.rename(temporary, name)
	}
	if err != nil {
		_ = os.Remove(temporary)
		return err
	}
	syncFolder(filepath.Dir(name))
	return nil
}

// move renames a file or folder. A name that differs in case alone is on some
// disks the same file, so that takes two steps.
func (d disk) move(from, to string) error {
	if strings.EqualFold(from, to) {
		between := beside(from)
		if err := d.rename(from, between); err != nil {
			return err
		}
		err := d.moveFree(between, to)
		if err != nil {
			err = errors.Join(err, d.rename(between, from))
		}
		return err
	}
	return d.moveFree(from, to)
}

// moveFree renames to a name that nothing has.
func (d disk) moveFree(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return errExists
	}
	if err := d.rename(from, to); err != nil {
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
