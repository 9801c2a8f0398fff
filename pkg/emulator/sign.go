package emulator

import (
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
)

// formOfSign says what is wrong with a signature before what it signs is looked
// at: its length, or capitals in the digits of a hash. The zero text: it has the
// right form, so that something else was signed.
func formOfSign(sign, want, hash string) text.Text {
	switch {
	case len(sign) != len(want):
		return text.F("sign 有 %[1]d 个字符，应为 %[2]s 的 %[3]d 位小写十六进制", "sign has %[1]d characters; it must be the %[3]d of a %[2]s in lower-case hex", utf8.RuneCountInString(sign), hash, len(want))
	case strings.EqualFold(sign, want):
		return text.T("sign 用了大写字母，应为小写十六进制", "sign is in upper case; it must be lower-case hex")
	}
	return text.Text{}
}
