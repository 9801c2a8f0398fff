package report_test

import (
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// The rules of the samples are made up, so that the golden files do not change
// with the real ones.
func rule(id string, topic check.Topic, severity check.Severity, vendors ...string) *check.Rule {
	return &check.Rule{
		ID: id, Topic: topic, Severity: severity, Vendors: vendors,
		Doc: check.Doc{
			Title:  text.F("%s 的标题", "The title of %s", id),
			Why:    text.T("手机收不到任何离线推送：云打包不会把推送能力打进安装包，插件取不到 deviceToken。", "The phone gets no offline push: the cloud build leaves push out of the app, and the plugin gets no device token."),
			Fix:    text.T("打开 manifest.json → App模块配置，勾选“Push(消息推送)”；然后重新制作自定义基座。", "Open manifest.json → App Modules, tick \"Push\", then build the custom base again."),
			Before: `"modules" : {}`,
			After:  "\"modules\" : {\n\t\"Push\" : {}\n}",
			Links:  []string{"https://example.com/guide"},
		},
	}
}

func result(r *check.Rule, status check.Status, span source.Span, zh, en string) check.Result {
	res := check.Result{Rule: r, Status: status, Severity: r.Severity, Vendors: r.Vendors, Span: span, Message: text.T(zh, en)}
	if status == check.Failed {
		res.Fix = r.Doc.Fix
	}
	return res
}

// spanOf is the span of the first appearance of word in a file of one line
// behind some empty ones.
func spanOf(file string, line int, content, word string) source.Span {
	before := strings.Repeat("\n", line-1)
	f := source.New(file, []byte(before+content+"\n"))
	at := strings.Index(content, word)
	return f.Span(len(before)+at, len(before)+at+len(word))
}

// samples are reports of every kind.
func samples() map[string]*check.Report {
	summary := check.ProjectSummary{
		Root: "app", Manifest: "manifest.json", Shape: "hbuilderx", AppID: "__UNI__1A2B3C4",
		Plugin: "TencentCloud-TUIOfflinePush", Vendors: []string{"huawei", "oppo", "apns"},
	}
	unused := check.ProjectSummary{Root: ".", Manifest: "src/manifest.json", Shape: "cli-vue3", AppID: "__UNI__1A2B3C4"}
	pushModule := rule("push-module", check.TopicManifest, check.Error)
	passed := result(pushModule, check.Passed, source.Span{}, "已勾选 Push 模块", "the Push module is ticked")
	warning := result(rule("click-listener", check.TopicMessage, check.Warning), check.Failed, source.Of("App.vue"),
		"没有调用 setOfflinePushListener", "setOfflinePushListener is not called")
	open := result(rule("sdk-version", check.TopicCode, check.Error), check.Unknown, spanOf("package.json", 7, `    "@tencentcloud/chat": "latest",`, `"latest"`),
		"版本范围是 latest，没有锁文件，无法判断", "the range is latest and there is no lock file: cannot tell")

	return map[string]*check.Report{
		"broken":  report(summary, check.Used, broken()...),
		"clean":   report(summary, check.Used, passed, result(rule("plugin-folder", check.TopicPlugin, check.Error), check.Passed, source.Of("nativeplugins/TencentCloud-TUIOfflinePush"), "插件目录正确", "the folder is right")),
		"warning": report(summary, check.Used, passed, warning),
		"unknown": report(summary, check.Used, passed, open),
		"hostile": report(check.ProjectSummary{Root: "a\x1b[2Jb", Manifest: "manifest.json", Shape: "hbuilderx", AppID: "\u202eoof"}, check.Used, hostile()...),
		"unused":  report(unused, check.NotUsed, result(pushModule, check.NotApplicable, source.Span{}, "此项目没有使用 TUIOfflinePush", "this project does not use TUIOfflinePush")),
		"expected": report(unused, check.NotUsed,
			result(rule("plugin-used", check.TopicPlugin, check.Error), check.Failed, source.Of("src/manifest.json"), "没有使用 TUIOfflinePush，但要求使用", "TUIOfflinePush is not used, but was expected"),
			result(pushModule, check.NotApplicable, source.Span{}, "此项目没有使用 TUIOfflinePush", "this project does not use TUIOfflinePush")),
		"5plus": report(check.ProjectSummary{Root: ".", Manifest: "manifest.json", Shape: "5plus"}, check.Unsupported,
			result(pushModule, check.NotApplicable, source.Span{}, "5+ App 不能使用 uni 原生插件", "a 5+ App cannot use uni native plugins")),
	}
}

func broken() []check.Result {
	listed := func(res check.Result, found, expected string) check.Result {
		res.Found, res.Expected = text.Same(found), text.Same(expected)
		return res
	}
	keys := rule("vendor-keys", check.TopicVendor, check.Error, "oppo")
	shape := rule("vivo-params-value", check.TopicManifest, check.Error, "vivo")
	long := `!function(){` + strings.Repeat(`var a="离线";`, 30) + `uni.requireNativePlugin("TencentCloud-TUIOflinePush");` + strings.Repeat(`b();`, 40) + `}()`
	minified := result(rule("require-plugin", check.TopicCode, check.Error), check.Failed, spanOf("utils/push.min.js", 1, long, `"TencentCloud-TUIOflinePush"`),
		"requireNativePlugin 的插件 ID 写错了", "requireNativePlugin has a wrong plugin id")
	minified.Related = []check.Related{{Message: text.T("目录名", "the folder's name"), Span: source.Of("nativeplugins/TencentCloud-TUIOfflinePush")}}
	twice := result(shape, check.Failed, spanOf("manifest.json", 44, "\t\t\"com.vivo.push.api_key\" : \"\",", `""`), "vivo AppKey 是空的", "the vivo AppKey is empty")
	twice.Fix = text.T("填写 vivo 开放平台的 AppKey；不用 vivo 就填 0。", "Give the AppKey of vivo's console, or 0 without vivo.")
	why := func(id string) check.Result {
		return result(rule(id, check.TopicVendor, check.Error, "huawei"), check.Unknown, source.Span{},
			"无法判断，因为 plugin-folder 无法确定：目录被 .gitignore 忽略", "cannot tell, because plugin-folder is unknown: the folder is git-ignored")
	}
	return []check.Result{
		listed(result(rule("push-module", check.TopicManifest, check.Error), check.Failed, spanOf("manifest.json", 19, `    "modules" : {`, `"modules"`),
			"App 模块配置中没有勾选 Push", "the Push module is not ticked"), `"Camera"`, `"Push" : {}`),
		twice,
		result(shape, check.Failed, spanOf("manifest.json", 45, "\t\t\"名称\" : \"推送示例\", \"com.vivo.push.app_id\" : \"abc\"", `"abc"`), "vivo AppID 不是数字", "the vivo AppID is no number"),
		listed(result(keys, check.Failed, spanOf("utils/push.js", 12, "\toppoBusinessID: 30004, // 推送证书：正式", "oppoBusinessID"), "缺少 oppoAppKey", "oppoAppKey is missing"), "", "oppoAppKey"),
		listed(result(keys, check.Failed, spanOf("utils/push.js", 12, "\toppoBusinessID: 30004, // 推送证书：正式", "推送证书"), "缺少 oppoAppSecret", "oppoAppSecret is missing"), "", "oppoAppSecret"),
		minified,
		why("agconnect-file"), why("agconnect-content"),
		result(rule("click-listener", check.TopicMessage, check.Warning), check.Failed, source.Of("App.vue"), "没有调用 setOfflinePushListener", "setOfflinePushListener is not called"),
		result(rule("plugin-retired", check.TopicPlugin, check.Info), check.Failed, source.Span{}, "TUIOfflinePush 已停止维护", "TUIOfflinePush is no longer maintained"),
		result(rule("manifest-appid", check.TopicManifest, check.Error), check.Passed, spanOf("manifest.json", 3, `    "appid" : "__UNI__1A2B3C4",`, `"__UNI__1A2B3C4"`), "appid 正确", "the appid is right"),
		result(rule("plugin-local", check.TopicPlugin, check.Error), check.Passed, source.Span{}, "本地插件", "a local plugin"),
		result(rule("vivo-agree", check.TopicVendor, check.Warning, "vivo"), check.NotApplicable, source.Span{}, "没有使用 vivo", "vivo is not in use"),
	}
}

func hostile() []check.Result {
	evil := "evil\x1b[31m\n\xff.vue"
	res := result(rule("push-module", check.TopicManifest, check.Error), check.Failed,
		spanOf(evil, 3, "a\x1b[2J\u202e<b>\x00推\xffc\u009b", "推"), "值是 \x1b]0;title\x07", "the value is \x1b]0;title\x07")
	res.Found, res.Expected = text.Same("a\r\nb\u202e"), text.Same("<&>")
	return []check.Result{res}
}

// report completes a report as check.Run does.
func report(p check.ProjectSummary, usage check.Usage, results ...check.Result) *check.Report {
	r := &check.Report{Project: p, Usage: usage, Results: results, Verdict: text.T("结论在最前面：这样打出的包收不到离线推送。", "The verdict leads: an app built like this will miss offline pushes.")}
	if usage == check.NotUsed {
		r.Verdict = text.T("此项目没有使用 TUIOfflinePush。", "This project does not use TUIOfflinePush.")
		r.Notes = []text.Text{text.T("发现的推送渠道：uniPush 2。", "Push channel found: uniPush 2.")}
	}
	for _, res := range results {
		switch {
		case res.Status == check.Passed:
			r.Summary.Passed++
		case res.Status == check.NotApplicable:
			r.Summary.NotApplicable++
		case res.Status == check.Unknown:
			r.Summary.Unknown++
		case res.Severity == check.Error:
			r.Summary.Errors++
		case res.Severity == check.Warning:
			r.Summary.Warnings++
		default:
			r.Summary.Infos++
		}
	}
	return r
}
