package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsEntitlement = &Rule{
	ID:       "apns-entitlement",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("安装包有推送权限 aps-environment", "The build is entitled to push: it has aps-environment"),
		Why: text.T("签名里没有 aps-environment 的 App 向苹果注册推送会失败（no valid aps-environment entitlement），取不到 deviceToken，收不到任何离线推送。manifest.json 或 UniApp.entitlements 里手写的值与描述文件不同，会导致签名失败，或打出环境不对的包。",
			"An app without aps-environment in its signature fails to register for push (no valid aps-environment entitlement): it has no device token and gets no offline push. A value written by hand in manifest.json or UniApp.entitlements that is not the profile's makes signing fail, or a build of the wrong environment."),
		Fix: text.T("在 Apple Developer → Identifiers 给 App ID 勾选 Push Notifications，然后重新生成并下载描述文件（旧的不会自动更新），用新的描述文件重新打包。手写的 aps-environment 删掉即可，打包时会按描述文件填写。",
			"Tick Push Notifications for the App ID on the Identifiers page of Apple Developer, make and download the profile again (an old one stays as it is), and pack the app with the new one. Remove an aps-environment written by hand: packing takes it from the profile."),
		File:   "manifest.json",
		Before: `"entitlements" : { "aps-environment" : "development" }`,
		After:  `"entitlements" : {}`,
		Links:  []string{entitlementURL, capabilitiesURL},
	},
	Run: ofBuilds(judgeEntitlement),
}

func judgeEntitlement(in *Input, b *build) Result {
	written := in.writtenEntitlements()
	native := in.Apple.Native
	unread := native != nil && (native.File == nil || native.File.Entitlements == nil)
	if b == nil {
		if x, y, ok := clash(written, false); ok {
			return entitlementsDiffer(x, y)
		}
		if unread {
			return unreadBeside(*native)
		}
		return notApplicable(noBuild)
	}
	switch {
	case !b.signed():
		return unknown(source.Span{}, text.F("%s 没有签名，也没有描述文件，看不出权限", "%s has neither a signature nor a profile that would tell what it was granted", b.Path))
	case b.aps == "" && b.lostPush():
		return noEntitlement(b).fix(signAgain)
	case b.aps == "":
		return noEntitlement(b)
	}
	if _, ok := b.environment(); !ok {
		return fail(source.Span{}, text.F("%s里的 aps-environment 是 %q，没有这样的值", "aps-environment is %[2]q in %[1]s, which is no value of it", b.where(), b.aps)).fix(makeProfile).
			with(text.Same(b.aps), text.T("development 或 production", "development or production"))
	}
	granted := claim{party: theBuild, who: text.F("%s 的%s", "%[2]s of %[1]s", b.Path, b.where()), values: []string{b.aps}}
	if b.profile != nil && b.profile.APSEnvironment != "" { // what was granted, whatever was signed
		granted.who, granted.values = text.F("%s 的描述文件", "the profile of %s", b.Path), []string{b.profile.APSEnvironment}
	}
	if x, y, ok := clash(append([]claim{granted}, written...), false); ok {
		return entitlementsDiffer(x, y)
	}
	if unread {
		return unreadBeside(*native)
	}
	if b.unsigned {
		return unknown(source.Span{}, text.F("%s 的代码签名读不到：描述文件允许 aps-environment（%s），签名里有没有看不出来", "the code signature of %s could not be read: its profile allows aps-environment (%s), and nothing tells whether it was granted", b.Path, b.aps))
	}
	return pass(source.Span{}, text.F("%s里有 aps-environment：%s", "aps-environment in %s: %s", b.where(), b.aps))
}

func noEntitlement(b *build) Result {
	return fail(source.Span{}, text.F("%s里没有 aps-environment，App 取不到 deviceToken", "there is no aps-environment in %s, and the app gets no device token", b.where())).
		with(text.T("没有 aps-environment", "no aps-environment"), text.T("development 或 production", "development or production"))
}

// writtenEntitlements is what people wrote for HBuilderX to put into the app.
func (in *Input) writtenEntitlements() []claim {
	var out []claim
	if in.Project != nil {
		value := in.appPlus("distribute", "ios", "capabilities", "entitlements", "aps-environment").Text()
		out = append(out, claim{party: theManifest, who: text.Same(in.Project.Manifest.Path), values: values(value)})
	}
	if f := in.Apple.Native; f != nil && f.File != nil && f.File.Entitlements != nil {
		out = append(out, claim{party: theUser, who: text.Same(f.Path), values: values(f.File.Entitlements.APSEnvironment)})
	}
	return slices.DeleteFunc(known(out), func(c claim) bool { return isTemplate(c.values[0]) })
}

func entitlementsDiffer(a, b claim) Result {
	return fail(source.Span{}, text.F("aps-environment 不一致（%s：%s；%s：%s）：打包时签名会失败，或环境不对", "aps-environment differs: %s has %s, %s has %s; packing fails when it signs, or the environment is wrong",
		a.who, a.words(), b.who, b.words())).warning().
		with(text.F("%s：%s", "%s: %s", b.who, b.words()), text.F("%s：%s", "%s: %s", a.who, a.words())).
		fix(text.T("删掉手写的 aps-environment，打包时会按描述文件填写", "remove the aps-environment written by hand: packing takes it from the profile"))
}
