package apple

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"testing"

	"github.com/youmark/pkcs8"
	"howett.net/plist"
	"software.sslmate.com/src/go-pkcs12"
)

// FuzzReadCertificate holds that no p12, PEM or p8 makes the readers panic, and
// that what they refuse comes with an [*Error].
func FuzzReadCertificate(f *testing.F) {
	key := ecKey() // smaller than RSA
	leaf := certificate(spec{cn: "Apple Push Services: " + app, key: &key.PublicKey, client: true})
	quick := []*pkcs12.Encoder{pkcs12.LegacyRC2.WithIterations(1), pkcs12.LegacyDES.WithIterations(1), pkcs12.Modern2023.WithIterations(1), pkcs12.Modern2026.WithIterations(1)}
	for _, e := range quick {
		f.Add(must(e.Encode(key, leaf, []*x509.Certificate{issuer()}, "pw")))
	}
	f.Add(must(pkcs12.Passwordless.Encode(key, leaf, nil, "")))
	f.Add(ber(must(pkcs12.Passwordless.Encode(key, leaf, nil, ""))))
	cert := block("CERTIFICATE", leaf.Raw)
	opts := *pkcs8.DefaultOpts
	opts.KDFOpts = pkcs8.PBKDF2Opts{SaltSize: 8, IterationCount: 1, HMACHash: crypto.SHA256}
	f.Add([]byte(cert + block("ENCRYPTED PRIVATE KEY", must(pkcs8.MarshalPrivateKey(key, []byte("pw"), &opts)))))
	f.Add([]byte(cert + block("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(key)))))
	f.Add([]byte(oldPEM(must(x509.MarshalECPrivateKey(key))) + cert))
	f.Add([]byte(block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseCertificate("a", data, "pw")
		refused(t, c == nil, err)
		k, err := ParseKey("AuthKey_ABCDE12345.p8", data)
		refused(t, k == nil, err)
	})
}

// FuzzReadApp holds the same for profiles, ipas, executables and property lists.
func FuzzReadApp(f *testing.F) {
	profile := signed(profilePlist(devEntitlements, devices))
	exe := machO(entitlements(devEntitlements))
	f.Add(profile)
	f.Add(ber(profile))
	f.Add([]byte(profilePlist(devEntitlements, devices)))
	f.Add(zipped(map[string][]byte{"Payload/Demo.app/Info.plist": []byte(infoXML), "Payload/Demo.app/Demo": exe, "Payload/Demo.app/embedded.mobileprovision": profile}))
	f.Add(exe)
	f.Add(machO(""))
	f.Add(fat(nil, exe, false))
	f.Add(fat(exe, nil, true))
	f.Add([]byte(infoXML))
	for _, v := range []any{
		map[string]any{"CFBundleIdentifier": app, "名": "演示", "list": []string{"a", "b"}},
		map[string]string{"CFBundleExecutable": "a name that is longer than fifteen"},
	} {
		f.Add(must(plist.Marshal(v, plist.BinaryFormat)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parseApp("a", bytes.NewReader(data), int64(len(data)))
		refused(t, a == nil, err)
		if a != nil {
			a.Environment()
		}
		e, err := readEntitlements(bytes.NewReader(data))
		if (e == nil) == (err == nil) {
			t.Errorf("%v, %v", e, err)
		}
		_, _ = readInfo(data)
	})
}

// refused checks that there is either a result or an error, and of which type.
func refused(t *testing.T, nothing bool, err error) {
	t.Helper()
	var e *Error
	if nothing == (err == nil) || err != nil && !errors.As(err, &e) {
		t.Errorf("nothing %v, error %v", nothing, err)
	}
}
