package emulator

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// maxOPPOBatch is how many messages a batch may have.
const maxOPPOBatch = 1000

// oppoOverseas is the host for devices outside of China.
const oppoOverseas = "api-intl.push.oppomobile.com"

// readLogin marks the secrets of a login.
func (o *oppo) readLogin(c *call) { oppoSecrets(c, "app_key", "sign") }

// oppoSecrets marks the secret fields of a form.
func oppoSecrets(c *call, fields ...string) {
	for _, f := range fields {
		for _, v := range c.form()[f] {
			c.secret(v)
		}
	}
	for _, v := range c.request.Header.Values("auth_token") {
		c.secret(v)
	}
}

// readUnicast reads the field message, which is JSON.
func (o *oppo) readUnicast(c *call) {
	oppoSecrets(c, "auth_token")
	c.document, c.read = object([]byte(c.form().Get("message")))
	if to := words(c.document, "target_value"); to != "" {
		c.tokens = []string{to}
	}
	c.content = oppoContent(c.document)
}

// readBatch reads the field messages, a JSON list of what unicast has in message.
// It stays in the document under that name.
func (o *oppo) readBatch(c *call) {
	oppoSecrets(c, "auth_token")
	v, err := jsonValue([]byte(c.form().Get("messages")))
	messages, isList := v.([]any)
	if err == nil && !isList {
		err = errors.New("it is no JSON list")
	}
	c.document, c.read = map[string]any{"messages": messages}, err
	for _, m := range messages {
		if to := words(m, "target_value"); to != "" {
			c.tokens = append(c.tokens, to)
			c.each = append(c.each, oppoContent(m))
		}
	}
	if len(messages) > 0 {
		c.content = oppoContent(messages[0])
	}
}

func oppoContent(message any) content {
	n := lookup(message, "notification")
	return content{title: words(n, "title"), bodyText: words(n, "content"), data: lookup(n, "action_parameters"), class: words(n, "category")}
}

// unicast is the push to one target.
func (o *oppo) unicast(c *call) *answer {
	if a := o.admit(c, "message"); a != nil {
		return a
	}
	if c.read != nil {
		return c.refuse("41", "message 不是 JSON 对象：%v", "message is no JSON object: %v", c.read)
	}
	if a := o.judge(c, c.document); a != nil {
		return a
	}
	if isPublic(c.document) {
		if within, limit := c.quotas.take("oppo", 1, c.now); within < 1 {
			return o.overQuota(c, limit)
		}
	}
	o.remember(c.document)
	c.passed("目标和消息字段正确", "target and fields are right")
	return o.accept(c, "Success", oppoSent{MessageID: o.messageID(c)})
}

// batch is the push of up to 1000 messages, each with its own target. What is
// wrong with one of them is told in the data of an answer that says success.
func (o *oppo) batch(c *call) *answer {
	if a := o.admit(c, "messages"); a != nil {
		return a
	}
	messages, _ := c.document["messages"].([]any)
	switch {
	case c.read != nil:
		return c.refuse("41", "messages 不是 JSON 数组：%v", "messages is no JSON list: %v", c.read)
	case len(messages) == 0:
		return c.refuse("40", "messages 是空数组", "messages is an empty list")
	case len(messages) > maxOPPOBatch:
		return c.refuse("41", "messages 有 %d 条，最多 %d 条", "there are %d messages; at most %d are allowed", len(messages), maxOPPOBatch)
	}
	sent := make([]oppoSent, len(messages))
	bad, at := map[int]badToken{}, 0 // by the place among the tokens
	var first *answer                // that was refused
	refused := 0
	warned := c.warnings
	for i, v := range messages {
		m, _ := v.(map[string]any)
		c.warnings = nil
		a := o.one(c, m)
		warned = appendNew(warned, c.warnings)
		to := words(m, "target_value")
		if to != "" {
			at++
		}
		if a == nil {
			sent[i] = oppoSent{MessageID: o.messageID(c), RegistrationID: to}
			continue
		}
		if refused++; first == nil {
			first = a
		}
		sent[i] = oppoSent{RegistrationID: to, ErrorCode: jsonCode(a.code), ErrorMessage: oppoWords(a)}
		if to != "" {
			bad[at-1] = badToken{code: a.code, why: a.why}
		}
	}
	c.warnings = warned
	out := o.accept(c, "Success", sent)
	out.badAt = bad
	if refused > 0 {
		// Nothing was taken where all are refused, whatever the code says.
		out.accepted = refused < len(messages)
		out.why = text.F("%d 条消息中有 %d 条被拒绝，应答的 code 仍是 0；第一个原因：%s %s", "of %d messages %d are refused, though the answer's code is 0; the first reason: %s %s",
			len(messages), refused, first.code, first.why)
		return out
	}
	c.passed("%d 条消息的目标和字段正确", "targets and fields of %d messages are right", len(messages))
	return out
}

// oppoSingle tells the codes of one message, which a batch has in its data.
func oppoSingle(c *call, code string) bool {
	return strings.HasSuffix(c.request.URL.Path, "/unicast_batch") && slices.Contains([]string{"31", "32", "33", "40", "41", "51", "54", "59", "67", "10000"}, code)
}

// one judges a message of a batch.
func (o *oppo) one(c *call, m map[string]any) *answer {
	if m == nil {
		return c.refuse("41", "messages 里的一项不是 JSON 对象", "an item of messages is no JSON object")
	}
	if a := o.judge(c, m); a != nil {
		return a
	}
	if isPublic(m) {
		if within, limit := c.quotas.take("oppo", 1, c.now); within < 1 {
			return o.overQuota(c, limit)
		}
	}
	o.remember(m)
	return nil
}

// maxRepeated is how many warnings of a batch are kept.
const maxRepeated = 20

// appendNew adds the warnings that are not there yet: the messages of a batch
// mostly have the same.
func appendNew(warned, more []text.Text) []text.Text {
	for _, w := range more {
		known := len(warned) >= maxRepeated
		for i := 0; i < len(warned) && !known; i++ {
			known = warned[i] == w
		}
		if !known {
			warned = append(warned, w)
		}
	}
	return warned
}

// oppoWords are the vendor's words in a refusal.
func oppoWords(a *answer) string {
	var envelope oppoAnswer
	_ = json.Unmarshal(a.body, &envelope) // written here
	return envelope.Message
}

// judge judges one message, in the order target, required members, lengths and
// values, class.
func (o *oppo) judge(c *call, m map[string]any) *answer {
	if a := oppoNames(c, m); a != nil {
		return a
	}
	if a := oppoTarget.check(c, m); a != nil {
		return a
	}
	if a := o.target(c, scalar(m["target_type"]), words(m, "target_value")); a != nil {
		return a
	}
	n, _ := m["notification"].(map[string]any)
	for _, check := range []func(*call, map[string]any) *answer{oppoNames, oppoNeeded.check, oppoFields.check, oppoValues, oppoClass} {
		if a := check(c, n); a != nil {
			return a
		}
	}
	if words(n, "call_back_url") != "" && scalar(m["target_type"]) != "2" {
		if a := c.doubt("41", "call_back_url 只用于 registration_id 推送", "call_back_url is for pushes by registration_id only"); a != nil {
			return a
		}
	}
	if id := words(n, "app_message_id"); id != "" && o.sent.has(oppoSentKey(m, id)) {
		return c.doubt("32", "app_message_id %s 已对这个目标推送过，同一 id 对同一目标只展示一次", "app_message_id %s was pushed to this target before; the same id reaches the same target once", shown(id))
	}
	return nil
}

// target judges a registration_id.
func (o *oppo) target(c *call, kind, to string) *answer {
	if kind == "2" && !o.token.MatchString(to) {
		return c.refuse("10000", "target_value %s 不是 registration_id：应为 32 位十六进制数，前面可带 CN_ 或 OPPO_CN_ 这样的前缀，且只能有一个",
			"target_value %s is no registration_id: that is 32 hexadecimal digits, with or without a prefix like CN_ or OPPO_CN_, and there can be only one", shown(to))
	}
	if a := o.state(c, to); a != nil || kind != "2" {
		return a
	}
	_, known := c.dialect.host(c.host)
	switch abroad := isOverseas(to); {
	case known && abroad && c.host != oppoOverseas:
		return c.doubt("10000", "registration_id 是海外的，应发到 %s", "the registration_id is of a device outside of China; it belongs to %s", oppoOverseas)
	case known && !abroad && c.host == oppoOverseas:
		return c.doubt("10000", "registration_id 是国内的，应发到国内域名", "the registration_id is of a device in China; it belongs to the host of China")
	}
	return nil
}

// state refuses targets that were named as not registered. OPPO may also take a
// push to a dead one and tell by a receipt alone.
func (o *oppo) state(c *call, to string) *answer {
	switch c.state(to) {
	case Unregistered, Expired:
		return c.refuse("10000", "registration_id 已失效（卸载、注销或已更换）；OPPO 也可能返回 0，只在回执 regid_invalid 中告知",
			"the registration_id is dead: the app was removed, has unregistered or has a newer one; OPPO may also answer 0 and tell only by the receipt regid_invalid")
	case OtherApp:
		return c.refuse("10000", "registration_id 是另一个应用的", "the registration_id is of another app")
	}
	return nil
}

// isOverseas tells a device outside of China by its registration_id, as document
// 11235 does.
func isOverseas(to string) bool {
	parts := strings.Split(to, "_")
	switch len(parts) {
	case 1:
		return false
	case 2, 3:
		return parts[len(parts)-2] != "CN"
	}
	return true
}

// isPublic reports whether a message counts against the daily amount: all but the
// communication and service class, which has no limit.
func isPublic(m map[string]any) bool {
	return oppoCategories[words(m, "notification", "category")] != oppoCommunication
}

func (o *oppo) overQuota(c *call, limit int) *answer {
	return c.refuse("33", "内容与营销类当日限额 %d 条已用完", "the %d messages of the content and marketing class that are allowed a day are used up", limit)
}

// remember keeps what must not come again.
func (o *oppo) remember(m map[string]any) {
	if id := words(m, "notification", "app_message_id"); id != "" {
		o.sent.add(oppoSentKey(m, id))
	}
}

func oppoSentKey(m map[string]any, id string) string { return id + "\x00" + words(m, "target_value") }

// oppoApp stands for the AppId, with which every message id begins.
const oppoApp = "30000001"

func (o *oppo) messageID(c *call) string { return oppoApp + "-1-1-" + c.ids.hex(24) }
