package cmd

import (
	"bytes"
	"encoding/json"
)

// twice finds a key that an object of a valid JSON text has more than once, and
// its line; 0 when there is none. Decoding would keep the last one and drop the
// others without a word.
func twice(data []byte) (key string, line int) {
	type level struct {
		keys  map[string]bool // nil in an array
		value bool            // what comes next is a value
	}
	var open []level
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		t, err := d.Token()
		if err != nil {
			return "", 0
		}
		if delim, ok := t.(json.Delim); ok && (delim == '}' || delim == ']') {
			open = open[:len(open)-1]
			continue
		}
		if n := len(open); n > 0 && open[n-1].keys != nil {
			top := &open[n-1]
			if name, ok := t.(string); ok && !top.value {
				if top.keys[name] {
					return name, 1 + bytes.Count(data[:d.InputOffset()], []byte("\n"))
				}
				top.keys[name], top.value = true, true
				continue
			}
			top.value = false
		}
		switch t {
		case json.Delim('{'):
			open = append(open, level{keys: map[string]bool{}})
		case json.Delim('['):
			open = append(open, level{})
		}
	}
}
