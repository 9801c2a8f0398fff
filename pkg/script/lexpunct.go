package script

import "bytes"

// punctuator takes an operator or a bracket that begins with c.
func (l *lexer) punctuator(c byte) {
	c1, c2 := l.at(l.pos+1), l.at(l.pos+2)
	switch c {
	case '(', '[', '{':
		l.push(kind(c), l.pos+1)
	case ')', ']', '}':
		l.pop(c)
	case '=':
		switch {
		case c1 == '>':
			l.emit(kArrow, l.pos+2)
		case c1 == '=' && c2 == '=':
			l.emit(kBinary, l.pos+3)
		case c1 == '=':
			l.emit(kBinary, l.pos+2)
		default:
			l.emit('=', l.pos+1)
		}
	case '+', '-':
		switch {
		case c == '-' && c1 == '-' && c2 == '>' && (l.newline || len(l.toks) == 0):
			l.lineComment() // "-->" at the start of a line
		case c1 == c:
			l.emit(kStep, l.pos+2)
		case c1 == '=':
			l.emit(kAssign, l.pos+2)
		default:
			l.emit(kind(c), l.pos+1)
		}
	case '&', '|':
		switch {
		case c1 == c && c2 == '=':
			l.emit(kLogicAssign, l.pos+3)
		case c1 == c:
			l.emit(kLogic, l.pos+2)
		case c1 == '=':
			l.emit(kAssign, l.pos+2)
		default:
			l.emit(kind(c), l.pos+1)
		}
	case '?':
		switch {
		case c1 == '?' && c2 == '=':
			l.emit(kLogicAssign, l.pos+3)
		case c1 == '?':
			l.emit(kLogic, l.pos+2)
		case c1 == '.' && !isDigit(c2):
			l.emit(kOptional, l.pos+2)
		default:
			if n := len(l.frames); n > 0 {
				l.frames[n-1].ternary++
			}
			l.emit('?', l.pos+1)
		}
	case '<':
		switch {
		case c1 == '!' && bytes.HasPrefix(l.src[l.pos:l.end], []byte("<!--")):
			l.htmlComment()
		case c1 == '<' && c2 == '=':
			l.emit(kAssign, l.pos+3)
		case c1 == '<' && !l.ts:
			l.emit(kBinary, l.pos+2)
		case c1 == '=':
			l.emit(kBinary, l.pos+2)
		default:
			l.emit('<', l.pos+1)
		}
	case '>':
		// ">>" stays two tokens, as it may close two lists of type arguments.
		// So does ">" before "=>", which ends the return type of a function.
		switch {
		case c1 == '=' && c2 == '>':
			l.emit('>', l.pos+1)
		case c1 == '=':
			l.emit(kBinary, l.pos+2)
		case c1 == '>' && c2 == '=' && l.at(l.pos+3) != '>':
			l.emit(kAssign, l.pos+3)
		case c1 == '>' && c2 == '>' && l.at(l.pos+3) == '=':
			l.emit(kAssign, l.pos+4)
		default:
			l.emit('>', l.pos+1)
		}
	case '!':
		switch {
		case c1 == '=' && c2 == '=':
			l.emit(kBinary, l.pos+3)
		case c1 == '=':
			l.emit(kBinary, l.pos+2)
		default:
			l.emit('!', l.pos+1)
		}
	case '*':
		switch {
		case c1 == '*' && c2 == '=':
			l.emit(kAssign, l.pos+3)
		case c1 == '*':
			l.emit(kBinary, l.pos+2)
		case c1 == '=':
			l.emit(kAssign, l.pos+2)
		default:
			l.emit('*', l.pos+1)
		}
	case '%', '^':
		if c1 == '=' {
			l.emit(kAssign, l.pos+2)
		} else {
			l.emit(kind(c), l.pos+1)
		}
	case '.':
		if c1 == '.' && c2 == '.' {
			l.emit(kSpread, l.pos+3)
		} else {
			l.emit('.', l.pos+1)
		}
	case ':':
		l.colon()
	case ';':
		if n := len(l.frames); n > 0 {
			l.frames[n-1].ternary = 0
		}
		l.emit(';', l.pos+1)
	case ',', '~', '@':
		l.emit(kind(c), l.pos+1)
	default:
		l.unknown(1)
	}
}

// htmlComment takes "<!-- ... -->", or up to the end of the line: in scripts
// of the old kind "<!--" is a comment of one line.
func (l *lexer) htmlComment() {
	i := l.pos + 4
	for i < l.end && l.src[i] != '\n' && l.src[i] != '\r' {
		if l.src[i] == '-' && bytes.HasPrefix(l.src[i:l.end], []byte("-->")) {
			i += 3
			break
		}
		i++
	}
	l.comments = append(l.comments, extent{l.pos, i})
	l.pos = i
}

// colon takes ":" and settles whether an expression follows (the end of a
// condition, a member of an object) or a statement (a label, a case).
func (l *lexer) colon() {
	l.lastColon = true
	if n := len(l.frames); n > 0 {
		if f := &l.frames[n-1]; f.ternary > 0 {
			f.ternary--
		} else {
			l.lastColon = f.kind != '{' || !f.block
		}
	} else {
		l.lastColon = false
	}
	l.emit(':', l.pos+1)
}

// sort is the index into lexer.open: "{" and "${" are both closed by "}".
func (k kind) sort() int {
	switch k {
	case '(', ')':
		return 0
	case '[', ']':
		return 1
	}
	return 2
}

func (l *lexer) push(k kind, end int) {
	f := frame{tok: int32(len(l.toks)), kind: k}
	switch k {
	case '{':
		f.block = l.blockAhead()
	case '(':
		f.head = l.headAhead()
	}
	l.open[k.sort()]++
	l.frames = append(l.frames, f)
	l.emit(k, end)
}

// pop closes the innermost bracket that c can close. Brackets left open inside
// it end there too; without any such bracket c is a stray one.
func (l *lexer) pop(c byte) {
	if l.open[kind(c).sort()] == 0 {
		l.fail(l.pos, l.pos+1)
		l.emit(kind(c), l.pos+1)
		l.toks[len(l.toks)-1].match = int32(len(l.toks) - 1)
		return
	}
	self := int32(len(l.toks))
	for {
		f := l.frames[len(l.frames)-1]
		l.frames = l.frames[:len(l.frames)-1]
		l.open[f.kind.sort()]--
		l.toks[f.tok].match = self
		if f.kind.sort() != kind(c).sort() {
			l.fail(int(l.toks[f.tok].start), int(l.toks[f.tok].end))
			continue
		}
		if f.kind == kTemplateHead || f.kind == kTemplateMid {
			l.template(kTemplateTail, kTemplateMid)
			return
		}
		l.lastBlock, l.lastHead = f.block, f.head
		l.emit(kind(c), l.pos+1)
		l.toks[len(l.toks)-1].match = f.tok
		return
	}
}

// word returns the text of the i-th token from the end when it is a name that
// is not a member's name.
func (l *lexer) word(fromEnd int) string {
	i := len(l.toks) - fromEnd
	if i < 0 || l.toks[i].kind != kIdent {
		return ""
	}
	if i > 0 && (l.toks[i-1].kind == '.' || l.toks[i-1].kind == kOptional) {
		return ""
	}
	return string(l.src[l.toks[i].start:l.toks[i].end])
}

// headAhead reports whether "(" begins the head of a statement.
func (l *lexer) headAhead() bool {
	switch l.word(1) {
	case "if", "while", "for", "with":
		return true
	case "await":
		return l.word(2) == "for"
	}
	return false
}

// blockAhead reports whether "{" begins statements or a class body rather
// than an object.
func (l *lexer) blockAhead() bool {
	n := len(l.toks)
	if n == 0 {
		return true
	}
	switch l.toks[n-1].kind {
	case ';', '{', '}', ')', kArrow, '>':
		return true
	case ':':
		return !l.lastColon
	case kIdent:
		switch l.word(1) {
		case "return", "typeof", "void", "delete", "throw", "case", "in", "of", "instanceof", "new", "yield", "await", "default", "as":
			return false
		}
		return true
	}
	return false
}

// regexAllowed reports whether "/" can begin a regular expression, which it
// does where an operand is due.
func (l *lexer) regexAllowed() bool {
	n := len(l.toks)
	if n == 0 {
		return true
	}
	switch t := l.toks[n-1]; t.kind {
	case kIdent:
		switch l.word(1) {
		case "return", "typeof", "void", "delete", "throw", "case", "in", "of", "instanceof", "new", "do", "else", "yield", "await", "default", "extends":
			return true
		}
		return false
	case kPrivate, kString, kNumber, kTemplate, kTemplateTail, kRegex, ']':
		return false
	case ')':
		return l.lastHead
	case '}':
		return l.lastBlock
	case kStep:
		return n < 2 || t.newline || !endsOperand(l.toks[n-2].kind)
	case '!':
		return !l.ts || n < 2 || t.newline || !endsOperand(l.toks[n-2].kind)
	}
	return true
}

// endsOperand reports whether a token of kind k can end an operand.
func endsOperand(k kind) bool {
	switch k {
	case kIdent, kPrivate, kString, kNumber, kTemplate, kTemplateTail, kRegex, ')', ']', '}':
		return true
	}
	return false
}
