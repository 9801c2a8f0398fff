package script

// class reads a class whose word "class" stands at i.
func (p *parser) class(i, hi int, s scope, name string) (*Value, int) {
	if !p.enter(i) {
		return p.opaque(i, hi), hi
	}
	defer p.leave()
	start := i
	i++
	if p.kind(i, hi) == kIdent && !p.is(i, hi, "extends") && !p.is(i, hi, "implements") {
		name = p.name(i)
		i++
	}
	if p.kind(i, hi) == '<' {
		if j := p.skipAngles(i, hi); j > 0 {
			i = j
		}
	}
	if p.is(i, hi, "extends") {
		_, i = p.unary(i+1, hi, s, "")
		if p.kind(i, hi) == '<' && p.ts {
			if j := p.skipAngles(i, hi); j > 0 {
				i = j
			}
		}
	}
	for i < hi && p.toks[i].kind != '{' && p.toks[i].kind != ';' {
		i++ // implements ...
	}
	if p.kind(i, hi) == '{' {
		p.classBody(i+1, p.close(i, hi), s.inner(), name)
		i = p.after(i, hi)
	}
	return &Value{Kind: Function, Span: p.rec.span(p.bytes(start, i))}, i
}

// classBody reads the members of a class.
func (p *parser) classBody(i, hi int, s scope, class string) {
	for i < hi {
		start := i
		switch p.toks[i].kind {
		case ';', ',':
			i++
			continue
		case '@':
			_, next := p.unary(i+1, hi, s, "")
			i = max(next, i+1)
			continue
		}
		static := false
		for p.classModifier(i, hi) {
			static = static || p.is(i, hi, "static")
			i++
		}
		if static && p.kind(i, hi) == '{' {
			p.block(i, hi, s)
			i = p.after(i, hi)
			continue
		}
		m, next, ok := p.key(i, hi, s)
		if !ok {
			i = start + 1
			if p.kind(start, hi) == '(' || p.kind(start, hi) == '{' {
				p.group(start+1, p.close(start, hi), s, "")
				i = p.after(start, hi)
			}
			continue
		}
		i = p.classMember(m, next, hi, s, class, static)
	}
}

// classMember reads on behind the name of a field or method.
func (p *parser) classMember(m Member, i, hi int, s scope, class string, static bool) int {
	if p.kind(i, hi) == '?' || p.kind(i, hi) == '!' {
		i++
	}
	if p.kind(i, hi) == '(' || p.kind(i, hi) == '<' {
		_, i = p.functionRest(i, hi, s, m.Name)
		return i
	}
	if p.kind(i, hi) == ':' {
		i = p.skipType(i+1, hi)
	}
	if p.kind(i, hi) != '=' {
		return i
	}
	v, next := p.expr(i+1, hi, s, m.Name)
	owner := "this."
	if static {
		owner = class + "."
	}
	if m.Name != "" && !p.bindModule(i+1, next, owner+m.Name) {
		p.rec.binding(p, Binding{Name: owner + m.Name, Value: v, Span: m.NameSpan, Scope: undeclared}, s)
	}
	return max(next, i+1)
}

// classModifier reports whether token i is a modifier before a member's name.
func (p *parser) classModifier(i, hi int) bool {
	if p.kind(i, hi) == '*' {
		return true
	}
	switch p.word(i, hi) {
	case "static":
		if p.kind(i+1, hi) == '{' {
			return true
		}
	case "async", "get", "set", "public", "private", "protected", "readonly", "abstract", "override", "declare", "accessor":
	default:
		return false
	}
	switch p.kind(i+1, hi) {
	case kIdent, kString, kNumber, kPrivate, '[', '*':
		return true
	}
	return false
}
