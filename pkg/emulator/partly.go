package emulator

import (
	"github.com/offpush/offpush/pkg/text"
)

// refuses tells whether the message to a call's token number i was refused, and
// why. The same token may stand there twice.
func (a *answer) refuses(i int, token string) (badToken, bool) {
	if b, bad := a.badAt[i]; bad {
		return b, true
	}
	b, bad := a.bad[token]
	return b, bad
}

// aimed are the tokens that a scenario's code is for: the one that it names, else
// all.
func (c *call) aimed() []string {
	if c.named == "" {
		return c.tokens
	}
	var out []string
	for _, t := range c.tokens {
		if keyOf(c.dialect.id, t) == keyOf(c.dialect.id, c.named) {
			out = append(out, t)
		}
	}
	return out
}

// spares reports that a scenario's code leaves some tokens good.
func (c *call) spares() bool { return len(c.aimed()) < len(c.tokens) }

// allBad are tokens with one reason.
func allBad(tokens []string, code string, why text.Text) map[string]badToken {
	bad := map[string]badToken{}
	for _, t := range tokens {
		bad[t] = badToken{code, why}
	}
	return bad
}

// takesNone reports an answer that says success and takes no message.
func (c *call) takesNone(a *answer) bool {
	if len(a.bad)+len(a.badAt) == 0 {
		return false
	}
	for i, t := range c.tokens {
		if _, bad := a.refuses(i, t); !bad {
			return false
		}
	}
	return len(c.tokens) > 0
}

// partly says how many of a call's tokens are bad, and why; zero when none is. Name
// is the vendor's word for them.
func (c *call) partly(name string, bad map[string]badToken) text.Text {
	var why []text.Text
	n := 0
	for _, t := range c.tokens {
		b, isBad := bad[t]
		if !isBad {
			continue
		}
		if n++; b.code != "" {
			b.why = text.F("%s %s", "%s %s", b.code, b.why)
		}
		why = appendNew(why, []text.Text{b.why})
	}
	of, are := len(c.tokens), map[bool]string{true: "is", false: "are"}[n == 1]
	switch {
	case n == 0:
		return text.Text{}
	case of == 1:
		return text.F("唯一的 %s 被拒绝：%s", "the only %s is refused: %s", name, why[0])
	case len(why) > 1:
		return text.F("%[2]d 个 %[1]s 中有 %[3]d 个被拒绝，原因不止一种，第一个是：%[5]s", "of %[2]d %[1]ss %[3]d %[4]s refused, and not for one reason; the first: %[5]s", name, of, n, are, why[0])
	}
	return text.F("%[2]d 个 %[1]s 中有 %[3]d 个被拒绝：%[5]s", "of %[2]d %[1]ss %[3]d %[4]s refused: %[5]s", name, of, n, are, why[0])
}
