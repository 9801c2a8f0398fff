package apple

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/offpush/offpush/pkg/text"
)

// pfx is the outside of a PKCS#12 file (RFC 7292 §4).
type pfx struct {
	Version  int
	AuthSafe asn1.RawValue
	MAC      asn1.RawValue `asn1:"optional"`
}

// decodeP12 reads a PKCS#12 file. RC2, 3DES and AES, SHA-1, SHA-2 and PBMAC1, a
// chain, an empty password and none at all are the library's part; what it
// refuses is told apart here.
func decodeP12(file string, data []byte, password string) (*pair, *Error) {
	s, ok := outline(data)
	if !ok || data[0] != 0x30 {
		return nil, notP12(file, data)
	}
	if s.ber {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.T("p12 采用 BER 编码（不定长），只支持 DER", "the p12 is BER with indefinite lengths; only DER can be read"),
			Hint:    reexport()}
	}
	var outside pfx
	if _, err := asn1.Unmarshal(data, &outside); err != nil || outside.Version != 3 {
		return nil, notP12(file, data)
	}
	if s.costly(data) {
		return nil, &Error{File: file, Reason: Unsupported,
			Message: text.T("p12 的密钥派生次数高得离谱", "the p12 asks for an absurd number of iterations to derive its key"),
			Hint:    reexport()}
	}
	for _, r := range password {
		if r > 0xFFFF { // the format's strings are UCS-2
			return nil, &Error{File: file, Reason: WrongPassword,
				Message: text.T("密码里有 p12 不能表示的字符（例如表情符号）", "the password holds a character that a p12 cannot express (an emoji, for example)"),
				Hint:    text.T("换一个密码重新导出", "export it again with another password")}
		}
	}
	unguarded := len(outside.MAC.FullBytes) == 0
	if unguarded { // without a MAC, the library takes the empty password only
		password = ""
	}
	key, leaf, others, err := pkcs12.DecodeChain(data, password)
	if err != nil {
		return nil, p12Error(file, err, unguarded && encrypted(data), password == "")
	}
	return &pair{key: key, certificates: append([]*x509.Certificate{leaf}, others...), protected: password != ""}, nil
}

// encrypted reports whether there is encrypted data (1.2.840.113549.1.7.6) or an
// encrypted key (1.2.840.113549.1.12.10.1.2) in a p12.
func encrypted(data []byte) bool {
	rsadsi := []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01}
	return bytes.Contains(data, append(rsadsi[:7:7], 0x07, 0x06)) || bytes.Contains(data, append(rsadsi[:7:7], 0x0C, 0x0A, 0x01, 0x02))
}

// p12Error tells the library's errors apart; those without a value of their own
// by their texts, which the tests hold fast.
func p12Error(file string, err error, unguarded, noPassword bool) *Error {
	e := &Error{File: file, Hint: reexport()}
	var unknown pkcs12.NotImplementedError
	switch message := err.Error(); {
	case errors.Is(err, pkcs12.ErrIncorrectPassword) && noPassword:
		return needsPassword(file)
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return wrongPassword(file)
	case strings.HasSuffix(message, "certificate missing"):
		e.Reason = NoCertificate
		e.Message = text.T("里面只有私钥，没有证书", "it holds a private key only, no certificate")
		e.Hint = exportBoth()
	case strings.HasSuffix(message, "private key missing"):
		return noKey(file)
	case strings.HasSuffix(message, "exactly one key bag"):
		return severalKeys(file)
	case unguarded:
		e.Reason = Unsupported
		e.Message = text.T("p12 已加密但没有 MAC，无法验证密码", "the p12 is encrypted but has no MAC to check a password with")
	case errors.As(err, &unknown):
		e.Reason = Unsupported
		e.Message = text.F("p12 的这种变体无法读取：%s", "this variant of p12 cannot be read: %s", detail(err))
	default:
		e.Reason = Broken
		e.Message = text.F("p12 已损坏：%s", "the p12 is broken: %s", detail(err))
	}
	return e
}

// notP12 says what a file is instead.
func notP12(file string, data []byte) *Error {
	if _, err := x509.ParseCertificate(data); err == nil {
		return noKey(file)
	}
	if beginsP12(data) {
		return &Error{File: file, Reason: Broken,
			Message: text.T("p12 已损坏或不完整", "the p12 is broken or incomplete"), Hint: again()}
	}
	return &Error{File: file, Reason: WrongFile,
		Message: text.F("里面没有证书和私钥%s", "it holds no certificate with a key%s", instead(data)),
		Hint:    text.T("推送证书应是从“钥匙串访问”导出的 .p12，或含证书和私钥的 PEM 文件", "a push certificate is a .p12 exported from Keychain Access, or a PEM file with certificate and key")}
}

func needsPassword(file string) *Error {
	return &Error{File: file, Reason: NeedsPassword,
		Message: text.T("文件有密码，但没有提供", "the file has a password, and none was given"),
		Hint:    text.T("填写导出时设置的密码", "give the one that was set when it was exported")}
}

func wrongPassword(file string) *Error {
	return &Error{File: file, Reason: WrongPassword,
		Message: text.T("密码不对", "the password is wrong"),
		Hint:    text.T("填写导出时设置的密码，注意大小写和首尾空格；忘记了就重新导出", "give the one that was set when it was exported; case and spaces count. If it is lost, export again")}
}

func noKey(file string) *Error {
	return &Error{File: file, Reason: NoKey,
		Message: text.T("里面只有证书，没有私钥", "it holds a certificate only, no private key"),
		Hint:    exportBoth()}
}

func severalKeys(file string) *Error {
	return &Error{File: file, Reason: SeveralKeys,
		Message: text.T("里面有不止一个私钥", "it holds more than one private key"),
		Hint:    text.T("只选中一张推送证书重新导出", "select one push certificate only and export again")}
}

func exportBoth() text.Text {
	return text.T("在“钥匙串访问”的“我的证书”里选中推送证书（能展开看到私钥的那一行），导出为 .p12",
		`in Keychain Access, under "My Certificates", select the push certificate (the row that unfolds to a private key) and export it as .p12`)
}

func reexport() text.Text {
	return text.T("在“钥匙串访问”里重新导出，或用 openssl 转成 PEM 后再执行 openssl pkcs12 -export",
		"export it from Keychain Access again, or turn it into PEM and back with openssl pkcs12 -export")
}
