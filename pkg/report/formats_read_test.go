package report_test

import (
	"encoding/xml"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/reviewdog/reviewdog/parser"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
)

func render(t testing.TB, format string, j rep.Job) string {
	t.Helper()
	b, err := rep.Render(format, j)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestReviewdogReads: reviewdog, which others wrote, reads SARIF and Checkstyle and
// finds each finding at its place.
func TestReviewdogReads(t *testing.T) {
	for _, lang := range langs {
		for name, j := range cases(lang) {
			for _, format := range []string{"sarif", "checkstyle"} {
				p, err := parser.New(&parser.Option{FormatName: format})
				if err != nil {
					t.Fatal(err)
				}
				got, err := p.Parse(strings.NewReader(render(t, format, j)))
				if err != nil {
					t.Errorf("%s %s: %v", name, format, err)
					continue
				}
				places := map[string]int{}
				for _, d := range got {
					places[fmt.Sprintf("%s %s:%d", d.GetCode().GetValue(), filepath.ToSlash(d.GetLocation().GetPath()), d.GetLocation().GetRange().GetStart().GetLine())]++
				}
				want := 0
				for _, r := range j.Reports {
					for i := range r.Results {
						res := &r.Results[i]
						if res.Status != check.Failed || format == "checkstyle" && !res.Counts() {
							continue
						}
						want++
						if name == "hostile" || res.Span.IsZero() || format == "checkstyle" && !res.Span.HasPosition() {
							continue // the path cannot be shown as it is, or there is none
						}
						dir := r.Project.Root
						if j.Dir != nil {
							dir = j.Dir(dir)
						}
						id := res.Rule.ID
						if format == "checkstyle" {
							id = "offpush." + id
						}
						key := fmt.Sprintf("%s %s:%d", id, path.Join(dir, res.Span.File), res.Span.Start.Line)
						if places[key] == 0 {
							t.Errorf("%s %s: no %s in %v", name, format, key, places)
						}
					}
				}
				if len(got) != want {
					t.Errorf("%s %s: %d findings, want %d", name, format, len(got), want)
				}
			}
		}
	}
}

// TestJUnitReads: read again by the library's types, the numbers are those of the
// cases.
func TestJUnitReads(t *testing.T) {
	for _, lang := range langs {
		for name, j := range cases(lang) {
			var got junit.Testsuites
			if err := xml.Unmarshal([]byte(render(t, "junit", j)), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Suites) != len(j.Reports) {
				t.Errorf("%s: %d suites", name, len(got.Suites))
			}
			for i, s := range got.Suites {
				rules, failures := map[string]bool{}, map[string]bool{}
				for _, r := range j.Reports[i].Results {
					rules[r.Rule.ID] = true
					if r.Status == check.Failed && r.Counts() && r.Severity != check.Info {
						failures[r.Rule.ID] = true
					}
				}
				if len(s.Testcases) != len(rules) || s.Failures != len(failures) {
					t.Errorf("%s: %d cases, %d failures, want %d and %d", name, len(s.Testcases), s.Failures, len(rules), len(failures))
				}
				for _, c := range s.Testcases {
					if (c.Failure != nil) != failures[c.Name] {
						t.Errorf("%s: %s failed is %v", name, c.Name, c.Failure != nil)
					}
				}
			}
		}
	}
}
