package script

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// dead finds the names in text that does not run in the app.
func (r *reader) dead(names []string) []Mention {
	var found []Mention
	for i, name := range names {
		if name == "" || contained(names[:i], name) {
			continue
		}
		for from := 0; ; {
			n := bytes.Index(r.src[from:], []byte(name))
			if n < 0 {
				break
			}
			start := from + n
			from = start + len(name)
			if !whole(r.src, start, from) {
				continue
			}
			r.settle()
			if reason := r.reason(start); reason != 0 {
				found = append(found, Mention{Name: name, Span: r.rec.span(extent{start, from}), Reason: reason})
			}
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Span.Offset < found[j].Span.Offset })
	return found
}

func contained(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// whole reports whether src[start:end] is not a piece of a longer name.
func whole(src []byte, start, end int) bool {
	part := func(c byte) bool { return isNameStart(c) || isDigit(c) || c >= utf8.RuneSelf }
	return !(start > 0 && part(src[start]) && part(src[start-1]) && src[start-1] < utf8.RuneSelf) &&
		!(end < len(src) && part(src[end-1]) && part(src[end]) && src[end] < utf8.RuneSelf)
}

// commentsBeside returns all comments of a file in which a word occurs.
func (r *reader) commentsBeside(word string) []Comment {
	if word == "" || !bytes.Contains(r.src, []byte(word)) {
		return nil
	}
	r.settle()
	var out []Comment
	last := -1
	for _, c := range r.comments {
		if c.start > last {
			last = c.start // where a file was cut several ways, it has them several times
			out = append(out, Comment{Text: string(r.src[c.start:c.end]), Start: c.start, End: c.end})
		}
	}
	return out
}

// settle puts all comments in order.
func (r *reader) settle() {
	if r.settled {
		return
	}
	r.settled = true
	for _, l := range r.scripts {
		r.comments = append(r.comments, l.comments...)
	}
	for _, p := range r.parts {
		if p.kind == commentPart {
			r.comments = append(r.comments, extent{p.start, p.end})
		}
	}
	sort.Slice(r.comments, func(i, j int) bool { return r.comments[i].start < r.comments[j].start })
}

// reason says why the byte at offset does not run, 0 if it does.
func (r *reader) reason(offset int) Reason {
	switch {
	case contains(r.comments, offset):
		return InComment
	case contains(r.excluded, offset):
		return CompiledOut
	}
	for _, l := range r.scripts {
		if offset >= l.first && offset < l.end {
			return 0
		}
	}
	for _, p := range r.parts {
		if p.kind == scriptPart && offset >= p.src.start && offset < p.src.end {
			return 0
		}
	}
	return InTemplate
}

// contains reports whether offset lies in one of the extents, which are sorted
// and do not overlap.
func contains(list []extent, offset int) bool {
	i := sort.Search(len(list), func(i int) bool { return list[i].start > offset })
	return i > 0 && offset < list[i-1].end
}
