package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// sarifRule is what a reader takes of a rule.
type sarifRule struct {
	ID, HelpURI string
	Help        struct{ Text, Markdown string }
}

// TestSARIFRules: each rule has all of its example, and a page with its papers in
// the language of the report.
func TestSARIFRules(t *testing.T) {
	var results []check.Result
	for _, r := range check.Rules() {
		results = append(results, result(r, check.Failed, source.Of("manifest.json"), "错", "wrong"))
	}
	for lang, page := range map[text.Lang]string{text.EN: "rules.md", text.ZH: "rules.zh-CN.md"} {
		var out bytes.Buffer
		if err := rep.SARIF(&out, job(lang, report(check.ProjectSummary{Root: "."}, check.Used, results...))); err != nil {
			t.Fatal(err)
		}
		var log struct {
			Runs []struct {
				Tool struct {
					Driver struct {
						Rules []sarifRule
					}
				}
			}
		}
		if err := json.Unmarshal(out.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		papers, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
		if err != nil {
			t.Fatal(err)
		}
		rules := log.Runs[0].Tool.Driver.Rules
		if len(rules) != len(check.Rules()) {
			t.Fatalf("%d rules of %d", len(rules), len(check.Rules()))
		}
		for _, r := range check.Rules() {
			at := slices.IndexFunc(rules, func(s sarifRule) bool { return s.ID == r.ID })
			if at < 0 {
				t.Errorf("%s is missing", r.ID)
				continue
			}
			got := rules[at]
			uri, id, _ := strings.Cut(got.HelpURI, "#")
			if id != r.ID || !strings.HasSuffix(uri, "/docs/"+page) || !strings.Contains(string(papers), "\n### "+id+"\n") {
				t.Errorf("%s: %s leads nowhere", r.ID, got.HelpURI)
			}
			for _, e := range r.Doc.Examples() {
				for _, want := range []string{e.File, e.Before, e.After} {
					if !strings.Contains(got.Help.Text, want) || !strings.Contains(got.Help.Markdown, strings.ReplaceAll(want, "_", `\_`)) && !strings.Contains(got.Help.Markdown, want) {
						t.Errorf("the help of %s in %s lacks %q", r.ID, lang, want)
					}
				}
			}
		}
	}
}
