package apple

import (
	"bytes"
	"encoding/asn1"
)

// Limits of what is taken for ASN.1. A profile with ten certificates has about
// two thousand elements, nested some twenty deep.
const (
	maxDepth    = 64
	maxElements = 16384
)

// shape is what the outline of an ASN.1 file tells.
type shape struct {
	ber bool // indefinite lengths or strings in pieces: BER, which encoding/asn1 does not read
}

// level is an element whose content is being read.
type level struct {
	end int // offset behind it, -1 for an indefinite length
}

// outline walks over the first element of data without reading its values. It is
// false where lengths do not fit, or where nesting or number are absurd. The
// libraries behind it recurse, and some look at lengths too late; none of them
// is called for what fails here.
func outline(data []byte) (shape, bool) {
	var s shape
	var stack []level
	for at, count := 0, 0; ; count++ {
		for len(stack) > 0 { // leave what ends here
			top := stack[len(stack)-1]
			if top.end == -1 && bytes.HasPrefix(data[at:], []byte{0, 0}) {
				at += 2
			} else if top.end != at {
				break
			}
			stack = stack[:len(stack)-1]
		}
		if len(stack) == 0 && count > 0 {
			return s, true
		}
		e, ok := elementAt(data, at)
		if !ok || count > maxElements || len(stack) > maxDepth {
			return s, false
		}
		if len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.end != -1 && (e.end > top.end || e.end == -1 && e.start > top.end) {
				return s, false
			}
		}
		octets := e.tag&^0x20 == asn1.TagOctetString
		s.ber = s.ber || e.end == -1 || octets && e.constructed()
		if e.constructed() || octets && e.holdsSequence(data) {
			stack = append(stack, level{end: e.end})
			at = e.start
		} else {
			at = e.end
		}
	}
}

// element is one tag with its length: the offsets of its content.
type element struct {
	tag        byte
	start, end int // end is -1 for an indefinite length
}

func (e element) constructed() bool { return e.tag&0x20 != 0 }

// holdsSequence reports whether a string's content is one SEQUENCE: PKCS#12 puts
// its parts into strings. Short strings are salts and digests: one in 65536 of
// them would look like a sequence.
func (e element) holdsSequence(data []byte) bool {
	inner, ok := elementAt(data, e.start)
	return ok && inner.tag == 0x30 && inner.end == e.end && e.end-e.start >= 128
}

func elementAt(data []byte, at int) (element, bool) {
	if at < 0 || len(data)-at < 2 {
		return element{}, false
	}
	e := element{tag: data[at]}
	at++
	if e.tag&0x1F == 0x1F { // a tag of several bytes
		for at < len(data) && data[at] >= 0x80 {
			at++
		}
		at++
	}
	if at >= len(data) {
		return element{}, false
	}
	length := int(data[at])
	at++
	switch {
	case length == 0x80:
		e.start, e.end = at, -1
		return e, e.constructed()
	case length > 0x80:
		n := length & 0x7F
		if n > 4 || len(data)-at < n {
			return element{}, false
		}
		long := uint64(0)
		for _, b := range data[at : at+n] {
			long = long<<8 | uint64(b)
		}
		at += n
		if long > uint64(len(data)) {
			return element{}, false
		}
		length = int(long)
	}
	e.start, e.end = at, at+length
	return e, length <= len(data)-at
}

// trimDER leaves out what follows an element where that is nothing: line ends that
// editors and mails add, and zeros.
func trimDER(data []byte) []byte {
	if e, ok := elementAt(data, 0); ok && e.tag == 0x30 && e.end > 0 && len(bytes.Trim(data[e.end:], "\x00\t\r\n ")) == 0 {
		return data[:e.end]
	}
	return data
}

// firstDER is the first element alone: whatever follows a certificate, openssl reads
// it, and Apple has published some so.
func firstDER(data []byte) []byte {
	if e, ok := elementAt(data, 0); ok && e.tag == 0x30 && e.end > 0 {
		return data[:e.end]
	}
	return data
}
