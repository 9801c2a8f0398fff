package project

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLikeness(t *testing.T) {
	for name, want := range map[string]alike{
		"TencentCloud-TUIOfflinePush":           fullName,
		"tencentcloud-tuiofflinepush":           fullName,
		"TencentCloud_TUIOfflinePush":           fullName,
		"TencentCloud-TUIOfflinePush-1.2.0":     fullName,
		"TencentCloud-TUIOfflinePush_v1.2":      fullName,
		"TencentCloud-TUIOfflinePush (1)":       fullName,
		"TencentCloud-TUIOfflinePush（2）":        fullName,
		"TencentCloud-TUIOfflinePush - 副本":      fullName,
		"TencentCloud-TUIOfflinePush - 副本 (2)":  fullName,
		"TencentCloud-TUIOfflinePush - Copy":    fullName,
		"TencentCloud-TUIOfflinePush.zip":       fullName,
		"TencentCloud-TUIOfflinePush(1).zip":    fullName,
		"TencentCloud-TUIOfflinePush-1.2.0.rar": fullName,
		"TencentCloud-TUIOfflinePush.bak":       fullName,
		"TencentCloud-TUIOfflinPush":            fullName, // a letter missing
		"TecnentCloud-TUIOfflinePush":           fullName, // two swapped
		"TUIOfflinePush":                        shortName,
		"TUIOfflinePush-master":                 shortName,
		"TUIOfflinePush_1.1.0.zip":              shortName,
		"TencentCloud-TIMPush":                  unlike,
		"TencentCloud-Push":                     unlike,
		"TencentCloud-TUICallKit":               unlike,
		"TencentCloud-TUIOfflinePushHelper":     unlike,
		"JG-JPush":                              unlike,
		"":                                      unlike,
		"副本":                                    unlike,
	} {
		if got := likeness(name); got != want {
			t.Errorf("%q: %d, want %d", name, got, want)
		}
	}
}

// files are a small plugin at a place.
func plugin(at string, more map[string]string) map[string]string {
	files := map[string]string{
		"manifest.json":                      `{"app-plus": {}, "appid": "__UNI__1A2B3C4"}`,
		at + "/package.json":                 `{"id": "TencentCloud-TUIOfflinePush"}`,
		at + "/android/push.aar":             "PK",
		at + "/ios/P.framework/Versions/A/P": "x",
	}
	for name, data := range more {
		files[name] = data
	}
	return files
}

func TestPluginListing(t *testing.T) {
	outside := write(t, map[string]string{"a": "x"})
	at := "nativeplugins/" + PluginID
	dir := write(t, plugin(at, map[string]string{".gitignore": "*.jar\n"}))
	full := filepath.Join(dir, filepath.FromSlash(at))
	// What an unpacked framework looks like, a loop, and a way out.
	link(t, "A", filepath.Join(full, "ios/P.framework/Versions/Current"))
	link(t, "Versions/Current/P", filepath.Join(full, "ios/P.framework/P"))
	link(t, "..", filepath.Join(full, "android/loop"))
	link(t, outside, filepath.Join(full, "android/libs"))
	p, err := Open(dir)
	must(t, err)
	f := p.Plugin
	for _, want := range []string{"android/push.aar", "ios/P.framework/P", "ios/P.framework/Versions/A/P", "package.json"} {
		if !contains(f.Files, want) {
			t.Errorf("%s is not listed in %q", want, f.Files)
		}
	}
	if !contains(f.Dirs, "ios/P.framework/Versions/Current") || f.Truncated {
		t.Errorf("dirs %q, truncated %v", f.Dirs, f.Truncated)
	}
	if diff := cmp.Diff([]string{".jar"}, f.IgnoredKinds); diff != "" {
		t.Error(diff)
	}
	if skip, ok := p.Plugin.Unread(at + "/android"); !ok || skip.Reason != SkipOutside || skip.Path != at+"/android/libs" {
		t.Errorf("skipped %+v", p.Plugin.Skipped)
	}
	if len(f.Files) > 100 {
		t.Errorf("the loop was followed: %d files", len(f.Files))
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func TestPluginIsALink(t *testing.T) {
	outside := write(t, map[string]string{"p/package.json": "{}"})
	dir := write(t, map[string]string{"manifest.json": `{"app-plus": {}}`, "nativeplugins/": ""})
	link(t, filepath.Join(outside, "p"), filepath.Join(dir, "nativeplugins", PluginID))
	p, err := Open(dir)
	must(t, err)
	if p.Plugin.State != Outside || len(p.Plugin.Files) > 0 || p.Agconnect.State != Outside {
		t.Errorf("plugin %d %q, agconnect %d", p.Plugin.State, p.Plugin.Files, p.Agconnect.State)
	}
}

func TestPluginListingIsBounded(t *testing.T) {
	dir := write(t, plugin("nativeplugins/"+PluginID, nil))
	deep := filepath.Join(dir, "nativeplugins", PluginID)
	for i := range 40 {
		deep = filepath.Join(deep, fmt.Sprint(i))
	}
	must(t, os.MkdirAll(deep, 0o755))
	p, err := Open(dir)
	must(t, err)
	if !p.Plugin.Truncated || len(p.Plugin.Dirs) > 60 {
		t.Errorf("truncated %v, %d dirs", p.Plugin.Truncated, len(p.Plugin.Dirs))
	}
}

func TestNativePluginsChoice(t *testing.T) {
	const pkg = `{"dependencies": {"@dcloudio/uni-app": "3.0.0-1", "@dcloudio/vite-plugin-uni": "3.0.0-1"}}`
	base := map[string]string{"package.json": pkg, "src/manifest.json": `{"app-plus": {}}`, "src/pages.json": "{}"}
	for name, c := range map[string]struct {
		more map[string]string
		want string
	}{
		"none":           {nil, "nativeplugins"},
		"root":           {map[string]string{"nativeplugins/" + PluginID + "/package.json": "{}"}, "nativeplugins"},
		"src":            {map[string]string{"src/nativeplugins/" + PluginID + "/package.json": "{}"}, "src/nativeplugins"},
		"src, root bare": {map[string]string{"src/nativeplugins/" + PluginID + "/package.json": "{}", "nativeplugins/x/": ""}, "src/nativeplugins"},
		"src misnamed":   {map[string]string{"src/nativeplugins/TUIOfflinePush/package.json": "{}", "nativeplugins/x/": ""}, "src/nativeplugins"},
		"src empty":      {map[string]string{"src/nativeplugins/": ""}, "src/nativeplugins"},
	} {
		files := map[string]string{}
		for _, m := range []map[string]string{base, c.more} {
			for k, v := range m {
				files[k] = v
			}
		}
		p, err := Open(write(t, files))
		must(t, err)
		if p.NativePlugins != c.want {
			t.Errorf("%s: %s, want %s", name, p.NativePlugins, c.want)
		}
	}
}
