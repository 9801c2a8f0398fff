package apple

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"howett.net/plist"
)

// maxPlistElements limits what the library keeps of a property list. A profile for
// a thousand devices has two thousand.
const maxPlistElements = 1 << 16

// errPlist says that something is no XML property list.
var errPlist = errors.New("not an XML property list")

// decodePlist reads an XML property list into a struct with plist tags. The
// library recurses without a limit, and takes what is no XML for an OpenStep
// list; both are ruled out first.
func decodePlist(data []byte, v any) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth, count, started := 0, 0, false; depth > 0 || !started; {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return errPlist
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !started && t.Name.Local != "plist" {
				return errPlist
			}
			started = true
			if depth++; depth > maxDepth {
				return errors.New("nested too deep")
			}
			if count++; count > maxPlistElements {
				return errors.New("too many elements")
			}
		case xml.EndElement:
			depth--
		}
	}
	_, err := plist.Unmarshal(data, v)
	return err
}

// isPlist reports whether data begins as a property list does, of XML or binary.
func isPlist(data []byte) bool {
	if isBinaryPlist(data) {
		return true
	}
	head := bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 512)], []byte(utf8BOM)))
	return bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<!DOCTYPE plist")) || bytes.HasPrefix(head, []byte("<plist"))
}

// decodeDict reads a property list whose outermost value is a dictionary. Of a
// binary one, strings and truth values are kept.
func decodeDict(data []byte) (map[string]any, error) {
	if isBinaryPlist(data) {
		return binaryDict(data)
	}
	var out map[string]any
	err := decodePlist(bytes.TrimPrefix(data, []byte(utf8BOM)), &out)
	return out, err
}

// cutPlist cuts the property list out of the bytes around it; nil when there is
// none.
func cutPlist(data []byte) []byte {
	const last = "</plist>"
	for _, first := range []string{"<?xml", "<!DOCTYPE plist", "<plist"} {
		start := bytes.Index(data, []byte(first))
		if start < 0 {
			continue
		}
		if end := bytes.Index(data[start:], []byte(last)); end >= 0 {
			return data[start : start+end+len(last)]
		}
	}
	return nil
}
