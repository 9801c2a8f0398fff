package report

import (
	"time"

	"github.com/offpush/offpush/pkg/apple"
)

// certFacts is what both forms of `offpush cert` say of a file, whatever its kind.
// What the file does not say is "", zero or empty.
type certFacts struct {
	environments        []string
	topics              []string
	bundleID, teamID    string
	notBefore, notAfter time.Time
	profileKind         apple.ProfileKind
	devices             int
	aps                 string // aps-environment as written; the signature's wins
	keyID               string
}

// factsOf collects them; f may be nil.
func factsOf(f *apple.File) certFacts {
	switch {
	case f == nil:
	case f.Store != nil:
		return storeFacts(f.Store)
	case f.Key != nil:
		return certFacts{keyID: f.Key.KeyID}
	case f.App != nil:
		return appFacts(f.App)
	case f.Profile != nil:
		return profileFacts(f.Profile)
	case f.Entitlements != nil:
		e := f.Entitlements
		return certFacts{environments: environmentNames(e.APSEnvironment), bundleID: e.BundleID, teamID: e.TeamID, aps: e.APSEnvironment}
	}
	return certFacts{}
}

func storeFacts(s *apple.Store) certFacts {
	c := s.Leaf
	if c == nil {
		return certFacts{}
	}
	out := certFacts{topics: c.Topics, bundleID: c.BundleID, teamID: c.TeamID, notBefore: c.NotBefore, notAfter: c.NotAfter}
	for _, e := range c.Environments {
		out.environments = append(out.environments, string(e))
	}
	return out
}

func profileFacts(p *apple.Profile) certFacts {
	return certFacts{
		environments: environmentNames(p.APSEnvironment), bundleID: p.BundleID, teamID: p.TeamID, notBefore: p.Created, notAfter: p.Expires,
		profileKind: p.Kind, devices: p.Devices, aps: p.APSEnvironment,
	}
}

func appFacts(a *apple.App) certFacts {
	var out certFacts
	if a.Profile != nil {
		out = profileFacts(a.Profile)
	}
	out.bundleID, out.teamID, out.aps, out.environments = a.BundleID, a.TeamID, a.APSEnvironment, environmentNames(a.APSEnvironment)
	return out
}

// environmentNames is what a value of aps-environment means.
func environmentNames(aps string) []string {
	if e, ok := (&apple.App{APSEnvironment: aps}).Environment(); ok {
		return []string{string(e)}
	}
	return nil
}
