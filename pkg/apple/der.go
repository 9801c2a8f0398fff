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

// Costs of a key derivation above which a file is refused: the largest would
// take about a minute or 256 MiB. OpenSSL writes 2048 iterations, Apple's tools
// up to some ten thousand, careful people a million.
const (
	maxIterations  = 5_000_000
	maxScryptBlock = 1 << 21 // N × r; times 128 bytes
	maxScryptTurns = 16      // p
)

// shape is what the outline of an ASN.1 file tells.
type shape struct {
	ber bool // indefinite lengths or strings in pieces: BER, which encoding/asn1 does not read
	// derivations holds, for every OCTET STRING, the INTEGERs that follow it in
	// its sequence. Where the string is a salt they are the iterations and the
	// length of the key, or scrypt's N, r and p.
	derivations [][]int64
}

// level is an element whose content is being read.
type level struct {
	end  int  // offset behind it, -1 for an indefinite length
	salt bool // the last element in it was an OCTET STRING, or an INTEGER behind one
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
			s.note(top, e, data)
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

// note keeps the integers behind an OCTET STRING.
func (s *shape) note(in *level, e element, data []byte) {
	switch {
	case e.tag&^0x20 == asn1.TagOctetString:
		in.salt = true
		s.derivations = append(s.derivations, nil)
	case e.tag == asn1.TagInteger && in.salt:
		value := int64(-1) // too long
		if e.end-e.start <= 8 {
			value = 0
			for _, b := range data[e.start:e.end] {
				value = value<<8 | int64(b)
			}
		}
		last := len(s.derivations) - 1
		s.derivations[last] = append(s.derivations[last], value)
	default:
		in.salt = false
	}
}

// costly reports whether a key would take absurdly long or much memory to derive.
func (s shape) costly(data []byte) bool {
	scrypt := bytes.Contains(data, []byte{0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B}) // 1.3.6.1.4.1.11591.4.11
	for _, d := range s.derivations {
		for _, n := range d {
			if n < 0 || n > maxIterations {
				return true
			}
		}
		if scrypt && len(d) == 3 && (d[0]*d[1] > maxScryptBlock || d[2] > maxScryptTurns) {
			return true
		}
	}
	return false
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
