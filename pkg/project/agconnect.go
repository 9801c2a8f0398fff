package project

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

const (
	agconnectName = "agconnect-services.json"
	// agconnectPlace is where the file belongs, below the plugin's folder.
	agconnectPlace = "android/assets/" + agconnectName
)

// agconnectStrays are folders, below the root and the source folder, in which
// the file is found by mistake, or for another push channel.
var agconnectStrays = []string{
	"", "static", "assets", "config", "common", "push", "cert", "certs", "key", "keys", "hms", "huawei", "utils", "public",
	"android", "android/app", "android/assets", "nativeplugins", "nativeplugins/android", "nativeplugins/android/assets",
	"nativeResources", "nativeResources/android", "nativeResources/android/assets",
	"uni_modules/" + TencentPushUTS, "uni_modules/" + TencentPushUTS + "/utssdk/app-android", "uni_modules/" + TencentPushUTS + "/utssdk/app-android/assets",
}

// pluginAssets are the folders of a native plugin that may hold the file.
var pluginAssets = []string{"", "android", "android/assets", "android/libs", "assets"}

// maxAgconnects bounds how many files of such a name are read.
const maxAgconnects = 20

// readAgconnect reads agconnect-services.json where it belongs, and looks for
// its likes in a few dozen likely folders. The whole project is not searched.
func readAgconnect(t *tree, p *Project) Agconnect {
	right := path.Join(p.Plugin.Path, agconnectPlace)
	a := Agconnect{Doc: t.doc(right)}
	var paths []string
	add := func(dir, name string) {
		if full := path.Join(dir, name); full != right && isAgconnect(name) && t.isFile(full) {
			paths = append(paths, full)
		}
	}
	for _, f := range p.Plugin.Files {
		add(path.Join(p.Plugin.Path, path.Dir(f)), path.Base(f))
	}
	for _, dir := range agconnectFolders(t, p) {
		if dir == "" || t.isDir(dir) {
			for _, e := range t.list(dir) {
				add(dir, e.Name())
			}
		}
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	for _, f := range paths[:min(len(paths), maxAgconnects)] {
		a.Others = append(a.Others, t.doc(f))
	}
	return a
}

// AnyAgconnect is agconnect-services.json where it belongs, else the only one that
// lies elsewhere; and what to call it.
func (p *Project) AnyAgconnect() (file Doc, name string) {
	if p.Agconnect.JSON() == nil && len(p.Agconnect.Others) == 1 {
		return p.Agconnect.Others[0], p.Agconnect.Others[0].Path
	}
	return p.Agconnect.Doc, path.Base(p.Agconnect.Path)
}

func agconnectFolders(t *tree, p *Project) []string {
	roots := []string{""}
	if p.Source != "" {
		roots = append(roots, p.Source)
	}
	var dirs []string
	for _, root := range roots {
		for _, d := range agconnectStrays {
			dirs = append(dirs, path.Join(root, d))
		}
	}
	var plugins []string
	if t.isDir(p.NativePlugins) {
		for i, e := range t.list(p.NativePlugins) {
			if i < maxPlugins && e.Name() != PluginID {
				plugins = append(plugins, path.Join(p.NativePlugins, e.Name()))
			}
		}
	}
	for _, m := range p.Plugin.Misplaced {
		if m.Kind != Zipped {
			plugins = append(plugins, m.Path)
		}
	}
	for _, plugin := range plugins {
		for _, d := range pluginAssets {
			dirs = append(dirs, path.Join(plugin, d))
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// agconnectTrimmings are what browsers, editors and copying leave on the name:
// "agconnect-services (1).json", "agconnect-services.json.txt".
var agconnectTrimmings = regexp.MustCompile(`(?i)(\.(json|txt|bak|old)|\s+|[-_ .]*\d+|\s*[(（]\d+[)）]|[-_ .]*(copy|副本|备份|backup|bak|old))+$`)

// isAgconnect reports whether a name is that of the file, or was meant to be.
func isAgconnect(name string) bool {
	lower := strings.ToLower(name)
	if !strings.Contains(lower, "agc") && !strings.Contains(lower, "connect") {
		return false
	}
	if ext := path.Ext(lower); ext != "" && !slices.Contains([]string{".json", ".txt", ".bak", ".old"}, ext) {
		return false
	}
	stem := letters(agconnectTrimmings.ReplaceAllString(name, ""))
	return text.Distance(stem, "agconnectservices") <= 1 || stem == "agconnectservicesjson"
}
