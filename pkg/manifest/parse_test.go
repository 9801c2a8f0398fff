package manifest

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// brief is a Problem with what matters of its spans: "line:column", or
// "line:column-column" when it is not empty.
type brief struct {
	Kind    ProblemKind
	At      string
	Expect  Expect
	Detail  string
	Related string
}

func briefs(doc *Document) []brief {
	var out []brief
	for _, p := range doc.Problems {
		out = append(out, brief{p.Kind, at(p.Span), p.Expect, p.Detail, at(p.Related)})
	}
	return out
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name, text string
		want       []brief
		unread     bool
	}{
		{name: "plain", text: `{"a":"b"}`},
		{name: "scalar", text: ` null `},
		{name: "comments", text: "/* 一 */ {\n\"a\": 1 // two\n} // three",
			want: []brief{{Kind: Comment, At: "1:1-8"}}},
		{name: "comment at a lone CR, with U+2028", text: "{ // \u2028\r\"a\":1}",
			want: []brief{{Kind: Comment, At: "1:3-7"}}},
		{name: "slashes in strings", text: `{"url":"https://x/*", "esc\"//":"\\","x":"*/"}`},
		{name: "trailing commas", text: "{\"推送\":[1, ],\r\n\"b\":{\"c\":1/**/,},}",
			want: []brief{
				{Kind: TrailingComma, At: "1:9-10"}, {Kind: Comment, At: "2:11-15"},
				{Kind: TrailingComma, At: "2:15-16"}, {Kind: TrailingComma, At: "2:17-18"},
			}},
		{name: "duplicates", text: "{\"a\":1,\n\"\\u0061\":{\"b\":1,\"b\":2},\"a\":3}",
			want: []brief{
				{Kind: DuplicateName, At: "2:1-9", Detail: "a", Related: "1:2-5"},
				{Kind: DuplicateName, At: "2:17-20", Detail: "b", Related: "2:11-14"},
				{Kind: DuplicateName, At: "2:24-27", Detail: "a", Related: "1:2-5"},
			}},
		{name: "byte order mark", text: "\ufeff{\"a\":1,}",
			want: []brief{{Kind: ByteOrderMark, At: "1:1"}, {Kind: TrailingComma, At: "1:7-8"}}},
		{name: "comment before a fault", text: "{ /* */\n'a':'// b'}", unread: true,
			want: []brief{{Kind: Comment, At: "1:3-8"}, {Kind: Unparsable, At: "2:1-2", Expect: ExpectName, Detail: "'"}}},
		{name: "what looks like a comment behind a fault", text: `{'a':'http://b'}`, unread: true,
			want: []brief{{Kind: Unparsable, At: "1:2-3", Expect: ExpectName, Detail: "'"}}},
		{name: "a character cut off", text: "{\"推\xe6\x8e", unread: true,
			want: []brief{{Kind: Unparsable, At: "1:4", Expect: ExpectQuote, Related: "1:2-3"}}},
		{name: "a character cut off behind a complete text", text: "{} // \xe6\x8e", unread: true,
			want: []brief{{Kind: WrongEncoding, At: "1:7-8"}}},
		{name: "neither UTF-8 nor GBK", text: "{\"caf\xe9\": 1}", unread: true,
			want: []brief{{Kind: WrongEncoding, At: "1:6-7"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := Parse("manifest.json", []byte(test.text))
			if diff := cmp.Diff(test.want, briefs(doc)); diff != "" {
				t.Error(diff)
			}
			if (doc.Root == nil) != test.unread {
				t.Errorf("Root is %v", doc.Root)
			}
		})
	}
}

func TestUnparsable(t *testing.T) {
	tests := []struct {
		text    string
		at      string
		expect  Expect
		detail  string
		related string
	}{
		{"", "1:1", ExpectContent, "", ""},
		{" \r\n\t", "2:2", ExpectContent, "", ""},
		{"// only\n/* comments */\n", "3:1", ExpectContent, "", ""},
		{"\ufeff", "1:1", ExpectContent, "", ""},
		{"/* open", "1:8", ExpectCommentEnd, "", "1:1-2"},
		{"{\"a\":1 /*/ }", "1:13", ExpectCommentEnd, "", "1:8-9"},
		{`{"推送":1 "b":2}`, "1:9-12", ExpectCommaOrBrace, `"`, ""},
		{"{\r\n\"a\": 1,\r\n\"推\" 1}", "3:5-6", ExpectColon, "1", ""},
		{"{'a':1}", "1:2-3", ExpectName, "'", ""},
		{"{appid: 1}", "1:2-7", ExpectName, "appid", ""},
		{"{\"a\": 'b'}", "1:7-8", ExpectValue, "'", ""},
		{"{\"a\": NaN}", "1:7-10", ExpectValue, "NaN", ""},
		{"[-Infinity]", "1:2-11", ExpectValue, "-Infinity", ""},
		{"[undefined_and_much_more]", "1:2-25", ExpectValue, "undefined_and_mu…", ""},
		{"[null_]", "1:2-7", ExpectValue, "null_", ""},
		{"[True]", "1:2-6", ExpectValue, "True", ""},
		{"[01]", "1:2-4", ExpectNumber, "01", ""},
		{"[.5]", "1:2-4", ExpectNumber, ".5", ""},
		{"[5.]", "1:2-4", ExpectNumber, "5.", ""},
		{"[+1]", "1:2-4", ExpectNumber, "+1", ""},
		{"[0x1F]", "1:2-6", ExpectNumber, "0x1F", ""},
		{"[1e]", "1:2-4", ExpectNumber, "1e", ""},
		{"{\"a\"：1}", "1:5-6", ExpectColon, "：", ""},
		{"{\"a\":1，\"b\":2}", "1:7-8", ExpectCommaOrBrace, "，", ""},
		{"{“a”:1}", "1:2-3", ExpectName, "“", ""},
		{"{\u00a0}", "1:2-3", ExpectName, "\u00a0", ""},
		{"{\v}", "1:2-3", ExpectName, "\v", ""},
		{"\ufeff\ufeff{}", "1:1-2", ExpectValue, "\ufeff", ""},
		{"{,}", "1:2-3", ExpectName, ",", ""},
		{"{\"a\":1,,}", "1:8-9", ExpectName, ",", ""},
		{"[,]", "1:2-3", ExpectValue, ",", ""},
		{"[1,,2]", "1:4-5", ExpectValue, ",", ""},
		{"[1}", "1:3-4", ExpectCommaOrBracket, "}", "1:1-2"},
		{"{\"a\":1]", "1:7-8", ExpectCommaOrBrace, "]", "1:1-2"},
		{"{\"a\":}", "1:6-7", ExpectValue, "}", "1:1-2"},
		{"}", "1:1-2", ExpectValue, "}", ""},
		{"{}\n}", "2:1-2", ExpectEnd, "}", ""},
		{"{} {}", "1:4-5", ExpectEnd, "{", ""},
		{"{}\x00", "1:3-4", ExpectEnd, "\x00", ""},
		{"{\n<<<<<<< HEAD\n\"a\":1\n", "2:1-8", ExpectName, "<<<<<<<", ""},
		{"<html>", "1:1-2", ExpectValue, "<", ""},
		{"{\n# no\n}", "2:1-2", ExpectName, "#", ""},
		{"{ / }", "1:3-4", ExpectName, "/", ""},
		{"{\"a\": \"推\n\"b\":1}", "1:9", ExpectQuote, "\n", "1:7-8"},
		{"{\"a\": \"推\r\n\"b\":1}", "1:9", ExpectQuote, "\n", "1:7-8"},
		{"[\"a\tb\"]", "1:4-5", ExpectEscapedControl, "\t", ""},
		{"[\"\x00\"]", "1:3-4", ExpectEscapedControl, "\x00", ""},
		{`["C:\Users"]`, "1:5-7", ExpectEscape, `\U`, ""},
		{`["\推"]`, "1:3-5", ExpectEscape, `\推`, ""},
		{`["\u12G4"]`, "1:3-8", ExpectEscape, `\u12G`, ""},
		{`["\u12"]`, "1:3-7", ExpectEscape, `\u12`, ""},
		{"[\"\\\n\"]", "1:3-4", ExpectEscape, `\`, ""},
		{`["\u12`, "1:7", ExpectQuote, "", "1:2-3"},
		{`["\"`, "1:5", ExpectQuote, "", "1:2-3"},
		{`["\`, "1:4", ExpectQuote, "", "1:2-3"},
		{"{\"a\":{\"b\":1\n}", "2:2", ExpectCommaOrBrace, "", "1:1-2"},
		{"[", "1:2", ExpectValue, "", "1:1-2"},
		{"{", "1:2", ExpectName, "", "1:1-2"},
		{"{\"a\"", "1:5", ExpectColon, "", "1:1-2"},
		{"{\"a\":tru", "1:6-9", ExpectValue, "tru", ""},
	}
	for _, test := range tests {
		doc := Parse("manifest.json", []byte(test.text))
		if doc.Root != nil {
			t.Errorf("%q: has a Root", test.text)
		}
		var got []brief
		for _, b := range briefs(doc) {
			if b.Kind != ByteOrderMark && b.Kind != Comment {
				got = append(got, b)
			}
		}
		want := []brief{{Unparsable, test.at, test.expect, test.detail, test.related}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

func TestWrongEncoding(t *testing.T) {
	text := "{\r\n\t\"name\": \"离线推送\"\n}\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(order binary.AppendByteOrder, text string) string {
		var out []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			out = order.AppendUint16(out, unit)
		}
		return string(out)
	}
	tests := []struct {
		name, text, at, detail string
		offset                 int
	}{
		{"GBK", gbk, "2:11-12", "GBK", 13},
		{"GBK behind a byte order mark", "\ufeff" + gbk, "2:11-12", "GBK", 16},
		{"UTF-16LE", encode(binary.LittleEndian, text), "1:2-3", "UTF-16LE", 1},
		{"UTF-16BE", encode(binary.BigEndian, text), "1:1-2", "UTF-16BE", 0},
		{"UTF-16LE with mark", encode(binary.LittleEndian, "\ufeff"+text), "1:1-3", "UTF-16LE", 0},
		{"UTF-16BE with mark", encode(binary.BigEndian, "\ufeff"+text), "1:1-3", "UTF-16BE", 0},
		{"UTF-16LE of one character", "{\x00", "1:2-3", "UTF-16LE", 1},
		{"UTF-32LE with mark", "\xff\xfe\x00\x00{\x00\x00\x00", "1:1-5", "", 0},
		{"UTF-32BE", "\x00\x00\x00{", "1:1-2", "", 0},
		{"Latin-1 that is valid GBK", "{\"a\": \"Art\xedculo/P\xe1gina\"}", "1:11-12", "", 10},
		{"UTF-8 with a piece of GBK", text + gbk, "5:11-12", "", 42},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := Parse("manifest.json", []byte(test.text))
			if doc.Root != nil {
				t.Error("has a Root")
			}
			p := doc.Problems[len(doc.Problems)-1]
			want := brief{Kind: WrongEncoding, At: test.at, Detail: test.detail}
			if diff := cmp.Diff(want, briefs(doc)[len(doc.Problems)-1]); diff != "" {
				t.Error(diff)
			}
			if p.Span.Offset != test.offset || strings.ContainsRune(p.Span.Line, 0) {
				t.Errorf("offset %d, line %q", p.Span.Offset, p.Span.Line)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	padded := func(n int) string { return "{}" + strings.Repeat(" ", n-2) }
	tests := []struct {
		name, text string
		want       []brief
	}{
		{"deepest", nested(MaxDepth), nil},
		{"too deep", nested(MaxDepth + 1), []brief{{Kind: TooLarge, At: "1:201-202", Detail: "depth"}}},
		{"a million brackets", strings.Repeat("[", 1e6), []brief{{Kind: TooLarge, At: "1:201-202", Detail: "depth"}}},
		{"deep objects", strings.Repeat("{\"a\":\n", 1e5), []brief{{Kind: TooLarge, At: "201:1-2", Detail: "depth"}}},
		{"a fault before the depth", "{x" + strings.Repeat("[", 1e6), []brief{{Kind: Unparsable, At: "1:2-3", Expect: ExpectName, Detail: "x"}}},
		{"largest", padded(MaxSize), nil},
		{"too large", padded(MaxSize + 1), []brief{{Kind: TooLarge, At: "1:1048577-1048578", Detail: "size"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := Parse("f", []byte(test.text))
			if diff := cmp.Diff(test.want, briefs(doc)); diff != "" {
				t.Error(diff)
			}
			if (doc.Root == nil) != (test.want != nil) {
				t.Error("Root and problems disagree")
			}
		})
	}
}
