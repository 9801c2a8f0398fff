package report

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var severities = []check.Severity{check.Error, check.Warning, check.Info}

// groups puts the findings of one rule and severity together, errors first, else
// in the order of the report.
func groups(failed []*check.Result) [][]*check.Result {
	var out [][]*check.Result
	for _, severity := range severities {
		var rules []string
		byRule := map[string][]*check.Result{}
		for _, r := range failed {
			if r.Severity != severity {
				continue
			}
			if byRule[r.Rule.ID] == nil {
				rules = append(rules, r.Rule.ID)
			}
			byRule[r.Rule.ID] = append(byRule[r.Rule.ID], r)
		}
		for _, id := range rules {
			out = append(out, byRule[id])
		}
	}
	return out
}

func markOf(s check.Severity) (string, text.Text) {
	switch s {
	case check.Error:
		return markBad, wordError
	case check.Warning:
		return markDoubt, wordWarning
	}
	return markInfo, wordInfo
}

// failed writes the findings of one rule in full. What they have in common, why
// it matters and what to do, is said once.
func (p *page) failed(group []*check.Result) {
	first := group[0]
	mark, word := markOf(first.Severity)
	style := p.of(first.Severity)
	head := p.paint(style, mark+" "+p.say(word)) + " " + p.paint(p.bold, first.Rule.ID)
	if len(group) > 1 {
		head += p.paint(p.faint, " · "+fmt.Sprintf(p.say(openedFound), len(group)))
	}
	p.line(2, head)
	if first.Severity == check.Info && !p.Verbose {
		p.info(group)
		return
	}
	sameFix := !slices.ContainsFunc(group, func(r *check.Result) bool { return r.Fix != first.Fix })
	for i, r := range group {
		if i > 0 {
			p.gap()
		}
		p.finding(r)
		if !sameFix {
			p.labelled(labelFix, r.Fix)
		}
	}
	if len(group) > 1 {
		p.gap()
	}
	p.labelled(labelWhy, first.Rule.Doc.Why)
	if sameFix {
		p.labelled(labelFix, first.Fix)
	}
}

// info writes notices in brief: there is nothing to repair.
func (p *page) info(group []*check.Result) {
	for _, r := range group {
		p.paragraph(4, "", plain, text.Visible(p.say(r.Message)), plain)
		if !r.Span.IsZero() {
			p.line(4, p.paint(p.neutral, place(r.Span)))
		}
	}
}

// finding writes what is special about one result.
func (p *page) finding(r *check.Result) {
	p.paragraph(4, "", plain, text.Visible(p.say(r.Message)), plain)
	p.showPlace(r.Span)
	p.labelled(labelFound, r.Found.Map(text.Visible))
	p.labelled(labelExpected, r.Expected.Map(text.Visible))
	for _, rel := range r.Related {
		p.labelled(labelRelated, rel.Message.Map(func(s string) string { return text.Visible(place(rel.Span) + p.colon() + s) }))
	}
}

func (p *page) showPlace(span source.Span) {
	if span.IsZero() {
		return
	}
	p.line(4, p.paint(p.neutral, place(span))) // never wrapped: terminals make it a link
	p.showSnippet(4, span)
}

// labelled writes "label  text"; the texts of all labels stand below each other.
func (p *page) labelled(label, t text.Text) {
	if t.IsZero() {
		return
	}
	width := 0
	for _, l := range []text.Text{labelFound, labelExpected, labelWhy, labelFix, labelRelated} {
		width = max(width, text.Width(p.say(l)))
	}
	p.paragraph(4, text.Pad(p.say(label), width+2), func(s string) string { return p.paint(p.faint, s) }, visible(p.say(t)), plain)
}

// unknown writes what could not be judged, with the reason. Rules with the same
// reason share a line.
func (p *page) unknown(results []*check.Result) {
	for len(results) > 0 {
		var same, rest []*check.Result
		for _, r := range results {
			if r.Message == results[0].Message && r.Span == results[0].Span {
				same = append(same, r)
			} else {
				rest = append(rest, r)
			}
		}
		first := same[0]
		p.paragraph(2, markUnknown+" "+p.say(wordUnknown)+" ", func(s string) string { return p.paint(p.doubtBold, s) },
			ids(same, p.Lang), func(s string) string { return p.paint(p.bold, s) })
		p.paragraph(4, "", plain, text.Visible(p.say(first.Message)), plain)
		p.showPlace(first.Span)
		p.labelled(labelFound, first.Found.Map(text.Visible))
		p.labelled(labelExpected, first.Expected.Map(text.Visible))
		results = rest
	}
}
