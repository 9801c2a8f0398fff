package script

import "strings"

// truth is what is known of a condition in one world.
type truth uint8

const (
	no truth = iota
	yes
	maybe
	// throws: a name in it is defined nowhere. The compiler evaluates the
	// condition as JavaScript and takes the ReferenceError for false, whatever
	// the rest of the condition says.
	throws
)

// condition is the expression behind #ifdef: names, || && ! ( ) and
// comparisons of uniVersion. The zero condition could not be read.
type condition struct {
	op   byte // 'n' name, 'v' value, 't' text of a string, '!' '&' '|' '<' (any comparison)
	name string
	kids []*condition
}

// parseCondition returns nil for what is no expression: the compiler reports
// that and leaves the whole file as it is.
func parseCondition(text string) *condition {
	if text = strings.TrimSpace(text); text == "" {
		return &condition{op: 'v', name: "true"}
	}
	p := &conditionParser{text: strings.ReplaceAll(text, "-", "_")}
	c := p.binary(0)
	if p.space(); p.bad || p.pos < len(p.text) {
		return nil
	}
	return c
}

type conditionParser struct {
	text  string
	pos   int
	depth int
	bad   bool
}

func (p *conditionParser) space() {
	for p.pos < len(p.text) && strings.IndexByte(" \t\r", p.text[p.pos]) >= 0 {
		p.pos++
	}
}

// take moves on if word comes next.
func (p *conditionParser) take(word string) bool {
	p.space()
	if strings.HasPrefix(p.text[p.pos:], word) {
		p.pos += len(word)
		return true
	}
	return false
}

// binary reads || (level 0), && (1) and comparisons (2).
func (p *conditionParser) binary(level int) *condition {
	operators := [...][]string{{"||"}, {"&&"}, {"===", "!==", "==", "!=", ">=", "<=", ">", "<"}}
	if level == len(operators) {
		return p.unary()
	}
	c := p.binary(level + 1)
	for !p.bad {
		found := false
		for _, op := range operators[level] {
			if found = p.take(op); found {
				break
			}
		}
		if !found {
			break
		}
		c = &condition{op: "|&<"[level], kids: []*condition{c, p.binary(level + 1)}}
	}
	return c
}

func (p *conditionParser) unary() *condition {
	if p.depth++; p.depth > 64 {
		p.bad = true
	}
	defer func() { p.depth-- }()
	switch {
	case p.bad:
		return nil
	case p.take("!"):
		return &condition{op: '!', kids: []*condition{p.unary()}}
	case p.take("("):
		c := p.binary(0)
		if !p.take(")") {
			p.bad = true
		}
		return c
	}
	p.space()
	start := p.pos
	for p.pos < len(p.text) && (isNameStart(p.text[p.pos]) || isDigit(p.text[p.pos]) || p.text[p.pos] == '.' || p.text[p.pos] >= 0x80) {
		p.pos++
	}
	word := p.text[start:p.pos]
	switch {
	case word == "":
		p.bad = true
		return nil
	case isDigit(word[0]) || word[0] == '.' || word == "true" || word == "false":
		return &condition{op: 'v', name: word}
	}
	return &condition{op: 'n', name: word}
}

// in evaluates the condition in a world, as JavaScript does.
func (c *condition) in(w *world) truth {
	switch c.op {
	case 'n':
		return w.value(c.name)
	case 'v':
		if c.name == "false" || strings.Trim(c.name, "0.") == "" {
			return no
		}
		return yes
	case '!':
		switch t := c.kids[0].in(w); t {
		case no:
			return yes
		case yes:
			return no
		default:
			return t
		}
	}
	a := c.kids[0].in(w)
	if a == throws || c.op == '|' && a == yes || c.op == '&' && a == no {
		return a
	}
	b := c.kids[1].in(w)
	switch {
	case c.op == '<' && b == throws:
		return throws
	case c.op == '<':
		return maybe
	case a != maybe:
		return b
	case b == throws: // false || throws, or true && throws: then false in the end
		return maybe
	case c.op == '|' && b == yes, c.op == '&' && b == no:
		return b
	}
	return maybe
}
