package script

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/source"
)

// TestHostile reads texts made to cost time, memory or stack. What takes the
// square of the length takes minutes here, all else milliseconds.
func TestHostile(t *testing.T) {
	const size = 200_000
	for _, unit := range []string{
		"(", "[", "{", "${`", "`${", "f(", "a=>", "()=>", "{a:", "a?", "a?b:", "!", "new ", "a=", "a.b().", "f()()", "a<", "/[", "/", "/a", "'", "\\",
		"<", "<!--", "<!---->", "<!-- #ifdef ", "<a ", "<a b='", "<template>", "</template>", "<script>", "/*", "//\n", "if(a)", "else ", "async ", "class A{", "class extends ", "function(){", "@a", "case ", "x:", "import ", "export ", "export type {", "type A=", "{a,", "...", "await ",
		"// #ifdef APP\n", "// #endif\n", "// #ifdef H5\n// #else\n", "/*#ifdef VUE2*/{/*#endif*/", "}", ")(", "({[", "a.then(()=>{", "{let a;a=1}", "(a)=>{a=", "function f(a){a.b=1;", "let a;a=1;", "a[b]=c;", "({a=1},[b])=>{", "A<B<", "\u3000", "\xff", "\xe4\xbd",
	} {
		data := []byte(strings.Repeat(unit, size/len(unit)))
		for _, file := range []string{"a.js", "a.ts", "b.vue", "a.vue"} {
			if file == "a.vue" {
				data = append([]byte("<script>"), data[5:]...)
			}
			start := time.Now()
			Read(file, data, Options{Names: []string{"Push"}, Properties: []string{"a"}})
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("%s of %q takes %v", file, unit, d)
			}
		}
	}
}

func TestPartial(t *testing.T) {
	tests := []struct {
		src    string
		line   int
		column int
		calls  string
	}{
		{"a()\nb('x\nc()", 2, 2, text(`a()`, `b(?)`, `c()`)},
		{"a()\n'x\nc()", 2, 1, text(`a()`, `c()`)},
		{"a()\n`x\nc()", 2, 1, `a()`},
		{"a()\n/* x\nc()", 2, 1, `a()`},
		{"a({b: [c()\nd()", 1, 2, text(`a({b: [?]})`, `c()`, `d()`)},
		{"a(b()]\nc()", 1, 2, text(`a(?)`, `b()`, `c()`)},
		{"a())\nb()", 1, 4, text(`a()`, `b()`)},
		{"a(); \\ b()", 1, 6, text(`a()`, `b()`)},
		{"if (a { b() }\nc()", 1, 4, `c()`},
		{"function () {\n\ta({\n}\nb()", 1, 13, ``},
	}
	for _, tt := range tests {
		c := Read("a.js", []byte(tt.src), Options{})
		if c.Partial.Start.Line != tt.line || c.Partial.Start.Column != tt.column {
			t.Errorf("%q: partial at %d:%d, want %d:%d", tt.src, c.Partial.Start.Line, c.Partial.Start.Column, tt.line, tt.column)
		}
		if diff := cmp.Diff(tt.calls, lines(showCalls(c))); diff != "" && tt.calls != "" {
			t.Errorf("calls of %q (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestCallSpans(t *testing.T) {
	src := "// 推送\nconst p = uni . requireNativePlugin( 'x' ) as any; new A.B( 1 ).c()"
	c := Read("a.ts", []byte(src), Options{})
	var got []string
	for _, call := range c.Calls {
		got = append(got, src[call.Span.Offset:call.Span.EndOffset]+" | "+src[call.NameSpan.Offset:call.NameSpan.EndOffset])
	}
	want := []string{"uni . requireNativePlugin( 'x' ) | requireNativePlugin", "A.B( 1 ) | B", "new A.B( 1 ).c() | c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	file := source.New("a.ts", []byte(src))
	for _, call := range c.Calls {
		if diff := cmp.Diff(file.Span(call.Span.Offset, call.Span.EndOffset), call.Span); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestBundled(t *testing.T) {
	minified := strings.Repeat(`e.prototype.login=function(t){return this.x(t).then((e=>e.code))};`, 200)
	config := "const tim = {offlinePushConfig: {" + strings.Repeat(`huaweiBusinessID: '1234567', `, 400) + "}}\nchat.registerPlugin(tim)\n"
	code := strings.Repeat("export function f() {\n\treturn g()\n}\n", 800)
	tests := []struct {
		name, file, src string
		want            bool
	}{
		{"minified", "a.js", "!function(e,t){" + minified + "}()", true},
		{"minified behind a licence", "a.js", strings.Repeat("// licence\n", 100) + minified, true},
		{"by its name", "tim.min.js", "f()", true},
		{"config on one line", "a.js", config, false},
		{"image on one line", "a.js", "export default 'data:image/png;base64," + strings.Repeat("iVBORw0KGgo=", 5000) + "'\n" + code[:5000], false},
		{"code", "a.js", code, false},
		{"code with a minified piece", "a.js", code + minified, false},
		{"webpack", "a.js", "(function (modules) { // webpackBootstrap\n" + code, true},
		{"rollup", "a.js", "(function (global, factory) {\n  typeof exports === 'object' && typeof module !== 'undefined' ? module.exports = factory() :\n  typeof define === 'function' && define.amd ? define(factory) : 0\n" + code, true},
		{"small library", "a.js", "typeof define === 'function' && define.amd\n" + code[:5000], false},
		{"component", "a.vue", "<script>" + minified + "</script>", false},
		{"empty", "a.js", "", false},
	}
	for _, tt := range tests {
		c := Read(tt.file, []byte(tt.src), Options{Names: []string{"f"}})
		if c.Bundled != tt.want {
			t.Errorf("%s: bundled %v, want %v", tt.name, c.Bundled, tt.want)
		}
		if c.Bundled && (c.Calls != nil || c.Exports != nil || c.Dead != nil) {
			t.Errorf("%s: a bundle is not read", tt.name)
		}
	}
}
