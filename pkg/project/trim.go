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
	followed := followedNames(c)
	var calls []script.Call
	for _, call := range c.Calls {
		switch call.Name {
		case "registerPlugin", "requireNativePlugin", "login", "logout", "setOfflinePushListener", "sendMessage", "resendMessage":
			calls = append(calls, call)
		default:
			if args := followedArgs(call, followed); len(args) > 0 {
				calls = append(calls, script.Call{Args: args, Span: call.Span, NameSpan: call.NameSpan, Context: call.Context})
			}
		}
	}
	c.Calls = slices.Clip(calls)
	c.Bindings = linkable(c, followed)
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

// followedNames are the names of a file that can be followed to a value.
func followedNames(c *script.Code) map[string]bool {
	followed := map[string]bool{}
	for _, b := range c.Bindings {
		if leads(c, b.Value) || secretValue(b) != nil {
			followed[b.Name] = true
		}
	}
	for _, i := range c.Imports {
		followed[i.Local] = true
	}
	return followed
}

// linkable returns the bindings of followed names and of members of them, and
// those that make such a name ambiguous or hide it in a function.
func linkable(c *script.Code, followed map[string]bool) []script.Binding {
	var out []script.Binding
	for _, b := range c.Bindings {
		if isFollowed(b.Name, followed) {
			out = append(out, b)
		}
	}
	return slices.Clip(out)
}

// isFollowed reports whether a dotted path or a front part of it is followed.
func isFollowed(name string, followed map[string]bool) bool {
	for i := range len(name) {
		if name[i] == '.' && followed[name[:i]] {
			return true
		}
	}
	return followed[name]
}

// followedArgs returns those arguments of a call that it may change and that
// somebody may follow.
func followedArgs(call script.Call, followed map[string]bool) []*script.Value {
	return slices.DeleteFunc(handed(call), func(arg *script.Value) bool { return !isFollowed(arg.Text, followed) })
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
