package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// GitHub writes a workflow command for each finding, which GitHub Actions shows
// as an annotation. It shows ten of a level and step, so errors come first. See
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
func GitHub(w io.Writer, j Job) error {
	b := bufio.NewWriter(w)
	for _, severity := range severities {
		for _, r := range j.Reports {
			for _, res := range findings(r) {
				if res.Severity == severity {
					_, _ = b.WriteString(j.command(r, res)) // Flush returns the error
				}
			}
		}
	}
	return b.Flush()
}

// commandOf are the commands of the severities.
var commandOf = map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Info: "notice"}

// The characters that end a command's message or one of its properties early.
// The runner knows these escapes and no others.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (j Job) command(r *check.Report, res *check.Result) string {
	span := spot(r, res)
	properties := []string{"file=" + commandProperty.Replace(text.Visible(within(j.dir(r), span.File)))}
	number := func(name string, n int) { properties = append(properties, name+"="+strconv.Itoa(n)) }
	if span.HasPosition() {
		number("line", span.Start.Line)
		number("endLine", span.End.Line)
		if span.Start.Line == span.End.Line { // columns are taken of one line only
			number("col", span.Start.Column)
			number("endColumn", span.End.Column)
		}
	}
	properties = append(properties, "title="+commandProperty.Replace("offpush "+res.Rule.ID))
	return "::" + commandOf[res.Severity] + " " + strings.Join(properties, ",") + "::" + commandData.Replace(j.details(res)) + "\n"
}
