package apple

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

// TestPartsP12 reads files that are put together in ways that go-pkcs12 itself
// does not take.
func TestPartsP12(t *testing.T) {
	t.Parallel()
	plainKey := bag{ID: oidKey, Value: explicit(must(x509.MarshalPKCS8PrivateKey(rsaKey())))}
	// Nobody has seen the iterations of this one before its safe is open.
	endless := bag{ID: oidSealedKey, Value: explicit(marshal(encryptedKey{pbes2(1 << 40), make([]byte, 32)}))}
	key := bag{ID: oidSealedKey, Value: explicit(must(pkcs8.MarshalPrivateKey(rsaKey(), []byte(secret), nil)))}
	dear := bag{ID: oidSealedKey, Value: explicit(must(pkcs8.MarshalPrivateKey(rsaKey(), []byte(secret), &pkcs8.Opts{Cipher: pkcs8.AES128CBC,
		KDFOpts: pkcs8.ScryptOpts{SaltSize: 8, CostParameter: 1 << 4, BlockSize: 8, ParallelizationParameter: 1}})))}
	leaf, other := certBag(pushCert()), certBag(issuer())
	nested := func(b bag) bag { return bag{ID: oidNested, Value: explicit(marshal([]bag{b}))} }
	crl := bag{ID: oid("1.2.840.113549.1.12.10.1.4"), Value: explicit([]byte{5, 0})}
	deep := leaf
	for range maxNesting + 1 {
		deep = nested(deep)
	}
	for name, c := range map[string]struct {
		safes              []contentInfo
		keys, certificates int
		want               Reason // "" when it is read
	}{
		"four safes":            {[]contentInfo{sealedSafe(leaf), plainSafe(key), sealedSafe(other), plainSafe(plainKey)}, 2, 2, ""},
		"one safe":              {[]contentInfo{plainSafe(other, key, leaf)}, 1, 2, ""},
		"one encrypted safe":    {[]contentInfo{sealedSafe(leaf, other)}, 0, 2, ""},
		"an empty one":          {[]contentInfo{sealedSafe(), plainSafe(key, leaf)}, 1, 1, ""},
		"several keys":          {[]contentInfo{plainSafe(key, key, plainKey), sealedSafe(leaf)}, 3, 1, ""},
		"nested":                {[]contentInfo{plainSafe(nested(nested(key))), plainSafe(nested(leaf))}, 1, 1, ""},
		"nested deep":           {[]contentInfo{plainSafe(deep)}, 0, 0, Broken},
		"scrypt":                {[]contentInfo{plainSafe(dear, crl), sealedSafe(leaf, crl)}, 1, 1, ""},
		"a key, encrypted":      {[]contentInfo{sealedSafe(leaf, plainKey)}, 0, 0, Unsupported},
		"a key, twice":          {[]contentInfo{sealedSafe(leaf, key)}, 0, 0, Unsupported},
		"a key, twice, endless": {[]contentInfo{sealedSafe(endless, leaf), plainSafe(key)}, 0, 0, Unsupported},
		"endless":               {[]contentInfo{plainSafe(endless, leaf)}, 0, 0, Unsupported},
		"too many keys":         {[]contentInfo{plainSafe(bytesTimes(plainKey, maxKeys+1)...)}, 0, 0, Broken},
		"neither":               {nil, 0, 0, WrongFile},
	} {
		for _, noMAC := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", no MAC"}[noMAC], func(t *testing.T) {
				t.Parallel()
				data := wrap(c.safes, noMAC)
				f, err := parse("a.p12", data, secret)
				if c.want != "" {
					e := wantError(t, err, c.want)
					if c.want == Unsupported && !strings.Contains(e.Hint.EN, "openssl pkcs12") {
						t.Errorf("hint %q", e.Hint.EN)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if s := f.Store; s.Keys != c.keys || s.Certificates != c.certificates || s.NoMAC != noMAC || !s.Protected || !s.Modern || s.Leaf.KeyMatches != (c.keys > 0) {
					t.Errorf("got %+v", s)
				}
				_, err = parse("a.p12", data, "x"+secret)
				wantError(t, err, WrongPassword)
				_, err = parse("a.p12", data, "")
				wantError(t, err, NeedsPassword)
			})
		}
	}
}

// TestBarePassword reads what is encrypted by no bytes at all, as some tools write
// the empty password. Without a salt the keys are hashes of constants.
func TestBarePassword(t *testing.T) {
	t.Parallel()
	use := func(b byte) []byte {
		h := sha1.Sum(bytes.Repeat([]byte{b}, sha1.BlockSize))
		return bytes.Repeat(h[:], 2)
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: oid("1.2.840.113549.1.12.1.3"), Parameters: asn1.RawValue{FullBytes: marshal(struct {
		Salt       []byte
		Iterations int
	}{[]byte{}, 1})}}
	seal := func(plain []byte) []byte { return cbc(must(des.NewTripleDESCipher(use(1)[:24])), use(2)[:8], plain) }
	key := bag{ID: oidSealedKey, Value: explicit(marshal(encryptedKey{algorithm, seal(must(x509.MarshalPKCS8PrivateKey(rsaKey())))}))}
	content := marshal([]contentInfo{encryptedSafe(algorithm, seal(marshal([]bag{certBag(pushCert())}))), plainSafe(key)})
	file := pfx{Version: 3, Safe: contentInfo{oidData, explicit(marshal(content))}}
	withoutMAC := marshal(file)
	file.MAC = bareMAC(content)
	if _, _, _, err := pkcs12.DecodeChain(marshal(file), ""); err != nil {
		t.Fatal("the test's file is not what it should be: ", err)
	}
	for _, data := range [][]byte{marshal(file), withoutMAC} {
		for _, password := range []string{"", secret} {
			f, err := parse("a.p12", data, password)
			if password != "" && bytes.Equal(data, withoutMAC) { // nothing says which password it is
				wantError(t, err, WrongPassword)
				continue
			}
			if err != nil {
				t.Error(err)
			} else if s := f.Store; !s.Leaf.KeyMatches || s.Protected || s.Modern {
				t.Errorf("got %+v", s)
			}
		}
	}
}

// TestMAC holds that a MAC is checked where nothing else needs the password.
func TestMAC(t *testing.T) {
	t.Parallel()
	leaf := plainSafe(certBag(pushCert()))
	for n := range 4 {
		safes := make([]contentInfo, n, n+1)
		for i := range safes {
			safes[i] = leaf
		}
		content := marshal(append(safes, leaf))
		file := pfx{Version: 3, Safe: contentInfo{oidData, explicit(marshal(content))}, MAC: pbmac1(secret, content)}
		if _, err := parse("a.p12", marshal(file), secret); err != nil {
			t.Errorf("%d safes: %v", n+1, err)
		}
		file.MAC.Digest.Value[0] ^= 1
		_, err := parse("a.p12", marshal(file), secret)
		wantError(t, err, WrongPassword)
	}
}

// TestOtherPassword opens a MAC's file whose parts have another password.
func TestOtherPassword(t *testing.T) {
	t.Parallel()
	content := marshal([]contentInfo{sealedSafe(certBag(pushCert()))})
	file := pfx{Version: 3, Safe: contentInfo{oidData, explicit(marshal(content))}, MAC: pbmac1("pw", content)}
	_, err := parse("a.p12", marshal(file), "pw")
	wantError(t, err, WrongPassword)
}

// TestBesidePKCS8 holds back what pkcs8 would panic at or read wrongly: no IV as
// long as a block, half a block, a PRF after a length.
func TestBesidePKCS8(t *testing.T) {
	t.Parallel()
	prf := pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}
	for name, c := range map[string]struct {
		length, iv, data int
		want             Reason
	}{
		"in order":     {0, 8, 24, WrongPassword},
		"long IV":      {0, 16, 24, Broken},
		"no IV":        {0, 0, 24, Broken},
		"half a block": {0, 8, 20, Broken},
		"no data":      {0, 8, 0, Broken},
		"a length":     {24, 8, 24, Unsupported},
	} {
		kdf := marshal(derivation{salt, 1, c.length, prf})
		der := marshal(encryptedKey{pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: asn1.RawValue{FullBytes: marshal(scheme{
			pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: kdf}},
			pkix.AlgorithmIdentifier{Algorithm: oidDES3, Parameters: asn1.RawValue{FullBytes: marshal(make([]byte, c.iv))}},
		})}}, make([]byte, c.data)})
		if _, err := parse("a.pem", []byte(block("ENCRYPTED PRIVATE KEY", der)), secret); !isReason(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// TestNotUTF8 opens a file by a password in another encoding.
func TestNotUTF8(t *testing.T) {
	t.Parallel()
	const gbk = "\xC3\xDC\xC2\xEB"
	f, err := parse("a.p12", must(pkcs12.LegacyDES.Encode(rsaKey(), pushCert(), nil, gbk)), gbk)
	if err != nil || !f.Store.Leaf.KeyMatches {
		t.Error(err)
	}
}

// TestLargeSafe holds that what is encrypted is not taken to pieces when it is
// absurdly large.
func TestLargeSafe(t *testing.T) {
	t.Parallel()
	data := wrap([]contentInfo{encryptedSafe(pbes2(1), make([]byte, maxSafe+aesBlock))}, false)
	_, err := parse("a.p12", data, secret)
	wantError(t, err, Broken)
}

// wrap makes a file of safes.
func wrap(safes []contentInfo, noMAC bool) []byte {
	content := marshal(safes)
	file := pfx{Version: 3, Safe: contentInfo{oidData, explicit(marshal(content))}}
	if !noMAC {
		file.MAC = pbmac1(secret, content)
	}
	return marshal(file)
}

func certBag(c *x509.Certificate) bag {
	return bag{ID: oidCertificate, Value: explicit(marshal(certificateBag{oidX509, explicit(marshal(c.Raw))}))}
}

func bytesTimes(b bag, n int) (out []bag) {
	for range n {
		out = append(out, b)
	}
	return out
}

var salt = make([]byte, aesBlock)

// pbes2 is an encryption by AES, all of whose parameters are zeros.
func pbes2(iterations int) pkix.AlgorithmIdentifier {
	kdf := marshal(derivation{salt, iterations, 0, pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}})
	return pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: asn1.RawValue{FullBytes: marshal(scheme{
		pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: kdf}},
		pkix.AlgorithmIdentifier{Algorithm: oid("2.16.840.1.101.3.4.1.42"), Parameters: asn1.RawValue{FullBytes: marshal(salt)}},
	})}}
}

// sealedSafe is a safe that is encrypted by the password.
func sealedSafe(bags ...bag) contentInfo {
	key := must(pbkdf2.Key(sha256.New, secret, salt, 1, 32))
	return encryptedSafe(pbes2(1), cbc(must(aes.NewCipher(key)), salt, marshal(bags)))
}

func encryptedSafe(algorithm pkix.AlgorithmIdentifier, data []byte) contentInfo {
	var e encryptedData
	e.Content.ID, e.Content.Algorithm, e.Content.Data = oidData, algorithm, data
	return contentInfo{oidEncrypted, explicit(marshal(e))}
}

// cbc encrypts with padding.
func cbc(block cipher.Block, iv, plain []byte) []byte {
	n := block.BlockSize() - len(plain)%block.BlockSize()
	out := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out
}

// TestUnknownCiphers holds that ciphers that nothing here reads are called
// unsupported, whatever the sizes of their blocks are.
func TestUnknownCiphers(t *testing.T) {
	t.Parallel()
	iterated := asn1.RawValue{FullBytes: marshal(struct {
		Salt       []byte
		Iterations int
	}{make([]byte, 8), 1})}
	kdf := pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: marshal(derivation{Salt: salt, Iterations: 1})}}
	des := pkix.AlgorithmIdentifier{Algorithm: oid("1.3.14.3.2.7"), Parameters: asn1.RawValue{FullBytes: marshal(make([]byte, desBlock))}}
	for name, c := range map[string]encryptedKey{
		"RC4": {pkix.AlgorithmIdentifier{Algorithm: oid("1.2.840.113549.1.12.1.1"), Parameters: iterated}, make([]byte, 33)},
		"DES": {pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: asn1.RawValue{FullBytes: marshal(scheme{kdf, des})}}, make([]byte, 40)},
	} {
		_, err := parse("a.key", []byte(block("ENCRYPTED PRIVATE KEY", marshal(c))), secret)
		if e := wantError(t, err, Unsupported); !strings.Contains(e.Message.EN, "not supported") {
			t.Errorf("%s: %q", name, e.Message.EN)
		}
	}
}
