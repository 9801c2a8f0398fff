package applefixture

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"

	"github.com/youmark/pkcs8"
)

// PEM is a file of blocks to be made: a certificate with its key, the key last.
type PEM struct {
	Certificate Certificate
	Key         KeyForm // PKCS8 when ""
	Password    string  // Password when ""; of the encrypted forms
	Chain       bool
	KeyOnly     bool
	KeyFirst    bool
	// OtherKey replaces the key in the file.
	OtherKey crypto.Signer
}

// KeyForm is how the key is written.
type KeyForm string

// The forms.
const (
	PKCS8          KeyForm = "pkcs8"
	Traditional    KeyForm = "traditional"     // PKCS#1, or SEC 1 of an EC key
	EncryptedPKCS8 KeyForm = "encrypted-pkcs8" // PBES2
	EncryptedOld   KeyForm = "encrypted-old"   // Proc-Type: 4,ENCRYPTED
	NoKey          KeyForm = "none"
)

// KeyForms lists all forms.
var KeyForms = []KeyForm{PKCS8, Traditional, EncryptedPKCS8, EncryptedOld, NoKey}

// Make makes the file.
func (p PEM) Make() []byte {
	var blocks []*pem.Block
	if !p.KeyOnly {
		leaf := p.Certificate.Make()
		blocks = append(blocks, &pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw})
		if p.Chain {
			blocks = append(blocks, &pem.Block{Type: "CERTIFICATE", Bytes: Authority(leaf.Issuer.OrganizationalUnit[0]).Raw})
		}
	}
	if form := or(p.Key, PKCS8); form != NoKey {
		key := P12{Certificate: p.Certificate, Key: p.OtherKey}.key()
		blocks = append(blocks, keyBlock(key, form, or(p.Password, Password)))
	}
	if p.KeyFirst {
		slices.Reverse(blocks)
	}
	var out []byte
	for _, b := range blocks {
		out = append(out, pem.EncodeToMemory(b)...)
	}
	return out
}

// P8 is a key for provider tokens as Apple gives it; P256() when key is nil, any
// other for one of the wrong kind.
func P8(key crypto.Signer) []byte {
	if key == nil {
		key = P256()
	}
	return pem.EncodeToMemory(keyBlock(key, PKCS8, ""))
}

func keyBlock(key crypto.Signer, form KeyForm, password string) *pem.Block {
	switch form {
	case Traditional:
		return traditional(key)
	case EncryptedPKCS8:
		return &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: must(pkcs8.MarshalPrivateKey(key, []byte(password), nil))}
	case EncryptedOld:
		b := traditional(key)
		//lint:ignore SA1019 weak, but what openssl has written for decades
		sealed, err := x509.EncryptPEMBlock(rand.Reader, b.Type, b.Bytes, []byte(password), x509.PEMCipherAES256) //nolint:staticcheck // the same, for golangci-lint
		return must(sealed, err)
	case PKCS8, NoKey:
	}
	return &pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(key))}
}

func traditional(key crypto.Signer) *pem.Block {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	case *ecdsa.PrivateKey:
		return &pem.Block{Type: "EC PRIVATE KEY", Bytes: must(x509.MarshalECPrivateKey(key))}
	}
	panic("there is no traditional form of such a key")
}
