package applefixture

import (
	"crypto"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"

	"software.sslmate.com/src/go-pkcs12"
)

// P12 is a file to be made. The zero value is what OpenSSL 3 writes of a universal
// push certificate with its key, with [Password].
type P12 struct {
	Certificate Certificate
	Variant     P12Variant // AES when ""
	Password    string     // Password when "", unless NoPassword
	NoPassword  bool       // encrypted by the empty password
	Chain       bool       // the issuer's certificate too
	// Key replaces the key in the file, which then does not belong to the certificate.
	Key crypto.Signer
	// KeyOnly and CertificateOnly leave out the other.
	KeyOnly, CertificateOnly bool
	// TwoKeys holds the key twice.
	TwoKeys bool
	// NoMAC leaves out the MAC.
	NoMAC bool
	// Iterations replaces the number of the variant.
	Iterations int
}

// P12Variant is how a file is encrypted and authenticated.
type P12Variant string

// The variants.
const (
	RC2    P12Variant = "rc2"    // RC2-40, 3DES, SHA-1: older keychains, OpenSSL 1
	DES    P12Variant = "3des"   // 3DES, SHA-1: many tools
	AES    P12Variant = "aes"    // AES-256, SHA-256: OpenSSL 3, newer keychains
	PBMAC1 P12Variant = "pbmac1" // the same with the MAC of RFC 9579
	Plain  P12Variant = "plain"  // neither encryption nor MAC, no password
)

// P12Variants lists all variants.
var P12Variants = []P12Variant{RC2, DES, AES, PBMAC1, Plain}

var encoders = map[P12Variant]*pkcs12.Encoder{
	RC2: pkcs12.LegacyRC2, DES: pkcs12.LegacyDES, AES: pkcs12.Modern2023, PBMAC1: pkcs12.Modern2026, Plain: pkcs12.Passwordless,
}

// Make makes the file.
func (p P12) Make() []byte {
	variant := or(p.Variant, AES)
	if (p.KeyOnly || p.TwoKeys) && variant != Plain {
		variant = PBMAC1 // whose MAC is renewed below
	}
	encoder := encoders[variant]
	if p.Iterations > 0 && variant != Plain {
		encoder = encoder.WithIterations(p.Iterations)
	}
	password := or(p.Password, Password)
	if p.NoPassword || variant == Plain {
		password = ""
	}
	leaf, key := p.Certificate.Make(), p.key()
	var out []byte
	if p.CertificateOnly {
		out = must(encoder.EncodeTrustStore([]*x509.Certificate{leaf}, password))
	} else {
		var chain []*x509.Certificate
		if p.Chain {
			chain = []*x509.Certificate{Authority(leaf.Issuer.OrganizationalUnit[0])}
		}
		out = must(encoder.Encode(key, leaf, chain, password))
	}
	switch {
	case p.KeyOnly:
		out = rearrange(out, password, func(safes []asn1.RawValue) []asn1.RawValue { return safes[1:] })
	case p.TwoKeys:
		out = rearrange(out, password, func(safes []asn1.RawValue) []asn1.RawValue { return append(safes, safes[1]) })
	}
	if p.NoMAC {
		var parts pfx
		unmarshal(out, &parts)
		out = sequence(parts.Version, parts.Safe)
	}
	return out
}

func (p P12) key() crypto.Signer {
	switch {
	case p.Key != nil:
		return p.Key
	case p.Certificate.Key != nil:
		return p.Certificate.Key
	}
	return RSA()
}

// pfx is the outside of a PKCS#12 file.
type pfx struct {
	Version int
	Safe    content
	MAC     mac `asn1:"optional"`
}

type content struct {
	ID   asn1.ObjectIdentifier
	Data []byte `asn1:"explicit,tag:0"`
}

type mac struct {
	Digest struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	Salt       []byte
	Iterations int `asn1:"optional,default:1"`
}

// rearrange changes the safes in a file: its certificates are the first, its key
// is the second. The MAC is renewed when it is a PBMAC1.
func rearrange(p12 []byte, password string, change func([]asn1.RawValue) []asn1.RawValue) []byte {
	var parts pfx
	unmarshal(p12, &parts)
	var safes []asn1.RawValue
	unmarshal(parts.Safe.Data, &safes)
	parts.Safe.Data = must(asn1.Marshal(change(safes)))
	if len(parts.MAC.Digest.Value) == 0 {
		return sequence(parts.Version, parts.Safe)
	}
	var scheme struct{ Derivation, MAC pkix.AlgorithmIdentifier }
	unmarshal(parts.MAC.Digest.Algorithm.Parameters.FullBytes, &scheme)
	var derivation struct {
		Salt               []byte
		Iterations, Length int
		PRF                pkix.AlgorithmIdentifier
	}
	unmarshal(scheme.Derivation.Parameters.FullBytes, &derivation)
	h := hmac.New(sha256.New, must(pbkdf2.Key(sha256.New, password, derivation.Salt, derivation.Iterations, derivation.Length)))
	h.Write(parts.Safe.Data)
	parts.MAC.Digest.Value = h.Sum(nil)
	return must(asn1.Marshal(parts))
}

func unmarshal(der []byte, v any) {
	if rest, err := asn1.Unmarshal(der, v); err != nil || len(rest) > 0 {
		panic("not the expected DER")
	}
}
