package project

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What is read through changes is what is read once they are on disk.
func TestOpenChanged(t *testing.T) {
	t.Parallel()
	const wrong, right = "nativeplugins/tencentcloud-tuiofflinepush", "nativeplugins/" + PluginID
	const gone = "src/gone"
	for name, test := range map[string]struct {
		change func(*Changes)
		onDisk func(t *testing.T, dir string)
	}{
		"edit a manifest and code": {
			func(c *Changes) {
				c.Write("manifest.json", []byte(`{"app-plus":{"modules":{"Push":{}}},"vueVersion":"3"}`))
				c.Write("App.vue", []byte("<script>uni.requireNativePlugin('TencentCloud-TUIOfflinePush')</script>"))
			},
			func(t *testing.T, dir string) {
				put(t, dir, "manifest.json", `{"app-plus":{"modules":{"Push":{}}},"vueVersion":"3"}`)
				put(t, dir, "App.vue", "<script>uni.requireNativePlugin('TencentCloud-TUIOfflinePush')</script>")
			},
		},
		"rename the plugin and put a file into it": {
			func(c *Changes) {
				c.Write(wrong+"/android/notes.txt", []byte("x"))
				c.Rename(wrong, right)
				c.Write(right+"/android/assets/agconnect-services.json", []byte(`{"client":{}}`))
			},
			func(t *testing.T, dir string) {
				rename(t, dir, wrong, right)
				put(t, dir, right+"/android/notes.txt", "x")
				put(t, dir, right+"/android/assets/agconnect-services.json", `{"client":{}}`)
			},
		},
		"rename the folder of plugins": {
			func(c *Changes) {
				c.Rename("nativeplugins", "NativePlugins")
				c.Rename("NativePlugins", "nativeplugins")
				c.Rename(wrong, "nativeplugins/x/"+PluginID)
			},
			func(t *testing.T, dir string) {
				rename(t, dir, wrong, "nativeplugins/x/"+PluginID)
			},
		},
		"code in a new folder, and ignored": {
			func(c *Changes) {
				c.Rename("utils", gone)
				c.Write("new/deep/push.js", []byte("uni.requireNativePlugin('TencentCloud-TUIOfflinePush')"))
				c.Write(".gitignore", []byte("manifest.json\n"))
				c.Rename("manifest.json", "manifest.old")
			},
			func(t *testing.T, dir string) {
				rename(t, dir, "utils", gone)
				put(t, dir, "new/deep/push.js", "uni.requireNativePlugin('TencentCloud-TUIOfflinePush')")
				put(t, dir, ".gitignore", "manifest.json\n")
				rename(t, dir, "manifest.json", "manifest.old")
			},
		},
		"move up": {
			func(c *Changes) {
				c.Rename(wrong+"/package.json", "nativeplugins/package.json")
				c.Rename(wrong+"/android", "nativeplugins/android")
				c.Remove(wrong)
			},
			func(t *testing.T, dir string) {
				rename(t, dir, wrong+"/package.json", "nativeplugins/package.json")
				rename(t, dir, wrong+"/android", "nativeplugins/android")
				succeed(t, os.Remove(filepath.Join(dir, wrong)))
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, bare+"-- utils/push.js --\nchat.registerPlugin({'tim-offline-push-plugin': push, offlinePushConfig: {}})\n"+
				"-- "+wrong+"/package.json --\n{\"id\":\"TencentCloud-TUIOfflinePush\"}\n-- "+wrong+"/android/plugin.aar --\n")
			var c Changes
			test.change(&c)
			got, err := OpenChanged(dir, &c)
			succeed(t, err)
			test.onDisk(t, dir)
			want, err := Open(dir)
			succeed(t, err)
			if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("(-on disk +through changes)\n%s", diff)
			}
		})
	}
}

func rename(t *testing.T, dir, from, to string) {
	t.Helper()
	succeed(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, to)), 0o755))
	succeed(t, os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)))
}

func succeed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
