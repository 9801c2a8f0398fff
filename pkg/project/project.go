// Package project reads a uni-app project as it lies on disk.
//
// [Find] looks for projects, [Open] reads one: its shape, its manifest.json, the
// folder of the TUIOfflinePush plugin, agconnect-services.json, the SDK versions
// and the code that registers the plugin. It collects and has no opinion: what
// is right or wrong is the business of pkg/check. Nothing outside the project's
// root is read; a link that leads there is reported as [Outside].
package project

import (
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
)

// PluginID is the id of the plugin that the whole tool is about: the name of its
// folder, of its manifest entry, and the argument of requireNativePlugin.
const PluginID = "TencentCloud-TUIOfflinePush"

// Successors and near relatives of the plugin.
const (
	TIMPushID      = "TencentCloud-TIMPush" // native plugin, 2024
	TencentPushUTS = "TencentCloud-Push"    // UTS plugin in uni_modules, since 2024
)

// Shape is how a project is laid out; the values are part of the JSON output.
type Shape string

// The shapes.
const (
	HBuilderX Shape = "hbuilderx"
	CLIVue2   Shape = "cli-vue2"
	CLIVue3   Shape = "cli-vue3"
	Generated Shape = "generated" // manifest.json is written from manifest.config.ts at build time
	UniAppX   Shape = "uni-app-x"
	FivePlus  Shape = "5plus" // 5+ App or Wap2App: cannot use uni native plugins
)

// State says whether a file or folder could be read, and if not, why.
type State uint8

// The states.
const (
	Absent     State = iota
	Present          // read
	Ignored          // absent, and a .gitignore rule covers its path: it may exist elsewhere
	Outside          // a link that leads out of the project; not followed
	Unreadable       // no permission, not a regular file, a read error; Err says which
)

// Doc is a JSON file of the project at the place where it belongs, there or not.
type Doc struct {
	Path               string // relative to the root
	State              State
	Err                error // for Unreadable
	*manifest.Document       // nil unless Present
}

// JSON returns the root value; nil when there is none.
func (d Doc) JSON() *manifest.Value {
	if d.Document == nil {
		return nil
	}
	return d.Root
}

// Project is what one uni-app project says. It is read-only.
type Project struct {
	Root   string // absolute path of the folder
	Shape  Shape
	Source string // folder of manifest.json, pages.json and App.vue, relative to Root: "" or "src"
	Vue    int    // 2 or 3; 0 when the files do not say
	// Platforms are the nodes of manifest.json that say that the project is also
	// built for the web or a mini program: those that somebody filled in.
	// HBuilderX writes empty ones into every project.
	Platforms []string

	Manifest Doc
	// ManifestConfig is the manifest.config.* file of a Generated project, "" else.
	ManifestConfig string
	Package        Doc // package.json

	// NativePlugins is the folder of local native plugins: "nativeplugins" or
	// "src/nativeplugins". When there is none it names the place where it belongs.
	NativePlugins string
	Plugin        PluginFolder
	// UniModules are the names of the folders in uni_modules.
	UniModules []string

	Agconnect Agconnect
	Code      Code
	// Ignores are the comments that say "offpush-ignore", by place.
	Ignores []Ignore
	SDKs    []SDK
	// AppleFiles are certificates, keys, profiles and builds for Apple's devices,
	// sorted by path. They are found by their names; none of them is opened.
	AppleFiles []AppleFile
	// Unignored are files of a checkout with secrets in them, private keys and
	// [LocalConfig], that git neither tracks nor ignores, sorted.
	Unignored []string
}

// PluginFolder is nativeplugins/TencentCloud-TUIOfflinePush.
type PluginFolder struct {
	Path  string // where it is or belongs, relative to the root
	State State
	Err   error
	// Misplaced are folders and archives that look like the plugin but stand
	// under another name or place.
	Misplaced []Misplaced
	Package   Doc // its package.json
	// Files are all regular files below Path, relative to it, sorted; links and
	// unreadable folders are in Skipped.
	Files []string
	// Dirs are all folders below Path, relative to it, sorted.
	Dirs []string
	// Truncated says that there was more than can be listed.
	Truncated bool
	Skipped   []Skip
	// IgnoredKinds are the ends of file names (".aar", ".jar", ".framework",
	// ".a") that a .gitignore keeps out of this folder: such a file may be
	// missing here and exist where the app is built.
	IgnoredKinds []string
}

// MisplacedKind says how something misses the plugin's place.
type MisplacedKind uint8

// The ways to miss it.
const (
	WrongCase  MisplacedKind = iota + 1 // tencentcloud-tuiofflinepush
	Misnamed                            // TUIOfflinePush, TencentCloud-TUIOfflinePush-1.2.0, ...
	Nested                              // TencentCloud-TUIOfflinePush/TencentCloud-TUIOfflinePush
	Zipped                              // an archive that was not unpacked
	WrongPlace                          // right name, but not in nativeplugins
	NotAFolder                          // right name and place, but a file
)

// Misplaced is one such place.
type Misplaced struct {
	Path string
	Kind MisplacedKind
}

// Agconnect is Huawei's agconnect-services.json, which belongs into the plugin's
// android/assets.
type Agconnect struct {
	Doc
	// Others are files of that or a similar name in other places of the project,
	// sorted by path: parsed when they are JSON.
	Others []Doc
}

// Skip is something that was not read, and why.
type Skip struct {
	Path   string
	Reason SkipReason
	Err    error
}

// SkipReason is why something was not read.
type SkipReason uint8

// The reasons.
const (
	SkipOutside  SkipReason = iota + 1 // link out of the project
	SkipTooLarge                       // above 4 MiB, or above MaxCodeSize and speaking of the plugin
	SkipSpecial                        // FIFO, socket, device
	SkipError                          // see Err
)

// Code is what the app's own code does with the plugin. Code that conditional
// compilation keeps out of the app, comments, bundled libraries, node_modules,
// unpackage, dist and cloud functions are not the app's own code.
type Code struct {
	// App: there is an App.vue (or App.uvue) that could be read.
	App           bool
	Registrations []Registration
	// TIMPushes are the places where calls of their own register 'tim-push', which
	// wins over this plugin.
	TIMPushes []source.Span
	// Unclear are calls of registerPlugin whose argument could not be read.
	Unclear    []script.Call
	Requires   []Require
	Listeners  []Listener
	PushInfos  []PushInfo
	Logouts    []Logout
	SecretKeys []SecretKey
	// PushClientID is the first call of getPushClientId, which makes iOS register
	// for push where that was put off; zero when there is none.
	PushClientID source.Span
	// Dead are the places where the plugin's names stand in comments or in code
	// that is compiled out.
	Dead []script.Mention
	// Partial are places behind which a file could not be understood.
	Partial []source.Span
	// Skipped are files and folders that were not read.
	Skipped []Skip
}

// Way is a way to hand the plugin to the IM SDK.
type Way uint8

// The ways.
const (
	RegisterPlugin Way = iota + 1 // tim.registerPlugin({'tim-offline-push-plugin': m, offlinePushConfig: {...}})
	TUILogin                      // TUILogin.login({..., TUIOfflinePush: m, offlinePushConfig: {...}})
)

// Registration hands the plugin to the IM SDK: an active call, or an object that no seen call takes.
type Registration struct {
	Way  Way
	Call script.Call
	// Module is the value given for the plugin; ModuleID the id that it was
	// required with, "" when that cannot be told.
	Module   *script.Value
	ModuleID string
	// Options are the members of the object that names the plugin.
	Options []script.Member
	// Called is false for an object that no seen call takes: it may be handed to
	// the SDK in a way that cannot be followed.
	Called bool
	Config PushConfig
	// TIMPush: the same call also registers 'tim-push', which wins.
	TIMPush bool
	// SDK is the npm package that the receiver was made from, "" when unknown.
	SDK   string
	Reach Reach

	object source.Span // that Options are of; zero for a literal that no seen call takes
	inCall bool        // it is written in the call
}

// Reach says whether the app's start reaches a file.
type Reach uint8

// The answers.
const (
	ReachUnknown Reach = iota // nothing seems to import the file
	Reached                   // App.vue, main.*, a page, a component found by name, or imported by some file
)

// PushConfig is an offlinePushConfig object.
type PushConfig struct {
	State ConfigState
	Span  source.Span // of the object where it is written; of the reference when it was not found
	// Settings are its members in order.
	Settings []Setting
	// Open: it has spread or computed members, so there may be more settings.
	Open bool
}

// ConfigState says what is known of an offlinePushConfig.
type ConfigState uint8

// The states.
const (
	ConfigMissing ConfigState = iota // the call has none
	ConfigRead
	ConfigUnknown // comes from a place that was not followed
)

// Setting is a member of offlinePushConfig. Literal values have their Text;
// others came from somewhere that the files do not show.
type Setting struct {
	Name      string
	NameSpan  source.Span
	Literal   bool
	Kind      script.Kind // of a literal
	Text      string      // the decoded literal; numbers as written, null and undefined as ""
	ValueSpan source.Span
	Key       Key
	Shorthand bool // {name}
}

// Require is one active call of requireNativePlugin.
type Require struct {
	Call    script.Call
	ID      string // "" when it is no literal
	Literal bool
	IDSpan  source.Span
	Guard   Guard
	Reach   Reach // asked for this plugin's id, near misses, and what is no literal
}

// Guard says what keeps a call from running outside the app.
type Guard uint8

// The guards.
const (
	GuardNone    Guard = iota // nothing: it runs wherever its file is loaded
	GuardHere                 // conditional compilation, an if or a try around it
	GuardCaller               // every seen caller or importer has one
	GuardUnknown              // no caller was seen, or only calls of a name that may be somebody else's
)

// Listener is a call of setOfflinePushListener on this plugin, or on something
// that may be it.
type Listener struct {
	Call  script.Call
	Place ListenerPlace
}

// ListenerPlace says where a listener is set.
type ListenerPlace uint8

// The places.
const (
	ListenerElsewhere ListenerPlace = iota // cannot tell when it runs
	ListenerOnLaunch                       // in what App.vue runs at launch: onLaunch, setup, created, its top level, and functions called there
	ListenerFromApp                        // in main.*, or in a file that it or App.vue imports
	ListenerInPage                         // in a file under pages.json's pages
	ListenerAppOther                       // in App.vue, but outside onLaunch
)

// PushInfo is a literal offlinePushInfo object of a message.
type PushInfo struct {
	Span    source.Span // of the name offlinePushInfo
	Members []script.Member
	// Open: it has spread or computed members.
	Open bool
}

// Logout is a call of the IM SDK's logout() that App.vue's onHide makes.
type Logout struct {
	Call script.Call
}

// SecretKey is a literal IM SecretKey in client code. Value is a secret.
type SecretKey struct {
	Name  string
	Value string
	Span  source.Span
}

// SDK is an IM SDK package that the code imports or package.json lists.
type SDK struct {
	Package string
	// Import is the first place that imports it; zero when only package.json
	// lists it.
	Import source.Span
	// Range is the version in package.json ("^2.27.0"), with its place.
	Range     string
	RangeSpan source.Span
	// Version is the installed one, from a lock file or node_modules, "" when
	// neither says; From names the file that said it.
	Version string
	From    string
}
