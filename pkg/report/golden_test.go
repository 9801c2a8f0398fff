package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/check"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var langs = []text.Lang{text.ZH, text.EN}

// golden compares what write writes with testdata/<name>.
func golden(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs; -update rewrites it:\n%s", path, diff)
	}
	return b.String()
}

func options(lang text.Lang, width int) rep.Options {
	return rep.Options{Lang: lang, Width: width, Again: "offpush doctor app", Repair: "offpush doctor app --fix --dry-run"}
}

func TestText(t *testing.T) {
	for name, r := range samples() {
		for _, lang := range langs {
			golden(t, fmt.Sprintf("%s.%s.txt", name, lang), func(w io.Writer) error { return rep.Text(w, r, options(lang, 80)) })
		}
	}
}

func TestTextWidthsAndLooks(t *testing.T) {
	r := samples()["broken"]
	for _, lang := range langs {
		for _, width := range []int{40, 120} {
			golden(t, fmt.Sprintf("broken.%s.%d.txt", lang, width), func(w io.Writer) error { return rep.Text(w, r, options(lang, width)) })
		}
		verbose, colour := options(lang, 80), options(lang, 80)
		verbose.Verbose, colour.Colour = true, true
		golden(t, fmt.Sprintf("broken.%s.verbose.txt", lang), func(w io.Writer) error { return rep.Text(w, r, verbose) })
		painted := golden(t, fmt.Sprintf("broken.%s.colour.txt", lang), func(w io.Writer) error { return rep.Text(w, r, colour) })
		var bare strings.Builder
		if err := rep.Text(&bare, r, options(lang, 80)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(bare.String(), unpaint(painted)); diff != "" {
			t.Errorf("colours change the text:\n%s", diff)
		}
	}
}

// unpaint removes SGR sequences.
func unpaint(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, "m")
	}
}

func TestTextAll(t *testing.T) {
	s := samples()
	all := []*check.Report{s["broken"], s["clean"], s["unused"]}
	for _, lang := range langs {
		golden(t, fmt.Sprintf("all.%s.txt", lang), func(w io.Writer) error { return rep.TextAll(w, all, options(lang, 80)) })
	}
}

func TestJSON(t *testing.T) {
	tool := rep.Tool{Name: "offpush", Version: "0.1.0"}
	s := samples()
	for _, name := range []string{"broken", "hostile", "unused"} {
		for _, lang := range langs {
			golden(t, fmt.Sprintf("%s.%s.json", name, lang), func(w io.Writer) error { return rep.JSON(w, s[name], tool, lang) })
		}
	}
	golden(t, "all.json", func(w io.Writer) error {
		return rep.JSONAll(w, []*check.Report{s["clean"], s["unused"]}, tool, text.EN)
	})
	golden(t, "error.json", func(w io.Writer) error { return rep.JSONError(w, "no-project", "no project in <a> & b") })
}

func TestExplain(t *testing.T) {
	rules := []*check.Rule{
		rule("push-module", check.TopicManifest, check.Error),
		rule("plugin-retired", check.TopicPlugin, check.Info),
		rule("agconnect-file", check.TopicVendor, check.Warning, "huawei"),
	}
	for _, lang := range langs {
		for _, width := range []int{40, 80} {
			golden(t, fmt.Sprintf("rules.%s.%d.txt", lang, width), func(w io.Writer) error { return rep.Rules(w, rules, options(lang, width)) })
		}
		golden(t, fmt.Sprintf("rule.%s.txt", lang), func(w io.Writer) error { return rep.Rule(w, rules[2], options(lang, 80)) })
		golden(t, fmt.Sprintf("checklist.%s.txt", lang), func(w io.Writer) error { return rep.Page(w, check.Checklist(), options(lang, 80)) })
		golden(t, fmt.Sprintf("token.%s.txt", lang), func(w io.Writer) error { return rep.Page(w, check.TokenGuide(), options(lang, 80)) })
	}
}

// TestTextIsSafe: no control character but line ends, no line wider than asked
// but places and commands, no Chinese in English, the same bytes each time.
func TestTextIsSafe(t *testing.T) {
	all := samples()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, lang := range langs {
			for _, width := range []int{40, 63, 80, 100} {
				var b, again strings.Builder
				o := options(lang, width)
				o.Verbose = true
				if err := rep.Text(&b, all[name], o); err != nil {
					t.Fatal(err)
				}
				if err := rep.Text(&again, all[name], o); err != nil || again.String() != b.String() {
					t.Errorf("%s: not the same bytes (%v)", name, err)
				}
				for line := range strings.Lines(b.String()) {
					line = strings.TrimSuffix(line, "\n")
					if strings.ContainsFunc(line, unicode.IsControl) || strings.TrimRight(line, " ") != line {
						t.Errorf("%s %s: control character or space at the end: %q", name, lang, line)
					}
					if w := text.Width(line); w > width && !strings.Contains(line, "offpush explain") && !strings.Contains(line, ".vue:") {
						t.Errorf("%s %s: %d cells where %d are allowed: %q", name, lang, w, width, line)
					}
				}
			}
		}
	}
}
