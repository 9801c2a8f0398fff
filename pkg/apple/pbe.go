package apple

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
)

// Why something encrypted cannot be opened. A *costlyError and an *unknownError
// say more.
var (
	errPadding = errors.New("the padding is wrong") // as good as always, the password is
	errSealed  = errors.New("broken encryption parameters")
)

// unknownError names what no reader is there for.
type unknownError struct{ what string }

func (e *unknownError) Error() string { return e.what + " is not supported" }

// opener opens what a password encrypts in one file. Its effort is limited: key
// derivations are made slow on purpose, and the file says how slow.
type opener struct {
	password string
	bare     bool // the empty password is no bytes at all rather than a final zero
	effort   effort
}

// cipherOf is a cipher by the last arc of an identifier, and its key's bytes.
type cipherOf struct {
	key   int
	block func(key []byte) (cipher.Block, error)
}

var (
	rc2Cipher = func(key []byte) (cipher.Block, error) { return newRC2(key), nil }
	des3Two   = func(key []byte) (cipher.Block, error) { return des.NewTripleDESCipher(append(key, key[:8]...)) }

	oidPBES1     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5}
	oidPBES2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBES12    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1}
	pkcs12Scheme = map[int]cipherOf{ // RFC 7292, appendix C
		3: {24, des.NewTripleDESCipher}, 4: {16, des3Two}, 5: {16, rc2Cipher}, 6: {5, rc2Cipher},
	}
	pbes1Scheme = map[int]struct { // RFC 8018, appendix A.3
		hash  *digest
		block func(key []byte) (cipher.Block, error)
	}{
		3: {md5Digest, des.NewCipher}, 6: {md5Digest, rc2Cipher}, 10: {sha1Digest, des.NewCipher}, 11: {sha1Digest, rc2Cipher},
	}
	pbes2Cipher = map[string]cipherOf{
		"2.16.840.1.101.3.4.1.2":  {16, aes.NewCipher},
		"2.16.840.1.101.3.4.1.22": {24, aes.NewCipher},
		"2.16.840.1.101.3.4.1.42": {32, aes.NewCipher},
		"1.2.840.113549.3.7":      {24, des.NewTripleDESCipher},
	}
)

// open decrypts data.
func (o *opener) open(algorithm pkix.AlgorithmIdentifier, data []byte) ([]byte, error) {
	block, iv, err := o.cipher(algorithm)
	if err != nil {
		return nil, err
	}
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, errSealed
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	n := int(out[len(out)-1])
	if n == 0 || n > size || !bytes.HasSuffix(out, bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, errPadding
	}
	return out[:len(out)-n], nil
}

// cipher derives what an algorithm identifier asks for.
func (o *opener) cipher(algorithm pkix.AlgorithmIdentifier) (cipher.Block, []byte, error) {
	id := algorithm.Algorithm
	if id.Equal(oidPBES2) {
		return o.pbes2(algorithm.Parameters.FullBytes)
	}
	family, last := id, 0
	if len(id) > 1 {
		family, last = id[:len(id)-1], id[len(id)-1]
	}
	scheme, isPKCS12 := pkcs12Scheme[last]
	old, isPBES1 := pbes1Scheme[last]
	isPKCS12, isPBES1 = isPKCS12 && family.Equal(oidPBES12), isPBES1 && family.Equal(oidPBES1)
	if !isPKCS12 && !isPBES1 {
		return nil, nil, &unknownError{"the encryption " + id.String()}
	}
	var p struct {
		Salt       []byte
		Iterations int
	}
	if err := unmarshal(algorithm.Parameters.FullBytes, &p); err != nil {
		return nil, nil, errSealed
	}
	if isPBES1 {
		if err := o.effort.iterate(p.Iterations); err != nil {
			return nil, nil, err
		}
		out := pbkdf1(old.hash, o.password, p.Salt, p.Iterations)
		block, err := old.block(out[:8])
		return block, out[8:16], err
	}
	if err := o.effort.iterate(p.Iterations); err != nil {
		return nil, nil, err
	}
	key := sha1Digest.pkcs12(useKey, o.bmp(), p.Salt, p.Iterations, scheme.key)
	block, err := scheme.block(key)
	return block, sha1Digest.pkcs12(useIV, o.bmp(), p.Salt, p.Iterations, 8), err
}

// pbes2 is RFC 8018 §6.2.
func (o *opener) pbes2(parameters []byte) (cipher.Block, []byte, error) {
	var p struct {
		Derivation pkix.AlgorithmIdentifier
		Cipher     struct {
			ID asn1.ObjectIdentifier
			IV asn1.RawValue `asn1:"optional"`
		}
	}
	if err := unmarshal(parameters, &p); err != nil {
		return nil, nil, errSealed
	}
	c, ok := pbes2Cipher[p.Cipher.ID.String()]
	if !ok {
		return nil, nil, &unknownError{"the cipher " + p.Cipher.ID.String()}
	}
	if p.Cipher.IV.Tag != asn1.TagOctetString {
		return nil, nil, errSealed
	}
	key, err := o.derive(p.Derivation, c.key)
	if err != nil {
		return nil, nil, err
	}
	block, err := c.block(key)
	return block, p.Cipher.IV.Bytes, err
}

// unmarshal reads DER that ends where its value does.
func unmarshal(der []byte, v any) error {
	rest, err := asn1.Unmarshal(der, v)
	if err == nil && len(rest) > 0 {
		err = asn1.SyntaxError{Msg: "trailing data"}
	}
	return err
}
