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
	for _, i := range c.seen().importers[code.Path] {
		if !i.guarded {
			return GuardNone
		}
		seen = GuardCaller
	}
	return seen
}

// callerGuard looks at all seen calls of the functions by name. The name of a
// method may be somebody else's, so an unguarded call proves nothing certain
// unless it stands in the same file.
func (c *collector) callerGuard(code *script.Code, within []string) Guard {
	seen, open := GuardUnknown, false
	for _, name := range within {
		for _, call := range c.seen().callers[name] {
			switch {
			case call.from == code && call.top && !call.guarded:
				return GuardNone
			case !call.guarded:
				open = true
			default:
				seen = GuardCaller
			}
		}
	}
	if open {
		return GuardUnknown
	}
	return seen
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
