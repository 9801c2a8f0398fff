package manifest

import (
	"bytes"
	"encoding/json"
	"strings"
)

// style is how a document is written around an object.
type style struct {
	data    []byte
	blanked []byte // the same with comments as spaces
	lines   bool   // its members stand on lines of their own
	newline string // the line end
	indent  string // that a member has; of an object without members, that the object's line has
	unit    string // what one level more is indented by
	colon   string // between a name and its value
	gap     string // behind a comma on one line
	pad     string // inside of the braces on one line
}

// styleOf looks at an object, or at a value that is to become one, and around
// it. nameAt is the offset of the name under which it stands, -1 for none.
func (d *Document) styleOf(object *Value, nameAt int) *style {
	data := d.File.Data
	s := &style{data: data, blanked: scan(data, d.textStart()).blanked}
	s.newline = s.lineEndNear(object.start)
	s.colon = s.colonOf(object, d.Root)
	s.pad = " "
	if !strings.Contains(s.colon, " ") {
		s.pad = ""
	}
	s.gap = s.pad
	s.unit = "    "
	if top := d.Root.Members(); len(top) > 0 {
		if at := top[0].NameSpan.Offset; s.firstOnLine(at) && s.indentAt(at) != "" {
			s.unit = s.indentAt(at)
		}
	}
	n := len(object.members)
	if n == 0 {
		s.indent = s.indentAt(object.start)
		inner := object.kind == Object && bytes.ContainsAny(data[object.start:object.end], "\r\n")
		s.lines = s.newline != "" && (inner || nameAt >= 0 && s.firstOnLine(nameAt))
		return s
	}
	last := object.members[n-1].NameSpan.Offset
	s.lines = s.firstOnLine(last)
	s.indent = s.indentAt(last)
	if n > 1 && !s.lines {
		if comma := s.comma(object.members[n-2].Value.end, last); s.isBlank(comma+1, last) {
			s.gap = string(data[comma+1 : last])
		}
	}
	return s
}

// textStart is the offset behind a byte order mark.
func (d *Document) textStart() int {
	if bytes.HasPrefix(d.File.Data, []byte(byteOrderMark)) {
		return len(byteOrderMark)
	}
	return 0
}

// member writes a member, and those below it that further names ask for.
func (s *style) member(names []string, value, indent string) string {
	if len(names) > 1 {
		value = s.object(names[1:], value, indent)
	}
	name, _ := json.Marshal(names[0])
	return string(name) + s.colon + value
}

// object writes an object with one member, as the value of a member with an
// indentation.
func (s *style) object(names []string, value, indent string) string {
	if !s.lines {
		return "{" + s.pad + s.member(names, value, indent) + s.pad + "}"
	}
	child := indent + s.unit
	return "{" + s.newline + child + s.member(names, value, child) + s.newline + indent + "}"
}

// colonOf copies what stands between a name and its value: in the object, else
// at the top.
func (s *style) colonOf(object, root *Value) string {
	for _, v := range []*Value{object, root} {
		for _, m := range v.Members() {
			between := string(s.data[m.NameSpan.EndOffset:m.Value.start])
			if strings.Trim(between, " \t") == ":" {
				return between
			}
		}
	}
	return " : " // as HBuilderX writes
}

// comma returns the offset of the first comma between two offsets, -1 without.
func (s *style) comma(from, to int) int {
	if i := bytes.IndexByte(s.blanked[from:to], ','); i >= 0 {
		return from + i
	}
	return -1
}

// afterComments returns the offset behind the comments that stand behind an
// offset on the same line.
func (s *style) afterComments(at int) int {
	for i := at; i < len(s.data); i++ {
		if s.data[i] == ' ' || s.data[i] == '\t' {
			continue
		}
		end := commentEnd(s.data, i)
		if end <= i || bytes.ContainsAny(s.data[i:end], "\r\n") {
			break
		}
		at, i = end, end-1
	}
	return at
}

// isBlank reports whether nothing but white space stands between two offsets.
func (s *style) isBlank(from, to int) bool {
	return len(bytes.Trim(s.data[from:to], " \t\r\n")) == 0
}

// lineStart is the offset of the first byte of the line.
func (s *style) lineStart(at int) int {
	start := 1 + bytes.LastIndexAny(s.data[:at], "\r\n")
	if start == 0 && bytes.HasPrefix(s.data, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	return start
}

// firstOnLine reports whether nothing but blanks stands before an offset.
func (s *style) firstOnLine(at int) bool {
	start := s.lineStart(at)
	return s.newline != "" && s.isBlank(start, at)
}

// indentAt is the white space that the line of an offset begins with.
func (s *style) indentAt(at int) string {
	line := s.data[s.lineStart(at):at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// lineEndNear is the line end before an offset, else the one behind it; "" in a
// text of one line.
func (s *style) lineEndNear(at int) string {
	i := bytes.LastIndexAny(s.data[:at], "\r\n")
	if i < 0 {
		if i = bytes.IndexAny(s.data[at:], "\r\n"); i < 0 {
			return ""
		}
		if i += at; bytes.HasPrefix(s.data[i:], []byte("\r\n")) {
			i++
		}
	}
	if i > 0 && s.data[i] == '\n' && s.data[i-1] == '\r' {
		return "\r\n"
	}
	return string(s.data[i : i+1])
}
