package emulator

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// readHuawei takes what the inbox shows out of a message of v1 or v2.
func readHuawei(c *call) {
	readHuaweiToken(c)
	document, _ := c.json()
	message := lookup(document, "message")
	c.tokens = huaweiTokens(lookup(message, "token"))
	c.title = or(words(message, "android", "notification", "title"), words(message, "notification", "title"))
	c.bodyText = or(words(message, "android", "notification", "body"), words(message, "notification", "body"))
	c.class = words(message, "android", "category")
	if c.data = lookup(message, "android", "data"); c.data == nil {
		c.data = lookup(message, "data")
	}
}

// send judges a message of v1 or v2. The order of checks is inferred.
func (h *huawei) send(c *call) *answer {
	document, a := h.open(c, "message", "token")
	if a != nil {
		return a
	}
	if a := h.target(c, document); a != nil {
		return a
	}
	bad, a := h.judgeTokens(c)
	if a != nil {
		return a
	}
	for _, step := range []func(c *call, document map[string]any) *answer{h.parameters.check, h.payload.check, h.rest} {
		if a := step(c, document); a != nil {
			return a
		}
	}
	c.passed("各字段", "its fields")
	if scalar(document["validate_only"]) == "true" {
		a := h.accepted(c, bad)
		a.why = text.T("validate_only：只检查，不下发", "validate_only: checked, and not delivered")
		return a
	}
	if where("message.android.target_user_type", "1")(document) {
		if a := testMessage(c); a != nil {
			return a
		}
	}
	a = h.accepted(c, bad)
	if a.why.IsZero() && isAndroidNotification(document) && c.class == "" {
		a.why = text.T("没有 category：按资讯营销类处理，静默，每天 2 条（新闻类 5 条）", "no category: it counts as marketing, which is silent, 2 a day (5 for news apps)")
	}
	return a
}

// target judges that there is exactly one of token, topic and condition, and the
// number of tokens.
func (h *huawei) target(c *call, document map[string]any) *answer {
	switch message := document["message"].(type) {
	case nil:
		return noTokens(c, document, "message", huaweiMaxTokens)
	case map[string]any:
		topic, condition := message["topic"], message["condition"]
		tokens, _ := message["token"].([]any)
		targets := 0
		for _, there := range []bool{len(tokens) > 0, isGiven(topic), isGiven(condition)} {
			if there {
				targets++
			}
		}
		switch {
		case targets > 1:
			return illegalPayload(c, "token、topic、condition 只能有一个", "there can be only one of token, topic and condition")
		case isGiven(topic) || isGiven(condition):
			return judgeTopics(c, topic, condition)
		}
		return h.countTokens(c, message, huaweiMaxTokens)
	}
	return illegalPayload(c, "message 应为对象", "message should be an object")
}

// isGiven: what is null or empty text was not given.
func isGiven(v any) bool { return v != nil && v != "" }

// judgeTopics judges a message to topics.
func judgeTopics(c *call, topic, condition any) *answer {
	for _, v := range []any{topic, condition} {
		if s, isText := v.(string); v != nil && !isText {
			return illegalPayload(c, "topic 和 condition 应为字符串", "topic and condition should be strings")
		} else if n := strings.Count(s, " in topics"); n > huaweiMaxTopics {
			return illegalPayload(c, "condition 里有 %d 个主题，最多 %d 个", "condition has %d topics; %d are the most", n, huaweiMaxTopics)
		}
	}
	return nil
}

// ttlForm is the official SDKs' pattern; a unit in capitals is on the downlink page.
var ttlForm = regexp.MustCompile(`^(-?[0-9]+(?:\.[0-9]{1,9})?)[sS]?$`)

// rest judges what no table can say.
func (h *huawei) rest(c *call, document map[string]any) *answer {
	message := lookup(document, "message")
	data := lookup(message, "android", "data")
	if data == nil {
		data = lookup(message, "data")
	}
	if data == nil && !isHuaweiNotification(document) && !isOtherPlatform(document) {
		return illegalPayload(c, "message 里既没有通知也没有 data", "message has neither a notification nor data")
	}
	if s, ok := data.(string); ok && isHuaweiNotification(document) && !json.Valid([]byte(s)) {
		// A public package for Huawei's API documents it with single quotes, which
		// are no JSON.
		if a := c.doubt(huaweiBadPayload, "通知消息的 data 应为 JSON 字符串", "data of a notification should be JSON as text"); a != nil {
			return a
		}
	}
	if a := h.ttl(c, lookup(message, "android", "ttl")); a != nil {
		return a
	}
	note := lookup(message, "android", "notification")
	if words(lookup(message, "android"), "urgency") == "HIGH" {
		if a := c.doubt(huaweiNoHigh, "urgency 是 HIGH，需要先申请权限", "urgency is HIGH, which needs a right that is granted"); a != nil {
			return a
		}
	}
	if a := judgeClick(c, lookup(note, "click_action")); a != nil {
		return a
	}
	if a := judgeButtons(c, lookup(note, "buttons")); a != nil {
		return a
	}
	return judgeLanguages(c, lookup(note, "multi_lang_key"))
}

// ttl judges message.android.ttl, which is text with a number of seconds.
func (h *huawei) ttl(c *call, v any) *answer {
	const path = "message.android.ttl"
	if v == nil {
		return nil
	}
	found := ttlForm.FindStringSubmatch(scalar(v))
	if found == nil {
		return c.refuse(huaweiBadParameter, "%s 是 %s，应为秒数，如 86400s", "%s is %s and should be seconds, like 86400s", path, shown(scalar(v)))
	}
	seconds, _ := strconv.ParseFloat(found[1], 64)
	return judgeTTL(c, path, seconds)
}

// judgeClick judges a click_action of which the table has seen the type.
func judgeClick(c *call, click any) *answer {
	switch kind := scalar(lookup(click, "type")); {
	case kind == "1" && words(click, "intent") == "" && words(click, "action") == "":
		return illegalPayload(c, "click_action.type 是 1，需要 intent 或 action", "click_action.type is 1, which needs intent or action")
	case kind == "4":
		return c.doubt(huaweiBadPayload, "click_action.type 4 只在 SDK 里有，文档已经没有", "click_action.type 4 is in the SDKs only, and gone from the document")
	}
	return nil
}

// judgeButtons judges what a button's action needs.
func judgeButtons(c *call, v any) *answer {
	buttons, _ := v.([]any)
	for _, b := range buttons {
		switch action := scalar(lookup(b, "action_type")); {
		case action == "1" && (scalar(lookup(b, "intent_type")) == "" || words(b, "intent") == ""):
			return illegalPayload(c, "buttons 的 action_type 是 1，需要 intent_type 和 intent", "action_type of a button is 1, which needs intent_type and intent")
		case action == "4" && words(b, "data") == "":
			return illegalPayload(c, "buttons 的 action_type 是 4，需要 data", "action_type of a button is 4, which needs data")
		}
	}
	return nil
}

// judgeLanguages: texts come in three languages at most. Where in the object they
// stand is inferred from the sample, so this is only doubted.
func judgeLanguages(c *call, v any) *answer {
	keys, _ := v.(map[string]any)
	for _, texts := range keys {
		if m, isObject := texts.(map[string]any); isObject && len(m) > huaweiMaxLanguages {
			return c.doubt(huaweiBadPayload, "multi_lang_key 有 %d 种语言，最多 %d 种", "multi_lang_key has %d languages; %d are the most", len(m), huaweiMaxLanguages)
		}
	}
	return nil
}

// isHuaweiNotification: without a notification, the message is for the app alone.
func isHuaweiNotification(document map[string]any) bool {
	return lookup(document, "message", "notification") != nil || lookup(document, "message", "android", "notification") != nil
}

// isOtherPlatform: apns and webpush are parts for other devices than Huawei's.
func isOtherPlatform(document map[string]any) bool {
	return lookup(document, "message", "apns") != nil || lookup(document, "message", "webpush") != nil
}

func isAndroidNotification(document map[string]any) bool {
	return isHuaweiNotification(document) && (lookup(document, "message", "android") != nil || !isOtherPlatform(document))
}

// isThere is a condition of a rule: there is something at a path.
func isThere(path string) func(document map[string]any) bool {
	names := strings.Split(path, ".")
	return func(document map[string]any) bool { return lookup(document, names...) != nil }
}
