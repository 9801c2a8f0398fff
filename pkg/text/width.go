package text

import "github.com/mattn/go-runewidth"

// cells is fixed, so that the output does not depend on the environment: Chinese
// takes two cells, characters of ambiguous width take one.
var cells = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// Width is the number of terminal cells that s takes.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += RuneWidth(r)
	}
	return n
}

// RuneWidth is the number of terminal cells of one character: 0, 1 or 2.
func RuneWidth(r rune) int {
	if r >= ' ' && r < 0x7F {
		return 1
	}
	return cells.RuneWidth(r)
}

// Pad fills s with spaces up to a width.
func Pad(s string, width int) string {
	for n := Width(s); n < width; n++ {
		s += " "
	}
	return s
}
