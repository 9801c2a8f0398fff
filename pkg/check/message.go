package check

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var clickListener = &Rule{
	ID:       "click-listener",
	Topic:    TopicMessage,
	Severity: Warning,
	Doc: Doc{
		Title: text.T("App.vue 的 onLaunch 中监听了推送点击", "App.vue's onLaunch listens to clicks on pushes"),
		Why: text.T("点击通知会启动 App，点击内容只交给启动时就已设置的监听；没有监听，或到页面里才设置，用户点了通知也不会进入会话。",
			"A click on a notification starts the app and hands its content to the listener that is set at launch; without one, or with one that a page sets later, the click leads nowhere."),
		Fix: text.T("在 App.vue 的 onLaunch 中调用 setOfflinePushListener，从 data.notification.entity 取出内容后跳转。",
			"Call setOfflinePushListener in App.vue's onLaunch, and navigate by the content of data.notification.entity."),
		File:   "App.vue",
		Before: "registerPush(push)",
		After:  "registerPush(push)\npush.setOfflinePushListener((data) => {\n  uni.navigateTo({ url: '/pages/chat/chat?id=' + data.notification.entity.id })\n})",
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		listeners := in.Project.Code.Listeners
		if len(listeners) == 0 {
			if reason, span := in.unreadCode(); !reason.IsZero() {
				return one(unknown(span, reason))
			}
			return one(fail(source.Of(in.appFile()), text.T("没有调用 setOfflinePushListener", "setOfflinePushListener is not called")).
				with(text.T("没有监听", "no listener"), text.T("App.vue 的 onLaunch 中调用", "a call in App.vue's onLaunch")))
		}
		for _, l := range listeners {
			if l.Place == project.ListenerOnLaunch || l.Place == project.ListenerFromApp {
				return one(pass(l.Call.NameSpan, text.T("启动时就监听推送点击", "clicks are listened to from the launch on")))
			}
		}
		for _, l := range listeners {
			if l.Place == project.ListenerElsewhere || l.Place == project.ListenerAppOther && !slices.ContainsFunc(l.Call.Context.Within, lateHook) {
				return one(unknown(l.Call.NameSpan, text.T("调用了 setOfflinePushListener，但看不出是否在启动时执行", "setOfflinePushListener is called, but whether that happens at launch cannot be told")))
			}
		}
		var out []Result
		for _, l := range listeners {
			found := text.T("在页面中调用", "a call in a page")
			if l.Place == project.ListenerAppOther {
				found = text.T("在 App.vue 的其他函数中调用", "a call in another function of App.vue")
			}
			out = append(out, fail(l.Call.NameSpan, text.T("setOfflinePushListener 没有在 App.vue 的 onLaunch 中调用", "setOfflinePushListener is not called in App.vue's onLaunch")).
				with(found, text.T("App.vue 的 onLaunch 中调用", "a call in App.vue's onLaunch")))
		}
		return out
	},
}

// lateHook: functions of App.vue that do not belong to the launch.
func lateHook(name string) bool { return name == "onHide" || name == "onShow" || name == "onError" }

func (in *Input) appFile() string {
	if in.Project.Source == "" {
		return "App.vue"
	}
	return in.Project.Source + "/App.vue"
}

var offlinePushInfo = &Rule{
	ID:       "offline-push-info",
	Topic:    TopicMessage,
	Severity: Warning,
	Doc: Doc{
		Title: text.T("offlinePushInfo 填写完整", "offlinePushInfo is complete"),
		Why: text.T("没有标题和内容的通知会被部分厂商丢弃；extension 不是带 entity 的 JSON 字符串时，点击通知后监听拿不到内容，OPPO 还可能直接不推。",
			"Some vendors drop notifications without title and text; when extension is not a JSON string with entity the click listener gets nothing, and OPPO may not push at all."),
		Fix: text.T("填写 title 和 description；extension 用 JSON.stringify({ entity: {...} }) 生成。",
			"Set title and description, and build extension by JSON.stringify({ entity: {...} })."),
		File:   "pages/chat/chat.vue",
		Before: "extension: 'chat'",
		After:  "extension: JSON.stringify({ entity: { id: to } })",
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		var out []Result
		for _, info := range in.Project.Code.PushInfos {
			out = append(out, judgePushInfo(info)...)
		}
		switch {
		case len(out) > 0:
			return out
		case len(in.Project.Code.PushInfos) == 0:
			return one(notApplicable(text.T("代码中没有字面量的 offlinePushInfo", "no literal offlinePushInfo in the code")))
		}
		return one(pass(in.Project.Code.PushInfos[0].Span, text.T("offlinePushInfo 填写完整", "offlinePushInfo is complete")))
	},
}

func judgePushInfo(info project.PushInfo) []Result {
	member := func(name string) *script.Value {
		for _, m := range slices.Backward(info.Members) {
			if m.Name == name {
				return m.Value
			}
		}
		return nil
	}
	if off := member("disablePush"); off != nil && (off.Kind != script.Bool || off.Text == "true") {
		return nil
	}
	var out []Result
	for _, name := range []string{"title", "description"} {
		v := member(name)
		switch {
		case v == nil && !info.Open:
			out = append(out, fail(info.Span, text.F("offlinePushInfo 没有 %s", "offlinePushInfo has no %s", name)).
				with(text.F("没有 %s", "no %s", name), text.F("%s: '...'", "%s: '...'", name)))
		case v != nil && isEmptyText(v):
			out = append(out, fail(v.Span, text.F("offlinePushInfo 的 %s 为空", "%s of offlinePushInfo is empty", name)).
				with(text.F("%s 为空", "%s is empty", name), text.T("给用户看的文字", "words for the user")))
		}
	}
	if v := member("extension"); v != nil {
		if found := badExtension(v); !found.IsZero() {
			out = append(out, fail(v.Span, text.T("extension 不是带 entity 的 JSON 字符串", "extension is not a JSON string with entity")).
				with(found, text.Same("JSON.stringify({ entity: {...} })")))
		}
	}
	return out
}

// badExtension says what is wrong with a literal extension. An empty one is left
// alone: it means that the click needs no content.
func badExtension(v *script.Value) text.Text {
	switch v.Kind {
	case script.Object, script.Array:
		return text.T("一个对象，而不是字符串", "an object instead of a string")
	case script.Number, script.Bool:
		return text.F("%s，而不是字符串", "%s instead of a string", v.Text)
	case script.CallValue:
		if v.Text == "JSON.stringify" && len(v.Call.Args) > 0 && lacksEntity(v.Call.Args[0]) {
			return text.T("没有 entity", "no entity")
		}
	case script.String:
		if v.Text == "" {
			return text.Text{}
		}
		var object map[string]json.RawMessage
		if json.Unmarshal([]byte(v.Text), &object) != nil {
			return text.T("不是 JSON 对象", "no JSON object")
		}
		if _, ok := object["entity"]; !ok {
			return text.T("没有 entity", "no entity")
		}
	}
	return text.Text{}
}

// isEmptyText: a literal that shows the user nothing.
func isEmptyText(v *script.Value) bool {
	switch v.Kind {
	case script.String:
		return strings.TrimSpace(v.Text) == ""
	case script.Null, script.Undefined:
		return true
	}
	return false
}

// lacksEntity: an object whose members are all seen, and entity is not among them.
func lacksEntity(v *script.Value) bool {
	return v != nil && v.Kind == script.Object && !slices.ContainsFunc(v.Members, func(m script.Member) bool {
		return m.Name == "entity" || m.Spread || m.Computed
	})
}

var logoutOnHide = &Rule{
	ID:       "logout-on-hide",
	Topic:    TopicMessage,
	Severity: Warning,
	Doc: Doc{
		Title: text.T("切到后台时不退出 IM 登录", "The app does not log out of IM when it goes to the background"),
		Why: text.T("主动 logout 之后 IM 不再给这台设备推送，App 一切到后台就收不到任何离线推送。",
			"After logout IM pushes nothing to the device, so the moment the app goes to the background offline pushes stop."),
		Fix: text.T("删除 onHide 中的 logout()；只在用户点“退出登录”时调用它。",
			"Remove logout() from onHide; call it only when the user signs out."),
		File:   "App.vue",
		Before: "onHide() { tim.logout() }",
		After:  "onHide() {}",
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		var out []Result
		for _, l := range in.Project.Code.Logouts {
			out = append(out, fail(l.Call.Span, text.F("App.vue 的 onHide 会调用 %s()", "App.vue's onHide calls %s()", l.Call.Callee)).
				with(text.F("%s()", "%s()", l.Call.Callee), text.T("切到后台时保持登录", "stay logged in")))
		}
		switch {
		case len(out) > 0:
			return out
		case !in.Project.Code.App:
			return one(unknown(source.Of(in.appFile()), text.T("没有读到 App.vue", "App.vue could not be read")))
		}
		return one(pass(source.Of(in.appFile()), text.T("onHide 中没有退出登录", "onHide does not log out")))
	},
}

var imSecretInCode = &Rule{
	ID:       "im-secret-in-code",
	Topic:    TopicMessage,
	Severity: Warning,
	Doc: Doc{
		Title: text.T("IM 的 SecretKey 没有写在客户端代码里", "The IM SecretKey is not in client code"),
		Why: text.T("安装包可以被解开，任何人拿到 SecretKey 就能以任意用户登录、向所有用户发消息和推送。",
			"An app package can be opened by anyone, and whoever has the SecretKey can log in as any user and message or push to all of them."),
		Fix: text.T("在自己的服务器上生成 UserSig，客户端只请求 UserSig；泄露过的 SecretKey 到 IM 控制台更换。",
			"Make the UserSig on your own server and let the app ask for it; replace a SecretKey that was published in the IM console."),
		File:   "utils/im.js",
		Before: "const SECRETKEY = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'\nreturn tim.login({ userID, userSig: genTestUserSig(userID, SECRETKEY) })",
		After:  "const { data } = await uni.request({ url: 'https://example.com/user-sig' })\nreturn tim.login({ userID, userSig: data })",
		Links:  []string{"https://cloud.tencent.com/document/product/269/32688"},
	},
	Run: func(in *Input) []Result {
		var out []Result
		for _, k := range in.Project.Code.SecretKeys {
			out = append(out, fail(k.Span, text.F("客户端代码中有 IM 的 SecretKey（%s）", "client code holds the IM SecretKey (%s)", k.Name)).
				with(text.T("64 位十六进制的值", "a value of 64 hex digits"), text.T("由服务器生成 UserSig", "a UserSig made by the server")))
		}
		if len(out) > 0 {
			return out
		}
		if reason, span := in.unreadCode(); !reason.IsZero() {
			return one(unknown(span, reason))
		}
		return one(pass(source.Span{}, text.T("没有发现 SecretKey", "no SecretKey was found")))
	},
}
