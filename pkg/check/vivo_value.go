package check

import (
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/text"
)

var vivoParamsValue = &Rule{
	ID:       "vivo-params-value",
	Topic:    TopicVendor,
	Severity: Error,
	Vendors:  []string{"vivo"},
	Needs:    []string{"vivo-params"},
	Doc: Doc{
		Title: text.T("vivo 的 AppID 和 AppKey 形式正确", "vivo's AppID and AppKey look right"),
		Why: text.T("两个值填反、带空格、填成 AppSecret 或只填一个时，安装包照样打得出来，但 vivo 手机向 vivo 注册时被拒绝，没有 deviceToken。",
			"Swapped, with a blank, with the AppSecret, or with one value alone the app still builds, but vivo refuses the phone's registration and there is no device token."),
		Fix: text.T("在 vivo 开放平台的应用详情里复制 AppID（5 位或 9 位数字）和 AppKey（32 位十六进制数，旧应用是 UUID；不是 AppSecret），填到 manifest.json → App原生插件配置 → TUIOfflinePush，注意前后没有空格；然后重新制作自定义基座。",
			"In vivo's developer console copy AppID (5 or 9 digits) and AppKey (32 hexadecimal digits, a UUID in old apps; not AppSecret) into manifest.json → App Native Plugin Configuration → TUIOfflinePush, without blanks around them; then make the custom base again."),
		File: "manifest.json",
		Before: `"com.vivo.push.app_id" : "0123456789abcdef0123456789abcdef",
"com.vivo.push.api_key" : "105500001"`,
		After: `"com.vivo.push.app_id" : "105500001",
"com.vivo.push.api_key" : "0123456789abcdef0123456789abcdef"`,
		Links: []string{guideURL, vivoURL},
	},
	Run: func(in *Input) []Result {
		entry, _ := in.entry()
		names := in.vivoParams()
		id, _ := entry.Value.Find(names.id)
		key, _ := entry.Value.Find(names.key)
		out := judgeVivo(id, key)
		if len(out) == 0 {
			out = one(pass(entry.NameSpan, text.T("vivo 的两个值形式正确", "vivo's two values have the right form")))
			if id.Value.Text() == "0" && key.Value.Text() == "0" {
				out = one(pass(entry.NameSpan, text.T("两个值都是 0：不使用 vivo", "both values are 0: vivo is off")))
			}
		}
		return out
	},
}

// judgeVivo compares the two members; one that the plugin does not ask for has
// no Value. The key's value is never shown.
func judgeVivo(id, key manifest.Member) []Result {
	i, k := id.Value.Text(), key.Value.Text()
	idText, keyText := catalog.VivoAppID.Text, catalog.VivoAppKey.Text
	switch {
	case hasSpace(i) || hasSpace(k):
		return append(blanks(id), blanks(key)...)
	case id.Value == nil:
		return judgeVivoKey(key, k, true)
	case key.Value == nil:
		return judgeVivoID(id, i)
	case i == "0" && k == "0":
		return nil
	case i == "0" || k == "0":
		zero, other := id, key
		if k == "0" {
			zero, other = key, id
		}
		return one(fail(zero.Value.Span(), text.F("%s 是 0，而 %s 有值：要么都填，要么都是 0", "%s is 0 while %s has a value: fill in both, or 0 in both", zero.Name, other.Name)).
			with(text.Same("0"), text.T("两个真实的值，或两个 0", "two real values, or two zeros")).
			see(other.NameSpan, text.T("这一项有值", "this one has a value")))
	case isVivoKey(i) && catalog.Digits.Match(k):
		return one(fail(id.Value.Span(), text.F("%s 和 %s 填反了", "%s and %s are swapped", id.Name, key.Name)).
			with(text.T("AppID 处是 AppKey，AppKey 处是数字", "an AppKey as the AppID, and digits as the AppKey"), text.F("AppID：%s；AppKey：%s", "AppID: %s; AppKey: %s", idText, keyText)).
			see(key.NameSpan, text.T("AppID 填到了这里", "the AppID stands here")))
	}
	return append(judgeVivoID(id, i), judgeVivoKey(key, k, len(i) == 9)...)
}

func judgeVivoID(m manifest.Member, v string) []Result {
	want := catalog.VivoAppID.Text
	switch {
	case v == "0" || catalog.VivoAppID.Match(v):
		return nil
	case isVivoKey(v):
		return one(fail(m.Value.Span(), text.F("%s 填的是 AppKey 或 AppSecret，不是 AppID", "%s holds an AppKey or AppSecret, not the AppID", m.Name)).
			with(shapeOf(v), want))
	case !catalog.Digits.Match(v):
		return one(fail(m.Value.Span(), text.F("%s 不是数字", "%s is not a number", m.Name)).with(shapeOf(v), want))
	}
	return one(fail(m.Value.Span(), text.F("%s 有 %d 位，vivo 的 AppID 通常是 5 位或 9 位", "%s has %d digits; AppIDs of vivo have 5 or 9", m.Name, len(v))).
		with(quoted(v), want).warning())
}

// judgeVivoKey: only old apps, those with a 5-digit id, have a UUID as AppKey;
// in a new one it is the AppSecret's shape.
func judgeVivoKey(m manifest.Member, v string, newApp bool) []Result {
	want := catalog.VivoAppKey.Text
	switch {
	case v == "0" || catalog.VivoAppKey.Match(v) || catalog.VivoUUID.Match(v) && !newApp:
		return nil
	case catalog.VivoUUID.Match(v):
		return one(fail(m.Value.Span(), text.F("%s 像是 AppSecret：新应用的 AppKey 没有连字符", "%s looks like the AppSecret: a new app's AppKey has no dashes", m.Name)).
			with(shapeOf(v), want).warning())
	}
	return one(fail(m.Value.Span(), text.F("%s 不像 vivo 的 AppKey", "%s does not look like an AppKey of vivo", m.Name)).with(shapeOf(v), want).warning())
}

func blanks(m manifest.Member) []Result {
	if !hasSpace(m.Value.Text()) {
		return nil
	}
	return one(fail(m.Value.Span(), text.F("%s 的值里有空格", "the value of %s has blanks in it", m.Name)).
		with(text.T("空格或换行", "a blank or line break"), text.T("没有空格", "no blanks")))
}

func isVivoKey(v string) bool { return catalog.VivoAppKey.Match(v) || catalog.VivoUUID.Match(v) }

func hasSpace(s string) bool { return strings.ContainsFunc(s, unicode.IsSpace) }

// shapeOf describes a value that may be secret.
func shapeOf(v string) text.Text {
	for _, s := range []catalog.Shape{catalog.Digits, catalog.VivoAppKey, catalog.VivoUUID} {
		if s.Match(v) {
			return text.F("%d 个字符：%s", "%d characters: %s", len(v), s.Text)
		}
	}
	return text.F("%d 个字符", "%d characters", len([]rune(v)))
}
