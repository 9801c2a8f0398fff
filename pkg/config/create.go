package config

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// Create writes a new file, whole or not at all. It reports false, and leaves
// the file alone, when there is one of that name.
func Create(path string, data []byte, mode fs.FileMode) (bool, error) {
	if exists(path) {
		return false, nil
	}
	temporary := filepath.Join(filepath.Dir(path), ".offpush-"+strconv.FormatUint(rand.Uint64(), 36)+".tmp")
	if wrote, err := write(temporary, data, mode); !wrote {
		return false, err
	}
	defer func() { _ = os.Remove(temporary) }()
	err := os.Link(temporary, path) // unlike a rename, this never replaces
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrExist):
		return false, nil
	}
	return write(path, data, mode) // a disk without links
}

// write writes a new file and removes it again when that fails.
func write(path string, data []byte, mode fs.FileMode) (bool, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	switch {
	case errors.Is(err, fs.ErrExist):
		return false, nil
	case err != nil:
		return false, err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(path)
		return false, err
	}
	return true, nil
}
