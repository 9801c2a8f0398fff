package project

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// Key says what has to change with the name of an object's member when that is
// written in another way.
type Key uint8

// The kinds of names.
const (
	// KeyBound: more than the name. It is an accessor's or a method's, or what an
	// export or an assignment gives it.
	KeyBound Key = iota
	// KeyShared: whatever else reads the object, which has a name of its own.
	KeyShared
	// KeyInCall: nothing. The object is written in the call that takes it.
	KeyInCall
)

// keyOf tells which one a member of an object has, which is not asked where it is
// when its span is zero.
func keyOf(m script.Member, object source.Span, inCall bool) Key {
	within := object.IsZero() || m.NameSpan.File == object.File && m.NameSpan.Offset > object.Offset && m.NameSpan.EndOffset < object.EndOffset
	method := m.Value == nil || m.Value.Span.Offset == m.NameSpan.Offset && !IsShorthand(m)
	switch {
	case !within || method:
		return KeyBound
	case inCall:
		return KeyInCall
	}
	return KeyShared
}

// isNamed reports whether an object gets a name where it is written.
func isNamed(at located) bool {
	return slices.ContainsFunc(at.code.Bindings, func(b script.Binding) bool { return b.Value == at.value })
}

// IsShorthand tells {name} from {name: value}, {name() {}} and {get name() {}}.
func IsShorthand(m script.Member) bool {
	return m.Value != nil && m.Value.Kind == script.Ref && m.Value.Text == m.Name &&
		m.Value.Span.Offset == m.NameSpan.Offset && m.Value.Span.EndOffset == m.NameSpan.EndOffset
}

// OptionKey tells what has to change with the name of one of the Options.
func (r *Registration) OptionKey(m script.Member) Key {
	return keyOf(m, r.object, r.inCall)
}

// namingFiles are the ends of the names of files in which the app's own code or
// what is made with it may name a member.
var namingFiles = map[string]bool{
	".js": true, ".cjs": true, ".mjs": true, ".jsx": true, ".ts": true, ".cts": true, ".mts": true, ".tsx": true,
	".uts": true, ".vue": true, ".nvue": true, ".uvue": true, ".json": true, ".json5": true, ".jsonc": true,
	".html": true, ".wxs": true, ".sjs": true,
}

// notNaming are folders of products, packages and history. Tests, the kits of a
// framework and plugins in UTS may name a member though the app's code is not there.
var notNaming = map[string]bool{
	"node_modules": true, "unpackage": true, "dist": true, "__MACOSX": true, ".git": true, ".svn": true, ".hg": true,
}

// Bounds of what [NamedOnce] reads.
const (
	maxNamingFiles = 50_000
	maxNamingFile  = 16 << 20
	maxNamingDepth = 64
)

// NamedOnce reports whether a word stands in one place only of all code and JSON
// of the project whose root is given, as it would be with changes, packages and
// products left out. It reports false where not all of that can be read.
func NamedOnce(root string, changes *Changes, word string) bool {
	t, err := newTree(root)
	if err != nil || word == "" {
		return false
	}
	t.change(changes)
	s := nameSearch{tree: t, word: []byte(word)}
	return s.folder("", 0) && s.places == 1
}

// nameSearch counts the places of a word.
type nameSearch struct {
	tree   *tree
	word   []byte
	files  int
	places int
}

// folder searches a folder. It reports false when it need not or cannot go on.
func (s *nameSearch) folder(dir string, depth int) bool {
	entries := s.tree.list(dir)
	if s.tree.lists[dir].err != nil || depth > maxNamingDepth {
		return false
	}
	for _, e := range entries {
		name, rel := e.Name(), path.Join(dir, e.Name())
		ok := true
		switch {
		case notNaming[name]:
		case isLink(e): // what a link inside leads to is read in its own place
			_, state, _ := s.tree.stat(rel)
			ok = state == Present || state == Absent || state == Ignored
		case e.IsDir():
			ok = s.folder(rel, depth+1)
		case namingFiles[strings.ToLower(path.Ext(name))]:
			ok = s.file(rel)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (s *nameSearch) file(rel string) bool {
	data, state, _ := s.tree.read(rel, maxNamingFile)
	s.files++
	if state != Present || len(data) > maxNamingFile || s.files > maxNamingFiles {
		return false
	}
	s.places += countWord(data, s.word)
	return s.places <= 1
}

// countWord counts the places where a word stands that is no part of a longer
// one.
func countWord(data, word []byte) int {
	n := 0
	for at := 0; ; {
		i := bytes.Index(data[at:], word)
		if i < 0 {
			return n
		}
		before, _ := utf8.DecodeLastRune(data[:at+i])
		after, _ := utf8.DecodeRune(data[at+i+len(word):])
		if !isNamePart(before) && !isNamePart(after) {
			n++
		}
		at += i + len(word)
	}
}

func isNamePart(r rune) bool {
	return r == '_' || r == '$' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
