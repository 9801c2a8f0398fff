package project

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIsAgconnect(t *testing.T) {
	for name, want := range map[string]bool{
		"agconnect-services.json":          true,
		"agconnect-services .json":         true,
		"agconnect-services (1).json":      true,
		"agconnect-services(2).json":       true,
		"agconnect-services - 副本.json":     true,
		"agconnect-services copy.json":     true,
		"agconnect-service.json":           true,
		"agconnect_services.json":          true,
		"agconnectservices.json":           true,
		"Agconnect-Services.JSON":          true,
		"agconnect-services.json.json":     true,
		"agconnect-services.json.txt":      true,
		"agconnect-services.txt":           true,
		"agconnect-services":               true,
		"agconnect-services.json.bak":      true,
		"agconnet-services.json":           true, // a letter missing
		"agconnect-services-1.json":        true,
		"agconnect-services.js":            false,
		"agconnect-services.md":            false,
		"agconnect-credentials.json":       false,
		"connect.json":                     false,
		"mcs-services.json":                false,
		"google-services.json":             false,
		"services.json":                    false,
		"":                                 false,
		"agconnect-services.json.template": false,
	} {
		if got := isAgconnect(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestAgconnectOthers(t *testing.T) {
	at := "nativeplugins/" + PluginID
	dir := write(t, plugin(at, map[string]string{
		at + "/android/assets/agconnect-services (1).json":               `{"client": {}}`,
		at + "/android/assets/agconnect-services.json/":                  "",
		at + "/ios/agconnect-services.json":                              `{}`,
		"agconnect-services.json":                                        `not json`,
		"nativeplugins/Other/android/assets/agconnect-services.json":     `{}`,
		"nativeResources/android/agconnect-services.json":                `{}`,
		"some/deep/place/that/nobody/would/look/agconnect-services.json": `{}`,
		"node_modules/x/agconnect-services.json":                         `{}`,
	}))
	p, err := Open(dir)
	must(t, err)
	var got []string
	for _, o := range p.Agconnect.Others {
		got = append(got, o.Path)
		if o.State != Present {
			t.Errorf("%s: state %d", o.Path, o.State)
		}
	}
	want := []string{
		"agconnect-services.json",
		"nativeResources/android/agconnect-services.json",
		"nativeplugins/Other/android/assets/agconnect-services.json",
		at + "/android/assets/agconnect-services (1).json",
		at + "/ios/agconnect-services.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p.Agconnect.State != Unreadable { // a folder of that name
		t.Errorf("state %d", p.Agconnect.State)
	}
}
