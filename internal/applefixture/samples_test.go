package applefixture_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// TestSamples holds that every sample is read as what its name says.
func TestSamples(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, data := range applefixture.Samples() {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		password := applefixture.Password
		if name == "chinese.p12" {
			password = applefixture.Chinese
		}
		f, err := apple.Read(path, password)
		if err != nil {
			t.Error(err)
			continue
		}
		if want := kindOf(name); f.Kind != want {
			t.Errorf("%s is read as %s, want %s", name, f.Kind, want)
		}
	}
}

// kindOf is what a sample is, by its name.
func kindOf(name string) apple.Kind {
	for _, k := range []struct {
		part string
		kind apple.Kind
	}{
		{".ipa", apple.KindIPA}, {".p8", apple.KindKey}, {"provision", apple.KindProfile}, {".xcent", apple.KindEntitlements},
		{".entitlements", apple.KindEntitlements}, {".key", apple.KindPrivateKey}, {"key-only", apple.KindPrivateKey},
		{"sign", apple.KindSigning}, {"voip", apple.KindVoIP}, {"watchkit", apple.KindWatchKit}, {"website", apple.KindWebsite},
		{"pass.p12", apple.KindPass}, {"mdm", apple.KindCertificate}, {"other.p12", apple.KindCertificate},
	} {
		if strings.Contains(name, k.part) {
			return k.kind
		}
	}
	return apple.KindPush
}
