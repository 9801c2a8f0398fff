package project

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
)

// linker follows names to the values that they stand for: to a binding of the
// same file, or through one import to an export of another file of the project.
// It reads each file at most once. Not safe for concurrent use.
type linker struct {
	options script.Options
	tree    *tree
	source  string // root of "@/"
	codes   map[string]*script.Code
	// globals are the values assigned to dotted paths such as uni.$TUIOfflinePush
	// anywhere in the project.
	globals map[string][]located
	// called are the calls of the files that were trimmed, by path.
	called map[string][]called
}

// located is a value and the file that it stands in.
type located struct {
	value *script.Value
	code  *script.Code
}

// code returns a file of the project as code; nil when there is none.
func (l *linker) code(rel string) *script.Code {
	c, ok := l.codes[rel]
	if !ok {
		if data, state, _ := l.tree.read(rel, MaxCodeSize); state == Present && len(data) <= MaxCodeSize {
			c = script.Read(rel, data, l.options)
		}
		l.codes[rel] = c
	}
	return c
}

// follow returns the value that v stands for: v itself unless it is a Ref. It
// returns false when the name leads to no single value.
func (l *linker) follow(from *script.Code, v *script.Value) (located, bool) {
	if v == nil || from == nil {
		return located{}, false
	}
	if v.Kind != script.Ref {
		return located{v, from}, v.Kind != script.Opaque
	}
	return l.name(from, v.Text, v.Span.Offset)
}

// name follows a dotted path that is used at an offset: its longest prefix that
// is bound, then members.
func (l *linker) name(from *script.Code, dotted string, offset int) (located, bool) {
	parts := strings.Split(dotted, ".")
	for n := len(parts); n > 0; n-- {
		at, ok := l.bound(from, strings.Join(parts[:n], "."), offset)
		if !ok && at.value != nil {
			return located{}, false // has several values
		}
		if !ok {
			continue
		}
		for _, member := range parts[n:] {
			if at.value = memberOf(at.value, member); at.value == nil {
				return located{}, false
			}
		}
		return at, at.value.Kind != script.Opaque
	}
	return located{}, false
}

// bound returns the only value that a name, as it is used at an offset, is given
// in a file, or gets there by an import.
func (l *linker) bound(from *script.Code, name string, offset int) (located, bool) {
	scope := from.ScopeOf(name, offset)
	var first script.Binding
	values := 0
	for _, b := range from.Bindings {
		if b.Name == name && b.Scope.Is(scope) && b.Value != nil && b.Value.Kind != script.Null && b.Value.Kind != script.Undefined {
			if values++; values == 1 {
				first = b
			}
		}
	}
	if values > 0 {
		return located{assigned(from, first), from}, values == 1
	}
	for _, i := range from.Imports {
		if i.Local == name {
			at, ok := l.imported(from, i)
			if ok {
				at.value = assigned(from, script.Binding{Name: name, Value: at.value})
			}
			return at, ok
		}
	}
	if g := l.globals[name]; len(g) == 1 {
		return g[0], true
	}
	return located{}, false
}

func (l *linker) imported(from *script.Code, i script.Import) (located, bool) {
	rel, ok := l.resolve(from.Path, i.From)
	if !ok {
		return located{}, false
	}
	if strings.HasSuffix(rel, ".json") {
		v := jsonValue(l.tree.doc(rel).JSON())
		return located{v, &script.Code{Path: rel}}, v != nil && (i.Name == "default" || i.Name == "*")
	}
	c := l.code(rel)
	if c == nil {
		return located{}, false
	}
	return exported(c, i.Name)
}

// jsonValue is a JSON file's value as the literal that an import makes of it.
func jsonValue(v *manifest.Value) *script.Value {
	out := &script.Value{Text: v.Text(), Span: v.Span()}
	switch v.Kind() {
	case manifest.Missing:
		return nil
	case manifest.Null:
		out.Kind = script.Null
	case manifest.Bool:
		out.Kind = script.Bool
	case manifest.Number:
		out.Kind = script.Number
	case manifest.String:
		out.Kind = script.String
	case manifest.Array:
		out.Kind = script.Array
		for _, item := range v.Items() {
			out.Items = append(out.Items, jsonValue(item))
		}
	case manifest.Object:
		out.Kind = script.Object
		for _, m := range v.Members() {
			out.Members = append(out.Members, script.Member{Name: m.Name, NameSpan: m.NameSpan, Value: jsonValue(m.Value)})
		}
	}
	return out
}

// localValue returns the only value of a name of the whole file, nil when there
// is none or more than one.
func localValue(c *script.Code, name string) *script.Value {
	var only *script.Binding
	for i, b := range c.Bindings {
		if b.Name == name && b.Scope == nil && b.Value != nil {
			if only != nil {
				return nil
			}
			only = &c.Bindings[i]
		}
	}
	if only == nil {
		return nil
	}
	return assigned(c, *only)
}

// assigned is the value of a binding with what the file assigns to members of it
// later (config.vivoBusinessID = 1). A member that had a value before has none
// that is certain; a new one must be given in the same function, for elsewhere
// the name may be another thing's.
func assigned(c *script.Code, b script.Binding) *script.Value {
	if b.Value == nil || b.Value.Kind != script.Object {
		return b.Value
	}
	out := b.Value
	for _, later := range c.Bindings {
		member, ok := strings.CutPrefix(later.Name, b.Name+".")
		if !ok || later.Value == nil || !later.Scope.Is(b.Scope) || !startsWith(later.Context.Within, b.Context.Within) {
			continue
		}
		member, _, deeper := strings.Cut(member, ".")
		at := slices.IndexFunc(out.Members, func(m script.Member) bool { return m.Name == member && !m.Spread && !m.Computed })
		if at < 0 && (deeper || len(later.Context.Within) != len(b.Context.Within)) {
			continue
		}
		if out == b.Value {
			changed := *out
			changed.Members = slices.Clone(out.Members)
			out = &changed
		}
		if at < 0 {
			out.Members = append(out.Members, script.Member{Name: member, NameSpan: later.Span, Value: later.Value})
		} else {
			out.Members[at].Value = &script.Value{Kind: script.Opaque, Span: later.Value.Span}
		}
	}
	return out
}

func startsWith(within, outer []string) bool {
	return len(within) >= len(outer) && slices.Equal(within[:len(outer)], outer)
}

func memberOf(v *script.Value, name string) *script.Value {
	if v == nil || v.Kind != script.Object {
		return nil
	}
	for _, m := range slices.Backward(v.Members) {
		if m.Spread || m.Computed {
			return nil // may hold the name, too
		}
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}
