package applefixture

import (
	"crypto/x509"
	"fmt"
	"time"

	"github.com/smallstep/pkcs7"
	"howett.net/plist"
)

// ProfileKind is how apps with a profile reach a device.
type ProfileKind string

// The kinds.
const (
	Development ProfileKind = "development"
	AdHoc       ProfileKind = "adhoc"
	AppStore    ProfileKind = "appstore"
	Enterprise  ProfileKind = "enterprise"
)

// ProfileKinds lists all kinds.
var ProfileKinds = []ProfileKind{Development, AdHoc, AppStore, Enterprise}

// NoAPS as a value of APS leaves aps-environment out.
const NoAPS = "-"

// Profile is a provisioning profile to be made.
type Profile struct {
	Kind     ProfileKind // Development when ""
	BundleID string      // "*" makes a wildcard profile
	Team     string
	Prefix   string // of the application identifier; the team when ""
	APS      string // what the kind has when ""
	Name     string
	Devices  int    // three when 0, of the kinds that have any
	Platform string // "iOS" when ""
	// Created and Expires are NotBefore and Expires when zero.
	Created, Expires time.Time
	// Certificates are the signing certificates; one of the right kind when nil.
	Certificates []*x509.Certificate
}

// Make makes the file: CMS signed data around a property list.
func (p Profile) Make() []byte { return Wrap(p.List()) }

// Wrap signs content as Apple signs the list of a profile.
func Wrap(content []byte) []byte {
	s := must(pkcs7.NewSignedData(content))
	if err := s.AddSigner(Authority("G4"), authorityKey(), pkcs7.SignerInfoConfig{}); err != nil {
		panic(err)
	}
	return must(s.Finish())
}

// List makes the property list alone.
func (p Profile) List() []byte {
	kind, team := or(p.Kind, Development), or(p.Team, Team)
	list := map[string]any{
		"AppIDName":                   "Demo",
		"ApplicationIdentifierPrefix": []string{or(p.Prefix, team)},
		"CreationDate":                or(p.Created, NotBefore),
		"ExpirationDate":              or(p.Expires, Expires),
		"Platform":                    []string{or(p.Platform, "iOS")},
		"IsXcodeManaged":              false,
		"DeveloperCertificates":       p.certificates(kind),
		"Entitlements":                p.entitlements(),
		"Name":                        or(p.Name, "Demo "+string(kind)),
		"TeamIdentifier":              []string{team},
		"TeamName":                    "Demo",
		"TimeToLive":                  365,
		"UUID":                        "00000000-0000-4000-8000-000000000000",
		"Version":                     1,
	}
	switch kind {
	case Development, AdHoc:
		var devices []string
		for i := range or(p.Devices, 3) {
			devices = append(devices, fmt.Sprintf("00008030-%016X", i))
		}
		list["ProvisionedDevices"] = devices
	case Enterprise:
		list["ProvisionsAllDevices"] = true
	case AppStore:
	}
	return XML(list)
}

func (p Profile) certificates(kind ProfileKind) [][]byte {
	certificates := p.Certificates
	if certificates == nil {
		signing := SignDistribution
		if kind == Development {
			signing = SignDevelopment
		}
		certificates = []*x509.Certificate{Certificate{Kind: signing, Team: p.Team}.Make()}
	}
	out := [][]byte{}
	for _, c := range certificates {
		out = append(out, c.Raw)
	}
	return out
}

// entitlements are those that the profile allows, which an app signed with it has too.
func (p Profile) entitlements() map[string]any {
	kind, team := or(p.Kind, Development), or(p.Team, Team)
	aps := "production"
	if kind == Development {
		aps = "development"
	}
	e := map[string]any{
		"application-identifier":              or(p.Prefix, team) + "." + or(p.BundleID, BundleID),
		"com.apple.developer.team-identifier": team,
		"get-task-allow":                      kind == Development,
		"keychain-access-groups":              []string{or(p.Prefix, team) + ".*"},
	}
	if aps = or(p.APS, aps); aps != NoAPS {
		e["aps-environment"] = aps
	}
	if kind == AppStore {
		e["beta-reports-active"] = true
	}
	return e
}

// XML and Binary make property lists.
func XML(v any) []byte { return must(plist.MarshalIndent(v, plist.XMLFormat, "\t")) }

// Binary is [XML] in Apple's binary form.
func Binary(v any) []byte { return must(plist.Marshal(v, plist.BinaryFormat)) }
