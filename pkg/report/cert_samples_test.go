package report_test

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// certNow is the day of the samples.
var certNow = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// store is a p12 with one certificate and its key.
func store(c apple.Certificate) *apple.Store {
	c.NotBefore, c.NotAfter = certNow.AddDate(0, 0, -100), certNow.AddDate(0, 0, 265)
	c.TeamID, c.KeyMatches = "ABCDE12345", true
	return &apple.Store{Format: apple.P12, Leaf: &c, Certificates: 1, Keys: 1, KeyType: "RSA 2048", Protected: true}
}

func pushStore(id string, e ...apple.Environment) *apple.Store {
	return store(apple.Certificate{Kind: apple.Push, CommonName: "Apple Push Services: " + id, UID: id, BundleID: id, Topics: []string{id}, Environments: e})
}

// built is an app with a profile of a kind; what its signature grants is the same.
func built(kind apple.ProfileKind, aps string) *apple.App {
	return &apple.App{
		BundleID: "com.example.app", Version: "1.2.3", TeamID: "ABCDE12345", APSEnvironment: aps, Source: apple.FromSignature,
		Signed: &apple.Entitlements{ApplicationID: "ABCDE12345.com.example.app", BundleID: "com.example.app", TeamID: "ABCDE12345", APSEnvironment: aps},
		Profile: &apple.Profile{
			Name: "示例", BundleID: "com.example.app", TeamID: "ABCDE12345", Kind: kind, APSEnvironment: aps, Devices: 3,
			Created: certNow.AddDate(0, -1, 0), Expires: certNow.AddDate(0, 11, 0),
		},
	}
}

func inspected(f apple.File, problems ...check.Problem) check.Inspection {
	return check.Inspection{AppleFile: check.AppleFile{Path: f.Path, File: &f}, Kind: f.Kind, Problems: problems}
}

func problem(id string, severity check.Severity, zh, en, fixZH, fixEN string) check.Problem {
	return check.Problem{ID: id, Severity: severity, Message: text.T(zh, en), Fix: text.T(fixZH, fixEN)}
}

// checked is the result of a check; the rules are made up, as those of the
// doctor's samples.
func checked(id string, status check.Status, file, zh, en string) check.Result {
	res := result(rule(id, check.TopicVendor, check.Error, "apns"), status, source.Of(file), zh, en)
	res.Fix = text.Text{}
	return res
}

func differing(res check.Result, found, expected string) check.Result {
	res.Found, res.Expected = text.Same(found), text.Same(expected)
	res.Fix = text.T("换成同一个环境的证书，或者用另一种描述文件重新打包。", "Use a certificate of the same environment, or build again with the other kind of profile.")
	return res
}

// credentialChecks are the questions about the credential alone.
func credentialChecks() []check.Result {
	return []check.Result{
		checked("apns-credential", check.Passed, "", "push.p12 是推送证书，有私钥", "push.p12 is a push certificate with its key"),
		checked("apns-key", check.Passed, "", "私钥与证书匹配", "the key belongs to the certificate"),
		checked("apns-expiry", check.Passed, "", "还有 265 天", "265 days left"),
	}
}

// certs are reports of every kind.
func certs() map[string]*check.CertReport {
	universal := inspected(apple.File{Path: "push.p12", Kind: apple.KindPush, Store: pushStore("com.example.app", apple.Sandbox, apple.Production)})
	modern := problem("modern-encryption", check.Warning, "p12 用的是 AES 加密，老工具可能读不了", "the p12 is encrypted with AES, which old tools cannot read", "上传被拒绝时重新导出：", "If an upload is refused, export it again:")
	modern.Command = "openssl pkcs12 -in push.p12 -nodes -out push.pem && openssl pkcs12 -export -legacy -in push.pem -out push-legacy.p12"
	signing := store(apple.Certificate{Kind: apple.Signing, CommonName: "Apple Distribution: 示例公司 (ABCDE12345)"})
	return map[string]*check.CertReport{
		"universal":      {Inputs: []check.Inspection{universal}},
		"signing":        {Inputs: []check.Inspection{inspected(apple.File{Path: "dist.p12", Kind: apple.KindSigning, Store: signing}, problem("signing-certificate", check.Error, "这是签名证书，不能推送", "this is a signing certificate: it cannot push", "在苹果开发者网站创建 APNs 证书再导出 p12", "Create an APNs certificate on Apple's developer site and export that"))}},
		"mismatch":       mismatched(),
		"wrong-password": {Inputs: []check.Inspection{{AppleFile: check.AppleFile{Path: "证书/push.p12", Err: &apple.Error{Reason: apple.WrongPassword}}, Kind: apple.KindUnknown, Problems: []check.Problem{problem("wrong-password", check.Error, "密码不对", "the password is wrong", "用 --password-file 给出正确的密码", "Give the right one with --password-file")}}}},
		"wildcard":       {Inputs: []check.Inspection{wildcard()}},
		"project":        severalApps(universal),
		"kinds":          {Inputs: otherKinds()},
		"warning":        {Inputs: []check.Inspection{inspected(*universal.File, modern)}},
		"hostile":        hostileCert(),
	}
}

func mismatched() *check.CertReport {
	checks := append(credentialChecks(),
		checked("apns-bundle-id", check.Passed, "", "都是 com.example.app", "all say com.example.app"),
		checked("apns-team", check.Passed, "", "都是 ABCDE12345", "all say ABCDE12345"),
		differing(checked("apns-environment", check.Failed, "", "安装包的 token 属于开发环境，证书只能推生产环境：APNs 回答 BadDeviceToken；经过 IM 时没有任何报错，手机收不到", "the app's tokens are of the sandbox and the certificate is for production only: APNs answers BadDeviceToken; by IM there is no error at all, and nothing arrives"), "production", "sandbox"),
		checked("apns-entitlement", check.Passed, "", "代码签名里有 aps-environment", "aps-environment is in the signature"),
		checked("apns-profile", check.Unknown, "", "没有单独给出描述文件", "no profile was given"),
	)
	return &check.CertReport{
		Inputs: []check.Inspection{
			inspected(apple.File{Path: "push.p12", Kind: apple.KindPush, Store: pushStore("com.example.app", apple.Production)}),
			inspected(apple.File{Path: "build/基座.ipa", Kind: apple.KindIPA, App: built(apple.Development, "development")}),
		},
		Checks: checks, Verdict: check.Mismatches, First: checks[5].Rule,
		Advice: text.T("这个开发包要用开发证书在 IM 控制台的证书 ID 作为 iosBusinessID。", "This development build needs the development certificate's id as iosBusinessID."),
	}
}

// severalApps is a project with a release and a custom base that does not fit.
func severalApps(credential check.Inspection) *check.CertReport {
	release, base := "unpackage/release/__UNI__1A2B3C4_1124.ipa", "unpackage/debug/iPhone_base.ipa"
	checks := append(credentialChecks(),
		checked("apns-environment", check.Passed, release, "都是生产环境", "both are of production"),
		checked("apns-environment", check.Unknown, base, "自定义基座是开发环境，证书是生产环境，也许本来如此：测试基座要用开发证书的 ID", "the custom base is of the sandbox and the certificate of production, which may be meant so: to test with it, use the development certificate's id"))
	return &check.CertReport{
		Inputs: []check.Inspection{
			credential,
			inspected(apple.File{Path: release, Kind: apple.KindIPA, App: built(apple.AdHoc, "production")}),
			inspected(apple.File{Path: base, Kind: apple.KindIPA, App: built(apple.Development, "development")}),
		},
		Checks: checks, Verdict: check.Undecided,
	}
}

func wildcard() check.Inspection {
	p := *built(apple.AdHoc, "").Profile
	p.BundleID, p.Devices, p.Expires = "*", 100, certNow.AddDate(0, 0, -2)
	return inspected(apple.File{Path: "wild.mobileprovision", Kind: apple.KindProfile, Profile: &p},
		problem("wildcard-app-id", check.Error, "App ID 是通配的（*），不能推送", "a wildcard App ID (*) cannot push", "为应用创建明确的 App ID 和描述文件", "Create an explicit App ID and a profile for it"))
}

// otherKinds are the kinds of files that no other sample shows, and a certificate
// with many topics.
func otherKinds() []check.Inspection {
	many := pushStore("com.example.app", apple.Production)
	for i := range 9 {
		many.Leaf.Topics = append(many.Leaf.Topics, fmt.Sprintf("com.example.app.%d", i))
	}
	alone := pushStore("com.example.app", apple.Sandbox)
	alone.Format, alone.Keys, alone.Leaf.KeyMatches = apple.DER, 0, false
	alone.Leaf.NotBefore, alone.Leaf.NotAfter = certNow.AddDate(0, 0, 1), certNow.AddDate(1, 0, 1)
	other := pushStore("com.example.app", apple.Sandbox)
	other.Leaf.KeyMatches, other.Leaf.NotAfter = false, certNow.Add(30*time.Hour)
	unsigned := built(apple.Enterprise, "production")
	unsigned.Signed, unsigned.Source, unsigned.Profile.Devices = nil, apple.FromProfile, 0
	stripped := built(apple.AppStore, "")
	stripped.Profile = nil
	return []check.Inspection{
		inspected(apple.File{Path: "many.p12", Kind: apple.KindVoIP, Store: many}),
		inspected(apple.File{Path: "aps.cer", Kind: apple.KindPush, Store: alone}, problem("certificate-only", check.Info, "只有证书，没有私钥", "a certificate without its key", "导出时连同私钥一起选中", "Export it together with its key")),
		inspected(apple.File{Path: "other.pem", Kind: apple.KindPush, Store: other}),
		inspected(apple.File{Path: "three.p12", Kind: apple.KindPrivateKey, Store: &apple.Store{Format: apple.P12, Keys: 3, KeyType: "RSA 2048"}}),
		inspected(apple.File{Path: "one.key", Kind: apple.KindPrivateKey, Store: &apple.Store{Format: apple.PEM, Keys: 1, KeyType: "EC P-256"}}),
		inspected(apple.File{Path: "AuthKey_ABCDE12345.p8", Kind: apple.KindKey, Key: &apple.Key{KeyID: "ABCDE12345", KeyType: "EC P-256"}}),
		inspected(apple.File{Path: "unsigned.ipa", Kind: apple.KindIPA, App: unsigned}),
		inspected(apple.File{Path: "Store.app", Kind: apple.KindApp, App: stripped}),
		inspected(apple.File{Path: "server.cer", Kind: apple.KindCertificate, Store: &apple.Store{Format: apple.DER, Leaf: &apple.Certificate{CommonName: "www.example.com"}, Certificates: 1}}),
		inspected(apple.File{Path: "UniApp.entitlements", Kind: apple.KindEntitlements, Entitlements: &apple.Entitlements{APSEnvironment: "prod"}}),
	}
}

// hostileCert holds what a terminal would obey wherever a file can put it.
func hostileCert() *check.CertReport {
	evil := "a\x1b[2J\u202eb\n\xff"
	s := pushStore(evil, apple.Production)
	s.KeyType, s.Leaf.CommonName, s.Leaf.TeamID = evil, evil, evil
	p := problem("key-only", check.Error, evil, evil, evil, evil)
	p.Command = "mv " + evil
	failed := differing(checked("apns-bundle-id", check.Failed, evil, evil, evil), evil, evil)
	return &check.CertReport{
		Inputs:  []check.Inspection{inspected(apple.File{Path: evil, Kind: apple.KindPush, Store: s}, p)},
		Checks:  []check.Result{failed},
		First:   failed.Rule,
		Verdict: check.Mismatches, Advice: text.Same(evil),
	}
}
