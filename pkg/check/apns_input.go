package check

import (
	"slices"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// apnsRules are those that offpush cert answers with. The first ones are about
// the credential alone, the others about each build by itself.
func apnsRules() (ofCredential, ofBuild []*Rule) {
	return []*Rule{apnsCredential, apnsKey, apnsExpiry},
		[]*Rule{apnsBundleID, apnsTeam, apnsEnvironment, apnsEntitlement, apnsProfile}
}

// credential is what there is to push with; exactly one of cert and key is set
// where it was read and is either.
type credential struct {
	AppleFile
	store *apple.Store
	cert  *apple.Certificate
	key   *apple.Key
}

// credential returns it; false where there is none at all.
func (in *Input) credential() (credential, bool) {
	f := in.Apple.Credential
	if f == nil {
		return credential{}, false
	}
	c := credential{AppleFile: *f}
	if f.File != nil {
		c.store, c.key = f.File.Store, f.File.Key
		if c.store != nil {
			c.cert = c.store.Leaf
		}
	}
	return c, true
}

// builds are the apps; a profile alone stands in for them.
func (a Apple) builds() []AppleFile {
	if len(a.Apps) == 0 && a.Profile != nil {
		return []AppleFile{*a.Profile}
	}
	return a.Apps
}

// pushesUnused: the user says which vendors are in use, and APNs is none of them.
func (in *Input) pushesUnused() bool {
	return len(in.Options.Vendors) > 0 && !slices.Contains(in.Options.Vendors, "apns")
}

var (
	noAPNs  = text.T("没有使用 APNs", "APNs is not in use")
	noBuild = text.T("没有 ipa、.app 或描述文件可供判断", "there is no ipa, .app or profile to judge")
)

// noCredential says that there is none; what lies in the project instead is told
// once, by apns-credential.
func (in *Input) noCredential() text.Text {
	if len(in.Apple.Others) > 0 {
		return text.T("没有确定推送凭据，见 apns-credential", "no push credential was settled on, see apns-credential")
	}
	return text.T("没有推送证书或 .p8 可供判断", "there is no push certificate or .p8 to judge")
}

// MayPush reports whether a file can be what pushes: it was not opened, or is of
// that kind.
func (f AppleFile) MayPush() bool {
	switch {
	case f.File == nil:
		return true
	case f.File.Key != nil:
		return f.File.Key.Key != nil
	}
	return f.File.Kind == apple.KindPush
}

// othersFound says what lies in the project instead of a credential.
func (in *Input) othersFound() text.Text {
	var may, sign, other []string
	for _, f := range in.Apple.Others {
		switch {
		case f.MayPush():
			may = append(may, f.Path)
		case f.File.Kind == apple.KindSigning:
			sign = append(sign, f.Path)
		default:
			other = append(other, f.Path)
		}
	}
	switch {
	case len(may) > 0:
		return text.F("项目里有 %[1]d 个文件可能是推送凭据（%[2]s），没有打开或无法确定用哪一个：用 --cert、--key 或 offpush.toml 的 [vendor.apns] 指明",
			"%[3]s in the project may be the push credential (%[2]s), and none could be opened or chosen: name one with --cert, --key or [vendor.apns] of offpush.toml", len(may), text.List(may), text.Plural(len(may), "file"))
	case len(other) > 0:
		return text.F("项目里的 %s 不是推送凭据：如果用到 APNs，推送证书或 .p8 用 --cert、--key 或 offpush.toml 的 [vendor.apns] 指明",
			"no push credential lies in the project; %s cannot push. Where APNs is in use, name the push certificate or .p8 with --cert, --key or [vendor.apns] of offpush.toml", text.List(append(sign, other...)))
	case len(sign) > 0:
		return text.F("项目里只有签名证书（%s），它不能推送：推送证书或 .p8 用 --cert、--key 或 offpush.toml 的 [vendor.apns] 指明",
			"in the project there are signing certificates only (%s), which cannot push: name the push certificate or .p8 with --cert, --key or [vendor.apns] of offpush.toml", text.List(sign))
	}
	return in.noCredential()
}

// ofCredential is the Run of a rule about the credential alone. What there is to
// say is said of its file; absent says why there is none.
func ofCredential(judge func(*Input, credential) Result, absent func(*Input) text.Text) func(*Input) []Result {
	return func(in *Input) []Result {
		c, ok := in.credential()
		switch {
		case in.pushesUnused():
			return one(notApplicable(noAPNs))
		case !ok:
			return one(notApplicable(absent(in)))
		}
		r := judge(in, c)
		r.Span = source.Of(c.Path)
		return one(r)
	}
}

// ofBuilds is the Run of a rule about every build. Without one, build is nil: other
// things may contradict each other.
func ofBuilds(judge func(*Input, *build) Result) func(*Input) []Result {
	return func(in *Input) []Result {
		if in.pushesUnused() {
			return one(notApplicable(noAPNs))
		}
		builds := in.builds()
		if len(builds) == 0 {
			return one(judge(in, nil))
		}
		var out []Result
		for _, f := range builds {
			out = append(out, in.judgeBuild(f, judge))
		}
		return out
	}
}

func (in *Input) judgeBuild(f AppleFile, judge func(*Input, *build) Result) Result {
	b, ok := buildOf(f)
	var r Result
	if ok {
		r = judge(in, &b)
	} else if r = judge(in, nil); r.Status != Failed {
		r = unknown(source.Span{}, text.F("%s 没有读出来：%s", "%s could not be read: %s", f.Path, whyUnread(f)))
	}
	switch {
	case r.Status == Failed && ok && f.newer != "":
		r = unknown(source.Span{}, text.F("%s；%s 比它新，已经取代它", "%s; superseded by %s, which is newer", r.Message, f.newer))
	case r.Status == Failed && ok && b.lenient() && r.Severity == "":
		r = r.warning()
	}
	r.Span = source.Of(f.Path)
	return r
}

// whyUnread is why a file cannot be judged as what it was taken for.
func whyUnread(f AppleFile) text.Text {
	switch {
	case f.Err != nil:
		return f.Err.Message
	case f.File != nil:
		return text.F("它是%s", "it is %s", f.File.Kind.InSentence())
	}
	return cannotRead
}
