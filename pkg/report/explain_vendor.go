package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// VendorCode is a code and the vendor that gives it.
type VendorCode struct {
	Vendor catalog.Vendor
	Code   catalog.Code
}

// VendorCodes writes the papers of codes. The same code may stand there for
// several places or vendors.
func VendorCodes(w io.Writer, codes []VendorCode, o Options) error {
	p := newPage(o)
	if len(codes) > 1 {
		p.paragraph(0, "", plain, p.say(text.F("有 %d 种含义，看它出自哪里：", "It has %d meanings, go by where it was given:", len(codes))), plain)
	}
	for _, c := range codes {
		p.gap()
		p.vendorCode(c)
	}
	_, err := w.Write(p.Bytes())
	return err
}

func (p *page) vendorCode(v VendorCode) {
	c := v.Code
	p.strong(p.say(v.Vendor.Name) + " " + visible(c.Code))
	p.paragraph(0, "", plain, visible(p.say(c.Meaning)), plain)
	p.gap()
	where := p.say(placeName(c.At))
	if c.Status > 0 {
		where += p.say(text.F("（HTTP %d）", " (HTTP %d)", c.Status))
	}
	p.property(labelWhere, where)
	p.property(labelVendorText, visible(c.Text))
	p.property(labelClassOf, p.say(ClassName(c.Class)))
	p.property(labelSureOf, p.say(SureName(c.Sure)))
	if len(c.Causes) > 0 {
		p.chapter(headCauses)
		for i, t := range c.Causes {
			p.paragraph(2, fmt.Sprintf("%d. ", i+1), plain, visible(p.say(t)), plain)
		}
	}
	p.section(headFix, c.Remedy)
}

// Vendor writes what is known of sending to a vendor.
func Vendor(w io.Writer, v catalog.Vendor, push *catalog.Push, o Options) error {
	p := newPage(o)
	p.strong(p.say(v.Name) + p.say(text.F("（%s）", " (%s)", v.ID)))

	p.chapter(headCredentials)
	p.paragraph(2, "", plain, p.say(text.F("在哪里找：%s", "Where to find them: %s", push.Console)), plain)
	p.paragraph(2, "", plain, p.say(howToGive(v.ID, "")), plain)
	for _, f := range push.AllFields() {
		p.field(f)
	}
	p.chapter(headHosts)
	for _, h := range push.Hosts {
		p.line(2, p.paint(p.neutral, h.URL))
		p.paragraph(6, "", plain, p.say(hostUse(h)), plain)
	}
	p.chapter(headToken)
	p.paragraph(2, "", plain, p.say(tokenAbout(push.Token)), plain)
	p.chapter(headLimits)
	p.limits(push.Limits)
	p.list(headClasses, push.Classes, func(int) string { return markInfo + " " })
	p.list(headSilent, push.Silent, func(i int) string { return fmt.Sprintf("%d. ", i+1) })
	if len(push.Cannot) > 0 {
		p.chapter(headCannot)
	}
	for _, c := range push.Cannot {
		p.line(2, flagName(c.Flag))
		p.paragraph(6, "", plain, p.say(c.Why), plain)
	}
	for _, at := range places() {
		p.codesAt(at, codesAt(push.Codes, at))
	}
	p.gap()
	p.command("offpush explain "+v.ID+" CODE", text.T("一个代码的原因和处理方法", "causes and remedy of a code"))
	_, err := w.Write(p.Bytes())
	return err
}

// chapter is a heading that may be wider than the page.
func (p *page) chapter(t text.Text) {
	p.gap()
	p.strong(p.say(t))
}

func (p *page) field(f catalog.Field) {
	name := f.Name + "  "
	p.paragraph(2, name, func(string) string { return p.paint(p.bold, f.Name) + "  " }, p.say(f.Console), plain)
	p.paragraph(6, "", plain, p.say(f.About), plain)
	if notes := fieldNotes(f); len(notes) > 0 {
		p.paragraph(6, "", plain, p.say(joined(notes)), func(s string) string { return p.paint(p.faint, s) })
	}
}

func (p *page) limits(limits []catalog.Limit) {
	width := 0
	for _, l := range limits {
		width = max(width, text.Width(p.say(measureName(l.Of))))
	}
	for _, l := range limits {
		bound := p.say(limitRange(l)) + p.say(sureSuffix(l.Sure))
		p.paragraph(2, text.Pad(p.say(measureName(l.Of)), width)+"  ", plain, bound, plain)
		if !l.Note.IsZero() {
			p.paragraph(6, "", plain, p.say(l.Note), func(s string) string { return p.paint(p.faint, s) })
		}
	}
	if len(limits) > 0 {
		p.paragraph(2, "", plain, p.say(limitRule), plain)
	} else {
		p.paragraph(2, "", plain, p.say(noneKnown), plain)
	}
}

func (p *page) list(head text.Text, items []text.Text, mark func(int) string) {
	if len(items) == 0 {
		return
	}
	p.chapter(head)
	for i, t := range items {
		p.paragraph(2, mark(i), plain, visible(p.say(t)), plain)
	}
}

// codesAt is a table of code, class and meaning; where the meaning has too
// little room it goes below.
func (p *page) codesAt(at catalog.At, codes []catalog.Code) {
	if len(codes) == 0 {
		return
	}
	p.chapter(text.F("代码：%s", "Codes: %s", placeName(at)))
	codeWidth, classWidth := 0, 0
	for _, c := range codes {
		codeWidth = max(codeWidth, text.Width(c.Code))
		classWidth = max(classWidth, text.Width(p.say(ClassName(c.Class))))
	}
	for _, c := range codes {
		meaning := p.say(c.Meaning)
		if c.Sure == catalog.Guess {
			meaning += p.say(sureSuffix(c.Sure))
		}
		code, class := text.Pad(c.Code, codeWidth)+"  ", text.Pad(p.say(ClassName(c.Class)), classWidth)+"  "
		switch {
		case p.Width-2-text.Width(code+class) >= minTitle:
			p.paragraph(2, code+class, func(string) string { return code + p.paint(p.neutral, class) }, meaning, plain)
		default:
			p.narrowCode(c, meaning)
		}
	}
}

func (p *page) narrowCode(c catalog.Code, meaning string) {
	class := p.say(ClassName(c.Class))
	if 2+text.Width(c.Code)+2+text.Width(class) <= p.Width {
		p.line(2, c.Code, "  ", p.paint(p.neutral, class))
	} else {
		p.line(2, c.Code)
		p.line(6, p.paint(p.neutral, class))
	}
	p.paragraph(6, "", plain, meaning, plain)
}

// property is a paragraph behind a label; without a text there is none.
func (p *page) property(label text.Text, s string) {
	if s == "" {
		return
	}
	p.paragraph(0, p.say(label)+p.colon(), plain, strings.TrimSpace(s), plain)
}
