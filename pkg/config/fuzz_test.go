package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
)

// FuzzLoad: whatever the two files hold, the outcome is a configuration or an
// error with a line of the file.
func FuzzLoad(f *testing.F) {
	f.Add("[project]\nandroid_package = \"com.example.app\"\n", "")
	f.Add("[doctor]\nvendors = [\"vivo\", 3]\nx.y = {z = 1}", "")
	f.Add("[vendor.huawei]\nclient_id = 1000001\nclient_secret = \"${A}@b\"\n[device.a]\nvendor = \"huawei\"\n", "device.a.token = \"@x\"")
	f.Add("vendor.vivo = { app_id = \"\"\"\na\"\"\" }", "[[vendor.vivo]]\n")
	f.Add("\ufeff[vendor.'vivo']\r\n\"app_id\" = '''\r\n@@a'''\r\n", "[device.\"a.b\"]\n")
	f.Fuzz(func(t *testing.T, main, local string) {
		path := write(t, t.TempDir(), main)
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), config.LocalName), []byte(local), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, noEnv)
		var e *config.Error
		if (c == nil) == (err == nil) || err != nil && !errors.As(err, &e) {
			t.Fatalf("%v, %v", c, err)
		}
		if err != nil || !strings.Contains(main+local, "vendor") {
			return
		}
		for _, d := range c.Devices() {
			if _, err := c.Device(d.Name); err != nil && !errors.As(err, &e) {
				t.Errorf("device %q: %v", d.Name, err)
			}
		}
		for _, id := range catalog.IDs() {
			if _, err := c.Credentials(id, nil, noEnv); err != nil && (!errors.As(err, &e) || e.Line == 0) {
				t.Errorf("%s: %v", id, err)
			}
		}
		c.Warnings()
	})
}
