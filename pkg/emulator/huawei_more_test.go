package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// huaweiEnvelope is what the send calls answer.
type huaweiEnvelope struct {
	Code, Msg string
	RequestID string `json:"requestId"`
}

// checkHuawei: an answer of a send call is Huawei's envelope, whatever was asked.
func checkHuawei(t *testing.T, body string) huaweiEnvelope {
	t.Helper()
	var got huaweiEnvelope
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil || len(got.Code) != 8 || got.Msg == "" || len(got.RequestID) != 24 || !isDigits(got.RequestID, 24) {
		t.Errorf("%v: %s", err, body)
	}
	return got
}

// TestHuaweiRefuse: each code of the catalog has an answer that holds it.
func TestHuaweiRefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	for _, path := range []string{huaweiPathV1, huaweiPathV3} {
		c := bareCall(k, "huawei", "POST", path)
		c.tokens = []string{"a", "b", "a"}
		for _, code := range c.dialect.push.Codes {
			a := c.dialect.refuse(c, code)
			switch code.At {
			case catalog.AtAuth:
				var got map[string]any
				if err := json.Unmarshal(a.body, &got); err != nil || fmt.Sprintf("%v/%v", got["error"], got["sub_error"]) != code.Code || got["error_description"] == "" || a.accepted {
					t.Errorf("%s: %v %s", code.Code, err, a.body)
				}
			case catalog.AtSend:
				if got := checkHuawei(t, string(a.body)); got.Code != code.Code || strings.ContainsAny(strings.ReplaceAll(got.Msg, "{\"", ""), "{") {
					t.Errorf("%s: %s", code.Code, a.body)
				}
			case catalog.AtTarget:
				if got := checkHuawei(t, string(a.body)); got.Code != huaweiAllBad || path == huaweiPathV3 && !strings.Contains(got.Msg, code.Code) || len(a.bad) != 2 || a.bad["a"].code != code.Code {
					t.Errorf("%s: %s %v", code.Code, a.body, a.bad)
				}
			}
			if a.status == 0 {
				t.Errorf("%s has no status", code.Code)
			}
		}
	}
}

// TestHuaweiTokenForm: the form is that of the catalog.
func TestHuaweiTokenForm(t *testing.T) {
	t.Parallel()
	v, _ := catalog.ByID("huawei")
	form := whole(v.Push().Token.Form)
	for b := range 256 {
		for _, s := range []string{string([]byte{byte(b)}), "a" + string(rune(b)) + "b"} {
			if got := isHuaweiToken(s); got != form.MatchString(s) {
				t.Errorf("%q: %v", s, got)
			}
		}
	}
	if isHuaweiToken("") {
		t.Error("nothing is a token")
	}
}

// TestHuaweiSize: 4096 bytes are taken, one more is not, and tokens do not count,
// however they are written.
func TestHuaweiSize(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	access := hwBearer(huaweiAccess(k))
	for _, n := range []int{1, 2, 1000} {
		for _, between := range []string{`","`, "\",\n  \""} {
			tokens := strings.Join(slices.Repeat([]string{"abcdefgh"}, n), between)
			for size, want := range map[int]string{huaweiMaxBytes: huaweiOK, huaweiMaxBytes + 1: huaweiTooLong} {
				head, tail := `{"message":{"token":`, `,"data":""}}`
				data := strings.Repeat("x", size-len(head)-len(tail))
				body := head + `["` + tokens + `"]` + strings.Replace(tail, `""`, `"`+data+`"`, 1)
				if got := checkHuawei(t, k.postJSON(huaweiPathV1, body, access).body); got.Code != want {
					t.Errorf("%d tokens by %q, %d bytes: %s, want %s", n, between, size, got.Code, want)
				}
			}
		}
	}
}

// TestHuaweiStatus: which HTTP status goes with which code.
func TestHuaweiStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{"80100000": 200, "80100001": 400, "80100013": 400, "80200001": 401, "80200005": 401, "80300007": 400, "81000001": 500} {
		if got := huaweiStatus(catalog.Code{Code: code}); got != want {
			t.Errorf("%s has %d, want %d", code, got, want)
		}
	}
}

// TestHuaweiPartly: a scenario with 80100000 refuses half of the tokens, and one
// token alone.
func TestHuaweiPartly(t *testing.T) {
	t.Parallel()
	for tokens, want := range map[string]string{
		"a":     `{"failure":1,"illegal_tokens":["a"],"success":0}`,
		"a b c": `{"failure":2,"illegal_tokens":["b","c"],"success":1}`,
	} {
		k := newKit(t, Config{})
		k.scene(Scenario{Match: Match{Vendor: "huawei"}, Answer: Outcome{Code: "80100000"}})
		var list []any
		for _, s := range strings.Fields(tokens) {
			list = append(list, s)
		}
		got := checkHuawei(t, k.postJSON(huaweiPathV1, huaweiMessage(hwSet("message.token", list)), nil).body)
		if got.Code != "80100000" || got.Msg != want {
			t.Errorf("%s: %+v", tokens, got)
		}
		var refused []string
		for _, m := range k.Messages(Filter{Verdict: Refused}) {
			refused = append(refused, m.Token)
		}
		slices.Sort(refused)
		if diff := cmp.Diff(strings.Fields(tokens)[len(list)/2:], refused); diff != "" {
			t.Error(diff)
		}
	}
}

func TestHuaweiHostile(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	access, jwt := hwBearer(huaweiAccess(k)), hwBearer(huaweiJWT(nil))
	bodies := hostileJSON()
	for _, body := range hostileJSON() {
		bodies = append(bodies, `{"message":`+body+`}`, `{"message":{"data":"x","token":`+body+`}}`, `{"message":{"token":["x"],"android":{"notification":`+body+`}}}`,
			`{"target":`+body+`}`, `{"target":{"token":`+body+`}}`, `{"target":{"token":["x"]},"payload":{"notification":`+body+`}}`)
	}
	for _, body := range bodies {
		checkHuawei(t, k.postJSON(huaweiPathV1, body, access).body)
		checkHuawei(t, k.postJSON(huaweiPathV3, body, jwt).body)
		checkHuawei(t, k.postJSON(huaweiPathV3, body, nil).body)
		if got := k.postForm(huaweiPathLogin, body, nil); got.status != 400 || !json.Valid([]byte(got.body)) {
			t.Errorf("the login answers %d %s", got.status, got.body)
		}
	}
	for _, authorization := range []string{" ", "Bearer", "Bearer  ", "Bearer eyJ", "Bearer ..", "Bearer \x00", "Bearer " + strings.Repeat("eyJ.", 1000)} {
		if got := checkHuawei(t, k.postJSON(huaweiPathV3, huaweiMessageV3(), map[string]string{"Authorization": authorization}).body); got.Code != huaweiNoAuth {
			t.Errorf("%q: %+v", authorization, got)
		}
	}
}

func FuzzHuawei(f *testing.F) {
	for _, body := range append(hostileJSON(), huaweiMessage(), huaweiDataMessage(), huaweiMessageV3(), huaweiMessage(hwSet("message.android.ttl", "1s"))) {
		if len(body) < 1000 {
			f.Add(body, "0", false)
		}
	}
	f.Add(huaweiMessageV3(), "2", true)
	k := newKit(f, Config{})
	access, jwt := hwBearer(huaweiAccess(k)), hwBearer(huaweiJWT(nil))
	f.Fuzz(func(t *testing.T, body, pushType string, v3 bool) {
		k := &kit{t, k.Emulator}
		if v3 {
			checkHuawei(t, k.postJSON(huaweiPathV3, body, withHeader(jwt, "push-type", pushType)).body)
			return
		}
		checkHuawei(t, k.postJSON(huaweiPathV1, body, access).body)
	})
}

// TestHuaweiAccount: what is wrong with an account is said when the emulator is
// made.
func TestHuaweiAccount(t *testing.T) {
	t.Parallel()
	file := func(edits ...hwEdit) map[string]string {
		return map[string]string{"service_account": hwEdited(demoHuaweiAccount(), edits...)}
	}
	for name, c := range map[string]struct {
		fields map[string]string
		says   string // "": it is right
	}{
		"empty":            {map[string]string{}, "client_id"},
		"no secret":        {map[string]string{"client_id": "1"}, "client_secret"},
		"the pair":         {map[string]string{"client_id": "1", "client_secret": "s"}, ""},
		"the file":         {file(), ""},
		"no such file":     {map[string]string{"service_account": "/no/such/file"}, "/no/such/file"},
		"no JSON":          {map[string]string{"service_account": "{"}, "JSON"},
		"agconnect":        {map[string]string{"service_account": `{"client":{"app_id":"1"}}`}, "project_id"},
		"no key":           {file(hwDrop("private_key")), "private_key"},
		"no sub_account":   {file(hwDrop("sub_account")), "sub_account"},
		"a key of EC":      {file(hwSet("private_key", demoEC)), "RSA"},
		"a key of letters": {file(hwSet("private_key", "abc")), "RSA"},
	} {
		_, err := New(Config{Credentials: map[string]map[string]string{"huawei": c.fields}})
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		var input *InputError
		if errors.As(err, &input) && input.Message.In(text.ZH) == input.Message.EN {
			t.Errorf("%s is not said in Chinese", name)
		}
	}
}

// TestHuaweiWindow: after five minutes, and after a reset, logins count anew.
func TestHuaweiWindow(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	login := func() int { return k.postForm(huaweiPathLogin, huaweiForm(), nil).status }
	use := func() {
		for range huaweiLogins {
			if got := login(); got != http.StatusOK {
				t.Fatalf("a login gets %d", got)
			}
		}
		if got := login(); got != http.StatusServiceUnavailable {
			t.Errorf("one login more gets %d", got)
		}
	}
	use()
	k.clock.advance(huaweiWindow - time.Second)
	if got := login(); got != http.StatusServiceUnavailable {
		t.Errorf("just before the end it gets %d", got)
	}
	k.clock.advance(time.Second)
	use()
	k.Reset()
	use()
}

// TestHuaweiSecrets: what must not be shown is marked, whatever the answer is.
func TestHuaweiSecrets(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	access := huaweiAccess(k)
	for name, c := range map[string]struct {
		secret string
		ask    func() reply
	}{
		"token given out": {"", func() reply { access = huaweiAccess(k); return reply{} }},
		"wrong secret":    {"wrong-secret", func() reply { return k.postForm(huaweiPathLogin, huaweiForm("client_secret", "wrong-secret"), nil) }},
		"secret as JSON":  {"json-secret", func() reply { return k.postJSON(huaweiPathLogin, `{"client_secret":"json-secret"}`, nil) }},
		"secret in query": {"url-secret", func() reply { return k.postForm(huaweiPathLogin+"?client_secret=url-secret", "", nil) }},
		"wrong token":     {"wrong-token", func() reply { return k.postJSON(huaweiPathV1, "", hwBearer("wrong-token")) }},
		"JWT":             {opensslJWT, func() reply { return k.postJSON(huaweiPathV3, "", hwBearer(opensslJWT)) }},
	} {
		c.ask()
		if want := or(c.secret, access); !slices.Contains(last.secrets, want) {
			t.Errorf("%s: %q is not among %q", name, want, last.secrets)
		}
	}
}

// TestHuaweiNotes: what is said beside the answer.
func TestHuaweiNotes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ask      func(k *kit) reply
		why      string
		warnings int
	}{
		"plain":          {hwV1(huaweiMessage()), "", 0},
		"validate_only":  {hwV1(huaweiMessage(hwSet("validate_only", true))), "not delivered", 0},
		"no category":    {hwV1(huaweiMessage(hwDrop("message.android.category"))), "marketing", 0},
		"token of v3":    {hwV1(huaweiMessage(hwSet("message.token", []any{"MAx"}))), "", 1},
		"token of v1":    {hwV3("0", huaweiMessageV3(hwSet("target.token", []any{"IQx"}))), "", 1},
		"number as text": {hwV1(huaweiMessage(hwSet("message.android.notification.click_action.type", "3"))), "", 1},
		"misspelt":       {hwV1(`{"mesage":{}}`), `misspelt as "mesage"`, 0},
		"clicks":         {hwV1(huaweiMessage(hwSet("message.android.notification.click_action.type", 9))), "click_action.type", 0},
	} {
		var last *Exchange
		c.ask(newKit(t, Config{Observe: func(x *Exchange) { last = x }}))
		if len(last.Warnings) != c.warnings || !strings.Contains(last.Why.EN, c.why) || c.why == "" && !last.Why.IsZero() {
			t.Errorf("%s: %s %v", name, last.Why.EN, last.Warnings)
		}
		if last.Verdict == Accepted && len(last.Checked) != 4 {
			t.Errorf("%s: checked are %v", name, last.Checked)
		}
	}
}

// TestHuaweiQuota: what is refused does not count, and the next day is new.
func TestHuaweiQuota(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	one := 1
	if err := k.quotas.set("huawei", &one); err != nil {
		t.Fatal(err)
	}
	test := hwSet("message.android.target_user_type", 1)
	for i, c := range []struct {
		body string
		want string
	}{
		{huaweiMessage(test, hwDrop("message.android.notification.title")), "80100003"},
		{huaweiMessage(test, hwSet("validate_only", true)), "80000000"},
		{huaweiMessage(test), "80000000"},
		{huaweiMessage(test), "80300029"},
		{huaweiMessage(), "80000000"},
	} {
		if got := checkHuawei(t, hwV1(c.body)(k).body); got.Code != c.want {
			t.Errorf("%d: %s, want %s", i, got.Code, c.want)
		}
	}
	testV3 := hwSet("pushOptions.testMessage", true)
	for _, want := range []string{"80000000", "80300029"} { // v3 counts for the project
		if got := checkHuawei(t, hwV3("0", huaweiMessageV3(testV3))(k).body); got.Code != want {
			t.Errorf("v3: %s, want %s", got.Code, want)
		}
	}
	k.clock.advance(24 * time.Hour)
	if got := checkHuawei(t, hwV1(huaweiMessage(test))(k).body); got.Code != "80000000" {
		t.Errorf("the next day: %s", got.Code)
	}
}

func BenchmarkHuawei(b *testing.B) {
	k := newKit(b, Config{})
	access := hwBearer(huaweiAccess(k))
	jwt := withHeader(hwBearer(huaweiJWT(nil)), "push-type", "0")
	for name, c := range map[string]struct {
		path, body string
		header     map[string]string
	}{
		"v1": {huaweiPathV1, huaweiMessage(), access}, "v3": {huaweiPathV3, huaweiMessageV3(), jwt},
		"1000": {huaweiPathV1, huaweiMessage(hwSet("message.token", huaweiMany(1000))), access},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := k.postJSON(c.path, c.body, c.header); got.status != http.StatusOK {
					b.Fatal(got.body)
				}
			}
		})
	}
}
