package check_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
)

// needOpenSSL skips where the commands cannot run.
func needOpenSSL(t *testing.T) {
	t.Helper()
	version, err := exec.Command("openssl", "version").Output()
	if err != nil || !strings.HasPrefix(string(version), "OpenSSL 3") {
		t.Skip("needs OpenSSL 3 on the PATH: older ones and LibreSSL have no -legacy")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs a shell")
	}
}

// inShell runs a command that asks for passwords; what it asks for at the terminal is
// given by the environment here.
func inShell(t *testing.T, dir, command string) {
	t.Helper()
	if strings.Contains(command, "pass") {
		t.Fatalf("a password on the command line: %s", command)
	}
	run := exec.Command("sh", "-c", strings.ReplaceAll(command, " -out ", " -passin env:PW -passout env:PW -out "))
	run.Dir, run.Env = dir, append(os.Environ(), "PW="+applefixture.Password)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
}

// encrypt writes a p12 as openssl does with some options.
func encrypt(t *testing.T, dir, name, options string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(dir, "aes.p12"), samples()["variant-aes.p12"], 0o600))
	inShell(t, dir, "openssl pkcs12 -in aes.p12 -out aes.txt && openssl pkcs12 -export -legacy "+options+" -in aes.txt -out "+name+" && rm aes.txt aes.p12")
}

// TestLegacyCommand runs the command that a p12 of the new kind comes with.
func TestLegacyCommand(t *testing.T) {
	t.Parallel()
	needOpenSSL(t)
	const name = "推送 (1)'s! $a.p12"
	for variant, options := range map[string]string{
		"new":               "-certpbe AES-256-CBC -keypbe AES-256-CBC -macalg sha256",
		"old, with new MAC": "-certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-RC2-40 -macalg sha256",
	} {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			encrypt(t, dir, "made.p12", options)
			must(t, os.Rename(filepath.Join(dir, "made.p12"), filepath.Join(dir, name)))
			f := read(filepath.Join(dir, name), applefixture.Password)
			f.Path = name
			for _, p := range check.Inspect(f, inspectDay).Problems {
				switch p.ID {
				case "modern-encryption":
					inShell(t, dir, p.Command)
				case "file-name":
					inShell(t, dir, p.Command)
				}
			}
			got := check.Inspect(read(filepath.Join(dir, "1salegacy.p12"), applefixture.Password), inspectDay)
			if p := problems(got); p != "" {
				t.Errorf("the new p12 has problems: %s", p)
			}
			if _, err := os.Stat(filepath.Join(dir, "1sa.p12")); err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*.pem")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestReexportCommand runs the command that a p12 comes with that only openssl reads.
func TestReexportCommand(t *testing.T) {
	t.Parallel()
	needOpenSSL(t)
	for variant, options := range map[string]string{
		"RC4":              "-certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-RC4-128",
		"DES with MD5":     "-certpbe PBE-MD5-DES -keypbe PBE-MD5-DES",
		"RC2, MAC of MD5":  "-certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-RC2-40 -macalg md5",
		"AES, MAC of SM3":  "-macalg sm3",
		"Camellia, SHA512": "-certpbe CAMELLIA-256-CBC -keypbe CAMELLIA-256-CBC -macalg sha512",
	} {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			encrypt(t, dir, "old.p12", options)
			f := read(filepath.Join(dir, "old.p12"), applefixture.Password)
			if f.Err == nil {
				t.Fatal("it was read: the sample is no good")
			}
			for _, hint := range []string{f.Err.Hint.EN, f.Err.Hint.ZH} {
				_, command, _ := strings.Cut(hint, "openssl pkcs12")
				inShell(t, dir, "openssl pkcs12"+command)
				if p := problems(check.Inspect(read(filepath.Join(dir, "new.p12"), applefixture.Password), inspectDay)); p != "" {
					t.Errorf("the new p12 has problems: %s", p)
				}
				must(t, os.Remove(filepath.Join(dir, "new.p12")))
			}
		})
	}
}

// TestUntypeable: a name that a terminal obeys stands in no command.
func TestUntypeable(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{"a b!.p12": true, "a\nb.p12": false, "a\u202eb.p12": false, "a\x1b[31m.p12": false} {
		f := p12(apple.KindPush, apple.Push, apple.Production)
		f.Store.Modern = true
		for _, p := range check.Inspect(check.AppleFile{Path: path, File: f}, today).Problems {
			if (p.Command != "") != want || p.Fix.IsZero() || !want && strings.Contains(p.Fix.EN, "rm is") {
				t.Errorf("%q: %s: %q, %s", path, p.ID, p.Command, p.Fix.EN)
			}
		}
	}
}

// TestNoPasswordElsewhere: the IM console has no say in what is never uploaded to it.
func TestNoPasswordElsewhere(t *testing.T) {
	t.Parallel()
	for kind, want := range map[apple.Kind]bool{apple.KindPush: true, apple.KindPrivateKey: true, apple.KindCertificate: false, apple.KindSigning: false} {
		f := p12(kind, apple.Push, apple.Production)
		f.Store.Protected = false
		if got := strings.Contains(problems(check.Inspect(check.AppleFile{Path: "a.p12", File: f}, today)), "no-password"); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
}
