package apple

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
)

func TestReadPEM(t *testing.T) {
	t.Parallel()
	rsaDER := x509.MarshalPKCS1PrivateKey(rsaKey())
	leaf, extra := block("CERTIFICATE", pushCert().Raw), block("CERTIFICATE", issuer().Raw)
	ecLeaf := block("CERTIFICATE", certificate(spec{cn: "Apple Push Services: " + app, client: true, key: &ecKey().PublicKey}).Raw)
	sealed := block("ENCRYPTED PRIVATE KEY", must(pkcs8.MarshalPrivateKey(rsaKey(), []byte(secret), nil)))
	old := oldPEM(rsaDER)
	plain := block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(rsaKey())))
	for name, c := range map[string]struct {
		data      string
		protected bool
	}{
		"PKCS#1":                  {leaf + block("RSA PRIVATE KEY", rsaDER), false},
		"PKCS#8, key first":       {plain + leaf, false},
		"with a chain first":      {extra + leaf + plain, false},
		"twice the same":          {leaf + leaf + extra + plain, false},
		"SEC 1":                   {ecLeaf + block("EC PARAMETERS", []byte{6, 0}) + block("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(ecKey()))), false},
		"wrong label":             {leaf + block("PRIVATE KEY", rsaDER), false},
		"PBES2":                   {leaf + sealed, true},
		"Proc-Type":               {old + leaf, true},
		"Windows, bag attributes": {utf8BOM + strings.ReplaceAll("Bag Attributes\n    localKeyID: 01\nsubject=CN = x\n"+leaf+plain, "\n", "\r\n"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadCertificate(put(t, "a.pem", []byte(c.data)), secret)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Facts.KeyMatches || got.Protected != c.protected || got.Facts.Kind != Push {
				t.Errorf("Protected %v, %+v", got.Protected, got.Facts)
			}
			if want := 1 + strings.Count(c.data, extra); len(got.TLS.Certificate) != want {
				t.Errorf("%d certificates in the chain, want %d", len(got.TLS.Certificate), want)
			}
		})
	}
	for name, c := range map[string]struct {
		data, password string
		want           Reason
	}{
		"wrong password, PBES2":     {leaf + sealed, "pw", WrongPassword},
		"wrong password, Proc-Type": {leaf + old, "pw", WrongPassword},
		"no password, PBES2":        {leaf + sealed, "", NeedsPassword},
		"no password, Proc-Type":    {leaf + old, "", NeedsPassword},
		"no key":                    {leaf, "", NoKey},
		"no certificate":            {plain, "", NoCertificate},
		"two keys":                  {leaf + plain + plain, "", SeveralKeys},
		"a request":                 {block("CERTIFICATE REQUEST", []byte{1}), "", WrongFile},
		"no END":                    {leaf[:len(leaf)-9], "", Broken},
		"a broken certificate":      {block("CERTIFICATE", []byte{0x30, 0}) + plain, "", Broken},
		"a broken key":              {leaf + block("PRIVATE KEY", []byte{0x30, 0}), "", Broken},
		"a broken sealed key":       {leaf + block("ENCRYPTED PRIVATE KEY", []byte{0x30, 9}), "pw", Broken},
		"no scheme":                 {leaf + block("ENCRYPTED PRIVATE KEY", []byte{0x30, 4, 0x30, 0, 4, 0}), "pw", Broken},
		"an unknown scheme":         {leaf + block("ENCRYPTED PRIVATE KEY", tlv(0x30, append(tlv(0x30, []byte{6, 2, 0x2A, 3}), 4, 1, 0))), "pw", Unsupported},
		"half a block":              {leaf + block("ENCRYPTED PRIVATE KEY", shortBlock()), secret, Broken},
		"scrypt without end":        {leaf + block("ENCRYPTED PRIVATE KEY", dearScrypt()), secret, Unsupported},
		"X25519":                    {leaf + block("PRIVATE KEY", x25519), "", Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseCertificate("a.pem", []byte(c.data), c.password)
			e := wantError(t, err, c.want)
			if strings.Contains(e.Error()+e.Hint.EN, secret) {
				t.Error("the password is in the error")
			}
		})
	}
}

// x25519 is a key that cannot sign (RFC 8410 §10.3).
var x25519 = append([]byte{0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x6E, 4, 0x22, 4, 0x20}, bytes.Repeat([]byte{8}, 32)...)

func oldPEM(der []byte) string {
	//lint:ignore SA1019 what the reader must understand
	b, err := x509.EncryptPEMBlock(rand.Reader, "RSA PRIVATE KEY", der, []byte(secret), x509.PEMCipherAES256) //nolint:staticcheck // the same, for golangci-lint
	return string(pem.EncodeToMemory(must(b, err)))
}

// shortBlock is an encrypted key whose last block lacks a byte.
func shortBlock() []byte {
	der := must(pkcs8.MarshalPrivateKey(ecKey(), []byte(secret), nil))
	e, _ := elementAt(der, 0)
	algorithm, _ := elementAt(der, e.start)
	data, _ := elementAt(der, algorithm.end)
	body := append(bytes.Clone(der[e.start:algorithm.end]), tlv(4, der[data.start:len(der)-1])...)
	return tlv(0x30, body)
}

// dearScrypt is an encrypted key that wants 127 turns of scrypt.
func dearScrypt() []byte {
	der := must(pkcs8.MarshalPrivateKey(ecKey(), []byte(secret), &pkcs8.Opts{Cipher: pkcs8.AES256CBC,
		KDFOpts: pkcs8.ScryptOpts{SaltSize: 8, CostParameter: 1 << 14, BlockSize: 8, ParallelizationParameter: 1}}))
	return bytes.Replace(der, []byte{2, 2, 0x40, 0, 2, 1, 8, 2, 1, 1}, []byte{2, 2, 0x40, 0, 2, 1, 8, 2, 1, 0x7F}, 1)
}

// tlv wraps content that needs a length of one or two bytes.
func tlv(tag byte, content []byte) []byte {
	head := []byte{tag, byte(len(content))}
	switch n := len(content); {
	case n > 255:
		head = []byte{tag, 0x82, byte(n >> 8), byte(n)}
	case n > 127:
		head = []byte{tag, 0x81, byte(n)}
	}
	return append(head, content...)
}
