package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// logouts finds the IM SDK's logout() where App.vue's onHide runs it.
func (c *collector) logouts() {
	if c.app == nil {
		return
	}
	hidden := running{names: map[string]bool{}, atOnce: true}.begin(c.app, "onHide")
	c.logoutsIn(c.app, hidden)
	for _, i := range c.app.Imports {
		// A function of another file, called by its own name: hidden holds it.
		if rel, ok := c.link.resolve(c.app.Path, i.From); ok && hidden.names[i.Local] {
			if code := c.link.code(rel); code != nil {
				c.logoutsIn(code, runsFromExport(code, i.Name))
			}
		}
	}
}

// runsFromExport is what runs at once when an exported function does.
func runsFromExport(code *script.Code, name string) running {
	r := running{names: map[string]bool{}, atOnce: true}
	at := slices.IndexFunc(code.Exports, func(e script.Export) bool { return e.Name == name && e.From == "" })
	if at < 0 {
		return r
	}
	e := code.Exports[at]
	switch {
	case e.Value == nil:
		return r.begin(code, e.Local)
	case e.Value.Kind == script.Ref:
		return r.begin(code, e.Value.Text)
	}
	r.body = e.Value.Span
	r.grow(code)
	return r
}

func (c *collector) logoutsIn(code *script.Code, hidden running) {
	for _, call := range code.Calls {
		r := receiver(call)
		if call.Name != "logout" || r == nil || !hidden.holds(call) {
			continue
		}
		if c.sdkOf(code, r) != "" || namedLikeSDK(r.Text) && !c.isOwn(code, r) {
			c.project.Code.Logouts = append(c.project.Code.Logouts, Logout{Call: call})
		}
	}
}

// namedLikeSDK: the names that the SDK's own documents give to its instance.
func namedLikeSDK(dotted string) bool {
	switch strings.ToLower(strings.TrimPrefix(dotted[strings.LastIndex(dotted, ".")+1:], "$")) {
	case "tim", "chat", "tuilogin", "tuikit":
		return true
	}
	return false
}

// isOwn reports whether a name leads to an object that the project makes itself.
func (c *collector) isOwn(code *script.Code, v *script.Value) bool {
	at, ok := c.link.follow(code, v)
	for range maxHops {
		if !ok || at.value.Kind != script.Ref {
			break
		}
		at, ok = c.link.follow(at.code, at.value)
	}
	return ok && at.value.Kind == script.Object
}
