package script

// stmt reads the statement at i. It returns the index behind it, how it leaves
// the block it stands in, and, for an "if" that leaves under a condition, in
// what way what follows is guarded by it.
func (p *parser) stmt(i, hi int, s scope) (next int, leaves, guards flow) {
	if !p.enter(i) {
		return hi, goesOn, goesOn
	}
	defer p.leave()
	switch p.toks[i].kind {
	case ';':
		return i + 1, goesOn, goesOn
	case '{':
		return p.after(i, hi), p.block(i, hi, s), goesOn
	case '@':
		_, next = p.unary(i+1, hi, s, "")
		return next, goesOn, goesOn
	case kIdent:
		return p.wordStmt(i, hi, s)
	}
	return p.exprStmt(i, hi, s), goesOn, goesOn
}

// exprStmt reads expressions and the semicolon behind them.
func (p *parser) exprStmt(i, hi int, s scope) int {
	_, next := p.exprs(i, hi, s, "")
	if p.kind(next, hi) == ';' {
		next++
	}
	return next
}

// wordStmt reads a statement that begins with a word.
func (p *parser) wordStmt(i, hi int, s scope) (next int, leaves, guards flow) {
	after := p.kind(i+1, hi)
	switch word := p.text(i); word {
	case "if":
		return p.ifStmt(i, hi, s)
	case "for", "while", "with":
		return p.loop(i, hi, s), goesOn, goesOn
	case "do":
		if i+1 < hi {
			next, _, _ = p.stmt(i+1, hi, s)
		}
		if p.is(next, hi, "while") && p.kind(next+1, hi) == '(' {
			p.group(next+2, p.close(next+1, hi), s, "")
			next = p.after(next+1, hi)
		}
		return max(next, i+1), goesOn, goesOn
	case "switch":
		if after != '(' {
			break
		}
		p.group(i+2, p.close(i+1, hi), s, "")
		next = p.after(i+1, hi)
		if p.kind(next, hi) == '{' {
			p.block(next, hi, s.guard())
			next = p.after(next, hi)
		}
		return next, goesOn, goesOn
	case "try":
		return p.tryStmt(i, hi, s), goesOn, goesOn
	case "return", "throw":
		next = i + 1
		if !p.newline(next, hi) {
			_, next = p.exprs(next, hi, s, "")
		}
		if p.kind(next, hi) == ';' {
			next++
		}
		return next, leavesFunc, goesOn
	case "break", "continue":
		next = i + 1
		if p.kind(next, hi) == kIdent && !p.newline(next, hi) {
			next++
		}
		return next, leavesLoop, goesOn
	case "case":
		s.arm = true // "case (x): y" is no arrow function with a type
		_, next = p.exprs(i+1, hi, s, "")
		if p.kind(next, hi) == ':' {
			next++
		}
		return next, goesOn, goesOn
	case "function":
		_, next = p.function(i, hi, s, "", false)
		return next, goesOn, goesOn
	case "async":
		if p.is(i+1, hi, "function") && !p.newline(i+1, hi) {
			_, next = p.function(i+1, hi, s, "", false)
			return next, goesOn, goesOn
		}
	case "class":
		if after == kIdent || after == '{' {
			_, next = p.class(i, hi, s, "")
			return next, goesOn, goesOn
		}
	case "import":
		if after != '(' && after != '.' {
			return p.importDecl(i, hi, s), goesOn, goesOn
		}
	case "export":
		return p.exportDecl(i, hi, s), goesOn, goesOn
	case "const", "let", "var":
		if after == kIdent && p.is(i+1, hi, "enum") {
			return p.skipDecl(i+1, hi), goesOn, goesOn
		}
		if after == kIdent || after == '{' || after == '[' {
			return p.varDecl(i, hi, s), goesOn, goesOn
		}
	case "else", "catch", "finally":
		return i + 1, goesOn, goesOn
	default:
		if after == ':' { // a label, "default:"
			return i + 2, goesOn, goesOn
		}
		if p.ts {
			if next = p.typeDecl(i, hi, s); next > i {
				return next, goesOn, goesOn
			}
		}
	}
	return p.exprStmt(i, hi, s), goesOn, goesOn
}

// ifStmt reads if ... else if ... else.
func (p *parser) ifStmt(i, hi int, s scope) (next int, leaves, guards flow) {
	leaves = leavesFunc
	for {
		i++
		if p.kind(i, hi) == '(' {
			p.group(i+1, p.close(i, hi), s, "")
			i = p.after(i, hi)
		}
		s = s.guard()
		if i >= hi {
			return hi, goesOn, goesOn
		}
		var arm flow
		i, arm, _ = p.stmt(i, hi, s)
		leaves, guards = min(leaves, arm), max(guards, arm)
		if !p.is(i, hi, "else") {
			return i, goesOn, guards
		}
		i++
		if p.is(i, hi, "if") {
			continue
		}
		if i < hi {
			i, arm, _ = p.stmt(i, hi, s)
			leaves, guards = min(leaves, arm), max(guards, arm)
		}
		return i, leaves, guards
	}
}

// loop reads for, while and with.
func (p *parser) loop(i, hi int, s scope) int {
	s.block = p.open(i)
	i++
	if p.is(i, hi, "await") {
		i++
	}
	if p.kind(i, hi) == '(' {
		m := p.close(i, hi)
		p.stmts(i+1, m, s.inner())
		i = min(m+1, hi)
	}
	if i < hi {
		i, _, _ = p.stmt(i, hi, s)
	}
	p.shut(s.block, i)
	return i
}

// tryStmt reads try, catch and finally; what finally does is not guarded, as
// it runs in any case.
func (p *parser) tryStmt(i, hi int, s scope) int {
	i++
	if p.kind(i, hi) != '{' {
		return i
	}
	p.block(i, hi, s.guard())
	i = p.after(i, hi)
	if p.is(i, hi, "catch") {
		i = p.catch(i, hi, s.guard())
	}
	if p.is(i, hi, "finally") && p.kind(i+1, hi) == '{' {
		p.block(i+1, hi, s)
		i = p.after(i+1, hi)
	}
	return i
}

// catch reads the catch at i; what it takes is a parameter.
func (p *parser) catch(i, hi int, s scope) int {
	s.block = p.open(i)
	i++
	if p.kind(i, hi) == '(' {
		p.params(i+1, p.close(i, hi), s)
		i = p.after(i, hi)
	}
	if p.kind(i, hi) == '{' {
		p.stmts(i+1, p.close(i, hi), s.inner())
		i = p.after(i, hi)
	}
	p.shut(s.block, i)
	return i
}
