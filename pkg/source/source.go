// Package source gives text read from a project its positions.
//
// Everything offpush says about a file it says of a [Span]: file, line,
// column, and the bytes in between. Lines and columns start at 1, a column
// counts Unicode code points (a tab is one), and the end of a span is the
// position behind its last character, as in SARIF with columnKind
// "unicodeCodePoints". A UTF-8 byte order mark has no column and is no part of
// its line, as in an editor; byte offsets count it.
package source

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// Position is a place in a text; the zero Position is no place.
type Position struct {
	Line   int // from 1
	Column int // from 1, in code points
}

// Span is a piece of a file. The zero value says "no file"; a Span with a File
// and no Start speaks of the file as a whole, which may be missing.
type Span struct {
	File       string // relative to the project's root, with forward slashes
	Start, End Position
	Offset     int    // of the first byte
	EndOffset  int    // behind the last byte
	Line       string // text of the line that Start lies on, see [File.Line]
}

// IsZero reports whether the span names no file.
func (s Span) IsZero() bool { return s.File == "" }

// HasPosition reports whether the span lies at a line of its file.
func (s Span) HasPosition() bool { return s.Start.Line > 0 }

// Of returns the span that speaks of a file as a whole.
func Of(file string) Span { return Span{File: file} }

// File is a text with an index of its lines. It is read-only and safe for
// concurrent use.
type File struct {
	Path  string // as it appears in spans
	Data  []byte
	text  string // Data again, so that lines are cut from it without copying
	lines []int  // offset of each line's first byte
	marks []mark // in steps of markEvery bytes or a little more
}

// mark spares counting a long line from its start for each position in it: a
// minified file is one line, and would take quadratic time.
type mark struct{ offset, runes int }

const markEvery = 512

const byteOrderMark = "\ufeff"

// New indexes the lines of data, which must not change afterwards. A line ends
// at LF, CRLF or a lone CR.
func New(path string, data []byte) *File {
	f := &File{Path: path, Data: data, text: string(data), lines: make([]int, 1, 1+bytes.Count(data, []byte{'\n'}))}
	if strings.HasPrefix(f.text, byteOrderMark) {
		f.lines[0] = len(byteOrderMark)
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '\n':
			f.lines = append(f.lines, i+1)
		case '\r':
			if i+1 == len(data) || data[i+1] != '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	}
	f.setMarks()
	return f
}

// Span returns the span of the bytes from start up to end. Offsets outside the
// text are moved to its nearest end.
func (f *File) Span(start, end int) Span {
	start = min(max(start, 0), len(f.Data))
	end = min(max(end, start), len(f.Data))
	s := Span{File: f.Path, Start: f.position(start), End: f.position(end), Offset: start, EndOffset: end}
	s.Line = f.Line(s.Start.Line)
	return s
}

// Len is the number of lines; an empty text has one.
func (f *File) Len() int { return len(f.lines) }

// Line returns the text of line n without its line end; "" outside the text.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.text)
	if n < len(f.lines) {
		end = f.lines[n]
	}
	return strings.TrimRight(f.text[f.lines[n-1]:end], "\r\n")
}

func (f *File) position(offset int) Position {
	offset = max(offset, f.lines[0]) // inside a byte order mark is before the first column
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
	start := f.lines[line-1]
	if offset-start <= markEvery {
		return Position{Line: line, Column: 1 + utf8.RuneCountInString(f.text[start:offset])}
	}
	return Position{Line: line, Column: 1 + f.runes(offset) - f.runes(start)}
}

// setMarks counts the code points up to each mark. A mark never lies inside a
// code point: runes may then be counted from it as if from the start.
func (f *File) setMarks() {
	f.marks = append(make([]mark, 0, 1+len(f.text)/markEvery), mark{})
	for offset, runes := 0, 0; offset+markEvery < len(f.text); {
		end := offset + markEvery
		for n := 0; n < utf8.UTFMax-1 && end < len(f.text) && !utf8.RuneStart(f.text[end]); n++ {
			end++
		}
		runes += utf8.RuneCountInString(f.text[offset:end])
		offset = end
		f.marks = append(f.marks, mark{offset, runes})
	}
}

// runes counts the code points before offset.
func (f *File) runes(offset int) int {
	i := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].offset > offset }) - 1
	return f.marks[i].runes + utf8.RuneCountInString(f.text[f.marks[i].offset:offset])
}
