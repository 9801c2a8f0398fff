package project

import "testing"

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
