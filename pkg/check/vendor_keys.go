package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var vendorKeys = &Rule{
	ID:       "vendor-keys",
	Topic:    TopicCode,
	Severity: Error,
	Needs:    []string{"register-plugin"},
	Doc: Doc{
		Title: text.T("厂商需要的 AppID、AppKey、AppSecret 都已填写", "The AppID, AppKey and AppSecret that a vendor needs are set"),
		Why: text.T("小米、OPPO、魅族的手机 SDK 要用这些值注册，缺一个就取不到 token，getDeviceToken 可能一直没有回调。",
			"The phone SDKs of Xiaomi, OPPO and Meizu register with these values; without one there is no token, and getDeviceToken may never call back."),
		Fix:    text.T("到该厂商开放平台的应用详情页复制对应的值。", "Copy the value from the app's page in that vendor's console."),
		File:   "utils/push.js",
		Before: "oppoBusinessID: 30004,\noppoAppKey: '0123456789abcdef0123456789abcd01',",
		After:  "oppoBusinessID: 30004,\noppoAppKey: '0123456789abcdef0123456789abcd01',\noppoAppSecret: '0123456789abcdef0123456789abcd02',",
		Links:  []string{guideURL},
	},
	Run: func(in *Input) []Result {
		var out []Result
		var open []source.Span
		asked := false
		for _, r := range in.Project.Code.Registrations {
			for _, v := range catalog.Vendors() {
				id, ok := setting(r.Config, v.BusinessID)
				if !ok || !isSet(id) || len(v.Keys) == 0 {
					continue
				}
				asked = true
				for _, k := range v.Keys {
					results, literal := judgeKey(r.Config, v, k, id)
					out = append(out, results...)
					if !literal.IsZero() {
						open = append(open, literal)
					}
				}
			}
		}
		switch {
		case len(out) > 0:
			return out
		case len(open) > 0:
			return one(unknown(open[0], text.F("有 %[1]d 个值不是字面量，无法判断", "%[2]s no literal and cannot be told", len(open), valuesAre(len(open)))))
		case !asked:
			if in.vendorsListed() {
				return one(notApplicable(text.T("所用厂商不需要在代码中填写参数", "the vendors in use need no keys in code")))
			}
		}
		return in.configResult(text.T("所需的参数都已填写", "all keys that are needed are set"))
	},
}

func valuesAre(n int) string {
	if n == 1 {
		return "1 value is"
	}
	return text.Plural(n, "value") + " are"
}

func setting(c project.PushConfig, name string) (project.Setting, bool) {
	for _, s := range slices.Backward(c.Settings) {
		if s.Name == name && name != "" {
			return s, true
		}
	}
	return project.Setting{}, false
}

// judgeKey judges one key that a vendor in use needs; it returns the place of a
// value that is no literal.
func judgeKey(c project.PushConfig, v catalog.Vendor, k catalog.Key, id project.Setting) ([]Result, source.Span) {
	s, ok := setting(c, k.Name)
	switch {
	case !ok && c.Open:
		return nil, c.Span
	case !ok:
		return one(fail(id.NameSpan, text.F("填写了 %s，但没有 %s", "%s is set, but %s is missing", id.Name, k.Name)).of(v.ID).
			with(text.F("没有 %s", "no %s", k.Name), text.F("%s: '...'", "%s: '...'", k.Name))), source.Span{}
	case !s.Literal:
		return nil, s.ValueSpan
	case !isSet(s) || strings.TrimSpace(s.Text) == "":
		return one(fail(s.ValueSpan, text.F("填写了 %s，但 %s 为空", "%s is set, but %s is empty", id.Name, k.Name)).of(v.ID).
			with(text.F("%s 为空", "%s is empty", k.Name), text.F("%s开放平台上的值", "the value from %s's console", v.Name))), source.Span{}
	case s.Text != strings.TrimSpace(s.Text):
		return one(fail(s.ValueSpan, text.F("%s 的首尾有空白", "%s begins or ends with a blank", k.Name)).warning().of(v.ID).
			with(text.T("多余的空白", "a superfluous blank"), text.T("没有空白的值", "the value without blanks"))), source.Span{}
	case s.Rounded():
		return one(fail(s.ValueSpan, text.F("%s 是一个过大的数字，JavaScript 会把它舍入成别的值", "%s is a number too large for JavaScript, which rounds it to another one", k.Name)).of(v.ID).
			with(text.T("大于 2^53 的数字", "a number above 2^53"), text.T("加上引号的字符串", "the value in quotation marks")).
			fix(text.T("给这个值加上引号。", "Put the value into quotation marks."))), source.Span{}
	}
	for _, l := range k.Lookalikes {
		if l.Match(s.Value()) {
			return one(fail(s.ValueSpan, text.F("%s 的值看起来是%s的 %s", "the value of %s looks like %s's %s", k.Name, v.Name, l.Name)).warning().of(v.ID).
				with(text.F("形如 %s 的值", "a value of the form of an %s", l.Name), text.Same(strings.TrimPrefix(k.Name, v.ID)))), source.Span{}
		}
	}
	if isMasked(s.Text) {
		return one(fail(s.ValueSpan, text.F("%s 的值被打码或是占位符", "the value of %s is masked or a placeholder", k.Name)).warning().of(v.ID).
			with(text.T("占位符", "a placeholder"), text.F("%s开放平台上的值", "the value from %s's console", v.Name))), source.Span{}
	}
	return nil, source.Span{}
}
