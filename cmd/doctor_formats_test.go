package cmd_test

import (
	"path/filepath"
	"regexp"
	"testing"
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
