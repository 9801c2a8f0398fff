package script

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// name returns the text of a name, its escapes decoded.
func (p *parser) name(i int) string {
	t := p.toks[i]
	raw := p.src[t.start:t.end]
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw)
	}
	return decode(raw)
}

// str returns the text of a string or of a template without expressions.
func (p *parser) str(i int) string {
	t := p.toks[i]
	raw := p.src[t.start:t.end]
	if len(raw) == 0 {
		return ""
	}
	quote := raw[0]
	raw = raw[1:]
	if n := len(raw); n > 0 && raw[n-1] == quote {
		raw = raw[:n-1]
	}
	if bytes.IndexByte(raw, '\\') < 0 && (quote != '`' || bytes.IndexByte(raw, '\r') < 0) {
		return string(raw)
	}
	return decode(raw)
}

// decode resolves the escapes of a string and the line ends of a template.
func decode(raw []byte) string {
	var b strings.Builder
	for i := 0; i < len(raw); {
		c := raw[i]
		if c == '\r' {
			b.WriteByte('\n')
			i++
			if i < len(raw) && raw[i] == '\n' {
				i++
			}
			continue
		}
		if c != '\\' || i+1 >= len(raw) {
			b.WriteByte(c)
			i++
			continue
		}
		i += escape(&b, raw[i:])
	}
	return b.String()
}

// escape writes what the escape at the start of raw stands for and returns its
// length.
func escape(b *strings.Builder, raw []byte) int {
	switch c := raw[1]; c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b':
		b.WriteByte('\b')
	case 'v':
		b.WriteByte('\v')
	case 'f':
		b.WriteByte('\f')
	case '0':
		b.WriteByte(0)
	case '\n':
	case '\r':
		if len(raw) > 2 && raw[2] == '\n' {
			return 3
		}
	case 'x':
		if r, n := hex(raw[2:], 2); n == 2 {
			b.WriteRune(r)
			return 4
		}
		b.WriteByte(c)
	case 'u':
		if r, n := unicodeEscape(raw); n > 0 {
			b.WriteRune(r)
			return n
		}
		b.WriteByte(c)
	default:
		r, n := utf8.DecodeRune(raw[1:])
		if r != '\u2028' && r != '\u2029' { // a line ends there: nothing
			b.Write(raw[1 : 1+n])
		}
		return 1 + n
	}
	return 2
}

// unicodeEscape decodes \uXXXX, two of them as a surrogate pair, and \u{...}.
func unicodeEscape(raw []byte) (rune, int) {
	if len(raw) > 2 && raw[2] == '{' {
		r, n := hex(raw[3:], 8)
		if n > 0 && len(raw) > 3+n && raw[3+n] == '}' && r <= utf8.MaxRune {
			return r, n + 4
		}
		return 0, 0
	}
	r, n := hex(raw[2:], 4)
	if n < 4 {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && len(raw) > 8 && raw[6] == '\\' && raw[7] == 'u' {
		if low, n := hex(raw[8:], 4); n == 4 {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 12
			}
		}
	}
	return r, 6
}

// hex reads at most limit hexadecimal digits.
func hex(raw []byte, limit int) (r rune, n int) {
	for n < limit && n < len(raw) && isHex(raw[n]) {
		d := rune(raw[n])
		if isDigit(raw[n]) {
			d -= '0'
		} else {
			d = d | 0x20 - 'a' + 10
		}
		r = r<<4 | d
		n++
	}
	return r, n
}
