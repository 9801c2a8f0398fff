package cmd

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/offpush/offpush/pkg/report"
)

// terminal returns the file behind w when that is a terminal.
func terminal(w io.Writer) (*os.File, bool) {
	if quiet, ok := w.(*quietWriter); ok {
		w = quiet.Writer
	}
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

func (a *app) width(w io.Writer) int {
	if f, ok := terminal(w); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return report.DefaultWidth
}

// colour: not when the user says no, by flag or NO_COLOR; always when
// CLICOLOR_FORCE is set; else when the output is a terminal that can.
func (a *app) colour(w io.Writer) bool {
	if a.noColour || a.Getenv("NO_COLOR") != "" {
		return false
	}
	if force := a.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	f, ok := terminal(w)
	return ok && a.Getenv("TERM") != "dumb" && report.EnableColour(f)
}

// look is how text is shown on standard output.
func (a *app) look() report.Options { return a.lookOn(a.Out) }

// lookOn is how text is shown on w.
func (a *app) lookOn(w io.Writer) report.Options {
	return report.Options{Lang: a.lang, Width: a.width(w), Colour: a.colour(w)}
}
