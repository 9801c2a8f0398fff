package script

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestScopes asks at each use() for the scope of x, which is shown as the text
// that it begins with; "" is the whole file.
func TestScopes(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string
	}{
		{"file", `const x = 1; function f() { use() }`, []string{""}},
		{"function", `function f() { const x = 1; use() } use()`, []string{"() { co", ""}},
		{"parameter", `const x = 1; function f(x) { use() } use()`, []string{"(x) { u", ""}},
		{"parameter taken apart", `function f({ a: { x } = {} }, [y]) { use() }`, []string{"({ a: {"}},
		{"default value", `(x = use()) => 0; use()`, []string{"(x = us", ""}},
		{"arrow", `f(x => use()); f(async x => { use() }); f((x) => [use()]); use()`, []string{"x => us", "async x", "(x) => ", ""}},
		{"method", `({ m(x) { use() } }); class A { static m(x) { use() } }`, []string{"(x) { u", "(x) { u"}},
		{"block", `{ let x = 1; use() } use()`, []string{"{ let x", ""}},
		{"var", `function f() { if (a) { var x = 1 } use() }`, []string{"() { if"}},
		{"loops", `for (const x of y) use(); for (let x = 0;;) { use() } use()`, []string{"for (co", "for (le", ""}},
		{"catch", `try { use() } catch (x) { use() }`, []string{"", "catch ("}},
		{"switch", `switch (a) { case 1: const x = 2; use() }`, []string{"{ case "}},
		{"inner", `function f(x) { g(function (x) { use() }); use() }`, []string{"(x) { u", "(x) { g"}},
		{"used before", `function f() { use(); const x = 1 }`, []string{"() { us"}},
		{"no type", `function f(a: (x: number) => void, { b }: { x: T }) { use() }`, []string{""}},
		{"modifier", `class A { constructor(private readonly x: T = 1) { use() } }`, []string{"(privat"}},
	}
	for _, tt := range tests {
		c := Read("a.ts", []byte(tt.src), Options{})
		var got []string
		for _, call := range c.Calls {
			if call.Name != "use" {
				continue
			}
			text := ""
			if s := c.ScopeOf("x.y", call.Span.Offset); s != nil {
				text = tt.src[s.Start : s.Start+7]
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: scopes in %s (-want +got):\n%s", tt.name, tt.src, diff)
		}
	}
}

// TestAssignedScopes: an assignment is to the variable that is declared around it.
func TestAssignedScopes(t *testing.T) {
	src := `function f(x) { x.a = 1; g(() => { x = 2 }) } x = 3; function h() { x[i] = 4; let x; { let x = 5; x.b = 6 } }`
	var got []string
	for _, b := range Read("a.js", []byte(src), Options{}).Bindings {
		scope := "file"
		if b.Scope != nil {
			scope = src[b.Scope.Start : b.Scope.Start+7]
		}
		got = append(got, fmt.Sprintf("%s in %s", b.Name, scope))
	}
	want := []string{"x in (x) { x", "x.a in (x) { x", "x in (x) { x", "x in file", "x.[] in () { x[", "x in () { x[", "x in { let x", "x.b in { let x"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDefaults(t *testing.T) {
	var got []string
	for _, b := range Read("a.js", []byte(`function f(a = 'x', { b = 'y', c }) {} const { d = 'z' } = e`), Options{}).Bindings {
		got = append(got, b.Name+" "+showValue(b.Value)+" "+showValue(b.Default))
	}
	if diff := cmp.Diff(`a ? "x",b ? "y",c ? -,d ? "z"`, strings.Join(got, ",")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
