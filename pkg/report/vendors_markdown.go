package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// VendorsMarkdown writes docs/vendors.md: what is known of sending to every
// vendor, from the tables that pkg/vendor acts by.
func VendorsMarkdown(w io.Writer, lang text.Lang) error {
	m := &markdown{lang: lang}
	m.opening()
	for _, v := range catalog.Vendors() {
		m.vendor(v, v.Push())
	}
	_, err := w.Write(m.Bytes())
	return err
}

type markdown struct {
	bytes.Buffer
	lang text.Lang
}

func (m *markdown) say(t text.Text) string { return t.In(m.lang) }

// block writes a heading, paragraph or list with an empty line behind it.
func (m *markdown) block(lines ...string) {
	for _, l := range lines {
		m.WriteString(l)
		m.WriteByte('\n')
	}
	m.WriteByte('\n')
}

func (m *markdown) opening() {
	m.WriteString("<!-- Written by go test ./pkg/report -update from the tables in pkg/catalog. Do not edit. -->\n\n")
	m.block("# " + m.say(text.T("各厂商的推送", "Sending to each vendor")))
	m.block(m.say(text.T("[English](vendors.md)", "[中文](vendors.zh-CN.md)")))
	m.block(m.say(text.T("凭据、服务器、token、限制、消息分类与配额，以及全部代码。`offpush explain 厂商` 显示同样的内容，`offpush explain 厂商 代码` 还会列出可能的原因。",
		"Credentials, hosts, tokens, limits, message classes and quotas, and all codes. `offpush explain VENDOR` shows the same, and `offpush explain VENDOR CODE` the likely causes as well.")))
	m.block(m.say(text.T("“来源”一栏说明每条事实有多可靠：厂商文档、厂商 SDK、仅见于第三方资料、推断。",
		"The column \"source\" says how sure a fact is: the vendor's document, the vendor's SDK, third parties only, inferred.")))
	var list []string
	for _, v := range catalog.Vendors() {
		list = append(list, fmt.Sprintf("- [%s](#%s)", m.say(v.Name), strings.ToLower(m.say(v.Name))))
	}
	m.block(list...)
}

func (m *markdown) vendor(v catalog.Vendor, push *catalog.Push) {
	m.block("## " + m.say(v.Name))

	m.heading(headCredentials)
	m.block(m.cell(text.F("在哪里找：%s", "Where to find them: %s", push.Console)))
	m.block(m.say(howToGive(v.ID, "`")))
	m.fields(push.AllFields())

	m.heading(headHosts)
	var hosts [][]string
	for _, h := range push.Hosts {
		hosts = append(hosts, []string{codeSpan(h.URL), m.cell(h.For), codeSpan(h.Region), m.cell(SureName(h.Sure))})
	}
	m.table([]text.Text{headHosts, text.T("用途", "For"), text.T("地区或环境", "Region or environment"), labelSureOf}, hosts)

	m.heading(headToken)
	m.block(m.cell(tokenAbout(push.Token)))

	m.heading(headLimits)
	m.limits(push.Limits)

	if len(push.Cannot) > 0 {
		m.heading(headCannot)
		var rows [][]string
		for _, c := range push.Cannot {
			rows = append(rows, []string{codeSpan(flagName(c.Flag)), m.cell(c.Why)})
		}
		m.table([]text.Text{text.T("参数", "Flag"), text.T("原因", "Why")}, rows)
	}
	m.list(headClasses, push.Classes, func(int) string { return "- " })
	m.list(headSilent, push.Silent, func(i int) string { return fmt.Sprintf("%d. ", i+1) })

	m.heading(headCodes)
	for _, at := range places() {
		m.codes(at, codesAt(push.Codes, at))
	}
	m.families(push.Families)
}

func (m *markdown) heading(t text.Text) { m.block("### " + m.say(t)) }

func (m *markdown) fields(fields []catalog.Field) {
	var rows [][]string
	for _, f := range fields {
		about := m.cell(f.About)
		if notes := fieldNotes(f); len(notes) > 0 {
			about += "<br>" + m.cell(joined(notes))
		}
		rows = append(rows, []string{codeSpan(f.Name), m.cell(f.Console), about})
	}
	m.table([]text.Text{text.T("字段", "Field"), text.T("控制台中的名称", "In the console"), text.T("说明", "About")}, rows)
}

func (m *markdown) limits(limits []catalog.Limit) {
	if len(limits) == 0 {
		m.block(m.say(noneKnown))
		return
	}
	var rows [][]string
	for _, l := range limits {
		rows = append(rows, []string{m.cell(measureName(l.Of)), m.cell(limitRange(l)), m.cell(l.Note), m.cell(SureName(l.Sure))})
	}
	m.table([]text.Text{text.T("对象", "Of"), headLimits, text.T("说明", "Note"), labelSureOf}, rows)
	m.block(m.say(limitRule))
}

func (m *markdown) list(head text.Text, items []text.Text, mark func(int) string) {
	if len(items) == 0 {
		return
	}
	m.heading(head)
	var lines []string
	for i, t := range items {
		lines = append(lines, mark(i)+m.cell(t))
	}
	m.block(lines...)
}

func (m *markdown) codes(at catalog.At, codes []catalog.Code) {
	if len(codes) == 0 {
		return
	}
	m.block("#### " + m.say(headCodes) + m.say(text.T("：", ": ")) + m.say(placeName(at)))
	var rows [][]string
	for _, c := range codes {
		status := ""
		if c.Status > 0 {
			status = fmt.Sprint(c.Status)
		}
		meaning := m.cell(c.Meaning)
		if c.Text != "" {
			meaning += "<br>" + codeSpan(c.Text)
		}
		rows = append(rows, []string{codeSpan(c.Code), status, m.cell(ClassName(c.Class)), meaning, m.cell(c.Remedy), m.cell(SureName(c.Sure))})
	}
	m.table([]text.Text{headCodes, text.Same("HTTP"), labelClassOf, text.T("含义与厂商原文", "Meaning and the vendor's words"), headFix, labelSureOf}, rows)
}

func (m *markdown) families(families []catalog.Family) {
	if len(families) == 0 {
		return
	}
	m.block("#### " + m.say(headFamilies))
	var rows [][]string
	for _, f := range families {
		of := codeSpan(string(f.Form))
		if f.Form == "" {
			of = fmt.Sprintf("HTTP %d", f.Status)
		}
		rows = append(rows, []string{of, m.cell(ClassName(f.Class)), m.cell(f.Meaning), m.cell(f.Remedy)})
	}
	m.table([]text.Text{text.T("形式（正则表达式）或状态", "Form (regular expression) or status"), labelClassOf, text.T("含义", "Meaning"), headFix}, rows)
}

func (m *markdown) table(head []text.Text, rows [][]string) {
	var names, rule []string
	for _, h := range head {
		names, rule = append(names, m.say(h)), append(rule, "---")
	}
	lines := []string{tableRow(names), tableRow(rule)}
	for _, r := range rows {
		lines = append(lines, tableRow(r))
	}
	m.block(lines...)
}

func tableRow(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// cell is a text that Markdown shows as it is, in a table as well as outside.
func (m *markdown) cell(t text.Text) string { return escape(m.say(t)) }

// escape guards what Markdown would obey. An underscore inside of a word is
// none of that, and stays readable.
func escape(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch r {
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '_':
			if i > 0 && i+1 < len(runes) && wordRune(runes[i-1]) && wordRune(runes[i+1]) {
				break
			}
			b.WriteByte('\\')
		case '\\', '`', '*', '[', ']', '|', '~':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordRune(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_'
}

// codeSpan is a value in a code span. In a table even there a bar ends the cell.
func codeSpan(s string) string {
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	s = strings.ReplaceAll(s, "|", `\|`)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}
