package config_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/text"
)

func known(value string) config.Known { return config.Known{Value: value, From: text.Same("there")} }

// TestScaffold: whatever is known, both files can be read as they are, and what
// was known is what they say.
func TestScaffold(t *testing.T) {
	everything := map[string]map[string]config.Known{}
	for _, v := range catalog.Vendors() {
		everything[v.ID] = map[string]config.Known{}
		for _, f := range v.Push().Fields {
			everything[v.ID][f.Name] = known("SECRET")
		}
	}
	everything["huawei"]["client_id"] = known("100000000000000002") // the project's own
	everything["vivo"]["app_id"] = known("105500001")
	everything["fcm"]["project_id"] = known("a${B}\"c") // no value that can stand so
	for _, c := range []struct {
		name     string
		scaffold config.Scaffold
		want     config.Project
		vivo     map[string]string
	}{
		{"nothing", config.Scaffold{}, config.Project{}, map[string]string{}},
		{"no vendors", config.Scaffold{Fields: everything}, config.Project{}, map[string]string{}},
		{"a vendor", config.Scaffold{Vendors: []string{"vivo"}, Fields: everything,
			Project: map[string]config.Known{"android_package": known("com.example.app"), "ios_bundle_id": known("com.example.ios")}},
			config.Project{AndroidPackage: "com.example.app", IOSBundleID: "com.example.ios"}, map[string]string{"app_id": "105500001"}},
		{"all vendors", config.Scaffold{Vendors: catalog.IDs(), Fields: everything,
			Project: map[string]config.Known{"android_package": {Value: "com.example.app", Unsure: true}}},
			config.Project{}, map[string]string{"app_id": "105500001"}},
	} {
		for _, lang := range []text.Lang{text.ZH, text.EN} {
			t.Run(c.name+" "+lang.String(), func(t *testing.T) {
				main, local := c.scaffold.Main(lang), c.scaffold.Local(lang)
				dir := lay(t, "-- offpush.toml --\n"+main+"-- offpush.local.toml --\n"+local)
				conf, err := config.Load(filepath.Join(dir, config.Name), noEnv)
				if err != nil {
					t.Fatalf("%v\n%s\n%s", err, main, local)
				}
				if conf.Project != c.want {
					t.Errorf("[project] is %+v, want %+v", conf.Project, c.want)
				}
				got, err := conf.Credentials("vivo", nil, noEnv)
				if diff := cmp.Diff(c.vivo, got); err != nil || diff != "" {
					t.Errorf("vivo: %v\n%s", err, diff)
				}
				if w := warnings(conf); w != "" {
					t.Errorf("warns: %s", w)
				}
				if han := strings.ContainsFunc(main+local, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han != (lang == text.ZH) {
					t.Errorf("not in %s:\n%s%s", lang, main, local)
				}
				judgeTables(t, c.scaffold, main, local)
			})
		}
	}
}

// judgeTables: each vendor's fields stand in one of the files, secrets in the
// second and without a value.
func judgeTables(t *testing.T, s config.Scaffold, main, local string) {
	t.Helper()
	for _, v := range catalog.Vendors() {
		shown := len(s.Vendors) == 0 || strings.Contains(strings.Join(s.Vendors, " "), v.ID)
		table := func(file string) string {
			_, rest, _ := strings.Cut(file, "[vendor."+v.ID+"]")
			rest, _, _ = strings.Cut(rest, "\n\n")
			return rest
		}
		if strings.Contains(main, "[vendor."+v.ID+"]") != shown {
			t.Errorf("%s is shown: %v", v.ID, !shown)
			continue
		}
		for _, f := range v.Push().Fields {
			key, empty := "\n# "+f.Name+" = ", "\n# "+f.Name+" = \"\""
			switch {
			case !shown:
			case f.Secret && !strings.Contains(table(local), empty):
				t.Errorf("no line for %s.%s in:\n%s", v.ID, f.Name, local)
			case f.Secret && strings.Contains(table(main), f.Name+" = "):
				t.Errorf("a line for the secret %s.%s in:\n%s", v.ID, f.Name, main)
			case !f.Secret && !strings.Contains(table(main), key) && !strings.Contains(table(main), "\n"+f.Name+" = "):
				t.Errorf("no line for %s.%s in:\n%s", v.ID, f.Name, main)
			}
		}
	}
	if strings.Contains(main, `client_id = "100000000000000002"`) || strings.Contains(main, "${B}") {
		t.Errorf("a value of the wrong form:\n%s", main)
	}
}
