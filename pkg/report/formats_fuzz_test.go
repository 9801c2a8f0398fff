package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// wild is a report about texts that may be anything, with a finding of each level,
// one that is ignored, and one that could not be judged.
func wild(message, found, file, line string) *check.Report {
	line, _, _ = strings.Cut(strings.ReplaceAll(line, "\r", ""), "\n")
	if file == "" {
		file = "a"
	}
	span := source.New(file, []byte(line)).Span(0, len(line))
	var results []check.Result
	for i, severity := range []check.Severity{check.Error, check.Warning, check.Info, check.Error, check.Error} {
		status := check.Failed
		if i == 4 {
			status = check.Unknown
		}
		r := result(rule("push-module", check.TopicManifest, severity), status, span, message, message)
		r.Found, r.Expected, r.Fix = text.Same(found), text.Same(message), text.Same(found)
		r.Related = []check.Related{{Message: text.Same(found), Span: source.Of(file)}}
		r.Repair = &check.Repair{Ops: []check.Op{{Kind: check.Edit, Path: file, Start: 0, End: len(line) / 2, Text: found}}}
		if i == 3 {
			r.Silence = &check.Silence{Reason: message, Span: span}
		}
		results = append(results, r)
	}
	p := check.ProjectSummary{Root: file, Manifest: "manifest.json", Shape: "hbuilderx", AppID: found, Vendors: []string{"huawei"}}
	return report(p, check.Used, results...)
}

// FuzzFormats: whatever stands in a project, every format stays well-formed, has
// as many findings as there are, and nothing that a terminal obeys.
func FuzzFormats(f *testing.F) {
	for _, s := range []string{
		"", "100% %0A %25", "a\r\nb", "]]>", "中文：推送，", "\x00\x1b[31m\x07", "\xff\xfe", "| a | b |\n|---|", "::error::x", "##[error]x",
		"a,b=c:d", `"quoted" 'x' &amp; <b>`, "\u202e\ufeff\ufffe\U000e0001", "{0} [a](1) {{", "`` ` ```", "../x/..", "/etc/passwd", `C:\a:b`, "a b#?%",
	} {
		f.Add(s, s, s, s)
	}
	f.Fuzz(func(t *testing.T, message, found, file, line string) {
		j := job(text.ZH, wild(message, found, file, line))
		for _, format := range rep.FormatNames() {
			out := render(t, format, j)
			if !utf8.ValidString(out) {
				t.Errorf("%s is no UTF-8", format)
			}
			if i := strings.IndexFunc(out, func(r rune) bool {
				return unicode.IsControl(r) && r != '\n' && (r != '\t' || format != "junit")
			}); i >= 0 {
				t.Errorf("%s has a control character: %q", format, out[max(0, i-20):i+1])
			}
			wellFormed[format](t, out, j)
		}
		table(t, rep.Summary(j, 1<<20))
	})
}

// wellFormed judges a report of [wild] in each format.
var wellFormed = map[string]func(t *testing.T, out string, j rep.Job){
	"text": func(*testing.T, string, rep.Job) {},
	"json": func(t *testing.T, out string, _ rep.Job) {
		if err := valid(reportSchema(t), []byte(out)); err != nil {
			t.Error(err)
		}
	},
	"sarif": func(t *testing.T, out string, _ rep.Job) {
		var log struct {
			Runs []struct {
				Results []struct {
					Locations []struct {
						PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(out), &log); err != nil || len(log.Runs[0].Results) != 4 {
			t.Fatalf("%v; %s", err, out)
		}
		uri := log.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI
		if _, err := url.Parse(uri); err != nil || strings.ContainsAny(uri, " \\\"<>^`{|}") {
			t.Errorf("%q is no URI: %v", uri, err)
		}
	},
	"gitlab": func(t *testing.T, out string, _ rep.Job) {
		if err := valid(schemaFile(t, "gitlab-code-quality.json"), []byte(out)); err != nil && !strings.Contains(err.Error(), "path") && !strings.Contains(err.Error(), "description") {
			t.Error(err) // what is fuzzed may be empty, or an absolute path
		}
	},
	"junit":      func(t *testing.T, out string, _ rep.Job) { tags(t, out, "failure", 1) },
	"checkstyle": func(t *testing.T, out string, _ rep.Job) { tags(t, out, "error", 3) },
	"github": func(t *testing.T, out string, j rep.Job) {
		var names []string
		for l := range strings.Lines(out) {
			c, ok := parseCommand(strings.TrimSuffix(l, "\n"))
			if !ok || c.properties["title"] != "offpush push-module" || c.properties["file"] == "" {
				t.Fatalf("no command of ours: %q", l)
			}
			if first, _, _ := strings.Cut(c.data, "\n"); first != text.Visible(j.Reports[0].Results[0].Message.ZH) {
				t.Errorf("the message arrives as %q", first)
			}
			names = append(names, c.name)
		}
		if diff := cmp.Diff([]string{"error", "warning", "notice"}, names); diff != "" {
			t.Error(diff)
		}
	},
	"agent": func(t *testing.T, out string, _ rep.Job) {
		if n := strings.Count(out, "\n"); n != 4 {
			t.Errorf("%d lines, want 4: %q", n, out)
		}
	},
}

// tags decodes XML as a strict reader does and counts elements of a name.
func tags(t *testing.T, out, name string, want int) {
	t.Helper()
	d, n := xml.NewDecoder(strings.NewReader(out)), 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %q", err, out)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == name {
			n++
		}
	}
	if n != want {
		t.Errorf("%d times <%s>, want %d", n, name, want)
	}
}

// unescaped is a | that ends a cell.
var unescaped = regexp.MustCompile(`(^|[^\\])(\\\\)*\|`)

// table: each row of a Markdown table has as many cells as its head.
func table(t *testing.T, summary string) {
	t.Helper()
	rows := 0
	for l := range strings.Lines(summary) {
		if strings.HasPrefix(l, "|") {
			rows++
			if n := len(unescaped.FindAllString(l, -1)); n != 6 {
				t.Errorf("%d bars in %q", n, l)
			}
		}
	}
	if rows != 5 {
		t.Errorf("%d rows in %q", rows, summary)
	}
}
