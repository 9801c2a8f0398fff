package apple

import (
	"errors"
	"io/fs"

	"github.com/offpush/offpush/pkg/text"
)

// Reason is the class of an [Error], for code that must tell them apart.
type Reason string

// The reasons.
const (
	NotFound      Reason = "not-found"
	Unreadable    Reason = "unreadable" // no permission, not a regular file, a read error
	TooLarge      Reason = "too-large"
	NeedsPassword Reason = "needs-password" // encrypted, and no password was given
	WrongPassword Reason = "wrong-password"
	NoKey         Reason = "no-key"         // a certificate alone
	NoCertificate Reason = "no-certificate" // a key alone
	SeveralKeys   Reason = "several-keys"
	WrongFile     Reason = "wrong-file"  // in good order perhaps, but not what was asked for
	Unsupported   Reason = "unsupported" // a variant that cannot be read: BER, an unknown cipher, an absurd number of iterations
	Unsigned      Reason = "unsigned"    // of an executable: no signature, or one by nobody without entitlements
	Broken        Reason = "broken"
)

// Error says which file could not be read, what is wrong with it, and what to do
// about it. It never holds a password.
type Error struct {
	File    string // as it was named; for a part of an .ipa or .app, the path goes on inside: "a.ipa/Payload/A.app/Info.plist"
	Reason  Reason
	Message text.Text
	Hint    text.Text
}

func (e *Error) Error() string { return e.File + ": " + e.Message.EN }

// isReason reports whether err is an [*Error] for a reason.
func isReason(err error, reason Reason) bool {
	var e *Error
	return errors.As(err, &e) && e.Reason == reason
}

func notFound(file string) *Error {
	return &Error{File: file, Reason: NotFound,
		Message: text.T("没有这个文件", "no such file"),
		Hint:    text.T("检查路径和文件名，大小写也要一致", "check the path and the name, upper and lower case too")}
}

func unreadable(file string, err error) *Error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &Error{File: file, Reason: Unreadable,
		Message: text.F("无法读取：%s", "cannot be read: %s", text.Visible(err.Error())),
		Hint:    text.T("检查文件权限，或把文件复制到别处再试", "check its permissions, or copy it elsewhere and try again")}
}

func tooLarge(file string, limit int64) *Error {
	return &Error{File: file, Reason: TooLarge,
		Message: text.F("文件太大，应小于 %d MiB", "too large: it should be below %d MiB", limit>>20),
		Hint:    text.T("确认没有选错文件", "make sure that it is the right file")}
}

func empty(file string) *Error {
	return &Error{File: file, Reason: Broken,
		Message: text.T("文件是空的", "the file is empty"),
		Hint:    text.T("重新下载或导出", "download or export it again")}
}

// again is the hint for what is damaged on its way.
func again() text.Text {
	return text.T("文件可能在传输中损坏（例如被当作文本处理），重新下载或导出一次", "it may have been damaged on its way (sent as text, for example): download or export it again")
}

// detail is the text of a library's error; none of the libraries used here puts
// a password into it.
func detail(err error) string { return text.Visible(err.Error()) }
