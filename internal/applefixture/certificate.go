package applefixture

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
	"time"
)

// Certificate is one to be made.
type Certificate struct {
	Kind     CertificateKind // Universal when ""
	BundleID string
	Team     string
	// CommonName replaces the one of the kind.
	CommonName          string
	NotBefore, NotAfter time.Time
	Key                 crypto.Signer // RSA() when nil
	// NoUID leaves the UID out of the subject.
	NoUID bool
}

// CertificateKind is what a certificate is for.
type CertificateKind string

// The kinds.
const (
	Sandbox          CertificateKind = "push-sandbox"
	Production       CertificateKind = "push-production" // as made before 2016
	Universal        CertificateKind = "push-universal"
	MacSandbox       CertificateKind = "push-mac-sandbox"
	MacProduction    CertificateKind = "push-mac-production"
	VoIP             CertificateKind = "voip"
	WatchKit         CertificateKind = "watchkit"
	Website          CertificateKind = "website"
	Pass             CertificateKind = "pass"
	MDM              CertificateKind = "mdm"
	SignDevelopment  CertificateKind = "sign-development"
	SignDistribution CertificateKind = "sign-distribution"
	Other            CertificateKind = "other" // a web server's
)

// CertificateKinds lists all kinds.
var CertificateKinds = []CertificateKind{Sandbox, Production, Universal, MacSandbox, MacProduction, VoIP, WatchKit,
	Website, Pass, MDM, SignDevelopment, SignDistribution, Other}

// Apple's extensions.
var (
	oidDevelopment = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 1}
	oidProduction  = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 2}
	oidVoIP        = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 4}
	oidTopics      = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 6}
	oidUserID      = asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
)

// anatomy is what sets a kind apart.
type anatomy struct {
	name       string // the common name begins so; the bundle id follows
	uid        string // before the bundle id
	extensions func(bundleID string) []pkix.Extension
	usage      x509.ExtKeyUsage
	unit       string // of the issuer: the generation
}

var anatomies = map[CertificateKind]anatomy{
	Sandbox:          {"Apple Development IOS Push Services: ", "", flags(oidDevelopment), x509.ExtKeyUsageClientAuth, "G4"},
	Production:       {"Apple Production IOS Push Services: ", "", flags(oidProduction), x509.ExtKeyUsageClientAuth, "G4"},
	Universal:        {"Apple Push Services: ", "", universal, x509.ExtKeyUsageClientAuth, "G4"},
	MacSandbox:       {"Apple Development Mac Push Services: ", "", flags(oidDevelopment), x509.ExtKeyUsageClientAuth, "G4"},
	MacProduction:    {"Apple Production Mac Push Services: ", "", flags(oidProduction), x509.ExtKeyUsageClientAuth, "G4"},
	VoIP:             {"VoIP Services: ", "", voip, x509.ExtKeyUsageClientAuth, "G4"},
	WatchKit:         {"WatchKit Services: ", "", watchKit, x509.ExtKeyUsageClientAuth, "G4"},
	Website:          {"Website Push ID: web.", "web.", flags(), x509.ExtKeyUsageClientAuth, "G4"},
	Pass:             {"Pass Type ID: pass.", "pass.", flags(), x509.ExtKeyUsageClientAuth, "G4"},
	MDM:              {"APSP:00000000-0000-4000-8000-000000000000 ", "com.apple.mgmt.External.", flags(), x509.ExtKeyUsageClientAuth, "G4"},
	SignDevelopment:  {"Apple Development: Demo (PERSON1234) ", "", flags(), x509.ExtKeyUsageCodeSigning, "G3"},
	SignDistribution: {"Apple Distribution: Demo (" + Team + ") ", "", flags(), x509.ExtKeyUsageCodeSigning, "G3"},
	Other:            {"www.example.com ", "", flags(), x509.ExtKeyUsageServerAuth, "G9"},
}

// Make makes the certificate.
func (c Certificate) Make() *x509.Certificate {
	kind := anatomies[or(c.Kind, Universal)]
	id, team := or(c.BundleID, BundleID), or(c.Team, Team)
	key := c.Key
	if key == nil {
		key = RSA()
	}
	name := kind.name + id
	if kind.usage != x509.ExtKeyUsageClientAuth || c.Kind == MDM { // they do not name the app
		name = name[:len(kind.name)-1]
	}
	t := &x509.Certificate{
		Subject:         pkix.Name{CommonName: or(c.CommonName, name), OrganizationalUnit: []string{team}, Organization: []string{"Demo"}, Country: []string{"CN"}},
		NotBefore:       or(c.NotBefore, NotBefore),
		NotAfter:        or(c.NotAfter, NotAfter),
		ExtKeyUsage:     []x509.ExtKeyUsage{kind.usage},
		KeyUsage:        x509.KeyUsageDigitalSignature,
		ExtraExtensions: kind.extensions(id),
	}
	if !c.NoUID && kind.usage != x509.ExtKeyUsageServerAuth {
		uid := kind.uid + id
		if kind.usage == x509.ExtKeyUsageCodeSigning {
			uid = team
		}
		t.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oidUserID, Value: uid}}
	}
	return sign(t, Authority(kind.unit), key.Public())
}

// Authority is a certificate like that of the issuer of a generation: "G4" for
// pushing, "G3" for signing.
func Authority(unit string) *x509.Certificate { return authorities()[unit] }

var authorities = sync.OnceValue(func() map[string]*x509.Certificate {
	out := map[string]*x509.Certificate{}
	for _, unit := range []string{"G3", "G4", "G9"} {
		out[unit] = sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
			NotBefore: time.Date(2020, 12, 16, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2030, 12, 10, 0, 0, 0, 0, time.UTC),
			Subject: pkix.Name{CommonName: "Apple Worldwide Developer Relations Certification Authority", OrganizationalUnit: []string{unit},
				Organization: []string{"Apple Inc."}, Country: []string{"US"}}}, nil, authorityKey().Public())
	}
	return out
})

func sign(c, parent *x509.Certificate, public any) *x509.Certificate {
	c.SerialNumber = big.NewInt(7)
	if parent == nil {
		parent = c
	}
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, c, parent, public, authorityKey()))))
}

// flags are extensions without a value.
func flags(ids ...asn1.ObjectIdentifier) func(string) []pkix.Extension {
	return func(string) []pkix.Extension {
		var out []pkix.Extension
		for _, id := range ids {
			out = append(out, pkix.Extension{Id: id, Value: []byte{5, 0}})
		}
		return out
	}
}

func universal(id string) []pkix.Extension {
	return append(flags(oidDevelopment, oidProduction)(id), topics(oidTopics, id, "app", id+".voip", "voip", id+".complication", "complication"))
}

func voip(id string) []pkix.Extension {
	return []pkix.Extension{topics(oidVoIP, id+".voip", "voip"), topics(oidTopics, id+".voip", "voip")}
}

func watchKit(id string) []pkix.Extension {
	return []pkix.Extension{topics(oidTopics, id+".complication", "complication", id+".watchkitapp", "watch")}
}

// topics is an extension that lists topics, each followed by its use.
func topics(oid asn1.ObjectIdentifier, pairs ...string) pkix.Extension {
	var list []any
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, utf8(pairs[i]), []asn1.RawValue{utf8(pairs[i+1])})
	}
	return pkix.Extension{Id: oid, Value: sequence(list...)}
}

func utf8(s string) asn1.RawValue {
	return asn1.RawValue{Tag: asn1.TagUTF8String, Bytes: []byte(s)}
}

// sequence is the DER of a SEQUENCE of values.
func sequence(values ...any) []byte {
	var body []byte
	for _, v := range values {
		body = append(body, must(asn1.Marshal(v))...)
	}
	return must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: body}))
}
