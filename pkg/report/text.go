package report

import (
	"io"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// The marks before a line. All of them exist in GBK, for consoles of code page
// 936, and nothing is aligned behind them.
const (
	markBad     = "×"
	markDoubt   = "!"
	markInfo    = "·"
	markUnknown = "?"
	markGood    = "√"
	markSkipped = "-"
	markHushed  = "~"
)

// Text writes a report for people: the verdict first, then topic by topic what
// failed in full and what passed in one line, then the numbers and what to type
// next.
func Text(w io.Writer, r *check.Report, o Options) error {
	p := newPage(o)
	p.head(r)
	p.body(r)
	if r.Usage == check.Used && r.Summary.Errors == 0 {
		p.shortList(r.Project.Vendors)
	}
	if r.Usage == check.Used || failures(r.Summary) > 0 {
		p.next(r)
	}
	_, err := w.Write(p.Bytes())
	return err
}

// TextAll writes the reports of several projects, one below the other.
func TextAll(w io.Writer, reports []*check.Report, o Options) error {
	p := newPage(o)
	var sum check.Summary
	repairs := 0
	for i, r := range reports {
		if i > 0 {
			p.line(0, "")
			p.line(0, p.paint(p.faint, strings.Repeat("-", p.Width)))
			p.line(0, "")
		}
		p.head(r)
		p.body(r)
		sum = add(sum, r.Summary)
		repairs += fixable(r)
	}
	p.line(0, "")
	p.line(0, p.paint(p.faint, strings.Repeat("=", p.Width)))
	total := text.F(allProjects.ZH, allProjects.EN, len(reports), text.Plural(len(reports), "project"))
	p.strong(p.say(total) + p.colon() + p.counts(sum))
	p.repairs(repairs)
	_, err := w.Write(p.Bytes())
	return err
}

func failures(s check.Summary) int { return s.Errors + s.Warnings + s.Infos }

func add(a, b check.Summary) check.Summary {
	return check.Summary{
		Errors: a.Errors + b.Errors, Warnings: a.Warnings + b.Warnings, Infos: a.Infos + b.Infos,
		Passed: a.Passed + b.Passed, NotApplicable: a.NotApplicable + b.NotApplicable, Unknown: a.Unknown + b.Unknown,
		Ignored: a.Ignored + b.Ignored, Baselined: a.Baselined + b.Baselined,
	}
}

// body is the topics and the numbers. A project that does not use the plugin has
// only what failed or could not be read.
func (p *page) body(r *check.Report) {
	used := r.Usage == check.Used
	for _, t := range check.Topics() {
		p.topic(t, resultsOf(r, t), used || p.Verbose)
	}
	if used || failures(r.Summary) > 0 {
		p.gap()
		p.strong(p.counts(r.Summary))
	}
	p.gone(r.Baseline)
}

func resultsOf(r *check.Report, t check.Topic) []*check.Result {
	var out []*check.Result
	for i := range r.Results {
		if r.Results[i].Rule.Topic.ID == t.ID {
			out = append(out, &r.Results[i])
		}
	}
	return out
}

// head is the verdict, the project in one line, and the notes.
func (p *page) head(r *check.Report) {
	mark, style := markInfo, p.bold
	switch s := r.Summary; {
	case s.Errors > 0:
		mark, style = markBad, p.badBold
	case r.Usage != check.Used || s.Passed+s.Warnings+s.Unknown+s.Ignored+s.Baselined == 0: // nothing was judged
	case s.Warnings > 0:
		mark, style = markDoubt, p.doubtBold
	case s.Unknown > 0:
		mark, style = markUnknown, p.doubtBold
	default:
		mark, style = markGood, p.goodsBold
	}
	paint := func(s string) string { return p.paint(style, s) }
	p.paragraph(0, mark+" ", paint, visible(p.say(r.Verdict)), paint)
	p.paragraph(2, "", plain, p.project(r), func(s string) string { return p.paint(p.faint, s) })
	for _, n := range r.Notes {
		p.paragraph(2, "", plain, visible(p.say(n)), plain)
	}
}

func (p *page) project(r *check.Report) string {
	parts := []string{text.Visible(r.Project.Root)}
	if shape, ok := shapes[r.Project.Shape]; ok {
		parts = append(parts, p.say(shape))
	}
	if r.Project.AppID != "" {
		parts = append(parts, text.Visible(r.Project.AppID))
	}
	if r.Usage == check.Used {
		if len(r.Project.Vendors) > 0 {
			parts = append(parts, p.say(catalog.Names(r.Project.Vendors)))
		} else {
			parts = append(parts, p.say(noVendors))
		}
	}
	return strings.Join(parts, " · ")
}

// topic writes what there is to say of one topic.
func (p *page) topic(t check.Topic, results []*check.Result, fold bool) {
	var failed, unknown, passed, skipped []*check.Result
	for _, r := range results {
		switch r.Status {
		case check.Failed:
			failed = append(failed, r)
		case check.Unknown:
			unknown = append(unknown, r)
		case check.Passed:
			passed = append(passed, r)
		case check.NotApplicable:
			skipped = append(skipped, r)
		}
	}
	failed, hushed := counting(failed)
	switch {
	case len(failed)+len(unknown) > 0:
	case !fold, len(passed)+len(skipped) == 0 && (len(hushed) == 0 || !p.Verbose):
		return
	case t.ID == check.TopicIgnore.ID && len(passed) == 0 && !p.Verbose: // nobody ignores anything
		return
	}
	p.heading(t.Name)
	for i, group := range groups(failed) {
		if i > 0 {
			p.gap()
		}
		p.failed(group)
	}
	if len(failed) > 0 && len(unknown)+len(passed)+len(skipped) > 0 && fold {
		p.gap()
	}
	p.unknown(unknown)
	if fold {
		p.settled(passed, skipped)
	}
	if p.Verbose {
		p.hushed(hushed)
	}
}

// settled writes the passed results and those that do not apply, in one line
// each unless all were asked for.
func (p *page) settled(passed, skipped []*check.Result) {
	good := func(s string) string { return p.paint(p.good, s) }
	faint := func(s string) string { return p.paint(p.faint, s) }
	if p.Verbose {
		for _, r := range passed {
			p.paragraph(2, markGood+" ", good, r.Rule.ID+" "+withPlace(r, p.Lang), plain)
		}
		for _, r := range skipped {
			p.paragraph(2, markSkipped+" ", faint, r.Rule.ID+" "+withPlace(r, p.Lang), faint)
		}
		return
	}
	if len(passed) > 0 {
		p.paragraph(2, markGood+" ", good, p.count(len(passed), wordPassed)+p.colon()+ids(passed, p.Lang), plain)
	}
	if len(skipped) > 0 {
		p.paragraph(2, markSkipped+" ", faint, p.count(len(skipped), wordSkipped), faint)
	}
}

// colon stands between words of a line; the last of a line has no space.
func (p *page) colon() string { return p.say(text.T("：", ": ")) }

func withPlace(r *check.Result, lang text.Lang) string {
	s := visible(r.Message.In(lang))
	if !r.Span.IsZero() {
		s += text.T("（", " (").In(lang) + place(r.Span) + text.T("）", ")").In(lang)
	}
	return s
}

// ids lists the rules of results, each once.
func ids(results []*check.Result, lang text.Lang) string {
	var names []string
	for _, r := range results {
		if !slices.Contains(names, r.Rule.ID) {
			names = append(names, r.Rule.ID)
		}
	}
	return text.List(names).In(lang)
}
