package emulator

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// jsonMembers is a JSON object in the order of its text: Google's answers count
// the entries of a map, as in message.data[1].value.
type jsonMembers []jsonMember

type jsonMember struct {
	name  string
	value any // jsonMembers, []any, string, json.Number, bool or nil
}

// last is the member of a name that counts: the last one.
func (m jsonMembers) last(name string) any {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].name == name {
			return m[i].value
		}
	}
	return nil
}

// inOrder reads a JSON object.
func inOrder(data []byte) (jsonMembers, error) {
	v, err := readJSON(data, true)
	if err != nil {
		return nil, err
	}
	m, ok := v.(jsonMembers)
	if !ok {
		return nil, errNotObject
	}
	return m, nil
}

// protoProblem is what Google says of a member that cannot be read.
type protoProblem struct {
	field string // the path; "" at the top
	says  string
	why   text.Text
}

// maxProblems is how many are listed.
const maxProblems = 20

// protoReader reads a message out of JSON by the rules of proto3, as Google's
// front end does.
type protoReader struct {
	problems []protoProblem
	// doubts are what Google's front end takes although it is not in the rules, or
	// where it is not known what it does.
	doubts []text.Text
}

func (p *protoReader) problem(field, says, zh, en string, args ...any) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, protoProblem{field, says, text.F(zh, en, args...)})
	}
}

func (p *protoReader) doubt(zh, en string, args ...any) {
	if len(p.doubts) < maxProblems {
		p.doubts = append(p.doubts, text.F(zh, en, args...))
	}
}

// message reads a message into an object whose names are those of the proto file.
func (p *protoReader) message(t *protoType, members jsonMembers, path string) map[string]any {
	out := map[string]any{}
	set := "" // which one of the oneof
	for _, m := range members {
		f := t.fields[m.name]
		if f == nil {
			p.unknown(t, m.name, path)
			continue
		}
		if m.value == nil { // null: as if it were not there
			continue
		}
		if f.oneof != "" && m.value != "" {
			if set != "" && set != f.name {
				p.problem(path, fmt.Sprintf("Invalid value%s (oneof), oneof field '%s' is already set. Cannot set '%s'", atPath(path), f.oneof, f.name),
					"%s 下同时有 %s 和 %s，只能有一个", "%s has both %s and %s, of which there may be one", path, set, f.name)
			}
			set = f.name
		}
		if v, ok := p.field(f, m.value, path); ok {
			out[f.name] = v
		}
	}
	return out
}

func (p *protoReader) unknown(t *protoType, name, path string) {
	at, where := "", text.T("最外层", "at the top")
	if path != "" {
		at, where = " at '"+path+"'", text.F("%s 下", "in %s", path)
	}
	hint := text.Text{}
	if near := text.Nearest(name, t.names); near != "" {
		hint = text.F("，是不是要写 %s？", "; did you mean %s?", near)
	}
	p.problem(path, fmt.Sprintf("Invalid JSON payload received. Unknown name %q%s: Cannot find field.", name, at),
		"%s没有 %s 这个字段%s", "there is no field %[2]s %[1]s%[3]s", where, shown(name), hint)
}

// field reads the value of a field.
func (p *protoReader) field(f *protoField, v any, parent string) (any, bool) {
	path := under(parent, f.name)
	items, isList := v.([]any)
	switch {
	case isList && !f.list:
		p.problem(parent, fmt.Sprintf("Invalid JSON payload received. Unknown name %q%s: Proto field is not repeating, cannot start list.", f.name, atPath(parent)),
			"%s 不是数组", "%s is no list", path)
		return nil, false
	case !isList && f.list:
		p.doubt("%s：应为数组，这里是单个值", "%s: it should be a list and is a single value", path)
		items = []any{v}
	case !f.list:
		return p.one(f, v, parent, path)
	}
	var out []any
	for i, item := range items {
		if read, ok := p.one(f, item, parent, fmt.Sprintf("%s[%d]", path, i)); ok {
			out = append(out, read)
		}
	}
	return out, true
}

// one reads a single value.
func (p *protoReader) one(f *protoField, v any, parent, path string) (any, bool) {
	members, isObject := v.(jsonMembers)
	switch f.kind {
	case protoMessage, protoMap, protoStruct:
		if !isObject {
			p.wrong(f, v, path, text.T("对象", "an object"))
			return nil, false
		}
		if f.kind == protoMessage {
			return p.message(f.of, members, path), true
		}
		if f.kind == protoStruct {
			return unordered(members), true
		}
		return p.entries(members, path), true
	}
	if isObject {
		p.problem(parent, fmt.Sprintf("Invalid value%s (%s), Starting an object on a scalar field", atPath(parent), f.name), "%s 不应是对象", "%s should be no object", path)
		return nil, false
	}
	return p.scalar(f, v, path)
}

// entries reads a map of strings.
func (p *protoReader) entries(members jsonMembers, path string) map[string]any {
	out := map[string]any{}
	for i, m := range members {
		entry := fmt.Sprintf("%s[%d]", path, i)
		value := protoField{name: "value", kind: protoString}
		if m.value == nil {
			p.doubt("%s 的 %s 是 null，应为字符串", "%[2]s in %[1]s is null and should be a string", path, shown(m.name))
			continue
		}
		before := len(p.problems)
		if v, ok := p.field(&value, m.value, entry); ok {
			out[m.name] = v
		} else if len(p.problems) > before { // the key says more than its number
			p.problems[before].why = text.F("%s 的 %s：值应为字符串，数字和对象都要先转成字符串", "%[2]s in %[1]s: the value should be a string; numbers and objects have to be made one", path, shown(m.name))
		}
	}
	return out
}

// Numbers and times as proto3 has them in JSON.
var (
	protoSeconds = regexp.MustCompile(`^(-?[0-9]{1,12})(?:\.([0-9]{1,9}))?s$`)
	protoTypes   = map[protoKind]string{
		protoString: "TYPE_STRING", protoBool: "TYPE_BOOL", protoInt: "TYPE_INT32", protoFloat: "TYPE_FLOAT",
		protoDuration: "type.googleapis.com/google.protobuf.Duration", protoTime: "type.googleapis.com/google.protobuf.Timestamp",
		protoMap: "map", protoStruct: "type.googleapis.com/google.protobuf.Struct",
	}
)

func (p *protoReader) scalar(f *protoField, v any, path string) (any, bool) {
	s, isString := v.(string)
	switch f.kind {
	case protoString:
		if isString {
			return s, true
		}
		p.wrong(f, v, path, text.T("字符串", "a string"))
	case protoBool:
		if b, ok := v.(bool); ok {
			return b, true
		}
		if s == "true" || s == "false" {
			p.doubt("%s：%s 写成了字符串", "%s: %s is a string", path, shown(s))
			return s == "true", true
		}
		p.wrong(f, v, path, text.T("布尔值 true 或 false", "true or false"))
	case protoInt, protoFloat:
		n, err := strconv.ParseFloat(numeral(v), 64)
		finite := err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
		if finite && (f.kind == protoFloat || n == math.Trunc(n) && math.Abs(n) <= math.MaxInt32) {
			return json.Number(strconv.FormatFloat(n, 'f', -1, 64)), true
		}
		right := text.T("数字", "a number")
		if f.kind == protoInt {
			right = text.T("32 位整数", "a whole number of 32 bits")
		}
		p.wrong(f, v, path, right)
	case protoEnum:
		return p.enum(f, v, path)
	case protoDuration:
		parts := protoSeconds.FindStringSubmatch(s)
		if parts == nil {
			p.wrong(f, v, path, text.T(`以 s 结尾的秒数，如 "3600s"`, `seconds with an s at the end, as "3600s"`))
			return nil, false
		}
		n, _ := strconv.ParseInt(parts[1], 10, 64)
		if strings.HasPrefix(s, "-") && strings.Trim(parts[2], "0") != "" {
			n-- // rounded down
		}
		return json.Number(strconv.FormatInt(n, 10)), true
	case protoTime:
		if _, err := time.Parse(time.RFC3339Nano, s); err == nil {
			return s, true
		}
		p.wrong(f, v, path, text.T("符合 RFC 3339 的时间，如 2026-01-02T15:04:05Z", "a time of RFC 3339, as 2026-01-02T15:04:05Z"))
	}
	return nil, false
}

func (p *protoReader) enum(f *protoField, v any, path string) (any, bool) {
	s, isString := v.(string)
	if number, ok := v.(json.Number); ok {
		if n, err := strconv.Atoi(number.String()); err == nil && n >= 0 && n < len(f.enum.values) {
			return f.enum.values[n], true
		}
	}
	upper := strings.ToUpper(s)
	if isString && slices.Contains(f.enum.values, upper) {
		if s != upper && !f.enum.lower {
			p.doubt("%s：%s 应大写", "%s: %s should be in capitals", path, shown(s))
		}
		return upper, true
	}
	p.wrong(f, v, path, text.F("以下之一：%s", "one of %s", text.List(f.enum.values[1:])))
	return nil, false
}

// wrong is a value of another type than the field's.
func (p *protoReader) wrong(f *protoField, v any, path string, right text.Text) {
	name := protoTypes[f.kind]
	switch {
	case f.of != nil:
		name = "type.googleapis.com/" + f.of.name
	case f.enum != nil:
		name = "type.googleapis.com/" + fcmPackage + f.enum.name
	}
	value := string(marshal(v))
	if r := []rune(value); len(r) > 10*shownValue {
		value = string(r[:10*shownValue]) + "..."
	}
	found := text.Visible(value)
	if s, isString := v.(string); isString {
		found = shown(s)
		if f.kind == protoDuration {
			value = fmt.Sprintf("Field '%s', Illegal duration format; duration must end with 's'", camelCase(f.name))
		}
	}
	p.problem(path, fmt.Sprintf("Invalid value at '%s' (%s), %s", path, name, value), "%s：是 %s，应为%s", "%s: it is %s and should be %s", path, found, right)
}

// numeral is a number as text, also one that is written as a string.
func numeral(v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}

// unordered is an object without its order.
func unordered(v any) any {
	switch v := v.(type) {
	case jsonMembers:
		out := map[string]any{}
		for _, m := range v {
			out[m.name] = unordered(m.value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = unordered(item)
		}
		return out
	}
	return v
}

func under(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}

func atPath(path string) string {
	if path == "" {
		return ""
	}
	return " at '" + path + "'"
}
