package git

import (
	"encoding/binary"
	"testing"
)

// FuzzIndex: no index makes the reader fail.
func FuzzIndex(f *testing.F) {
	for version := range uint32(6) {
		data := binary.BigEndian.AppendUint32([]byte("DIRC"), version)
		data = binary.BigEndian.AppendUint32(data, 2)
		data = append(data, make([]byte, 62)...)
		f.Add(append(data, "\x00offpush.toml\x00"...))
		f.Add(append(data, "offpush.local.toml\x00"...))
	}
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = decode(data).Entry("offpush.local.toml") })
}
