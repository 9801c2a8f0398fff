package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCalls(t *testing.T) {
	tests := []struct {
		name, file, src, want string
	}{
		{"plain", "a.js", `f(); a.b.c(1)`, text(`f()`, `a.b.c(1)`)},
		{"plugin", "a.js", `uni.requireNativePlugin('TencentCloud-TUIOfflinePush')`, `uni.requireNativePlugin("TencentCloud-TUIOfflinePush")`},
		{"chain", "a.js", "getChat().login(x)\n  .then(r => ok(r)).catch(console.log)", text(
			`getChat()`, `getChat.().login(ref x)`, `getChat.().login.().then(func)`, `ok(ref r) in then`, `getChat.().login.().then.().catch(ref console.log)`)},
		{"index", "a.js", `list[0].go(); a['b-c'](); a["uni"].f()`, text(`list.[].go()`, `a.b-c()`, `a.uni.f()`)},
		{"optional", "a.js", `a?.b(); a?.(); a?.[0](g())`, text(`a.b() guarded`, `a() guarded`, `a.[](call g) guarded`, `g() guarded`)},
		{"optional number", "a.js", `x ?.5:f()`, `f() guarded`},
		{"new", "a.js", `new Foo(1).run(); new Bar; new a.b.C(); new (get())()`, text(`new Foo(1)`, `Foo.().run()`, `new Bar()`, `new a.b.C()`, `get()`, `new get.()()`)},
		{"brackets", "a.js", `(a.b).c(); (0, a.f)(); (x || y).z(); (await f()).g()`, text(`a.b.c()`, `()()`, `().z()`, `f()`, `f.().g()`)},
		{"iife", "a.js", `(function () { f() })(); (() => { g() })(); !function () { h() }()`, text(`f() in `, `()()`, `g() in `, `()()`, `h() in `, `()()`)},
		{"await, void, not", "a.js", `await f(); void g(); !h(); typeof i(); -j(); delete k().l`, text(`f()`, `g()`, `h()`, `i()`, `j()`, `k()`)},
		{"nested in arguments", "a.js", `f(g(h()), {a: i(), b: [j()], c() { k() }}, ...l())`, text(`f(call g, {a: call i, b: [call j], c: func}, ?)`, `g(call h)`, `h()`, `i()`, `j()`, `k() in c`, `l()`)},
		{"template", "a.js", "f(`a${g(`b${h()}`)}c`); tag`x${i()}`; `plain`.trim()", text(`f(?)`, `g(?)`, `h()`, `i()`, `().trim()`)},
		{"comments between", "a.js", "uni /* a */ . // b\n requireNativePlugin /* c */ ( /* d */ 'x' )", `uni.requireNativePlugin("x")`},
		{"names with escapes", "a.js", `\u0066oo(); \u{62}ar(); 变量.调用()`, text(`foo()`, `bar()`, `变量.调用()`)},
		{"keywords as names", "a.js", `a.new(); a.if(b); a.import(); o.function()`, text(`a.new()`, `a.if(ref b)`, `a.import()`, `o.function()`)},
		{"private", "a.js", `class A { #x() { this.#y() } }`, `this.#y() in #x`},
		{"super", "a.js", `class A extends B() { constructor() { super(1); super.f() } }`, text(`B()`, `super(1) in constructor`, `super.f() in constructor`)},
		{"strings hide calls", "a.js", `'f()'; "g()"; /h()/; // i()` + "\n" + `/* j() */ k()`, `k()`},
		{"no calls", "a.js", `if (a) {} while (b) {} for (;;) {} function f() {} switch (x) {} class A { b() {} }`, ``},
		{"statements without semicolons", "a.js", "const a = 1\nf()\nlet b = a\n;[1].forEach(g)\nreturn\nh()", text(`f()`, `().forEach(ref g)`, `h()`)},
		{"labels and cases", "a.js", `x: for (;;) { f(); break x } switch (a) { case g(): h(); default: i() }`, text(`f()`, `g() guarded`, `h() guarded`, `i() guarded`)},
		{"comma in for", "a.js", `for (let i = f(), j = g(); h(i); i++, k()) l(); for (const x of m()) n(x); for await (x of o()) {}`, text(`f()`, `g()`, `h(ref i)`, `k()`, `l()`, `m()`, `n(ref x)`, `o()`)},
		{"do while", "a.js", `do f(); while (g()); h()`, text(`f()`, `g()`, `h()`)},
		{"defaults", "a.js", `function a(b = f(), {c = g()} = h()) {} const {d = i()} = e; (j = k()) => 0`, text(`f() in a`, `g() in a`, `h() in a`, `i()`, `k() in `)},
		{"call of undefined arguments", "a.js", `f(, 1); g(a b); h(1,)`, text(`f(undefined, 1)`, `g(?)`, `h(1)`)},
		{"sequence in argument is opaque", "a.js", `f(('x', 'y'))`, `f(?)`},
		{"exponent and dots", "a.js", `1..f(); 1.5.g(); 0x1f.h(); 1_000n.i()`, text(`().f()`, `().g()`, `().h()`, `().i()`)},
		{"html comments and hashbang", "a.js", "#!/usr/bin/env node f()\n<!-- g()\nh()\n--> i()\nj()", text(`h()`, `j()`)},
		{"byte order mark", "a.js", "\ufefff()", `f()`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Read(tt.file, []byte(tt.src), Options{})
			if diff := cmp.Diff(tt.want, lines(showCalls(c))); diff != "" {
				t.Errorf("calls of %s (-want +got):\n%s", tt.src, diff)
			}
		})
	}
}

func TestTypeScriptCalls(t *testing.T) {
	tests := []struct {
		name, src, want string
	}{
		{"cast", `(uni as any).requireNativePlugin('x')`, `uni.requireNativePlugin("x")`},
		{"old cast", `(<any>uni).f(); <T>g()`, text(`uni.f()`, `g()`)},
		{"non-null", `a!.b!()!.c(); x! / y; z()`, text(`a.b()`, `a.b.().c()`, `z()`)},
		{"satisfies", `f({a: 1} satisfies T, 'x' as const, y as T[])`, `f({a: 1}, "x", ref y)`},
		{"type arguments", `f<string>(1); new Map<string, Array<number>>(); g<{a: T}>()`, text(`f(1)`, `new Map()`, `g()`)},
		{"comparison", `f(a < b, c > d); if (a < b && c > (d)) g()`, text(`f(?, ?)`, `g() guarded`)},
		{"generic functions", `function f<T extends U>(a: T, b?: () => void): Promise<T> { g() } const h = <T,>(x: T): x is string => i(x)`, text(`g() in f`, `i(ref x) in h`)},
		{"arrow with types", `const f = async (a: string, b = g()): Promise<void>=> { h() }`, text(`g() in f`, `h() in f`)},
		{"return type or condition", `a ? (b) : c => f(); const x = y ? (z) : w; g()`, text(`f() in  guarded`, `g()`)},
		{"class", "@Component({a: f()})\nexport default class A<T> extends B<T> implements C, D {\n  @Prop(g()) private readonly x!: string\n  static y: number = h()\n  declare z: T;\n  [key: string]: any\n  get w(): T { return i() }\n  async *j<U>(this: A): AsyncGenerator<U> { k() }\n  abstract l(): void\n  constructor(private m = n()) { super() }\n  static { o() }\n}", text(
			`Component({a: call f})`, `f()`, `Prop(call g)`, `g()`, `h()`, `i() in w`, `k() in j`, `n() in constructor`, `super() in constructor`, `o()`)},
		{"declarations without code", `interface A { f(): void } type B = { g(): C } | (() => h); declare function i(): void; declare module 'x' { function j(): void } enum E { A = 1 } abstract class K { l(): void } declare const m: N; o()`, `o()`},
		{"overloads", "function f(a: string): void\nfunction f(a: number): void\nfunction f(a: any) { g() }", `g() in f`},
		{"namespace", `namespace N.M { f() } export namespace O { g() }`, text(`f()`, `g()`)},
		{"conditional types", `type A<T> = T extends string ? 'a' : { b(): void }; let x: A<B> extends C ? D : E = f()`, `f()`},
		{"decorators", "@A @B.c(d()) class X {}", text(`B.c(call d)`, `d()`)},
		{"type as a name", `type(1); type = 2; declare(3); namespace.f(); abstract()`, text(`type(1)`, `declare(3)`, `namespace.f()`, `abstract()`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, file := range []string{"a.ts", "a.uts"} {
				c := Read(file, []byte(tt.src), Options{})
				if diff := cmp.Diff(tt.want, lines(showCalls(c))); diff != "" {
					t.Errorf("calls of %s (-want +got):\n%s", tt.src, diff)
				}
				if !c.Partial.IsZero() {
					t.Errorf("partial at %v: %s", c.Partial.Start, c.Partial.Line)
				}
			}
		})
	}
}

func TestContext(t *testing.T) {
	tests := []struct {
		name, src, want string
	}{
		{"names of functions", `export default {
			onLaunch: function () { a() }, onShow() { b() }, methods: { c: () => d(), async e() { f() }, get g() { return h() }, 'i-j'() { k() }, *l() { m() } } }
			const n = () => o(); function p() { q() } r.s = function t() { u() }; var v = async function () { w() }`,
			text(`a() in onLaunch`, `b() in onShow`, `d() in c`, `f() in e`, `h() in g`, `k() in i-j`, `m() in l`, `o() in n`, `q() in p`, `u() in s`, `w() in v`)},
		{"callbacks", `onLaunch(() => { a() }); app.onShow(function () { b(() => c()) }); f({ success: (r) => d(r) }); [1].map(x => e())`,
			text(`onLaunch(func)`, `a() in onLaunch`, `app.onShow(func)`, `b(func) in onShow`, `c() in onShow/b`, `f({success: func})`, `d(ref r) in success`, `().map(func)`, `e() in map`)},
		{"promise in function", `async function login() { await f().then(() => { g() }) }`, text(`f() in login`, `f.().then(func) in login`, `g() in login/then`)},
		{"if", `if (a()) b(); else c(); d(); if (e) { f() } else if (g()) { h() } else i()`, text(`a()`, `b() guarded`, `c() guarded`, `d()`, `f() guarded`, `g() guarded`, `h() guarded`, `i() guarded`)},
		{"logic", `a() && b(); c() || d(); e() ?? f(); x ||= g(); h() ? i() : j(); k()`, text(`a()`, `b() guarded`, `c()`, `d() guarded`, `e()`, `f() guarded`, `g() guarded`, `h()`, `i() guarded`, `j() guarded`, `k()`)},
		{"try", `try { a() } catch { b() } finally { c() } d()`, text(`a() guarded`, `b() guarded`, `c()`, `d()`)},
		{"switch", `switch (a()) { case 1: b() } c()`, text(`a()`, `b() guarded`, `c()`)},
		{"early return", `function f() { a(); if (!x) return; b(); g(() => c()) } d()`, text(`a() in f`, `b() in f guarded`, `g(func) in f guarded`, `c() in f/g guarded`, `d()`)},
		{"early throw in a block", `function f() { if (!x) { log(); throw 1 } b() } c()`, text(`log() in f guarded`, `b() in f guarded`, `c()`)},
		{"early continue", `for (;;) { if (x) continue; a() } b()`, text(`a() guarded`, `b()`)},
		{"if that goes on", `function f() { if (!x) log(); a() }`, text(`log() in f guarded`, `a() in f`)},
		{"return of an inner function", `function f() { if (x) g(() => { return }); a() }`, text(`g(func) in f guarded`, `a() in f`)},
		{"guard around a function", `if (x) { f(() => { a() }) }`, text(`f(func) guarded`, `a() in f guarded`)},
		{"loops are no guards", `for (;;) a(); while (b()) c()`, text(`a()`, `b()`, `c()`)},
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
