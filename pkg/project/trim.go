package project

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// trim drops what nobody asks of a kept file, so that memory stays small where
// thousands of files say something of the plugin. It returns what callerGuard
// asks of all calls.
func trim(c *script.Code) []called {
	out := calledIn(c)
	var calls []script.Call
	for _, call := range c.Calls {
		switch call.Name {
		case "registerPlugin", "requireNativePlugin", "login", "logout", "setOfflinePushListener":
			calls = append(calls, call)
		}
	}
	c.Calls = calls
	c.Bindings = linkable(c)
	for i, e := range c.Exports {
		// A component is no config; its methods are most of a file.
		if e.Value != nil && (e.Value.Kind == script.Function || e.Name == "default" && isComponent(c.Path)) {
			c.Exports[i].Value = &script.Value{Kind: script.Opaque, Span: e.Value.Span}
		}
	}
	return out
}

// called is a function that a file calls: under a guard or not, in a function
// that uni-app calls by itself (or in none) or not.
type called struct {
	name         string
	guarded, top bool
}

// calledIn returns the functions that a file calls, each in each way once.
func calledIn(c *script.Code) []called {
	seen := map[called]bool{}
	var out []called
	for _, call := range c.Calls {
		as := called{call.Name, call.Context.Guarded || call.Context.AppOnly, len(call.Context.Within) == 0 || slices.ContainsFunc(call.Context.Within, isHook)}
		if as.name != "" && !seen[as] {
			seen[as] = true
			out = append(out, as)
		}
	}
	return slices.Clip(out)
}

// linkable returns the bindings that a name can be followed to, and those that
// make such a name ambiguous or hide it in a function.
func linkable(c *script.Code) []script.Binding {
	followed := map[string]bool{}
	for _, b := range c.Bindings {
		if leads(c, b.Value) || secretValue(b) != nil {
			followed[b.Name] = true
		}
	}
	for _, i := range c.Imports {
		followed[i.Local] = true
	}
	var out []script.Binding
	for _, b := range c.Bindings {
		root, _, _ := strings.Cut(b.Name, ".")
		if followed[b.Name] || root != "this" && followed[root] {
			out = append(out, b)
		}
	}
	return slices.Clip(out)
}

// leads reports whether a value says something to one who follows a name to it.
func leads(c *script.Code, v *script.Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case script.Opaque, script.Function:
		return false
	case script.CallValue:
		root, _, _ := strings.Cut(v.Text, ".")
		if v.Call != nil && v.Call.Name == "requireNativePlugin" {
			return true
		}
		for _, i := range c.Imports {
			if i.Local == root && isSDK(i.From) {
				return true
			}
		}
		return false
	}
	return true
}

func isComponent(name string) bool {
	switch path.Ext(name) {
	case ".vue", ".nvue", ".uvue":
		return true
	}
	return false
}
