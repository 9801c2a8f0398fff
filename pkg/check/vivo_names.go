package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/manifest"
)

// vivoNames are the names under which the plugin's entry in manifest.json holds
// vivo's values.
type vivoNames struct {
	// id and key are to be filled in; "" when the plugin does not ask for it.
	id, key string
	// keys are all names whose values are secret.
	keys []string
}

func (v vivoNames) known() bool { return v.id != "" || v.key != "" }

// vivoParams finds the names: those that the plugin's package.json declares,
// else those that manifest.json's copy of it declares, else the standard ones
// when the entry has one of them.
func (in *Input) vivoParams() vivoNames {
	entry, _ := in.entry()
	var names vivoNames
	keys := []string{catalog.VivoAppKeyName}
	for _, declared := range []*manifest.Value{
		in.Project.Plugin.Package.JSON().Get("_dp_nativeplugin", "android", "parameters"),
		entry.Value.Get("__plugin_info__", "parameters"),
	} {
		id, key := vivoDeclared(declared)
		if key != "" {
			keys = append(keys, key)
		}
		if !names.known() {
			names.id, names.key = id, key
		}
	}
	if !names.known() && (entry.Value.Has(catalog.VivoAppIDName) || entry.Value.Has(catalog.VivoAppKeyName)) {
		names.id, names.key = catalog.VivoAppIDName, catalog.VivoAppKeyName
	}
	// A key that was pasted into the field of the id is as secret.
	for _, id := range []string{names.id, catalog.VivoAppIDName} {
		if v := entry.Value.Get(id).Text(); v != "" && !catalog.Digits.Match(strings.TrimSpace(v)) {
			keys = append(keys, id)
		}
	}
	slices.Sort(keys)
	names.keys = slices.Compact(keys)
	return names
}

// otherBrands are parts of the names of other vendors' parameters, whose
// descriptions may mention vivo all the same.
var otherBrands = []string{"honor", "huawei", "oppo", "heytap", "xiaomi", "meizu", "flyme", "google", "fcm"}

// vivoDeclared picks vivo's id and key from an object of parameter declarations
// {name: {des, key, placeholder, value}}.
func vivoDeclared(parameters *manifest.Value) (id, key string) {
	for _, m := range parameters.Members() {
		target := m.Value.Get("key").Text() + m.Value.Get("placeholder").Text()
		name, des := plainName(m.Name+target), plainName(m.Value.Get("des").Text())
		isOther := slices.ContainsFunc(otherBrands, func(b string) bool { return strings.Contains(name, b) })
		if !strings.Contains(name, "vivo") && (isOther || !strings.Contains(des, "vivo")) {
			continue
		}
		switch {
		case hasAny(name, "secret"):
		case hasAny(name, "appid"), !hasAny(name, "apikey", "appkey") && hasAny(des, "appid"):
			id = m.Name
		case hasAny(name, "apikey", "appkey"), hasAny(des, "apikey", "appkey"):
			key = m.Name
		}
	}
	return id, key
}

func hasAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// plainName leaves the letters and digits of a name, in lower case.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-. :", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
