package project

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// appleFiles are the files of a project of Apple's kinds, one a line, with what is said of
// them.
func appleFiles(p *Project) []string {
	var out []string
	for _, f := range p.AppleFiles {
		line := f.Path
		if f.Packed {
			line += " packed"
		}
		if f.Tracked {
			line += " tracked"
		}
		if f.Aside {
			line += " aside"
		}
		out = append(out, line)
	}
	return out
}

func TestAppleFiles(t *testing.T) {
	t.Parallel()
	const files = `
-- push.p12 --
-- certs/证书 push.P12 --
-- certs/AuthKey_ABCDE12345.p8 --
-- certs/._push.p12 --
-- certs/.p12 --
-- certs/push.pem --
-- certs/dir.p12/readme --
-- static/push.p12 --
-- static/img/dev.mobileprovision --
-- hybrid/html/js/key.p8 --
-- hybrid/key.p8 --
-- pages/static/push.pfx --
-- uni_modules/kit/static/push.p12 --
-- uni_modules/kit/push.p12 --
-- node_modules/x/test.p12 --
-- unpackage/release/a.ipa --
-- unpackage/release/ipa/b.ipa --
-- unpackage/release/x/y/deep.ipa --
-- unpackage/debug/iPhone_base.ipa --
-- unpackage/cache/c.mobileprovision --
-- unpackage/cache/wgt/d.p12 --
-- unpackage/dist/e.ipa --
-- nativeplugins/Kit/push.p12 --
-- nativeplugins/Kit/ios/BundleResources/push.p12 --
-- nativeplugins/Kit/ios/Kit.framework/push.p12 --
-- nativeplugins/Kit/ios-extension.mobileprovision --
-- nativeResources/ios/UniApp.entitlements --
-- nativeResources/ios/Other.entitlements --
-- nativeResources/android/assets/push.p12 --
-- other/manifest.json --
{}
-- other/pages.json --
{}
-- other/push.p12 --
`
	want := []string{
		"certs/AuthKey_ABCDE12345.p8",
		"certs/证书 push.P12",
		"hybrid/html/js/key.p8 packed",
		"hybrid/key.p8",
		"nativeResources/android/assets/push.p12 packed",
		"nativeResources/ios/UniApp.entitlements packed",
		"nativeplugins/Kit/ios-extension.mobileprovision",
		"nativeplugins/Kit/ios/BundleResources/push.p12 packed",
		"nativeplugins/Kit/push.p12",
		"pages/static/push.pfx",
		"push.p12",
		"static/img/dev.mobileprovision packed",
		"static/push.p12 packed",
		"uni_modules/kit/push.p12",
		"uni_modules/kit/static/push.p12 packed",
		"unpackage/cache/c.mobileprovision",
		"unpackage/debug/iPhone_base.ipa",
		"unpackage/release/a.ipa",
		"unpackage/release/ipa/b.ipa",
	}
	if diff := cmp.Diff(want, appleFiles(openProject(t, bare+files))); diff != "" {
		t.Error(diff)
	}
}

// TestAppleFilesBesideSource: in a CLI project the code lies in src, and the rest
// beside it.
func TestAppleFilesBesideSource(t *testing.T) {
	t.Parallel()
	p := openProject(t, `
-- package.json --
{"dependencies":{"@dcloudio/uni-app":"3.0.0"}}
-- src/manifest.json --
{"appid":"__UNI__A1B2C3D","app-plus":{}}
-- src/pages.json --
{}
-- src/static/push.p12 --
-- src/certs/push.p12 --
-- static/push.p12 --
-- push.p8 --
-- certs/ios/push.p12 --
-- node_modules/x/push.p12 --
-- dist/build/x.ipa --
-- unpackage/release/a.ipa --
-- nativeplugins/Kit/ios/push.p12 --
-- nativeResources/ios/UniApp.entitlements --
-- src/nativeResources/ios/UniApp.entitlements --
`)
	want := []string{
		"certs/ios/push.p12",
		"nativeResources/ios/UniApp.entitlements packed",
		"nativeplugins/Kit/ios/push.p12 packed",
		"push.p8",
		"src/certs/push.p12",
		"src/nativeResources/ios/UniApp.entitlements packed",
		"src/static/push.p12 packed",
		"static/push.p12",
		"unpackage/release/a.ipa",
	}
	if diff := cmp.Diff(want, appleFiles(p)); diff != "" {
		t.Error(diff)
	}
}

func TestAppleFilesTracked(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git program here to make an index")
	}
	t.Parallel()
	dir := lay(t, bare+`
-- .gitignore --
ignored.p12
-- certs/push.p12 --
-- certs/dev.mobileprovision --
-- ignored.p12 --
-- new.p8 --
-- offpush.local.toml --
-- dist/build/app/push.p12 --
-- dist/build/app/dev.mobileprovision --
-- .secrets/push.p8 --
-- unpackage/x/y/z/sign.PFX --
-- dist/new.p12 --
-- node_modules/kit/test.p12 --
-- other/manifest.json --
{}
-- other/pages.json --
{}
-- other/certs/push.p12 --
`)
	for _, line := range []string{"init -q", "add certs .secrets unpackage dist/build node_modules other"} {
		c := exec.Command("git", append([]string{"-C", dir}, strings.Fields(line)...)...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", line, err, out)
		}
	}
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		".secrets/push.p8 tracked aside", "certs/dev.mobileprovision", "certs/push.p12 tracked",
		"dist/build/app/push.p12 tracked aside", "ignored.p12", "new.p8", "unpackage/x/y/z/sign.PFX tracked aside",
	}
	if diff := cmp.Diff(want, appleFiles(p)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"new.p8", LocalConfig}, p.Unignored); diff != "" {
		t.Error(diff)
	}
}

// TestAppleFilesNoLinks: what a link leads to is not the project's.
func TestAppleFilesNoLinks(t *testing.T) {
	t.Parallel()
	dir := lay(t, bare)
	outside := lay(t, "-- push.p12 --\n-- a.ipa --\n")
	symlink(t, outside+"/push.p12", dir, "push.p12")
	symlink(t, outside, dir, "unpackage/release/linked")
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := appleFiles(p); len(got) > 0 {
		t.Errorf("%q", got)
	}
}
