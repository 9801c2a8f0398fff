package emulator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/pkg/text"
)

// jwtCheck checks the signatures of the JWTs that a vendor takes. What the claims
// say, and when, is for the caller to judge. It may be used by several goroutines.
//
// Vendors want a token to be used again and again, and the signature is the costly
// part of a check, so tokens that were once found right are remembered.
type jwtCheck struct {
	alg string // ES256, PS256, RS256
	// key returns the public key of a key id, "" where the header names none; nil
	// when there is no such key.
	key func(kid string) crypto.PublicKey

	mu    sync.RWMutex
	known map[string]*jwtToken
}

// jwtToken is what a JWT says. It is shared: nobody may change it.
type jwtToken struct {
	header, claims map[string]any // numbers are [json.Number]
	// otherSalt: an RSA-PSS signature whose salt is not as long as the hash, which
	// RFC 7518, section 3.5, asks for.
	otherSalt bool
}

// jwtProblem is what is wrong with a JWT.
type jwtProblem uint8

const (
	jwtMalformed jwtProblem = iota + 1
	jwtWrongAlg
	jwtUnknownKey
	jwtBadSignature
)

// jwtError says why a JWT is not accepted.
type jwtError struct {
	problem jwtProblem
	why     text.Text
}

func (e *jwtError) Error() string { return e.why.EN }

func jwtFault(p jwtProblem, zh, en string, args ...any) *jwtError {
	return &jwtError{p, text.F(zh, en, args...)}
}

// What is remembered: so many tokens, each no longer than any that a vendor asks
// for.
const (
	maxKnownJWTs  = 1024
	maxKnownBytes = 4 << 10
)

// verify checks a JWT's signature. The token is not nil: with an error it holds
// what could be read.
func (j *jwtCheck) verify(token string) (*jwtToken, *jwtError) {
	j.mu.RLock()
	found := j.known[token]
	j.mu.RUnlock()
	if found != nil {
		return found, nil
	}
	read, err := j.check(token)
	if err == nil && len(token) <= maxKnownBytes {
		j.mu.Lock()
		if len(j.known) >= maxKnownJWTs || j.known == nil {
			j.known = map[string]*jwtToken{}
		}
		j.known[token] = read
		j.mu.Unlock()
	}
	return read, err
}

func (j *jwtCheck) check(token string) (*jwtToken, *jwtError) {
	claims := jwt.MapClaims{}
	parsed, parts, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(token, claims)
	read := &jwtToken{claims: claims}
	if parsed != nil {
		read.header = parsed.Header
	}
	switch alg := words(read.header, "alg"); {
	case err != nil && !errors.Is(err, jwt.ErrTokenUnverifiable):
		return read, malformedJWT(token, err)
	case alg != j.alg:
		return read, jwtFault(jwtWrongAlg, "JWT 的 alg 是 %s，应为 %s", "the JWT's alg is %s and should be %s", shown(alg), j.alg)
	}
	kid := words(read.header, "kid")
	key := j.key(kid)
	if key == nil {
		if kid == "" {
			return read, jwtFault(jwtUnknownKey, "JWT 的头部没有 kid", "the JWT's header has no kid")
		}
		return read, jwtFault(jwtUnknownKey, "没有密钥 %s（JWT 头部的 kid）", "there is no key %s, the kid of the JWT's header", shown(kid))
	}
	signed := strings.Join(parts[:2], ".")
	if parsed.Method.Verify(signed, parsed.Signature, key) != nil {
		return read, j.badSignature(parsed.Signature)
	}
	read.otherSalt = otherSalt(signed, parsed.Signature, key, parsed.Method)
	return read, nil
}

// malformedJWT names the mistakes that are made most.
func malformedJWT(token string, err error) *jwtError {
	switch {
	case strings.Count(token, ".") != 2:
		return jwtFault(jwtMalformed, "这不是 JWT：JWT 由两个点隔开的三段组成", "it is no JWT, which has three parts and two dots between them")
	case strings.ContainsAny(token, "=+/"):
		return jwtFault(jwtMalformed, "JWT 的各段应为不带填充的 base64url，这里出现了 =、+ 或 /", "a JWT's parts are base64url without padding; there is a =, + or / in it")
	}
	return jwtFault(jwtMalformed, "JWT 无法解析：%s", "the JWT cannot be read: %s", shown(err.Error()))
}

// es256Size is the length of r and s together.
const es256Size = 64

func (j *jwtCheck) badSignature(signature []byte) *jwtError {
	if j.alg == jwt.SigningMethodES256.Alg() && len(signature) != es256Size {
		return jwtFault(jwtBadSignature, "JWT 的签名有 %d 字节，ES256 的签名是 r 和 s 相连的 64 字节，不是 DER", "the JWT's signature has %d bytes; that of ES256 is r and s one after the other, 64 bytes, and not DER", len(signature))
	}
	return jwtFault(jwtBadSignature, "JWT 的签名不对：它不是用这个密钥签的，或签名后内容被改过", "the JWT's signature is wrong: another key made it, or the content was changed since")
}

// otherSalt reports a salt length that JOSE does not allow, which golang-jwt takes.
func otherSalt(signed string, signature []byte, key crypto.PublicKey, method jwt.SigningMethod) bool {
	pss, isPSS := method.(*jwt.SigningMethodRSAPSS)
	public, isRSA := key.(*rsa.PublicKey)
	if !isPSS || !isRSA {
		return false
	}
	h := pss.Hash.New()
	h.Write([]byte(signed))
	return rsa.VerifyPSS(public, pss.Hash, h.Sum(nil), signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) != nil
}

// time is a claim that is a number of seconds since 1970; false when it is missing,
// or no number.
func (t *jwtToken) time(claim string) (time.Time, bool) {
	n, ok := t.claims[claim].(json.Number)
	if !ok {
		return time.Time{}, false
	}
	seconds, err := n.Float64()
	// Far beyond milliseconds, which are a usual mistake.
	if err != nil || math.Abs(seconds) > 1e15 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// publicKey returns the public half of a private key in PEM: PKCS#8, PKCS#1 or SEC 1.
func publicKey(data []byte) (crypto.PublicKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("it is no PEM")
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, err
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return &key.PublicKey, nil
	case *ecdsa.PrivateKey:
		return &key.PublicKey, nil
	}
	return nil, errors.New("it is neither an RSA nor an EC key")
}
