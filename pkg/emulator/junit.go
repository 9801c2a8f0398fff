package emulator

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/offpush/offpush/pkg/text"
)

// maxExamples is how many refused messages stand behind a failure.
const maxExamples = 20

// writeJUnit writes a suite for each vendor, and in it a case for each answer: a
// load test that is refused ten thousand times for one reason has one failure.
func writeJUnit(w io.Writer, r reportView, lang text.Lang) error {
	suites := junit.Testsuites{Name: "offpush emulator"}
	for _, v := range r.Vendors {
		s := junit.Testsuite{Name: cmp.Or(v.Vendor, "no vendor"), ID: len(suites.Suites), Time: "0"}
		for _, c := range v.Codes {
			s.AddTestcase(caseOf(s.Name, v.Vendor, c, r.Refusals, lang))
		}
		suites.AddSuite(s)
	}
	return suites.WriteXML(w)
}

func caseOf(suite, vendor string, c codeView, refusals []refusalView, lang text.Lang) junit.Testcase {
	words := []string{string(c.Step), string(c.Verdict)}
	if c.Code != "" {
		words = append(words, c.Code)
	}
	out := junit.Testcase{Classname: "offpush." + strings.ReplaceAll(suite, " ", "-"), Name: text.Visible(strings.Join(words, " "))}
	count := text.T(fmt.Sprintf("%d 次", c.Count), text.Plural(c.Count, "message")).In(lang)
	if c.Verdict == Accepted {
		out.SystemOut = &junit.Output{Data: count}
		return out
	}
	message := text.F("%s（%s）", "%s (%s)", c.Explanation, count).In(lang)
	if c.Stray || c.Scripted { // it says nothing of the back end's pushes
		out.Skipped = &junit.Result{Message: text.Visible(message)}
		return out
	}
	out.Failure = &junit.Result{Message: text.Visible(message), Type: c.Code, Data: examples(vendor, c, refusals)}
	return out
}

// examples are lines about the messages that were refused alike.
func examples(vendor string, c codeView, refusals []refusalView) string {
	var b strings.Builder
	left := maxExamples
	for _, r := range refusals {
		if r.Vendor != vendor || r.Step != c.Step || r.Code != c.Code || r.scripted || left == 0 {
			continue
		}
		left--
		fmt.Fprintf(&b, "%s %s %s %d %s: %s\n", r.Time, r.Method, text.Visible(r.URL), r.Status, text.Visible(r.Token), text.Visible(r.Explanation))
	}
	return b.String()
}
