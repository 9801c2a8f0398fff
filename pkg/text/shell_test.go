package text_test

import (
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

func TestShellWord(t *testing.T) {
	for word, want := range map[string]string{
		"doctor": "doctor", "--format=json": "--format=json", "目录": "目录", `C:\app`: `C:\app`,
		"my app": `"my app"`, "": `""`, "it's": `"it's"`, "a$b": `'a$b'`, `a"b'c`: `'a"b'\''c'`,
	} {
		if got := text.ShellWord(word); got != want {
			t.Errorf("ShellWord(%q) = %s, want %s", word, got, want)
		}
	}
}
