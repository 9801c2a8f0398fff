package cmd_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/offpush/offpush/cmd"
)

// commandLines are all that have a help.
var commandLines = [][]string{{}, {"doctor"}, {"cert"}, {"cert", "inspect"}, {"cert", "check"}, {"init"}, {"send"}, {"explain"}, {"version"}, {"completion"}, {"help"}}

func run(lang string, args ...string) (code int, stdout, stderr string) {
	return runIn(map[string]string{"OFFPUSH_LANG": lang}, args...)
}

func runIn(env map[string]string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = cmd.Main(append([]string{"offpush"}, args...), cmd.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(name string) string { return env[name] },
	})
	return code, out.String(), errs.String()
}

func TestHelp(t *testing.T) {
	headings := []string{"Usage", "Example", "Commands", "Flags", "Global", "Available", "Exit codes", "Use \"", "help for", "default"}
	for _, line := range commandLines {
		name := strings.Join(append([]string{"offpush"}, line...), " ")
		for _, lang := range []string{"zh", "en"} {
			code, out, errs := run(lang, append(line, "--help")...)
			if code != 0 || errs != "" || out == "" {
				t.Fatalf("%s --help: exit code %d, %s", name, code, errs)
			}
			han := strings.ContainsFunc(out, func(r rune) bool { return unicode.Is(unicode.Han, r) || r >= 0xFF00 && r <= 0xFFEF })
			if han != (lang == "zh") {
				t.Errorf("%s --help in %s:\n%s", name, lang, out)
			}
			for _, h := range headings {
				if lang == "zh" && strings.Contains(out, h) {
					t.Errorf("%s --help in Chinese says %q:\n%s", name, h, out)
				}
			}
		}
	}
}

// TestPapersInBothLanguages: what explain prints has no Chinese in English.
func TestPapersInBothLanguages(t *testing.T) {
	_, names, _ := run("en", "__complete", "explain", "")
	for name := range strings.Lines(names) {
		name = strings.TrimSpace(name)
		if name == "" || strings.HasPrefix(name, ":") {
			continue
		}
		code, out, _ := run("en", "explain", name)
		if code != 0 || strings.ContainsFunc(out, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("explain %s: exit code %d\n%s", name, code, out)
		}
		if code, out, _ := run("zh", "explain", name); code != 0 || !strings.ContainsFunc(out, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("explain %s in Chinese: exit code %d\n%s", name, code, out)
		}
	}
}
