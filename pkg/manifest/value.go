package manifest

import (
	"slices"
	"strconv"

	"github.com/offpush/offpush/pkg/source"
)

// Kind returns the JSON type; Missing for nil.
func (v *Value) Kind() Kind {
	if v == nil {
		return Missing
	}
	return v.kind
}

// Span returns the place of the value, a string's with its quotation marks; the
// zero Span for nil.
func (v *Value) Span() source.Span {
	if v == nil {
		return source.Span{}
	}
	return v.file.Span(v.start, v.end)
}

// Text returns a string decoded, and a number, true, false and null as they are
// written; "" for an object, an array and nil. Half a surrogate pair, which
// JavaScript would keep, is U+FFFD.
func (v *Value) Text() string {
	if v == nil {
		return ""
	}
	return v.text
}

// AsString returns the text of a string, and whether v is one.
func (v *Value) AsString() (text string, ok bool) {
	if v.Kind() != String {
		return "", false
	}
	return v.text, true
}

// AsBool returns the value of true or false, and whether v is one of them.
func (v *Value) AsBool() (value, ok bool) {
	if v.Kind() != Bool {
		return false, false
	}
	return v.text == "true", true
}

// Truthy reports what JavaScript makes of the value in a condition: missing,
// null, false, 0 and "" are false; everything else is true, {} and [] too.
func (v *Value) Truthy() bool {
	switch v.Kind() {
	case Missing, Null:
		return false
	case Bool:
		return v.text == "true"
	case String:
		return v.text != ""
	case Number:
		f, _ := strconv.ParseFloat(v.text, 64) // out of range is Inf, or 0, as in JavaScript
		return f != 0
	}
	return true
}

// Members returns the members of an object in the order of the file, with
// duplicates; nil for anything else. The slice must not be changed.
func (v *Value) Members() []Member {
	if v == nil {
		return nil
	}
	return v.members
}

// Items returns the items of an array; nil for anything else. The slice must
// not be changed.
func (v *Value) Items() []*Value {
	if v == nil {
		return nil
	}
	return v.items
}

// Find returns the member with that name, the last one of duplicates, and
// whether v is an object that has it.
func (v *Value) Find(name string) (Member, bool) {
	members := v.Members()
	for i := len(members) - 1; i >= 0; i-- {
		if members[i].Name == name {
			return members[i], true
		}
	}
	return Member{}, false
}

// Get goes down through objects by the names and returns the value there, or
// nil. Without names it returns v. Of duplicates the last counts.
func (v *Value) Get(names ...string) *Value {
	for _, name := range names {
		member, _ := v.Find(name)
		v = member.Value
	}
	return v
}

// Has reports whether there is a value at the names, be it null.
func (v *Value) Has(names ...string) bool { return v.Get(names...) != nil }

// Filled reports whether a value says anything: whether it is not "", 0, false
// or null, nor an object or array of only such.
func (v *Value) Filled() bool {
	switch v.Kind() {
	case Object:
		return slices.ContainsFunc(v.Members(), func(m Member) bool { return m.Value.Filled() })
	case Array:
		return slices.ContainsFunc(v.Items(), (*Value).Filled)
	}
	return v.Truthy()
}
