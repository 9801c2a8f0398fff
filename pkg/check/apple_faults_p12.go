package check

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

func noPassword(s specimen) []Problem {
	if s.p12() == nil || s.p12().Protected || !s.uploads() {
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
	if s.p12() == nil || !s.p12().Modern || !s.uploads() {
		return nil
	}
	p := Problem{
		Message: text.T("p12 用的是新的加密方式（AES 或 SHA-2，OpenSSL 3 和新版钥匙串的默认值），旧的工具读不了，上传可能失败",
			"the p12 is encrypted in the new way (AES or SHA-2, as OpenSSL 3 and newer keychains do), which older tools cannot read; an upload may fail"),
		Fix: apple.ExportBoth(),
	}
	if s.p12().Leaf != nil && s.p12().Keys == 1 && typeable(s.Path) { // openssl writes no half of one, and of two keys either
		p.Fix = text.T("如果上传被拒绝，用下面的命令转成旧格式（密码会逐个询问；macOS 自带的 LibreSSL 没有 -legacy，去掉即可；Windows 命令提示符里 rm 换成 del）",
			"if an upload is refused, turn it into the old format (the command asks for each password; the LibreSSL of macOS knows no -legacy: leave it out; in the Command Prompt of Windows, rm is del)")
		p.Command = s.legacyCommand()
	}
	return []Problem{p}
}

// uploads reports whether a file may be one for the IM console: a push certificate,
// or a key that belongs to one.
func (s specimen) uploads() bool {
	return s.File.Kind == apple.KindPush || s.File.Kind == apple.KindPrivateKey
}

// legacyCommand writes a p12 again as older tools read it. It goes through an
// encrypted PEM file, because openssl reads what it exports twice and so takes no
// pipe. To read it may need -legacy, too: a new MAC can stand over old ciphers. It
// asks for every password, so that none stands in a shell's history.
func (s specimen) legacyCommand() string {
	stem := s.freeStem(consoleStem(s.Path)+"legacy", ".pem", ".p12")
	pem, p12 := text.ShellWord(beside(s.Path, stem+".pem")), text.ShellWord(beside(s.Path, stem+".p12"))
	return "openssl pkcs12 -legacy -in " + text.ShellWord(noOption(s.Path)) + " -out " + pem +
		" && openssl pkcs12 -export -legacy -in " + pem + " -out " + p12 + " && rm " + pem
}

func consoleFileName(s specimen) []Problem {
	if s.p12() == nil || !s.uploads() {
		return nil
	}
	name := filepath.Base(s.Path)
	if stem := strings.TrimSuffix(name, filepath.Ext(name)); stem != "" && stem == plainLetters(stem) {
		return nil
	}
	copied := s.freeStem(consoleStem(s.Path), ".p12") + ".p12"
	p := Problem{
		Message: text.F("IM 控制台只接受英文字母和数字的文件名，%q 上传后可能无法推送", "the IM console takes only ASCII letters and digits in a file's name; uploaded as %q it may fail to push", name),
		Fix:     text.F("复制一份，改名为 %s 再上传", "copy it to %s and upload that", copied),
	}
	if typeable(s.Path) {
		p.Fix = text.F("%s（Windows 命令提示符里 cp 换成 copy）", "%s (in the Command Prompt of Windows, cp is copy)", p.Fix)
		p.Command = "cp " + text.ShellWord(noOption(s.Path)) + " " + text.ShellWord(beside(s.Path, copied))
	}
	return []Problem{p}
}

// typeable reports whether a path can stand in a command line: one with characters
// that a terminal obeys, or does not show, cannot.
func typeable(path string) bool { return text.Visible(path) == path }

// consoleStem is a name for a p12 that the IM console takes, without its end.
func consoleStem(path string) string {
	name := filepath.Base(path)
	if stem := plainLetters(strings.TrimSuffix(name, filepath.Ext(name))); stem != "" {
		return stem
	}
	return "push"
}

// freeStem is the stem with a number behind it where it takes one, so that with none
// of the ends it is the name of a file that is there; no disk is asked here, and many
// of them do not tell capitals from small letters.
func (s specimen) freeStem(stem string, ends ...string) string {
	taken := func(stem string) bool {
		return slices.ContainsFunc(ends, func(end string) bool {
			return slices.ContainsFunc(s.Beside, func(name string) bool { return strings.EqualFold(name, stem+end) })
		})
	}
	free := stem
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s%d", stem, n)
	}
	return free
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
