package apple_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	fixture "github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// Passwords hold what they do on the Chinese net. The second one, with an emoji, no
// library takes for a p12.
const (
	opensslPassword = "推送 Geheim-1"
	emojiPassword   = "推送Geheim🔑1"
)

// TestOpenSSL reads what OpenSSL writes, legacy and modern.
func TestOpenSSL(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl on the PATH to write the files with")
	}
	dir := opensslFolder(t)
	type store = apple.Store
	const p12 = "pkcs12 -export -in both.pem "
	modern := store{Format: apple.P12, Certificates: 2, Keys: 1, KeyType: "RSA 2048", Protected: true, Modern: true}
	with := func(change func(*store)) store { s := modern; change(&s); return s }
	old := with(func(s *store) { s.Modern = false })
	key := store{Format: apple.PEM, Keys: 1, KeyType: "RSA 2048", Protected: true}
	for name, c := range map[string]struct {
		arguments string
		want      store
	}{
		"default":               {p12, modern},
		"legacy":                {p12 + "-legacy", old},
		"legacy, 3DES":          {p12 + "-legacy -descert", old},
		"no MAC":                {p12 + "-nomac", with(func(s *store) { s.NoMAC = true })},
		"legacy, no MAC":        {p12 + "-legacy -nomac", with(func(s *store) { s.NoMAC, s.Modern = true, false })},
		"legacy, RC2-128":       {p12 + "-legacy -certpbe PBE-SHA1-RC2-128", old},
		"SHA-512":               {p12 + "-macalg sha512", modern},
		"AES-128, SHA-1":        {p12 + "-macalg sha1 -certpbe AES-128-CBC -keypbe AES-192-CBC", modern},
		"no iteration":          {p12 + "-noiter -nomaciter", modern},
		"key in the clear":      {p12 + "-keypbe NONE", modern},
		"all in the clear, MAC": {p12 + "-keypbe NONE -certpbe NONE -macalg sha1", old},
		"key only":              {"pkcs12 -export -nocerts -inkey key.pem -in key.pem", with(func(s *store) { s.Certificates = 0 })},
		"key only, legacy":      {"pkcs12 -export -nocerts -inkey key.pem -in key.pem -legacy", with(func(s *store) { s.Certificates, s.Modern = 0, false })},
		"certificate only":      {"pkcs12 -export -nokeys -in cert.pem", with(func(s *store) { s.Certificates, s.Keys, s.KeyType = 1, 0, "" })},
		"key, PBES2":            {"pkcs8 -topk8 -in key.pem", key},
		"key, SHA-512":          {"pkcs8 -topk8 -in key.pem -v2 aes-256-cbc -v2prf hmacWithSHA512", key},
		"key, 3DES":             {"pkcs8 -topk8 -in key.pem -v2 des3", key},
		"key of a p12, 3DES":    {p12 + "-keypbe DES-EDE3-CBC", modern},
		"key, DER, PBES2":       {"pkcs8 -topk8 -in key.pem -outform DER", with(func(s *store) { *s = key; s.Format = apple.DER })},
		"key, DER, PBES1":       {"pkcs8 -topk8 -in key.pem -outform DER -v1 PBE-SHA1-3DES", with(func(s *store) { *s = key; s.Format = apple.DER })},
		"key, scrypt":           {"pkcs8 -topk8 -in key.pem -scrypt", key},
		"key, PBES1 SHA-1 3DES": {"pkcs8 -topk8 -in key.pem -v1 PBE-SHA1-3DES -provider legacy -provider default", key},
		"key, as before PKCS#8": {"rsa -in key.pem -traditional -aes256", key},
		"key, DER":              {"rsa -in key.pem -outform DER", store{Format: apple.DER, Keys: 1, KeyType: "RSA 2048"}},
		"certificate, DER":      {"x509 -in cert.pem -outform DER", store{Format: apple.DER, Certificates: 1}},
		"certificate, trusted":  {"x509 -in cert.pem -trustout", store{Format: apple.PEM, Certificates: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := strings.ReplaceAll(name, " ", "-")
			if err := openssl(dir, c.arguments+" -out "+file, opensslPassword); err != nil {
				t.Skipf("this openssl does not write it: %v", err)
			}
			path := filepath.Join(dir, file)
			got, err := apple.Read(path, opensslPassword)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, *got.Store, cmpopts.IgnoreFields(store{}, "Leaf"), cmpopts.IgnoreUnexported(store{})); diff != "" {
				t.Error(diff)
			}
			if c.want.Keys > 0 && c.want.Certificates > 0 && !got.Store.Leaf.KeyMatches {
				t.Error("the key does not match")
			}
			if !c.want.Protected {
				return
			}
			if _, err = apple.Read(path, "wrong"); reasonOf(t, err) != apple.WrongPassword {
				t.Errorf("wrong password: %v", err)
			}
			if _, err = apple.Read(path, ""); reasonOf(t, err) != apple.NeedsPassword {
				t.Errorf("no password: %v", err)
			}
		})
	}
}

// TestOpenSSLRefused holds that of what OpenSSL writes and no library reads it is
// said that it cannot be read, and how to write it anew.
func TestOpenSSLRefused(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl on the PATH to write the files with")
	}
	dir := opensslFolder(t)
	const (
		p12 = "pkcs12 -export -in both.pem "
		key = "pkcs8 -topk8 -in key.pem "
		old = " -provider legacy -provider default"
	)
	for name, c := range map[string]struct {
		arguments, password string
		want                apple.Reason
	}{
		"MAC of SHA-384":        {p12 + "-macalg sha384", opensslPassword, apple.Unsupported},
		"MAC of MD5":            {p12 + "-macalg md5", opensslPassword, apple.Unsupported},
		"key, 3DES of two keys": {p12 + "-legacy -keypbe PBE-SHA1-2DES", opensslPassword, apple.Unsupported},
		"certificates, 3DES":    {p12 + "-certpbe DES-EDE3-CBC", opensslPassword, apple.Unsupported},
		"PEM, PBES1 MD5 DES":    {key + "-v1 PBE-MD5-DES" + old, opensslPassword, apple.Unsupported},
		"PEM, PBES1 SHA-1 RC2":  {key + "-v1 PBE-SHA1-RC2-64" + old, opensslPassword, apple.Unsupported},
		"PEM, SHA-384":          {key + "-v2prf hmacWithSHA384", opensslPassword, apple.Unsupported},
		"PEM, SHA-512, emoji":   {key + "-v2prf hmacWithSHA512", emojiPassword, apple.Unsupported},
		"PEM, PBES1, emoji":     {key + "-v1 PBE-SHA1-3DES" + old, emojiPassword, apple.Unsupported},
		"PEM, PBES2, emoji":     {key, emojiPassword, ""},
		"PEM, scrypt, emoji":    {key + "-scrypt", emojiPassword, ""},
		"emoji":                 {p12, emojiPassword, apple.WrongPassword},
		"emoji, no MAC":         {p12 + "-nomac -certpbe AES-256-CBC", emojiPassword, apple.WrongPassword},
		"emoji, in the clear":   {p12 + "-nomac -keypbe NONE -certpbe NONE", emojiPassword, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := strings.ReplaceAll(name, " ", "-")
			if err := openssl(dir, c.arguments+" -out "+file, c.password); err != nil {
				t.Skipf("this openssl does not write it: %v", err)
			}
			_, err := apple.Read(filepath.Join(dir, file), c.password)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var e *apple.Error
			if reasonOf(t, err) != c.want || !errors.As(err, &e) || !strings.Contains(e.Hint.EN, "openssl") || strings.Contains(e.Message.EN, "pkcs") {
				t.Errorf("%v; hint %q", err, e.Hint.EN)
			}
		})
	}
}

// opensslFolder is a folder with what openssl is to write in other forms.
func opensslFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"both.pem": fixture.PEM{Chain: true}.Make(), "key.pem": fixture.PEM{KeyOnly: true}.Make(), "cert.pem": fixture.PEM{Key: fixture.NoKey}.Make(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openssl runs it in a folder; the error says what it says.
func openssl(dir, arguments, password string) error {
	args := strings.Fields(arguments)
	if args[0] != "x509" { // which takes none to write with
		args = append(args, "-passout", "pass:"+password)
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}
