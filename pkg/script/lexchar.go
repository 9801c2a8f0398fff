package script

// maxRetry is how far a regular expression is looked for on a line on which one
// was looked for in vain, so that a line of slashes costs no square of its
// length.
const maxRetry = 256

// regexEnd returns the place behind the closing slash of the regular
// expression at i, 0 when the line ends first, and how far it looked.
func regexEnd(src []byte, i int) (end, seen int) {
	class := false
	for i++; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
			if i < len(src) && (src[i] == '\n' || src[i] == '\r') {
				return 0, i
			}
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return i + 1, i
			}
		case '\n', '\r':
			return 0, i
		}
	}
	return 0, i
}

// numberEnd returns the end of the number at i.
func numberEnd(src []byte, i int) int {
	at := func(i int) byte {
		if i < len(src) {
			return src[i]
		}
		return 0
	}
	if src[i] == '0' {
		switch at(i+1) | 0x20 {
		case 'x', 'o', 'b':
			for i += 2; isHex(at(i)) || at(i) == '_' || at(i) == 'n'; i++ {
			}
			return i
		}
	}
	digits := func() {
		for isDigit(at(i)) || at(i) == '_' {
			i++
		}
	}
	digits()
	if at(i) == 'n' {
		return i + 1
	}
	if at(i) == '.' {
		i++
		digits()
	}
	if at(i)|0x20 == 'e' {
		j := i + 1
		if at(j) == '+' || at(j) == '-' {
			j++
		}
		if isDigit(at(j)) {
			i = j
			digits()
		}
	}
	return i
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isWideSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u1680', '\u202f', '\u205f', '\u3000', '\ufeff', '\u2028', '\u2029':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}
