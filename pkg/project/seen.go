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

// use is a place that imports or calls something.
type use struct {
	from *script.Code
	at   script.Context
}

func (c *collector) seen() *seen {
	if c.uses != nil {
		return c.uses
	}
	c.uses = &seen{importers: map[string][]use{}, callers: map[string][]use{}}
	for _, from := range c.seenCode() {
		for _, i := range from.Imports {
			if to, ok := c.link.resolve(from.Path, i.From); ok {
				c.uses.importers[to] = append(c.uses.importers[to], use{from, i.Context})
			}
		}
		for _, call := range from.Calls {
			if call.Name != "" {
				c.uses.callers[call.Name] = append(c.uses.callers[call.Name], use{from, call.Context})
			}
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
