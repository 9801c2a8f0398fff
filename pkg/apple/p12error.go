package apple

import (
	"crypto/x509"
	"errors"

	"github.com/offpush/offpush/pkg/text"
)

// p12Error says what an error means. Without a MAC only the padding tells a wrong
// password.
func p12Error(file string, err error, password string) *Error {
	var unknown *unknownError
	var costly *costlyError
	var refused *certificateError
	switch {
	case errors.As(err, &refused):
		return &Error{File: file, Reason: Broken, Hint: exportAlone(),
			Message: text.F("p12 里有一张证书无法解析，可能是证书链里的：%s", "a certificate in the p12 cannot be read, perhaps one of the chain: %s", detail(err))}
	case errors.Is(err, errInexpressible):
		return inexpressible(file)
	case (errors.Is(err, errPassword) || errors.Is(err, errPadding)) && password == "":
		return needsPassword(file)
	case errors.Is(err, errPassword), errors.Is(err, errPadding):
		return wrongPassword(file)
	case errors.As(err, &costly):
		return tooCostly(file, costly, reexport())
	case errors.As(err, &unknown):
		return &Error{File: file, Reason: Unsupported, Hint: reexport(),
			Message: text.F("p12 的这种变体无法读取：%s", "this variant of p12 cannot be read: %s", detail(err))}
	}
	return &Error{File: file, Reason: Broken, Hint: reexport(),
		Message: text.F("p12 已损坏：%s", "the p12 is broken: %s", detail(err))}
}

// tooCostly says how much a file asks for, and that it was not done.
func tooCostly(file string, c *costlyError, hint text.Text) *Error {
	if c.scrypt {
		return &Error{File: file, Reason: Unsupported, Hint: hint,
			Message: text.F("密钥派生（scrypt）的开销高得离谱：N×r×p 至少 %d，上限 %d", "its key derivation (scrypt) is absurdly expensive: N×r×p of at least %d, above the limit of %d", c.iterations, int64(maxScryptTurns))}
	}
	return &Error{File: file, Reason: Unsupported, Hint: hint,
		Message: text.F("密钥派生次数高得离谱：%d 次，上限 %d 次", "it asks for an absurd number of iterations to derive its keys: %d, above the limit of %d", c.iterations, int64(maxIterations))}
}

// notP12 says what a file is instead.
func notP12(file string, data []byte) *Error {
	if _, err := x509.ParseCertificate(firstDER(data)); err == nil {
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

// Locked is the error about a file that has a password, for whoever knows that none
// of those at hand opens it and need not try again.
func Locked(file string) *Error { return needsPassword(file) }

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

// inexpressible is about a password that cannot be tried. It may be right: openssl
// takes it.
func inexpressible(file string) *Error {
	return &Error{File: file, Reason: WrongPassword,
		Message: text.T("密码里有表情符号之类的字符，offpush 无法用它打开 p12", "the password holds a character (an emoji, for example) with which offpush cannot open a p12"),
		Hint:    text.T("换一个密码重新导出："+reexportCommand, "export it again with another password: "+reexportCommand)}
}

func noKey(file string) *Error {
	return &Error{File: file, Reason: NoKey,
		Message: text.T("里面只有证书，没有私钥", "it holds a certificate only, no private key"),
		Hint:    ExportBoth()}
}

func severalKeys(file string) *Error {
	return &Error{File: file, Reason: SeveralKeys,
		Message: text.T("里面有不止一个私钥", "it holds more than one private key"),
		Hint:    text.T("只选中一张推送证书重新导出", "select one push certificate only and export again")}
}

// reexportCommand takes the way through an encrypted PEM file: what openssl can
// read, it writes as most others can. OpenSSL 3 reads the old ciphers (RC2, RC4, DES)
// with -legacy only, and whatever else it reads with it too. It asks for the passwords.
const reexportCommand = "openssl pkcs12 -legacy -in old.p12 -out tmp.pem && openssl pkcs12 -export -legacy -in tmp.pem -out new.p12"

func reexport() text.Text {
	return text.T("在“钥匙串访问”里重新导出，或用 openssl 转换（macOS 自带的 LibreSSL 没有 -legacy，去掉即可）："+reexportCommand,
		"export it from Keychain Access again, or let openssl write it anew (the LibreSSL of macOS knows no -legacy: leave it out): "+reexportCommand)
}

// exportAlone is about certificates beside the one that pushes, which needs none.
func exportAlone() text.Text {
	const command = "openssl pkcs12 -legacy -in old.p12 -clcerts -out tmp.pem && openssl pkcs12 -export -legacy -in tmp.pem -out new.p12"
	return text.T("推送不需要证书链：在“钥匙串访问”里只选中推送证书和它的私钥重新导出，或用 openssl 去掉其余证书（macOS 自带的 LibreSSL 没有 -legacy，去掉即可）："+command,
		"pushing needs no chain: export the push certificate with its key alone from Keychain Access, or let openssl leave the others out (the LibreSSL of macOS knows no -legacy: leave it out): "+command)
}
