package config_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/text"
)

func configSchema(t *testing.T, lang text.Lang) *jsonschema.Schema {
	t.Helper()
	data, err := json.Marshal(config.JSONSchema(lang, []string{"push-module", "vendor-keys"}))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(config.SchemaID, v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(config.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// follows validates TOML as an editor does.
func follows(t *testing.T, s *jsonschema.Schema, data string) error {
	t.Helper()
	var v map[string]any
	if _, err := toml.Decode(data, &v); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(instance)
}

// loads reports whether offpush takes a file.
func loads(t *testing.T, data string) bool {
	t.Helper()
	path := filepath.Join(t.TempDir(), config.Name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := config.Load(path, func(string) string { return "com.example.app" })
	return err == nil
}

// TestSchemaTakesWhatIsRead: the schema and the reader agree on what is right and
// what is wrong.
func TestSchemaTakesWhatIsRead(t *testing.T) {
	s := configSchema(t, text.EN)
	for _, test := range []struct {
		data string
		ok   bool
	}{
		{"", true},
		{"[project]\nandroid_package = \"${APP}\"\nios_bundle_id = \"com.example.app\"", true},
		{"[project]\nandroid_package_name = \"com.example.app\"", false},
		{"[doctor]\nvendors = [\"huawei\", \"apns\"]", true},
		{"[doctor]\nvendors = [\"huwaei\"]", false},
		{"[doctor]\nvendors = \"huawei\"", false},
		{"[vendor.huawei]\nclient_id = 1000001\nclient_secret = \"@secret.txt\"", true},
		{"[vendor.huawei]\nclient_idd = \"1\"", false},
		{"[vendor.samsung]\nkey = \"1\"", false},
		{"[device.mate60]\nvendor = \"huawei\"\ntoken = \"x\"", true},
		{"[device.mate60]\nmodel = \"x\"", false},
		{"[apple]\napp = \"a.ipa\"\nupload_as = \"production\"", true},
		{"[apple]\nipa = \"a.ipa\"", false},
		{"[emulator.token.gone]\nvendor = \"huawei\"\ntoken = \"x\"\nstate = \"unregistered\"", true},
		{"[emulator.token.gone]\nstat = \"x\"", false},
		{"[emulator]\nport = 1", false},
		{"[projekt]\n", false},
		{"[[doctor.ignore]]\nrule = \"push-module\"\nreason = \"x\"\npath = \"a/*.js\"", true},
		{"[[doctor.ignore]]\nrule = \"push-module\"\nreason = \"x\"\nfile = \"a\"", false},
		{"[doctor.ignore]\nrule = \"push-module\"", false},
		{"[doctor.severity]\npush-module = \"warning\"", true},
		{"[doctor.severity]\npush-module = 1", false},
	} {
		err := follows(t, s, test.data)
		if (err == nil) != test.ok || loads(t, test.data) != test.ok {
			t.Errorf("%q: schema says %v, the reader takes it: %v; want %v", test.data, err, loads(t, test.data), test.ok)
		}
	}
}

// TestSchemaKnowsEveryField: each credential of each vendor may stand in its table.
func TestSchemaKnowsEveryField(t *testing.T) {
	s := configSchema(t, text.ZH)
	for _, v := range catalog.Vendors() {
		for _, name := range v.Push().FieldNames() {
			if err := follows(t, s, "[vendor."+v.ID+"]\n"+name+" = \"${X}\"\n"); err != nil {
				t.Errorf("%s.%s: %v", v.ID, name, err)
			}
		}
	}
}

// TestSchemaSaysWhatEachKeyIs: in both languages, and of which type.
func TestSchemaSaysWhatEachKeyIs(t *testing.T) {
	var walk func(path string, node map[string]any, lang text.Lang)
	walk = func(path string, node map[string]any, lang text.Lang) {
		if about, _ := node["description"].(string); about == "" || lang == text.EN && strings.ContainsFunc(about, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) {
			t.Errorf("%s in %s: description %q", path, lang, about)
		}
		if node["type"] == nil {
			t.Errorf("%s has no type", path)
		}
		if more, ok := node["additionalProperties"].(map[string]any); ok {
			walk(path+".*", more, lang)
		}
		if properties, ok := node["properties"].(map[string]any); ok {
			for name, p := range properties {
				walk(path+"."+name, p.(map[string]any), lang)
			}
		}
	}
	for _, lang := range []text.Lang{text.ZH, text.EN} {
		walk("", config.JSONSchema(lang, []string{"push-module", "vendor-keys"}), lang)
	}
}
