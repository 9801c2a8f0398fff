package apple

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"howett.net/plist"
)

// errPlist says that something is no XML property list.
var errPlist = errors.New("not an XML property list")

// decodePlist reads an XML property list into a struct with plist tags. The
// library recurses without a limit, and takes what is no XML for an OpenStep
// list; both are ruled out first.
func decodePlist(data []byte, v any) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth, started := 0, false; depth > 0 || !started; {
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
		case xml.EndElement:
			depth--
		}
	}
	_, err := plist.Unmarshal(data, v)
	return err
}

// cutPlist cuts the property list out of the bytes around it; nil when there is
// none.
func cutPlist(data []byte) []byte {
	const first, last = "<?xml", "</plist>"
	start := bytes.Index(data, []byte(first))
	if start < 0 {
		return nil
	}
	end := bytes.Index(data[start:], []byte(last))
	if end < 0 {
		return nil
	}
	return data[start : start+end+len(last)]
}
