package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/config"
)

func TestLoad(t *testing.T) {
	path := write(t, t.TempDir(), `
[project]
android_package = "com.example.app"
ios_bundle_id = "com.example.ios"

[doctor]
vendors = ["huawei", "apns"]
`)
	got, err := config.Load(path, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	want := &config.Config{
		Path:    path,
		Project: config.Project{AndroidPackage: "com.example.app", IOSBundleID: "com.example.ios"},
		Doctor:  config.Doctor{Vendors: []string{"huawei", "apns"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadErrors(t *testing.T) {
	for _, c := range []struct {
		name, data, message string
		line                int
	}{
		{"unknown key", "[project]\n\nandroid_pakage = \"x\"\n", "did you mean project.android_package?", 3},
		{"unknown table", "[push.huawei]\nclient_id = \"1\"\n", "unknown key push", 1},
		{"unknown dotted key", "project.colour = 1\n", "unknown key project.colour", 1},
		{"unknown key in an inline table", "\ndoctor = { vendor = [\"vivo\"] }\n", "did you mean doctor.vendors?", 2},
		{"wrong type", "[doctor]\nvendors = 3\n", "doctor.vendors should be a list of strings", 2},
		{"wrong type in the list", "[doctor]\nvendors = [\n1]\n", "a list of strings", 2},
		{"unknown vendor", "[doctor]\nvendors = [\"hauwei\"]\n", "did you mean huawei?", 2},
		{"ios is no vendor", "[doctor]\n# a remark = 1\nvendors = [\"ios\"]\n", "called apns", 3},
		{"no string", "project.android_package = true\n", "project.android_package should be a string", 1},
		{"no table", "\ndoctor = 1\n", "doctor should be a table", 2},
		{"no TOML", "[project]\n= 3\n", "wrong TOML", 2},
		{"duplicate", "[project]\nandroid_package = \"a\"\nandroid_package = \"b\"\n", "wrong TOML", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := config.Load(write(t, t.TempDir(), c.data), noEnv)
			var e *config.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if e.Line != c.line || !strings.Contains(e.Message.EN, c.message) || e.Message.ZH == "" {
				t.Errorf("line %d, %q; want line %d, %q", e.Line, e.Message.EN, c.line, c.message)
			}
		})
	}
}

func TestLoadWhatIsNoFile(t *testing.T) {
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "absent.toml")} {
		if c, err := config.Load(path, noEnv); err == nil {
			t.Errorf("Load(%s) = %v", path, c)
		}
	}
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "a", "b")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	path := write(t, top, "")
	if got := config.Find(inner); got != path {
		t.Errorf("Find = %q, want %q", got, path)
	}
	nearer := write(t, filepath.Join(top, "a"), "")
	if got := config.Find(inner); got != nearer {
		t.Errorf("Find = %q, want the nearer %q", got, nearer)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("[project]\nandroid_package = \"com.example.app\"\n")
	f.Add("[doctor]\nvendors = [\"vivo\", 3]\nx.y = {z = 1}")
	f.Fuzz(func(t *testing.T, data string) {
		path := filepath.Join(t.TempDir(), config.Name)
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, noEnv)
		var e *config.Error
		if (c == nil) == (err == nil) || err != nil && !errors.As(err, &e) {
			t.Errorf("%v, %v", c, err)
		}
	})
}

func write(t *testing.T, dir, data string) string {
	t.Helper()
	path := filepath.Join(dir, config.Name)
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func noEnv(string) string { return "" }

// TestVariables: ${NAME} comes from the environment; what is not set is an error
// with its line. The tables of send are let through.
func TestVariables(t *testing.T) {
	const data = "[project]\nandroid_package = \"com.${TEAM}.app\"\n[vendor.huawei]\nclient_id = \"1\"\n[device.mate60]\nvendor = \"huawei\"\n"
	path := write(t, t.TempDir(), data)
	env := func(name string) string { return map[string]string{"TEAM": "example"}[name] }
	c, err := config.Load(path, env)
	if err != nil || c.Project.AndroidPackage != "com.example.app" {
		t.Errorf("%+v, %v", c, err)
	}
	var e *config.Error
	if _, err := config.Load(path, noEnv); !errors.As(err, &e) || e.Line != 2 || !strings.Contains(e.Message.EN, "TEAM") {
		t.Errorf("an unset variable: %v", err)
	}
	if _, err := config.Load(write(t, t.TempDir(), "[vendor.huwei]\n"), noEnv); !errors.As(err, &e) || e.Line != 1 {
		t.Errorf("an unknown vendor: %v", err)
	}
}

// TestTables: what send will read must be tables; a package name must be one.
func TestTables(t *testing.T) {
	for _, data := range []string{"vendor = 1\n", "device = \"x\"\n", "[project]\nandroid_package = \"no package\"\n"} {
		var e *config.Error
		if _, err := config.Load(write(t, t.TempDir(), data), noEnv); !errors.As(err, &e) || e.Line == 0 {
			t.Errorf("%q: %v", data, err)
		}
	}
}
