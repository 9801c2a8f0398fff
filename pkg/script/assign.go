package script

import "strings"

// assign reads the right side of "left = ...", whose "=" stands at i.
func (p *parser) assign(left *Value, i, hi int, s scope) (*Value, int) {
	indexed := p.indexed(i)
	v, next := p.expr(i+1, hi, s, lastSegment(left))
	if left.Kind != Ref {
		if indexed != "" {
			p.rec.binding(p, Binding{Name: indexed, Value: p.opaque(i+1, next), Span: left.Span, Scope: undeclared}, s)
		}
		return v, next
	}
	if e, ok := commonExport(left, v); ok {
		p.rec.export(p, e)
		return v, next
	}
	if p.bindModule(i+1, next, left.Text) {
		return v, next
	}
	p.rec.binding(p, Binding{Name: left.Text, Value: v, Span: left.Span, Scope: undeclared}, s)
	return v, next
}

// indexed returns the path before token i when it leads to a member whose name
// is not known: a.b[c].
func (p *parser) indexed(i int) string {
	if p.last.end != i || !strings.Contains(p.last.text, ".[]") || strings.Contains(p.last.text, "()") {
		return ""
	}
	return p.last.text
}

// lastSegment returns the last name of a path, "" for anything else.
func lastSegment(v *Value) string {
	if v.Kind != Ref {
		return ""
	}
	for i := len(v.Text) - 1; i >= 0; i-- {
		if v.Text[i] == '.' {
			return v.Text[i+1:]
		}
	}
	return v.Text
}
