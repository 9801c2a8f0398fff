package apple

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseProfile(t *testing.T) {
	t.Parallel()
	base := Profile{Name: "演示 development", UUID: "00000000-0000-4000-8000-000000000000", AppIDName: "Demo", TeamID: team, TeamName: "Example",
		Platforms: []string{"iOS"}, BundleID: app, Certificates: [][]byte{{1, 2, 3}},
		Created: before, Expires: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)}
	const everywhere = `<key>ProvisionsAllDevices</key><true/>`
	for name, c := range map[string]struct {
		list string
		env  Environment
		want func(*Profile)
	}{
		"development": {profilePlist(devEntitlements, devices), Sandbox,
			func(p *Profile) {
				p.Kind, p.Devices, p.APSEnvironment, p.GetTaskAllow = Development, 2, "development", true
			}},
		"ad hoc": {profilePlist(prodEntitlements, devices), Production,
			func(p *Profile) { p.Kind, p.Devices, p.APSEnvironment = AdHoc, 2, "production" }},
		"App Store": {profilePlist(prodEntitlements+`<key>beta-reports-active</key><true/>`, ""), Production,
			func(p *Profile) { p.Kind, p.APSEnvironment = AppStore, "production" }},
		"enterprise": {profilePlist(prodEntitlements, everywhere), Production,
			func(p *Profile) { p.Kind, p.APSEnvironment = Enterprise, "production" }},
		"no push": {profilePlist("", ""), "",
			func(p *Profile) { p.Kind = AppStore }},
		"wildcard": {strings.Replace(profilePlist("", devices), app, "*", 1), "",
			func(p *Profile) { p.Kind, p.Devices, p.BundleID = AdHoc, 2, "*" }},
		"macOS": {strings.Replace(profilePlist(`<key>com.apple.developer.aps-environment</key><string>development</string>`, devices), "<string>iOS<", "<string>OSX<", 1), Sandbox,
			func(p *Profile) {
				p.Kind, p.Devices, p.APSEnvironment, p.Platforms = Development, 2, "development", []string{"OSX"}
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := base
			c.want(&want)
			for wrapping, data := range map[string][]byte{
				"signed": signed(c.list),
				"BER":    ber(signed(c.list)),
				"cut":    append([]byte("0\x84\xff"), c.list...),
			} {
				got, err := ParseProfile("a.mobileprovision", data)
				if err != nil {
					t.Fatalf("%s: %v", wrapping, err)
				}
				if diff := cmp.Diff(&want, got); diff != "" {
					t.Errorf("%s: %s", wrapping, diff)
				}
				if env, ok := got.Environment(); env != c.env || ok != (c.env != "") {
					t.Errorf("environment %q, %v", env, ok)
				}
			}
		})
	}
	for name, c := range map[string]struct {
		data []byte
		want Reason
	}{
		"garbage":        {[]byte("garbage"), WrongFile},
		"a certificate":  {pushCert().Raw, WrongFile},
		"no list":        {signed("hello"), Broken},
		"OpenStep list":  {signed(`{ Name = x; UUID = y; }`), Broken},
		"another format": {signed(plistHead + `<dict/></plist>`), Broken},
		"wrong type":     {signed(strings.Replace(profilePlist("", ""), "<string>Demo</string>", "<true/>", 1)), Broken},
		"empty list":     {signed(plistHead + `</plist>`), Broken},
		"deep list":      {signed(plistHead + strings.Repeat("<array>", 100000)), Broken},
		"deep ASN.1":     {bytes.Repeat([]byte{0x30, 0x80}, 1<<20), WrongFile},
	} {
		_, err := ParseProfile("a.mobileprovision", c.data)
		if e := wantError(t, err, c.want); e.File != "a.mobileprovision" {
			t.Errorf("%s: %s", name, e.File)
		}
	}
}
