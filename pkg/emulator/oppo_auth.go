package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
)

const (
	oppoSkew  = 10 * time.Minute // how far a timestamp may be off
	oppoLogin = 24 * time.Hour   // how long an auth_token lives
)

// oppoLoginFields are the fields that a login needs, in the order in which they
// are asked for, and the codes when one is missing.
var oppoLoginFields = []struct{ field, missing string }{{"app_key", "15"}, {"timestamp", "18"}, {"sign", "17"}}

// auth is the login. The official SDK also sends sdk_version, which means nothing
// here.
func (o *oppo) auth(c *call) *answer {
	if a := o.form(c); a != nil {
		return a
	}
	form := c.form()
	for _, f := range oppoLoginFields {
		if form.Get(f.field) == "" {
			return c.refuse(f.missing, "表单里没有 %s", "the form has no %s", f.field)
		}
	}
	key, stamp, sign := form.Get("app_key"), form.Get("timestamp"), form.Get("sign")
	if a := o.timestamp(c, stamp); a != nil {
		return a
	}
	if subtle.ConstantTimeCompare([]byte(key), []byte(o.key)) != 1 {
		return c.refuse("14", "app_key 不是 [vendor.oppo] 里的 AppKey", "app_key is not the AppKey of [vendor.oppo]")
	}
	if a := o.signature(c, stamp, sign); a != nil {
		return a
	}
	c.passed("时间戳和签名正确", "timestamp and signature are right")
	token := c.ids.hex(24)
	c.secret(token)
	c.login(token, o.key, "", oppoLogin)
	return o.accept(c, "success", struct {
		Token   string `json:"auth_token"`
		Created int64  `json:"create_time"`
	}{token, c.now.UnixMilli()})
}

func (o *oppo) timestamp(c *call, stamp string) *answer {
	ms, err := strconv.ParseInt(stamp, 10, 64)
	switch {
	case err != nil || len(stamp) != 13:
		return c.refuse("19", "timestamp 是 %s，应为 13 位毫秒时间戳", "timestamp is %s; it must be 13 digits of milliseconds", shown(stamp))
	case c.now.Sub(time.UnixMilli(ms)).Abs() > oppoSkew:
		return c.refuse("19", "timestamp 是 %s，与服务器时间 %s 相差超过 10 分钟", "timestamp is %s, more than 10 minutes from the server's time, %s",
			instant(time.UnixMilli(ms)), instant(c.now))
	}
	return nil
}

// signature: the lower-case hex SHA-256 of AppKey, timestamp and MasterSecret,
// joined with nothing between.
func (o *oppo) signature(c *call, stamp, sign string) *answer {
	sum := sha256.Sum256([]byte(o.key + stamp + o.secret))
	want := hex.EncodeToString(sum[:])
	if subtle.ConstantTimeCompare([]byte(sign), []byte(want)) == 1 {
		return nil
	}
	if form := formOfSign(sign, want, "SHA-256"); !form.IsZero() {
		return c.refuse("16", "%s", "%s", form)
	}
	return c.refuse("16", "sign 不等于 SHA-256(AppKey + timestamp + MasterSecret)：最常见的原因是用了 AppSecret，其次是拼接次序不对，或 timestamp 与表单里的不是同一个值",
		"sign is not SHA-256(AppKey + timestamp + MasterSecret); most often the AppSecret was used, else the order differs, or the timestamp is not the one in the form")
}

// form judges what all calls have in common: a POST with a form in UTF-8.
func (o *oppo) form(c *call) *answer {
	if c.request.Method != http.MethodPost {
		return c.refuse("12", "请求方法是 %s，应为 POST", "the method is %s; it must be POST", text.Visible(c.request.Method))
	}
	for name, values := range c.form() {
		if !utf8.ValidString(name) || !utf8.ValidString(values[0]) {
			return c.refuse("25", "表单里有的值不是 UTF-8", "a value of the form is not UTF-8")
		}
	}
	// What OPPO answers to a wrong label is not documented, only what is right.
	kind, params, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if kind != "application/x-www-form-urlencoded" {
		return c.doubt("25", "Content-Type 是 %s，应为 application/x-www-form-urlencoded", "the Content-Type is %s; it must be application/x-www-form-urlencoded", shown(kind))
	}
	if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return c.doubt("25", "Content-Type 声明的编码是 %s，应为 UTF-8", "the Content-Type says %s; it must be UTF-8", shown(charset))
	}
	return nil
}

// admit judges who sends, and whether what is sent is there.
func (o *oppo) admit(c *call, field string) *answer {
	if a := o.form(c); a != nil {
		return a
	}
	token := c.form().Get("auth_token")
	if token == "" {
		token = c.request.Header.Get("auth_token")
		if token == "" {
			return c.refuse("29", "表单里没有 auth_token", "the form has no auth_token")
		}
		if a := c.doubt("29", "auth_token 放在了请求头里，文档要求放在请求体的表单中", "auth_token is a header; the document wants it in the form"); a != nil {
			return a
		}
	}
	if a := c.stranger("11", "auth_token", token); a != nil {
		return a
	}
	login, ok := c.sessions.find("oppo", token)
	switch {
	case !ok:
		return c.refuse("11", "没有发出过这个 auth_token，先调用 /server/v1/auth", "this auth_token was never given out; call /server/v1/auth first")
	case !c.now.Before(login.expires):
		return c.refuse("11", "auth_token 已在 %s 过期（有效期 24 小时），需要重新鉴权", "the auth_token expired at %s, 24 hours after it was given out; authenticate again", instant(login.expires))
	}
	c.passed("auth_token 有效", "the auth_token is valid")
	if strings.TrimSpace(c.form().Get(field)) == "" {
		return c.refuse("40", "表单里没有 %s", "the form has no %s", field)
	}
	return nil
}
