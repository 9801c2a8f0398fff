package report

import (
	"io"
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// minTitle is the least room for a title beside its rule's id.
const minTitle = 24

// Rules writes the table of all rules by topic.
func Rules(w io.Writer, rules []*check.Rule, o Options) error {
	p := newPage(o)
	width := 0
	for _, r := range rules {
		width = max(width, len(r.ID))
	}
	for _, t := range check.Topics() {
		of := slices.DeleteFunc(slices.Clone(rules), func(r *check.Rule) bool { return r.Topic.ID != t.ID })
		if len(of) == 0 {
			continue
		}
		p.heading(t.Name)
		for _, r := range of {
			p.row(r, width)
		}
	}
	p.gap()
	p.command("offpush explain RULE", text.T("一条规则的说明", "the papers of a rule"))
	p.command("offpush explain VENDOR", text.T("一个厂商的凭据、限制和代码", "credentials, limits and codes of a vendor"))
	p.command("offpush explain checklist", text.T("文件看不出来的事项", "what no file can tell"))
	p.command("offpush explain token", text.T("怎样取得设备 token", "how to get a device's token"))
	_, err := w.Write(p.Bytes())
	return err
}

// row is a rule in the table: id, severity, title. The severity is a word,
// because the marks of a report would read as if the rule had failed.
func (p *page) row(r *check.Rule, idWidth int) {
	_, word := markOf(r.Severity)
	width := 0
	for _, w := range []text.Text{wordError, wordWarning, wordInfo} {
		width = max(width, text.Width(p.say(w)))
	}
	id := text.Pad(r.ID, idWidth) + "  "
	severity := text.Pad(p.say(word), width) + "  "
	if p.Width-text.Width(id+severity)-2 < minTitle {
		p.line(2, r.ID, "  ", p.paint(p.of(r.Severity), p.say(word)))
		p.paragraph(6, "", plain, p.say(r.Doc.Title), plain)
		return
	}
	p.paragraph(2, id+severity, func(string) string { return id + p.paint(p.of(r.Severity), severity) }, p.say(r.Doc.Title), plain)
}

// Rule writes the papers of one rule.
func Rule(w io.Writer, r *check.Rule, o Options) error {
	p := newPage(o)
	_, severity := markOf(r.Severity)
	p.line(0, p.paint(p.bold, r.ID))
	p.paragraph(0, "", plain, p.say(r.Doc.Title), plain)
	p.gap()
	p.line(0, p.say(labelSeverity), p.colon(), p.paint(p.of(r.Severity), p.say(severity)))
	p.line(0, p.say(labelTopic), p.colon(), p.say(r.Topic.Name))
	if len(r.Concerns()) > 0 {
		p.line(0, p.say(labelVendors), p.colon(), p.say(catalog.Names(r.Concerns())))
	}
	p.section(headWhy, r.Doc.Why)
	p.section(headFix, r.Doc.Fix)
	p.example(labelBefore, r.Doc.Examples(), func(e check.Example) string { return e.Before })
	p.example(labelAfter, r.Doc.Examples(), func(e check.Example) string { return e.After })
	if len(r.Doc.Links) > 0 {
		p.heading(labelLinks)
		for _, l := range r.Doc.Links {
			p.line(2, p.paint(p.neutral, l))
		}
	}
	_, err := w.Write(p.Bytes())
	return err
}

func (p *page) heading(t text.Text) {
	p.gap()
	p.line(0, p.paint(p.bold, p.say(t)))
}

func (p *page) section(label, t text.Text) {
	if t.IsZero() {
		return
	}
	p.heading(label)
	p.paragraph(2, "", plain, visible(p.say(t)), plain)
}

// example shows one side of an example, part by part, each with the file it
// stands in.
func (p *page) example(label text.Text, parts []check.Example, side func(check.Example) string) {
	head := label
	for _, e := range parts {
		code := side(e)
		if code == "" {
			continue
		}
		if !head.IsZero() {
			p.heading(head)
			head = text.Text{}
		}
		if e.File != "" {
			p.line(2, p.paint(p.bold, e.File))
			p.code(4, code)
		} else {
			p.code(2, code)
		}
	}
}

// code is written as it is, so that it can be copied.
func (p *page) code(indent int, code string) {
	for _, l := range splitLines(visible(code)) {
		p.line(indent, p.paint(p.neutral, l))
	}
}
