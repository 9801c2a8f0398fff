package report_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// endings are those of the files of each format.
var endings = map[string]string{
	"sarif": "sarif", "junit": "junit.xml", "github": "github.txt", "gitlab": "gitlab.json",
	"checkstyle": "checkstyle.xml", "agent": "agent.txt",
}

// settled is a report with findings that do not count and with repairs.
func settled() *check.Report {
	r := samples()["broken"]
	for i := range r.Results {
		if res := &r.Results[i]; res.Status == check.Failed {
			res.Fingerprint = fmt.Sprintf("%032x", i+1)
		}
	}
	edit := func(span source.Span, text string) *check.Repair {
		return &check.Repair{Ops: []check.Op{{Kind: check.Edit, Path: span.File, Start: span.Offset, End: span.EndOffset, Text: text}}}
	}
	r.Results[0].Repair = edit(r.Results[0].Span, `"推送"`)
	r.Results[1].Repair = &check.Repair{Ops: []check.Op{{Kind: check.Edit, Path: "pages.json", Start: 3, End: 9, Text: "a\n"}}}
	r.Results[2].Repair = edit(r.Results[2].Span, "")
	r.Results[3].Repair = &check.Repair{Ops: []check.Op{{Kind: check.Rename, Path: "a", To: "b"}}}
	r.Results[3].Silence = &check.Silence{Reason: "测试项目 | 100%", Span: spanOf("utils/push.js", 11, "// offpush-ignore vendor-keys: 测试项目 | 100%", "//")}
	r.Results[4].Silence = &check.Silence{Reason: "of the configuration", Span: source.Of("offpush.toml")}
	r.Results[5].Baselined = true
	r.Summary.Errors -= 3
	r.Summary.Ignored, r.Summary.Baselined = 2, 1
	return r
}

func job(lang text.Lang, reports ...*check.Report) rep.Job {
	return rep.Job{Reports: reports, All: len(reports) > 1, Tool: rep.Tool{Name: "offpush", Version: "0.1.0"}, Look: options(lang, 80)}
}

// cases are what the formats are tried on.
func cases(lang text.Lang) map[string]rep.Job {
	s := samples()
	all := job(lang, s["broken"], s["clean"], s["unused"], s["expected"])
	all.Dir = func(root string) string { return "apps/" + root }
	return map[string]rep.Job{
		"settled": job(lang, settled()), "clean": job(lang, s["clean"]), "hostile": job(lang, s["hostile"]),
		"unknown": job(lang, s["unknown"]), "all": all,
	}
}

func TestFormats(t *testing.T) {
	for _, lang := range langs {
		for name, j := range cases(lang) {
			for format, ending := range endings {
				golden(t, fmt.Sprintf("formats/%s.%s.%s", name, lang, ending), func(w io.Writer) error {
					b, err := rep.Render(format, j)
					if err == nil {
						_, err = w.Write(b)
					}
					return err
				})
			}
			golden(t, fmt.Sprintf("formats/%s.%s.md", name, lang), func(w io.Writer) error {
				_, err := io.WriteString(w, rep.Summary(j, 1<<20))
				return err
			})
		}
	}
}
