package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// Agent writes a line for each finding, for coding agents, and last a line with
// the numbers:
//
//	manifest.json:12:9: error push-module: what is wrong → what to do [fix]
//
// where [fix] marks what doctor --fix repairs.
// Paths begin at the working directory, where an agent opens files.
func Agent(w io.Writer, j Job) error {
	b := bufio.NewWriter(w)
	var sum check.Summary
	ignored, old, repairs := 0, 0, 0
	for _, r := range j.Reports {
		sum = add(sum, r.Summary)
		repairs += fixable(r)
		for i := range r.Results {
			switch res := &r.Results[i]; {
			case res.Status != check.Failed:
			case res.Silence != nil:
				ignored++
			case res.Baselined:
				old++
			default:
				_, _ = b.WriteString(j.agentLine(r, res)) // Flush returns the error
			}
		}
	}
	sum.Ignored, sum.Baselined = 0, 0 // told below, with words of their own
	page := newPage(j.Look)
	_, _ = b.WriteString("offpush: " + page.counts(sum))
	for _, more := range []struct {
		n    int
		word text.Text
	}{{ignored, text.T("已忽略", "ignored")}, {old, text.T("基线中已有", "in the baseline")}} {
		if more.n > 0 {
			_, _ = b.WriteString(" · " + page.count(more.n, more.word))
		}
	}
	if repairs > 0 {
		_, _ = b.WriteString(" · " + page.say(text.F("%[2]s %[1]d（offpush doctor --fix 能修复）", "%d %s (repaired by offpush doctor --fix)", repairs, fixMark)))
	}
	_, _ = b.WriteString("\n")
	return b.Flush()
}

// fixMark ends the line of a finding that can be repaired by itself.
const fixMark = "[fix]"

func (j Job) agentLine(r *check.Report, res *check.Result) string {
	span := spot(r, res)
	span.File = within(r.Project.Root, span.File)
	line := fmt.Sprintf("%s: %s %s: %s", place(span), res.Severity, res.Rule.ID, oneLine(j.say(res.Message)))
	if fix := j.say(res.Fix); fix != "" {
		line += " → " + oneLine(fix)
	}
	if res.Repair != nil {
		line += " " + fixMark
	}
	return line + "\n"
}

// oneLine brings the lines of a text, which may be an example with indentation,
// into one, and makes it safe to print.
func oneLine(s string) string {
	return text.Visible(strings.Join(strings.Fields(s), " "))
}
