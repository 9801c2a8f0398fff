package script

// function reads a function whose word "function" stands at i. An expression
// is called name, a declaration by its own name.
func (p *parser) function(i, hi int, s scope, name string, expression bool) (*Value, int) {
	start := i
	i++
	if p.kind(i, hi) == '*' {
		i++
	}
	if p.kind(i, hi) == kIdent {
		if own := p.name(i); !expression || name == "" {
			name = own
		}
		i++
	}
	v, next := p.functionRest(i, hi, s, name)
	v.Span = p.rec.span(p.bytes(start, next))
	return v, next
}

// functionRest reads type parameters, parameters, return type and body.
func (p *parser) functionRest(i, hi int, s scope, name string) (*Value, int) {
	start := i
	if p.kind(i, hi) == '<' && p.ts {
		if j := p.skipAngles(i, hi); j > 0 {
			i = j
		}
	}
	in := s.function(name, p.open(start))
	if p.kind(i, hi) == '(' {
		p.params(i+1, p.close(i, hi), in)
		i = p.after(i, hi)
	}
	if p.kind(i, hi) == ':' && p.ts {
		i = p.skipType(i+1, hi)
	}
	if p.kind(i, hi) == '{' {
		p.stmts(i+1, p.close(i, hi), in)
		i = p.after(i, hi)
	}
	p.shut(in.body, i)
	return &Value{Kind: Function, Span: p.rec.span(p.bytes(start, i))}, i
}

// params reads parameters: their names, and the calls in default values.
func (p *parser) params(i, hi int, s scope) {
	if !p.enter(i) {
		return
	}
	defer p.leave()
	for i < hi {
		switch p.toks[i].kind {
		case '{', '[':
			i = p.param(i, p.after(i, hi), hi, s)
		case kIdent:
			if k := p.kind(i+1, hi); k == kIdent || k == '{' || k == '[' {
				i++ // private x
				continue
			}
			i = p.param(i, i+1, hi, s)
		case '@':
			_, next := p.unary(i+1, hi, s, "")
			i = max(next, i+1)
		default:
			i++
		}
	}
}

// param reads the parameter, or pattern, that lies from i up to end, and what
// follows it.
func (p *parser) param(i, end, hi int, s scope) int {
	t := target{value: p.opaque(i, end), scope: s.block}
	pattern := p.toks[i].kind != kIdent
	if pattern {
		p.names(i, t, "", nil, s)
	}
	if p.kind(end, hi) == '?' {
		end++
	}
	if p.kind(end, hi) == ':' && p.ts {
		end = max(end+1, p.skipType(end+1, hi))
	}
	var def *Value
	if p.kind(end, hi) == '=' {
		var next int
		def, next = p.expr(end+1, hi, s, "")
		end = max(next, end+1)
	}
	if !pattern && !p.is(i, hi, "this") {
		p.names(i, t, "", def, s)
	}
	return end
}

// arrowAhead reports whether an arrow function begins at i. With arm set, a
// ":" behind the parameters belongs to a condition and not to a return type.
func (p *parser) arrowAhead(i, hi int, arm bool) bool {
	if p.is(i, hi, "async") && !p.newline(i+1, hi) {
		switch p.kind(i+1, hi) {
		case kIdent:
			return p.kind(i+2, hi) == kArrow
		case '(', '<':
			i++
		}
	}
	if p.kind(i, hi) == '<' {
		if i = p.skipAngles(i, hi); i < 0 {
			return false
		}
	}
	switch p.kind(i, hi) {
	case kIdent:
		return p.kind(i+1, hi) == kArrow
	case '(':
		i = p.after(i, hi)
		if p.kind(i, hi) == ':' && p.ts && !arm {
			i = p.skipType(i+1, hi)
		}
		return p.kind(i, hi) == kArrow
	}
	return false
}

// arrow reads the arrow function that arrowAhead saw at i.
func (p *parser) arrow(i, hi int, s scope, name string) (*Value, int) {
	start := i
	if p.is(i, hi, "async") && p.kind(i+1, hi) != kArrow {
		i++
	}
	in := s.function(name, p.open(start))
	if p.kind(i, hi) == '<' {
		i = p.skipAngles(i, hi)
	}
	if p.kind(i, hi) == '(' {
		p.params(i+1, p.close(i, hi), in)
		i = p.after(i, hi)
		if p.kind(i, hi) == ':' {
			i = p.skipType(i+1, hi)
		}
	} else {
		p.names(i, target{value: p.opaque(i, i+1), scope: in.body}, "", nil, in)
		i++
	}
	i++ // =>
	if p.kind(i, hi) == '{' {
		p.stmts(i+1, p.close(i, hi), in)
		i = p.after(i, hi)
	} else {
		in.arm = s.arm
		_, i = p.expr(i, hi, in, "")
	}
	p.shut(in.body, i)
	return &Value{Kind: Function, Span: p.rec.span(p.bytes(start, i))}, i
}
