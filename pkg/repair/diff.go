package repair

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff returns the plan as a patch that "patch -p1" and "git apply" take in the
// folder in which prefix is the project's; "" is the project's own folder. Moved
// and copied files are told as git does. The lines are those of the files, with
// all that stands in them.
func (p *Plan) Diff(prefix string) []byte {
	s := p.state
	var sections []section
	for _, rel := range s.written() {
		f := s.files[rel]
		after, _ := s.changes.Text(rel)
		sec := section{from: f.own, to: s.place(rel), mode: f.mode, before: f.old, after: after}
		switch {
		case f.copy != "":
			sec.kind, sec.from = copied, f.copy
		case f.isNew():
			sec.kind = created
		case sec.from != sec.to:
			sec.kind = renamed
		}
		sections = append(sections, sec)
	}
	for _, from := range s.moved() {
		to := s.changes.Forward(from)
		if !slices.ContainsFunc(sections, func(sec section) bool { return sec.kind == renamed && sec.to == to }) {
			sections = append(sections, section{kind: renamed, from: from, to: to})
		}
	}
	// Copies first: an original may be moved away.
	sort.SliceStable(sections, func(i, j int) bool {
		a, b := sections[i], sections[j]
		if a.kind != b.kind && (a.kind == copied || b.kind == copied) {
			return a.kind > b.kind
		}
		return a.to < b.to
	})
	var out bytes.Buffer
	for _, sec := range sections {
		sec.from, sec.to = path.Join(prefix, sec.from), path.Join(prefix, sec.to)
		sec.print(&out)
	}
	return out.Bytes()
}

// moved lists the files on disk that the plan moves.
func (s *state) moved() []string {
	var files []string
	for _, m := range s.changes.Moves() {
		// What an earlier move brought to m.From is listed by its own place on disk.
		top := filepath.Join(s.root, filepath.FromSlash(m.From))
		_ = filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				if rel := s.relative(name); s.changes.Forward(rel) != rel {
					files = append(files, rel)
				}
			}
			return nil // what cannot be listed cannot be told
		})
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// relative is a path of the disk relative to the root.
func (s *state) relative(name string) string {
	rel, err := filepath.Rel(s.root, name)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}

// place is where the contents of a file are in the end: links that lead to it are
// no files, and stay.
func (s *state) place(rel string) string {
	if f := s.files[rel]; !f.isNew() && f.own != f.path {
		return s.changes.Forward(f.own)
	}
	return rel
}

// kind is what a section of a patch does to a file, beside changing its lines.
type kind uint8

const (
	edited kind = iota
	created
	renamed
	copied
)

// section is what a patch says of one file.
type section struct {
	kind          kind
	from, to      string
	mode          fs.FileMode
	before, after []byte
}

func (sec section) print(w *bytes.Buffer) {
	a, b := quote("a/"+sec.from), quote("b/"+sec.to)
	if sec.kind == created {
		a = quote("a/" + sec.to)
	}
	fmt.Fprintf(w, "diff --git %s %s\n", a, b)
	switch sec.kind {
	case created:
		mode := 0o100644
		if sec.mode&0o111 != 0 {
			mode = 0o100755
		}
		fmt.Fprintf(w, "new file mode %o\n", mode)
		a, sec.before = "/dev/null", nil
	case renamed, copied:
		word := map[kind]string{renamed: "rename", copied: "copy"}[sec.kind]
		if bytes.Equal(sec.before, sec.after) {
			fmt.Fprint(w, "similarity index 100%\n")
		}
		fmt.Fprintf(w, "%[1]s from %[2]s\n%[1]s to %[3]s\n", word, quote(sec.from), quote(sec.to))
	}
	if bytes.Equal(sec.before, sec.after) {
		return
	}
	fmt.Fprintf(w, "--- %s\n+++ %s\n", a, b)
	w.Write(hunks(sec.before, sec.after))
}

// hunks are the changed lines with those around them. A line ends at LF; the CR
// of a CRLF is a part of it.
func hunks(before, after []byte) []byte {
	out := diff.Diff("a", before, "b", after)
	for range 3 { // its own header
		_, out, _ = bytes.Cut(out, []byte("\n"))
	}
	return out
}

// quote writes a path as git does where it has characters that would end it. git
// itself leaves blanks alone, which patch does not understand in all places.
func quote(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '"' || r == '\\' }) {
		return name
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(name) {
		switch c := name[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
