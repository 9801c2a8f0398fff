package emulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// The bounds of a message: none is HONOR's own word. The payload's is Huawei's.
const (
	honorTokens  = 1000
	honorPayload = 4096
	honorMaxTTL  = 1296000 // seconds
)

// honorTable: a rule is soft where only other people's clients have the fact. Empty
// strings stand for members that are not there, as some of those clients send them.
func honorTable() table {
	https := whole(`https://.+`)
	link := whole(`|https://.+`)
	fromClients := text.T("第三方客户端一致的写法", "as other people's clients agree")
	return table{missing: "80100003", invalid: "80100001", rules: []rule{
		{path: "token", kind: strList, need: true, missing: "80300010", invalid: "80100003"},
		{path: "token", kind: strList, min: 1, invalid: "80300010"},
		{path: "token", kind: strList, max: honorTokens, invalid: "80300010", soft: true},
		{path: "token[]", kind: str, need: true},

		{path: "data", kind: str, invalid: "80100003"},
		{path: "notification", kind: obj, invalid: "80100003"},
		{path: "notification.title", kind: str},
		{path: "notification.body", kind: str},
		{path: "notification.image", kind: str, form: link, soft: true, why: fromClients},

		{path: "android", kind: obj, invalid: "80100003"},
		{path: "android.data", kind: str, invalid: "80100003"},
		{path: "android.biTag", kind: str, soft: true},
		{path: "android.targetUserType", kind: looseInt, in: []string{"0", "1"}, soft: true, why: fromClients},
		{path: "android.ttl", kind: str, form: whole(`|[0-9]{1,10}s`), soft: true, why: text.T("秒数加 s，例如 86400s", "seconds and an s, such as 86400s")},

		{path: "android.notification", kind: obj, invalid: "80100003"},
		{path: "android.notification.title", kind: str},
		{path: "android.notification.body", kind: str},
		{path: "android.notification.clickAction", kind: obj, need: true, invalid: "80100003"},
		{path: "android.notification.clickAction.type", kind: looseInt, need: true},
		{path: "android.notification.clickAction.type", kind: anything, in: []string{"1", "2", "3"}, soft: true, why: text.T("1 打开页面，2 打开网址，3 打开应用", "1 page, 2 url, 3 app")},
		{path: "android.notification.clickAction.intent", kind: str, soft: true},
		{path: "android.notification.clickAction.action", kind: str, soft: true},
		{path: "android.notification.clickAction.url", kind: str, need: true, form: https, when: where("android.notification.clickAction.type", "2"), soft: true, why: text.T("type 为 2 时必填，https", "needed with type 2, https")},
		{path: "android.notification.importance", kind: str, in: []string{"LOW", "NORMAL"}, when: filled("android.notification.importance"), soft: true, why: text.T("HIGH 是华为的", "HIGH is Huawei's")},
		{path: "android.notification.image", kind: str, form: link, soft: true, why: fromClients},
		{path: "android.notification.style", kind: looseInt, in: []string{"0", "1"}, soft: true, why: fromClients},
		{path: "android.notification.bigTitle", kind: str, need: true, when: where("android.notification.style", "1"), soft: true, why: text.T("style 为 1 时必填", "needed with style 1")},
		{path: "android.notification.bigBody", kind: str, need: true, when: where("android.notification.style", "1"), soft: true, why: text.T("style 为 1 时必填", "needed with style 1")},
		{path: "android.notification.when", kind: str, form: whole(`|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z`), soft: true, why: text.T("UTC 时间，例如 2014-10-02T15:01:23.045123456Z", "UTC, such as 2014-10-02T15:01:23.045123456Z")},
		{path: "android.notification.notifyId", kind: looseInt, soft: true},
		{path: "android.notification.tag", kind: str, soft: true},
		{path: "android.notification.group", kind: str, soft: true},

		{path: "android.notification.buttons", kind: objList, max: 3, soft: true, why: fromClients},
		{path: "android.notification.buttons[].name", kind: str, need: true, max: 40, soft: true, why: fromClients},
		{path: "android.notification.buttons[].actionType", kind: looseInt, in: []string{"0", "1", "2"}, soft: true, why: fromClients},
		{path: "android.notification.buttons[].intentType", kind: looseInt, in: []string{"0", "1"}, soft: true, why: fromClients},
		{path: "android.notification.buttons[].data", kind: str, max: 1024, soft: true, why: fromClients},

		{path: "android.notification.badge", kind: obj, invalid: "80100003"},
		{path: "android.notification.badge.addNum", kind: looseInt, min: 1, max: 99, soft: true, why: fromClients},
		{path: "android.notification.badge.setNum", kind: looseInt, max: 99, soft: true, why: fromClients},
		{path: "android.notification.badge.badgeClass", kind: str, need: true, soft: true, why: text.T("应用入口 Activity 的完整类名", "the full class name of the launcher Activity")},
	}}
}

// honorRead takes the message out of a body. One that is wrapped as Huawei's is
// read too, to be refused later.
func honorRead(c *call) {
	if token, ok := honorBearer(c); ok {
		c.secret(token)
	}
	document, err := c.json()
	if err != nil {
		return
	}
	if m, wrapped := document["message"].(map[string]any); wrapped && document["token"] == nil {
		document = m
	}
	android := lookup(document, "android")
	c.tokens = list(document, "token")
	c.title = honorEither(document, "title")
	c.bodyText = honorEither(document, "body")
	c.class = scalar(lookup(android, "notification", "importance"))
	c.data = document["data"]
	if data := lookup(android, "data"); data != nil {
		c.data = data
	}
}

// honorEither is a member of the notification: android's own wins.
func honorEither(document map[string]any, name string) string {
	return or(words(document, "android", "notification", name), words(document, "notification", name))
}

// message judges the body.
func (h *honor) message(c *call) *answer {
	document, err := c.json()
	if err != nil {
		return c.refuse("80100003", "正文不是 JSON 对象：%v", "the body is no JSON object: %v", err)
	}
	if _, wrapped := document["message"].(map[string]any); wrapped && document["token"] == nil {
		return c.refuse("80100003", "消息放在了 message 里，这是华为的格式；荣耀的 token、android 等字段在最外层", "the message stands in message, as Huawei has it; HONOR's token, android and so on stand outermost")
	}
	if a := h.rules.check(c, document); a != nil {
		return a
	}
	for _, check := range []func(*call, map[string]any) *answer{honorContent, honorClick, honorTTL, honorNames, honorSize} {
		if a := check(c, document); a != nil {
			return a
		}
	}
	return nil
}

// honorContent: a notification has a title, a body and a click action; without
// one, data makes a data message.
func honorContent(c *call, document map[string]any) *answer {
	android := lookup(document, "android", "notification")
	data := or(words(document, "android", "data"), words(document, "data"))
	if android == nil && document["notification"] == nil {
		if data == "" {
			return c.refuse("80100003", "既没有通知，也没有 data", "there is neither a notification nor data")
		}
		c.passed("字段正确，是数据消息", "fields right, a data message")
		return nil
	}
	for _, name := range []string{"title", "body"} {
		if strings.TrimSpace(honorEither(document, name)) == "" {
			return c.refuse("80100003", "通知缺少 %s，写在 android.notification 或 notification 里", "the notification has no %s, in android.notification or in notification", name)
		}
	}
	if android == nil {
		return c.refuse("80100003", "通知缺少 android.notification.clickAction", "the notification has no android.notification.clickAction")
	}
	if data != "" && !json.Valid([]byte(data)) {
		if a := c.doubt("80100001", "data：随通知发送时应为 JSON 字符串", "data: beside a notification it should be a JSON string"); a != nil {
			return a
		}
	}
	c.passed("字段正确，是通知", "fields right, a notification")
	return nil
}

// honorClick: a page is named by intent or by action.
func honorClick(c *call, document map[string]any) *answer {
	click := lookup(document, "android", "notification", "clickAction")
	if scalar(lookup(click, "type")) != "1" || words(click, "intent") != "" || words(click, "action") != "" {
		return nil
	}
	return c.doubt("80100003", "clickAction.type 为 1 时要有 intent 或 action", "clickAction.type 1 needs intent or action")
}

func honorTTL(c *call, document map[string]any) *answer {
	seconds, err := strconv.ParseInt(strings.TrimSuffix(words(document, "android", "ttl"), "s"), 10, 64)
	if err != nil || seconds <= honorMaxTTL {
		return nil
	}
	return c.doubt("80100001", "android.ttl 是 %d 秒，最多 %d", "android.ttl is %d seconds, the most is %d", seconds, honorMaxTTL)
}

// honorNames finds names with an underscore: all of HONOR's are camelCase, and
// what it does not know it passes over.
func honorNames(c *call, document map[string]any) *answer {
	android := lookup(document, "android")
	for _, part := range []any{document, document["notification"], android, lookup(android, "notification"), lookup(android, "notification", "clickAction"), lookup(android, "notification", "badge")} {
		m, _ := part.(map[string]any)
		var found []string
		for name := range m {
			if strings.Contains(name, "_") {
				found = append(found, text.Visible(name))
			}
		}
		if len(found) > 0 {
			return c.doubt("80100003", "荣耀的字段是驼峰写法，没有 %s", "HONOR's names are camelCase, there is no %s", slices.Min(found))
		}
	}
	return nil
}

// honorSize: the body without its tokens.
func honorSize(c *call, _ map[string]any) *answer {
	size := len(c.body)
	for _, t := range c.tokens {
		size -= len(t) + len(`"",`)
	}
	if size <= honorPayload {
		return nil
	}
	return c.doubt("80300008", "除 token 外有 %d 字节，最多 %d", "there are %d bytes besides the tokens, the most is %d", size, honorPayload)
}
