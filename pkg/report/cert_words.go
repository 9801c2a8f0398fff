package report

import (
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

var (
	certEnvironment = text.T("环境", "environment")
	certTopics      = text.T("topic", "topics")
	certBundleID    = text.T("Bundle ID", "bundle id")
	certTeam        = text.T("Team ID", "team id")
	certValid       = text.T("有效期", "valid")
	certKey         = text.T("私钥", "key")
	certName        = text.T("名称", "name")
	certSignature   = text.T("代码签名", "signature")
	certProfile     = text.T("描述文件", "profile")
	certEntitled    = text.T("推送权限", "entitled")
	certVersion     = text.T("版本", "version")
	certKeyID       = text.T("Key ID", "key id")
	certNote        = text.T("说明", "note")

	thenCheck = text.T("核对它与安装包是否匹配", "does it fit the app?")

	notVerified = text.T("没有用苹果根证书核验证书链和描述文件的 CMS 签名：以上是文件自己的说法。",
		"Neither certificate chains nor the profile's CMS signature were verified against Apple's root: this is what the files say of themselves.")
	keySaysLittle = text.T("p8 里没有环境、Team ID 和 Bundle ID，也不会过期；新创建的密钥可能只限一个环境，以苹果后台 Keys 页面为准",
		"a p8 holds no environment, team id or bundle id, and does not expire; newer keys may be limited to one environment, which only Keys on Apple's developer site shows")
)

// certLabels set the width of the column of labels.
var certLabels = []text.Text{
	certEnvironment, certTopics, certBundleID, certTeam, certValid, certKey, certName, certSignature, certProfile, certEntitled, certVersion, certKeyID, certNote,
}

// question is a check in a few words.
type question struct {
	rule  string
	words text.Text
}

// certQuestions are the checks of `offpush cert check`.
var certQuestions = []question{
	{"apns-credential", text.T("推送凭据", "credential")},
	{"apns-key", text.T("私钥", "private key")},
	{"apns-expiry", text.T("有效期", "validity")},
	{"apns-bundle-id", text.T("Bundle ID", "bundle id")},
	{"apns-team", text.T("Team ID", "team id")},
	{"apns-environment", text.T("环境", "environment")},
	{"apns-entitlement", text.T("推送权限", "entitlement")},
	{"apns-profile", text.T("描述文件", "profile")},
}

// kindRemarks go on with what cannot push to an app.
var kindRemarks = map[apple.Kind]text.Text{
	apple.KindSigning:  text.T("（打包用，不能推送）", " (signs apps, cannot push)"),
	apple.KindVoIP:     notByConsole,
	apple.KindWatchKit: notByConsole,
	apple.KindWebsite:  notByConsole,
	apple.KindPass:     notByConsole,
}

var notByConsole = text.T("（IM 控制台不能用它推送）", " (the IM console cannot push with it)")

func questionOf(rule string) text.Text {
	for _, q := range certQuestions {
		if q.rule == rule {
			return q.words
		}
	}
	return text.Same(rule)
}
