package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// running is what runs in a file when one of its functions does.
type running struct {
	// names are those of the function, of what is handed to it (onLaunch(start))
	// and of all that these call in this file.
	names map[string]bool
	// body is the function's text where its name alone does not tell it from
	// another of that name.
	body source.Span
	// atOnce: callbacks that are only registered do not count.
	atOnce bool
}

func runsFrom(code *script.Code, event string) running {
	return running{names: map[string]bool{}}.begin(code, event)
}

// begin starts with a named function.
func (r running) begin(code *script.Code, event string) running {
	r.names[event] = true
	for _, call := range code.Calls {
		for _, arg := range call.Args {
			if call.Callee == event && arg.Kind == script.Ref {
				r.names[arg.Text] = true
			}
		}
	}
	r.grow(code)
	return r
}

// grow adds the functions that the ones known so far call.
func (r running) grow(code *script.Code) {
	for grown := true; grown; {
		grown = false
		for _, call := range code.Calls {
			name := strings.TrimPrefix(call.Callee, "this.")
			if !strings.Contains(name, ".") && !r.names[name] && r.holds(call) {
				r.names[name], grown = true, true
			}
		}
	}
}

// holds reports whether a call of the file is among what runs.
func (r running) holds(call script.Call) bool {
	within := call.Context.Within
	for i, name := range slices.Backward(within) {
		switch {
		case r.names[name], i == 0 && r.covers(call):
			return true
		case r.atOnce && registers(name):
			return false
		}
	}
	return len(within) == 0 && r.covers(call)
}

func (r running) covers(call script.Call) bool {
	return r.body.File == call.Span.File && r.body.Offset <= call.Span.Offset && call.Span.EndOffset <= r.body.EndOffset
}

// registers reports whether a function of that name keeps its callback for an
// event to come: on, $once, addEventListener, onNetworkStatusChange.
func registers(name string) bool {
	name = strings.TrimPrefix(name, "$")
	if name == "on" || name == "once" || name == "addEventListener" || name == "addListener" {
		return true
	}
	event, ok := strings.CutPrefix(name, "on")
	return ok && event != "" && event[0] >= 'A' && event[0] <= 'Z'
}
