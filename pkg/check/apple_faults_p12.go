package check

import (
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

func noPassword(s specimen) []Problem {
	if s.p12() == nil || s.p12().Protected {
		return nil
	}
	return found(text.T("p12 没有密码：IM 控制台要求有密码，没有密码就推送不出去", "the p12 has no password: the IM console demands one, and without it nothing is pushed"),
		text.T("重新导出一次，导出时设置密码", "export it again, and set a password when asked"))
}

func noMAC(s specimen) []Problem {
	if s.p12() == nil || !s.p12().NoMAC {
		return nil
	}
	return found(text.T("p12 没有完整性校验（MAC），很多工具会拒绝它，文件损坏也看不出来", "nothing in the p12 proves that it is whole (no MAC): many tools refuse it, and damage goes unnoticed"),
		text.T("重新导出一次，不要使用 -nomac", "export it again, without -nomac"))
}

func modernEncryption(s specimen) []Problem {
	if s.p12() == nil || !s.p12().Modern {
		return nil
	}
	return []Problem{{
		Message: text.T("p12 用的是新的加密方式（AES 或 SHA-2，OpenSSL 3 和新版钥匙串的默认值），旧的工具读不了，上传可能失败",
			"the p12 is encrypted in the new way (AES or SHA-2, as OpenSSL 3 and newer keychains do), which older tools cannot read; an upload may fail"),
		Fix: text.T("如果上传被拒绝，用下面的命令转成旧格式（密码会逐个询问；macOS 自带的 LibreSSL 没有 -legacy，去掉即可）",
			"if an upload is refused, turn it into the old format (the command asks for each password; the LibreSSL of macOS knows no -legacy: leave it out)"),
		Command: legacyCommand(s.Path),
	}}
}

// legacyCommand writes a p12 again as older tools read it. It goes through an
// encrypted PEM file, because openssl reads what it exports twice and so takes no
// pipe; it asks for every password, so that none stands in a shell's history.
func legacyCommand(path string) string {
	stem := strings.TrimSuffix(consoleName(path), ".p12") + "legacy"
	pem, p12 := text.ShellWord(beside(path, stem+".pem")), text.ShellWord(beside(path, stem+".p12"))
	return "openssl pkcs12 -in " + text.ShellWord(noOption(path)) + " -out " + pem +
		" && openssl pkcs12 -export -legacy -in " + pem + " -out " + p12 + " && rm " + pem
}

func consoleFileName(s specimen) []Problem {
	if s.p12() == nil {
		return nil
	}
	name := filepath.Base(s.Path)
	if stem := strings.TrimSuffix(name, filepath.Ext(name)); stem != "" && stem == plainLetters(stem) {
		return nil
	}
	return []Problem{{
		Message: text.F("IM 控制台只接受英文字母和数字的文件名，%q 上传后可能无法推送", "the IM console takes only ASCII letters and digits in a file's name; uploaded as %q it may fail to push", name),
		Fix:     text.T("上传之前复制成新的名字", "copy it to another name before the upload"),
		Command: "cp " + text.ShellWord(noOption(s.Path)) + " " + text.ShellWord(beside(s.Path, consoleName(s.Path))),
	}}
}

// consoleName is a name for a p12 that the IM console takes.
func consoleName(path string) string {
	name := filepath.Base(path)
	stem := plainLetters(strings.TrimSuffix(name, filepath.Ext(name)))
	if stem == "" {
		stem = "push"
	}
	return stem + ".p12"
}

// plainLetters drops everything but ASCII letters and digits.
func plainLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}

// beside is a path in the folder of another file, as that was written.
func beside(path, name string) string {
	return strings.TrimSuffix(path, filepath.Base(path)) + name
}

// noOption is a path that no command takes for an option.
func noOption(path string) string {
	if strings.HasPrefix(path, "-") {
		return "./" + path
	}
	return path
}
