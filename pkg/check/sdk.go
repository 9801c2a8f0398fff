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
		Before: `"tim-wx-sdk": "2.19.1"`,
		After:  `"tim-wx-sdk": "^2.27.6"`,
		Links:  []string{guideURL, "https://cloud.tencent.com/document/product/269/38492"},
	},
	Run: func(in *Input) []Result {
		var out []Result
		for _, sdk := range in.registeringSDKs() {
			out = append(out, judgeSDK(sdk))
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

func judgeSDK(sdk project.SDK) Result {
	span := sdk.RangeSpan
	if span.IsZero() {
		span = sdk.Import
	}
	switch sdk.Package {
	case "tim-wx-sdk", "tim-js-sdk":
		return judgeTIM(sdk, span)
	case "@tencentcloud/lite-chat", "@tencentcloud/tui-core-lite", "@tencentcloud/chat-uikit-engine-lite":
		return fail(span, text.F("%s 是精简版，不支持离线推送插件", "%s is a lite build without support for the offline push plugin", sdk.Package)).
			with(text.Same(sdk.Package), text.T("@tencentcloud/chat 或 @tencentcloud/tui-core", "@tencentcloud/chat or @tencentcloud/tui-core")).
			fix(text.T("换用完整版的包。", "Use the full package instead."))
	case "@tencentcloud/chat", "@tencentcloud/tui-core", "@tencentcloud/chat-uikit-engine":
		return pass(span, text.F("%s 支持离线推送插件", "%s supports the offline push plugin", sdk.Package))
	}
	return unknown(span, text.F("不清楚 %s 的哪些版本支持离线推送插件", "which versions of %s support the offline push plugin is not known", sdk.Package))
}

func judgeTIM(sdk project.SDK, span source.Span) Result {
	expected := text.F("%[1]s ≥ %[2]s", "%[1]s >= %[2]s", sdk.Package, minSDK)
	tooOld := func(version, from string) Result {
		return fail(span, text.F("%s %s 不支持离线推送插件", "%s %s does not support the offline push plugin", sdk.Package, version)).
			with(text.F("%s（来自 %s）", "%s (from %s)", version, from), expected)
	}
	supported := func(version string) Result {
		return pass(span, text.F("%s %s 支持离线推送插件", "%s %s supports the offline push plugin", sdk.Package, version))
	}
	if v := "v" + sdk.Version; semver.IsValid(v) {
		if semver.Compare(v, "v"+minSDK) < 0 {
			return tooOld(sdk.Version, sdk.From)
		}
		return supported(sdk.Version)
	}
	if sdk.Range == "" {
		return unknown(span, text.F("package.json 没有列出 %s，无法判断版本", "package.json does not list %s, so its version cannot be told", sdk.Package))
	}
	allowed, ok := project.ReadRange(sdk.Range)
	switch {
	case ok && allowed.From(minSDK):
		return supported(sdk.Range)
	case ok && allowed.Below(minSDK):
		return tooOld(sdk.Range, "package.json")
	}
	return unknown(span, text.F("%s 的版本写作 %q，没有锁文件或 node_modules，无法判断装的是哪个版本", "%s is asked for as %q; without a lock file or node_modules the installed version cannot be told", sdk.Package, sdk.Range)).
		with(text.Same(sdk.Range), expected)
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
