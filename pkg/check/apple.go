package check

import (
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// Apple is what a user has at hand of Apple's push service: files that were read,
// and what was said beside them. The zero value is nothing at all. Everything is
// optional; rules judge as far as it goes.
type Apple struct {
	// Credential is a certificate with its key or a .p8; nil when there is none.
	// It may be of any kind: what it is is judged.
	Credential *AppleFile
	// KeyID and TeamID are said of a .p8 (key_id and team_id of offpush.toml).
	KeyID, TeamID string
	// Others may be the credential or sign apps; they were found in the project, and
	// none was chosen.
	Others []AppleFile
	// Apps are builds and profiles, each judged by itself, the one that ships first.
	Apps []AppleFile
	// Profile is one that was named beside the app; nil when there is none.
	Profile *AppleFile
	// Native is nativeResources/ios/UniApp.entitlements; nil when there is none.
	Native *AppleFile
	// BundleID is the one that was said (--bundle-id, ios_bundle_id).
	BundleID string
	// UploadAs is the half of the IM console that the certificate is, or will be,
	// uploaded as; "" when that was not said.
	UploadAs apple.Environment
	Build    Build
}

// AppleFile is one input: read, or why it could not be.
type AppleFile struct {
	Path string      // as the user would type it
	File *apple.File // nil when it could not be read
	Err  *apple.Error
	// Found says that the tool found it by itself in the project, and that nobody
	// named it: what such a file says against others may be meant so.
	Found bool
	// Base says that it is a custom base of HBuilderX (unpackage/debug), not the app that ships.
	Base bool
	// Beside are the names in its folder, which a command that is offered must not
	// overwrite; only of what a command is offered for.
	Beside []string
	// newer is a file that was found beside it and took its place, see [Input.builds].
	newer string
}

// Build is how a build is said to reach the phone (--build).
type Build string

// The builds. A custom base may be signed for either environment: its profile
// decides.
const (
	BuildDebug      Build = "debug"
	BuildAdHoc      Build = "adhoc"
	BuildAppStore   Build = "appstore"
	BuildEnterprise Build = "enterprise"
	BuildCustomBase Build = "custom-base"
)

// Environment is the half of Apple's service that such a build talks to; false
// where the kind does not say.
func (b Build) Environment() (apple.Environment, bool) {
	switch b {
	case BuildDebug:
		return apple.Sandbox, true
	case BuildAdHoc, BuildAppStore, BuildEnterprise:
		return apple.Production, true
	}
	return "", false
}

// Problem is one thing that is wrong with a file, seen alone. The IDs and
// severities are part of the JSON output of `offpush cert`.
type Problem struct {
	ID       string
	Severity Severity
	Message  text.Text
	Fix      text.Text // what to do
	Command  string    // a command line that does it, "" when there is none
}

// Inspection is one input with its problems.
type Inspection struct {
	AppleFile
	Kind     apple.Kind // unknown when it could not be read
	Problems []Problem
}

// Match is the verdict of `offpush cert check`; the values are part of its JSON.
type Match string

// The verdicts.
const (
	Matches    Match = "match"    // nothing failed; credential, bundle id and environment passed
	Mismatches Match = "mismatch" // a check failed
	Undecided  Match = "unknown"
)

// CertReport is what `offpush cert` shows, and nothing else.
type CertReport struct {
	Inputs []Inspection
	// Checks are the results of the rules, in their order, app by app; nil when
	// the files were only inspected. Their status is Passed, Failed or Unknown.
	// Result.Span.File names the app that a result is about, where there are
	// several.
	Checks  []Result
	Verdict Match
	// First is the rule whose failure to mend first; nil when nothing failed.
	First *Rule
	// Advice is the one sentence that matters; zero when there is nothing to say.
	Advice text.Text
}
