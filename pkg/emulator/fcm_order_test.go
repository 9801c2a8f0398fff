package emulator

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// orderSeeds are JSON in all its forms.
var orderSeeds = []string{
	`{}`, `[]`, `""`, `0`, `-1.5e+3`, `true`, `false`, `null`, " \t\r\n", `{"a":{"b":[1,"2",null,{"c":false}],"a":[]},"":{}}`,
	" {\t\"a\" :\r\n[ 1 , -2.0E1,true ,null ] } ", `["\"","\\","\\\"","a\/b\b\f\n\r\t","\u4f60","\ud83d\ude00","\ud800","你好",",:]}{"]`,
}

// sameOrder compares with encoding/json what is read in order.
func sameOrder(t *testing.T, data string) {
	t.Helper()
	want, err := jsonValue([]byte(data))
	if err != nil {
		return // it is read only when it is right
	}
	if diff := cmp.Diff(want, unordered(inOrder([]byte(data)))); diff != "" {
		t.Errorf("%s\n%s", data, diff)
	}
}

func TestFCMInOrder(t *testing.T) {
	t.Parallel()
	for _, s := range orderSeeds {
		sameOrder(t, s)
	}
	if v := inOrder(nil); v != nil {
		t.Errorf("nothing is read as %v", v)
	}
	want := jsonMembers{{"b", nil}, {"a", true}, {"b", []any{}}}
	if diff := cmp.Diff(want, inOrder([]byte(`{"b":null,"a":true,"b":[]}`)), cmp.AllowUnexported(jsonMember{})); diff != "" {
		t.Error(diff)
	}
}

func FuzzFCMInOrder(f *testing.F) {
	for _, s := range orderSeeds {
		f.Add(s)
	}
	f.Fuzz(sameOrder)
}
