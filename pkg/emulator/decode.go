package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// decode reads one JSON value into v, and refuses members that v does not have.
// Its errors are of [InputError].
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			return inputError("JSON 值之后还有别的内容", "something follows the JSON value")
		}
		return nil
	}
	var input *InputError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &input):
		return input
	case errors.As(err, &kind):
		return inputError("%s：应为%s，不能是%s", "%s: it should be %s, not %s", or(kind.Field, "JSON"), wanted(kind.Type), found(kind.Value))
	case errors.Is(err, io.EOF):
		return inputError("缺少 JSON", "there is no JSON")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return inputError("没有 %s 这个成员", "there is no member %s", text.Visible(name))
	}
	return inputError("不是正确的 JSON：%s", "it is no right JSON: %s", syntaxFault(data, json.Unmarshal(data, new(any))))
}

// found says in words what encoding/json found: "string", "number 1.5".
func found(value string) text.Text {
	name, number, _ := strings.Cut(value, " ")
	zh, ok := map[string]string{"string": "字符串", "number": "数字", "bool": "布尔值", "array": "数组", "object": "对象"}[name]
	if !ok {
		return text.Same(" " + value)
	}
	return text.T(strings.TrimSpace(zh+" "+number), value)
}

// placed adds to an [InputError] where it is; other errors stay as they are.
func placed(err error, zh, en string, args ...any) error {
	var input *InputError
	if !errors.As(err, &input) {
		return err
	}
	return inputError("%s：%s", "%s: %s", text.F(zh, en, args...), input.Message)
}

// wanted says in words what a member of a Go type takes.
func wanted(t reflect.Type) text.Text {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[Duration]() {
		return text.T(`时间长度，如 "400ms"`, `a duration like "400ms"`)
	}
	switch t.Kind() {
	case reflect.Bool:
		return boolean.name()
	case reflect.Int, reflect.Uint64:
		return integer.name()
	case reflect.Float64:
		return text.T("数字", "a number")
	case reflect.String:
		return str.name()
	case reflect.Slice:
		return text.T("数组", "a list")
	}
	return obj.name()
}
