package report

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

const tabWidth = 4

// leftOut stands for the part of a long line that is not shown. It is ASCII
// because the single character is two cells wide on some consoles, which would
// move the caret.
const leftOut = "..."

// snippet shows the line that a span starts on and marks the span with carets:
//
//	12 |   "modules" : {
//	   |   ^^^^^^^^^
//
// It returns both lines without their gutters, at most width cells wide.
func snippet(span source.Span, width int) (line, carets string) {
	cells := cellsOf(span.Line)
	start := min(max(span.Start.Column-1, 0), len(cells))
	end := len(cells)
	if span.End.Line <= span.Start.Line {
		end = min(max(span.End.Column-1, start), len(cells))
	}
	// The indentation says nothing, unless the span lies in it.
	for len(cells) > 0 && start > 0 && strings.TrimSpace(cells[0]) == "" {
		cells, start, end = cells[1:], start-1, end-1
	}
	from, to := window(cells, start, width)
	var b, c strings.Builder
	if from > 0 {
		b.WriteString(leftOut)
		c.WriteString(strings.Repeat(" ", len(leftOut)))
	}
	for i := from; i < to; i++ {
		b.WriteString(cells[i])
		switch {
		case i < start:
			c.WriteString(strings.Repeat(" ", text.Width(cells[i])))
		case i < end:
			c.WriteString(strings.Repeat("^", text.Width(cells[i])))
		}
	}
	if start == end || !strings.Contains(c.String(), "^") { // an empty span still has a place
		c.WriteString("^")
	}
	if to < len(cells) {
		b.WriteString(leftOut)
	}
	return strings.TrimRight(b.String(), " "), c.String()
}

// cellsOf cuts a line into what is shown for each of its characters.
func cellsOf(line string) []string {
	cells := make([]string, 0, len(line))
	for len(line) > 0 {
		r, size := utf8.DecodeRuneInString(line)
		if r == '\t' {
			cells = append(cells, strings.Repeat(" ", tabWidth))
		} else {
			cells = append(cells, text.VisibleRune(r, line[:size]))
		}
		line = line[size:]
	}
	return cells
}

// window chooses the cells from..to that fit into width and show the span's
// start, with a third of the room before it, and as much of the span as fits.
func window(cells []string, start, width int) (from, to int) {
	if fits(cells, width) {
		return 0, len(cells)
	}
	room := width - 2*len(leftOut)
	from = min(start, len(cells))
	before := 0
	for from > 0 && before < room/3 {
		from--
		before += text.Width(cells[from])
	}
	if before > room/3 && from < start {
		from++
		before -= text.Width(cells[from-1])
	}
	if before <= len(leftOut) && from <= len(leftOut) {
		from = 0 // the beginning itself is no longer than the dots
	}
	used := 0
	for to = from; to < len(cells) && used+text.Width(cells[to]) <= room; to++ {
		used += text.Width(cells[to])
	}
	// A line that ends within the window leaves room at its left.
	for to == len(cells) && from > 0 && used+text.Width(cells[from-1]) <= room {
		from--
		used += text.Width(cells[from])
	}
	return from, to
}

func fits(cells []string, width int) bool {
	used := 0
	for _, c := range cells {
		if used += text.Width(c); used > width {
			return false
		}
	}
	return true
}

// place is "file:line:column", or as much of it as there is.
func place(span source.Span) string {
	s := text.Visible(span.File)
	if span.HasPosition() {
		s += ":" + strconv.Itoa(span.Start.Line) + ":" + strconv.Itoa(span.Start.Column)
	}
	return s
}

// showSnippet writes the snippet with line number and gutter.
func (p *page) showSnippet(indent int, span source.Span) {
	if !span.HasPosition() || strings.TrimSpace(span.Line) == "" {
		return
	}
	number := strconv.Itoa(span.Start.Line)
	line, carets := snippet(span, p.Width-indent-len(number)-3)
	p.line(indent, p.paint(p.faint, number+" | "), line)
	p.line(indent, p.paint(p.faint, strings.Repeat(" ", len(number))+" | "), p.paint(p.badBold, carets))
}
