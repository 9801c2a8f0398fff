package script

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestConditions says of each condition whether code under #ifdef and under
// #ifndef may be in the app, and whether it is in no other platform.
func TestConditions(t *testing.T) {
	const in, out, only = "in", "out", "only" // only: in the app and nowhere else
	tests := []struct{ condition, ifdef, ifndef string }{
		{"APP", only, out},
		{"APP-PLUS", only, in}, // not defined in uni-app x
		{"APP_PLUS", only, in},
		{"APP-PLUS-NVUE", only, in},
		{"APP-NVUE", only, in},
		{"APP-VUE", only, in},
		{"APP-ANDROID", only, in},
		{"APP-IOS", only, in},
		{"APP-HARMONY", out, in},
		{"H5", out, in},
		{"WEB", out, in},
		{"MP", out, in},
		{"MP-WEIXIN", out, in},
		{"MP-FUTURE", out, in},
		{"QUICKAPP-WEBVIEW-HUAWEI", out, in},
		{"VUE2", in, in},
		{"VUE3", in, in},
		{"UNI-APP-X", in, in},
		{"uniVersion > 3.9", in, in},
		{"uniVersion >= 4.36 && APP", only, in},
		{"H5 || APP-PLUS", in, in},
		{"APP || APP-HARMONY", only, out},
		{"APP-PLUS|| MP-WEIXIN || H5", in, in},
		{"H5 || MP", out, in}, // quick apps are left
		{"H5 || MP || QUICKAPP-NATIVE || QUICKAPP-WEBVIEW", out, only},
		{"APP && VUE3", only, in},
		{"H5 && VUE3", out, in},
		{"VUE2 && VUE3", out, in},
		{"VUE2 || VUE3", in, out},
		{"UNI-APP-X && APP", only, in},
		{"(MP-WEIXIN || APP-PLUS) && VUE3", in, in},
		{"(H5 || APP) && VUE3", in, in},
		{"!H5", in, out},
		{"!APP", out, only},
		{"true", in, out},
		{"false", out, in},
		{"", in, out},
		{"APP ||", in, in},               // no expression: the compiler gives up
		{"APP-PLUS H5", in, in},          //
		{"app-plus", out, in},            // no such name: false
		{"app-plus || APP", out, in},     // and never reaches APP
		{"APP || app-plus", only, out},   //
		{"MY-PLATFORM", in, in},          // may be defined in package.json
		{"APP && MY-PLATFORM", only, in}, //
	}
	for _, tt := range tests {
		for directive, want := range map[string]string{"#ifdef": tt.ifdef, "#ifndef": tt.ifndef} {
			src := "// " + directive + " " + tt.condition + "\nf()\n// #endif"
			got := out
			if c := Read("a.js", []byte(src), Options{}); len(c.Calls) == 1 {
				if got = in; c.Calls[0].Context.AppOnly {
					got = only
				}
			}
			if got != want {
				t.Errorf("%s %s: %s, want %s", directive, tt.condition, got, want)
			}
		}
	}
}

func TestDirectives(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"forms of comment", "// #ifdef H5\na()\n// #endif\n//#ifdef H5\nb()\n//#endif\n/* #ifdef H5 */ c() /* #endif */ d()\n/*#ifdef H5*/\ne()\n//\t#endif\n\n\t//   #IFDEF H5  \nf()\n\t//  #ENDIF \n// #endif", `d()`},
		{"nested", "// #ifdef APP\na()\n// #ifdef H5\nb()\n// #endif\nc()\n// #ifndef VUE3\nd()\n// #endif\n// #endif\ne()", text(`a() app`, `c() app`, `d() app`, `e()`)},
		{"nested worlds", "// #ifdef VUE2\n// #ifdef UNI-APP-X\na()\n// #endif\n// #endif\nb()", `b()`},
		{"else", "// #ifdef H5\na()\n// #else\nb()\n// #endif\n// #ifdef APP\nc()\n// #else\nd()\n// #endif", text(`b()`, `c() app`)},
		{"if", "// #if H5\na()\n// #endif\nb()", `b()`},
		{"elif is no directive", "// #ifdef APP\na()\n// #elif H5\nb()\n// #endif", text(`a() app`, `b() app`)},
		{"in a string", "a('// #ifdef H5'); b(`\n// #ifdef H5\n`)\nc('/* #endif */')\n// #endif", text(`a("// #ifdef H5")`, `b("\n// #ifdef H5\n")`, `c("/* #endif */")`)},
		{"in a comment", "// // #ifdef H5\na()\n// // #endif\n/* // #ifdef H5 */\nb()\n/* // #endif */\nc()", `c()`},
		{"in the middle of a line", "if (x) { a() } /* #ifdef H5 */ else { b() } /* #endif */ c()", text(`a() guarded`, `c()`)},
		{"in an object", "f({\n// #ifdef H5\na: 1,\n// #endif\n// #ifdef APP-PLUS\nb: 2,\n// #endif\nc: 3})", `f({b: 2, c: 3})`},
		{"carriage returns", "// #ifdef H5\r\na()\r\n// #endif\r\nb()", `b()`},
		{"no end", "a()\n// #ifdef H5\nb()\n// #ifdef H5\nc()\n// #endif", text(`a()`, `b()`)},
		{"end alone", "a()\n// #endif\nb()\n// #ifdef H5\nc()\n// #endif", text(`a()`, `b()`)},
		{"excluded text is no code", "// #ifdef H5\nit's `not (code {\n/* \n// #endif\na()", `a()`},
		{"both open a bracket", "// #ifndef VUE3\nconst a = b({\n// #endif\n// #ifdef VUE3\nconst a = c({\n// #endif\nd: e() })\nf()", text(`b({d: call e})`, `c({d: call e})`, `e()`, `f()`)},
		{"without blank", "// #ifdefAPP\n// #endifx\na()", `a()`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Read("a.js", []byte(tt.src), Options{})
			if diff := cmp.Diff(tt.want, lines(showCalls(c))); diff != "" {
				t.Errorf("calls of %s (-want +got):\n%s", tt.src, diff)
			}
		})
	}
}

func TestDirectivePartial(t *testing.T) {
	for src, line := range map[string]int{
		"a()\n// #ifdef H5\nb()\n// #ifdef H5\nc()\n// #endif": 2,
		"a()\n\n// #endif": 3,
		"// #ifdef H5\na({\n// #endif\n// #ifdef APP\nb()\n// #endif":               0,
		"// #ifdef VUE2\na({\n// #endif\n// #ifndef VUE2\nb({\n// #endif\nc: 1})\n": 0,
	} {
		if got := Read("a.js", []byte(src), Options{}).Partial.Start.Line; got != line {
			t.Errorf("partial at line %d, want %d: %s", got, line, src)
		}
	}
}

// TestModulesAreNotPreprocessed: the compiler passes over .mjs.
func TestModulesAreNotPreprocessed(t *testing.T) {
	c := Read("a.mjs", []byte("// #ifdef H5\na()\n// #endif"), Options{})
	if diff := cmp.Diff(`a()`, lines(showCalls(c))); diff != "" {
		t.Error(diff)
	}
}

func TestComponents(t *testing.T) {
	tests := []struct{ name, file, src, want string }{
		{"two scripts", "a.vue", "<script>\na()\n</script>\n<template><b @c=\"d()\">{{ e() }}</b></template>\n<script setup lang=\"ts\">\nf<g>(1)\n</script>\n<style>h()</style>", text(`a()`, `f(1)`)},
		{"attributes", "a.vue", "<script\n  setup\n  lang='ts'\n  generic=\"T extends A<B>\" >(a as b).c()</script >", `a.c()`},
		{"commented out", "a.vue", "<!-- <script>a()</script> --><script>b()</script><!--\n<script>c()</script>", `b()`},
		{"in a template", "a.vue", "<template><script>a()</script><template #x>y</template><b v-if=\"c > '</template>'\"/></template><script>b()</script>", `b()`},
		{"template not closed inside", "a.vue", "<template><template v-if=\"a\"><b></template><script>c()</script>", `c()`},
		{"pug", "a.vue", "<template lang=\"pug\">\na(b=\"<\")\n  script c()\n</template>\n<script>d()</script>", `d()`},
		{"script in a string", "a.vue", "<script>a('<script>', /<script/gi, '<template>')\nb()</script>", text(`a("<script>", ?, "<template>")`, `b()`)},
		{"view layer", "a.vue", "<script module=\"m\" lang=\"renderjs\">a()</script><script lang=\"wxs\" src=\"./a.wxs\"/><script>b()</script>", `b()`},
		{"typescript of uvue", "a.uvue", "<script>\nlet a = b as C\nd<E>(1)\n</script>", `d(1)`},
		{"javascript of nvue", "a.nvue", "<script>a(b < c, d > (e))</script>", `a(?, ?)`},
		{"directives around scripts", "a.vue", "<!-- #ifdef H5 -->\n<script>a()</script>\n<!-- #endif -->\n<!-- #ifdef APP-PLUS -->\n<script>b()</script>\n<!-- #endif -->\n<!--#ifndef APP--><script setup>c()</script><!--#endif-->", `b() app`},
		{"directives in scripts", "a.vue", "<script>\n// #ifdef H5\na()\n// #endif\n<!-- #ifdef H5 -->\nb()\n<!-- #endif -->\n// #ifdef APP\nc()\n// #endif\n</script>", `c() app`},
		{"directives between parts", "a.vue", "// #ifdef H5\n<script>a()</script>\n// #endif\n<script>b()</script>", `b()`},
		{"sorts do not mix", "a.vue", "<!-- #ifdef H5 -->\n<script>\n// #endif\na()\n</script>\n<!-- #endif -->\n<script>b()</script>", `b()`},
		{"no end", "a.vue", "<script>\na()", `a()`},
		{"upper case", "a.vue", "<SCRIPT>a()</SCRIPT>", `a()`},
		{"empty", "a.vue", "", ``},
		{"no component", "a.js", "f('<script>')", `f("<script>")`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Read(tt.file, []byte(tt.src), Options{})
			if diff := cmp.Diff(tt.want, lines(showCalls(c))); diff != "" {
				t.Errorf("calls of %s (-want +got):\n%s", tt.src, diff)
			}
		})
	}
	c := Read("a.vue", []byte("<template/>\n<script src=\"./a.js\"></script><script src='./b.ts' lang=ts />\n<!-- #ifdef H5 --><script src=./c.js></script><!-- #endif -->"), Options{})
	if diff := cmp.Diff(text(` from ./a.js as `, ` from ./b.ts as `), lines(showImports(c))); diff != "" {
		t.Errorf("script with src (-want +got):\n%s", diff)
	}
	if got := c.Imports[0].Span; got.Offset != 24 || got.EndOffset != 32 {
		t.Errorf("src at %d-%d, want 24-32", got.Offset, got.EndOffset)
	}
}

func TestDead(t *testing.T) {
	src := text(
		`<template>Push <!-- Push --></template>`,
		`<!-- <script>Push</script> -->`,
		`<script>`,
		`// Push and PushX and xPush, Push-er`,
		`live(Push, 'Push') /* Push */`,
		`// #ifdef H5`,
		`Push() // Push`,
		`// #endif`,
		`</script>`,
		`<style>Push</style>`,
	)
	c := Read("a.vue", []byte(src), Options{Names: []string{"Push", "", "Push", "Push-er"}})
	want := text(
		`Push template 1:11`, `Push comment 1:21`, `Push comment 2:14`, `Push comment 4:4`, `Push comment 4:30`, `Push-er comment 4:30`,
		`Push comment 5:23`, `Push compiled out 7:1`, `Push comment 7:11`, `Push template 10:8`)
	if diff := cmp.Diff(want, lines(showDead(c))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWorldsFit(t *testing.T) {
	if n := len(builds()); n > 64 {
		t.Errorf("%d ways to build do not fit into a set of 64", n)
	}
	for _, w := range builds() {
		for _, name := range w.names {
			if name != "" && !known(name) {
				t.Errorf("%s is true in %s but not known", name, strings.Join(w.names, " "))
			}
		}
	}
}

// TestBuild: what is known of the project decides what its code is.
func TestBuild(t *testing.T) {
	for _, tt := range []struct {
		name      string
		build     Build
		condition string
		calls     int
		appOnly   bool
	}{
		{"anything may be uni-app x", Build{}, "#ifndef APP-PLUS", 1, false},
		{"uni-app has APP-PLUS in each app", Build{Framework: UniApp}, "#ifndef APP-PLUS", 0, false},
		{"uni-app x has none", Build{Framework: UniAppX}, "#ifdef APP-PLUS", 0, false},
		{"the other Vue", Build{Framework: UniApp, Vue: 2}, "#ifdef VUE3", 0, false},
		{"the own Vue", Build{Framework: UniApp, Vue: 3}, "#ifdef VUE3", 1, false},
		{"quickapps are left", Build{Framework: UniApp}, "#ifndef H5 || MP", 1, false},
		{"the project is built for two others", Build{Framework: UniApp, Platforms: []string{"h5", "mp-weixin"}}, "#ifndef H5 || MP", 1, true},
		{"one of the others is left", Build{Framework: UniApp, Platforms: []string{"h5", "mp-weixin"}}, "#ifndef H5", 1, false},
	} {
		c := Read("a.js", []byte("// "+tt.condition+"\nf()\n// #endif"), Options{Build: tt.build})
		if len(c.Calls) != tt.calls || len(c.Calls) == 1 && c.Calls[0].Context.AppOnly != tt.appOnly {
			t.Errorf("%s: %+v", tt.name, c.Calls)
		}
	}
}
