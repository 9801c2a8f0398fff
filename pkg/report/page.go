package report

import (
	"io"
	"strings"

	"github.com/offpush/offpush/pkg/check"
)

// Page writes a page of the papers: the checklist, or how to get a token.
func Page(w io.Writer, page check.Page, o Options) error {
	p := newPage(o)
	p.strong(p.say(page.Title))
	for _, s := range page.Sections {
		p.heading(s.Title)
		for _, item := range s.Items {
			p.paragraph(2, markInfo+" ", plain, p.say(item.Text), plain)
			if item.Code.In(p.Lang) != "" {
				p.gap()
				p.code(6, p.say(item.Code))
				p.gap()
			}
			if item.Link != "" {
				p.line(4, p.paint(p.neutral, item.Link))
			}
		}
	}
	_, err := w.Write(append([]byte(strings.TrimRight(p.String(), "\n")), '\n'))
	return err
}

func splitLines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }
