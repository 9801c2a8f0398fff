package vendor_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
)

// jwt takes a compact JWT apart (RFC 7515): header, claims, the text that is
// signed, and the signature.
func (f *fake) jwt(s string) (header, claims object, signed, signature []byte) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		f.bad("a JWT of %d parts", len(parts))
		return nil, nil, nil, nil
	}
	var raw [3][]byte
	for i, p := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.Strict().DecodeString(p); err != nil {
			f.bad("part %d of the JWT is no base64url: %v", i, err)
		}
	}
	return f.json(raw[0]), f.json(raw[1]), []byte(parts[0] + "." + parts[1]), raw[2]
}

// hour reports whether the claims hold now and for an hour at most.
func (f *fake) hour(claims object) bool {
	iat, iatErr := number(claims["iat"])
	exp, expErr := number(claims["exp"])
	now := clock().Unix()
	return iatErr == nil && expErr == nil && iat <= now && now < exp && exp-iat <= 3600
}

func number(v any) (int64, error) {
	n, _ := v.(json.Number)
	return n.Int64()
}

func ps256(key *rsa.PublicKey, signed, signature []byte) bool {
	sum := sha256.Sum256(signed)
	return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
}

func rs256(key *rsa.PublicKey, signed, signature []byte) bool {
	sum := sha256.Sum256(signed)
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
}

func es256(key *ecdsa.PublicKey, signed, signature []byte) bool {
	sum := sha256.Sum256(signed)
	return len(signature) == 64 &&
		ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
}
