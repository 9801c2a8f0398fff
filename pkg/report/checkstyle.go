package report

import (
	"encoding/xml"
	"io"

	"github.com/offpush/offpush/pkg/text"
)

// The parts of a Checkstyle report.
type (
	checkstyle struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// Checkstyle writes the findings as Checkstyle's XML, by file.
func Checkstyle(w io.Writer, j Job) error {
	out := checkstyle{Version: "4.3"}
	at := map[string]int{}
	for _, r := range j.Reports {
		for _, res := range findings(r) {
			span := spot(r, res)
			name := text.Visible(within(j.dir(r), span.File))
			i, ok := at[name]
			if !ok {
				i = len(out.Files)
				at[name] = i
				out.Files = append(out.Files, checkstyleFile{Name: name})
			}
			out.Files[i].Errors = append(out.Files[i].Errors, checkstyleError{
				Line: max(span.Start.Line, 1), Column: span.Start.Column,
				Severity: string(res.Severity), Message: j.details(res), Source: "offpush." + res.Rule.ID,
			})
		}
	}
	if _, err := io.WriteString(w, xmlHead); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
