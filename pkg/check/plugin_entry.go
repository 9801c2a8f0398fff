package check

import (
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

var pluginTicked = &Rule{
	ID:       "plugin-ticked",
	Topic:    TopicManifest,
	Severity: Error,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("在 manifest.json 中勾选了本地插件 TUIOfflinePush", "The local plugin TUIOfflinePush is ticked in manifest.json"),
		Why: text.T("HBuilderX 只把勾选过的原生插件打进安装包。没有勾选时 uni.requireNativePlugin 返回 undefined，SDK 不报错，但手机上没有推送。",
			"HBuilderX only packs native plugins that are ticked. Otherwise uni.requireNativePlugin returns undefined, the SDK does not complain, and the phone has no push."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → App原生插件配置 → 本地插件 → 选择本地插件，勾选 TUIOfflinePush 并填写 vivo 的 AppID 和 AppKey（不用 vivo 就填 0）；然后重新制作自定义基座。",
			"In HBuilderX open manifest.json → App Native Plugin Configuration → Local Plugin → Select Local Plugin, tick TUIOfflinePush and fill in vivo's AppID and AppKey (0 where vivo is not used); then make the custom base again."),
		File:   "manifest.json",
		Before: `"nativePlugins" : {}`,
		After: `"nativePlugins" : {
  "TencentCloud-TUIOfflinePush" : {
    "com.vivo.push.app_id" : "105500001",
    "com.vivo.push.api_key" : "0123456789abcdef0123456789abcdef",
    "__plugin_info__" : { "isCloud" : false, "pid" : "" }
  }
}`,
		Links: []string{guideURL, localPluginURL},
	},
	Run: func(in *Input) []Result {
		span := in.nearest("app-plus", "nativePlugins")
		want := text.F("nativePlugins 中有 %q", "%q in nativePlugins", project.PluginID)
		if e, ok := in.entry(); ok {
			if e.Value.Kind() == manifest.Object {
				return one(pass(e.NameSpan, text.T("已勾选本地插件 TUIOfflinePush", "the plugin TUIOfflinePush is ticked")))
			}
			return one(fail(e.Value.Span(), text.T("插件的条目不是一个对象", "the plugin's entry is no object")).
				with(quoted(e.Value.Text()), text.Same("{ ... }")).blocks())
		}
		if in.Project.Shape == project.UniAppX && in.appPlus() == nil {
			return one(unknown(span, text.T("uni-app x 项目没有 nativePlugins 配置；它使用 UTS 插件，TUIOfflinePush 这类原生插件很可能不能用，请改用 TencentCloud-Push",
				"a uni-app x project has no nativePlugins to tick; it uses UTS plugins, so a native plugin such as TUIOfflinePush very likely cannot work there; use TencentCloud-Push")).blocks())
		}
		for _, m := range in.appPlus("nativePlugins").Members() {
			if isNearMiss(m.Name) {
				return one(fail(m.NameSpan, text.F("nativePlugins 中的 %q 不是插件的 id", "%q in nativePlugins is not the plugin's id", m.Name)).
					with(quoted(m.Name), text.F("%q", "%q", project.PluginID)).blocks())
			}
		}
		return one(fail(span, text.T("没有勾选本地插件 TUIOfflinePush，它不会被打进安装包", "the plugin TUIOfflinePush is not ticked, so it will not be packed into the app")).
			with(text.F("nativePlugins 中没有 %q", "no %q in nativePlugins", project.PluginID), want).blocks())
	},
}

var pluginLocal = &Rule{
	ID:       "plugin-local",
	Topic:    TopicManifest,
	Severity: Error,
	Needs:    []string{"plugin-ticked"},
	Doc: Doc{
		Title: text.T("TUIOfflinePush 是本地插件，不是云端插件", "TUIOfflinePush is a local plugin, not a cloud one"),
		Why: text.T("这个插件只支持本地集成。云端集成时，agconnect-services.json 和厂商参数进不了安装包，华为等手机取不到 deviceToken。",
			"The plugin supports local integration only. As a cloud plugin it is packed without agconnect-services.json and the vendors' values, and Huawei and other phones get no device token."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → App原生插件配置，在“云端插件”中移除 TUIOfflinePush；从插件市场选择“下载插件ZIP”，解压到 nativeplugins/TencentCloud-TUIOfflinePush，再在“选择本地插件”中勾选。",
			"In HBuilderX open manifest.json → App Native Plugin Configuration and remove TUIOfflinePush from the cloud plugins; download the plugin as a zip from the plugin market, unpack it to nativeplugins/TencentCloud-TUIOfflinePush, and tick it under Select Local Plugin."),
		File:   "manifest.json",
		Before: `"__plugin_info__" : { "isCloud" : true, "pid" : "9149" }`,
		After:  `"__plugin_info__" : { "isCloud" : false, "pid" : "" }`,
		Links:  []string{guideURL, localPluginURL},
	},
	Run: func(in *Input) []Result {
		e, _ := in.entry()
		cloud, ok := e.Value.Get("__plugin_info__").Find("isCloud")
		switch {
		case !ok:
			return one(unknown(e.NameSpan, text.T("插件条目中没有 __plugin_info__，看不出是本地还是云端插件；请在 HBuilderX 的 App原生插件配置中确认它列在“本地插件”下",
				"the entry has no __plugin_info__, so it may be local or cloud; see in HBuilderX under App Native Plugin Configuration that it is listed as a local plugin")))
		case in.isCloud():
			return one(fail(cloud.NameSpan, text.T("TUIOfflinePush 以云端插件方式勾选，它只支持本地集成", "TUIOfflinePush is ticked as a cloud plugin; it supports local integration only")).
				with(text.Same(`"isCloud" : true`), text.Same(`"isCloud" : false`)))
		}
		return one(pass(cloud.NameSpan, text.T("是本地插件", "it is a local plugin")))
	},
}

// isCloud reports whether the plugin is ticked as a cloud plugin.
func (in *Input) isCloud() bool {
	e, _ := in.entry()
	return e.Value.Get("__plugin_info__", "isCloud").Text() == "true"
}
