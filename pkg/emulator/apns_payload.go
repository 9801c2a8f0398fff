package emulator

import (
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// apnsPayload judges the body. APNs documents its size alone; what a payload says
// is read by the phone, which passes over what it does not understand. So all else
// is a warning here, and a strict emulator, for want of a reason of Apple's for it,
// says PayloadEmpty.
func apnsPayload(c *call, p *apnsPush) *answer {
	switch n := len(c.body); {
	case n == 0:
		return c.refuse("PayloadEmpty", "请求体是空的", "the body is empty")
	case n > p.kind.max:
		return c.refuse("PayloadTooLarge", "请求体有 %d 字节，最多 %d 字节%s", "the body has %d bytes; %d are allowed%s", n, p.kind.max, voipHint(p))
	}
	const code = "PayloadEmpty"
	payload, err := c.json()
	if err != nil {
		return c.doubt(code, "请求体不是 JSON 对象（%v）；APNs 对此没有公开的错误码，手机上不会显示", "the body is no JSON object (%v); what APNs answers is not documented, and the phone shows nothing", err)
	}
	aps, isObject := payload["aps"].(map[string]any)
	switch {
	case !isObject && needsAPS(p):
		return c.doubt(code, "没有 aps 对象，手机上不会显示", "there is no aps object, and the phone shows nothing")
	case isObject:
		if no := apnsTable.check(c, payload); no != nil {
			return no
		}
		fits(c, p, aps)
	}
	c.passed("正文 %d 字节", "the body, %d bytes", len(c.body))
	return nil
}

// voipHint tells a push of 4 to 5 KiB what it lacks.
func voipHint(p *apnsPush) text.Text {
	if p.kind.max == maxPayload {
		return text.T("（只有 voip 是 5120）", " (5120 for voip alone)")
	}
	return text.Text{}
}

// needsAPS: the messages of device management and Wallet have no aps.
func needsAPS(p *apnsPush) bool {
	return p.kind.name != "mdm" && !strings.HasPrefix(p.topic, mdmTopic) && !strings.HasPrefix(p.topic, "pass.")
}

// fits warns of a payload that is not for its push type, which APNs may delay or
// drop.
func fits(c *call, p *apnsPush, aps map[string]any) {
	visible := aps["alert"] != nil || aps["badge"] != nil || aps["sound"] != nil
	switch {
	case p.kind.name == "background" && aps["content-available"] == nil:
		note(c, "apns-push-type 为 background，而 aps 里没有 \"content-available\": 1", `the apns-push-type is background, and aps has no "content-available": 1`)
	case p.kind.name == "background" && visible:
		note(c, "apns-push-type 为 background，而 aps 里有 alert、badge 或 sound；会显示的通知应为 alert", "the apns-push-type is background, and aps has an alert, badge or sound: for what shows it is alert")
	case p.kind.name == "alert" && !visible:
		note(c, "apns-push-type 为 alert，而 aps 里没有 alert、badge 和 sound：手机上不会显示", "the apns-push-type is alert, and aps has no alert, badge or sound: the phone shows nothing")
	}
}

// apnsTable is what Apple's "Generating a remote notification" says of aps.
var apnsTable = table{invalid: "PayloadEmpty", rules: apnsPayloadRules()}

func apnsPayloadRules() []rule {
	ignored := text.T("手机会忽略它", "the phone passes over it")
	flag := []string{"0", "1"}
	rules := []rule{
		{path: "aps.alert", kind: obj, when: notText("alert"), why: text.T("也可以是字符串", "or a string")},
		{path: "aps.alert.title", kind: str},
		{path: "aps.alert.subtitle", kind: str},
		{path: "aps.alert.body", kind: str},
		{path: "aps.alert.launch-image", kind: str},
		{path: "aps.alert.title-loc-key", kind: str},
		{path: "aps.alert.title-loc-args", kind: strList},
		{path: "aps.alert.subtitle-loc-key", kind: str},
		{path: "aps.alert.subtitle-loc-args", kind: strList},
		{path: "aps.alert.loc-key", kind: str},
		{path: "aps.alert.loc-args", kind: strList},
		{path: "aps.badge", kind: integer, max: 1<<31 - 1},
		{path: "aps.sound", kind: obj, when: notText("sound"), why: text.T("也可以是字符串", "or a string")},
		{path: "aps.sound.name", kind: str},
		{path: "aps.sound.critical", kind: integer, in: flag},
		{path: "aps.thread-id", kind: str},
		{path: "aps.category", kind: str},
		{path: "aps.target-content-id", kind: str},
		{path: "aps.content-available", kind: integer, in: flag},
		{path: "aps.mutable-content", kind: integer, in: flag},
		{path: "aps.interruption-level", kind: str, in: []string{"passive", "active", "time-sensitive", "critical"}},
		{path: "aps.filter-criteria", kind: str},
		{path: "aps.event", kind: str, in: []string{"start", "update", "end"}},
		{path: "aps.timestamp", kind: integer},
		{path: "aps.attributes-type", kind: str},
		{path: "aps.attributes", kind: obj},
		{path: "aps.content-state", kind: obj},
		{path: "aps.stale-date", kind: integer},
		{path: "aps.dismissal-date", kind: integer},
	}
	for i := range rules {
		rules[i].soft = true
		if rules[i].why.IsZero() {
			rules[i].why = ignored
		}
	}
	return rules
}

// notText limits a rule to payloads in which a member of aps is no string: alert and
// sound may be a string or an object.
func notText(member string) func(map[string]any) bool {
	return func(payload map[string]any) bool {
		_, isText := lookup(payload, "aps", member).(string)
		return !isText
	}
}
