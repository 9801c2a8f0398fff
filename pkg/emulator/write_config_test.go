package emulator

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigsInOneFolder: each emulator's configuration names files of its own.
func TestConfigsInOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	kits := map[string]*kit{"offpush.toml": startKit(t, Config{}), "other.toml": startKit(t, Config{})}
	for name, k := range kits {
		if err := k.WriteConfig(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, k := range kits {
		config, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files := strings.TrimSuffix(name, ".toml") + "-emulator"
		account, err := os.ReadFile(filepath.Join(dir, files, "fcm-service-account.json"))
		if err != nil || !strings.Contains(string(account), k.URL()+"/token") || !strings.Contains(string(config), `"`+files+`/fcm-service-account.json"`) {
			t.Errorf("%s: %v\n%s\n%s", name, err, config, account)
		}
	}
	var input *InputError
	missing := filepath.Join(dir, "none")
	if err := kits["other.toml"].WriteConfig(filepath.Join(missing, "offpush.toml")); !errors.As(err, &input) {
		t.Error(err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a folder was made")
	}
}
