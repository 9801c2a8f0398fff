package apple

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"
)

// TestTeamOf holds that of a certificate's units only a team's id is one.
func TestTeamOf(t *testing.T) {
	t.Parallel()
	for want, units := range map[string][]string{
		"":           {"IT Department", "G4", "abcde12345", "ABCDE123456", "ABCDE-2345"},
		"ABCDE12345": {"G4", "ABCDE12345", "FGHIJ12345"},
	} {
		c := sign(&x509.Certificate{Subject: pkix.Name{CommonName: "x"}}, nil, &rsaKey().PublicKey)
		c.Subject.OrganizationalUnit = units
		if got := FactsOf(c).TeamID; got != want {
			t.Errorf("%q: team %q, want %q", units, got, want)
		}
	}
}

// TestVoIPTopic holds that a VoIP certificate's topic is the app's with .voip, where
// its extension does not say.
func TestVoIPTopic(t *testing.T) {
	t.Parallel()
	got := FactsOf(certificate(spec{cn: "VoIP Services: " + app, ext: []pkix.Extension{null(oidVoIPTopics)}, client: true}))
	if got.Kind != VoIP || !slices.Equal(got.Topics, []string{app + ".voip"}) {
		t.Errorf("got %+v", got)
	}
}

// TestSigningNotClient holds that a certificate for signing and for TLS is what its
// name says.
func TestSigningNotClient(t *testing.T) {
	t.Parallel()
	for client, want := range map[bool]CertificateKind{false: Signing, true: Other} {
		if got := FactsOf(certificate(spec{cn: "x", code: true, client: client})).Kind; got != want {
			t.Errorf("client %v: %s, want %s", client, got, want)
		}
	}
}

// TestChainOfIssuers holds that only who issued the one before comes into a chain.
func TestChainOfIssuers(t *testing.T) {
	t.Parallel()
	stranger := certificate(spec{cn: "Apple Push Services: com.example.other"})
	got := chain(pushCert(), []*x509.Certificate{stranger, issuer(), stranger})
	if len(got) != 2 || !got[1].Equal(issuer()) {
		t.Errorf("%d certificates", len(got))
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id, app string
		want    bool
	}{
		{"*", app, true},
		{"com.example.*", "com.example.demo", true},
		{"com.example.*", "com.foo", false},
		{"com.example.demo", "com.example.demo.x", false},
		{"", app, true},
		{app, "", true},
	} {
		if got := covers(c.id, c.app); got != c.want {
			t.Errorf("%q, %q: %v", c.id, c.app, got)
		}
	}
}

// TestPlistDepth holds the limit on both sides.
func TestPlistDepth(t *testing.T) {
	t.Parallel()
	list := func(depth int) []byte { // plist and dict are two
		return []byte("<plist><dict><key>a</key>" + strings.Repeat("<array>", depth-2) + strings.Repeat("</array>", depth-2) + "</dict></plist>")
	}
	for depth, ok := range map[int]bool{maxDepth: true, maxDepth + 1: false} {
		var out map[string]any
		if err := decodePlist(list(depth), &out); (err == nil) != ok {
			t.Errorf("depth %d: %v", depth, err)
		}
	}
}

// TestScryptLimits holds that memory is limited, not time alone.
func TestScryptLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, r, p int64
		ok      bool
	}{
		{1 << 14, 8, 1, true},
		{1 << 18, 1, 1, true},
		{1 << 19, 1, 1, false}, // 64 MiB, and no longer than the limit
		{1 << 20, 1, 1, false},
		{1 << 14, 8, 16, false},
	} {
		parameters := marshal(struct {
			Salt    []byte
			N, R, P int64
		}{[]byte("salt"), c.n, c.r, c.p})
		if err := new(effort).scrypt(parameters); (err == nil) != c.ok {
			t.Errorf("%d, %d, %d: %v", c.n, c.r, c.p, err)
		}
	}
}

// TestCutProfile holds that a profile whose end is missing is called so.
func TestCutProfile(t *testing.T) {
	t.Parallel()
	whole := signed(profilePlist(devEntitlements, devices))
	_, err := parse("a.mobileprovision", whole[:bytes.Index(whole, []byte("<key>TimeToLive"))], "")
	if e := wantError(t, err, Broken); !strings.Contains(e.Message.EN, "cut off") {
		t.Errorf("message %q", e.Message.EN)
	}
}

// TestTrailingBytes holds that a line end behind DER does not matter, nor anything
// behind a certificate.
func TestTrailingBytes(t *testing.T) {
	t.Parallel()
	p12 := must(pkcs12.Modern2023.Encode(rsaKey(), pushCert(), nil, secret))
	key := must(x509.MarshalPKCS8PrivateKey(rsaKey()))
	for _, c := range []struct {
		data []byte
		tail string
		want Kind // "" when it is not read
	}{
		{pushCert().Raw, "\r\n", KindPush},
		{pushCert().Raw, "anything", KindPush},
		{p12, "\n", KindPush},
		{p12, "\x00\x00", KindPush},
		{p12, "x", ""},
		{key, "\n", KindPrivateKey},
	} {
		f, err := parse("a", append(bytes.Clone(c.data), c.tail...), secret)
		if got := kindOr(f); got != c.want {
			t.Errorf("%q: %s (%v), want %s", c.tail, got, err, c.want)
		}
	}
}

func kindOr(f *File) Kind {
	if f == nil {
		return ""
	}
	return f.Kind
}

// TestForeignKeys holds that keys that Go does not read are told apart from broken
// ones.
func TestForeignKeys(t *testing.T) {
	t.Parallel()
	p8 := func(algorithm string, parameters any) string {
		return block("PRIVATE KEY", marshal(struct {
			Version   int
			Algorithm pkix.AlgorithmIdentifier
			Key       []byte
		}{0, pkix.AlgorithmIdentifier{Algorithm: oid(algorithm), Parameters: asn1.RawValue{FullBytes: marshal(parameters)}}, []byte{4, 1, 1}}))
	}
	k1 := oid("1.3.132.0.10")
	sec1 := marshal(struct {
		Version int
		Key     []byte
		Curve   asn1.ObjectIdentifier `asn1:"explicit,tag:0"`
	}{1, make([]byte, 32), k1})
	for data, want := range map[string]string{
		p8("1.2.840.10045.2.1", k1):                                 "EC secp256k1",
		p8("1.2.840.10040.4.1", struct{ P int }{7}):                 "DSA",
		block("EC PRIVATE KEY", sec1):                               "EC secp256k1",
		block("DSA PRIVATE KEY", marshal(struct{ V, P int }{0, 7})): "DSA",
	} {
		f, err := parse("AuthKey_ABCDE12345.p8", []byte(data), "")
		if err != nil || f.Kind != KindKey || f.Key.Key != nil || f.Key.KeyType != want {
			t.Errorf("%s: %v", want, err)
		}
		_, err = ParseKey("AuthKey_ABCDE12345.p8", []byte(data))
		wantError(t, err, WrongFile)
	}
}
