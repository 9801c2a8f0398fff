package project

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// show is what ignores say, for short.
func show(list []Ignore) []string {
	var out []string
	for _, i := range list {
		lines := string(rune('0'+i.Lines[0])) + "-" + string(rune('0'+i.Lines[1]))
		out = append(out, i.Rule+"|"+i.Reason+"|"+lines)
	}
	return out
}

func TestIgnoresOfCode(t *testing.T) {
	for name, c := range map[string]struct {
		file, data string
		want       []string
	}{
		"line above":                     {"a.js", "// offpush-ignore a: why\nf()\n", []string{"a|why|1-2"}},
		"same line":                      {"a.js", "\nf() // offpush-ignore a: why\n", []string{"a|why|2-2"}},
		"before code":                    {"a.js", "/* offpush-ignore a: why */ f()\n", []string{"a|why|1-1"}},
		"block":                          {"a.js", "/*offpush-ignore a: why*/", []string{"a|why|1-2"}},
		"document":                       {"a.js", "/**\n * Words.\n * offpush-ignore a: why\n */\nf()\n", []string{"a|why|1-5"}},
		"several rules":                  {"a.js", "// offpush-ignore a,b ，c、d: why\n", []string{"a|why|1-2", "b|why|1-2", "c|why|1-2", "d|why|1-2"}},
		"Chinese colon":                  {"a.js", "// offpush-ignore a：只打 App 包：不打 H5\r\n", []string{"a|只打 App 包：不打 H5|1-2"}},
		"no reason":                      {"a.js", "// offpush-ignore a\n// offpush-ignore b:\n// offpush-ignore c: ...\n", []string{"a||1-4", "b||2-4", "c||3-4"}},
		"no colon":                       {"a.js", "// offpush-ignore a as we know\n", []string{"a||1-2"}},
		"no colon, but a comma":          {"a.js", "// offpush-ignore a, b\n", []string{"a||1-2", "b||1-2"}},
		"no rule":                        {"a.js", "// offpush-ignore\n\n// offpush-ignore: why\n", []string{"||1-2", "|why|3-4"}},
		"another word":                   {"a.js", "// offpush-ignored a: b\n// offpush-ignore-file a: b\n// see offpush-ignore a: b\n", nil},
		"string":                         {"a.js", "f('// offpush-ignore a: why', `\n// offpush-ignore a: why\n`, /\\/\\/ offpush-ignore a: why/)\n", nil},
		"below each other":               {"a.js", "// offpush-ignore a: why\n/* offpush-ignore b: why */\nf() // offpush-ignore c: why\n", []string{"a|why|1-3", "b|why|2-3", "c|why|3-3"}},
		"above another":                  {"a.js", "// offpush-ignore a: why\n// eslint-disable-next-line no-undef\nf()\n", []string{"a|why|1-3"}},
		"below another":                  {"a.js", "// eslint-disable-next-line no-undef\n// offpush-ignore a: why\nf()\n", []string{"a|why|2-3"}},
		"wrapped":                        {"a.js", "// offpush-ignore a: why it is\n// meant to be so, and\n/* more\n of it */\nf()\n", []string{"a|why it is|1-5"}},
		"above a condition":              {"a.js", "// offpush-ignore a: why\n// #ifdef APP-PLUS\nf()\n// #endif\n", []string{"a|why|1-3"}},
		"above what is left out":         {"a.js", "// offpush-ignore a: why\n// #ifdef H5\nf()\n// #endif\n", []string{"a|why|1-3"}},
		"condition of a component":       {"a.vue", "<template>\n<!-- offpush-ignore a: why -->\n<!-- #ifdef APP-PLUS -->\n<p></p>\n<!-- #endif -->\n</template>\n", []string{"a|why|2-4"}},
		"above one that shares its line": {"a.js", "// offpush-ignore a: why\nf() // words\n// words\n", []string{"a|why|1-2"}},
		"not quite":                      {"a.js", "// offpush-ignore a: why\n\n// offpush-ignore b: why\n", []string{"a|why|1-2", "b|why|3-4"}},
		"component":                      {"a.vue", "<!-- offpush-ignore a: why -->\n<script>\n// offpush-ignore b: why\n</script>\n<template>\n<!-- offpush-ignore c: why -->\n<p>// offpush-ignore d: why</p></template>", []string{"a|why|1-2", "b|why|3-4", "c|why|6-7"}},
		"byte order mark":                {"a.js", "\ufeff// offpush-ignore a: why\nf()\n", []string{"a|why|1-2"}},
		"compiled out":                   {"a.js", "// #ifdef H5\n// offpush-ignore a: why\nf()\n// #endif\n", []string{"a|why|2-3"}},
		"not closed":                     {"a.js", "/* offpush-ignore a: why", []string{"a|why|1-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			code := script.Read(c.file, []byte(c.data), script.Options{Comment: ignoreWord})
			got := codeIgnores(code, []byte(c.data))
			if diff := cmp.Diff(c.want, show(got)); diff != "" {
				t.Error(diff)
			}
			for _, i := range got {
				if i.Rule != "" && c.data[i.Span.Offset:i.Span.EndOffset] != i.Rule {
					t.Errorf("the span of %s is %+v", i.Rule, i.Span)
				}
			}
		})
	}
}

func TestIgnoresOfJSON(t *testing.T) {
	const text = "{\n// offpush-ignore a: why\n\"x\": \"// offpush-ignore b: why\", /* offpush-ignore c: why */\n\"y\": \"\\\"/* offpush-ignore d: why */\"\n}"
	d := Doc{Document: manifest.Parse("manifest.json", []byte(text))}
	if diff := cmp.Diff([]string{"a|why|2-3", "c|why|3-3"}, show(docIgnores(d))); diff != "" {
		t.Error(diff)
	}
	if got := docIgnores(Doc{}); got != nil {
		t.Error(got)
	}
}

// FuzzIgnores: whatever a comment says, what is read of it stands in it.
func FuzzIgnores(f *testing.F) {
	for _, s := range []string{"// offpush-ignore a: why", "/* offpush-ignore a，b：为什么 */", "/**\r\n * offpush-ignore a b\r * offpush-ignore\n*/", "<!--offpush-ignore a:b-->", "/*/", "/* offpush-ignore :: */", "// offpush-ignore \xff: \xff", "offpush-ignore　a:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, comment string) {
		for _, d := range parseIgnores(comment) {
			if !strings.HasPrefix(comment[d.whole.start:d.whole.end], ignoreWord) {
				t.Fatalf("%q: %+v", comment, d)
			}
			if d.reason != strings.TrimSpace(d.reason) || strings.ContainsAny(d.reason, "\r\n") {
				t.Errorf("%q has the reason %q", comment, d.reason)
			}
			end := d.whole.start
			for _, r := range d.rules {
				if r.start < end || r.end <= r.start || r.end > d.whole.end || strings.ContainsAny(comment[r.start:r.end], " \t\r\n,:") {
					t.Fatalf("%q: rule %+v in %+v", comment, r, d)
				}
				end = r.end
			}
		}
		data := []byte("f()\n" + comment + "\ng()")
		file := source.New("a.js", data)
		for _, i := range ignoresIn(file, []script.Comment{{Text: comment, Start: 4, End: 4 + len(comment)}}) {
			if i.Lines[0] < 1 || i.Lines[1] < i.Lines[0] || i.Lines[1] > file.Len()+1 {
				t.Errorf("%q covers %v", comment, i.Lines)
			}
		}
		codeIgnores(script.Read("a.vue", data, script.Options{Comment: ignoreWord}), data)
		docIgnores(Doc{Document: manifest.Parse("manifest.json", data)})
	})
}
