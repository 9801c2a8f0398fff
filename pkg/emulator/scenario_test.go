package emulator

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestScenarioAnswer: what the client gets, and what the inbox says of it.
func TestScenarioAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answer  Outcome
		path    string
		status  int
		body    string
		verdict Verdict // of the messages
		code    string
	}{
		{"a code at its place", Outcome{Code: "push"}, "/push", 418, "toy says push at send", Refused, "push"},
		{"a code of the login", Outcome{Code: "login"}, "/login", 418, "toy says login at auth", Refused, "login"},
		{"not at the login", Outcome{Code: "push"}, "/login", 200, `{"result":"taken by the toy"}`, "", ""},
		{"not at the push", Outcome{Code: "login"}, "/push", 200, `{"result":"taken by the toy"}`, Accepted, "ok"},
		{"a code of both, login", Outcome{Code: "both"}, "/login", 418, "toy says both at auth", Refused, "both"},
		{"a code of both, push", Outcome{Code: "both"}, "/push", 418, "toy says both at send", Refused, "both"},
		{"a code of tokens", Outcome{Code: "device"}, "/push", 200, "toy says device at target", Refused, "device"},
		{"a code of receipts", Outcome{Code: "later"}, "/push", 418, "toy says later at send", Refused, "later"},
		{"an unknown code", Outcome{Code: "what?"}, "/push", 418, "toy says what? at send", Refused, "what?"},
		{"an unknown code, login", Outcome{Code: "what?"}, "/login", 200, `{"result":"taken by the toy"}`, "", ""},
		{"success", Outcome{Code: "ok"}, "/push", 200, `{"result":"taken by the toy"}`, Accepted, "ok"},
		{"status", Outcome{Status: 429}, "/push", 429, "Too Many Requests\n", Refused, ""},
		{"a gateway's", Outcome{Status: 502}, "/login", 502, "<center><h1>502 Bad Gateway</h1></center>", Refused, ""},
		{"a status without words", Outcome{Status: 599}, "/push", 599, "Status 599\n", Refused, ""},
		{"no content", Outcome{Status: 204}, "/push", 204, "", Accepted, ""},
		{"status and code", Outcome{Status: 500, Code: "push"}, "/push", 500, "toy says push at send", Refused, "push"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newToy(t, Config{})
			id := k.scene(Scenario{Answer: c.answer})
			got := k.postForm(c.path, "tokens=a,b", nil)
			if got.status != c.status || !strings.Contains(got.body, c.body) {
				t.Errorf("%d %q", got.status, got.body)
			}
			messages := k.Messages(Filter{})
			if c.verdict == "" && len(messages) != 0 || c.verdict != "" && len(messages) == 0 {
				t.Errorf("%d messages", len(messages))
			}
			for _, m := range messages {
				if m.Verdict != c.verdict || m.Code != c.code || m.Request.Status != c.status {
					t.Errorf("%+v", m)
				}
				if m.Verdict == Refused && (m.Request.Scenario != id || !strings.Contains(m.Explanation.EN, id) || m.Explanation.ZH == "") {
					t.Errorf("%q does not tell the scenario %s", m.Explanation.EN, id)
				}
			}
		})
	}
}

// TestScenarioMatch: which of the requests a scenario takes.
func TestScenarioMatch(t *testing.T) {
	t.Parallel()
	half := 0.5
	never := 0.0
	for _, c := range []struct {
		name  string
		match Match
		want  string // a letter for each request: x for those taken
	}{
		{"all", Match{}, "xxxxxx"},
		{"vendor", Match{Vendor: "vivo"}, "xxxxxx"},
		{"another vendor", Match{Vendor: "oppo"}, "......"},
		{"path", Match{Path: "/push"}, ".xxx.."},
		{"beginning of a path", Match{Path: "/push*"}, ".xxxx."},
		{"any path", Match{Path: "*"}, "xxxxxx"},
		{"any beginning", Match{Path: "*/ABC"}, "....x."},
		{"any middle", Match{Path: "/p*h"}, ".xxx.."},
		{"several", Match{Path: "*us*/*"}, "....x."},
		{"the ends do not overlap", Match{Path: "/push*push"}, "......"},
		{"in another order", Match{Path: "*ABC*push*"}, "......"},
		{"token", Match{Token: "b"}, "..xx.."},
		{"token in a path", Match{Token: "ABC"}, "....x."},
		{"nth", Match{Nth: 2}, ".x...."},
		{"nth of a path", Match{Nth: 2, Path: "/push"}, "..x..."},
		{"nth of a token", Match{Nth: 2, Token: "b"}, "...x.."},
		{"never", Match{Probability: &never}, "......"},
		{"by chance", Match{Probability: &half, Seed: 7}, "x.x..x"},
		{"by the same chance", Match{Probability: &half, Seed: 7}, "x.x..x"},
		{"by another chance", Match{Probability: &half, Seed: 8}, "x..x.."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := newToy(t, Config{})
			k.scene(Scenario{Match: c.match, Answer: Outcome{Status: 503}})
			got := ""
			for _, r := range []struct{ path, body string }{
				{"/login", ""}, {"/push", "tokens=a"}, {"/push", "tokens=a,b"}, {"/push", "tokens=b"}, {"/push/ABC", ""}, {"/login", ""},
			} {
				got += map[int]string{200: ".", 503: "x"}[k.postForm(r.path, r.body, nil).status]
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestScenarioPath: with a path, the user says where a code is to be.
func TestScenarioPath(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.scene(Scenario{Match: Match{Path: "/login"}, Answer: Outcome{Code: "device"}})
	if got := k.postForm("/login", "", nil); got.body != "toy says device at auth" {
		t.Errorf("%+v", got)
	}
}

func TestScenarioOrder(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	first := k.scene(Scenario{Match: Match{Nth: 1}, Answer: Outcome{Status: 501}})
	second := k.scene(Scenario{Answer: Outcome{Status: 502}})
	k.scene(Scenario{Answer: Outcome{Status: 503}})
	statuses := func() (out []int) {
		for range 2 {
			out = append(out, k.push("a").status)
		}
		return out
	}
	if diff := cmp.Diff([]int{501, 502}, statuses()); diff != "" {
		t.Error(diff)
	}
	if all := k.Scenarios(); len(all) != 3 || all[0].ID != first || all[1].ID != second {
		t.Errorf("%+v", all)
	}
	if !k.RemoveScenario(second) || k.RemoveScenario(second) || k.RemoveScenario("") {
		t.Error("a scenario is removed once")
	}
	if diff := cmp.Diff([]int{503, 503}, statuses()); diff != "" {
		t.Error(diff)
	}
	k.ClearScenarios()
	k.scene(Scenario{Answer: Outcome{Status: 504}})
	k.Reset()
	if diff := cmp.Diff([]int{200, 200}, statuses()); diff != "" {
		t.Error(diff)
	}
}

// TestScenarioNths: each scenario counts the calls that it matches, those that
// another one answered too.
func TestScenarioNths(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for _, s := range []Scenario{
		{Match: Match{Nth: 1}, Answer: Outcome{Status: 503}},
		{Match: Match{Nth: 2}, Answer: Outcome{Status: 429}},
		{Match: Match{Nth: 2}, Answer: Outcome{Status: 502}},
		{Match: Match{Nth: 4, Path: "*"}, Answer: Outcome{Status: 504}},
	} {
		k.scene(s)
	}
	var got []int
	for range 5 {
		got = append(got, k.push("a").status)
	}
	if diff := cmp.Diff([]int{503, 429, 200, 504, 200}, got); diff != "" {
		t.Error(diff)
	}
}

func TestScenarioLimit(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for range maxScenarios {
		k.scene(Scenario{Answer: Outcome{Status: 503}})
	}
	var input *InputError
	if _, err := k.AddScenario(Scenario{Answer: Outcome{Status: 503}}); !errors.As(err, &input) {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer Outcome
		status int
		after  string
	}{
		{Outcome{Status: 429, RetryAfter: Duration(5 * time.Second)}, 429, "5"},
		{Outcome{Status: 429, RetryAfter: Duration(1500 * time.Millisecond)}, 429, "2"},
		{Outcome{RetryAfter: Duration(time.Minute)}, 200, "60"},
		{Outcome{Status: 429}, 429, ""},
	} {
		k := newToy(t, Config{})
		k.scene(Scenario{Answer: c.answer})
		if got := k.push("a"); got.status != c.status || got.header.Get("Retry-After") != c.after {
			t.Errorf("%+v: %d, after %q", c.answer, got.status, got.header.Get("Retry-After"))
		}
	}
}

// TestScenarioJSON: the JSON of scenarios, and what is refused.
func TestScenarioJSON(t *testing.T) {
	t.Parallel()
	whole := `{"match":{"vendor":"huawei","token":"t","path":"/v1/*","nth":2,"probability":0,"seed":18446744073709551615},` +
		`"answer":{"code":"80300007","status":503,"delay":"400ms","drop":true,"retryAfter":"1m0s"}}`
	var s Scenario
	if err := decode([]byte(whole), &s); err != nil {
		t.Fatal(err)
	}
	zero := 0.0
	want := Scenario{
		Match:  Match{Vendor: "huawei", Token: "t", Path: "/v1/*", Nth: 2, Probability: &zero, Seed: 1<<64 - 1},
		Answer: Outcome{Code: "80300007", Status: 503, Delay: Duration(400 * time.Millisecond), Drop: true, RetryAfter: Duration(time.Minute)},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if back, err := json.Marshal(s); err != nil || string(back) != whole {
		t.Errorf("%s %v", back, err)
	}
	if err := s.check(); err != nil {
		t.Error(err)
	}

	for in, want := range map[string]string{
		``:                             "there is no JSON",
		`{"answer":{"statsu":503}}`:    `there is no member "statsu"`,
		`{"anwser":{"status":503}}`:    `there is no member "anwser"`,
		`{"answer":{"status":"503"}}`:  "answer.status: it should be a whole number, not string",
		`{"answer":{"drop":1}}`:        "answer.drop: it should be true or false, not number",
		`{"answer":{"delay":400}}`:     `answer.delay: it should be a duration like "400ms", not number`,
		`{"answer":{"delay":"400"}}`:   `"400" is no duration`,
		`{"answer":{"status":503}`:     "it is no right JSON",
		`{"answer":{"status":503}} {}`: "something follows",
		`[]`:                           "JSON: it should be an object, not array",
		`{"match":{"probability":"high"},"answer":{"drop":true}}`: "match.probability: it should be a number",

		`{}`:                                                          "answer is empty",
		`{"match":{"vendor":"vivo"}}`:                                 "answer is empty",
		`{"answer":{"status":99}}`:                                    "answer.status",
		`{"answer":{"status":600}}`:                                   "answer.status",
		`{"answer":{"delay":"-1s"}}`:                                  "answer.delay: it is from 0 to 5m0s, and cannot be -1s",
		`{"answer":{"delay":"5m1s"}}`:                                 "answer.delay",
		`{"answer":{"slow":"6m"}}`:                                    "answer.slow",
		`{"answer":{"retryAfter":"25h"}}`:                             "answer.retryAfter",
		`{"answer":{"drop":true,"reset":true}}`:                       "only one of drop, reset",
		`{"answer":{"truncate":true,"goaway":"Shutdown"}}`:            "only one of truncate, goaway",
		`{"answer":{"slow":"1s","reset":true}}`:                       "after reset there is no body",
		`{"match":{"vendor":"nokia"},"answer":{"drop":true}}`:         `there is no vendor "nokia"`,
		`{"match":{"nth":-1},"answer":{"drop":true}}`:                 "match.nth",
		`{"match":{"probability":1.01},"answer":{"drop":true}}`:       "match.probability",
		`{"match":{"probability":-0.5},"answer":{"drop":true}}`:       "match.probability",
		`{"match":{"path":"v1/messages"},"answer":{"status":503}}`:    "match.path",
		`{"match":{"nth":1.5},"answer":{"status":503}}`:               "match.nth: it should be a whole number",
		`{"match":{"seed":-1,"nth":1},"answer":{"status":503}}`:       "match.seed: it should be a whole number",
		`{"match":{"token":["a"],"nth":1},"answer":{"status":503}}`:   "match.token: it should be a string",
		`{"answer":{"goaway":true}}`:                                  "answer.goaway: it should be a string",
		`{"answer":{"status":503},"match":{"\u202evendor":"huawei"}}`: "there is no member",
	} {
		var s Scenario
		err := decode([]byte(in), &s)
		if err == nil {
			err = s.check()
		}
		var input *InputError
		if !errors.As(err, &input) || !strings.Contains(input.Message.EN, want) {
			t.Errorf("%s: %v, want %s", in, err, want)
		} else if input.Message.ZH == "" || input.Message.ZH == input.Message.EN {
			t.Errorf("%s: no Chinese", in)
		}
	}
}

// FuzzScenario: whatever JSON comes, a scenario that is taken can be written and
// read again.
func FuzzScenario(f *testing.F) {
	f.Add(`{"match":{"vendor":"huawei","nth":2},"answer":{"code":"80300007","delay":"400ms"}}`)
	f.Add(`{"answer":{"status":503,"retryAfter":"5s"}}`)
	f.Add(`{"match":{"probability":1e-9},"answer":{"goaway":"Shutdown"}}`)
	f.Add(`[{}]`)
	f.Fuzz(func(t *testing.T, in string) {
		var s, again Scenario
		if decode([]byte(in), &s) != nil || s.check() != nil {
			return
		}
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := decode(data, &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again); diff != "" {
			t.Error(diff)
		}
	})
}

// TestSilence: a client that gets no answer is written down so.
func TestSilence(t *testing.T) {
	t.Parallel()
	for _, o := range []Outcome{{Drop: true}, {Reset: true}, {GoAway: "Shutdown"}} {
		k := newToy(t, Config{})
		k.scene(Scenario{Answer: o})
		if got := k.push("a"); got.status != 0 {
			t.Errorf("%+v: %+v", o, got)
		}
		if m := k.Messages(Filter{})[0]; m.Verdict != Accepted || m.Request.Status != 0 || m.Request.Answer != "" {
			t.Errorf("%+v: %+v", o, m.Request)
		}
	}
}
