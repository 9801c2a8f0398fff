package project

import (
	"slices"

	"github.com/offpush/offpush/pkg/script"
)

// seen says who imports and who calls what in all code that was kept. It is made
// once: asking each file about each other one takes minutes in a large project.
type seen struct {
	importers map[string][]use // by the path of the imported file
	callers   map[string][]use // by the name of the called function
}

// use is a file that imports or calls something.
type use struct {
	from         *script.Code
	guarded, top bool // see called
}

func (c *collector) seen() *seen {
	if c.uses != nil {
		return c.uses
	}
	c.uses = &seen{importers: map[string][]use{}, callers: map[string][]use{}}
	for _, from := range c.seenCode() {
		for _, i := range from.Imports {
			if to, ok := c.link.resolve(from.Path, i.From); ok {
				c.uses.importers[to] = append(c.uses.importers[to], use{from: from, guarded: i.Context.Guarded || i.Context.AppOnly})
			}
		}
		calls, trimmed := c.link.called[from.Path]
		if !trimmed {
			calls = calledIn(from)
		}
		for _, call := range calls {
			c.uses.callers[call.name] = append(c.uses.callers[call.name], use{from, call.guarded, call.top})
		}
	}
	return c.uses
}

// seenCode is all code that was kept, App.vue and main.* in any case.
func (c *collector) seenCode() []*script.Code {
	out := slices.Clone(c.codes)
	add := func(code *script.Code) {
		if code != nil && !slices.ContainsFunc(c.codes, func(kept *script.Code) bool { return kept == code }) {
			out = append(out, code)
		}
	}
	add(c.app)
	for _, name := range mainFiles {
		add(c.mainFile(name))
	}
	return out
}
