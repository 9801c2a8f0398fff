package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/offpush/offpush/pkg/config"
)

// lay writes the files of a txtar text into a new folder.
func lay(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load reads the offpush.toml of such a text.
func load(t *testing.T, archive string, env map[string]string) (*config.Config, string) {
	t.Helper()
	dir := lay(t, archive)
	c, err := config.Load(filepath.Join(dir, config.Name), getenv(env))
	if err != nil {
		t.Fatal(err)
	}
	return c, dir
}

func getenv(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestCredentials(t *testing.T) {
	for _, c := range []struct {
		name   string
		files  string
		vendor string
		set    map[string]string
		env    map[string]string
		want   map[string]string // DIR is the folder of the files
	}{
		{name: "none", vendor: "huawei", want: map[string]string{}},
		{name: "of that vendor only", vendor: "huawei", want: map[string]string{"client_id": "1"},
			files: "[vendor.huawei]\nclient_id = \"1\"\n[vendor.honor]\nclient_id = \"2\"\nclient_secret = \"${UNSET}\"\n"},
		{name: "numbers", vendor: "vivo", want: map[string]string{"app_id": "105700001"}, files: "vendor.vivo.app_id = 105_700_001\n"},
		{name: "environment over file", vendor: "huawei", want: map[string]string{"client_id": "2", "client_secret": "b"},
			files: "[vendor.huawei]\nclient_id = \"1\"\nclient_secret = \"${UNSET}\"\n",
			env:   map[string]string{"OFFPUSH_HUAWEI_CLIENT_ID": "2", "OFFPUSH_HUAWEI_CLIENT_SECRET": "b", "OFFPUSH_HONOR_APP_ID": "3"}},
		{name: "empty environment", vendor: "huawei", want: map[string]string{"client_id": "1"},
			files: "vendor.huawei.client_id = \"1\"\n", env: map[string]string{"OFFPUSH_HUAWEI_CLIENT_ID": ""}},
		{name: "set over environment", vendor: "huawei", want: map[string]string{"client_id": "3"},
			files: "vendor.huawei.client_id = \"1\"\n", env: map[string]string{"OFFPUSH_HUAWEI_CLIENT_ID": "2"}, set: map[string]string{"client_id": "3"}},
		{name: "set clears", vendor: "huawei", want: map[string]string{"client_id": "1"},
			files: "vendor.huawei.client_id = \"1\"\nvendor.huawei.service_account = \"sa.json\"\n", set: map[string]string{"service_account": ""}},
		{name: "local over main, key by key", vendor: "huawei", want: map[string]string{"client_id": "1", "client_secret": "b"},
			files: "[vendor.huawei]\nclient_id = \"1\"\nclient_secret = \"a\"\n-- offpush.local.toml --\n[vendor.huawei]\nclient_secret = \"b\"\n"},
		{name: "local clears", vendor: "huawei", want: map[string]string{"client_id": "1"},
			files: "[vendor.huawei]\nclient_id = \"1\"\nclient_secret = \"a\"\n-- offpush.local.toml --\n[vendor.huawei]\nclient_secret = \"\"\n"},
		{name: "variables", vendor: "oppo", want: map[string]string{"app_key": "a-b-c", "master_secret": "${A}"},
			files: "[vendor.oppo]\napp_key = \"a-${A}-c\"\nmaster_secret = \"${B}\"\n", env: map[string]string{"A": "b", "B": "${A}"}},
		{name: "variables hold no file names", vendor: "oppo", want: map[string]string{"app_key": "@x"}, files: "vendor.oppo.app_key = \"${A}\"\n", env: map[string]string{"A": "@x"}},
		{name: "variables are of files only", vendor: "oppo", want: map[string]string{"app_key": "${A}", "master_secret": "$b${"},
			env: map[string]string{"A": "b", "OFFPUSH_OPPO_APP_KEY": "${A}"}, set: map[string]string{"master_secret": "$b${"}},
		{name: "from a file", vendor: "oppo", want: map[string]string{"app_key": "key", "master_secret": "two\nlines"},
			files: "[vendor.oppo]\napp_key = \"@secrets/${A}\"\nmaster_secret = \"@two\"\n-- secrets/key.txt --\nkey\n-- two --\n\ufefftwo\nlines\r\n\n", env: map[string]string{"A": "key.txt"}},
		{name: "from a file beside the local file", vendor: "oppo", want: map[string]string{"app_key": "key"},
			files: "-- offpush.local.toml --\nvendor.oppo.app_key = \"@./key\"\n-- key --\nkey"},
		{name: "from a file, by others", vendor: "oppo", want: map[string]string{"app_key": "key", "master_secret": "key"},
			files: "-- key --\nkey\n", env: map[string]string{"OFFPUSH_OPPO_APP_KEY": "@DIR/key"}, set: map[string]string{"master_secret": "@DIR/key"}},
		{name: "a plain @", vendor: "oppo", want: map[string]string{"app_key": "@key", "master_secret": "@@"},
			files: "vendor.oppo.app_key = \"@@key\"\n", set: map[string]string{"master_secret": "@@@"}},
		{name: "paths", vendor: "apns", want: map[string]string{"key_file": "DIR/keys/a.p8", "cert_file": "cert.p12", "ca_file": "HOME/ca.pem"},
			files: "[vendor.apns]\nkey_file = \"keys/a.p8\"\nca_file = \"~/ca.pem\"\n", set: map[string]string{"cert_file": "cert.p12"}},
		{name: "paths, absolute", vendor: "apns", want: map[string]string{"key_file": "DIR/a.p8", "cert_file": "HOME/b"},
			files: "[vendor.apns]\nkey_file = '${TOP}/a.p8'\n", env: map[string]string{"TOP": "DIR", "OFFPUSH_APNS_CERT_FILE": "~/b"}},
		{name: "paths with an @", vendor: "fcm", want: map[string]string{"service_account": "DIR/sa.json"}, files: "vendor.fcm.service_account = \"@sa.json\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			dir := lay(t, "-- offpush.toml --\n"+c.files)
			put := func(m map[string]string) map[string]string {
				out := map[string]string{}
				for k, v := range m {
					v, isPath := strings.CutPrefix(v, "DIR/")
					switch {
					case isPath:
						v = filepath.Join(dir, v)
					case strings.HasPrefix(v, "HOME/"):
						v = filepath.Join(home, v[5:])
					}
					out[k] = strings.Replace(v, "DIR", dir, 1)
				}
				return out
			}
			env := put(c.env)
			env["HOME"], env["USERPROFILE"] = home, home
			conf, err := config.Load(filepath.Join(dir, config.Name), getenv(env))
			if err != nil {
				t.Fatal(err)
			}
			got, err := conf.Credentials(c.vendor, put(c.set), getenv(env))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(put(c.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCredentialErrors(t *testing.T) {
	for _, c := range []struct {
		name           string
		files          string
		set, env       map[string]string
		place, message string
	}{
		{name: "unset variable", files: "[vendor.huawei]\n\nclient_secret = \"${HUAWEI}SECRET\"\n",
			place: "offpush.toml:3", message: "the environment variable HUAWEI is not set (used by vendor.huawei.client_secret)"},
		{name: "unset variable in the local file", files: "[vendor.huawei]\nclient_id = \"1\"\n-- offpush.local.toml --\nvendor.huawei.client_id = \"${ID}\"\n",
			place: "offpush.local.toml:1", message: "ID is not set"},
		{name: "variable that is none", files: "vendor.huawei.client_secret = \"${HUAWEI-SECRET}\"\n", place: "offpush.toml:1", message: "that is no ${NAME}"},
		{name: "no such file", files: "vendor.huawei.client_secret = \"@SECRET\"\n", place: "offpush.toml:1", message: "does not exist (a relative path starts from the configuration's folder; "},
		{name: "no such file, set", set: map[string]string{"client_secret": "@SECRET"}, place: "--set", message: "client_secret: the file behind the @ does not exist (a relative path starts from the working directory; "},
		{name: "no such file, environment", env: map[string]string{"OFFPUSH_HUAWEI_CLIENT_SECRET": "@/SECRET"}, place: "OFFPUSH_HUAWEI_CLIENT_SECRET", message: "does not exist"},
		{name: "no such file of what is no secret", set: map[string]string{"client_id": "@id.txt"}, place: "--set", message: "the file id.txt behind the @ does not exist"},
		{name: "a folder", files: "vendor.huawei.client_secret = \"@.\"\n", place: "offpush.toml:1", message: "is no regular file"},
		{name: "nothing behind the @", set: map[string]string{"client_secret": "@"}, place: "--set", message: "does not exist"},
		{name: "an empty file", files: "vendor.huawei.client_secret = \"@empty\"\n-- empty --\n\n", place: "offpush.toml:1", message: "is empty"},
		{name: "a large file", files: "vendor.huawei.client_secret = \"@large\"\n-- large --\n" + strings.Repeat("SECRET", 12<<10), place: "offpush.toml:1", message: "at most 64 KiB"},
		{name: "unknown field", set: map[string]string{"client_secert": "SECRET"}, place: "--set", message: "unknown key client_secert; did you mean client_secret?"},
		{name: "field of another vendor", set: map[string]string{"master_secret": "SECRET"}, place: "--set", message: "unknown key master_secret; there are client_id, "},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf, dir := load(t, "-- offpush.toml --\n"+c.files, nil)
			got, err := conf.Credentials("huawei", c.set, getenv(c.env))
			var e *config.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v, %v", got, err)
			}
			if place := strings.TrimPrefix(e.Place(), dir+string(filepath.Separator)); place != c.place || !strings.Contains(e.Message.EN, c.message) || e.Message.ZH == "" {
				t.Errorf("%s: %s\nwant %s: %s", place, e.Message.EN, c.place, c.message)
			}
			if shown := strings.ReplaceAll(e.Message.EN+e.Message.ZH, "HUAWEI-SECRET", ""); strings.Contains(shown, "SECRET") {
				t.Errorf("shows a secret: %s", e)
			}
		})
	}
	var none config.Config
	if _, err := none.Credentials("hauwei", nil, noEnv); err == nil {
		t.Error("an unknown vendor has credentials")
	}
	got, err := none.Credentials("huawei", map[string]string{"client_id": "1"}, noEnv)
	if diff := cmp.Diff(map[string]string{"client_id": "1"}, got); err != nil || diff != "" {
		t.Errorf("without a file: %v, %s", err, diff)
	}
}
