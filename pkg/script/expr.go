package script

// expr reads one expression, as far as the next comma or whatever else cannot
// belong to it. A function in it is called name.
func (p *parser) expr(i, hi int, s scope, name string) (*Value, int) {
	if i >= hi {
		return p.opaque(i, i), i
	}
	if !p.enter(i) {
		return p.opaque(i, hi), hi
	}
	defer p.leave()
	start := i
	v, i := p.unary(i, hi, s, name)
	if i == start {
		return v, i
	}
	literal := true
	for i < hi {
		before := i
		switch k := p.toks[i].kind; k {
		case '=':
			return p.assign(v, i, hi, s)
		case kAssign, kLogicAssign:
			in := s
			if k == kLogicAssign {
				in = s.guard()
			}
			_, i = p.expr(i+1, hi, in, lastSegment(v))
			if v.Kind == Ref {
				p.rec.binding(p, Binding{Name: v.Text, Value: p.opaque(start, i), Span: v.Span, Scope: undeclared}, s)
			}
			return p.opaque(start, i), i
		case '?':
			literal = false
			in := s.guard()
			in.arm = true
			_, i = p.expr(i+1, hi, in, name)
			in.arm = s.arm
			if p.kind(i, hi) == ':' {
				_, i = p.expr(i+1, hi, in, name)
			}
		case kLogic:
			s = s.guard()
			_, i = p.unary(i+1, hi, s, name)
		case '+', '-', '*', '/', '%', '&', '|', '^', '<', kBinary:
			_, i = p.unary(i+1, hi, s, "")
		case '>':
			for p.kind(i+1, hi) == '>' {
				i++
			}
			_, i = p.unary(i+1, hi, s, "")
		case kIdent:
			switch word := p.text(i); {
			case word == "in" || word == "instanceof":
				_, i = p.unary(i+1, hi, s, "")
			case p.ts && (word == "as" || word == "satisfies") && !p.newline(i, hi):
				if i = p.skipType(i+1, hi); i > before {
					continue // the value stays what it is
				}
			}
		}
		if i == before {
			break
		}
		literal = false
	}
	if !literal {
		return p.opaque(start, i), i
	}
	return v, i
}

// unary reads an operand with what stands before it.
func (p *parser) unary(i, hi int, s scope, name string) (*Value, int) {
	start := i
	minus, void, await, other := 0, 0, 0, 0
prefix:
	for i < hi {
		switch p.toks[i].kind {
		case '-':
			minus++
		case '!', '+', '~', kStep, kSpread:
			other++
		case '<': // a cast of the old kind, <T>x
			j := -1
			if p.ts && !p.arrowAhead(i, hi, s.arm) {
				j = p.skipAngles(i, hi)
			}
			if j < 0 {
				break prefix
			}
			i = j
			continue
		case kIdent:
			if k := p.kind(i+1, hi); k == kArrow || k == '=' || k == ':' || k == ',' || k == '.' {
				break prefix
			}
			switch p.text(i) {
			case "await":
				await++
			case "void":
				void++
			case "typeof", "delete":
				other++
			case "yield":
				other++
				if p.kind(i+1, hi) == '*' {
					i++
				}
			default:
				break prefix
			}
		default:
			break prefix
		}
		i++
	}
	operand := i
	v, i := p.operand(i, hi, s, name)
	switch {
	case operand == start:
		return v, i
	case i == operand && other == 0 && void == 0 && minus == 0:
		// "await" or the like alone is a name
		return p.opaque(start, i), i
	case other > 0:
	case void > 0:
		return &Value{Kind: Undefined, Span: p.rec.span(p.bytes(start, i))}, i
	case minus == 1 && await == 0 && v.Kind == Number:
		return &Value{Kind: Number, Text: "-" + v.Text, Span: p.rec.span(p.bytes(start, i))}, i
	case minus == 0 && v.Kind == CallValue:
		return v, i
	case minus == 0 && await == 0: // a cast
		return v, i
	}
	return p.opaque(start, i), i
}

// chain is the callee or reference built while an operand is read.
type chain struct {
	text string
	last extent // the last segment in the file
	name string // the last segment
	// plain: names only, so that it is a reference.
	plain bool
}

// reading is an operand that was just read and the tokens it lies on.
type reading struct {
	chain
	start, end int
}

// maxPath bounds the length of a path: a chain of a thousand calls would
// otherwise need the square of its length in memory. The front is given up.
const maxPath = 240

func (b *chain) add(segment string, at extent) {
	if len(b.text)+len(segment) > maxPath && b.text != "" {
		b.text = "()"
		b.plain = false
	}
	b.text += "." + segment
	b.name, b.last = segment, at
}

// operand reads a literal, name, call, function or bracket and whatever member
// accesses and calls follow it.
func (p *parser) operand(i, hi int, s scope, name string) (*Value, int) {
	start := i
	v, b, i := p.primary(i, hi, s, name)
	if i == start || b.text == "" { // nothing, or an arrow function
		return v, i
	}
	mod := p.mod.ending(start, i)
	for i < hi {
		switch k := p.toks[i].kind; {
		case k == '.' || k == kOptional && p.kind(i+1, hi) != '(' && p.kind(i+1, hi) != '[':
			if k == kOptional {
				s = s.guard()
			}
			if n := p.kind(i+1, hi); n != kIdent && n != kPrivate {
				return p.finish(v, b, start, i+1, mod), i + 1
			}
			b.add(p.name(i+1), p.bytes(i+1, i+2))
			mod = mod.member(b.name)
			i += 2
			v = nil
		case k == kOptional:
			s = s.guard()
			i++
		case k == '[':
			m := p.close(i, hi)
			index := p.group(i+1, m, s, "")
			if index.Kind == String && index.Text != "" {
				b.add(index.Text, extent{index.Span.Offset, index.Span.EndOffset})
				mod = mod.member(b.name)
			} else {
				b.add("[]", p.bytes(i, m+1))
				b.plain, mod = false, module{index: -1}
			}
			i = min(m+1, hi)
			v = nil
		case k == '(':
			v, i = p.call(&b, start, i, hi, s, false)
			mod = p.mod.ending(start, i)
		case k == kTemplate || k == kTemplateHead:
			from := i
			_, i = p.template(i, hi, s)
			b.add("()", p.bytes(from, i))
			b.plain, mod = false, module{index: -1}
			v = nil
		case k == '!' && p.ts && !p.newline(i, hi):
			i++
			continue
		case k == '<' && p.ts:
			j := p.skipAngles(i, hi)
			if j < 0 || p.kind(j, hi) != '(' && p.kind(j, hi) != kTemplate {
				return p.finish(v, b, start, i, mod), i
			}
			i = j
		case k == kStep && !p.newline(i, hi):
			b, v = chain{text: "()", name: "()", last: p.bytes(start, i+1)}, nil
			i++
		default:
			return p.finish(v, b, start, i, mod), i
		}
	}
	return p.finish(v, b, start, i, mod), i
}

// finish returns the value of an operand: v, or what the path says when v is
// nil.
func (p *parser) finish(v *Value, b chain, start, i int, mod module) *Value {
	if mod.index >= 0 {
		mod.start, mod.end = start, i
		p.mod = mod
	}
	p.last = reading{chain: b, start: start, end: i}
	switch {
	case v != nil:
		return v
	case b.plain && !isEnv(b.text):
		return &Value{Kind: Ref, Text: b.text, Span: p.rec.span(p.bytes(start, i))}
	}
	return p.opaque(start, i)
}

// isEnv reports whether a path names a value that is set when the app is built.
func isEnv(text string) bool {
	const process, meta = "process.env.", "import.meta.env."
	return len(text) > len(process) && text[:len(process)] == process ||
		len(text) > len(meta) && text[:len(meta)] == meta
}

// call reads the arguments whose bracket stands at i.
func (p *parser) call(b *chain, start, i, hi int, s scope, isNew bool) (*Value, int) {
	m := p.close(i, hi)
	c := &Call{Callee: b.text, Name: b.name, New: isNew, NameSpan: p.rec.span(b.last)}
	slot := p.rec.reserve(p)
	c.Context = s.context(p.rec.appOnly(int(p.toks[start].start)))
	c.Args = p.list(i+1, m, s.inner(), b.name)
	next := min(m+1, hi)
	c.Span = p.rec.span(p.bytes(start, next))
	p.rec.fill(slot, c)
	if from := p.moduleCall(b, c, start, next); !from {
		p.mod.index = -1
	}
	b.add("()", p.bytes(i, next))
	b.plain = false
	return &Value{Kind: CallValue, Text: c.Callee, Call: c, Span: c.Span}, next
}

// list reads the elements of an array or the arguments of a call.
func (p *parser) list(i, hi int, s scope, name string) []*Value {
	var items []*Value
	for i < hi {
		if p.toks[i].kind == ',' { // a hole
			items = append(items, &Value{Kind: Undefined, Span: p.rec.span(p.bytes(i, i))})
			i++
			continue
		}
		v, next := p.item(i, hi, s, name)
		items = append(items, v)
		i = next + 1
	}
	return items
}
