package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var registerPlugin = &Rule{
	ID:       "register-plugin",
	Topic:    TopicCode,
	Severity: Error,
	Doc: Doc{
		Title: text.T("代码中注册了 TUIOfflinePush 插件", "The code registers the TUIOfflinePush plugin"),
		Why: text.T("没有注册插件，IM SDK 登录后就不会去取 deviceToken，也不会上报，IM 后台不知道往哪台手机推送。",
			"Without the registration the IM SDK neither asks for a device token after login nor reports one, so the IM back end does not know any phone to push to."),
		Fix: text.T("在创建 SDK 实例之后、登录之前调用 registerPlugin，传入 'tim-offline-push-plugin' 和 offlinePushConfig；使用 TUIKit 时改为在 TUILogin.login 的参数中传入 TUIOfflinePush 和 offlinePushConfig。",
			"Call registerPlugin after creating the SDK instance and before login, with 'tim-offline-push-plugin' and offlinePushConfig; with TUIKit hand TUIOfflinePush and offlinePushConfig to TUILogin.login instead."),
		File:   "utils/push.js",
		Before: "// tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig })",
		After:  "tim.registerPlugin({ 'tim-offline-push-plugin': push, offlinePushConfig })",
		Links:  []string{guideURL, "https://web.sdk.qcloud.com/im/doc/zh-cn/SDK.html#registerPlugin"},
	},
	Run: func(in *Input) []Result {
		code := in.Project.Code
		regs := code.Registrations
		if i := slices.IndexFunc(regs, func(r project.Registration) bool { return r.Called && r.Reach == project.Reached }); i >= 0 {
			if r := wrongModule(regs[i]); r.Status == Failed {
				return one(r)
			}
			if r := in.moduleNotTaken(regs[i]); r.Status != "" {
				return one(r)
			}
			return one(pass(regs[i].Call.NameSpan, text.F("已通过 %s 注册插件", "the plugin is registered by %s", regs[i].Call.Callee)))
		}
		if i := slices.IndexFunc(regs, func(r project.Registration) bool { return r.Called }); i >= 0 {
			message := text.F("%s 中注册了插件，但没有找到导入这个文件的代码，无法判断它是否会运行",
				"%s registers the plugin, but nothing seems to import this file, so it may never run", regs[i].Call.Span.File)
			if reason, _ := in.unreadCode(); !reason.IsZero() {
				message = text.F("%s 中注册了插件，但看不出它是否会运行：%s", "%s registers the plugin, but whether it runs cannot be told: %s", regs[i].Call.Span.File, reason)
			}
			return one(unknown(regs[i].Call.NameSpan, message))
		}
		if len(regs) > 0 {
			return one(unknown(regs[0].Call.NameSpan, text.T("找到了注册用的对象，但看不出它被传给了 registerPlugin 或 TUILogin.login",
				"an object that registers the plugin was found, but not the call of registerPlugin or TUILogin.login that takes it")))
		}
		if len(code.Unclear) > 0 {
			return one(unknown(code.Unclear[0].NameSpan, text.T("registerPlugin 的参数不是可以读懂的字面量，无法判断是否注册了 TUIOfflinePush",
				"the argument of registerPlugin is no literal that can be followed, so whether it registers TUIOfflinePush cannot be told")).blocks())
		}
		if reason, span := in.unreadCode(); !reason.IsZero() {
			return one(unknown(span, reason).blocks())
		}
		if len(code.Dead) > 0 {
			return one(fail(code.Dead[0].Span, text.T("注册插件的代码没有生效：被注释，或被条件编译排除在 App 之外",
				"the code that registers the plugin is switched off: commented out, or kept out of the app by conditional compilation")).
				with(text.T("只有未生效的代码", "only switched-off code"), text.T("一次生效的 registerPlugin 调用", "an active call of registerPlugin")).blocks())
		}
		return one(fail(source.Span{}, text.T("没有找到注册 TUIOfflinePush 的代码", "no code registers TUIOfflinePush")).
			with(text.T("没有 registerPlugin，也没有带 TUIOfflinePush 的 TUILogin.login", "neither registerPlugin nor TUILogin.login with TUIOfflinePush"),
				text.Same("tim.registerPlugin({ 'tim-offline-push-plugin': ..., offlinePushConfig: {...} })")).blocks())
	},
}

// wrongModule judges what is handed over as the plugin: it fails for what cannot
// be the module. A misspelt id is require-plugin's business.
func wrongModule(r project.Registration) Result {
	expected := text.F("uni.requireNativePlugin('%s')", "uni.requireNativePlugin('%s')", project.PluginID)
	switch {
	case r.Module == nil:
		return Result{}
	case r.ModuleID != "" && !strings.HasPrefix(r.ModuleID, project.PluginID) && !isNearMiss(r.ModuleID):
		return fail(r.Module.Span, text.T("注册的是另一个插件", "another plugin is registered")).with(text.Same(r.ModuleID), expected)
	}
	switch r.Module.Kind {
	case script.String, script.Number, script.Bool, script.Null, script.Undefined, script.Object, script.Array:
		return fail(r.Module.Span, text.T("注册时传入的不是插件模块", "what is registered is not the plugin's module")).
			with(text.T("一个字面量", "a literal"), expected)
	}
	return Result{}
}

// moduleNotTaken judges a registration whose module comes from nowhere: no active
// code takes the plugin.
func (in *Input) moduleNotTaken(r project.Registration) Result {
	taken := func(q project.Require) bool {
		return !q.Literal || q.ID == project.PluginID || isNearMiss(q.ID) || strings.HasPrefix(q.ID, project.PluginID)
	}
	if r.ModuleID != "" || slices.ContainsFunc(in.Project.Code.Requires, taken) {
		return Result{}
	}
	expected := text.F("uni.requireNativePlugin('%s')", "uni.requireNativePlugin('%s')", project.PluginID)
	for _, d := range in.Project.Code.Dead {
		if d.Name == project.PluginID {
			return fail(d.Span, text.T("调用了注册，但取插件的代码没有生效：被注释，或被条件编译排除在 App 之外",
				"the registration is called, but the code that takes the plugin is switched off: commented out, or kept out of the app by conditional compilation")).
				with(text.T("只有未生效的 requireNativePlugin", "only a switched-off requireNativePlugin"), expected).
				see(r.Call.NameSpan, text.T("注册在这里", "it is registered here"))
		}
	}
	return unknown(r.Call.NameSpan, text.T("调用了注册，但没有找到取这个插件的 requireNativePlugin，无法判断传入的是什么",
		"the registration is called, but no requireNativePlugin for this plugin was found, so what is handed over cannot be told")).with(text.Text{}, expected)
}

// unreadCode returns the reason why something may have been missed in the code.
func (in *Input) unreadCode() (text.Text, source.Span) {
	for _, s := range in.Project.Code.Skipped {
		switch s.Reason {
		case project.SkipOutside:
			return text.F("%s 是指向项目之外的链接，没有读取", "%s is a link that leads out of the project and was not followed", s.Path), source.Of(s.Path)
		case project.SkipTooLarge:
			return text.F("%[1]s 太大（超过 %[2]d KiB），没有读取", "%[1]s is too large to be read as code (above %[2]d KiB)", s.Path, project.MaxCodeSize>>10), source.Of(s.Path)
		case project.SkipSpecial:
			return text.F("%s 不是普通文件，没有读取", "%s is not a regular file and was not read", s.Path), source.Of(s.Path)
		case project.SkipError:
			return text.F("%s 无法读取（%v）", "%s could not be read (%v)", s.Path, s.Err), source.Of(s.Path)
		}
	}
	if p := in.Project.Code.Partial; len(p) > 0 {
		return text.F("%s 从这里起无法读懂（引号或括号没有闭合）", "%s cannot be understood from here on (a quotation mark or bracket is not closed)", p[0].File), p[0]
	}
	return text.Text{}, source.Span{}
}

var requirePlugin = &Rule{
	ID:       "require-plugin",
	Topic:    TopicCode,
	Severity: Error,
	Doc: Doc{
		Title: text.T("requireNativePlugin 的插件 ID 正确", "requireNativePlugin names the right plugin"),
		Why: text.T("ID 写错一个字符，requireNativePlugin 就返回 undefined，SDK 只在日志里提示 offlinePushPlugin is undefined，推送一直不工作。",
			"With one wrong character requireNativePlugin returns undefined; the SDK only logs that the plugin is undefined, and push stays off."),
		Fix:    text.F("把参数改为 '%s'，大小写和连字符都要一致。", "Pass '%s', with exactly this case and hyphen.", project.PluginID),
		File:   "App.vue",
		Before: "uni.requireNativePlugin('TencentCloud-TUIOfflinepush')",
		After:  "uni.requireNativePlugin('TencentCloud-TUIOfflinePush')",
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		var out []Result
		var right, open *project.Require
		for i, r := range in.Project.Code.Requires {
			switch {
			case in.isPlugin(r.ID):
				right = &in.Project.Code.Requires[i]
			case r.Literal && isNearMiss(r.ID):
				out = append(out, fail(r.IDSpan, text.T("插件 ID 写错了", "the plugin's id is misspelt")).with(text.Same(r.ID), text.Same(project.PluginID)))
			case !r.Literal:
				open = &in.Project.Code.Requires[i]
			}
		}
		switch {
		case len(out) > 0:
			return out
		case right != nil:
			return one(pass(right.IDSpan, text.F("requireNativePlugin('%s')", "requireNativePlugin('%s')", right.ID)))
		case open != nil:
			return one(unknown(open.IDSpan, text.T("requireNativePlugin 的参数不是字面量，无法判断取的是哪个插件",
				"the argument of requireNativePlugin is no literal, so which plugin it takes cannot be told")))
		}
		return one(notApplicable(text.T("代码中没有 requireNativePlugin 取这个插件", "no code takes this plugin by requireNativePlugin")))
	},
}

var appGuard = &Rule{
	ID:       "app-guard",
	Topic:    TopicCode,
	Severity: Warning,
	Doc: Doc{
		Title: text.T("只在 App 端取原生插件", "The native plugin is only taken in the app"),
		Why: text.T("uni.requireNativePlugin 只存在于 App 端；同一项目编译到 H5 或小程序时，这一行会抛出异常，页面可能白屏。",
			"uni.requireNativePlugin exists in the app only; built for the web or a mini program this line throws, and the page may stay blank."),
		Fix: text.T("用条件编译把它包起来：// #ifdef APP-PLUS ... // #endif。",
			"Put it into conditional compilation: // #ifdef APP-PLUS ... // #endif."),
		File:   "App.vue",
		Before: "const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\nregisterPush(push)\npush.setOfflinePushListener((data) => {\n  uni.navigateTo({ url: '/pages/chat/chat?id=' + data.notification.entity.id })\n})",
		After:  "// #ifdef APP-PLUS\nconst push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')\nregisterPush(push)\npush.setOfflinePushListener((data) => {\n  uni.navigateTo({ url: '/pages/chat/chat?id=' + data.notification.entity.id })\n})\n// #endif",
		Links:  []string{"https://uniapp.dcloud.net.cn/tutorial/platform.html"},
	},
	Run: func(in *Input) []Result {
		others := in.Project.Platforms
		if len(others) == 0 {
			return one(notApplicable(text.T("项目没有配置 H5 或小程序", "the project is not set up for web or mini programs")))
		}
		var out []Result
		var open source.Span
		seen := false
		for _, r := range in.Project.Code.Requires {
			if !in.isPlugin(r.ID) && !isNearMiss(r.ID) {
				continue
			}
			seen = true
			switch r.Guard {
			case project.GuardNone:
				out = append(out, fail(r.Call.Span, text.F("在 App 之外（%s）也会执行 requireNativePlugin", "requireNativePlugin also runs outside the app (%s)", text.List(others))).
					with(text.T("没有条件编译，也没有 if 或 try", "no conditional compilation, no if, no try"), text.Same("// #ifdef APP-PLUS")))
			case project.GuardUnknown:
				open = r.Call.Span
			}
		}
		switch {
		case len(out) > 0:
			return out
		case !seen:
			return one(notApplicable(text.T("代码中没有 requireNativePlugin 取这个插件", "no code takes this plugin by requireNativePlugin")))
		case open.HasPosition():
			return one(unknown(open, text.T("看不出调用它的代码是否只在 App 端运行", "whether the code that calls it runs in the app only cannot be told")))
		}
		return one(pass(source.Span{}, text.T("requireNativePlugin 只在 App 端执行", "requireNativePlugin runs in the app only")))
	},
}
