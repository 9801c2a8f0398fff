package check

import "github.com/offpush/offpush/pkg/text"

var uniPushOff = &Rule{
	ID:       "unipush-off",
	Topic:    TopicManifest,
	Severity: Error,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("没有勾选 uniPush（或个推）", "uniPush (or getui) is not ticked"),
		Why: text.T("TUIOfflinePush 不能与其他离线推送共用：uniPush 会抢先注册厂商通道，插件取不到或取错 deviceToken，即时通信 IM 的离线消息到不了手机，也可能因为厂商 SDK 重复而打包失败。",
			"TUIOfflinePush cannot share the app with another offline push: uniPush registers the vendor channels first, the plugin gets no device token or a wrong one, and IM's offline messages do not reach the phone. The same vendor SDK twice may also break the build."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → App模块配置 → Push(消息推送)，取消勾选 uniPush（1.0 与 2.0 的所有平台），保留 Push 本身；然后重新制作自定义基座。只勾选在线推送（offline 为 false）也不行。",
			"In HBuilderX open manifest.json → App Module Configuration → Push, untick uniPush (1.0 and 2.0, on all platforms) and keep Push itself ticked; then make the custom base again. uniPush 2 with offline push off is still ticked."),
		File:   "manifest.json",
		Before: `"sdkConfigs" : { "push" : { "unipush" : { "version" : "2", "offline" : true } } }`,
		After:  `"sdkConfigs" : { "push" : {} }`,
		Repair: text.T("删掉 sdkConfigs.push 里的 unipush（或 igexin），保留 Push", "removes unipush (or igexin) from sdkConfigs.push and leaves Push"),
		Links:  []string{guideURL, troubleURL, uniPushURL},
	},
	Run: func(in *Input) []Result {
		path := []string{"app-plus", "distribute", "sdkConfigs", "push"}
		push := in.Project.Manifest.JSON().Get(path...)
		var out []Result
		for _, name := range []string{"unipush", "igexin"} {
			m, ok := push.Find(name)
			if !ok {
				continue
			}
			channel := "igexin"
			if name == "unipush" {
				channel = uniPushName(m.Value)
			}
			r := fail(m.NameSpan, text.F("勾选了 %s，它与 TUIOfflinePush 冲突", "%s is ticked; it conflicts with TUIOfflinePush", channel))
			if !in.pushTicked() {
				// The framework injects nothing then; ticking Push would wake it.
				r = fail(m.NameSpan, text.F("留有 %s 的配置；Push 模块没有勾选，它现在不生效，一旦勾选 Push 就会冲突", "%s is configured but inactive while the Push module is unticked; ticking Push wakes it", channel)).warning()
			}
			out = append(out, r.with(text.F("push 中有 %q", "%q in push", name), text.Same(`"push" : {}`)).
				repair(in.unsetInManifest(append(path, name)...)...))
		}
		if len(out) == 0 {
			return one(pass(in.nearest(path...), text.T("没有勾选 uniPush", "uniPush is not ticked")))
		}
		return out
	},
}
