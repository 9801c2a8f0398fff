package config

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// quotedValue finds what the TOML library repeats of the file in its messages,
// which may be a secret. One character is none, and kept: what it is quoted by
// must not be taken for the quotes of what lies between two of them.
var quotedValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`'[^'\\]'|"(?:[^"\\]|\\.){2,}"|'(?:[^'\\]|\\.){2,}'|\d{4,}`)
})

func (f *file) syntaxError(err error) *Error {
	var p toml.ParseError
	if !errors.As(err, &p) {
		return &Error{File: f.path, Message: text.T("无法解析", "cannot be parsed")}
	}
	message := p.Message
	if !strings.HasPrefix(message, "Key '") { // which names a key only
		message = quotedValue().ReplaceAllStringFunc(message, func(s string) string {
			if utf8.RuneCountInString(s) == len("'x'") && s[0] == '\'' {
				return s
			}
			return "***"
		})
	}
	e := &Error{File: f.path, Line: p.Position.Line, Message: text.F("TOML 有误：%s", "wrong TOML: %s", text.Visible(message))}
	switch {
	case strings.HasPrefix(p.Message, "expected value but found"):
		e.Message = text.T("TOML 有误：等号后面不是一个值，字符串要加引号", "wrong TOML: no value behind the equals sign; a string needs quotation marks")
	case strings.HasPrefix(p.Message, "expected '.' or ']'"), strings.HasPrefix(p.Message, "expected '.' or '='"):
		e.Message = text.T(`TOML 有误：名字里有字母、数字、_、- 以外的字符时要加引号，如 [device."我的手机"]`, `wrong TOML: a name with anything but letters, digits, _ and - needs quotation marks, as in [device."my phone"]`)
		p.LastKey = "" // the one before
	case strings.Contains(p.Message, "is out of range for"):
		e.Message = text.T("TOML 有误：数字太大，这样长的编号要加引号", "wrong TOML: a number too large; an id as long as that needs quotation marks")
	}
	if p.LastKey != "" {
		e.Message = text.F("%[2]s：%[1]s", "%[2]s: %[1]s", e.Message, text.Visible(p.LastKey))
	}
	return e
}

// unknownKey names what was meant, among the names that its table knows.
func (f *file) unknownKey(key, names []string) *Error {
	if len(key) == 2 && key[0] == "vendor" {
		return &Error{f.path, f.line(key), UnknownVendor(key[1])}
	}
	last := len(key) - 1
	prefix := strings.Join(append(key[:last:last], ""), ".")
	if _, isTable := f.at(key).(map[string]any); last == 0 && !isTable {
		names = leaves() // a value above all tables was meant for one of them
	}
	return &Error{f.path, f.line(key), unknownName(dotted(key), key[last], prefix, names)}
}

// unknownName says that there is no name like that, and which ones there are.
func unknownName(shown, name, prefix string, names []string) text.Text {
	if near := text.Nearest(name, names); near != "" {
		return text.F("没有名为 %[1]s 的配置项，是不是 %[2]s？", "unknown key %[1]s; did you mean %[2]s?", shown, prefix+near)
	}
	return text.F("没有名为 %[1]s 的配置项，可用：%[2]s", "unknown key %[1]s; there are %[2]s", shown, text.List(names))
}

// leaves are the keys outside of [vendor] and [device].
func leaves() []string {
	var keys []string
	for _, t := range []string{"project", "doctor"} {
		names, _ := below([]string{t})
		for _, n := range names {
			keys = append(keys, t+"."+n)
		}
	}
	return keys
}

// UnknownVendor says that v is no vendor, and which ones there are.
func UnknownVendor(v string) text.Text {
	v = short(v)
	ids := text.List(catalog.IDs())
	if v == "ios" {
		return text.T("没有名为 ios 的厂商：iOS 的推送通道叫 apns", `there is no vendor "ios": the channel of iOS is called apns`)
	}
	if near := text.Nearest(v, catalog.IDs()); near != "" {
		return text.F("没有名为 \"%[1]s\" 的厂商，是不是 %[2]s？可用：%[3]s", "there is no vendor \"%[1]s\"; did you mean %[2]s? There are %[3]s", v, near, ids)
	}
	return text.F("没有名为 \"%[1]s\" 的厂商，可用：%[2]s", "there is no vendor \"%[1]s\"; there are %[2]s", v, ids)
}

// short is a name as it may be shown: what is too long for one may be a token or
// a secret at the wrong place.
func short(name string) string {
	const most, kept = 20, 8
	if r := []rune(name); len(r) > most {
		name = string(r[:kept]) + "…"
	}
	return text.Visible(name)
}
