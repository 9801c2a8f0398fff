package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// JUnit writes a suite for each project and in it a case for each rule. A rule
// with an error or a warning fails; one that cannot be judged or does not apply is
// skipped, with the reason. Notices and what does not count are told by a case
// that passes.
func JUnit(w io.Writer, j Job) error {
	if _, err := io.WriteString(w, xmlHead); err != nil {
		return err
	}
	suites := junit.Testsuites{Name: "offpush doctor"}
	for _, r := range j.Reports {
		suite := junit.Testsuite{Name: text.Visible(j.dir(r)), ID: len(suites.Suites), Time: "0"}
		for _, rule := range rulesOf([]*check.Report{r}) {
			suite.AddTestcase(j.testcase(rule, r))
		}
		suites.AddSuite(suite)
	}
	suites.Skipped = 0 // Jenkins's schema has that of suites only
	return suites.WriteXML(w)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// testcase is one rule; its results are those of the report.
func (j Job) testcase(rule *check.Rule, r *check.Report) junit.Testcase {
	var failed, unknown, skipped, told []*check.Result
	passed := false
	for i := range r.Results {
		res := &r.Results[i]
		switch {
		case res.Rule.ID != rule.ID:
		case res.Status == check.Failed && res.Counts() && res.Severity != check.Info:
			failed = append(failed, res)
		case res.Status == check.Failed:
			told = append(told, res)
		case res.Status == check.Unknown:
			unknown = append(unknown, res)
		case res.Status == check.NotApplicable:
			skipped = append(skipped, res)
		default:
			passed = true
		}
	}
	out := junit.Testcase{Classname: "offpush." + rule.Topic.ID, Name: rule.ID, Time: "0"}
	switch {
	case len(failed) > 0:
		out.Failure = &junit.Result{Message: j.summaryOf(failed), Type: string(worstOf(failed)), Data: j.listed(r, failed)}
	case len(unknown) > 0:
		out.Skipped = &junit.Result{Message: j.say(wordUnknown) + j.say(text.T("：", ": ")) + j.summaryOf(unknown)}
	case len(skipped) > 0 && !passed && len(told) == 0:
		out.Skipped = &junit.Result{Message: j.say(wordSkipped) + j.say(text.T("：", ": ")) + j.summaryOf(skipped)}
	}
	if len(told) > 0 {
		out.SystemOut = &junit.Output{Data: j.listed(r, told)}
	}
	return out
}

// summaryOf is the message of the first result, and how many more there are.
func (j Job) summaryOf(results []*check.Result) string {
	first := text.Visible(j.say(results[0].Message))
	if len(results) == 1 {
		return first
	}
	return j.say(text.F("%[1]s（共 %[2]d 处）", "%[1]s (%[2]d places)", first, len(results)))
}

func worstOf(results []*check.Result) check.Severity {
	return slices.MinFunc(results, func(a, b *check.Result) int {
		return slices.Index(severities, a.Severity) - slices.Index(severities, b.Severity)
	}).Severity
}

// listed are results in full, each with its place and, where it does not count,
// the reason.
func (j Job) listed(r *check.Report, results []*check.Result) string {
	var b strings.Builder
	for i, res := range results {
		if i > 0 {
			b.WriteString("\n")
		}
		span := res.Span
		if !span.IsZero() {
			span.File = within(j.dir(r), span.File)
			fmt.Fprintf(&b, "%s: ", place(span))
		}
		_, word := markOf(res.Severity)
		fmt.Fprintf(&b, "%s: %s\n", j.say(word), j.details(res))
		if s := res.Silence; s != nil {
			fmt.Fprintf(&b, "%s\n", text.Visible(j.say(text.F("已忽略：%s", "ignored: %s", s.Reason))))
		}
		if res.Baselined {
			fmt.Fprintf(&b, "%s\n", j.say(text.T("基线中已有", "in the baseline")))
		}
	}
	return b.String()
}
