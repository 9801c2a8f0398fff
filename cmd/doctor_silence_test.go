package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/check"
)

// TestBaselineNotWritten: why a baseline is not written is told, with a way out
// that leads out, and what stands in its place stays.
func TestBaselineNotWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a", check.BaselineName)
	must(t, os.CopyFS(filepath.Join(dir, "a"), os.DirFS("../testdata/projects/broken")))
	write := func() (int, string) {
		code, _, errs := run("en", "doctor", filepath.Join(dir, "a"), "--write-baseline")
		return code, errs
	}
	must(t, os.WriteFile(path, []byte(`{"version":2}`), 0o600))
	if code, errs := write(); code != 2 || !strings.Contains(errs, "remove it first") || strings.Contains(errs, "by --write-baseline") {
		t.Errorf("%d\n%s", code, errs)
	}
	must(t, os.Remove(path))
	if err := os.Symlink("nowhere.json", path); err != nil {
		t.Skipf("cannot make symbolic links here: %v", err)
	}
	if code, errs := write(); code != 3 || !strings.Contains(errs, "a link to a file that is not there") {
		t.Errorf("%d\n%s", code, errs)
	}
	if to, err := os.Readlink(path); to != "nowhere.json" {
		t.Error("the link is gone", err)
	}
}
