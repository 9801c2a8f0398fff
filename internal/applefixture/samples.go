package applefixture

import (
	"crypto/x509"
	"encoding/pem"
)

// Samples are files of each sort by the names they would have. What is encrypted
// has [Password], the files named "chinese" have [Chinese].
func Samples() map[string][]byte {
	out := map[string][]byte{
		"chain.p12":            P12{Chain: true}.Make(),
		"chinese.p12":          P12{Password: Chinese}.Make(),
		"empty-password.p12":   P12{NoPassword: true}.Make(),
		"key-only.p12":         P12{KeyOnly: true}.Make(),
		"certificate-only.p12": P12{CertificateOnly: true}.Make(),
		"two-keys.p12":         P12{TwoKeys: true}.Make(),
		"other-key.p12":        P12{Key: OtherRSA()}.Make(),
		"no-mac.p12":           P12{NoMAC: true}.Make(),

		"push.cer":     Certificate{}.Make().Raw,
		"push.crt":     pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: Certificate{}.Make().Raw}),
		"push.key":     PEM{KeyOnly: true, Key: Traditional}.Make(),
		"push-der.key": must(x509.MarshalPKCS8PrivateKey(RSA())),

		"AuthKey_" + KeyID + ".p8":   P8(nil),
		"AuthKey_WRONGCURVE.p8":      P8(P384()),
		"AuthKey_WITHRSAKEY.p8":      P8(RSA()),
		"wildcard.mobileprovision":   Profile{BundleID: "*", APS: NoAPS}.Make(),
		"no-push.mobileprovision":    Profile{APS: NoAPS}.Make(),
		"prefix.mobileprovision":     Profile{Prefix: "OLDPREFIX1"}.Make(),
		"macos.provisionprofile":     Profile{Platform: "OSX"}.Make(),
		"UniApp.entitlements":        XML(map[string]any{"aps-environment": "production"}),
		"binary.entitlements":        Binary(Profile{}.entitlements()),
		"archived-expanded.xcent":    XML(Profile{Kind: AdHoc}.entitlements()),
		"fat.ipa":                    App{Executable: fatExecutable()}.IPA(),
		"unsigned.ipa":               App{Executable: Executable{Unsigned: true}.Make()}.IPA(),
		"no-entitlements.ipa":        App{Executable: Executable{}.Make()}.IPA(),
		"der-entitlements.ipa":       App{Executable: Executable{Entitlements: Profile{}.entitlements(), NoXML: true, DER: true}.Make()}.IPA(),
		"signature-differs.ipa":      App{Profile: Profile{Kind: AdHoc}, SignedAPS: "development"}.IPA(),
		"bundle-id-differs.ipa":      App{BundleID: "com.example.resigned"}.IPA(),
		"no-profile.ipa":             App{Profile: Profile{Kind: AppStore}, NoProfile: true}.IPA(),
		"no-push.ipa":                App{Profile: Profile{APS: NoAPS}}.IPA(),
		"binary-info.ipa":            App{BinaryInfo: true}.IPA(),
		"演示.ipa":                     App{Name: "演示"}.IPA(),
		"signing-by-mistake.p12":     P12{Certificate: Certificate{Kind: SignDistribution}}.Make(),
		"expired.p12":                P12{Certificate: Certificate{NotBefore: NotBefore.AddDate(-2, 0, 0), NotAfter: NotBefore.AddDate(-1, 0, 0)}}.Make(),
		"expired.mobileprovision":    Profile{Created: NotBefore.AddDate(-2, 0, 0), Expires: NotBefore.AddDate(-1, 0, 0)}.Make(),
		"push certificate (1).p12":   P12{}.Make(),
		"with-a-byte-order-mark.pem": append([]byte("\xEF\xBB\xBF"), PEM{}.Make()...),
	}
	for _, k := range CertificateKinds {
		out[string(k)+".p12"] = P12{Certificate: Certificate{Kind: k}}.Make()
	}
	for _, v := range P12Variants {
		out["variant-"+string(v)+".p12"] = P12{Variant: v}.Make()
	}
	for _, f := range KeyForms {
		out["key-"+string(f)+".pem"] = PEM{Key: f}.Make()
	}
	for _, k := range ProfileKinds {
		out[string(k)+".mobileprovision"] = Profile{Kind: k}.Make()
		out[string(k)+".ipa"] = App{Profile: Profile{Kind: k}}.IPA()
	}
	return out
}

// fatExecutable is for two architectures.
func fatExecutable() []byte {
	e := Profile{}.entitlements()
	return Fat(false, Slice{X8664, Executable{CPU: X8664, Entitlements: e}.Make()}, Slice{ARM64, Executable{Entitlements: e, DER: true}.Make()})
}
