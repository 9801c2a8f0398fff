package emulator

import (
	"strconv"

	"github.com/offpush/offpush/pkg/text"
)

// Limits of the downlink page beside those of huawei.go.
const (
	huaweiMaxTopics    = 5
	huaweiMaxLanguages = 3
)

// huaweiCountWords is the text of 80300010.
func huaweiCountWords(limit int) string {
	return "token count should within 1 and " + strconv.Itoa(limit) + "."
}

// huaweiPayloadWords is the text of 80100003; the sample's tip is "badge addNum value
// ranges from 1 to 99".
func huaweiPayloadWords(path, problem string) string {
	return "Illegal payload, " + path + ": " + problem + "."
}

// Values that several rules have.
var (
	huaweiHTTPS    = whole(`https://\S+`)
	huaweiRaw      = whole(`/raw/.+`)
	huaweiDuration = whole(`[0-9]+(\.[0-9]{1,9})?s?`)
	// huaweiVibration is above 0 and up to 60 seconds.
	huaweiVibration = whole(`([1-9]|[1-5][0-9])(\.[0-9]{1,9})?s?|60(\.0{1,9})?s?|0\.[0-9]*[1-9][0-9]*s?`)
)

// huaweiCategories are those of v1 and v2; v3 has one more.
func huaweiCategories(more ...string) []string {
	return append([]string{
		"IM", "VOIP", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE", "DEVICE_REMINDER", "MAIL", "MARKETING",
	}, more...)
}

// Libraries write all members that they know, empty ones too. No page says what Push
// Kit makes of an empty text, so that it counts as none in the tables of v1 and v2.

// huaweiParameters are the rules of v1 and v2 for how to send. Source: the downlink
// page in its version of August 2025; [sdk] is the official Go or Java SDK.
func huaweiParameters() table {
	const m, a = "message.", "message.android."
	return table{missing: huaweiBadParameter, invalid: huaweiBadParameter, blank: true, rules: []rule{
		{path: "validate_only", kind: looseBool},
		{path: "review", kind: objList},
		{path: m + "android", kind: obj},
		{path: a + "collapse_key", kind: looseInt, min: -1, max: 100, invalid: huaweiBadCollapse},
		{path: a + "urgency", kind: str, in: []string{"HIGH", "NORMAL"}},
		{path: a + "category", kind: str, in: huaweiCategories("PLAY_VOICE")},
		{path: a + "category", in: huaweiCategories(), when: isHuaweiNotification, soft: true,
			why: text.T("PLAY_VOICE 只用于数据消息", "PLAY_VOICE is for data messages only")},
		{path: a + "ttl", kind: str, soft: true}, // the number itself is judged elsewhere
		{path: a + "bi_tag", kind: str},
		{path: a + "receipt_id", kind: str},
		{path: a + "target_user_type", kind: looseInt, in: []string{"0", "1"}},
		{path: a + "fast_app_target", kind: looseInt, in: []string{"1", "2"}},
	}}
}

// huaweiPayload are the rules of v1 and v2 for what is shown.
func huaweiPayload() table {
	const m, n = "message.", "message.android.notification."
	return table{missing: huaweiBadPayload, invalid: huaweiBadPayload, blank: true, words: huaweiPayloadWords, rules: []rule{
		{path: m + "data", kind: str},
		{path: m + "android.data", kind: str},
		{path: m + "notification", kind: obj},
		{path: m + "notification.title", kind: str},
		{path: m + "notification.body", kind: str},
		{path: m + "notification.image", kind: str, form: huaweiHTTPS},
		{path: m + "android", need: true, kind: obj, when: isAndroidNotification},
		{path: m + "android.notification", need: true, kind: obj, when: isAndroidNotification,
			why: text.T("通知需要其中的 click_action", "a notification needs its click_action")},
		{path: n + "title", kind: str},
		{path: n + "body", kind: str},
		{path: n + "title", need: true, when: where(m+"notification.title", "")},
		{path: n + "body", need: true, when: where(m+"notification.body", "")},
		// The page asks for both in message.notification, and lets the part for
		// Android take their place.
		{path: m + "notification.title", need: true, soft: true},
		{path: m + "notification.body", need: true, soft: true},
		{path: n + "click_action", need: true, kind: obj},
		{path: n + "click_action.type", need: true, kind: looseInt, in: []string{"1", "2", "3", "4"}},
		{path: n + "click_action.intent", kind: str},
		{path: n + "click_action.action", kind: str},
		{path: n + "click_action.url", need: true, kind: str, form: huaweiHTTPS, when: where(n+"click_action.type", "2")},
		{path: n + "importance", kind: str, in: []string{"LOW", "NORMAL", "HIGH"}},
		{path: n + "importance", in: []string{"LOW", "NORMAL"}, soft: true,
			why: text.T("HIGH 只在 SDK 和旧文档里有", "HIGH is in the SDKs and older documents only")},
		{path: n + "channel_id", kind: str},
		{path: n + "foreground_show", kind: looseBool},
		{path: n + "badge", kind: obj},
		{path: n + "badge.class", need: true, kind: str},
		{path: n + "badge.add_num", kind: looseInt, min: 1, max: 99},
		{path: n + "badge.set_num", kind: looseInt, max: 99},
		{path: n + "notify_id", kind: looseInt},
		{path: n + "tag", kind: str},
		{path: n + "group", kind: str},
		{path: n + "style", kind: looseInt, in: []string{"0", "1", "3"}},
		{path: n + "big_title", kind: str},
		{path: n + "big_body", kind: str},
		{path: n + "big_title", need: true, when: where(n+"style", "1")},
		{path: n + "big_body", need: true, when: where(n+"style", "1")},
		{path: n + "inbox_content", kind: strList, max: 5},
		{path: n + "inbox_content[]", kind: str, max: 1024},
		{path: n + "inbox_content", need: true, kind: strList, min: 1, max: 5, when: where(n+"style", "3")},
		{path: n + "image", kind: str, form: huaweiHTTPS},
		{path: n + "icon", kind: str},
		{path: n + "icon", kind: str, form: huaweiRaw, soft: true,
			why: text.T("文档要求 /raw/文件名，华为自己的 PHP 示例却写网址", "the document wants /raw/NAME, Huawei's own PHP demo has a URL there")},
		{path: n + "color", kind: str, form: whole(`#[0-9A-Fa-f]{6}`)},
		{path: n + "default_sound", kind: looseBool},
		{path: n + "sound", kind: str, form: huaweiRaw},
		{path: n + "sound", need: true, soft: true, when: where(n+"default_sound", "false"),
			why: text.T("default_sound 是 false；只有 SDK 这样要求", "default_sound is false; only an SDK asks for this")},
		{path: n + "title_loc_key", kind: str},
		{path: n + "title_loc_args", kind: strList},
		{path: n + "title_loc_key", need: true, when: isThere(n + "title_loc_args")}, // [sdk]
		{path: n + "body_loc_key", kind: str},
		{path: n + "body_loc_args", kind: strList},
		{path: n + "body_loc_key", need: true, when: isThere(n + "body_loc_args")}, // [sdk]
		{path: n + "multi_lang_key", kind: obj},
		{path: n + "ticker", kind: str},
		{path: n + "notify_summary", kind: str},
		{path: n + "when", kind: str, form: whole(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z`)},
		{path: n + "use_default_vibrate", kind: looseBool},
		{path: n + "use_default_light", kind: looseBool},
		{path: n + "vibrate_config", kind: strList, max: 10},
		{path: n + "vibrate_config[]", kind: str, form: huaweiVibration},
		{path: n + "visibility", kind: str, in: []string{"VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"}},
		{path: n + "light_settings", kind: obj},
		{path: n + "light_settings.color", need: true, kind: obj},
		{path: n + "light_settings.light_on_duration", need: true, kind: str, form: huaweiDuration},
		{path: n + "light_settings.light_off_duration", need: true, kind: str, form: huaweiDuration},
		{path: n + "profile_id", kind: str, max: 64},
		{path: n + "buttons", kind: objList, max: 3},
		{path: n + "buttons[].name", need: true, kind: str, max: 40},
		{path: n + "buttons[].action_type", need: true, kind: looseInt, in: []string{"0", "1", "2", "3", "4"}},
		{path: n + "buttons[].intent_type", kind: looseInt, in: []string{"0", "1"}},
		{path: n + "buttons[].intent", kind: str},
		{path: n + "buttons[].data", kind: str, max: 1024},
		{path: n + "auto_clear", kind: looseInt, min: 1}, // [sdk]
		{path: n + "auto_cancel", kind: looseBool},
	}}
}
