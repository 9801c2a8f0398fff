package emulator

import (
	"encoding/json"
	"maps"
	"mime"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Reasons of v3 that come from checks.
const (
	huaweiNoRight  = "noRight"
	huaweiBadForm  = "tokenFormatError"
	huaweiNotVoice = "notSupportPlayVoice"
)

// huaweiTokens are the tokens of a body as far as they can be read: so many that
// too many of them can be told. One that is no list is shown too.
func huaweiTokens(v any) []string {
	if one, ok := v.(string); ok {
		return []string{one}
	}
	tokens := list(v)
	return tokens[:min(len(tokens), huaweiMaxTokens+1)]
}

// open judges what all send calls begin with: method, login, JSON, size. The path is
// where the list of tokens stands.
func (h *huawei) open(c *call, path ...string) (map[string]any, *answer) {
	if a := huaweiPost(c); a != nil {
		return nil, a
	}
	if a := h.authorize(c); a != nil {
		return nil, a
	}
	header := c.request.Header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(header); kind != "application/json" {
		if a := c.doubt(huaweiBadParameter, "Content-Type 是 %s，应为 application/json", "the Content-Type is %s and should be application/json", shown(header)); a != nil {
			return nil, a
		}
	}
	document, err := c.json()
	if err != nil {
		return nil, c.refuseText(huaweiBadPayload, "Illegal payload, the body is not a JSON object.", "正文不是 JSON 对象：%v", "the body is no JSON object: %v", err)
	}
	size := huaweiSize(c, path)
	if size > huaweiMaxBytes {
		return nil, c.refuse(huaweiTooLong, "消息体除 token 外有 %d 字节，最多 %d", "the body, tokens left out, has %d bytes; the most is %d", size, huaweiMaxBytes)
	}
	c.passed("消息体 %d 字节", "a body of %d bytes", size)
	return document, nil
}

// huaweiSize is the body's size without the list of tokens. What a thousand tokens
// take is first reckoned, as if nothing but a comma stood between them, and looked up
// only where that is not enough.
func huaweiSize(c *call, path []string) int {
	size := len(c.body)
	if size <= huaweiMaxBytes {
		return size
	}
	list := len("[]") - len(",")
	for _, t := range c.tokens {
		list += len(t) + len(`"",`)
	}
	if size-list <= huaweiMaxBytes {
		return size - list
	}
	raw := json.RawMessage(c.body)
	for _, name := range path {
		var above map[string]json.RawMessage
		if json.Unmarshal(raw, &above) != nil {
			return size
		}
		raw = above[name]
	}
	return size - len(raw)
}

// countTokens judges the list of tokens in an object: its type, and how many it may
// have. A misspelt name counts as no token, as Huawei's own FAQ says.
func (h *huawei) countTokens(c *call, parent map[string]any, limit int) *answer {
	items, isList := parent["token"].([]any)
	switch {
	case parent["token"] != nil && !isList, len(list(parent, "token")) != len(items):
		return illegalPayload(c, "token 应为字符串数组", "token should be a list of strings")
	case len(items) == 0:
		return noTokens(c, parent, "token", limit)
	case len(items) > limit:
		return c.refuseText(huaweiTokenCount, huaweiCountWords(limit), "有 %d 个 token，最多 %d 个", "there are %d tokens; the most is %d", len(items), limit)
	}
	c.passed("%[1]d 个 token", "%[2]s", len(items), text.Plural(len(items), "token"))
	return nil
}

// noTokens answers a body in which the tokens, or the object that holds them, are
// missing.
func noTokens(c *call, parent map[string]any, name string, limit int) *answer {
	why := text.F("没有 token：缺少 %s", "there is no token: %s is missing", name)
	if v := parent[name]; v != nil {
		why = text.F("没有 token：%s 是空的", "there is no token: %s is empty", name)
	} else if near := text.Nearest(name, slices.Sorted(maps.Keys(parent))); near != "" {
		why = text.F("%s；是不是把它写成了 %s", "%s; it may have been misspelt as %s", why, shown(near))
	}
	return c.refuseText(huaweiTokenCount, huaweiCountWords(limit), "%s", "%s", why)
}

// illegalPayload refuses the message; Huawei's words repeat what is wrong.
func illegalPayload(c *call, zh, en string, args ...any) *answer {
	why := text.F(zh, en, args...)
	return c.refuseText(huaweiBadPayload, "Illegal payload, "+why.EN+".", "%s", "%s", why)
}

// judgeTokens finds the bad ones among the tokens; the answer is not nil when all
// are.
func (h *huawei) judgeTokens(c *call) (map[string]badToken, *answer) {
	v3 := isHuaweiV3(c)
	badForm, gone := huaweiAllBad, huaweiAllBad
	if v3 {
		badForm, gone = huaweiBadForm, huaweiNoRight
	}
	odd, other := 0, 0
	bad := c.unusable(func(token string, state TokenState) (badToken, bool) {
		if strings.HasPrefix(token, "MA") != v3 {
			other++
		}
		if token == "" || strings.ContainsAny(token, " \t\r\n") {
			return badToken{badForm, text.T("token 是空的，或带有空白", "the token is empty, or has blanks")}, true
		}
		if !isHuaweiToken(token) {
			odd++
			if c.config.Strict {
				return badToken{badForm, text.T("token 含有字母、数字、- 和 _ 以外的字符", "the token has others than letters, digits, - and _")}, true
			}
		}
		why, known := huaweiStates[state]
		return badToken{gone, why}, known
	})
	if odd > 0 && !c.config.Strict {
		c.warnings = append(c.warnings, text.F("%d 个 token 含有字母、数字、- 和 _ 以外的字符", "tokens that have others than letters, digits, - and _: %d", odd))
	}
	if other > 0 {
		otherAPI(c, other)
	}
	for _, t := range c.tokens {
		if _, isBad := bad[t]; !isBad {
			return bad, nil
		}
	}
	if len(bad) == 0 { // a topic
		return bad, nil
	}
	return bad, huaweiIllegal(c, huaweiAllBad, bad)
}

// isHuaweiToken reports whether a token has the form of the catalog. Of a thousand
// tokens a regular expression takes as long to see it as all the rest together.
func isHuaweiToken(token string) bool {
	for _, b := range []byte(token) {
		if (b|0x20 < 'a' || b|0x20 > 'z') && (b < '0' || b > '9') && b != '-' && b != '_' {
			return false
		}
	}
	return token != ""
}

// otherAPI notes tokens that look like those of the other API. A strict emulator
// takes them too: that v3's begin with MA is only seen in samples.
func otherAPI(c *call, n int) {
	if isHuaweiV3(c) {
		c.warnings = append(c.warnings, text.F("%d 个 token 不以 MA 开头：v3 只用于 HarmonyOS NEXT，文档示例的 token 都以 MA 开头", "tokens that do not begin with MA: %d. v3 is for HarmonyOS NEXT only, whose tokens do in the document's samples", n))
		return
	}
	c.warnings = append(c.warnings, text.F("%d 个 token 以 MA 开头，像是 HarmonyOS NEXT 的：它们要用 v3", "tokens that begin with MA, as those of HarmonyOS NEXT do: %d. These need v3", n))
}

// huaweiStates are the states in which a token is refused. v1 has one code for them
// all, and so, by its FAQ, for another app's; v3 says noRight of a stale token and of
// one from outside the project.
var huaweiStates = map[TokenState]text.Text{
	Unregistered: text.T("token 未注册：应用已卸载，或删除了 token", "the token is not registered: the app was removed, or gave it up"),
	Expired:      text.T("token 已失效：手机已有新的 token，例如升级到 HarmonyOS NEXT 之后", "the token is stale: the phone has a newer one, for example since its upgrade to HarmonyOS NEXT"),
	OtherApp:     text.T("token 属于别的应用；检查打包所用的 agconnect-services.json", "the token belongs to another app; check the agconnect-services.json of the build"),
}

// judgeTTL judges how many seconds a message is kept.
func judgeTTL(c *call, path string, seconds float64) *answer {
	switch {
	case seconds < 0:
		return c.refuse(huaweiBadExpiry, "%s 是负数，消息一发出就过期", "%s is negative: the message would have expired when it is sent", path)
	case seconds == 0:
		return c.doubt(huaweiBadExpiry, "%s 是 0，消息一发出就过期", "%s is 0: the message expires when it is sent", path)
	case seconds > huaweiMaxTTL:
		return c.refuse(huaweiBadParameter, "%s 是 %.0f 秒，最长 %d 秒（15 天）", "%s is %.0f seconds; %d (15 days) are the most", path, seconds, huaweiMaxTTL)
	}
	return nil
}

// testMessage counts a test message, of an app with v1 and v2 and of a project with
// v3. v3's page says that accepted requests are counted, not tokens; v1's has a number
// only, and no code for too many. Other messages have no daily amount that the API
// refuses more than.
func testMessage(c *call) *answer {
	class := "app"
	if isHuaweiV3(c) {
		class = "project"
	}
	if within, limit := c.quotas.takeOf(c.dialect.id, class, 1, c.now); within == 0 {
		return c.refuse(huaweiTestLimit, "今天的 %d 条测试消息已用完", "the day's %d test messages are used up", limit)
	}
	return nil
}

// accepted answers a message that is right, for the tokens that are.
func (h *huawei) accepted(c *call, bad map[string]badToken) *answer {
	if len(bad) > 0 {
		return huaweiIllegal(c, huaweiPartly, bad)
	}
	return huaweiJSON(c.accept(huaweiOK, huaweiBody(c, huaweiOK, "Success")))
}
