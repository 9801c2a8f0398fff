package manifest

import (
	"bytes"
	"unicode/utf8"
)

// utf16Of tells whether data is UTF-16 (or UTF-32, which gets no name), by its
// byte order mark or by the zero bytes that its first characters have: JSON
// starts with ASCII. [at, end) is what gave it away.
func utf16Of(data []byte) (name string, at, end int, found bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return "", 0, 4, true
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return "UTF-16LE", 0, 2, true
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return "UTF-16BE", 0, 2, true
	case len(data) < 2:
		return "", 0, 0, false
	}
	head := [4]bool{data[0] == 0, data[1] == 0}
	if len(data) >= 4 {
		head[2], head[3] = data[2] == 0, data[3] == 0
	} else {
		head[2], head[3] = head[0], head[1]
	}
	switch head {
	case [4]bool{false, true, false, true}:
		return "UTF-16LE", 1, 2, true
	case [4]bool{true, false, true, false}:
		return "UTF-16BE", 0, 1, true
	case [4]bool{false, true, true, true}:
		return "", 1, 2, true
	case [4]bool{true, true, true, false}:
		return "", 0, 1, true
	}
	return "", 0, 0, false
}

// invalidUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	i := 0
	for {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

// guessEncoding names the encoding of a text that is no UTF-8: "GBK" (with its
// superset GB18030, what Chinese Windows editors save as ANSI) when the whole
// text is valid in it and looks like Chinese, else "".
func guessEncoding(data []byte) string {
	if mostlyCommonHanzi(data) {
		return "GBK"
	}
	return ""
}

// mostlyCommonHanzi tells Chinese from European text, most of which is valid
// GBK: a Latin-1 letter and the ASCII letter behind it make a rare character.
// Both bytes of the characters in daily use are high.
func mostlyCommonHanzi(data []byte) bool {
	common, rare := 0, 0
	for len(data) > 0 {
		n := gb18030Length(data)
		switch {
		case n == 0:
			return false
		case data[0] < utf8.RuneSelf:
		case n == 2 && data[1] >= 0xA1:
			common++
		default:
			rare++
		}
		data = data[n:]
	}
	return common > rare
}

// gb18030Length is how many bytes the first character takes, 0 when it is none or
// one of the user's own.
func gb18030Length(data []byte) int {
	in := func(at int, low, high byte) bool { return at < len(data) && low <= data[at] && data[at] <= high }
	switch {
	case in(0, 0, 0x80): // the last is the euro of code page 936
		return 1
	case !in(0, 0x81, 0xFE):
		return 0
	case in(0, 0xA1, 0xA7) && in(1, 0x40, 0x9F), in(0, 0xAA, 0xAF) && in(1, 0xA1, 0xFE), in(0, 0xF8, 0xFE) && in(1, 0xA1, 0xFE):
		return 0
	case in(1, 0x40, 0x7E), in(1, 0x80, 0xFE):
		return 2
	case in(1, '0', '9') && in(2, 0x81, 0xFE) && in(3, '0', '9'):
		return 4
	}
	return 0
}
