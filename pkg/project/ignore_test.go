package project

import (
	"path/filepath"
	"testing"
)

func TestIgnoreRules(t *testing.T) {
	dir := write(t, map[string]string{
		".git/":      "",
		".gitignore": "# comment\r\nnode_modules/\r\n*.aar\n/app/only-here\n\nunpackage\nsecret/*\n!secret/keep.json\n\\#odd\ntrailing   \n",
		// The project is a sub-folder of the checkout.
		"app/.gitignore":     "/manifest.json\n!*.keep.aar\nnativeplugins/*/android/libs/\n",
		"app/sub/.gitignore": "local.json\n",
		"app/pages.json":     "{}",
	})
	g := &ignoreRules{root: filepath.Join(dir, "app")}
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
		if got := g.covers(rel); got != want {
			t.Errorf("%s: ignored %v, want %v", rel, got, want)
		}
	}
	// Outside of a checkout the project's own rules still say what is kept out.
	loose := write(t, map[string]string{".gitignore": "/nativeplugins/\n!/nativeplugins/x\n"})
	g = &ignoreRules{root: loose}
	if !g.covers("nativeplugins/x/package.json") {
		t.Error("what lies in an ignored folder cannot be taken back")
	}
}

func TestIgnoredState(t *testing.T) {
	dir := write(t, map[string]string{".gitignore": "nativeplugins\n", "nativeplugins/here/a": "x"})
	tr := open(t, dir)
	for rel, want := range map[string]State{
		"nativeplugins/here/a":   Present, // there all the same
		"nativeplugins/" + "not": Ignored,
		"other":                  Absent,
	} {
		if _, got, _ := tr.stat(rel); got != want {
			t.Errorf("%s: state %d, want %d", rel, got, want)
		}
	}
}
