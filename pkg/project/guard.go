package project

import (
	"slices"

	"github.com/offpush/offpush/pkg/script"
)

// guard says what keeps a call from running outside the app: something around
// it, around all seen calls of the function that it stands in, or around all
// seen imports of its file.
func (c *collector) guard(code *script.Code, at script.Context) Guard {
	if at.Guarded || at.AppOnly {
		return GuardHere
	}
	if len(at.Within) == 0 {
		return c.importGuard(code)
	}
	if slices.ContainsFunc(at.Within, isHook) {
		return GuardNone // uni-app or Vue calls it, on every platform
	}
	return c.callerGuard(code, at.Within)
}

func (c *collector) importGuard(code *script.Code) Guard {
	if c.startsHere(code.Path) {
		return GuardNone
	}
	seen := GuardUnknown
	for _, from := range c.seenCode() {
		for _, i := range from.Imports {
			if to, ok := c.link.resolve(from.Path, i.From); !ok || to != code.Path {
				continue
			}
			if !i.Context.AppOnly && !i.Context.Guarded {
				return GuardNone
			}
			seen = GuardCaller
		}
	}
	return seen
}

// callerGuard looks at all seen calls of the functions by name. The name of a
// method may be somebody else's, so an unguarded call proves nothing certain
// unless it stands in the same file.
func (c *collector) callerGuard(code *script.Code, within []string) Guard {
	seen := GuardUnknown
	for _, from := range c.seenCode() {
		for _, call := range from.Calls {
			if call.Name == "" || !slices.Contains(within, call.Name) {
				continue
			}
			switch {
			case call.Context.Guarded || call.Context.AppOnly:
				if seen == GuardUnknown {
					seen = GuardCaller
				}
			case from == code && (len(call.Context.Within) == 0 || slices.ContainsFunc(call.Context.Within, isHook)):
				return GuardNone
			default:
				return GuardUnknown
			}
		}
	}
	return seen
}

// seenCode is all code that was kept.
func (c *collector) seenCode() []*script.Code {
	out := slices.Clone(c.codes)
	if c.app != nil && !slices.Contains(out, c.app) {
		out = append(out, c.app)
	}
	for _, name := range mainFiles {
		if code := c.mainFile(name); code != nil && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// isHook: functions that uni-app or Vue calls by itself.
func isHook(name string) bool {
	switch name {
	case "onLaunch", "onShow", "onHide", "onLoad", "onReady", "onUnload", "onInit",
		"setup", "data", "beforeCreate", "created", "beforeMount", "mounted", "onMounted", "onBeforeMount", "install":
		return true
	}
	return false
}
