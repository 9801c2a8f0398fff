package apple

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	fixture "github.com/offpush/offpush/internal/applefixture"
)

// Everything that the tests read is made here; nothing of it is Apple's.

const team, app = fixture.Team, fixture.BundleID

// topicsDER was made with openssl: the topics
// app, .voip and .complication.
const topicsDER = "30670C10636F6D2E6578616D706C652E64656D6F30050C036170700C15636F6D2E6578616D706C652E64656D6F2E766F697030060C04766F69700C1D636F6D2E6578616D706C652E64656D6F2E636F6D706C69636174696F6E300E0C0C636F6D706C69636174696F6E"

var (
	rsaKey, ecKey, otherKey = fixture.RSA, fixture.P256, fixture.P384

	issuer = sync.OnceValue(func() *x509.Certificate {
		return sign(&x509.Certificate{IsCA: true, BasicConstraintsValid: true,
			Subject: pkix.Name{CommonName: "Apple Worldwide Developer Relations Certification Authority", OrganizationalUnit: []string{"G4"}}}, nil, &otherKey().PublicKey)
	})
	pushCert = sync.OnceValue(func() *x509.Certificate {
		return certificate(spec{cn: "Apple Push Services: " + app, ext: []pkix.Extension{null(oidDevelopment), null(oidProduction), topics()}, client: true})
	})
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// spec is a certificate to be made.
type spec struct {
	cn           string
	noUID        bool
	ext          []pkix.Extension
	client, code bool
	key          any // public; rsaKey when nil
}

var (
	before = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	after  = time.Date(2027, 2, 1, 3, 4, 5, 0, time.UTC)
)

func certificate(s spec) *x509.Certificate {
	c := &x509.Certificate{ExtraExtensions: s.ext, Subject: pkix.Name{CommonName: s.cn, OrganizationalUnit: []string{team}}}
	if !s.noUID {
		c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oid(oidUserID), Value: app}}
	}
	if s.client {
		c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth)
	}
	if s.code {
		c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageCodeSigning)
	}
	if s.key == nil {
		s.key = &rsaKey().PublicKey
	}
	return sign(c, issuer(), s.key)
}

func sign(c, parent *x509.Certificate, public any) *x509.Certificate {
	c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(7), before, after
	if parent == nil {
		parent = c
	}
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, c, parent, public, otherKey()))))
}

func oid(s string) asn1.ObjectIdentifier {
	var out asn1.ObjectIdentifier
	for _, part := range bytes.Split([]byte(s), []byte(".")) {
		n := 0
		for _, d := range part {
			n = n*10 + int(d-'0')
		}
		out = append(out, n)
	}
	return out
}

func null(id string) pkix.Extension { return pkix.Extension{Id: oid(id), Value: []byte{5, 0}} }

func topics() pkix.Extension {
	return pkix.Extension{Id: oid(oidTopics), Value: must(hex.DecodeString(topicsDER))}
}

// voipTopics is an extension with a topic and its use for VoIP.
func voipTopics(id string) pkix.Extension {
	return pkix.Extension{Id: oid(id), Value: must(asn1.Marshal(struct {
		Topic string `asn1:"utf8"`
		Uses  []string
	}{app + ".voip", []string{"voip"}}))}
}

const plistHead = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">`

// profilePlist is a profile's content; entitlements and more are XML.
func profilePlist(entitlements, more string) string {
	return plistHead + `<dict>
	<key>AppIDName</key><string>Demo</string>
	<key>ApplicationIdentifierPrefix</key><array><string>` + team + `</string></array>
	<key>CreationDate</key><date>2026-01-02T03:04:05Z</date>
	<key>Platform</key><array><string>iOS</string></array>
	<key>DeveloperCertificates</key><array><data>AQID</data></array>
	<key>Entitlements</key><dict><key>application-identifier</key><string>` + team + `.` + app + `</string>` + entitlements + `</dict>
	<key>ExpirationDate</key><date>2027-01-02T03:04:05Z</date>
	<key>Name</key><string>演示 development</string>
	<key>TeamIdentifier</key><array><string>` + team + `</string></array>
	<key>TeamName</key><string>Example</string>
	<key>TimeToLive</key><integer>365</integer>
	<key>UUID</key><string>00000000-0000-4000-8000-000000000000</string>
	<key>Version</key><integer>1</integer>` + more + `
</dict></plist>`
}

const (
	devEntitlements  = `<key>aps-environment</key><string>development</string><key>get-task-allow</key><true/>`
	prodEntitlements = `<key>aps-environment</key><string>production</string><key>get-task-allow</key><false/>`
	devices          = `<key>ProvisionedDevices</key><array><string>00008030-1</string><string>00008030-2</string></array>`
)

// signed wraps a property list as Apple does.
func signed(list string) []byte { return fixture.Wrap([]byte(list)) }

// machO is a tiny executable with entitlements; none when nil.
func machO(entitlements map[string]any) []byte {
	return fixture.Executable{Entitlements: entitlements}.Make()
}

// fat puts executables for x86-64 and arm64 into one.
func fat(x86, arm []byte, wide bool) []byte {
	return fixture.Fat(wide, fixture.Slice{CPU: fixture.X8664, Data: x86}, fixture.Slice{CPU: fixture.ARM64, Data: arm})
}

// entitlements are those of an app with an aps-environment; fixture.NoAPS for none.
func entitlements(aps string) map[string]any {
	return fixture.App{Profile: fixture.Profile{APS: aps}}.Entitlements()
}

const infoXML = plistHead + `<dict><key>CFBundleExecutable</key><string>Demo</string><key>CFBundleIdentifier</key><string>` + app +
	`</string><key>CFBundleShortVersionString</key><string>1.2</string></dict></plist>`

// zipped packs files; the names are paths in the zip.
func zipped(files map[string][]byte) []byte {
	var entries []fixture.Entry
	for name, content := range files {
		entries = append(entries, fixture.Entry{Name: name, Data: content})
	}
	return fixture.Zip(entries...)
}

// put writes a file into a folder of its own and returns its path.
func put(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantError checks the reason of an error and that both languages are there.
func wantError(t *testing.T, err error, reason Reason) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error that says %s", err, reason)
	}
	if e.Reason != reason {
		t.Errorf("got %s (%v), want %s", e.Reason, e, reason)
	}
	if e.File == "" || e.Message.ZH == "" || e.Message.EN == "" || e.Hint.ZH == "" || e.Hint.EN == "" {
		t.Errorf("incomplete: %+v", *e)
	}
	return e
}
