package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComments(t *testing.T) {
	const word = "x-word"
	for name, c := range map[string]struct {
		file, src string
		want      []string
	}{
		"code":           {"a.js", "f('// x-word') // x-word\n/* a\nx-word */ `// x-word`\n// other\n", []string{"// x-word", "/* a\nx-word */", "// other"}},
		"component":      {"a.vue", "<!-- x-word 1 -->\n<template><!-- x-word 2 --></template>\n<script>\n// x-word 3\n</script>\n<style>/* x-word 4 */</style>", []string{"<!-- x-word 1 -->", "<!-- x-word 2 -->", "// x-word 3"}},
		"compiled out":   {"a.js", "// #ifdef H5\n// x-word\n// #endif\n", []string{"// #ifdef H5", "// x-word", "// #endif"}},
		"cut twice":      {"a.js", "// x-word\n// #ifdef VUE3\nf({\n// #endif\n// #ifndef VUE3\ng({\n// #endif\n})\n", []string{"// x-word", "// #ifdef VUE3", "// #endif", "// #ifndef VUE3", "// #endif"}},
		"no such word":   {"a.js", "// word\n", nil},
		"bundled or not": {"a.min.js", "// x-word\n", nil},
	} {
		code := Read(c.file, []byte(c.src), Options{Comment: word, Names: []string{"f"}})
		var got []string
		for _, comment := range code.Comments {
			if c.src[comment.Start:comment.End] != comment.Text {
				t.Errorf("%s: %+v", name, comment)
			}
			got = append(got, comment.Text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
