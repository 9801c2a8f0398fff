package report

import (
	"fmt"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// The words for findings that do not count.
var (
	wordIgnored   = text.T("已忽略", "ignored")
	wordBaselined = text.T("已在基线中", "in the baseline")
	openAll       = text.T("展开通过、不适用、已忽略和基线中的项", "also shows what passed, does not apply or does not count")
)

// counting separates the findings that count from those that do not.
func counting(failed []*check.Result) (count, hushed []*check.Result) {
	for _, r := range failed {
		if r.Counts() {
			count = append(count, r)
		} else {
			hushed = append(hushed, r)
		}
	}
	return count, hushed
}

// hushed writes the findings that do not count, each with what keeps it from it.
func (p *page) hushed(results []*check.Result) {
	faint := func(s string) string { return p.paint(p.faint, s) }
	for _, r := range results {
		p.paragraph(2, markHushed+" ", faint, r.Rule.ID+" "+withPlace(r, p.Lang), faint)
		why := p.say(wordBaselined)
		if r.Silence != nil {
			why = p.say(wordIgnored) + p.colon() + text.Visible(r.Silence.Reason)
			if !r.Silence.Span.IsZero() {
				why += p.say(text.F("（%s）", " (%s)", place(r.Silence.Span)))
			}
		}
		p.paragraph(4, "", plain, why, faint)
	}
}

// gone says what of the baseline is no longer there.
func (p *page) gone(b *check.BaselineUse) {
	if b == nil || len(b.Gone) == 0 {
		return
	}
	n, file := len(b.Gone), text.Visible(b.File)
	said := text.F("%[2]s 里有 %[1]d 个问题已经不在了；用 --write-baseline 重新写入，它们再出现时就会报错。",
		"%[1]d findings in %[2]s are gone; write it anew with --write-baseline, so that they count when they come back.", n, file)
	if n == 1 {
		said.EN = fmt.Sprintf("1 finding in %s is gone; write it anew with --write-baseline, so that it counts when it comes back.", file)
	}
	p.paragraph(0, "", plain, p.say(said), plain)
	if !p.Verbose {
		return
	}
	for _, f := range b.Gone {
		s := text.Visible(f.Rule) + " " + text.Visible(p.say(f.Message))
		if f.Path != "" {
			s += p.say(text.F("（%s）", " (%s)", text.Visible(f.Path)))
		}
		p.paragraph(2, markGood+" ", func(s string) string { return p.paint(p.good, s) }, s, plain)
	}
}
