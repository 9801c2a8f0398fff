package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

// oppoCases are requests that OPPO refuses or takes, by its codes.
func oppoCases() []codeCase {
	strict := Config{Strict: true}
	dead := func(state TokenState) Config {
		return Config{Tokens: []Token{{Vendor: "oppo", Token: DemoToken("oppo"), State: state}}}
	}
	long := func(n int) string { return strings.Repeat("字", n) }
	cases := []codeCase{
		{name: "login", at: catalog.AtAuth, code: "0", ask: oppoLoginWith("sdk_version", "JAVA_SDK_V1.0.0"), has: []string{`"message":"success"`, `"create_time":1767326400000`}},
		{name: "login by GET", at: catalog.AtAuth, code: "12", ask: func(k *kit) reply { return k.ask("GET", "/server/v1/auth?"+oppoLoginForm(noon), "", nil) }},
		{name: "login by the query", at: catalog.AtAuth, code: "15", ask: func(k *kit) reply { return k.postForm("/server/v1/auth?"+oppoLoginForm(noon), "", nil) }},
		{name: "login without key", at: catalog.AtAuth, code: "15", ask: oppoLoginWith("app_key", "", "sign", "", "timestamp", "")},
		{name: "login without timestamp", at: catalog.AtAuth, code: "18", ask: oppoLoginWith("timestamp", "", "sign", "")},
		{name: "login without sign", at: catalog.AtAuth, code: "17", ask: oppoLoginWith("sign", "", "timestamp", "1")},
		{name: "login in seconds", at: catalog.AtAuth, code: "19", ask: oppoLoginWith("timestamp", fmt.Sprint(noon.Unix()), "app_key", "x")},
		{name: "login too late", at: catalog.AtAuth, code: "19", ask: func(k *kit) reply { k.clock.advance(10*time.Minute + 1e6); return oppoLoginWith()(k) }},
		{name: "login too early", at: catalog.AtAuth, code: "19", ask: func(k *kit) reply { k.clock.advance(-10*time.Minute - 1e6); return oppoLoginWith()(k) }},
		{name: "login just in time", at: catalog.AtAuth, code: "0", ask: func(k *kit) reply { k.clock.advance(10 * time.Minute); return oppoLoginWith()(k) }},
		{name: "login of another app", at: catalog.AtAuth, code: "14", ask: oppoLoginWith("app_key", strings.Repeat("0", 32), "sign", "x")},
		{name: "login with another secret", at: catalog.AtAuth, code: "16", ask: oppoLoginWith("sign", strings.Repeat("0", 64))},
		{name: "login with MD5", at: catalog.AtAuth, code: "16", ask: oppoLoginWith("sign", strings.Repeat("0", 32))},
		{name: "login in capitals", at: catalog.AtAuth, code: "16", ask: func(k *kit) reply {
			name, rest, _ := strings.Cut(oppoLoginForm(noon), "sign=")
			return k.postForm("/server/v1/auth", name+"sign="+strings.ToUpper(rest[:64])+rest[64:], nil)
		}},
		{name: "login not in UTF-8", at: catalog.AtAuth, code: "25", ask: oppoLoginWith("sdk_version", "\xd6\xd0")},
		{name: "login as JSON", config: strict, at: catalog.AtAuth, code: "25", ask: func(k *kit) reply { return k.postJSON("/server/v1/auth", `{}`, nil) }},

		{name: "no version", code: "22", ask: func(k *kit) reply { return k.postForm("https://api.push.oppomobile.com/message", "", nil) }},
		{name: "wrong version", code: "23", ask: func(k *kit) reply { return k.postForm("/server/message", "", nil) }},
		{name: "another version", code: "24", ask: func(k *kit) reply { return k.postForm("/server/v2/auth", "", nil) }},
		{name: "no method", code: "21", ask: func(k *kit) reply { return k.postForm("/server/v1/", "", nil) }},
		{name: "wrong method", code: "20", ask: func(k *kit) reply { return k.postForm("/server/v1/message/unicast", "", nil) }},

		{name: "send by GET", code: "12", ask: func(k *kit) reply { return k.ask("GET", oppoUnicastPath, "", nil) }},
		{name: "no token", code: "29", ask: func(k *kit) reply { return k.postForm(oppoUnicastPath, "message={}", nil) }},
		{name: "unknown token", code: "11", ask: func(k *kit) reply { return k.postForm(oppoUnicastPath, "auth_token=x&message={}", nil) }},
		{name: "token as a header", code: "0", ask: oppoHeaderToken},
		{name: "token as a header, strict", config: strict, code: "29", ask: oppoHeaderToken},
		{name: "no message", code: "40", ask: func(k *kit) reply { return k.postForm(oppoUnicastPath, "auth_token="+oppoToken(k), nil) }},
		{name: "no JSON", code: "41", ask: func(k *kit) reply { return k.postForm(oppoUnicastPath, "message={&auth_token="+oppoToken(k), nil) }},
		{name: "no object", code: "41", ask: func(k *kit) reply { return oppoPush(k, "message", []any{}) }},
		{name: "not UTF-8", code: "25", ask: func(k *kit) reply { return k.postForm(oppoUnicastPath, "message=%ff&auth_token="+oppoToken(k), nil) }},
		{name: "labelled as GBK", config: strict, code: "25", ask: func(k *kit) reply {
			return k.postForm(oppoUnicastPath, "message={}&auth_token="+oppoToken(k), map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=GBK"})
		}},

		{name: "wrong form", code: "10000", ask: oppoSend("target_value", "CN_1"), has: []string{"Invalid Registration_id"}},
		{name: "two targets", code: "10000", ask: oppoSend("target_value", DemoToken("oppo")+";"+DemoToken("oppo"))},
		{name: "unregistered", config: dead(Unregistered), code: "10000", ask: oppoSend()},
		{name: "expired", config: dead(Expired), code: "10000", ask: oppoSend()},
		{name: "of another app", config: dead(OtherApp), code: "10000", ask: oppoSend()},
		{name: "from abroad", config: strict, code: "10000", ask: func(k *kit) reply {
			m := form(map[string]string{"auth_token": oppoToken(k), "message": string(marshal(oppoMessage("target_value", "OPPO_IN_"+strings.Repeat("0", 32))))})
			return k.postForm("https://api.push.oppomobile.com"+oppoUnicastPath, m, nil)
		}},
		{name: "to abroad", config: strict, code: "10000", ask: func(k *kit) reply {
			m := form(map[string]string{"auth_token": oppoToken(k), "message": string(marshal(oppoMessage()))})
			return k.postForm("https://api-intl.push.oppomobile.com"+oppoUnicastPath, m, nil)
		}},
		{name: "batch", at: catalog.AtSend, code: "0", config: strict, ask: oppoBatch(oppoMessage(), oppoMessage("target_value", strings.Repeat("0", 32)))},
		{name: "batch with a wrong target", at: catalog.AtTarget, code: "10000", ask: oppoBatch(oppoMessage("target_value", "x")), has: []string{`"code":0,`, `"errorCode":10000`}},
		{name: "batch without a title", at: catalog.AtTarget, code: "40", ask: oppoBatch(oppoMessage("n.title", nil)), has: []string{`"errorCode":40`}},
		{name: "empty batch", code: "40", ask: oppoBatch([]any{}...)},
		{name: "batch of 1001", code: "41", ask: oppoBatch(make([]any, 1001)...)},
		{name: "batch that is an object", code: "41", ask: func(k *kit) reply { return oppoPush(k, "messages", oppoMessage()) }},
		{name: "beyond the limit", code: "33", ask: limited("oppo", oppoSend("n.category", "NEWS"))},
		{name: "the same id again", config: strict, code: "32", ask: func(k *kit) reply {
			oppoSend("n.app_message_id", "1")(k)
			return oppoSend("n.app_message_id", "1")(k)
		}},
		{name: "no template", config: strict, code: "54", ask: oppoSend("n.category", "IM")},
		{name: "no content", code: "40", ask: oppoSend("n.content", " ")},
		{name: "no object of strings", code: "41", ask: oppoSend("notification", "x")},
		{name: "both texts of 67", code: "67", ask: oppoSend("n.category", "im"), has: []string{oppoBadCategory}},
		{name: "level alone", code: "67", ask: oppoSend("n.notify_level", 2), has: []string{oppoBadLevel}},
	}
	for _, f := range []struct {
		code    string
		changes []any
	}{
		{"40", []any{"target_type", nil}}, {"40", []any{"target_value", nil}}, {"40", []any{"notification", nil}}, {"40", []any{"n.title", ""}},
		{"41", []any{"target_type", 3}}, {"41", []any{"target_value", 1}}, {"41", []any{"n.title", 1}},
		{"41", []any{"n.title", long(51)}}, {"0", []any{"n.title", long(50)}},
		{"41", []any{"n.content", long(201)}}, {"0", []any{"n.content", long(200)}},
		{"41", []any{"n.style", 2, "n.content", long(129)}}, {"0", []any{"n.style", 2, "n.content", long(128)}},
		{"40", []any{"n.style", 3}}, {"41", []any{"n.style", 3, "n.content", long(51)}}, {"41", []any{"n.style", 4}},
		{"41", []any{"n.sub_title", long(11)}},
		{"41", []any{"n.click_action_type", 3}}, {"40", []any{"n.click_action_type", 1}}, {"40", []any{"n.click_action_type", 4}},
		{"40", []any{"n.click_action_type", 2}}, {"40", []any{"n.click_action_type", 5}},
		{"41", []any{"n.click_action_type", 2, "n.click_action_url", long(2001)}}, {"41", []any{"n.click_action_activity", long(501)}},
		{"41", []any{"n.action_parameters", map[string]any{}}}, {"41", []any{"n.action_parameters", "{"}}, {"41", []any{"n.action_parameters", `"` + long(3999) + `"`}},
		{"40", []any{"n.show_time_type", 1, "n.show_start_time", 1}}, {"40", []any{"n.show_time_type", 1, "n.show_end_time", 1}}, {"41", []any{"n.show_time_type", 2}}, {"41", []any{"n.show_time_type", 1, "n.show_start_time", 10, "n.show_end_time", 9}},
		{"0", []any{"n.show_time_type", 1, "n.show_start_time", 9, "n.show_end_time", 10}},
		{"41", []any{"n.network_type", 2}}, {"41", []any{"n.off_line", 1}}, {"41", []any{"n.off_line_ttl", "1h"}},
		{"41", []any{"n.call_back_url", long(201)}}, {"41", []any{"n.call_back_parameter", long(101)}},
		{"67", []any{"n.category", "IM", "n.notify_level", 3}},
		{"41", []any{"n.private_title_parameters", "x"}}, {"41", []any{"n.private_content_parameters", 1}},
		{"0", []any{"target_type", 5, "target_value", "bob"}}, {"0", []any{"verify_registration_id", false, "n.off_line", true, "n.off_line_ttl", 864000, "n.unknown_key", 1}},
		{"0", []any{"n.title", nil, "n.content", nil, "n.category", "IM", "n.notify_level", 16, "n.private_msg_template_id", "1", "n.private_title_parameters", `{"a":"b"}`, "n.private_content_parameters", map[string]any{"a": "b"}}},
	} {
		cases = append(cases, codeCase{name: fmt.Sprint(f.changes...), config: strictIf(f.code == "0" && len(fmt.Sprint(f.changes...)) < 500), code: f.code, ask: oppoSend(f.changes...)})
	}
	for _, name := range []string{
		"verify_registration_id", "n.small_picture_id", "n.app_message_id", "n.show_ttl", "n.push_time_type", "n.push_start_time", "n.time_zone",
		"n.fix_speed", "n.fix_speed_rate", "n.channel_id", "n.notify_id", "n.category", "n.notify_level", "n.private_msg_template_id", "n.auditResponse",
	} {
		cases = append(cases, codeCase{name: name + " of a wrong type", code: "41", ask: oppoSend(name, []any{1})})
	}
	for i := range cases {
		cases[i].status = 200
		if cases[i].at == "" {
			cases[i].at = catalog.AtSend
		}
		if cases[i].at != catalog.AtTarget {
			cases[i].has = append(cases[i].has, `{"code":`+cases[i].code+`,`)
		}
	}
	return cases
}

// oppoHeaderToken sends the auth_token as one project does.
func oppoHeaderToken(k *kit) reply {
	return k.postForm(oppoUnicastPath, form(map[string]string{"message": string(marshal(oppoMessage()))}), map[string]string{"auth_token": oppoToken(k)})
}

func strictIf(b bool) Config { return Config{Strict: b} }

// TestOPPOStrict: what is inferred, or where sources differ, passes with a warning
// and is refused by a strict emulator.
func TestOPPOStrict(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		code    string
		changes []any
	}{
		{"41", []any{"n.content", strings.Repeat("字", 51)}},
		{"41", []any{"n.style", 3, "n.big_picture_id", "1"}},
		{"41", []any{"n.click_action_type", 2, "n.click_action_url", strings.Repeat("a", 501)}},
		{"41", []any{"n.off_line_ttl", 864001}},
		{"41", []any{"n.show_ttl", 86401}},
		{"41", []any{"n.category", "NEWS", "n.show_ttl", 43201}},
		{"41", []any{"n.call_back_parameter", strings.Repeat("a", 51)}},
		{"41", []any{"n.clickActionType", 1}},
		{"41", []any{"targetType", 2}},
		{"41", []any{"n.badge_operation_type", 2}},
		{"41", []any{"target_type", 5, "n.call_back_url", "https://example.com"}},
		{"67", []any{"n.category", "CHAT"}},
		{"67", []any{"n.category", "ORDER", "n.notify_level", 16, "n.private_msg_template_id", "1"}},
		{"67", []any{"n.category", "NEWS", "n.notify_level", 2}},
		{"54", []any{"n.category", "IM"}},
	} {
		checkDoubt(t, fmt.Sprint(f.changes...), f.code, oppoSend(f.changes...))
	}
}

// checkDoubt: the request passes with one warning, and a strict emulator refuses it
// with the code.
func checkDoubt(t *testing.T, name, code string, ask func(k *kit) reply) {
	t.Helper()
	for _, strict := range []bool{false, true} {
		var last *Exchange
		ask(newKit(t, Config{Strict: strict, Observe: func(x *Exchange) { last = x }}))
		switch {
		case strict && (last.Verdict != Refused || last.Code != code):
			t.Errorf("%s, strict: %s %s, want %s (%s)", name, last.Verdict, last.Code, code, last.Why.EN)
		case !strict && (last.Verdict != Accepted || len(last.Warnings) != 1):
			t.Errorf("%s: %s %s (%s) with the warnings %v", name, last.Verdict, last.Code, last.Why.EN, last.Warnings)
		}
	}
}

// hostileJSON are values that a careless reader stumbles over.
func hostileJSON() []string {
	return []string{
		"", " ", "null", "1", `"x"`, "[]", "{}", "[null]", "[1,[2]]", "{", "[{", "\xff", `{"a":"\ud800"}`, `{"notification":null}`, `{"notification":[]}`, "{}{}",
		strings.Repeat("[", 100_000), strings.Repeat(`{"notification":`, 11_000), strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000),
		`{"target_type":1e999,"target_value":{},"notification":{"title":[],"style":-0.0}}`,
		`{"target_type":2,"target_value":"` + DemoToken("oppo") + `","notification":{"title":"a","content":"b","notify_level":99999999999999999999,"off_line_ttl":-1}}`,
	}
}

// checkOPPO: an answer is OPPO's envelope, whatever was asked.
func checkOPPO(t *testing.T, got reply) {
	t.Helper()
	var envelope struct {
		Code    *int
		Message *string
	}
	if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || envelope.Code == nil || envelope.Message == nil || got.status != 200 {
		t.Errorf("%v: %d %s", err, got.status, got.body)
	}
}

func TestOPPOHostile(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	token := oppoToken(k)
	for _, body := range hostileJSON() {
		checkOPPO(t, k.postForm("/server/v1/auth", body, nil))
		for path, field := range map[string]string{oppoUnicastPath: "message", oppoBatchPath: "messages"} {
			checkOPPO(t, k.postForm(path, body, nil))
			checkOPPO(t, k.postForm(path, form(map[string]string{"auth_token": token, field: body}), nil))
			checkOPPO(t, k.postForm(path, form(map[string]string{"auth_token": token, field: "[" + body + "," + body + "]"}), nil))
		}
	}
}

func FuzzOPPO(f *testing.F) {
	for _, body := range hostileJSON() {
		if len(body) < 1000 {
			f.Add(body, false)
		}
	}
	f.Add(string(marshal(oppoMessage("n.category", "IM", "n.notify_level", 16))), false)
	f.Add(string(marshal([]any{oppoMessage(), oppoMessage("n.clickActionType", 1)})), true)
	k := newKit(f, Config{})
	token := oppoToken(k)
	f.Fuzz(func(t *testing.T, body string, batch bool) {
		path, field := oppoUnicastPath, "message"
		if batch {
			path, field = oppoBatchPath, "messages"
		}
		k := &kit{t, k.Emulator}
		checkOPPO(t, k.postForm(path, form(map[string]string{"auth_token": token, field: body}), nil))
		checkOPPO(t, k.postForm(path, body, nil))
	})
}
