package script

import "bytes"

// Conditional compilation as packages/uni-cli-shared/lib/preprocess of
// dcloudio/uni-app does it: #ifdef, #ifndef and #if (which means #ifdef), #else
// (compilers of 2025 and later; there is no #elif), #endif. A directive stands
// behind //, /* or <!-- on one line. In a component those in <!-- --> are
// resolved first, over the whole file and across its parts, and those of
// scripts and styles after them; the two sorts do not close each other.
//
// The compiler looks at the text alone and so takes a directive in a string
// for one too; this package does not. Where directives do not pair up the
// compiler gives up on the file; here only those without a partner are passed
// over, and Code.Partial tells of it.

// directive is one of them.
type directive struct {
	op         byte // 'd' #ifdef #if, 'n' #ifndef, 'e' #else, 'x' #endif
	html       bool // in <!-- -->
	start, end int
	condition  string
}

// findDirectives appends those that begin in src[from:to].
func findDirectives(list []directive, src []byte, from, to int) []directive {
	for i := from; i < to; i++ {
		next := bytes.IndexByte(src[i:to], '#')
		if next < 0 {
			return list
		}
		i += next
		if d, ok := directiveAt(src, from, i, to); ok {
			list = append(list, d)
			i = d.end - 1
		}
	}
	return list
}

// maxDirective bounds the length of a directive, so that many of them on one
// line cost no square of its length.
const maxDirective = 1000

// directiveAt reads the directive whose "#" stands at i.
func directiveAt(src []byte, from, i, to int) (d directive, ok bool) {
	word := src[i+1 : min(i+8, to)]
	length := 0
	for length < len(word) && word[length]|0x20 >= 'a' && word[length]|0x20 <= 'z' {
		length++
	}
	switch string(bytes.ToLower(word[:length])) {
	case "if", "ifdef":
		d.op = 'd'
	case "ifndef":
		d.op = 'n'
	case "else":
		d.op = 'e'
	default:
		if len(word) < 5 || !bytes.EqualFold(word[:5], []byte("endif")) {
			return d, false
		}
		d.op, length = 'x', 5
	}
	d.start = i
	for d.start > from && (src[d.start-1] == ' ' || src[d.start-1] == '\t') {
		d.start--
	}
	opener := src[from:d.start]
	switch {
	case bytes.HasSuffix(opener, []byte("//")), bytes.HasSuffix(opener, []byte("/*")):
		d.start -= 2
	case bytes.HasSuffix(opener, []byte("<!--")):
		d.start -= 4
		d.html = true
	case bytes.HasSuffix(opener, []byte("<!")) && d.op == 'x':
		d.start -= 2
		d.html = true
	default:
		return d, false
	}
	rest := src[i+1+length : min(to, i+1+length+maxDirective)]
	if n := bytes.IndexAny(rest, "\r\n"); n >= 0 {
		rest = rest[:n]
	}
	if (d.op == 'd' || d.op == 'n') && (len(rest) == 0 || rest[0] != ' ' && rest[0] != '\t') {
		return d, false
	}
	return d, d.finish(rest, i+1+length)
}

// finish sets the condition and the end from what stands behind the word.
func (d *directive) finish(rest []byte, offset int) bool {
	size, closer := len(rest), 0
	if d.html {
		size = bytes.Index(rest, []byte("-->"))
		if closer = 3; size < 0 {
			return false
		}
	} else if n := bytes.IndexByte(rest, '*'); n >= 0 {
		size = n
		if n+1 < len(rest) && (rest[n+1] == '/' || rest[n+1] == '*') {
			closer = 2
		}
	}
	if d.op == 'd' || d.op == 'n' {
		d.condition = string(bytes.TrimSpace(rest[:size]))
	}
	d.end = offset + size + closer
	return true
}
