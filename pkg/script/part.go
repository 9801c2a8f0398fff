package script

import (
	"bytes"
	"strings"
)

// part is a piece of a single-file component at its top level.
type part struct {
	kind       partKind
	start, end int // of the content
	lang       string
	src        extent // value of the src attribute with its quotation marks
	from       string
}

type partKind uint8

const (
	scriptPart  partKind = iota
	otherPart            // template, style, i18n, ...
	commentPart          // <!-- -->
	viewPart             // script that runs in the view and not beside the plugins: renderjs, wxs
)

// split cuts a component into its parts. broken is called for a part without
// an end.
func split(src []byte, broken func(extent)) []part {
	var parts []part
	m := &markup{src: src, limit: len(src)}
	for i := 0; i < len(src); {
		next := bytes.IndexByte(src[i:], '<')
		if next < 0 {
			break
		}
		i += next
		if bytes.HasPrefix(src[i:], []byte("<!--")) {
			end := commentEnd(src, i)
			parts = append(parts, part{kind: commentPart, start: i, end: end})
			i = end
			continue
		}
		t, ok := m.tag(i)
		if !ok || t.closing {
			i++
			continue
		}
		if t.empty {
			if t.name == "script" && t.from != "" {
				parts = append(parts, t.part(t.end, t.end))
			}
			i = t.end
			continue
		}
		end, comments, found := m.contentEnd(t)
		if !found {
			broken(extent{i, t.end})
		}
		parts = append(parts, comments...)
		parts = append(parts, t.part(t.end, end))
		i = max(end, t.end)
		if close, ok := m.tag(i); ok && close.closing {
			i = close.end
		}
	}
	return parts
}

func commentEnd(src []byte, i int) int {
	if n := bytes.Index(src[i+4:], []byte("-->")); n >= 0 {
		return i + 4 + n + 3
	}
	return len(src)
}

// contentEnd returns the end of what stands in the element, and the comments
// in it. The content of a template is HTML, with templates in templates; that
// of all others is text up to the closing tag.
func (m *markup) contentEnd(t tag) (end int, comments []part, found bool) {
	src := m.src
	if t.name != "template" || t.lang != "" && t.lang != "html" {
		return textEnd(src, t.end, t.name)
	}
	last := -1
	depth := 1
	for i := t.end; i < len(src); {
		next := bytes.IndexByte(src[i:], '<')
		if next < 0 {
			break
		}
		i += next
		if bytes.HasPrefix(src[i:], []byte("<!--")) {
			end := commentEnd(src, i)
			comments = append(comments, part{kind: commentPart, start: i, end: end})
			i = end
			continue
		}
		in, ok := m.tag(i)
		if !ok {
			i++
			continue
		}
		switch {
		case in.name != "template" || in.empty:
		case in.closing:
			last = i
			if depth--; depth == 0 {
				return i, comments, true
			}
		default:
			depth++
		}
		i = in.end
	}
	if last < 0 {
		return len(src), comments, false
	}
	// Some inner template is not closed: the last closing tag ends the part.
	for len(comments) > 0 && comments[len(comments)-1].start > last {
		comments = comments[:len(comments)-1]
	}
	return last, comments, true
}

// textEnd finds </name, whatever its case.
func textEnd(src []byte, from int, name string) (int, []part, bool) {
	for i := from; ; {
		next := bytes.Index(src[i:], []byte("</"))
		if next < 0 {
			return len(src), nil, false
		}
		i += next
		if rest := src[i+2:]; len(rest) >= len(name) && bytes.EqualFold(rest[:len(name)], []byte(name)) &&
			(len(rest) == len(name) || !isTagName(rest[len(name)])) {
			return i, nil, true
		}
		i += 2
	}
}

// tag is an opening or closing tag.
type tag struct {
	name    string // lower case
	closing bool
	empty   bool // <name ... />
	end     int
	lang    string
	from    string
	src     extent
}

func (t tag) part(start, end int) part {
	p := part{kind: otherPart, start: start, end: end, lang: t.lang, src: t.src, from: t.from}
	if t.name == "script" {
		p.kind = scriptPart
		switch t.lang {
		case "renderjs", "wxs", "sjs", "filter":
			p.kind = viewPart
		}
	}
	return p
}

func isTagName(c byte) bool {
	return isNameStart(c) || isDigit(c) || c == '-' || c == ':' || c == '.'
}

// markup reads tags.
type markup struct {
	src   []byte
	limit int // how long a tag may be
}

// maxTag is how long a tag may be once one was found that does not end at all,
// so that a text of such tags costs no square of its length.
const maxTag = 500

// tag reads the tag at i with its attributes.
func (m *markup) tag(i int) (t tag, ok bool) {
	src := m.src[:min(len(m.src), i+m.limit)]
	j := i + 1
	if j < len(src) && src[j] == '/' {
		t.closing = true
		j++
	}
	start := j
	for j < len(src) && isTagName(src[j]) {
		j++
	}
	if j == start || !isNameStart(src[start]) {
		return t, false
	}
	t.name = strings.ToLower(string(src[start:j]))
	for j < len(src) {
		switch c := src[j]; {
		case c == '>':
			t.end = j + 1
			return t, true
		case c == '/' && j+1 < len(src) && src[j+1] == '>':
			t.empty = true
			t.end = j + 2
			return t, true
		case c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			j++
		default:
			j = t.attribute(src, j)
		}
	}
	m.limit = maxTag
	return t, false
}

// attribute reads name=value at i and returns its end.
func (t *tag) attribute(src []byte, i int) int {
	start := i
	for i++; i < len(src) && strings.IndexByte("=> \t\r\n\f", src[i]) < 0 && !(src[i] == '/' && i+1 < len(src) && src[i+1] == '>'); i++ {
	}
	name := string(src[start:i])
	j := skipSpace(src, i)
	if j >= len(src) || src[j] != '=' {
		return i
	}
	j = skipSpace(src, j+1)
	if j >= len(src) {
		return j
	}
	whole := extent{j, j}
	value := ""
	if q := src[j]; q == '"' || q == '\'' {
		n := bytes.IndexByte(src[j+1:], q)
		if n < 0 {
			return len(src)
		}
		value = string(src[j+1 : j+1+n])
		whole.end = j + n + 2
	} else {
		for whole.end < len(src) && strings.IndexByte("> \t\r\n\f", src[whole.end]) < 0 {
			whole.end++
		}
		value = string(src[j:whole.end])
	}
	switch name {
	case "lang":
		t.lang = value
	case "src":
		t.from, t.src = value, whole
	}
	return whole.end
}

func skipSpace(src []byte, i int) int {
	for i < len(src) && strings.IndexByte(" \t\r\n\f", src[i]) >= 0 {
		i++
	}
	return i
}
