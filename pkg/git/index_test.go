package git

import (
	"encoding/binary"
	"testing"
)

// TestMayName: what is not decoded holds no such name.
func TestMayName(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]bool{
		"DIRC\x00\x00\x00\x02..a.p1": false, "DIRC\x00\x00\x00\x02a.b.P12\x00": true, "DIRC\x00\x00\x00\x03..p8": true,
		"DIRC\x00\x00\x00\x04a": true, "DIRC\x00\x00\x00\x02p12": false, "": false, "DIRC\x00\x00\x00\x02.": false,
	} {
		if got := mayName([]byte(data), []string{".p12", ".p8"}); got != want {
			t.Errorf("%q: %t", data, got)
		}
	}
}

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
