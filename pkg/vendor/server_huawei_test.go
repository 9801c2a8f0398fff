package vendor_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

const (
	huaweiID     = "100000001"
	huaweiSecret = "made-up+huawei/secret=0123456789abcdef"
	huaweiToken  = "IQAAAACy0kUSAADqjsB8LCFkfVUUkJJg6j8vTTJ2wNg4qbzJj9PmBRmGRpcNtBRUW4pFVvsIsVvrUoCpVzp1sIGxOSaMBGaRHvzUrUHbPBkkFvMfLZUGqK9Ptp-5_8"
	harmonyToken = "MAMzLgIkEUVqfgAAAZGs1UmWAAAAAGcAAAAAAAAeX8p0JLrQ0Sq3Xy6YqW3VwkbGRu8bvJk0aA-Lk2wq9m_5zN7"
	huaweiProj   = "736430079245678901"
)

// huaweiV1Table is the body of v1 and v2.
const huaweiV1Table = `
	validate_only                                  bool
	message                                        object!
	message.token                                  strings!
	message.data                                   string
	message.android                                object
	message.android.collapse_key                   int
	message.android.category                       string
	message.android.ttl                            string
	message.android.target_user_type               int
	message.android.notification                   object
	message.android.notification.title             string!
	message.android.notification.body              string!
	message.android.notification.click_action      object!
	message.android.notification.click_action.type int!
	message.android.notification.click_action.url  string
	message.android.notification.click_action.action string
	message.android.notification.click_action.intent string
	message.android.notification.importance        string
	message.android.notification.channel_id        string
	message.android.notification.badge             object
	message.android.notification.badge.class       string!
	message.android.notification.badge.set_num     int
	message.android.notification.image             string
	message.android.notification.sound             string
	message.android.notification.default_sound     bool
`

const huaweiV3Table = `
	target                                    object!
	target.token                              strings!
	pushOptions                               object
	pushOptions.testMessage                   bool
	pushOptions.ttl                           int
	pushOptions.collapseKey                   int
	payload                                   object!
	payload.extraData                         string
	payload.notification                      object
	payload.notification.category             string!
	payload.notification.title                string!
	payload.notification.body                 string!
	payload.notification.clickAction          object!
	payload.notification.clickAction.actionType int!
	payload.notification.clickAction.action   string
	payload.notification.clickAction.uri      string
	payload.notification.clickAction.data     map
	payload.notification.image                string
	payload.notification.badge                object
	payload.notification.badge.setNum         int!
	payload.notification.sound                string
`

func huaweiRigs() []*rig {
	common := vendor.Message{
		Title: "周报已发布", Body: "a&b=c <d> \"e\"", Category: "WORK", TTL: hours(2), Badge: num(5), Sound: "bell.mp3", Collapse: "7",
		Image: "https://img.example.com/a.png", Test: true, Data: map[string]string{"room": "42", "名": "值"},
	}
	v1 := common
	v1.Importance, v1.ChannelID, v1.Click = "NORMAL", "news", vendor.Click{Kind: vendor.ClickURL, Value: "https://example.com/?a=1&b=2"}
	v3 := common
	v3.Click = vendor.Click{Kind: vendor.ClickPage, Value: "com.example.app.DETAIL"}
	data := &vendor.Message{DataMessage: true, Title: "t", Body: "b", Data: map[string]string{"k": "v"}, TTL: hours(1), Test: true}
	return []*rig{
		{name: "huawei-v1", vendor: "huawei", token: huaweiToken, login: "/oauth2/v3/token", answer: huaweiAnswer("/v1/"+huaweiID, huaweiV1Table), full: v1, data: data,
			credentials: func(testing.TB) map[string]string {
				return map[string]string{"client_id": huaweiID, "client_secret": huaweiSecret, "badge_class": "io.dcloud.PandoraEntry"}
			}},
		{name: "huawei-v2", vendor: "huawei", token: huaweiToken, answer: huaweiAnswer("/v2/"+huaweiProj, huaweiV1Table), full: v1, data: data,
			credentials: func(t testing.TB) map[string]string {
				return map[string]string{"service_account": huaweiAccount(t), "badge_class": "io.dcloud.PandoraEntry"}
			}},
		{name: "huawei-v3", vendor: "huawei", token: harmonyToken, answer: huaweiAnswer("/v3/"+huaweiProj, huaweiV3Table), full: v3, data: data,
			credentials: func(t testing.TB) map[string]string {
				return map[string]string{"service_account": huaweiAccount(t), "api": "v3"}
			}},
	}
}

func huaweiAccount(t testing.TB) string {
	file := filepath.Join(t.TempDir(), "huawei-account.json")
	data, _ := json.Marshal(map[string]string{"project_id": huaweiProj, "key_id": "made-up-key-id", "sub_account": "100000099", "private_key": pemOf(madeUpFCMKey)})
	write(t, file, data)
	return file
}

func huaweiSays(status int, code, msg string) answer {
	body, _ := json.Marshal(map[string]string{"code": code, "msg": msg, "requestId": "170000000000000000"})
	return answer{status: status, body: string(body)}
}

func huaweiAnswer(path, table string) func(*fake, *request) answer {
	return func(f *fake, r *request) answer {
		if r.login {
			return f.huaweiLogin(r)
		}
		if r.method != "POST" || r.path != path+"/messages:send" {
			f.bad("%s %s", r.method, r.path)
			return answer{status: 404}
		}
		ticket, ok := strings.CutPrefix(r.header.Get("Authorization"), "Bearer ")
		switch {
		case !ok:
			return huaweiSays(401, "80200001", "Authentication Error.")
		case f.login != "" && !f.holds(ticket):
			return huaweiSays(401, "80200003", "access token expired")
		case f.login == "" && !f.huaweiJWT(ticket):
			return huaweiSays(401, "80200001", "Authentication Error.")
		}
		if !strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
			f.bad("Content-Type is %q", r.header.Get("Content-Type"))
		}
		body := f.json(r.body)
		if !f.fits(body, table) {
			return huaweiSays(400, "80100001", "Check Parameter Error.")
		}
		if strings.HasPrefix(path, "/v3/") {
			return f.huaweiV3(r, body)
		}
		return f.huaweiV1(body)
	}
}

func (f *fake) huaweiLogin(r *request) answer {
	form := f.form(r)
	refuse := func(sub int, text string) answer {
		return answer{status: 400, body: fmt.Sprintf(`{"error":1101,"sub_error":%d,"error_description":%q}`, sub, text)}
	}
	switch {
	case r.method != "POST" || form.Get("grant_type") != "client_credentials":
		f.bad("login: %s, grant_type %q", r.method, form.Get("grant_type"))
		return refuse(20001, "unsupported grant_type")
	case form.Get("client_id") != huaweiID:
		return refuse(20003, "client_id not exist")
	case form.Get("client_secret") != huaweiSecret:
		return refuse(12304, "client_secret is wrong")
	}
	token := strings.ReplaceAll(f.issue(), "/", `\/`) // as Huawei writes it
	return answer{status: 200, body: `{"access_token":"` + token + `","expires_in":3600,"token_type":"Bearer"}`}
}

func (f *fake) huaweiJWT(s string) bool {
	header, claims, signed, signature := f.jwt(s)
	switch {
	case header["alg"] != "PS256" || header["typ"] != "JWT" || header["kid"] != "made-up-key-id":
		return f.bad("JWT header %v", header)
	case claims["iss"] != "100000099" || claims["aud"] != "https://oauth-login.cloud.huawei.com/oauth2/v3/token" || len(claims) != 4:
		return f.bad("JWT claims %v", claims)
	case !f.hour(claims):
		return f.bad("JWT times %v", claims)
	case !ps256(&rsaOf(madeUpFCMKey).PublicKey, signed, signature):
		return f.bad("the JWT's signature does not verify")
	}
	return true
}

func (f *fake) huaweiV1(body object) answer {
	if !only(body.get("message.token"), f.token) {
		return huaweiSays(400, "80300007", "All the tokens are invalid")
	}
	if body.get("message.android.notification") == nil && body.get("message.data") == nil {
		f.bad("neither notification nor data")
		return huaweiSays(400, "80100003", "Illegal payload")
	}
	if body["validate_only"] != true {
		f.deliver()
	}
	return huaweiSays(200, "80000000", "Success")
}

func (f *fake) huaweiV3(r *request, body object) answer {
	switch push := r.header.Get("push-type"); {
	case push == "0" && body.get("payload.notification") != nil && body.get("payload.extraData") == nil,
		push == "6" && body.get("payload.extraData") != nil && body.get("payload.notification") == nil:
	default:
		f.bad("push-type %q does not fit the payload", push)
		return huaweiSays(400, "80100003", "Illegal payload")
	}
	if !only(body.get("target.token"), f.token) {
		return huaweiSays(400, "80300007", `{"failure":1,"illegalTokens":{"noRight":["`+f.token+`"]}}`)
	}
	f.deliver()
	return huaweiSays(200, "80000000", "Success")
}
