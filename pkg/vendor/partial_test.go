package vendor_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

// refusals are answers that say success, or half of one, and mean a refusal.
// TOKEN stands for the device token, which vendors echo.
var refusals = []struct {
	rig, name string
	body      string
	code      string
	class     catalog.Class
	about     string // part of the meaning or of a note
}{
	{"huawei-v1", "illegal_tokens", `{"code":"80100000","msg":"{\"success\":0,\"failure\":1,\"illegal_tokens\":[\"TOKEN\"]}","requestId":"1"}`, "80100000", catalog.ClassToken, ""},
	{"huawei-v2", "illegal_tokens", `{"code":"80100000","msg":"{\"success\":0,\"failure\":1,\"illegal_tokens\":[\"TOKEN\"]}","requestId":"1"}`, "80100000", catalog.ClassToken, ""},
	{"huawei-v1", "all tokens", `{"code":"80300007","msg":"All the tokens are invalid","requestId":"1"}`, "80300007", catalog.ClassToken, ""},
	{"huawei-v3", "noRight", `{"code":"80100000","msg":"{\"illegalTokens\":{\"noRight\":[\"TOKEN\"]},\"success\":0,\"failure\":1}","requestId":"1"}`, "80100000", catalog.ClassToken, "noRight"},
	{"huawei-v3", "tokenFormatError", `{"code":"80300007","msg":"{\"failure\":1,\"illegalTokens\":{\"tokenFormatError\":[\"TOKEN\"]}}","requestId":"1"}`, "80300007", catalog.ClassToken, "tokenFormatError"},
	{"huawei-v3", "noPushTypeRight", `{"code":"80300007","msg":"{\"failure\":1,\"illegalTokens\":{\"noPushTypeRight\":[\"TOKEN\"]}}","requestId":"1"}`, "80300007", catalog.ClassPermission, "noPushTypeRight"},
	{"huawei-v3", "an unknown reason", `{"code":"80300007","msg":"{\"failure\":1,\"illegalTokens\":{\"madeUpReason\":[\"TOKEN\"]}}","requestId":"1"}`, "80300007", catalog.ClassToken, "madeUpReason"},
	{"xiaomi", "bad_regids", `{"result":"ok","trace_id":"X","code":0,"data":{"id":"scm5","bad_regids":"TOKEN"},"description":"成功"}`, "0", catalog.ClassToken, "bad_regids"},
	{"xiaomi", "result error", `{"result":"error","trace_id":"X","code":0,"description":"失败"}`, "0", "", ""},
	{"meizu", "110003", `{"code":"200","message":"","value":{"110003":["TOKEN"]},"msgId":"0"}`, "110003", catalog.ClassToken, "110003"},
	{"meizu", "110002", `{"code":"200","message":"","value":{"110002":["TOKEN"]},"msgId":"0"}`, "110002", catalog.ClassToken, ""},
	{"meizu", "switch off, the number of too fast", `{"code":"200","message":"","value":{"110010":["TOKEN"]},"msgId":"0"}`, "110010", catalog.ClassPermission, ""},
	{"meizu", "too fast", `{"code":"110010","message":"","value":"","redirect":""}`, "110010", catalog.ClassThrottled, ""},
	{"meizu", "no permission", `{"code":"200","message":"","value":{"201":["TOKEN"]},"msgId":"0"}`, "201", catalog.ClassPermission, ""},
	{"meizu", "redirect", `{"code":"300","message":"","value":"","redirect":"https://push.invalid/"}`, "300", "", ""},
	{"meizu", "a list", `{"code":"200","message":"","value":["TOKEN"],"msgId":"0"}`, "200", catalog.ClassUnknown, "value is not empty"},
	{"meizu", "a text", `{"code":"200","message":"","value":"110003","msgId":"0"}`, "200", catalog.ClassUnknown, "value is not empty"},
	{"vivo", "a list of targets", `{"result":0,"desc":"请求成功","taskId":"1","invalidUsers":[{"status":2,"userid":"TOKEN"}]}`, "0", catalog.ClassToken, "status 2"},
	{"oppo", "array", `{"code":0,"message":"Success","data":[{"messageId":"3715-1-1-5f","registrationId":"TOKEN","errorCode":10000,"errorMessage":"Invalid Registration_id"}]}`, "10000", catalog.ClassToken, "errorCode"},
	{"vivo", "status 1", `{"result":10302,"desc":"regId 不合法","invalidUser":{"status":1,"userid":"TOKEN"}}`, "10302", catalog.ClassToken, "status 1"},
	{"vivo", "status 2", `{"result":10302,"desc":"regId 不合法","invalidUser":{"status":2,"userid":"TOKEN"}}`, "10302", catalog.ClassToken, "status 2"},
	{"vivo", "status 4", `{"result":10302,"desc":"regId 不合法","invalidUser":{"status":4,"userid":"TOKEN"}}`, "10302", "", "status 4"},
	{"vivo", "status 1 in a success", `{"result":0,"desc":"请求成功","taskId":"1","invalidUser":{"status":1,"userid":"TOKEN"}}`, "0", catalog.ClassToken, "status 1"},
	{"honor", "failTokens", `{"code":200,"message":"Success","data":{"sendResult":true,"requestId":"1","failTokens":["TOKEN"],"expireTokens":[]}}`, "200", catalog.ClassToken, "failTokens"},
	{"honor", "expireTokens", `{"code":200,"message":"Success","data":{"sendResult":true,"requestId":"1","failTokens":[],"expireTokens":["TOKEN"]}}`, "200", catalog.ClassToken, "expireTokens"},
	{"honor", "sendResult", `{"code":200,"message":"Success","data":{"sendResult":false,"requestId":"1"}}`, "200", catalog.ClassUnknown, "sendResult"},
	{"honor", "80100000", `{"code":80100000,"message":"","data":{"sendResult":true,"requestId":"1","failTokens":["TOKEN"]}}`, "80100000", catalog.ClassToken, "failTokens"},
	{"fcm", "FcmError wins over its neighbours", `{"error":{"code":401,"message":"Request is missing required authentication credential. Expected OAuth 2 access token","status":"UNAUTHENTICATED","details":[
		{"@type":"type.googleapis.com/google.rpc.BadRequest"},{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"THIRD_PARTY_AUTH_ERROR"},
		{"@type":"type.googleapis.com/google.firebase.fcm.v1.ApnsError","statusCode":403,"reason":"BadEnvironmentKeyInToken"}]}}`, "THIRD_PARTY_AUTH_ERROR", catalog.ClassCredential, "BadEnvironmentKeyInToken"},
	{"fcm", "no details", `{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}`, "INVALID_ARGUMENT", "", ""},
	{"fcm", "an ErrorInfo explains", `{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED"}]}}`, "PERMISSION_DENIED", catalog.ClassPermission, "SERVICE_DISABLED"},
	{"fcm", "field violations", `{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}]}}`,
		"INVALID_ARGUMENT", "", "message.token"},
	{"apns-key", "410", `{"reason":"Unregistered","timestamp":1735689600123}`, "Unregistered", catalog.ClassToken, "2025-01-01T00:00:00Z"},
	{"apns-key", "a reason that Apple has not told", `{"reason":"MadeUpReason"}`, "MadeUpReason", "", "tables do not have"},
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range refusals {
		t.Run(c.rig+" "+c.name, func(t *testing.T) {
			t.Parallel()
			r := rigNamed(t, c.rig)
			f := start(t, r)
			status := 200
			if r.tls {
				status = 410
			}
			f.says(atSend, status, strings.ReplaceAll(c.body, "TOKEN", r.token))
			a := f.answered(f.plain(), f.options())
			if a.Accepted || a.Code != c.code || c.class != "" && a.Explain.Class != c.class {
				t.Errorf("accepted %t, code %q, class %q (%s), want code %q, class %q", a.Accepted, a.Code, a.Explain.Class, a.Explain.Meaning.EN, c.code, c.class)
			}
			if len(a.Silent) > 0 {
				t.Error("a refusal with reasons for not showing")
			}
			said := a.Explain.Meaning.EN
			for _, n := range a.Notes {
				said += "\n" + n.EN
				if n.ZH == "" || n.EN == "" {
					t.Errorf("a language of %v is missing", n)
				}
			}
			if !strings.Contains(said, c.about) {
				t.Errorf("nothing is said of %q: %s", c.about, said)
			}
			if e := a.Explain; e.Meaning.ZH == "" || e.Meaning.EN == "" || e.Remedy.ZH == "" || e.Remedy.EN == "" {
				t.Errorf("unexplained: %+v", e)
			}
			logins, sends, _ := f.counts()
			if sends != 1 || logins > 1 {
				t.Errorf("%d logins, %d sends", logins, sends)
			}
		})
	}
}

// TestStatusDoesNotMatter: Huawei's business errors come with 200, 400 or 401,
// depending on whom one asks.
func TestStatusDoesNotMatter(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 400, 401, 500, 503} {
		f := start(t, rigNamed(t, "huawei-v1"))
		f.says(atSend, status, `{"code":"80300002","msg":"No permission to send message to these tmIDs.","requestId":"1"}`)
		if a := f.answered(f.plain(), f.options()); a.Accepted || a.Code != "80300002" || a.HTTPStatus != status || a.Text != "No permission to send message to these tmIDs." {
			t.Errorf("%d: %+v", status, a)
		}
	}
}

// TestRefusedLogins: a refused login is the vendor's answer, and nothing is sent.
func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rig    string
		status int
		body   string
		code   string
		set    []string
	}{
		{rig: "huawei-v1", code: "1101/12304", set: []string{"client_secret", "wrong-secret-0123456789"}},
		{rig: "huawei-v1", code: "1101/20003", set: []string{"client_id", "100000002"}},
		{rig: "huawei-v1", status: 403, body: `{"error":1101}`, code: "1101"},
		{rig: "honor", code: "unauthorized_client", set: []string{"client_secret", "wrong-secret-0123456789"}},
		{rig: "honor", status: 401, body: `{"error":"invalid_client"}`, code: "invalid_client"},
		{rig: "oppo", code: "16", set: []string{"master_secret", "00000000000000000000000000000000"}},
		{rig: "oppo", code: "14", set: []string{"app_key", "00000000000000000000000000000001"}},
		{rig: "oppo", status: 200, body: `{"code":"19","message":"Invalid Timestamp","data":null}`, code: "19"},
		{rig: "vivo", code: "10206", set: []string{"app_secret", "11112222-3333-4444-5555-666677778889"}},
		{rig: "vivo", code: "10202", set: []string{"app_key", "0f1e2d3c4b5a69788796a5b4c3d2e1f1"}},
		{rig: "vivo", code: "10205", set: []string{"app_id", "105700002"}},
		{rig: "fcm", status: 400, body: `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`, code: "invalid_grant"},
	} {
		f := start(t, rigNamed(t, c.rig))
		if c.body != "" {
			f.says(atLogin, c.status, c.body)
		}
		a := f.answered(f.plain(), f.options(c.set...))
		if a.Accepted || a.Code != c.code || a.Explain.Class != catalog.ClassCredential || len(a.Exchanges) != 1 || a.Exchanges[0].Step != "auth" {
			t.Errorf("%s: accepted %t, code %q, class %q, exchanges %+v; want %s", c.rig, a.Accepted, a.Code, a.Explain.Class, a.Exchanges, c.code)
		}
		if logins, sends, _ := f.counts(); logins != 1 || sends != 0 {
			t.Errorf("%s %s: %d logins, %d sends", c.rig, c.code, logins, sends)
		}
	}
}

// TestRefusedKeys: a wrong key or secret where there is no login.
func TestRefusedKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rig, code string
		set       []string
	}{
		{"xiaomi", "21301", []string{"app_secret", "wrongXiaomiSecret12345=="}},
		{"xiaomi", "22022", []string{"package_name", "com.example.other"}},
		{"meizu", "1006", []string{"app_secret", "00000000ccccddddeeeeffff00001111"}},
		{"meizu", "110000", []string{"app_id", "149002"}},
		{"apns-key", "InvalidProviderToken", []string{"team_id", "DEF123GHIX"}},
		{"apns-key", "DeviceTokenNotForTopic", []string{"topic", "io.dcloud.HBuilder"}},
	} {
		f := start(t, rigNamed(t, c.rig))
		if a := f.answered(f.plain(), f.options(c.set...)); a.Accepted || a.Code != c.code {
			t.Errorf("%s: code %q, want %s", c.rig, a.Code, c.code)
		}
		if _, sends, delivered := f.counts(); sends != 1 || delivered != 0 {
			t.Errorf("%s: %d sends, %d delivered", c.rig, sends, delivered)
		}
	}
}
