package emulator

import (
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
)

// huaweiV1Cases are about the messages of v1, which v2 has too.
func huaweiV1Cases() []codeCase {
	const m, a, n = "message.", "message.android.", "message.android.notification."
	token := []any{DemoToken("huawei")}
	topic := func(edits ...hwEdit) string { return huaweiMessage(append(edits, hwDrop(m+"token"))...) }
	long := strings.Repeat("字", 1400)
	var out []codeCase
	// add adds cases that differ in the code: that of a usual emulator and of a
	// strict one.
	add := func(name, body, usual, strict string, has ...string) {
		for _, c := range []codeCase{
			{name: name, code: usual, has: has},
			{name: name + ", strict", code: strict, config: Config{Strict: true}},
		} {
			c.ask, c.status = hwV1(body), huaweiStatus(catalog.Code{Code: c.code})
			if c.code == huaweiOK {
				c.status = 200
			}
			out = append(out, c)
		}
	}
	right := func(name, body string) { add(name, body, "80000000", "80000000") }
	wrong := func(name, body, code string, has ...string) { add(name, body, code, code, has...) }
	doubt := func(name, body, code string) { add(name, body, "80000000", code) }

	right("notification", huaweiMessage())
	right("data message", huaweiDataMessage())
	right("validate_only", huaweiMessage(hwSet("validate_only", true)))
	right("title above", huaweiMessage(hwDrop(n+"title"), hwDrop(n+"body"), hwSet(m+"notification", map[string]any{"title": "T", "body": "B"})))
	right("topic", topic(hwSet(m+"topic", "news")))
	right("condition", topic(hwSet(m+"condition", "'a' in topics && 'b' in topics")))
	right("web push", huaweiDataMessage(hwDrop(m+"data"), hwSet(m+"webpush", map[string]any{})))
	right("twice the same token", huaweiMessage(hwSet(m+"token", []any{"x", "x"})))
	right("1000 tokens", huaweiMessage(hwSet(m+"token", huaweiMany(1000))))
	right("1000 tokens with blanks between", strings.ReplaceAll(huaweiMessage(hwSet(m+"token", huaweiMany(1000))), `","`, "\",\n        \""))
	right("without category", huaweiMessage(hwDrop(a+"category")))

	wrong("no JSON", "token=x", "80100003")
	wrong("empty", "", "80100003")
	wrong("a list", "[]", "80100003")
	wrong("no UTF-8", "{\"message\":\"\xff\"}", "80100003")
	wrong("too long", huaweiMessage(hwSet(n+"body", long)), "80300008", "Push message size is too long.")
	wrong("too long without the tokens", huaweiMessage(hwSet(n+"body", long), hwSet(m+"token", huaweiMany(1000))), "80300008")
	wrong("message misspelt", strings.Replace(huaweiMessage(), `"message"`, `"messager"`, 1), "80300010", "token count should within 1 and 1000.")
	wrong("message is text", `{"message":"x"}`, "80100003")
	wrong("no token", huaweiMessage(hwDrop(m+"token")), "80300010")
	wrong("token misspelt", huaweiMessage(hwDrop(m+"token"), hwSet(m+"tokens", token)), "80300010")
	wrong("empty list", huaweiMessage(hwSet(m+"token", []any{})), "80300010")
	wrong("1001 tokens", huaweiMessage(hwSet(m+"token", huaweiMany(1001))), "80300010")
	wrong("token is text", huaweiMessage(hwSet(m+"token", "x")), "80100003", "token should be a list")
	wrong("token is a number", huaweiMessage(hwSet(m+"token", []any{1})), "80100003")
	wrong("token and topic", huaweiMessage(hwSet(m+"topic", "news")), "80100003")
	wrong("topic is a number", topic(hwSet(m+"topic", 1)), "80100003")
	wrong("six topics", topic(hwSet(m+"condition", strings.Repeat("'a' in topics ||", 6))), "80100003")
	wrong("blank in the token", huaweiMessage(hwSet(m+"token", []any{"x y"})), "80300007")
	wrong("blank in one of them", huaweiMessage(hwSet(m+"token", []any{"x", "x y"})), "80100000", `\"illegal_tokens\":[\"x y\"]`)
	add("odd token", huaweiMessage(hwSet(m+"token", []any{"x:y"})), "80000000", "80300007")
	wrong("nothing to send", huaweiDataMessage(hwDrop(m+"data")), "80100003")

	wrong("collapse_key", huaweiMessage(hwSet(a+"collapse_key", 101)), "80100013")
	wrong("collapse_key below", huaweiMessage(hwSet(a+"collapse_key", -2)), "80100013")
	right("collapse_key -1", huaweiMessage(hwSet(a+"collapse_key", -1)))
	right("collapse_key as text", huaweiMessage(hwSet(a+"collapse_key", "100")))
	wrong("urgency", huaweiMessage(hwSet(a+"urgency", "high")), "80100001")
	doubt("urgency HIGH", huaweiDataMessage(hwSet(a+"urgency", "HIGH")), "80300011")
	wrong("category", huaweiMessage(hwSet(a+"category", "im")), "80100001")
	wrong("category of v3", huaweiMessage(hwSet(a+"category", "MISS_CALL")), "80100001")
	doubt("PLAY_VOICE", huaweiMessage(hwSet(a+"category", "PLAY_VOICE")), "80100001")
	right("PLAY_VOICE in a data message", huaweiDataMessage(hwSet(a+"category", "PLAY_VOICE")))
	right("ttl", huaweiMessage(hwSet(a+"ttl", "1296000s")))
	right("ttl without unit", huaweiMessage(hwSet(a+"ttl", "86400")))
	doubt("ttl is a number", huaweiMessage(hwSet(a+"ttl", 86400)), "80100001")
	doubt("ttl 0", huaweiMessage(hwSet(a+"ttl", "0s")), "80100004")
	wrong("ttl too long", huaweiMessage(hwSet(a+"ttl", "1296001s")), "80100001")
	wrong("ttl in hours", huaweiMessage(hwSet(a+"ttl", "24h")), "80100001")
	wrong("ttl below 0", huaweiMessage(hwSet(a+"ttl", "-1s")), "80100004", "Illegal expire time.")
	wrong("target_user_type", huaweiMessage(hwSet(a+"target_user_type", 2)), "80100001")
	wrong("review", huaweiMessage(hwSet("review", "x")), "80100001")
	wrong("validate_only", huaweiMessage(hwSet("validate_only", "yes")), "80100001")
	wrong("android is text", huaweiMessage(hwSet(m+"android", "x")), "80100001")

	wrong("no android", huaweiDataMessage(hwSet(m+"notification", map[string]any{"title": "T", "body": "B"})), "80100003")
	wrong("no android.notification", huaweiMessage(hwDrop(a+"notification"), hwSet(m+"notification", map[string]any{"title": "T", "body": "B"})), "80100003")
	wrong("no title", huaweiMessage(hwDrop(n+"title")), "80100003", "Illegal payload, message.android.notification.title: it is missing or empty.")
	wrong("no body", huaweiMessage(hwDrop(n+"body")), "80100003")
	wrong("title is a number", huaweiMessage(hwSet(n+"title", 1)), "80100003")
	doubt("no title above", huaweiMessage(hwSet(m+"notification", map[string]any{"body": "B"})), "80100003")
	wrong("data is an object", huaweiMessage(hwSet(m+"data", map[string]any{})), "80100003")
	doubt("data is no JSON", huaweiMessage(hwSet(m+"data", "{'k':'v'}")), "80100003")
	right("data is JSON", huaweiMessage(hwSet(m+"data", `{"k":"v"}`)))
	wrong("no click_action", huaweiMessage(hwDrop(n+"click_action")), "80100003")
	wrong("no click type", huaweiMessage(hwSet(n+"click_action", map[string]any{})), "80100003")
	wrong("click type", huaweiMessage(hwSet(n+"click_action.type", 5)), "80100003")
	doubt("click type 4", huaweiMessage(hwSet(n+"click_action.type", 4)), "80100003")
	wrong("click without page", huaweiMessage(hwSet(n+"click_action.type", 1)), "80100003")
	right("click with an intent", huaweiMessage(hwSet(n+"click_action", map[string]any{"type": 1, "intent": "intent://x#Intent;end"})))
	right("click with an action", huaweiMessage(hwSet(n+"click_action", map[string]any{"type": 1, "action": "com.example.X"})))
	wrong("click without url", huaweiMessage(hwSet(n+"click_action.type", 2)), "80100003")
	wrong("click to http", huaweiMessage(hwSet(n+"click_action", map[string]any{"type": 2, "url": "http://example.com"})), "80100003")
	right("click to https", huaweiMessage(hwSet(n+"click_action", map[string]any{"type": 2, "url": "https://example.com"})))
	wrong("importance", huaweiMessage(hwSet(n+"importance", "MAX")), "80100003")
	doubt("importance HIGH", huaweiMessage(hwSet(n+"importance", "HIGH")), "80100003")
	wrong("badge without class", huaweiMessage(hwSet(n+"badge.add_num", 1)), "80100003")
	wrong("badge too high", huaweiMessage(hwSet(n+"badge", map[string]any{"class": "c", "add_num": 100})), "80100003")
	wrong("badge adds 0", huaweiMessage(hwSet(n+"badge", map[string]any{"class": "c", "add_num": 0})), "80100003")
	right("badge 0", huaweiMessage(hwSet(n+"badge", map[string]any{"class": "c", "set_num": 0})))
	wrong("style", huaweiMessage(hwSet(n+"style", 2)), "80100003")
	wrong("big text without text", huaweiMessage(hwSet(n+"style", 1)), "80100003")
	right("big text", huaweiMessage(hwSet(n+"style", 1), hwSet(n+"big_title", "T"), hwSet(n+"big_body", "B")))
	wrong("inbox without lines", huaweiMessage(hwSet(n+"style", 3)), "80100003")
	wrong("inbox of 6", huaweiMessage(hwSet(n+"style", 3), hwSet(n+"inbox_content", []any{"1", "2", "3", "4", "5", "6"})), "80100003")
	wrong("inbox line too long", huaweiMessage(hwSet(n+"inbox_content", []any{strings.Repeat("x", 1025)})), "80100003")
	wrong("picture by http", huaweiMessage(hwSet(n+"image", "http://example.com/a.png")), "80100003")
	wrong("icon", huaweiMessage(hwSet(n+"icon", 5)), "80100003")
	for _, icon := range []string{"ic_launcher", "https://img.example.com/icon.png"} {
		out = append(out, codeCase{name: "icon " + icon, ask: hwV1(huaweiMessage(hwSet(n+"icon", icon))), code: "80000000", status: 200},
			codeCase{name: "strictly icon " + icon, config: Config{Strict: true}, ask: hwV1(huaweiMessage(hwSet(n+"icon", icon))), code: "80100003", status: 400})
	}
	for _, name := range []string{"icon", "sound", "image", "color", "importance", "when", "visibility"} {
		out = append(out, codeCase{name: "empty " + name, config: Config{Strict: true}, ask: hwV1(huaweiMessage(hwSet(n+name, ""))), code: "80000000", status: 200})
	}
	wrong("an empty title", huaweiMessage(hwSet(n+"title", "")), "80100003")
	wrong("color", huaweiMessage(hwSet(n+"color", "red")), "80100003")
	doubt("no sound", huaweiMessage(hwSet(n+"default_sound", false)), "80100003")
	right("sound", huaweiMessage(hwSet(n+"default_sound", false), hwSet(n+"sound", "/raw/x")))
	wrong("arguments without key", huaweiMessage(hwSet(n+"title_loc_args", []any{"x"})), "80100003")
	doubt("four languages", huaweiMessage(hwSet(n+"multi_lang_key.k", map[string]any{"en": "", "zh": "", "de": "", "fr": ""})), "80100003")
	wrong("when", huaweiMessage(hwSet(n+"when", "2014-10-02 15:01:23")), "80100003")
	right("when in UTC", huaweiMessage(hwSet(n+"when", "2014-10-02T15:01:23.045123456Z")))
	wrong("vibration of 61 seconds", huaweiMessage(hwSet(n+"vibrate_config", []any{"1", "61"})), "80100003")
	wrong("vibration of none", huaweiMessage(hwSet(n+"vibrate_config", []any{"0.0s"})), "80100003")
	right("vibration", huaweiMessage(hwSet(n+"vibrate_config", []any{"1", "3.5s", "60"})))
	wrong("visibility", huaweiMessage(hwSet(n+"visibility", "public")), "80100003")
	wrong("light without color", huaweiMessage(hwSet(n+"light_settings", map[string]any{"light_on_duration": "1s", "light_off_duration": "1s"})), "80100003")
	wrong("four buttons", huaweiMessage(hwSet(n+"buttons", []any{map[string]any{}, map[string]any{}, map[string]any{}, map[string]any{}})), "80100003")
	wrong("button without name", huaweiMessage(hwSet(n+"buttons", []any{map[string]any{"action_type": 0}})), "80100003")
	wrong("button without page", huaweiMessage(hwSet(n+"buttons", []any{map[string]any{"name": "n", "action_type": 1}})), "80100003")
	wrong("button without data", huaweiMessage(hwSet(n+"buttons", []any{map[string]any{"name": "n", "action_type": 4}})), "80100003")
	right("button", huaweiMessage(hwSet(n+"buttons", []any{map[string]any{"name": "n", "action_type": 3}})))
	wrong("auto_clear", huaweiMessage(hwSet(n+"auto_clear", 0)), "80100003")

	zero := 0
	out = append(out, codeCase{name: "Content-Type", code: "80000000", status: 200, ask: huaweiAsText},
		codeCase{name: "Content-Type, strict", config: Config{Strict: true}, code: "80100001", status: 400, ask: huaweiAsText},
		codeCase{name: "test message", ask: hwV1(huaweiMessage(hwSet(a+"target_user_type", 1))), code: "80000000", status: 200},
		codeCase{name: "test messages used up", code: "80300029", status: 400, ask: func(k *kit) reply {
			if err := k.quotas.set("huawei", &zero); err != nil {
				k.t.Fatal(err)
			}
			if got := hwV1(huaweiMessage())(k); got.status != 200 {
				k.t.Errorf("what is no test message is refused: %s", got.body)
			}
			return hwV1(huaweiMessage(hwSet(a+"target_user_type", 1)))(k)
		}})
	return out
}

func huaweiAsText(k *kit) reply {
	return k.ask("POST", huaweiPathV1, huaweiMessage(), withHeader(hwBearer(huaweiAccess(k)), "Content-Type", "text/plain"))
}

// huaweiV3Cases are about the messages of v3.
func huaweiV3Cases() []codeCase {
	const o, n = "pushOptions.", "payload.notification."
	var out []codeCase
	add := func(name, pushType, body, usual, strict string, has ...string) {
		for _, c := range []codeCase{
			{name: "v3 " + name, code: usual, has: has},
			{name: "v3 " + name + ", strict", code: strict, config: Config{Strict: true}},
		} {
			c.ask, c.status = hwV3(pushType, body), huaweiStatus(catalog.Code{Code: c.code})
			if c.code == huaweiOK {
				c.status = 200
			}
			out = append(out, c)
		}
	}
	right := func(name, pushType, body string) { add(name, pushType, body, "80000000", "80000000") }
	wrong := func(name, pushType, body, code string, has ...string) { add(name, pushType, body, code, code, has...) }
	doubt := func(name, pushType, body, code string) { add(name, pushType, body, "80000000", code) }

	right("notification", "0", huaweiMessageV3())
	right("missed call", "0", huaweiMessageV3(hwSet(n+"category", "MISS_CALL")))
	right("options", "0", huaweiMessageV3(hwSet("pushOptions", map[string]any{"testMessage": true, "ttl": 86400, "biTag": "b", "collapseKey": 0})))
	right("background", "6", huaweiMessageV3(hwSet("payload", map[string]any{"extraData": "x"})))
	right("voice", "2", huaweiMessageV3(hwSet("payload.extraData", "x"), hwSet(n+"category", "PLAY_VOICE")))
	right("widget", "1", huaweiMessageV3(hwSet("payload", map[string]any{"formId": 0})))
	right("live view", "7", huaweiMessageV3(hwSet("payload", map[string]any{"activityData": map[string]any{"notificationData": map[string]any{"type": 3, "clickAction": map[string]any{}}}})))
	right("call", "10", huaweiMessageV3(hwSet("payload", map[string]any{"extraData": "x"})))

	doubt("no push-type", "", huaweiMessageV3(), "80100001")
	wrong("push-type", "3", huaweiMessageV3(), "80100001", "Check Parameter Error.")
	wrong("no target", "0", huaweiMessageV3(hwDrop("target")), "80300010", "token count should within 1 and 1000.")
	wrong("target is a list", "0", huaweiMessageV3(hwSet("target", []any{"x"})), "80100003")
	wrong("no token", "0", huaweiMessageV3(hwSet("target.token", []any{})), "80300010")
	wrong("1001 tokens", "0", huaweiMessageV3(hwSet("target.token", huaweiMany(1001))), "80300010")
	right("1000 tokens", "0", huaweiMessageV3(hwSet("target.token", huaweiMany(1000))))
	wrong("two tokens for a widget", "1", huaweiMessageV3(hwSet("target.token", huaweiMany(2))), "80300010", "token count should within 1 and 1.")
	wrong("two tokens for a widget, test", "1", huaweiMessageV3(hwSet("target.token", huaweiMany(2)), hwSet(o+"testMessage", true)), "80300030")
	right("10 tokens in a test", "0", huaweiMessageV3(hwSet("target.token", huaweiMany(10)), hwSet(o+"testMessage", true)))
	wrong("11 tokens in a test", "0", huaweiMessageV3(hwSet("target.token", huaweiMany(11)), hwSet(o+"testMessage", true)), "80300030",
		"When send test message, token count exceed limit.")
	wrong("too long", "0", huaweiMessageV3(hwSet(n+"body", strings.Repeat("字", 1400))), "80300008")
	wrong("blank in the token", "0", huaweiMessageV3(hwSet("target.token", []any{"MA x"})), "80300007", `\"tokenFormatError\":[\"MA x\"]`)
	add("odd token", "0", huaweiMessageV3(hwSet("target.token", []any{"MA:x"})), "80000000", "80300007")
	right("token of v1", "0", huaweiMessageV3(hwSet("target.token", []any{"IQx"})))
	wrong("no payload", "0", huaweiMessageV3(hwDrop("payload")), "80100003")
	wrong("no notification", "0", huaweiMessageV3(hwSet("payload", map[string]any{"extraData": "x"})), "80100003")
	wrong("PLAY_VOICE as a notification", "0", huaweiMessageV3(hwSet(n+"category", "PLAY_VOICE")), "80300007", `\"notSupportPlayVoice\":[`)
	wrong("voice without extraData", "2", huaweiMessageV3(), "80100003")
	wrong("background without extraData", "6", huaweiMessageV3(hwSet("payload", map[string]any{})), "80100003")
	wrong("proxyData", "6", huaweiMessageV3(hwSet("payload", map[string]any{"extraData": "x", "proxyData": "yes"})), "80100003")

	wrong("ttl is text", "0", huaweiMessageV3(hwSet(o+"ttl", "86400")), "80100001")
	wrong("ttl too long", "0", huaweiMessageV3(hwSet(o+"ttl", 1296001)), "80100001")
	wrong("ttl below 0", "0", huaweiMessageV3(hwSet(o+"ttl", -1)), "80100004")
	doubt("ttl 0", "0", huaweiMessageV3(hwSet(o+"ttl", 0)), "80100004")
	wrong("biTag", "0", huaweiMessageV3(hwSet(o+"biTag", strings.Repeat("字", 22))), "80100001")
	wrong("collapseKey", "0", huaweiMessageV3(hwSet(o+"collapseKey", 101)), "80100001")
	wrong("no category", "0", huaweiMessageV3(hwDrop(n+"category")), "80100003")
	wrong("category", "0", huaweiMessageV3(hwSet(n+"category", "im")), "80100003")
	wrong("no title", "0", huaweiMessageV3(hwDrop(n+"title")), "80100003")
	wrong("no body", "0", huaweiMessageV3(hwSet(n+"body", " ")), "80100003")
	wrong("no clickAction", "0", huaweiMessageV3(hwDrop(n+"clickAction")), "80100003")
	wrong("click type of v1", "0", huaweiMessageV3(hwSet(n+"clickAction.actionType", 3)), "80100003")
	wrong("click without page", "0", huaweiMessageV3(hwSet(n+"clickAction.actionType", 1)), "80100003")
	right("click with a uri", "0", huaweiMessageV3(hwSet(n+"clickAction.actionType", 1), hwSet(n+"clickAction.uri", "app://x")))
	wrong("data is text", "0", huaweiMessageV3(hwSet(n+"clickAction.data", `{"k":1}`)), "80100003")
	wrong("badge", "0", huaweiMessageV3(hwSet(n+"badge.addNum", 100)), "80100003", "badge.addNum")
	wrong("style", "0", huaweiMessageV3(hwSet(n+"style", 2)), "80100003")
	doubt("big text without text", "0", huaweiMessageV3(hwSet(n+"style", 1)), "80100003")
	wrong("inbox of 4", "0", huaweiMessageV3(hwSet(n+"inboxContent", []any{"1", "2", "3", "4"})), "80100003")
	wrong("appMessageId", "0", huaweiMessageV3(hwSet(n+"appMessageId", "a.b")), "80100003")
	wrong("notifyId", "0", huaweiMessageV3(hwSet(n+"notifyId", 1<<31)), "80100003")
	wrong("duration without sound", "0", huaweiMessageV3(hwSet(n+"soundDuration", 10)), "80100003")

	zero := 0
	return append(out,
		codeCase{name: "v3 tokenFormatError", ask: hwV3("0", huaweiMessageV3(hwSet("target.token", []any{"MA x"}))), at: catalog.AtTarget, code: "tokenFormatError", status: 400},
		codeCase{name: "v3 notSupportPlayVoice", ask: hwV3("0", huaweiMessageV3(hwSet(n+"category", "PLAY_VOICE"))), at: catalog.AtTarget, code: "notSupportPlayVoice", status: 400},
		codeCase{name: "v3 test messages used up", code: "80300029", status: 400, ask: func(k *kit) reply {
			if err := k.quotas.set("huawei", &zero); err != nil {
				k.t.Fatal(err)
			}
			return hwV3("0", huaweiMessageV3(hwSet(o+"testMessage", true)))(k)
		}})
}
