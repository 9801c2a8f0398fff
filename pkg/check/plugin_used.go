package check

import (
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pluginUsed = &Rule{
	ID:       "plugin-used",
	Topic:    TopicPlugin,
	Severity: Error,
	Always:   true,
	Doc: Doc{
		Title: text.T("项目使用了 TUIOfflinePush（--expect-plugin）", "The project uses TUIOfflinePush (--expect-plugin)"),
		Why: text.T("持续集成中用 --expect-plugin 声明“这个应用要有离线推送”。如果合并之后插件的勾选、文件夹和注册代码都不见了，打出的包在后台就收不到任何消息。",
			"In CI, --expect-plugin states that this app is to have offline push. If a merge lost the ticked plugin, its folder and the registration all together, the app built from it gets no message in the background."),
		Fix: text.T("按接入文档把插件放进 nativeplugins，在 manifest.json → App原生插件配置 → 选择本地插件中勾选，并在代码中注册；如果项目本来就不用它，去掉 --expect-plugin。",
			"Follow the integration guide: put the plugin into nativeplugins, tick it in manifest.json → App Native Plugin Configuration → Select Local Plugin, and register it in code. If the project is not meant to use it, leave out --expect-plugin."),
		File:   "manifest.json",
		Before: `"nativePlugins" : {}`,
		After: `"nativePlugins" : {
  "TencentCloud-TUIOfflinePush" : {
    "com.vivo.push.app_id" : "105500001",
    "com.vivo.push.api_key" : "0123456789abcdef0123456789abcdef",
    "__plugin_info__" : { "isCloud" : false, "pid" : "" }
  }
}`,
		Beside: []Example{
			{File: "App.vue", After: "// #ifdef APP-PLUS\nconst push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\nregisterPush(push)\npush.setOfflinePushListener((data) => {\n  uni.navigateTo({ url: '/pages/chat/chat?id=' + data.notification.entity.id })\n})\n// #endif"},
			{After: "nativeplugins/TencentCloud-TUIOfflinePush"},
			{After: "utils/push.js"},
		},
		Links: []string{guideURL},
	},
	Run: func(in *Input) []Result {
		m := in.Project.Manifest
		switch {
		case !in.Options.ExpectPlugin:
			return one(notApplicable(text.T("没有要求项目必须使用插件（--expect-plugin）", "nobody asked for the plugin to be there (--expect-plugin)")))
		case in.usage.kind == Used:
			return one(pass(in.pluginSpan(), text.T("项目使用了 TUIOfflinePush", "the project uses TUIOfflinePush")))
		case in.usage.kind == OnlyCommented:
			return one(fail(in.usage.dead, text.T("只有未生效的代码提到 TUIOfflinePush", "only switched-off code mentions TUIOfflinePush")).
				with(text.T("注释或被条件编译排除的代码", "a comment, or code that is compiled out"), text.T("勾选的插件和生效的注册代码", "the plugin ticked and registered")))
		case in.usage.kind == NotUsed && m.Root == nil:
			return one(unknown(source.Of(m.Path), text.F("没有读到 %s，不知道是否勾选了插件", "%s could not be read, so the plugin may be ticked there", m.Path)))
		case in.usage.kind == Unsupported:
			return one(fail(source.Of(m.Path), in.usage.notJudged()).with(text.Same("5+ App"), text.Same("uni-app")))
		}
		return one(fail(source.Of(m.Path), text.T("项目没有使用 TUIOfflinePush", "the project does not use TUIOfflinePush")).
			with(text.T("没有勾选，没有插件文件夹，也没有注册代码", "no manifest entry, no folder, no registration"), text.Same(project.PluginID)))
	},
}

var pluginRetired = &Rule{
	ID:       "plugin-retired",
	Topic:    TopicPlugin,
	Severity: Info,
	Doc: Doc{
		Title: text.T("TUIOfflinePush 已停止维护", "TUIOfflinePush is no longer maintained"),
		Why: text.T("插件市场写明 TUIOfflinePush 停止维护，由 TencentCloud-Push 接替。现有功能可以继续使用，但新的系统版本、厂商 SDK、荣耀与 FCM 通道不会再得到适配，将来在新手机上可能取不到 deviceToken。",
			"The plugin market says that TUIOfflinePush is no longer maintained and that TencentCloud-Push takes its place. What works goes on working, but new system versions, vendor SDKs, HONOR and FCM will not be supported, and phones to come may get no device token."),
		Fix: text.T("不必马上改。计划升级时改用 uni_modules 插件 TencentCloud-Push：从插件市场导入，取消勾选本地插件 TUIOfflinePush，按它的文档填写 nativeResources/android 下的配置，再重新制作自定义基座。",
			"Nothing is urgent. When an upgrade is due, move to the uni_modules plugin TencentCloud-Push: import it from the plugin market, untick the local plugin TUIOfflinePush, fill in the files under nativeResources/android as its guide says, and make the custom base again."),
		Before: "nativeplugins/TencentCloud-TUIOfflinePush",
		After:  "uni_modules/TencentCloud-Push",
		Beside: []Example{
			{File: "manifest.json", Before: `"nativePlugins" : {
  "TencentCloud-TUIOfflinePush" : {
    "com.vivo.push.app_id" : "105500001",
    "com.vivo.push.api_key" : "0123456789abcdef0123456789abcdef",
    "__plugin_info__" : { "isCloud" : false, "pid" : "" }
  }
}`, After: `"nativePlugins" : {}`},
			{File: "App.vue", Before: "// #ifdef APP-PLUS\nconst push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\nregisterPush(push)\npush.setOfflinePushListener((data) => {\n  uni.navigateTo({ url: '/pages/chat/chat?id=' + data.notification.entity.id })\n})\n// #endif"},
			{Before: "utils/push.js"},
		},
		Links: []string{retiredURL, successorURL},
	},
	Run: func(in *Input) []Result {
		return one(fail(in.pluginSpan(), text.F("TUIOfflinePush 已停止维护，接替它的是 %s；不影响现在使用", "TUIOfflinePush is no longer maintained; its successor is %s. It still works", project.TencentPushUTS)).
			with(text.Same(project.PluginID), text.Same(project.TencentPushUTS)))
	},
}

// pluginSpan is the best place to speak of the plugin as a whole: its entry in
// manifest.json, else its folder, else manifest.json.
func (in *Input) pluginSpan() source.Span {
	if e, ok := in.entry(); ok {
		return e.NameSpan
	}
	if in.Project.Plugin.State == project.Present {
		return source.Of(in.Project.Plugin.Path)
	}
	return source.Of(in.Project.Manifest.Path)
}
