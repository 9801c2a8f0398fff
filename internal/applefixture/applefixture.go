// Package applefixture makes files like those that a team has of Apple's: push
// and signing certificates with Apple's extensions, p12, PEM and p8 files,
// provisioning profiles, executables with code signatures, ipas. Nothing of them
// is Apple's; the keys are made anew in every process, once each. It is for tests
// and benchmarks, and panics where a specification makes no sense.
//
// The zero value of every specification is a sensible one: an app
// com.example.demo of the team ABCDE12345.
package applefixture

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"sync"
	"time"
)

// What the files say where a specification is silent.
const (
	BundleID = "com.example.demo"
	Team     = "ABCDE12345"
	KeyID    = "KEY1234567" // in the name of a p8: "AuthKey_KEY1234567.p8"
	Password = "demo-Password-1"
	Chinese  = "推送证书密码"
)

// The validity where a specification is silent: certificates NotBefore to NotAfter,
// profiles NotBefore to Expires.
var (
	NotBefore = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	NotAfter  = time.Date(2027, 2, 1, 3, 4, 5, 0, time.UTC)
	Expires   = time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
)

// The keys: RSA is that of a certificate, P256 that of a p8, unless something else
// is said.
var (
	RSA      = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
	OtherRSA = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
	P256     = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) })
	P384     = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)) })
	Ed25519  = sync.OnceValue(func() ed25519.PrivateKey { _, key, err := ed25519.GenerateKey(rand.Reader); return must(key, err) })

	authorityKey = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)) })
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// or returns the first value that is not zero.
func or[T comparable](values ...T) T {
	var zero T
	for _, v := range values {
		if v != zero {
			return v
		}
	}
	return zero
}
