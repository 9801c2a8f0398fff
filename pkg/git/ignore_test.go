package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIgnores(t *testing.T) {
	dir := lay(t, map[string]string{
		".git/":      "",
		".gitignore": "# comment\r\nnode_modules/\r\n*.aar\n/app/only-here\n\nunpackage\nsecret/*\n!secret/keep.json\n\\#odd\ntrailing   \n",
		// The project is a sub-folder of the checkout.
		"app/.gitignore":     "/manifest.json\n!*.keep.aar\nnativeplugins/*/android/libs/\n",
		"app/sub/.gitignore": "local.json\n",
		"app/pages.json":     "{}",
	})
	g := NewIgnores(filepath.Join(dir, "app"))
	for rel, want := range map[string]bool{
		"manifest.json":                         true,
		"src/manifest.json":                     false, // anchored
		"node_modules/x/package.json":           true,
		"nativeplugins/p/android/a.aar":         true,
		"nativeplugins/p/android/a.keep.aar":    false, // a nearer rule takes it back
		"nativeplugins/p/android/libs/a.jar":    true,
		"nativeplugins/p/android/assets/a.json": false,
		"only-here":                             true,
		"x/only-here":                           false,
		"unpackage":                             true,
		"unpackage/a/b":                         true,
		"secret/a.json":                         false, // the rule is anchored at the checkout's top by its slash
		"sub/local.json":                        true,
		"local.json":                            false,
		"#odd":                                  true,
		"trailing":                              true,
		"pages.json":                            false,
	} {
		if got := g.Covers(rel); got != want {
			t.Errorf("%s: ignored %v, want %v", rel, got, want)
		}
	}
	// Outside of a checkout the project's own rules still say what is kept out.
	loose := lay(t, map[string]string{".gitignore": "/nativeplugins/\n!/nativeplugins/x\n"})
	g = NewIgnores(loose)
	if !g.Covers("nativeplugins/x/package.json") {
		t.Error("what lies in an ignored folder cannot be taken back")
	}
}

// lay writes files below a new folder; a name with a slash at its end is a folder.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
