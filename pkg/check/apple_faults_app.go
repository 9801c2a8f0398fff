package check

import (
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

func wildcardAppID(s specimen) []Problem {
	p := s.profile()
	if p == nil || !isWildcard(p.BundleID) {
		return nil
	}
	return found(text.F("描述文件是通配的（%s），通配的 App ID 不能开通推送，用它打的包取不到 deviceToken",
		"the profile is a wildcard (%s): such an App ID cannot have push, and an app signed with it gets no device token", p.BundleID), registerAppID)
}

var registerAppID = text.T("在 Apple Developer → Identifiers 注册与 Bundle ID 完全一致的 App ID，勾选 Push Notifications，再为它生成描述文件并重新打包",
	"register an App ID that is the bundle id itself on the Identifiers page of Apple Developer, tick Push Notifications, make a profile for it, and pack the app again")

// isWildcard reports whether a profile's bundle id stands for several apps.
func isWildcard(id string) bool { return strings.HasSuffix(id, "*") }

func noAPSEnvironment(s specimen) []Problem {
	b, ok := buildOf(s.AppleFile)
	// UniApp.entitlements adds to what the profile grants, which need not stand in it.
	if !ok || !b.signed() || b.aps != "" || s.File.Kind == apple.KindEntitlements && filepath.Base(s.Path) == nativeEntitlements {
		return nil
	}
	return found(text.F("%s里没有 aps-environment：这样的 App 注册推送会失败，取不到 deviceToken",
		"there is no aps-environment in %s: registering for push fails, and there is no device token", b.where()), addPush)
}

// nativeEntitlements is the file of further entitlements in nativeResources/ios.
const nativeEntitlements = "UniApp.entitlements"

var addPush = text.T("在 Apple Developer → Identifiers 给 App ID 勾选 Push Notifications，然后重新生成并下载描述文件（旧的不会自动更新），用新的描述文件重新打包",
	"tick Push Notifications for the App ID on the Identifiers page of Apple Developer, make and download the profile again (an old one stays as it is), and pack the app with the new one")

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
	a := s.File.App
	if a == nil || a.BundleID == "" {
		return nil
	}
	for _, other := range []struct {
		where text.Text
		id    string
	}{
		{text.T("代码签名", "the code signature"), signedID(a)},
		{text.T("描述文件", "the profile"), profileID(a)},
	} {
		if other.id != "" && !covers(other.id, a.BundleID) {
			return found(text.F("Info.plist 里的 Bundle ID 是 %s，%s里是 %s：多半是重签名造成的，推送的 topic 以后者为准",
				"the bundle id is %s in Info.plist and %[3]s in %[2]s: the app was signed again, it seems, and the latter is the topic of its pushes", a.BundleID, other.where, other.id),
				text.T("用与 Bundle ID 一致的描述文件重新签名或打包", "sign or pack it again, with a profile of that bundle id"))
		}
	}
	return nil
}

func signedID(a *apple.App) string {
	if a.Signed == nil {
		return ""
	}
	return a.Signed.BundleID
}

func profileID(a *apple.App) string {
	if a.Profile == nil {
		return ""
	}
	return a.Profile.BundleID
}

// covers reports whether an App ID, which may be a wildcard, is that of an app.
func covers(appID, bundleID string) bool {
	if prefix, ok := strings.CutSuffix(appID, "*"); ok {
		return strings.HasPrefix(bundleID, prefix)
	}
	return appID == bundleID
}
