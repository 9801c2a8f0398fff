package cmd

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/report"
)

// TestQuietWriter: a line that comes in pieces becomes what it becomes at once.
func TestQuietWriter(t *testing.T) {
	t.Parallel()
	blank := strings.Repeat("\u3000", lineKept)
	for _, s := range []string{
		"a\n::error::x\n ::b", "::a::", "##[error]", "x ##[a] ##[b]\r::c", blank + "::error::x", strings.Repeat("x", lineKept) + "::\n", "a::b\n", "\n",
	} {
		for name, quiet := range map[string]func(string) string{"text": report.Quiet, "json": report.QuietJSON} {
			for size := 1; size < 8; size++ {
				var b bytes.Buffer
				w := &quietWriter{Writer: &b, quiet: quiet}
				for at := 0; at < len(s); at += size {
					piece := []byte(s[at:min(at+size, len(s))])
					if n, err := w.Write(piece); n != len(piece) || err != nil {
						t.Fatal(n, err)
					}
				}
				if want := quiet(s); b.String() != want {
					t.Errorf("%s: %q in pieces of %d becomes %q, want %q", name, s, size, b.String(), want)
				}
			}
		}
	}
}

// TestCommandsInGitHub: what a project or a command line holds is no command to
// GitHub's runner, whatever prints it.
func TestCommandsInGitHub(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a name of a folder cannot have colons on Windows")
	}
	dir := filepath.Join(t.TempDir(), "app")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "projects", "broken"))); err != nil {
		t.Fatal(err)
	}
	const name = "::error::x ##[error]"
	chat, err := os.ReadFile(filepath.Join(dir, "pages", "chat", "chat.vue"))
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{
		name + "/a.vue": chat, name + ".p12": nil,
		"manifest.json": bytes.Replace(manifest, []byte(`"OAuth"`), []byte("/*\n::error::x ##[error]\n*/\n\"OAuth\""), 1),
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := func(ci string, args ...string) (out, errs string) {
		var stdout, stderr bytes.Buffer
		Main(append([]string{"offpush"}, args...), Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr,
			Getenv: func(n string) string { return map[string]string{"GITHUB_ACTIONS": ci, "OFFPUSH_LANG": "en"}[n] }})
		return stdout.String(), stderr.String()
	}
	p12 := filepath.Join(dir, name+".p12")
	for _, args := range [][]string{
		{"doctor", dir, "--format", "text"}, {"doctor", dir, "--format", "junit"}, {"doctor", dir, "--format", "sarif"},
		{"cert", "inspect", p12}, {"cert", "inspect", p12, "--format", "json"}, {"explain", "\n::error::x ##[error]"},
		{"doctor", name, "--format", "json"},
		{"send", "--emulator", "--vendor", "fcm", "--token", emulator.DemoToken("fcm"), "--title", name, "--show-request"},
		{"send", "--emulator", "--vendor", "fcm", "--token", emulator.DemoToken("fcm"), "--title", name, "--show-request", "--format", "json"},
	} {
		plain, plainErrs := in("", args...)
		if !strings.Contains(plain+plainErrs, "##[") {
			t.Errorf("%q: the sample shows nothing: %s%s", args, plain, plainErrs)
		}
		out, errs := in("true", args...)
		if both := out + errs; report.Quiet(both) != both {
			t.Errorf("%q says a command: %s", args, both)
		}
	}

	var values [2]any
	for i, ci := range []string{"", "true"} {
		out, _ := in(ci, "cert", "inspect", p12, "--format", "json")
		if err := json.Unmarshal([]byte(out), &values[i]); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(values[0], values[1]); diff != "" {
		t.Errorf("the JSON has another value: %s", diff)
	}

	plain, _ := in("", "doctor", dir, "--fix", "--dry-run")
	patch, _ := in("true", "doctor", dir, "--fix", "--dry-run")
	if !strings.Contains(plain, "::error::x ##[error]\n") || patch != report.QuietPatch(plain) {
		t.Errorf("the patch is %s\nin GitHub %s", plain, patch)
	}
	for _, tool := range [][]string{{"git", "apply", "--check"}, {"patch", "-p1", "--dry-run"}} {
		c := exec.Command(tool[0], tool[1:]...)
		c.Dir, c.Stdin = dir, strings.NewReader(patch)
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%q does not take the patch: %v\n%s", tool, err, out)
		}
	}
}

// TestScriptsInGitHub: a step may write these to a file; they stay as they are.
func TestScriptsInGitHub(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"completion", "powershell"}, {"schema", "report"}, {"schema", "config"}, {"explain"},
	} {
		var got [2]string
		for i, ci := range []string{"", "true"} {
			var b bytes.Buffer
			if code := Main(append([]string{"offpush"}, args...), Streams{Out: &b, Err: &b, Getenv: func(n string) string {
				return map[string]string{"GITHUB_ACTIONS": ci, "OFFPUSH_LANG": "en"}[n]
			}}); code != exitOK {
				t.Fatalf("%q: exit code %d", args, code)
			}
			got[i] = b.String()
		}
		if got[0] != got[1] || got[0] == "" {
			t.Errorf("%q differs", args)
		}
	}
}
