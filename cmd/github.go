package cmd

import (
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/report"
)

// inGitHub reports whether this is a step of GitHub Actions.
func (a *app) inGitHub() bool {
	v := a.Getenv("GITHUB_ACTIONS")
	return v != "" && v != "false"
}

// quieten keeps what all commands print from being commands to GitHub's runner.
func (a *app) quieten() {
	out := report.Quiet
	if wantsJSON(a.args) {
		out = report.QuietJSON
	}
	a.Out = &quietWriter{Writer: a.Out, quiet: out}
	a.Err = &quietWriter{Writer: a.Err, quiet: report.Quiet}
}

// quietWriter quiets what goes through it, also where a line comes in pieces.
type quietWriter struct {
	io.Writer
	quiet func(string) string

	mu   sync.Mutex
	line string // what was written of the unfinished line, or its end
}

// lineKept is how much of an unfinished line is remembered: a command begins with
// a few characters, behind blanks.
const lineKept = 100

func (w *quietWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.line + string(p)
	if _, err := io.WriteString(w.Writer, w.quiet(s)[len(w.quiet(w.line)):]); err != nil {
		return 0, err
	}
	w.line = s[strings.LastIndexAny(s, "\r\n")+1:]
	if more := len(w.line) - lineKept; more > 0 {
		w.line = strings.TrimLeftFunc(w.line[more:], func(r rune) bool { return r == utf8.RuneError })
	}
	return len(p), nil
}
