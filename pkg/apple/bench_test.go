package apple_test

import (
	"archive/zip"
	"compress/flate"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	fixture "github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// BenchmarkIPA inspects an ipa of 500 MB: an executable of 60 MB, compressed or
// not, and 440 MB of what nobody reads. The signature stands at the end of the
// executable, so everything before it is unpacked, and nothing of it kept.
func BenchmarkIPA(b *testing.B) {
	for name, method := range map[string]uint16{"deflated": zip.Deflate, "stored": zip.Store} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "a.ipa")
			if err := largeIPA(path, method); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				f, err := apple.Read(path, "")
				if err != nil {
					b.Fatal(err)
				}
				if f.App.Signed == nil || f.App.APSEnvironment != "development" {
					b.Fatal(f.App.Unread)
				}
			}
		})
	}
}

// largeIPA writes the file; what nobody reads is a hole in it.
func largeIPA(path string, method uint16) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const assets = 440 << 20
	at := &holes{f: f}
	z := zip.NewWriter(at)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
	w, err := z.CreateRaw(&zip.FileHeader{Name: "Payload/Demo.app/Assets.car", Method: zip.Store, CompressedSize64: assets, UncompressedSize64: assets})
	if err != nil {
		return err
	}
	if _, err := io.CopyN(w, zeros{}, assets); err != nil {
		return err
	}
	app := fixture.App{}
	app.Executable = fixture.Executable{Entitlements: app.Entitlements(), DER: true, Code: code(60 << 20)}.Make()
	for name, data := range app.Parts() {
		w, err := z.CreateHeader(&zip.FileHeader{Name: "Payload/Demo.app/" + name, Method: method})
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}

// holes passes over zeros rather than writing them.
type holes struct{ f *os.File }

// Write is part of io.Writer.
func (h *holes) Write(p []byte) (int, error) {
	for _, b := range p {
		if b != 0 {
			return h.f.Write(p)
		}
	}
	_, err := h.f.Seek(int64(len(p)), io.SeekCurrent)
	return len(p), err
}

// zeros never end.
type zeros struct{}

// Read is part of io.Reader.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// code is something that compresses about as machine code does: instructions of
// four bytes, some of them often, with random operands.
func code(n int) []byte {
	random := rand.New(rand.NewPCG(3, 4))
	common := make([]uint32, 256)
	for i := range common {
		common[i] = random.Uint32()
	}
	out := make([]byte, 0, n)
	for len(out) < n {
		word := common[min(random.IntN(256), random.IntN(256))]
		if random.IntN(3) == 0 {
			word ^= uint32(random.IntN(1 << 12))
		}
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	return out
}
