package repair

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/disk"
)

// TestNotWritable: a repair that the disk would refuse is left out with the
// reason while everything else is done, and the report is about that: what a dry
// run says comes true.
func TestNotWritable(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]string{
		"push.js":       "config-keys",
		"manifest.json": "push-module unipush-off",
		"nativeplugins": "plugin-folder",
		"nativeplugins/tencentcloud-tuiofflinepush/android": "agconnect-file",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, broken)
			locked, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(name)))
			must(t, err)
			d := disk.Real()
			d.Writable = func(name string) error {
				if strings.HasSuffix(name, strings.TrimPrefix(locked, filepath.Dir(dir))) {
					return &os.PathError{Op: "open", Path: name, Err: os.ErrPermission}
				}
				_, err := os.Stat(name)
				return err
			}
			p, err := makeOn(d, dir, judge(dir))
			must(t, err)
			if got := rules(p.Left); got != left {
				t.Errorf("left %q, want %q", got, left)
			}
			for _, item := range p.Left {
				if item.Why.EN != "permission denied" {
					t.Error(item.Why)
				}
			}
			if p.Empty() {
				t.Error("nothing is done")
			}
			must(t, p.Apply())
			now, err := judge(dir)(nil)
			must(t, err)
			if diff := cmp.Diff(p.Report.Summary, now.Summary); diff != "" {
				t.Error("planned and real", diff)
			}
		})
	}
}
