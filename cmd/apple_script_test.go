package cmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	fixture "github.com/offpush/offpush/internal/applefixture"
)

// appleFile makes a file of Apple's in a script:
//
//	apple FILE KIND [K=V...]
//
// The end of FILE says what it is: .p12 and .pem hold a certificate of KIND with
// its key, .cer the certificate alone, .p8 a key on the curve KIND ("p256", or
// "p384", which Apple does not have), .mobileprovision a profile of KIND, .ipa an
// app with one, .app its folder. What K=V may be is in the functions below; the
// values beside them are those of internal/applefixture.
func appleFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: apple FILE KIND [K=V...]")
	}
	file, spec := ts.MkAbs(args[0]), appleSpec{kind: args[1], values: map[string]string{}}
	for _, arg := range args[2:] {
		k, v, _ := strings.Cut(arg, "=")
		spec.values[k] = v
	}
	data, err := spec.make(file)
	if err == nil && len(spec.values) > 0 {
		err = fmt.Errorf("not understood: %v", spec.values)
	}
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	if data != nil {
		ts.Check(os.WriteFile(file, data, 0o644))
	}
}

type appleSpec struct {
	kind   string
	values map[string]string
}

// take removes a value, so that what is left over was not understood.
func (s appleSpec) take(key string) string {
	v := s.values[key]
	delete(s.values, key)
	return v
}

func (s appleSpec) day(key string) time.Time {
	at, _ := time.Parse(time.DateOnly, s.take(key))
	return at
}

func (s appleSpec) make(file string) ([]byte, error) {
	switch ext := filepath.Ext(file); ext {
	case ".p12", ".pfx":
		p := fixture.P12{Certificate: s.certificate(), Variant: fixture.P12Variant(s.take("variant")), Password: s.take("password"), NoMAC: s.take("mac") == "none"}
		switch s.take("holds") {
		case "key":
			p.KeyOnly = true
		case "certificate":
			p.CertificateOnly = true
		}
		if s.take("key") == "other" {
			p.Key = fixture.OtherRSA()
		}
		return p.Make(), nil
	case ".pem", ".key":
		return fixture.PEM{Certificate: s.certificate(), Key: fixture.KeyForm(s.take("form")), Password: s.take("password"), KeyOnly: ext == ".key"}.Make(), nil
	case ".cer":
		return s.certificate().Make().Raw, nil
	case ".p8":
		if s.kind == "p384" {
			return fixture.P8(fixture.P384()), nil
		}
		return fixture.P8(nil), nil
	case ".mobileprovision":
		return s.profile().Make(), nil
	case ".ipa":
		return s.app().IPA(), nil
	case ".entitlements", ".xcent":
		return fixture.XML(map[string]any{"aps-environment": s.kind}), nil
	case ".app":
		app := s.app()
		for name, data := range app.Parts() {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(file, name)), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(file, name), data, 0o644); err != nil {
				return nil, err
			}
		}
		return nil, nil
	default:
		return nil, fmt.Errorf("no such kind of file: %s", ext)
	}
}

func (s appleSpec) certificate() fixture.Certificate {
	kind := fixture.CertificateKind(s.kind)
	if !slices.Contains(fixture.CertificateKinds, kind) {
		s.values["kind"] = s.kind
	}
	return fixture.Certificate{Kind: kind, BundleID: s.take("bundle"), Team: s.take("team"), NotAfter: s.day("until"), NotBefore: s.day("from")}
}

func (s appleSpec) profile() fixture.Profile {
	kind := fixture.ProfileKind(s.kind)
	if !slices.Contains(fixture.ProfileKinds, kind) {
		s.values["kind"] = s.kind
	}
	return fixture.Profile{Kind: kind, BundleID: s.take("bundle"), Team: s.take("team"), APS: s.take("aps"), Expires: s.day("until")}
}

func (s appleSpec) app() fixture.App {
	return fixture.App{SignedAPS: s.take("signed"), Profile: s.profile()}
}
