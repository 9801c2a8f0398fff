package check

import (
	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsEnvironment = &Rule{
	ID:       "apns-environment",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("安装包和推送证书属于同一个 APNs 环境", "Build and push certificate belong to the same APNs environment"),
		Why: text.T("苹果的推送分开发和生产两个环境，deviceToken 只在签名所属的环境有效。用开发描述文件打的包（包括自定义基座）取到的是开发 token，经生产证书推送得到 400 BadDeviceToken；只有开发权限的证书向生产环境推送得到 403 BadCertificateEnvironment。经过 IM 推送时看不到任何错误，手机就是收不到。",
			"Apple has two push environments, sandbox and production, and a device token is good in that of the app's signature only. A build signed with a development profile, a custom base for example, gets a sandbox token, and a push by the production certificate ends with 400 BadDeviceToken; a sandbox certificate at the production host ends with 403 BadCertificateEnvironment. In the IM chain no error shows at all: nothing arrives."),
		Fix: text.T("决定环境的是描述文件：开发描述文件打的包用开发证书的 ID，ad hoc、App Store、企业描述文件打的包用生产证书的 ID。在 IM 控制台按环境各上传一次证书（同一个 p12 也可以传两次），把与这个包对应的证书 ID 填到 iosBusinessID。",
			"The profile decides: builds with a development profile need the development certificate's id, builds with an ad hoc, App Store or enterprise profile the production one. Upload the certificate once for each environment in the IM console (the same p12 may go up twice) and set iosBusinessID to the id that fits the build."),
		File:   "offpush.toml",
		Before: `cert_file = "certs/push-sandbox.p12"  # pushes to the sandbox only; app.ipa is an ad hoc build`,
		After:  `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`,
		Links:  []string{entitlementURL, troublePushURL, guideURL},
	},
	Run: ofBuilds(judgeEnvironment),
}

func judgeEnvironment(in *Input, b *build) Result {
	r := question{differ: environmentsDiffer, agree: environmentsAgree, open: environmentOpen}.answer(in, b)
	if c, ok := in.credential(); ok && c.key != nil && r.Status == Failed {
		return r.fix(addKey)
	}
	return r
}

// addKey is the fix for a .p8, of which the certificates of the rule's do not speak.
var addKey = text.T("决定环境的是描述文件：在 IM 控制台按这个包的环境添加 .p8，把得到的 ID 填到 iosBusinessID；包拿错了就换一个",
	"the profile decides: add the .p8 in the IM console for the environment of this build, and set iosBusinessID to the id that it gets; or, where it is the wrong build, name another")

// answer is settle for the environment, where nothing but build and credential
// together are enough; before there is a build, what was said of it stands in.
func (q question) answer(in *Input, b *build) Result {
	claims := known(in.environments(b))
	r := q.settle(in, b, claims)
	built := says(claims, theBuild) || b == nil && says(claims, theOption)
	if r.Status == Passed && (!(built && says(claims, theCredential)) || b != nil && b.unsigned) {
		return q.open(in, b, claims)
	}
	return r
}

// environments are what everybody says of the environment.
func (in *Input) environments(b *build) []claim {
	var out []claim
	if b != nil {
		if e, ok := b.environment(); ok {
			out = append(out, environmentClaim(theBuild, text.F("%s 的%s", "%[2]s of %[1]s", b.Path, b.where()), e))
		}
	}
	if c, ok := in.credential(); ok && c.cert != nil {
		out = append(out, environmentClaim(theCredential, text.Same(c.Path), c.cert.Environments...))
	}
	if e := in.Apple.UploadAs; e != "" {
		out = append(out, environmentClaim(theConsole, text.T("上传到 IM 控制台的环境", "the environment that it is uploaded as"), e))
	}
	if e, ok := in.Apple.Build.Environment(); ok {
		out = append(out, environmentClaim(theOption, text.F("--build %s", "--build %s", in.Apple.Build), e))
	}
	return out
}

func environmentClaim(p party, who text.Text, all ...apple.Environment) claim {
	c := claim{party: p, who: who}
	var zh, en []string
	for _, e := range all {
		c.values = append(c.values, string(e))
		zh, en = append(zh, e.InSentence().ZH), append(en, e.InSentence().EN)
	}
	c.show = text.Text{ZH: text.List(zh).ZH, EN: text.List(en).EN}
	return c
}

// silent is what the IM chain shows of all this.
var silent = text.T("经过 IM 推送时看不到任何错误，手机就是收不到", "in the IM chain no error shows at all, and nothing arrives")

// consequences is what Apple answers when two parties contradict each other, the
// first being in environment %[1]s and the second in %[2]s.
var consequences = map[[2]party]text.Text{
	{theBuild, theCredential}: text.T("App 的 token 属于%[1]s，证书只能推%[2]s：在%[2]s推送得到 400 BadDeviceToken，到%[1]s推送得到 403 BadCertificateEnvironment",
		"the app's token belongs to %[1]s and the certificate pushes to %[2]s only: Apple answers 400 BadDeviceToken in %[2]s and 403 BadCertificateEnvironment in %[1]s"),
	{theBuild, theConsole}: text.T("App 的 token 属于%[1]s，推送凭据却用于%[2]s：每次推送得到 400 BadDeviceToken",
		"the app's token belongs to %[1]s, but the credential is used for %[2]s: every push ends with 400 BadDeviceToken"),
	{theBuild, theOption}: text.T("App 的 token 属于%[1]s，而 --build 所说的包应当属于%[2]s：拿错了包，或用错了描述文件",
		"the app's token belongs to %[1]s, while a build as --build says belongs to %[2]s: it is the wrong file, or was packed with the wrong profile"),
	{theCredential, theConsole}: text.T("证书只能推%[1]s，却上传为%[2]s的证书：每次推送得到 403 BadCertificateEnvironment",
		"the certificate pushes to %[1]s only, but is uploaded for %[2]s: every push ends with 403 BadCertificateEnvironment"),
	{theCredential, theOption}: text.T("证书只能推%[1]s，而 --build 所说的包的 token 属于%[2]s：在%[1]s推送得到 400 BadDeviceToken，到%[2]s推送得到 403 BadCertificateEnvironment",
		"the certificate pushes to %[1]s only, while the token of a build as --build says belongs to %[2]s: Apple answers 400 BadDeviceToken in %[1]s and 403 BadCertificateEnvironment in %[2]s"),
	{theConsole, theOption}: text.T("推送凭据上传为%[1]s的，而 --build 所说的包的 token 属于%[2]s：每次推送得到 400 BadDeviceToken",
		"the credential is uploaded for %[1]s, while the token of a build as --build says belongs to %[2]s: every push ends with 400 BadDeviceToken"),
}

func environmentsDiffer(a, b claim, lenient bool) Result {
	t := consequences[[2]party{a.party, b.party}]
	r := Result{Status: Failed, Message: text.F("%s；%s", "%s; %s", text.F(t.ZH, t.EN, a.words(), b.words()), silent)}
	if lenient && a.party == theBuild {
		r.Message = text.F("自定义基座属于%[1]s，与此不同的有（%[2]s：%[3]s）；可能是有意的：用这个基座调试推送时，iosBusinessID 要填%[4]s的 ID",
			"the custom base belongs to %[1]s, %[2]s to %[3]s. It may be meant so: to test pushes with this base, iosBusinessID must be the id of %[4]s",
			a.words(), b.who, b.words(), certificateFor[apple.Environment(a.values[0])])
	}
	return r.against(a, b)
}

// certificateFor names the certificates as the IM console does, which keeps one
// for each environment and gives each an id.
var certificateFor = map[apple.Environment]text.Text{
	apple.Sandbox:    text.T("开发证书", "the development certificate"),
	apple.Production: text.T("生产证书", "the production certificate"),
}

func environmentsAgree(claims []claim) text.Text {
	return text.F("都属于%s（%s）", "all belong to %s (%s)", narrowest(claims).words(), speakers(claims))
}

// narrowest is the claim with the fewest values: a universal certificate says
// less than a build.
func narrowest(claims []claim) claim {
	out := claims[0]
	for _, c := range claims {
		if len(c.values) < len(out.values) {
			out = c
		}
	}
	return out
}

// environmentOpen says why it cannot be told.
func environmentOpen(in *Input, b *build, claims []claim) Result {
	c, ok := in.credential()
	switch {
	case !ok || b == nil:
		r := lacking(in, b)
		if len(claims) > 0 {
			r.Message = text.F("%s；%s：%s", "%s; %s belongs to %s", r.Message, claims[0].who, claims[0].words())
		}
		return r
	case c.File == nil:
		return unopened(c)
	case b.aps == "" && b.signed():
		return unknown(source.Span{}, text.F("%s里没有 aps-environment，App 不属于任何环境，见 apns-entitlement", "there is no aps-environment in %s, so that the app belongs to no environment, see apns-entitlement", b.where()))
	case b.aps == "":
		return unknown(source.Span{}, text.F("%s 没有签名，也没有描述文件，看不出环境", "%s has neither a signature nor a profile that would tell the environment", b.Path))
	case !says(claims, theBuild):
		return unknown(source.Span{}, text.F("aps-environment 的值 %q 不认识", "aps-environment has the unknown value %q", b.aps))
	case c.key != nil:
		e, _ := b.environment()
		return unknown(source.Span{}, text.F("App 属于%s；.p8 通常两个环境都能用，但新建的 .p8 可以限定一个环境，文件里看不出来", "the app belongs to %s; a .p8 mostly serves both environments, but a newer one can be limited to one, and the file does not tell", e.InSentence()))
	case b.unsigned && says(claims, theCredential):
		return unknown(source.Span{}, text.F("%s 的代码签名读不到：按描述文件它属于%s，与 %s 相符，但签名里有没有 aps-environment 看不出来", "the code signature of %s could not be read: by its profile it belongs to %s, as %s does, but nothing tells whether aps-environment was granted", b.Path, claims[0].words(), c.Path))
	}
	return unknown(source.Span{}, text.F("App 属于%s；%s 不能推送，不属于任何环境", "the app belongs to %s; %s cannot push and belongs to no environment", claims[0].words(), c.Path))
}
