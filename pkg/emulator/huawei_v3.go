package emulator

import (
	"encoding/json"

	"github.com/offpush/offpush/pkg/text"
)

// The push-types of v3 that have something of their own.
const (
	huaweiAlert  = "0"
	huaweiWidget = "1"
	huaweiVoice  = "2"
)

// Limits of v3's pages.
const (
	huaweiTestMost   = 10 // tokens of a test message
	huaweiWidgetMost = 1  // tokens of a widget's refresh
)

// readHuaweiV3 takes what the inbox shows out of a message of v3.
func readHuaweiV3(c *call) {
	readHuaweiToken(c)
	document, _ := c.json()
	payload := lookup(document, "payload")
	c.tokens = huaweiTokens(lookup(document, "target", "token"))
	c.title = or(words(payload, "notification", "title"), words(payload, "activityData", "notificationData", "contentTitle"))
	c.bodyText = words(payload, "notification", "body")
	c.class = words(payload, "notification", "category")
	if c.data = lookup(payload, "notification", "clickAction", "data"); c.data == nil {
		c.data = lookup(payload, "extraData")
	}
}

// sendV3 judges a message of v3. The order of checks is inferred.
func (h *huawei) sendV3(c *call) *answer {
	document, a := h.open(c, "target", "token")
	if a != nil {
		return a
	}
	pushType, a := h.pushType(c)
	if a != nil {
		return a
	}
	isTest := where("pushOptions.testMessage", "true")(document)
	if a := h.targetV3(c, document, pushType, isTest); a != nil {
		return a
	}
	bad, a := h.judgeTokens(c)
	if a != nil {
		return a
	}
	if c.class == "PLAY_VOICE" && pushType == huaweiAlert {
		return huaweiIllegal(c, huaweiAllBad, allBad(c.tokens, huaweiNotVoice,
			text.T("category 是 PLAY_VOICE，push-type 应为 2", "category is PLAY_VOICE, and push-type should be 2")))
	}
	for _, step := range []func(c *call, document map[string]any) *answer{h.options.check, ttlV3, h.payloads[pushType].check, clickV3} {
		if a := step(c, document); a != nil {
			return a
		}
	}
	c.passed("各字段", "its fields")
	if isTest {
		if a := testMessage(c); a != nil {
			return a
		}
	}
	return h.accepted(c, bad)
}

// pushType is the header of that name. No page says what happens without it.
func (h *huawei) pushType(c *call) (string, *answer) {
	value := c.request.Header.Get("push-type")
	switch {
	case value == "":
		return huaweiAlert, c.doubt(huaweiBadParameter, "缺少 push-type 头；通知消息为 0", "the push-type header is missing; a notification has 0")
	case h.payloads[value] == nil:
		return "", c.refuse(huaweiBadParameter, "push-type 是 %s，应为 0、1、2、6、7 或 10", "push-type is %s and should be 0, 1, 2, 6, 7 or 10", shown(value))
	}
	return value, nil
}

// targetV3 judges the number of tokens.
func (h *huawei) targetV3(c *call, document map[string]any, pushType string, isTest bool) *answer {
	most, testMost := huaweiMaxTokens, huaweiTestMost
	if pushType == huaweiWidget {
		most, testMost = huaweiWidgetMost, huaweiWidgetMost
	}
	switch target := document["target"].(type) {
	case nil:
		return noTokens(c, document, "target", most)
	case map[string]any:
		if tokens, _ := target["token"].([]any); isTest && len(tokens) > testMost {
			return c.refuse(huaweiTestTokens, "测试消息有 %d 个 token，最多 %d 个", "a test message to %d tokens; the most is %d", len(tokens), testMost)
		}
		return h.countTokens(c, target, most)
	}
	return illegalPayload(c, "target 应为对象", "target should be an object")
}

func ttlV3(c *call, document map[string]any) *answer {
	n, ok := lookup(document, "pushOptions", "ttl").(json.Number)
	if !ok {
		return nil
	}
	seconds, _ := n.Float64()
	return judgeTTL(c, "pushOptions.ttl", seconds)
}

// clickV3 judges a clickAction of which the table has seen the type.
func clickV3(c *call, document map[string]any) *answer {
	click := lookup(document, "payload", "notification", "clickAction")
	if scalar(lookup(click, "actionType")) == "1" && words(click, "uri") == "" && words(click, "action") == "" {
		return illegalPayload(c, "clickAction.actionType 是 1，需要 uri 或 action", "clickAction.actionType is 1, which needs uri or action")
	}
	return nil
}

// huaweiOptions are the rules of v3 for how to send. Source: the pages on the
// structure and the parameters of the scenario API, January to April 2026.
func huaweiOptions() table {
	const o = "pushOptions."
	return table{missing: huaweiBadParameter, invalid: huaweiBadParameter, rules: []rule{
		{path: "pushOptions", kind: obj},
		{path: o + "testMessage", kind: looseBool},
		{path: o + "ttl", kind: integer, why: text.T("v3 的 ttl 是整数，不同于 v1 的字符串", "ttl of v3 is a number, unlike v1's text")},
		{path: o + "biTag", kind: str, max: 64, bytes: true},
		{path: o + "receiptId", kind: str},
		{path: o + "collapseKey", kind: looseInt, min: -1, max: 100},
		{path: o + "backgroundMode", kind: looseInt, in: []string{"0", "1"}},
	}}
}

// huaweiPayloads are the rules of v3 for payload, by push-type. Those of widgets and
// of calls are few: nothing that TUIOfflinePush needs is in them.
func huaweiPayloads() map[string]*table {
	const p = "payload."
	extra := rule{path: p + "extraData", need: true, kind: str}
	out := map[string]*table{}
	for pushType, rules := range map[string][]rule{
		huaweiAlert:  huaweiNotificationV3(),
		huaweiWidget: nil,
		huaweiVoice:  append(huaweiNotificationV3("PLAY_VOICE"), extra),
		"6":          {extra, {path: p + "proxyData", kind: str, in: []string{"ENABLE"}}},
		"7": {
			{path: p + "activityData.notificationData.type", need: true, kind: looseInt, in: []string{"3", "4", "5", "7"}},
			{path: p + "activityData.notificationData.contentTitle", kind: str, max: 1024},
			{path: p + "activityData.notificationData.clickAction", need: true, kind: obj},
		},
		"10": nil,
	} {
		out[pushType] = &table{
			missing: huaweiBadPayload, invalid: huaweiBadPayload, words: huaweiPayloadWords,
			rules: append([]rule{{path: "payload", need: true, kind: obj}}, rules...),
		}
	}
	return out
}

// huaweiNotificationV3 are the rules of a notification.
func huaweiNotificationV3(categories ...string) []rule {
	const n = "payload.notification."
	return []rule{
		{path: "payload.notification", need: true, kind: obj},
		{path: n + "category", need: true, kind: str, in: huaweiCategories(append(categories, "MISS_CALL")...)},
		{path: n + "title", need: true, kind: str},
		{path: n + "body", need: true, kind: str},
		{path: n + "clickAction", need: true, kind: obj},
		{path: n + "clickAction.actionType", need: true, kind: looseInt, in: []string{"0", "1"}},
		{path: n + "clickAction.uri", kind: str},
		{path: n + "clickAction.action", kind: str},
		{path: n + "clickAction.data", kind: obj, why: text.T("v3 的 data 是对象，不是 JSON 字符串", "data of v3 is an object, not JSON as text")},
		{path: n + "image", kind: str, form: huaweiHTTPS},
		{path: n + "style", kind: looseInt, in: []string{"0", "1", "3"}},
		{path: n + "bigTitle", kind: str},
		{path: n + "bigBody", kind: str},
		{path: n + "bigTitle", need: true, soft: true, when: where(n+"style", "1")},
		{path: n + "bigBody", need: true, soft: true, when: where(n+"style", "1")},
		{path: n + "inboxContent", kind: strList, max: 3},
		{path: n + "inboxContent[]", kind: str, max: 1024},
		{path: n + "inboxContent", need: true, min: 1, max: 3, soft: true, when: where(n+"style", "3")},
		{path: n + "notifyId", kind: looseInt, min: -1, max: 1<<31 - 1},
		{path: n + "appMessageId", kind: str, min: 1, max: 64, form: whole(`[A-Za-z0-9+/=\-_ ]+`)},
		{path: n + "profileId", kind: str, max: 64},
		{path: n + "badge", kind: obj},
		{path: n + "badge.addNum", kind: looseInt, min: 1, max: 99},
		{path: n + "badge.setNum", kind: looseInt, max: 99},
		{path: n + "sound", kind: str},
		{path: n + "soundDuration", kind: looseInt, min: 1, max: 60},
		{path: n + "sound", need: true, when: isThere(n + "soundDuration")},
		{path: n + "foregroundShow", kind: looseBool},
	}
}
