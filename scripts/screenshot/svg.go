package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// The sizes, in SVG's units. A cell is what a character of a monospace font takes.
const (
	fontSize   = 14
	cellWidth  = 8.4
	lineHeight = 20
	padding    = 18
	barHeight  = 34
	columns    = 80
)

const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace"

// draw makes a picture of lines with colours.
func draw(title string, lines []string) ([]byte, error) {
	var b bytes.Buffer
	width, height := columns*cellWidth+2*padding, float64(barHeight+len(lines)*lineHeight+padding)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g" role="img" aria-label="%[3]s">`+"\n", width, height, escaped(title))
	b.WriteString("<!-- Written by go run ./scripts/screenshot. Do not edit. -->\n")
	fmt.Fprintf(&b, `<rect width="%g" height="%g" rx="8" fill="#0d1117"/>`+"\n", width, height)
	for i, colour := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="6" fill="%s"/>`+"\n", padding+6+i*20, barHeight/2, colour)
	}
	fmt.Fprintf(&b, `<g font-family="%s" font-size="%d" fill="#e6edf3" xml:space="preserve">`+"\n", fonts, fontSize)
	for i, line := range lines {
		pieces, err := split(line)
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
			p.draw(&b, barHeight+i*lineHeight+fontSize)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes(), nil
}

// fits are the attributes that make pieces fit: the font's Chinese characters are
// as wide as they are high, which is less than two cells.
var fits = map[int]string{
	plain:  ` lengthAdjust="spacingAndGlyphs"`,
	symbol: ` lengthAdjust="spacingAndGlyphs"`,
	wide:   ` font-size="15" letter-spacing="1.8"`,
}

// draw puts a piece into its cells, whatever font the reader has.
func (p piece) draw(b *bytes.Buffer, y int) {
	content := strings.TrimLeft(p.text, " ")
	column := p.column + text.Width(p.text) - text.Width(content)
	content = strings.TrimRight(content, " ")
	if content == "" {
		return
	}
	fmt.Fprintf(b, `<text x="%g" y="%d" textLength="%g"%s%s>%s</text>`+"\n",
		round(padding+float64(column)*cellWidth), y, round(float64(text.Width(content))*cellWidth), fits[p.kind], p.style, escaped(content))
}

// round leaves one digit behind the point, as the arithmetic of machines differs.
func round(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
