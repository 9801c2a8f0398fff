package config_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/config"
)

func TestLocalFile(t *testing.T) {
	dir := lay(t, "-- offpush.toml --\n[project]\nandroid_package = \"com.example.app\"\n[doctor]\nvendors = [\"vivo\"]\n-- offpush.local.toml --\n[doctor]\nvendors = [\"huawei\"]\n-- other.toml --\n")
	c, err := config.Load(filepath.Join(dir, config.Name), noEnv)
	if err != nil || c.Project.AndroidPackage != "com.example.app" || strings.Join(c.Doctor.Vendors, " ") != "huawei" {
		t.Errorf("%+v, %v", c, err)
	}
	for _, name := range []string{"other.toml", config.LocalName} { // beside any file, once
		if c, err := config.Load(filepath.Join(dir, name), noEnv); err != nil || strings.Join(c.Doctor.Vendors, " ") != "huawei" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	if err := os.Remove(filepath.Join(dir, config.Name)); err != nil {
		t.Fatal(err)
	}
	if got := config.Find(dir); got != filepath.Join(dir, config.LocalName) {
		t.Errorf("Find = %q without the main file", got)
	}
	for data, want := range map[string]string{"[device.x]\n": "offpush.local.toml:1: ", "x =\n": "offpush.local.toml:1: "} {
		dir := lay(t, "-- offpush.toml --\n-- offpush.local.toml --\n"+data)
		if _, err := config.Load(filepath.Join(dir, config.Name), noEnv); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", data, err)
		}
	}
	dir = lay(t, "-- offpush.toml --\n-- offpush.local.toml/x --\n")
	if _, err := config.Load(filepath.Join(dir, config.Name), noEnv); err == nil {
		t.Error("a folder for a local file is no error")
	}
}

// TestSecretWarnings: what lies in the file that is committed.
func TestSecretWarnings(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"none", "[vendor.huawei]\nclient_id = \"1\"\n", ""},
		{"literal", "[vendor.oppo]\nendpoint = \"https://example.com\"\nmaster_secret = \"SECRET\"\napp_key = \"SECRET\"\n", "offpush.toml:3: secrets written out in a file that is meant to be committed: vendor.oppo.app_key, vendor.oppo.master_secret;"},
		{"variable and file", "[vendor.oppo]\nmaster_secret = \"${SECRET}\"\napp_key = \"@SECRET\"\n", ""},
		{"escaped", "vendor.oppo.master_secret = \"@@SECRET\"\n", "offpush.toml:1: "},
		{"this machine", "[vendor.oppo]\nmaster_secret = \"demo\"\nendpoint = \"http://127.0.0.1:8080\"\n", ""},
		{"this machine, by name", "[vendor.oppo]\nmaster_secret = \"demo\"\nendpoint = \"http://localhost:8080\"\n", ""},
		{"this machine, said locally", "vendor.oppo.master_secret = \"demo\"\n-- offpush.local.toml --\nvendor.oppo.endpoint = \"http://[::1]:8080\"\n", ""},
		{"local", "-- offpush.local.toml --\nvendor.oppo.master_secret = \"SECRET\"\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf, dir := load(t, "-- offpush.toml --\n"+c.data, nil)
			got := warnings(conf)
			if strings.Contains(got, "SECRET") {
				t.Errorf("shows a secret: %s", got)
			}
			if got = strings.ReplaceAll(got, filepath.ToSlash(dir)+"/", ""); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func warnings(c *config.Config) string {
	var lines []string
	for _, w := range c.Warnings() {
		lines = append(lines, w.EN)
	}
	return strings.Join(lines, "\n")
}

func TestReadableByOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing here")
	}
	c, dir := load(t, "-- offpush.toml --\n-- offpush.local.toml --\n", nil)
	for mode, want := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o644: true} {
		if err := os.Chmod(filepath.Join(dir, config.LocalName), mode); err != nil {
			t.Fatal(err)
		}
		if got := warnings(c); strings.Contains(got, "run chmod 600 ") != want {
			t.Errorf("%o: %q", mode, got)
		}
	}
}

// TestTracked asks git itself to make the indexes.
func TestTracked(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git here")
	}
	git := func(dir string, args ...string) {
		t.Helper()
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	const files = "-- offpush.toml --\n-- offpush.local.toml --\n-- app/offpush.toml --\n-- app/offpush.local.toml --\n-- app/offpush.local.tom --\n-- zz --\nx\n"
	isTracked := func(path string) bool {
		t.Helper()
		c, err := config.Load(path, noEnv)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(warnings(c), "tracked by git")
	}
	for _, version := range []string{"2", "3", "4"} {
		dir := lay(t, files)
		outer, inner := filepath.Join(dir, config.Name), filepath.Join(dir, "app", config.Name)
		if isTracked(outer) {
			t.Error("tracked outside of any repository")
		}
		git(dir, "init", "-q")
		git(dir, "config", "index.version", version)
		git(dir, "add", "offpush.toml", "app/offpush.local.tom", "zz")
		if version == "3" { // made for entries with further flags only
			git(dir, "add", "-N", "app/offpush.toml")
		}
		if isTracked(outer) || isTracked(inner) {
			t.Errorf("index version %s: tracked before it is", version)
		}
		git(dir, "add", "app/offpush.local.toml")
		if isTracked(outer) || !isTracked(inner) {
			t.Errorf("index version %s: app/offpush.local.toml is not seen, or taken for the other one", version)
		}
		if version != "2" {
			continue
		}
		git(dir, "commit", "-q", "-m", "x")
		tree := filepath.Join(t.TempDir(), "tree")
		git(dir, "worktree", "add", "-q", tree)
		if err := os.WriteFile(filepath.Join(tree, "app", config.Name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if !isTracked(filepath.Join(tree, "app", config.Name)) {
			t.Error("not seen in a worktree")
		}
	}
}
