package project

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
)

// linker follows names to the values that they stand for: to a binding of the
// same file, or through one import to an export of another file of the project.
// It reads each file at most once. Not safe for concurrent use.
type linker struct {
	tree   *tree
	source string // root of "@/"
	codes  map[string]*script.Code
	// globals are the values assigned to dotted paths such as uni.$TUIOfflinePush
	// anywhere in the project.
	globals map[string][]located
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
			c = script.Read(rel, data, codeOptions)
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
	return l.name(from, v.Text)
}

// name follows a dotted path: its longest prefix that is bound, then members.
func (l *linker) name(from *script.Code, dotted string) (located, bool) {
	parts := strings.Split(dotted, ".")
	for n := len(parts); n > 0; n-- {
		at, ok := l.bound(from, strings.Join(parts[:n], "."))
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

// bound returns the only value that a name is given in a file, or gets there by
// an import.
func (l *linker) bound(from *script.Code, name string) (located, bool) {
	var values []*script.Value
	for _, b := range from.Bindings {
		if b.Name == name && b.Value != nil && b.Value.Kind != script.Null && b.Value.Kind != script.Undefined {
			values = append(values, b.Value)
		}
	}
	if len(values) > 0 {
		return located{values[0], from}, len(values) == 1
	}
	for _, i := range from.Imports {
		if i.Local == name {
			return l.imported(from, i)
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

// exported returns the value that a file exports under a name. "*" is the object
// of all exports and has no single value.
func exported(c *script.Code, name string) (located, bool) {
	for _, e := range c.Exports {
		if e.Name != name || e.From != "" {
			continue
		}
		v := e.Value
		if v != nil && v.Kind == script.Ref {
			v = localValue(c, v.Text)
		} else if v == nil && e.Local != "" {
			v = localValue(c, e.Local)
		}
		return located{v, c}, v != nil
	}
	return located{}, false
}

// localValue returns the only value of a name in a file, nil when there is none
// or more than one.
func localValue(c *script.Code, name string) *script.Value {
	var value *script.Value
	for _, b := range c.Bindings {
		if b.Name == name && b.Value != nil {
			if value != nil {
				return nil
			}
			value = b.Value
		}
	}
	return value
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

// resolve returns the file that an import specifier names: relative ones and
// those that begin with "@/" or "~@/"; others are packages or aliases.
func (l *linker) resolve(from, specifier string) (string, bool) {
	specifier, _, _ = strings.Cut(specifier, "?")
	var base string
	switch {
	case strings.HasPrefix(specifier, "./"), strings.HasPrefix(specifier, "../"), specifier == ".", specifier == "..":
		base = path.Join(path.Dir(from), specifier)
	case strings.HasPrefix(specifier, "@/"), strings.HasPrefix(specifier, "~@/"):
		_, rest, _ := strings.Cut(specifier, "@/")
		base = path.Join(l.source, rest)
	case strings.HasPrefix(specifier, "/"): // HBuilderX takes the source folder as root
		base = path.Join(l.source, specifier)
	default:
		return "", false
	}
	if base == ".." || strings.HasPrefix(base, "../") {
		return "", false
	}
	for _, suffix := range importSuffixes {
		if name := base + suffix; l.tree.isFile(name) {
			return name, true
		}
	}
	return "", false
}

// importSuffixes are tried in order, as the bundlers do.
var importSuffixes = []string{"", ".js", ".ts", ".mjs", ".uts", ".vue", ".nvue", ".uvue", "/index.js", "/index.ts", "/index.mjs", "/index.uts", "/index.vue"}
