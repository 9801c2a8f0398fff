package project

import "github.com/offpush/offpush/pkg/script"

// exported returns the value that a file exports under a name; "*" is the object
// of all its exports.
func exported(c *script.Code, name string) (located, bool) {
	if name == "*" {
		v := namespace(c)
		return located{v, c}, v != nil
	}
	for _, e := range c.Exports {
		if e.Name == name && e.From == "" {
			v := exportValue(c, e)
			return located{v, c}, v != nil
		}
	}
	return located{}, false
}

func exportValue(c *script.Code, e script.Export) *script.Value {
	switch {
	case e.Value == nil && e.Local == "":
		return nil
	case e.Value == nil:
		return localValue(c, e.Local)
	case e.Value.Kind == script.Ref:
		return localValue(c, e.Value.Text)
	case e.Local != "":
		return assigned(c, script.Binding{Name: e.Local, Value: e.Value})
	}
	return e.Value
}

// passedOn returns the imports by which a file may get what it exports under a
// name: export { a as b } from, export * from, and imports that it exports.
func passedOn(c *script.Code, name string) []script.Import {
	var out []script.Import
	for _, e := range c.Exports {
		switch {
		case e.From != "" && e.Name == name:
			out = append(out, script.Import{From: e.From, Name: e.Local})
		case e.From != "" && e.Name == "*" && name != "default":
			out = append(out, script.Import{From: e.From, Name: name})
		case e.From == "" && e.Name == name:
			local := e.Local
			if e.Value != nil && e.Value.Kind == script.Ref {
				local = e.Value.Text
			}
			for _, i := range c.Imports {
				if local != "" && i.Local == local {
					out = append(out, i)
				}
			}
		}
	}
	return out
}

// namespace is what require() and import * give: module.exports, or an object of
// the exported names.
func namespace(c *script.Code) *script.Value {
	for _, e := range c.Exports {
		if isModuleExports(e) {
			return exportValue(c, e)
		}
	}
	if len(c.Exports) == 0 {
		return nil
	}
	out := &script.Value{Kind: script.Object, Span: c.Exports[0].Span}
	for _, e := range c.Exports {
		m := script.Member{Name: e.Name, NameSpan: e.Span, Value: &script.Value{Span: e.Span}}
		if e.From == "" {
			if v := exportValue(c, e); v != nil {
				m.Value = v
			}
		}
		m.Spread = e.Name == "*"
		out.Members = append(out.Members, m)
	}
	return out
}

// isModuleExports tells module.exports = x from export default x: the span of
// such an export is the word default.
func isModuleExports(e script.Export) bool {
	return e.Name == "default" && e.Local == "" && e.Span.EndOffset-e.Span.Offset > len("default")
}
