package check

import (
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

func expired(s specimen) []Problem {
	end, ok := s.ends()
	if !ok || !s.now.After(end) {
		return nil
	}
	message := profileEnded(s.profile())
	if s.leaf() != nil {
		message = text.F("证书已于 %s 过期：苹果会拒绝连接，推送全部失败", "the certificate expired on %s: Apple refuses the connection, and every push fails", day(end))
	}
	return found(message, s.renew())
}

// profileEnded says what that means: what is in the App Store was signed anew by
// Apple, and runs on.
func profileEnded(p *apple.Profile) text.Text {
	switch {
	case p == nil:
		return text.Text{}
	case p.Kind == apple.AppStore:
		return text.F("描述文件已于 %s 过期：不能再用它打包上传", "the profile expired on %s: nothing more can be packed and uploaded with it", day(p.Expires))
	}
	return text.F("描述文件已于 %s 过期：用它签名的 App 在手机上打不开", "the profile expired on %s: apps signed with it no longer start on the phone", day(p.Expires))
}

func expiring(s specimen) []Problem {
	end, ok := s.ends()
	left := end.Sub(s.now)
	if !ok || left < 0 || left > soon {
		return nil
	}
	days := int(left / (24 * time.Hour))
	return found(text.F("%[2]s 到期，只剩 %[1]d 天", "it expires on %[2]s: %[3]s left", days, day(end), text.Plural(days, "day")), s.renew())
}

func notYetValid(s specimen) []Problem {
	c := s.leaf()
	if c == nil || !s.now.Before(c.NotBefore) {
		return nil
	}
	return found(text.F("证书 %s 才生效", "the certificate is not valid before %s", day(c.NotBefore)),
		text.T("检查这台电脑的日期；日期没错就等到生效之后再用", "look at this computer's date; where that is right, wait until then"))
}

var makeProfile = text.T("在 Apple Developer → Profiles 重新生成并下载描述文件，再用它重新打包", "make the profile again on the Profiles page of Apple Developer, download it, and pack the app with it")

// renew says how to get a new one.
func (s specimen) renew() text.Text {
	switch {
	case s.leaf() == nil:
		return makeProfile
	case s.File.Kind != apple.KindSigning:
		return text.T("申请新的推送证书并上传到 IM 控制台；在原证书上更新可以保留证书 ID，新增则要同时修改代码里的 iosBusinessID",
			"get a new push certificate and upload it to the IM console; replacing the old one there keeps its id, adding another means a new iosBusinessID in code")
	}
	return text.T("在 Apple Developer → Certificates 申请新的签名证书", "get a new signing certificate on the Certificates page of Apple Developer")
}

// day is a date as people write it.
func day(t time.Time) string { return t.UTC().Format("2006-01-02") }
