package script

import (
	"fmt"
	"strings"
)

// The functions below write what Read found as short lines, so that a test
// shows all of it at a glance.

func showValue(v *Value) string {
	if v == nil {
		return "-"
	}
	switch v.Kind {
	case Opaque:
		return "?"
	case String:
		return fmt.Sprintf("%q", v.Text)
	case Null:
		return "null"
	case Undefined:
		return "undefined"
	case Object:
		return "{" + showMembers(v.Members) + "}"
	case Array:
		return "[" + showValues(v.Items) + "]"
	case Ref:
		return "ref " + v.Text
	case CallValue:
		return "call " + v.Text
	case Function:
		return "func"
	}
	return v.Text
}

func showValues(list []*Value) string {
	var out []string
	for _, v := range list {
		out = append(out, showValue(v))
	}
	return strings.Join(out, ", ")
}

func showMembers(list []Member) string {
	var out []string
	for _, m := range list {
		name := m.Name
		if m.Spread {
			name = "..."
		} else if m.Computed {
			name = "[?]"
		}
		out = append(out, name+": "+showValue(m.Value))
	}
	return strings.Join(out, ", ")
}

func showContext(c Context) string {
	out := ""
	if len(c.Within) > 0 {
		out = " in " + strings.Join(c.Within, "/")
	}
	if c.Guarded {
		out += " guarded"
	}
	if c.AppOnly {
		out += " app"
	}
	return out
}

func showCalls(c *Code) (out []string) {
	for _, call := range c.Calls {
		line := call.Callee
		if call.New {
			line = "new " + line
		}
		out = append(out, line+"("+showValues(call.Args)+")"+showContext(call.Context))
	}
	return out
}

func showBindings(c *Code) (out []string) {
	for _, b := range c.Bindings {
		line := b.Name + " = " + showValue(b.Value) + showContext(b.Context)
		if b.Const {
			line = "const " + line
		}
		out = append(out, line)
	}
	return out
}

func showImports(c *Code) (out []string) {
	for _, i := range c.Imports {
		line := fmt.Sprintf("%s from %s as %s", i.Name, i.From, i.Local)
		if i.TypeOnly {
			line = "type " + line
		}
		out = append(out, line+showContext(i.Context))
	}
	return out
}

func showExports(c *Code) (out []string) {
	for _, e := range c.Exports {
		line := e.Name + " = " + showValue(e.Value)
		if e.From != "" {
			line = fmt.Sprintf("%s = %s from %s", e.Name, e.Local, e.From)
		}
		out = append(out, line)
	}
	return out
}

func showDead(c *Code) (out []string) {
	reasons := map[Reason]string{InComment: "comment", CompiledOut: "compiled out", InTemplate: "template"}
	for _, m := range c.Dead {
		out = append(out, fmt.Sprintf("%s %s %d:%d", m.Name, reasons[m.Reason], m.Span.Start.Line, m.Span.Start.Column))
	}
	return out
}

// lines joins for a want that is easy to write.
func lines(list []string) string { return strings.Join(list, "\n") }

func text(s ...string) string { return strings.Join(s, "\n") }
