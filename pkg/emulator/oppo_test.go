package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

const (
	oppoUnicastPath = "/server/v1/message/notification/unicast"
	oppoBatchPath   = oppoUnicastPath + "_batch"
)

// oppoLoginForm is a right login, changed by pairs of field and value; an empty
// value leaves the field out.
func oppoLoginForm(now time.Time, changes ...string) string {
	account := Demo("oppo")
	stamp := fmt.Sprint(now.UnixMilli())
	sum := sha256.Sum256([]byte(account["app_key"] + stamp + account["master_secret"]))
	return form(map[string]string{"app_key": account["app_key"], "timestamp": stamp, "sign": hex.EncodeToString(sum[:])}, changes...)
}

// form is a form with changes.
func form(fields map[string]string, changes ...string) string {
	out := url.Values{}
	for name, value := range fields {
		out.Set(name, value)
	}
	for i := 0; i < len(changes); i += 2 {
		if changes[i+1] == "" {
			out.Del(changes[i])
		} else {
			out.Set(changes[i], changes[i+1])
		}
	}
	return out.Encode()
}

// oppoToken logs in.
func oppoToken(k *kit) string {
	k.t.Helper()
	var answer struct {
		Data struct {
			Token string `json:"auth_token"`
		}
	}
	got := k.postForm("/server/v1/auth", oppoLoginForm(k.clock.now()), nil)
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || answer.Data.Token == "" {
		k.t.Fatalf("no auth_token: %s", got.body)
	}
	return answer.Data.Token
}

// changed is a copy of an object with members changed; "a.b" is member b of a,
// nil leaves one out.
func changed(object map[string]any, changes ...any) map[string]any {
	out := maps.Clone(object)
	for i := 0; i < len(changes); i += 2 {
		head, rest, below := strings.Cut(changes[i].(string), ".")
		switch {
		case below:
			inner, _ := out[head].(map[string]any)
			out[head] = changed(inner, rest, changes[i+1])
		case changes[i+1] == nil:
			delete(out, head)
		default:
			out[head] = changes[i+1]
		}
	}
	return out
}

// oppoMessage is a right message, changed; n is short for notification.
func oppoMessage(changes ...any) map[string]any {
	for i := 0; i < len(changes); i += 2 {
		if name, ok := strings.CutPrefix(changes[i].(string), "n."); ok {
			changes[i] = "notification." + name
		}
	}
	return changed(map[string]any{
		"target_type": 2, "target_value": DemoToken("oppo"),
		"notification": map[string]any{"title": "周报", "content": "本周的周报已发布"},
	}, changes...)
}

// oppoSend logs in and pushes a message.
func oppoSend(changes ...any) func(k *kit) reply {
	return func(k *kit) reply {
		k.t.Helper()
		return oppoPush(k, "message", oppoMessage(changes...))
	}
}

// oppoBatch logs in and pushes several messages.
func oppoBatch(messages ...any) func(k *kit) reply {
	return func(k *kit) reply {
		k.t.Helper()
		return oppoPush(k, "messages", messages)
	}
}

func oppoPush(k *kit, field string, v any) reply {
	k.t.Helper()
	path := map[string]string{"message": oppoUnicastPath, "messages": oppoBatchPath}[field]
	return k.postForm(path, form(map[string]string{"auth_token": oppoToken(k), field: string(marshal(v))}), nil)
}

// oppoLoginWith logs in with changes.
func oppoLoginWith(changes ...string) func(k *kit) reply {
	return func(k *kit) reply { return k.postForm("/server/v1/auth", oppoLoginForm(noon, changes...), nil) }
}

func TestOPPO(t *testing.T) { t.Parallel(); runCases(t, "oppo", oppoCases()) }

// TestOPPOVector: the worked examples of the contract, made with other tools.
func TestOPPOVector(t *testing.T) {
	t.Parallel()
	const stamp = "1767225600000"
	for _, v := range []struct{ key, secret, sign string }{
		{"offpush-demo-app-key-0001", "offpush-demo-master-secret-01", "0342d221ebc373d2751505b3971b738859bf78f7e4ccee8c980417f4b0dcf72f"},
		{"c5f1e0a2b7d84f6e9a3b0c1d2e4f5061", "7a9b8c7d6e5f40312233445566778899", "84f74fd36f6171ac1964e53d549f7da1bf6b86e7410781ab072165421f7e1499"},
	} {
		k := newKit(t, Config{
			Now:         func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) },
			Credentials: map[string]map[string]string{"oppo": {"app_key": v.key, "master_secret": v.secret}},
		})
		got := k.postForm("/server/v1/auth", form(map[string]string{"app_key": v.key, "timestamp": stamp, "sign": v.sign}), nil)
		if !strings.Contains(got.body, `{"code":0,"message":"success","data":{"auth_token":"`) || !strings.Contains(got.body, `"create_time":`+stamp+`}`) {
			t.Errorf("%s: %s", v.key, got.body)
		}
	}
}

// TestOPPOTokenLife: an auth_token lives 24 hours, and a newer one does not end it.
func TestOPPOTokenLife(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	first := oppoToken(k)
	if second := oppoToken(k); second == first {
		t.Error("two logins gave the same auth_token")
	}
	send := func() string {
		return k.postForm(oppoUnicastPath, form(map[string]string{"auth_token": first, "message": string(marshal(oppoMessage()))}), nil).body
	}
	k.clock.advance(24*time.Hour - time.Millisecond)
	if got := send(); !strings.HasPrefix(got, `{"code":0,`) {
		t.Errorf("before 24 hours: %s", got)
	}
	k.clock.advance(time.Millisecond)
	if got := send(); !strings.HasPrefix(got, `{"code":11,`) {
		t.Errorf("after 24 hours: %s", got)
	}
}

// TestOPPOBatch: partial failure hides behind code 0; the inbox tells.
func TestOPPOBatch(t *testing.T) {
	t.Parallel()
	other := "CN_" + strings.Repeat("ab", 16)
	dead := strings.Repeat("cd", 16)
	var last *Exchange
	k := newKit(t, Config{Tokens: []Token{{Vendor: "oppo", Token: dead, State: Unregistered}}, Observe: func(x *Exchange) { last = x }})
	got := oppoBatch(
		oppoMessage(),
		oppoMessage("target_value", other, "n.title", "第二条", "n.category", "IM", "n.private_msg_template_id", "1"),
		oppoMessage("target_value", dead),
		oppoMessage("target_value", "x", "n.content", ""),
		"no message",
	)(k)
	var answer struct {
		Code int
		Data []oppoSent
	}
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || answer.Code != 0 {
		t.Fatalf("%v: %s", err, got.body)
	}
	for i := range answer.Data {
		if id := answer.Data[i].MessageID; id != "" && !whole(`\d+-1-1-[0-9a-f]{24}`).MatchString(id) {
			t.Errorf("the message id is %s", id)
		} else if id != "" {
			answer.Data[i].MessageID = "id"
		}
	}
	want := []oppoSent{
		{MessageID: "id", RegistrationID: DemoToken("oppo")},
		{MessageID: "id", RegistrationID: other},
		{RegistrationID: dead, ErrorCode: 10000.0, ErrorMessage: "Invalid Registration_id"},
		{RegistrationID: "x", ErrorCode: 10000.0, ErrorMessage: "Invalid Registration_id"},
		{ErrorCode: 41.0, ErrorMessage: "Invalid Arguments"},
	}
	if d := cmp.Diff(want, answer.Data); d != "" {
		t.Error(d)
	}
	type entry struct{ token, title, class, code string }
	var inbox []entry
	for _, m := range k.Messages(Filter{Vendor: "oppo"}) {
		inbox = append(inbox, entry{m.Token, m.Title, m.Class, string(m.Verdict) + " " + m.Code})
	}
	if d := cmp.Diff([]entry{
		{DemoToken("oppo"), "周报", "", "accepted 0"}, {other, "第二条", "IM", "accepted 0"},
		{dead, "周报", "", "refused 10000"}, {"x", "周报", "", "refused 10000"},
	}, inbox, cmp.AllowUnexported(entry{})); d != "" {
		t.Error(d)
	}
	if last.Verdict != Accepted || !strings.Contains(last.Why.EN, "of 5 messages 3 are refused") {
		t.Errorf("%s: %s", last.Verdict, last.Why.EN)
	}
	oppoBatch(oppoMessage("target_value", dead))(k)
	if last.Verdict != Refused || last.Code != "0" {
		t.Errorf("a batch of which nothing was taken: %s %s", last.Verdict, last.Code)
	}
}

// TestOPPOQuota: the daily limit holds for the content and marketing class, and
// only for what is right otherwise.
func TestOPPOQuota(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	limit := 2
	if err := k.quotas.set("oppo", &limit); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ask := range []func(*kit) reply{
		oppoSend("n.title", ""), oppoSend("n.category", "IM"), oppoSend("n.category", "NEWS"),
		oppoBatch(oppoMessage(), oppoMessage("n.category", "IM"), oppoMessage()), oppoSend(),
	} {
		body := ask(k).body
		got = append(got, body[:min(len(body), strings.Index(body, ","))]+fmt.Sprint(strings.Count(body, `"errorCode":33`)))
	}
	k.clock.advance(12 * time.Hour)
	got = append(got, oppoSend()(k).body[:9])
	if d := cmp.Diff([]string{`{"code":400`, `{"code":00`, `{"code":00`, `{"code":01`, `{"code":330`, `{"code":0`}, got); d != "" {
		t.Error(d)
	}
}

// TestOPPODuplicate: an app_message_id that came before is doubted, until Reset.
func TestOPPODuplicate(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Strict: true})
	ask := oppoSend("n.app_message_id", "a")
	var got []string
	for _, send := range []func(*kit) reply{ask, ask, oppoSend("n.app_message_id", "b"), oppoSend("n.app_message_id", "a", "target_value", strings.Repeat("0", 32))} {
		got = append(got, send(k).body[:9])
	}
	k.Reset()
	got = append(got, ask(k).body[:9])
	if d := cmp.Diff([]string{`{"code":0`, `{"code":3`, `{"code":0`, `{"code":0`, `{"code":0`}, got); d != "" {
		t.Error(d)
	}
}

// TestOPPOSecrets: what must be masked is known whatever becomes of the request.
func TestOPPOSecrets(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	for _, path := range []string{oppoUnicastPath, oppoBatchPath} {
		k.ask("GET", path, "auth_token=canary-1", map[string]string{"auth_token": "canary-2"})
		if d := cmp.Diff([]string{"canary-1", "canary-2"}, last.secrets); d != "" {
			t.Error(d)
		}
	}
	k.ask("GET", "/server/v1/auth", "app_key=canary-1&sign=canary-2", nil)
	if d := cmp.Diff([]string{"canary-1", "canary-2"}, last.secrets); d != "" {
		t.Error(d)
	}
	token := oppoToken(k)
	if !slices.Contains(last.secrets, token) {
		t.Error("the auth_token that was given out is no secret")
	}
}

// TestOPPORefuse: each code of the catalog fits the envelope of its place.
func TestOPPORefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	d := k.hosts["api.push.oppomobile.com"]
	for _, code := range d.push.Codes {
		if code.At != catalog.AtAuth && code.At != catalog.AtSend {
			continue
		}
		a := d.refuse(&call{Emulator: k.Emulator, dialect: d}, code)
		var envelope struct {
			Code    json.Number
			Message string
		}
		if err := json.Unmarshal(a.body, &envelope); err != nil || envelope.Code.String() != code.Code || envelope.Message != code.Text || a.status != 200 {
			t.Errorf("%s: %d %s (%v)", code.Code, a.status, a.body, err)
		}
	}
	c := &call{Emulator: k.Emulator, dialect: d, tokens: []string{"a", "b"}}
	a := d.refuse(c, catalog.Code{Code: "20001", At: catalog.AtTarget})
	want := `{"code":0,"message":"Success","data":[{"registrationId":"a","errorCode":20001,"errorMessage":"20001"},{"registrationId":"b","errorCode":20001,"errorMessage":"20001"}]}`
	if string(a.body) != want || len(a.bad) != 2 || a.accepted {
		t.Errorf("%s, bad: %v", a.body, a.bad)
	}
}

// BenchmarkOPPOBatch: a thousand messages in one request.
func BenchmarkOPPOBatch(b *testing.B) {
	k := newKit(b, Config{})
	messages := make([]any, maxOPPOBatch)
	for i := range messages {
		messages[i] = oppoMessage("target_value", fmt.Sprintf("CN_%032x", i), "n.category", "IM", "n.notify_level", 2, "n.click_action_type", 4, "n.click_action_activity", "com.example.Main")
	}
	body := form(map[string]string{"auth_token": oppoToken(k), "messages": string(marshal(messages))})
	for b.Loop() {
		if got := k.postForm(oppoBatchPath, body, nil); !strings.HasPrefix(got.body, `{"code":0,`) {
			b.Fatal(got.body)
		}
	}
}

// TestOPPOWarnings: what several rules look at is warned of once.
func TestOPPOWarnings(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	oppoSend("n.off_line_ttl", "3600")(k)
	var got []string
	for _, w := range last.Warnings {
		got = append(got, w.EN)
	}
	if d := cmp.Diff([]string{"off_line_ttl: it is a string, the documents ask for a whole number"}, got); d != "" {
		t.Error(d)
	}
}
