package apple

import "github.com/offpush/offpush/pkg/text"

// The words for people of what files are and say, in one place for all that tell of
// them.

// noun is a name and, in English, its article.
type noun struct{ zh, article, en string }

var kindNouns = map[Kind]noun{
	KindPush:         {"推送证书", "a ", "push certificate"},
	KindVoIP:         {"VoIP 推送证书", "a ", "VoIP push certificate"},
	KindWatchKit:     {"WatchKit 推送证书", "a ", "WatchKit push certificate"},
	KindWebsite:      {"网站推送证书", "a ", "website push certificate"},
	KindPass:         {"Wallet 卡券（Pass）证书", "a ", "Wallet pass certificate"},
	KindSigning:      {"签名证书", "a ", "signing certificate"},
	KindCertificate:  {"其他用途的证书", "a ", "certificate for something else"},
	KindPrivateKey:   {"私钥", "a ", "private key"},
	KindKey:          {"p8 密钥", "a ", "p8 key"},
	KindProfile:      {"描述文件", "a ", "provisioning profile"},
	KindIPA:          {"安装包（ipa）", "an ", "app (ipa)"},
	KindApp:          {"安装包（.app 目录）", "an ", "app (.app folder)"},
	KindEntitlements: {"entitlements 文件", "", "entitlements"},
	KindUnknown:      {"读不出来", "", "could not be read"},
}

// Name says what a file is, as a heading does.
func (k Kind) Name() text.Text { return text.T(kindNouns[k].zh, kindNouns[k].en) }

// InSentence says it within a sentence; in Chinese, behind a Chinese word.
func (k Kind) InSentence() text.Text {
	n := kindNouns[k]
	if n.zh != "" && n.zh[0] < 0x80 {
		n.zh = " " + n.zh
	}
	return text.T(n.zh, n.article+n.en)
}

var profileKindNames = map[ProfileKind]text.Text{
	Development: text.T("开发（development）", "development"),
	AdHoc:       text.Same("ad hoc"),
	AppStore:    text.Same("App Store / TestFlight"),
	Enterprise:  text.T("企业（in-house）", "enterprise (in-house)"),
}

// Name says how an app with such a profile reaches a phone.
func (k ProfileKind) Name() text.Text { return profileKindNames[k] }

var environmentNames = map[Environment]struct{ name, inSentence text.Text }{
	Sandbox:    {text.T("开发（sandbox）", "development (sandbox)"), text.T("开发环境", "the sandbox")},
	Production: {text.T("生产（production）", "production"), text.T("生产环境", "production")},
}

// Name is that of the IM console and of Apple's developer site.
func (e Environment) Name() text.Text { return environmentNames[e].name }

// InSentence is the name within a sentence.
func (e Environment) InSentence() text.Text { return environmentNames[e].inSentence }

// ExportBoth says how to get a whole credential out of a keychain.
func ExportBoth() text.Text {
	return text.T("在钥匙串访问的“我的证书”中展开推送证书，同时选中证书和它下面的私钥，导出为 .p12 并设置密码",
		"in Keychain Access, under My Certificates, unfold the push certificate, select it together with the key below it, and export both as a .p12 with a password")
}
