package applefixture

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// App is an app to be made, as an ipa or as a folder. The zero value is a
// development build that may push.
type App struct {
	Name     string // "Demo" when ""
	BundleID string // of the Info.plist
	Version  string // "1.2" when ""
	// Profile is the embedded one; what it allows is also what is signed.
	Profile   Profile
	NoProfile bool // as in apps from the App Store
	// SignedAPS is the aps-environment of the signature where it is not the
	// profile's; NoAPS leaves it out.
	SignedAPS string
	// Executable replaces what is made from the above.
	Executable []byte
	BinaryInfo bool // the Info.plist in binary form
	// Files lie in the app beside the others, or in their place; nil removes one.
	Files map[string][]byte
}

// Parts are the files in the folder of the app, by their paths.
func (a App) Parts() map[string][]byte {
	name := or(a.Name, "Demo")
	id := or(a.BundleID, a.Profile.BundleID, BundleID)
	write := XML
	if a.BinaryInfo {
		write = Binary
	}
	parts := map[string][]byte{
		"Info.plist": write(map[string]any{"CFBundleIdentifier": id, "CFBundleExecutable": name, "CFBundleShortVersionString": or(a.Version, "1.2"),
			"CFBundleName": name, "UIDeviceFamily": []int{1, 2}}),
		"PkgInfo": []byte("APPL????"),
	}
	if !a.NoProfile {
		parts["embedded.mobileprovision"] = a.Profile.Make()
	}
	parts[name] = a.Executable
	if a.Executable == nil {
		parts[name] = Executable{Entitlements: a.Entitlements(), DER: true, Identifier: id, Team: a.Profile.Team}.Make()
	}
	for name, data := range a.Files {
		parts[name] = data
		if data == nil {
			delete(parts, name)
		}
	}
	return parts
}

// Entitlements are those that the app is signed with.
func (a App) Entitlements() map[string]any {
	p := a.Profile
	p.APS = or(a.SignedAPS, p.APS)
	if p.BundleID == "*" { // a signature names the app
		p.BundleID = or(a.BundleID, BundleID)
	}
	return p.entitlements()
}

// IPA makes an ipa.
func (a App) IPA() []byte {
	parts := a.Parts()
	var entries []Entry
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		entries = append(entries, Entry{Name: "Payload/" + or(a.Name, "Demo") + ".app/" + name, Data: parts[name]})
	}
	return Zip(entries...)
}

// Folder makes the folder of the app in dir and returns its path.
func (a App) Folder(dir string) (string, error) {
	folder := filepath.Join(dir, or(a.Name, "Demo")+".app")
	for name, data := range a.Parts() {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// Entry is a file in a zip.
type Entry struct {
	Name   string // a folder when it ends with "/"
	Data   []byte
	Mode   os.FileMode // os.ModeSymlink makes a link to Data
	Stored bool        // not compressed
	// Encrypted only says that it is: nothing is.
	Encrypted bool
}

// Zip packs entries in the order given; names may be anything, and twice the same.
func Zip(entries ...Entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: NotBefore}
		if e.Stored || strings.HasSuffix(e.Name, "/") {
			h.Method = zip.Store
		}
		if e.Mode != 0 {
			h.SetMode(e.Mode)
		}
		w := must(z.CreateHeader(h))
		if e.Encrypted {
			h.Flags |= 1 // the writer keeps the header for the directory at the end
		}
		if len(e.Data) > 0 {
			must(io.Copy(w, bytes.NewReader(e.Data)))
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
