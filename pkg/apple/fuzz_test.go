package apple

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"testing"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"

	fixture "github.com/offpush/offpush/internal/applefixture"
)

// The fuzz targets hold that nothing makes a reader panic, that what it refuses
// comes with an [*Error], and that what it takes is complete.

// tooSlow passes over derivations that are allowed but would stop the fuzzing: an
// INTEGER of three bytes or more that is below the limit.
func tooSlow(data []byte) bool {
	for i := range data {
		if i+5 > len(data) || data[i] != 2 || data[i+1] < 2 || data[i+1] > 4 || i+2+int(data[i+1]) > len(data) {
			continue
		}
		n := 0
		for _, b := range data[i+2 : i+2+int(data[i+1])] {
			n = n<<8 | int(b)
		}
		if n > 5000 && n <= maxIterations {
			return true
		}
	}
	return false
}

// FuzzP12 also compares with go-pkcs12.
func FuzzP12(f *testing.F) {
	spec := fixture.P12{Certificate: fixture.Certificate{Key: fixture.P256()}, Password: "pw", Iterations: 1} // smaller than RSA
	for _, v := range fixture.P12Variants {
		spec.Variant = v
		f.Add(spec.Make())
	}
	f.Add(ber(spec.Make()))
	spec.Variant, spec.KeyOnly = fixture.PBMAC1, true
	f.Add(spec.Make())
	spec.KeyOnly, spec.TwoKeys, spec.NoMAC = false, true, true
	f.Add(spec.Make())
	f.Fuzz(func(t *testing.T, data []byte) {
		if tooSlow(data) {
			return
		}
		file, err := parse("a.p12", data, "pw")
		whole(t, file, err)
		c, err := ParseCertificate("a.p12", data, "pw")
		refused(t, c == nil, err)
		if c == nil || isPEM(data) {
			return
		}
		key, leaf, others, err := pkcs12.DecodeChain(data, "pw")
		if err != nil { // it knows less
			return
		}
		if !c.TLS.PrivateKey.(interface{ Equal(crypto.PrivateKey) bool }).Equal(key) {
			t.Error("another key")
		}
		for _, cert := range append(others, leaf) {
			if cert.Equal(c.Leaf) {
				return
			}
		}
		t.Error("another certificate")
	})
}

func FuzzPEM(f *testing.F) {
	key := fixture.P256()
	spec := fixture.PEM{Certificate: fixture.Certificate{Key: key}, Password: "pw"}
	for _, form := range fixture.KeyForms {
		spec.Key = form
		if form != fixture.EncryptedPKCS8 { // it is slow on purpose
			f.Add(spec.Make())
		}
	}
	opts := *pkcs8.DefaultOpts
	opts.KDFOpts = pkcs8.PBKDF2Opts{SaltSize: 8, IterationCount: 1, HMACHash: crypto.SHA256}
	f.Add([]byte(block("ENCRYPTED PRIVATE KEY", must(pkcs8.MarshalPrivateKey(key, []byte("pw"), &opts)))))
	opts.KDFOpts = pkcs8.ScryptOpts{SaltSize: 8, CostParameter: 2, BlockSize: 1, ParallelizationParameter: 1}
	f.Add([]byte(block("ENCRYPTED PRIVATE KEY", must(pkcs8.MarshalPrivateKey(key, []byte("pw"), &opts)))))
	f.Add(fixture.P8(nil))
	f.Add(append([]byte(utf8BOM), fixture.P8(fixture.P384())...))
	f.Add([]byte("\xFF\xFE-\x00-\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, b := range pemBlocks(data) {
			if tooSlow(b.Bytes) {
				return
			}
		}
		for _, name := range []string{"a.pem", "AuthKey_ABCDE12345.p8"} {
			file, err := parse(name, data, "pw")
			whole(t, file, err)
		}
		c, err := ParseCertificate("a.pem", data, "pw")
		refused(t, c == nil, err)
		k, err := ParseKey("AuthKey_ABCDE12345.p8", data)
		refused(t, k == nil, err)
	})
}

func FuzzProfile(f *testing.F) {
	small := fixture.Profile{Certificates: []*x509.Certificate{}}
	for _, k := range fixture.ProfileKinds {
		small.Kind = k
		f.Add(small.Make())
	}
	f.Add(ber(small.Make()))
	f.Add(small.List())
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParseProfile("a.mobileprovision", data)
		refused(t, p == nil, err)
		file, err := parse("a.mobileprovision", data, "")
		whole(t, file, err)
	})
}

func FuzzPlist(f *testing.F) {
	for _, v := range []any{
		map[string]any{"CFBundleIdentifier": app, "名": "演示", "list": []string{"a", "b"}, "aps-environment": "production", "get-task-allow": true},
		map[string]string{"CFBundleExecutable": "a name that is longer than fifteen"},
	} {
		f.Add(fixture.XML(v))
		f.Add(fixture.Binary(v))
	}
	f.Add(fixture.DER(fixture.App{}.Entitlements()))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := parseEntitlements("a.entitlements", data)
		refused(t, e == nil, err)
		_, _ = readInfo(data)
		_, _ = derEntitlements(data)
	})
}

func FuzzMachO(f *testing.F) {
	e := fixture.App{}.Entitlements()
	thin := fixture.Executable{Entitlements: e, DER: true, Code: []byte{1}}
	f.Add(thin.Make())
	f.Add(fixture.Executable{Entitlements: e, NoXML: true, DER: true, CPU: fixture.ARM, Code: []byte{1}}.Make())
	f.Add(fixture.Executable{Unsigned: true, Code: []byte{1}}.Make())
	for _, wide := range []bool{false, true} {
		f.Add(fixture.Fat(wide, fixture.Slice{CPU: fixture.X8664, Data: thin.Make()}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		one, errOne := readEntitlements(bytes.NewReader(data))
		two, errTwo := readEntitlements(struct{ *bytes.Buffer }{bytes.NewBuffer(data)}) // cannot seek
		if (one == nil) == (errOne == nil) || (errOne == nil) != (errTwo == nil) || one != nil && *one != *two {
			t.Errorf("%v, %v; %v, %v", one, errOne, two, errTwo)
		}
	})
}

func FuzzIPA(f *testing.F) {
	small := fixture.App{Profile: fixture.Profile{Certificates: []*x509.Certificate{}}}
	f.Add(small.IPA())
	small.BinaryInfo = true
	f.Add(small.IPA())
	f.Add(fixture.Zip(fixture.Entry{Name: "Payload/A.app/Info.plist", Data: fixture.Binary(map[string]string{"CFBundleExecutable": "A"})},
		fixture.Entry{Name: `Payload\A.app\A`, Stored: true, Data: fixture.Executable{Entitlements: map[string]any{"aps-environment": "production"}}.Make()}))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := read("a.ipa", bytes.NewReader(data), int64(len(data)), "")
		whole(t, file, err)
		a, err := parseApp("a.ipa", bytes.NewReader(data), int64(len(data)))
		refused(t, a == nil, err)
	})
}

// whole checks that a file is what it says.
func whole(t *testing.T, f *File, err error) {
	t.Helper()
	refused(t, f == nil, err)
	if f == nil {
		return
	}
	set := 0
	for _, there := range []bool{f.Store != nil, f.Key != nil, f.App != nil, f.Profile != nil, f.Entitlements != nil} {
		if there {
			set++
		}
	}
	if set != 1 || f.Kind == "" || f.Path == "" || f.Store != nil && f.Store.Leaf == nil && f.Store.Keys == 0 {
		t.Errorf("incomplete: %+v", f)
	}
}

// refused checks that there is either a result or an error, and of which type.
func refused(t *testing.T, nothing bool, err error) {
	t.Helper()
	var e *Error
	if nothing == (err == nil) || err != nil && !errors.As(err, &e) {
		t.Errorf("nothing %v, error %v", nothing, err)
	}
}
