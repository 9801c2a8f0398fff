package catalog

import (
	"regexp"

	"github.com/offpush/offpush/pkg/text"
)

// Form is a regular expression for a whole value.
type Form string

// Match reports whether a value has the form. It compiles the expression each
// time: few values are looked at in a run, and most runs look at none.
func (f Form) Match(value string) bool {
	return regexp.MustCompile(`^(?:` + string(f) + `)$`).MatchString(value)
}

// Shape is a form and its name for people.
type Shape struct {
	Text text.Text
	Form
}

// Names under which push plugins of uni-app ask for vivo's two values; they are
// the meta-data names that vivo's phone SDK reads. That TUIOfflinePush uses them
// too is inferred from its successor by the same vendor.
const (
	VivoAppIDName  = "com.vivo.push.app_id"
	VivoAppKeyName = "com.vivo.push.api_key"
)

// Shapes of the values in manifest.json and agconnect-services.json, as seen in
// consoles and public files; no vendor documents them.
var (
	Digits    = Shape{text.T("纯数字", "digits only"), `[0-9]+`}
	VivoAppID = Shape{text.T("5 位（旧应用）或 9 位数字", "5 digits (old apps) or 9 digits"), `[0-9]{5}|[0-9]{9}`}
	// VivoAppKey is that of apps made since vivo moved to 9-digit ids.
	VivoAppKey = Shape{text.T("32 位十六进制数", "32 hexadecimal digits"), `[0-9A-Fa-f]{32}`}
	// VivoUUID is the AppKey of old apps, and the AppSecret of all.
	VivoUUID    = Shape{text.T("带连字符的 UUID", "a UUID with dashes"), `[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`}
	HuaweiAppID = Shape{text.T("9 位数字", "9 digits"), `[0-9]{9}`}
	// HarmonyAppID is the app id of a HarmonyOS app, which is no Android app.
	HarmonyAppID = Shape{text.T("19 位数字", "19 digits"), `[0-9]{19}`}
)
