package main

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// piece is a part of a line with one style, whose characters are equally wide.
type piece struct {
	text   string
	column int
	style  string // attributes of SVG
	kind   int
}

// attributes are what the codes of the terminal look like; report uses no others.
var attributes = map[string]string{
	"1":  ` font-weight="bold"`,
	"2":  ` fill-opacity="0.6"`,
	"31": ` fill="#ff7b72"`,
	"32": ` fill="#7ee787"`,
	"33": ` fill="#e3b341"`,
	"36": ` fill="#79c0ff"`,
}

// split cuts a line into pieces. A code that it does not know is an error, so
// that the picture shows what the terminal shows.
func split(line string) ([]piece, error) {
	var pieces []piece
	column, style := 0, ""
	for line != "" {
		codes, rest, ok := escape(line)
		if ok {
			style = ""
			for _, code := range codes {
				attribute, known := attributes[code]
				if !known && code != "0" {
					return nil, fmt.Errorf("code %q of the terminal is not known", code)
				}
				style += attribute
			}
			line = rest
			continue
		}
		r := []rune(line)[0]
		if n := len(pieces); n > 0 && pieces[n-1].joins(r, style) {
			pieces[n-1].text += string(r)
		} else {
			pieces = append(pieces, piece{string(r), column, style, kindOf(r)})
		}
		column += text.RuneWidth(r)
		line = line[len(string(r)):]
	}
	return pieces, nil
}

// escape takes a sequence that sets the style from the beginning of a line.
func escape(line string) (codes []string, rest string, ok bool) {
	if line, ok = strings.CutPrefix(line, "\x1b["); !ok {
		return nil, "", false
	}
	list, rest, ok := strings.Cut(line, "m")
	return strings.Split(list, ";"), rest, ok
}

// The kinds of characters.
const (
	plain  = iota // of the monospace font
	wide          // two cells
	symbol        // one cell, but often from another font: a piece of its own
)

func kindOf(r rune) int {
	switch {
	case r < 0x80:
		return plain
	case text.RuneWidth(r) == 2:
		return wide
	}
	return symbol
}

func (p piece) joins(r rune, style string) bool {
	return p.style == style && p.kind == kindOf(r) && p.kind != symbol
}
