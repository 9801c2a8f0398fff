package check

import (
	"regexp"
	"time"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsKey = &Rule{
	ID:       "apns-key",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("APNs 的私钥是对的那一个", "The private key for APNs is the right one"),
		Why: text.T("私钥不属于证书时，苹果拒绝连接；.p8 的曲线或 Key ID 不对时，苹果拒绝令牌。两种情况下 iPhone 都收不到任何离线推送。",
			"With a key that does not belong to the certificate Apple refuses the connection; with a .p8 of the wrong curve or key id it refuses the token. Either way the iPhone gets no offline push."),
		Fix: text.T("p12：在生成证书请求（CSR）的那台电脑上，从钥匙串同时选中证书和它下面的私钥重新导出。.p8：使用从 Apple Developer 的 Keys 页面下载的原始文件，Key ID 以该页面为准。",
			"p12: on the computer that made the certificate request (CSR), select the certificate and the key below it in the keychain and export both. p8: use the file as it was downloaded from the Keys page of Apple Developer, and the key id that this page shows."),
		File:   "offpush.toml",
		Before: `cert_file = "certs/push-other-key.p12"  # exported with the key of another certificate`,
		After:  `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`,
		Links:  []string{certificatesURL, tokensURL},
	},
	Run: ofCredential(judgePrivateKey, (*Input).noCredential),
}

// keyIDShape is that of the ids that Apple gives to keys and teams.
var keyIDShape = regexp.MustCompile(`^[A-Z0-9]{10}$`)

func judgePrivateKey(in *Input, c credential) Result {
	switch {
	case c.File == nil:
		return unopened(c)
	case c.key != nil:
		return judgeP8(in, c)
	case c.store == nil, c.cert == nil:
		return unknown(source.Span{}, text.T("没有证书，私钥无从比较", "there is no certificate to compare the private key with"))
	case c.store.Keys == 0:
		return unknown(source.Span{}, text.T("文件里没有私钥", "there is no private key in the file"))
	case !c.cert.KeyMatches:
		return fail(source.Span{}, text.T("私钥不属于这张证书，苹果会拒绝连接", "the private key does not belong to the certificate, and Apple refuses the connection")).
			with(text.T("另一对密钥的私钥", "the private key of another pair"), text.T("证书自己的私钥", "the certificate's own key"))
	}
	return pass(source.Span{}, text.T("私钥属于这张证书", "the private key belongs to the certificate"))
}

func judgeP8(in *Input, c credential) Result {
	said, named := in.Apple.KeyID, c.key.KeyID
	switch {
	case c.key.Key == nil:
		return fail(source.Span{}, text.T("密钥不是 P-256 椭圆曲线密钥，苹果不接受用它签的令牌", "the key is not on the curve P-256, and Apple takes no token signed with it")).
			with(text.Same(c.key.KeyType), text.Same("EC P-256")).fix(downloadKey)
	case said != "" && !keyIDShape.MatchString(said):
		return fail(source.Span{}, text.F("Key ID %q 的形式不对，应为 10 个大写字母或数字", "the key id %q should have 10 capital letters and digits", said)).
			with(text.Same(said), text.T("10 个大写字母或数字", "10 capital letters and digits"))
	case said != "" && named != "" && said != named:
		return fail(source.Span{}, text.F("指定的 Key ID 是 %s，文件名里的是 %s：用错的 Key ID 推送得到 403 InvalidProviderToken", "the key id that was given is %s, the file's name says %s: with the wrong one Apple answers 403 InvalidProviderToken", said, named)).
			with(text.Same(said), text.Same(named))
	case said == "" && named == "":
		return unknown(source.Span{}, text.T("不知道 Key ID：文件改过名，文件里面没有写；请用 --key-id 指明", "the key id is not known: the file was renamed, and nothing in it says it; give it with --key-id"))
	}
	id := said
	if id == "" {
		id = named
	}
	return pass(source.Span{}, text.F("P-256 密钥，Key ID 是 %s", "a P-256 key with the id %s", id))
}

// unopened is the result of the questions that a credential answers only when it
// opens: apns-credential says why it did not, and once is enough.
func unopened(c credential) Result {
	return notApplicable(text.F("%s 没有打开，见 apns-credential", "%s did not open, see apns-credential", c.Path))
}

var apnsExpiry = &Rule{
	ID:       "apns-expiry",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("推送证书在有效期内", "The push certificate is valid today"),
		Why: text.T("推送证书的有效期约 13 个月。过期当天起苹果拒绝连接，所有 iPhone 同时收不到离线推送，IM 不显示错误。",
			"A push certificate lives for about 13 months. From the day it expires Apple refuses the connection: all iPhones stop getting offline pushes at once, and IM shows no error."),
		Fix: text.T("在 Apple Developer → Certificates 申请新的推送证书，到期之前在 IM 控制台更新（在原证书上更新可以保留证书 ID）；不想每年更换可以改用 .p8。",
			"Get a new push certificate on the Certificates page of Apple Developer and update it in the IM console in time (replacing the old one keeps its id). A .p8 does not expire."),
		File:   "offpush.toml",
		Before: `cert_file = "certs/push-2024.p12"  # valid until January 2025`,
		After:  `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`,
		Links:  []string{certificatesURL, guideURL},
	},
	Run: ofCredential(judgeExpiry, (*Input).noCredential),
}

func judgeExpiry(in *Input, c credential) Result {
	switch {
	case c.File == nil:
		return unopened(c)
	case c.key != nil:
		return pass(source.Span{}, text.T(".p8 没有有效期", "a .p8 does not expire"))
	case c.cert == nil:
		return unknown(source.Span{}, text.T("没有证书，也就没有有效期", "there is no certificate, and so no date"))
	}
	from, to := c.cert.NotBefore, c.cert.NotAfter
	left := to.Sub(in.Now)
	days := int(left / (24 * time.Hour))
	switch {
	case in.Now.Before(from):
		return fail(source.Span{}, text.F("证书 %s 才生效", "the certificate is not valid before %s", day(from))).
			with(text.F("今天是 %s", "today is %s", day(in.Now)), text.F("%s 之后", "after %s", day(from)))
	case left < 0:
		return fail(source.Span{}, text.F("证书已于 %s 过期，苹果会拒绝连接", "the certificate expired on %s, and Apple refuses the connection", day(to))).
			with(text.F("有效期到 %s", "valid until %s", day(to)), text.F("有效期在 %s 之后", "valid after %s", day(in.Now)))
	case left <= soon:
		return fail(source.Span{}, text.F("证书 %[2]s 到期，只剩 %[1]d 天", "the certificate expires on %[2]s: %[3]s left", days, day(to), text.Plural(days, "day"))).warning().
			with(text.F("有效期到 %s", "valid until %s", day(to)), text.T("到期之前换上新证书", "a new certificate before that day"))
	}
	return pass(source.Span{}, text.F("%[2]s 到期，还有 %[1]d 天", "valid until %[2]s: %[3]s left", days, day(to), text.Plural(days, "day")))
}
