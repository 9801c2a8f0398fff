package apple

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"
)

// certificateError says what the standard library refuses in a certificate.
type certificateError struct{ err error }

func (e *certificateError) Error() string { return e.err.Error() }

// addCertificate adds a certificate. One that the standard library refuses (a
// negative serial number, the curves of SM2 and secp256k1) is passed over: it may
// be an authority that the push certificate does without.
func (c *contents) addCertificate(der []byte) {
	cert, err := x509.ParseCertificate(der)
	switch {
	case err == nil:
		c.certificates = append(c.certificates, cert)
	case c.skipped == nil:
		c.skipped = &certificateError{err}
	}
}

// settle is asked when all was read: it returns why a certificate was passed over,
// where that may have been the one that is wanted.
func (c *contents) settle() error {
	if _, key := c.leaf(); len(c.certificates) > 0 && (len(c.keys) == 0 || key != nil) {
		return nil
	}
	return c.skipped
}

// addSafe adds the certificates of an encrypted safe. go-pkcs12 gives none where it
// cannot read one; then the safe is opened here, if it is encrypted as is usual now.
func (p *p12) addSafe(safe contentInfo, e *encryptedData) error {
	certificates, err := unsealSafe(p.password, safe)
	if err == nil {
		p.certificates = append(p.certificates, certificates...)
		return nil
	}
	all, ok := certificatesIn(p.password, e)
	if !ok || errors.Is(err, errInexpressible) {
		return p.blame(err)
	}
	for _, der := range all {
		p.addCertificate(der)
	}
	return nil
}

// certificatesIn returns the certificates in something encrypted, unread; false
// where they cannot be had, or keys are among them.
func certificatesIn(password string, e *encryptedData) (all [][]byte, ok bool) {
	plain, ok := openAES(password, e.Content.Algorithm, e.Content.Data)
	if !ok {
		return nil, false
	}
	var bags []bag
	if s, ok := outline(plain); !ok || s.ber || unmarshal(plain, &bags) != nil {
		return nil, false
	}
	for _, b := range bags {
		var der []byte
		var c certificateBag
		if !b.ID.Equal(oidCertificate) || unmarshal(b.Value.Bytes, &c) != nil || !c.ID.Equal(oidX509) || unmarshal(c.Data.Bytes, &der) != nil {
			return nil, false
		}
		all = append(all, der)
	}
	return all, true
}

// prfs are PBKDF2's, by the last number of their identifiers.
var (
	oidHMAC = asn1.ObjectIdentifier{1, 2, 840, 113549, 2}
	prfs    = map[int]func() hash.Hash{7: sha1.New, 9: sha256.New, 10: sha512.New384, 11: sha512.New}

	oidAES  = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1}
	aesKeys = map[int]int{2: 16, 22: 24, 42: 32} // CBC; the bytes of their keys
)

// under returns the last number of an identifier below another; -1 when it is none.
func under(parent, id asn1.ObjectIdentifier) int {
	if n := len(id) - 1; n == len(parent) && id[:n].Equal(parent) {
		return id[n]
	}
	return -1
}

// openAES opens what PBKDF2 and AES-CBC closed, whose effort was counted.
func openAES(password string, algorithm pkix.AlgorithmIdentifier, data []byte) ([]byte, bool) {
	var s scheme
	var d derivation
	var iv []byte
	if !algorithm.Algorithm.Equal(oidPBES2) || unmarshal(algorithm.Parameters.FullBytes, &s) != nil ||
		!s.Derivation.Algorithm.Equal(oidPBKDF2) || unmarshal(s.Derivation.Parameters.FullBytes, &d) != nil ||
		unmarshal(s.Cipher.Parameters.FullBytes, &iv) != nil {
		return nil, false
	}
	prf := sha1.New
	if len(d.PRF.Algorithm) > 0 {
		prf = prfs[under(oidHMAC, d.PRF.Algorithm)]
	}
	size := aesKeys[under(oidAES, s.Cipher.Algorithm)]
	if prf == nil || size == 0 || d.Iterations < 1 || len(iv) != aesBlock || len(data) == 0 || len(data)%aesBlock != 0 {
		return nil, false
	}
	key, err := pbkdf2.Key(prf, string([]rune(password)), d.Salt, d.Iterations, size)
	if err != nil {
		return nil, false
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, false
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	padding := int(plain[len(plain)-1])
	if padding < 1 || padding > aesBlock || !bytes.HasSuffix(plain, bytes.Repeat([]byte{byte(padding)}, padding)) {
		return nil, false
	}
	return plain[:len(plain)-padding], true
}
