package emulator

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonSeeds are JSON in all its forms, and what is not quite JSON.
var jsonSeeds = []string{
	`{}`, `[]`, `""`, `0`, `-1.5e+3`, `true`, `false`, `null`, " \t\r\n", "", `{"a":{"b":[1,"2",null,{"c":false}],"a":[]},"":{}}`,
	" {\t\"a\" :\r\n[ 1 , -2.0E1,true ,null ] } ", `["\"","\\","\\\"","a\/b\b\f\n\r\t","\u4f60","\ud83d\ude00","\ud800","你好",",:]}{"]`,
	`{"a":1,"a":null,"b":2,"b":[3]}`, `{} {}`, `[1,]`, `{"a" 1}`, `"\x"`, `01`, "\xff", strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
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
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%s", data, diff)
	}
	if diff := cmp.Diff(want, unordered(inOrder([]byte(data)))); diff != "" {
		t.Errorf("in order: %s\n%s", data, diff)
	}
}

func TestJSONReader(t *testing.T) {
	t.Parallel()
	for _, s := range jsonSeeds {
		sameJSON(t, s)
	}
	if v := inOrder(nil); v != nil {
		t.Errorf("nothing is read as %v", v)
	}
	want := jsonMembers{{"b", nil}, {"a", true}, {"b", []any{}}}
	if diff := cmp.Diff(want, inOrder([]byte(`{"b":null,"a":true,"b":[]}`)), cmp.AllowUnexported(jsonMember{})); diff != "" {
		t.Error(diff)
	}
}

func FuzzJSONReader(f *testing.F) {
	for _, s := range jsonSeeds {
		f.Add(s)
	}
	f.Fuzz(sameJSON)
}
