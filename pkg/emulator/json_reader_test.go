package emulator

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonSeeds are JSON in all its forms, and what is not quite JSON.
var jsonSeeds = []string{
	`{}`, `[]`, `""`, `0`, `-1.5e+3`, `true`, `false`, `null`, " \t\r\n", "", `{"a":{"b":[1,"2",null,{"c":false}],"a":[]},"":{}}`,
	" {\t\"a\" :\r\n[ 1 , -2.0E1,true ,null ] } ", `["\"","\\","\\\"","a\/b\b\f\n\r\t","\u4f60","\ud83d\ude00","\ud800","你好",",:]}{"]`,
	`{"a":1,"a":null,"b":2,"b":[3]}`, `{} {}`, `[1,]`, `{"a" 1}`, `"\x"`, `01`, "\xff", strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
	strings.Repeat(`[{"a":`, 1_000) + "0" + strings.Repeat("}]", 1_000), strings.Repeat("[", 1_000) + strings.Repeat("]", 1_000),
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// sameJSON compares with encoding/json what is read, and whether it is.
func sameJSON(t *testing.T, data string) {
	t.Helper()
	var want any
	d := json.NewDecoder(bytes.NewReader([]byte(data)))
	d.UseNumber()
	right := d.Decode(&want) == nil && json.Valid([]byte(data)) && strings.ToValidUTF8(data, "") == data
	got, err := jsonValue([]byte(data))
	if right != (err == nil) {
		t.Fatalf("%.100q: %v", data, err)
	}
	if !right {
		return
	}
	// Not cmp.Diff: its time doubles with each array inside an array.
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%.1000q is read as %.1000v", data, got)
	}
	ordered, err := readJSON([]byte(data), true)
	if got := unordered(ordered); err != nil || !reflect.DeepEqual(want, got) {
		t.Errorf("%.1000q is read in order as %.1000v: %v", data, got, err)
	}
	for name, v := range asMap(want) {
		if got := unordered(lookup(ordered, name)); !reflect.DeepEqual(v, got) {
			t.Errorf("%q of %.1000q is %.1000v", name, data, got)
		}
	}
}

func TestJSONReader(t *testing.T) {
	t.Parallel()
	for _, s := range jsonSeeds {
		sameJSON(t, s)
	}
	want := jsonMembers{{"b", nil}, {"a", true}, {"b", []any{}}}
	got, err := inOrder([]byte(`{"b":null,"a":true,"b":[]}`))
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(jsonMember{})); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, s := range []string{"", "[]", "{"} {
		if _, err := inOrder([]byte(s)); err == nil {
			t.Errorf("%q is read as an object", s)
		}
	}
}

func FuzzJSONReader(f *testing.F) {
	for _, s := range jsonSeeds {
		f.Add(s)
	}
	f.Fuzz(sameJSON)
}
