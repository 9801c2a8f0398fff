package emulator

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

const (
	honorAuthPath = "/auth/token"
	honorSendPath = "/api/v1/104000001/sendMessage"
	honorGone     = "a-token-of-a-removed-app"
	honorOld      = "a-token-that-was-replaced"
)

// honorStates are tokens of all states.
func honorStates() []Token {
	return []Token{{Vendor: "honor", Token: honorGone, State: Unregistered}, {Vendor: "honor", Token: honorOld, State: Expired}, {Vendor: "honor", Token: "of-another-app", State: OtherApp}}
}

// honorForm is a right login, changed by pairs of name and value; "" takes away.
func honorForm(changes ...string) string {
	account := Demo("honor")
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {account["client_id"]}, "client_secret": {account["client_secret"]}}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			form.Del(changes[i])
		}
	}
	return form.Encode()
}

// honorHeaders logs in and is the header of a right message.
func honorHeaders(k *kit, changes ...string) map[string]string {
	k.t.Helper()
	var login struct {
		AccessToken string `json:"access_token"`
	}
	got := k.postForm(honorAuthPath, honorForm(), nil)
	if err := json.Unmarshal([]byte(got.body), &login); err != nil || login.AccessToken == "" {
		k.t.Fatalf("no access token: %+v", got)
	}
	header := map[string]string{"Authorization": "Bearer " + login.AccessToken, "timestamp": "1767326400000"}
	for i := 0; i < len(changes); i += 2 {
		header[changes[i]] = changes[i+1]
		if changes[i+1] == "" {
			delete(header, changes[i])
		}
	}
	return header
}

// honorNotice is a right notification, edited.
func honorNotice(edit func(m, notification map[string]any)) string {
	notification := map[string]any{"title": "标题", "body": "正文", "clickAction": map[string]any{"type": 3}, "importance": "NORMAL"}
	m := map[string]any{"token": []string{DemoToken("honor")}, "android": map[string]any{"notification": notification}}
	if edit != nil {
		edit(m, notification)
	}
	return string(marshal(m))
}

// honorMember is a notification with one more member.
func honorMember(name string, value any) string {
	return honorNotice(func(_, n map[string]any) { n[name] = value })
}

func honorTo(tokens ...string) string {
	return honorNotice(func(m, _ map[string]any) { m["token"] = tokens })
}

// honorSent sends a body with a right login.
func honorSent(body string) func(k *kit) reply {
	return func(k *kit) reply { return k.postJSON(honorSendPath, body, honorHeaders(k)) }
}

func honorAsk(form string) func(k *kit) reply {
	return func(k *kit) reply { return k.postForm(honorAuthPath, form, nil) }
}

// honorCases are requests that the vendor refuses or takes, by its codes.
func honorCases() []codeCase {
	strict := Config{Strict: true}
	cases := []codeCase{
		{name: "login", ask: honorAsk(honorForm()), at: catalog.AtAuth, status: 200, has: []string{`"expires_in":3600`, `"token_type":"Bearer"`}},
		{name: "login by the older path", ask: func(k *kit) reply {
			return k.postForm("https://iam.developer.hihonor.com/auth/realms/developer/protocol/openid-connect/token", honorForm(), nil)
		}, at: catalog.AtAuth, status: 200, has: []string{`"access_token"`}},
		{name: "login, strictly", config: strict, ask: honorAsk(honorForm()), at: catalog.AtAuth, status: 200},
		{name: "login with another secret", ask: honorAsk(honorForm("client_secret", "app-secret")), at: catalog.AtAuth, code: "unauthorized_client", status: 401, has: []string{"Invalid client or Invalid client credentials"}},
		{name: "login with the App ID", ask: honorAsk(honorForm("client_id", "104000001")), at: catalog.AtAuth, code: "unauthorized_client", status: 401},
		{name: "login of an unknown client", ask: honorAsk(honorForm("client_id", "nobody")), at: catalog.AtAuth, code: "unauthorized_client", status: 401},
		{name: "login without secret", ask: honorAsk(honorForm("client_secret", "")), at: catalog.AtAuth, code: "invalid_client", status: 401},

		{name: "minimal notification", config: strict, ask: honorSent(honorNotice(nil)), code: "200", status: 200, has: []string{`"code":200`, `"message":"Success"`, `"sendResult":true`, `"failTokens":[]`, `"expireTokens":[]`, `"requestId":"104000001-`}},
		{name: "minimal data message", config: strict, ask: honorSent(`{"token":["t"],"data":"any"}`), code: "200", status: 200},
		{name: "title and body outside of android", config: strict, ask: honorSent(`{"token":["t"],"notification":{"title":"t","body":"b"},"android":{"notification":{"clickAction":{"type":3}}}}`), code: "200", status: 200},
		{name: "every member", config: strict, ask: honorSent(honorFull), code: "200", status: 200},
		{name: "by host", config: strict, ask: func(k *kit) reply {
			return k.postJSON("https://push-api.cloud.honor.com"+honorSendPath, honorNotice(nil), honorHeaders(k))
		}, code: "200", status: 200},

		{name: "no login", ask: func(k *kit) reply { return k.postJSON(honorSendPath, honorNotice(nil), nil) }, code: "80200001", status: 401, has: []string{`"code":80200001`, `"sendResult":false`}},
		{name: "an access token of nobody", ask: func(k *kit) reply {
			return k.postJSON(honorSendPath, honorNotice(nil), map[string]string{"Authorization": "Bearer made-up"})
		}, code: "80200003", status: 401},
		{name: "an old access token", ask: func(k *kit) reply {
			header := honorHeaders(k)
			k.clock.advance(time.Hour)
			return k.postJSON(honorSendPath, honorNotice(nil), header)
		}, code: "80200003", status: 401},
		{name: "another app", ask: func(k *kit) reply {
			return k.postJSON("/api/v1/104999999/sendMessage", honorNotice(nil), honorHeaders(k))
		}, code: "403", status: 403, has: []string{`"code":403`}},
		{name: "another path", ask: func(k *kit) reply {
			return k.postJSON("https://push-api.cloud.honor.com/v1/104000001/messages:send", honorNotice(nil), honorHeaders(k))
		}, code: "404", status: 404, has: []string{`"code":404`}},

		{name: "all tokens bad", config: Config{Tokens: honorStates()}, ask: honorSent(honorTo(honorGone, honorOld, "of-another-app")), code: "80300007", status: 400,
			has: []string{`"code":80300007`, `"sendResult":false`, `"failTokens":["` + honorGone + `","of-another-app"]`, `"expireTokens":["` + honorOld + `"]`}},
		{name: "some tokens bad", config: Config{Tokens: honorStates()}, ask: honorSent(honorTo("good", honorGone)), code: "80100000", status: 200, has: []string{`"code":80100000`, `"sendResult":true`, `"failTokens":["` + honorGone + `"]`}},
		{name: "a failing token", config: Config{Tokens: honorStates()}, ask: honorSent(honorTo("good", honorGone)), at: catalog.AtTarget, code: "failTokens", status: 200},
		{name: "a dead token", config: Config{Tokens: honorStates()}, ask: honorSent(honorTo("good", honorOld)), at: catalog.AtTarget, code: "expireTokens", status: 200, has: []string{`"expireTokens":["` + honorOld + `"]`}},
		{name: "no token", ask: honorSent(honorTo()), code: "80300010", status: 400},
		{name: "token missing", ask: honorSent(honorNotice(func(m, _ map[string]any) { delete(m, "token") })), code: "80300010", status: 400},
	}
	for name, body := range map[string]string{
		"no JSON": "{", "empty": "", "a list": "[]", "no UTF-8": "{\"data\":\"\xff\"}", "two values": "{}{}",
		"neither notification nor data": `{"token":["t"]}`,
		"Huawei's message":              `{"message":{"token":["t"],"data":"d"}}`,
		"one token":                     honorNotice(func(m, _ map[string]any) { m["token"] = "t" }),
		"a blank token":                 honorTo("t", " "),
		"data as an object":             honorNotice(func(m, _ map[string]any) { m["data"] = map[string]any{"k": "v"} }),
		"android as text":               honorNotice(func(m, _ map[string]any) { m["android"] = "{}" }),
		"no title":                      honorMember("title", nil),
		"blank body":                    honorMember("body", " "),
		"no click action":               honorMember("clickAction", nil),
		"click action without type":     honorMember("clickAction", map[string]any{}),
		"only notification":             `{"token":["t"],"notification":{"title":"t","body":"b"}}`,
		"badge as number":               honorMember("badge", 1),
		"notification as a list":        honorNotice(func(m, _ map[string]any) { m["notification"] = []int{} }),
		"android as a number":           `{"token":["t"],"data":"d","android":1}`,
		"its notification as a list":    `{"token":["t"],"data":"d","notification":{"title":"t","body":"b"},"android":{"notification":[]}}`,
		"its data as an object":         honorNotice(func(m, _ map[string]any) { m["android"].(map[string]any)["data"] = map[string]any{} }),
	} {
		cases = append(cases, codeCase{name: name, ask: honorSent(body), code: "80100003", status: 400, has: []string{`"code":80100003`}})
	}
	return append(cases,
		codeCase{name: "an empty list of tokens", ask: honorSent(`{"token":[],"data":"d"}`), code: "80300010", status: 400},
		codeCase{name: "outer title as number", ask: honorSent(honorNotice(func(m, _ map[string]any) { m["notification"] = map[string]any{"title": 1} })), code: "80100001", status: 400},
		codeCase{name: "outer body as number", ask: honorSent(honorNotice(func(m, _ map[string]any) { m["notification"] = map[string]any{"body": 1} })), code: "80100001", status: 400},
		codeCase{name: "body as number", ask: honorSent(honorMember("body", 1)), code: "80100001", status: 400},
		codeCase{name: "title as number", ask: honorSent(honorMember("title", 1)), code: "80100001", status: 400},
		codeCase{name: "click type as a word", ask: honorSent(honorMember("clickAction", map[string]any{"type": "open"})), code: "80100001", status: 400},
		codeCase{name: "too large, strictly", config: strict, ask: honorSent(honorMember("body", strings.Repeat("字", 1400))), code: "80300008", status: 400},
		codeCase{name: "too many tokens, strictly", config: strict, ask: honorSent(honorTo(strings.Split(strings.Repeat("t,", 1000)+"t", ",")...)), code: "80300010", status: 400},
	)
}

// honorFull has all members that are known, with the largest values allowed.
const honorFull = `{"token":["t"],"data":"{\"k\":\"v\"}","notification":{"title":"a","body":"b","image":"https://example.com/a.png"},"android":{"ttl":"1296000s","biTag":"b","data":"{}","targetUserType":1,
"notification":{"title":"t","body":"b","clickAction":{"type":1,"intent":"intent://a/b#Intent;end"},"importance":"LOW","image":"https://example.com/b.png","style":1,"bigTitle":"t","bigBody":"b",
"when":"2014-10-02T15:01:23.045123456Z","buttons":[{"name":"回复","actionType":1,"intentType":0,"intent":"i","data":"d"},{"name":"b"},{"name":"c"}],"badge":{"addNum":1,"setNum":99,"badgeClass":"a.B"},"notifyId":-1,"tag":"t","group":"g"}}}`

func TestHonor(t *testing.T) { runCases(t, "honor", honorCases()) }

// TestHonorLoginForm: errors of the login that are those of OAuth 2.0, not HONOR's.
func TestHonorLoginForm(t *testing.T) {
	k := newKit(t, Config{})
	for want, got := range map[string]reply{
		"invalid_request":        k.postForm(honorAuthPath, "", nil),
		"unsupported_grant_type": k.postForm(honorAuthPath, honorForm("grant_type", "password"), nil),
	} {
		if got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s: %+v", want, got)
		}
	}
	if got := k.ask("GET", honorAuthPath, "", nil); got.status != 405 || got.header.Get("Allow") != "POST" || !strings.Contains(got.body, `"error"`) {
		t.Errorf("%+v", got)
	}
	if got := k.ask("GET", honorSendPath, "", nil); got.status != 405 || !strings.Contains(got.body, `"code":405`) {
		t.Errorf("%+v", got)
	}
	if got := k.ask("POST", "/auth/nothing", "", nil); got.status != 404 || !strings.Contains(got.body, `"error"`) {
		t.Errorf("%+v", got)
	}
}

// TestHonorRead: the inbox shows what a refused message said.
func TestHonorRead(t *testing.T) {
	k := newKit(t, Config{})
	k.postJSON(honorSendPath, `{"token":["one","two"],"data":"outer","android":{"data":"inner","notification":{"title":"标题","importance":"LOW"}},"notification":{"body":"正文"}}`, nil)
	k.postJSON(honorSendPath, `{"message":{"token":["three"],"notification":{"title":"t"}}}`, nil)
	type seen struct {
		Token, Title, Body, Class string
		Data                      any
	}
	var got []seen
	for _, m := range k.Messages(Filter{Vendor: "honor"}) {
		got = append(got, seen{m.Token, m.Title, m.Body, m.Class, m.Data})
	}
	want := []seen{{"one", "标题", "正文", "LOW", "inner"}, {"two", "标题", "正文", "LOW", "inner"}, {Token: "three", Title: "t"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHonorSecrets: what a request holds of secrets is marked, also where it is
// refused before it is looked at.
func TestHonorSecrets(t *testing.T) {
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	k.postForm(honorAuthPath, honorForm("client_secret", "of-another-app", "grant_type", ""), nil)
	if diff := cmp.Diff([]string{"of-another-app"}, last.secrets); diff != "" {
		t.Error(diff)
	}
	k.ask("GET", honorSendPath, "", map[string]string{"Authorization": "Bearer abc"})
	if diff := cmp.Diff([]string{"abc"}, last.secrets); diff != "" {
		t.Error(diff)
	}
}

// TestHonorAstray: what went to a wrong path is seen, and its secrets are marked.
func TestHonorAstray(t *testing.T) {
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	k.postJSON("/api/v1/104000001/messages", honorNotice(nil), map[string]string{"Authorization": "Bearer abc"})
	if m := k.Messages(Filter{}); len(m) != 1 || m[0].Token != DemoToken("honor") || m[0].Title != "标题" || m[0].Code != "404" || last.secrets[0] != "abc" {
		t.Errorf("%+v", m)
	}
	k.postForm("/auth/tokens", honorForm("client_secret", "of-another-app"), nil)
	if diff := cmp.Diff([]string{"of-another-app"}, last.secrets); diff != "" {
		t.Error(diff)
	}
}

// TestHonorRefuse: every code of the catalog comes in an envelope that parses.
func TestHonorRefuse(t *testing.T) {
	c := bareCall(newKit(t, Config{}), "honor", "POST", honorSendPath)
	c.tokens = []string{"one", "two"}
	for _, code := range c.dialect.push.Codes {
		if code.At == catalog.AtReceipt || code.At == catalog.AtPhone {
			continue
		}
		a := c.dialect.refuse(c, code)
		var got struct {
			Error   string
			Code    json.Number
			Message string
			Data    struct {
				SendResult               *bool
				FailTokens, ExpireTokens []string
			}
		}
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatalf("%s: %v\n%s", code.Code, err, a.body)
		}
		switch {
		case code.At == catalog.AtAuth:
			if got.Error != code.Code || a.status != 401 {
				t.Errorf("%s: %d %s", code.Code, a.status, a.body)
			}
		case code.At == catalog.AtTarget:
			lists := map[string][]string{"failTokens": got.Data.FailTokens, "expireTokens": got.Data.ExpireTokens}
			if diff := cmp.Diff(c.tokens, lists[code.Code]); diff != "" || got.Code != "200" || a.bad["two"].code != code.Code || !a.accepted {
				t.Errorf("%s: %s", code.Code, a.body)
			}
		case code.Code == "sendResult=false":
			if got.Code != "200" || *got.Data.SendResult || a.accepted {
				t.Errorf("%s: %s", code.Code, a.body)
			}
		case got.Code.String() != code.Code || got.Message == "" || got.Data.SendResult == nil:
			t.Errorf("%s: %s", code.Code, a.body)
		case a.accepted != (code.Class == catalog.ClassNone || code.Code == "80100000"):
			t.Errorf("%s: accepted is %v", code.Code, a.accepted)
		case code.Sure == catalog.ThirdParty && len(code.Code) == 3 && got.Code.String() != jsonNumber(a.status):
			t.Errorf("%s: the status is %d", code.Code, a.status)
		}
	}
	if a := c.dialect.refuse(c, catalog.Code{Code: "no number", At: catalog.AtSend}); !json.Valid(a.body) || a.accepted {
		t.Errorf("%s", a.body)
	}
}

func jsonNumber(n int) string { return string(marshal(n)) }

// bareCall is a call of a vendor that was not judged.
func bareCall(k *kit, vendor, method, path string) *call {
	for _, d := range k.dialects {
		if d.id == vendor {
			c := &call{Emulator: k.Emulator, dialect: d, request: httptest.NewRequest(method, path, nil), conn: &conn{}, now: noon}
			c.route, c.values = d.route(path)
			return c
		}
	}
	k.t.Fatalf("there is no vendor %s", vendor)
	return nil
}

// TestHonorMany: a full list of tokens is judged once each.
func TestHonorMany(t *testing.T) {
	k := newKit(t, Config{Tokens: honorStates()})
	tokens := strings.Split(strings.Repeat("a-good-token,", 999)+honorGone, ",")
	got := k.postJSON(honorSendPath, honorTo(tokens...), honorHeaders(k))
	if want := `"failTokens":["` + honorGone + `"]`; !strings.Contains(got.body, want) {
		t.Errorf("%.200s", got.body)
	}
}

// TestHonorNesting: nothing breaks on absurd bodies.
func TestHonorNesting(t *testing.T) {
	k := newKit(t, Config{})
	header := honorHeaders(k)
	for _, body := range []string{
		strings.Repeat("[", 100_000), strings.Repeat(`{"android":`, 20_000), `{"token":["t"],"data":"d","notification":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5001),
	} {
		if got := k.postJSON(honorSendPath, body, maps.Clone(header)); !strings.Contains(got.body, `"code":80100003`) {
			t.Errorf("%.100s", got.body)
		}
	}
}

func FuzzHonor(f *testing.F) {
	f.Add([]byte(honorFull))
	f.Add([]byte(`{"token":["t"],"data":"d"}`))
	f.Add([]byte(`{"message":{"token":"t"}}`))
	f.Add([]byte("{\"token\":[1,\"\xff\"],\"android\":{\"notification\":[]}}"))
	k := newKit(f, Config{})
	header := honorHeaders(k)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > maxBody {
			return
		}
		got := (&kit{t, k.Emulator}).postJSON(honorSendPath, string(body), header)
		var envelope struct {
			Code *int
			Data *honorData
		}
		if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || envelope.Code == nil || envelope.Data == nil {
			t.Errorf("%v: %s", err, got.body)
		}
	})
}
