package project

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// lay writes a txtar archive into a new folder and returns the folder, with its
// links resolved so that paths compare.
func lay(t testing.TB, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, dir, f.Name, string(f.Data))
	}
	return dir
}

// put writes one file, and the folders on its way. A name that ends with a slash
// is a folder.
func put(t testing.TB, dir, name, data string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if strings.HasSuffix(name, "/") {
		full = filepath.Join(full, "x")
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, "/") {
		return
	}
	if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// symlink makes a symbolic link, or skips the test where that is not allowed.
func symlink(t testing.TB, to, dir, name string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, full); err != nil {
		t.Skipf("cannot make symbolic links here: %v", err)
	}
}

// lock takes all permissions from a file or folder, or skips the test.
func lock(t testing.TB, dir, name string) {
	t.Helper()
	if os.Geteuid() <= 0 {
		t.Skip("permissions stop nobody here: running as root, or on a system without them")
	}
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.Chmod(full, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(full, 0o755) })
}

// openProject lays an archive out as a project and reads it.
func openProject(t testing.TB, archive string) *Project {
	t.Helper()
	p, err := Open(lay(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// bare is the least that makes an HBuilderX project.
const bare = `
-- manifest.json --
{"name":"shop","appid":"__UNI__A1B2C3D","vueVersion":"3","app-plus":{}}
-- pages.json --
{"pages":[{"path":"pages/index/index"}],"subPackages":[{"root":"pkg","pages":[{"path":"chat/chat"}]}]}
-- App.vue --
<script>
export default {}
</script>
-- main.js --
import App from './App.vue'
`
