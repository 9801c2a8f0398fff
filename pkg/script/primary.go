package script

// primary reads the beginning of an operand. The path is what calls and names
// behind it are added to; it is empty where nothing can follow, and the value
// is nil where the path says it all.
func (p *parser) primary(i, hi int, s scope, name string) (*Value, chain, int) {
	if i >= hi {
		return p.opaque(i, i), chain{}, i
	}
	nameless := chain{text: "()", name: "()", last: p.bytes(i, i+1)}
	at := func() (a extent) { return p.bytes(i, i+1) }
	switch p.toks[i].kind {
	case kString, kTemplate:
		return &Value{Kind: String, Text: p.str(i), Span: p.rec.span(at())}, nameless, i + 1
	case kNumber:
		return &Value{Kind: Number, Text: p.text(i), Span: p.rec.span(at())}, nameless, i + 1
	case kRegex, kPrivate:
		return p.opaque(i, i+1), nameless, i + 1
	case kTemplateHead:
		v, next := p.template(i, hi, s)
		return v, nameless, next
	case '(':
		if p.arrowAhead(i, hi, s.arm) {
			v, next := p.arrow(i, hi, s, name)
			return v, chain{}, next
		}
		return p.parens(i, hi, s, name)
	case '<':
		if p.ts && p.arrowAhead(i, hi, s.arm) {
			v, next := p.arrow(i, hi, s, name)
			return v, chain{}, next
		}
	case '[', '{':
		m := p.close(i, hi)
		next := min(m+1, hi)
		if p.kind(next, hi) == '=' {
			return p.patternAssign(i, hi, s)
		}
		if p.toks[i].kind == '[' {
			v := &Value{Kind: Array, Items: p.list(i+1, m, s.inner(), ""), Span: p.rec.span(p.bytes(i, next))}
			return v, nameless, next
		}
		v := &Value{Kind: Object, Members: p.object(i+1, m, s.inner()), Span: p.rec.span(p.bytes(i, next))}
		return v, nameless, next
	case '@': // a decorator of a class expression
		_, next := p.unary(i+1, hi, s, "")
		if p.is(next, hi, "class") {
			v, next := p.class(next, hi, s, name)
			return v, nameless, next
		}
		return p.opaque(i, next), nameless, next
	case kIdent:
		return p.wordPrimary(i, hi, s, name)
	}
	return p.opaque(i, i), chain{}, i
}

// wordPrimary reads an operand that begins with a word.
func (p *parser) wordPrimary(i, hi int, s scope, name string) (*Value, chain, int) {
	at := p.bytes(i, i+1)
	nameless := chain{text: "()", name: "()", last: at}
	word := p.name(i)
	if p.arrowAhead(i, hi, s.arm) {
		v, next := p.arrow(i, hi, s, name)
		return v, chain{}, next
	}
	switch word {
	case "true", "false":
		return &Value{Kind: Bool, Text: word, Span: p.rec.span(at)}, nameless, i + 1
	case "null":
		return &Value{Kind: Null, Span: p.rec.span(at)}, nameless, i + 1
	case "undefined":
		return &Value{Kind: Undefined, Span: p.rec.span(at)}, nameless, i + 1
	case "async":
		if p.is(i+1, hi, "function") && !p.newline(i+1, hi) {
			v, next := p.function(i+1, hi, s, name, true)
			v.Span = p.rec.span(p.bytes(i, next))
			return v, nameless, next
		}
	case "function":
		v, next := p.function(i, hi, s, name, true)
		return v, nameless, next
	case "class":
		v, next := p.class(i, hi, s, name)
		return v, nameless, next
	case "new":
		return p.construct(i, hi, s)
	case "in", "instanceof", "case", "const", "var", "if", "else", "for", "while", "do", "switch",
		"return", "throw", "try", "catch", "finally", "break", "continue", "export", "default", "extends", "debugger":
		return p.opaque(i, i), chain{}, i // no operand: a statement begins here
	}
	return nil, chain{text: word, name: word, last: at, plain: true}, i + 1
}

// parens reads a parenthesised expression.
func (p *parser) parens(i, hi int, s scope, name string) (*Value, chain, int) {
	m := p.close(i, hi)
	next := min(m+1, hi)
	b := chain{text: "()", name: "()", last: p.bytes(i, next)}
	p.mod.index = -1
	v := p.group(i+1, m, s, name)
	if v.Kind != Function {
		p.mod = p.mod.widen(i+1, m, i, next)
	}
	switch {
	case v.Kind == CallValue:
		b.text = v.Text
		b.add("()", extent{v.Span.Offset, v.Span.EndOffset})
	case v.Kind == Ref:
		b = chain{text: v.Text, name: lastSegment(v), last: extent{v.Span.Offset, v.Span.EndOffset}, plain: true}
	case p.last.start == i+1 && p.last.text != "" && (p.last.end == m || p.ts && p.is(p.last.end, m, "as")):
		b = p.last.chain // (a[0] as T)
	}
	return v, b, next
}

// construct reads "new X(...)", whose "new" stands at i.
func (p *parser) construct(i, hi int, s scope) (*Value, chain, int) {
	start := i
	none := chain{text: "()", name: "()", last: p.bytes(i, i+1)}
	i++
	if p.kind(i, hi) == '.' { // new.target
		return p.opaque(start, min(i+2, hi)), none, min(i+2, hi)
	}
	if !p.enter(i) {
		return p.opaque(start, hi), none, hi
	}
	defer p.leave()
	callee := i
	_, b, i := p.primary(i, hi, s, "")
	if i == callee {
		return p.opaque(start, i), none, i
	}
	if b.text == "" {
		b = chain{text: "()", name: "()", last: p.bytes(callee, i)}
	}
	for i < hi {
		switch k := p.toks[i].kind; {
		case k == '.' && (p.kind(i+1, hi) == kIdent || p.kind(i+1, hi) == kPrivate):
			b.add(p.name(i+1), p.bytes(i+1, i+2))
			i += 2
			continue
		case k == '[':
			m := p.close(i, hi)
			p.group(i+1, m, s, "")
			b.add("[]", p.bytes(i, m+1))
			i = min(m+1, hi)
			continue
		case k == '<' && p.ts:
			if j := p.skipAngles(i, hi); j > 0 && p.kind(j, hi) == '(' {
				i = j
				continue
			}
		case k == '(':
			v, next := p.call(&b, callee, i, hi, s, true)
			v.Span = p.rec.span(p.bytes(start, next))
			return v, b, next
		}
		break
	}
	c := &Call{Callee: b.text, Name: b.name, New: true, Span: p.rec.span(p.bytes(callee, i)), NameSpan: p.rec.span(b.last)}
	c.Context = s.context(p.rec.appOnly(int(p.toks[callee].start)))
	p.rec.fill(p.rec.reserve(p), c)
	b.add("()", p.bytes(callee, i))
	b.plain = false
	return &Value{Kind: CallValue, Text: c.Callee, Call: c, Span: p.rec.span(p.bytes(start, i))}, b, i
}

// template reads a template, whole or with expressions in it.
func (p *parser) template(i, hi int, s scope) (*Value, int) {
	if p.toks[i].kind == kTemplate {
		return &Value{Kind: String, Text: p.str(i), Span: p.rec.span(p.bytes(i, i+1))}, i + 1
	}
	start := i
	for p.kind(i, hi) == kTemplateHead || p.kind(i, hi) == kTemplateMid {
		m := p.close(i, hi)
		p.group(i+1, m, s, "")
		i = m
	}
	i = min(i+1, hi)
	return p.opaque(start, i), i
}

// object reads the members of an object literal.
func (p *parser) object(i, hi int, s scope) []Member {
	var members []Member
	for i < hi {
		start := i
		switch p.toks[i].kind {
		case ',':
			i++
			continue
		case kSpread:
			v, next := p.item(i+1, hi, s, "")
			members = append(members, Member{Spread: true, Value: v, NameSpan: p.rec.span(p.bytes(i, i+1))})
			i = next
			continue
		}
		modified := false
		for p.modifierAhead(i, hi) {
			i++
			modified = true
		}
		m, next, ok := p.key(i, hi, s)
		if !ok {
			i = max(p.skipTo(start, hi, s), start+1)
			continue
		}
		m.Value, i = p.member(m, i, next, hi, s, modified)
		members = append(members, m)
	}
	p.rec.properties(p, members, s)
	return members
}

// member reads the value of a member whose key lies from i up to next.
func (p *parser) member(m Member, i, next, hi int, s scope, modified bool) (*Value, int) {
	switch p.kind(next, hi) {
	case ':':
		return p.item(next+1, hi, s, m.Name)
	case '(', '<':
		v, end := p.functionRest(next, hi, s, m.Name)
		v.Span = p.rec.span(p.bytes(i, end))
		if p.kind(end, hi) == ',' || end >= hi {
			return v, end
		}
		return v, p.skipTo(end, hi, s)
	case ',', kEOF:
		if !modified && p.kind(i, hi) == kIdent {
			return &Value{Kind: Ref, Text: m.Name, Span: m.NameSpan}, next
		}
	}
	end := p.skipTo(next, hi, s)
	return p.opaque(i, end), end
}

// skipTo passes over something not understood up to the next comma, but
// collects the calls in it.
func (p *parser) skipTo(i, hi int, s scope) int {
	for i < hi && p.toks[i].kind != ',' {
		_, next := p.expr(i, hi, s, "")
		i = max(next, i+1)
	}
	return i
}

// modifierAhead reports whether token i is async, get, set or * before the
// name of a member.
func (p *parser) modifierAhead(i, hi int) bool {
	if p.kind(i, hi) == '*' {
		return true
	}
	switch p.word(i, hi) {
	case "async", "get", "set":
		switch p.kind(i+1, hi) {
		case kIdent, kString, kNumber, kPrivate, '[', '*':
			return true
		}
	}
	return false
}

// key reads the name of a member.
func (p *parser) key(i, hi int, s scope) (m Member, next int, ok bool) {
	if i >= hi {
		return m, i, false
	}
	m.NameSpan = p.rec.span(p.bytes(i, i+1))
	switch p.toks[i].kind {
	case kIdent, kPrivate:
		m.Name = p.name(i)
	case kString:
		m.Name = p.str(i)
	case kNumber:
		m.Name = p.text(i)
	case '[':
		end := p.close(i, hi)
		v := p.group(i+1, end, s, "")
		next = min(end+1, hi)
		m.NameSpan = p.rec.span(p.bytes(i, next))
		if v.Kind == String {
			m.Name = v.Text
		} else {
			m.Computed = true
		}
		return m, next, true
	default:
		return m, i, false
	}
	return m, i + 1, true
}
