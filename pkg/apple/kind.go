package apple

import (
	"slices"
	"strings"
)

// CertificateKind is what a certificate was made for.
type CertificateKind string

// The kinds.
const (
	Push     CertificateKind = "push"
	VoIP     CertificateKind = "voip"
	WatchKit CertificateKind = "watchkit"
	Website  CertificateKind = "website"
	Pass     CertificateKind = "pass"
	MDM      CertificateKind = "mdm"
	Signing  CertificateKind = "signing" // signs apps, cannot push: the usual mix-up
	Other    CertificateKind = "other"
)

// Pushes reports whether certificates of the kind can push at all.
func (k CertificateKind) Pushes() bool { return k != Signing && k != Other }

// commonName is a beginning of common names and what it stands for.
type commonName struct {
	prefix       string
	kind         CertificateKind
	environments []Environment
}

// commonNames are the names that NWPusher knows, and "Apple Sandbox Push
// Services", which the portal has given to sandbox certificates in recent years (SAP's iOS tutorials,
// bitrise-io/go-xcode). The environments of the last three are guesses.
var commonNames = []commonName{
	{"Apple Development IOS Push Services:", Push, []Environment{Sandbox}},
	{"Apple Sandbox Push Services:", Push, []Environment{Sandbox}},
	{"Apple Production IOS Push Services:", Push, []Environment{Production}},
	{"Apple Push Services:", Push, []Environment{Sandbox, Production}},
	{"Apple Development Mac Push Services:", Push, []Environment{Sandbox}},
	{"Apple Production Mac Push Services:", Push, []Environment{Production}},
	{"VoIP Services:", VoIP, []Environment{Sandbox, Production}},
	{"WatchKit Services:", WatchKit, []Environment{Sandbox, Production}},
	{"Website Push ID:", Website, []Environment{Production}},
	{"Pass Type ID:", Pass, []Environment{Production}},
	{"APSP:", MDM, []Environment{Production}},
	{"Apple Development:", Signing, nil},
	{"Apple Distribution:", Signing, nil},
	{"iPhone Developer:", Signing, nil},
	{"iPhone Distribution:", Signing, nil},
	{"Mac Developer:", Signing, nil},
	{"3rd Party Mac Developer", Signing, nil},
	{"Developer ID", Signing, nil},
}

// prefixOf returns the beginning of a common name and what follows it; the kind
// is Other where the beginning is not known.
func prefixOf(cn string) (name commonName, rest string) {
	for _, n := range commonNames {
		if rest, ok := strings.CutPrefix(cn, n.prefix); ok {
			return n, strings.TrimSpace(rest)
		}
	}
	return commonName{kind: Other}, ""
}

// kindOf judges by extended key usage and Apple's extensions first, which only
// Apple can give; the common name then tells apart what has the same extensions,
// and stands in where there are none.
func kindOf(c Certificate, e extensions, name commonName) CertificateKind {
	push := e.development || e.production || e.voip || len(e.topics) > 0
	switch {
	case !push && c.CodeSigning && !c.ClientAuth:
		return Signing
	case !push:
		return name.kind
	case name.kind.Pushes():
		return name.kind
	case e.development || e.production:
		return Push
	case e.voip, len(e.uses) == 1 && e.uses[0] == "voip":
		return VoIP
	case len(e.uses) > 0 && !slices.Contains(e.uses, "app"):
		return WatchKit
	}
	return Push
}
