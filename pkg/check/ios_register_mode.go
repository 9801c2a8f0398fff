package check

import "github.com/offpush/offpush/pkg/text"

var iosRegisterMode = &Rule{
	ID:       "ios-register-mode",
	Topic:    TopicManifest,
	Severity: Warning,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("iOS 没有推迟推送注册", "iOS does not put off registering for push"),
		Why: text.T("pushRegisterMode 为 manual 时，iOS 应用启动时既不询问通知权限，也不向 APNs 注册，直到代码第一次调用 uni.getPushClientId。只用 TUIOfflinePush 的项目通常没有这个调用，iPhone 就可能一直没有 deviceToken。",
			"With pushRegisterMode set to manual an iOS app neither asks for permission nor registers with APNs at its start, but waits for the first call of uni.getPushClientId. A project that only uses TUIOfflinePush usually never makes it, so the iPhone may never get a device token."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → 源码视图，删除 app-plus → distribute → ios 中的 pushRegisterMode；如果是为了合规才推迟，请在用户同意隐私政策之后、登录 IM 之前调用 uni.getPushClientId，并在真机上确认能取到 deviceToken。",
			"In HBuilderX open manifest.json → Source View and delete pushRegisterMode from app-plus → distribute → ios. If it was put off on purpose, call uni.getPushClientId after the user's consent and before the IM login, and see on a real iPhone that a device token arrives."),
		File:   "manifest.json",
		Before: `"pushRegisterMode" : "manual"`,
		After:  `"pushRegisterMode" : "auto"`,
		Links:  []string{manifestAppURL, iosPushURL},
	},
	Run: func(in *Input) []Result {
		// The same key in the android node puts off uniPush only.
		ios := in.appPlus("distribute", "ios")
		mode, ok := ios.Find("pushRegisterMode")
		switch {
		case !ok || mode.Value.Text() != "manual":
			return one(pass(in.nearest("app-plus", "distribute", "ios"), text.T("没有推迟推送注册", "registering for push is not put off")))
		case len(in.Options.Vendors) > 0 && !in.uses("apns"):
			return one(notApplicable(text.T("没有使用 APNs", "APNs is not in use")))
		case !in.Project.Code.PushClientID.IsZero():
			return one(pass(mode.Value.Span(), text.T("推送注册推迟到代码调用 getPushClientId 时", "registering for push is put off until the code calls getPushClientId")).
				see(in.Project.Code.PushClientID, text.T("在这里调用", "it is called here")))
		}
		return one(fail(mode.Value.Span(), text.T("iOS 启动时不注册推送，没有人调用 uni.getPushClientId 就取不到 deviceToken",
			"iOS does not register for push at the start; unless some code calls uni.getPushClientId there is no device token")).
			with(text.Same(`"manual"`), text.T("不写这一项", "no such entry")).of("apns"))
	},
}
