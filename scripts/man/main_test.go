package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/cmd"
	"github.com/offpush/offpush/pkg/text"
)

// TestPages: each command has a page in each language that names its flags, and
// that mandoc, where it is installed, reads without a complaint.
func TestPages(t *testing.T) {
	dir := t.TempDir()
	if err := write(dir, "1.2.3", "2026-06-01"); err != nil {
		t.Fatal(err)
	}
	commands := all(cmd.Tree(text.EN))
	if len(commands) < 10 {
		t.Fatalf("%d commands only", len(commands))
	}
	for _, sub := range []string{"man1", "zh_CN/man1"} {
		for _, c := range commands {
			file := filepath.Join(dir, filepath.FromSlash(sub), name(c)+".1")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := string(data)
			if !strings.Contains(page, `"offpush 1.2.3"`) || !strings.Contains(page, `"2026-06-01"`) {
				t.Errorf("%s: no version or no date:\n%s", file, page)
			}
			for _, flag := range []string{"--lang", "--help"} {
				if !strings.Contains(page, `\fB`+escape(flag)+`\fR`) {
					t.Errorf("%s does not name %s", file, flag)
				}
			}
			lint(t, file)
		}
	}
}

// lint has mandoc judge a page; what it says about style is not asked for.
func lint(t *testing.T, file string) {
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		return // .ci/run installs it
	}
	if out, err := exec.Command(mandoc, "-T", "lint", "-W", "warning,stop", file).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", file, err, out)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"a-b":    `a\-b`,
		`C:\x`:   `C:\ex`,
		".SH x":  `\&.SH x`,
		"'quote": `\&'quote`,
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := quoted(`say "x"`), `"say \(dqx\(dq"`; got != want {
		t.Errorf("quoted = %s, want %s", got, want)
	}
}
