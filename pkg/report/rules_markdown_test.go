package report_test

import (
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// TestRuleDocs holds the documents that are made of the rules' papers; -update
// writes them. cmd's TestRuleExamples holds that the examples in them are true.
func TestRuleDocs(t *testing.T) {
	for lang, name := range map[text.Lang]string{text.EN: "rules.md", text.ZH: "rules.zh-CN.md"} {
		doc := golden(t, "../../../docs/"+name, func(w io.Writer) error { return rep.RulesMarkdown(w, check.Rules(), lang) })
		headings := map[string]bool{}
		for line := range strings.Lines(doc) {
			if id, ok := strings.CutPrefix(line, "### "); ok {
				headings[strings.TrimSpace(id)] = true
			}
		}
		for _, link := range regexp.MustCompile(`\(#([^)]+)\)`).FindAllStringSubmatch(doc, -1) {
			if !headings[link[1]] {
				t.Errorf("%s links to #%s, which is not there", name, link[1])
			}
		}
		for _, rule := range check.Rules() {
			if !headings[rule.ID] || !strings.Contains(doc, "\n| ["+rule.ID+"](#"+rule.ID+") |") {
				t.Errorf("%s lacks %s", name, rule.ID)
			}
			for _, e := range rule.Doc.Examples() {
				if !strings.Contains(doc, "\n"+e.Before+"\n") && e.Before != "" || !strings.Contains(doc, "\n"+e.After+"\n") && e.After != "" {
					t.Errorf("%s lacks a part of the example of %s", name, rule.ID)
				}
			}
		}
	}
}
