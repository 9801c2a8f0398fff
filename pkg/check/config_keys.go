package check

import (
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/script"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var configKeys = &Rule{
	ID:       "config-keys",
	Topic:    TopicCode,
	Severity: Error,
	Needs:    []string{"register-plugin"},
	Doc: Doc{
		Title: text.T("offlinePushConfig 的键名都是 SDK 认识的", "Every key of offlinePushConfig is one that the SDK reads"),
		Why: text.T("SDK 按固定的名字取值，写错的键会被悄悄忽略，这个厂商的手机就收不到推送。",
			"The SDK takes the values by fixed names and silently ignores others, so phones of that vendor get no push."),
		Fix:    text.T("按“期望”改正键名，大小写也要一致。", "Write the key as expected, in exactly that case."),
		File:   "utils/push.js",
		Before: "huaweiBussinessID: 30001,",
		After:  "huaweiBusinessID: 30001,",
		Repair: text.T("改正键名，前提是只可能是某一个键，并且那个键还没有设置", "corrects a key that can only be meant for one of the known ones, which is not set yet"),
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		right := readKeys()
		var out []Result
		for _, r := range in.Project.Code.Registrations {
			out = append(out, misnamedOptions(r)...)
			for _, s := range r.Config.Settings {
				if slices.Contains(right, s.Name) {
					out = append(out, in.tooOldForHonor(r, s)...)
					continue
				}
				wrong := unreadKey(s, right)
				wrong.Repair = correctKey(s, right, r.Config)
				out = append(out, wrong)
			}
		}
		if len(out) > 0 {
			return out
		}
		return in.configResult(text.T("所有键名都正确", "all keys are right"))
	},
}

// configResult is the result of a rule that found nothing wrong in what could be
// read of the configs.
func (in *Input) configResult(passed text.Text) []Result {
	var span source.Span
	for _, r := range in.Project.Code.Registrations {
		switch {
		case r.Config.State == project.ConfigUnknown || r.Config.Open:
			return one(unknown(r.Config.Span, text.T("offlinePushConfig 不是可以读懂的字面量，无法判断", "offlinePushConfig is no literal that can be followed in full")))
		case r.Config.State == project.ConfigRead:
			span = r.Config.Span
		}
	}
	if !span.HasPosition() {
		return one(notApplicable(text.T("没有 offlinePushConfig", "there is no offlinePushConfig")))
	}
	return one(pass(span, passed))
}

// readKeys are the keys that the SDK reads.
func readKeys() []string {
	var keys []string
	for _, v := range catalog.Vendors() {
		if v.BusinessID != "" {
			keys = append(keys, v.BusinessID)
		}
		for _, k := range v.Keys {
			keys = append(keys, k.Name)
		}
	}
	return keys
}

func unreadKey(s project.Setting, right []string) Result {
	if near, ok := nearestWord(s.Name, right); ok {
		return fail(s.NameSpan, text.T("SDK 不认识这个键，它会被忽略", "the SDK does not know this key and ignores it")).
			with(text.Same(s.Name), text.Same(near))
	}
	message := text.T("SDK 不读取这个键，写在这里没有作用", "the SDK does not read this key; it has no effect here")
	advice := text.T("删除它。", "Remove it.")
	switch lower := strings.ToLower(s.Name); {
	case strings.HasPrefix(lower, "fcm"):
		message = text.T("TUIOfflinePush 不能设置 FCM，这个键没有作用", "TUIOfflinePush cannot set FCM; this key has no effect")
	case strings.HasPrefix(lower, "vivo"):
		advice = text.T("vivo 的 AppID 和 AppKey 填在 manifest.json 的本地插件配置中，不写在代码里。", "vivo's AppID and AppKey belong into the plugin's entry in manifest.json, not into code.")
	case strings.HasPrefix(lower, "huawei"):
		advice = text.T("华为的参数来自 agconnect-services.json，不写在代码里。", "Huawei's parameters come from agconnect-services.json, not from code.")
	}
	return fail(s.NameSpan, message).with(text.Same(s.Name), text.List(right)).fix(advice)
}

// nearestWord returns the word that a misspelt one was meant to be: equal but
// for case and separators, or at most two letters away. "Push" is read over: the
// plugin's own names, which the SDK's log shows, are huaweiPushBussinessId.
func nearestWord(word string, words []string) (string, bool) {
	best, bestDistance := "", 3
	for _, w := range words {
		d := wordDistance(word, w)
		// One letter decides between vendors' short names: oppoAppKey is no vivoAppKey.
		if d < bestDistance && sameVendor(word, w) {
			best, bestDistance = w, d
		}
	}
	return best, best != ""
}

// wordDistance is how many letters two names are apart, see [nearestWord].
func wordDistance(a, b string) int {
	plain := func(s string) string {
		return strings.NewReplacer("-", "", "_", "", "push", "").Replace(strings.ToLower(s))
	}
	return text.Distance(plain(a), plain(b))
}

func sameVendor(a, b string) bool {
	return len(a) > 2 && strings.EqualFold(a[:2], b[:2])
}

// misnamedOptions finds a misspelt offlinePushConfig beside the plugin.
func misnamedOptions(r project.Registration) []Result {
	if r.Config.State != project.ConfigMissing {
		return nil
	}
	for _, m := range r.Options {
		if near, ok := nearestWord(m.Name, []string{"offlinePushConfig"}); ok && m.Name != near {
			wrong := fail(m.NameSpan, text.T("SDK 不认识这个参数名，整个推送配置会被忽略", "the SDK does not know this member and ignores the whole configuration")).
				with(text.Same(m.Name), text.Same(near))
			wrong.Repair = renameOption(r, m, near)
			return one(wrong)
		}
	}
	return nil
}

// renameOption corrects the name, unless another member may be meant as well.
func renameOption(r project.Registration, m script.Member, near string) *Repair {
	for _, other := range r.Options {
		if _, ok := nearestWord(other.Name, []string{near}); other.Spread || other.Computed || ok && other.NameSpan != m.NameSpan {
			return nil
		}
	}
	return repairKey(r.OptionKey(m), m.Name, renameKey(m.NameSpan, project.IsShorthand(m), m.Name, near))
}

// honorSince: honorBusinessID is absent in 2.26.2 and present in 2.26.6.
const (
	honorAbsent = "v2.26.2"
	honorSince  = "2.26.6"
)

func (in *Input) tooOldForHonor(r project.Registration, s project.Setting) []Result {
	if s.Name != "honorBusinessID" || !isSet(s) {
		return nil
	}
	for _, sdk := range in.sdksOf(r) {
		version := certainVersion(sdk)
		if isTIM(sdk.Package) && semver.IsValid(version) && semver.Compare(version, honorAbsent) <= 0 {
			return one(fail(s.NameSpan, text.F("%s %s 还不认识 honorBusinessID，它会被忽略", "%s %s does not know honorBusinessID yet and ignores it", sdk.Package, version[1:])).
				with(text.F("%s %s", "%s %s", sdk.Package, version[1:]), text.F("%[1]s ≥ %[2]s", "%[1]s >= %[2]s", sdk.Package, honorSince)).
				fix(text.F("把 %s 升级到 %s 或更高版本。", "Update %s to %s or later.", sdk.Package, honorSince)))
		}
	}
	return nil
}
