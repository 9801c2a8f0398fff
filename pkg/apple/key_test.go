package apple

import (
	"crypto/x509"
	"testing"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

func TestReadKey(t *testing.T) {
	t.Parallel()
	good := block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(ecKey())))
	for name, id := range map[string]string{
		"AuthKey_ABCDE12345.p8":       "ABCDE12345",
		"AuthKey_ABCDE12345 (1).p8":   "ABCDE12345",
		"AuthKey_ABCDE12345.P8":       "ABCDE12345",
		"AuthKey_ABCDE1234.p8":        "",
		"AuthKey_ABCDE123456.p8":      "",
		"push.p8":                     "",
		"AuthKey_ABCDE12345.p8.txt":   "",
		"old-AuthKey_ABCDE12345.p8":   "",
		"AuthKey_ABCDE12345_prod.p8":  "ABCDE12345",
		"AuthKey_ABCDE12345-copy2.p8": "ABCDE12345",
	} {
		got, err := ReadKey(put(t, name, []byte(good)))
		if err != nil {
			t.Fatal(err)
		}
		if got.KeyID != id || !got.Key.Equal(ecKey()) {
			t.Errorf("%s: id %q, want %q", name, got.KeyID, id)
		}
	}
	for name, c := range map[string]struct {
		data string
		want Reason
	}{
		"wrong curve":   {block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(otherKey()))), WrongFile},
		"RSA":           {block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(rsaKey()))), WrongFile},
		"encrypted":     {block("ENCRYPTED PRIVATE KEY", must(pkcs8.MarshalPrivateKey(ecKey(), []byte(secret), nil))), Unsupported},
		"encrypted old": {oldPEM(x509.MarshalPKCS1PrivateKey(rsaKey())), Unsupported},
		"a certificate": {block("CERTIFICATE", pushCert().Raw), WrongFile},
		"a p12":         {string(must(pkcs12.LegacyDES.Encode(rsaKey(), pushCert(), nil, "pw"))), WrongFile},
		"two keys":      {good + good, SeveralKeys},
		"no END":        {good[:len(good)-9], Broken},
		"broken":        {block("PRIVATE KEY", []byte{0x30, 0}), Broken},
		"no armour":     {"MIGTAgEAMBMGByqGSM49", WrongFile},
		"empty":         {"", Broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadKey(put(t, "AuthKey_ABCDE12345.p8", []byte(c.data)))
			wantError(t, err, c.want)
		})
	}
	_, err := ReadKey("does-not-exist.p8")
	wantError(t, err, NotFound)
}
