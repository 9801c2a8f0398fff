package emulator

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

const (
	vivoSkew   = 10 * time.Minute // how far a timestamp may be off
	vivoLogin  = 24 * time.Hour   // how long an authToken lives
	vivoLogins = 10               // a second
)

// vivoLoginFields are the members that a login needs, and the codes when one is
// empty. Those that should be numbers are sent as text by several back ends.
var vivoLoginFields = []struct {
	name, missing string
	number        bool
}{{"appId", "10200", true}, {"appKey", "10201", false}, {"timestamp", "10203", true}, {"sign", "10204", false}}

// readLogin marks the secrets of a login.
func (v *vivo) readLogin(c *call) {
	document, _ := c.json()
	for _, name := range []string{"appKey", "sign"} {
		if s := words(document, name); s != "" {
			c.secret(s)
		}
	}
}

// auth is the login: emptiness first, then appId, appKey, timestamp, signature,
// and the pace.
func (v *vivo) auth(c *call) *answer {
	if a := v.carries(c); a != nil {
		return a
	}
	document, err := c.json()
	if err != nil {
		return c.refuse("10200", "请求体不是 JSON 对象，所以没有 appId：%v", "the body is no JSON object and so has no appId: %v", err)
	}
	values := map[string]string{}
	for _, f := range vivoLoginFields {
		s := strings.TrimSpace(scalar(document[f.name])) // as the 2.9.2 document says
		if s == "" {
			return c.refuse(f.missing, "%s 缺少，或是空的", "%s is missing or empty", f.name)
		}
		if _, isText := document[f.name].(string); isText && f.number {
			c.warnings = append(c.warnings, text.F("%s：写成了字符串，文档要求整数", "%s: it is a string, the documents ask for a whole number", f.name))
		}
		values[f.name] = s
	}
	if a := v.account(c, values["appId"], values["appKey"]); a != nil {
		return a
	}
	stamp := values["timestamp"]
	if a := v.timestamp(c, stamp); a != nil {
		return a
	}
	if a := v.signature(c, stamp, values["sign"]); a != nil {
		return a
	}
	c.passed("时间戳和签名正确", "timestamp and signature are right")
	if n := v.logins.take(c.now); n > vivoLogins {
		if a := c.doubt("10093", "这一秒内第 %d 次鉴权，每个应用每秒最多 %d 次：应缓存 authToken", "this is login %d in this second and %d are allowed per app; keep the authToken", n, vivoLogins); a != nil {
			return a
		}
	}
	token := c.ids.uuid()
	c.secret(token)
	c.login(token, v.id, "", vivoLogin)
	return v.accept(c, vivoAnswer{AuthToken: token})
}

func (v *vivo) account(c *call, id, key string) *answer {
	switch {
	case id != v.id:
		return c.refuse("10205", "appId 是 %s，模拟器的应用是 %s", "appId is %s; the emulator's app is %s", shown(id), v.id)
	case subtle.ConstantTimeCompare([]byte(key), []byte(v.secret)) == 1:
		return c.refuse("10202", "appKey 填成了 AppSecret", "appKey holds the AppSecret")
	case subtle.ConstantTimeCompare([]byte(key), []byte(v.key)) != 1:
		return c.refuse("10202", "appKey 不是 [vendor.vivo] 里的 AppKey", "appKey is not the AppKey of [vendor.vivo]")
	}
	return nil
}

func (v *vivo) timestamp(c *call, stamp string) *answer {
	ms, err := strconv.ParseInt(stamp, 10, 64)
	switch {
	case err != nil || len(stamp) != 13:
		return c.refuse("10207", "timestamp 是 %s，应为 13 位毫秒时间戳", "timestamp is %s; it must be 13 digits of milliseconds", shown(stamp))
	case c.now.Sub(time.UnixMilli(ms)).Abs() > vivoSkew:
		return c.refuse("10207", "timestamp 是 %s，与服务器时间 %s 相差超过 10 分钟", "timestamp is %s, more than 10 minutes from the server's time, %s",
			instant(time.UnixMilli(ms)), instant(c.now))
	}
	return nil
}

// signature: the lower-case hex MD5 of appId, appKey, timestamp and appSecret,
// joined with nothing between.
func (v *vivo) signature(c *call, stamp, sign string) *answer {
	sum := md5.Sum([]byte(v.id + v.key + stamp + v.secret))
	want := hex.EncodeToString(sum[:])
	if subtle.ConstantTimeCompare([]byte(sign), []byte(want)) == 1 {
		return nil
	}
	if form := formOfSign(sign, want, "MD5"); !form.IsZero() {
		return c.refuse("10206", "%s", "%s", form)
	}
	return c.refuse("10206", "sign 不等于 MD5(appId + appKey + timestamp + appSecret)：AppSecret 不对，拼接次序不对或加了分隔符，或 timestamp 与请求里的不是同一个值",
		"sign is not MD5(appId + appKey + timestamp + appSecret): the AppSecret is wrong, the order differs or there is something between the parts, or the timestamp is not the one sent")
}

// admit judges the authToken, a header of that name.
func (v *vivo) admit(c *call) *answer {
	token := c.request.Header.Get("authToken")
	if a := c.stranger("10000", "authToken", token); a != nil {
		return a
	}
	login, ok := c.sessions.find("vivo", token)
	switch {
	case token == "" && c.request.Header.Get("Authorization") != "":
		return c.refuse("10000", "没有请求头 authToken；vivo 不看 Authorization", "there is no header authToken; vivo does not look at Authorization")
	case token == "":
		return c.refuse("10000", "没有请求头 authToken", "there is no header authToken")
	case !ok:
		return c.refuse("10000", "没有发出过这个 authToken，先调用 /message/auth", "this authToken was never given out; call /message/auth first")
	case !c.now.Before(login.expires):
		return c.refuse("10000", "authToken 已在 %s 过期（有效期 24 小时），需要重新鉴权", "the authToken expired at %s, 24 hours after it was given out; log in again", instant(login.expires))
	}
	c.passed("authToken 有效", "the authToken is valid")
	return nil
}
