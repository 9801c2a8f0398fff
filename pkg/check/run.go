package check

import (
	"cmp"
	"sort"

	"github.com/offpush/offpush/pkg/text"
)

// Report is what a run says of one project; every renderer shows this and
// nothing else.
type Report struct {
	Project ProjectSummary
	Usage   Usage
	// Verdict is the one sentence that leads the text view.
	Verdict text.Text
	// Notes are further sentences about the project as a whole.
	Notes   []text.Text
	Results []Result // by file, line and rule
	// Unselected are the results of rules that Only and Skip left out: nobody is told
	// of them, but what repairs a project looks at them too.
	Unselected []Result
	Summary    Summary
	// Baseline is what became of Options.Baseline; nil where there is none.
	Baseline *BaselineUse
}

// ProjectSummary describes the project that was judged.
type ProjectSummary struct {
	Root     string // as the user would type it
	Manifest string
	Shape    string
	AppID    string
	Plugin   string // the plugin's id, "" when it is not used
	Vendors  []string
}

// Summary counts results. Errors, warnings and infos are the failed ones that
// count; those that do not are ignored, or in the baseline.
type Summary struct {
	Errors, Warnings, Infos, Passed, NotApplicable, Unknown int
	Ignored, Baselined                                      int
}

// Run judges a project by all rules.
func Run(in Input) *Report { return run(in, Rules()) }

func run(in Input, rules []*Rule) *Report {
	in.Project = liveCode(in.Project)
	in.usage = in.judgeUsage()
	in.vendors = in.vendorsInUse()
	in.silencer = newSilencer(in.Project.Ignores, in.Options.Ignores)
	outcomes := make(map[string]outcome, len(rules))
	var all, unselected []Result
	for _, rule := range rules {
		results, settled := in.precondition(rule, outcomes)
		if !settled {
			results = rule.Run(&in)
		}
		for i := range results {
			complete(&results[i], rule)
		}
		outcomes[rule.ID] = outcome{results, settled}
		if in.Options.selects(rule.ID) {
			in.silencer.take(rule, results, settled)
			all = append(all, results...)
		} else {
			in.silencer.silence(rule, results)
			unselected = append(unselected, results...)
		}
	}
	for _, results := range [][]Result{all, unselected} {
		sortResults(results)
		in.redact(results)
		setFingerprints(results)
		in.Options.setSeverities(results) // last: what is configured makes no other findings
	}
	known := in.Options.Baseline.compare(all, func(id string) bool { return in.silencer.judged[id] })
	report := &Report{Project: in.summary(), Usage: in.usage.kind, Results: all, Unselected: unselected, Summary: count(all), Baseline: known}
	report.Verdict, report.Notes = in.verdict(report)
	return report
}

// sortResults sorts by file, line and rule.
func sortResults(results []Result) {
	sort.SliceStable(results, func(i, j int) bool {
		a, b := &results[i], &results[j]
		return cmp.Or(
			cmp.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column)) < 0
	})
}

// outcome is what a rule gave. It is settled when the rule did not run; its
// reason is then that of the rule it needs, and worth passing on as it is.
type outcome struct {
	results []Result
	settled bool
}

// precondition settles the rules that cannot be judged; it returns false for
// those that can.
func (in *Input) precondition(rule *Rule, outcomes map[string]outcome) ([]Result, bool) {
	if !rule.Always {
		if reason := in.usage.notJudged(); !reason.IsZero() {
			return one(notApplicable(reason)), true
		}
	}
	for _, need := range rule.Needs {
		for _, r := range outcomes[need].results {
			switch {
			case !r.Blocks:
			case outcomes[need].settled:
				return one(Result{Status: r.Status, Span: r.Span, Message: r.Message}.blocks()), true
			case r.Status == Unknown:
				return one(unknown(r.Span, text.F("无法判断，因为 %s 无法确定：%s", "cannot tell, because %s is unknown: %s", need, r.Message)).blocks()), true
			default:
				return one(notApplicable(text.F("先解决 %s：%s", "solve %s first: %s", need, r.Message)).blocks()), true
			}
		}
	}
	return in.vendorPrecondition(rule)
}

func complete(r *Result, rule *Rule) {
	r.Rule = rule
	if r.Severity == "" {
		r.Severity = rule.Severity
	}
	if r.Vendors == nil {
		r.Vendors = rule.Concerns()
	}
	if r.Status == Failed && r.Fix.IsZero() {
		r.Fix = rule.Doc.Fix
	}
}

func count(results []Result) Summary {
	var s Summary
	for i := range results {
		r := &results[i]
		switch r.Status {
		case Passed:
			s.Passed++
		case NotApplicable:
			s.NotApplicable++
		case Unknown:
			s.Unknown++
		case Failed:
			switch {
			case r.Silence != nil:
				s.Ignored++
			case r.Baselined:
				s.Baselined++
			case r.Severity == Error:
				s.Errors++
			case r.Severity == Warning:
				s.Warnings++
			case r.Severity == Info:
				s.Infos++
			}
		}
	}
	return s
}
