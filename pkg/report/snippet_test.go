package report

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

func TestSnippet(t *testing.T) {
	long := strings.Repeat("a", 50) + "HERE" + strings.Repeat("b", 50)
	for _, c := range []struct {
		name, content, word string
		width               int
		line, carets        string
	}{
		{"plain", `a "b" c`, `"b"`, 40, `a "b" c`, `  ^^^`},
		{"indented", "\t\ta b", "b", 40, "a b", "  ^"},
		{"tab inside", "a\tb", "b", 40, "a    b", "     ^"},
		{"Chinese before", "推送 b", "b", 40, "推送 b", "     ^"},
		{"Chinese marked", "a 推送", "推送", 40, "a 推送", "  ^^^^"},
		{"combining", "e\u0301 b", "b", 40, "e\u0301 b", "  ^"},
		{"control character", "\x1b b", "b", 40, `\x1b b`, "     ^"},
		{"invalid UTF-8", "\xff b", "b", 40, `\xff b`, "     ^"},
		{"long", long, "HERE", 40, "...aaaaaaaaaaaHEREbbbbbbbbbbbbbbbbbbb...", "              ^^^^"},
		{"long, at the start", "HERE" + strings.Repeat("b", 50), "HERE", 20, "HEREbbbbbbbbbb...", "^^^^"},
		{"long, at the end", strings.Repeat("b", 50) + "HERE", "HERE", 20, "...bbbbbbbbbbHERE", "             ^^^^"},
		{"mark wider than the room", strings.Repeat("x", 90), strings.Repeat("x", 90), 20, "xxxxxxxxxxxxxx...", "^^^^^^^^^^^^^^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := strings.Index(c.content, c.word)
			line, carets := snippet(source.New("f", []byte(c.content)).Span(at, at+len(c.word)), c.width)
			if line != c.line || carets != c.carets {
				t.Errorf("\n%q\n%q\nwant\n%q\n%q", line, carets, c.line, c.carets)
			}
		})
	}
}

func TestSnippetOfSeveralLines(t *testing.T) {
	line, carets := snippet(source.New("f", []byte("a {\n}\n")).Span(2, 5), 40)
	if line != "a {" || carets != "  ^" {
		t.Errorf("%q %q", line, carets)
	}
}

func TestSnippetBehindTheEnd(t *testing.T) {
	line, carets := snippet(source.New("f", []byte("a {")).Span(3, 3), 40)
	if line != "a {" || carets != "   ^" {
		t.Errorf("%q %q", line, carets)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("\t推送 \"x\xff\x1b", 3, 6, 20)
	f.Fuzz(func(t *testing.T, content string, start, end, width int) {
		width = 20 + max(width, 0)%80
		line, carets := snippet(source.New("f", []byte(content)).Span(start, end), width)
		if text.Width(line) > width || text.Width(carets) > width+1 {
			t.Errorf("wider than %d: %q %q", width, line, carets)
		}
		if text.Visible(line) != line || !strings.Contains(carets, "^") || strings.Trim(carets, " ^") != "" {
			t.Errorf("%q %q", line, carets)
		}
	})
}
