package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

func fcmGoodCases() []codeCase {
	return []codeCase{
		fcmGood("token alone", ""),
		fcmGood("names in snake case", `"notification":{"title":"t","body":"b","image":"https://img.example.com/a.png"},"data":{"k":"v"},"android":{"collapse_key":"c","priority":"HIGH","ttl":"3600.5s","direct_boot_ok":true,
			"notification":{"channel_id":"news","click_action":"A","color":"#00ff7F","title_loc_key":"k","title_loc_args":["a"],"notification_priority":"PRIORITY_MAX","vibrate_timings":["0.1s","1s"],"event_time":"2026-01-02T03:04:05.6Z","notification_count":5,"visibility":"SECRET","proxy":"DENY",
			"light_settings":{"color":{"red":1,"green":0.5,"blue":0,"alpha":1},"light_on_duration":"1s","light_off_duration":"0s"}},"fcm_options":{"analytics_label":"a-b_c.d~%"}}`),
		fcmGood("names in camel case", `"android":{"collapseKey":"c","priority":"high","ttl":"0s","restrictedPackageName":"com.example.app","notification":{"channelId":"news","notificationCount":"5","lightSettings":{"color":{},"lightOnDuration":"1s","lightOffDuration":"1s"}}},"fcmOptions":{"analyticsLabel":"a"}`),
		fcmGood("android_v2", `"android_v2":{"remote_notification":{"notification":{"id":7,"title":"t"},"mutable_content":true,"use_as_v1_data_message":false},"ttl":"2419200s"}`),
		fcmGood("background sync", `"androidV2":{"backgroundSync":{}}`),
		fcmGood("iOS", `"apns":{"headers":{"apns-priority":"10"},"payload":{"aps":{"alert":{"title":"t"},"badge":1},"own":{"a":[1,null]}},"live_activity_token":"x","fcm_options":{"image":"https://img.example.com/a.png"}}`),
		fcmGood("web", `"webpush":{"headers":{"TTL":"15"},"notification":{"title":"t","vibrate":[1]},"fcm_options":{"link":"https://example.com"}}`),
		fcmGood("null is nothing", `"topic":null,"android":{"ttl":null}`),
		fcmGood("the last of two counts", `"notification":{"title":"a","title":"b"},"token":"`+DemoToken("fcm")+`"`),
		fcmBodyCase("fid", "200", 200, `{"message":{"fid":"cIK8pFqOQkG3hRZ0ye4WnX"}}`, `"name"`),
		fcmBodyCase("topic", "200", 200, `{"message":{"topic":"news-1_%.~"}}`, `"name"`),
		fcmBodyCase("condition", "200", 200, `{"message":{"condition":"'a' in topics && ('b' in topics || 'c' in topics)"}}`, `"name"`),
		fcmBodyCase("validate_only", "200", 200, `{"validate_only":true,"message":{"topic":"a"}}`, `"name": "projects/demo-offpush/messages/fake_message_id"`),
		fcmBodyCase("validateOnly", "200", 200, `{"validateOnly":true,"message":{"topic":"a"}}`, `fake_message_id`),
	}
}

func fcmBadCases() []codeCase {
	const topics = "'a' in topics || 'b' in topics || 'c' in topics || 'd' in topics || 'e' in topics || 'f' in topics"
	typed := func(field, says string) []string { return []string{`"field": "` + field + `"`, says} }
	big := strings.Repeat("a", 4096)
	return append([]codeCase{
		fcmBodyCase("empty", "INVALID_ARGUMENT", 400, "", "Recipient of the message is not set."),
		fcmBodyCase("no message", "INVALID_ARGUMENT", 400, `{}`, "Recipient of the message is not set."),
		fcmBodyCase("no target", "INVALID_ARGUMENT", 400, `{"message":{"token":""}}`, `"field": "message"`, "Recipient of the message is not set.", `"errorCode": "INVALID_ARGUMENT"`),
		fcmBodyCase("no object", "INVALID_ARGUMENT", 400, `[]`, "Root element must be a message."),
		fcmBodyCase("no JSON", "INVALID_ARGUMENT", 400, "{\"message\":\n {\"token\":}}", `Unexpected token.\n {\"token\":}}\n          ^`),
		fcmBodyCase("no UTF-8", "INVALID_ARGUMENT", 400, "{\"message\":{\"token\":\"\xff\"}}", "Unexpected token."),
		fcmBodyCase("unknown name at the top", "INVALID_ARGUMENT", 400, `{"to":"x"}`, `Invalid JSON payload received. Unknown name \"to\": Cannot find field.`),
		fcmBodyCase("topic's prefix", "INVALID_ARGUMENT", 400, `{"message":{"topic":"/topics/a"}}`, typed("message.topic", "message.topic")...),
		fcmBodyCase("six topics", "INVALID_ARGUMENT", 400, `{"message":{"condition":"`+topics+`"}}`, typed("message.condition", "condition")...),
		fcmBodyCase("large for a topic", "INVALID_ARGUMENT", 400, `{"message":{"topic":"a","data":{"k":"`+big[:2048]+`"}}}`, "Request contains an invalid argument."),
		fcmBodyCase("blank in the token", "INVALID_ARGUMENT", 400, `{"message":{"token":"a b"}}`, typed("message.token", "The registration token is not a valid FCM registration token")...),
		fcmBodyCase("a short word", "INVALID_ARGUMENT", 400, `{"message":{"token":"abc"}}`, typed("message.token", "not a valid FCM registration token")...),
		fcmBodyCase("an APNs token", "INVALID_ARGUMENT", 400, `{"message":{"token":"`+DemoToken("apns")+`"}}`, append(typed("message.token", "not a valid FCM registration token"), `"errorCode": "INVALID_ARGUMENT"`)...),
		fcmBodyCase("a Huawei token", "INVALID_ARGUMENT", 400, `{"message":{"token":"IQAAAACy`+strings.Repeat("0demo", 24)+`"}}`, typed("message.token", "not a valid FCM registration token")...),
		fcmBodyCase("a registration id of GCM", "200", 200, `{"message":{"token":"APA91b`+strings.Repeat("a", 134)+`"}}`),
		fcmBodyCase("an installation id", "200", 200, `{"message":{"token":"0123456789abcdefghijkl"}}`),
		fcmBodyCase("fid of Chinese", "INVALID_ARGUMENT", 400, `{"message":{"fid":"令牌"}}`, typed("message.fid", "not a valid FCM registration token")...),
		fcmBad("two targets", `"topic":"a"`, "oneof field 'target' is already set. Cannot set 'topic'"),
		fcmBad("unknown name", `"notifications":{}`, typed("message", `Unknown name \"notifications\" at 'message': Cannot find field.`)...),
		fcmBad("number in data", `"data":{"a":"1","b":12}`, typed("message.data[1].value", "Invalid value at 'message.data[1].value' (TYPE_STRING), 12")...),
		fcmBad("object in data", `"data":{"a":{}}`, typed("message.data[0]", "Starting an object on a scalar field")...),
		fcmBad("list in data", `"data":{"a":[]}`, "Proto field is not repeating, cannot start list."),
		fcmBad("data is a string", `"data":"x"`, typed("message.data", "Invalid value at 'message.data'")...),
		fcmBad("two mistakes", `"a":1,"b":2`, `Unknown name \"a\"`, `Unknown name \"b\"`),
		fcmBad("title is a number", `"notification":{"title":1}`, typed("message.notification.title", "(TYPE_STRING), 1")...),
		fcmBad("priority", `"android":{"priority":"urgent"}`, typed("message.android.priority", `(type.googleapis.com/google.firebase.fcm.v1.AndroidMessagePriority), \"urgent\"`)...),
		fcmBad("ttl is a number", `"android":{"ttl":3600}`, typed("message.android.ttl", "(type.googleapis.com/google.protobuf.Duration), 3600")...),
		fcmBad("ttl without s", `"android":{"ttl":"3600"}`, typed("message.android.ttl", "Illegal duration format; duration must end with 's'")...),
		fcmBad("ttl too long", `"android":{"ttl":"2419201s"}`, typed("message.android.ttl", "message.android.ttl")...),
		fcmBad("ttl below 0", `"android":{"ttl":"-0.5s"}`, typed("message.android.ttl", "message.android.ttl")...),
		fcmBad("event_time", `"android":{"notification":{"event_time":"now"}}`, typed("message.android.notification.event_time", "google.protobuf.Timestamp")...),
		fcmBad("count", `"android":{"notification":{"notification_count":1.5}}`, "(TYPE_INT32), 1.5"),
		fcmBad("flag", `"android":{"notification":{"sticky":1}}`, "(TYPE_BOOL), 1"),
		fcmBad("list item", `"android":{"notification":{"body_loc_key":"k","body_loc_args":["a",1]}}`, typed("message.android.notification.body_loc_args[1]", "(TYPE_STRING), 1")...),
		fcmBad("arguments without key", `"android":{"notification":{"body_loc_args":["a"]}}`, typed("message.android.notification.body_loc_args", "INVALID")...),
		fcmBad("color", `"android":{"notification":{"color":"red"}}`, typed("message.android.notification.color", "color")...),
		fcmBad("lights", `"android":{"notification":{"light_settings":{"color":{}}}}`, typed("message.android.notification.light_settings.light_on_duration", "missing")...),
		fcmBad("light", `"android":{"notification":{"light_settings":{"color":{"red":255},"light_on_duration":"1s","light_off_duration":"1s"}}}`, typed("message.android.notification.light_settings.color.red", "INVALID")...),
		fcmBad("no number", `"android":{"notification":{"light_settings":{"color":{"red":"NaN"}}}}`, `(TYPE_FLOAT), \"NaN\"`),
		fcmBad("label", `"fcm_options":{"analytics_label":"`+big[:51]+`"}`, typed("message.fcm_options.analytics_label", "label")...),
		fcmBad("link", `"webpush":{"fcm_options":{"link":"http://example.com"}}`, typed("message.webpush.fcm_options.link", "link")...),
		fcmBad("android and android_v2", `"android":{},"android_v2":{}`, typed("message.android_v2", "INVALID")...),
		fcmBad("reserved key", `"data":{"from":"x"}`, typed("message.data", "Invalid data payload key: from")...),
		fcmBad("reserved prefix", `"android":{"data":{"google.x":"x"}}`, typed("message.android.data", "Invalid data payload key: google.x")...),
		fcmBad("too large", `"data":{"k":"`+big+`"}`, "Request contains an invalid argument."),
		fcmHeld(Unregistered, "UNREGISTERED", 404, "Requested entity was not found."),
		fcmHeld(Expired, "UNREGISTERED", 404, "Requested entity was not found."),
		fcmHeld(OtherApp, "SENDER_ID_MISMATCH", 403, "SenderId mismatch"),
	}, fcmBodyCase("exactly full", "200", 200, fcmMessage(`"data":{"k":"`+big[:4095]+`"}`)))
}

func TestFCM(t *testing.T) { runCases(t, "fcm", fcmCases()) }

// TestFCMNoDetails: the answer to a large message has none.
func TestFCMNoDetails(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	if got := fcmSend(k, fcmMessage(`"data":{"k":"`+strings.Repeat("a", 4096)+`"}`)); strings.Contains(got.body, "details") {
		t.Error(got.body)
	}
}

// TestFCMWorkedVector: the worked request of Google's guide, with a key that is
// made up, is taken as it stands.
func TestFCMWorkedVector(t *testing.T) {
	t.Parallel()
	wire, err := os.ReadFile("../../testdata/wire/fcm-minimal.txt")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`(?m)^assertion=.*$`).FindString(string(wire))
	message := regexp.MustCompile(`(?m)^\{"message".*$`).FindString(string(wire))
	const email = "firebase-adminsdk-x1y2z@demo-offpush.iam.gserviceaccount.com"
	account := marshal(map[string]string{"type": "service_account", "project_id": "demo-offpush", "client_email": email, "private_key": fcmWorkedKey, "private_key_id": "0123456789abcdef0123456789abcdef01234567"})
	k := newKit(t, Config{
		Strict:      true,
		Now:         func() time.Time { return time.Unix(1735689600, 0) },
		Credentials: map[string]map[string]string{"fcm": {"service_account": string(account)}},
	})
	got := k.postForm("https://oauth2.googleapis.com/token", form, nil)
	var grant struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(got.body), &grant); err != nil || grant.Token == "" {
		t.Fatalf("%+v", got)
	}
	got = k.postJSON("https://fcm.googleapis.com"+fcmSendURL, message, map[string]string{"Authorization": "Bearer " + grant.Token})
	if got.status != 200 {
		t.Errorf("%+v", got)
	}
}

// TestFCMStrict: what is let through with a warning is refused by a strict
// emulator.
func TestFCMStrict(t *testing.T) {
	t.Parallel()
	login := func(change map[string]any) func(*kit) reply { return fcmAuthCase("", "", 0, change).ask }
	send := func(body string) func(*kit) reply { return func(k *kit) reply { return fcmSend(k, body) } }
	now := noon.Unix()
	for name, ask := range map[string]func(*kit) reply{
		"older aud":        login(map[string]any{"aud": "https://accounts.google.com/o/oauth2/token"}),
		"times as strings": login(map[string]any{"iat": "1767326400", "exp": "1767330000"}),
		"just expired":     login(map[string]any{"iat": now - 3600, "exp": now}),
		"no content type": func(k *kit) reply {
			return k.ask("POST", "/token", fcmGrant(fcmAssertion(t, demoRSA, fcmHeader(), fcmClaims(k, nil))), nil)
		},
		"other kid": func(k *kit) reply {
			return k.postForm("/token", fcmGrant(fcmAssertion(t, demoRSA, map[string]any{"alg": "RS256", "kid": "x"}, fcmClaims(k, nil))), nil)
		},
		"flag as a string":     send(fcmMessage(`"android":{"direct_boot_ok":"true"}`)),
		"priority in lower":    send(fcmMessage(`"android":{"notification":{"visibility":"public"}}`)),
		"no list":              send(fcmMessage(`"android":{"notification":{"vibrate_timings":"1s"}}`)),
		"null in data":         send(fcmMessage(`"data":{"a":null}`)),
		"older reserved words": send(fcmMessage(`"data":{"gcm":"a"}`)),
		"image":                send(fcmMessage(`"notification":{"image":"a.png"}`)),
		"data alone to iOS":    send(fcmMessage(`"apns":{"headers":{"apns-priority":"10"}}`)),
		"nearly too large":     send(fcmMessage(`"apns":{"payload":{"a":"` + strings.Repeat("a", 4096) + `"}}`)),
		"no topic":             send(`{"message":{"condition":"x"}}`),
		"short token":          send(`{"message":{"token":"demo:APA91b"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var last *Exchange
			observe := func(x *Exchange) { last = x }
			if got := ask(newKit(t, Config{Observe: observe})); got.status != 200 || len(last.Warnings) == 0 {
				t.Errorf("%+v %v", got, last.Warnings)
			}
			if got := ask(newKit(t, Config{Observe: observe, Strict: true})); got.status == 200 || last.Why.IsZero() {
				t.Errorf("strict: %+v", got)
			}
		})
	}
}

// TestFCMMessage: what the inbox shows of a message.
func TestFCMMessage(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	fcmSend(k, fcmMessage(`"notification":{"title":"first","title":"T"},"android":{"notification":{"body":"B","channelId":"news"}},"data":{"k":"v"}`))
	fcmSend(k, `{"message":{"fid":"demo0fid0emulator00001","apns":{"payload":{"aps":{"alert":{"title":"T","body":"B"}}}},"android_v2":{"data":{"k":"v"},"remote_notification":{"notification":{"channel_id":"news"}}}}}`)
	want := []Message{
		{Token: DemoToken("fcm"), Title: "T", Body: "B", Class: "news", Verdict: Accepted},
		{Token: "demo0fid0emulator00001", Title: "T", Body: "B", Class: "news", Verdict: Accepted},
	}
	var got []Message
	for _, m := range k.Messages(Filter{Vendor: "fcm"}) {
		if diff := cmp.Diff(map[string]any{"k": "v"}, m.Data); diff != "" {
			t.Error(diff)
		}
		got = append(got, Message{Token: m.Token, Title: m.Title, Body: m.Body, Class: m.Class, Verdict: m.Verdict})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFCMCompact: clients that ask for it get answers on one line.
func TestFCMCompact(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	got := k.postJSON(fcmSendURL+"?alt=json&prettyPrint=false", fcmMessage(""), map[string]string{"Authorization": "Bearer " + fcmLogin(k, nil)})
	if got.status != 200 || strings.Contains(got.body, "\n") {
		t.Errorf("%+v", got)
	}
}

// TestFCMRefuse: every code of the catalog can be had, in the right envelope.
func TestFCMRefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	i := slices.IndexFunc(k.dialects, func(d *dialect) bool { return d.id == "fcm" })
	d := k.dialects[i]
	for _, code := range d.push.Codes {
		if code.At != catalog.AtAuth && code.At != catalog.AtSend && code.At != catalog.AtTarget {
			continue
		}
		c := fcmCall(k, code.At)
		a := c.refuse(code.Code, "因为", "because")
		if code.Status != 0 && a.status != code.Status {
			t.Errorf("%s: the status is %d, want %d", code.Code, a.status, code.Status)
		}
		if problem := fcmEnvelope(code.At, a.status, string(a.body)); problem != "" {
			t.Errorf("%s: %s\n%s", code.Code, problem, a.body)
		}
		if !strings.Contains(string(a.body), code.Code) && code.Code != "200" {
			t.Errorf("%s is not in the answer:\n%s", code.Code, a.body)
		}
	}
}

// fcmCall is a call without a route's checks.
func fcmCall(k *kit, at catalog.At) *call {
	d := k.hosts["fcm.googleapis.com"]
	c := &call{Emulator: k.Emulator, dialect: d, now: noon}
	path := fcmSendURL
	if at == catalog.AtAuth {
		path = "/token"
	}
	c.route, c.values = d.route(path)
	c.request = httptest.NewRequest(http.MethodPost, path, nil)
	return c
}

// fcmEnvelope says what is wrong with an answer; "" when it is one of Google's.
func fcmEnvelope(at catalog.At, status int, body string) string {
	if strings.HasPrefix(body, "<!DOCTYPE html>") && (status == 404 || status == 502) {
		return ""
	}
	var v struct {
		Error       json.RawMessage
		Description string `json:"error_description"`
		Token       string `json:"access_token"`
		Name        string
	}
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err.Error()
	}
	var inner struct {
		Code            int
		Message, Status string
	}
	word := ""
	switch {
	case status == 200 && at == catalog.AtAuth && v.Token != "", status == 200 && strings.HasPrefix(v.Name, "projects/"):
		return ""
	case status == 200:
		return "it says 200 and nothing else"
	case at == catalog.AtAuth && json.Unmarshal(v.Error, &word) == nil && word != "" && v.Description != "":
		return ""
	case at != catalog.AtAuth && json.Unmarshal(v.Error, &inner) == nil && inner.Code == status && inner.Message != "" && inner.Status != "":
		return ""
	}
	return "it is not Google's envelope"
}

// TestFCMAccount: accounts that cannot be right are refused at the start.
func TestFCMAccount(t *testing.T) {
	t.Parallel()
	account := func(change map[string]string) map[string]string {
		fields := map[string]string{"type": "service_account", "project_id": "p", "client_email": fcmEmail, "private_key": demoRSA}
		maps.Copy(fields, change)
		return map[string]string{"service_account": string(marshal(fields))}
	}
	for name, c := range map[string]struct {
		fields map[string]string
		says   string
	}{
		"none":          {map[string]string{"project_id": "p"}, "has no service_account"},
		"no file":       {map[string]string{"service_account": "missing.json"}, "missing.json"},
		"no JSON":       {map[string]string{"service_account": "{"}, "is no JSON of a service account"},
		"other type":    {account(map[string]string{"type": "authorized_user"}), "its type should be service_account"},
		"no email":      {account(map[string]string{"client_email": ""}), "its type should be service_account"},
		"no key":        {account(map[string]string{"private_key": ""}), "private_key in service_account cannot be used"},
		"key of no RSA": {account(map[string]string{"private_key": demoEC}), "it is no RSA key"},
		"no project":    {account(map[string]string{"project_id": ""}), "has no project_id"},
		"right":         {account(nil), ""},
	} {
		_, err := New(Config{Credentials: map[string]map[string]string{"fcm": c.fields}})
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFCMHosts: Google speaks HTTP/2 and HTTP/1.1.
func TestFCMHosts(t *testing.T) {
	t.Parallel()
	d := newKit(t, Config{}).hosts["fcm.googleapis.com"]
	var names []string
	for _, h := range d.hosts {
		names = append(names, h.name)
		if diff := cmp.Diff([]string{protoHTTP2, protoHTTP1}, h.protocols); diff != "" {
			t.Errorf("%s: %s", h.name, diff)
		}
	}
	if diff := cmp.Diff([]string{"fcm.googleapis.com", "oauth2.googleapis.com", "www.googleapis.com", "fcm.mtls.googleapis.com"}, names); diff != "" {
		t.Error(diff)
	}
}

// FuzzFCM throws bodies at the send call.
func FuzzFCM(f *testing.F) {
	for _, c := range []string{"", "[]", "{}", `{"message":{"data":{"a":1}}}`, fcmMessage(`"android":{"ttl":"1s"}`), `{"message":{"android":{"notification":{"vibrate_timings":[["1s"],null,{}]}}}}`,
		strings.Repeat(`{"message":`, 20000), `{"message":{"apns":{"payload":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000) + "}}}", "\xff", `{"message":{"android":{"ttl":"999999999999s"}}}`} {
		f.Add(c)
	}
	k := newKit(f, Config{})
	token := fcmLogin(k, nil)
	f.Fuzz(func(t *testing.T, body string) {
		got := (&kit{t, k.Emulator}).postJSON(fcmSendURL, body, map[string]string{"Authorization": "Bearer " + token})
		if problem := fcmEnvelope(catalog.AtSend, got.status, got.body); problem != "" && got.status != 413 {
			t.Errorf("%s: %d %s", problem, got.status, got.body)
		}
	})
}

// FuzzFCMToken throws bodies at the token endpoint.
func FuzzFCMToken(f *testing.F) {
	k := newKit(f, Config{})
	right := fcmAssertion(f, demoRSA, fcmHeader(), fcmClaims(k, nil))
	for _, c := range []string{"", "assertion=", fcmGrant("x"), fcmGrant(right), fcmGrant(right + "x"), fcmGrant(fcmAssertion(f, demoRSA, map[string]any{"alg": 1, "kid": []int{1}}, map[string]any{"iss": 1, "exp": 1e300}))} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got := (&kit{t, k.Emulator}).postForm("/token", body, nil)
		if problem := fcmEnvelope(catalog.AtAuth, got.status, got.body); problem != "" && got.status != 413 {
			t.Errorf("%s: %d %s", problem, got.status, got.body)
		}
	})
}

// fcmWorkedKey is the made-up key of the worked request.
const fcmWorkedKey = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC2jKGJWIKihTzi
oRTpIkKHi/w2D7Ek6cnRpBqZ3BPNUTYNcT2hvDIAl87NNQvDHqtDtBDNdyO5E30O
fIJN8weQ/0XolmQ/Na+zDhO7B1W94WUwgboKeZWn+sS+lXzZAnNY+gl+ixYAykvW
/hKm4Fw/sDPQdIHvW6jGNVBa2fvn1AUQ8t7PaEOORsCQ1TAwgPy6wC/GeqiwBuGC
GgHQRQcMGCvM6FpLxfYpA/bQPq3mbf+kYLUMCcyVwJncJZGBc5Qj+3jzYhMapZx7
OPKLGd8BQlqe0e77cxf71SPIghO0BHLfHiILMGEIfART3NaslHZiRbEIsf7YzKv6
aDJ8+ETRAgMBAAECggEABQqpQ3PQV9C6N8AfJbkugTPaiVuxlsVmL4YKvgkX+umt
Rn3EJ/1cnCuVKJG4e3ETZdFJTYNm1yu0nnvN1X1KzjRep+fPaPeAnL9cyCORuKbK
9qX+j1+ARJ1mZaUXR58LtH9jV71bpDXyFkP6G+XCZnflVnKBTC0J4j+Csp+ml2Z1
tAl7vrudroTMyVSwp3CMI4sxeRIknbiS4iKbgWlQhQU7MXt2XykCZ5NiYUMTS7cs
tkiS4K8c2OhnQAEzVdvzmrEkIv/x5dVtqalGHmlCqzncTxkWMrX3eE5fZinrucg7
m+xMmxGE/iFmTk9KMP+QAQ9OKHzmj/9Aqg6u5fDYqQKBgQDb4OnytnAO4QaRCufr
Wbgbv/yoOY2E+ubS3ugm+6Sqc3gyV8lFY+nl3R9CclD2h7CbPHPOENaD/gWBQV+E
jhaxNig101/RwOakSqhVgIh985HodpdL5Y0OPYVnYhM/tgDMU4JlZu8EZmrLe5cu
8DigYsT074D2r8MmSybwUv9VCwKBgQDUidITYuPHwGr/ao/sSAv6tUWB2w220hfE
tRZ3ih1mu3QZUjw8/FBi0AZfaeLjYuqXZlRFAAKyGfVYeeWK9krbxCMyss7tpshg
IgGCx1T5dAOtJFqzhVPEZqSjtt1ycW6pooi1qMN5iR50knWsOJMjImTXSJB+jp1f
B1IYfk3/EwKBgQDMWtdUWzb+vSmLOGWgGTzBncfG2earxz0skzuUr6C1QqhdsbVA
psHGf6MD8JdK6YW8YY0H4iJdfoPDQ+zwl9aDUWBB1nhhzDUQUMru3Iz+8peTRFUN
lwVoTMll8oMNXayUOrEgaXCP2Fg9UlqKp30Zo3KGauqjW2u2dXZ1Oc5RTQKBgAED
BvUAq4Tv7ZJ5t2Wwkh4HbuVHXbFZHrPZCNpY1fr/OXZFZfQEX32Y7+7UWjgq6GMA
IbaSYXDnnrtlGSqoMYMKVACRyVpoSNvsTYWJ3WWyn7HbUnM4V0XAF1iQLk21LImy
NGRpAUU62eJEMDs5qbmpGEHOHqH7m9Qv/LwRHd3xAoGBAI86HAe6QMsUFzGu2RHe
rztpryXzwTbn3qH4cnELBeP6h4vJh1cEpksSJ3T3GkcrdvqqqtmOfdwHTjcM+4oJ
g7TQQq+uTQPRyKjTULNJaT9XDunVeMY0Y+V+RDYyIn5zO/WqqT1r9xxE2cleEJ+J
tpLsVx4C48BUf8HLbw3CbVT+
-----END PRIVATE KEY-----
`
