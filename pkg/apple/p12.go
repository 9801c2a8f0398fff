package apple

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"

	"github.com/offpush/offpush/pkg/text"
)

// pfx is the outside of a PKCS#12 file (RFC 7292 §4).
type pfx struct {
	Version int
	Safe    contentInfo
	MAC     mac `asn1:"optional"`
}

type contentInfo struct {
	ID      asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
}

type mac struct {
	Digest struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	Salt       []byte
	Iterations int `asn1:"optional,default:1"`
}

// encryptedData is PKCS#7's, and encryptedKey PKCS#8's.
type encryptedData struct {
	Version int
	Content struct {
		ID        asn1.ObjectIdentifier
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte `asn1:"optional,tag:0"`
	}
}

type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// bag holds one thing.
type bag struct {
	ID         asn1.ObjectIdentifier
	Value      asn1.RawValue `asn1:"explicit,tag:0"`
	Attributes asn1.RawValue `asn1:"optional"`
}

type certificateBag struct {
	ID   asn1.ObjectIdentifier
	Data asn1.RawValue `asn1:"explicit,tag:0"` // an OCTET STRING, of X.509
}

var (
	oidData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSigned      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidEncrypted   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidX509        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 22, 1}
	oidKey         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidSealedKey   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
	oidNested      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 6}
)

const (
	maxNesting = 4         // of safes in safes
	maxSafe    = 512 << 10 // bytes that are encrypted; a certificate has two thousand
)

// decodeP12 reads a PKCS#12 file: what is not encrypted by itself, the rest by the
// libraries.
//
// When it is lenient, the empty password is tried too: who opens several files
// with one password is to learn that this one has none.
func decodeP12(file string, data []byte, password string, lenient bool) (*contents, *Error) {
	data = trimDER(data)
	s, ok := outline(data)
	if !ok || data[0] != 0x30 {
		return nil, notP12(file, data)
	}
	if s.ber {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.T("p12 采用 BER 编码（不定长），只支持 DER", "the p12 is BER with indefinite lengths; only DER can be read"),
			Hint:    reexport()}
	}
	var outside pfx
	err := unmarshal(data, &outside)
	if err != nil && !beginsP12(data) || err == nil && outside.Version != 3 {
		return nil, notP12(file, data)
	}
	p := &p12{password: password, lenient: lenient, contents: contents{format: P12}}
	if err == nil {
		err = p.read(data, &outside)
	}
	if err != nil {
		return nil, p12Error(file, err, password)
	}
	return &p.contents, nil
}

// p12 is a file being read.
type p12 struct {
	contents
	password  string
	lenient   bool
	encrypted bool
	effort    effort
	parts     []func() error // read what there is, in the order of the file
}

// read looks at the whole file, then checks the password, where there is something
// to check it with, then opens the parts.
func (p *p12) read(data []byte, outside *pfx) error {
	var inside []byte
	var safes []contentInfo
	switch id := outside.Safe.ID; {
	case id.Equal(oidSigned):
		return unknown("a p12 that is signed rather than protected by a password")
	case !id.Equal(oidData):
		return unknown("the content " + id.String())
	}
	if err := unmarshal(outside.Safe.Content.Bytes, &inside); err != nil {
		return err
	}
	if err := unmarshal(inside, &safes); err != nil {
		return err
	}
	if err := p.lookAtMAC(&outside.MAC); err != nil {
		return err
	}
	for _, s := range safes {
		if err := p.lookAtSafe(s); err != nil {
			return err
		}
	}
	if !p.noMAC {
		if err := p.check(data, len(safes)); err != nil {
			return err
		}
	}
	for _, part := range p.parts {
		if err := part(); err != nil {
			return err
		}
	}
	p.protected = p.password != "" && (!p.noMAC || p.encrypted)
	return p.settle()
}

// check verifies the MAC, and settles which password it is.
func (p *p12) check(data []byte, safes int) error {
	err := verify(data, safes, p.password)
	wrong := errors.Is(err, errPassword) || errors.Is(err, errInexpressible)
	if wrong && p.password != "" && p.lenient && verify(data, safes, "") == nil {
		p.password = ""
		return nil
	}
	return err
}

func (p *p12) lookAtMAC(m *mac) error {
	id := m.Digest.Algorithm.Algorithm
	p.noMAC = len(id) == 0
	p.modern = !p.noMAC && !id.Equal(oidSHA1) && !id.Equal(oidMD5)
	switch {
	case p.noMAC:
		return nil
	case id.Equal(oidPBMAC1):
		return p.effort.algorithm(m.Digest.Algorithm)
	}
	return p.effort.iterate(m.Iterations)
}

func (p *p12) lookAtSafe(s contentInfo) error {
	switch {
	case s.ID.Equal(oidData):
		var bags []byte
		if err := unmarshal(s.Content.Bytes, &bags); err != nil {
			return err
		}
		return p.lookAtBags(bags, maxNesting)
	case s.ID.Equal(oidEncrypted):
		var e encryptedData
		if err := unmarshal(s.Content.Bytes, &e); err != nil {
			return err
		}
		if n := len(e.Content.Data); n == 0 || n > maxSafe {
			return fmt.Errorf("%d encrypted bytes", n)
		}
		p.parts = append(p.parts, func() error { return p.addSafe(s, &e) })
		return p.lookAtCipher(e.Content.Algorithm)
	}
	return unknown("the content " + s.ID.String())
}

func (p *p12) lookAtCipher(algorithm pkix.AlgorithmIdentifier) error {
	p.encrypted = true
	p.modern = p.modern || algorithm.Algorithm.Equal(oidPBES2)
	return p.effort.algorithm(algorithm)
}

// blame says what an error in something encrypted comes from: only a MAC tells
// damage from a wrong password.
func (p *p12) blame(err error) error {
	if p.noMAC {
		return unvouched(err)
	}
	return err
}

func (p *p12) lookAtBags(data []byte, depth int) error {
	var bags []bag
	if err := unmarshal(data, &bags); err != nil {
		return err
	}
	for _, b := range bags {
		if err := p.lookAtBag(b, depth); err != nil {
			return err
		}
	}
	return nil
}

func (p *p12) lookAtBag(b bag, depth int) error {
	der := b.Value.Bytes
	switch {
	case b.ID.Equal(oidKey):
		p.parts = append(p.parts, func() error { return p.addKey(parseKey(der)) })
	case b.ID.Equal(oidSealedKey):
		var e encryptedKey
		if err := unmarshal(der, &e); err != nil {
			return err
		}
		p.parts = append(p.parts, func() error {
			key, err := unsealKey(p.password, der)
			return p.addKey(key, p.blame(err))
		})
		return p.lookAtCipher(e.Algorithm)
	case b.ID.Equal(oidCertificate):
		p.parts = append(p.parts, func() error { return p.addBag(der) })
	case b.ID.Equal(oidNested):
		if depth == 0 {
			return errOutline
		}
		return p.lookAtBags(der, depth-1)
	}
	return nil
}

var errOutline = errors.New("the elements do not fit into each other")

// addBag adds the certificate in a bag.
func (p *p12) addBag(data []byte) error {
	var c certificateBag
	var der []byte
	if err := unmarshal(data, &c); err != nil {
		return err
	}
	if !c.ID.Equal(oidX509) {
		return unknown("a certificate that is not X.509")
	}
	if err := unmarshal(c.Data.Bytes, &der); err != nil {
		return err
	}
	p.addCertificate(der)
	return nil
}
