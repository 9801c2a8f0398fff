package apple

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
	"math/big"
	"strings"
	"sync"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

// All decrypting is go-pkcs12's and, where that knows no way, pkcs8's. But
// go-pkcs12 reads files of one key and its certificates only, and none that is
// encrypted without a MAC. So it is given one encrypted part at a time, as a file
// that is as it wants it: with a stand-in for what is missing, and a MAC that the
// password makes. As a stand-in comes first, it never opens a key inside of
// something encrypted, whose iterations nobody has counted.

var (
	errPassword = errors.New("the password is wrong")
	errPadding  = errors.New("the padding is wrong") // as good as always, the password is

	// errInexpressible is about a password that go-pkcs12 does not take: in the
	// format's strings there were no emojis once.
	errInexpressible = errors.New("a password with an emoji")
)

// unvouched is an error in something encrypted that no MAC vouches for. One wrong
// password in 256 leaves a padding that looks right, before nonsense.
func unvouched(err error) error {
	var no *unknownError
	var refused *certificateError
	if err == nil || errors.As(err, &no) || errors.As(err, &refused) || errors.Is(err, errSealed) || errors.Is(err, errInexpressible) {
		return err
	}
	return errPassword
}

// verify has go-pkcs12 check the MAC of a whole file with a number of safes. It is
// asked for another number: it says so once the MAC was right, and opens nothing.
func verify(p12 []byte, safes int, password string) error {
	var err error
	if safes == 1 {
		//lint:ignore SA1019 wrong in what it returns, which is nothing here
		_, err = pkcs12.ToPEM(p12, password) //nolint:staticcheck // the same, for golangci-lint; wants two
	} else {
		_, err = pkcs12.DecodeTrustStore(p12, password) // wants one
	}
	switch {
	case err == nil:
		return errors.New("the MAC was not checked")
	case strings.Contains(err.Error(), "items in the authenticated safe"):
		return nil
	case !expressible(password):
		return errInexpressible
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return errPassword
	case isUnknown(err):
		return unknownTo(err)
	}
	return err
}

// expressible reports whether go-pkcs12 takes a password.
func expressible(password string) bool {
	return !strings.ContainsFunc(password, func(r rune) bool { return r > 0xFFFF })
}

// isUnknown reports whether one of the libraries says that it has no code for
// something. Some of their errors are only texts, which the tests hold fast.
func isUnknown(err error) bool { return strings.Contains(err.Error(), "supported") }

// unknownTo is such an error without what stands around it.
func unknownTo(err error) error {
	s := err.Error()
	for _, library := range []string{"pkcs12: ", "pkcs8: "} {
		s = s[strings.LastIndex(s, library)+1:]
		s = strings.TrimPrefix(s, library[1:])
	}
	return &unknownError{s}
}

// unseal has go-pkcs12 open the encrypted ones of at most two safes. There are two
// ways to write the empty password; where one fails, the other is tried.
func unseal(password string, safes ...contentInfo) (key any, certificates []*x509.Certificate, err error) {
	content := marshal(safes)
	file := pfx{Version: 3, Safe: contentInfo{oidData, explicit(marshal(content))}}
	if password != "" {
		file.MAC = pbmac1(password, content)
	}
	key, _, certificates, err = pkcs12.DecodeChain(marshal(file), password)
	if err != nil && password == "" && !isUnknown(err) {
		file.MAC = bareMAC(content)
		if key, _, certificates, again := pkcs12.DecodeChain(marshal(file), ""); again == nil {
			return key, certificates, nil
		}
	}
	switch {
	case err == nil:
		return key, certificates, nil
	case !expressible(password):
		return nil, nil, errInexpressible
	case strings.HasPrefix(err.Error(), "x509: "):
		return nil, nil, &certificateError{err}
	case isUnknown(err):
		return nil, nil, unknownTo(err)
	case strings.HasSuffix(err.Error(), "exactly one key bag"):
		return nil, nil, unknown("a private key among encrypted certificates")
	case strings.HasSuffix(err.Error(), pkcs12.ErrDecryption.Error()):
		return nil, nil, errPadding
	case strings.Contains(err.Error(), "IV length"), strings.Contains(err.Error(), "multiple of the block"):
		return nil, nil, errSealed
	}
	return nil, nil, err
}

// unsealSafe opens a safe of certificates.
func unsealSafe(password string, safe contentInfo) ([]*x509.Certificate, error) {
	_, certificates, err := unseal(password, plainSafe(standIns().key, standIns().certificate), safe)
	return certificates, err
}

// unsealKey opens a key in PKCS#8's EncryptedPrivateKeyInfo, whose effort was
// counted.
func unsealKey(password string, der []byte) (any, error) {
	var sealed encryptedKey
	if err := unmarshal(der, &sealed); err != nil {
		return nil, err
	}
	switch n := len(sealed.Data); {
	case isRC4(sealed.Algorithm.Algorithm):
		return nil, unknown("the cipher RC4")
	case n > maxKey+aesBlock:
		return nil, fmt.Errorf("%w: a key of %d bytes", errSealed, n)
	case n == 0 || n%desBlock != 0:
		return nil, errSealed
	}
	key, _, err := unseal(password, plainSafe(standIns().certificate, bag{ID: oidSealedKey, Value: explicit(der)}))
	var no *unknownError
	switch other := errors.As(err, &no) || errors.Is(err, errInexpressible); {
	case !other || !sealed.Algorithm.Algorithm.Equal(oidPBES2):
		return key, err
	case password == "": // by which pkcs8 means a key that is not encrypted
		return nil, errPadding
	}
	return unsealPBES2(password, der, &sealed)
}

const (
	aesBlock = 16
	desBlock = 8
)

// isRC4 reports whether an encryption is PKCS#12's with RC4, which has no blocks.
func isRC4(id asn1.ObjectIdentifier) bool {
	n := under(oidPBES12, id)
	return n == 1 || n == 2
}

var oidDES3 = asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}

// unsealPBES2 opens a key by pkcs8, which knows scrypt, 3DES and any password. It
// panics on lengths that do not fit, and overlooks the PRF of a PBKDF2 that says
// how long its key is.
func unsealPBES2(password string, der []byte, sealed *encryptedKey) (any, error) {
	var s scheme
	var iv []byte
	if unmarshal(sealed.Algorithm.Parameters.FullBytes, &s) != nil {
		return nil, errSealed
	}
	if id := s.Cipher.Algorithm; !id.Equal(oidDES3) && aesKeys[under(oidAES, id)] == 0 {
		return nil, unknown("the cipher " + id.String())
	}
	if unmarshal(s.Cipher.Parameters.FullBytes, &iv) != nil {
		return nil, errSealed
	}
	size := aesBlock
	if s.Cipher.Algorithm.Equal(oidDES3) {
		size = desBlock
	}
	if len(iv) != size || len(sealed.Data)%size != 0 {
		return nil, errSealed
	}
	var d derivation
	if s.Derivation.Algorithm.Equal(oidPBKDF2) && unmarshal(s.Derivation.Parameters.FullBytes, &d) == nil && d.Length != 0 {
		return nil, unknown("the key derivation of this encryption")
	}
	key, err := pkcs8.ParsePKCS8PrivateKey(der, []byte(password))
	switch {
	case err == nil:
		return key, nil
	case strings.HasSuffix(err.Error(), "incorrect password"):
		return nil, errPadding
	case isUnknown(err):
		return nil, unknownTo(err)
	}
	return nil, errSealed // of scrypt
}

// standIns are a key and a certificate that stand for nothing.
var standIns = sync.OnceValue(func() (bags struct{ key, certificate bag }) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	c := &x509.Certificate{SerialNumber: big.NewInt(1)}
	plain, keyErr := x509.MarshalPKCS8PrivateKey(key)
	signed, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err = errors.Join(keyErr, err); err != nil {
		panic(err) // nothing that a file holds comes in here
	}
	bags.key = bag{ID: oidKey, Value: explicit(plain)}
	bags.certificate = bag{ID: oidCertificate, Value: explicit(marshal(certificateBag{oidX509, explicit(marshal(signed))}))}
	return bags
})

// plainSafe is a safe that is not encrypted.
func plainSafe(bags ...bag) contentInfo {
	return contentInfo{oidData, explicit(marshal(marshal(bags)))}
}

// explicit puts DER behind [0].
func explicit(der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: der}
}

// marshal writes what was put together here, or was read before; nothing of it
// cannot be written.
func marshal(v any) []byte {
	der, err := asn1.Marshal(v)
	if err != nil {
		return nil // which no reader takes
	}
	return der
}

var (
	oidSHA1       = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidMD5        = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
)

// pbmac1 is a MAC by a password (RFC 9579): nothing but PBKDF2 and HMAC. What is not
// UTF-8 in the password is replaced as go-pkcs12 does it.
func pbmac1(password string, content []byte) mac {
	salt := make([]byte, 16)
	key, err := pbkdf2.Key(sha256.New, string([]rune(password)), salt, 1, sha256.Size)
	if err != nil { // not in this mode of the standard library
		return mac{}
	}
	prf := pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}
	kdf := marshal(derivation{salt, 1, sha256.Size, prf})
	parameters := marshal(scheme{pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: kdf}}, prf})
	return macOf(pkix.AlgorithmIdentifier{Algorithm: oidPBMAC1, Parameters: asn1.RawValue{FullBytes: parameters}}, sha256.New, key, content)
}

// bareMAC is one by the empty password that is no bytes at all rather than a final
// zero. Without a salt, too, its key is the hash of a constant (RFC 7292, appendix
// B.2): of a block of threes.
func bareMAC(content []byte) mac {
	key := sha1.Sum(bytes.Repeat([]byte{3}, sha1.BlockSize))
	return macOf(pkix.AlgorithmIdentifier{Algorithm: oidSHA1}, sha1.New, key[:], content)
}

func macOf(algorithm pkix.AlgorithmIdentifier, create func() hash.Hash, key, content []byte) mac {
	h := hmac.New(create, key)
	h.Write(content)
	m := mac{Salt: []byte{}, Iterations: 1}
	m.Digest.Algorithm, m.Digest.Value = algorithm, h.Sum(nil)
	return m
}
