package manifest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/source"
)

// at writes a span as "line:column-column"; "" for none.
func at(s source.Span) string {
	switch {
	case !s.HasPosition():
		return ""
	case s.Start == s.End:
		return fmt.Sprintf("%d:%d", s.Start.Line, s.Start.Column)
	case s.Start.Line == s.End.Line:
		return fmt.Sprintf("%d:%d-%d", s.Start.Line, s.Start.Column, s.End.Column)
	}
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

func TestSpans(t *testing.T) {
	const text = "\ufeff{ /* 推送 */ \"名\" : \"值\\\"\",\r\n\t\"list\": [ 1, {} ] }"
	root := Parse("src/manifest.json", []byte(text)).Root
	name, _ := root.Find("名")
	items := root.Get("list").Items()
	got := []string{at(root.Span()), at(name.NameSpan), at(name.Value.Span()), at(items[0].Span()), at(items[1].Span())}
	want := []string{"1:1-2:21", "1:12-15", "1:18-23", "2:12-13", "2:15-17"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s := name.Value.Span()
	if s.File != "src/manifest.json" || text[s.Offset:s.EndOffset] != `"值\""` {
		t.Errorf("%+v", s)
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		text   string
		kind   Kind
		want   string
		truthy bool
	}{
		{`null`, Null, "null", false},
		{`true`, Bool, "true", true},
		{`false`, Bool, "false", false},
		{`0`, Number, "0", false},
		{`-0.0e7`, Number, "-0.0e7", false},
		{`1e-999`, Number, "1e-999", false},
		{`1e999`, Number, "1e999", true},
		{`12345678901234567890`, Number, "12345678901234567890", true},
		{`""`, String, "", false},
		{`"0"`, String, "0", true},
		{`"\u63a8\/\"\n\ud83d\ude00"`, String, "推/\"\n😀", true},
		{`"\ud83d"`, String, "\ufffd", true},
		{"\"\u007f\u2028\"", String, "\u007f\u2028", true},
		{`{}`, Object, "", true},
		{`[]`, Array, "", true},
	}
	for _, test := range tests {
		doc := Parse("f", []byte(test.text))
		if len(doc.Problems) > 0 {
			t.Errorf("%s: %+v", test.text, doc.Problems)
		}
		v := doc.Root
		if v.Kind() != test.kind || v.Text() != test.want || v.Truthy() != test.truthy {
			t.Errorf("%s: kind %d, text %q, truthy %v", test.text, v.Kind(), v.Text(), v.Truthy())
		}
	}
}

func TestLookup(t *testing.T) {
	root := Parse("f", []byte(`{"a":{"b":null,"c":"x","c":true,"":"y"},"d":[{}]}`)).Root
	if !root.Has("a", "b") || root.Has("a", "x") || root.Has("d", "0") || root.Has("a", "c", "c") || !root.Has() {
		t.Error("Has is wrong")
	}
	if v, ok := root.Get("a", "c").AsBool(); !v || !ok {
		t.Error("the last duplicate should win")
	}
	if s, ok := root.Get("a", "").AsString(); s != "y" || !ok {
		t.Error("an empty name is a name")
	}
	if _, ok := root.Get("a", "c").AsString(); ok {
		t.Error("true is no string")
	}
	if n := len(root.Get("a").Members()); n != 4 {
		t.Errorf("%d members", n)
	}
}

func TestNil(t *testing.T) {
	var v *Value
	_, isString := v.AsString()
	_, isBool := v.AsBool()
	_, found := v.Find("a")
	if v.Kind() != Missing || v.Text() != "" || v.Truthy() || v.Get("a", "b") != nil || v.Get() != nil || v.Has("a") || v.Has() ||
		v.Members() != nil || v.Items() != nil || !v.Span().IsZero() || isString || isBool || found {
		t.Error("nil must be a value that is not there")
	}
}
