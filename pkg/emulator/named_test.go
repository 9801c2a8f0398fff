package emulator

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The birds of these tests. Of a token the first 8 characters may be seen.
const (
	tokenBird  = "wombat00-the-whole-device-token" // shorter than what is cut wherever it stands
	secretBird = "a-numbat-that-nobody-may-see"
	birdsSeen  = "the-whole-device"
	numbatSeen = "numbat-that"
)

// twice is a request that has something twice. In it, T1 and T2 are tokens and S1 and
// S2 are secrets.
type twice struct {
	name, path, kind, body string
	header                 []string // names and values
}

const (
	formKind = "application/x-www-form-urlencoded"
	jsonKind = "application/json"
)

func twices() []twice {
	oppoMessage := `{"target_type":2,"target_value":"T1","target_value":"T2","notification":{"title":"a","content":"b"}}`
	encoded := func(s string) string {
		return strings.NewReplacer("{", "%7B", "}", "%7D", `"`, "%22", ":", "%3A", ",", "%2C").Replace(s)
	}
	return []twice{
		{"huawei v1", "/v1/100000001/messages:send", jsonKind, `{"message":{"token":["T1"],"token":["T2"],"data":"x"}}`, []string{"Authorization", "Bearer S1", "Authorization", "Bearer S2"}},
		{"huawei v1, the last empty", "/v1/100000001/messages:send", jsonKind, `{"message":{"token":["T1"]},"message":{"token":[]}}`, []string{"Authorization", "Bearer S1"}},
		{"huawei v3", "/v3/100000001/messages:send", jsonKind, `{"target":{"token":["T1","T2"]},"target":{"token":["T2"]}}`, []string{"Authorization", "Bearer S1"}},
		{"huawei login", "/oauth2/v3/token", formKind, "grant_type=client_credentials&client_id=1&client_secret=S1&client_secret=S2", nil},
		{"huawei login by query", "/oauth2/v3/token?grant_type=client_credentials&client_secret=S1&client_secret=S2", "", "", nil},
		{"huawei login as JSON", "/oauth2/v3/token", jsonKind, `{"client_secret":"S1","client_secret":"S2"}`, nil},
		{"honor", "/api/v1/104400001/sendMessage", jsonKind, `{"token":["T1"],"token":["T2"],"notification":{}}`, []string{"Authorization", "Bearer S1", "Authorization", "Bearer S2"}},
		{"honor login", "/auth/token", formKind, "client_secret=S1&client_secret=S2&client_id=S1", nil},
		{"xiaomi", "/v3/message/regid", formKind, "registration_id=T1&title=a&registration_id=T2,x", []string{"Authorization", "key=S1", "Authorization", "key=S2"}},
		{"xiaomi by query", "/v3/message/regid?registration_id=T1&registration_id=T2", formKind, "title=S1", []string{"Authorization", "key=S1"}},
		{"xiaomi as multipart", "/v3/message/regid", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"registration_id\"\r\n\r\nT1\r\n--b\r\nContent-Disposition: form-data; name=\"app_secret\"\r\nContent-Type: text/plain\r\n\r\nS1\r\n--b--\r\n", nil},
		{"oppo", "/server/v1/message/notification/unicast", formKind, "auth_token=S1&auth_token=S2&message=" + encoded(oppoMessage), nil},
		{"oppo, two messages", "/server/v1/message/notification/unicast", formKind, "auth_token=S1&message=%7B%22target_value%22%3A%22T1%22%7D&message=%7B%22target_value%22%3A%22T2%22%7D", nil},
		{"oppo batch", "/server/v1/message/notification/unicast_batch", formKind, "auth_token=S1&messages=%5B" + encoded(oppoMessage) + "%5D", []string{"auth_token", "S1", "auth_token", "S2"}},
		{"oppo broadcast", "/server/v1/message/notification/broadcast", formKind, "auth_token=S1&target_type=2&target_value=T1;T2", nil},
		{"oppo login", "/server/v1/auth", formKind, "app_key=S1&app_key=S2&timestamp=1&sign=S1&sign=S2", nil},
		{"vivo", "/message/send", jsonKind, `{"regId":"T1","regId":"T2","alias":"T1","title":"a"}`, []string{"authToken", "S1", "authToken", "S2"}},
		{"vivo list", "/message/pushToList", jsonKind, `{"regIds":["T1"],"regIds":["T2"],"taskId":"1"}`, []string{"authToken", "S1"}},
		{"vivo login", "/message/auth", jsonKind, `{"appKey":"S1","sign":"S1","appKey":"S2","sign":"S2","appId":1}`, nil},
		{"meizu", meizuNoticePath, formKind, "appId=1&pushIds=T1&pushIds=T2&sign=S1&sign=S2&messageJson=%7B%7D", nil},
		{"meizu, lost", "/garcia/api/server/push/task/varnished/pushByPushId", formKind, "pushIds=T1%2CT2&pushIds=T2&sign=S1&sign=S2", nil},
		{"apns", "/3/device/" + strings.Repeat("ab", 32), jsonKind, `{"aps":{},"token":"T1","token":"T2"}`, []string{"Authorization", "bearer S1", "Authorization", "bearer S2"}},
		{"fcm", "/v1/projects/offpush-demo/messages:send", jsonKind, `{"message":{"token":"T1","token":"T2","fid":"T1","notification":{"title":"a"}}}`, []string{"Authorization", "Bearer S1", "Authorization", "Bearer S2"}},
		{"fcm, of the wrong type", "/v1/projects/offpush-demo/messages:send", jsonKind, `{"message":{"token":["T1"],"token":{"x":"T2"}}}`, []string{"Authorization", "Bearer S1"}},
		{"fcm login", "/token", formKind, "grant_type=x&assertion=S1&assertion=S2", nil},
		{"fcm login as JSON", "/token", jsonKind, `{"assertion":"S1","assertion":"S2"}`, nil},

		{"broken JSON", "/message/send", jsonKind, `{"regId":"T1","regId":"T2",,"app_secret":"S1`, nil},
		{"escapes", "/message/send", jsonKind, `{"regId":"T1","\u0072egId":"E2","app_secret":"S1"}`, nil},
		{"escapes in a form", meizuNoticePath, formKind, "pushIds=T1&pushIds=P2&sign=S1&messageJson=%7B%22pushIds%22%3A%22P2%22%7D", nil},
		{"JSON in JSON", "/message/send", jsonKind, `{"regId":"T1","clientCustomMap":{"x":"{\"token\":\"T2\",\"access_token\":\"S1\"}"}}`, nil},
		{"an address in JSON", "/message/send", jsonKind, `{"regId":"T1","skipContent":"https://example.com/?token=T2&access_token=S1"}`, nil},
		{"a header", "/message/send", jsonKind, `{"regId":"T1","title":"S2"}`, []string{"X-Reg-Id", "T2", "X-App-Secret", "S2"}},
		{"no vendor", "/nowhere?token=T1&token=T2&access_token=S1", jsonKind, `{"deviceTokens":["T1","T2"],"clientSecret":"S1","clientSecret":"S2"}`, nil},
		{"names as PHP writes lists", "/auth/token?regIds[]=T1&regIds%5B0%5D=T2", formKind, "client_secret[]=S1&client_secret%5B%5D=S2&pushIds[1]=T1", nil},
		{"a key of Google's", "/v1/projects/offpush-demo/messages:send?key=S1&key=S2", jsonKind, `{"message":{"token":"T1"}}`, nil},
		{"a blank at a name", "/message/send?regId%20=T1&+authToken=S1", jsonKind, `{" regId ":"T2"}`, nil},
		{"a path", "/server/v1/T1T2", formKind, "sign=S1", nil},
	}
}

// birds puts the birds in.
func birds(s string) string {
	var escaped, percents strings.Builder
	for _, b := range []byte(tokenBird + "-2") {
		fmt.Fprintf(&escaped, `\u%04x`, b)
		fmt.Fprintf(&percents, "%%%02x", b)
	}
	return strings.NewReplacer("T1", tokenBird+"-1", "T2", tokenBird+"-2", "E2", escaped.String(), "P2", percents.String(), "S1", secretBird+"-1", "S2", secretBird+"-2").Replace(s)
}

// TestTwice: what a request has twice is hidden twice, wherever it stands and
// whatever the vendor looks at.
func TestTwice(t *testing.T) {
	t.Parallel()
	for _, c := range twices() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, strict := range []bool{false, true} {
				for where, text := range c.shown(t, Config{Strict: strict}) {
					plain := unescape(jsonEscape.ReplaceAllStringFunc(text, unescapeJSON), false)
					if strings.Contains(plain, birdsSeen) || strings.Contains(plain, numbatSeen) {
						t.Errorf("strict %t: the %s show it\n%s", strict, where, text)
					}
				}
			}
			seen := c.shown(t, Config{Reveal: true})
			plain := unescape(jsonEscape.ReplaceAllStringFunc(seen["messages"]+seen["record"], unescapeJSON), false)
			if !strings.Contains(plain, birdsSeen) && !strings.Contains(plain, numbatSeen) {
				t.Errorf("revealed, they do not show it: the test does not look at the right things\n%s", plain)
			}
		})
	}
}

// shown is all that is shown of the request.
func (c *twice) shown(t *testing.T, config Config) map[string]string {
	t.Helper()
	var record bytes.Buffer
	var exchanges []*Exchange
	config.Record, config.Observe = &record, func(x *Exchange) { exchanges = append(exchanges, x) }
	k := newKit(t, config)
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080"+birds(c.path), strings.NewReader(birds(c.body)))
	if c.kind != "" {
		r.Header.Set("Content-Type", c.kind)
	}
	for i := 0; i < len(c.header); i += 2 {
		r.Header.Add(c.header[i], birds(c.header[i+1]))
	}
	answers(k.Emulator, httptest.NewRecorder(), r)
	if len(exchanges) != 1 {
		t.Fatalf("%d exchanges", len(exchanges))
	}
	return shownOf(k, &record, exchanges)
}

// TestNamedKept: what stands under other names is shown as it is.
func TestNamedKept(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"regId":"` + DemoToken("vivo") + `","title":"a design of tokenization","clientCustomMap":{"design":"wombat-wombat-wombat","signed":"numbat-numbat"}}`,
		`{"title":"100%25 \u7684","content":"a\/b c%2Fd"}`,
	} {
		k := newKit(t, Config{})
		k.postJSON("/message/send", body, nil)
		m := k.Messages(Filter{})[0]
		l := k.viewer.lens(m.Request)
		if got := l.request().Body; got != strings.ReplaceAll(body, DemoToken("vivo"), l.token(DemoToken("vivo"))) {
			t.Errorf("%s\nis shown as %s", body, got)
		}
	}
}

// TestScenarioToken: the token of a scenario is cut in the list, too.
func TestScenarioToken(t *testing.T) {
	t.Parallel()
	for _, reveal := range []bool{false, true} {
		k := newKit(t, Config{Reveal: reveal})
		k.scene(Scenario{Match: Match{Token: tokenBird}, Answer: Outcome{Status: 500}})
		if got := k.controlAsk("GET", "scenarios", "").body; strings.Contains(got, tokenBird) != reveal || !strings.Contains(got, "wombat00") {
			t.Errorf("reveal %t: %s", reveal, got)
		}
		if got := k.Scenarios()[0].Match.Token; got != tokenBird {
			t.Errorf("reveal %t: the scenario has become one for %s", reveal, got)
		}
	}
}

// FuzzNamed: whatever a body is, it is looked through in a time that its length
// bounds.
func FuzzNamed(f *testing.F) {
	for _, c := range twices() {
		f.Add(birds(c.path), birds(c.body))
	}
	f.Add("/?"+strings.Repeat("%25", 100), strings.Repeat("[", 1000)+strings.Repeat(`{"token":`, 100)+"]]}}")
	f.Add("/", strings.Repeat(`"\"`, 100)+strings.Repeat("a=", 1000)+strings.Repeat("&=?", 100))
	f.Fuzz(func(_ *testing.T, url, body string) {
		v := &viewer{}
		l := v.lens(&Exchange{URL: url, Body: body[:min(len(body), maxKept)]})
		l.body(body[:min(len(body), maxKept)])
		l.url()
	})
}
