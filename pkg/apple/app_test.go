package apple

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"

	fixture "github.com/offpush/offpush/internal/applefixture"
)

func TestReadApp(t *testing.T) {
	t.Parallel()
	profile := signed(profilePlist(prodEntitlements, devices))
	dev, prod := machO(entitlements("development")), machO(entitlements("production"))
	binaryInfo := must(plist.Marshal(map[string]any{"CFBundleIdentifier": app, "CFBundleExecutable": "Demo", "CFBundleShortVersionString": "1.2",
		"CFBundleName": "演示", "UIDeviceFamily": []int{1, 2}, "A": map[string]string{"CFBundleIdentifier": "no"}}, plist.BinaryFormat))
	for name, c := range map[string]struct {
		files map[string][]byte
		want  App
		parts string // profile, signature
		fails []Reason
	}{
		"signature beats the profile": {files: map[string][]byte{"Info.plist": []byte(infoXML), "embedded.mobileprovision": profile, "Demo": dev},
			want: App{BundleID: app, Version: "1.2", TeamID: team, APSEnvironment: "development", Source: FromSignature}, parts: "ps"},
		"binary Info.plist, fat": {files: map[string][]byte{"Info.plist": binaryInfo, "Demo": fat(dev, prod, false)},
			want: App{BundleID: app, Version: "1.2", TeamID: team, APSEnvironment: "production", Source: FromSignature}, parts: "s"},
		"fat, 64 bit": {files: map[string][]byte{"Info.plist": binaryInfo, "Demo": fat(prod, dev, true)},
			want: App{BundleID: app, Version: "1.2", TeamID: team, APSEnvironment: "development", Source: FromSignature}, parts: "s"},
		"signed without push": {files: map[string][]byte{"Info.plist": []byte(infoXML), "embedded.mobileprovision": profile, "Demo": machO(entitlements(fixture.NoAPS))},
			want: App{BundleID: app, Version: "1.2", TeamID: team, Source: FromSignature}, parts: "ps"},
		"no entitlements": {files: map[string][]byte{"Info.plist": []byte(infoXML), "embedded.mobileprovision": profile, "Demo": machO(nil)},
			want: App{BundleID: app, Version: "1.2", TeamID: team, Source: FromSignature}, parts: "ps"},
		"unsigned": {files: map[string][]byte{"Info.plist": []byte(infoXML), "Demo": withoutSignature(dev)},
			want: App{BundleID: app, Version: "1.2"}, fails: []Reason{Unsigned}},
		"no executable": {files: map[string][]byte{"Info.plist": []byte(infoXML), "embedded.mobileprovision": profile},
			want: App{BundleID: app, Version: "1.2", TeamID: team, APSEnvironment: "production", Source: FromProfile}, parts: "p", fails: []Reason{NotFound}},
		"broken Info.plist": {files: map[string][]byte{"Info.plist": []byte("bplist00"), "embedded.mobileprovision": profile, "Demo": dev},
			want: App{BundleID: app, TeamID: team, APSEnvironment: "development", Source: FromSignature}, parts: "ps", fails: []Reason{Broken}},
		"broken profile": {files: map[string][]byte{"Info.plist": []byte(infoXML), "embedded.mobileprovision": []byte("x"), "Demo": []byte("x")},
			want: App{BundleID: app, Version: "1.2"}, fails: []Reason{WrongFile, Broken}},
		"executable elsewhere": {files: map[string][]byte{"Info.plist": bytes.Replace([]byte(infoXML), []byte(">Demo<"), []byte(">../Demo<"), 1)},
			want: App{BundleID: app, Version: "1.2"}, fails: []Reason{Broken}},
		"huge Info.plist": {files: map[string][]byte{"Info.plist": make([]byte, maxPart+1), "Demo": dev},
			want: App{BundleID: app, TeamID: team, APSEnvironment: "development", Source: FromSignature}, parts: "s", fails: []Reason{TooLarge}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "Demo.app")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			packed := map[string][]byte{"Payload/": nil, "__MACOSX/x": nil}
			for name, data := range c.files {
				packed["Payload/Demo.app/"+name] = data
				if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, path := range []string{folder, put(t, "a.ipa", zipped(packed))} {
				got, err := ReadApp(path)
				if err != nil {
					t.Fatal(err)
				}
				var fails []Reason
				for _, e := range got.Unread {
					fails = append(fails, wantError(t, e, e.Reason).Reason)
				}
				parts := ""
				if got.Profile != nil {
					parts += "p"
				}
				if got.Signed != nil {
					parts += "s"
				}
				if parts != c.parts || !slices.Equal(fails, c.fails) {
					t.Errorf("parts %q, unread %v", parts, got.Unread)
				}
				got.File, got.Profile, got.Signed, got.Unread = "", nil, nil, nil
				if diff := cmp.Diff(&c.want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestReadProfileAsApp(t *testing.T) {
	t.Parallel()
	path := put(t, "a.mobileprovision", signed(profilePlist(devEntitlements, devices)))
	got, err := ReadApp(path)
	if err != nil {
		t.Fatal(err)
	}
	if env, ok := got.Environment(); env != Sandbox || !ok {
		t.Errorf("environment %q", env)
	}
	if got.Profile == nil || got.Signed != nil {
		t.Error("profile or signature")
	}
	got.Profile = nil
	if diff := cmp.Diff(&App{File: path, BundleID: app, TeamID: team, APSEnvironment: "development", Source: FromProfile}, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnreadableApp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		want Reason
	}{
		"an apk":        {zipped(map[string][]byte{"AndroidManifest.xml": nil}), WrongFile},
		"two apps":      {zipped(map[string][]byte{"Payload/A.app/x": nil, "Payload/B.app/x": nil}), Unsupported},
		"nothing in it": {zipped(map[string][]byte{"Payload/A.app/x": nil}), NotFound},
		"half a zip":    {zipped(map[string][]byte{"Payload/A.app/x": nil})[:40], Broken},
		"garbage":       {[]byte("x"), WrongFile},
		"large garbage": {make([]byte, maxPart+1), WrongFile},
		"empty":         {nil, Broken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadApp(put(t, "a.ipa", c.data))
			wantError(t, err, c.want)
		})
	}
	_, err := ReadApp("does-not-exist.ipa")
	wantError(t, err, NotFound)
	_, err = ReadApp(t.TempDir())
	wantError(t, err, WrongFile)
}

// withoutSignature turns the load command into another one.
func withoutSignature(exe []byte) []byte {
	exe = bytes.Clone(exe)
	binary.LittleEndian.PutUint32(exe[32+24:], 0x2A)
	return exe
}
