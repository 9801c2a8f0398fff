package cmd

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPayloadNotUTF8(t *testing.T) {
	for name, data := range map[string]string{
		"GBK":    "{\"title\": \"\xc4\xe3\xba\xc3\"}",
		"UTF-16": "\xff\xfe{\x00}\x00",
	} {
		file := filepath.Join(t.TempDir(), "payload.json")
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if body, err := (&app{}).payload(sendOptions{payload: file}); err == nil {
			t.Errorf("%s: read as %v", name, body)
		}
	}
}

func TestTwice(t *testing.T) {
	for _, c := range []struct {
		data string
		key  string
		line int
	}{
		{`{"a":{"a":1},"b":[{"a":1},{"a":1}],"c":"a"}`, "", 0},
		{"{\"a\":1,\n\"b\":{\"c\":[],\n\"c\":\"c\"}}", "c", 3},
		{"{\"a\":{},\"\\u0061\":1}", "a", 1},
		{`[]`, "", 0},
	} {
		if key, line := twice([]byte(c.data)); key != c.key || line != c.line {
			t.Errorf("%s: %q, line %d; want %q, %d", c.data, key, line, c.key, c.line)
		}
	}
}
