package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible replaces what a terminal would obey instead of showing it (control
// characters, marks that change the writing direction, bytes that are no UTF-8)
// by escapes that can be read.
func Visible(s string) string {
	if !strings.ContainsFunc(s, Hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(VisibleRune(r, s[:size]))
		s = s[size:]
	}
	return b.String()
}

// VisibleRune is Visible for one character and the bytes that it was read from.
func VisibleRune(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case !Hidden(r):
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// Hidden reports what a terminal obeys or does not show: control characters, line and paragraph separators, and the format
// characters that turn the writing direction, hide, or break a line. Joiners
// that emoji and some scripts need stay.
func Hidden(r rune) bool {
	switch {
	case r < ' ', r >= 0x7F && r < 0xA0:
		return true
	case r < 0x200B:
		return r == 0xAD || r == 0x061C
	case r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF,
		r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	}
	return unicode.Is(unicode.Noncharacter_Code_Point, r) || r >= 0xE0000 && r <= 0xE007F
}
