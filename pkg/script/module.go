package script

// module is a require('x') or import('x') that was just read, and which name
// of it is taken: require('x').default. It is bound to a name only when it is
// the whole of what is assigned.
type module struct {
	index      int // into recorder.imports, -1 for none
	start, end int // tokens
	taken      string
}

// ending returns m if it lies exactly between the tokens start and end.
func (m module) ending(start, end int) module {
	if m.index >= 0 && m.start == start && m.end == end {
		return m
	}
	return module{index: -1}
}

// widen returns m as it is after brackets around it.
func (m module) widen(start, end, newStart, newEnd int) module {
	if m.index >= 0 && m.end == end && m.start >= start {
		m.start, m.end = newStart, newEnd
		return m
	}
	return module{index: -1}
}

// member returns m with a name taken of it; only the first one counts.
func (m module) member(name string) module {
	if m.index < 0 || m.taken != "" {
		return module{index: -1}
	}
	m.taken = name
	return m
}

// moduleCall notes an import when the call is require('x') or import('x').
func (p *parser) moduleCall(b *chain, c *Call, start, end int) bool {
	if c.New || b.text != "require" && b.text != "import" || len(c.Args) == 0 || c.Args[0].Kind != String {
		return false
	}
	arg := c.Args[0]
	p.mod = module{index: -1, start: start, end: end}
	p.mod.index = p.rec.importing(p, Import{From: arg.Text, Span: arg.Span, Context: c.Context})
	return true
}

// bindModule gives the module that was read from token i up to j the local
// name; it reports whether there is one.
func (p *parser) bindModule(i, j int, local string) bool {
	m, ok := p.assigned(i, j)
	if !ok {
		return false
	}
	im := &p.rec.imports[m.index]
	im.Local, im.Name = local, m.taken
	if im.Name == "" {
		im.Name = "*"
	}
	return true
}

// assigned returns the module that is all there is from token i up to j.
func (p *parser) assigned(i, j int) (module, bool) {
	for p.is(i, j, "await") {
		i++
	}
	m := p.mod
	// A cast may stand behind it: require('x') as any.
	if m.index < 0 || m.start != i || m.end > j || m.end < j && !(p.ts && (p.is(m.end, j, "as") || p.is(m.end, j, "satisfies"))) {
		return module{}, false
	}
	return m, true
}

// importDecl reads an import declaration.
func (p *parser) importDecl(i, hi int, s scope) int {
	i++
	typeOnly := false
	if p.is(i, hi, "type") && (p.kind(i+1, hi) == '{' || p.kind(i+1, hi) == '*' || p.kind(i+1, hi) == kIdent && !p.is(i+1, hi, "from")) {
		typeOnly = true
		i++
	}
	var names []Import
	for i < hi {
		switch p.toks[i].kind {
		case kString:
			return p.importFrom(i, hi, names, s)
		case '*':
			if p.is(i+1, hi, "as") && p.kind(i+2, hi) == kIdent {
				names = append(names, Import{Name: "*", Local: p.name(i + 2), TypeOnly: typeOnly})
				i += 2
			}
			i++
		case '{':
			names = append(names, p.importNames(i+1, p.close(i, hi), typeOnly)...)
			i = p.after(i, hi)
		case ',':
			i++
		case kIdent:
			if p.is(i, hi, "from") && p.kind(i+1, hi) == kString {
				i++
				continue
			}
			local := p.name(i)
			if p.kind(i+1, hi) == '=' { // import x = require('y')
				_, next := p.expr(i+2, hi, s, "")
				p.bindModule(i+2, next, local)
				return max(next, i+2)
			}
			names = append(names, Import{Name: "default", Local: local, TypeOnly: typeOnly})
			i++
		default:
			return i
		}
	}
	return i
}

// importFrom adds the names to the imports with the specifier at i.
func (p *parser) importFrom(i, hi int, names []Import, s scope) int {
	if len(names) == 0 {
		names = []Import{{}}
	}
	for _, im := range names {
		im.From, im.Span = p.str(i), p.rec.span(p.bytes(i, i+1))
		im.Context = s.context(p.rec.appOnly(int(p.toks[i].start)))
		p.rec.importing(p, im)
	}
	i++
	if (p.is(i, hi, "with") || p.is(i, hi, "assert")) && p.kind(i+1, hi) == '{' {
		i = p.after(i+1, hi)
	}
	if p.kind(i, hi) == ';' {
		i++
	}
	return i
}

// importNames reads { a, b as c, type D }.
func (p *parser) importNames(i, hi int, typeOnly bool) []Import {
	var names []Import
	for i < hi {
		name, local, only, next := p.specifier(i, hi)
		if name != "" {
			names = append(names, Import{Name: name, Local: local, TypeOnly: typeOnly || only})
		}
		i = next
	}
	return names
}

// specifier reads one "a as b" of an import or export.
func (p *parser) specifier(i, hi int) (name, alias string, typeOnly bool, next int) {
	if p.is(i, hi, "type") && (p.kind(i+1, hi) == kIdent || p.kind(i+1, hi) == kString) &&
		!(p.is(i+1, hi, "as") && p.kind(i+2, hi) == kIdent && !p.is(i+2, hi, "as")) {
		typeOnly = true
		i++
	}
	word := func() string {
		switch p.kind(i, hi) {
		case kIdent:
			return p.name(i)
		case kString:
			return p.str(i)
		}
		return ""
	}
	name = word()
	alias = name
	i++
	if p.is(i, hi, "as") && i+1 < hi {
		i++
		alias = word()
		i++
	}
	for i < hi && p.toks[i].kind != ',' {
		i++
	}
	return name, alias, typeOnly, i + 1
}
