package project

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// ignoreWord begins a comment that silences rules:
//
//	// offpush-ignore RULE, RULE: reason
//
// It may also stand at the beginning of a line of a longer comment.
const ignoreWord = "offpush-ignore"

// Ignore is such a comment; one that names several rules is several.
type Ignore struct {
	Rule   string // "" when it names none
	Reason string // "" when it gives none
	Span   source.Span
	// Lines are the first and the last line that it covers: its own, and the one
	// below unless it shares its line with something else. Of comments that stand
	// below each other, whatever they say, all cover the line below the last.
	Lines [2]int
}

// directive is an ignoreWord with what stands behind it, by offsets in the text.
type directive struct {
	rules  []extent
	reason string
	whole  extent
}

type extent struct{ start, end int }

// parseIgnores reads the directives of a comment, given with its marks.
func parseIgnores(comment string) []directive {
	end := len(comment)
	for _, mark := range []string{"*/", "-->"} {
		if cut, ok := strings.CutSuffix(comment[:end], mark); ok && len(cut) >= len("/*") {
			end = len(cut)
			break
		}
	}
	var out []directive
	for start := 0; start < end; {
		next := end
		if n := strings.IndexAny(comment[start:end], "\r\n"); n >= 0 {
			next = start + n
		}
		if d, ok := parseIgnore(comment, extent{start, next}); ok {
			out = append(out, d)
		}
		start = next + 1
	}
	return out
}

// parseIgnore reads one line of a comment.
func parseIgnore(comment string, line extent) (directive, bool) {
	s := comment[line.start:line.end]
	at := len(s) - len(strings.TrimLeft(s, " \t/*<!-"))
	rest, ok := strings.CutPrefix(s[at:], ignoreWord)
	if next, _ := utf8.DecodeRuneInString(rest); !ok || rest != "" && !unicode.IsSpace(next) && next != ':' && next != '：' {
		return directive{}, false // offpush-ignored, offpush-ignore-file
	}
	d := directive{whole: extent{line.start + at, line.start + len(strings.TrimRightFunc(s, unicode.IsSpace))}}
	names := rest
	colon := strings.IndexAny(rest, ":：")
	if colon >= 0 {
		_, size := utf8.DecodeRuneInString(rest[colon:])
		names, d.reason = rest[:colon], reason(rest[colon+size:])
	}
	offset := line.start + at + len(ignoreWord)
	for _, name := range fields(names) {
		d.rules = append(d.rules, extent{offset + name.start, offset + name.end})
		next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(names[name.end:], unicode.IsSpace))
		if colon < 0 && !isComma(next) {
			break // without a colon, what follows is a sentence
		}
	}
	return d, true
}

func isComma(r rune) bool { return r == ',' || r == '，' || r == '、' }

// maxRules is how many rules of one comment are read.
const maxRules = 50

// reason is a reason as it is written; one without a letter or digit is none.
func reason(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return strings.ToValidUTF8(strings.TrimSpace(s), "\ufffd")
}

// fields cuts a list at commas and white space.
func fields(s string) []extent {
	var out []extent
	start := -1
	for i, r := range s + " " {
		switch separates := unicode.IsSpace(r) || isComma(r); {
		case len(out) == maxRules:
			return out
		case separates && start >= 0:
			out = append(out, extent{start, i})
			start = -1
		case !separates && start < 0:
			start = i
		}
	}
	return out
}

// ignoresIn returns the ignores of a file whose comments are given.
func ignoresIn(f *source.File, comments []script.Comment) []Ignore {
	var out []Ignore
	from, below := 0, 0 // the line on which the comment below begins, and up to which it reaches
	for _, c := range slices.Backward(comments) {
		directives, isAlone := parseIgnores(c.Text), alone(f.Data, c)
		if len(directives) == 0 && !isAlone {
			continue
		}
		span := f.Span(c.Start, c.End)
		lines := [2]int{span.Start.Line, span.End.Line}
		if isAlone {
			if lines[1]++; lines[1] == from {
				lines[1] = below
			}
			from, below = lines[0], lines[1]
		}
		for _, d := range slices.Backward(directives) {
			out = append(out, d.ignores(f, c.Start, lines)...)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Span.Offset < out[j].Span.Offset })
	return out
}

// ignores are one for each rule of a directive, whose comment begins at base.
func (d directive) ignores(f *source.File, base int, lines [2]int) []Ignore {
	if len(d.rules) == 0 {
		return []Ignore{{Reason: d.reason, Span: kept(f, base, d.whole), Lines: lines}}
	}
	var out []Ignore
	for _, e := range d.rules {
		out = append(out, Ignore{Rule: strings.ToValidUTF8(string(f.Data[base+e.start:base+e.end]), "\ufffd"), Reason: d.reason, Span: kept(f, base, e), Lines: lines})
	}
	return out
}

const maxLineCopy = 4096

// kept is a span that does not keep the text of its file in memory.
func kept(f *source.File, base int, e extent) source.Span {
	s := f.Span(base+e.start, base+e.end)
	if len(s.Line) <= maxLineCopy { // the line of a minified file is the file
		s.Line = strings.Clone(s.Line)
	}
	return s
}

// alone reports whether nothing but white space shares the lines of a comment.
func alone(data []byte, c script.Comment) bool {
	const blanks, ends = " \t\f\v", "\r\n"
	before := bytes.TrimRight(bytes.TrimPrefix(data[:c.Start], []byte("\ufeff")), blanks)
	after := bytes.TrimLeft(data[c.End:], blanks)
	return (len(before) == 0 || strings.IndexByte(ends, before[len(before)-1]) >= 0) &&
		(len(after) == 0 || strings.IndexByte(ends, after[0]) >= 0)
}

// codeIgnores returns the ignores of a code file that was just read.
func codeIgnores(c *script.Code, data []byte) []Ignore {
	comments := c.Comments
	c.Comments = nil
	if len(comments) == 0 {
		return nil
	}
	return ignoresIn(source.New(c.Path, data), comments)
}

// said finds what is said of the plugin.
var said = sync.OnceValue(func() *sieve { return newSieve(words) })

// onlyIgnores reports whether a file is looked at for its ignores alone: another
// file may reach into it, so that findings are there.
func onlyIgnores(data []byte) bool {
	return bytes.Contains(data, []byte(ignoreWord)) && !said().holds(data)
}

// docIgnores returns the ignores in the comments of a JSON file.
func docIgnores(d Doc) []Ignore {
	if d.Document == nil || d.File == nil || !bytes.Contains(d.File.Data, []byte(ignoreWord)) {
		return nil
	}
	var comments []script.Comment
	for _, c := range manifest.Comments(d.File.Data) {
		comments = append(comments, script.Comment{Text: string(d.File.Data[c[0]:c[1]]), Start: c[0], End: c[1]})
	}
	return ignoresIn(d.File, comments)
}
