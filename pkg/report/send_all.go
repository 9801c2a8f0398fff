package report

import (
	"io"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// SentAll writes a table of pushes, one line each, and below it all that explains
// those that went wrong or were doubtful. What is too long for the line is cut.
func SentAll(w io.Writer, pushes []Push, o SendOptions) error {
	p := newPage(o.Options)
	good, dry := 0, false
	var rows [][]string
	for _, s := range pushes {
		if s.Answer != nil && s.Answer.Accepted {
			good++
			dry = dry || s.Answer.DryRun
		}
		code, meaning := p.outcome(s)
		rows = append(rows, []string{text.Visible(s.Device), p.say(catalog.Names([]string{s.Vendor})), millis(s.Took), code, meaning})
	}
	widths := columnWidths(rows)
	for i, s := range pushes {
		mark, paint := p.markOfPush(s)
		line := ""
		for c, cell := range rows[i][:len(rows[i])-1] {
			line += text.Pad(cell, widths[c]) + "  "
		}
		line += rows[i][len(rows[i])-1]
		p.line(0, paint(mark), " ", clip(text.Visible(line), p.Width-text.Width(mark)-1))
	}
	p.gap()
	sum := text.F("%[1]d 台设备，%[2]d 台已接收", "%[3]s, %[2]d accepted", len(pushes), good, text.Plural(len(pushes), "device"))
	if dry {
		sum = text.F("%[1]d 台设备，%[2]d 台通过试运行", "%[3]s, %[2]d passed the dry run", len(pushes), good, text.Plural(len(pushes), "device"))
	}
	p.strong(p.say(sum))
	if o.ShowRequest {
		for _, s := range pushes {
			p.heading(text.Same(text.Visible(s.Device)))
			p.exchanges(exchangesOf(s))
		}
	}
	for _, s := range pushes {
		switch a := s.Answer; {
		case a == nil || !a.Accepted:
			p.gap()
			p.push(s)
		case len(a.Warnings)+len(a.Notes) > 0:
			p.gap()
			p.acceptance(s)
			p.notes(a)
		}
	}
	_, err := w.Write(p.Bytes())
	return err
}

// outcome is a push in a code and a few words.
func (p *page) outcome(s Push) (code, meaning string) {
	switch {
	case s.Answer != nil && s.Answer.Accepted && s.Answer.DryRun:
		return "-", p.say(text.T("试运行通过", "dry run passed"))
	case s.Answer != nil && s.Answer.Accepted:
		return orDash(s.Answer.Code), p.say(text.T("已接收", "accepted"))
	case s.Answer != nil:
		return orDash(s.Answer.Code), p.say(s.Answer.Explain.Meaning)
	case s.NoAnswer != nil:
		return "-", p.say(s.NoAnswer.Message)
	case s.Refused != nil:
		return "-", p.say(s.Refused.Message)
	}
	return "-", ""
}

func (p *page) markOfPush(s Push) (string, func(string) string) {
	switch {
	case s.Answer != nil && s.Answer.Accepted:
		return markGood, func(t string) string { return p.paint(p.goodsBold, t) }
	case s.NoAnswer != nil:
		return markUnknown, func(t string) string { return p.paint(p.doubtBold, t) }
	}
	return markBad, func(t string) string { return p.paint(p.badBold, t) }
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// columnWidths are the widest cells of each column.
func columnWidths(rows [][]string) []int {
	var widths []int
	for _, r := range rows {
		for c, cell := range r {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], text.Width(cell))
		}
	}
	return widths
}

// clip cuts a line that is too wide.
func clip(s string, width int) string {
	if text.Width(s) <= width {
		return s
	}
	used := 0
	for i, r := range s {
		if used += text.RuneWidth(r); used > width-1 {
			return s[:i] + "…"
		}
	}
	return s
}
