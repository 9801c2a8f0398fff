package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// runsFrom returns the names of the functions of a file that run when one of
// them does: the event itself, what is handed to it (onLaunch(start)) and all
// that these call, in this file.
func runsFrom(code *script.Code, event string) map[string]bool {
	names := map[string]bool{event: true}
	for _, call := range code.Calls {
		for _, arg := range call.Args {
			if call.Callee == event && arg.Kind == script.Ref {
				names[arg.Text] = true
			}
		}
	}
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
	case c.isApp(code.Path) && (runsAtOnce(call.Context) || anyIn(call.Context.Within, runsFrom(code, "onLaunch"))):
		return ListenerOnLaunch
	case c.isApp(code.Path):
		return ListenerAppOther
	case c.imports(c.app, code.Path), c.runsFromMain(code, call):
		return ListenerFromApp
	case c.isPage(code.Path):
		return ListenerInPage
	}
	return ListenerElsewhere
}

// runsAtOnce: code of App.vue outside any function, or in the hooks that come
// before onLaunch, runs at launch as well.
func runsAtOnce(at script.Context) bool {
	return len(at.Within) == 0 || slices.Contains([]string{"setup", "beforeCreate", "created"}, at.Within[0])
}

// runsFromMain: main.js runs before App.vue, and so does what it imports.
func (c *collector) runsFromMain(code *script.Code, call script.Call) bool {
	return slices.ContainsFunc(mainFiles, func(name string) bool {
		main := c.mainFile(name)
		return main == code && len(call.Context.Within) == 0 || main != code && c.imports(main, code.Path)
	})
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
	c.logoutsIn(c.app, hidden)
	for _, i := range c.app.Imports {
		// A function of another file, called by its own name: hidden holds it.
		if rel, ok := c.link.resolve(c.app.Path, i.From); ok && hidden[i.Local] && i.Name != "default" {
			if code := c.link.code(rel); code != nil {
				c.logoutsIn(code, runsFrom(code, i.Name))
			}
		}
	}
}

func (c *collector) logoutsIn(code *script.Code, functions map[string]bool) {
	for _, call := range code.Calls {
		r := receiver(call)
		if call.Name != "logout" || r == nil || !anyIn(call.Context.Within, functions) {
			continue
		}
		if certain := c.sdkOf(code, r) != ""; certain || namedLikeSDK(r.Text) {
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
