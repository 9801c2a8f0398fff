//go:build unix

package disk_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/offpush/offpush/internal/disk"
)

// TestReplaceKeepsOwner: what root replaces stays the user's.
func TestReplaceKeepsOwner(t *testing.T) {
	t.Parallel()
	const uid, gid = 1234, 4321
	path := filepath.Join(t.TempDir(), "x")
	must(t, os.WriteFile(path, []byte("one"), 0o600))
	if err := os.Chown(path, uid, gid); err != nil {
		t.Skipf("only root gives files away: %v", err)
	}
	must(t, disk.Real().Replace(path, []byte("two")))
	holds(t, path, "two", 1)
	info, err := os.Stat(path)
	must(t, err)
	if s, ok := info.Sys().(*syscall.Stat_t); !ok || s.Uid != uid || s.Gid != gid {
		t.Errorf("%+v", info.Sys())
	}
}
