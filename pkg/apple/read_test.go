package apple_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	fixture "github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// put writes a file into a folder of its own and returns its path.
func put(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// reasonOf checks that an error is complete and has not the password in it.
func reasonOf(t testing.TB, err error) apple.Reason {
	t.Helper()
	var e *apple.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *Error", err)
	}
	for _, s := range []string{e.Message.ZH, e.Message.EN, e.Hint.ZH, e.Hint.EN} {
		if s == "" || strings.Contains(s, fixture.Password) || strings.Contains(s, fixture.Chinese) {
			t.Errorf("incomplete, or with the password: %+v", *e)
		}
	}
	return e.Reason
}

func TestReadStore(t *testing.T) {
	t.Parallel()
	type p12 = fixture.P12
	type store = apple.Store
	base := store{Format: apple.P12, Certificates: 1, Keys: 1, KeyType: "RSA 2048", Protected: true, Modern: true}
	with := func(change func(*store)) store { s := base; change(&s); return s }
	ec := fixture.Certificate{Key: fixture.P256()}
	asPEM := func(s *store) { s.Format, s.Protected, s.Modern = apple.PEM, false, false }
	for name, c := range map[string]struct {
		data       []byte
		password   string
		want       store
		credential bool
	}{
		"p12, AES":                    {p12{}.Make(), "", base, true},
		"p12, PBMAC1":                 {p12{Variant: fixture.PBMAC1}.Make(), "", base, true},
		"p12, 3DES":                   {p12{Variant: fixture.DES}.Make(), "", with(func(s *store) { s.Modern = false }), true},
		"p12, RC2":                    {p12{Variant: fixture.RC2, Chain: true}.Make(), "", with(func(s *store) { s.Modern, s.Certificates = false, 2 }), true},
		"p12, EC":                     {p12{Certificate: ec}.Make(), "", with(func(s *store) { s.KeyType = "EC P-256" }), true},
		"p12, Chinese password":       {p12{Password: fixture.Chinese}.Make(), fixture.Chinese, base, true},
		"p12, no password":            {p12{NoPassword: true}.Make(), "-", with(func(s *store) { s.Protected = false }), true},
		"p12, no password, one given": {p12{NoPassword: true, Variant: fixture.RC2}.Make(), "", with(func(s *store) { s.Protected, s.Modern = false, false }), true},
		"p12, plain":                  {p12{Variant: fixture.Plain}.Make(), "", with(func(s *store) { s.Protected, s.Modern, s.NoMAC = false, false, true }), true},
		"p12, no MAC":                 {p12{NoMAC: true}.Make(), "", with(func(s *store) { s.NoMAC = true }), true},
		"p12, key only":               {p12{KeyOnly: true}.Make(), "", with(func(s *store) { s.Certificates = 0 }), false},
		"p12, cert only":              {p12{CertificateOnly: true, Variant: fixture.DES}.Make(), "", with(func(s *store) { s.Keys, s.KeyType, s.Modern = 0, "", false }), false},
		"p12, two keys":               {p12{TwoKeys: true}.Make(), "", with(func(s *store) { s.Keys = 2 }), false},
		"p12, other key":              {p12{Key: fixture.OtherRSA()}.Make(), "", base, true},
		"PEM":                         {fixture.PEM{}.Make(), "", with(asPEM), true},
		"PEM, Ed25519":                {fixture.PEM{Certificate: fixture.Certificate{Key: fixture.Ed25519()}}.Make(), "", with(func(s *store) { asPEM(s); s.KeyType = "Ed25519" }), true},
		"PEM, encrypted":              {fixture.PEM{Key: fixture.EncryptedPKCS8, KeyOnly: true}.Make(), "", with(func(s *store) { asPEM(s); s.Protected, s.Certificates = true, 0 }), false},
		"PEM, cert":                   {fixture.PEM{Key: fixture.NoKey, Chain: true}.Make(), "", with(func(s *store) { asPEM(s); s.Keys, s.KeyType, s.Certificates = 0, "", 2 }), false},
		"DER":                         {fixture.Certificate{}.Make().Raw, "", store{Format: apple.DER, Certificates: 1}, false},
		"DER, key":                    {der(fixture.RSA()), "", store{Format: apple.DER, Keys: 1, KeyType: "RSA 2048"}, false},
		"UTF-8 with BOM":              {append([]byte("\xEF\xBB\xBF"), fixture.PEM{}.Make()...), "", with(asPEM), true},
		"BOM in between":              {append(append(fixture.PEM{Key: fixture.NoKey}.Make(), "\xEF\xBB\xBF"...), fixture.PEM{KeyOnly: true}.Make()...), "", with(asPEM), true},
		"UTF-16":                      {utf16LE(string(fixture.PEM{}.Make())), "", with(asPEM), true},
		"bag attributes":              {[]byte("Bag Attributes\n    friendlyName: 推送\n" + string(fixture.PEM{}.Make())), "", with(asPEM), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			password := c.password
			switch password {
			case "":
				password = fixture.Password
			case "-":
				password = ""
			}
			got, err := apple.Read(put(t, "push", c.data), password)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, *got.Store, cmpopts.IgnoreFields(store{}, "Leaf"), cmpopts.IgnoreUnexported(store{})); diff != "" {
				t.Error(diff)
			}
			credential, ok := got.Store.Credential()
			if ok != c.credential || ok != (credential != nil) {
				t.Errorf("credential %v, want %v", ok, c.credential)
			}
			if leaf := got.Store.Leaf; (leaf != nil) != (c.want.Certificates > 0) || leaf != nil && leaf.Kind != apple.Push {
				t.Errorf("leaf %+v", leaf)
			} else if leaf != nil && leaf.KeyMatches != (c.want.Keys > 0 && name != "p12, other key") {
				t.Errorf("KeyMatches %v", leaf.KeyMatches)
			}
		})
	}
}

func der(key any) []byte {
	out, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return out
}

func utf16LE(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestReadKeys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		kind apple.Kind
		typ  string
		id   string
	}{
		"AuthKey_KEY1234567.p8":  {fixture.P8(nil), apple.KindKey, "EC P-256", "KEY1234567"},
		"renamed.txt":            {fixture.P8(nil), apple.KindKey, "EC P-256", ""},
		"AuthKey_KEY1234568.p8":  {fixture.P8(fixture.P384()), apple.KindKey, "EC P-384", "KEY1234568"},
		"rsa.p8":                 {fixture.P8(fixture.RSA()), apple.KindKey, "RSA 2048", ""},
		"AuthKey_KEY1234569.pem": {fixture.P8(fixture.Ed25519()), apple.KindKey, "Ed25519", ""},
		"rsa.key":                {fixture.P8(fixture.RSA()), apple.KindPrivateKey, "RSA 2048", ""},
		"curve.key":              {fixture.P8(fixture.P384()), apple.KindPrivateKey, "EC P-384", ""},
		"sec1.key":               {fixture.PEM{KeyOnly: true, Key: fixture.Traditional, OtherKey: fixture.P256()}.Make(), apple.KindPrivateKey, "EC P-256", ""},
		"really-a-cert.p8":       {fixture.PEM{}.Make(), apple.KindPush, "RSA 2048", ""},
		"really-a-p12.p8":        {fixture.P12{}.Make(), apple.KindPush, "RSA 2048", ""},
	} {
		got, err := apple.Read(put(t, name, c.data), fixture.Password)
		if err != nil {
			t.Error(err)
			continue
		}
		typ, id := "", ""
		if got.Key != nil {
			typ, id = got.Key.KeyType, got.Key.KeyID
			if good := c.typ == "EC P-256"; good != (got.Key.Key != nil) {
				t.Errorf("%s: key %v", name, got.Key.Key != nil)
			}
		} else {
			typ = got.Store.KeyType
		}
		if got.Kind != c.kind || typ != c.typ || id != c.id {
			t.Errorf("%s: %s, %s, id %q", name, got.Kind, typ, id)
		}
	}
}

func TestReadEntitlements(t *testing.T) {
	t.Parallel()
	full := map[string]any{"application-identifier": "OLDPREFIX1.com.example.demo", "com.apple.developer.team-identifier": fixture.Team,
		"aps-environment": "production", "get-task-allow": true, "beta-reports-active": true, "keychain-access-groups": []string{"a"}}
	want := apple.Entitlements{ApplicationID: "OLDPREFIX1.com.example.demo", BundleID: "com.example.demo", TeamID: fixture.Team,
		APSEnvironment: "production", GetTaskAllow: true, BetaReports: true}
	mac := map[string]any{"com.apple.developer.aps-environment": "development", "com.apple.security.get-task-allow": true}
	macWant := apple.Entitlements{APSEnvironment: "development", GetTaskAllow: true}
	for name, c := range map[string]struct {
		data []byte
		want apple.Entitlements
	}{
		"a.xcent":             {fixture.XML(full), want},
		"a.plist":             {fixture.Binary(full), want},
		"UniApp.entitlements": {append([]byte("\xEF\xBB\xBF"), fixture.XML(mac)...), macWant},
		"mac.plist":           {fixture.Binary(mac), macWant},
		"empty.entitlements":  {fixture.XML(map[string]any{}), apple.Entitlements{}},
		"bare.entitlements":   {[]byte("<plist><dict><key>aps-environment</key><true/></dict></plist>"), apple.Entitlements{}},
	} {
		got, err := apple.Read(put(t, name, c.data), "")
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(&c.want, got.Entitlements); diff != "" || got.Kind != apple.KindEntitlements {
			t.Errorf("%s: %s %s", name, got.Kind, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	p12 := fixture.P12{}.Make()
	for name, c := range map[string]struct {
		data     []byte
		password string
		want     apple.Reason
	}{
		"wrong.p12":      {p12, "x", apple.WrongPassword},
		"needs.p12":      {p12, "", apple.NeedsPassword},
		"cut.p12":        {p12[:len(p12)/2], fixture.Password, apple.Broken},
		"wrong.key":      {fixture.PEM{KeyOnly: true, Key: fixture.EncryptedPKCS8}.Make(), "x", apple.WrongPassword},
		"needs.key":      {fixture.PEM{KeyOnly: true, Key: fixture.EncryptedOld}.Make(), "", apple.NeedsPassword},
		"encrypted.p8":   {fixture.PEM{KeyOnly: true, Key: fixture.EncryptedPKCS8}.Make(), fixture.Password, apple.Unsupported},
		"request.pem":    {pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: []byte{1}}), "", apple.WrongFile},
		"der.p8":         {der(fixture.P256()), "", apple.WrongFile},
		"bare.p8":        {[]byte("MIGTAgEAMBMGByqGSM49"), "", apple.WrongFile},
		"Info.plist":     {fixture.XML(map[string]any{"CFBundleIdentifier": "a"}), "", apple.WrongFile},
		"broken.xcent":   {[]byte("<?xml version=\"1.0\"?><plist><dict>"), "", apple.Broken},
		"page.p12":       {[]byte("<html>"), "", apple.WrongFile},
		"broken.profile": {fixture.Wrap([]byte("no list")), "", apple.Broken},
		"empty":          {nil, "", apple.Broken},
		"random.p12":     {bytes.Repeat([]byte{0x17}, 100), "", apple.WrongFile},
		"large":          {make([]byte, 5<<20), "", apple.WrongFile},
		"deeper.ipa":     {fixture.Zip(fixture.Entry{Name: "__MACOSX/A/Payload/x"}, fixture.Entry{Name: "A/Payload/Demo.app/Info.plist"}), "", apple.WrongFile},
		"list.plist":     {[]byte("<!DOCTYPE plist><plist><dict><key>Name</key><string>a</string><key>CreationDate</key><true/></dict></plist>"), "", apple.WrongFile},
		"an.apk":         {fixture.Zip(fixture.Entry{Name: "AndroidManifest.xml"}), "", apple.WrongFile},
	} {
		_, err := apple.Read(put(t, name, c.data), c.password)
		if got := reasonOf(t, err); got != c.want {
			t.Errorf("%s: %s (%v), want %s", name, got, err, c.want)
		}
	}
	_, err := apple.Read("does-not-exist", "")
	if got := reasonOf(t, err); got != apple.NotFound {
		t.Errorf("missing: %s", got)
	}
	_, err = apple.Read(t.TempDir(), "")
	if got := reasonOf(t, err); got != apple.WrongFile {
		t.Errorf("a folder: %s", got)
	}
}
