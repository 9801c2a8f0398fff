package report

import (
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// counts is the line with the numbers; what there is none of is left out, but
// for errors.
func (p *page) counts(s check.Summary) string {
	parts := []string{p.count(s.Errors, wordError)}
	for _, c := range []struct {
		n    int
		word text.Text
	}{
		{s.Warnings, wordWarning}, {s.Infos, wordInfo}, {s.Unknown, wordUnknown}, {s.Passed, wordPassed}, {s.NotApplicable, wordSkipped},
		{s.Ignored, wordIgnored}, {s.Baselined, wordBaselined},
	} {
		if c.n > 0 {
			parts = append(parts, p.count(c.n, c.word))
		}
	}
	return strings.Join(parts, " · ")
}

func (p *page) count(n int, word text.Text) string {
	if p.Lang == text.EN && (word == wordError || word == wordWarning) {
		return text.Plural(n, word.EN)
	}
	return p.say(text.F("%[2]s %[1]d", "%[1]d %[2]s", n, word))
}

// shortList says what is left to check when the files are in order.
func (p *page) shortList(vendors []string) {
	p.gap()
	p.strong(p.say(untellable) + p.say(endColon))
	for _, t := range check.ShortList(vendors) {
		p.paragraph(2, markInfo+" ", plain, p.say(t), plain)
	}
	p.command("offpush explain checklist", seeAll)
}

// next is what to type after reading.
func (p *page) next(r *check.Report) {
	if p.Verbose && worst(r) == "" {
		return // all was said
	}
	p.gap()
	p.strong(p.say(labelNext) + p.say(endColon))
	if id := worst(r); id != "" {
		p.command("offpush explain "+id, readPapers)
	}
	p.repairs(fixable(r))
	switch {
	case p.Again == "":
	case r.Summary.Errors+r.Summary.Warnings > 0:
		p.command(p.Again, thenAgain)
	case !p.Verbose && r.Summary.Ignored+r.Summary.Baselined > 0:
		p.command(p.Again+" --verbose", openAll)
	case !p.Verbose:
		p.command(p.Again+" --verbose", openPassed)
	}
}

// repairs is how to see what can be repaired by itself.
func (p *page) repairs(n int) {
	if n > 0 && p.Repair != "" {
		p.command(p.Repair, text.F(seeRepairs.ZH, seeRepairs.EN, n))
	}
}

// fixable is how many of the findings that count can be repaired by itself.
func fixable(r *check.Report) int {
	n := 0
	for i := range r.Results {
		if res := &r.Results[i]; res.Status == check.Failed && res.Counts() && res.Repair != nil {
			n++
		}
	}
	return n
}

// command is a line to type, with what it does behind or, where that is too
// long, above it.
func (p *page) command(line string, what text.Text) {
	line = text.Visible(line)
	remark := "# " + p.say(what)
	if 2+text.Width(line)+2+text.Width(remark) > p.Width {
		p.line(2, p.paint(p.faint, remark))
		p.line(2, p.paint(p.neutral, line))
		return
	}
	p.line(2, p.paint(p.neutral, line), p.paint(p.faint, "  "+remark))
}

// worst is the rule whose papers are worth reading first.
func worst(r *check.Report) string {
	for _, severity := range severities[:2] {
		for _, t := range check.Topics() {
			for _, res := range resultsOf(r, t) {
				if res.Status == check.Failed && res.Severity == severity && res.Counts() {
					return res.Rule.ID
				}
			}
		}
	}
	return ""
}
