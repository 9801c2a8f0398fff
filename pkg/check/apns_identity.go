package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var apnsBundleID = &Rule{
	ID:       "apns-bundle-id",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("推送证书和安装包是同一个 App 的", "Push certificate and build belong to the same app"),
		Why: text.T("一张推送证书只能给一个 Bundle ID 推送。Bundle ID 不同时苹果返回 400 DeviceTokenNotForTopic 或 TopicDisallowed，IM 不显示错误，iPhone 收不到离线推送。大小写也必须一致。",
			"A push certificate serves one bundle id. With another one Apple answers 400 DeviceTokenNotForTopic or TopicDisallowed; IM shows no error, and the iPhone gets no offline push. Upper and lower case count."),
		Fix: text.T("以安装包的 Bundle ID 为准，在 Apple Developer 为同一个 App ID 申请推送证书并上传到 IM 控制台；如果打错了包，改 HBuilderX 云打包里的 Bundle ID 和描述文件，重新打包。",
			"Take the build's bundle id, get a push certificate for that App ID from Apple Developer and upload it to the IM console; where the build is the wrong one, correct bundle id and profile in HBuilderX's packing dialog and pack again."),
		File:   "manifest.json",
		Before: `"appid" : "com.example.app"`,
		After:  `"appid" : "com.example.demo"`,
		Beside: []Example{
			{File: "offpush.toml", Before: `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`, After: `cert_file = "certs/push.p12"  # Apple Push Services: com.example.demo`},
		},
		Links: []string{certificatesURL, troublePushURL},
	},
	Run: ofBuilds(judgeBundleID),
}

func judgeBundleID(in *Input, b *build) Result {
	r := question{differ: idsDiffer(bundleIDWords), agree: sameID(bundleIDWords), open: idsOpen(bundleIDWords)}.settle(in, b, in.bundleIDs(b))
	switch {
	case b == nil || r.Status == Failed:
		return r
	case len(b.topics) > 1:
		return unknown(source.Span{}, text.F("%[1]s 的 Info.plist 里是 %[2]s，签名用的却是 %[3]s：看不出推送的 topic 是哪一个；%[4]s",
			"Info.plist in %[1]s says %[2]s, but it is signed as %[3]s: nothing tells which is the topic of its pushes; %[4]s", b.Path, b.topics[0], b.topics[1], oneID))
	case r.Status == NotApplicable || r.Status == Passed || len(b.topics) > 0 || !apple.IsWildcard(b.bundleID):
		return r
	}
	return unknown(source.Span{}, text.F("%s 里的 App ID 是通配的（%s），不是某个 App 的 Bundle ID", "the App ID in %s is a wildcard (%s) and no app's bundle id", b.Path, b.bundleID))
}

var apnsTeam = &Rule{
	ID:       "apns-team",
	Topic:    TopicApple,
	Severity: Error,
	About:    []string{"apns"},
	Always:   true,
	Doc: Doc{
		Title: text.T("推送凭据和安装包属于同一个苹果团队", "Push credential and build belong to the same Apple team"),
		Why: text.T("另一个开发者账号的证书或 .p8 不能给这个 App 推送：苹果返回 403 InvalidProviderToken 或 400 TopicDisallowed，iPhone 收不到离线推送。",
			"A certificate or .p8 of another developer account cannot push to this app: Apple answers 403 InvalidProviderToken or 400 TopicDisallowed, and the iPhone gets no offline push."),
		Fix: text.T("用 App 所在的开发者账号申请推送证书或 .p8；Team ID 在 Apple Developer → Membership 页面。App 转让到别的账号之后，要用新账号的证书。",
			"Get the certificate or .p8 from the developer account that owns the app; its team id is on the Membership page of Apple Developer. After an app was transferred, the new account's is needed."),
		File:   "offpush.toml",
		Before: `team_id = "ZYXWV98765"  # another team's`,
		After:  `team_id = "ABCDE12345"  # as in the signature of app.ipa`,
		Links:  []string{tokensURL, troublePushURL},
	},
	Run: ofBuilds(judgeTeam),
}

func judgeTeam(in *Input, b *build) Result {
	return question{differ: idsDiffer(teamWords), agree: sameID(teamWords), open: idsOpen(teamWords)}.settle(in, b, in.teams(b))
}

// bundleIDs are what everybody says of the app's id.
func (in *Input) bundleIDs(b *build) []claim {
	var out []claim
	if b != nil {
		out = append(out, claim{party: theBuild, who: text.Same(b.Path), values: b.topics})
	}
	if c, ok := in.credential(); ok && c.cert != nil {
		ids, named := appIDs(c.cert), values(c.cert.BundleID)
		if len(named) == 0 {
			named = ids[:min(len(ids), 3)]
		}
		out = append(out, claim{party: theCredential, who: text.Same(c.Path), values: ids, show: text.List(named)})
	}
	out = append(out, claim{party: theUser, who: text.T("指定的 Bundle ID", "the bundle id that was given"), values: values(in.Apple.BundleID)})
	if in.Project != nil && in.Apple.BundleID == "" {
		if id := in.appPlus("distribute", "ios", "appid").Text(); !isTemplate(id) {
			out = append(out, claim{party: theManifest, who: text.Same(in.Project.Manifest.Path), values: values(id)})
		}
	}
	return out
}

// appIDs are the apps that a certificate names. Its other topics (.voip,
// .complication) are of the same apps, and no bundle ids.
func appIDs(c *apple.Certificate) []string {
	all := append(values(c.BundleID), c.Topics...)
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool {
		return slices.ContainsFunc(all, func(app string) bool { return strings.HasPrefix(id, app+".") })
	})
}

// teams are what everybody says of the team.
func (in *Input) teams(b *build) []claim {
	var out []claim
	if b != nil {
		out = append(out, claim{party: theBuild, who: text.Same(b.Path), values: values(b.teamID)})
	}
	c, ok := in.credential()
	switch {
	case ok && c.cert != nil:
		out = append(out, claim{party: theCredential, who: text.Same(c.Path), values: values(c.cert.TeamID)})
	case ok && c.key != nil: // nothing in the file says it
		return append(out, claim{party: theCredential, who: text.T("为 .p8 指定的 Team ID", "the team id that was given for the .p8"), values: values(in.Apple.TeamID)})
	}
	return append(out, claim{party: theUser, who: text.T("指定的 Team ID", "the team id that was given"), values: values(in.Apple.TeamID)})
}

// values are those that are not "".
func values(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// idWords are the words of a question about an id.
type idWords struct {
	name, consequence text.Text
	key               text.Text // why a .p8 does not tell
}

var (
	bundleIDWords = idWords{
		name:        text.T("Bundle ID", "bundle id"),
		consequence: text.T("苹果会以 400 DeviceTokenNotForTopic 或 TopicDisallowed 拒绝推送", "Apple refuses the pushes with 400 DeviceTokenNotForTopic or TopicDisallowed"),
		key:         text.T(".p8 可以给团队的所有 App 推送，文件里没有 Bundle ID；用 --bundle-id 指明推送的是哪个 App", "a .p8 pushes to all apps of its team and names none; say with --bundle-id which one is meant"),
	}
	teamWords = idWords{
		name:        text.T("Team ID", "team id"),
		consequence: text.T("苹果会以 403 InvalidProviderToken 或 400 TopicDisallowed 拒绝推送", "Apple refuses the pushes with 403 InvalidProviderToken or 400 TopicDisallowed"),
		key:         text.T(".p8 文件里没有 Team ID；用 --team-id 指明它属于哪个团队", "a .p8 does not say its team; give it with --team-id"),
	}
)

// idsDiffer words two ids that are not the same.
func idsDiffer(w idWords) func(a, b claim, lenient bool) Result {
	return func(a, b claim, lenient bool) Result {
		message := text.F("%[1]s 不一致：%[2]s 是 %[3]s，%[4]s 是 %[5]s；%[6]s", "the %[1]ss differ: %[2]s has %[3]s, %[4]s has %[5]s; %[6]s",
			w.name, a.who, a.words(), b.who, b.words(), w.consequence)
		r := Result{Status: Failed, Message: message}
		if lenient {
			r.Message = text.F("%s。如果这个自定义基座本来就是另一个 App，可以忽略", "%s. Ignore this where the custom base is meant to be another app", message)
		}
		return r.against(a, b)
	}
}

func sameID(w idWords) func([]claim) text.Text {
	return func(claims []claim) text.Text {
		return text.F("%s 一致：%s（%s）", "one %s: %s (%s)", w.name, narrowest(claims).words(), speakers(claims))
	}
}

// idsOpen says why an id cannot be compared; a .p8 says neither app nor team.
func idsOpen(w idWords) func(*Input, *build, []claim) Result {
	return func(in *Input, b *build, claims []claim) Result {
		alone := !slices.ContainsFunc(claims, func(c claim) bool { return c.party != theBuild })
		if c, ok := in.credential(); ok && c.key != nil && b != nil && alone {
			return unknown(source.Span{}, w.key)
		}
		return lacking(in, b)
	}
}
