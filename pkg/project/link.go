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
	// kept are the files that say something of the plugin.
	kept     []*script.Code
	changers map[string][]importer // once asked for
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
		v := assigned(from, first)
		if scope == nil {
			for _, e := range from.Exports {
				if e.From == "" && (e.Local == name || e.Value != nil && e.Value.Kind == script.Ref && e.Value.Text == name) {
					v = l.elsewhere(from, e.Name, v, from)
				}
			}
		}
		return located{v, from}, values == 1
	}
	for _, i := range from.Imports {
		if i.Local == name {
			at, ok := l.imported(from, i)
			if ok {
				at.value = l.elsewhere(at.code, i.Name, at.value, from)
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
	return l.importedOver(from, i, map[[2]string]bool{})
}

// importedOver follows an import over files that only pass it on, each file and
// name once.
func (l *linker) importedOver(from *script.Code, i script.Import, seen map[[2]string]bool) (located, bool) {
	rel, ok := l.resolve(from.Path, i.From)
	if !ok || seen[[2]string{rel, i.Name}] {
		return located{}, false
	}
	seen[[2]string{rel, i.Name}] = true
	if strings.HasSuffix(rel, ".json") {
		v := jsonValue(l.tree.doc(rel).JSON())
		return located{v, &script.Code{Path: rel}}, v != nil && (i.Name == "default" || i.Name == "*")
	}
	c := l.code(rel)
	if c == nil {
		return located{}, false
	}
	if at, ok := exported(c, i.Name); ok {
		return at, true
	}
	for _, next := range passedOn(c, i.Name) {
		if at, ok := l.importedOver(c, next, seen); ok {
			return at, true
		}
	}
	return located{}, false
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
