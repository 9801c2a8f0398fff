package check

import (
	"regexp"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

var manifestAppID = &Rule{
	ID:       "manifest-appid",
	Topic:    TopicManifest,
	Severity: Error,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("manifest.json 有 DCloud 分配的 AppID", "manifest.json has the AppID that DCloud gave"),
		Why: text.T("云打包和自定义基座都按 DCloud AppID 进行。没有有效的 AppID 就打不出带原生插件的包，标准基座里没有推送插件，手机取不到 deviceToken。",
			"Cloud builds and custom bases are made for a DCloud AppID. Without a valid one no app with native plugins can be built, and the standard base has no push plugin: the phone gets no device token."),
		Fix: text.T("在 HBuilderX 登录 DCloud 账号，打开 manifest.json → 基础配置 → uni-app应用标识(AppID)，点击“重新获取”，然后重新制作自定义基座。",
			"Sign in to your DCloud account in HBuilderX, open manifest.json → Basic Configuration → uni-app AppID, click \"Get again\", then make the custom base again."),
		File:   "manifest.json",
		Before: `"appid" : ""`,
		After:  `"appid" : "__UNI__1A2B3C4"`,
		Links:  []string{manifestURL},
	},
	Run: func(in *Input) []Result {
		id := in.Project.Manifest.JSON().Get("appid")
		value, span := id.Text(), in.nearest("appid")
		const want = "__UNI__1A2B3C4"
		result := func(message text.Text) []Result {
			return one(fail(span, message).with(quoted(value), text.F("%q 的形式：__UNI__ 加 7 位十六进制数", "%q or the like: __UNI__ and 7 hexadecimal digits", want)))
		}
		switch {
		case dcloudID.MatchString(value):
			return one(pass(span, text.F("AppID 是 %s", "the AppID is %s", value)))
		case strings.TrimSpace(value) == "":
			return result(text.T("没有 DCloud AppID", "there is no DCloud AppID"))
		case isTemplate(value):
			return one(unknown(span, text.F("appid 是模板占位符 %s，生成项目之后才知道", "appid is the template placeholder %s, filled in later", value)))
		case strings.HasPrefix(value, "wx"):
			return result(text.T("appid 填成了微信小程序的 AppID；它应该放在 mp-weixin 里", "appid holds a WeChat mini program's AppID, which belongs into mp-weixin"))
		}
		return result(text.T("appid 不是 DCloud AppID", "appid is no DCloud AppID"))
	},
}

var dcloudID = regexp.MustCompile(`^__UNI__[0-9A-Fa-f]{7}$`)

// isTemplate: project templates keep placeholders in their strings.
func isTemplate(s string) bool {
	return strings.Contains(s, "{{") || strings.Contains(s, "${") || strings.Contains(s, "<%")
}

// quoted shows a value that is no secret; an empty one in words.
func quoted(s string) text.Text {
	if s == "" {
		return text.T("空", "nothing")
	}
	return text.F("%q", "%q", s)
}
