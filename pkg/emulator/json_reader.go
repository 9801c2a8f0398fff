package emulator

import (
	"encoding/json"
	"strings"
)

// jsonReader reads JSON that is known to be right. [json.Decoder] can read numbers
// as they stand and tell the order of members, but takes several times as long for
// the one and for the other.
type jsonReader struct {
	data    []byte
	at      int
	ordered bool // objects are jsonMembers in place of maps
}

// value reads the next value; nil at the end.
func (r *jsonReader) value() any {
	switch r.next() {
	case 0:
		return nil
	case '{':
		if r.ordered {
			return r.members()
		}
		return r.object()
	case '[':
		items := []any{}
		for r.at++; r.next() != ']'; {
			items = append(items, r.value())
		}
		r.at++
		return items
	case '"':
		return r.text()
	}
	return r.literal()
}

// next skips what stands between values, and returns the byte that follows; 0 at
// the end.
func (r *jsonReader) next() byte {
	for r.at < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[r.at]) >= 0 {
		r.at++
	}
	if r.at == len(r.data) {
		return 0
	}
	return r.data[r.at]
}

func (r *jsonReader) members() jsonMembers {
	members := jsonMembers{}
	for r.at++; r.next() == '"'; {
		name := r.text()
		members = append(members, jsonMember{name, r.value()})
	}
	r.at++
	return members
}

// object reads a map: of several members of a name it has the last.
func (r *jsonReader) object() map[string]any {
	members := map[string]any{}
	for r.at++; r.next() == '"'; {
		name := r.text()
		members[name] = r.value()
	}
	r.at++
	return members
}

// text reads a string.
func (r *jsonReader) text() (s string) {
	begin, escaped := r.at, false
	for r.at++; r.data[r.at] != '"'; r.at++ {
		if r.data[r.at] == '\\' {
			escaped = true
			r.at++
		}
	}
	r.at++
	if !escaped {
		return string(r.data[begin+1 : r.at-1])
	}
	_ = json.Unmarshal(r.data[begin:r.at], &s) // it is right
	return s
}

// literal reads a number, true, false or null.
func (r *jsonReader) literal() any {
	begin := r.at
	for r.at < len(r.data) && strings.IndexByte(" \t\r\n,]}", r.data[r.at]) < 0 {
		r.at++
	}
	switch s := string(r.data[begin:r.at]); s {
	case "true", "false":
		return s == "true"
	case "null":
		return nil
	default:
		return json.Number(s)
	}
}
