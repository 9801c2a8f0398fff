package emulator

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

// What the page on client credentials says.
const (
	huaweiLogins    = 1000 // in huaweiWindow, for one app
	huaweiWindow    = 5 * time.Minute
	huaweiTokenLife = time.Hour
)

// window counts in spans of time that follow each other.
type window struct {
	mu    sync.Mutex
	start time.Time
	used  int
}

// take counts one, and reports whether it is within the limit of a span.
func (w *window) take(now time.Time, span time.Duration, limit int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.start) >= span || now.Before(w.start) {
		w.start, w.used = now, 0
	}
	w.used++
	return w.used <= limit
}

func (w *window) clear() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.start, w.used = time.Time{}, 0
}

// huaweiLoginError writes the login's envelope for a code like 1101/20003.
func huaweiLoginError(code, words string) []byte {
	number, sub, _ := strings.Cut(code, "/")
	out := struct {
		Error    int    `json:"error"`
		SubError int    `json:"sub_error"`
		Words    string `json:"error_description"`
	}{Words: words}
	var err error
	if out.Error, err = strconv.Atoi(number); err != nil {
		out.Error, out.Words = 1101, code+": "+words // a code of elsewhere that a scenario wants here
	}
	if out.SubError, err = strconv.Atoi(sub); err != nil {
		out.SubError = huaweiMadeUp
		out.Words = or(out.Words, "made up by offpush: grant_type, or the form it should be in, is wrong; Huawei's own sub_error is not known")
	}
	return marshal(out)
}

// huaweiUnknownGrant: the excerpts of the login page that could be had do not name
// a sub_error for a wrong grant_type, so that the one here is plainly none of Huawei's.
const (
	huaweiUnknownGrant = "1101"
	huaweiMadeUp       = 99999
)

// readHuaweiLogin marks what is secret in a login, also in a wrong one: it may be
// another app's.
func readHuaweiLogin(c *call) {
	document, _ := c.json()
	for _, secret := range []string{c.form().Get("client_secret"), c.request.URL.Query().Get("client_secret"), words(document, "client_secret")} {
		if secret != "" {
			c.secret(secret)
		}
	}
}

// readHuaweiToken marks the access token, or the JWT, of a send call.
func readHuaweiToken(c *call) {
	if _, token, found := strings.Cut(c.request.Header.Get("Authorization"), " "); found && token != "" {
		c.secret(token)
	}
}

// login gives out access tokens.
func (h *huawei) login(c *call) *answer {
	if a := huaweiPost(c); a != nil {
		return a
	}
	form, a := h.loginForm(c)
	if a != nil {
		return a
	}
	for _, step := range []func(c *call, form url.Values) *answer{h.grant, h.client, h.secret} {
		if a := step(c, form); a != nil {
			return a
		}
	}
	token := c.ids.base64(64) // 88 characters, as in the document
	c.secret(token)
	c.login(token, h.clientID, "", huaweiTokenLife)
	c.passed("client_id 和 client_secret 正确", "client_id and client_secret are right")
	body := marshal(map[string]any{"access_token": token, "expires_in": int(huaweiTokenLife.Seconds()), "token_type": "Bearer"})
	// Huawei writes \/, which is the same to every JSON reader and a trap for those
	// who cut the token out by hand.
	a = c.accept("", []byte(strings.ReplaceAll(string(body), "/", `\/`)))
	a.setHeader("Cache-Control", "no-store")
	return huaweiJSON(a)
}

// loginForm is the body's form; where it is empty, the query, which a page of
// another kit shows.
func (h *huawei) loginForm(c *call) (url.Values, *answer) {
	form := url.Values{}
	if kind, _, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		if _, err := url.ParseQuery(strings.ReplaceAll(string(c.body), ";", "%3B")); err != nil {
			return nil, c.refuse("1101/20152", "表单的值没有做 URL 编码", "the values of the form are not URL-encoded")
		}
		form = c.form()
	} else if len(c.body) > 0 {
		return nil, c.refuse(huaweiUnknownGrant, "Content-Type 是 %s，应为 application/x-www-form-urlencoded，参数以表单提交",
			"the Content-Type is %s and should be application/x-www-form-urlencoded: the parameters are a form", shown(c.request.Header.Get("Content-Type")))
	}
	if query := c.request.URL.Query(); len(form) == 0 && query.Has("grant_type") {
		return query, c.doubt(huaweiUnknownGrant, "参数写在 URL 里；推送的文档要求写在正文里", "the parameters are in the URL; the documents of Push Kit have them in the body")
	}
	return form, nil
}

func (h *huawei) grant(c *call, form url.Values) *answer {
	switch grant := form.Get("grant_type"); grant {
	case "client_credentials":
		return nil
	case "":
		return c.refuse(huaweiUnknownGrant, "缺少 grant_type，应为 client_credentials", "grant_type is missing; it should be client_credentials")
	case "authorization_code":
		if form.Get("client_secret") == "" {
			return c.refuse("1101/20085", "grant_type 是 authorization_code，又没有 client_secret；推送用 client_credentials", "grant_type is authorization_code, and there is no client_secret; push uses client_credentials")
		}
		return c.refuse("1101/20152", "grant_type 是 authorization_code，而推送用 client_credentials", "grant_type is authorization_code; push uses client_credentials")
	default:
		return c.refuse(huaweiUnknownGrant, "grant_type 是 %s，应为 client_credentials", "grant_type is %s and should be client_credentials", shown(grant))
	}
}

// client judges client_id, and how often it logs in.
func (h *huawei) client(c *call, form url.Values) *answer {
	id := form.Get("client_id")
	switch {
	case !isDigits(id, 64):
		return c.refuse("1101/20002", "client_id 是 %s，应为 1 到 64 位数字", "client_id is %s and should be 1 to 64 digits", shown(id))
	case id != h.clientID:
		return c.refuse("1101/20003", "没有 client_id %s；模拟器的账号是 %s", "there is no client_id %s; the emulator's account has %s", shown(id), shown(h.clientID))
	case !h.logins.take(c.now, huaweiWindow, huaweiLogins):
		a := frontEnd(http.StatusServiceUnavailable)
		a.why = text.F("5 分钟内申请 access_token 超过 %d 次；请在有效期内缓存它", "more than %d access tokens were asked for in 5 minutes; keep one while it is valid", huaweiLogins)
		return a
	}
	return nil
}

func (h *huawei) secret(c *call, form url.Values) *answer {
	secret := form.Get("client_secret")
	switch {
	case secret == "":
		return c.refuse("1101/20171", "client_secret 是空的", "client_secret is empty")
	case h.clientSecret == "":
		return c.refuse("1101/12304", "模拟器的账号没有 client_secret，无法核对；请在 [vendor.huawei] 填写", "the emulator's account has no client_secret to compare with; put it into [vendor.huawei]")
	case subtle.ConstantTimeCompare([]byte(secret), []byte(h.clientSecret)) == 1:
		return nil
	case strings.ReplaceAll(secret, " ", "+") == h.clientSecret:
		return c.refuse("1101/12304", "client_secret 里的 + 没有做 URL 编码，读出来是空格", "the + in client_secret is not URL-encoded and reads as a blank")
	}
	return c.refuse("1101/12304", "client_secret 不对；应为该应用“OAuth 2.0 客户端 ID（凭据）”的 Client Secret，不是 agconnect-services.json 里的 client.client_secret",
		"client_secret is wrong; it should be the Client Secret of the app's OAuth 2.0 client ID, not client.client_secret of agconnect-services.json")
}

// isDigits reports 1 to limit digits.
func isDigits(s string, limit int) bool {
	return s != "" && len(s) <= limit && strings.Trim(s, "0123456789") == ""
}

// authorize judges the Authorization header of a send call. v1 and v2 take access
// tokens and JWTs, v3 JWTs only.
func (h *huawei) authorize(c *call) *answer {
	header := c.request.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(header, " ")
	switch {
	case header == "":
		return c.refuse(huaweiNoAuth, "缺少 Authorization 头", "the Authorization header is missing")
	case !strings.EqualFold(scheme, "Bearer") || token == "":
		return c.refuse(huaweiNoAuth, "Authorization 应为 Bearer、一个空格和 access_token 或 JWT", "Authorization should be Bearer, one blank, and the access token or JWT")
	case scheme != "Bearer":
		if a := c.doubt(huaweiNoAuth, "Authorization 的 Bearer 大小写不对", "Bearer in Authorization is not written so"); a != nil {
			return a
		}
	}
	switch isJWT := strings.HasPrefix(token, "eyJ") || strings.Count(token, ".") == 2; {
	case isJWT:
		return h.authorizeJWT(c, token)
	case isHuaweiV3(c):
		return c.refuse(huaweiNoAuth, "v3 只接受服务账号签发的 JWT，不接受 OAuth 的 access_token", "v3 takes only a JWT of a service account, no OAuth access token")
	}
	return h.authorizeOAuth(c, token)
}

func (h *huawei) authorizeOAuth(c *call, token string) *answer {
	login, found := c.sessions.find(c.dialect.id, token)
	if !found {
		if a := c.stranger(huaweiOldToken, "access_token", token); a != nil {
			return a
		}
		if _, escaped := c.sessions.find(c.dialect.id, strings.ReplaceAll(token, `\/`, "/")); escaped {
			return c.refuse(huaweiOldToken, `access_token 里的 \/ 没有还原成 /`, `the \/ in the access token was not turned back into /`)
		}
		return c.refuse(huaweiOldToken, "模拟器没有发出过这个 access_token，或它已被改动", "the emulator did not give out this access token, or it was changed")
	}
	if !c.now.Before(login.expires) {
		return c.refuse(huaweiOldToken, "access_token 已在 %s 过期", "the access token expired at %s", instant(login.expires))
	}
	id, want, name := c.value("clientid"), login.account, "client_id"
	if id == "" {
		id, want, name = c.value("projectid"), h.projectID, "project_id"
	}
	if want != "" && id != want {
		return c.refuse(huaweiNoAuth, "URL 里的 %s 是 %s，而 access_token 属于 %s", "the %s in the URL is %s, and the access token belongs to %s", name, shown(id), shown(want))
	}
	c.passed("access_token 有效", "the access token is valid")
	return nil
}
