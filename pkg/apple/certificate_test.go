package apple

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"software.sslmate.com/src/go-pkcs12"
)

const secret = "密码-Geheim-1"

func TestReadP12(t *testing.T) {
	t.Parallel()
	key, leaf, chain := rsaKey(), pushCert(), []*x509.Certificate{issuer()}
	for name, c := range map[string]struct {
		data      []byte
		password  string
		protected bool
	}{
		"RC2-40 and 3DES":               {must(pkcs12.LegacyRC2.Encode(key, leaf, nil, secret)), secret, true},
		"3DES":                          {must(pkcs12.LegacyDES.Encode(key, leaf, nil, secret)), secret, true},
		"AES, SHA-256":                  {must(pkcs12.Modern2023.Encode(key, leaf, nil, secret)), secret, true},
		"AES, PBMAC1":                   {must(pkcs12.Modern2026.Encode(key, leaf, nil, secret)), secret, true},
		"with its chain":                {must(pkcs12.Modern2023.Encode(key, leaf, chain, secret)), secret, true},
		"chain first":                   {must(pkcs12.Modern2023.Encode(key, issuer(), []*x509.Certificate{leaf}, secret)), secret, true},
		"ASCII password":                {must(pkcs12.Modern2023.Encode(key, leaf, nil, "pw")), "pw", true},
		"empty password, old":           {must(pkcs12.LegacyDES.Encode(key, leaf, nil, "")), "", false},
		"empty password, AES":           {must(pkcs12.Modern2023.Encode(key, leaf, nil, "")), "", false},
		"neither encryption nor MAC":    {must(pkcs12.Passwordless.Encode(key, leaf, nil, "")), "", false},
		"the same, a password too":      {must(pkcs12.Passwordless.Encode(key, leaf, nil, "")), secret, false},
		"encrypted without MAC":         {withoutMAC(must(pkcs12.LegacyDES.Encode(key, leaf, nil, secret))), secret, true},
		"encrypted by \"\" without MAC": {withoutMAC(must(pkcs12.Modern2023.Encode(key, leaf, nil, ""))), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadCertificate(put(t, "a.p12", c.data), c.password)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Leaf.Raw, leaf.Raw) || !bytes.Equal(got.TLS.Certificate[0], leaf.Raw) || got.TLS.Leaf != got.Leaf || !key.Equal(got.TLS.PrivateKey) {
				t.Error("not the leaf and its key")
			}
			if !got.Facts.KeyMatches || got.Protected != c.protected {
				t.Errorf("KeyMatches %v, Protected %v", got.Facts.KeyMatches, got.Protected)
			}
			if strings.Contains(name, "chain") && len(got.TLS.Certificate) != 2 {
				t.Errorf("%d certificates in the chain", len(got.TLS.Certificate))
			}
		})
	}
}

func TestUnreadableP12(t *testing.T) {
	t.Parallel()
	key, leaf := rsaKey(), pushCert()
	good := must(pkcs12.Modern2023.Encode(key, leaf, nil, secret))
	plain := must(pkcs12.Passwordless.Encode(key, leaf, nil, ""))
	damaged := bytes.Clone(plain)
	damaged[len(damaged)-40] ^= 0xFF
	for name, c := range map[string]struct {
		data     []byte
		password string
		want     Reason
	}{
		"wrong password, AES":    {good, "pw", WrongPassword},
		"wrong password, old":    {must(pkcs12.LegacyRC2.Encode(key, leaf, nil, secret)), "pw", WrongPassword},
		"wrong password, PBMAC1": {must(pkcs12.Modern2026.Encode(key, leaf, nil, secret)), "pw", WrongPassword},
		"an emoji as password":   {good, "😀", WrongPassword},
		"no password":            {good, "", NeedsPassword},
		"key only":               {bags(plain, func(b bag) int { return 1 - isCert(b) }), "", NoCertificate},
		"certificate only":       {bags(plain, isCert), "", NoKey},
		"certificate only, MAC":  {must(pkcs12.Modern2023.EncodeTrustStore([]*x509.Certificate{leaf}, secret)), secret, NoKey},
		"two keys":               {bags(plain, func(b bag) int { return 2 - isCert(b) }), "", SeveralKeys},
		"no MAC, wrong password": {withoutMAC(good), "pw", WrongPassword},
		"no MAC, no password":    {withoutMAC(good), "", NeedsPassword},
		"BER":                    {ber(good), secret, Unsupported},
		"cut":                    {good[:len(good)-9], secret, Broken},
		"damaged":                {damaged, "", Broken},
		"trailing bytes":         {append(bytes.Clone(good), 1), secret, Broken},
		"a certificate, DER":     {leaf.Raw, secret, NoKey},
		"a key, DER":             {must(x509.MarshalPKCS8PrivateKey(key)), secret, WrongFile},
		"a profile":              {signed(profilePlist(devEntitlements, devices)), secret, WrongFile},
		"a zip":                  {zipped(nil), secret, WrongFile},
		"garbage":                {[]byte("\x30\x84\xff\xff\xff\xff"), secret, WrongFile},
		"text":                   {[]byte("hello"), secret, WrongFile},
		"empty":                  {nil, secret, Broken},
		"too large":              {make([]byte, maxCredential+1), secret, TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := put(t, "a.p12", c.data)
			_, err := ReadCertificate(path, c.password)
			e := wantError(t, err, c.want)
			if e.File != path {
				t.Errorf("file %q", e.File)
			}
			if all := e.Error() + e.Message.ZH + e.Hint.ZH + e.Hint.EN; strings.Contains(all, secret) {
				t.Errorf("the password is in %q", all)
			}
		})
	}
	_, err := ReadCertificate(put(t, "x", nil)+".p12", "")
	wantError(t, err, NotFound)
	_, err = ReadCertificate(t.TempDir(), "")
	wantError(t, err, Unreadable)
}

// TestEffort holds that the derivations of a file are counted together.
func TestEffort(t *testing.T) {
	t.Parallel()
	var e effort
	for i, ok := range []bool{true, true, true, true, false} {
		err := e.iterate(100_000)
		if (err == nil) != ok {
			t.Errorf("%d: %v", i, err)
		}
		var costly *costlyError
		if !ok && (!errors.As(err, &costly) || costly.iterations != 500_000) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

// TestCostly holds that a p12 cannot make its reader count for hours.
func TestCostly(t *testing.T) {
	t.Parallel()
	data := must(pkcs12.LegacyDES.WithIterations(100_000).Encode(rsaKey(), pushCert(), nil, "pw"))
	n := must(asn1.Marshal(100_000))
	more := must(asn1.Marshal(990_001)) // as long
	if !bytes.Contains(data, n) || len(n) != len(more) {
		t.Fatal("the test does not fit the format any more")
	}
	_, err := ParseCertificate("a.p12", bytes.ReplaceAll(data, n, more), "pw")
	if e := wantError(t, err, Unsupported); !strings.Contains(e.Message.EN, "990001") {
		t.Errorf("the figure is not in %q", e.Message.EN)
	}
}

func TestKeyMismatch(t *testing.T) {
	t.Parallel()
	data := must(pkcs12.Modern2023.Encode(ecKey(), issuer(), []*x509.Certificate{pushCert()}, "pw"))
	got, err := ParseCertificate("a.p12", data, "pw")
	if err != nil {
		t.Fatal(err)
	}
	if got.Facts.KeyMatches || got.Facts.Kind != Push {
		t.Errorf("got %+v", got.Facts)
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	both := []Environment{Sandbox, Production}
	base := Certificate{UID: app, BundleID: app, TeamID: team, Issuer: issuer().Subject.CommonName, IssuerUnit: "G4",
		NotBefore: before, NotAfter: after, Topics: []string{app}, ClientAuth: true}
	for name, c := range map[string]struct {
		spec spec
		want func(*Certificate)
	}{
		"sandbox, old name": {spec{cn: "Apple Development IOS Push Services: " + app, ext: []pkix.Extension{null(oidDevelopment)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Sandbox} }},
		"sandbox, by name": {spec{cn: "Apple Sandbox Push Services: " + app, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Sandbox} }},
		"production": {spec{cn: "Apple Production IOS Push Services: " + app, ext: []pkix.Extension{null(oidProduction)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Production} }},
		"universal": {spec{cn: "Apple Push Services: " + app, ext: []pkix.Extension{null(oidDevelopment), null(oidProduction), topics()}, client: true},
			func(c *Certificate) {
				c.Kind, c.Environments, c.Topics = Push, both, []string{app, app + ".voip", app + ".complication"}
			}},
		"extensions beat the name": {spec{cn: "Apple Push Services: " + app, ext: []pkix.Extension{null(oidProduction)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Production} }},
		"renamed": {spec{cn: "whatever", ext: []pkix.Extension{null(oidDevelopment)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Sandbox} }},
		"Mac": {spec{cn: "Apple Production Mac Push Services: " + app, ext: []pkix.Extension{null(oidProduction)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Push, []Environment{Production} }},
		"VoIP, 6.3.6": {spec{cn: "VoIP Services: " + app, ext: []pkix.Extension{voipTopics(oidTopics)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments, c.Topics = VoIP, both, []string{app + ".voip"} }},
		"VoIP, 6.3.4, renamed": {spec{cn: "whatever", ext: []pkix.Extension{voipTopics(oidVoIPTopics)}, client: true},
			func(c *Certificate) { c.Kind, c.Topics = VoIP, []string{app + ".voip"} }},
		"WatchKit": {spec{cn: "WatchKit Services: " + app, client: true, ext: []pkix.Extension{topics()}},
			func(c *Certificate) {
				c.Kind, c.Environments, c.Topics = WatchKit, both, []string{app, app + ".voip", app + ".complication"}
			}},
		"website": {spec{cn: "Website Push ID: " + app, client: true},
			func(c *Certificate) { c.Kind, c.Environments = Website, []Environment{Production} }},
		"pass": {spec{cn: "Pass Type ID: " + app, ext: []pkix.Extension{null(oidProduction)}},
			func(c *Certificate) { c.Kind, c.Environments, c.ClientAuth = Pass, []Environment{Production}, false }},
		"MDM": {spec{cn: "APSP:00000000-0000", client: true},
			func(c *Certificate) { c.Kind, c.Environments = MDM, []Environment{Production} }},
		"no UID": {spec{cn: "Apple Push Services: " + app, noUID: true, ext: []pkix.Extension{null(oidDevelopment), null(oidProduction)}, client: true},
			func(c *Certificate) { c.Kind, c.Environments, c.UID, c.Topics = Push, both, "", nil }},
		"signing": {spec{cn: "Apple Distribution: Example (" + team + ")", code: true},
			func(c *Certificate) {
				c.Kind, c.BundleID, c.Topics, c.ClientAuth, c.CodeSigning = Signing, "", nil, false, true
			}},
		"signing, in spite of the name": {spec{cn: "Apple Push Services: " + app, code: true},
			func(c *Certificate) {
				c.Kind, c.BundleID, c.Topics, c.ClientAuth, c.CodeSigning = Signing, "", nil, false, true
			}},
		"signing, by name": {spec{cn: "iPhone Developer: A B"},
			func(c *Certificate) { c.Kind, c.BundleID, c.Topics, c.ClientAuth = Signing, "", nil, false }},
		"other": {spec{cn: "www.example.com", client: true},
			func(c *Certificate) { c.Kind, c.BundleID, c.Topics = Other, "", nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := base
			want.CommonName = c.spec.cn
			c.want(&want)
			if diff := cmp.Diff(want, FactsOf(certificate(c.spec))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadTopics(t *testing.T) {
	t.Parallel()
	str := func(s string) asn1.RawValue { return asn1.RawValue{Tag: asn1.TagUTF8String, Bytes: []byte(s)} }
	seq := func(v ...asn1.RawValue) asn1.RawValue {
		out := asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true}
		for _, m := range v {
			out.Bytes = append(out.Bytes, must(asn1.Marshal(m))...)
		}
		return out
	}
	for name, c := range map[string]struct {
		der          []byte
		topics, uses []string
	}{
		"a label of several strings": {must(asn1.Marshal(seq(str("t"), seq(str("b"), str("a"), str("b"))))), []string{"t"}, []string{"a", "b"}},
		"strings deeper":             {must(asn1.Marshal(seq(seq(seq(str("t")))))), []string{"t"}, nil},
		"one string":                 {must(asn1.Marshal(str("t"))), []string{"t"}, nil},
		"NULL":                       {[]byte{5, 0}, nil, nil},
		"garbage":                    {[]byte{0x30, 9, 1}, nil, nil},
		"garbage inside":             {[]byte{0x30, 3, 0x0C, 9, 1}, nil, nil},
	} {
		topics, uses := readTopics(c.der)
		if diff := cmp.Diff([][]string{c.topics, c.uses}, [][]string{topics, uses}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// content is PKCS#7's ContentInfo around an OCTET STRING.
type content struct {
	ID   asn1.ObjectIdentifier
	Data []byte `asn1:"explicit,tag:0"`
}

func isCert(b bag) int {
	if b.ID[len(b.ID)-1] == 3 {
		return 1
	}
	return 0
}

// bags rebuilds an unencrypted p12 with every bag as often as times says, all in
// one safe.
func bags(p12 []byte, times func(bag) int) []byte {
	unmarshal := func(data []byte, v any) {
		if rest, err := asn1.Unmarshal(data, v); err != nil || len(rest) > 0 {
			panic("not the expected p12")
		}
	}
	var outside struct {
		Version int
		Safe    content
	}
	unmarshal(p12, &outside)
	var safes []content
	unmarshal(outside.Safe.Data, &safes)
	var out []asn1.RawValue
	for _, s := range safes {
		var raw []asn1.RawValue
		unmarshal(s.Data, &raw)
		for _, r := range raw {
			var b bag
			unmarshal(r.FullBytes, &b)
			for range times(b) {
				out = append(out, r)
			}
		}
	}
	safes = []content{{outside.Safe.ID, must(asn1.Marshal(out))}}
	outside.Safe.Data = must(asn1.Marshal(safes))
	return must(asn1.Marshal(outside))
}

func withoutMAC(p12 []byte) []byte {
	var outside struct {
		Version int
		Safe    asn1.RawValue
	}
	must(asn1.Unmarshal(p12, &outside))
	return must(asn1.Marshal(outside))
}

// ber gives the outermost sequence an indefinite length.
func ber(der []byte) []byte {
	e, _ := elementAt(der, 0)
	return append(append([]byte{0x30, 0x80}, der[e.start:]...), 0, 0)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
