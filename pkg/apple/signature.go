package apple

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"errors"
	"io"
)

// The numbers of a code signature (cs_blobs.h in Apple's xnu).
const (
	loadCodeSignature = 0x1D       // load command: u32 offset, u32 size of the signature
	magicSignature    = 0xFADE0CC0 // SuperBlob: magic, length, count, count × (slot, offset)
	magicEntitlements = 0xFADE7171 // blob: magic, length, XML property list
	magicDER          = 0xFADE7172 // the same with DER
	magicDirectory    = 0xFADE0C02
	slotDirectory     = 0
	flagAdHoc         = 2 // of the code directory: signed by nobody
	slotEntitlements  = 5
	slotDER           = 7
	magicFat64        = 0xCAFEBABF
	maxSlices         = 32
	maxCommands       = 1 << 20 // bytes of load commands; real ones have a few KiB
)

// Why an executable has no entitlements to tell of.
var (
	errMachO     = errors.New("not a Mach-O executable")
	errUnsigned  = errors.New("no code signature")
	errSignature = errors.New("broken code signature")
	errAdHoc     = errors.New("an ad hoc code signature without entitlements")
)

// readEntitlements returns the entitlements in an executable's code signature.
// The executable is read once and forwards, because it comes out of a zip and may
// have hundreds of megabytes: its header says where the signature is, and nothing
// else is kept. That is why debug/macho, which loads all symbols, lends only its
// numbers.
func readEntitlements(r io.Reader) (*Entitlements, error) {
	in := &counter{r: r}
	blob, err := signatureOf(in)
	if err != nil {
		return nil, err
	}
	return signedEntitlements(blob)
}

// counter knows how far it has been read.
type counter struct {
	r  io.Reader
	at int64
}

// take reads the next n bytes. Memory grows with what arrives, not with what a
// header promises.
func (c *counter) take(n int64) ([]byte, error) {
	var b bytes.Buffer
	m, err := io.CopyN(&b, c.r, n)
	c.at += m
	return b.Bytes(), err
}

// seek passes over everything up to an offset, which must lie ahead.
func (c *counter) seek(to int64) error {
	switch {
	case to < c.at:
		return errMachO
	case to > maxExecutable:
		return errTooLarge
	}
	if s, ok := c.r.(io.Seeker); ok {
		_, err := s.Seek(to, io.SeekStart)
		c.at = to
		return err
	}
	n, err := io.CopyN(io.Discard, c.r, to-c.at)
	c.at += n
	return err
}

// signatureOf returns the code signature of a thin executable, or of one slice of
// a fat one.
func signatureOf(in *counter) ([]byte, error) {
	magic, err := in.take(4)
	if err != nil {
		return nil, errMachO
	}
	base := int64(0)
	switch m := binary.BigEndian.Uint32(magic); m {
	case macho.MagicFat, magicFat64:
		if base, err = sliceIn(in, m == magicFat64); err != nil {
			return nil, err
		}
		if err := in.seek(base); err != nil {
			return nil, either(err, errMachO)
		}
		if magic, err = in.take(4); err != nil {
			return nil, errMachO
		}
	}
	size := int64(28) // of the header, magic included
	switch binary.LittleEndian.Uint32(magic) {
	case macho.Magic32:
	case macho.Magic64:
		size = 32
	default:
		return nil, errMachO
	}
	header, err := in.take(size - 4)
	if err != nil {
		return nil, errMachO
	}
	length := binary.LittleEndian.Uint32(header[16:])
	if length > maxCommands {
		return nil, errMachO
	}
	commands, err := in.take(int64(length))
	if err != nil {
		return nil, errMachO
	}
	offset, count, err := findSignature(commands)
	switch {
	case err != nil:
		return nil, err
	case count > maxSignature:
		return nil, errSignature
	}
	if err := in.seek(base + offset); err != nil {
		return nil, either(err, errSignature)
	}
	blob, err := in.take(count)
	if err != nil {
		return nil, errSignature
	}
	return blob, nil
}

// either keeps an error that says more than the other.
func either(err, other error) error {
	if errors.Is(err, errTooLarge) || errors.Is(err, errMachO) {
		return err
	}
	return other
}

// sliceIn returns the offset of the arm64 slice of a fat executable, or of the
// first one.
func sliceIn(in *counter, wide bool) (int64, error) {
	n, err := in.take(4)
	if err != nil {
		return 0, errMachO
	}
	count, size := binary.BigEndian.Uint32(n), int64(20)
	if wide {
		size = 32
	}
	if count == 0 || count > maxSlices { // Java classes begin with the same four bytes
		return 0, errMachO
	}
	offset := int64(-1)
	for range count {
		entry, err := in.take(size)
		if err != nil {
			return 0, errMachO
		}
		at := uint64(binary.BigEndian.Uint32(entry[8:]))
		if wide {
			at = binary.BigEndian.Uint64(entry[8:])
		}
		at = min(at, maxExecutable+1) // then too large
		if macho.Cpu(binary.BigEndian.Uint32(entry)) == macho.CpuArm64 {
			return int64(at), nil
		}
		if offset < 0 {
			offset = int64(at)
		}
	}
	return offset, nil
}

// findSignature looks for the load command that says where the signature is,
// counted from the beginning of the slice.
func findSignature(commands []byte) (offset, size int64, err error) {
	for len(commands) >= 8 {
		command, length := binary.LittleEndian.Uint32(commands), binary.LittleEndian.Uint32(commands[4:])
		if length < 8 || uint64(length) > uint64(len(commands)) {
			return 0, 0, errMachO
		}
		if command == loadCodeSignature && length >= 16 {
			return int64(binary.LittleEndian.Uint32(commands[8:])), int64(binary.LittleEndian.Uint32(commands[12:])), nil
		}
		commands = commands[length:]
	}
	return 0, 0, errUnsigned
}

// signedEntitlements reads a code signature: the entitlements in XML, else those
// in DER, and what the code directory names. A signature without entitlements
// grants none, whatever the profile would allow; but one made by nobody is that of
// the simulator, whose entitlements lie elsewhere in the executable.
func signedEntitlements(blob []byte) (*Entitlements, error) {
	if len(blob) < 12 || binary.BigEndian.Uint32(blob) != magicSignature {
		return nil, errSignature
	}
	var list map[string]any
	xml, err := slotIn(blob, slotEntitlements, magicEntitlements)
	if err != nil {
		return nil, err
	}
	der, err := slotIn(blob, slotDER, magicDER)
	directory, _ := slotIn(blob, slotDirectory, magicDirectory)
	switch {
	case err != nil:
		return nil, err
	case xml == nil && der == nil && isAdHoc(directory):
		return nil, errAdHoc
	case xml != nil:
		list, err = decodeDict(xml)
	case der != nil:
		list, err = derEntitlements(der)
	}
	if err != nil {
		return nil, err
	}
	e := entitlementsOf(list)
	e.CodeID, e.CodeTeamID = textAt(directory, 20), textAt(directory, 48)
	e.TeamID = first(e.TeamID, e.CodeTeamID)
	return &e, nil
}

// slotIn returns the content of a blob in a code signature, without its header;
// nil when there is none.
func slotIn(blob []byte, wanted, magic uint32) ([]byte, error) {
	count := uint64(binary.BigEndian.Uint32(blob[8:]))
	if count > uint64(len(blob)-12)/8 {
		return nil, errSignature
	}
	for i := range count {
		slot := blob[12+i*8:]
		if binary.BigEndian.Uint32(slot) != wanted {
			continue
		}
		at := uint64(binary.BigEndian.Uint32(slot[4:]))
		if at+8 > uint64(len(blob)) || binary.BigEndian.Uint32(blob[at:]) != magic {
			return nil, errSignature
		}
		length := uint64(binary.BigEndian.Uint32(blob[at+4:]))
		if length < 8 || at+length > uint64(len(blob)) {
			return nil, errSignature
		}
		return blob[at+8 : at+length], nil
	}
	return nil, nil
}

func isAdHoc(directory []byte) bool {
	return len(directory) >= 8 && binary.BigEndian.Uint32(directory[4:])&flagAdHoc != 0
}

// textAt returns the text that a field of a code directory leads to. Fields and
// texts are counted from the blob's header, which is not there; the team's field
// came with version 0x20200.
func textAt(directory []byte, field int) string {
	const header, teams = 8, 0x20200
	if len(directory) < field-header+4 || field > 44 && binary.BigEndian.Uint32(directory) < teams {
		return ""
	}
	at := binary.BigEndian.Uint32(directory[field-header:])
	if at < header || uint64(at)-header > uint64(len(directory)) {
		return ""
	}
	text, _, ok := bytes.Cut(directory[at-header:], []byte{0})
	if !ok || len(text) > 255 {
		return ""
	}
	return string(text)
}
