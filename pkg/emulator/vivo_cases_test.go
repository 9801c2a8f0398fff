package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

// vivoCases are requests that vivo refuses or takes, by its codes.
func vivoCases() []codeCase {
	strict := Config{Strict: true}
	state := func(s TokenState) Config {
		return Config{Tokens: []Token{{Vendor: "vivo", Token: DemoToken("vivo"), State: s}}}
	}
	after := func(d time.Duration, ask func(k *kit) reply) func(k *kit) reply {
		return func(k *kit) reply { k.clock.advance(d); return ask(k) }
	}
	text := func(n int) string { return strings.Repeat("字", n) }
	wide := func(n int) string { return strings.Repeat("a", n) }
	cases := []codeCase{
		{name: "login", at: catalog.AtAuth, code: "0", config: strict, ask: vivoLoginWith(), has: []string{`"authToken":"`}},
		{name: "login with text for numbers", at: catalog.AtAuth, code: "0", ask: vivoLoginWith("appId", " 105000001 ", "timestamp", fmt.Sprint(noon.UnixMilli()))},
		{name: "login without appId", at: catalog.AtAuth, code: "10200", ask: vivoLoginWith("appId", nil, "appKey", "", "timestamp", "", "sign", "")},
		{name: "login without appKey", at: catalog.AtAuth, code: "10201", ask: vivoLoginWith("appKey", " ", "timestamp", "", "sign", "")},
		{name: "login without timestamp", at: catalog.AtAuth, code: "10203", ask: vivoLoginWith("timestamp", nil, "sign", "")},
		{name: "login without sign", at: catalog.AtAuth, code: "10204", ask: vivoLoginWith("sign", "", "appId", 1)},
		{name: "login of another app", at: catalog.AtAuth, code: "10205", ask: vivoLoginWith("appId", 105000002, "appKey", "x")},
		{name: "login with another key", at: catalog.AtAuth, code: "10202", ask: vivoLoginWith("appKey", strings.Repeat("0", 32), "timestamp", 1)},
		{name: "login with the secret as key", at: catalog.AtAuth, code: "10202", ask: vivoLoginWith("appKey", Demo("vivo")["app_secret"])},
		{name: "login in seconds", at: catalog.AtAuth, code: "10207", ask: vivoLoginWith("timestamp", noon.Unix(), "sign", "x")},
		{name: "login too late", at: catalog.AtAuth, code: "10207", ask: after(10*time.Minute+time.Millisecond, vivoLoginWith())},
		{name: "login too early", at: catalog.AtAuth, code: "10207", ask: after(-10*time.Minute-time.Millisecond, vivoLoginWith())},
		{name: "login just in time", at: catalog.AtAuth, code: "0", ask: after(10*time.Minute, vivoLoginWith())},
		{name: "login with another secret", at: catalog.AtAuth, code: "10206", ask: vivoLoginWith("sign", strings.Repeat("0", 32))},
		{name: "login with SHA-256", at: catalog.AtAuth, code: "10206", ask: vivoLoginWith("sign", strings.Repeat("0", 64))},
		{name: "login in capitals", at: catalog.AtAuth, code: "10206", ask: func(k *kit) reply {
			body := vivoLoginBody(noon)
			_, sign, _ := strings.Cut(body, `"sign":"`)
			return k.postJSON("/message/auth", strings.Replace(body, sign[:32], strings.ToUpper(sign[:32]), 1), nil)
		}},
		{name: "login without JSON", at: catalog.AtAuth, code: "10200", ask: func(k *kit) reply { return k.postJSON("/message/auth", "appId=1", nil) }},

		{name: "no token", code: "10000", ask: func(k *kit) reply { return k.postJSON("/message/send", vivoMessage(), nil) }},
		{name: "token as Authorization", code: "10000", ask: func(k *kit) reply {
			return k.postJSON("/message/send", vivoMessage(), map[string]string{"Authorization": "Bearer " + vivoToken(k)})
		}},
		{name: "unknown token", code: "10000", ask: func(k *kit) reply {
			return k.postJSON("/message/send", vivoMessage(), map[string]string{"authToken": "x"})
		}},
		{name: "not JSON", code: "10050", ask: func(k *kit) reply { return vivoPush(k, "regId=1") }},
		{name: "unregistered", config: state(Unregistered), code: "10302", beside: "status 2", ask: vivoSend(), has: []string{`"invalidUser":{"status":2,"userid":"` + DemoToken("vivo") + `"}`}},
		{name: "expired", config: state(Expired), code: "10302", ask: vivoSend(), has: []string{`"invalidUser":{"status":2,`}},
		{name: "of another app", config: state(OtherApp), code: "10302", beside: "status 1", ask: vivoSend(), has: []string{`"invalidUser":{"status":1,`}},
		{name: "regId wins", config: state(Unregistered), code: "10302", ask: vivoSend("alias", "bob")},
		{name: "operational at night", config: strict, code: "10071", ask: after(11*time.Hour, vivoSend("category", nil))},
		{name: "operational beyond the limit", code: "10070", ask: limited("vivo", vivoSend("category", "NEWS"))},
		{name: "system beyond the limit", code: "10073", ask: limited("vivo", vivoSend())},
		{name: "login eleven times", config: strict, at: catalog.AtAuth, code: "10093", ask: func(k *kit) reply {
			for range vivoLogins {
				vivoLoginWith()(k)
			}
			return vivoLoginWith()(k)
		}},
		{name: "eleven pairs", config: strict, code: "10066", ask: vivoSend("clientCustomMap", elevenPairs())},
		{name: "test words", config: strict, code: "10104", ask: vivoSend("title", "123")},
		{name: "system at night", config: strict, code: "0", ask: after(11*time.Hour, vivoSend())},
		{name: "operational in the morning", config: strict, code: "0", ask: after(-5*time.Hour, vivoSend("category", "NEWS"))},
	}
	for _, f := range []struct {
		code    string
		changes []any
	}{
		{"10094", []any{"appId", 105000002}}, {"0", []any{"appId", nil}},
		{"10050", []any{"regId", nil}}, {"10050", []any{"regId", " ", "alias", ""}}, {"0", []any{"regId", nil, "alias", text(40)}},
		{"10302", []any{"regId", 5}}, {"10302", []any{"regId", 5, "alias", "bob"}}, {"0", []any{"regId", strings.Repeat("1", 23)}},
		{"10301", []any{"alias", wide(71)}},
		{"10054", []any{"notifyType", nil}}, {"10054", []any{"notifyType", 5}},
		{"10055", []any{"title", " "}}, {"10056", []any{"title", text(41)}}, {"0", []any{"title", wide(40)}},
		{"10057", []any{"content", nil}}, {"10058", []any{"content", text(101)}}, {"0", []any{"content", text(50)}},
		{"10059", []any{"timeToLive", 59}}, {"10059", []any{"timeToLive", 604801}}, {"0", []any{"timeToLive", 60}}, {"0", []any{"timeToLive", 86400}},
		{"10060", []any{"skipType", nil}}, {"10060", []any{"skipType", 0}},
		{"10061", []any{"skipType", 2}}, {"10062", []any{"skipType", 2, "skipContent", wide(1025)}}, {"0", []any{"skipType", 2, "skipContent", wide(1000)}},
		{"10063", []any{"skipType", 3}}, {"10064", []any{"skipType", 3, "skipContent", wide(1025)}}, {"0", []any{"skipType", 3, "skipContent", wide(1024)}},
		{"10068", []any{"skipType", 4, "skipContent", ""}}, {"10069", []any{"skipType", 4, "skipContent", wide(1025)}}, {"0", []any{"skipType", 4, "skipContent", wide(1024)}},
		{"10065", []any{"networkType", 0}}, {"0", []any{"networkType", "-1"}}, {"0", []any{"networkType", 1}},
		{"10067", []any{"clientCustomMap", map[string]any{"a": 1}}}, {"10067", []any{"clientCustomMap", "a"}},
		{"10067", []any{"clientCustomMap", map[string]any{"ab": text(1023)}}}, {"0", []any{"clientCustomMap", map[string]any{"a": text(1023)}}},
		{"10095", []any{"notifyId", 0}}, {"10095", []any{"notifyId", 2147483648}}, {"0", []any{"notifyId", 2147483647}},
		{"10096", []any{"category", "im"}}, {"10096", []any{"category", 1}},
		{"10097", []any{"classification", 0}}, {"10097", []any{"category", "NEWS", "classification", "1"}}, {"0", []any{"classification", 1}},
		{"11000", []any{"classification", 2}},
		{"10304", []any{"extra", "a"}}, {"0", []any{"extra", map[string]any{"callback": "https://example.com/r", "callback.param": "p", "callback.id": "1"}}},
		{"10305", []any{"extra", map[string]any{"callback": "https://example.com/" + wide(109)}}},
		{"10306", []any{"extra", map[string]any{"callback.param": wide(193)}}},
		{"10352", []any{"requestId", nil}}, {"10353", []any{"requestId", wide(65)}}, {"0", []any{"requestId", 17}}, {"0", []any{"requestId", wide(64)}},
		{"0", []any{"pushMode", 1, "title", "test"}},
		// What the server SDK 3.3 always sends.
		{"0", []any{
			"serverSdkVer", "3.3", "networkType", -1, "clientCustomMap", map[string]any{}, "extra", map[string]any{},
			"tagExpression", map[string]any{"orTags": []any{}, "andTags": []any{}, "notTags": []any{}},
		}},
		// As several back ends send them.
		{"0", []any{"appId", "105000001", "notifyType", "4", "skipType", "1", "pushMode", "0", "classification", "1"}},
	} {
		cases = append(cases, codeCase{name: fmt.Sprint(f.changes...), config: strictIf(f.code == "0"), code: f.code, ask: vivoSend(f.changes...)})
	}
	for i := range cases {
		cases[i].status = 200
		if cases[i].at == "" {
			cases[i].at = catalog.AtSend
		}
		cases[i].has = append(cases[i].has, `{"result":`+cases[i].code+`,"desc":"`)
		if cases[i].at == catalog.AtSend && cases[i].code == "0" {
			cases[i].has = append(cases[i].has, `"taskId":"`)
		}
	}
	return append(cases,
		codeCase{name: "another path", at: catalog.AtSend, status: 404, ask: func(k *kit) reply { return k.postJSON("/message/pushToList", "{}", nil) }},
		codeCase{name: "login by GET", at: catalog.AtAuth, status: 405, ask: func(k *kit) reply { return k.ask("GET", "/message/auth", "", nil) }},
		codeCase{name: "send by GET", at: catalog.AtSend, status: 405, ask: func(k *kit) reply { return k.ask("GET", "/message/send", "", nil) }},
		codeCase{name: "a form", config: strict, at: catalog.AtAuth, status: 415, ask: func(k *kit) reply { return k.postForm("/message/auth", "", nil) }},
		codeCase{name: "what vivo has no code for", config: strict, at: catalog.AtSend, status: 500, ask: vivoSend("sendOnline", 1)},
	)
}

func elevenPairs() map[string]any {
	pairs := map[string]any{}
	for i := range 11 {
		pairs[fmt.Sprint(i)] = "a"
	}
	return pairs
}

// TestVivoStrict: what is inferred, or where sources differ, passes with a warning
// and is refused by a strict emulator.
func TestVivoStrict(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		code    string
		changes []any
	}{
		{"10056", []any{"title", strings.Repeat("字", 21)}},
		{"10058", []any{"content", strings.Repeat("字", 51)}},
		{"10059", []any{"timeToLive", 0}},
		{"10059", []any{"timeToLive", 604800}},
		{"10062", []any{"skipType", 2, "skipContent", strings.Repeat("a", 1001)}},
		{"10066", []any{"clientCustomMap", elevenPairs()}},
		{"10096", []any{"category", "CHAT"}},
		{"10104", []any{"title", "123"}},
		{"10104", []any{"content", "这是测试"}},
		{"10104", []any{"content", "A Test message"}},
		{"10301", []any{"alias", strings.Repeat("a", 41)}},
		{"10302", []any{"regId", "v2-short"}},
		{"10304", []any{"extra", map[string]any{"room": "42"}}},
		{"10305", []any{"extra", map[string]any{"callback": "example.com"}}},
		{"10306", []any{"extra", map[string]any{"callback.param": strings.Repeat("a", 65)}}},
		{"", []any{"pushMode", 2}},
		{"", []any{"profileId", strings.Repeat("a", 65)}},
		{"", []any{"foregroundShow", 1}},
		{"", []any{"addBadge", 1}},
		{"", []any{"auditReview", "a"}},
		{"", []any{"timedDisplay", 1}},
		{"", []any{"marketing", 1}},
	} {
		checkDoubt(t, fmt.Sprint(f.changes...), f.code, vivoSend(f.changes...))
	}
	checkDoubt(t, "at night", "10071", func(k *kit) reply { k.clock.advance(11 * time.Hour); return vivoSend("category", nil)(k) })
	checkDoubt(t, "in the early morning", "10071", func(k *kit) reply { k.clock.advance(-6 * time.Hour); return vivoSend("category", nil)(k) })
	checkDoubt(t, "a form", "", func(k *kit) reply {
		return k.ask("POST", "/message/auth", vivoLoginBody(noon), map[string]string{"Content-Type": "text/plain"})
	})
}
