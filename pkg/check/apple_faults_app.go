package check

import (
	"path/filepath"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

func wildcardAppID(s specimen) []Problem {
	p := s.profile()
	if p == nil || !apple.IsWildcard(p.BundleID) {
		return nil
	}
	return found(text.F("描述文件是通配的（%s），通配的 App ID 不能开通推送，用它打的包取不到 deviceToken",
		"the profile is a wildcard (%s): such an App ID cannot have push, and an app signed with it gets no device token", p.BundleID), registerAppID)
}

var registerAppID = text.T("在 Apple Developer → Identifiers 注册与 Bundle ID 完全一致的 App ID，勾选 Push Notifications，再为它生成描述文件并重新打包",
	"register an App ID that is the bundle id itself on the Identifiers page of Apple Developer, tick Push Notifications, make a profile for it, and pack the app again")

func noAPSEnvironment(s specimen) []Problem {
	b, ok := buildOf(s.AppleFile)
	// UniApp.entitlements adds to what the profile grants, which need not stand in it.
	if _, known := b.environment(); known || !ok || !b.signed() || s.File.Kind == apple.KindEntitlements && filepath.Base(s.Path) == nativeEntitlements {
		return nil
	}
	if b.aps != "" {
		return found(text.F("%s里的 aps-environment 是 %q，没有这样的值（应为 development 或 production）：取不到 deviceToken",
			"aps-environment is %[2]q in %[1]s, which is no value of it (development or production): there is no device token", b.where(), b.aps), makeProfile)
	}
	fix := addPush
	if b.lostPush() {
		fix = signAgain
	}
	return found(text.F("%s里没有 aps-environment：这样的 App 注册推送会失败，取不到 deviceToken",
		"there is no aps-environment in %s: registering for push fails, and there is no device token", b.where()), fix)
}

// nativeEntitlements is the file of further entitlements in nativeResources/ios.
const nativeEntitlements = "UniApp.entitlements"

var addPush = text.T("在 Apple Developer → Identifiers 给 App ID 勾选 Push Notifications，然后重新生成并下载描述文件（旧的不会自动更新），用新的描述文件重新打包",
	"tick Push Notifications for the App ID on the Identifiers page of Apple Developer, make and download the profile again (an old one stays as it is), and pack the app with the new one")

// signAgain is for an app that its profile allows to push, and that was signed without
// saying so.
var signAgain = text.T("描述文件里有 aps-environment，签名时却没有带上：重新打包；自己用 codesign 重签名的，要用 --entitlements 带上描述文件里的权限",
	"the profile has aps-environment, and the app was signed without it: pack the app again, or, where codesign was run by hand, sign it with --entitlements as the profile has them")

// lostPush: the profile of a build without aps-environment has it.
func (b build) lostPush() bool {
	return b.source == apple.FromSignature && b.profile != nil && b.profile.APSEnvironment != ""
}

func signatureDiffers(s specimen) []Problem {
	a := s.File.App
	if a == nil || a.Signed == nil || a.Profile == nil || a.Signed.APSEnvironment == a.Profile.APSEnvironment {
		return nil
	}
	return found(text.F("代码签名里的 aps-environment 是 %s，描述文件里是 %s：以签名为准，这样的包可能装不上",
		"aps-environment is %s in the code signature and %s in the profile: the signature counts, and the app may refuse to install",
		quoted(a.Signed.APSEnvironment), quoted(a.Profile.APSEnvironment)),
		text.T("用同一个描述文件重新签名或重新打包", "sign or pack the app again, with one profile"))
}

func bundleIDDiffers(s specimen) []Problem {
	if s.File.App == nil {
		return nil
	}
	id, source, differs := s.File.App.OtherID()
	if !differs {
		return nil
	}
	return found(text.F("Info.plist 里的 Bundle ID 是 %[1]s，%[2]s里是 %[3]s：多半是重签名造成的；文件里看不出推送的 topic 是哪一个",
		"the bundle id is %[1]s in Info.plist and %[3]s in %[2]s: the app was signed again, it seems, and the files do not tell which of them is the topic of its pushes",
		s.File.App.BundleID, build{source: source}.where(), id), oneID)
}

var oneID = text.T("用与 Bundle ID 一致的描述文件重新签名或打包", "sign or pack it again, with a profile of that bundle id")
