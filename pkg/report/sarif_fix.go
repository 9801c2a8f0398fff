package report

import (
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
)

// fixes is the repair of a result, when it consists of edits: SARIF knows no
// copied and renamed files, and half a repair is none.
func (s sarifWriter) fixes(r *check.Report, res *check.Result) []sarifFix {
	if res.Repair == nil {
		return nil
	}
	fix := sarifFix{Description: sarifText{Text: visible(s.say(res.Fix))}}
	at := map[string]int{}
	for _, op := range res.Repair.Ops {
		if op.Kind != check.Edit {
			return nil
		}
		i, ok := at[op.Path]
		if !ok {
			i = len(fix.Changes)
			at[op.Path] = i
			fix.Changes = append(fix.Changes, sarifChange{Artifact: artifact(within(s.dir(r), op.Path))})
		}
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, replacement(op, res.Span))
	}
	if len(fix.Changes) == 0 {
		return nil
	}
	return []sarifFix{fix}
}

// replacement is an edit. Where it lies on the line of the finding it is one of
// text, by line and columns; elsewhere, as a report holds no files, one of bytes.
func replacement(op check.Op, near source.Span) sarifReplacement {
	if region, ok := onLine(op, near); ok {
		return sarifReplacement{Deleted: region, Inserted: sarifContent{Text: &op.Text}}
	}
	length := op.End - op.Start
	return sarifReplacement{
		Deleted:  sarifRegion{ByteOffset: &op.Start, ByteLength: &length},
		Inserted: sarifContent{Binary: []byte(op.Text)},
	}
}

// onLine is the region of an edit on the line that a span starts on.
func onLine(op check.Op, span source.Span) (sarifRegion, bool) {
	if !span.HasPosition() || op.Path != span.File {
		return sarifRegion{}, false
	}
	start, ok := lineStart(span)
	from, to := op.Start-start, op.End-start
	if !ok || from < 0 || to < from || to > len(span.Line) {
		return sarifRegion{}, false
	}
	column := func(n int) int { return 1 + utf8.RuneCountInString(span.Line[:n]) }
	line := span.Start.Line
	return sarifRegion{StartLine: line, StartColumn: column(from), EndLine: line, EndColumn: column(to)}, true
}

// lineStart is the offset of the first byte of a span's line.
func lineStart(span source.Span) (int, bool) {
	rest := span.Line
	for range span.Start.Column - 1 {
		if rest == "" {
			return 0, false
		}
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return span.Offset - (len(span.Line) - len(rest)), true
}
