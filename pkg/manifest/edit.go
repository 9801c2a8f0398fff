package manifest

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// Change is an edit of a text: the bytes from Start up to End become Text.
type Change struct {
	Start, End int
	Text       string
}

// Apply returns a text with changes, of which no two may touch the same bytes.
func Apply(data []byte, changes ...Change) []byte {
	sorted := slices.Clone(changes)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Start < sorted[j].Start })
	var out []byte
	at := 0
	for _, c := range sorted {
		out = append(out, data[at:c.Start]...)
		out = append(out, c.Text...)
		at = c.End
	}
	return append(out, data[at:]...)
}

// Set returns the changes by which the members that the names lead to get a
// value, given as JSON. Objects that are missing on the way are made, and what
// says nothing there (null, false) gives way to one; it reports false where
// something else stands in the way. A new member comes behind the others and is
// written as they are: with their indentation, line ends and blanks. Comments
// stay, and stay with their members.
func (d *Document) Set(value string, names ...string) ([]Change, bool) {
	v := d.Root
	nameAt := -1 // of the member that holds v
	for i, name := range names {
		if v.Kind() != Object {
			if v == nil || v.Truthy() || i == 0 {
				return nil, false
			}
			s := d.styleOf(v, nameAt)
			return []Change{{v.start, v.end, s.object(names[i:], value, s.indent)}}, true
		}
		m, ok := v.Find(name)
		if !ok {
			return d.insert(v, nameAt, names[i:], value), true
		}
		v, nameAt = m.Value, m.NameSpan.Offset
	}
	return []Change{{v.start, v.end, value}}, v != nil
}

// insert adds a member to an object: names[0], with objects for further names.
func (d *Document) insert(object *Value, nameAt int, names []string, value string) []Change {
	s := d.styleOf(object, nameAt)
	if len(object.members) == 0 {
		return s.insertFirst(object, names, value)
	}
	end := object.members[len(object.members)-1].Value.end
	comma := s.comma(end, object.end)
	at := end
	if comma >= 0 {
		at = comma + 1
	}
	if !s.lines {
		text := s.gap + s.member(names, value, s.indent)
		if comma < 0 {
			text = "," + text
		}
		return []Change{{at, at, text}}
	}
	text := s.newline + s.indent + s.member(names, value, s.indent)
	behind := s.afterComments(at)
	switch {
	case comma >= 0:
		return []Change{{behind, behind, text}}
	case behind == end:
		return []Change{{end, end, "," + text}}
	}
	return []Change{{end, end, ","}, {behind, behind, text}}
}

// insertFirst adds the first member of an object, in front of comments that
// stand in it on lines of their own.
func (s *style) insertFirst(object *Value, names []string, value string) []Change {
	start, end := object.start+1, object.end-1
	inner := s.data[start:end]
	blank := len(bytes.Trim(inner, " \t\r\n")) == 0
	if !s.lines {
		text := s.pad + s.member(names, value, s.indent)
		if blank {
			return []Change{{start, end, text + s.pad}}
		}
		return []Change{{start, start, text}}
	}
	child := s.indent + s.unit
	text := s.newline + child + s.member(names, value, child)
	if blank {
		return []Change{{start, end, text + s.newline + s.indent}}
	}
	behind := s.afterComments(start)
	return []Change{{behind, behind, text}}
}

// Unset returns the changes that remove the member which the names lead to; it
// reports false when there is none. Of duplicates the last goes, which is the
// one that counts. Comments around it stay.
func (d *Document) Unset(names ...string) ([]Change, bool) {
	last := len(names) - 1
	object := d.Root.Get(names[:last]...)
	i := -1
	for n, m := range object.Members() {
		if m.Name == names[last] {
			i = n
		}
	}
	if i < 0 {
		return nil, false
	}
	s := d.styleOf(object, -1)
	return s.remove(object, i), true
}

// remove takes out member i, with one of the commas around it.
func (s *style) remove(object *Value, i int) []Change {
	m := object.members[i]
	start, end := m.NameSpan.Offset, m.Value.end
	limit := object.end
	if i+1 < len(object.members) {
		limit = object.members[i+1].NameSpan.Offset
	}
	comma := s.comma(end, limit)
	switch {
	case len(object.members) == 1:
		return s.removeOnly(object, start, end, comma)
	case comma >= 0:
		if !s.isBlank(end, comma) {
			return []Change{{start, end, ""}, {comma, comma + 1, ""}}
		}
		return []Change{s.tidy(start, comma+1)}
	}
	before := s.comma(object.members[i-1].Value.end, start)
	rest := bytes.TrimLeft(s.data[end:], " \t")
	commented := len(rest) > 0 && rest[0] == '/'
	if s.isBlank(before+1, start) && !commented {
		return []Change{{before, end, ""}}
	}
	return []Change{{before, before + 1, ""}, s.tidy(start, end)}
}

func (s *style) removeOnly(object *Value, start, end, comma int) []Change {
	changes := []Change{{start, end, ""}}
	behind := end
	if comma >= 0 {
		changes = append(changes, Change{comma, comma + 1, ""})
		behind = comma + 1
	}
	between := comma < 0 || s.isBlank(end, comma)
	if between && s.isBlank(object.start+1, start) && s.isBlank(behind, object.end-1) {
		return []Change{{object.start + 1, object.end - 1, ""}}
	}
	return changes
}

// tidy removes a piece with its whole lines, where nothing else stands on them,
// else with the blanks behind it.
func (s *style) tidy(start, end int) Change {
	line := s.lineStart(start)
	behind := end
	for behind < len(s.data) && (s.data[behind] == ' ' || s.data[behind] == '\t') {
		behind++
	}
	rest := string(s.data[behind:min(behind+2, len(s.data))])
	switch {
	case !s.isBlank(line, start) || strings.HasPrefix(rest, "/"):
		return Change{start, behind, ""}
	case strings.HasPrefix(rest, "\r\n"):
		return Change{line, behind + 2, ""}
	case strings.HasPrefix(rest, "\n"), strings.HasPrefix(rest, "\r"):
		return Change{line, behind + 1, ""}
	}
	return Change{start, behind, ""}
}
