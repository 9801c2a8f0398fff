package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// Tool names the program in machine-readable output.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// The JSON output is an API: fields are always present, in this order.
type (
	jsonReport struct {
		Version int          `json:"version"`
		Tool    Tool         `json:"tool"`
		Project jsonProject  `json:"project"`
		Results []jsonResult `json:"results"`
		Summary jsonSummary  `json:"summary"`
		// Baseline is null where there is none.
		Baseline *jsonBaseline `json:"baseline"`
	}
	jsonBaseline struct {
		File  string        `json:"file"`
		Known int           `json:"known"` // findings that are still there
		Gone  []jsonFinding `json:"gone"`
	}
	jsonFinding struct {
		Rule        string `json:"rule"`
		Path        string `json:"path"`
		Fingerprint string `json:"fingerprint"`
		Message     string `json:"message"`
	}
	jsonProject struct {
		Root     string   `json:"root"`
		Manifest string   `json:"manifest"`
		Shape    string   `json:"shape"`
		AppID    string   `json:"appid"`
		Plugin   string   `json:"plugin"`
		Vendors  []string `json:"vendors"`
	}
	jsonResult struct {
		Rule      string   `json:"rule"`
		Status    string   `json:"status"`
		Severity  string   `json:"severity"`
		Vendors   []string `json:"vendors"`
		Message   string   `json:"message"`
		Found     string   `json:"found"`
		Expected  string   `json:"expected"`
		Why       string   `json:"why"`
		Fix       string   `json:"fix"`
		File      string   `json:"file"`
		Line      int      `json:"line"`
		Column    int      `json:"column"`
		EndLine   int      `json:"endLine"`
		EndColumn int      `json:"endColumn"`
		Fixable   bool     `json:"fixable"`

		Ignored      bool   `json:"ignored"`
		IgnoreReason string `json:"ignoreReason"`
		Baselined    bool   `json:"baselined"`
		Fingerprint  string `json:"fingerprint"`
	}
	jsonSummary struct {
		Errors        int `json:"errors"`
		Warnings      int `json:"warnings"`
		Infos         int `json:"infos"`
		Passed        int `json:"passed"`
		NotApplicable int `json:"notApplicable"`
		Unknown       int `json:"unknown"`
		Ignored       int `json:"ignored"`
		Baselined     int `json:"baselined"`
	}
	jsonReports struct {
		Version int          `json:"version"`
		Reports []jsonReport `json:"reports"`
	}
	jsonFailure struct {
		Version int       `json:"version"`
		Error   jsonError `json:"error"`
	}
	jsonError struct {
		ID      string `json:"id"`
		Message string `json:"message"`
	}
)

// JSON writes one report as a JSON value.
func JSON(w io.Writer, r *check.Report, tool Tool, lang text.Lang) error {
	return writeJSON(w, toJSON(r, tool, lang))
}

// JSONAll writes the reports of several projects as one JSON value.
func JSONAll(w io.Writer, reports []*check.Report, tool Tool, lang text.Lang) error {
	all := jsonReports{Version: 1, Reports: []jsonReport{}}
	for _, r := range reports {
		all.Reports = append(all.Reports, toJSON(r, tool, lang))
	}
	return writeJSON(w, all)
}

// JSONError writes, as a JSON value, why there is no report.
func JSONError(w io.Writer, id, message string) error {
	return writeJSON(w, jsonFailure{Version: 1, Error: jsonError{ID: id, Message: message}})
}

func toJSON(r *check.Report, tool Tool, lang text.Lang) jsonReport {
	p := r.Project
	out := jsonReport{
		Version: 1,
		Tool:    tool,
		Project: jsonProject{Root: p.Root, Manifest: p.Manifest, Shape: p.Shape, AppID: p.AppID, Plugin: p.Plugin, Vendors: list(p.Vendors)},
		Results: make([]jsonResult, 0, len(r.Results)),
		Summary: jsonSummary(r.Summary),
	}
	for i := range r.Results {
		out.Results = append(out.Results, toJSONResult(&r.Results[i], lang))
	}
	if b := r.Baseline; b != nil {
		out.Baseline = &jsonBaseline{File: b.File, Known: b.Known, Gone: []jsonFinding{}}
		for _, f := range b.Gone {
			out.Baseline.Gone = append(out.Baseline.Gone, jsonFinding{f.Rule, f.Path, f.Fingerprint, f.Message.In(lang)})
		}
	}
	return out
}

func toJSONResult(r *check.Result, lang text.Lang) jsonResult {
	out := jsonResult{
		Rule:      r.Rule.ID,
		Status:    string(r.Status),
		Severity:  string(r.Severity),
		Vendors:   list(r.Vendors),
		Message:   r.Message.In(lang),
		Found:     r.Found.In(lang),
		Expected:  r.Expected.In(lang),
		Fix:       r.Fix.In(lang),
		File:      r.Span.File,
		Line:      r.Span.Start.Line,
		Column:    r.Span.Start.Column,
		EndLine:   r.Span.End.Line,
		EndColumn: r.Span.End.Column,
		Fixable:   r.Repair != nil,

		Ignored:     r.Silence != nil,
		Baselined:   r.Baselined,
		Fingerprint: r.Fingerprint,
	}
	if r.Silence != nil {
		out.IgnoreReason = r.Silence.Reason
	}
	if r.Status == check.Failed || r.Status == check.Unknown {
		out.Why = r.Rule.Doc.Why.In(lang)
	}
	return out
}

// list is never null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// writeJSON writes a value readably. Bytes that are no UTF-8 become U+FFFD;
// characters that a terminal would obey are escaped, < > & are not.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeControls(b.String()))
	return err
}

// escapeControls escapes what encoding/json leaves as it is although a terminal
// obeys or hides it, and U+FFFD, which stands for bytes that are no UTF-8. None of
// them can stand outside a JSON string.
func escapeControls(s string) string {
	obeyed := func(r rune) bool { return r != '\n' && text.Hidden(r) || r == unicode.ReplacementChar }
	if !strings.ContainsFunc(s, obeyed) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if obeyed(r) {
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
