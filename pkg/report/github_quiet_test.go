package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

func TestQuiet(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb\n":                      "a\nb\n",
		"::error::x\n":                ": :error::x\n",
		"a\n  ::stop-commands::x\nb":  "a\n  : :stop-commands::x\nb",
		"12 | ::error::x\n":           "12 | ::error::x\n",
		"text ##[error]x ##[group]\n": "text ## [error]x ## [group]\n",
		"a::b\n":                      "a::b\n",
		"a\r::error::x\n":             "a\r: :error::x\n",
		"\t\u00a0\u3000::error::x\n":  "\t\u00a0\u3000: :error::x\n",
		"::a::\n\n::b::\n":            ": :a::\n\n: :b::\n",
	} {
		if got := rep.Quiet(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		for l := range strings.Lines(rep.Quiet(in)) {
			if _, ok := parseCommand(l); ok || strings.Contains(l, "##[") {
				t.Errorf("%q is a command", l)
			}
		}
	}
}

// heard are the lines that GitHub's runner would try as commands.
func heard(out string) []string {
	var all []string
	for _, l := range strings.FieldsFunc(out, func(r rune) bool { return r == '\r' || r == '\n' }) {
		if _, ok := parseCommand(l); ok || strings.Contains(l, "##[") {
			all = append(all, l)
		}
	}
	return all
}

// TestLogHearsNoCommand: whatever a project is called and says, no format but
// that of annotations has a command, and what programs read stays the same value.
func TestLogHearsNoCommand(t *testing.T) {
	const hostile = "::error::a ##[error]b ]]> ##[group]"
	res := result(rule("push-module", check.TopicManifest, check.Error), check.Failed, source.Of(hostile), hostile, hostile)
	res.Found = text.Same(hostile)
	again := res
	again.Silence = &check.Silence{Reason: hostile}
	r := report(check.ProjectSummary{Root: ".", Manifest: hostile, AppID: hostile}, check.Used, res, res, again)
	for _, f := range rep.Formats() {
		plain := render(t, f.Name, job(text.EN, r))
		out, err := rep.RenderForLog(f.Name, job(text.EN, r))
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "github" {
			if string(out) != plain {
				t.Errorf("the annotations changed: %s", out)
			}
			continue
		}
		if len(heard(plain)) == 0 {
			t.Errorf("%s: the sample shows nothing: %s", f.Name, plain)
		}
		if lines := heard(string(out)); lines != nil {
			t.Errorf("%s: %q", f.Name, lines)
		}
		var values func(string) any
		switch f.Name {
		case "json", "sarif", "gitlab":
			values = func(s string) (v any) {
				if err := json.Unmarshal([]byte(s), &v); err != nil {
					t.Error(err)
				}
				return v
			}
		case "junit", "checkstyle":
			values = func(s string) any { return xmlValues(t, s) }
		default:
			continue
		}
		if diff := cmp.Diff(values(plain), values(string(out))); diff != "" {
			t.Errorf("%s: another value: %s", f.Name, diff)
		}
	}
}

// xmlValues are the tags with their attributes, and the text between them.
func xmlValues(t *testing.T, s string) []any {
	t.Helper()
	var out []any
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, s)
		}
		data, isText := token.(xml.CharData)
		if !isText {
			out = append(out, xml.CopyToken(token), "")
		} else if len(out) > 0 {
			out[len(out)-1] = out[len(out)-1].(string) + string(data)
		}
	}
}

// TestQuietPatch: the runner takes no command until the patch is over, and the
// patch is the same.
func TestQuietPatch(t *testing.T) {
	const harmless = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
	if got := rep.QuietPatch(harmless); got != harmless {
		t.Errorf("%q", got)
	}
	patch := harmless + " ::error::x\n"
	got := rep.QuietPatch(patch)
	first, rest, _ := strings.Cut(got, "\n")
	stop, _ := parseCommand(first)
	end := "::" + stop.data + "::\n"
	if body, ok := strings.CutSuffix(rest, end); stop.name != "stop-commands" || len(stop.data) != 64 || !ok || body != patch {
		t.Errorf("%q", got)
	}
}
