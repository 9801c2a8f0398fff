package emulator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/text"
)

// controlAsk asks the control API; what is no GET has JSON.
func (k *kit) controlAsk(method, path, body string) reply {
	k.t.Helper()
	var header map[string]string
	if body != "" {
		header = map[string]string{"Content-Type": "application/json"}
	}
	return k.ask(method, controlPath+path, body, header)
}

// parsed is a JSON answer.
func parsed(t testing.TB, body string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return out
}

// TestControlMessages: the JSON of messages, member for member.
func TestControlMessages(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{Random: strings.NewReader(strings.Repeat("0123456789", 10))})
	k.postForm("/push", "title=hello&body=world&tokens=0123456789abcdef,short&doubt=1", map[string]string{"Authorization": "Bearer abcdefghijkl", "X-Trace": "17"})
	k.clock.advance(1500 * 1e6)
	k.postForm("/push/0123456789abcdef", "refuse=push", nil)
	got := k.controlAsk("GET", "messages", "")
	want := `{"messages":[
 {"id":"m-303132333435","vendor":"vivo","step":"send","time":"2026-01-02T04:00:00.000Z","token":"01234567…","title":"hello","body":"world",
  "data":{"n":"1"},"class":"","verdict":"accepted","code":"ok","explanation":"","warnings":["doubtful"],
  "request":{"method":"POST","url":"http://127.0.0.1:8080/push","proto":"HTTP/1.1",
   "headers":{"Authorization":"Bearer ***","Content-Type":"application/x-www-form-urlencoded","X-Trace":"17"},
   "body":"title=hello&body=world&tokens=01234567…,short&doubt=1","status":200,"answer":"{\"result\":\"taken by the toy\"}"}},
 {"id":"m-363738393031","vendor":"vivo","step":"send","time":"2026-01-02T04:00:00.000Z","token":"short","title":"hello","body":"world",
  "data":{"n":"1"},"class":"","verdict":"accepted","code":"ok","explanation":"","warnings":["doubtful"],
  "request":{"method":"POST","url":"http://127.0.0.1:8080/push","proto":"HTTP/1.1",
   "headers":{"Authorization":"Bearer ***","Content-Type":"application/x-www-form-urlencoded","X-Trace":"17"},
   "body":"title=hello&body=world&tokens=01234567…,short&doubt=1","status":200,"answer":"{\"result\":\"taken by the toy\"}"}},
 {"id":"m-323334353637","vendor":"vivo","step":"send","time":"2026-01-02T04:00:01.500Z","token":"01234567…","title":"","body":"",
  "data":{"n":"1"},"class":"","verdict":"refused","code":"push","explanation":"\"01234567…\" will not do",
  "request":{"method":"POST","url":"http://127.0.0.1:8080/push/01234567…","proto":"HTTP/1.1",
   "headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"refuse=push","status":418,"answer":"toy says push at send"}}
],"dropped":0}`
	if diff := cmp.Diff(parsed(t, want), parsed(t, got.body)); diff != "" || got.status != 200 {
		t.Errorf("%d\n%s", got.status, diff)
	}
	if got.header.Get("Content-Type") != "application/json" || got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%v", got.header)
	}
	if got := k.controlAsk("GET", "messages?token=nobody", ""); got.body != `{"messages":[],"dropped":0}`+"\n" {
		t.Error(got.body)
	}
	for query, want := range map[string]int{
		"token=0123456789abcdef": 2, "token=01234567": 0, "verdict=refused": 1, "vendor=vivo": 3, "vendor=oppo": 0,
		"since=2026-01-02T12:00:01%2B08:00": 1, "verdict=accepted&token=short": 1,
	} {
		if n := len(parsed(t, k.controlAsk("GET", "messages?"+query, "").body)["messages"].([]any)); n != want {
			t.Errorf("%s: %d messages", query, n)
		}
	}
	if got := k.controlAsk("DELETE", "messages", ""); got.status != 204 || len(k.Messages(Filter{})) != 0 || k.Refusals() != 1 {
		t.Errorf("%+v, %d refusals", got, k.Refusals())
	}
}

func TestControlWait(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.push("a,b")
	waited := make(chan reply)
	go func() { waited <- k.controlAsk("GET", "messages/wait?count=3&timeout=1m&verdict=accepted", "") }()
	k.postForm("/push", "refuse=push", nil)
	k.push("c")
	if got := <-waited; got.status != 200 || len(parsed(t, got.body)["messages"].([]any)) != 3 {
		t.Errorf("%+v", got)
	}
	if got := k.controlAsk("GET", "messages/wait?count=9&timeout=1ms", ""); got.status != 408 || len(parsed(t, got.body)["messages"].([]any)) != 4 {
		t.Errorf("%+v", got)
	}
	if got := k.controlAsk("GET", "messages/wait", ""); got.status != 200 { // one is there
		t.Errorf("%+v", got)
	}
}

// TestControlScenarios: a scenario's way from JSON to an answer, and away.
func TestControlScenarios(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	added := k.controlAsk("POST", "scenarios", `{"match":{"vendor":"vivo","nth":1},"answer":{"status":503,"retryAfter":"7s"}}`)
	id, _ := parsed(t, added.body)["id"].(string)
	if added.status != 201 || !strings.HasPrefix(id, "s-") {
		t.Fatalf("%+v", added)
	}
	if got := k.push("a"); got.status != 503 || got.header.Get("Retry-After") != "7" {
		t.Errorf("%+v", got)
	}
	want := `{"scenarios":[{"id":"` + id + `","match":{"vendor":"vivo","nth":1},"answer":{"status":503,"retryAfter":"7s"}}]}` + "\n"
	if got := k.controlAsk("GET", "scenarios", ""); got.body != want {
		t.Error(got.body)
	}
	if got := k.controlAsk("DELETE", "scenarios/"+id, ""); got.status != 204 {
		t.Errorf("%+v", got)
	}
	if got := k.controlAsk("DELETE", "scenarios/"+id, ""); got.status != 404 || !strings.Contains(got.body, id) {
		t.Errorf("%+v", got)
	}
	k.scene(Scenario{Answer: Outcome{Status: 503}})
	if got := k.controlAsk("DELETE", "scenarios", ""); got.status != 204 || len(k.Scenarios()) != 0 {
		t.Errorf("%+v", got)
	}
	if got := k.controlAsk("GET", "scenarios", ""); got.body != `{"scenarios":[]}`+"\n" {
		t.Error(got.body)
	}
}

// TestControlState: tokens, clock, quotas, and the way back.
func TestControlState(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{Tokens: []Token{{Vendor: "oppo", Token: "first", State: Expired}}})
	ok := func(method, path, body string) reply {
		t.Helper()
		got := k.controlAsk(method, path, body)
		if got.status/100 != 2 {
			t.Errorf("%s %s: %d %s", method, path, got.status, got.body)
		}
		return got
	}
	state := func(vendor, token, environment string) TokenState { return k.tokens.state(vendor, token, environment) }
	ok("POST", "tokens", `{"vendor":"oppo","token":"first"}`)
	ok("POST", "tokens", ` [{"vendor":"huawei","token":"h","state":"unregistered"},{"vendor":"apns","token":"AB","state":"registered","environment":"sandbox"}]`)
	if state("oppo", "first", "") != Registered || state("huawei", "h", "") != Unregistered || state("apns", "ab", Production) != WrongEnvironment {
		t.Error("the tokens are not as they were set")
	}
	if got := ok("POST", "clock", `{"advance":"25h"}`); got.body != `{"time":"2026-01-03T05:00:00.000Z"}`+"\n" {
		t.Error(got.body)
	}
	if got := ok("POST", "clock", `{"set":"2030-05-06T07:08:09+08:00"}`); got.body != `{"time":"2030-05-05T23:08:09.000Z"}`+"\n" {
		t.Error(got.body)
	}
	if got := ok("GET", "health", ""); got.body != `{"status":"ok","version":"devel","time":"2030-05-05T23:08:09.000Z"}`+"\n" {
		t.Error(got.body)
	}
	ok("POST", "quota", `{"vendor":"vivo","limit":3}`)
	if within, limit := k.quotas.take("vivo", 5, noon); within != 3 || limit != 3 {
		t.Errorf("%d of %d", within, limit)
	}
	ok("POST", "quota", `{"vendor":"vivo","limit":null}`)
	if within, _ := k.quotas.take("vivo", 5, noon); within != 5 {
		t.Errorf("%d", within)
	}
	k.postForm("/push", "refuse=push", nil)
	k.scene(Scenario{Answer: Outcome{Status: 503}})
	ok("POST", "reset", "")
	if len(k.Messages(Filter{})) != 0 || len(k.Scenarios()) != 0 || k.Refusals() != 1 || !k.Now().Equal(noon) || state("oppo", "first", "") != Expired || state("huawei", "h", "") != Registered {
		t.Error("something is not as at the start")
	}
}

// TestControlRefusals: what is refused, with which status and words.
func TestControlRefusals(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for _, c := range []struct {
		method, path, body string
		status             int
		id, message        string
	}{
		{"GET", "nothing", "", 404, "not-found", "/_offpush/v1/nothing"},
		{"GET", "", "", 404, "not-found", ""},
		{"GET", "/health", "", 404, "not-found", "/_offpush/v1//health"},
		{"GET", "health/", "", 404, "not-found", "/_offpush/v1/health/"},
		{"GET", "./health", "", 404, "not-found", ""},
		{"PUT", "messages", "", 405, "bad-method", "there is GET, DELETE"},
		{"GET", "reset", "", 405, "bad-method", "there is POST"},
		{"GET", "messages?vendor=nokia", "", 400, "bad-request", `no vendor "nokia"`},
		{"GET", "messages?verdict=maybe", "", 400, "bad-request", `"maybe"`},
		{"GET", "messages?since=yesterday", "", 400, "bad-request", `"yesterday"`},
		{"GET", "messages?since=2026-01-02T12:00:01+08:00", "", 400, "bad-request", "%2B"},
		{"GET", "messages?tokn=a", "", 400, "bad-request", `no parameter "tokn"; there are vendor, token, verdict, since`},
		{"GET", "messages?token=a&token=b", "", 400, "bad-request", "token may be there once only"},
		{"GET", "messages?token=%zz", "", 400, "bad-request", "the query is wrong"},
		{"DELETE", "messages?vendor=vivo", "", 400, "bad-request", "vendor"},
		{"GET", "messages/wait?count=0", "", 400, "bad-request", "count"},
		{"GET", "messages/wait?count=10001", "", 400, "bad-request", "count"},
		{"GET", "messages/wait?timeout=5", "", 400, "bad-request", "no duration"},
		{"GET", "messages/wait?timeout=301s", "", 400, "bad-request", "timeout"},
		{"GET", "messages/wait?timeout=-1s", "", 400, "bad-request", "timeout"},
		{"POST", "scenarios", "", 400, "bad-request", "there is no JSON"},
		{"POST", "scenarios", `{"answer":{"staus":1}}`, 400, "bad-request", `"staus"`},
		{"POST", "scenarios?x=1", `{"answer":{"drop":true}}`, 400, "bad-request", `no parameter "x"; there are none here`},
		{"POST", "scenarios", `{"match":{"vendor":"vivo"},"answer":{"code":"7"}}`, 400, "bad-request", `vivo has no code "7" that is known; the codes of vivo are words`},
		{"POST", "reset", `{"x":1}`, 400, "bad-request", `no member "x"`},
		{"POST", "reset?x=1", "", 400, "bad-request", `no parameter "x"`},
		{"GET", "health?x=1", "", 400, "bad-request", `no parameter "x"`},
		{"POST", "tokens", `{"vendor":"oppo"}`, 400, "bad-request", "token is empty"},
		{"POST", "tokens", `[{"vendor":"oppo","token":"a"},{"vendor":"oppo","token":"b","state":"gone"}]`, 400, "bad-request", `item 2: there is no token state "gone"`},
		{"POST", "tokens", `[{"vendor":"oppo","token":"a"},{"vendor":7}]`, 400, "bad-request", "vendor: it should be a string"},
		{"POST", "clock", `{"advance":25}`, 400, "bad-request", `advance: it should be a duration like "400ms", not number`},
		{"POST", "clock", `{`, 400, "bad-request", "it is no right JSON: the JSON breaks off after byte 1"},
		{"POST", "clock", `{}`, 400, "bad-request", "one of advance"},
		{"POST", "clock", `{"advance":"1h","set":"2026-01-02T12:00:01Z"}`, 400, "bad-request", "one of advance"},
		{"POST", "clock", `{"set":"noon"}`, 400, "bad-request", `"noon"`},
		{"POST", "clock", `{"set":"1999-01-02T12:00:01Z"}`, 400, "bad-request", "2000"},
		{"POST", "clock", `{"advance":"2000000h"}`, 400, "bad-request", "2100"},
		{"POST", "quota", `{"vendor":"vivo"}`, 400, "bad-request", "no limit"},
		{"POST", "quota", `{"vendor":"vivo","limit":-1}`, 400, "bad-request", "negative"},
		{"POST", "quota", `{"vendor":"vivo","limit":1.5}`, 400, "bad-request", "whole number or null"},
		{"POST", "quota", `{"vendor":"fcm","limit":1}`, 400, "bad-request", "no daily limit"},
		{"GET", "report?format=yaml", "", 400, "bad-request", `"yaml"`},
		{"POST", "scenarios", strings.Repeat(" ", maxBody+1), 413, "too-large", "1048576"},
		{"POST", "scenarios", strings.Repeat("[", 100_000), 400, "bad-request", ""},
	} {
		got := k.controlAsk(c.method, c.path, c.body)
		e, _ := parsed(t, got.body)["error"].(map[string]any)
		message, _ := e["message"].(string)
		if got.status != c.status || e["id"] != c.id || !strings.Contains(message, c.message) {
			t.Errorf("%s %s %.60s: %d %.300s", c.method, c.path, c.body, got.status, got.body)
		}
	}
	if k.tokens.state("oppo", "a", "") != Registered || len(k.tokens.named) != 0 {
		t.Error("of a list with a mistake something was set")
	}
	if got := k.controlAsk("PUT", "messages", ""); got.header.Get("Allow") != "GET, DELETE" {
		t.Errorf("%v", got.header)
	}
	if len(k.Messages(Filter{})) != 0 {
		t.Error("the control API's requests are in the inbox")
	}
	zh := newToy(t, Config{Lang: text.ZH})
	for body, want := range map[string]string{
		`{"advance":true}`: `advance：应为时间长度，如 \"400ms\"，不能是布尔值`, `{"advance":`: "不是正确的 JSON：JSON 到第 11 字节就断了",
		`{"advance" 1}`: `JSON 在第 12 字节处不应有 '1'`,
	} {
		if got := zh.controlAsk("POST", "clock", body); !strings.Contains(got.body, want) {
			t.Error(got.body)
		}
	}
	if got := zh.controlAsk("GET", "nothing", ""); !strings.Contains(got.body, "控制接口没有") {
		t.Error(got.body)
	}
}

// TestControlStrangers: requests that a web page may have caused are refused.
func TestControlStrangers(t *testing.T) {
	t.Parallel()
	near, far := Config{}, Config{AllowRemote: true, HTTPListen: "push.lan:8080"}
	form := "application/x-www-form-urlencoded"
	for _, c := range []struct {
		name   string
		config Config
		url    string
		header map[string]string
		status int
	}{
		{"address", near, "http://127.0.0.1:8080", nil, 204},
		{"IPv6", near, "http://[::1]:8080", nil, 204},
		{"localhost", near, "http://localhost:8080", nil, 204},
		{"rebound name", near, "http://evil.example:8080", nil, 403},
		{"a vendor's host", near, "http://api.push.oppomobile.com", nil, 403},
		{"another address", near, "http://192.168.1.2:8080", nil, 403},
		{"another address, remote", far, "http://192.168.1.2:8080", nil, 204},
		{"its own name, remote", far, "http://push.lan:8080", nil, 204},
		{"rebound name, remote", far, "http://evil.example:8080", nil, 403},
		{"its own page", near, "http://127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:8080"}, 204},
		{"a page of another port", near, "http://127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:3000"}, 403},
		{"a page", near, "http://127.0.0.1:8080", map[string]string{"Origin": "https://evil.example"}, 403},
		{"a page without a name", near, "http://127.0.0.1:8080", map[string]string{"Origin": "null"}, 403},
		{"a page's form", near, "http://127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"typed in", near, "http://127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "none"}, 204},
		{"a form", near, "http://127.0.0.1:8080", map[string]string{"Content-Type": form}, 415},
		{"no type", near, "http://127.0.0.1:8080", map[string]string{"Content-Type": ""}, 415},
		{"plain text", near, "http://127.0.0.1:8080", map[string]string{"Content-Type": "text/plain; a=application/json"}, 415},
		{"JSON in UTF-8", near, "http://127.0.0.1:8080", map[string]string{"Content-Type": "application/json; charset=utf-8"}, 204},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newToy(t, c.config)
			header := map[string]string{"Content-Type": "application/json"}
			for name, value := range c.header {
				header[name] = value
			}
			got := k.ask("POST", c.url+controlPath+"tokens", `{"vendor":"vivo","token":"a","state":"expired"}`, header)
			if got.status != c.status {
				t.Errorf("%d %s", got.status, got.body)
			}
			if set := k.tokens.state("vivo", "a", "") == Expired; set != (c.status == 204) {
				t.Errorf("set: %t", set)
			}
		})
	}
}

// TestControlPort: the control API is on the port for plain HTTP.
func TestControlPort(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for _, w := range wires(t, k) {
		answer, err := w.Get(w.url + controlPath + "health")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if want := map[int]int{1: 200, 2: 404}[w.proto]; answer.StatusCode != want {
			t.Errorf("%s: %d, want %d", w.url, answer.StatusCode, want)
		}
	}
}
