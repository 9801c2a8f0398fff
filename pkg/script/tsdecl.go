package script

// maxTypeArgs bounds how many tokens are looked at to tell type arguments from
// a comparison.
const maxTypeArgs = 512

// maxTypeDepth bounds how deep type arguments may nest for the same reason.
const maxTypeDepth = 16

// typeDecl reads a TypeScript declaration at i that is no JavaScript; it
// returns i when there is none.
func (p *parser) typeDecl(i, hi int, s scope) int {
	after := p.kind(i+1, hi)
	if p.newline(i+1, hi) {
		return i
	}
	switch p.text(i) {
	case "type":
		if after == kIdent && (p.kind(i+2, hi) == '=' || p.kind(i+2, hi) == '<') {
			j := i + 2
			if p.kind(j, hi) == '<' {
				if j = p.skipAngles(j, hi); j < 0 {
					return i
				}
			}
			if p.kind(j, hi) == '=' {
				return p.skipType(j+1, hi)
			}
		}
	case "interface", "enum":
		if after == kIdent {
			return p.skipDecl(i, hi)
		}
	case "namespace", "module":
		if after != kIdent && after != kString {
			return i
		}
		for i++; i < hi && p.kind(i, hi) != '{' && !p.newline(i+1, hi); i++ {
		}
		if p.kind(i, hi) == '{' {
			p.stmts(i+1, p.close(i, hi), s.inner())
			return p.after(i, hi)
		}
		return min(i+1, hi)
	case "abstract":
		if p.is(i+1, hi, "class") {
			_, next := p.class(i+1, hi, s, "")
			return next
		}
	case "declare":
		if after == kIdent {
			p.mute++
			defer func() { p.mute-- }()
			if p.is(i+1, hi, "global") {
				return p.skipDecl(i+1, hi)
			}
			next, _, _ := p.stmt(i+1, hi, s)
			return next
		}
	}
	return i
}

// skipDecl passes over an interface or enum up to the end of its body.
func (p *parser) skipDecl(i, hi int) int {
	for i < hi {
		switch p.toks[i].kind {
		case '{':
			return p.after(i, hi)
		case '(', '[':
			i = p.after(i, hi)
		case ';', '=':
			return i
		default:
			i++
		}
	}
	return hi
}

// skipAngles returns the index behind the type arguments or parameters whose
// "<" stands at i, -1 when they are none.
func (p *parser) skipAngles(i, hi int) int {
	depth := 0
	for limit := i + maxTypeArgs; i < hi && i < limit; {
		switch p.toks[i].kind {
		case '<':
			if depth++; depth > maxTypeDepth {
				return -1
			}
			i++
		case '>':
			depth--
			i++
			if depth == 0 {
				return i
			}
		case '(', '[', '{', kTemplateHead, kTemplateMid:
			i = p.after(i, hi)
			limit = max(limit, i+1)
		case kIdent, kString, kNumber, kTemplate, kTemplateTail, ',', '|', '&', '.', ':', '?', '=', '-', kArrow, kSpread:
			i++
		default:
			return -1
		}
	}
	return -1
}

// skipType returns the index behind the type that begins at i.
func (p *parser) skipType(i, hi int) int {
	conditions := 0
	for i < hi {
		switch p.toks[i].kind {
		case '|', '&':
			i++
			continue
		case '-':
			i++
			continue
		case kString, kNumber, kTemplate:
			i++
		case kTemplateHead:
			for p.kind(i, hi) == kTemplateHead || p.kind(i, hi) == kTemplateMid {
				i = p.close(i, hi)
			}
			i = min(i+1, hi)
		case '{', '[':
			i = p.after(i, hi)
		case '(':
			i = p.after(i, hi)
			if p.kind(i, hi) == kArrow {
				i++
				continue
			}
		case '<':
			j := p.skipAngles(i, hi)
			if j < 0 {
				return i
			}
			i = j
			continue
		case kIdent:
			switch p.text(i) {
			case "keyof", "typeof", "readonly", "unique", "infer", "asserts", "new", "abstract":
				if k := p.kind(i+1, hi); k == kIdent || k == '(' || k == '{' || k == '[' || k == '<' {
					i++
					continue
				}
			}
			i++
			if p.is(i-1, hi, "import") && p.kind(i, hi) == '(' {
				i = p.after(i, hi)
			}
			for p.kind(i, hi) == '.' && p.kind(i+1, hi) == kIdent {
				i += 2
			}
		default:
			return i
		}
		i = p.typeTail(i, hi)
		switch {
		case p.kind(i, hi) == '|' || p.kind(i, hi) == '&':
			i++
		case p.is(i, hi, "is") && !p.newline(i, hi):
			i++
		case p.is(i, hi, "extends"):
			conditions++
			i++
		case conditions > 0 && (p.kind(i, hi) == '?' || p.kind(i, hi) == ':'):
			if p.kind(i, hi) == ':' {
				conditions--
			}
			i++
		default:
			return i
		}
	}
	return i
}

// typeTail passes over what may follow a type: [], [key], type arguments.
func (p *parser) typeTail(i, hi int) int {
	for i < hi && !p.newline(i, hi) {
		switch p.toks[i].kind {
		case '[':
			i = p.after(i, hi)
		case '<':
			j := p.skipAngles(i, hi)
			if j < 0 {
				return i
			}
			i = j
		default:
			return i
		}
	}
	return i
}
