package manifest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		sample, "", "\ufeff{}", "{\"a\":1,}", "[1, 2,]//", "/*/ {", `{"a":"\ud83d\u00"}`, `["\`, "{\"推\":'x'}", "{\"\xcd\xc6\xcb\xcd\":1}",
		"{\x00\"\x00", "[-0.1e+7,01]", `{"a":{"a":1},"a":{"b":1}}`, "{//\r}", "[\"\xe6\x8e", strings.Repeat("[", MaxDepth+1), strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth), "<<<<<<< HEAD\n{",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := Parse("f", data)
		// Not cmp.Diff: its time doubles with each array inside an array.
		if !reflect.DeepEqual(doc, Parse("f", bytes.Clone(data))) {
			t.Fatal("not deterministic")
		}
		checkProblems(t, doc)
		has := map[ProblemKind]bool{}
		for _, p := range doc.Problems {
			has[p.Kind] = true
		}
		if doc.Root == nil && !has[Unparsable] && !has[WrongEncoding] && !has[TooLarge] {
			t.Fatal("no Root and no reason")
		}
		if doc.Root != nil && (has[Unparsable] || has[WrongEncoding] || has[TooLarge]) {
			t.Fatal("a Root in spite of", doc.Problems)
		}
		want, strict := decode(data)
		if strict && utf8.Valid(data) && !has[TooLarge] {
			if doc.Root == nil {
				t.Fatalf("strict JSON has no Root: %+v", doc.Problems)
			}
			if got := plain(doc.Root); !reflect.DeepEqual(want, got) {
				t.Fatalf("%.1000v is read as %.1000v", want, got)
			}
		}
		if doc.Root != nil && !strict && !has[Comment] && !has[TrailingComma] && !has[ByteOrderMark] {
			t.Fatal("a Root and no problem, but it is no JSON")
		}
	})
}

// Each beginning of a manifest must be explained, and at a place in it.
func TestCutOff(t *testing.T) {
	for _, text := range []string{sample, strings.ReplaceAll(sample, "\n", "\r\n"), "\ufeff" + sample} {
		whole := len(strings.TrimRight(text, "\r\n"))
		for n := range text {
			doc := Parse("f", []byte(text[:n]))
			checkProblems(t, doc)
			if (doc.Root == nil) != (n < whole) {
				t.Fatalf("cut at %d: Root is %v", n, doc.Root)
			}
			if n >= whole {
				continue
			}
			if p := doc.Problems[len(doc.Problems)-1]; p.Kind != Unparsable || p.Span.EndOffset != n {
				t.Fatalf("cut at %d: %+v", n, p)
			}
		}
	}
	for n := range len(sample) { // in the middle of characters too
		if doc := Parse("f", []byte(sample[:n])); doc.Root == nil {
			checkProblems(t, doc)
			if last := doc.Problems[len(doc.Problems)-1]; last.Kind != Unparsable {
				t.Fatalf("cut at byte %d: %+v", n, last)
			}
		}
	}
}

// checkProblems checks what holds for every document.
func checkProblems(t *testing.T, doc *Document) {
	t.Helper()
	if doc.Root == nil && len(doc.Problems) == 0 {
		t.Fatal("no Root and no problem")
	}
	before := 0
	for _, p := range doc.Problems {
		if !p.Span.HasPosition() || p.Span.Offset < before || p.Span.EndOffset > len(doc.File.Data) {
			t.Fatalf("wrong place: %+v", p)
		}
		if (p.Kind == Unparsable) != (p.Expect != 0) {
			t.Fatalf("only Unparsable has an expectation: %+v", p)
		}
		if !utf8.ValidString(p.Detail) || !utf8.ValidString(p.Span.Line) || !utf8.ValidString(p.Related.Line) {
			t.Fatalf("not printable: %+v", p)
		}
		before = p.Span.Offset
	}
}

// decode reads strict JSON with the standard library.
func decode(data []byte) (value any, ok bool) {
	if !json.Valid(data) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return value, decoder.Decode(&value) == nil
}

// plain gives a Value the form that the standard library decodes to, each leaf
// checked against the text at its span.
func plain(v *Value) any {
	switch v.Kind() {
	case Object:
		out := map[string]any{}
		for _, m := range v.Members() {
			if _, again := out[m.Name]; !again {
				out[m.Name] = plain(v.Get(m.Name))
			}
		}
		return out
	case Array:
		out := []any{}
		for _, item := range v.Items() {
			out = append(out, plain(item))
		}
		return out
	}
	span := v.Span()
	value, _ := decode(v.file.Data[span.Offset:span.EndOffset])
	switch value := value.(type) {
	case string:
		if v.Kind() == String && v.Text() == value {
			return value
		}
	case json.Number:
		if v.Kind() == Number && v.Text() == string(value) {
			return value
		}
	case bool:
		if got, ok := v.AsBool(); ok && got == value {
			return value
		}
	case nil:
		if v.Kind() == Null {
			return nil
		}
	}
	return "wrong: " + v.Text()
}
