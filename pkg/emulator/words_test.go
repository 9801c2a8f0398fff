package emulator

import (
	"strings"
	"testing"
	"unicode"

	"github.com/offpush/offpush/pkg/text"
)

// TestJSONFaults: what is wrong with JSON is said in both languages.
func TestJSONFaults(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]text.Text{
		"":         text.T("是空的", "it is empty"),
		" \n":      text.T("是空的", "it is empty"),
		"\xff":     text.T("不是 UTF-8 编码", "it is not UTF-8"),
		`[]`:       text.T("不是 JSON 对象", "it is no JSON object"),
		`{"a":[1`:  text.T("JSON 到第 7 字节就断了", "the JSON breaks off after byte 7"),
		`{"a":é}`:  text.T("JSON 在第 6 字节处不应有 'é'", "at byte 6 the JSON should not have 'é'"),
		`{"a":1}}`: text.T("JSON 在第 8 字节处不应有 '}'", "at byte 8 the JSON should not have '}'"),
		strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000): text.T("JSON 嵌套太深", "the JSON is nested too deeply"),
	} {
		_, err := object([]byte(data))
		if got := text.F("%v", "%v", err); got != want {
			t.Errorf("%.20s: %v, want %v", data, got, want)
		}
	}
}

// TestWrongKind: a value of the wrong kind is named.
func TestWrongKind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind     kind
		json, en string
	}{
		{str, `7`, "it should be a string, not the number 7"},
		{str, `null`, "it should be a string, not null"},
		{integer, `"7"`, `it should be a whole number, not the text "7"`},
		{integer, `1.5`, "it should be a whole number, not the number 1.5"},
		{boolean, `{}`, "it should be true or false, not an object"},
		{obj, `true`, "it should be an object, not true"},
		{strList, `["a",1]`, "it should be a list of strings, not a list with the number 1 in it"},
		{objList, `[{},"a"]`, `it should be a list of objects, not a list with the text "a" in it`},
		{strMap, `{"a":"1","b":2}`, `it should be an object of strings, not an object in which "b" is the number 2`},
	} {
		v, err := jsonValue([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		got := (&rule{kind: c.kind}).problem(&call{}, v, false)
		if got.EN != c.en || !strings.ContainsFunc(got.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: %v, want %s", c.json, got, c.en)
		}
	}
}
