package manifest

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSet(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ path, in, want string }{
		"behind the others": {"m.P", "{\n    \"m\" : {\n        \"A\" : {},\n        \"B\" : {}\n    }\n}\n",
			"{\n    \"m\" : {\n        \"A\" : {},\n        \"B\" : {},\n        \"P\" : {}\n    }\n}\n"},
		"tabs, CRLF, a byte order mark": {"m.P", "\ufeff{\r\n\t\"m\": {\r\n\t\t\"A\": 1\r\n\t}\r\n}",
			"\ufeff{\r\n\t\"m\": {\r\n\t\t\"A\": 1,\r\n\t\t\"P\": {}\r\n\t}\r\n}"},
		"lone CR":                     {"m.P", "{\r \"m\":{\r  \"A\":1\r }\r}", "{\r \"m\":{\r  \"A\":1,\r  \"P\":{}\r }\r}"},
		"empty":                       {"m.P", "{\n  \"m\": {}\n}", "{\n  \"m\": {\n    \"P\": {}\n  }\n}"},
		"empty on two lines":          {"m.P", "{\n  \"m\" : {\n  }\n}", "{\n  \"m\" : {\n    \"P\" : {}\n  }\n}"},
		"empty but for a comment":     {"m.P", "{\n  \"m\" : { // none\n  }\n}", "{\n  \"m\" : { // none\n    \"P\" : {}\n  }\n}"},
		"a comment in one line":       {"m.P", `{"m" : { /* none */ }}`, `{"m" : { "P" : {} /* none */ }}`},
		"one line":                    {"m.P", `{ "m" : { "A" : {} } }`, `{ "m" : { "A" : {}, "P" : {} } }`},
		"packed":                      {"m.P", `{"m":{"A":{}}}`, `{"m":{"A":{},"P":{}}}`},
		"packed and empty":            {"m.P", `{"m":{}}`, `{"m":{"P":{}}}`},
		"packed, parents missing":     {"a.b.P", `{"m":1}`, `{"m":1,"a":{"b":{"P":{}}}}`},
		"parents missing":             {"a.b.P", "{\n\t\"m\" : 1\n}", "{\n\t\"m\" : 1,\n\t\"a\" : {\n\t\t\"b\" : {\n\t\t\t\"P\" : {}\n\t\t}\n\t}\n}"},
		"a comment behind the last":   {"P", "{\n  \"A\": 1 // one, two\n}", "{\n  \"A\": 1, // one, two\n  \"P\": {}\n}"},
		"a comment and the brace":     {"P", "{\n  \"A\": 1 /* one */ }", "{\n  \"A\": 1, /* one */\n  \"P\": {} }"},
		"a trailing comma":            {"P", "{\n  \"A\": 1, // one\n}", "{\n  \"A\": 1, // one\n  \"P\": {}\n}"},
		"a trailing comma in a line":  {"P", `{ "A": 1, }`, `{ "A": 1, "P": {} }`},
		"comments on the lines after": {"P", "{\n  \"A\": 1\n  // end\n}", "{\n  \"A\": 1,\n  \"P\": {}\n  // end\n}"},
		"a value":                     {"m.P", `{"m":{"P":false}}`, `{"m":{"P":{}}}`},
		"the last of duplicates":      {"m.P", `{"m":{"P":1},"m":{"P":2,"P":3}}`, `{"m":{"P":1},"m":{"P":2,"P":{}}}`},
		"null in the way":             {"m.P", "{\n  \"m\" : null\n}", "{\n  \"m\" : {\n    \"P\" : {}\n  }\n}"},
		"odd blanks":                  {"m.P", `{"m" :{"A":1 ,  "B":2}}`, `{"m" :{"A":1 ,  "B":2,  "P":{}}}`},
		"a string in the way":         {"m.P", `{"m":"x"}`, ``},
		"no object":                   {"m.P", `[]`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, ok := Parse("f", []byte(test.in)).Set("{}", strings.Split(test.path, ".")...)
			got := ""
			if ok {
				got = string(Apply([]byte(test.in), changes...))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnset(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"first":                  {"{\n  \"P\" : {\n    \"x\": 1\n  },\n  \"A\" : 1\n}", "{\n  \"A\" : 1\n}"},
		"last":                   {"{\n  \"A\" : 1,\n  \"P\" : 1\n}", "{\n  \"A\" : 1\n}"},
		"last, CRLF":             {"{\r\n\t\"A\" : 1,\r\n\t\"P\" : 1\r\n}", "{\r\n\t\"A\" : 1\r\n}"},
		"middle":                 {"{\n  \"A\" : 1,\n  \"P\" : 1,\n  \"B\" : 1\n}", "{\n  \"A\" : 1,\n  \"B\" : 1\n}"},
		"only":                   {"{\n  \"P\" : 1\n}", "{}"},
		"only, with a comma":     {"{\n  \"P\" : 1 ,\n}", "{}"},
		"only, with a comment":   {"{ /* c */ \"P\" : 1 }", "{ /* c */  }"},
		"one line, first":        {`{ "P" : 1, "A" : 2 }`, `{ "A" : 2 }`},
		"one line, last":         {`{ "A" : 2, "P" : 1 }`, `{ "A" : 2 }`},
		"trailing comma":         {"{\n  \"A\" : 1,\n  \"P\" : 1,\n}", "{\n  \"A\" : 1,\n}"},
		"comment behind":         {"{\n  \"P\" : 1, // p\n  \"A\" : 1\n}", "{\n  // p\n  \"A\" : 1\n}"},
		"comment behind, last":   {"{\n  \"A\" : 1,\n  \"P\" : 1 // p\n}", "{\n  \"A\" : 1\n  // p\n}"},
		"comment before, last":   {"{\n  \"A\" : 1, // a\n  \"P\" : 1\n}", "{\n  \"A\" : 1 // a\n}"},
		"comment before a comma": {`{"P":1 /* p, */ , "A":2}`, `{ /* p, */  "A":2}`},
		"missing":                {`{"A":2}`, ``},
		"duplicate":              {`{"P":1,"A":2,"P":3}`, `{"P":1,"A":2}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, ok := Parse("f", []byte(test.in)).Unset("P")
			got := ""
			if ok {
				got = string(Apply([]byte(test.in), changes...))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzEdit: what was set is there, what was unset is not, the rest says what it
// said, and no comment and no byte outside of the edit is lost.
func FuzzEdit(f *testing.F) {
	for _, seed := range []string{
		sample, "{}", "\ufeff{\r\n\"app-plus\":{\r\n},}", `{"a":{"P":{}},"a":{"x":1,"P":1}}`, "{/**/}", "{//\n}", "{ \"a\" : null // c\n , }",
		"{\n\t\"a\" : {\n\t\t\"b\" : {} // {,}\n\t}\n}", "{\r\"a\":{\r \"c\":[1,],\r},//x\r}", "{\"a\":{\"b\":{\"P\":1,/*,*/},}}", "{\"a\"\n:\n{\"b\"\n:{}}}",
		`{"c":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `,"a":{}}`,
	} {
		f.Add([]byte(seed))
	}
	names := []string{"a", "b", "P"}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := Parse("f", data)
		if doc.Root == nil {
			return
		}
		if changes, ok := doc.Set("{}", names...); ok {
			after := edited(t, data, changes)
			if v := after.Root.Get(names...); v.Kind() != Object || len(v.Members()) != 0 {
				t.Fatalf("not set in %q", after.File.Data)
			}
			if diff := cmp.Diff(comments(data), comments(after.File.Data)); diff != "" {
				t.Fatal("comments", diff)
			}
			if again, _ := after.Set("{}", names...); !bytes.Equal(Apply(after.File.Data, again...), after.File.Data) {
				t.Fatal("a second run changes something")
			}
			if back, ok := after.Unset(names...); ok && !doc.Root.Has("a") {
				removed := edited(t, after.File.Data, back)
				if a := removed.Root.Get("a", "b"); a.Kind() != Object || len(a.Members()) != 0 {
					t.Fatalf("not removed from %q", removed.File.Data)
				}
			}
			sameBut(t, doc.Root, after.Root, names)
		}
		if changes, ok := doc.Unset(names...); ok {
			after := edited(t, data, changes)
			had, has := len(named(doc.Root.Get("a", "b"), "P")), len(named(after.Root.Get("a", "b"), "P"))
			if has != had-1 {
				t.Fatalf("%d of %d left in %q", has, had, after.File.Data)
			}
			sameBut(t, doc.Root, after.Root, names)
		}
	})
}

// edited applies changes and reads the text, which must not have got worse.
func edited(t *testing.T, data []byte, changes []Change) *Document {
	t.Helper()
	for i, c := range changes {
		if c.Start > c.End || i > 0 && c.Start < changes[i-1].End {
			t.Fatalf("changes %v", changes)
		}
	}
	text := Apply(data, changes...)
	doc := Parse("f", text)
	if doc.Root == nil {
		t.Fatalf("%q became %q, which cannot be read", data, text)
	}
	count := func(p []Problem) (n int) {
		for _, p := range p {
			if p.Kind == TrailingComma || p.Kind == DuplicateName || p.Kind == ByteOrderMark {
				n++
			}
		}
		return n
	}
	if before := Parse("f", data); count(doc.Problems) > count(before.Problems) {
		t.Fatalf("%q became %q, which has more problems", data, text)
	}
	return doc
}

func named(v *Value, name string) []Member {
	return slices.DeleteFunc(slices.Clone(v.Members()), func(m Member) bool { return m.Name != name })
}

// sameBut compares two values in all but what the names lead to.
func sameBut(t *testing.T, before, after *Value, names []string) {
	t.Helper()
	keep := func(v *Value) []Member {
		return slices.DeleteFunc(slices.Clone(v.Members()), func(m Member) bool { return m.Name == names[0] })
	}
	a, b := keep(before), keep(after)
	if len(a) != len(b) {
		t.Fatalf("%d other members became %d", len(a), len(b))
	}
	for i := range a {
		// Not cmp.Diff: its time doubles with each array inside an array.
		if was, is := plain(a[i].Value), plain(b[i].Value); a[i].Name != b[i].Name || !reflect.DeepEqual(was, is) {
			t.Fatalf("%q: %.1000v became %q: %.1000v", a[i].Name, was, b[i].Name, is)
		}
	}
	if len(names) > 1 && before.Get(names[0]).Kind() == Object {
		sameBut(t, before.Get(names[0]), after.Get(names[0]), names[1:])
	}
}

// comments returns the comments of a text.
func comments(data []byte) []string {
	var out []string
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = skipString(data, i) - 1
		case '/':
			if end := commentEnd(data, i); end > i {
				out = append(out, string(data[i:end]))
				i = end - 1
			}
		}
	}
	return out
}
