package script

// maxDepth bounds how deep expressions and statements may nest; what lies
// deeper is passed over. No hand-written code comes near it.
const maxDepth = 300

// maxWithin bounds Context.Within, as every function keeps its own list.
const maxWithin = 32

// parser reads tokens as statements and expressions, once and from left to
// right, and hands what it finds to rec. It is tolerant: each pair of brackets
// is read on its own, so that what it does not understand in one of them does
// no harm outside.
type parser struct {
	rec   *recorder
	src   []byte
	toks  []token
	ts    bool
	depth int
	mute  int // > 0 in declarations that leave no code behind
	mod   module
	last  reading
}

// scope is what surrounds a piece of code.
type scope struct {
	within  []string
	guarded bool
	// exits is set once the function may have been left before its end; it is
	// shared by everything in the function.
	exits *bool
	// arm: between the "?" and the ":" of a condition, where a ":" behind
	// brackets is no return type.
	arm bool
	// block is where let and const declare, body where var does.
	block, body *Scope
}

func (s scope) context(appOnly bool) Context {
	return Context{Within: s.within, Guarded: s.guarded || *s.exits, AppOnly: appOnly}
}

// guard returns the scope of code that runs under a condition.
func (s scope) guard() scope {
	s.guarded = true
	return s
}

// inner returns the scope inside a pair of brackets.
func (s scope) inner() scope {
	s.arm = false
	return s
}

// function returns the scope inside a function.
func (s scope) function(name string, body *Scope) scope {
	in := scope{within: s.within, guarded: s.guarded || *s.exits, exits: new(bool), block: body, body: body}
	if len(s.within) < maxWithin {
		in.within = append(s.within[:len(s.within):len(s.within)], name)
	}
	return in
}

// parse reads the tokens of one script.
func parse(rec *recorder, l *lexer) {
	p := &parser{rec: rec, src: l.src, toks: l.toks, ts: l.ts, mod: module{index: -1}}
	p.stmts(0, len(p.toks), scope{exits: new(bool)})
}

// kind returns the kind of token i, kEOF at or behind hi.
func (p *parser) kind(i, hi int) kind {
	if i < hi {
		return p.toks[i].kind
	}
	return kEOF
}

// text returns the text of token i as it is written.
func (p *parser) text(i int) string {
	t := p.toks[i]
	return string(p.src[t.start:t.end])
}

// is reports whether token i is the name or keyword word.
func (p *parser) is(i, hi int, word string) bool {
	return i < hi && p.toks[i].kind == kIdent && string(p.src[p.toks[i].start:p.toks[i].end]) == word
}

// word returns the text of token i if it is a name or keyword.
func (p *parser) word(i, hi int) string {
	if i < hi && p.toks[i].kind == kIdent {
		return p.text(i)
	}
	return ""
}

// newline reports whether token i stands on a new line; true at the end.
func (p *parser) newline(i, hi int) bool { return i >= hi || p.toks[i].newline }

// close returns the index of the token that closes the bracket at i, at most hi.
func (p *parser) close(i, hi int) int {
	return max(i+1, min(int(p.toks[i].match), hi))
}

// after returns the index behind the brackets that open at i.
func (p *parser) after(i, hi int) int { return min(p.close(i, hi)+1, hi) }

// bytes returns the extent of the tokens from i up to j.
func (p *parser) bytes(i, j int) extent {
	j = min(j, len(p.toks))
	if i >= j {
		if i < len(p.toks) {
			return extent{int(p.toks[i].start), int(p.toks[i].start)}
		}
		return extent{len(p.src), len(p.src)}
	}
	return extent{int(p.toks[i].start), int(p.toks[j-1].end)}
}

func (p *parser) opaque(i, j int) *Value {
	return &Value{Kind: Opaque, Span: p.rec.span(p.bytes(i, j))}
}

// enter reports whether code may nest one level deeper; if so, leave must
// follow.
func (p *parser) enter(i int) bool {
	if p.depth >= maxDepth {
		if i < len(p.toks) {
			p.rec.fail(extent{int(p.toks[i].start), int(p.toks[i].end)})
		}
		return false
	}
	p.depth++
	return true
}

func (p *parser) leave() { p.depth-- }

// flow is how a statement changes the way of what follows it.
type flow uint8

const (
	goesOn     flow = iota
	leavesLoop      // break, continue
	leavesFunc      // return, throw
)

// stmts reads the statements of a block and says how it ends.
func (p *parser) stmts(i, hi int, s scope) flow {
	end := goesOn
	for i < hi {
		next, leaves, guards := p.stmt(i, hi, s)
		end = max(end, leaves)
		switch guards {
		case leavesFunc:
			*s.exits = true
		case leavesLoop:
			s.guarded = true
		}
		i = max(next, i+1)
	}
	return end
}

// exprs reads expressions with commas between them. The value is that of the
// only one; Opaque when there are several.
func (p *parser) exprs(i, hi int, s scope, name string) (*Value, int) {
	start := i
	v, i := p.expr(i, hi, s, name)
	if p.kind(i, hi) != ',' {
		return v, i
	}
	for p.kind(i, hi) == ',' {
		_, i = p.expr(i+1, hi, s, "")
	}
	return p.opaque(start, i), i
}

// group reads everything between i and hi as expressions, whatever it is, so
// that no call in it is missed.
func (p *parser) group(i, hi int, s scope, name string) *Value {
	s = s.inner()
	start := i
	v, i := p.exprs(i, hi, s, name)
	if i >= hi {
		return v
	}
	p.rest(i, hi, s)
	return p.opaque(start, hi)
}

// rest reads on from i up to hi where something not understood stands.
func (p *parser) rest(i, hi int, s scope) {
	for i < hi {
		_, next := p.exprs(i, hi, s, "")
		i = max(next, i+1)
	}
}

// item reads one element of a list up to the next comma.
func (p *parser) item(i, hi int, s scope, name string) (*Value, int) {
	start := i
	v, i := p.expr(i, hi, s, name)
	if i >= hi || p.toks[i].kind == ',' {
		return v, i
	}
	for i < hi && p.toks[i].kind != ',' {
		_, next := p.expr(i, hi, s, "")
		i = max(next, i+1)
	}
	return p.opaque(start, i), i
}
