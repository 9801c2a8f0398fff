package script

import (
	"reflect"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/source"
)

// FuzzRead checks that any text is read without a panic, twice alike, with
// spans that lie in it, and that code under a condition that holds in no app
// yields nothing.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"uni.requireNativePlugin('TencentCloud-TUIOfflinePush')",
		"// #ifdef APP-PLUS\nconst {a, b: c} = require('x')\n// #else\nd()\n// #endif",
		"<template><view v-if=\"a > b\"/></template>\n<script setup lang=\"ts\">\nimport A, {type B} from 'a'\nconst c = <T>(d: B) => e!.f<T>(`x${g}`)\n</script>",
		"<!-- #ifdef H5 --><script src='./a.js'/><!-- #endif --><script>export default {onLaunch() { if (!x) return; /[/]/.test(y) }}</script>",
		"class A<T> extends B { @C() #d = 1; static { e() } async *[f]() {} }",
		"a = {b, ...c, ['d']: `e`, get f() { return 1 / 2 }}; ({g} = h)",
		"export * as a from 'b'; module.exports = {c: 'd\\u{1f600}'}",
		"/*#ifdef VUE2*/{/*#endif*/ // #ifdef", "<script>`${", "'\\", "/[", "<a b='", "\ufeff#!x\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		opt := Options{Names: []string{"a", "Push"}, Properties: []string{"a", "b"}}
		for _, name := range []string{"a.js", "a.ts", "a.vue"} {
			c := Read(name, []byte(src), opt)
			if !reflect.DeepEqual(c, Read(name, []byte(src), opt)) {
				t.Fatalf("%s is read differently the second time", name)
			}
			checkSpans(t, c, len(src))
		}
		if strings.Contains(src, "#") || strings.Contains(src, "<") { // directives and tags of its own
			return
		}
		c := Read("b.vue", []byte("<!-- #ifdef H5 --><script>\n"+src+"\n</script><!-- #endif -->"), opt)
		if len(c.Calls)+len(c.Bindings)+len(c.Imports)+len(c.Exports)+len(c.Properties) > 0 {
			t.Fatalf("code that is not in the app was read: %v %v", showCalls(c), showBindings(c))
		}
	})
}

func checkSpans(t *testing.T, c *Code, size int) {
	t.Helper()
	check := func(s source.Span) {
		if s.Offset < 0 || s.EndOffset < s.Offset || s.EndOffset > size || s.Start.Line < 1 || s.Start.Column < 1 {
			t.Fatalf("span outside the file: %+v", s)
		}
	}
	for _, x := range c.Calls {
		check(x.Span)
		check(x.NameSpan)
		if x.Name == "" || x.Callee == "" {
			t.Fatalf("call without a name: %+v", x)
		}
		for _, v := range x.Args {
			check(v.Span)
		}
	}
	for _, x := range c.Bindings {
		check(x.Span)
		check(x.Value.Span)
	}
	for _, x := range c.Imports {
		check(x.Span)
	}
	for _, x := range c.Exports {
		check(x.Span)
	}
	for _, x := range c.Properties {
		check(x.NameSpan)
		check(x.Value.Span)
	}
	for _, x := range c.Dead {
		check(x.Span)
	}
}
