package emulator

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

func ms(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// xiaomiWatched is an emulator that keeps its last exchange.
func xiaomiWatched(t testing.TB, c Config) (*kit, func() *Exchange) {
	var last *Exchange
	c.Observe = func(x *Exchange) { last = x }
	return newKit(t, c), func() *Exchange { return last }
}

// xiaomiRead reads an answer as the official SDK does: code is a number, data an
// object, the texts are strings.
func xiaomiRead(t testing.TB, body string) (out struct {
	Result, Reason, Description, Info string
	TraceID                           string `json:"trace_id"`
	Code                              int
	Data                              map[string]string
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if !regexp.MustCompile(`^[A-Z][a-z]{2}\d{17}[A-Za-z]{2}$`).MatchString(out.TraceID) || (out.Result == "ok") != (out.Code == 0) || out.Description == "" {
		t.Errorf("an answer that Xiaomi does not give: %s", body)
	}
	return out
}

// TestXiaomiVector: what the official Java SDK 2.3.0 writes for these values.
func TestXiaomiVector(t *testing.T) {
	t.Parallel()
	k, last := xiaomiWatched(t, Config{Credentials: map[string]map[string]string{"xiaomi": {"app_secret": "SECRET==", "package_name": "com.example.app"}}})
	got := k.ask("POST", "https://api.xmpush.xiaomi.com/v3/message/regid",
		"registration_id=ab%2Bc%2Fd%3D%3D&restricted_package_name=com.example.app&time_to_live=3600000&payload=p%2Ba%25b+%E4%B8%AD&title=t+1&description=d%261"+
			"&notify_type=-1&pass_through=0&notify_id=3&extra.channel_id=100&extra.notify_effect=1",
		map[string]string{
			"Authorization": "key=SECRET==", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
			"X-PUSH-SDK-VERSION": "JAVA_SDK_V2.2.20", "X-PUSH-HOST-LIST": "true", "X-PUSH-LAST-ERROR": "",
		})
	answer := xiaomiRead(t, got.body)
	if !regexp.MustCompile(`^sdm\d{17}[A-Za-z]{2}$`).MatchString(answer.Data["id"]) || got.header.Get("Content-Type") != "application/json;charset=UTF-8" {
		t.Errorf("%+v", got)
	}
	messages := k.Messages(Filter{Vendor: "xiaomi"})
	if len(messages) != 1 {
		t.Fatalf("%d messages", len(messages))
	}
	m := messages[0]
	if diff := cmp.Diff([]any{"ab+c/d==", "t 1", "d&1", "p+a%b 中", "100", Accepted, "0"}, []any{m.Token, m.Title, m.Body, m.Data, m.Class, m.Verdict, m.Code}); diff != "" {
		t.Error(diff)
	}
	// The made-up regId is too short for one; nothing else is strange.
	if w := last().Warnings; len(w) != 1 || !strings.Contains(w[0].EN, "regId 1 does not look like one") {
		t.Errorf("%+v", w)
	}
	if diff := cmp.Diff([]string{"SECRET=="}, last().secrets); diff != "" {
		t.Error(diff)
	}
}

// TestXiaomiDoubts: what is inferred, or told differently, is let through with one
// warning, and refused by a strict emulator.
func TestXiaomiDoubts(t *testing.T) {
	t.Parallel()
	host := func(h string) func(k *kit) reply { return xiaomiAsk("https://" + h + xiaomiV3) }
	body := func(s string) func(k *kit) reply {
		return func(k *kit) reply { return k.postForm(xiaomiV3, xiaomiForm().Encode()+s, xiaomiHeader()) }
	}
	russian := map[string]map[string]string{"xiaomi": {"app_secret": Demo("xiaomi")["app_secret"], "package_name": DemoApp, "region": "russia"}}
	cases := []struct {
		name, code, warning string
		config              Config
		ask                 func(k *kit) reply
	}{
		{name: "v4", code: "10012", warning: "/v4/", ask: xiaomiAsk(xiaomiV4)},
		{name: "Content-Type", code: "10012", warning: "Content-Type", ask: func(k *kit) reply { return k.postJSON(xiaomiV3, xiaomiForm().Encode(), xiaomiHeader()) }},
		{name: "a raw percent", code: "10012", warning: "begins no escape", ask: body("&extra.x=100%")},
		{name: "not UTF-8", code: "10012", warning: "UTF-8", ask: xiaomiAsk(xiaomiV3, "title", "\xd6\xdc\xb1\xa8")},
		{name: "encoded twice", code: "10017", warning: "encoded twice", ask: xiaomiAsk(xiaomiV3, "payload", "%7B%22a%22%3A1%7D")},
		{name: "data message", code: "10017", warning: "pass_through", ask: xiaomiAsk(xiaomiV3, "pass_through", "1")},
		{name: "notify_type 0", code: "10017", warning: "notify_type", ask: xiaomiAsk(xiaomiV3, "notify_type", "0")},
		{name: "notify_id", code: "10017", warning: "notify_id", ask: xiaomiAsk(xiaomiV3, "notify_id", "1767326400000")},
		{name: "two days", code: "10017", warning: "public messages", ask: xiaomiAsk(xiaomiV3, "time_to_live", "172800000")},
		{name: "eleven days", code: "10017", warning: "private messages", ask: xiaomiAsk(xiaomiV3, "time_to_live", "950400000", "extra.template_id", "P1")},
		{name: "time_to_send in seconds", code: "10017", warning: "has passed", ask: xiaomiAsk(xiaomiV3, "time_to_send", strconv.FormatInt(noon.Unix(), 10))},
		{name: "intent", code: "10017", warning: "extra.intent_uri", ask: xiaomiAsk(xiaomiV3, "extra.intent_uri", "com.example.app/.Main")},
		{name: "web", code: "10017", warning: "extra.web_uri", ask: xiaomiAsk(xiaomiV3, "extra.web_uri", "example.com")},
		{name: "foreground", code: "10017", warning: "notify_foreground", ask: xiaomiAsk(xiaomiV3, "extra.notify_foreground", "true")},
		{name: "sound", code: "10017", warning: "sound_uri", ask: xiaomiAsk(xiaomiV3, "extra.sound_uri", "bell.mp3")},
		{name: "jobkey", code: "10017", warning: "jobkey", ask: xiaomiAsk(xiaomiV3, "extra.jobkey", "_job")},
		{name: "once", code: "10017", warning: "only_send_once", ask: xiaomiAsk(xiaomiV3, "extra.only_send_once", "yes")},
		{name: "flow", code: "10017", warning: "flow_control", ask: xiaomiAsk(xiaomiV3, "extra.flow_control", "0")},
		{name: "callback type", code: "10017", warning: "callback.type", ask: xiaomiAsk(xiaomiV3, "extra.callback.type", "0")},
		{name: "long extra", code: "65015", warning: "extra.own", ask: xiaomiAsk(xiaomiV3, "extra.own", strings.Repeat("e", 1024))},
		{name: "payload", code: "65009", warning: "payload", ask: xiaomiAsk(xiaomiV3, "payload", strings.Repeat("p", 4096))},
		{name: "own extras", code: "65014", warning: "11 extras", ask: xiaomiAsk(xiaomiV3, xiaomiOwnExtras(11)...)},
		{name: "channel", code: "27001", warning: "extra.channel_id", ask: xiaomiAsk(xiaomiV3, "extra.channel_id", "")},
		{name: "template without id", code: "10017", warning: "template_id", ask: xiaomiAsk(xiaomiV3, "extra.template_param", "{}")},
		{name: "template with a number", code: "10017", warning: "should be a string", ask: xiaomiAsk(xiaomiV3, "extra.template_id", "P1", "extra.template_param", `{"n":1}`)},
		{name: "template without title", code: "65011", warning: "title", ask: xiaomiAsk(xiaomiV3, "extra.template_id", "P1", "title", "")},
		{name: "shape", code: "20301", warning: "does not look like one", ask: xiaomiAsk(xiaomiV3, "registration_id", "regid")},
		{name: "too many", code: "10017", warning: "1001 regIds", ask: xiaomiAsk(xiaomiV3, "registration_id", strings.Join(xiaomiMany(1001), ","))},
		{name: "sandbox", code: "20301", warning: "iOS", ask: host("sandbox.xmpush.xiaomi.com")},
		{name: "region", code: "20301", warning: "the account's region is russia", config: Config{Credentials: russian}, ask: host("api.xmpush.xiaomi.com")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k, last := xiaomiWatched(t, c.config)
			if answer := xiaomiRead(t, c.ask(k).body); answer.Code != 0 {
				t.Errorf("refused: %+v", answer)
			}
			if w := last().Warnings; len(w) != 1 || !strings.Contains(w[0].EN, c.warning) {
				t.Errorf("the warnings are %+v", w)
			}
			c.config.Strict = true
			k, last = xiaomiWatched(t, c.config)
			if answer := xiaomiRead(t, c.ask(k).body); strconv.Itoa(answer.Code) != c.code || last().Code != c.code || !strings.Contains(last().Why.EN, c.warning) {
				t.Errorf("strict: %+v, %s", answer, last().Why.EN)
			}
		})
	}
}

// TestXiaomiLimits: what is just allowed.
func TestXiaomiLimits(t *testing.T) {
	t.Parallel()
	nine := `{"a":"` + strings.Repeat("长", 128) + `","b":"1","c":"1","d":"1","e":"1","f":"1","g":"1","h":"1","i":"1"}`
	change := append([]string{
		"title", strings.Repeat("题", 49), "description", strings.Repeat("文", 127), "payload", strings.Repeat("p", 4095), "notify_id", "2147483647",
		"time_to_live", "864000000", "extra.callback", "http://example.com/cb", "extra.callback.param", strings.Repeat("p", 256), "extra.callback.type", "17",
		"extra.template_id", "P1", "extra.template_param", nine, "extra.jobkey", strings.Repeat("j", 20), "registration_id", strings.Join(xiaomiMany(1000), ","),
	}, xiaomiOwnExtras(10)...)
	k, last := xiaomiWatched(t, Config{Strict: true})
	if answer := xiaomiRead(t, xiaomiAsk(xiaomiV3, change...)(k).body); answer.Code != 0 || answer.Info != "Received push messages for 1000 REGID" {
		t.Errorf("%+v: %s", answer, last().Why.EN)
	}
	want := []string{"the AppSecret is right", "the package is right", "the fields are right", "the template's variables are right", "the regId is valid"}
	var passed []string
	for _, p := range last().Checked {
		passed = append(passed, p.EN)
	}
	if diff := cmp.Diff(want, passed); diff != "" {
		t.Error(diff)
	}
}

// TestXiaomiSeconds: a lifetime that was meant in seconds is legal, so that even a
// strict emulator only warns of it.
func TestXiaomiSeconds(t *testing.T) {
	t.Parallel()
	k, last := xiaomiWatched(t, Config{Strict: true})
	answer := xiaomiRead(t, xiaomiAsk(xiaomiV3, "time_to_live", "86400")(k).body)
	if w := last().Warnings; answer.Code != 0 || len(w) != 1 || w[0].EN != "time_to_live is in ms: 86400 is only 1m26.4s" {
		t.Errorf("%+v, %+v", answer, w)
	}
}

// TestXiaomiSecrets: whatever was sent as a secret is known as one, also where the
// request goes nowhere.
func TestXiaomiSecrets(t *testing.T) {
	t.Parallel()
	for authorization, want := range map[string]string{"key=wrong==": "wrong==", "Key = wrong==": "wrong==", "wrong==": "wrong=="} {
		for _, path := range []string{xiaomiV3, "/v2/message/topic"} {
			k, last := xiaomiWatched(t, Config{})
			k.postForm(path, xiaomiForm().Encode(), map[string]string{"Authorization": authorization})
			if diff := cmp.Diff([]string{want}, last().secrets); diff != "" {
				t.Error(path, authorization, diff)
			}
			if strings.Contains(last().Why.EN, "wrong==") {
				t.Error(last().Why.EN)
			}
		}
	}
}

// TestXiaomiTooMany: what no batch of anybody has is refused without --strict too.
func TestXiaomiTooMany(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	if answer := xiaomiRead(t, xiaomiAsk(xiaomiV3, "registration_id", strings.Join(xiaomiMany(10_001), ","))(k).body); answer.Code != 10017 {
		t.Errorf("%+v", answer)
	}
}

// xiaomiMany are well-shaped regIds.
func xiaomiMany(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%062d==", i)
	}
	return out
}

// TestXiaomiPartial: of several regIds the bad ones are listed in their order, and
// the inbox has a verdict for each.
func TestXiaomiPartial(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Tokens: xiaomiTokens()})
	e, u, o, good := strings.Repeat("E", 64), strings.Repeat("U", 64), strings.Repeat("O", 64), DemoToken("xiaomi")
	answer := xiaomiRead(t, xiaomiAsk(xiaomiV3, "registration_id", e+","+good+", "+u+","+o+","+e)(k).body)
	if answer.Data["bad_regids"] != e+","+u+","+o || answer.Info != "Received push messages for 1 REGID" {
		t.Errorf("%+v", answer)
	}
	got := map[string]string{}
	for _, m := range k.Messages(Filter{}) {
		got[m.Token[:1]] = m.Code + " " + m.Explanation.EN
	}
	want := map[string]string{
		"E": "20301 the regId has expired: the phone has a newer one", "d": "0 of 5 regIds 4 are refused, and not for one reason; the first: 20301 the regId has expired: the phone has a newer one",
		"U": "20301 the regId is stale: the app was removed or has unregistered", "O": "20301 the regId belongs to another app",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestXiaomiQuota: what was refused does not count, and the day begins in China.
func TestXiaomiQuota(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Tokens: xiaomiTokens()})
	two := 2
	if err := k.quotas.set("xiaomi", &two); err != nil {
		t.Fatal(err)
	}
	var codes []int
	ask := func(change ...string) {
		codes = append(codes, xiaomiRead(t, xiaomiAsk(xiaomiV3, change...)(k).body).Code)
	}
	ask()
	ask("title", "")
	ask("registration_id", strings.Repeat("U", 64))
	ask()
	ask()
	ask("extra.template_id", "T1") // private, which has no limit
	ask("extra.channel_id", "")    // an amount of its own
	k.clock.advance(11*time.Hour + 59*time.Minute)
	ask()
	k.clock.advance(time.Minute)
	ask()
	if diff := cmp.Diff([]int{0, 65011, 20301, 0, 200001, 0, 0, 200001, 0}, codes); diff != "" {
		t.Error(diff)
	}
}

// TestXiaomiRefuse: every code of the catalog can be had at each place.
func TestXiaomiRefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	d := k.hosts["api.xmpush.xiaomi.com"]
	for _, code := range append(d.push.Codes, catalog.Code{Code: "77777"}, catalog.Code{Code: "made up"}) {
		for _, at := range []catalog.At{catalog.AtAuth, catalog.AtSend, catalog.AtTarget} {
			c := &call{Emulator: k.Emulator, dialect: d, tokens: []string{"one", "two"}}
			code.At = at
			a := d.refuse(c, code)
			if code.Code == "made up" && at != catalog.AtTarget {
				if !json.Valid(a.body) {
					t.Errorf("%s", a.body)
				}
				continue
			}
			answer := xiaomiRead(t, string(a.body))
			switch {
			case a.status != 200:
				t.Errorf("%s: the status is %d", code.Code, a.status)
			case at == catalog.AtTarget:
				if !a.accepted || answer.Data["bad_regids"] != "one,two" || len(a.bad) != 2 || a.bad["one"].code != code.Code {
					t.Errorf("%s: %s %+v", code.Code, a.body, a.bad)
				}
			case strconv.Itoa(answer.Code) != code.Code || a.code != code.Code || a.accepted != (code.Code == "0"):
				t.Errorf("%s: %s", code.Code, a.body)
			case answer.Code != 0 && (answer.Reason == "" || strings.ContainsAny(answer.Description, "：，（")):
				t.Errorf("%s: %s", code.Code, a.body)
			}
		}
	}
}

// TestXiaomiBodies: whatever comes, the answer is Xiaomi's.
func TestXiaomiBodies(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "&", "=", "%", "\xff\xfe", "{", `{"title":1}`, strings.Repeat("[", 100_000), strings.Repeat("a=", 100_000), "title=" + strings.Repeat("%E4", 1000), strings.Repeat("&extra.x", 10_000)} {
		k, last := xiaomiWatched(t, Config{})
		for _, path := range []string{xiaomiV2, xiaomiV3, xiaomiV4} {
			if answer := xiaomiRead(t, k.postForm(path, body, xiaomiHeader()).body); answer.Code == 0 || last().Why.IsZero() {
				t.Errorf("%.20q: %+v", body, answer)
			}
		}
	}
	k := newKit(t, Config{})
	deep := strings.Repeat(`{"a":`, 50_000)
	if answer := xiaomiRead(t, xiaomiAsk(xiaomiV3, "extra.template_id", "P1", "extra.template_param", deep)(k).body); answer.Code != 10017 {
		t.Errorf("%+v", answer)
	}
}

// TestXiaomiAccount: an account without what requests are checked by is refused.
func TestXiaomiAccount(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"app_secret", "package_name"} {
		account := Demo("xiaomi")
		delete(account, field)
		if _, err := New(Config{Credentials: map[string]map[string]string{"xiaomi": account}}); err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%v", err)
		}
	}
}

// TestXiaomiHosts: each host speaks HTTP/2 too.
func TestXiaomiHosts(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	d := k.hosts["api.xmpush.xiaomi.com"]
	if len(d.hosts) != len(d.push.Hosts) {
		t.Errorf("%d hosts, the catalog has %d", len(d.hosts), len(d.push.Hosts))
	}
	for _, h := range d.hosts {
		if diff := cmp.Diff([]string{protoHTTP2, protoHTTP1}, h.protocols); diff != "" {
			t.Error(h.name, diff)
		}
	}
}

// TestXiaomiPaths: each path of Xiaomi's is told by its beginning.
func TestXiaomiPaths(t *testing.T) {
	t.Parallel()
	k, last := xiaomiWatched(t, Config{})
	for _, path := range append(slices.Clone(unservedCalls()["xiaomi"]), "/v2/message/nothing", "/v3/message/regid/", "/v4/message/alias") {
		answer := xiaomiRead(t, k.postForm(path, xiaomiForm().Encode(), xiaomiHeader()).body)
		if known := slices.Contains(unservedCalls()["xiaomi"], path); answer.Code != 10012 || last().Vendor != "xiaomi" || known != strings.HasPrefix(last().Why.EN, "Xiaomi has the call "+path) {
			t.Errorf("%s: %+v %s", path, answer, last().Why.EN)
		}
	}
	for _, m := range k.Messages(Filter{}) {
		if m.Token != DemoToken("xiaomi") || m.Title != "周报" {
			t.Errorf("%+v", m)
		}
	}
}

// FuzzXiaomi: no body and no field makes the dialect fail, and the answer is
// always Xiaomi's.
func FuzzXiaomi(f *testing.F) {
	f.Add(xiaomiForm().Encode(), "registration_id", "a,b")
	f.Add("", "extra.template_param", `{"a":{"b":[1,"\ud800"]}}`)
	f.Add("%zz&=&;", "time_to_live", "99999999999999999999")
	f.Add("extra.=&extra.callback=http://", "time_to_send", "-9223372036854775808")
	shared := newKit(f, Config{})
	f.Fuzz(func(t *testing.T, body, name, value string) {
		k := &kit{t, shared.Emulator}
		xiaomiRead(t, k.postForm(xiaomiV3, body, xiaomiHeader()).body)
		xiaomiRead(t, xiaomiAsk(xiaomiV3, name, value)(k).body)
	})
}

func BenchmarkXiaomi(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			k := newKit(b, Config{})
			f := xiaomiForm()
			f.Set("registration_id", strings.Join(xiaomiMany(n), ","))
			body := f.Encode()
			for b.Loop() {
				k.postForm(xiaomiV3, body, xiaomiHeader())
			}
		})
	}
}
