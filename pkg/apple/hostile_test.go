package apple_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"encoding/pem"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"

	fixture "github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// budget is what reading one file may allocate altogether, garbage included.
const budget = 100 << 20

// allocated returns the bytes that were allocated so far. Tests that use it must
// not be parallel: others would be counted too.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// within reads a file and holds that it stays within the budget.
func within(t *testing.T, path string) (*apple.File, error) {
	t.Helper()
	before := allocated()
	f, err := apple.Read(path, fixture.Password)
	if n := allocated() - before; n > budget {
		t.Errorf("%d MiB were allocated", n>>20)
	}
	return f, err
}

// algorithm is an algorithm identifier with parameters.
func algorithm(id string, parameters any) pkix.AlgorithmIdentifier {
	var oid asn1.ObjectIdentifier
	for part := range strings.SplitSeq(id, ".") {
		n := 0
		for _, d := range part {
			n = n*10 + int(d-'0')
		}
		oid = append(oid, n)
	}
	return pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.RawValue{FullBytes: derOf(parameters)}}
}

func derOf(v any) []byte {
	out, err := asn1.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}

// sealed is a PEM key whose derivation asks for what parameters say.
func sealed(kdf string, parameters any) []byte {
	type pair struct{ Derivation, Cipher pkix.AlgorithmIdentifier }
	scheme := algorithm("1.2.840.113549.1.5.13", pair{algorithm(kdf, parameters), algorithm("2.16.840.1.101.3.4.1.42", make([]byte, 16))})
	key := struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{scheme, make([]byte, 32)}
	return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: derOf(key)})
}

// iterations replaces the number of iterations in a p12, which must be one that
// nothing else is.
func iterations(p12 []byte, from, to int) []byte {
	f, n := derOf(from), derOf(to)
	if !bytes.Contains(p12, f) || len(f) != len(n) {
		panic("the numbers do not stand there, or are not as long")
	}
	return bytes.ReplaceAll(p12, f, n)
}

const (
	pbkdf2ID = "1.2.840.113549.1.5.12"
	scryptID = "1.3.6.1.4.1.11591.4.11"
	many     = 50_000_000
)

func TestHostile(t *testing.T) {
	type kdf struct {
		Salt       []byte
		Iterations int
	}
	type scrypt struct {
		Salt    []byte
		N, R, P int
	}
	deep := strings.Repeat("<array>", 1<<18)
	list := `<?xml version="1.0"?><plist version="1.0"><dict><key>aps-environment</key>`
	laughs := `<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><plist><dict><key>aps-environment</key><string>&b;</string></dict></plist>`
	for name, c := range map[string]struct {
		data  []byte
		want  apple.Reason // "" when it is read, slowly but surely
		words string       // in the message
	}{
		"b.pem, PBKDF2":                 {sealed(pbkdf2ID, kdf{[]byte("salt"), many}), apple.Unsupported, "50000000"},
		"c.pem, PBKDF2, negative":       {sealed(pbkdf2ID, kdf{[]byte("salt"), -1}), apple.Broken, ""},
		"d.pem, scrypt, memory":         {sealed(scryptID, scrypt{[]byte("salt"), 1 << 25, 8, 1}), apple.Unsupported, "scrypt"},
		"e.pem, scrypt, turns":          {sealed(scryptID, scrypt{[]byte("salt"), 1 << 10, 8, 1 << 20}), apple.Unsupported, "scrypt"},
		"f.pem, scrypt, broken":         {sealed(scryptID, scrypt{[]byte("salt"), 1000, 8, 1}), apple.Broken, ""},
		"g.pem, several keys":           {bytes.Repeat(sealed(pbkdf2ID, kdf{[]byte("salt"), 100_000}), 9), apple.WrongPassword, ""},
		"g.pem, half a million":         {sealed(pbkdf2ID, kdf{[]byte("salt"), 500_000}), apple.Unsupported, "500000"},
		"g.ipa, Payload below a root":   {fixture.Zip(fixture.Entry{Name: "/Payload/Demo.app/Info.plist", Data: []byte("x")}), apple.WrongFile, "there is no Payload/….app in it"},
		"h.entitlements, deep":          {[]byte(list + deep), apple.Broken, "deep"},
		"i.entitlements, wide":          {[]byte(list + "<array>" + strings.Repeat("<true/>", 1<<19)), apple.Broken, "too many"},
		"j.entitlements, entities":      {[]byte(laughs), apple.Broken, ""},
		"k.mobileprovision, deep":       {fixture.Wrap([]byte(list + deep)), apple.Broken, "deep"},
		"l.mobileprovision, deep DER":   {bytes.Repeat([]byte{0x30, 0x80}, 1<<20), apple.WrongFile, ""},
		"m.p12, deep DER":               {append([]byte{0x30, 0x80, 2, 1, 3}, bytes.Repeat([]byte{0x30, 0x80}, 1<<18)...), apple.Broken, ""},
		"n.key, a number of a megabyte": {hugeKey(), apple.Broken, "bytes"},
		"o.ipa, an executable of zeros": {bomb(), "", ""},
		"p.ipa, five million entries":   {manyEntries(), apple.TooLarge, "too many"},
		"q.ipa, the end promises more":  {promising(), apple.TooLarge, "too many"},
	} {
		t.Run(name, func(t *testing.T) {
			file, _, _ := strings.Cut(name, ",")
			f, err := within(t, put(t, file, c.data))
			if err == nil && c.want == "" {
				for _, e := range f.App.Unread {
					if e.Reason != apple.TooLarge {
						t.Errorf("unread: %v", e)
					}
				}
				if len(f.App.Unread) != 1 {
					t.Errorf("unread: %v", f.App.Unread)
				}
				return
			}
			if got := reasonOf(t, err); got != c.want || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s (%v), want %s with %q", got, err, c.want, c.words)
			}
		})
	}
}

// hugeKey is an RSA key whose numbers are absurdly long.
func hugeKey() []byte {
	n := append([]byte{1}, make([]byte, 200<<10)...)
	number := asn1.RawValue{Tag: asn1.TagInteger, Bytes: n}
	one := asn1.RawValue{Tag: asn1.TagInteger, Bytes: []byte{1}}
	zero := asn1.RawValue{Tag: asn1.TagInteger, Bytes: []byte{0}}
	key := []asn1.RawValue{zero, number, one, number, number, number, number, number, number}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: derOf(key)})
}

// bomb is an ipa whose executable unpacks to a gigabyte of zeros.
func bomb() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for name, data := range (fixture.App{}).Parts() {
		w, err := z.Create("Payload/Demo.app/" + name)
		if err != nil {
			panic(err)
		}
		if name == "Demo" { // its signature is said to stand at the end
			binary.LittleEndian.PutUint32(data[32+24+8:], 1<<29-64)
		}
		if _, err := w.Write(data); err != nil {
			panic(err)
		}
		zeros := make([]byte, 1<<20)
		for range 1 << 8 {
			if name != "Demo" {
				break
			}
			if _, err := w.Write(zeros); err != nil {
				panic(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// manyEntries is a zip with more entries than memory should hold.
func manyEntries() []byte {
	header := make([]byte, 46)
	copy(header, "PK\x01\x02")
	out := []byte("PK\x03\x04")
	at := len(out)
	out = append(out, bytes.Repeat(header, 400_000)...)
	size := len(out) - at
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], 1)
	binary.LittleEndian.PutUint16(end[10:], 1)
	binary.LittleEndian.PutUint32(end[12:], uint32(size))
	binary.LittleEndian.PutUint32(end[16:], uint32(at))
	return append(out, end...)
}

// promising is a ZIP64 file that says that it has a hundred million entries.
func promising() []byte {
	le := binary.LittleEndian
	out := []byte("PK\x03\x04 nothing")
	at := len(out)
	wide := make([]byte, 56)
	copy(wide, "PK\x06\x06")
	le.PutUint64(wide[24:], 100_000_000)
	le.PutUint64(wide[32:], 100_000_000)
	locator := make([]byte, 20)
	copy(locator, "PK\x06\x07")
	le.PutUint64(locator[8:], uint64(at))
	le.PutUint32(locator[16:], 1)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	for i := 8; i < 20; i++ {
		end[i] = 0xFF
	}
	return append(append(append(out, wide...), locator...), end...)
}

// TestSlowP12 holds that a p12 is refused with the figure, whichever of its
// derivations is the slow one. The numbers are made to be found.
func TestSlowP12(t *testing.T) {
	const from = 70_000 // three bytes
	for _, v := range []fixture.P12Variant{fixture.RC2, fixture.DES, fixture.AES, fixture.PBMAC1} {
		data := iterations(fixture.P12{Variant: v, Iterations: from}.Make(), from, 8_000_000)
		_, err := within(t, put(t, "a.p12", data))
		if got := reasonOf(t, err); got != apple.Unsupported || !strings.Contains(err.Error(), "8000000") {
			t.Errorf("%s: %v", v, err)
		}
	}
	// Without a MAC it is the certificates' or the key's.
	data := iterations(fixture.P12{NoMAC: true, Iterations: from}.Make(), from, 8_000_000)
	_, err := within(t, put(t, "a.p12", data))
	if got := reasonOf(t, err); got != apple.Unsupported {
		t.Errorf("%v", err)
	}
}

// TestSparse holds that a file of 10 GB is refused by its size.
func TestSparse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ipa")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("PK\x03\x04"); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{10 << 30, 4 << 30} {
		if err := f.Truncate(size); err != nil {
			t.Skip("this file system has no files with holes: ", err)
		}
		want := apple.TooLarge
		if size == 4<<30 {
			want = apple.Broken
		}
		_, err = within(t, path)
		if got := reasonOf(t, err); got != want {
			t.Errorf("%d: %v", size, err)
		}
	}
}

// TestTruncated cuts every sample at many lengths, and turns bits over.
func TestTruncated(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	for name, data := range fixture.Samples() {
		step := max(1, len(data)/5)
		for n := 0; n < len(data); n += step {
			bad := bytes.Clone(data)
			for range 3 {
				bad[random.IntN(len(bad))] ^= 1 << random.IntN(8)
			}
			for _, d := range [][]byte{data[:n], append(bytes.Clone(data[:n]), 0xFF, 0xFF), bad} {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, d, 0o600); err != nil {
					t.Fatal(err)
				}
				if f, err := apple.Read(path, fixture.Password); err != nil {
					reasonOf(t, err)
				} else if f.Kind == "" || f.Path != path {
					t.Errorf("%s cut at %d: %+v", name, n, f)
				}
			}
		}
	}
}
