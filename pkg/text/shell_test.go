package text

import "testing"

func TestShellWord(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"doctor": "doctor", "--format=json": "--format=json", "目录": "目录",
		"my app": `"my app"`, "": `""`, "it's": `"it's"`, "a$b": `'a$b'`, `a"b'c`: `'a"b'\''c'`,
		"wow!": `'wow!'`, `a\b`: `'a\b'`,
	} {
		if got := shellWord(word, '/'); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
	for word, want := range map[string]string{`C:\app`: `C:\app`, `C:\my app`: `"C:\my app"`} {
		if got := shellWord(word, '\\'); got != want {
			t.Errorf("%q on Windows: %s, want %s", word, got, want)
		}
	}
}
