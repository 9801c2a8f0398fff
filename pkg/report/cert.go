package report

import (
	"io"
	"time"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// CertOptions say how a report of `offpush cert` is shown.
type CertOptions struct {
	Options
	Now time.Time // what "days left" are counted from
}

// Cert writes a report of `offpush cert` for people: the verdict and the one
// sentence that matters first, then question by question, then what each file
// says. Without checks there are only the files.
func Cert(w io.Writer, r *check.CertReport, o CertOptions) error {
	c := &certPage{page: newPage(o.Options), now: o.Now}
	if len(r.Checks) > 0 {
		c.verdict(r)
		c.matrix(r.Checks)
	}
	for _, in := range r.Inputs {
		c.gap()
		c.input(in)
	}
	c.trust(r.Inputs)
	c.next(r)
	_, err := w.Write(c.Bytes())
	return err
}

// certPage is a page of `offpush cert`.
type certPage struct {
	*page
	now time.Time
}

// verdict is the answer, and the sentence that says what to do about it.
func (c *certPage) verdict(r *check.CertReport) {
	counts := map[check.Status]int{}
	for _, res := range r.Checks {
		counts[res.Status]++
	}
	mark, style, words := markUnknown, c.doubtBold,
		text.F("还不能下结论：%[1]d 项无法判断", "cannot tell yet: %[2]s unknown", counts[check.Unknown], text.Plural(counts[check.Unknown], "check"))
	switch r.Verdict {
	case check.Matches:
		mark, style, words = markGood, c.goodsBold, text.T("匹配：凭据、应用和环境一致", "match: credential, app and environment agree")
	case check.Mismatches:
		mark, style = markBad, c.badBold
		words = text.F("不匹配：%[1]d 项没有通过", "mismatch: %[2]s failed", counts[check.Failed], text.Plural(counts[check.Failed], "check"))
	}
	paint := func(s string) string { return c.paint(style, s) }
	c.paragraph(0, mark+" ", paint, c.say(words), paint)
	if !r.Advice.IsZero() {
		c.paragraph(2, "", plain, visible(c.say(r.Advice)), func(s string) string { return c.paint(c.bold, s) })
	}
}

// matrix is one line a question, app by app.
func (c *certPage) matrix(checks []check.Result) {
	c.gap()
	file := ""
	for _, res := range checks {
		if res.Span.File != file {
			file = res.Span.File
			c.gap()
			if file != "" {
				c.strong(text.Visible(file) + c.say(endColon))
			}
		}
		c.question(res)
	}
}

func (c *certPage) question(res check.Result) {
	mark, style := markUnknown, c.doubtBold
	switch res.Status {
	case check.Passed:
		mark, style = markGood, c.good
	case check.Failed:
		mark, style = markBad, c.badBold
	}
	width := 0
	for _, q := range certQuestions {
		width = max(width, text.Width(c.say(q.words)))
	}
	name := text.Pad(c.say(questionOf(res.Rule.ID)), width) + "  "
	paint := func(string) string { return c.paint(style, mark) + " " + name }
	c.paragraph(0, mark+" "+name, paint, visible(c.say(res.Message)), plain)
	if res.Status == check.Passed {
		return
	}
	c.labelled(labelFound, res.Found.Map(text.Visible))
	c.labelled(labelExpected, res.Expected.Map(text.Visible))
	if res.Status == check.Failed {
		c.labelled(labelFix, res.Fix)
	}
}

// trust says what nobody looked at.
func (c *certPage) trust(inputs []check.Inspection) {
	for _, in := range inputs {
		if in.File != nil {
			c.gap()
			c.paragraph(0, "", plain, c.say(notVerified), func(s string) string { return c.paint(c.faint, s) })
			return
		}
	}
}

// next is what to type after reading: the papers of what to mend first; or, where files
// were only inspected, the check of a credential that looks well.
func (c *certPage) next(r *check.CertReport) {
	line, what := "", readPapers
	if r.First != nil {
		line = "offpush explain " + r.First.ID
	}
	if len(r.Checks) == 0 {
		line, what = checkCommand(r.Inputs), thenCheck
	}
	if line == "" {
		return
	}
	c.gap()
	c.strong(c.say(labelNext) + c.say(endColon))
	c.command(line, what)
}
