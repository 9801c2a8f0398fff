package script

// varDecl reads const, let or var.
func (p *parser) varDecl(i, hi int, s scope) int {
	constant, variable := p.is(i, hi, "const"), p.is(i, hi, "var")
	i++
	for i < hi {
		start := i
		pattern := p.toks[i].kind == '{' || p.toks[i].kind == '['
		switch {
		case pattern:
			i = p.after(i, hi)
		case p.toks[i].kind == kIdent:
			i++
		default:
			return i
		}
		if p.kind(i, hi) == '!' {
			i++
		}
		if p.kind(i, hi) == ':' {
			i = p.skipType(i+1, hi)
		}
		name := ""
		if !pattern {
			name = p.name(start)
		}
		t := target{constant: constant, scope: s.block}
		if variable {
			t.scope = s.body
		}
		switch {
		case p.kind(i, hi) == '=':
			t.value, t.next = p.expr(i+1, hi, s, name)
			t.module, t.isModule = p.assigned(i+1, t.next)
			i = max(t.next, i+1)
		case p.is(i, hi, "of") || p.is(i, hi, "in"):
			t.value, i = p.exprs(i+1, hi, s, "")
			t.value = p.opaque(start, i)
		default:
			t.value = &Value{Kind: Undefined, Span: p.rec.span(p.bytes(start, start+1))}
		}
		if pattern {
			p.bindPattern(start, t, s)
		} else if !t.isModule || !p.bindModule(t.module.start, t.next, name) {
			p.rec.binding(p, Binding{Name: name, Value: t.value, Span: p.rec.span(p.bytes(start, start+1)), Const: constant, Scope: t.scope}, s)
		}
		if p.kind(i, hi) != ',' {
			break
		}
		i++
	}
	if p.kind(i, hi) == ';' {
		i++
	}
	return i
}

// target is what a pattern takes apart.
type target struct {
	value    *Value
	module   module
	isModule bool
	next     int // token behind the value
	constant bool
	scope    *Scope // undeclared in an assignment
}

// bindPattern binds the names of the pattern at i.
func (p *parser) bindPattern(i int, t target, s scope) {
	if !t.isModule {
		base := ""
		if t.value.Kind == Ref {
			base = t.value.Text
		}
		p.names(i, t, base, nil, s)
		return
	}
	// The import that was noted stands for the first name; more follow it.
	im := p.rec.imports[t.module.index]
	first := true
	p.modulePattern(i, t, func(name, local string) {
		one := im
		one.Name, one.Local = name, local
		if first {
			p.rec.imports[t.module.index] = one
			first = false
			return
		}
		p.rec.importing(p, one)
	}, s)
}

// modulePattern calls bind for each name that the object pattern at i takes
// from a module. Of require('x').default nothing can be said.
func (p *parser) modulePattern(i int, t target, bind func(name, local string), s scope) {
	if p.toks[i].kind != '{' || t.module.taken != "" {
		p.names(i, t, "", nil, s)
		return
	}
	p.entries(i, s, func(key string, at, hi int, spread bool, def *Value) {
		switch {
		case spread:
			bind("*", p.name(at))
		case p.toks[at].kind == kIdent && key != "":
			bind(key, p.name(at))
		default:
			p.names(at, t, "", def, s)
		}
	})
}

// names binds the names of the pattern or the single name at i. base is the
// path of what is taken apart, "" when it is not known, and def the default.
func (p *parser) names(i int, t target, base string, def *Value, s scope) {
	switch p.toks[i].kind {
	case kIdent:
		v := &Value{Kind: Opaque, Span: t.value.Span}
		if base != "" {
			v.Kind, v.Text = Ref, base
		}
		p.rec.binding(p, Binding{Name: p.name(i), Value: v, Span: p.rec.span(p.bytes(i, i+1)), Const: t.constant, Scope: t.scope, Default: def}, s)
	case '{', '[':
		object := p.toks[i].kind == '{'
		p.entries(i, s, func(key string, at, hi int, spread bool, def *Value) {
			inner := ""
			if object && base != "" && key != "" && !spread && def == nil && len(base)+len(key) < maxPath {
				inner = base + "." + key
			}
			p.names(at, t, inner, def, s)
		})
	}
}

// entries calls f for each element of the pattern at i: the key it takes, the
// token where its name or inner pattern begins and the end of the element.
// def is the default value, nil when there is none.
func (p *parser) entries(i int, s scope, f func(key string, at, hi int, spread bool, def *Value)) {
	if !p.enter(i) {
		return
	}
	defer p.leave()
	object := p.toks[i].kind == '{'
	hi := p.close(i, len(p.toks))
	for i++; i < hi; i++ {
		key, spread := "", false
		if p.toks[i].kind == kSpread {
			spread = true
			i++
		}
		at := i
		if object && !spread && i < hi {
			m, next, ok := p.key(i, hi, s)
			if ok && p.kind(next, hi) == ':' {
				at = next + 1
			}
			key = m.Name
		}
		var end int
		switch p.kind(at, hi) {
		case '{', '[':
			end = p.after(at, hi)
		case kIdent:
			end = at + 1
		case ',':
			i = at
			continue
		default:
			for i = at; i < hi && p.toks[i].kind != ','; i++ {
			}
			continue
		}
		var def *Value
		if p.kind(end, hi) == '=' {
			def, end = p.expr(end+1, hi, s, "")
		}
		f(key, at, hi, spread, def)
		for i = end; i < hi && p.toks[i].kind != ','; i++ {
		}
	}
}

// patternAssign reads "{ a, b } = x" and "[a, b] = x".
func (p *parser) patternAssign(i, hi int, s scope) (*Value, chain, int) {
	eq := p.after(i, hi)
	t := target{scope: undeclared}
	t.value, t.next = p.expr(eq+1, hi, s, "")
	t.module, t.isModule = p.assigned(eq+1, t.next)
	p.bindPattern(i, t, s)
	return t.value, chain{}, t.next
}
