package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// runsFrom returns the names of the functions of a file that run when one of
// them does: the event itself and all that it calls, in this file.
func runsFrom(code *script.Code, event string) map[string]bool {
	names := map[string]bool{event: true}
	for grown := true; grown; {
		grown = false
		for _, call := range code.Calls {
			name := strings.TrimPrefix(call.Callee, "this.")
			if !strings.Contains(name, ".") && !names[name] && anyIn(call.Context.Within, names) {
				names[name], grown = true, true
			}
		}
	}
	return names
}

func anyIn(within []string, names map[string]bool) bool {
	return slices.ContainsFunc(within, func(n string) bool { return names[n] })
}

func (c *collector) listenerPlace(code *script.Code, call script.Call) ListenerPlace {
	switch {
	case c.isApp(code.Path) && anyIn(call.Context.Within, runsFrom(code, "onLaunch")):
		return ListenerOnLaunch
	case c.isApp(code.Path):
		return ListenerAppOther
	case c.imports(c.app, code.Path):
		return ListenerFromApp
	case c.isPage(code.Path):
		return ListenerInPage
	}
	return ListenerElsewhere
}

// imports reports whether one file imports another.
func (c *collector) imports(code *script.Code, rel string) bool {
	return code != nil && slices.ContainsFunc(code.Imports, func(i script.Import) bool {
		to, ok := c.link.resolve(code.Path, i.From)
		return ok && to == rel
	})
}

// logouts finds the IM SDK's logout() where App.vue's onHide runs it.
func (c *collector) logouts() {
	if c.app == nil {
		return
	}
	hidden := runsFrom(c.app, "onHide")
	for _, call := range c.app.Calls {
		if call.Name != "logout" || !anyIn(call.Context.Within, hidden) {
			continue
		}
		r := receiver(call)
		if r == nil {
			continue
		}
		if certain := c.sdkOf(c.app, r) != ""; certain || namedLikeSDK(r.Text) {
			c.project.Code.Logouts = append(c.project.Code.Logouts, Logout{Call: call, Certain: certain})
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
