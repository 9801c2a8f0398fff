package script

import (
	"sort"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/source"
)

// stride is the distance of the places up to which code points are counted
// ahead.
const stride = 128

// positions makes the spans of one file. It gives the same spans as
// [source.File.Span], but in a time that does not grow with the length of the
// line and without a copy of the line in each of them: minified code has lines
// of a megabyte with ten thousand calls on them.
type positions struct {
	path  string
	data  []byte
	text  string
	lines []int   // offset of each line's first byte
	ends  []int   // offset of each line's end, without the line end
	marks []count // one for each stride
	last  int     // line found last, a hint
}

// count says how many code points begin before offset, where one begins.
type count struct{ offset, runes int32 }

func newPositions(path string, data []byte) *positions {
	p := &positions{path: path, data: data, text: string(data), lines: []int{0}}
	p.marks = make([]count, 0, len(data)/stride+1)
	runes := int32(0)
	for i := 0; i < len(data); runes++ {
		if i >= len(p.marks)*stride {
			p.marks = append(p.marks, count{int32(i), runes})
		}
		c, n := data[i], 1
		if c >= utf8.RuneSelf {
			_, n = utf8.DecodeRune(data[i:])
		}
		i += n
		if c == '\n' || c == '\r' && (i == len(data) || data[i] != '\n') {
			end := i - 1
			if c == '\n' && end > 0 && data[end-1] == '\r' {
				end--
			}
			p.ends = append(p.ends, end)
			p.lines = append(p.lines, i)
		}
	}
	p.ends = append(p.ends, len(data))
	return p
}

// before counts the code points that begin before offset.
func (p *positions) before(offset int) int {
	k := min(offset/stride, len(p.marks)-1)
	if int(p.marks[k].offset) > offset {
		k--
	}
	m := p.marks[k]
	return int(m.runes) + utf8.RuneCount(p.data[m.offset:offset])
}

func (p *positions) position(offset int) (source.Position, int) {
	line := p.last
	if offset < p.lines[line] || line+1 < len(p.lines) && offset >= p.lines[line+1] {
		line = sort.Search(len(p.lines), func(i int) bool { return p.lines[i] > offset }) - 1
		p.last = line
	}
	column := 0
	if start := p.lines[line]; offset-start <= stride {
		column = utf8.RuneCount(p.data[start:offset])
	} else {
		column = p.before(offset) - p.before(start)
	}
	return source.Position{Line: line + 1, Column: column + 1}, line
}

func (p *positions) span(start, end int) source.Span {
	start = min(max(start, 0), len(p.data))
	end = min(max(end, start), len(p.data))
	s := source.Span{File: p.path, Offset: start, EndOffset: end}
	var line int
	s.Start, line = p.position(start)
	s.Line = p.text[p.lines[line]:p.ends[line]]
	s.End, _ = p.position(end)
	return s
}
