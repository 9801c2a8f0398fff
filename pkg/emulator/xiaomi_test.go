package emulator

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

const (
	xiaomiV2 = "/v2/message/regid"
	xiaomiV3 = "/v3/message/regid"
	xiaomiV4 = "/v4/message/regid"
)

// xiaomiForm is a notification that nothing is wrong with.
func xiaomiForm() url.Values {
	return url.Values{
		"registration_id": {DemoToken("xiaomi")}, "restricted_package_name": {DemoApp},
		"title": {"周报"}, "description": {"a&b=c+d"}, "payload": {`{"room":"42"}`}, "pass_through": {"0"}, "notify_type": {"-1"},
		"notify_id": {"7"}, "time_to_live": {"3600000"}, "extra.channel_id": {"100"}, "extra.notify_effect": {"1"},
	}
}

func xiaomiHeader() map[string]string {
	return map[string]string{"Authorization": "key=" + Demo("xiaomi")["app_secret"]}
}

// xiaomiAsk sends the right form after a change: pairs of a name and its value,
// "" to leave the field out.
func xiaomiAsk(path string, change ...string) func(k *kit) reply {
	return func(k *kit) reply {
		f := xiaomiForm()
		for i := 0; i < len(change); i += 2 {
			f.Del(change[i])
			if change[i+1] != "" {
				f.Set(change[i], change[i+1])
			}
		}
		return k.postForm(path, f.Encode(), xiaomiHeader())
	}
}

// xiaomiAs sends the right form with another Authorization.
func xiaomiAs(authorization string) func(k *kit) reply {
	return func(k *kit) reply {
		var header map[string]string
		if authorization != "" {
			header = map[string]string{"Authorization": authorization}
		}
		return k.postForm(xiaomiV3, xiaomiForm().Encode(), header)
	}
}

// xiaomiTokens are tokens of each state.
func xiaomiTokens() []Token {
	return []Token{
		{Vendor: "xiaomi", Token: strings.Repeat("U", 64), State: Unregistered},
		{Vendor: "xiaomi", Token: strings.Repeat("E", 64), State: Expired},
		{Vendor: "xiaomi", Token: strings.Repeat("O", 64), State: OtherApp},
	}
}

func xiaomiOwnExtras(n int) []string {
	var out []string
	for i := range n {
		out = append(out, "extra.own"+string(rune('a'+i)), "v")
	}
	return out
}

func xiaomiLimit(n int, ask func(k *kit) reply) func(k *kit) reply {
	return func(k *kit) reply {
		if err := k.quotas.set("xiaomi", &n); err != nil {
			k.t.Fatal(err)
		}
		return ask(k)
	}
}

const xiaomiSuccess = `"result":"ok"`

// xiaomiCases are requests that the vendor refuses or takes, by its codes.
func xiaomiCases() []codeCase {
	send := catalog.AtSend
	stale := []string{`"result":"error","reason":"No valid targets!"`, `"code":20301,"description":"发送消息失败"`}
	two := DemoToken("xiaomi") + "," + strings.Repeat("U", 64)
	callback := func(v string) func(k *kit) reply { return xiaomiAsk(xiaomiV3, "extra.callback", v) }
	template := func(param string) func(k *kit) reply {
		return xiaomiAsk(xiaomiV3, "extra.template_id", "P1", "extra.template_param", param)
	}
	later := func(d time.Duration) string { return ms(noon.Add(d)) }
	strict, states := Config{Strict: true}, Config{Tokens: xiaomiTokens()}
	several := Config{Credentials: map[string]map[string]string{"xiaomi": {"app_secret": Demo("xiaomi")["app_secret"], "package_name": DemoApp + ",com.example.other"}}}
	return []codeCase{
		// Taken.
		{name: "v2", config: strict, ask: xiaomiAsk(xiaomiV2), at: send, code: "0", status: 200, has: []string{xiaomiSuccess, `"code":0`, `"description":"成功","info":"Received push messages for 1 REGID"`}},
		{name: "v3", config: strict, ask: xiaomiAsk(xiaomiV3), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "v4", ask: xiaomiAsk(xiaomiV4), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "by host", ask: xiaomiAsk("https://sgp-api.xmpush.global.xiaomi.com" + xiaomiV3), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "two packages", config: several, ask: xiaomiAsk(xiaomiV3, "restricted_package_name", "com.example.other,"+DemoApp), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "data message", ask: xiaomiAsk(xiaomiV3, "pass_through", "1", "title", "", "description", ""), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "template", config: strict, ask: template(`{"who":"张三","what":"hi"}`), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "template alone", ask: xiaomiAsk(xiaomiV3, "extra.template_id", "P1", "title", "", "description", ""), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "page", config: strict, ask: xiaomiAsk(xiaomiV3, "extra.notify_effect", "3", "extra.web_uri", "https://example.com/?a=1&b=2"), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "activity", config: strict, ask: xiaomiAsk(xiaomiV3, "extra.notify_effect", "2", "extra.intent_uri", "intent:#Intent;component=com.example.app/.Main;end"), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},
		{name: "in a week", config: strict, ask: xiaomiAsk(xiaomiV3, "time_to_send", later(7*24*time.Hour)), at: send, code: "0", status: 200, has: []string{xiaomiSuccess}},

		// 10012: the request.
		{name: "GET", ask: func(k *kit) reply { return k.ask("GET", xiaomiV3, "", xiaomiHeader()) }, at: send, code: "10012", status: 200, has: []string{`"code":10012`, `"description":"非法请求"`}},
		{name: "JSON", ask: func(k *kit) reply { return k.postJSON(xiaomiV3, `{"title":"t"}`, xiaomiHeader()) }, at: send, code: "10012", status: 200, has: []string{`"result":"error"`}},
		{name: "another path", ask: xiaomiAsk("/v2/message/alias"), at: send, code: "10012", status: 200, has: []string{`"code":10012`}},
		{name: "wrong path", ask: xiaomiAsk("https://api.xmpush.xiaomi.com/v3/message/regids"), at: send, code: "10012", status: 200, has: []string{`"code":10012`}},

		// 21301: the secret.
		{name: "no authorization", ask: xiaomiAs(""), at: send, code: "21301", status: 200, has: []string{`"reason":"Invalid application secret."`, `"code":21301,"description":"认证失败"`}},
		{name: "wrong secret", ask: xiaomiAs("key=otherXiaomiAppSecret01=="), at: send, code: "21301", status: 200},
		{name: "AppKey", ask: xiaomiAs("key=5123456789012"), at: send, code: "21301", status: 200},
		{name: "Key", ask: xiaomiAs("Key=" + Demo("xiaomi")["app_secret"]), at: send, code: "21301", status: 200},
		{name: "blanks around the sign", ask: xiaomiAs("key = " + Demo("xiaomi")["app_secret"]), at: send, code: "21301", status: 200},
		{name: "the secret alone", ask: xiaomiAs(Demo("xiaomi")["app_secret"]), at: send, code: "21301", status: 200},

		// 22022: the package.
		{name: "another package", ask: xiaomiAsk(xiaomiV3, "restricted_package_name", "com.example.other"), at: send, code: "22022", status: 200, has: []string{`"reason":"Invalid package name."`, `"description":"包名不合法"`}},
		{name: "one of two packages", ask: xiaomiAsk(xiaomiV3, "restricted_package_name", DemoApp+",com.example.other"), at: send, code: "22022", status: 200},
		{name: "two packages with v2", config: several, ask: xiaomiAsk(xiaomiV2, "restricted_package_name", DemoApp+",com.example.other"), at: send, code: "22022", status: 200},

		// 10016, 65011: what is missing.
		{name: "no package", ask: xiaomiAsk(xiaomiV3, "restricted_package_name", ""), at: send, code: "10016", status: 200},
		{name: "no body", ask: func(k *kit) reply { return k.postForm(xiaomiV3, "", xiaomiHeader()) }, at: send, code: "10016", status: 200},
		{name: "no regId", ask: xiaomiAsk(xiaomiV3, "registration_id", ""), at: send, code: "10016", status: 200, has: []string{`"reason":"registration_id: `}},
		{name: "a comma", ask: xiaomiAsk(xiaomiV3, "registration_id", ","), at: send, code: "10016", status: 200},
		{name: "no intent", ask: xiaomiAsk(xiaomiV3, "extra.notify_effect", "2"), at: send, code: "10016", status: 200},
		{name: "no page", ask: xiaomiAsk(xiaomiV3, "extra.notify_effect", "3"), at: send, code: "10016", status: 200},
		{name: "no title", ask: xiaomiAsk(xiaomiV3, "title", ""), at: send, code: "65011", status: 200, has: []string{`"reason":"Title or Description is empty!"`, `"code":65011,"description":"未提供参数"`}},
		{name: "blank description", ask: xiaomiAsk(xiaomiV3, "description", " 　"), at: send, code: "65011", status: 200},

		// 10017: wrong values.
		{name: "long title", ask: xiaomiAsk(xiaomiV3, "title", strings.Repeat("题", 50)), at: send, code: "10017", status: 200, has: []string{`"reason":"title: `, `"description":"参数值非法"`}},
		{name: "long description", ask: xiaomiAsk(xiaomiV3, "description", strings.Repeat("文", 128)), at: send, code: "10017", status: 200},
		{name: "pass_through", ask: xiaomiAsk(xiaomiV3, "pass_through", "2"), at: send, code: "10017", status: 200},
		{name: "notify_type", ask: xiaomiAsk(xiaomiV3, "notify_type", "8"), at: send, code: "10017", status: 200},
		{name: "notify_id", ask: xiaomiAsk(xiaomiV3, "notify_id", "x"), at: send, code: "10017", status: 200},
		{name: "time_to_live", ask: xiaomiAsk(xiaomiV3, "time_to_live", "1209600001"), at: send, code: "10017", status: 200},
		{name: "negative time_to_live", ask: xiaomiAsk(xiaomiV3, "time_to_live", "-1"), at: send, code: "10017", status: 200},
		{name: "time_to_send", ask: xiaomiAsk(xiaomiV3, "time_to_send", later(7*24*time.Hour+time.Millisecond)), at: send, code: "10017", status: 200},
		{name: "notify_effect", ask: xiaomiAsk(xiaomiV3, "extra.notify_effect", "4"), at: send, code: "10017", status: 200},
		{name: "template_param no JSON", ask: template("name=1"), at: send, code: "10017", status: 200, has: []string{`"reason":"extra.template_param: `}},
		{name: "template_param with ten", ask: template(`{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1","g":"1","h":"1","i":"1","j":"1"}`), at: send, code: "10017", status: 200},
		{name: "template_param too long", ask: template(`{"a":"` + strings.Repeat("长", 129) + `"}`), at: send, code: "10017", status: 200},
		{name: "template_param blank", ask: template(`{"a":" "}`), at: send, code: "10017", status: 200},
		{name: "template_param with emoji", ask: template(`{"a":"😀"}`), at: send, code: "10017", status: 200},
		{name: "template_param unassigned", ask: template(`{"a":"\u0378"}`), at: send, code: "10017", status: 200},

		// Extras.
		{name: "callback", ask: callback("ftp://example.com/"), at: send, code: "65038", status: 200},
		{name: "callback without host", ask: callback("http:///x"), at: send, code: "65038", status: 200},
		{name: "callback.param", ask: xiaomiAsk(xiaomiV3, "extra.callback.param", strings.Repeat("长", 86)), at: send, code: "65036", status: 200},
		{name: "long payload", config: strict, ask: xiaomiAsk(xiaomiV3, "payload", strings.Repeat("p", 4096)), at: send, code: "65009", status: 200},
		{name: "eleven extras", config: strict, ask: xiaomiAsk(xiaomiV3, xiaomiOwnExtras(11)...), at: send, code: "65014", status: 200},
		{name: "long extra", config: strict, ask: xiaomiAsk(xiaomiV3, "extra.own", strings.Repeat("e", 1024)), at: send, code: "65015", status: 200},
		{name: "no channel", config: strict, ask: xiaomiAsk(xiaomiV3, "extra.channel_id", ""), at: send, code: "27001", status: 200, has: []string{`"reason":"invalid channel info!"`}},

		// Tokens.
		{name: "unregistered", config: states, ask: xiaomiAsk(xiaomiV3, "registration_id", strings.Repeat("U", 64)), at: send, code: "20301", status: 200, has: stale},
		{name: "expired", config: states, ask: xiaomiAsk(xiaomiV3, "registration_id", strings.Repeat("E", 64)), at: send, code: "20301", status: 200, has: stale},
		{name: "of another app", config: states, ask: xiaomiAsk(xiaomiV3, "registration_id", strings.Repeat("O", 64)), at: send, code: "20301", status: 200, has: stale},
		{name: "a raw plus", ask: xiaomiAsk(xiaomiV3, "registration_id", strings.Repeat("a", 32)+" "+strings.Repeat("b", 31)), at: send, code: "20301", status: 200, has: stale},
		{name: "regId encoded twice", ask: xiaomiAsk(xiaomiV3, "registration_id", url.QueryEscape(DemoToken("xiaomi"))), at: send, code: "20301", status: 200, has: stale},
		{name: "some stale", config: states, ask: xiaomiAsk(xiaomiV3, "registration_id", two), at: catalog.AtTarget, code: "20301", status: 200, has: []string{xiaomiSuccess, `"bad_regids":"` + strings.Repeat("U", 64) + `"`, "for 1 REGID"}},

		// The daily limit.
		{name: "over the limit", ask: xiaomiLimit(0, xiaomiAsk(xiaomiV3)), at: send, code: "200001", status: 200, has: []string{`"reason":"exceed quota, quota: 0, have acked: 0"`}},
		{name: "half over the limit", ask: xiaomiLimit(1, xiaomiAsk(xiaomiV3, "registration_id", DemoToken("xiaomi")+","+strings.Repeat("b", 64))), at: catalog.AtTarget, code: "200001", status: 200, has: []string{xiaomiSuccess}},
	}
}

func TestXiaomi(t *testing.T) { runCases(t, "xiaomi", xiaomiCases()) }
