package config

import (
	"errors"
	"regexp"
	"slices"
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
	if known := commonMistake(p.Message); !known.IsZero() {
		e.Message = text.F("TOML 有误：%s", "wrong TOML: %s", known)
	}
	if strings.HasPrefix(p.Message, "expected '.' or") || strings.HasPrefix(p.Message, "Key '") {
		p.LastKey = "" // the one before, or named already
	}
	if p.LastKey != "" {
		e.Message = text.F("%[2]s：%[1]s", "%[2]s: %[1]s", e.Message, text.Visible(p.LastKey))
	}
	return e
}

// commonMistake words the messages of the TOML library that people meet; the
// others stay in English.
func commonMistake(message string) text.Text {
	has := func(part string) bool { return strings.Contains(message, part) }
	switch {
	case strings.HasPrefix(message, "expected value but found"):
		return text.T("等号后面不是一个值，字符串要加引号", "no value behind the equals sign; a string needs quotation marks")
	case strings.HasPrefix(message, "expected '.' or ']'"):
		return quotedName()
	case strings.HasPrefix(message, "expected '.' or '='"):
		return text.F("写成：名称 = \"值\"；%s", "write NAME = \"VALUE\"; %s", quotedName())
	case has("is out of range for"):
		return text.T("数字太大，这样长的编号要加引号", "a number too large; an id as long as that needs quotation marks")
	case has("cannot contain newlines"), has("unexpected EOF; expected '\"'"), has("unexpected EOF; expected \"'\""):
		return text.T("引号没有成对，一行里缺了后一个", "a quotation mark without its counterpart on the line")
	case has("invalid escape"), has("hexadecimal digits after '\\"):
		return text.T(`双引号里的 \ 有特殊含义：路径写成 / 或 \\，或改用单引号`, `a \ in double quotation marks has a special meaning: write / or \\ in a path, or use single quotes`)
	case has("probably using UTF-16"), has("invalid UTF-8"):
		return text.T("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8; save it as UTF-8")
	case strings.HasSuffix(message, "' has already been defined."):
		key := strings.TrimSuffix(strings.TrimPrefix(message, "Key '"), "' has already been defined.")
		return text.F("%s 出现了两次，请合并", "%s stands there twice; merge the two", text.Visible(key))
	}
	return text.Text{}
}

func quotedName() text.Text {
	return text.T(`名字里有字母、数字、_、- 以外的字符时要加引号，如 [device."我的手机"]`, `a name with anything but letters, digits, _ and - needs quotation marks, as in [device."my phone"]`)
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
	return &Error{f.path, f.line(key), unknownName(dotted(append(slices.Clone(key[:last]), short(key[last]))), key[last], prefix, names)}
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
