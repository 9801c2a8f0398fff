package config

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
)

// maxIndex is the largest index of git that is read, in bytes.
const maxIndex = 64 << 20

// tracked reports whether git tracks a file. What cannot be found out is no.
func tracked(path string) bool {
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // git knows no paths through links
		return false
	}
	name := filepath.Base(path)
	for top := dir; ; top = filepath.Dir(top) {
		if folder := gitFolder(top); folder != "" {
			rel, err := filepath.Rel(top, filepath.Join(dir, name))
			if err != nil {
				return false
			}
			index := filepath.Join(folder, "index")
			if info, err := os.Stat(index); err != nil || !info.Mode().IsRegular() || info.Size() > maxIndex {
				return false
			}
			data, err := os.ReadFile(index)
			return err == nil && indexHas(data, filepath.ToSlash(rel))
		}
		if filepath.Dir(top) == top {
			return false
		}
	}
}

// gitFolder is where git keeps the index of the repository whose top is here, ""
// when it is not. In worktrees and submodules .git is a file that names it.
func gitFolder(top string) string {
	path := filepath.Join(top, ".git")
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return ""
	case info.IsDir():
		return path
	case !info.Mode().IsRegular() || info.Size() > maxValue:
		return ""
	}
	data, err := os.ReadFile(path)
	target, ok := strings.CutPrefix(strings.TrimSpace(string(data)), "gitdir:")
	if err != nil || !ok {
		return ""
	}
	target = filepath.FromSlash(strings.TrimSpace(target))
	if !filepath.IsAbs(target) {
		target = filepath.Join(top, target)
	}
	return target
}

// indexHas looks for a name in git's index, versions 2 to 4 with SHA-1
// (https://git-scm.com/docs/index-format). Only names are of interest here; the
// reader of go-git decodes all else too and needs two more modules for it.
func indexHas(data []byte, name string) bool {
	const header, fixed, flagsAt = 12, 62, 60
	if len(data) < header || string(data[:4]) != "DIRC" {
		return false
	}
	version, count := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
	if version < 2 || version > 4 {
		return false
	}
	rest, last := data[header:], []byte(nil)
	for ; count > 0; count-- {
		if len(rest) < fixed {
			return false
		}
		at := fixed
		if extended := rest[flagsAt]&0x40 != 0; extended {
			at += 2
		}
		var kept []byte   // of the last name
		if version == 4 { // the name is the last one's, cut and continued
			cut, size := offset(rest[min(at, len(rest)):])
			if size == 0 || cut > len(last) {
				return false
			}
			at, kept = at+size, last[:len(last)-cut]
		}
		end := bytes.IndexByte(rest[min(at, len(rest)):], 0)
		if end < 0 {
			return false
		}
		last = append(bytes.Clone(kept), rest[at:at+end]...)
		if string(last) == name {
			return true
		}
		at += end + 1
		if version < 4 { // one to eight zeroes, up to a multiple of eight
			at = (at + 7) &^ 7
		}
		rest = rest[min(at, len(rest)):]
	}
	return false
}

// offset reads a number as packs write offsets, and its size; 0 when it is none.
func offset(data []byte) (value, size int) {
	for i, b := range data {
		if i > 4 {
			break
		}
		if i > 0 {
			value++
		}
		value = value<<7 | int(b&0x7f)
		if b&0x80 == 0 {
			return value, i + 1
		}
	}
	return 0, 0
}
