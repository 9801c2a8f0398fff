package apple

import (
	"bytes"
	"crypto/x509"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

// negative is a certificate with a negative serial number.
func negative() *x509.Certificate {
	raw := bytes.Replace(issuer().Raw, []byte{2, 1, 7}, []byte{2, 1, 0x87}, 1)
	return &x509.Certificate{Raw: raw}
}

// TestRefusedCertificate holds that one that is refused beside the push certificate
// leaves that one usable, and that nothing else is taken for it.
func TestRefusedCertificate(t *testing.T) {
	t.Parallel()
	key := bag{ID: oidSealedKey, Value: explicit(must(pkcs8.MarshalPrivateKey(rsaKey(), []byte(secret), nil)))}
	endless := bag{ID: oidSealedKey, Value: explicit(marshal(encryptedKey{pbes2(1 << 40), make([]byte, 32)}))}
	leaf, bad, other := certBag(pushCert()), certBag(negative()), certBag(issuer())
	pemKey := block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(rsaKey())))
	pemLeaf, pemBad, pemOther := block("CERTIFICATE", pushCert().Raw), block("CERTIFICATE", negative().Raw), block("CERTIFICATE", issuer().Raw)
	for name, c := range map[string]struct {
		data []byte
		want Reason
	}{
		"plain":          {wrap([]contentInfo{plainSafe(bad, leaf, key)}, false), ""},
		"encrypted":      {wrap([]contentInfo{sealedSafe(bad, leaf, other), plainSafe(key)}, false), ""},
		"no MAC":         {wrap([]contentInfo{sealedSafe(leaf, bad), plainSafe(key)}, true), ""},
		"pem":            {[]byte(pemBad + pemLeaf + pemKey), ""},
		"the leaf":       {wrap([]contentInfo{sealedSafe(bad, other), plainSafe(key)}, false), Broken},
		"pem, the leaf":  {[]byte(pemBad + pemOther + pemKey), Broken},
		"alone":          {wrap([]contentInfo{sealedSafe(bad)}, false), Broken},
		"a key, endless": {wrap([]contentInfo{sealedSafe(bad, leaf, endless), plainSafe(key)}, false), Broken},
		"RC2":            {must(pkcs12.LegacyRC2.Encode(rsaKey(), pushCert(), []*x509.Certificate{negative()}, secret)), Broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := parse("a", c.data, secret)
			if c.want != "" {
				if e := wantError(t, err, c.want); !strings.Contains(e.Message.EN, "a certificate in ") {
					t.Errorf("message %q", e.Message.EN)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := f.Store.Credential(); !ok || f.Kind != KindPush || !f.Store.Leaf.KeyMatches {
				t.Errorf("got %+v", f.Store)
			}
		})
	}
}
