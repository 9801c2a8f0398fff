package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"slices"
	"time"
)

// authority signs the certificates that the emulator shows. Its own certificate
// says that it may sign for the vendors' hosts and this machine alone, so that
// whoever trusts it and loses its key has lost nothing else.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte // the certificate
}

const (
	authorityLives = 365 * 24 * time.Hour
	// authorityEnds is how long before its end an authority is made anew.
	authorityEnds = 30 * 24 * time.Hour
	// leafLives is the most that clients take.
	leafLives = 397 * 24 * time.Hour
	// skew is how far a client's clock may be behind.
	skew = time.Hour
)

// localNets are the addresses of this machine.
func localNets() []*net.IPNet {
	return []*net.IPNet{
		{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
		{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
	}
}

// makeAuthority makes a new authority for hosts and this machine.
func makeAuthority(hosts []string, now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber:                serial(),
		Subject:                     pkix.Name{CommonName: "offpush emulator CA (this machine only)"},
		NotBefore:                   now.Add(-skew),
		NotAfter:                    now.Add(authorityLives),
		KeyUsage:                    x509.KeyUsageCertSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLenZero:              true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         append(slices.Clone(hosts), local),
		PermittedIPRanges:           localNets(),
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return newAuthority(der, key)
}

func newAuthority(der []byte, key *ecdsa.PrivateKey) (*authority, error) {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{certificate: c, key: key, pem: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})}, nil
}

// leaf makes a server certificate.
func (a *authority) leaf(name string, ips []net.IP, now time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	end := now.Add(leafLives - skew)
	if a.certificate.NotAfter.Before(end) {
		end = a.certificate.NotAfter
	}
	t := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-skew),
		NotAfter:              end,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{name},
		IPAddresses:           ips,
	}
	der, err := x509.CreateCertificate(rand.Reader, t, a.certificate, key.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// serial is 120 random bits.
func serial() *big.Int {
	b := make([]byte, 15)
	_, _ = rand.Read(b) // never fails
	return new(big.Int).SetBytes(b)
}

// fits reports whether an authority may be used: it is this one's key, valid for
// a while yet, limited as it should be, and good for all hosts.
func (a *authority) fits(hosts []string, now time.Time) bool {
	c := a.certificate
	if !a.key.PublicKey.Equal(c.PublicKey) || c.CheckSignatureFrom(c) != nil {
		return false
	}
	if now.Before(c.NotBefore) || now.Add(authorityEnds).After(c.NotAfter) {
		return false
	}
	for _, h := range append(slices.Clone(hosts), local) {
		if !slices.Contains(c.PermittedDNSDomains, h) {
			return false
		}
	}
	sameNet := func(a, b *net.IPNet) bool { return a.String() == b.String() }
	return c.IsCA && c.MaxPathLenZero && c.PermittedDNSDomainsCritical && slices.EqualFunc(c.PermittedIPRanges, localNets(), sameNet)
}
