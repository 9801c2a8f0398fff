package apple

import (
	"bytes"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// Credential is a certificate with its private key, ready to send pushes with.
type Credential struct {
	File string
	// TLS holds the leaf first, then those of its issuers that the file holds, and
	// the key. APNs takes the leaf alone too.
	TLS  tls.Certificate
	Leaf *x509.Certificate
	// Protected says that the file cannot be opened without a password; the IM
	// console demands one.
	Protected bool
	Facts     Certificate
}

// Certificate is what a certificate says of itself. What it does not say is "" or
// empty.
type Certificate struct {
	Kind       CertificateKind
	CommonName string // "Apple Push Services: com.example.app"
	UID        string // the subject's UID as it stands
	// BundleID is the app: the UID, or what follows the prefix of the common name.
	// A website or pass has its own id there ("web.…", "pass.…"). "" for
	// certificates that are not for pushing.
	BundleID   string
	TeamID     string // an OU of ten characters, as Apple's teams have; other certificates have anything there
	Issuer     string // common name of the issuer
	IssuerUnit string // its OU: the generation, "G4"
	// NotBefore and NotAfter are in UTC.
	NotBefore, NotAfter time.Time
	// Environments that the certificate may push to: those of its extensions, else
	// those that its common name stands for.
	Environments []Environment
	// Topics that it may push to: those listed in its extensions, else the UID.
	Topics      []string
	ClientAuth  bool // extended key usage: TLS client, as push certificates have
	CodeSigning bool // extended key usage: code signing
	KeyMatches  bool // the private key in the file belongs to the certificate
}

// ReadCertificate reads a .p12 or .pfx file, or a PEM file with a certificate and
// a key in any order; further certificates may stand beside them. The password
// may be "". Every error is an [*Error].
func ReadCertificate(path, password string) (*Credential, error) {
	data, err := readFile(path, maxCredential)
	if err != nil {
		return nil, err
	}
	return ParseCertificate(path, data, password)
}

// ParseCertificate is [ReadCertificate] for the content of a file.
func ParseCertificate(file string, data []byte, password string) (*Credential, error) {
	c, err := decode(file, data, password, true)
	if err != nil {
		return nil, err
	}
	switch {
	case len(c.keys) == 0 && len(c.certificates) == 0:
		return nil, notP12(file, data)
	case len(c.keys) > 1:
		return nil, severalKeys(file)
	case len(c.keys) == 0:
		return nil, noKey(file)
	case len(c.certificates) == 0:
		return nil, noCertificate(file)
	}
	credential, ok := c.store(file).Credential()
	if !ok {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.F("私钥类型 %T 不能用来建立连接", "a private key of the type %T cannot open a connection", c.keys[0]),
			Hint:    text.T("苹果的推送证书使用 RSA 密钥，确认没有选错文件", "Apple's push certificates have RSA keys; make sure that it is the right file")}
	}
	return credential, nil
}

func belongs(c *x509.Certificate, key crypto.Signer) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// chain is the leaf followed by its issuers, as far as they are there. What else
// an export holds (other people's certificates, twice the same) does not belong
// into a handshake.
func chain(leaf *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	out := []*x509.Certificate{leaf}
	for last := leaf; ; {
		i := slices.IndexFunc(others, func(c *x509.Certificate) bool {
			return bytes.Equal(c.RawSubject, last.RawIssuer) && !slices.ContainsFunc(out, c.Equal)
		})
		if i < 0 {
			return out
		}
		last = others[i]
		out = append(out, last)
	}
}

// FactsOf returns what a certificate says of itself, one that came in a TLS
// handshake for example. KeyMatches stays false: there is no key to compare with.
func FactsOf(c *x509.Certificate) Certificate {
	out := Certificate{
		CommonName: c.Subject.CommonName,
		UID:        subjectUID(c),
		Issuer:     c.Issuer.CommonName,
		NotBefore:  c.NotBefore,
		NotAfter:   c.NotAfter,
		ClientAuth: slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth),
	}
	out.CodeSigning = slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageCodeSigning)
	if i := slices.IndexFunc(c.Subject.OrganizationalUnit, isTeam); i >= 0 {
		out.TeamID = c.Subject.OrganizationalUnit[i]
	}
	if units := c.Issuer.OrganizationalUnit; len(units) > 0 {
		out.IssuerUnit = units[0]
	}
	e := readExtensions(c)
	name, id := prefixOf(out.CommonName)
	out.Kind = kindOf(out, e, name)
	if !out.Kind.Pushes() {
		return out
	}
	out.BundleID = out.UID
	if out.BundleID == "" {
		out.BundleID = id
	}
	out.Environments = e.environments()
	if len(out.Environments) == 0 {
		out.Environments = slices.Clone(name.environments)
	}
	out.Topics = e.topics
	if len(out.Topics) == 0 && out.UID != "" {
		out.Topics = []string{topicOf(out.Kind, out.UID)}
	}
	return out
}

// topicOf is what an app's id becomes for a kind of pushes, where no extension says.
func topicOf(kind CertificateKind, id string) string {
	if kind == VoIP && !strings.HasSuffix(id, ".voip") {
		return id + ".voip"
	}
	return id
}

// isTeam reports whether an OU is a team's id.
func isTeam(s string) bool {
	return len(s) == 10 && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}
