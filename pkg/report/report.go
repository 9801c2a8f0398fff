// Package report shows what pkg/check found: one renderer a file. A renderer
// decides nothing; all it does is to put a [check.Report] into a form.
//
// [Text] is for people, [JSON] for programs; [Rule], [Rules] and [Page] print the
// papers that `offpush explain` is asked for. The same input gives the same
// bytes, whatever the terminal.
package report

import (
	"bytes"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Widths between which text is wrapped.
const (
	MinWidth     = 40
	MaxWidth     = 100
	DefaultWidth = 80 // when the output is no terminal
)

// Options say how text looks.
type Options struct {
	Lang text.Lang
	// Width of a line in cells; brought between MinWidth and MaxWidth, 0 means
	// DefaultWidth.
	Width   int
	Colour  bool
	Verbose bool // also what passed and what does not apply
	// Again is the command that runs this check again, Repair the one that shows
	// what can be repaired by itself; "" for none.
	Again, Repair string
}

// page is a text under construction.
type page struct {
	bytes.Buffer
	Options
	styles
}

func newPage(o Options) *page {
	if o.Width == 0 {
		o.Width = DefaultWidth
	}
	o.Width = min(max(o.Width, MinWidth), MaxWidth)
	return &page{Options: o, styles: newStyles(o.Colour)}
}

// say is a text in the page's language.
func (p *page) say(t text.Text) string { return t.In(p.Lang) }

// line writes one line as it is.
func (p *page) line(indent int, parts ...string) {
	s := strings.Join(parts, "")
	if s != "" {
		p.WriteString(strings.Repeat(" ", indent))
		p.WriteString(s)
	}
	p.WriteByte('\n')
}

// gap writes an empty line unless the page is empty or has one already.
func (p *page) gap() {
	if b := p.Bytes(); len(b) > 0 && !bytes.HasSuffix(b, []byte("\n\n")) {
		p.WriteByte('\n')
	}
}

// paragraph writes wrapped text behind a label; the following lines stand below
// the text. Both may be painted.
func (p *page) paragraph(indent int, label string, paintLabel func(string) string, s string, paint func(string) string) {
	column := indent + text.Width(label)
	for i, l := range text.Wrap(s, p.Width-column) {
		switch {
		case i == 0 && label != "":
			p.line(indent, paintLabel(label), paint(l))
		default:
			p.line(column, paint(l))
		}
	}
}

// strong writes a paragraph that stands out.
func (p *page) strong(s string) {
	p.paragraph(0, "", plain, s, func(l string) string { return p.paint(p.bold, l) })
}

// visible makes a text safe to print, line by line.
func visible(s string) string {
	if !strings.Contains(s, "\n") {
		return text.Visible(s)
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = text.Visible(strings.ReplaceAll(lines[i], "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

func plain(s string) string { return s }
