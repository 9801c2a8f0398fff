package emulator

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// deviceToken judges the token in the path: its shape, its environment, its app,
// its life.
func (a *apns) deviceToken(c *call, p *apnsPush) *answer {
	const bad = "BadDeviceToken"
	token := c.value("token")
	if token == "" {
		return c.refuse("MissingDeviceToken", "路径 /3/device/ 后面没有 token", "the path ends after /3/device/, without a token")
	}
	if _, err := hex.DecodeString(token); err != nil {
		return c.refuse(bad, "token 不是十六进制（偶数位，不带空格和尖括号）：%s", "the token is not hexadecimal (an even number of digits, no blanks or brackets): %s", notHex(token))
	}
	if !a.tokenForm.MatchString(token) {
		if no := c.doubt(bad, "token 只有 %d 位，现在的 iPhone 是 64 位：可能被截断了", "the token has %d digits and those of today's iPhones 64: it may be cut short", len(token)); no != nil {
			return no
		}
	}
	switch c.state(token) {
	case WrongEnvironment:
		return c.refuse(bad, "token 属于另一个环境，这里是 %s", "the token is of the other environment; this is %s", c.environment)
	case OtherApp:
		return c.refuse("DeviceTokenNotForTopic", "token 属于另一个应用，不是 %s", "the token belongs to another app than %s", shown(p.topic))
	case Unregistered:
		return c.refuse("Unregistered", "token 已失效：应用已卸载，或重新注册过", "the token is dead: the app was removed, or registered anew")
	case Expired:
		return c.refuse("ExpiredToken", "token 已过期", "the token has expired")
	}
	if no := a.ownApp(c, p); no != nil {
		return no
	}
	c.passed("token", "token")
	return nil
}

// notHex is the piece of a token that is no hexadecimal digit; a whole token is
// not repeated.
func notHex(token string) text.Text {
	for _, r := range token {
		if !strings.ContainsRune("0123456789abcdefABCDEF", r) {
			return text.F("里面有 %s", "it holds %s", shown(string(r)))
		}
	}
	return text.F("位数是奇数 %d", "it has an odd number of digits, %d", len(token))
}

// ownApp judges topic and environment against the account's app, to which all
// device tokens belong. A certificate that is not the account's is of an app that
// nothing is known of.
func (a *apns) ownApp(c *call, p *apnsPush) *answer {
	if p.certificate != nil && !a.certificate {
		return nil
	}
	other := Sandbox
	if c.environment == Sandbox {
		other = Production
	}
	if a.environment == other {
		if no := c.doubt("BadDeviceToken", "账号的 environment 是 %s，token 应属于那个环境，而这里是 %s", "the account's environment is %s, where its tokens are from, and this is %s", a.environment, c.environment); no != nil {
			return no
		}
	}
	if a.topic == "" || isTopicOf(p.topic, a.topic) || strings.HasPrefix(p.topic, mdmTopic) {
		return nil
	}
	if strings.HasSuffix(p.topic, "."+a.topic) {
		return c.refuse("DeviceTokenNotForTopic", "apns-topic 是 %s，应为不带前缀的 Bundle ID %s", "apns-topic is %s; it should be the bundle id without prefix, %s", shown(p.topic), a.topic)
	}
	return c.refuse("DeviceTokenNotForTopic", "apns-topic 是 %s，token 属于 %s（账号的 topic；不设 topic 则任何应用都行）", "apns-topic is %s, and the token belongs to %s (the account's topic; without one, any app is taken)", shown(p.topic), a.topic)
}

// isTopicOf reports whether a topic is an app's, for one push type or another.
func isTopicOf(topic, app string) bool {
	return slices.ContainsFunc(pushTypes, func(k pushType) bool { return topic == app+k.suffix })
}
