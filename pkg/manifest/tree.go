package manifest

import (
	"bytes"

	"github.com/tailscale/hujson"

	"github.com/offpush/offpush/pkg/source"
)

// tree turns what hujson read into Values, and collects the problems of objects
// and arrays on the way.
type tree struct {
	file     *source.File
	problems []Problem
}

func (t *tree) value(from *hujson.Value) *Value {
	v := &Value{file: t.file, start: from.StartOffset, end: from.EndOffset}
	switch node := from.Value.(type) {
	case *hujson.Object:
		v.kind = Object
		v.members = t.members(node)
	case *hujson.Array:
		v.kind = Array
		v.items = make([]*Value, len(node.Elements))
		for i := range node.Elements {
			v.items[i] = t.value(&node.Elements[i])
		}
		if n := len(node.Elements); n > 0 {
			t.trailingComma(&node.Elements[n-1])
		}
	case hujson.Literal:
		v.kind, v.text = literal(node)
	}
	return v
}

func (t *tree) members(object *hujson.Object) []Member {
	members := make([]Member, len(object.Members))
	first := make(map[string]int, len(members))
	for i := range object.Members {
		name, value := &object.Members[i].Name, &object.Members[i].Value
		m := &members[i]
		_, m.Name = literal(name.Value.(hujson.Literal))
		m.NameSpan = t.file.Span(name.StartOffset, name.EndOffset)
		if n, twice := first[m.Name]; twice {
			t.problems = append(t.problems, Problem{
				Kind: DuplicateName, Span: m.NameSpan, Detail: m.Name, Related: members[n].NameSpan,
			})
		} else {
			first[m.Name] = i
		}
		m.Value = t.value(value)
	}
	if n := len(members); n > 0 {
		t.trailingComma(&object.Members[n-1].Value)
	}
	return members
}

// trailingComma reports the comma behind the last value of an object or array.
// hujson keeps what stands between the two, and nil without a comma.
func (t *tree) trailingComma(last *hujson.Value) {
	if last.AfterExtra == nil {
		return
	}
	comma := last.EndOffset + len(last.AfterExtra)
	t.problems = append(t.problems, Problem{Kind: TrailingComma, Span: t.file.Span(comma, comma+1)})
}

func literal(l hujson.Literal) (Kind, string) {
	switch l.Kind() {
	case '"':
		if bytes.IndexByte(l, '\\') < 0 {
			return String, string(l[1 : len(l)-1])
		}
		return String, l.String()
	case 'n':
		return Null, string(l)
	case 't', 'f':
		return Bool, string(l)
	}
	return Number, string(l)
}
