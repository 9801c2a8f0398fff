package check

import (
	"slices"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// build is what a build says of itself, be it an ipa, the folder of an app, a
// profile or entitlements alone.
type build struct {
	AppleFile
	bundleID, teamID string
	topics           []string     // ids that pushes may go to: of an app that was signed again, two
	aps              string       // aps-environment as written
	source           apple.Source // of aps; "" where nothing could tell
	profile          *apple.Profile
	// unsigned: of an app whose code signature was not read: its profile says what it
	// could have been granted, and nothing what it was.
	unsigned bool
}

// buildOf returns what a file says as a build; false when it is none, or was not
// read.
func buildOf(f AppleFile) (build, bool) {
	b := build{AppleFile: f}
	if f.File == nil {
		return b, false
	}
	switch {
	case f.File.App != nil:
		a := f.File.App
		b.bundleID, b.teamID, b.aps, b.source, b.profile = a.BundleID, a.TeamID, a.APSEnvironment, a.Source, a.Profile
		b.unsigned = a.Source == apple.FromProfile
		if other, _, differs := a.OtherID(); differs {
			b.topics = append(b.topics, other)
		}
	case f.File.Profile != nil:
		p := f.File.Profile
		b.bundleID, b.teamID, b.aps, b.source, b.profile = p.BundleID, p.TeamID, p.APSEnvironment, apple.FromProfile, p
	case f.File.Entitlements != nil:
		e := f.File.Entitlements
		b.bundleID, b.teamID, b.aps, b.source = e.BundleID, e.TeamID, e.APSEnvironment, fromEntitlements
	default:
		return b, false
	}
	b.topics = slices.DeleteFunc(append(values(b.bundleID), b.topics...), apple.IsWildcard) // a wildcard is no app's id
	return b, true
}

// fromEntitlements is the source of a file of entitlements alone.
const fromEntitlements apple.Source = "entitlements"

// signed reports whether something in the build says what it was granted.
func (b build) signed() bool { return b.source != "" }

// where names the part that says what the build was granted.
func (b build) where() text.Text {
	switch b.source {
	case apple.FromSignature:
		return text.T("代码签名", "the code signature")
	case apple.FromProfile:
		return text.T("描述文件", "the profile")
	}
	return text.T("权限文件", "the entitlements")
}

// environment is the half of Apple's push service whose tokens the build gets.
func (b build) environment() (apple.Environment, bool) {
	return (&apple.App{APSEnvironment: b.aps}).Environment()
}

// lenient: what a custom base says may be meant so: it is there to test with, and
// nobody named it.
func (b build) lenient() bool { return b.Found && b.Base }

// name says what kind of build it is: "ad hoc build".
func (b build) name() text.Text {
	if b.Base {
		return text.T("自定义基座", "custom base")
	}
	if b.profile != nil {
		return buildNames[b.profile.Kind]
	}
	switch e, _ := b.environment(); e {
	case apple.Sandbox:
		return buildNames[apple.Development]
	case apple.Production:
		return text.T("正式签名的包", "distribution build")
	}
	return text.T("包", "build")
}

// buildNames are the builds by their profiles; the Chinese ones go on behind Chinese words.
var buildNames = map[apple.ProfileKind]text.Text{
	apple.Development: text.T("开发包", "development build"),
	apple.AdHoc:       text.T(" ad hoc 包", "ad hoc build"),
	apple.AppStore:    text.T(" App Store 包", "App Store build"),
	apple.Enterprise:  text.T("企业签名的包", "enterprise build"),
}

// builds are those to be judged. One that was found, and whose profile has expired,
// is told from what took its place: old builds are kept, and nothing is wrong with that.
func (in *Input) builds() []AppleFile {
	out := slices.Clone(in.Apple.builds())
	for i, f := range out {
		for _, g := range out {
			if b, _ := buildOf(f); f.Found && b.expired(in.Now) && g.supersedes(b) {
				out[i].newer = g.Path
				break
			}
		}
	}
	return out
}

func (b build) expired(now time.Time) bool {
	return b.profile != nil && !b.profile.Expires.IsZero() && now.After(b.profile.Expires)
}

// supersedes reports whether a file is the same as an older build, and newer: of
// the same app, for the same use, with a profile of the same kind that lasts longer.
func (f AppleFile) supersedes(old build) bool {
	b, _ := buildOf(f)
	return b.profile != nil && f.Base == old.Base && b.bundleID == old.bundleID &&
		b.profile.Kind == old.profile.Kind && b.profile.Expires.After(old.profile.Expires)
}
