package apple

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
)

// contents is what a file of certificates and private keys holds, in the order of
// the file.
type contents struct {
	format                   Format
	keys                     []any
	certificates             []*x509.Certificate
	protected, modern, noMAC bool
	skipped                  error // why the first certificate that was passed over cannot be read
}

// decode reads a p12 or a PEM file; see decodePEM of credential.
func decode(file string, data []byte, password string, credential bool) (*contents, *Error) {
	if isPEM(data) {
		return decodePEM(file, data, password, credential)
	}
	return decodeP12(file, data, password, !credential)
}

// maxKeys limits what is taken; every key is calculated with.
const maxKeys = 16

// addKey adds a key, unless reading it failed.
func (c *contents) addKey(key any, err error) error {
	if err == nil && len(c.keys) >= maxKeys {
		err = errors.New("too many private keys")
	}
	if err == nil {
		c.keys = append(c.keys, key)
	}
	return err
}

// store says what there is.
func (c *contents) store(file string) *Store {
	s := &Store{Format: c.format, Certificates: len(c.certificates), Keys: len(c.keys),
		Protected: c.protected, Modern: c.modern, NoMAC: c.noMAC}
	if len(c.keys) > 0 {
		s.KeyType = keyType(c.keys[0])
	}
	leaf, key := c.leaf()
	if leaf == nil {
		return s
	}
	facts := FactsOf(leaf)
	facts.KeyMatches = key != nil
	s.Leaf = &facts
	if len(c.keys) != 1 {
		return s
	}
	signer, ok := c.keys[0].(crypto.Signer)
	if !ok {
		return s
	}
	s.credential = &Credential{File: file, Leaf: leaf, Protected: c.protected, Facts: facts,
		TLS: tls.Certificate{PrivateKey: signer, Leaf: leaf}}
	for _, cert := range chain(leaf, c.certificates) {
		s.credential.TLS.Certificate = append(s.credential.TLS.Certificate, cert.Raw)
	}
	return s
}

// leaf is the first certificate of a key, and the key; where there is none, the
// first that is no authority, else the first.
func (c *contents) leaf() (*x509.Certificate, crypto.Signer) {
	for _, key := range c.keys {
		signer, ok := key.(crypto.Signer)
		if !ok {
			continue
		}
		for _, cert := range c.certificates {
			if belongs(cert, signer) {
				return cert, signer
			}
		}
	}
	for _, cert := range c.certificates {
		if !cert.IsCA {
			return cert, nil
		}
	}
	if len(c.certificates) == 0 {
		return nil, nil
	}
	return c.certificates[0], nil
}

// keyType names a private key.
func keyType(key any) string {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen())
	case *ecdsa.PrivateKey:
		return "EC " + key.Curve.Params().Name
	case ed25519.PrivateKey:
		return "Ed25519"
	case *ecdh.PrivateKey:
		return fmt.Sprint(key.Curve())
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", key), "*")
}
