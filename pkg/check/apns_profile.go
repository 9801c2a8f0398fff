package check

import (
	"crypto/x509"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsProfile = &Rule{
	ID:       "apns-profile",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("描述文件有效，能用于推送", "The provisioning profile is valid and allows push"),
		Why: text.T("描述文件决定 App 属于哪个 APNs 环境。过期后用它签名的 App 打不开（从 App Store 安装的除外），也打不出新包；通配的描述文件（*）不能推送；种类与打包方式不符时，手机上的 token 属于另一个环境。",
			"The profile decides which APNs environment an app belongs to. Once it has expired the apps signed with it no longer start (those from the App Store do), and no new ones can be packed; a wildcard profile (*) allows no push; one of another kind than the build makes tokens of the other environment."),
		Fix: text.T("在 Apple Developer → Profiles 为与 Bundle ID 完全一致的 App ID 重新生成对应种类的描述文件（调试：Development；测试分发：Ad Hoc；上架：App Store），下载后在 HBuilderX 中用它重新打包。",
			"On the Profiles page of Apple Developer make a profile of the right kind (Development to debug, Ad Hoc for testers, App Store for release) for the App ID that is the bundle id itself, download it, and pack the app with it in HBuilderX."),
		File:   "offpush.toml",
		Before: `profile = "certs/adhoc-2024.mobileprovision"  # valid until January 2025`,
		After:  `profile = "certs/adhoc.mobileprovision"  # valid until January 2027`,
		Links:  []string{iosSignURL, capabilitiesURL},
	},
	Run: ofBuilds(judgeProfile),
}

func judgeProfile(in *Input, b *build) Result {
	if b == nil {
		return notApplicable(noBuild)
	}
	p, named := b.profile, in.namedProfile()
	if p == nil && named != nil {
		p = named
	}
	if f := in.Apple.Profile; p == nil && f != nil {
		return unreadBeside(*f)
	}
	if p == nil {
		return notApplicable(text.F("%s 里没有描述文件（从 App Store 下载的包就没有）", "%s holds no profile (apps from the App Store have none)", b.Path))
	}
	for _, judge := range []func(*Input, *apple.Profile) (Result, bool){profileExpired, profileWildcard, profileKind, profileSigners} {
		if r, bad := judge(in, p); bad {
			return r
		}
	}
	if named != nil && b.profile != nil && b.File.App != nil {
		if r, bad := profilesDiffer(b, named, in.Apple.Profile.Path); bad {
			return r
		}
	}
	if f := in.Apple.Profile; f != nil && named == nil && b.Path != f.Path {
		return unreadBeside(*f)
	}
	if left := p.Expires.Sub(in.Now); !p.Expires.IsZero() && left <= soon {
		days := int(left / (24 * time.Hour))
		return fail(source.Span{}, text.F("描述文件 %[2]s 到期，只剩 %[1]d 天", "the profile expires on %[2]s: %[3]s left", days, day(p.Expires), text.Plural(days, "day"))).warning().
			with(text.F("有效期到 %s", "valid until %s", day(p.Expires)), text.T("到期之前用新的描述文件重新打包", "a build with a new profile before that day"))
	}
	return pass(source.Span{}, text.F("种类：%s；%s 到期", "of the kind %s, valid until %s", p.Kind.Name(), day(p.Expires)))
}

// unreadBeside: a file beside the build that says nothing is not passed over.
func unreadBeside(f AppleFile) Result {
	return unknown(source.Span{}, text.F("%s 没有读出来：%s", "%s could not be read: %s", f.Path, whyUnread(f)))
}

// namedProfile is the one that was named beside the app; nil when it was not read.
func (in *Input) namedProfile() *apple.Profile {
	if f := in.Apple.Profile; f != nil && f.File != nil {
		return f.File.Profile
	}
	return nil
}

func profileExpired(in *Input, p *apple.Profile) (Result, bool) {
	if p.Expires.IsZero() || !in.Now.After(p.Expires) {
		return Result{}, false
	}
	return fail(source.Span{}, profileEnded(p)).fix(makeProfile).
		with(text.F("有效期到 %s", "valid until %s", day(p.Expires)), text.F("有效期在 %s 之后", "valid after %s", day(in.Now))), true
}

func profileWildcard(_ *Input, p *apple.Profile) (Result, bool) {
	return fail(source.Span{}, text.F("描述文件是通配的（%s），不能开通推送", "the profile is a wildcard (%s), which allows no push", p.BundleID)).fix(registerAppID).
		with(text.Same(p.BundleID), text.T("与 Bundle ID 完全一致的 App ID", "an App ID that is the bundle id itself")), apple.IsWildcard(p.BundleID)
}

// buildProfiles is the kind of profile that each build has; a custom base takes
// any.
var buildProfiles = map[Build]apple.ProfileKind{
	BuildDebug:      apple.Development,
	BuildAdHoc:      apple.AdHoc,
	BuildAppStore:   apple.AppStore,
	BuildEnterprise: apple.Enterprise,
}

func profileKind(in *Input, p *apple.Profile) (Result, bool) {
	want, ok := buildProfiles[in.Apple.Build]
	return fail(source.Span{}, text.F("描述文件的种类（%s）与 --build %s 不符", "the profile is of the kind %s, which is not that of --build %s", p.Kind.Name(), in.Apple.Build)).
		fix(text.T("换一个文件，或用对应的描述文件重新打包", "name another file, or pack it again with the right profile")).
		with(p.Kind.Name(), want.Name()), ok && p.Kind != want
}

// profileSigners: nothing can be signed with a profile whose certificates have all
// expired.
func profileSigners(in *Input, p *apple.Profile) (Result, bool) {
	var last time.Time
	for _, der := range p.Certificates {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return Result{}, false
		}
		if c.NotAfter.After(last) {
			last = c.NotAfter
		}
	}
	return fail(source.Span{}, text.F("描述文件里的签名证书全部过期了（最后一张在 %s）", "all signing certificates in the profile have expired (the last one on %s)", day(last))).
		fix(text.T("申请新的签名证书，重新生成包含它的描述文件，再用两者重新打包", "get a new signing certificate, make the profile again with it, and pack the app with both")).
		with(text.F("有效期到 %s", "valid until %s", day(last)), text.T("一张有效的签名证书", "a signing certificate that is valid")), !last.IsZero() && in.Now.After(last)
}

// profilesDiffer: the profile beside the app is not the one inside. Made anew it
// says the same; of another kind or app it does not.
func profilesDiffer(b *build, named *apple.Profile, path string) (Result, bool) {
	inside := b.profile
	if inside.UUID == named.UUID && inside.Name == named.Name {
		return Result{}, false
	}
	r := fail(source.Span{}, text.F("包里的描述文件（%s）不是 %s（%s）：包是用另一个描述文件打的", "the profile inside (%s) is not %s (%s): the app was packed with another one", text.Visible(inside.Name), path, text.Visible(named.Name))).
		with(text.Same(inside.Name), text.Same(named.Name)).
		fix(text.T("用新的描述文件重新打包，或把 [apple] profile 改成打包用的那个", "pack the app again with the new profile, or let [apple] profile name the one that it is packed with"))
	if inside.Kind == named.Kind && inside.BundleID == named.BundleID && inside.APSEnvironment == named.APSEnvironment && inside.TeamID == named.TeamID {
		r = r.warning()
	}
	return r, true
}
