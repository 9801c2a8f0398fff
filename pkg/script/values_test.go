package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValues(t *testing.T) {
	tests := []struct{ src, want string }{
		{`'a'`, `"a"`},
		{`"it's"`, `"it's"`},
		{`'a\n\x41\u0042\u{43}\'\
b\0\q'`, `"a\nABC'b\x00q"`},
		{`'\ud83d\ude00'`, `"😀"`},
		{"`plain`", `"plain"`},
		{"`a\\`b\r\nc`", `"a` + "`" + `b\nc"`},
		{"`a${b}`", `?`},
		{`12.5e3`, `12.5e3`},
		{`-1`, `-1`},
		{`true`, `true`},
		{`null`, `null`},
		{`undefined`, `undefined`},
		{`void 0`, `undefined`},
		{`a.b?.c`, `ref a.b.c`},
		{`a['b']`, `ref a.b`},
		{`a[0]`, `?`},
		{`this`, `ref this`},
		{`uni.$TUIOfflinePush`, `ref uni.$TUIOfflinePush`},
		{`process.env.VUE_APP_ID`, `?`},
		{`import.meta.env.VITE_ID`, `?`},
		{`f(1)`, `call f`},
		{`await f(1)`, `call f`},
		{`await x`, `?`},
		{`new X`, `call X`},
		{`f().x`, `?`},
		{`('a')`, `"a"`},
		{`((a))`, `ref a`},
		{`a || 'b'`, `?`},
		{`'a' + 'b'`, `?`},
		{`a ? 'b' : 'c'`, `?`},
		{`!a`, `?`},
		{`typeof a`, `?`},
		{`a++`, `?`},
		{`/x/g`, `?`},
		{`() => 1`, `func`},
		{`async x => { y }`, `func`},
		{`function () {}`, `func`},
		{`class {}`, `func`},
		{`{}`, `{}`},
		{`{a: 1} || b`, `?`},
		{`[1, 'a', , x, ...y]`, `[1, "a", undefined, ref x, ?]`},
		{`{a: 1, 'b-c': 'd', 3: e, [f]: 1, ['g']: 2, ...h, i, j() {}, get k() { return 1 }, async l() {}, *m() {}, async: 1, get: 2, set, new: 3, n: {o: [{p: null}]},}`,
			`{a: 1, b-c: "d", 3: ref e, [?]: 1, g: 2, ...: ref h, i: ref i, j: func, k: func, l: func, m: func, async: 1, get: 2, set: ref set, new: 3, n: {o: [{p: null}]}}`},
		{`{a: 'x' + y, b: c ? 1 : 2, d: -e}`, `{a: ?, b: ?, d: ?}`},
		{"{\n// 'a': 1,\n'b': '', // note\n/* c: 2 */ d: 3\n}", `{b: "", d: 3}`},
	}
	for _, tt := range tests {
		c := Read("a.js", []byte("const v = "+tt.src+"\nf()"), Options{})
		if len(c.Bindings) == 0 {
			t.Errorf("%s: no binding", tt.src)
			continue
		}
		b := c.Bindings[0]
		if diff := cmp.Diff(tt.want, showValue(b.Value)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.src, diff)
		}
		if got := b.Value.Span.EndOffset - b.Value.Span.Offset; b.Value.Kind == Opaque && got != len(tt.src) {
			t.Errorf("%s: span of %d bytes, want %d", tt.src, got, len(tt.src))
		}
	}
}

func TestBindings(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"declarations", `const a = 1, b = 'x'; let c; var d = e`, text(`const a = 1`, `const b = "x"`, `c = undefined`, `d = ref e`)},
		{"assigned later", `let x; x = 'lit'`, text(`x = undefined`, `x = "lit"`)},
		{"paths", `uni.$x = p; this.x = 1; a['b'] = 2; c[0] = 3; f().x = 4`, text(`uni.$x = ref p`, `this.x = 1`, `a.b = 2`, `c.[] = ?`)},
		{"chained", `a = b = 'x'`, text(`a = "x"`, `b = "x"`)},
		{"changed", `a += 'x'; b ||= 'y'`, text(`a = ?`, `b = ?`)},
		{"objects", `const {a, b: c, d = 1, e: {f}, ...g} = h.i`, text(`const a = ref h.i.a`, `const c = ref h.i.b`, `const d = ?`, `const f = ref h.i.e.f`, `const g = ?`)},
		{"arrays", `const [a, , {b}] = c`, text(`const a = ?`, `const b = ?`)},
		{"of a call", `const {a} = f()`, `const a = ?`},
		{"without declaration", `({a, b: c} = d); [e] = f`, text(`a = ref d.a`, `c = ref d.b`, `e = ?`)},
		{"loops", `for (const a of b) {} for (let c in d) {} for (var i = 0;;) {}`, text(`const a = ?`, `c = ?`, `i = 0`)},
		{"in functions", `function f() { if (x) { const a = 1 } }`, `const a = 1 in f guarded`},
		{"no comparison", `a == b; c === d; g >= h`, ``},
		{"parameters", `function f(a = 1, {b: [b] = c, ...d}, ...e) {} f => 0; class C { m(g) {} }; ({ n(h) {} }); try {} catch (i) {}`,
			text(`a = ? in f`, `b = ? in f`, `d = ? in f`, `e = ? in f`, `f = ? in `, `g = ? in m`, `h = ? in n`, `i = ? guarded`)},
	}
	for _, tt := range tests {
		c := Read("a.js", []byte(tt.src), Options{})
		if diff := cmp.Diff(tt.want, lines(showBindings(c))); diff != "" {
			t.Errorf("%s: bindings of %s (-want +got):\n%s", tt.name, tt.src, diff)
		}
	}
	c := Read("a.ts", []byte(`class A { a = 'x'; static b: string = 'y'; private readonly c?: T = d as T; e: string } const f: T = g, h!: U; let i = <T>j`), Options{})
	want := text(`this.a = "x"`, `A.b = "y"`, `this.c = ref d`, `const f = ref g`, `const h = undefined`, `i = ref j`)
	if diff := cmp.Diff(want, lines(showBindings(c))); diff != "" {
		t.Errorf("class fields (-want +got):\n%s", diff)
	}
}

func TestImports(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"all forms", `import 'a'; import b from 'b'; import * as c from 'c'; import {d, e as f, default as g, 'h-i' as j} from "d"; import k, {l} from 'k'; import m, * as n from 'm'`,
			text(` from a as `, `default from b as b`, `* from c as c`, `d from d as d`, `e from d as f`, `default from d as g`, `h-i from d as j`, `default from k as k`, `l from k as l`, `default from m as m`, `* from m as n`)},
		{"types", `import type A from 'a'; import type {B} from 'b'; import {type C, type, type as D} from 'c'; import type from 'd'; import E = require('e')`,
			text(`type default from a as A`, `type B from b as B`, `type C from c as C`, `type from c as type`, `type from c as D`, `default from d as type`, `* from e as E`)},
		{"attributes", `import a from './a.json' with { type: 'json' }; f()`, `default from ./a.json as a`},
		{"require", `const a = require('a'), {b, c: d} = require('b'), e = require('e').default; require('f'); let g; g = require('g'); uni.$h = require('h'); f(require('i'))`,
			text(`* from a as a`, `b from b as b`, `c from b as d`, `default from e as e`, ` from f as `, `* from g as g`, `* from h as uni.$h`, ` from i as `)},
		{"dynamic", `const a = await import('a'); const {b} = await import('b'); import('c').then(x => x); const d = (await import('d')).default; const e = () => import('e')`,
			text(`* from a as a`, `b from b as b`, ` from c as `, `default from d as d`, ` from e as  in e`)},
		{"not bound whole", `const a = require('a')(b); const c = require('c').d.e; const f = x || require('f')`, text(` from a as `, ` from c as `, ` from f as  guarded`)},
		{"not literal", `require(x); import(y); require(` + "`a${b}`" + `)`, ``},
		{"meta", `import.meta.url; f(import.meta)`, ``},
		{"multiline", "import {\n  // a,\n  b,\n} from 'b'\nimport c from 'c'", text(`b from b as b`, `default from c as c`)},
	}
	for _, tt := range tests {
		c := Read("a.ts", []byte(tt.src), Options{})
		if diff := cmp.Diff(tt.want, lines(showImports(c))); diff != "" {
			t.Errorf("%s: imports of %s (-want +got):\n%s", tt.name, tt.src, diff)
		}
	}
	c := Read("a.js", []byte(`import a from "@/b"`), Options{})
	if s := c.Imports[0].Span; s.Offset != 14 || s.EndOffset != 19 {
		t.Errorf("specifier at %d-%d, want 14-19", s.Offset, s.EndOffset)
	}
}

func TestExports(t *testing.T) {
	tests := []struct{ src, want string }{
		{`export const a = 'x', b = {c: 1}; export let d; export function e() {} export class F {} export async function* g() {}`,
			text(`a = "x"`, `b = {c: 1}`, `d = undefined`, `e = func`, `F = func`, `g = func`)},
		{`export default {a: 1}`, `default = {a: 1}`},
		{`export const f = (a) => { const b = 1; c = 2 }, { d = g => 0 } = e`, text(`f = func`, `d = ?`)},
		{`export default function f() {}`, `default = func`},
		{`export default abstract class A {}`, `default = func`},
		{`const a = 1; export {a, b as c, d as default}`, text(`a = ref a`, `c = ref b`, `default = ref d`)},
		{`export {a, b as c} from 'x'; export * from 'y'; export * as z from 'z'`, text(`a = a from x`, `c = b from x`, `* = * from y`, `z = * from z`)},
		{`export type {A} from 'a'; export type B = C; export {type D, e}; export interface F {}`, `e = ref e`},
		{`export const {a, b: {c}} = d`, text(`a = ref d.a`, `c = ref d.b.c`)},
		{`module.exports = {a}; exports.b = 1; module.exports.c = 'x'; module.exports.d.e = 2`, text(`default = {a: ref a}`, `b = 1`, `c = "x"`)},
	}
	for _, tt := range tests {
		c := Read("a.ts", []byte(tt.src), Options{})
		if diff := cmp.Diff(tt.want, lines(showExports(c))); diff != "" {
			t.Errorf("exports of %s (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestProperties(t *testing.T) {
	src := `f({offlinePushConfig: {a: 1}, other: 2}); const x = {offlinePushConfig}; const {offlinePushConfig: y} = z; function g({offlinePushConfig}) {} o.offlinePushConfig = 1
		const deep = {a: [{b: () => ({'offlinePushConfig': 'x'})}]}`
	c := Read("a.js", []byte(src), Options{Properties: []string{"offlinePushConfig"}})
	var got []string
	for _, p := range c.Properties {
		got = append(got, showValue(p.Value)+" of {"+showMembers(p.Siblings)+"}"+showContext(p.Context))
	}
	want := text(`{a: 1} of {offlinePushConfig: {a: 1}, other: 2}`, `ref offlinePushConfig of {offlinePushConfig: ref offlinePushConfig}`, `"x" of {offlinePushConfig: "x"} in b`)
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
}
