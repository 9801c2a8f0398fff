package vendor

import (
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// environments says which of Apple's hosts to ask.
type environments struct {
	first apple.Environment
	both  bool // the other one as well, when the first says that it is the wrong one
}

// wrongEnvironment are the reasons that a push to the other environment may not
// get. APNs writes the key's reason without the Id that its document has.
var wrongEnvironment = []string{"BadDeviceToken", "BadCertificateEnvironment", "BadEnvironmentKeyInToken", "BadEnvironmentKeyIdInToken"}

// environments takes what is named, else what the certificate is for, else what
// the app was built for; else it is unknown, and production is asked first.
func (a *apns) environments() environments {
	named := apple.Environment(a.Credentials["environment"])
	var serves []apple.Environment
	if a.cert != nil {
		serves = a.cert.Facts.Environments
	}
	built, isBuilt := apple.Environment(""), false
	if a.App != nil {
		built, isBuilt = a.App.Environment()
		a.warnings = append(a.warnings, unsure(a.App)...)
	}
	out := environments{first: apple.Production, both: true}
	switch {
	case named == apple.Sandbox || named == apple.Production:
		out = environments{first: named}
	case len(serves) == 1:
		out = environments{first: serves[0]}
	case isBuilt:
		out = environments{first: built}
	}
	if !out.both && len(serves) == 1 && serves[0] != out.first {
		a.warnings = append(a.warnings, text.F("推送证书只用于 %s，而推送发往 %s", "the push certificate is for %s only, the push goes to %s", envName(serves[0]), envName(out.first)))
	}
	if !out.both && isBuilt && built != out.first {
		a.warnings = append(a.warnings, text.F("应用是 %s 环境的包，而推送发往 %s", "the app was built for %s, the push goes to %s", envName(built), envName(out.first)))
	}
	return out
}

// unsure says why nothing, or nothing certain, tells the environment of an app.
func unsure(app *apple.App) []text.Text {
	aps := app.APSEnvironment
	_, isBuilt := app.Environment()
	switch {
	case isBuilt && app.Source == apple.FromProfile && len(app.Unread) > 0:
		return []text.Text{text.T("应用的代码签名没有读出来，环境取自描述文件：不一定是签名里的那个", "the app's code signature could not be read; its environment is the profile's, which need not be that of the signature")}
	case isBuilt:
		return nil
	case app.Source == "":
		return []text.Text{text.T("应用没有签名，也没有描述文件：看不出它属于哪个环境", "the app has neither a signature nor a profile: nothing tells its environment")}
	case aps == "":
		return []text.Text{text.T("应用没有 aps-environment：它取不到 deviceToken，这个 token 不会是它的；用 offpush cert inspect 查看", "the app has no aps-environment: it gets no device token, so that this one cannot be its own; see offpush cert inspect")}
	}
	return []text.Text{text.F("应用的 aps-environment 是 %q，没有这样的值（应为 development 或 production）", "the app's aps-environment is %q, which is no value of it (development or production)", text.Visible(aps))}
}

func other(e apple.Environment) apple.Environment {
	if e == apple.Sandbox {
		return apple.Production
	}
	return apple.Sandbox
}

func envName(e apple.Environment) text.Text {
	if e == apple.Sandbox {
		return text.T("开发（sandbox）", "sandbox")
	}
	return text.T("生产（production）", "production")
}

// compared says what the answers of both environments mean together.
func compared(first, second *Answer) text.Text {
	one, two := envName(apple.Environment(first.Environment)), envName(apple.Environment(second.Environment))
	switch {
	case second.Accepted:
		return text.F("token 属于%[2]s环境：%[1]s环境返回 %[3]s", "the token is of %[2]s: %[1]s said %[3]s", one, two, first.Code)
	case first.Code == second.Code && first.Code == "BadDeviceToken":
		return text.T("两个环境都返回 BadDeviceToken：被拒绝的不是凭据，这个 token 不属于任何一个环境，多半不是 APNs 的 token，或被改动、截断过",
			"both environments say BadDeviceToken: what they refuse is not the credential; the token belongs to neither, most likely it is no APNs token, or it was changed or cut")
	}
	return text.F("%[1]s环境返回 %[3]s，%[2]s环境返回 %[4]s", "%[1]s said %[3]s, %[2]s said %[4]s", one, two, first.Code, second.Code)
}
