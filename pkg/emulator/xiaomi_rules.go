package emulator

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
)

// The codes of fields.
const (
	xiaomiNoParameters = "65011"
	xiaomiTooLong      = "65009"
	xiaomiManyPairs    = "65014"
	xiaomiLongPairs    = "65015"
	xiaomiParamLong    = "65036"
	xiaomiCallback     = "65038"
)

// xiaomiExtra begins the names of the extras.
const xiaomiExtra = "extra."

const xiaomiDay = 24 * time.Hour

// xiaomiRequired are the members without which nothing is sent. That title and
// description come with 65011 and these words has been recorded; the others'
// code is that of the official table.
func xiaomiRequired() table {
	return table{
		form: true, missing: xiaomiMissing,
		words: func(path, problem string) string {
			if path == "title" || path == "description" {
				return "Title or Description is empty!"
			}
			return path + ": " + problem
		},
		rules: []rule{
			{path: "registration_id", kind: str, need: true},
			{path: "title", kind: str, need: true, missing: xiaomiNoParameters, when: xiaomiPlain, why: text.T("通知栏消息必填，不能全是空白", "a notification needs it, and not blank")},
			{path: "description", kind: str, need: true, missing: xiaomiNoParameters, when: xiaomiPlain, why: text.T("通知栏消息必填，不能全是空白", "a notification needs it, and not blank")},
			// Whether a template makes them needless is not known.
			{path: "title", kind: str, need: true, soft: true, missing: xiaomiNoParameters, when: xiaomiTemplated},
			{path: "description", kind: str, need: true, soft: true, missing: xiaomiNoParameters, when: xiaomiTemplated},
		},
	}
}

// xiaomiPlain reports a notification without a template, xiaomiTemplated one with
// it. Data messages have neither title nor description.
func xiaomiPlain(d map[string]any) bool {
	return words(d, "pass_through") != "1" && scalar(d["extra.template_id"]) == ""
}

func xiaomiTemplated(d map[string]any) bool {
	return words(d, "pass_through") != "1" && scalar(d["extra.template_id"]) != ""
}

// xiaomiFields are the rules of page 1559 for single members. What stands in no
// official page that could be read, or is told differently, is soft.
func xiaomiFields() table {
	const maxInt32 = 1<<31 - 1
	callbackTypes := text.T("是 1、2、16 等类型之和", "it is a sum of types such as 1, 2, 16")
	flag := []string{"0", "1"}
	return table{
		form: true, missing: xiaomiMissing, invalid: xiaomiInvalid,
		words: func(path, problem string) string { return path + ": " + problem },
		rules: []rule{
			{path: "title", kind: str, max: 49, why: text.T("中英文字符都算 1 个", "a Chinese character counts as one")},
			{path: "description", kind: str, max: 127, why: text.T("中英文字符都算 1 个", "a Chinese character counts as one")},
			{path: "payload", kind: str, bytes: true, max: 4095, soft: true, invalid: xiaomiTooLong},
			{path: "pass_through", kind: str, in: flag},
			{path: "pass_through", kind: str, in: []string{"0"}, soft: true, why: text.T("小米已停止透传下发", "Xiaomi has ended the delivery of data messages")},
			{path: "notify_type", kind: str, in: []string{"-1", "0", "1", "2", "3", "4", "5", "6", "7"}},
			{path: "notify_type", kind: str, in: []string{"-1", "1", "2", "3", "4", "5", "6", "7"}, soft: true, why: text.T("文档里没有 0", "the documents have no 0")},
			{path: "notify_id", kind: integer},
			// The documents say so, but npm's push-xiaomi sends the time in ms.
			{path: "notify_id", kind: integer, max: maxInt32, soft: true},
			{path: "time_to_live", kind: integer, max: int(14 * xiaomiDay / time.Millisecond), why: text.T("单位毫秒，最长两周", "in ms, two weeks at most")},
			{path: "time_to_send", kind: integer, why: text.T("1970 年起的毫秒数", "ms since 1970")},

			{path: "extra.notify_effect", kind: str, in: []string{"1", "2", "3"}},
			{path: "extra.intent_uri", kind: str, need: true, when: where("extra.notify_effect", "2"), why: text.T("extra.notify_effect 为 2 时必填", "an extra.notify_effect of 2 needs it")},
			{path: "extra.web_uri", kind: str, need: true, when: where("extra.notify_effect", "3"), why: text.T("extra.notify_effect 为 3 时必填", "an extra.notify_effect of 3 needs it")},
			{path: "extra.intent_uri", kind: str, form: regexp.MustCompile(`(?s)^\s*(?:intent:|#Intent;).*;end\s*$`), soft: true, why: text.T("应为 intent:#Intent;…;end", "it should read intent:#Intent;...;end")},
			{path: "extra.web_uri", kind: str, form: regexp.MustCompile(`(?i)^https?://.`), soft: true, why: text.T("应为 http(s) 地址", "it should be an http(s) address")},
			{path: "extra.notify_foreground", kind: str, in: flag, soft: true},
			{path: "extra.only_send_once", kind: str, in: flag, soft: true},
			{path: "extra.sound_uri", kind: str, form: regexp.MustCompile(`^android\.resource://.+/.`), soft: true, why: text.T("应为 android.resource://包名/raw/文件名", "it should read android.resource://PACKAGE/raw/NAME")},
			{path: "extra.flow_control", kind: integer, min: 1, soft: true},
			{path: "extra.jobkey", kind: str, form: regexp.MustCompile(`^[0-9A-Za-z-][0-9A-Za-z_-]{0,19}$`), soft: true, why: text.T("最多 20 个字母、数字、-、_，不以 _ 开头", "at most 20 letters, digits, - and _, not beginning with _")},
			{path: "extra.callback", kind: str, form: regexp.MustCompile(`(?i)^https?://[^\s/?#]+\S*$`), invalid: xiaomiCallback, why: text.T("应为 http(s) 地址", "it must be an http(s) address")},
			{path: "extra.callback.param", kind: str, bytes: true, max: 256, invalid: xiaomiParamLong},
			{path: "extra.callback.type", kind: integer, min: 1, soft: true, why: callbackTypes},
		},
	}
}

// members judges each member by itself.
func (x *xiaomi) members(c *call) *answer {
	document := c.formObject()
	if a := x.required.check(c, document); a != nil {
		return a
	}
	return x.fields.check(c, document)
}

// xiaomiExtras are the extras that Xiaomi itself has; all others are the app's
// own, for which there are limits.
var xiaomiExtras = map[string]bool{
	"channel_id": true, "channel_name": true, "channel_description": true, "template_id": true, "template_param": true,
	"notify_effect": true, "intent_uri": true, "web_uri": true, "notify_foreground": true, "sound_uri": true, "sound_url": true,
	"ticker": true, "locale": true, "locale_not_in": true, "model": true, "model_not_in": true, "app_version": true,
	"app_version_not_in": true, "connpt": true, "only_send_once": true, "flow_control": true, "jobkey": true,
	"callback": true, "callback.param": true, "callback.type": true,
}

// xiaomiOwn are the names of the extras that are the app's own, sorted.
func xiaomiOwn(f url.Values) []string {
	var out []string
	for name := range f {
		if extra, ok := strings.CutPrefix(name, xiaomiExtra); ok && !xiaomiExtras[extra] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// The limits of the app's own extras, as others quote them from the documents.
const (
	xiaomiMaxOwn   = 10
	xiaomiMaxExtra = 1023
)

func (x *xiaomi) extras(c *call) *answer {
	f := c.form()
	own := xiaomiOwn(f)
	if len(own) > xiaomiMaxOwn {
		if a := c.doubt(xiaomiManyPairs, "自定义的 extra 有 %d 个，最多 %d 个", "there are %d extras of your own, %d are allowed", len(own), xiaomiMaxOwn); a != nil {
			return a
		}
	}
	for _, name := range own {
		if size := max(utf8.RuneCountInString(name)-len(xiaomiExtra), utf8.RuneCountInString(f.Get(name))); size > xiaomiMaxExtra {
			return c.doubt(xiaomiLongPairs, "%s 的键或值有 %d 个字符，应少于 %d 个", "the key or value of %s has %d characters, fewer than %d are allowed", shown(name), size, xiaomiMaxExtra+1)
		}
	}
	return nil
}

// times judges the lifetime and the time of sending. Members judged them as
// numbers before.
func (x *xiaomi) times(c *call) *answer {
	f := c.form()
	if ms, err := strconv.ParseInt(f.Get("time_to_live"), 10, 64); err == nil {
		lives := time.Duration(ms) * time.Millisecond
		kept, kind := xiaomiDay, text.T("公信", "public messages")
		if f.Get("extra.template_id") != "" { // which only private messages have
			kept, kind = 10*xiaomiDay, text.T("私信", "private messages")
		}
		switch {
		case lives > kept:
			if a := c.doubt(xiaomiInvalid, "time_to_live 是 %s：按新规则%s最多保留 %d 天", "time_to_live is %s: by the new rules %s are kept %d days at most", lives, kind, kept/xiaomiDay); a != nil {
				return a
			}
		case ms > 0 && ms <= int64(xiaomiDay/time.Second):
			// A legal value, but likely meant as seconds.
			c.warnings = append(c.warnings, text.F("time_to_live 的单位是毫秒：%d 只有 %s", "time_to_live is in ms: %d is only %s", ms, lives))
		}
	}
	ms, err := strconv.ParseInt(f.Get("time_to_send"), 10, 64)
	at := time.UnixMilli(ms)
	switch {
	case err != nil: // there is none
	case at.After(c.now.Add(7 * xiaomiDay)):
		return c.refuseText(xiaomiInvalid, "time_to_send: it is more than 7 days ahead", "time_to_send 在 7 天以后：只支持 7 天内的定时消息", "time_to_send is more than 7 days ahead, which is the limit")
	case at.Before(c.now.Add(-time.Minute)):
		return c.doubt(xiaomiInvalid, "time_to_send 已经过去（%s）：单位是 1970 年起的毫秒", "time_to_send has passed (%s): it is in ms since 1970", instant(at))
	}
	c.passed("字段正确", "the fields are right")
	return nil
}

// channel: whether a message may still come without one is told differently. The
// limits page of 2026-02-04 has a default class, those who push for others say
// that there is none any more.
func (x *xiaomi) channel(c *call) *answer {
	if strings.TrimSpace(c.form().Get("extra.channel_id")) == "" {
		return c.doubt(xiaomiChannel, "没有 extra.channel_id：已全量迁移到新分类的应用会被拦截，其他应用每台设备每天只能收 1 条",
			"there is no extra.channel_id: an app that has moved to the new classes is blocked, and others get one message a day on a device")
	}
	return nil
}

// The limits of template parameters, page 2314.
const (
	xiaomiMaxParams = 9
	xiaomiMaxParam  = 128
)

// template checks extra.template_param. The rules are documented; that they come
// with 10017 is inferred.
func (x *xiaomi) template(c *call) *answer {
	f := c.form()
	if !f.Has("extra.template_param") {
		return nil
	}
	if strings.TrimSpace(f.Get("extra.template_id")) == "" {
		if a := c.doubt(xiaomiInvalid, "有 extra.template_param，却没有 extra.template_id", "there is an extra.template_param, but no extra.template_id"); a != nil {
			return a
		}
	}
	refuse := func(zh, en string, args ...any) *answer {
		why := text.F(zh, en, args...)
		return c.refuseText(xiaomiInvalid, "extra.template_param: "+why.EN, "extra.template_param：%s", "extra.template_param: %s", why)
	}
	params, err := object([]byte(f.Get("extra.template_param")))
	switch {
	case err != nil:
		return refuse("应为 JSON 对象的文本，如 {\"name\":\"值\"}", "it must be the text of a JSON object such as {\"name\":\"value\"}")
	case len(params) > xiaomiMaxParams:
		return refuse("有 %d 个变量，一个模板最多 %d 个", "it has %d variables, a template has %d at most", len(params), xiaomiMaxParams)
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		value, isString := params[name].(string)
		if !isString {
			if a := c.doubt(xiaomiInvalid, "extra.template_param 的 %s 应为字符串", "%s in extra.template_param should be a string", shown(name)); a != nil {
				return a
			}
			continue
		}
		if n := utf8.RuneCountInString(value); n > xiaomiMaxParam || strings.TrimSpace(value) == "" {
			return refuse("%s 有 %d 个字符，应为 1 到 %d 个，且不全是空白", "%s has %d characters; it must have 1 to %d, and not only blanks", shown(name), n, xiaomiMaxParam)
		}
		if i := strings.IndexFunc(value, xiaomiUnfit); i >= 0 {
			return refuse("%s 里有表情或特殊符号，模板变量不能有", "%s has an emoji or special symbol, which no variable may have", shown(name))
		}
	}
	c.passed("模板变量正确", "the template's variables are right")
	return nil
}

// xiaomiUnfit reports characters of Unicode's class So, which has the
// emoji, and those that are not assigned.
func xiaomiUnfit(r rune) bool { return unicode.In(r, unicode.So, unicode.Cn) }

// xiaomiTwice is a text with escapes and nothing that would need one.
var xiaomiTwice = regexp.MustCompile(`^(?:[A-Za-z0-9\-_.~*+!'()]|%[0-9A-Fa-f]{2})*%[0-9A-Fa-f]{2}(?:[A-Za-z0-9\-_.~*+!'()]|%[0-9A-Fa-f]{2})*$`)

// twice looks for what was encoded before the form was: the documents' remark that
// the payload needs URL encoding means the form's own, which the official SDK does
// once. The app would get the escapes.
func (x *xiaomi) twice(c *call) *answer {
	for _, name := range []string{"title", "description", "payload"} {
		if value := c.form().Get(name); xiaomiTwice.MatchString(value) {
			return c.doubt(xiaomiInvalid, "%s 解码后仍是 %%XX 形式：编码了两次，应用会收到 %s", "%s is still percent-encoded after decoding: it was encoded twice, and the app gets %s", name, shown(value))
		}
	}
	return nil
}

// badEscape reports a % in a form that begins no escape.
func (x *xiaomi) badEscape(body []byte) bool {
	for i, b := range body {
		if b == '%' && (i+2 >= len(body) || !x.isHex(body[i+1]) || !x.isHex(body[i+2])) {
			return true
		}
	}
	return false
}

func (x *xiaomi) isHex(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
}
