package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// mendingOrder is what to mend first: without a credential that opens nothing can
// be told, and a build without push is of no use, whatever the ids and the
// environment. A wildcard profile comes before the entitlement, which it cannot have.
func mendingOrder() []*Rule {
	return []*Rule{apnsCredential, apnsKey, apnsExpiry, apnsProfile, apnsEntitlement, apnsBundleID, apnsTeam, apnsEnvironment}
}

// foremostFailure is the check to mend first, and the build that it is about.
func foremostFailure(all []judgedBuild) (Result, AppleFile, bool) {
	for _, rule := range mendingOrder() {
		for _, j := range all {
			i := slices.IndexFunc(j.results, func(c Result) bool { return c.Rule == rule && c.Status == Failed })
			if i >= 0 {
				return j.results[i], j.file, true
			}
		}
	}
	return Result{}, AppleFile{}, false
}

// firstAid is the one sentence that matters where something failed.
func (in *Input) firstAid(worst Result, of AppleFile) text.Text {
	switch worst.Rule {
	case apnsCredential:
		return in.getCredential()
	case apnsEnvironment:
		return in.otherBuild(of)
	case apnsBundleID:
		return text.F("推送凭据、安装包和设置要属于同一个 App：%s ≠ %s。", "Credential, build and settings must be of one app: %s is not %s.", worst.Found, worst.Expected)
	case apnsTeam:
		return text.F("推送凭据和安装包要属于同一个团队：%s ≠ %s。", "Credential and build must be of one team: %s is not %s.", worst.Found, worst.Expected)
	case apnsEntitlement:
		switch worst.Fix {
		case signAgain:
			return in.aboutOne(of, text.F("先重新签名，现在的包取不到 deviceToken，换证书没有用：%s。", "Sign the app again first, it gets no device token as it is, whatever the certificate: %s.", signAgain))
		case makeProfile:
			return in.aboutOne(of, profileFirst(worst))
		}
	case apnsProfile:
		return in.aboutOne(of, profileFirst(worst))
	}
	return in.aboutOne(of, firstAid[worst.Rule.ID])
}

func profileFirst(r Result) text.Text {
	return text.F("先处理描述文件：%s；%s。", "Mend the profile first: %s; %s.", r.Message, r.Fix)
}

// firstAid is said of failures that go before others, whatever they found.
var firstAid = map[string]text.Text{
	apnsKey.ID: text.T("先换成正确的私钥：现在这个凭据苹果不会接受。", "Get the right private key first: Apple refuses this credential as it is."),
	apnsExpiry.ID: text.T("先申请新的推送证书，在 IM 控制台更新原来的证书，证书 ID 和 iosBusinessID 就不用改。",
		"Get a new push certificate first, and replace the old one in the IM console: then its id, and iosBusinessID, stay."),
	apnsEntitlement.ID: text.T("先给 App ID 开通 Push Notifications，用重新生成的描述文件打包：现在的包取不到 deviceToken，换证书没有用。",
		"Give the App ID push notifications first, and pack the app with a profile made after that: this build gets no device token, whatever the certificate."),
}

// aboutOne names the build that a sentence is about, where there are several.
func (in *Input) aboutOne(f AppleFile, sentence text.Text) text.Text {
	if sentence.IsZero() || f.Path == "" || len(in.Apple.builds()) < 2 {
		return sentence
	}
	return text.F("%s：%s", "%s: %s", f.Path, sentence)
}

// getCredential is said of a credential that cannot push. One that did not open
// may be the right one.
func (in *Input) getCredential() text.Text {
	if e := in.Apple.Credential.Err; e != nil {
		return text.F("先让 %s 能够打开：%s；%s。", "Get %s to open first: %s; %s.", in.Apple.Credential.Path, e.Message, e.Hint)
	}
	return text.T("先换成能推送的凭据：IM 控制台要的是推送证书（Apple Push Services）连同私钥的 p12，不是 HBuilderX 打包用的签名 p12。",
		"Get a credential that can push first: the IM console needs the p12 of a push certificate (Apple Push Services) with its key, not the p12 that HBuilderX signs with.")
}

// otherBuild is need, unless the file is not the build that it was said to be.
func (in *Input) otherBuild(f AppleFile) text.Text {
	b, _ := buildOf(f)
	e, known := b.environment()
	if said, ok := in.Apple.Build.Environment(); ok && known && e != said {
		return text.F("%[1]s 属于%[2]s，不是 --build %[3]s 所说的包：换一个文件，或用对应的描述文件重新打包。",
			"%[1]s belongs to %[2]s and is no build as --build %[3]s says: name another file, or pack it again with the right profile.", f.Path, e.InSentence(), in.Apple.Build)
	}
	return in.need(f)
}

// ships: what was named, and of what was found the builds that are no custom base
// and that nothing newer took the place of.
func (f AppleFile) ships() bool { return !f.Found || !f.Base && f.newer == "" }

// foremost is the first build that ships.
func foremost(judged []judgedBuild) AppleFile {
	for _, j := range judged {
		if j.file.ships() {
			return j.file
		}
	}
	return judged[0].file
}

// need says which certificate id of the IM console a build needs, and what that
// means for the credential.
func (in *Input) need(f AppleFile) text.Text {
	c, has := in.credential()
	b, ok := buildOf(f)
	e, known := b.environment()
	name := b.name()
	if said, can := in.Apple.Build.Environment(); can && (!ok || !known) {
		e, known, name = said, true, buildWords[in.Apple.Build]
	}
	if !known {
		if has && c.cert != nil && c.File.Kind == apple.KindPush {
			return in.useOf(c)
		}
		return text.Text{}
	}
	sentence := text.F("这个%[1]s的 iosBusinessID 要填 IM 控制台里%[2]s的 ID", "This %[1]s needs %[2]s's id as iosBusinessID", name, certificateFor[e])
	return in.aboutOne(f, text.F("%s%s%s。", "%s%s%s.", sentence, in.credentialFor(c, e), in.writtenID()))
}

// buildWords name the builds that were said, as [build.name] does.
var buildWords = map[Build]text.Text{
	BuildDebug:      buildNames[apple.Development],
	BuildAdHoc:      buildNames[apple.AdHoc],
	BuildAppStore:   buildNames[apple.AppStore],
	BuildEnterprise: buildNames[apple.Enterprise],
}

// credentialFor goes on with what there is to upload.
func (in *Input) credentialFor(c credential, e apple.Environment) text.Text {
	switch up := in.Apple.UploadAs; {
	case c.key != nil:
		return text.T("；.p8 通常两个环境都能用，在控制台按这个环境添加", "; a .p8 mostly serves both environments: add it there for this one")
	case c.cert == nil || c.File.Kind != apple.KindPush:
		return text.Text{}
	case !slices.Contains(c.cert.Environments, e):
		return text.F("；%[1]s 只能推%[2]s，要另外上传一张能推%[3]s的证书", "; %[1]s pushes to %[2]s only: upload another one that pushes to %[3]s", c.Path, environmentsOf(c.cert), e.InSentence())
	case up != "" && up != e:
		return text.F("；%[1]s 要作为%[2]s上传，不是%[3]s", "; upload %[1]s as %[2]s and not as %[3]s", c.Path, certificateFor[e], certificateFor[up])
	case len(c.cert.Environments) > 1:
		return text.F("；%[1]s 两个环境都能用，上传两次会得到两个 ID，用作为%[2]s上传得到的那个", "; %[1]s serves both environments and gets an id for each: take the one that it gets as %[2]s", c.Path, certificateFor[e])
	}
	return text.F("，也就是 %s 上传后得到的 ID", ", the one that %s gets when it is uploaded", c.Path)
}

// writtenID goes on with the ids that the code has.
func (in *Input) writtenID() text.Text {
	if in.Project == nil {
		return text.Text{}
	}
	var ids []string
	for _, s := range in.settings("iosBusinessID") {
		if s.Literal && isWholeNumber(s.Value()) && !slices.Contains(ids, s.Value()) {
			ids = append(ids, s.Value())
		}
	}
	if len(ids) == 0 {
		return text.Text{}
	}
	return text.F("；代码里写的是 %s，请到控制台核对", "; the code says %s: compare it with the console", text.List(ids))
}

// useOf says which builds a certificate is for, where there is none to judge.
func (in *Input) useOf(c credential) text.Text {
	switch {
	case len(c.cert.Environments) == 0:
		return text.Text{}
	case len(c.cert.Environments) > 1:
		return text.F("%s 两个环境都能用：在 IM 控制台作为开发证书和生产证书各上传一次，得到两个 ID；开发包的 iosBusinessID 填前者，ad hoc、App Store、企业包填后者%s。",
			"%s serves both environments: upload it in the IM console as development and as production certificate; development builds take the first id as iosBusinessID, ad hoc, App Store and enterprise builds the second%s.", c.Path, in.writtenID())
	case c.cert.Environments[0] == apple.Sandbox:
		return text.F("%s 只能推开发环境：它的 ID 只能填在用开发描述文件打的包里（iosBusinessID）%s。",
			"%s pushes to the sandbox only: its id is the iosBusinessID of builds with a development profile%s.", c.Path, in.writtenID())
	}
	return text.F("%s 只能推生产环境：它的 ID 填在 ad hoc、App Store 和企业包里（iosBusinessID），用开发描述文件打的包收不到%s。",
		"%s pushes to production only: its id is the iosBusinessID of ad hoc, App Store and enterprise builds; builds with a development profile get nothing%s.", c.Path, in.writtenID())
}
