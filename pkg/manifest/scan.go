package manifest

import "bytes"

// outline is what a scan without grammar finds in a text.
type outline struct {
	blanked      []byte // the text with comments as spaces: the same offsets
	commentStart int    // of the first comment
	commentEnd   int    // 0 without a comment
	depth        int    // brackets open at once, at most
}

// scan finds strings, comments and brackets. It stands before the parser for two
// reasons. The parser recurses, so depth must be known first. And it refuses
// comments that the compilers accept: those that end with the file or at a lone
// CR, and those with U+2028 in them.
//
// In a text with a fault the outline is right up to the fault and arbitrary
// behind it. An unclosed comment stays as it is.
func scan(data []byte, start int) outline {
	out := outline{blanked: data}
	if start > 0 {
		out.blank(data, 0, start)
	}
	open := 0
	for i := start; i < len(data); {
		switch data[i] {
		case '"':
			i = skipString(data, i)
			continue
		case '{', '[':
			open++
			out.depth = max(out.depth, open)
		case '}', ']':
			open--
		case '/':
			switch end := commentEnd(data, i); {
			case end < 0:
				return out
			case end > i:
				if out.commentEnd == 0 {
					out.commentStart, out.commentEnd = i, end
				}
				out.blank(data, i, end)
				i = end
				continue
			}
		}
		i++
	}
	return out
}

// skipString returns the offset behind the string that starts at i.
func skipString(data []byte, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// commentEnd returns the offset behind the comment that starts at i, without
// its line end; i when there is none, -1 when it does not end.
func commentEnd(data []byte, i int) int {
	rest := data[i:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if n := bytes.IndexAny(rest, "\r\n"); n >= 0 {
			return i + n
		}
		return len(data)
	case bytes.HasPrefix(rest, []byte("/*")):
		if n := bytes.Index(rest[2:], []byte("*/")); n >= 0 {
			return i + 2 + n + 2
		}
		return -1
	}
	return i
}

// blank writes spaces over a piece, into a copy of data. Line ends need not
// stay: positions are taken from the text itself.
func (o *outline) blank(data []byte, start, end int) {
	if &o.blanked[0] == &data[0] {
		o.blanked = bytes.Clone(data)
	}
	for i := start; i < end; i++ {
		o.blanked[i] = ' '
	}
}
