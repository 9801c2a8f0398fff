package cmd

import (
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// facts are what a project's files say that belongs into its configuration: what
// stands there literally, no guesses.
func facts(p *project.Project) config.Scaffold {
	app := p.Manifest.JSON().Get("app-plus")
	file, name := p.AnyAgconnect()
	agconnect := file.JSON()
	inManifest, inAgconnect := text.Same("manifest.json"), text.Same(text.Visible(name))

	androidPackage := config.Known{Value: app.Get("distribute", "android", "packagename").Text(), From: inManifest}
	sure := config.IsPackageName(androidPackage.Value)
	if !sure {
		// The rule agconnect-package compares the two. With this one as the app's
		// own it would pass unseen.
		androidPackage = config.Known{Unsure: true, From: inAgconnect,
			Value: first(agconnect.Get("client", "package_name"), agconnect.Get("app_info", "package_name"))}
		if !config.IsPackageName(androidPackage.Value) {
			androidPackage = config.Known{}
		}
	}
	bundle := config.Known{Value: app.Get("distribute", "ios", "appid").Text(), From: inManifest}
	if !isBundleID(bundle.Value) {
		bundle = config.Known{}
	}
	xiaomi := androidPackage
	xiaomi.Unsure = false // the vendor's answer says at once when it is another
	fields := map[string]map[string]config.Known{
		"huawei": {
			"client_id":  {Value: first(agconnect.Get("oauth_client", "client_id"), agconnect.Get("client", "app_id")), From: inAgconnect},
			"project_id": {Value: digits(agconnect.Get("client", "project_id").Text()), From: inAgconnect},
		},
		"xiaomi": {"package_name": xiaomi},
		"vivo":   {"app_id": {Value: vivoAppID(app), From: inManifest}},
		"meizu":  {"app_id": {Value: agreed(p, "meizuAppID"), From: text.Same("offlinePushConfig")}},
		"apns":   {"topic": bundle},
	}
	return config.Scaffold{
		Vendors: check.Run(check.Input{Project: p}).Project.Vendors,
		Project: map[string]config.Known{"android_package": androidPackage, "ios_bundle_id": bundle},
		Fields:  fields,
	}
}

// first is the first value that is there.
func first(values ...*manifest.Value) string {
	for _, v := range values {
		if s := v.Text(); s != "" {
			return s
		}
	}
	return ""
}

func digits(s string) string {
	if !catalog.Digits.Match(s) {
		return ""
	}
	return s
}

// isBundleID keeps out templates and DCloud's own id, which gets put there by
// mistake.
func isBundleID(s string) bool {
	return strings.Contains(s, ".") && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
}

// vivoAppID is the one of the local plugin's entry; zeroes mean that vivo is not
// used.
func vivoAppID(app *manifest.Value) string {
	id := digits(app.Get("nativePlugins", project.PluginID, catalog.VivoAppIDName).Text())
	if strings.Trim(id, "0") == "" {
		return ""
	}
	return id
}

// agreed is the value of a setting when all code that sets it agrees.
func agreed(p *project.Project, name string) string {
	value := ""
	for _, r := range p.Code.Registrations {
		for _, s := range r.Config.Settings {
			switch {
			case s.Name != name || s.Literal && s.Text == "":
			case !s.Literal || s.Rounded() || value != "" && s.Value() != value:
				return ""
			default:
				value = s.Value()
			}
		}
	}
	return value
}
