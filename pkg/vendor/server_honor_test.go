package vendor_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

const (
	honorAppID    = "104400001"
	honorClientID = "made-up-honor-client-id-0001"
	honorSecret   = "made-up+honor/secret=0123456789"
	honorToken    = "BAEAAAAAB.jQZCJ6xqnLzAQe9Kh-made-up-honor-token_0123456789ABCDEF"
)

const honorTable = `
	token                                 strings!
	data                                  string
	android                               object
	android.ttl                           string
	android.targetUserType                int
	android.notification                  object
	android.notification.title            string!
	android.notification.body             string!
	android.notification.clickAction      object!
	android.notification.clickAction.type int!
	android.notification.clickAction.url  string
	android.notification.clickAction.action string
	android.notification.clickAction.intent string
	android.notification.importance       string
	android.notification.image            string
	android.notification.badge            object
	android.notification.badge.badgeClass string!
	android.notification.badge.setNum     int!
	android.notification.tag              string
`

func honorRig() *rig {
	return &rig{
		name: "honor", vendor: "honor", token: honorToken, login: "/auth/token", answer: honorAnswer,
		credentials: func(testing.TB) map[string]string {
			return map[string]string{"app_id": honorAppID, "client_id": honorClientID, "client_secret": honorSecret, "badge_class": "io.dcloud.PandoraEntry"}
		},
		full: vendor.Message{
			Title: "周报已发布", Body: "a&b=c <d>", Importance: "NORMAL", TTL: hours(2), Badge: num(5), Collapse: "daily", Image: "https://img.example.com/a.png", Test: true,
			Data: map[string]string{"room": "42"}, Click: vendor.Click{Kind: vendor.ClickIntent, Value: "intent://com.example/x#Intent;scheme=app;end"},
		},
		data: &vendor.Message{DataMessage: true, Title: "t", Body: "b", Data: map[string]string{"k": "v"}, TTL: hours(1), Test: true},
	}
}

func honorAnswer(f *fake, r *request) answer {
	if r.login {
		form := f.form(r)
		if form.Get("grant_type") != "client_credentials" || form.Get("client_id") != honorClientID || form.Get("client_secret") != honorSecret {
			return answer{status: 401, body: `{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}`}
		}
		return answer{status: 200, body: `{"access_token":"` + f.issue() + `","expires_in":3600,"token_type":"Bearer"}`}
	}
	says := func(code int, message string, sent bool, failed, expired string) answer {
		return answer{status: 200, body: fmt.Sprintf(`{"code":%d,"message":%q,"data":{"sendResult":%t,"requestId":"104400001-1","failTokens":[%s],"expireTokens":[%s]}}`, code, message, sent, failed, expired)}
	}
	ticket, ok := strings.CutPrefix(r.header.Get("Authorization"), "Bearer ")
	if !ok || !f.holds(ticket) {
		return says(401, "Unauthorized", false, "", "")
	}
	if r.method != "POST" || r.path != "/api/v1/"+honorAppID+"/sendMessage" {
		f.bad("%s %s", r.method, r.path)
	}
	if ms, err := strconv.ParseInt(r.header.Get("timestamp"), 10, 64); err != nil || ms != clock().UnixMilli() {
		f.bad("timestamp is %q", r.header.Get("timestamp"))
	}
	if !strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		f.bad("Content-Type is %q", r.header.Get("Content-Type"))
	}
	body := f.json(r.body)
	if !f.fits(body, honorTable) {
		return says(400, "Bad Request", false, "", "")
	}
	if !only(body["token"], f.token) {
		return says(200, "Success", true, `"`+f.token+`"`, "")
	}
	f.deliver()
	return says(200, "Success", true, "", "")
}
