package apple

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Source says where a value of an [App] was read.
type Source string

// The sources.
const (
	FromSignature Source = "signature" // what the app was granted: it wins
	FromProfile   Source = "profile"   // what the app could have been granted
)

// App is what an app, or a provisioning profile alone, says.
type App struct {
	File     string
	BundleID string // CFBundleIdentifier; without an Info.plist, from the signature or the profile ("*" in a wildcard one)
	Version  string // CFBundleShortVersionString, "" for a profile alone
	TeamID   string
	// APSEnvironment is "development" or "production" as written, "" when there is
	// none. Source says where it was read: in the signature when it could be read,
	// whatever the profile says.
	APSEnvironment string
	Source         Source        // "" when there is neither signature nor profile
	Profile        *Profile      // nil when there is none, as in apps from the App Store
	Signed         *Entitlements // nil when there is no signature, or it could not be read
	// Unread lists the parts that should be there and could not be read, the
	// signature for example, and why. What they would have said is missing above.
	Unread []*Error
}

// Environment is the half of Apple's push service whose tokens the app gets; it
// is false where aps-environment is missing or unknown.
func (a *App) Environment() (Environment, bool) { return environmentOf(a.APSEnvironment) }

// OtherID is the App ID that the app is signed for, where that is not its
// CFBundleIdentifier; the profile's where the signature names none or the same.
// Apple's documents call the topic of pushes "the app's bundle ID/app ID", and so do
// not say which of the two it then is.
func (a *App) OtherID() (id string, from Source, differs bool) {
	if s := a.Signed; s != nil && !covers(s.BundleID, a.BundleID) {
		return s.BundleID, FromSignature, true
	}
	if p := a.Profile; p != nil && !covers(p.BundleID, a.BundleID) {
		return p.BundleID, FromProfile, true
	}
	return "", "", false
}

// IsWildcard reports whether an App ID stands for several apps.
func IsWildcard(id string) bool { return strings.HasSuffix(id, "*") }

// covers reports whether an App ID, which may be a wildcard, is that of an app;
// where one of them is missing, nothing says that it is not.
func covers(appID, bundleID string) bool {
	if prefix, ok := strings.CutSuffix(appID, "*"); ok {
		return strings.HasPrefix(bundleID, prefix)
	}
	return appID == "" || bundleID == "" || appID == bundleID
}

// ReadApp reads an .ipa, the folder of an .app, or a .mobileprovision or
// .provisionprofile file. What it is is seen by its content. Extensions within
// the app are not looked at. Every error is an [*Error].
func ReadApp(path string) (*App, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return readFolder(path)
	}
	f, info, err := open(path, maxArchive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseApp(path, f, info.Size())
}

// parseApp is ReadApp for the content of a file.
func parseApp(file string, r io.ReaderAt, size int64) (*App, error) {
	magic := make([]byte, 4)
	n, err := r.ReadAt(magic, 0)
	switch {
	case size == 0:
		return nil, empty(file)
	case bytes.HasPrefix(magic[:n], []byte("PK")):
		return readIPA(file, r, size)
	case n < len(magic) && !errors.Is(err, io.EOF):
		return nil, unreadable(file, err)
	case size > maxPart:
		return nil, &Error{File: file, Reason: WrongFile,
			Message: text.T("既不是 ipa，也不是描述文件", "neither an ipa nor a provisioning profile"),
			Hint:    text.T("指定 .ipa、.app 文件夹或 .mobileprovision", "name an .ipa, the folder of an .app, or a .mobileprovision")}
	}
	data, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, unreadable(file, err)
	}
	p, err := ParseProfile(file, data)
	if err != nil {
		return nil, err
	}
	a := &App{File: file, Profile: p}
	a.conclude()
	return a, nil
}

// conclude fills in what several parts say: the app's own word first, then its
// signature, then its profile.
func (a *App) conclude() {
	if p := a.Profile; p != nil {
		a.APSEnvironment, a.Source = p.APSEnvironment, FromProfile
	}
	if s := a.Signed; s != nil {
		a.APSEnvironment, a.Source = s.APSEnvironment, FromSignature
		a.BundleID = first(a.BundleID, s.BundleID)
		a.TeamID = s.TeamID
	}
	if p := a.Profile; p != nil {
		a.BundleID = first(a.BundleID, p.BundleID)
		a.TeamID = first(a.TeamID, p.TeamID)
	}
}
