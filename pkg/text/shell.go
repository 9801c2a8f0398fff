package text

import "strings"

// ShellWord is a word as a shell takes it, in a command line to be copied.
func ShellWord(word string) string {
	special := func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("\"'`$&|;<>()*?[]{}!#~^", r)
	}
	switch {
	case word != "" && !strings.ContainsFunc(word, special):
		return word
	case strings.ContainsRune(word, '"') || strings.ContainsAny(word, "$`"):
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return `"` + word + `"`
}
