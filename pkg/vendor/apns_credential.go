package vendor

import (
	"errors"
	"slices"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

func (a *apns) readKey() error {
	key, err := apple.ReadKey(a.Credentials["key_file"])
	if err != nil {
		return appleError("key_file", err)
	}
	a.key, a.keyID, a.team = key, a.Credentials["key_id"], a.Credentials["team_id"]
	switch {
	case a.keyID == "":
		a.keyID = key.KeyID
	case key.KeyID != "" && key.KeyID != a.keyID:
		a.warnings = append(a.warnings, text.F("key_id 是 %s，文件名里的是 %s：以 key_id 为准", "key_id is %s, the file's name says %s: key_id is used", text.Visible(a.keyID), text.Visible(key.KeyID)))
	}
	if a.keyID == "" {
		return a.need("key_id")
	}
	public, err := key.Key.PublicKey.Bytes()
	if err != nil {
		return newError(idCredential, text.F("key_file：无法使用这个密钥：%v", "key_file: the key cannot be used: %v", err))
	}
	a.jwtKey = cacheKey("apns", a.keyID, a.team, string(public))
	return a.need("team_id")
}

func (a *apns) readCertificate() error {
	cert, err := apple.ReadCertificate(a.Credentials["cert_file"], a.Credentials["cert_password"])
	if err != nil {
		return appleError("cert_file", err)
	}
	name := text.Visible(cert.Facts.CommonName)
	switch {
	case cert.Facts.Kind == apple.Signing:
		return newError(idCredential, text.F("cert_file：这是签名证书（%s），不是推送证书", "cert_file: this is a signing certificate (%s), not a push certificate", name)).
			withHint(text.T("HBuilderX 打包用签名证书，推送要另一个：开发者网站的 Certificates 里的 Apple Push Notification service SSL", "HBuilderX builds with the signing certificate; pushing needs another one: Apple Push Notification service SSL under Certificates on the developer site"))
	case !cert.Facts.KeyMatches:
		return newError(idCredential, text.F("cert_file：私钥不属于这个证书（%s）", "cert_file: the private key does not belong to the certificate (%s)", name)).
			withHint(text.T("从创建证书请求的那台电脑的钥匙串里重新导出", "Export it again from the keychain of the computer that made the certificate request"))
	case a.Now().After(cert.Leaf.NotAfter):
		a.warnings = append(a.warnings, text.F("推送证书已于 %s 过期，APNs 会拒绝", "the push certificate expired on %s; APNs will refuse it", cert.Leaf.NotAfter.Format(time.DateOnly)))
	}
	a.cert = cert
	return nil
}

// appleError names the field whose file could not be read.
func appleError(field string, err error) error {
	var e *apple.Error
	if !errors.As(err, &e) {
		return err
	}
	return newError(idCredential, text.F("%s：%s：%s", "%s: %s: %s", field, text.Visible(e.File), e.Message)).withHint(e.Hint)
}

// chooseTopic takes what is named, else the app's bundle id, else what the
// certificate is for; and warns where they do not fit.
func (a *apns) chooseTopic() error {
	var bundle string
	if a.App != nil {
		if bundle = a.App.BundleID; apple.IsWildcard(bundle) {
			bundle = ""
		}
		if other, _, differs := a.App.OtherID(); differs && bundle != "" {
			a.warnings = append(a.warnings, text.F("应用的 Info.plist 里 Bundle ID 是 %s，签名用的却是 %s：看不出 topic 应当是哪一个", "Info.plist of the app has the bundle id %s, but it is signed as %s: nothing tells which is the topic", text.Visible(bundle), text.Visible(other)))
		}
	}
	var listed []string
	if a.cert != nil {
		listed = a.cert.Facts.Topics
	}
	switch {
	case a.topic != "":
		if bundle != "" && bundle != a.topic {
			a.warnings = append(a.warnings, text.F("topic 是 %s，而应用的 Bundle ID 是 %s", "the topic is %s, the app's bundle id %s", text.Visible(a.topic), text.Visible(bundle)))
		}
	case bundle != "":
		a.topic = bundle
	case len(listed) > 0:
		a.topic = listed[0] // the app's own; the others have a suffix
	default:
		return a.need("topic")
	}
	if len(listed) > 0 && !slices.Contains(listed, a.topic) {
		a.warnings = append(a.warnings, text.F("推送证书只能推 %s，不能推 %s", "the push certificate is for %s, not for %s", text.List(listed), text.Visible(a.topic)))
	}
	if a.App != nil && a.App.TeamID != "" && a.team != "" && a.App.TeamID != a.team {
		a.warnings = append(a.warnings, text.F("team_id 是 %s，而应用属于团队 %s", "team_id is %s, the app is of team %s", text.Visible(a.team), text.Visible(a.App.TeamID)))
	}
	return nil
}
