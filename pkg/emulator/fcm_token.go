package emulator

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/text"
)

const (
	jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	// assertionLives is the longest time between iat and exp.
	assertionLives = time.Hour
	// accessLives is how long Google's access tokens live.
	accessLives = 3599 * time.Second
	// clockSkew is how far a client's clock may be off; Google says "reasonable".
	clockSkew = 5 * time.Minute
)

// oauthError is how Google's OAuth server says no.
type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// readToken keeps the assertion out of what is shown.
func (f *fcm) readToken(c *call) {
	if assertion := assertionForm(c).Get("assertion"); assertion != "" {
		c.secret(assertion)
	}
}

// assertionForm is the body as a form, or, as some clients send it, as JSON.
func assertionForm(c *call) url.Values {
	if kind := c.mediaType(); kind != "application/json" {
		return c.form()
	}
	document, _ := c.json()
	return url.Values{"grant_type": {words(document, "grant_type")}, "assertion": {words(document, "assertion")}}
}

// token is Google's token endpoint, for service accounts: what it asks for is in
// "Using OAuth 2.0 for Server to Server Applications". The order of the checks is
// as others have measured it.
func (f *fcm) token(c *call) *answer {
	if c.request.Method != http.MethodPost {
		return c.refuse("invalid_request", "方法是 %s，应为 POST", "the method is %s and should be POST", c.request.Method)
	}
	if kind := c.mediaType(); kind != "application/x-www-form-urlencoded" {
		if a := c.doubt("invalid_request", "Content-Type 是 %s，文档要求 application/x-www-form-urlencoded", "the Content-Type is %s, the documents ask for application/x-www-form-urlencoded", shown(kind)); a != nil {
			return a
		}
	}
	form := assertionForm(c)
	if grant := form.Get("grant_type"); grant != jwtBearer {
		return c.refuseText("unsupported_grant_type", "Invalid grant_type: "+grant, "grant_type 是 %s，应为 %s", "grant_type is %s and should be %s", shown(grant), jwtBearer)
	}
	assertion := form.Get("assertion")
	if assertion == "" {
		return c.refuse("invalid_request", "没有 assertion，即服务账号签的 JWT", "there is no assertion, the JWT that the service account signs")
	}
	t, fault := f.jwt.verify(assertion)
	if fault != nil && fault.problem == jwtMalformed {
		return c.refuse("invalid_request", "assertion：%s", "assertion: %s", fault.why)
	}
	if iss := words(t.claims, "iss"); subtle.ConstantTimeCompare([]byte(iss), []byte(f.account.Email)) == 0 {
		return c.refuseText("invalid_grant", "Invalid grant: account not found", "JWT 的 iss 是 %s，不是服务账号的 client_email：%s", "the JWT's iss is %s and not client_email of the service account: %s", shown(iss), f.account.Email)
	}
	if fault != nil {
		return c.refuse("invalid_grant", "%s", "%s", fault.why)
	}
	if kid := words(t.header, "kid"); kid != "" && f.account.KeyID != "" && kid != f.account.KeyID {
		if a := c.doubt("invalid_grant", "JWT 头部的 kid 是 %s，服务账号的 private_key_id 是 %s", "the kid of the JWT's header is %s, private_key_id of the service account is %s", shown(kid), f.account.KeyID); a != nil {
			return a
		}
	}
	c.passed("JWT 的签名和签发者", "signature and issuer of the JWT")
	for _, check := range []func(*call, *jwtToken) *answer{f.times, f.scope, f.audience, f.subject} {
		if a := check(c, t); a != nil {
			return a
		}
	}
	return f.grant(c, words(t.claims, "scope"))
}

// grant gives out an access token.
func (f *fcm) grant(c *call, scope string) *answer {
	token := "ya29.c." + base64.RawURLEncoding.EncodeToString(c.ids.bytes(96))
	c.secret(token)
	c.login(token, f.account.Email, scope, accessLives)
	a := c.accept("", marshal(struct {
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
		Type    string `json:"token_type"`
	}{token, int(accessLives.Seconds()), "Bearer"}))
	a.setHeader("Content-Type", "application/json; charset=utf-8")
	return a
}

const shortLived = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."

// times judges iat and exp.
func (f *fcm) times(c *call, t *jwtToken) *answer {
	issued, a := claimTime(c, t, "iat", "Invalid JWT: iat (issued at) is not set.")
	if a != nil {
		return a
	}
	expires, a := claimTime(c, t, "exp", "Invalid JWT: exp (expiration time) is not set.")
	if a != nil {
		return a
	}
	lives, ahead, late := expires.Unix()-issued.Unix(), issued.Unix()-c.now.Unix(), c.now.Unix()-expires.Unix()
	switch {
	case lives > int64(assertionLives.Seconds()):
		return c.refuseText("invalid_grant", shortLived, "JWT 的 exp 比 iat 晚 %d 秒，最多 3600 秒", "the JWT's exp is %d seconds after iat; 3600 are allowed", lives)
	case lives <= 0:
		return c.refuseText("invalid_grant", shortLived, "JWT 的 exp 不晚于 iat", "the JWT's exp is not after iat")
	case ahead > int64(clockSkew.Seconds()):
		return c.refuseText("invalid_grant", shortLived, "JWT 的 iat 在 %d 秒之后：请校准时钟（iat 以秒为单位，不是毫秒）", "the JWT's iat is %d seconds ahead: set the clock (iat is in seconds, not milliseconds)", ahead)
	case late > int64(clockSkew.Seconds()):
		return c.refuseText("invalid_grant", shortLived, "JWT 已过期 %d 秒：请校准时钟，或签一个新的", "the JWT expired %d seconds ago: set the clock, or sign a new one", late)
	case late >= 0:
		if a := c.doubt("invalid_grant", "JWT 已过期 %d 秒", "the JWT expired %d seconds ago", late); a != nil {
			return a
		}
	}
	c.passed("iat 和 exp", "iat and exp")
	return nil
}

// claimTime is a claim that is a time. Google takes digits in a string, too.
func claimTime(c *call, t *jwtToken, claim, missing string) (time.Time, *answer) {
	if at, ok := t.time(claim); ok {
		return at, nil
	}
	if s := words(t.claims, claim); s != "" {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) <= len("253402300799") {
			return time.Unix(n, 0), c.doubt("invalid_grant", "JWT 的 %s 写成了字符串", "the JWT's %s is a string", claim)
		}
	}
	if _, ok := t.claims[claim].(json.Number); ok {
		return time.Time{}, c.refuseText("invalid_grant", shortLived, "JWT 的 %s 太大：应为秒，不是毫秒", "the JWT's %s is too large: it is in seconds", claim)
	}
	return time.Time{}, c.refuseText("invalid_grant", missing, "JWT 没有 %s，应为 1970 年以来的秒数", "the JWT has no %s, the seconds since 1970", claim)
}

// The scopes that let a client send; "FCM v1", discovery document.
func fcmScopes() []string {
	return []string{"https://www.googleapis.com/auth/firebase.messaging", "https://www.googleapis.com/auth/cloud-platform"}
}

// scope judges the scopes. That one of them allows sending is asked at the send
// call: a client may want tokens for other APIs, too.
func (f *fcm) scope(c *call, t *jwtToken) *answer {
	scopes := strings.Fields(words(t.claims, "scope"))
	if len(scopes) == 0 {
		return c.refuse("invalid_scope", "JWT 没有 scope，应为 %s", "the JWT has no scope, which should be %s", fcmScopes()[0])
	}
	for _, s := range scopes {
		_, known := strings.CutPrefix(s, "https://www.googleapis.com/auth/")
		if !known && !slices.Contains([]string{"openid", "email", "profile"}, s) || strings.Contains(s, ",") {
			return c.refuse("invalid_scope", "scope 里的 %s 不是 Google 的权限范围，应为 %s；多个之间用空格", "%s is no scope of Google's, which should be %s; several have blanks between them", shownScope(s), fcmScopes()[0])
		}
	}
	return nil
}

// shownScope is a scope in an explanation: they tell by their ends.
func shownScope(s string) string {
	if len(s) > 10*shownValue {
		return shown(s)
	}
	return text.Visible(s)
}

// audience judges aud.
func (f *fcm) audience(c *call, t *jwtToken) *answer {
	aud := words(t.claims, "aud")
	// As https, a token_uri that was made to point here may be http.
	u, err := url.Parse(aud)
	here := err == nil && u.Host == c.request.Host && strings.HasSuffix(u.Path, "/token")
	switch {
	case aud == googleTokenURL, aud == f.account.TokenURI && aud != "", here:
		c.passed("aud", "aud")
		return nil
	case slices.Contains([]string{"https://www.googleapis.com/oauth2/v4/token", "https://accounts.google.com/o/oauth2/token"}, aud):
		return c.doubt("invalid_grant", "aud 是旧的地址 %s，应为 %s", "aud is the older address %s and should be %s", aud, googleTokenURL)
	}
	return c.refuseText("invalid_grant", "Invalid JWT: Failed audience check.", "JWT 的 aud 是 %s，应为服务账号里的 token_uri（%s）", "the JWT's aud is %s and should be token_uri of the service account, %s", shown(aud), googleTokenURL)
}

// googleTokenURL is the address of the token endpoint, and what aud has to be.
const googleTokenURL = "https://oauth2.googleapis.com/token"

// subject refuses delegation, which is for users of a Google Workspace.
func (f *fcm) subject(c *call, t *jwtToken) *answer {
	sub := words(t.claims, "sub")
	if sub == "" || sub == f.account.Email {
		return nil
	}
	return c.refuse("unauthorized_client", "JWT 的 sub 是 %s：这是替 Google Workspace 用户授权用的，发推送不要写", "the JWT's sub is %s, which is for delegation to a user of Google Workspace; leave it out", shown(sub))
}

// bearer judges the access token of a send call.
func (f *fcm) bearer(c *call) *answer {
	header := c.request.Header.Get("Authorization")
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		if scheme == "" || strings.EqualFold(scheme, "Bearer") {
			return c.refuse("CREDENTIALS_MISSING", "没有访问令牌，应有请求头 Authorization: Bearer <访问令牌>", "there is no access token; the header should be Authorization: Bearer <access token>")
		}
		return c.refuse("ACCESS_TOKEN_TYPE_UNSUPPORTED", "Authorization 应以 Bearer 开头，后面是服务账号换取的访问令牌；旧的服务器密钥（key=…）不再有效", "Authorization should begin with Bearer, and an access token got with the service account; server keys (key=...) are no longer good")
	}
	if a := c.stranger("ACCESS_TOKEN_TYPE_UNSUPPORTED", "access token", token); a != nil {
		return a
	}
	s, found := c.sessions.find(c.dialect.id, token)
	switch {
	case !found && strings.HasPrefix(token, "ya29."):
		return c.refuse("UNAUTHENTICATED", "这个访问令牌不是模拟器发的：先用 POST /token 换取（重启或重置后要重新换）", "the emulator gave out no such access token: get one with POST /token first (anew after a restart or reset)")
	case !found && strings.Count(token, ".") == 2:
		return c.refuse("ACCESS_TOKEN_TYPE_UNSUPPORTED", "Authorization 里是 JWT，不是访问令牌：先用它在 POST /token 换取", "what stands in Authorization is a JWT and no access token: exchange it with POST /token first")
	case !found:
		return c.refuse("ACCESS_TOKEN_TYPE_UNSUPPORTED", "Authorization 里的不是 OAuth 2 访问令牌，它以 ya29. 开头，用 POST /token 换取", "what stands in Authorization is no OAuth 2 access token; those begin with ya29. and come from POST /token")
	case !c.now.Before(s.expires):
		return c.refuse("ACCESS_TOKEN_EXPIRED", "访问令牌在 %s 过期了，有效期 1 小时", "the access token expired at %s; it lives for an hour", instant(s.expires))
	}
	for _, scope := range strings.Fields(s.scope) {
		if slices.Contains(fcmScopes(), scope) {
			c.passed("访问令牌", "access token")
			return nil
		}
	}
	return f.noScope(c, s.scope)
}

// noScope answers a token that is good, but not for sending.
func (f *fcm) noScope(c *call, scope string) *answer {
	g := google{http.StatusForbidden, "Request had insufficient authentication scopes.", "PERMISSION_DENIED", []map[string]any{f.info(c, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")}}
	a := g.answer(c)
	a.code, a.why = g.Status, text.F("访问令牌的 scope 是 %s，发消息要有 %s", "the access token's scope is %s; sending needs %s", shownScope(scope), fcmScopes()[0])
	return a
}
