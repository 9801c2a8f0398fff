package applefixture

import (
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// CPU is an architecture of an executable.
type CPU uint32

// The architectures.
const (
	ARM   CPU = 0x0000000C
	ARM64 CPU = 0x0100000C
	X8664 CPU = 0x01000007
)

// Executable is a thin Mach-O file to be made: a header, load commands, some code
// and a code signature at the end.
type Executable struct {
	CPU CPU // ARM64 when 0
	// Entitlements are those in the signature; none when nil.
	Entitlements map[string]any
	// NoXML and DER choose the forms in which they are written: XML alone when
	// neither is said, as older tools do.
	NoXML, DER bool
	// Identifier and Team are those of the code directory; Team "-" leaves it out.
	Identifier, Team string
	Unsigned         bool
	AdHoc            bool // the code directory's flag
	// Code stands before the signature; a kilobyte of zeros when nil.
	Code []byte
}

// Blobs and slots of a code signature.
const (
	magicSignature = 0xFADE0CC0
	magicDirectory = 0xFADE0C02
	magicXML       = 0xFADE7171
	magicDER       = 0xFADE7172
	slotXML        = 5
	slotDER        = 7
)

// Make makes the file.
func (x Executable) Make() []byte {
	le := binary.LittleEndian
	cpu := or(x.CPU, ARM64)
	header, magic := 32, uint32(0xFEEDFACF)
	if cpu == ARM {
		header, magic = 28, 0xFEEDFACE
	}
	code := x.Code
	if code == nil {
		code = make([]byte, 1024)
	}
	signature := x.signature()
	commands := append(le.AppendUint32(le.AppendUint32(nil, 0x1B), 24), make([]byte, 16)...) // LC_UUID
	n := uint32(1)
	if !x.Unsigned {
		n++
		at := header + len(commands) + 16 + len(code)
		for _, v := range []uint32{0x1D, 16, uint32(at), uint32(len(signature))} { // LC_CODE_SIGNATURE
			commands = le.AppendUint32(commands, v)
		}
	}
	var out []byte
	for _, v := range []uint32{magic, uint32(cpu), 0, 2, n, uint32(len(commands)), 0} {
		out = le.AppendUint32(out, v)
	}
	out = append(out, make([]byte, header-len(out))...)
	out = append(append(out, commands...), code...)
	if !x.Unsigned {
		out = append(out, signature...)
	}
	return out
}

// signature is the SuperBlob.
func (x Executable) signature() []byte {
	be := binary.BigEndian
	slots, blobs := []uint32{0}, [][]byte{x.directory()}
	if x.Entitlements != nil && !x.NoXML {
		slots, blobs = append(slots, slotXML), append(blobs, blob(magicXML, XML(x.Entitlements)))
	}
	if x.Entitlements != nil && x.DER {
		slots, blobs = append(slots, slotDER), append(blobs, blob(magicDER, DER(x.Entitlements)))
	}
	var index, body []byte
	for i, b := range blobs {
		index = be.AppendUint32(be.AppendUint32(index, slots[i]), uint32(12+8*len(blobs)+len(body)))
		body = append(body, b...)
	}
	out := be.AppendUint32(nil, magicSignature)
	out = be.AppendUint32(out, uint32(12+len(index)+len(body)))
	out = be.AppendUint32(out, uint32(len(blobs)))
	return append(append(out, index...), body...)
}

// directory is a code directory of version 0x20200, without any hash.
func (x Executable) directory() []byte {
	const header = 52 // with the blob's
	identifier, team := or(x.Identifier, BundleID), or(x.Team, Team)
	fields := make([]byte, header-8)
	be := binary.BigEndian
	be.PutUint32(fields[0:], 0x20200)
	if x.AdHoc {
		be.PutUint32(fields[4:], 2)
	}
	be.PutUint32(fields[12:], header) // identifier
	text := append([]byte(identifier), 0)
	if team != "-" {
		be.PutUint32(fields[40:], uint32(header+len(text)))
		text = append(append(text, team...), 0)
	}
	return blob(magicDirectory, append(fields, text...))
}

func blob(magic uint32, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, magic)
	return append(binary.BigEndian.AppendUint32(b, uint32(8+len(content))), content...)
}

// Slice is one of the executables in a fat one.
type Slice struct {
	CPU  CPU
	Data []byte
}

// Fat puts executables into one; wide with offsets of 64 bits.
func Fat(wide bool, slices ...Slice) []byte {
	be := binary.BigEndian
	const align = 0x4000
	out := be.AppendUint32(nil, 0xCAFEBABE)
	if wide {
		out = be.AppendUint32(nil, 0xCAFEBABF)
	}
	out = be.AppendUint32(out, uint32(len(slices)))
	at := align
	for _, s := range slices {
		out = be.AppendUint32(be.AppendUint32(out, uint32(s.CPU)), 0)
		if wide {
			out = be.AppendUint64(be.AppendUint64(out, uint64(at)), uint64(len(s.Data)))
			out = be.AppendUint32(be.AppendUint32(out, 14), 0)
		} else {
			out = be.AppendUint32(be.AppendUint32(out, uint32(at)), uint32(len(s.Data)))
			out = be.AppendUint32(out, 14)
		}
		at += (len(s.Data) + align - 1) / align * align
	}
	for _, s := range slices {
		if rest := len(out) % align; rest > 0 {
			out = append(out, make([]byte, align-rest)...)
		}
		out = append(out, s.Data...)
	}
	return out
}

// DER writes entitlements as the slot 7 of a signature holds them.
func DER(entitlements map[string]any) []byte {
	return element(0x70, slices.Concat([]byte{2, 1, 1}, derValue(entitlements)))
}

func derValue(v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		var body []byte
		for _, key := range slices.Sorted(maps.Keys(v)) {
			body = append(body, element(0x30, slices.Concat(element(0x0C, []byte(key)), derValue(v[key])))...)
		}
		return element(0xB0, body)
	case []string:
		var body []byte
		for _, s := range v {
			body = append(body, element(0x0C, []byte(s))...)
		}
		return element(0x30, body)
	case string:
		return element(0x0C, []byte(v))
	case bool, int:
		return must(asn1.Marshal(v))
	}
	panic(fmt.Sprintf("no DER for %T", v))
}

// element is DER of a tag of one byte.
func element(tag byte, content []byte) []byte {
	out := must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: content}))
	out[0] = tag
	return out
}
