package ci

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// action is what a run of action.yml needs to know of it.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Steps []struct {
			ID, If, Run, Shell string
			Env                map[string]string
		}
	}
}

var expression = regexp.MustCompile(`\$\{\{ *([\w.-]+) *\}\}`)

// use runs the action's shell steps as a runner does, in dir with the inputs; it
// returns what they printed, the action's outputs and the summary.
func use(t *testing.T, dir string, inputs map[string]string, env ...string) (o outcome, outputs map[string]string, summary string) {
	t.Helper()
	need(t, "bash")
	var a action
	parse(t, read(t, filepath.Join(root, "action.yml")), &a)
	for name := range inputs {
		if _, ok := a.Inputs[name]; !ok {
			t.Fatalf("the action has no input %q", name)
		}
	}
	value := func(known map[string]string, text string) string {
		return expression.ReplaceAllStringFunc(text, func(m string) string {
			v, ok := known[expression.FindStringSubmatch(m)[1]]
			if !ok {
				t.Fatalf("action.yml: what is %s?", m)
			}
			return v
		})
	}
	known := map[string]string{}
	for name, input := range a.Inputs {
		known["inputs."+name] = input.Default
		if given, ok := inputs[name]; ok {
			known["inputs."+name] = given
		}
	}
	temp := t.TempDir()
	write(t, filepath.Join(temp, "summary"), "", 0o644)
	for i, step := range a.Runs.Steps {
		if step.Run == "" {
			continue
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("step %d puts an expression into a script: that is an injection", i)
		}
		output, script := filepath.Join(temp, fmt.Sprint("output", i)), filepath.Join(temp, fmt.Sprint("step", i))
		write(t, output, "", 0o644)
		write(t, script, step.Run, 0o644)
		j := job{dir: dir, args: []string{"bash", "--noprofile", "--norc", "-eo", "pipefail", script}, env: append([]string{
			"GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH=" + root, "GITHUB_OUTPUT=" + output, "GITHUB_STEP_SUMMARY=" + filepath.Join(temp, "summary"),
			"GITHUB_WORKSPACE=" + dir, "RUNNER_TEMP=" + temp, "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
		}, env...)}
		for name, text := range step.Env {
			j.env = append(j.env, name+"="+value(known, text))
		}
		o = j.run(t)
		for line := range strings.Lines(read(t, output)) {
			name, v, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			known["steps."+step.ID+".outputs."+name] = v
		}
		if o.code != 0 {
			break
		}
	}
	outputs = map[string]string{}
	for name, out := range a.Outputs {
		if v, ok := known[expression.FindStringSubmatch(out.Value)[1]]; ok {
			outputs[name] = v
		}
	}
	return o, outputs, read(t, filepath.Join(temp, "summary"))
}

// TestAction builds the action's commit and judges the samples with it.
func TestAction(t *testing.T) {
	t.Parallel()
	t.Run("healthy", func(t *testing.T) {
		t.Parallel()
		o, outputs, _ := use(t, sample(t, "healthy"), map[string]string{"fail-on": "warning", "args": "--expect-plugin"})
		if o.code != 0 || outputs["exit-code"] != "0" || outputs["sarif-file"] != "" || outputs["version"] == "" {
			t.Errorf("exit code %d, outputs %q\n%s%s", o.code, outputs, o.stdout, o.stderr)
		}
	})
	t.Run("broken", func(t *testing.T) {
		t.Parallel()
		dir := sample(t, "broken")
		o, outputs, summary := use(t, dir, map[string]string{"sarif-file": "a b.sarif"})
		if o.code != 1 || outputs["exit-code"] != "1" || outputs["sarif-file"] != "a b.sarif" {
			t.Errorf("exit code %d, outputs %q\n%s%s", o.code, outputs, o.stdout, o.stderr)
		}
		if !strings.Contains(o.stdout, "\n::error file=manifest.json,line=") || !strings.Contains(summary, "push-module") {
			t.Errorf("no annotations, or no summary:\n%s\n%s", o.stdout, summary)
		}
		asked{"sarif", "a b.sarif"}.check(t, dir)
		o, outputs, _ = use(t, dir, map[string]string{"sarif-file": "a b.sarif", "fail-on": "nonsense"})
		if o.code != 2 || outputs["exit-code"] != "2" || outputs["sarif-file"] != "" || exists(filepath.Join(dir, "a b.sarif")) {
			t.Errorf("the report of an earlier run is taken: exit code %d, outputs %q\n%s%s", o.code, outputs, o.stdout, o.stderr)
		}
	})
	t.Run("inputs", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Dir(sample(t, "broken"))
		if o, outputs, _ := use(t, dir, map[string]string{"directory": "broken", "fail-on": "never", "vendors": "huawei,vivo"}); o.code != 0 || outputs["exit-code"] != "0" {
			t.Errorf("exit code %d\n%s%s", o.code, o.stdout, o.stderr)
		}
		o, outputs, _ := use(t, dir, map[string]string{"directory": "$(touch pwned); `touch pwned`"})
		if o.code != 3 || outputs["exit-code"] != "3" || exists(filepath.Join(dir, "pwned")) {
			t.Errorf("exit code %d, outputs %q\n%s%s", o.code, outputs, o.stdout, o.stderr)
		}
		if o, _, _ = use(t, dir, map[string]string{"directory": "broken", "args": "--lang en --config *"}); o.code != 2 && o.code != 3 || !strings.Contains(o.stderr, "*") {
			t.Errorf("a pattern in args was filled in: exit code %d\n%s", o.code, o.stderr)
		}
	})
}

// TestActionRelease downloads a release from a server here, whose checksum must
// be right.
func TestActionRelease(t *testing.T) {
	t.Parallel()
	need(t, "curl", "tar", "awk")
	archive := release(t)
	sum := fmt.Sprintf("%x", sha256.Sum256(archive))
	const name = "offpush_1.2.3_linux_amd64.tar.gz"
	for _, test := range []struct {
		name, version, sums, stderr string
		code                        int
	}{
		{"right", "v1.2.3", sum + "  " + name + "\n", "", 0},
		{"wrong sum", "v1.2.3", strings.Repeat("0", 64) + "  " + name + "\n", "checksum", 3},
		{"no sum", "v1.2.3", sum + "  " + name + ".sbom.json\n", "checksum", 3},
		{"no such release", "v9.9.9", "", "cannot download", 3},
		{"no version", "../x", "", "must be a tag", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/v1.2.3/checksums.txt":
					fmt.Fprint(w, test.sums)
				case "/v1.2.3/" + name:
					_, _ = w.Write(archive)
				default:
					http.NotFound(w, r)
				}
			}))
			defer server.Close()
			o, outputs, _ := use(t, sample(t, "healthy"), map[string]string{"version": test.version}, "OFFPUSH_RELEASES="+server.URL, "no_proxy=127.0.0.1")
			if o.code != test.code || !strings.Contains(o.stderr, test.stderr) || (outputs["exit-code"] == "0") != (test.code == 0) {
				t.Errorf("exit code %d, outputs %q\n%s%s", o.code, outputs, o.stdout, o.stderr)
			}
		})
	}
}

// release is an archive as goreleaser makes it.
func release(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for name, content := range map[string][]byte{"offpush": data, "LICENSE": []byte("x")} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
