package project

import (
	"slices"

	"github.com/offpush/offpush/pkg/script"
)

func (c *collector) listenerPlace(code *script.Code, call script.Call) ListenerPlace {
	switch {
	case c.isApp(code.Path) && (runsAtOnce(call.Context) || runsFrom(code, "onLaunch").holds(call)):
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
