package cmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/cmd"
)

// fixRun runs doctor --fix on copies of the broken sample in the folders that are
// named. Whenever a project is judged, the manifest.json of busy grows.
func fixRun(t *testing.T, dir, busy string, folders []string, args ...string) (code int, out, errs string) {
	t.Helper()
	for _, f := range folders {
		must(t, os.CopyFS(filepath.Join(dir, f), os.DirFS("../testdata/projects/broken")))
	}
	var stdout, stderr bytes.Buffer
	code = cmd.Main(append([]string{"offpush", "doctor", dir, "--fix"}, args...), cmd.Streams{
		In: strings.NewReader(""), Out: &stdout, Err: &stderr,
		Getenv: func(name string) string { return map[string]string{"OFFPUSH_LANG": "en"}[name] },
		Now: func() time.Time {
			if busy != "" {
				f, err := os.OpenFile(filepath.Join(dir, busy, "manifest.json"), os.O_WRONLY|os.O_APPEND, 0)
				must(t, err)
				_, err = f.WriteString("\n")
				must(t, err)
				must(t, f.Close())
			}
			return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		},
	})
	return code, stdout.String(), stderr.String()
}

// TestFixOneOfSeveral: a project that cannot be written is said to be as it was,
// and only that; the others are repaired, and all are in the report.
func TestFixOneOfSeveral(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, out, errs := fixRun(t, dir, "b", []string{"a", "b", "c"}, "--all", "--format", "json", "--write-baseline")
	if code != 3 {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	var report struct{ Reports []struct{ Version int } }
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Reports) != 3 {
		t.Errorf("%v\n%s", err, out)
	}
	for _, want := range []string{"b/manifest.json: the file has just been changed by somebody else", "all files of the project", "repaired push-module (", "the baseline was not written"} {
		if !strings.Contains(filepath.ToSlash(errs), want) {
			t.Errorf("no %q in\n%s", want, errs)
		}
	}
	if strings.Count(errs, "as they were") != 1 || strings.Count(errs, "repaired push-module (") != 2 {
		t.Error(errs)
	}
	for folder, want := range map[string]bool{"a": true, "b": false, "c": true} {
		data, err := os.ReadFile(filepath.Join(dir, folder, "manifest.json"))
		must(t, err)
		if got := strings.Contains(string(data), `"Push" : {}`); got != want {
			t.Errorf("%s is repaired: %v, want %v", folder, got, want)
		}
		if _, err := os.Stat(filepath.Join(dir, folder, ".offpush-baseline.json")); err == nil {
			t.Errorf("%s has a baseline", folder)
		}
	}
}

// TestFixNewBase: who repairs code alone need not make the custom base again.
func TestFixNewBase(t *testing.T) {
	t.Parallel()
	for only, want := range map[string]bool{"config-keys": false, "push-module,unipush-off": true, "agconnect-file": true} {
		_, _, errs := fixRun(t, t.TempDir(), "", []string{"a"}, "--only", only)
		if got := strings.Contains(errs, "custom base"); got != want || !strings.Contains(errs, "repaired "+strings.Split(only, ",")[0]) {
			t.Errorf("%s: %v, want %v\n%s", only, got, want, errs)
		}
	}
}
