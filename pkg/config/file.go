package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/offpush/offpush/pkg/text"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// file is one of the two files, parsed.
type file struct {
	path string
	data string
	tree map[string]any
	keys []toml.Key // in the order of the file; tables that only dotted keys name are not among them
}

func openFile(path string) (*file, error) {
	data, err := read(path)
	if err != nil {
		return nil, err
	}
	f := &file{path: path, data: string(bytes.TrimPrefix(data, []byte("\ufeff")))}
	meta, err := toml.Decode(f.data, &f.tree)
	if err != nil {
		return nil, f.syntaxError(err)
	}
	f.keys = meta.Keys()
	return f, nil
}

// at is the value of a key.
func (f *file) at(key []string) any {
	var v any = f.tree
	for _, part := range key {
		table, _ := v.(map[string]any)
		v = table[part]
	}
	return v
}

// line is the one on which a key stands, for a table the first one that names
// it; 0 when there is none.
func (f *file) line(key []string) int {
	i := slices.IndexFunc(f.keys, func(k toml.Key) bool { return len(k) >= len(key) && slices.Equal(k[:len(key)], key) })
	if i < 0 {
		return 0
	}
	return lineOf(f.data, f.keys[i])
}

// halt is an error of decoding that is made on purpose.
type halt struct{}

var errHalt = errors.New("halt")

// UnmarshalTOML implements toml.Unmarshaler.
func (*halt) UnmarshalTOML(any) error { return errHalt }

// lineOf finds the line of a key that is in data. The library keeps positions to
// itself but puts them into its errors, so this makes it fail at that key.
func lineOf(data string, key toml.Key) int {
	var table map[string]toml.Primitive
	meta, err := toml.Decode(data, &table)
	for i, part := range key {
		if err != nil {
			break
		}
		p := table[part]
		if i == len(key)-1 {
			err = meta.PrimitiveDecode(p, &halt{})
		} else {
			table = nil
			err = meta.PrimitiveDecode(p, &table)
		}
	}
	var at toml.ParseError
	if !errors.As(err, &at) {
		return 0
	}
	// By the offset: the library counts the line at which a value ends.
	start := min(at.Position.Start, len(data))
	return 1 + strings.Count(data[:start], "\n")
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{File: path, Message: text.T("没有这个文件", "no such file")}
	case err != nil:
		return nil, unreadable(path, err)
	case !info.Mode().IsRegular():
		return nil, &Error{File: path, Message: text.T("不是普通文件", "not a regular file")}
	case info.Size() > MaxSize:
		return nil, &Error{File: path, Message: text.T("文件太大，应小于 1 MiB", "too large: it should be below 1 MiB")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxSize))
	if err != nil {
		return nil, unreadable(path, err)
	}
	return data, nil
}

func unreadable(path string, err error) *Error {
	return &Error{File: path, Message: text.F("无法读取：%v", "cannot be read: %v", cause(err))}
}

// cause is the error of the system, which names no path.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
