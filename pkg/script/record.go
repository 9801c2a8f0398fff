package script

import (
	"sort"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/source"
)

// recorder collects what the parsers of one file find.
type recorder struct {
	pos      *source.File
	lines    map[int]string  // copies of lines, by their numbers
	wanted   map[string]bool // Options.Properties
	regions  regions
	calls    []Call
	bindings []Binding
	imports  []Import
	exports  []Export
	props    []Property
	broken   extent
	isBroken bool
	merge    bool // the file was parsed several times
}

// span makes the span of an extent. Its line is a copy, the same for all spans of
// a line: a part of the file's text would keep all of that in memory for as long
// as anything of the file is kept. Lines of bundles are too long for copies.
func (r *recorder) span(e extent) source.Span {
	s := r.pos.Span(e.start, e.end)
	if len(s.Line) > maxLineCopy {
		return s
	}
	line, ok := r.lines[s.Start.Line]
	if !ok {
		line = strings.Clone(s.Line)
		r.lines[s.Start.Line] = line
	}
	s.Line = line
	return s
}

const maxLineCopy = 4096

// fail notes the first place where the code makes no sense.
func (r *recorder) fail(e extent) {
	if !r.isBroken || e.start < r.broken.start {
		r.isBroken, r.broken = true, e
	}
}

func (r *recorder) appOnly(offset int) bool { return r.regions.appOnly(offset) }

// reserve keeps a place for a call, so that calls stand in the order in which
// their arguments begin.
func (r *recorder) reserve(p *parser) int {
	if p.mute > 0 {
		return -1
	}
	r.calls = append(r.calls, Call{})
	return len(r.calls) - 1
}

func (r *recorder) fill(slot int, c *Call) {
	if slot >= 0 {
		r.calls[slot] = *c
	}
}

func (r *recorder) binding(p *parser, b Binding, s scope) {
	if p.mute > 0 {
		return
	}
	b.Context = s.context(r.appOnly(b.Span.Offset))
	r.bindings = append(r.bindings, b)
}

// importing adds an import and returns its index, -1 when it is not kept.
func (r *recorder) importing(p *parser, im Import) int {
	if p.mute > 0 {
		return -1
	}
	r.imports = append(r.imports, im)
	return len(r.imports) - 1
}

func (r *recorder) export(p *parser, e Export) {
	if p.mute > 0 {
		return
	}
	r.exports = append(r.exports, e)
}

func (r *recorder) properties(p *parser, members []Member, s scope) {
	if p.mute > 0 || len(r.wanted) == 0 {
		return
	}
	for _, m := range members {
		if m.Name != "" && r.wanted[m.Name] {
			r.props = append(r.props, Property{Member: m, Siblings: members, Context: s.context(r.appOnly(m.NameSpan.Offset))})
		}
	}
}

// into moves everything to the Code, in the order of the file.
func (r *recorder) into(c *Code) {
	byOffset := func(a, b source.Span) bool { return a.Offset < b.Offset }
	sort.SliceStable(r.bindings, func(i, j int) bool { return byOffset(r.bindings[i].Span, r.bindings[j].Span) })
	sort.SliceStable(r.imports, func(i, j int) bool { return byOffset(r.imports[i].Span, r.imports[j].Span) })
	sort.SliceStable(r.exports, func(i, j int) bool { return byOffset(r.exports[i].Span, r.exports[j].Span) })
	sort.SliceStable(r.props, func(i, j int) bool { return byOffset(r.props[i].NameSpan, r.props[j].NameSpan) })
	if r.merge {
		r.unite()
	}
	r.declare()
	c.Calls, c.Bindings, c.Imports, c.Exports, c.Properties = r.calls, r.bindings, r.imports, r.exports, r.props
	if r.isBroken {
		c.Partial = r.span(r.broken)
	}
}

// unite drops what was found more than once.
func (r *recorder) unite() {
	sort.SliceStable(r.calls, func(i, j int) bool { return r.calls[i].NameSpan.EndOffset < r.calls[j].NameSpan.EndOffset })
	r.calls = distinct(r.calls, func(c Call) [2]int { return [2]int{c.NameSpan.EndOffset, c.Span.EndOffset} })
	r.bindings = distinct(r.bindings, func(b Binding) [2]int { return [2]int{b.Span.Offset, b.Value.Span.EndOffset} })
	r.imports = distinct(r.imports, func(i Import) string { return i.Name + " " + i.Local + " " + strconv.Itoa(i.Span.Offset) })
	r.exports = distinct(r.exports, func(e Export) string { return e.Name + " " + strconv.Itoa(e.Span.Offset) })
	r.props = distinct(r.props, func(p Property) int { return p.NameSpan.Offset })
}

func distinct[T any, K comparable](list []T, key func(T) K) []T {
	seen := make(map[K]bool, len(list))
	kept := list[:0]
	for _, x := range list {
		if k := key(x); !seen[k] {
			seen[k] = true
			kept = append(kept, x)
		}
	}
	return kept
}
