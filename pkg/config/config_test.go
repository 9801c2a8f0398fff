package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(config.Config{})); diff != "" {
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
		{"unknown key of apple", "[apple]\nprofil = \"x\"\n", "did you mean apple.profile?", 2},
		{"no table", "\ndoctor = 1\n", "doctor should be a table", 2},
		{"a name that needs quotation marks", "\n[device.手机]\n", "needs quotation marks", 2},
		{"a key that needs them", "[vendor.vivo]\napp secret = \"x\"\n", "needs quotation marks", 2},
		{"no TOML", "[project]\n= 3\n", "wrong TOML", 2},
		{"unknown field", "[vendor.huawei]\nclient_id = \"1\"\n\nclientSecret = \"SECRET\"\n", "did you mean vendor.huawei.client_secret?", 4},
		{"unknown field of another vendor", "[vendor.meizu]\nmaster_secret = \"SECRET\"\n", "there are app_id, app_secret, endpoint", 2},
		{"unknown dotted field", "vendor.oppo.app_key = \"SECRET\"\nvendor.oppo.master_secert = \"SECRET\"\n", "did you mean vendor.oppo.master_secret?", 2},
		{"unknown inline field", "[vendor]\nvivo = { app_id = 105700001,\n  app_kye = \"SECRET\" }\n", "did you mean vendor.vivo.app_key?", 3},
		{"unknown quoted field", "[ \"vendor\" . 'vivo' ]\n\"app_kye\" = \"SECRET\"\n", "did you mean vendor.vivo.app_key?", 2},
		{"unknown field behind a text of many lines", "[vendor.vivo]\napp_key = \"\"\"\na = 1\nb\"\"\"\napp_di = \"1\"\n", "did you mean vendor.vivo.app_id?", 5},
		{"unknown vendor's table", "[vendor.huawei]\n[vendor.hauwei]\n", "did you mean huawei?", 2},
		{"unknown vendor, dotted", "vendor.ios.topic = \"x\"\n", "called apns", 1},
		{"table of another kind", "[vendors.huawei]\nclient_id = \"1\"\n", "did you mean vendor?", 1},
		{"value above all tables", "vendors = [\"vivo\"]\n", "did you mean doctor.vendors?", 1},
		{"a key that emulator does not have", "[emulator]\nport = 1\n", "unknown key emulator.port", 2},
		{"a key that a token does not have", "[emulator.token.x]\nvendor = \"vivo\"\nstatus = \"gone\"\n", "did you mean emulator.token.x.state?", 3},
		{"a list of tables", "[[vendor.huawei]]\nclient_id = \"1\"\n", "vendor.huawei should be a table", 1},
		{"a vendor that is no table", "[vendor]\nhuawei = \"SECRET\"\n", "vendor.huawei should be a table", 2},
		{"yes or no", "[vendor.huawei]\nclient_id = true\n", "vendor.huawei.client_id should be a string", 2},
		{"a fraction", "[vendor.huawei]\nclient_id = 1.5\n", "should be a string, in quotation marks", 2},
		{"a list", "[vendor.huawei]\nclient_secret = [\n\"SECRET\"]\n", "should be a string", 2},
		{"a table for a value", "[vendor.huawei]\nclient_secret = { value = \"SECRET\" }\n", "should be a string", 2},
		{"no quotation marks", "[vendor.huawei]\nclient_secret = SECRET\n", "needs quotation marks", 2},
		{"a number too large", "[vendor.xiaomi]\napp_secret = 28823037615171234567890\n", "needs quotation marks", 2},
		{"a word in a number", "[vendor.huawei]\nclient_secret = 12SECRET\n", "wrong TOML", 2},
		{"an escape that is none", "[vendor.huawei]\nclient_secret = \"SECRET\\u12SECRET\"\n", "wrong TOML", 2},
		{"a date that is none", "[vendor.huawei]\nclient_secret = 2020-13-45T99:99:99Z\n", "wrong TOML", 2},
		{"device without a token", "\n[device.mate60]\nvendor = \"huawei\"\n", "the device mate60 has no token", 2},
		{"device without a vendor", "device.mate60.token = \"SECRET\"\n", "the device mate60 has no vendor", 1},
		{"device without anything", "[device.mate60]\n", "the device mate60 has no vendor", 1},
		{"device with an empty token", "[device.mate60]\nvendor = \"huawei\"\ntoken = \"\"\n", "token of the device mate60 is empty", 3},
		{"device of an unknown vendor", "[device.mate60]\ntoken = \"SECRET\"\nvendor = \"huwei\"\n", "did you mean huawei?", 3},
		{"device with a token for a vendor", "[device.mate60]\ntoken = \"x\"\nvendor = \"tokentokSECRETSECRETSECRETSECRET\"\n", "there is no vendor \"tokentok…\"", 3},
		{"device with an unknown key", "[device.mate60]\ntokne = \"SECRET\"\n", "did you mean device.mate60.token?", 2},
		{"a device that is no table", "device.mate60 = \"SECRET\"\n", "device.mate60 should be a table", 1},
		{"a variable that is none", "[project]\nios_bundle_id = \"${a-b}\"\n", "has a ${ that is no ${NAME}", 2},
		{"duplicate", "[project]\nandroid_package = \"a\"\nandroid_package = \"b\"\n", "project.android_package stands there twice", 3},
		{"a colon", "[vendor.vivo]\napp_secret: \"SECRET\"\n", "write NAME = \"VALUE\"", 2},
		{"no second quotation mark", "[vendor.vivo]\napp_secret = \"SECRET\n", "without its counterpart", 2},
		{"a path of Windows", "[vendor.apns]\nkey_file = \"C:\\Users\\SECRET\\k.p8\"\n", "use single quotes", 2},
		{"another path of Windows", "[vendor.apns]\nkey_file = \"D:\\keys\\SECRET.p8\"\n", "use single quotes", 2},
		{"GBK", "[vendor.apns]\n# \xc3\xdc\xd4\xbf\n", "is not UTF-8", 2},
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
			if strings.Contains(e.Message.EN+e.Message.ZH, "SECRET") {
				t.Errorf("shows a secret: %s", e)
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
	t.Chdir(inner)
	if got := config.Find("."); !sameFile(t, got, nearer) {
		t.Errorf("Find(.) = %q, want %q", got, nearer)
	}
}

// sameFile compares paths that may be spelled through a link, as those of the
// temporary folder are on macOS.
func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	of := func(path string) os.FileInfo {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	return os.SameFile(of(a), of(b))
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
// with its line.
func TestVariables(t *testing.T) {
	const data = "[project]\nandroid_package = \"com.${TEAM}.app\"\n[vendor.huawei]\nclient_id = \"1\"\n"
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
