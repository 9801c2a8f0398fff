package manifest

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
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
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) || !mostlyCommonHanzi(data) {
		return ""
	}
	return "GBK"
}

// mostlyCommonHanzi tells Chinese from European text, most of which is valid
// GBK: a Latin-1 letter and the ASCII letter behind it make a rare character.
// Both bytes of the characters in daily use are high.
func mostlyCommonHanzi(data []byte) bool {
	common, rare := 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < utf8.RuneSelf {
			continue
		}
		if i++; i < len(data) && data[i] >= 0xA1 {
			common++
		} else {
			rare++
		}
	}
	return common > rare
}
