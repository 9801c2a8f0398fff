// Package ci tests where offpush plugs in: the documents' snippets, the GitHub
// Action, the pre-commit hook, the npm packages, the completion scripts. It is a
// module of its own, as it needs YAML, Node and validators that others wrote;
// .ci/run installs those and sets OFFPUSH_CI_TOOLS, with which none may be missing.
package ci

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// root is the repository, program the offpush that was built from it.
var root, program string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "offpush-ci")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if root, err = filepath.Abs("../.."); err == nil {
		program = filepath.Join(dir, "offpush")
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, ".")
		build.Dir, build.Stderr, build.Env = root, os.Stderr, append(os.Environ(), "CGO_ENABLED=0")
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "building offpush:", err)
		return 1
	}
	return m.Run()
}

// need skips a test without a tool, unless .ci/run promised that it is there.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("OFFPUSH_CI_TOOLS") != "" {
				t.Fatal(err)
			}
			t.Skipf("needs %s: %v", tool, err)
		}
	}
}

// validator is the path of a tool in npm's node_modules.
func validator(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(root, "test", "ci", "npm", "node_modules", ".bin", name)
	need(t, "node", path)
	return path
}

// job is a command, where it runs and with what.
type job struct {
	dir  string
	env  []string
	args []string
}

// outcome is what a command did.
type outcome struct {
	code           int
	stdout, stderr string
}

func (j job) run(t *testing.T) outcome {
	t.Helper()
	c := exec.CommandContext(t.Context(), j.args[0], j.args[1:]...)
	var out, errs bytes.Buffer
	c.Dir, c.Env, c.Stdout, c.Stderr = j.dir, append(clean(), j.env...), &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%q: %v", j.args, err)
	}
	return outcome{c.ProcessState.ExitCode(), out.String(), errs.String()}
}

// must runs a command that has to succeed.
func (j job) must(t *testing.T) outcome {
	t.Helper()
	o := j.run(t)
	if o.code != 0 {
		t.Fatalf("%q: exit code %d\n%s%s", j.args, o.code, o.stdout, o.stderr)
	}
	return o
}

// clean is the environment without what a CI run of this repository itself sets.
func clean() []string {
	drop := map[string]bool{"GITHUB_ACTIONS": true, "GITHUB_STEP_SUMMARY": true, "GITHUB_OUTPUT": true, "GITHUB_WORKSPACE": true,
		"GITLAB_CI": true, "JENKINS_URL": true, "LANG": true, "LC_ALL": true, "OFFPUSH_LANG": true}
	var out []string
	for _, e := range os.Environ() {
		name, _, _ := bytes.Cut([]byte(e), []byte("="))
		if !drop[string(name)] {
			out = append(out, e)
		}
	}
	return append(out, "OFFPUSH_LANG=en")
}

// sample copies a sample project and returns its folder.
func sample(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "projects", name))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
