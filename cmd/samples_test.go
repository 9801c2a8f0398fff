package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSamples judges the whole projects of testdata/projects and compares all
// that is printed with testdata/golden; -update rewrites it.
func TestSamples(t *testing.T) {
	t.Chdir(filepath.Join("..", "testdata", "projects"))
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		want := 0
		if name == "broken" {
			want = 1
		}
		for _, lang := range []string{"zh", "en"} {
			code, out, errs := run(lang, "doctor", name)
			if code != want || errs != "" {
				t.Errorf("doctor %s: exit code %d, want %d; %s", name, code, want, errs)
			}
			golden(t, name+"."+lang+".txt", out)
			_, out, _ = run(lang, "doctor", name, "--format", "json")
			golden(t, name+"."+lang+".json", withoutVersion(t, out))
		}
	}
}

// golden compares with a file beside the projects.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; -update rewrites it:\n%s", name, diff)
	}
}

// withoutVersion replaces the version, which is that of the build.
func withoutVersion(t *testing.T, report string) string {
	t.Helper()
	var v struct{ Tool struct{ Version string } }
	if err := json.Unmarshal([]byte(report), &v); err != nil {
		t.Fatalf("%v in %s", err, report)
	}
	return strings.Replace(report, `"version": "`+v.Tool.Version+`"`, `"version": "VERSION"`, 1)
}
