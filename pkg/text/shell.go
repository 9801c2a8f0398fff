package text

import (
	"path/filepath"
	"strings"
)

// ShellWord is a word as a shell takes it, in a command line to be copied.
func ShellWord(word string) string { return shellWord(word, filepath.Separator) }

// shellWord: a backslash is a letter like others where it does not part folders, as
// on Windows, whose Command Prompt knows no single quotes.
func shellWord(word string, separator rune) string {
	verbatim := "\"$`!"
	if separator != '\\' {
		verbatim += `\`
	}
	special := func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("\"'`$&|;<>()*?[]{}!#~^", r)
	}
	switch {
	case word != "" && !strings.ContainsFunc(word, special) && !strings.ContainsAny(word, verbatim):
		return word
	case strings.ContainsAny(word, verbatim):
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return `"` + word + `"`
}
