package emulator

import "strings"

// read takes the message, which is the body.
func (v *vivo) read(c *call) {
	for _, token := range c.request.Header.Values("authToken") {
		c.secret(token)
	}
	document, _ := c.json()
	if to := or(words(document, "regId"), words(document, "alias")); to != "" {
		c.tokens = []string{to}
	}
	c.content = content{
		title: words(document, "title"), bodyText: words(document, "content"), data: document["clientCustomMap"],
		class: or(words(document, "category"), scalar(document["classification"])),
	}
}

// send is the push to one phone.
func (v *vivo) send(c *call) *answer {
	if a := v.carries(c); a != nil {
		return a
	}
	if a := v.admit(c); a != nil {
		return a
	}
	document, err := c.json()
	if err != nil {
		return c.refuse("10050", "请求体不是 JSON 对象，所以没有 regId：%v", "the body is no JSON object and so has no regId: %v", err)
	}
	for _, check := range []func(*call, map[string]any) *answer{v.app, vivoFields.check, vivoLengths, vivoRequest, vivoReceipt, vivoClass, v.target, vivoFormal} {
		if a := check(c, document); a != nil {
			return a
		}
	}
	c.passed("消息字段正确", "the fields are right")
	c.passed("regId 有效", "the regId is valid")
	if a := v.quota(c, document); a != nil {
		return a
	}
	return v.accept(c, vivoAnswer{TaskID: v.taskID(c)})
}

// app: an appId in the body is compared with the app that logged in.
func (v *vivo) app(c *call, document map[string]any) *answer {
	id := document["appId"]
	if id == nil {
		return nil
	}
	if s := strings.TrimSpace(scalar(id)); s != v.id {
		return c.refuse("10094", "appId 是 %s，authToken 属于应用 %s", "appId is %s; the authToken was given to app %s", shown(s), v.id)
	}
	return nil
}

// target judges the regId, which wins over an alias. Its form is known from SDKs
// and other projects alone.
func (v *vivo) target(c *call, document map[string]any) *answer {
	to := words(document, "regId")
	if to != "" && !v.token.MatchString(to) {
		if a := c.doubt(vivoBadTarget, "regId %s 的形式没有见过：旧的是 23 个字符，新的以 v2- 开头且长于 50 个字符", "regId %s has a form that was not seen before: old ones have 23 characters, new ones start with v2- and are longer than 50", shown(to)); a != nil {
			return a
		}
	}
	switch c.state(or(to, words(document, "alias"))) {
	case Unregistered:
		return v.invalid(c, "status 2", "应用已卸载、已取消订阅或清除了数据：invalidUser.status 为 2", "the app was uninstalled, unsubscribed or its data cleared: invalidUser.status is 2")
	case Expired:
		return v.invalid(c, "status 2", "手机已有新的 regId，这个不再有效：invalidUser.status 为 2；vivo 也可能先受理，再在回执 2183 中告知", "the phone has a newer regId and this one is no longer valid: invalidUser.status is 2; vivo may also take the message and tell by receipt 2183")
	case OtherApp:
		return v.invalid(c, "status 1", "这个应用里没有该 regId，它是另一个应用的：invalidUser.status 为 1", "this app has no such regId, it is of another app: invalidUser.status is 1")
	}
	return nil
}

// invalid refuses the target with result 10302 and a status.
func (v *vivo) invalid(c *call, status, zh, en string) *answer {
	a := c.refuse(status, zh, en)
	a.code, a.bad = vivoBadTarget, nil // the message has the result as its code, like the request
	return a
}

// quota counts formal messages, system ones and operational ones apart: newer
// sources say that test messages are not counted.
func (v *vivo) quota(c *call, document map[string]any) *answer {
	if scalar(document["pushMode"]) == "1" {
		c.passed("测试消息，不计入当日用量", "a test message, not counted")
		return nil
	}
	class := vivoClassOf(document)
	within, limit := c.quotas.takeOf("vivo", class, 1, c.now)
	switch {
	case within == 1:
		return nil
	case class == vivoSystem:
		return c.refuse("10073", "系统消息当日 %d 条已用完", "the %d system messages that are allowed a day are used up", limit)
	}
	return c.refuse("10070", "运营消息当日 %d 条已用完", "the %d operational messages that are allowed a day are used up", limit)
}
