package report

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// RulesMarkdown writes docs/rules.md: the papers of all rules.
func RulesMarkdown(w io.Writer, rules []*check.Rule, lang text.Lang) error {
	m := &markdown{lang: lang}
	m.rulesOpening(rules)
	for _, topic := range check.Topics() {
		of := ofTopic(rules, topic)
		if len(of) == 0 {
			continue
		}
		m.block("## " + m.say(topic.Name))
		for _, r := range of {
			m.rule(r)
		}
	}
	_, err := io.WriteString(w, strings.TrimRight(m.String(), "\n")+"\n")
	return err
}

func ofTopic(rules []*check.Rule, topic check.Topic) []*check.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r *check.Rule) bool { return r.Topic.ID != topic.ID })
}

func (m *markdown) rulesOpening(rules []*check.Rule) {
	m.WriteString("<!-- Written by go test ./pkg/report -update from the rules in pkg/check. Do not edit. -->\n\n")
	m.block("# " + m.say(text.T("规则", "Rules")))
	m.block(m.say(text.T("[English](rules.md)", "[中文](rules.zh-CN.md)")))
	m.block(m.say(text.T("`offpush doctor` 的全部规则：哪里会错、手机上会怎样、怎么改。`offpush explain 规则` 显示同样的内容。",
		"All rules of `offpush doctor`: what can be wrong, what it does on the phone, what to do. `offpush explain RULE` shows the same.")))
	m.block(m.say(text.T("每条规则的例子都取自同一个完整的项目（[testdata/example](../testdata/example)），并经过测试：换成“错误写法”，只会出现这一条问题；换成“正确写法”，什么问题都没有。`--fix` 一栏打勾的，`offpush doctor --fix` 能自动修好其中机械的部分。",
		"The examples are parts of one whole project ([testdata/example](../testdata/example)), and they are tested: with what is wrong in its place doctor finds this and nothing else, with what is right it finds nothing. Where the column `--fix` is ticked, `offpush doctor --fix` repairs what is mechanical about it.")))
	var rows [][]string
	for _, topic := range check.Topics() {
		for _, r := range ofTopic(rules, topic) {
			_, severity := markOf(r.Severity)
			fix := ""
			if !r.Doc.Repair.IsZero() {
				fix = "✓"
			}
			rows = append(rows, []string{"[" + r.ID + "](#" + r.ID + ")", m.say(severity), m.cell(r.Doc.Title), m.vendorsOf(r), fix})
		}
	}
	m.table([]text.Text{text.T("规则", "Rule"), labelSeverity, text.T("应当如此", "What must hold"), labelVendors, text.Same("`--fix`")}, rows)
}

func (m *markdown) vendorsOf(r *check.Rule) string {
	if len(r.Concerns()) == 0 {
		return ""
	}
	return m.cell(catalog.Names(r.Concerns()))
}

func (m *markdown) rule(r *check.Rule) {
	_, severity := markOf(r.Severity)
	m.block("### " + r.ID)
	m.block(m.cell(r.Doc.Title) + m.say(text.T("。", ".")))
	facts := []string{m.fact(labelSeverity, m.say(severity))}
	if vendors := m.vendorsOf(r); vendors != "" {
		facts = append(facts, m.fact(labelVendors, vendors))
	}
	if len(r.Needs) > 0 {
		var needs []string
		for _, n := range r.Needs {
			needs = append(needs, "["+n+"](#"+n+")")
		}
		facts = append(facts, m.fact(text.T("先要通过", "Judged after"), strings.Join(needs, m.say(text.T("、", ", ")))))
	}
	m.block(strings.Join(facts, " · "))
	m.block(m.fact(headWhy, m.cell(r.Doc.Why)))
	m.block(m.fact(headFix, m.cell(r.Doc.Fix)))
	if !r.Doc.Repair.IsZero() {
		m.block(m.fact(text.Same("`--fix`"), m.cell(r.Doc.Repair)))
	}
	m.ruleExample(labelBefore, r.Doc.Examples(), func(e check.Example) (string, string) { return e.Before, e.After })
	m.ruleExample(labelAfter, r.Doc.Examples(), func(e check.Example) (string, string) { return e.After, e.Before })
	var links []string
	for _, l := range r.Doc.Links {
		links = append(links, "<"+l+">")
	}
	if len(links) > 0 {
		m.block(m.fact(labelLinks, strings.Join(links, " · ")))
	}
}

// fact is a name in bold and what is so called.
func (m *markdown) fact(name text.Text, value string) string {
	return "**" + m.say(name) + "**" + m.say(text.T("：", ": ")) + value
}

// ruleExample shows one side of an example, each part in a block of its own with
// the file that it stands in.
func (m *markdown) ruleExample(label text.Text, parts []check.Example, sides func(check.Example) (this, other string)) {
	for i, e := range parts {
		code, other := sides(e)
		name := label
		if i > 0 {
			name = text.T("同时", "Beside it")
		}
		place := codeSpan(e.File)
		switch {
		case e.File == "" && code == "":
			m.block(m.fact(name, m.say(text.F("没有 %s", "no %s", codeSpan(other)))))
			continue
		case code == "":
			m.block(m.fact(name, m.say(text.F("%s 里没有这一段", "%s without that part", place))))
			continue
		case e.File == "":
			place = m.say(text.T("文件的位置", "where it lies"))
		}
		m.block(m.fact(name, place))
		m.block("```"+language(e.File), code, "```")
	}
}

// language is what Markdown calls the language of a file.
func language(file string) string {
	if file == "" {
		return "text"
	}
	switch ext := strings.TrimPrefix(path.Ext(file), "."); ext {
	case "vue":
		return "js"
	default:
		return ext
	}
}
