package manifest

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"

	"github.com/offpush/offpush/pkg/source"
)

// byteOrderMark is UTF-8's. Columns do not count it, byte offsets do.
const byteOrderMark = "\ufeff"

// Parse reads data, which must not change afterwards, as the text of the file
// that spans name path. It never fails: see [Document]. It takes time and memory
// in proportion to the text, and reads none above [MaxSize].
func Parse(path string, data []byte) *Document {
	doc := &Document{File: source.New(path, data)}
	if len(data) > MaxSize {
		doc.report(Problem{Kind: TooLarge, Span: printable(doc.File.Span(MaxSize, MaxSize+1)), Detail: "size"})
		return doc
	}
	if name, at, end, found := utf16Of(data); found {
		doc.wrongEncoding(name, at, end)
		return doc
	}
	start := 0
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
		doc.report(Problem{Kind: ByteOrderMark, Span: printable(doc.File.Span(0, start))})
	}
	doc.read(data, start)
	sort.SliceStable(doc.Problems, func(i, j int) bool { return doc.Problems[i].Span.Offset < doc.Problems[j].Span.Offset })
	return doc
}

// read parses the text from start. hujson alone decides what can be read;
// findFault explains a refusal.
func (d *Document) read(data []byte, start int) {
	out := scan(data, start)
	if bad := invalidUTF8(data); bad >= 0 {
		// A character that the end of the file cuts off, in a text that is
		// incomplete anyway, is no matter of encoding.
		out = scan(data[:bad], start)
		if utf8.FullRune(data[bad:]) || findFault(out.blanked) == nil {
			d.wrongEncoding(guessEncoding(data), bad, bad+1)
			return
		}
	}
	if out.depth > MaxDepth {
		d.refused(out)
		return
	}
	root, err := hujson.Parse(out.blanked)
	if err != nil {
		d.refused(out)
		return
	}
	d.reportComment(out)
	t := tree{file: d.File}
	d.Root = t.value(&root)
	d.Problems = append(d.Problems, t.problems...)
}

// refused reports the fault of a text that cannot be read, and a comment that
// stands before it: behind it, what looks like one need not be one.
func (d *Document) refused(out outline) {
	f := findFault(out.blanked)
	if f == nil { // the parser knows better: name the whole text
		f = &fault{expect: ExpectContent, end: len(out.blanked), opened: -1}
	}
	p := Problem{Kind: Unparsable, Span: printable(d.File.Span(f.start, f.end)), Expect: f.expect, Detail: f.found}
	if f.tooDeep {
		p.Kind, p.Detail = TooLarge, "depth"
	}
	if f.opened >= 0 {
		p.Related = printable(d.File.Span(f.opened, f.opened+1))
	}
	d.report(p)
	if out.commentStart < f.start {
		d.reportComment(out)
	}
}

// wrongEncoding reports the bytes at [at, end).
func (d *Document) wrongEncoding(name string, at, end int) {
	d.report(Problem{Kind: WrongEncoding, Span: printable(d.File.Span(at, end)), Detail: name})
}

func (d *Document) reportComment(out outline) {
	if out.commentEnd > 0 {
		d.report(Problem{Kind: Comment, Span: printable(d.File.Span(out.commentStart, out.commentEnd))})
	}
}

func (d *Document) report(p Problem) { d.Problems = append(d.Problems, p) }

// printable shows the line of a span as far as it can be shown: bytes that are
// no UTF-8 must not reach a terminal, nor the zeros of UTF-16.
func printable(s source.Span) source.Span {
	s.Line = strings.ReplaceAll(strings.ToValidUTF8(s.Line, "\uFFFD"), "\x00", "")
	return s
}
