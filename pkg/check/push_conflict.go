package check

import (
	"path"
	"strings"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pushConflict = &Rule{
	ID:       "push-conflict",
	Topic:    TopicManifest,
	Severity: Warning,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("没有同时使用其他推送插件", "No other push plugin is in the app"),
		Why: text.T("两个推送插件会各自注册厂商通道：后注册的覆盖先注册的，deviceToken 交给了别人，IM 的离线消息到不了手机；同一个厂商 SDK 打包两次还可能编译失败。同时有 TIMPush 时，SDK 用 TIMPush 登录，TUIOfflinePush 不起作用。",
			"Two push plugins register with the phone vendors each on its own: the later one wins, the device token goes to the other service and IM's offline messages do not arrive; the same vendor SDK packed twice may break the build. With TIMPush beside it, the SDK logs in with TIMPush and TUIOfflinePush does nothing."),
		Fix: text.T("只留一个推送插件：在 HBuilderX 打开 manifest.json → App原生插件配置，取消勾选另一个（或删除 uni_modules 中的那个），并删除它的注册代码；然后重新制作自定义基座。",
			"Keep one push plugin: in HBuilderX open manifest.json → App Native Plugin Configuration and untick the other one (or delete it from uni_modules), remove the code that registers it, and make the custom base again."),
		File: "manifest.json",
		Before: `"nativePlugins" : {
  "JG-JPush" : {},
  "TencentCloud-TUIOfflinePush" : {`,
		After: `"nativePlugins" : {
  "TencentCloud-TUIOfflinePush" : {`,
		Links: []string{guideURL, troubleURL},
	},
	Run: func(in *Input) []Result {
		only := text.F("只有 %s", "%s alone", project.PluginID)
		timPush := text.T("TIMPush 会取代 TUIOfflinePush：SDK 登录时用 TIMPush，TUIOfflinePush 的配置不起作用", "TIMPush wins over TUIOfflinePush: the SDK logs in with TIMPush and TUIOfflinePush's configuration does nothing")
		var out []Result
		for _, m := range in.tickedPushPlugins() {
			message := text.F("还勾选了推送插件 %s，两者会争抢厂商通道", "the push plugin %s is ticked too; the two compete for the vendor channels", m.Name)
			if strings.EqualFold(m.Name, project.TIMPushID) {
				message = text.F("还勾选了 %s；%s", "%s is ticked too; %s", m.Name, timPush)
			}
			out = append(out, fail(m.NameSpan, message).with(text.Same(m.Name), only))
		}
		for _, r := range in.Project.Code.Registrations {
			if r.TIMPush {
				out = append(out, fail(r.Call.Span, text.F("同一次调用还注册了 tim-push；%s", "the same call registers tim-push; %s", timPush)).
					with(text.Same("tim-push"), text.Same("tim-offline-push-plugin")))
			}
		}
		for _, at := range in.Project.Code.TIMPushes {
			out = append(out, fail(at, text.F("代码还注册了 tim-push；%s", "the code registers tim-push as well; %s", timPush)).
				with(text.Same("tim-push"), text.Same("tim-offline-push-plugin")))
		}
		for _, name := range pushModules {
			if in.hasModule(name) {
				dir := path.Join(in.Project.Source, "uni_modules", name)
				out = append(out, fail(source.Of(dir), text.F("uni_modules 中还有 %s，两者会争抢厂商通道，厂商 SDK 也会重复", "uni_modules holds %s as well; the two compete for the vendor channels and bring the same vendor SDKs twice", name)).
					with(text.Same(dir), only))
			}
		}
		if len(out) == 0 {
			return one(pass(in.nearest("app-plus", "nativePlugins"), text.T("没有发现其他推送插件", "no other push plugin was found")))
		}
		return out
	},
}
