package config

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/offpush/offpush/pkg/text"
)

// types are the keys of the file and what they hold, arrays last.
var types = []struct {
	key, toml string
	name      text.Text
}{
	{"project", "Hash", text.T("一个表", "a table")},
	{"doctor", "Hash", text.T("一个表", "a table")},
	{"project.android_package", "String", text.T("字符串", "a string")},
	{"project.ios_bundle_id", "String", text.T("字符串", "a string")},
	{"doctor.vendors", "Array", text.T("字符串数组", "a list of strings")},
}

// known are the keys that hold values.
func known() []string {
	var keys []string
	for _, t := range types {
		if strings.Contains(t.key, ".") {
			keys = append(keys, t.key)
		}
	}
	return keys
}

func syntaxError(path, data string, meta toml.MetaData, err error) *Error {
	var p toml.ParseError
	if !errors.As(err, &p) {
		return wrongType(path, data, meta, err)
	}
	e := &Error{File: path, Line: p.Position.Line, Message: text.F("TOML 有误：%s", "wrong TOML: %s", text.Visible(p.Message))}
	if p.LastKey != "" {
		e.Message = text.F("%[2]s：%[1]s", "%[2]s: %[1]s", e.Message, text.Visible(p.LastKey))
	}
	return e
}

// wrongType finds the key whose value has the wrong type; the library's error
// has its place in the wording only.
func wrongType(path, data string, meta toml.MetaData, err error) *Error {
	for _, k := range types {
		key := strings.Split(k.key, ".")
		if !meta.IsDefined(key...) {
			continue
		}
		// A table made by dotted keys has no type; an array of the right type
		// reaches this only by its items.
		if got := meta.Type(key...); got != "" && got != k.toml || got == "Array" {
			return &Error{path, lineOf(data, key), text.F("%[1]s 应为%[2]s", "%[1]s should be %[2]s", k.key, k.name)}
		}
	}
	return &Error{File: path, Message: text.F("无法解析：%v", "cannot be parsed: %v", err)}
}

func unknownKey(path, data string, key toml.Key) *Error {
	name := text.Visible(key.String())
	e := &Error{File: path, Line: lineOf(data, key)}
	if near := text.Nearest(name, known()); near != "" {
		e.Message = text.F("没有名为 %[1]s 的配置项，是不是 %[2]s？", "unknown key %[1]s; did you mean %[2]s?", name, near)
	} else {
		e.Message = text.F("没有名为 %[1]s 的配置项，可用：%[2]s", "unknown key %[1]s; there are %[2]s", name, text.List(known()))
	}
	return e
}

// lineOf finds the line on which a key stands, 0 when it does not find it. The
// TOML library keeps the positions of keys to itself; this knows tables and
// plain, quoted and dotted keys, which is what people write.
func lineOf(data string, key []string) int {
	want := strings.Join(key, ".")
	table, n := "", 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if head, ok := strings.CutPrefix(line, "["); ok {
			head, _, _ = strings.Cut(strings.TrimPrefix(head, "["), "]")
			if table = bare(head); table == want {
				return n
			}
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		full := bare(name)
		if table != "" {
			full = table + "." + full
		}
		if full == want || strings.HasPrefix(want, full+".") { // an inline table
			return n
		}
	}
	return 0
}

// bare is a dotted key without blanks and quotation marks.
func bare(key string) string {
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}
