package check

import (
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// one wraps the single result of a rule.
func one(r Result) []Result { return []Result{r} }

func pass(span source.Span, message text.Text) Result {
	return Result{Status: Passed, Span: span, Message: message}
}

func fail(span source.Span, message text.Text) Result {
	return Result{Status: Failed, Span: span, Message: message}
}

func notApplicable(reason text.Text) Result {
	return Result{Status: NotApplicable, Message: reason}
}

func unknown(span source.Span, reason text.Text) Result {
	return Result{Status: Unknown, Span: span, Message: reason}
}

// with sets what was found and what was expected instead.
func (r Result) with(found, expected text.Text) Result {
	r.Found, r.Expected = found, expected
	return r
}

// fix replaces the rule's advice.
func (r Result) fix(advice text.Text) Result {
	r.Fix = advice
	return r
}

// warning makes a finding of an error's rule a warning.
func (r Result) warning() Result {
	r.Severity = Warning
	return r
}

// blocks marks the result as one that rules in need of it stumble over.
func (r Result) blocks() Result {
	r.Blocks = true
	return r
}

// of names the vendors that are affected.
func (r Result) of(vendors ...string) Result {
	r.Vendors = vendors
	return r
}

// see adds a related place.
func (r Result) see(span source.Span, message text.Text) Result {
	r.Related = append(r.Related, Related{Message: message, Span: span})
	return r
}
