package check

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// fault is one thing that can be wrong with a file. What it finds has a message
// and what to do; id and severity are filled in.
type fault struct {
	id       string
	severity Severity
	find     func(specimen) []Problem
}

// appleFaults are those of files that could be read, in the order in which they
// are told; [notOpened] knows the others. IDs and severities are public.
func appleFaults() []fault {
	return []fault{
		{"unreadable", Error, unreadParts},
		{"key-only", Error, keyOnly},
		{"certificate-only", Error, certificateOnly},
		{"key-mismatch", Error, keyMismatch},
		{"signing-certificate", Error, signingCertificate},
		{"wrong-curve", Error, wrongCurve},
		{"expired", Error, expired},
		{"not-yet-valid", Error, notYetValid},
		{"no-password", Error, noPassword},
		{"wildcard-app-id", Error, wildcardAppID},
		{"no-aps-environment", Error, noAPSEnvironment},
		{"expiring", Warning, expiring},
		{"signature-differs", Warning, signatureDiffers},
		{"bundle-id-differs", Warning, bundleIDDiffers},
		{"modern-encryption", Warning, modernEncryption},
		{"no-mac", Warning, noMAC},
		{"file-name", Warning, consoleFileName},
	}
}

// found is a problem's message and what to do.
func found(message, fix text.Text) []Problem { return []Problem{{Message: message, Fix: fix}} }

var (
	cannotRead = text.T("无法读取", "it cannot be read")
	readAgain  = text.T("重新下载或导出一次", "download or export it again")
)

// unreadParts tells of the parts of an app that could not be read, and of a store
// of which nobody can say which key is meant.
func unreadParts(s specimen) []Problem {
	var out []Problem
	if s.File.App != nil {
		for _, e := range s.File.App.Unread {
			part := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(e.File), filepath.ToSlash(s.Path)), "/")
			out = append(out, found(text.F("%s：%s", "%s: %s", part, e.Message), e.Hint)...)
		}
	}
	if st := s.File.Store; st != nil && st.Keys > 1 {
		out = append(out, found(
			text.F("文件里有 %d 个私钥，无法判断用哪一个", "there are %d private keys in the file, and nothing says which one is meant", st.Keys), apple.ExportBoth())...)
	}
	return out
}

func keyOnly(s specimen) []Problem {
	if s.File.Store == nil || s.File.Store.Leaf != nil {
		return nil
	}
	return found(text.T("只有私钥，没有证书：单独的私钥不能推送，IM 控制台也不接受",
		"a private key without its certificate: it cannot push, and the IM console refuses it"), apple.ExportBoth())
}

func certificateOnly(s specimen) []Problem {
	if s.File.Store == nil || s.File.Store.Leaf == nil || s.File.Store.Keys > 0 {
		return nil
	}
	if isBareCertificate(s.Path) || s.p12() == nil {
		return []Problem{{Severity: Info, Message: text.T("只有证书，没有私钥：可以查看，不能推送", "a certificate without its private key: enough to look at, not to push with"), Fix: apple.ExportBoth()}}
	}
	return found(text.T("只有证书，没有私钥：不能推送，IM 控制台也不接受",
		"a certificate without its private key: it cannot push, and the IM console refuses it"), apple.ExportBoth())
}

// isBareCertificate reports whether nobody expects a key in a file of that name.
func isBareCertificate(path string) bool {
	return slices.Contains([]string{".cer", ".crt", ".pem"}, strings.ToLower(filepath.Ext(path)))
}

func keyMismatch(s specimen) []Problem {
	c := s.leaf()
	if c == nil || s.File.Store.Keys == 0 || c.KeyMatches {
		return nil
	}
	return found(text.T("私钥不属于这张证书：苹果会拒绝连接，推送全部失败", "the private key does not belong to the certificate: Apple refuses the connection, and every push fails"),
		text.T("用生成证书请求（CSR）的那台电脑重新导出；找不到原来的私钥，就用新的 CSR 重新申请证书",
			"export it again on the computer that made the certificate request (CSR); where its key is lost, ask for a new certificate with a new CSR"))
}

func signingCertificate(s specimen) []Problem {
	c := s.leaf()
	if c == nil || s.File.Kind != apple.KindSigning {
		return nil
	}
	return found(text.F("这是给 App 签名的证书（%s），不是推送证书：HBuilderX 打包用它，IM 控制台不能用它推送",
		"this certificate (%s) signs apps and is no push certificate: HBuilderX packs with it, but the IM console cannot push with it", c.CommonName), makePush)
}

var makePush = text.T("在 Apple Developer → Certificates 新建 Apple Push Notification service SSL (Sandbox & Production) 证书，下载后导入钥匙串，连同私钥导出为 .p12",
	"on the Certificates page of Apple Developer make an Apple Push Notification service SSL (Sandbox & Production) certificate, add it to the keychain, and export it with its key as a .p12")

func wrongCurve(s specimen) []Problem {
	k := s.File.Key
	if k == nil || k.Key != nil {
		return nil
	}
	return found(text.F("密钥是 %[1]s，不是 P-256 椭圆曲线密钥，苹果不接受用它签的令牌", "the key is %[1]s and not on the curve P-256: Apple takes no token signed with it", k.KeyType), downloadKey)
}

var downloadKey = text.T("使用从 Apple Developer 的 Keys 页面下载的 AuthKey_….p8（勾选了 APNs 的那个）",
	"use the AuthKey_….p8 downloaded from the Keys page of Apple Developer, one with APNs enabled")
