package script

import "strings"

// exportDecl reads an export declaration.
func (p *parser) exportDecl(i, hi int, s scope) int {
	at := p.bytes(i, i+1)
	i++
	switch {
	case p.is(i, hi, "type") && (p.kind(i+1, hi) == '{' || p.kind(i+1, hi) == '*'):
		p.mute++ // types leave no code behind
		defer func() { p.mute-- }()
		return p.exportDecl(i, hi, s)
	case p.is(i, hi, "default"):
		return p.exportDefault(i, hi, s)
	case p.kind(i, hi) == '*':
		return p.exportAll(i, hi)
	case p.kind(i, hi) == '{':
		return p.exportNames(i, hi)
	case p.kind(i, hi) == '=': // export = x
		v, next := p.expr(i+1, hi, s, "")
		p.rec.export(p, Export{Name: "default", Value: v, Span: p.rec.span(at)})
		return next
	}
	for p.kind(i, hi) == '@' {
		_, next := p.unary(i+1, hi, s, "")
		i = max(next, i+1)
	}
	switch word := p.word(i, hi); word {
	case "const", "let", "var":
		if p.kind(i+1, hi) == kIdent && p.is(i+1, hi, "enum") {
			break
		}
		from := len(p.rec.bindings)
		next := p.varDecl(i, hi, s)
		for _, n := range p.rec.bindings[from:] {
			if n.Scope != s.block && n.Scope != s.body {
				continue // of a function in a value
			}
			p.rec.export(p, Export{Name: n.Name, Local: n.Name, Value: n.Value, Span: n.Span})
		}
		return next
	case "function", "async", "class", "abstract":
		return p.exportFunction(i, hi, s)
	}
	return i
}

// exportFunction reads "export function f() {}" and "export class C {}" from
// the word behind "export" on.
func (p *parser) exportFunction(i, hi int, s scope) int {
	j := i
	for j < hi && (p.is(j, hi, "async") || p.is(j, hi, "abstract") || p.is(j, hi, "function") || p.is(j, hi, "class") || p.kind(j, hi) == '*') {
		j++
	}
	if p.kind(j, hi) != kIdent {
		return i
	}
	slot := len(p.rec.exports)
	name := p.name(j)
	p.rec.export(p, Export{Name: name, Local: name, Span: p.rec.span(p.bytes(j, j+1))})
	next, _, _ := p.stmt(i, hi, s)
	if slot < len(p.rec.exports) {
		p.rec.exports[slot].Value = &Value{Kind: Function, Span: p.rec.span(p.bytes(i, next))}
	}
	return next
}

// exportDefault reads on from "default".
func (p *parser) exportDefault(i, hi int, s scope) int {
	span := p.rec.span(p.bytes(i, i+1))
	i++
	if p.is(i, hi, "abstract") && p.is(i+1, hi, "class") {
		i++
	}
	v, next := p.expr(i, hi, s, "default")
	if v.Kind == Function && p.is(i, hi, "interface") {
		return next
	}
	p.rec.export(p, Export{Name: "default", Value: v, Span: span})
	if p.kind(next, hi) == ';' {
		next++
	}
	return max(next, i)
}

// exportAll reads on from the "*" of a re-export.
func (p *parser) exportAll(i, hi int) int {
	e := Export{Name: "*", Local: "*", Span: p.rec.span(p.bytes(i, i+1))}
	i++
	if p.is(i, hi, "as") && i+1 < hi {
		e.Name, e.Span = p.name(i+1), p.rec.span(p.bytes(i+1, i+2))
		if p.kind(i+1, hi) == kString {
			e.Name = p.str(i + 1)
		}
		i += 2
	}
	if p.is(i, hi, "from") && p.kind(i+1, hi) == kString {
		e.From = p.str(i + 1)
		p.rec.export(p, e)
		i += 2
	}
	return i
}

// exportNames reads { a, b as c }, with or without a module they come from.
func (p *parser) exportNames(i, hi int) int {
	m := p.close(i, hi)
	next := min(m+1, hi)
	from := ""
	if p.is(next, hi, "from") && p.kind(next+1, hi) == kString {
		from = p.str(next + 1)
		next += 2
	}
	for j := i + 1; j < m; {
		local, name, typeOnly, end := p.specifier(j, m)
		if name != "" && !typeOnly {
			e := Export{Name: name, Local: local, From: from, Span: p.rec.span(p.bytes(j, min(end-1, m)))}
			if from == "" {
				e.Value = &Value{Kind: Ref, Text: local, Span: p.rec.span(p.bytes(j, j+1))}
			}
			p.rec.export(p, e)
		}
		j = end
	}
	return next
}

// commonExport returns the export that the assignment of v to left makes in a
// CommonJS module.
func commonExport(left, v *Value) (Export, bool) {
	name := ""
	switch {
	case left.Text == "module.exports":
		name = "default"
	case strings.HasPrefix(left.Text, "module.exports."):
		name = left.Text[len("module.exports."):]
	case strings.HasPrefix(left.Text, "exports."):
		name = left.Text[len("exports."):]
	}
	if name == "" || strings.Contains(name, ".") {
		return Export{}, false
	}
	return Export{Name: name, Value: v, Span: left.Span}, true
}
