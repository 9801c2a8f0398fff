package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/script"
)

// filler collects what code does to an object after it was written: the literal
// alone says what is in it only as long as nobody else fills it.
type filler struct {
	object  *script.Value
	members []script.Member
	// more: members may have been added; any: all of them may have been changed.
	changed, more, any bool
}

func newFiller(object *script.Value) *filler {
	return &filler{object: object, members: slices.Clone(object.Members)}
}

// change notes that the member at a dotted path below the object, or the object
// itself ("") gets something. The value is only certain if it is given.
func (f *filler) change(path string, m script.Member) {
	f.changed = true
	name, _, deeper := strings.Cut(path, ".")
	if name == "" || name == "[]" {
		f.any = true
		return
	}
	at := slices.IndexFunc(f.members, func(m script.Member) bool { return m.Name == name && !m.Spread && !m.Computed })
	switch {
	case at >= 0:
		f.members[at].Value = &script.Value{Kind: script.Opaque, Span: f.members[at].NameSpan}
	case m.Value != nil && !deeper:
		f.members = append(f.members, m)
	default:
		f.more = true
	}
}

// hand notes that the member at a dotted path, or the object itself, is handed to
// a function: what it gets a copy of it cannot change.
func (f *filler) hand(path string) {
	name, _, _ := strings.Cut(path, ".")
	m, ok := find(f.members, name)
	if name == "" || ok && m.Value != nil && (m.Value.Kind == script.Object || m.Value.Kind == script.Array) {
		f.change(name, script.Member{})
	}
}

// value returns the object as it may be when it is used. What may have been
// added stands in it as a spread: before the members that are certain, or behind
// all when none is.
func (f *filler) value() *script.Value {
	if !f.changed {
		return f.object
	}
	out := *f.object
	spread := script.Member{Spread: true, NameSpan: out.Span, Value: &script.Value{Kind: script.Opaque, Span: out.Span}}
	out.Members = f.members
	if f.more {
		out.Members = slices.Insert(out.Members, 0, spread)
	}
	if f.any {
		out.Members = append(out.Members, spread)
	}
	return &out
}

// assigned is the value of a binding with what its file does to it later. A new
// member is certain when it is given in the same function.
func assigned(c *script.Code, b script.Binding) *script.Value {
	if b.Value == nil || b.Value.Kind != script.Object {
		return b.Value
	}
	f := newFiller(b.Value)
	for _, later := range c.Bindings {
		path, ok := strings.CutPrefix(later.Name, b.Name+".")
		if !ok || later.Value == nil || !later.Scope.Is(b.Scope) {
			continue
		}
		m := script.Member{Name: path, NameSpan: later.Span}
		if slices.Equal(later.Context.Within, b.Context.Within) {
			m.Value = later.Value
		}
		f.change(path, m)
	}
	eachHanded(c, b.Name, b.Scope, f)
	return f.value()
}

// eachHanded notes where a name or a member of it is handed to a function, which
// may change it.
func eachHanded(c *script.Code, name string, scope *script.Scope, f *filler) {
	for _, call := range c.Calls {
		for _, arg := range handed(call) {
			path, ok := strings.CutPrefix(arg.Text, name)
			if ok && (path == "" || path[0] == '.') && c.ScopeOf(name, arg.Span.Offset).Is(scope) {
				f.hand(strings.TrimPrefix(path, "."))
			}
		}
	}
}

// handed returns the names that a call takes and may change.
func handed(call script.Call) []*script.Value {
	args := call.Args
	switch call.Name {
	case "registerPlugin", "login", "sendMessage", "resendMessage", "setStorageSync":
		return nil
	}
	switch {
	case call.Callee == "JSON.stringify", strings.HasPrefix(call.Callee, "console."):
		return nil
	case strings.HasPrefix(call.Callee, "Object."): // changes its first argument, if any
		if !strings.HasPrefix(call.Name, "assign") && !strings.HasPrefix(call.Name, "defineProp") {
			return nil
		}
		args = args[:min(len(args), 1)]
	}
	var out []*script.Value
	for _, arg := range args {
		if arg.Kind == script.Ref {
			out = append(out, arg)
		}
	}
	return out
}

// importer is a file that changes something that it imports.
type importer struct {
	code *script.Code
	as   script.Import
}

// elsewhere is an exported value with what other files of the project, all but
// one, do to it.
func (l *linker) elsewhere(c *script.Code, name string, v *script.Value, but *script.Code) *script.Value {
	if v == nil || v.Kind != script.Object {
		return v
	}
	f := newFiller(v)
	for _, i := range l.importers()[c.Path] {
		local := i.as.Local
		switch {
		case i.code == but:
			continue
		case i.as.Name == "*" && name != "*" && !slices.ContainsFunc(c.Exports, isModuleExports):
			local += "." + name
		case i.as.Name != "*" && i.as.Name != name:
			continue
		}
		for _, b := range i.code.Bindings {
			if path, ok := strings.CutPrefix(b.Name, local+"."); ok && b.Scope == nil {
				f.change(path, script.Member{})
			}
		}
		eachHanded(i.code, local, nil, f)
	}
	return f.value()
}

// importers returns the kept files that change what they import, by the path of
// the file that they import it from.
func (l *linker) importers() map[string][]importer {
	if l.changers != nil {
		return l.changers
	}
	l.changers = map[string][]importer{}
	for _, c := range l.kept {
		roots := changedRoots(c)
		for _, i := range c.Imports {
			if !roots[i.Local] {
				continue
			}
			if rel, ok := l.resolve(c.Path, i.From); ok {
				l.changers[rel] = append(l.changers[rel], importer{c, i})
			}
		}
	}
	return l.changers
}

// changedRoots are the names of a file of which something may be changed.
func changedRoots(c *script.Code) map[string]bool {
	out := map[string]bool{}
	for _, b := range c.Bindings {
		if root, _, dotted := strings.Cut(b.Name, "."); dotted {
			out[root] = true
		}
	}
	for _, call := range c.Calls {
		for _, arg := range handed(call) {
			root, _, _ := strings.Cut(arg.Text, ".")
			out[root] = true
		}
	}
	return out
}

// certain returns an object's members with those made Opaque that a spread or a
// computed member behind them may replace.
func certain(members []script.Member) []script.Member {
	last := len(members) - 1
	for last >= 0 && !members[last].Spread && !members[last].Computed {
		last--
	}
	if last <= 0 {
		return members
	}
	out := slices.Clone(members)
	for i := range out[:last] {
		if m := &out[i]; !m.Spread && !m.Computed && m.Value != nil {
			m.Value = &script.Value{Kind: script.Opaque, Span: m.Value.Span}
		}
	}
	return out
}
