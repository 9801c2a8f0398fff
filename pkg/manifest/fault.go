package manifest

import (
	"bytes"

	"github.com/tailscale/hujson"
)

// fault is the first place where a text stops being JSON with trailing commas.
type fault struct {
	expect     Expect
	start, end int    // the offending token
	found      string // see Expect
	opened     int    // offset of the bracket, string or comment left open; -1 for none
	tooDeep    bool   // no fault of grammar: one bracket more than MaxDepth
}

// findFault returns the first fault of a text whose comments are blanked, or
// nil. The parser's own error names only the start of a literal and seldom what
// would have fitted, so this walks the grammar again, without recursion.
func findFault(data []byte) *fault {
	w := walker{data: data, state: ExpectContent}
	for {
		for w.at < len(data) && bytes.IndexByte([]byte(" \t\r\n"), data[w.at]) >= 0 {
			w.at++
		}
		if w.at == len(data) {
			if w.state == ExpectEnd {
				return nil
			}
			return w.unexpected()
		}
		if f := w.step(); f != nil {
			return f
		}
	}
}

// walker is a place in the text, with what may stand there.
type walker struct {
	data  []byte
	at    int
	state Expect
	open  []int // offsets of the open brackets, the innermost last
}

// step goes over one token, or returns the fault there.
func (w *walker) step() *fault {
	c := w.data[w.at]
	switch {
	case bytes.HasPrefix(w.data[w.at:], []byte("/*")):
		return &fault{expect: ExpectCommentEnd, start: len(w.data), end: len(w.data), opened: w.at}
	case w.closes(c):
		w.open = w.open[:len(w.open)-1]
		w.at++
		w.afterValue()
	case w.state == ExpectContent, w.state == ExpectValue:
		return w.value(c)
	case w.state == ExpectName && c == '"':
		w.state = ExpectColon
		return w.string()
	case w.state == ExpectColon && c == ':':
		w.state = ExpectValue
		w.at++
	case w.state == ExpectCommaOrBrace && c == ',':
		w.state = ExpectName
		w.at++
	case w.state == ExpectCommaOrBracket && c == ',':
		w.state = ExpectValue
		w.at++
	default:
		return w.unexpected()
	}
	return nil
}

// closes reports whether c closes the innermost bracket here. Behind a comma it
// may: trailing commas are read over.
func (w *walker) closes(c byte) bool {
	if len(w.open) == 0 {
		return false
	}
	if w.data[w.open[len(w.open)-1]] == '{' {
		return c == '}' && (w.state == ExpectName || w.state == ExpectCommaOrBrace)
	}
	return c == ']' && (w.state == ExpectValue || w.state == ExpectCommaOrBracket)
}

func (w *walker) afterValue() {
	switch {
	case len(w.open) == 0:
		w.state = ExpectEnd
	case w.data[w.open[len(w.open)-1]] == '{':
		w.state = ExpectCommaOrBrace
	default:
		w.state = ExpectCommaOrBracket
	}
}

func (w *walker) value(c byte) *fault {
	switch c {
	case '{', '[':
		if len(w.open) == MaxDepth {
			return &fault{start: w.at, end: w.at + 1, opened: -1, tooDeep: true}
		}
		w.open = append(w.open, w.at)
		w.at++
		w.state = ExpectName
		if c == '[' {
			w.state = ExpectValue
		}
		return nil
	case '"':
		w.afterValue()
		return w.string()
	}
	word := wordAt(w.data, w.at)
	if !hujson.Literal(word).IsValid() {
		if w.state = ExpectValue; startsNumber(word) {
			w.state = ExpectNumber
		}
		return w.unexpected()
	}
	w.at += len(word)
	w.afterValue()
	return nil
}

func (w *walker) string() *fault {
	end, f := stringAt(w.data, w.at)
	w.at = end
	return f
}

// unexpected is the fault of a token, or of the end of the file, that does not
// fit the state.
func (w *walker) unexpected() *fault {
	f := &fault{expect: w.state, start: w.at, opened: -1}
	f.end, f.found = tokenAt(w.data, w.at)
	closer := f.found == "" || f.found == "}" || f.found == "]"
	if closer && len(w.open) > 0 {
		f.opened = w.open[len(w.open)-1]
	}
	return f
}
