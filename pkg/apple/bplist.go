package apple

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// binaryPlist is a property list in Apple's binary form, in which an Info.plist
// usually comes:
//
//	"bplist00", objects, table of the objects' offsets, trailer of 32 bytes
//
// It is read here because the library panics on broken ones, and because nothing
// but the strings and truth values of the outermost dictionary is wanted: without
// recursion there is nothing to limit.
type binaryPlist struct {
	data       []byte
	offsetSize int    // bytes of an entry in the table
	refSize    int    // bytes of a reference to an object
	objects    uint64 // number of entries
	table      uint64 // where they begin
}

var errBinaryPlist = errors.New("broken binary property list")

func isBinaryPlist(data []byte) bool { return bytes.HasPrefix(data, []byte("bplist0")) }

// binaryDict returns the outermost dictionary; values other than strings and truth
// values are nil in it.
func binaryDict(data []byte) (map[string]any, error) {
	const header, trailer = 8, 32
	if !isBinaryPlist(data) || len(data) < header+trailer {
		return nil, errBinaryPlist
	}
	end := uint64(len(data) - trailer)
	tail := data[end:]
	p := binaryPlist{
		data:       data[:end],
		offsetSize: int(tail[6]),
		refSize:    int(tail[7]),
		objects:    binary.BigEndian.Uint64(tail[8:]),
		table:      binary.BigEndian.Uint64(tail[24:]),
	}
	if p.offsetSize < 1 || p.offsetSize > 8 || p.refSize < 1 || p.refSize > 8 || p.table > end ||
		p.objects > (end-p.table)/uint64(p.offsetSize) {
		return nil, errBinaryPlist
	}
	tag, size, at, ok := p.object(binary.BigEndian.Uint64(tail[16:]))
	if !ok || tag != 0xD || size > (end-at)/uint64(2*p.refSize) {
		return nil, errBinaryPlist
	}
	out := map[string]any{}
	kept := 0
	for i := range size {
		key, isKey := p.text(p.number(at+i*uint64(p.refSize), p.refSize))
		if !isKey {
			continue
		}
		value := p.number(at+(size+i)*uint64(p.refSize), p.refSize)
		out[key] = nil
		if s, ok := p.text(value); ok {
			out[key] = s
			kept += len(s)
		} else if tag, size, _, ok := p.object(value); ok && tag == 0 && (size == 8 || size == 9) {
			out[key] = size == 9
		}
		// The same string may be meant a million times.
		if kept += len(key); kept > 4*maxPart {
			return nil, errBinaryPlist
		}
	}
	return out, nil
}

// object returns an object's type, its size as the format counts it, and the
// offset of its content.
func (p *binaryPlist) object(index uint64) (tag byte, size, at uint64, ok bool) {
	if index >= p.objects {
		return 0, 0, 0, false
	}
	at = p.number(p.table+index*uint64(p.offsetSize), p.offsetSize)
	end := uint64(len(p.data))
	if at >= end {
		return 0, 0, 0, false
	}
	marker := p.data[at]
	at++
	if size = uint64(marker & 0xF); size == 0xF { // an integer with the size follows
		if at >= end || p.data[at]>>4 != 1 {
			return 0, 0, 0, false
		}
		n := 1 << (p.data[at] & 0xF)
		at++
		if n > 8 || end-at < uint64(n) {
			return 0, 0, 0, false
		}
		size = p.number(at, n)
		at += uint64(n)
	}
	return marker >> 4, size, at, true
}

// text returns a string object.
func (p *binaryPlist) text(index uint64) (string, bool) {
	tag, size, at, ok := p.object(index)
	room := uint64(len(p.data)) - at
	switch {
	case ok && tag == 0x5 && size <= room: // ASCII
		return string(p.data[at : at+size]), true
	case ok && tag == 0x6 && size <= room/2: // UTF-16
		units := make([]uint16, size)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(p.data[at+uint64(i)*2:])
		}
		return string(utf16.Decode(units)), true
	}
	return "", false
}

// number reads a big-endian integer of size bytes, which must be there.
func (p *binaryPlist) number(at uint64, size int) uint64 {
	n := uint64(0)
	for _, b := range p.data[at : at+uint64(size)] {
		n = n<<8 | uint64(b)
	}
	return n
}
