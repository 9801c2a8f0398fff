package report

import (
	"io"
	"os"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/offpush/offpush/pkg/check"
)

// styles paints short pieces of one line. The zero value paints nothing.
//
// Only bold, faint and the 16 colours that every terminal's theme defines are
// used, so that both light and dark backgrounds work without asking the terminal
// which one it has.
type styles struct {
	on                            bool
	bold, faint                   lipgloss.Style
	bad, doubtful, good, neutral  lipgloss.Style
	badBold, doubtBold, goodsBold lipgloss.Style
}

func newStyles(on bool) styles {
	if !on {
		return styles{}
	}
	// A renderer of its own with a fixed profile: the default one would query
	// the terminal.
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	r.SetHasDarkBackground(true)
	colour := func(n string) lipgloss.Style { return r.NewStyle().Foreground(lipgloss.Color(n)) }
	return styles{
		on:        true,
		bold:      r.NewStyle().Bold(true),
		faint:     r.NewStyle().Faint(true),
		bad:       colour("1"),
		doubtful:  colour("3"),
		good:      colour("2"),
		neutral:   colour("6"),
		badBold:   colour("1").Bold(true),
		doubtBold: colour("3").Bold(true),
		goodsBold: colour("2").Bold(true),
	}
}

func (s styles) paint(style lipgloss.Style, text string) string {
	if !s.on || text == "" {
		return text
	}
	return style.Render(text)
}

// of returns the style of a failed result's mark.
func (s styles) of(severity check.Severity) lipgloss.Style {
	switch severity {
	case check.Error:
		return s.badBold
	case check.Warning:
		return s.doubtBold
	}
	return s.neutral
}

// EnableColour makes the console of f understand colours, where that needs a
// call (Windows); it returns false when the console cannot.
func EnableColour(f *os.File) bool {
	_, err := termenv.EnableVirtualTerminalProcessing(termenv.NewOutput(f))
	return err == nil
}
