package apple

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

// Limits of what all key derivations of a file may cost together: half a second
// (SHA-512 takes a microsecond an iteration), two on a slow machine where a wrong
// password and the empty one are tried, and 32 MiB. OpenSSL writes 2048 iterations,
// Apple's tools up to some ten thousand, careful people a hundred thousand, three
// times in a p12.
const (
	maxIterations  = 400_000
	maxScryptBlock = 1 << 18 // N × r; times 128 bytes
	maxScryptTurns = 1 << 20 // N × r × p
)

// errSealed says that parameters do not fit each other.
var errSealed = errors.New("broken encryption parameters")

// costlyError says how much a file asks for.
type costlyError struct {
	iterations int64 // the figure that is too high
	scrypt     bool  // it is N × r × p
}

func (e *costlyError) Error() string { return fmt.Sprintf("%d iterations", e.iterations) }

// unknownError says what no reader is there for.
type unknownError struct{ text string }

func (e *unknownError) Error() string { return e.text }

func unknown(what string) error { return &unknownError{what + " is not supported"} }

// effort counts the iterations that a file asks for. Key derivations are made slow
// on purpose, and the file says how slow; the libraries do as it says. They are
// given nothing that was not counted.
type effort int64

// iterate is asked before a derivation.
func (e *effort) iterate(n int) error {
	if n < 1 {
		return errSealed
	}
	if int64(n) > maxIterations-int64(*e) {
		return &costlyError{iterations: int64(*e) + min(int64(n), 1<<62)}
	}
	*e += effort(n)
	return nil
}

// What an algorithm identifier says (RFC 7292, appendix C; RFC 8018, appendix A).
var (
	oidPBES1  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5} // PBMAC1, PBKDF2 and PBES2 too
	oidPBES12 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBMAC1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 14}
	oidScrypt = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11}
)

// scheme is the parameters of PBES2 and PBMAC1.
type scheme struct{ Derivation, Cipher pkix.AlgorithmIdentifier }

// derivation is those of PBKDF2.
type derivation struct {
	Salt       []byte
	Iterations int
	Length     int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// algorithm counts what an encryption or a MAC costs.
func (e *effort) algorithm(a pkix.AlgorithmIdentifier) error {
	id := a.Algorithm
	switch {
	case id.Equal(oidPBES2), id.Equal(oidPBMAC1):
		var s scheme
		if unmarshal(a.Parameters.FullBytes, &s) != nil {
			return errSealed
		}
		return e.derivation(s.Derivation)
	case len(id) > 0 && (id[:len(id)-1].Equal(oidPBES1) || id[:len(id)-1].Equal(oidPBES12)):
		var p struct {
			Salt       []byte
			Iterations int
		}
		if unmarshal(a.Parameters.FullBytes, &p) != nil {
			return errSealed
		}
		return e.iterate(p.Iterations)
	}
	return unknown("the encryption " + id.String())
}

func (e *effort) derivation(a pkix.AlgorithmIdentifier) error {
	switch id := a.Algorithm; {
	case id.Equal(oidPBKDF2):
		var p derivation
		if unmarshal(a.Parameters.FullBytes, &p) != nil {
			return errSealed
		}
		return e.iterate(p.Iterations)
	case id.Equal(oidScrypt):
		return e.scrypt(a.Parameters.FullBytes)
	default:
		return unknown("the key derivation " + id.String())
	}
}

// scrypt counts RFC 7914's derivation.
func (e *effort) scrypt(parameters []byte) error {
	var p struct {
		Salt    []byte
		N, R, P int64
		Length  int64 `asn1:"optional"`
	}
	if unmarshal(parameters, &p) != nil || p.N < 2 || p.R < 1 || p.P < 1 {
		return errSealed
	}
	const most = 1 << 20 // a product of three stays an int64
	if n := min(p.N, most) * min(p.R, most) * min(p.P, most); p.N > most || p.R > most || p.P > most || p.N*p.R > maxScryptBlock || n > maxScryptTurns {
		return &costlyError{iterations: n, scrypt: true}
	}
	return e.iterate(int(max(p.N*p.R*p.P/4, 1))) // as long as so many of PBKDF2's
}

// unmarshal reads DER that ends where its value does.
func unmarshal(der []byte, v any) error {
	rest, err := asn1.Unmarshal(der, v)
	if err == nil && len(rest) > 0 {
		err = asn1.SyntaxError{Msg: "trailing data"}
	}
	return err
}
