package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// party is one that has a say in a question that several answer.
type party uint8

// The parties.
const (
	theBuild      party = iota + 1
	theCredential       // a certificate; a .p8 with what was said of it
	theConsole          // the half of the IM console that was said (--upload-as)
	theOption           // the kind of build that was said (--build)
	theUser             // a bundle id or team id that was said
	theManifest         // manifest.json
)

// claim is what a party says.
type claim struct {
	party party
	who   text.Text
	// values: one of them is meant; none where the party does not say. A wildcard
	// among them never agrees with anything.
	values []string
	// show is how the values are told; they themselves when zero.
	show text.Text
}

func (c claim) words() text.Text {
	if !c.show.IsZero() {
		return c.show
	}
	return text.List(c.values)
}

func (c claim) agrees(d claim) bool {
	return slices.ContainsFunc(c.values, func(v string) bool { return !apple.IsWildcard(v) && slices.Contains(d.values, v) })
}

// against sets what was found and what was expected instead. The build is what is
// to work, so that another is measured by it; what somebody said of it measures it.
func (r Result) against(a, b claim) Result {
	if b.party < theOption {
		a, b = b, a
	}
	return r.with(text.F("%s：%s", "%s: %s", a.who, a.words()), text.F("%s：%s", "%s: %s", b.who, b.words()))
}

// known drops the parties that say nothing.
func known(claims []claim) []claim {
	return slices.DeleteFunc(claims, func(c claim) bool { return len(c.values) == 0 })
}

// clash returns the first two claims that contradict each other. What a lenient
// build says may be meant so, so that the others are looked at first.
func clash(claims []claim, lenient bool) (a, b claim, found bool) {
	for i, c := range claims {
		for _, d := range claims[i+1:] {
			if c.agrees(d) {
				continue
			}
			ofBuild := c.party == theBuild || d.party == theBuild
			switch {
			case !lenient || !ofBuild:
				return c, d, true
			case !found:
				a, b, found = c, d, true
			}
		}
	}
	return a, b, found
}

// says reports whether a party is among the claims.
func says(claims []claim, p party) bool {
	return slices.ContainsFunc(claims, func(c claim) bool { return c.party == p })
}

// question is one that several parties answer with the same value.
type question struct {
	// differ words two claims that contradict each other.
	differ func(a, b claim, lenient bool) Result
	// agree words that all say the same.
	agree func(claims []claim) text.Text
	// open is why nothing can be told, where too few parties speak.
	open func(in *Input, b *build, claims []claim) Result
}

// settle answers it. Two that agree are enough: the build or the credential is one of
// them, except about the environment, see [question.answer].
func (q question) settle(in *Input, b *build, claims []claim) Result {
	claims = known(claims)
	lenient := b != nil && b.lenient()
	if x, y, ok := clash(claims, lenient); ok {
		r := q.differ(x, y, lenient)
		if x.party != theBuild && y.party != theBuild {
			r.Severity = Error // the leniency is for what the build says
		}
		return r
	}
	if len(claims) > 1 {
		return pass(source.Span{}, q.agree(claims))
	}
	return q.open(in, b, claims)
}

// speakers lists who says something.
func speakers(claims []claim) text.Text {
	var zh, en []string
	for _, c := range claims {
		zh, en = append(zh, c.who.ZH), append(en, c.who.EN)
	}
	return text.Text{ZH: text.List(zh).ZH, EN: text.List(en).EN}
}

// lacking is the result of a question to which too few have an answer: it does not
// apply where an input is missing, and is open where one does not say.
func lacking(in *Input, b *build) Result {
	c, ok := in.credential()
	switch {
	case !ok:
		return notApplicable(in.noCredential())
	case b == nil:
		return notApplicable(noBuild)
	case c.File == nil:
		return unopened(c)
	}
	return unknown(source.Span{}, text.F("%s 和 %s 里没有都写明", "not both %s and %s say it", c.Path, b.Path))
}
