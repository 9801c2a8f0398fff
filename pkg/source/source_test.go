package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSpan(t *testing.T) {
	tests := []struct {
		name, text string
		start, end int
		want       Span
	}{
		{"empty", "", 0, 0, Span{Start: Position{1, 1}, End: Position{1, 1}}},
		{"behind Chinese", "\"推送\": 1", 10, 11, Span{Start: Position{1, 7}, End: Position{1, 8}, Offset: 10, EndOffset: 11, Line: "\"推送\": 1"}},
		{"CRLF", "a\r\nbc\r\n", 4, 5, Span{Start: Position{2, 2}, End: Position{2, 3}, Offset: 4, EndOffset: 5, Line: "bc"}},
		{"mixed line ends", "a\rb\nc\r\nd", 7, 8, Span{Start: Position{4, 1}, End: Position{4, 2}, Offset: 7, EndOffset: 8, Line: "d"}},
		{"a byte order mark has no column", "\ufeffab", 3, 4, Span{Start: Position{1, 1}, End: Position{1, 2}, Offset: 3, EndOffset: 4, Line: "ab"}},
		{"the byte order mark itself", "\ufeffab", 0, 3, Span{Start: Position{1, 1}, End: Position{1, 1}, EndOffset: 3, Line: "ab"}},
		{"outside", "ab", -1, 9, Span{Start: Position{1, 1}, End: Position{1, 3}, EndOffset: 2, Line: "ab"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.File = "f"
			got := New("f", []byte(test.text)).Span(test.start, test.end)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Long lines are counted from a mark; that must give what counting from the
// start of the line gives, in text that is no UTF-8 too.
func TestColumnsOfLongLines(t *testing.T) {
	for _, piece := range []string{"x", "推送", "\xb0\xb1", "\x80", "a😀", "\xe6\x8e", "é\n"} {
		text := "\ufeff" + strings.Repeat(piece, 5000)
		f := New("f", []byte(text))
		for offset := 3; offset < len(text); offset += 7 {
			start := max(3, strings.LastIndexByte(text[:offset], '\n')+1)
			want := 1 + utf8.RuneCountInString(text[start:offset])
			if !utf8.RuneStart(text[offset]) && utf8.ValidString(text) {
				continue // inside a code point is no place
			}
			if got := f.Span(offset, offset).Start.Column; got != want {
				t.Fatalf("%q: offset %d is column %d, want %d", piece, offset, got, want)
			}
		}
	}
}

func BenchmarkSpanInLongLine(b *testing.B) {
	f := New("f", []byte(strings.Repeat("推", 1<<18)))
	for b.Loop() {
		f.Span(len(f.Data)-6, len(f.Data)-3)
	}
}
