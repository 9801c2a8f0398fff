package check

import (
	"golang.org/x/mod/semver"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// minSDK is the first version of tim-js-sdk and tim-wx-sdk that knows the plugin.
const minSDK = "2.22.0"

var sdkVersion = &Rule{
	ID:       "sdk-version",
	Topic:    TopicCode,
	Severity: Error,
	Needs:    []string{"register-plugin"},
	Doc: Doc{
		Title: text.T("IM SDK 的版本支持离线推送插件", "The IM SDK supports the offline push plugin"),
		Why: text.F("低于 %[1]s 的 SDK 以及精简版（lite）SDK 里没有离线推送的代码，注册插件不会有任何作用，也不会报错。",
			"SDKs below %[1]s and the lite builds hold no code for offline push: registering the plugin does nothing and reports nothing.", minSDK),
		Fix: text.T("升级：npm install tim-wx-sdk@latest（或换用 @tencentcloud/chat），然后重新运行。",
			"Update: npm install tim-wx-sdk@latest (or move to @tencentcloud/chat), then build again."),
		File:   "package.json",
		Before: `"tim-wx-sdk": "2.19.1"`,
		After:  `"tim-wx-sdk": "^2.27.6"`,
		Links:  []string{guideURL, "https://cloud.tencent.com/document/product/269/38492"},
	},
	Run: func(in *Input) []Result {
		var out []Result
		for _, sdk := range in.registeringSDKs() {
			out = append(out, in.judgeSDK(sdk))
		}
		if len(out) == 0 {
			return one(unknown(source.Span{}, text.T("没有找到 IM SDK 的 npm 包（可能以文件形式放在项目中），无法判断版本",
				"no npm package of the IM SDK was found (it may lie in the project as a file), so its version cannot be told")))
		}
		return out
	},
}

// registeringSDKs returns the packages that the registering code imports; where
// that cannot be told, those that any code imports, else those of package.json.
func (in *Input) registeringSDKs() []project.SDK {
	var exact, imported []project.SDK
	for _, sdk := range in.Project.SDKs {
		for _, r := range in.Project.Code.Registrations {
			if r.SDK == sdk.Package {
				exact = append(exact, sdk)
				break
			}
		}
		if !sdk.Import.IsZero() {
			imported = append(imported, sdk)
		}
	}
	switch {
	case len(exact) > 0:
		return exact
	case len(imported) > 0:
		return imported
	}
	return in.Project.SDKs
}

// sdksOf returns what is known of the SDK that one registration uses.
func (in *Input) sdksOf(r project.Registration) []project.SDK {
	for _, sdk := range in.Project.SDKs {
		if sdk.Package == r.SDK {
			return []project.SDK{sdk}
		}
	}
	return in.registeringSDKs()
}

// isTIM: the packages of generation 2, which learned of the plugin at minSDK.
func isTIM(name string) bool { return name == "tim-wx-sdk" || name == "tim-js-sdk" }

// support says since which version a package knows the plugin.
type support struct {
	since string // "" for lite builds, which never do
	// sure: older versions do not know it. Else nothing is known of them.
	sure bool
}

// sdkSupport: the documents name minSDK; the other packages were read in the
// versions given (chat 3.1.1 and 3.6.6, tui-core 2.1.0 and 2.5.1,
// chat-uikit-engine 2.5.8, lite-chat 4.2.1, tui-core-lite 1.0.0,
// chat-uikit-engine-lite 1.0.7).
var sdkSupport = map[string]support{
	"tim-wx-sdk":                           {minSDK, true},
	"tim-js-sdk":                           {minSDK, true},
	"@tencentcloud/chat":                   {"3.0.0", false},
	"@tencentcloud/tui-core":               {"2.1.0", false},
	"@tencentcloud/chat-uikit-engine":      {"2.5.8", false},
	"@tencentcloud/lite-chat":              {},
	"@tencentcloud/tui-core-lite":          {},
	"@tencentcloud/chat-uikit-engine-lite": {},
}

func (in *Input) judgeSDK(sdk project.SDK) Result {
	span := sdk.RangeSpan
	if span.IsZero() {
		span = sdk.Import
	}
	known, ok := sdkSupport[sdk.Package]
	switch {
	case !ok:
		return unknown(span, text.F("不清楚 %s 的哪些版本支持离线推送插件", "which versions of %s support the offline push plugin is not known", sdk.Package))
	case known.since == "":
		return fail(span, text.F("%s 是精简版，不支持离线推送插件", "%s is a lite build without support for the offline push plugin", sdk.Package)).
			with(text.Same(sdk.Package), text.T("@tencentcloud/chat 或 @tencentcloud/tui-core", "@tencentcloud/chat or @tencentcloud/tui-core")).
			fix(text.T("换用完整版的包。", "Use the full package instead."))
	}
	r := in.judgeVersion(sdk, known)
	r.Span = span
	if r.Status == Passed {
		return r
	}
	return r.with(r.Found, text.F("%[1]s ≥ %[2]s", "%[1]s >= %[2]s", sdk.Package, known.since))
}

func (in *Input) judgeVersion(sdk project.SDK, known support) Result {
	supported := func(version string) Result {
		return pass(source.Span{}, text.F("%s %s 支持离线推送插件", "%s %s supports the offline push plugin", sdk.Package, version))
	}
	older := func(version, from string) Result {
		if !known.sure {
			return unknown(source.Span{}, text.F("不清楚 %s %s 是否支持离线推送插件", "whether %s %s supports the offline push plugin is not known", sdk.Package, version)).
				with(text.F("%s（来自 %s）", "%s (from %s)", version, from), text.Text{})
		}
		return fail(source.Span{}, text.F("%s %s 不支持离线推送插件", "%s %s does not support the offline push plugin", sdk.Package, version)).
			with(text.F("%s（来自 %s）", "%s (from %s)", version, from), text.Text{})
	}
	if v := "v" + sdk.Version; semver.IsValid(v) {
		if semver.Compare(v, "v"+known.since) < 0 {
			return older(sdk.Version, sdk.From)
		}
		return supported(sdk.Version)
	}
	if sdk.Range == "" {
		if p := in.Project.Package; p.State == project.Unreadable || p.State == project.Outside || p.State == project.Present && p.Root == nil {
			return unknown(source.Span{}, text.T("package.json 没有读出来，无法判断版本", "package.json could not be read, so the version cannot be told"))
		}
		return unknown(source.Span{}, text.F("package.json 没有列出 %s，无法判断版本", "package.json does not list %s, so its version cannot be told", sdk.Package))
	}
	allowed, ok := project.ReadRange(sdk.Range)
	switch {
	case ok && allowed.From(known.since):
		return supported(sdk.Range)
	case ok && allowed.Below(known.since):
		return older(sdk.Range, "package.json")
	}
	return unknown(source.Span{}, text.F("%s 的版本写作 %q，没有锁文件或 node_modules，无法判断装的是哪个版本", "%s is asked for as %q; without a lock file or node_modules the installed version cannot be told", sdk.Package, sdk.Range)).
		with(text.Same(sdk.Range), text.Text{})
}

// certainVersion returns the version that gets built, "v1.2.3": the installed
// one, else the only one that package.json allows; "" when neither says.
func certainVersion(sdk project.SDK) string {
	if sdk.Version != "" {
		return "v" + sdk.Version
	}
	allowed, _ := project.ReadRange(sdk.Range)
	if version, ok := allowed.Exact(); ok {
		return "v" + version
	}
	return ""
}
