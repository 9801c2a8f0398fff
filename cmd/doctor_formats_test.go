package cmd_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var driverVersion = regexp.MustCompile(`("name": "offpush",\s+"version": )"[^"]*"`)

// TestFormatsOfSample compares what each format prints of the broken sample with
// testdata/golden; -update rewrites it.
func TestFormatsOfSample(t *testing.T) {
	t.Chdir(filepath.Join("..", "testdata", "projects"))
	for format, ending := range map[string]string{
		"sarif": "sarif", "junit": "junit.xml", "github": "github.txt", "gitlab": "gitlab.json",
		"checkstyle": "checkstyle.xml", "agent": "agent.txt",
	} {
		for _, lang := range []string{"zh", "en"} {
			code, out, errs := run(lang, "doctor", "broken", "--format", format)
			if code != 1 || errs != "" {
				t.Errorf("%s: exit code %d; %s", format, code, errs)
			}
			golden(t, "broken."+lang+"."+ending, driverVersion.ReplaceAllString(out, `$1"VERSION"`))
		}
	}
}

var fingerprint = regexp.MustCompile(`"(?:fingerprint|offpush/v1)": "([0-9a-f]{32})"`)

// TestFingerprintsSurviveShifts: what SARIF and GitLab know a finding by stays when
// lines move.
func TestFingerprintsSurviveShifts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "app")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "projects", "broken"))); err != nil {
		t.Fatal(err)
	}
	of := func(format string) []string {
		_, out, _ := run("en", "doctor", dir, "--format", format)
		var all []string
		for _, m := range fingerprint.FindAllStringSubmatch(out, -1) {
			all = append(all, m[1])
		}
		slices.Sort(all)
		return all
	}
	before := map[string][]string{"sarif": of("sarif"), "gitlab": of("gitlab")}
	for _, name := range []string{"manifest.json", "App.vue", "package.json"} {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append([]byte("\n\n"), data...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for format, want := range before {
		got := of(format)
		if diff := cmp.Diff(want, got); diff != "" || len(want) < 10 {
			t.Errorf("%s: %d fingerprints; %s", format, len(want), diff)
		}
		if n := len(slices.Compact(slices.Clone(got))); n != len(got) {
			t.Errorf("%s: %d of %d fingerprints differ", format, n, len(got))
		}
	}
}
