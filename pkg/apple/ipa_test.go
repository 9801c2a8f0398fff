package apple_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	fixture "github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/apple"
)

// facts are what is looked at of an app.
type facts struct {
	BundleID, Version, Team, APS string
	Source                       apple.Source
	Profile, Signed              string // bundle ids
	Unread                       []apple.Reason
}

func factsOf(a *apple.App) facts {
	f := facts{BundleID: a.BundleID, Version: a.Version, Team: a.TeamID, APS: a.APSEnvironment, Source: a.Source}
	if a.Profile != nil {
		f.Profile = a.Profile.BundleID
	}
	if a.Signed != nil {
		f.Signed = a.Signed.BundleID
	}
	for _, e := range a.Unread {
		f.Unread = append(f.Unread, e.Reason)
	}
	return f
}

const id, in = fixture.BundleID, "Payload/Demo.app/"

// entries are those of an ipa, in order.
func entries(a fixture.App, more ...fixture.Entry) []fixture.Entry {
	var out []fixture.Entry
	for name, data := range a.Parts() {
		out = append(out, fixture.Entry{Name: in + name, Data: data})
	}
	slices.SortFunc(out, func(a, b fixture.Entry) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return append(out, more...)
}

// change changes the entries with a name.
func change(list []fixture.Entry, name string, how func(*fixture.Entry)) []fixture.Entry {
	for i := range list {
		if list[i].Name == in+name {
			how(&list[i])
		}
	}
	return list
}

func TestReadIPA(t *testing.T) {
	t.Parallel()
	dev := fixture.App{}
	prod := fixture.Profile{Kind: fixture.AdHoc}
	other := fixture.App{BundleID: "com.example.demo.push", Profile: fixture.Profile{Kind: fixture.AdHoc, BundleID: "com.example.demo.push"}}
	want := facts{BundleID: id, Version: "1.2", Team: fixture.Team, APS: "development", Source: apple.FromSignature, Profile: id, Signed: id}
	with := func(change func(*facts)) facts { f := want; change(&f); return f }
	unsigned := func(reason apple.Reason) facts {
		return with(func(f *facts) { f.Signed, f.Source, f.Unread = "", apple.FromProfile, []apple.Reason{reason} })
	}
	entitlements := fixture.App{}.Entitlements()
	x := func(e fixture.Executable) fixture.App { return fixture.App{Executable: e.Make()} }
	thin := func(cpu fixture.CPU, e map[string]any) fixture.Slice {
		return fixture.Slice{CPU: cpu, Data: fixture.Executable{CPU: cpu, Entitlements: e}.Make()}
	}
	adhoc := fixture.App{Profile: prod}.Entitlements()
	for name, c := range map[string]struct {
		data []byte
		want facts
	}{
		"development":       {dev.IPA(), want},
		"App Store":         {fixture.App{Profile: fixture.Profile{Kind: fixture.AppStore}, NoProfile: true}.IPA(), with(func(f *facts) { f.APS, f.Profile = "production", "" })},
		"Chinese name":      {fixture.App{Name: "演示"}.IPA(), want},
		"signature differs": {fixture.App{Profile: prod, SignedAPS: "development"}.IPA(), want},
		"signed again":      {fixture.App{BundleID: "com.example.other"}.IPA(), with(func(f *facts) { f.BundleID = "com.example.other" })},
		"wildcard":          {fixture.App{Profile: fixture.Profile{BundleID: "*", APS: fixture.NoAPS}, BundleID: id}.IPA(), with(func(f *facts) { f.APS, f.Profile = "", "*" })},
		"other prefix":      {fixture.App{Profile: fixture.Profile{Prefix: "OLDPREFIX1"}}.IPA(), want},
		"no Info.plist":     {fixture.App{Files: map[string][]byte{"Info.plist": nil}}.IPA(), with(func(f *facts) { f.Version, f.Unread = "", []apple.Reason{apple.NotFound} })},

		"DER entitlements": {x(fixture.Executable{Entitlements: entitlements, NoXML: true, DER: true}).IPA(), want},
		"32 bit":           {x(fixture.Executable{Entitlements: entitlements, CPU: fixture.ARM}).IPA(), want},
		"team of the code directory": {x(fixture.Executable{Entitlements: map[string]any{"aps-environment": "development"}, Team: "DIRECTORY1"}).IPA(),
			with(func(f *facts) { f.Team, f.Signed = "DIRECTORY1", "" })},
		"no entitlements":   {x(fixture.Executable{}).IPA(), with(func(f *facts) { f.APS, f.Signed = "", "" })},
		"for a simulator":   {x(fixture.Executable{AdHoc: true}).IPA(), unsigned(apple.Unsigned)},
		"unsigned":          {x(fixture.Executable{Unsigned: true}).IPA(), unsigned(apple.Unsigned)},
		"fat":               {fixture.App{Executable: fixture.Fat(false, thin(fixture.X8664, adhoc), thin(fixture.ARM64, entitlements))}.IPA(), want},
		"fat without arm64": {fixture.App{Executable: fixture.Fat(true, thin(fixture.ARM, entitlements), thin(fixture.X8664, adhoc))}.IPA(), want},
		"a script":          {fixture.App{Executable: []byte("#!/bin/sh\n")}.IPA(), unsigned(apple.Broken)},

		"parts of extensions, watch apps, frameworks": {fixture.Zip(slices.Concat(
			[]fixture.Entry{
				{Name: in + "PlugIns/Push.appex/embedded.mobileprovision", Data: other.Profile.Make()},
				{Name: in + "PlugIns/Push.appex/archived-expanded-entitlements.xcent", Data: fixture.XML(adhoc)},
				{Name: in + "PlugIns/Push.appex/Info.plist", Data: other.Parts()["Info.plist"]},
				{Name: in + "Watch/Demo.app/Info.plist", Data: other.Parts()["Info.plist"]},
				{Name: "Payload/Demo.app/Frameworks/A.framework/embedded.mobileprovision", Data: []byte("x")},
				{Name: "__MACOSX/Payload/._Demo.app", Data: []byte("x")},
			}, entries(dev))...), want},
		"only the extension's profile": {fixture.Zip(entries(fixture.App{NoProfile: true, Executable: fixture.Executable{Unsigned: true}.Make()},
			fixture.Entry{Name: in + "PlugIns/Push.appex/embedded.mobileprovision", Data: other.Profile.Make()},
			fixture.Entry{Name: in + "archived-expanded-entitlements.xcent", Data: fixture.XML(adhoc)})...),
			facts{BundleID: id, Version: "1.2", Unread: []apple.Reason{apple.Unsigned}}},
		"names that lead out": {fixture.Zip(entries(dev, fixture.Entry{Name: "Payload/../Evil.app/Info.plist", Data: []byte("x")},
			fixture.Entry{Name: in + "../../Info.plist", Data: []byte("x")}, fixture.Entry{Name: "/Info.plist", Data: []byte("x")})...), want},
		"stored": {fixture.Zip(change(entries(dev), "Demo", func(e *fixture.Entry) { e.Stored = true })...), want},
		"a link": {fixture.Zip(change(entries(dev), "Demo", func(e *fixture.Entry) { e.Mode, e.Data = os.ModeSymlink|0o777, []byte("/etc/passwd") })...),
			unsigned(apple.Unsupported)},
		"twice": {fixture.Zip(append(entries(dev), fixture.Entry{Name: in + "embedded.mobileprovision", Data: prod.Make()})...),
			with(func(f *facts) { f.Profile, f.Unread = "", []apple.Reason{apple.Broken} })},
		"with a password": {fixture.Zip(change(entries(dev), "Demo", func(e *fixture.Entry) { e.Encrypted = true })...), unsigned(apple.Unsupported)},
		"backslashes":     {bytes.ReplaceAll(fixture.App{}.IPA(), []byte(in), []byte(`Payload\Demo.app\`)), want},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := apple.Read(put(t, "a.ipa", c.data), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range got.App.Unread {
				reasonOf(t, e)
			}
			if diff := cmp.Diff(c.want, factsOf(got.App)); diff != "" || got.Kind != apple.KindIPA {
				t.Errorf("%s %s", got.Kind, diff)
			}
		})
	}
}

func TestCodeDirectory(t *testing.T) {
	t.Parallel()
	got, err := apple.Read(put(t, "a.ipa", fixture.App{BundleID: "com.example.signed"}.IPA()), "")
	if err != nil {
		t.Fatal(err)
	}
	if s := got.App.Signed; s.CodeID != "com.example.signed" || s.CodeTeamID != fixture.Team {
		t.Errorf("%+v", s)
	}
}

func TestReadFolders(t *testing.T) {
	t.Parallel()
	app := fixture.App{}
	parts := app.Parts()
	want := facts{BundleID: id, Version: "1.2", Team: fixture.Team, APS: "development", Source: apple.FromSignature, Profile: id, Signed: id}
	mac := map[string][]byte{"Contents/Info.plist": parts["Info.plist"], "Contents/MacOS/Demo": parts["Demo"],
		"Contents/embedded.provisionprofile": parts["embedded.mobileprovision"]}
	for name, files := range map[string]map[string][]byte{"phone": parts, "Mac": mac} {
		folder := filepath.Join(t.TempDir(), "Demo.app")
		for name, data := range files {
			path := filepath.Join(folder, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := apple.Read(folder+string(filepath.Separator), "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, factsOf(got.App)); diff != "" || got.Kind != apple.KindApp {
			t.Errorf("%s: %s %s", name, got.Kind, diff)
		}
	}
}

// TestFolderWithLinks holds that a link does not lead out of the folder.
func TestFolderWithLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder, err := fixture.App{NoProfile: true}.Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(dir, "outside")
	if err := os.WriteFile(outside, fixture.Profile{}.Make(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "embedded.mobileprovision")); err != nil {
		t.Skip("this system lets nobody make links: ", err)
	}
	got, err := apple.Read(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	if got.App.Profile != nil || len(got.App.Unread) != 1 {
		t.Errorf("profile %v, unread %v", got.App.Profile, got.App.Unread)
	}
}

// TestFolderWithFolders holds that nothing but regular files is opened: a pipe would
// never end.
func TestFolderWithFolders(t *testing.T) {
	t.Parallel()
	folder, err := fixture.App{NoProfile: true}.Folder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "embedded.mobileprovision"), 0o700); err != nil {
		t.Fatal(err)
	}
	got, err := apple.Read(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	if u := got.App.Unread; len(u) != 1 || u[0].Reason != apple.Unsupported {
		t.Errorf("unread %v", u)
	}
}

// TestBothForms holds that of the two forms of entitlements the XML is read where
// they differ.
func TestBothForms(t *testing.T) {
	t.Parallel()
	exe := fixture.Executable{Entitlements: fixture.App{}.Entitlements(), DER: true}.Make()
	const old, changed = "<string>development</string>", "<string>production</string> "
	if bytes.Count(exe, []byte(old)) != 1 {
		t.Fatal("the test's executable is not what it should be")
	}
	got, err := apple.Read(put(t, "a.ipa", fixture.App{Executable: bytes.Replace(exe, []byte(old), []byte(changed), 1)}.IPA()), "")
	if err != nil {
		t.Fatal(err)
	}
	if got.App.APSEnvironment != "production" {
		t.Errorf("aps-environment %q", got.App.APSEnvironment)
	}
}
