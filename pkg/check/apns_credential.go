package check

import (
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsCredential = &Rule{
	ID:       "apns-credential",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("APNs 凭据能打开，能给 App 推送", "The APNs credential opens and can push to apps"),
		Why: text.T("上传到 IM 控制台的必须是带私钥的推送证书（或 .p8）。给 App 签名的证书、VoIP 证书、只有证书没有私钥的文件都推不出去，iPhone 收不到任何离线推送，IM 也不显示错误。",
			"What is uploaded to the IM console must be a push certificate with its key, or a .p8. With a certificate that signs apps, a VoIP certificate, or one without its key nothing can be pushed: the iPhone gets no offline push, and IM shows no error."),
		Fix: text.T("在 Apple Developer → Certificates 新建 Apple Push Notification service SSL (Sandbox & Production) 证书，导入钥匙串后连同私钥导出为有密码的 .p12；HBuilderX 打包用的签名 p12 不能代替它。",
			"On the Certificates page of Apple Developer make an Apple Push Notification service SSL (Sandbox & Production) certificate, add it to the keychain, and export it with its key as a .p12 with a password. The p12 that HBuilderX signs with does not replace it."),
		File:   "offpush.toml",
		Before: `cert_file = "certs/ios_distribution.p12"  # Apple Distribution: it signs apps and cannot push`,
		After:  `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`,
		Links:  []string{certificatesURL, guideURL},
	},
	Run: ofCredential(judgeCredential, (*Input).othersFound),
}

func judgeCredential(_ *Input, c credential) Result {
	switch {
	case c.File == nil:
		return judgeUnopened(c)
	case c.key != nil && c.key.Key == nil:
		return unknown(source.Span{}, text.T("密钥的类型不对，见 apns-key", "the key is of the wrong type, see apns-key"))
	case c.key != nil:
		return pass(source.Span{}, text.T(".p8 密钥：可以给团队的所有 App 推送", "a .p8 key, which pushes to all apps of its team"))
	case c.store == nil:
		return fail(source.Span{}, text.F("%s 不是推送凭据，而是%s", "%s is no push credential but %s", c.Path, c.File.Kind.InSentence())).
			with(c.File.Kind.InSentence(), pushExpected)
	case c.File.Kind != apple.KindPush && c.Found:
		return unknown(source.Span{}, text.F("项目里的 %s 是%s，不能推送；推送用的凭据不在项目里，请用 --cert 或 offpush.toml 指明",
			"%s in the project is %s, which cannot push; name the credential that pushes with --cert or in offpush.toml", c.Path, c.File.Kind.InSentence()))
	case c.File.Kind == apple.KindSigning:
		return fail(source.Span{}, text.T("这是给 App 签名的证书，不是推送证书：HBuilderX 打包用它，推送不能用它",
			"this certificate signs apps and is no push certificate: HBuilderX packs with it, but it cannot push")).
			with(text.Same(c.cert.CommonName), pushExpected).fix(makePush)
	case c.cert == nil:
		return fail(source.Span{}, text.T("只有私钥，没有证书，不能推送", "there is a private key without its certificate, which cannot push")).
			with(text.T("没有证书", "no certificate"), pushExpected).fix(apple.ExportBoth())
	case c.File.Kind != apple.KindPush:
		return fail(source.Span{}, text.F("这是%s，不能给 App 发普通推送", "this is %s, which sends no ordinary pushes to an app", c.File.Kind.InSentence())).
			with(text.Same(c.cert.CommonName), pushExpected)
	case c.store.Keys == 0:
		return fail(source.Span{}, text.T("只有证书，没有私钥，不能推送", "there is a certificate without its private key, which cannot push")).
			with(text.T("没有私钥", "no private key"), text.T("证书和它的私钥", "the certificate and its key")).fix(apple.ExportBoth())
	case c.store.Keys > 1:
		return fail(source.Span{}, text.F("文件里有 %d 个私钥，无法判断用哪一个", "there are %d private keys in the file, and nothing says which one is meant", c.store.Keys)).
			with(text.F("%d 个私钥", "%d private keys", c.store.Keys), text.T("一张证书和它的私钥", "one certificate and its key")).fix(apple.ExportBoth())
	}
	return pass(source.Span{}, text.F("%s的推送证书，带有私钥（%s）", "a push certificate for %s, with a private key (%s)", environmentsOf(c.cert), c.cert.CommonName))
}

var pushExpected = text.T("带私钥的推送证书，或 .p8", "a push certificate with its key, or a .p8")

// judgeUnopened says why a credential did not open. What is not there, or is
// locked, may be in order; nobody can tell.
func judgeUnopened(c credential) Result {
	p := notOpened(c.AppleFile)
	message := text.F("%s 打不开：%s", "%s does not open: %s", c.Path, p.Message)
	if c.Err == nil || c.Found {
		return unknown(source.Span{}, message)
	}
	switch c.Err.Reason {
	case apple.NotFound, apple.Unreadable, apple.NeedsPassword:
		return unknown(source.Span{}, message)
	}
	return fail(source.Span{}, message).with(p.Message, pushExpected).fix(p.Fix)
}

// environmentsOf are the environments of a certificate in words.
func environmentsOf(c *apple.Certificate) text.Text {
	switch len(c.Environments) {
	case 0:
		return text.T("未知环境", "an unknown environment")
	case 1:
		return c.Environments[0].InSentence()
	}
	return text.T("开发和生产环境", "the sandbox and production")
}
