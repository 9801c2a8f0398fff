package report

import (
	"bytes"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// Job is what a format writes: reports, and how their readers want them.
type Job struct {
	Reports []*check.Report
	All     bool // several projects were asked for, although there may be one
	Tool    Tool
	Look    Options // of text; the others take its language
	// Dir is the folder of a project as the reader of a report knows it, by the
	// project's root: below the repository in CI. nil: the root as it is.
	Dir func(root string) string
}

// Format is a form in which reports are written.
type Format struct {
	Name  string
	Write func(io.Writer, Job) error
	Quiet func(string) string // for the log of GitHub Actions; nil: it is made of commands
}

// Formats returns all of them, the default first.
func Formats() []Format {
	return []Format{
		{"text", writeText, Quiet},
		{"json", writeReports, QuietJSON},
		{"sarif", SARIF, QuietJSON},
		{"junit", JUnit, QuietXML},
		{"github", GitHub, nil},
		{"gitlab", GitLab, QuietJSON},
		{"checkstyle", Checkstyle, QuietXML},
		{"agent", Agent, Quiet},
	}
}

// FormatNames are the names of all formats, the default first.
func FormatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// named is a format by its name.
func named(format string) Format {
	formats := Formats()
	return formats[slices.IndexFunc(formats, func(f Format) bool { return f.Name == format })]
}

// Render returns reports in the named format.
func Render(format string, j Job) ([]byte, error) {
	var b bytes.Buffer
	err := named(format).Write(&b, j)
	return b.Bytes(), err
}

// RenderForLog is Render for a step of GitHub Actions, whose runner reads along.
func RenderForLog(format string, j Job) ([]byte, error) {
	f := named(format)
	out, err := Render(format, j)
	if f.Quiet != nil {
		out = []byte(f.Quiet(string(out)))
	}
	return out, err
}

func writeText(w io.Writer, j Job) error {
	if j.All {
		return TextAll(w, j.Reports, j.Look)
	}
	return Text(w, j.Reports[0], j.Look)
}

func writeReports(w io.Writer, j Job) error {
	if j.All {
		return JSONAll(w, j.Reports, j.Tool, j.Look.Lang)
	}
	return JSON(w, j.Reports[0], j.Tool, j.Look.Lang)
}

// say is a text in the job's language.
func (j Job) say(t text.Text) string { return t.In(j.Look.Lang) }

// dir is the folder of a report's project.
func (j Job) dir(r *check.Report) string {
	if j.Dir == nil {
		return r.Project.Root
	}
	return j.Dir(r.Project.Root)
}

// elsewhere are paths that are not relative to the project's root.
var elsewhere = regexp.MustCompile(`^([/\\]|[A-Za-z]:[/\\]|\.\.[/\\])`)

// within is the path of a project's file below the folder of that project.
func within(dir, file string) string {
	if elsewhere.MatchString(file) {
		return strings.ReplaceAll(file, `\`, "/")
	}
	return path.Join(dir, file)
}

// spot is where a result is shown by what takes nothing without a file: a result
// that has none is shown at the manifest.
func spot(r *check.Report, res *check.Result) source.Span {
	if !res.Span.IsZero() {
		return res.Span
	}
	return source.Of(r.Project.Manifest)
}

// findings are the failed results that count, in the order of the report.
func findings(r *check.Report) []*check.Result {
	var out []*check.Result
	for i := range r.Results {
		if res := &r.Results[i]; res.Status == check.Failed && res.Counts() {
			out = append(out, res)
		}
	}
	return out
}

// details are a finding in full, a line each: what is wrong, what was found and
// expected, what it means on the phone, and what to do.
func (j Job) details(res *check.Result) string {
	lines := []string{text.Visible(j.say(res.Message))}
	for _, part := range []struct{ label, text text.Text }{
		{labelFound, res.Found.Map(text.Visible)}, {labelExpected, res.Expected.Map(text.Visible)},
		{labelWhy, res.Rule.Doc.Why}, {labelFix, res.Fix},
	} {
		if !part.text.IsZero() {
			lines = append(lines, j.say(part.label)+j.say(text.T("：", ": "))+visible(j.say(part.text)))
		}
	}
	return strings.Join(lines, "\n")
}

// rulesOf are the rules that reports have results of, by their IDs.
func rulesOf(reports []*check.Report) []*check.Rule {
	var rules []*check.Rule
	for _, r := range reports {
		for i := range r.Results {
			rules = append(rules, r.Results[i].Rule)
		}
	}
	slices.SortStableFunc(rules, func(a, b *check.Rule) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(rules, func(a, b *check.Rule) bool { return a.ID == b.ID })
}
