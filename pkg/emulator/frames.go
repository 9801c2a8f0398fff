package emulator

import (
	"encoding/binary"
	"sync/atomic"
)

const (
	// preface is what an HTTP/2 client says first (RFC 9113, 3.4).
	preface     = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	frameHeader = 9 // bytes

	// maxContinuations is in how many frames a header may come. Those of the usual size
	// need four for the largest header.
	maxContinuations = 100

	frameHeaders      = 1
	frameGoAway       = 7
	frameContinuation = 9
)

// frames follows the frames in one direction of an HTTP/2 connection.
type frames struct {
	head   [frameHeader]byte
	got    int           // bytes of head
	rest   int           // bytes of the payload that are still to come
	whole  bool          // there was a whole frame
	pieces int           // CONTINUATION frames one after the other
	stream atomic.Uint32 // the highest one that a HEADERS frame had
}

// between reports whether a frame has just ended. It is false at the very start:
// the first frame must be SETTINGS, and nothing may come before it.
func (f *frames) between() bool { return f.whole && f.got == 0 }

// step follows bytes until the frame that is under way ends, and returns how many
// they were.
func (f *frames) step(p []byte) int {
	n := copy(f.head[f.got:], p)
	if f.got < frameHeader {
		if f.got += n; f.got < frameHeader {
			return n
		}
		f.rest = int(binary.BigEndian.Uint32(f.head[:4]) >> 8)
		switch f.head[3] {
		case frameContinuation:
			f.pieces++
		case frameHeaders:
			f.stream.Store(max(f.stream.Load(), binary.BigEndian.Uint32(f.head[5:])&^(1<<31)))
			fallthrough
		default:
			f.pieces = 0
		}
	}
	payload := min(f.rest, len(p)-n)
	if f.rest -= payload; f.rest == 0 {
		f.got, f.whole = 0, true
	}
	return n + payload
}

// pass follows bytes.
func (f *frames) pass(p []byte) {
	for len(p) > 0 {
		p = p[f.step(p):]
	}
}

// goawayFrame is a GOAWAY frame without an error code, with the last stream that
// was looked at and debug data.
func goawayFrame(stream uint32, debug []byte) []byte {
	const fixed = 8 // last stream and error code
	b := binary.BigEndian.AppendUint32(nil, uint32(fixed+len(debug))<<8|frameGoAway)
	b = append(b, 0)                        // no flags
	b = binary.BigEndian.AppendUint32(b, 0) // the connection
	b = binary.BigEndian.AppendUint32(b, stream)
	b = binary.BigEndian.AppendUint32(b, 0) // NO_ERROR
	return append(b, debug...)
}
