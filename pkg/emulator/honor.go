package emulator

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// honor is HONOR's own channel. Its reference pages could not be read: what its
// developer article of November 2023 shows is checked strictly, what only other
// people's clients agree on gets a warning.
type honor struct {
	appID, clientID, clientSecret string
	rules                         table
}

// honorLogin is how long an access token lives: expires_in of the samples.
const honorLogin = time.Hour

func newHonor(s *setup) (*dialect, error) {
	if err := s.need("app_id", "client_id", "client_secret"); err != nil {
		return nil, err
	}
	h := &honor{appID: s.fields["app_id"], clientID: s.fields["client_id"], clientSecret: s.fields["client_secret"], rules: honorTable()}
	return &dialect{
		routes: []route{
			{path: "/auth/token", at: catalog.AtAuth, read: honorReadLogin, serve: h.login},
			{path: "/auth/realms/developer/protocol/openid-connect/token", at: catalog.AtAuth, read: honorReadLogin, serve: h.login}, // of the article
			{path: "/api/v1/{appId}/sendMessage", at: catalog.AtSend, read: honorRead, serve: h.send},
		},
		prefixes: []string{"/auth/", "/api/v1/"},
		refuse:   honorRefuse,
		single:   func(c *call, code string) bool { return code == "80300007" && c.spares() },
		lost:     honorLost,
	}, nil
}

// honorReadLogin only marks secrets: a wrong one may be the secret of another app.
func honorReadLogin(c *call) {
	if s := c.form().Get("client_secret"); s != "" {
		c.secret(s)
	}
}

// login gives out an access token for the client credentials of OAuth 2.0. The
// path's older form is Keycloak's, and so are the errors where HONOR's are unknown.
func (h *honor) login(c *call) *answer {
	if c.request.Method != http.MethodPost {
		a := c.refuseText("invalid_request", "HTTP 405 Method Not Allowed", "方法是 %s，登录要用 POST", "the method is %s; the login takes POST", c.request.Method)
		a.status = http.StatusMethodNotAllowed
		a.setHeader("Allow", http.MethodPost)
		return a
	}
	if media := c.mediaType(); media != "application/x-www-form-urlencoded" {
		if a := c.doubt("invalid_request", "Content-Type 是 %s，登录要用 application/x-www-form-urlencoded", "the Content-Type is %s; the login takes application/x-www-form-urlencoded", shown(media)); a != nil {
			return a
		}
	}
	form := c.form()
	grant, id, secret := form.Get("grant_type"), form.Get("client_id"), form.Get("client_secret")
	switch {
	case grant == "":
		return c.refuseText("invalid_request", "Missing form parameter: grant_type", "缺少 grant_type，应为 client_credentials，放在表单里", "there is no grant_type; it is client_credentials, in the form")
	case grant != "client_credentials":
		return c.refuseText("unsupported_grant_type", "Unsupported grant_type", "grant_type 是 %s，应为 client_credentials", "grant_type is %s; it is client_credentials", shown(grant))
	case id == "" || secret == "":
		return c.refuse("invalid_client", "缺少 client_id 或 client_secret", "client_id or client_secret is missing")
	case id == h.appID && id != h.clientID:
		return c.refuse("unauthorized_client", "client_id 填了 App ID，应为 Client ID", "client_id is the App ID; it has to be the Client ID")
	case id != h.clientID:
		return c.refuse("unauthorized_client", "client_id %s 不存在，配置的是 %s", "there is no client_id %s; the one configured is %s", shown(id), shown(h.clientID))
	case subtle.ConstantTimeCompare([]byte(secret), []byte(h.clientSecret)) == 0:
		return c.refuse("unauthorized_client", "client_secret 不对：应为 Client Secret，不是 App Secret", "client_secret is wrong: it is the Client Secret, not the App Secret")
	}
	c.passed("Client ID 和 Client Secret 正确", "Client ID and Client Secret right")
	token := c.ids.base64(96)
	c.secret(token)
	c.login(token, h.appID, "", honorLogin)
	a := c.accept("", marshal(map[string]any{"access_token": token, "expires_in": int(honorLogin.Seconds()), "token_type": "Bearer"}))
	a.setHeader("Content-Type", "application/json")
	return a
}

// send judges a message. In which order HONOR looks is not known.
func (h *honor) send(c *call) *answer {
	for _, check := range []func(c *call) *answer{honorMethod, h.authorize, honorHeader, h.message} {
		if a := check(c); a != nil {
			return honorInferred(c, a)
		}
	}
	return honorInferred(c, h.deliver(c))
}

func honorMethod(c *call) *answer {
	if c.request.Method == http.MethodPost {
		return nil
	}
	a := c.refuse("405", "方法是 %s，发送要用 POST", "the method is %s; sending takes POST", c.request.Method)
	a.setHeader("Allow", http.MethodPost)
	return a
}

// authorize looks at the access token, and whether it is of the app in the path.
func (h *honor) authorize(c *call) *answer {
	header := c.request.Header.Get("Authorization")
	token, ok := honorBearer(c)
	if !ok {
		return c.refuse("80200001", "Authorization 头是空的或格式不对，应为 Bearer 加一个空格再加 access_token", "the Authorization header is missing or has no right form, which is Bearer, one blank and the access token")
	}
	if header != "Bearer "+token {
		if a := c.doubt("80200001", "Authorization 头应为 Bearer 加一个空格再加 access_token", "the Authorization header should be Bearer, one blank and the access token"); a != nil {
			return a
		}
	}
	if a := c.stranger("80200003", "access_token", token); a != nil {
		return a
	}
	login, known := c.sessions.find(c.dialect.id, token)
	switch app := c.value("appId"); {
	case !known:
		// Huawei has this code for what has expired and for what it does not know.
		return c.refuse("80200003", "没有发放过这个 access_token（模拟器重启或重置后要重新申请）", "this access token was never given out (after a restart or reset of the emulator, ask for a new one)")
	case !c.now.Before(login.expires):
		return c.refuse("80200003", "access_token 已于 %s 过期，有效期为 %s", "the access token expired at %s; it lives for %s", instant(login.expires), honorLogin)
	case app != login.account:
		return c.refuse("403", "地址里的 App ID 是 %s，access_token 属于 %s", "the App ID in the path is %s; the access token is of %s", shown(app), shown(login.account))
	}
	c.passed("access_token 有效", "access token valid")
	return nil
}

// honorHeader looks at the header fields that the article shows. Clients in use
// send timestamps of seconds or none at all, so that HONOR may not look.
func honorHeader(c *call) *answer {
	if media := c.mediaType(); media != "application/json" {
		if a := c.doubt("80100001", "Content-Type 是 %s，应为 application/json; charset=UTF-8", "the Content-Type is %s; it should be application/json; charset=UTF-8", shown(media)); a != nil {
			return a
		}
	}
	stamp := c.request.Header.Get("timestamp")
	if ms, err := strconv.ParseInt(stamp, 10, 64); err == nil && len(stamp) == len("1577808000000") {
		at := time.UnixMilli(ms)
		if off := c.now.Sub(at).Abs(); off > clockSkew {
			return c.doubt("80100001", "timestamp 头是 %s，与服务器时间 %s 相差 %s：应为发送的时刻", "the timestamp header is %s, and the server's time %s, %s away: it should be the time of sending", instant(at), instant(c.now), off.Round(time.Second))
		}
		return nil
	}
	return c.doubt("80100001", "timestamp 头是 %s，应为 13 位的毫秒时间戳", "the timestamp header is %s; it should be the time in milliseconds, 13 digits", shown(stamp))
}

// honorBearer is the access token of a request.
func honorBearer(c *call) (token string, ok bool) {
	words := strings.Fields(c.request.Header.Get("Authorization"))
	if len(words) != 2 || !strings.EqualFold(words[0], "Bearer") {
		return "", false
	}
	return words[1], true
}

// deliver judges the tokens, after everything else was found right.
func (h *honor) deliver(c *call) *answer {
	bad := c.unusable(honorToken)
	if len(bad) == 0 {
		c.passed("%[1]d 个 token 有效", "%[2]s valid", len(c.tokens), text.Plural(len(c.tokens), "token"))
		return honorReply(c, c.dialect.code("200", catalog.AtSend), honorData{SendResult: true})
	}
	d, good := honorData{SendResult: true}, 0
	for _, t := range c.tokens {
		switch b, isBad := bad[t]; {
		case !isBad:
			good++
		case b.code == "expireTokens":
			d.ExpireTokens = append(d.ExpireTokens, t)
		default:
			d.FailTokens = append(d.FailTokens, t)
		}
	}
	if good > 0 {
		a := honorReply(c, c.dialect.code("80100000", catalog.AtSend), d)
		a.accepted, a.bad, a.why = true, bad, c.partly("token", bad)
		return a
	}
	d.SendResult = false
	a := honorReply(c, c.dialect.code("80300007", catalog.AtSend), d)
	a.why = bad[c.tokens[0]].why
	a.bad = map[string]badToken{}
	for t, b := range bad {
		a.bad[t] = badToken{why: b.why} // refused with the code of the whole
	}
	return a
}

// honorToken: that expireTokens are the dead ones is how clients read the name.
func honorToken(_ string, state TokenState) (badToken, bool) {
	switch state {
	case Unregistered:
		return badToken{"failTokens", text.T("token 没有注册：应用已卸载或已退订", "the token is not registered: the app was removed or has unsubscribed")}, true
	case Expired:
		return badToken{"expireTokens", text.T("token 已失效，手机上已有新的", "the token is dead, the phone has a newer one")}, true
	case OtherApp:
		return badToken{"failTokens", text.T("token 属于别的应用", "the token is of another app")}, true
	}
	return badToken{}, false
}
