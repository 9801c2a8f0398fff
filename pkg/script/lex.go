package script

import (
	"bytes"
	"unicode/utf8"
)

// kind says what a token is. A punctuator of one byte is its own kind: the
// kind of "(" is '('.
type kind uint8

const (
	kEOF          kind = 0
	kIdent        kind = iota + 127 // a name or a keyword
	kPrivate                        // #name
	kString                         // with its quotation marks
	kNumber                         //
	kTemplate                       // `...` without ${}
	kTemplateHead                   // `...${
	kTemplateMid                    // }...${
	kTemplateTail                   // }...`
	kRegex                          // /.../flags
	kArrow                          // =>
	kSpread                         // ...
	kOptional                       // ?.
	kStep                           // ++ --
	kLogic                          // && || ??
	kLogicAssign                    // &&= ||= ??=
	kAssign                         // += and the like, but not =
	kBinary                         // any other operator of several bytes
	kUnknown                        // a byte that begins nothing
)

// token is a piece of code. Offsets count from the start of the file.
type token struct {
	start, end int32
	// match is, for a bracket, the index of the token that closes or opens it,
	// for a template part the index of the next one; the number of tokens where
	// it is missing.
	match   int32
	kind    kind
	newline bool // a line ends between the token before and this one
}

// extent is a range of bytes.
type extent struct{ start, end int }

// frame is an open bracket.
type frame struct {
	tok     int32
	kind    kind // '(' '[' '{' or kTemplateHead
	block   bool // for '{': statements, not an object
	head    bool // for '(': belongs to if, while, for or with
	ternary int  // number of "?" that wait for their ":"
}

// lexer cuts a part of a file into tokens. It never fails: what it does not
// understand becomes kUnknown, and the first such place is kept in broken.
type lexer struct {
	src       []byte
	first     int // where the part begins
	pos, end  int
	ts        bool // type annotations may occur
	toks      []token
	comments  []extent
	frames    []frame
	open      [3]int // number of frames of each sort, see sort
	newline   bool
	lastBlock bool // the last '}' closed statements
	lastHead  bool // the last ')' closed the head of a statement
	lastColon bool // the last ':' stands before an expression
	noRegex   int  // up to here a regular expression was looked for in vain
	broken    extent
	isBroken  bool
}

// lex returns the tokens of src[start:end].
func lex(src []byte, start, end int, ts bool) *lexer {
	l := &lexer{src: src, first: start, pos: start, end: end, ts: ts, toks: make([]token, 0, (end-start)/5+8)}
	if start == 0 {
		if bytes.HasPrefix(src, []byte("\ufeff")) {
			l.pos = 3
		}
		if bytes.HasPrefix(src[l.pos:end], []byte("#!")) {
			l.lineComment()
		}
	}
	for l.pos < l.end {
		l.next()
	}
	for _, f := range l.frames {
		l.fail(int(l.toks[f.tok].start), int(l.toks[f.tok].end))
		l.toks[f.tok].match = int32(len(l.toks))
	}
	return l
}

// fail notes the first place where the tokens make no sense.
func (l *lexer) fail(start, end int) {
	if !l.isBroken || start < l.broken.start {
		l.isBroken, l.broken = true, extent{start, end}
	}
}

func (l *lexer) at(i int) byte {
	if i < l.end {
		return l.src[i]
	}
	return 0
}

func (l *lexer) emit(k kind, end int) {
	l.toks = append(l.toks, token{start: int32(l.pos), end: int32(end), kind: k, newline: l.newline})
	l.newline = false
	l.pos = end
}

func (l *lexer) next() {
	c := l.src[l.pos]
	switch {
	case c == '\n' || c == '\r':
		l.newline = true
		l.pos++
	case c == ' ' || c == '\t' || c == '\v' || c == '\f':
		l.pos++
	case isNameStart(c):
		l.emit(kIdent, l.nameEnd(l.pos))
	case c >= utf8.RuneSelf || c == '\\':
		l.wide()
	case c >= '0' && c <= '9' || c == '.' && isDigit(l.at(l.pos+1)):
		l.emit(kNumber, numberEnd(l.src[:l.end], l.pos))
	case c == '"' || c == '\'':
		l.stringLiteral(c)
	case c == '`':
		l.template(kTemplate, kTemplateHead)
	case c == '/':
		l.slash()
	case c == '#':
		if isNameStart(l.at(l.pos+1)) || l.at(l.pos+1) >= utf8.RuneSelf {
			l.emit(kPrivate, l.nameEnd(l.pos+1))
		} else {
			l.unknown(1)
		}
	default:
		l.punctuator(c)
	}
}

// unknown takes n bytes that begin nothing.
func (l *lexer) unknown(n int) {
	l.fail(l.pos, l.pos+n)
	l.emit(kUnknown, l.pos+n)
}

// wide takes what begins with a byte outside ASCII or with an escape: a name
// or white space.
func (l *lexer) wide() {
	if l.src[l.pos] == '\\' {
		if end := l.nameEnd(l.pos); end > l.pos {
			l.emit(kIdent, end)
			return
		}
		l.unknown(1)
		return
	}
	r, n := utf8.DecodeRune(l.src[l.pos:l.end])
	switch {
	case r == '\u2028' || r == '\u2029':
		l.newline = true
		l.pos += n
	case isWideSpace(r):
		l.pos += n
	default:
		l.emit(kIdent, l.nameEnd(l.pos))
	}
}

// nameEnd returns the end of the name at i; i when there is none.
func (l *lexer) nameEnd(i int) int {
	for i < l.end {
		c := l.src[i]
		switch {
		case isNameStart(c) || isDigit(c):
			i++
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(l.src[i:l.end])
			if isWideSpace(r) {
				return i
			}
			i += n
		case c == '\\' && l.at(i+1) == 'u':
			j := i + 2
			if l.at(j) == '{' {
				for j++; isHex(l.at(j)); j++ {
				}
				if l.at(j) != '}' {
					return i
				}
				i = j + 1
				continue
			}
			for k := 0; k < 4; k++ {
				if !isHex(l.at(j + k)) {
					return i
				}
			}
			i = j + 4
		default:
			return i
		}
	}
	return i
}

func (l *lexer) stringLiteral(quote byte) {
	for i := l.pos + 1; i < l.end; i++ {
		switch c := l.src[i]; c {
		case quote:
			l.emit(kString, i+1)
			return
		case '\\':
			i++
			if l.at(i) == '\r' && l.at(i+1) == '\n' {
				i++
			}
		case '\n', '\r':
			l.fail(l.pos, i)
			l.emit(kString, i)
			return
		}
	}
	l.fail(l.pos, l.end)
	l.emit(kString, l.end)
}

// template takes a part of a template: whole when it reaches the closing
// backtick, open when it reaches "${".
func (l *lexer) template(whole, open kind) {
	for i := l.pos + 1; i < l.end; i++ {
		switch l.src[i] {
		case '\\':
			i++
		case '`':
			l.emit(whole, i+1)
			return
		case '$':
			if l.at(i+1) == '{' {
				l.push(open, i+2)
				return
			}
		}
	}
	l.fail(l.pos, l.end)
	l.emit(whole, l.end)
}

// slash takes a comment, a regular expression or a division.
func (l *lexer) slash() {
	switch l.at(l.pos + 1) {
	case '/':
		l.lineComment()
		return
	case '*':
		l.blockComment()
		return
	}
	if l.regexAllowed() {
		limit := l.end
		if l.pos < l.noRegex {
			limit = min(l.end, l.pos+maxRetry)
		}
		end, seen := regexEnd(l.src[:limit], l.pos)
		if end > 0 {
			l.emit(kRegex, l.nameEnd(end))
			return
		}
		l.noRegex = max(l.noRegex, seen)
	}
	if l.at(l.pos+1) == '=' {
		l.emit(kAssign, l.pos+2)
		return
	}
	l.emit('/', l.pos+1)
}

func (l *lexer) lineComment() {
	i := l.pos
	for i < l.end && l.src[i] != '\n' && l.src[i] != '\r' {
		if l.src[i] == 0xe2 && (bytes.HasPrefix(l.src[i:l.end], []byte("\u2028")) || bytes.HasPrefix(l.src[i:l.end], []byte("\u2029"))) {
			break
		}
		i++
	}
	l.comments = append(l.comments, extent{l.pos, i})
	l.pos = i
}

func (l *lexer) blockComment() {
	end := bytes.Index(l.src[l.pos+2:l.end], []byte("*/"))
	if end < 0 {
		l.fail(l.pos, l.end)
		end = l.end
	} else {
		end += l.pos + 4
	}
	if text := l.src[l.pos:end]; bytes.ContainsAny(text, "\n\r") || bytes.Contains(text, []byte("\u2028")) || bytes.Contains(text, []byte("\u2029")) {
		l.newline = true
	}
	l.comments = append(l.comments, extent{l.pos, end})
	l.pos = end
}
