package emulator

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

// vivoLoginBody is a right login, changed.
func vivoLoginBody(now time.Time, changes ...any) string {
	account := Demo("vivo")
	id, _ := strconv.Atoi(account["app_id"])
	sum := md5.Sum(fmt.Appendf(nil, "%d%s%d%s", id, account["app_key"], now.UnixMilli(), account["app_secret"]))
	return string(marshal(changed(map[string]any{
		"appId": id, "appKey": account["app_key"], "timestamp": now.UnixMilli(), "sign": hex.EncodeToString(sum[:]),
	}, changes...)))
}

// vivoLoginWith logs in with changes.
func vivoLoginWith(changes ...any) func(k *kit) reply {
	return func(k *kit) reply { return k.postJSON("/message/auth", vivoLoginBody(noon, changes...), nil) }
}

// vivoToken logs in.
func vivoToken(k *kit) string {
	k.t.Helper()
	var answer struct{ AuthToken string }
	got := k.postJSON("/message/auth", vivoLoginBody(k.clock.now()), nil)
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || answer.AuthToken == "" {
		k.t.Fatalf("no authToken: %s", got.body)
	}
	return answer.AuthToken
}

// vivoMessage is a right message, changed.
func vivoMessage(changes ...any) string {
	return string(marshal(changed(map[string]any{
		"appId": 105000001, "regId": DemoToken("vivo"), "notifyType": 4, "title": "周报", "content": "本周的周报已发布",
		"skipType": 1, "requestId": "0001", "category": "IM",
	}, changes...)))
}

// vivoSend logs in and pushes a message.
func vivoSend(changes ...any) func(k *kit) reply {
	return func(k *kit) reply {
		k.t.Helper()
		return vivoPush(k, vivoMessage(changes...))
	}
}

func vivoPush(k *kit, body string) reply {
	k.t.Helper()
	return k.postJSON("/message/send", body, map[string]string{"authToken": vivoToken(k)})
}

func TestVivo(t *testing.T) { t.Parallel(); runCases(t, "vivo", vivoCases()) }

// TestVivoVector: the worked example of the contract, made with another tool.
func TestVivoVector(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{
		Now: func() time.Time { return time.UnixMilli(1700000000000) },
		Credentials: map[string]map[string]string{"vivo": {
			"app_id": "105700001", "app_key": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "app_secret": "11112222-3333-4444-5555-666677778888",
		}},
	})
	got := k.postJSON("/message/auth", `{"appId":105700001,"appKey":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","timestamp":1700000000000,"sign":"e1b8d4c5f25a90f80623ff9aa2f9d7a6"}`, nil)
	if !strings.HasPrefix(got.body, `{"result":0,"desc":"success","authToken":"`) {
		t.Error(got.body)
	}
}

// TestVivoTokenLife: an authToken lives 24 hours, and a newer one does not end it.
func TestVivoTokenLife(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	first := vivoToken(k)
	if second := vivoToken(k); second == first {
		t.Error("two logins gave the same authToken")
	}
	send := func() string {
		return k.postJSON("/message/send", vivoMessage(), map[string]string{"authToken": first}).body
	}
	k.clock.advance(24*time.Hour - time.Millisecond)
	if got := send(); !strings.HasPrefix(got, `{"result":0,`) {
		t.Errorf("before 24 hours: %s", got)
	}
	k.clock.advance(time.Millisecond)
	if got := send(); !strings.HasPrefix(got, `{"result":10000,`) {
		t.Errorf("after 24 hours: %s", got)
	}
}

// TestVivoPace: the eleventh login in a second is too many, until the next second
// or Reset.
func TestVivoPace(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Strict: true})
	var got []string
	login := func(n int) {
		for range n {
			got = append(got, vivoLoginWith()(k).body[:15])
		}
	}
	login(11)
	k.clock.advance(time.Second)
	login(1)
	login(10)
	k.Reset()
	login(1)
	var late []int
	for i, g := range got {
		if g == `{"result":10093` {
			late = append(late, i)
		}
	}
	if d := cmp.Diff([]int{10, 21}, late); d != "" {
		t.Error(d)
	}
}

// TestVivoQuota: the daily limit, by class; test messages and refused ones do not
// count.
func TestVivoQuota(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	limit := 2
	if err := k.quotas.set("vivo", &limit); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ask := range []func(*kit) reply{
		vivoSend("title", ""), vivoSend("pushMode", 1), vivoSend(), vivoSend("category", nil), vivoSend("category", nil), vivoSend("category", nil),
		vivoSend("category", "NEWS"), vivoSend(), vivoSend(), vivoSend("category", nil, "classification", 1), vivoSend("pushMode", 1),
	} {
		result, _, _ := strings.Cut(ask(k).body, ",")
		got = append(got, strings.TrimPrefix(result, `{"result":`))
	}
	k.clock.advance(12 * time.Hour)
	got = append(got, vivoSend()(k).body[:12])
	if d := cmp.Diff([]string{"10055", "0", "0", "0", "0", "10070", "10070", "0", "10073", "10073", "0", `{"result":0,`}, got); d != "" {
		t.Error(d)
	}
}

// TestVivoInbox: what the inbox shows of a message, whatever is wrong with it.
func TestVivoInbox(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Tokens: []Token{{Vendor: "vivo", Token: "bob", State: Unregistered}}})
	vivoSend("clientCustomMap", map[string]any{"room": "42"})(k)
	vivoSend("regId", nil, "alias", "bob", "category", nil, "classification", 1)(k)
	k.postJSON("/message/send", vivoMessage("title", 5, "extra", 1), nil)
	type entry struct {
		token, title, class, code string
		data                      any
	}
	var got []entry
	for _, m := range k.Messages(Filter{}) {
		got = append(got, entry{m.Token, m.Title, m.Class, string(m.Verdict) + " " + m.Code, m.Data})
	}
	if d := cmp.Diff([]entry{
		{DemoToken("vivo"), "周报", "IM", "accepted 0", map[string]any{"room": "42"}},
		{"bob", "周报", "1", "refused 10302", nil},
		{DemoToken("vivo"), "", "IM", "refused 10000", nil},
	}, got, cmp.AllowUnexported(entry{})); d != "" {
		t.Error(d)
	}
}

// TestVivoSecrets: what must be masked is known whatever becomes of the request.
func TestVivoSecrets(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	k.ask("GET", "/message/send", "", map[string]string{"authToken": "canary-1"})
	if d := cmp.Diff([]string{"canary-1"}, last.secrets); d != "" {
		t.Error(d)
	}
	k.ask("GET", "/message/auth", `{"appKey":"canary-1","sign":"canary-2"}`, nil)
	if d := cmp.Diff([]string{"canary-1", "canary-2"}, last.secrets); d != "" {
		t.Error(d)
	}
	if token := vivoToken(k); !slices.Contains(last.secrets, token) {
		t.Error("the authToken that was given out is no secret")
	}
}

// TestVivoRefuse: each code of the catalog fits the envelope of its place.
func TestVivoRefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	d := k.hosts["api-push.vivo.com.cn"]
	for _, code := range d.push.Codes {
		if code.At != catalog.AtAuth && code.At != catalog.AtSend && code.At != catalog.AtTarget {
			continue
		}
		c := &call{Emulator: k.Emulator, dialect: d, tokens: []string{"a"}}
		a := d.refuse(c, code)
		var got struct {
			Result      json.Number
			Desc        string
			InvalidUser struct {
				Status json.Number
				UserID string
			}
		}
		if err := json.Unmarshal(a.body, &got); err != nil || got.Desc != code.Meaning.EN || a.status != 200 {
			t.Errorf("%s: %d %s (%v)", code.Code, a.status, a.body, err)
		}
		status, target := strings.CutPrefix(code.Code, "status ")
		switch {
		case target && (got.Result != "10302" || got.InvalidUser.Status.String() != status || got.InvalidUser.UserID != "a" || a.bad["a"].code != code.Code),
			!target && (got.Result.String() != code.Code || a.bad != nil || (got.InvalidUser.UserID != "") != (code.Code == "10302")):
			t.Errorf("%s: %s, bad: %v", code.Code, a.body, a.bad)
		}
	}
}

func TestVivoHostile(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	for _, body := range hostileJSON() {
		checkVivo(t, k.postJSON("/message/auth", body, nil))
		checkVivo(t, k.postJSON("/message/send", body, nil))
		checkVivo(t, vivoPush(k, body))
	}
}

// checkVivo: an answer is vivo's envelope, whatever was asked.
func checkVivo(t *testing.T, got reply) {
	t.Helper()
	var envelope struct {
		Result *int
		Desc   *string
	}
	if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || envelope.Result == nil || envelope.Desc == nil || got.status != 200 {
		t.Errorf("%v: %d %s", err, got.status, got.body)
	}
}

func FuzzVivo(f *testing.F) {
	for _, body := range append(hostileJSON(), vivoMessage(), vivoMessage("extra", map[string]any{"callback.param": "a"}, "clientCustomMap", map[string]any{"a": "b"})) {
		if len(body) < 1000 {
			f.Add(body)
		}
	}
	k := newKit(f, Config{})
	token := vivoToken(k)
	f.Fuzz(func(t *testing.T, body string) {
		k := &kit{t, k.Emulator}
		checkVivo(t, k.postJSON("/message/send", body, map[string]string{"authToken": token}))
		checkVivo(t, k.postJSON("/message/auth", body, nil))
	})
}
