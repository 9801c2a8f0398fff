package apple

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"hash"
	"math/big"
	"unicode/utf16"

	"github.com/youmark/pkcs8"
)

// Limits of what all key derivations of a file may cost together: about a second,
// and 32 MiB. OpenSSL writes 2048 iterations, Apple's tools up to some ten
// thousand, careful people a million, three times in a p12.
const (
	maxIterations  = 3_000_000
	maxScryptBlock = 1 << 18 // N × r; times 128 bytes
	maxScryptTurns = 1 << 20 // N × r × p
)

// costlyError says how much a file asks for.
type costlyError struct {
	iterations int64 // the figure that is too high
	scrypt     bool  // it is N × r × p
}

func (e *costlyError) Error() string { return fmt.Sprintf("%d iterations", e.iterations) }

// effort counts the iterations that were made.
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

// digest is a hash function with the size of its blocks.
type digest struct {
	create func() hash.Hash
	oid    string // of the hash
	hmac   string // of the HMAC with it
}

// The digests that occur.
var (
	md5Digest  = &digest{md5.New, "1.2.840.113549.2.5", "1.2.840.113549.2.6"}
	sha1Digest = &digest{sha1.New, "1.3.14.3.2.26", "1.2.840.113549.2.7"}
	digests    = []*digest{
		sha1Digest, md5Digest,
		{sha256.New224, "2.16.840.1.101.3.4.2.4", "1.2.840.113549.2.8"},
		{sha256.New, "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9"},
		{sha512.New384, "2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10"},
		{sha512.New, "2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11"},
	}
)

// digestOf finds a digest by its own identifier or by that of its HMAC.
func digestOf(id asn1.ObjectIdentifier) (*digest, error) {
	for _, d := range digests {
		if s := id.String(); s == d.oid || s == d.hmac {
			return d, nil
		}
	}
	return nil, &unknownError{"the digest " + id.String()}
}

// The purposes of a key (RFC 7292, appendix B.3).
const (
	useKey byte = 1 + iota
	useIV
	useMAC
)

// pkcs12 derives a key as PKCS #12 always did (RFC 7292, appendix B.2).
func (d *digest) pkcs12(use byte, password, salt []byte, iterations, size int) []byte {
	h := d.create()
	v := h.BlockSize()
	diversifier := make([]byte, v)
	for i := range diversifier {
		diversifier[i] = use
	}
	in := append(repeat(salt, v), repeat(password, v)...)
	var out, a []byte
	for len(out) < size {
		h.Reset()
		h.Write(diversifier)
		h.Write(in)
		a = h.Sum(a[:0])
		for range iterations - 1 {
			h.Reset()
			h.Write(a)
			a = h.Sum(a[:0])
		}
		out = append(out, a...)
		add(in, repeat(a, v)[:v], v)
	}
	return out[:size]
}

// repeat writes pattern until a number of whole blocks is full.
func repeat(pattern []byte, block int) []byte {
	if len(pattern) == 0 {
		return nil
	}
	out := make([]byte, (len(pattern)+block-1)/block*block)
	for i := range out {
		out[i] = pattern[i%len(pattern)]
	}
	return out
}

// add adds b + 1 to each block of in.
func add(in, b []byte, block int) {
	plus := new(big.Int).Add(new(big.Int).SetBytes(b), big.NewInt(1))
	over := new(big.Int).Lsh(big.NewInt(1), uint(8*block))
	for ; len(in) > 0; in = in[block:] {
		sum := new(big.Int).Add(new(big.Int).SetBytes(in[:block]), plus)
		sum.Mod(sum, over).FillBytes(in[:block])
	}
}

// bmp is the password as PKCS #12 wants it: UTF-16 with a final zero.
func (o *opener) bmp() []byte {
	if o.bare && o.password == "" {
		return nil
	}
	var out []byte
	for _, u := range append(utf16.Encode([]rune(o.password)), 0) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}

// pbkdf1 is RFC 8018 §5.1.
func pbkdf1(d *digest, password string, salt []byte, iterations int) []byte {
	h := d.create()
	out := append([]byte(password), salt...)
	for range iterations {
		h.Reset()
		h.Write(out)
		out = h.Sum(out[:0])
	}
	return out
}

// derivation is PBKDF2-params (RFC 8018, appendix A.2).
type derivation struct {
	Salt       []byte
	Iterations int
	Length     int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// derive derives a key of a size by PBKDF2 or scrypt.
func (o *opener) derive(algorithm pkix.AlgorithmIdentifier, size int) ([]byte, error) {
	switch id := algorithm.Algorithm.String(); id {
	case "1.2.840.113549.1.5.12":
		var p derivation
		if unmarshal(algorithm.Parameters.FullBytes, &p) != nil {
			return nil, errSealed
		}
		prf := sha1Digest
		if len(p.PRF.Algorithm) > 0 {
			var err error
			if prf, err = digestOf(p.PRF.Algorithm); err != nil {
				return nil, err
			}
		}
		if err := o.effort.iterate(p.Iterations); err != nil {
			return nil, err
		}
		return pbkdf2.Key(prf.create, o.password, p.Salt, p.Iterations, size)
	case "1.3.6.1.4.1.11591.4.11":
		return o.scrypt(algorithm.Parameters.FullBytes, size)
	default:
		return nil, &unknownError{"the key derivation " + id}
	}
}

// scrypt is RFC 7914 §7.
func (o *opener) scrypt(parameters []byte, size int) ([]byte, error) {
	var p struct {
		Salt    []byte
		N, R, P int64
		Length  int64 `asn1:"optional"`
	}
	if unmarshal(parameters, &p) != nil || p.N < 2 || p.R < 1 || p.P < 1 {
		return nil, errSealed
	}
	const most = 1 << 20 // a product of three stays an int64
	if n := min(p.N, most) * min(p.R, most) * min(p.P, most); p.N > most || p.R > most || p.P > most || p.N*p.R > maxScryptBlock || n > maxScryptTurns {
		return nil, &costlyError{iterations: n, scrypt: true}
	}
	if err := o.effort.iterate(int(p.N * p.R * p.P * 4)); err != nil { // as long as so many of PBKDF2's
		return nil, err
	}
	key, _, err := pkcs8.ScryptOpts{CostParameter: int(p.N), BlockSize: int(p.R), ParallelizationParameter: int(p.P)}.
		DeriveKey([]byte(o.password), p.Salt, size)
	if err != nil { // N is no power of two
		return nil, errSealed
	}
	return key, nil
}

// mac is MacData (RFC 7292 §4), by PKCS #12's own derivation or PBMAC1 (RFC 9579).
type mac struct {
	Digest struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	Salt       []byte
	Iterations int `asn1:"optional,default:1"`
}

// verify reports whether the MAC of content is made with the password.
func (o *opener) verify(m *mac, content []byte) (bool, error) {
	d, key, err := o.macKey(m)
	if err != nil {
		return false, err
	}
	h := hmac.New(d.create, key)
	h.Write(content)
	return hmac.Equal(h.Sum(nil), m.Digest.Value), nil
}

func (o *opener) macKey(m *mac) (*digest, []byte, error) {
	algorithm := m.Digest.Algorithm
	if algorithm.Algorithm.String() != "1.2.840.113549.1.5.14" {
		d, err := digestOf(algorithm.Algorithm)
		if err != nil {
			return nil, nil, err
		}
		if err := o.effort.iterate(m.Iterations); err != nil {
			return nil, nil, err
		}
		return d, d.pkcs12(useMAC, o.bmp(), m.Salt, m.Iterations, d.create().Size()), nil
	}
	var p struct{ Derivation, MAC pkix.AlgorithmIdentifier }
	var length derivation
	if unmarshal(algorithm.Parameters.FullBytes, &p) != nil || unmarshal(p.Derivation.Parameters.FullBytes, &length) != nil {
		return nil, nil, errSealed
	}
	d, err := digestOf(p.MAC.Algorithm)
	if err != nil {
		return nil, nil, err
	}
	if length.Length < 20 || length.Length > 64 { // short keys would be guessed (RFC 9579 §7)
		return nil, nil, errSealed
	}
	key, err := o.derive(p.Derivation, length.Length)
	return d, key, err
}
