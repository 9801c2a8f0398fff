package manifest

import (
	"bytes"
	"unicode/utf8"
)

// maxFound is how much of an unexpected word is told, in characters. A word is
// ASCII, so these are bytes.
const maxFound = 16

// tokenAt returns the end of the token at i, and its text as a Detail.
func tokenAt(data []byte, i int) (end int, found string) {
	if i == len(data) {
		return i, ""
	}
	if data[i] == '"' {
		if end, f := stringAt(data, i); f == nil {
			return end, `"`
		}
		return i + 1, `"`
	}
	if word := wordAt(data, i); len(word) > maxFound {
		return i + len(word), string(word[:maxFound]) + "…"
	} else if len(word) > 0 {
		return i + len(word), string(word)
	}
	_, size := utf8.DecodeRune(data[i:])
	end = i + size
	if bytes.IndexByte([]byte("<=>"), data[i]) >= 0 { // whole, to be known as the mark of a merge conflict
		for end < len(data) && data[end] == data[i] {
			end++
		}
	}
	return end, string(data[i:min(end, i+maxFound)])
}

// wordAt returns the run of letters, digits and what belongs to a number or a
// JavaScript name.
func wordAt(data []byte, i int) []byte {
	end := i
	for end < len(data) && (isAlphanumeric(data[end]) || bytes.IndexByte([]byte("+-._$"), data[end]) >= 0) {
		end++
	}
	return data[i:end]
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// startsNumber tells 01, -x1 and .5 from NaN and -Infinity.
func startsNumber(word []byte) bool {
	digits := bytes.TrimLeft(word, "+-.")
	return len(digits) > 0 && '0' <= digits[0] && digits[0] <= '9'
}

// stringAt returns the end of the string at i, or its first fault.
func stringAt(data []byte, i int) (end int, f *fault) {
	opened := i
	for i++; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\r' || c == '\n':
			return i, &fault{expect: ExpectQuote, start: i, end: i, found: "\n", opened: opened}
		case c < ' ':
			return i, &fault{expect: ExpectEscapedControl, start: i, end: i + 1, found: string(c), opened: -1}
		case c == '\\':
			size, ok := escapeAt(data, i)
			switch {
			case size == 0:
				i = len(data)
			case !ok:
				return i, &fault{expect: ExpectEscape, start: i, end: i + size, found: string(data[i : i+size]), opened: -1}
			default:
				i += size - 1
			}
		}
	}
	return len(data), &fault{expect: ExpectQuote, start: len(data), end: len(data), opened: opened}
}

// escapeAt returns the size of the escape sequence at i; of a bad one with the
// first character that spoils it, unless that ends the line or the string; 0 if
// the file ends within it.
func escapeAt(data []byte, i int) (size int, ok bool) {
	end := i + 1
	if end < len(data) && bytes.IndexByte([]byte(`"\/bfnrt`), data[end]) >= 0 {
		return 2, true
	}
	if end < len(data) && data[end] == 'u' {
		for end++; end < len(data) && isHex(data[end]); end++ {
			if end == i+5 {
				return 6, true
			}
		}
	}
	if end == len(data) {
		return 0, false
	}
	if data[end] >= ' ' && data[end] != '"' {
		_, spoiler := utf8.DecodeRune(data[end:])
		end += spoiler
	}
	return end - i, false
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
