package check_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/check"
)

// TestLegacyCommand runs the command that a p12 of the new kind comes with; what
// it asks for at the terminal is given by the environment here.
func TestLegacyCommand(t *testing.T) {
	t.Parallel()
	version, err := exec.Command("openssl", "version").Output()
	if err != nil || !strings.HasPrefix(string(version), "OpenSSL 3") {
		t.Skip("needs OpenSSL 3 on the PATH: older ones and LibreSSL have no -legacy")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs a shell")
	}
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "推送 (1)'s.p12"), samples()["variant-aes.p12"], 0o600))
	name := "推送 (1)'s.p12"
	f := read(filepath.Join(dir, name), applefixture.Password)
	f.Path = name
	command := ""
	for _, p := range check.Inspect(f, inspectDay).Problems {
		if p.ID == "modern-encryption" {
			command = p.Command
		}
	}
	if strings.Contains(command, "pass") {
		t.Fatalf("a password on the command line: %s", command)
	}
	answered := strings.ReplaceAll(command, " -out ", " -passin env:PW -passout env:PW -out ")
	run := exec.Command("sh", "-c", answered)
	run.Dir, run.Env = dir, append(os.Environ(), "PW="+applefixture.Password)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
	got := check.Inspect(read(filepath.Join(dir, "1slegacy.p12"), applefixture.Password), inspectDay)
	if p := problems(got); p != "" {
		t.Errorf("the new p12 has problems: %s", p)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.pem")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
