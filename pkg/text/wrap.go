package text

import (
	"strings"
)

// Characters that must not start a line, and those that must not end one.
const (
	noStart = "。，、；：？！）」』】》〉〕’”…—·～％.,;:?!)]}%"
	noEnd   = "（「『【《〈〔‘“([{"
)

// Wrap breaks a paragraph into lines of at most width cells: at spaces, and
// between Chinese characters, where no line starts with 。，、） and the like. A
// word that is longer than a line is cut, a path behind a slash. Newlines in s stay line breaks; every
// line of the result has no space at its end.
func Wrap(s string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		lines = append(lines, wrapParagraph(paragraph, max(width, 2))...)
	}
	return lines
}

func wrapParagraph(s string, width int) []string {
	var lines []string
	line, used := "", 0 // the line so far, and its cells
	flush := func() {
		lines = append(lines, strings.TrimRight(line, " "))
		line, used = "", 0
	}
	for _, piece := range pieces(s) {
		w := Width(strings.TrimRight(piece, " "))
		if line != "" && used+w > width { // used may be 0: some characters have no width
			flush()
		}
		for w > width { // longer than a line
			head := cut(piece, width)
			if slash := strings.LastIndexByte(head, '/'); slash > 0 {
				head = head[:slash+1]
			}
			lines = append(lines, head)
			piece = piece[len(head):]
			w = Width(strings.TrimRight(piece, " "))
		}
		line += piece
		used += Width(piece)
	}
	if line != "" || len(lines) == 0 {
		flush()
	}
	return lines
}

// pieces cuts a paragraph where a line may end. Spaces stay with the piece
// before them.
func pieces(s string) []string {
	var out []string
	start := 0
	var before rune
	for i, r := range s {
		if i > start && mayBreak(before, r) {
			out = append(out, s[start:i])
			start = i
		}
		before = r
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func mayBreak(before, after rune) bool {
	switch {
	case after == ' ':
		return false
	case before == ' ':
		return !strings.ContainsRune(noStart[:strings.IndexByte(noStart, '.')], after)
	case strings.ContainsRune(noStart, after), strings.ContainsRune(noEnd, before):
		return false
	}
	return RuneWidth(before) == 2 || RuneWidth(after) == 2
}

// cut returns the longest head of s that fits into width cells, at least one
// character.
func cut(s string, width int) string {
	used := 0
	for i, r := range s {
		used += RuneWidth(r)
		if used > width && i > 0 {
			return s[:i]
		}
	}
	return s
}
