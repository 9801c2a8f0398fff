package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/applefixture"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/project"
)

func TestIsBase(t *testing.T) {
	t.Parallel()
	for rel, want := range map[string]bool{
		"unpackage/debug/iPhone_base.ipa": true, "unpackage/debug/x/any.ipa": true, "iphone_base.ipa": true, "src/unpackage/debug/a.ipa": true,
		"unpackage/release/a.ipa": false, "debug/a.ipa": false, "unpackage/debugger.ipa": false, "my_iPhone_base.ipa": false,
	} {
		if got := isBase(rel); got != want {
			t.Errorf("isBase(%q) = %v", rel, got)
		}
	}
}

// TestFoundBuilds: what ships comes before bases, what is new before what is old,
// and of very many the oldest are left out.
func TestFoundBuilds(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	p := &project.Project{Root: root}
	put := func(rel string, age int) {
		path := filepath.Join(root, filepath.FromSlash(rel))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("no zip"), 0o644); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		p.AppleFiles = append(p.AppleFiles, project.AppleFile{Path: rel})
	}
	put("unpackage/debug/iPhone_base.ipa", 0)
	for age := range 12 {
		put(fmt.Sprintf("unpackage/release/%02d.ipa", age), 11-age)
	}
	in := &appleInputs{project: p, settings: &config.Config{}, reader: &appleReader{app: &app{}}}
	if err := in.foundBuilds(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range in.Apps {
		if f.Err == nil || !f.Found {
			t.Errorf("%s: read %v, found %v", f.Path, f.File != nil, f.Found)
		}
		got = append(got, strings.TrimSuffix(filepath.Base(f.Path), ".ipa"))
	}
	if diff := cmp.Diff(strings.Fields("11 10 09 08 07 iPhone_base"), got); diff != "" {
		t.Error(diff)
	}
	if len(in.notes) != 1 || !strings.Contains(in.notes[0].EN, "7 of them") {
		t.Errorf("%v", in.notes)
	}
}

func TestInProject(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	outside := filepath.Join(filepath.Dir(root), "push.p12")
	for path, want := range map[string]string{
		filepath.Join(root, "certs", "push.p12"): "certs/push.p12",
		filepath.Join(root, "..dots.p12"):        "..dots.p12",
		outside:                                  outside,
	} {
		if got := inProject(root, path); got != want {
			t.Errorf("inProject(%q) = %q, want %q", path, got, want)
		}
	}
}

// TestPasswordIn: password files as people's tools write them.
func TestPasswordIn(t *testing.T) {
	t.Parallel()
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, r := range s {
			out += string([]byte{byte(r), byte(r >> 8)})
		}
		return out
	}
	for _, tt := range []struct{ name, data, want string }{
		{"as it is", "secret", "secret"},
		{"a newline", "secret\n", "secret"},
		{"of Windows", "secret\r\n", "secret"},
		{"spaces belong to it", " secret ", " secret "},
		{"UTF-8 with a mark", "\ufeff密码\n", "密码"},
		{"UTF-16, of PowerShell", utf16("密码1\r\n"), "密码1"},
		{"nothing", "\n", ""},
		{"too large", strings.Repeat("x", maxPassword+1), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "password.txt")
			if err := os.WriteFile(path, []byte(tt.data), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := new(app).passwordIn(path)
			if got != tt.want || (err != nil) != (tt.want == "") {
				t.Errorf("%q, %v; want %q", got, err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "xxx") {
				t.Errorf("the error shows the content: %v", err)
			}
		})
	}
}

// TestKnownPasswords: each is tried, unprotected files open all the same, and a
// configured password that is another file's is not called wrong.
func TestKnownPasswords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name string, p applefixture.P12) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, p.Make(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := put("first.p12", applefixture.P12{Variant: applefixture.RC2, Password: "one"})
	second := put("second.p12", applefixture.P12{Variant: applefixture.RC2, Password: "two"})
	third := put("third.p12", applefixture.P12{Variant: applefixture.RC2, Password: "three"})
	open := put("open.p12", applefixture.P12{Variant: applefixture.Plain})
	r := &appleReader{app: &app{}, known: []string{"one", "two"}, owner: first}
	for path, want := range map[string]string{first: "", second: "", open: "", third: "needs-password"} {
		f, err := r.read(path, true)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if f.Err != nil {
			got = string(f.Err.Reason)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", filepath.Base(path), got, want)
		}
	}
	r.owner = third
	if f, _ := r.read(third, true); f.Err == nil || f.Err.Reason != "wrong-password" {
		t.Errorf("the configured file: %v", f.Err)
	}
}

// TestPasswordEncoding: a wrong password that is no UTF-8 may be the right one in
// another encoding.
func TestPasswordEncoding(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "push.p12")
	if err := os.WriteFile(path, applefixture.P12{Variant: applefixture.RC2, Password: "密码1"}.Make(), 0o600); err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"\xc3\xdc\xc2\xeb1": true, "密码2": false, "secret": false} {
		f, err := (&appleReader{app: &app{}, known: []string{password}, said: true}).read(path, true)
		if err != nil || f.Err == nil || f.Err.Reason != "wrong-password" {
			t.Fatalf("%q: %v %v", password, f.Err, err)
		}
		if got := strings.Contains(f.Err.Hint.EN, "save it as UTF-8"); got != want {
			t.Errorf("%q: %s", password, f.Err.Hint.EN)
		}
	}
}

// TestFoundProfiles: what lies in a native plugin is the plugin's.
func TestFoundProfiles(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	p := &project.Project{Root: root}
	for rel, id := range map[string]string{
		"certs/app.mobileprovision":                                                 "com.example.demo",
		"certs/share.mobileprovision":                                               "com.example.demo.share",
		"nativeplugins/Some-Push/ios/Service.appex/embedded.mobileprovision":        "com.other.demo.service",
		"nativeResources/nativeplugins.mobileprovision":                             "com.example.demo",
		"packages/chat/nativeplugins/Some-Push/ios/Service.appex/a.mobileprovision": "com.other.demo.service",
	} {
		path := filepath.Join(root, filepath.FromSlash(rel))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, applefixture.Profile{Kind: applefixture.AdHoc, BundleID: id}.Make(), 0o600); err != nil {
			t.Fatal(err)
		}
		p.AppleFiles = append(p.AppleFiles, project.AppleFile{Path: rel})
	}
	in := &appleInputs{project: p, settings: &config.Config{}, reader: &appleReader{app: &app{}}}
	in.BundleID = "com.example.demo"
	if err := in.foundProfiles(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range in.Apps {
		got = append(got, filepath.Base(f.Path))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"app.mobileprovision", "nativeplugins.mobileprovision"}, got); diff != "" {
		t.Error(diff)
	}
}
