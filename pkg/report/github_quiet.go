package report

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"sync"
)

// GitHub's runner takes lines of a step's output for commands: those that begin
// with "::", behind white space of any kind, and those that have "##[" anywhere
// (ActionCommand in github.com/actions/runner). Text that quotes a project's
// files, names them, or repeats what a vendor said may have such lines. What is
// here keeps them from being commands; nothing else changes.

// Quiet is for text that people read: blanks go between.
func Quiet(s string) string { return quieted(s, ": :", "## [") }

// QuietJSON is for JSON, whose value stays.
func QuietJSON(s string) string { return quieted(s, `:\u003a`, `##\u005b`) }

// QuietXML is for XML, whose value stays, too. Sections of CDATA know no escapes:
// they are divided.
func QuietXML(s string) string {
	const begin, end = "<![CDATA[", "]]>"
	var b strings.Builder
	for {
		markup, rest, found := strings.Cut(s, begin)
		b.WriteString(quieted(markup, "&#58;:", "##&#91;"))
		if !found {
			return b.String()
		}
		var data string
		data, s, _ = strings.Cut(rest, end)
		b.WriteString(begin + quieted(data, ":"+end+begin+":", "##"+end+begin+"[") + end)
	}
}

// quieted replaces the "::" that a line begins with, and "##[". In text and JSON
// the replacements begin as what they replace, but for its last character: what
// was written of a line before that came stays right.
func quieted(s, colons, hashes string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##[") {
		return s
	}
	return commandStart().ReplaceAllString(strings.ReplaceAll(s, "##[", hashes), "${1}"+colons)
}

// commandStart is where a line becomes a command.
var commandStart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`((?:^|[\r\n])[\s\p{Z}\x{85}]*)::`) })

// QuietPatch is for a patch, whose lines cannot change: the runner is told to take
// no commands until it is over. patch and git apply pass over lines that are not
// the patch's. What resumes is a hash, which the patch cannot hold itself.
func QuietPatch(s string) string {
	if Quiet(s) == s {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	resume := hex.EncodeToString(sum[:])
	return "::stop-commands::" + resume + "\n" + s + "::" + resume + "::\n"
}
