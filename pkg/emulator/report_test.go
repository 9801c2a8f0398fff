package emulator

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/offpush/offpush/pkg/text"
)

// someTraffic is a bit of everything.
func someTraffic(k *kit) {
	k.push("0123456789abcdef,b")
	k.postForm("/push", "tokens=0123456789abcdef&refuse=push", nil)
	k.postForm("/push", "tokens=c&refuse=push", nil)
	k.postForm("/login", "refuse=login", nil)
	k.postForm("/login", "", nil)
	k.ask("POST", "/nowhere", "", nil)
	k.ask("HEAD", "/", "", nil)
	k.ask("POST", "http://www.example.com/push", "", nil)
}

func (k *kit) reported(format string) string {
	k.t.Helper()
	var b bytes.Buffer
	if err := k.WriteReport(&b, format); err != nil {
		k.t.Fatal(err)
	}
	return b.String()
}

func TestReportJSON(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{Random: strings.NewReader(strings.Repeat("0123456789", 10))})
	someTraffic(k)
	const at = `"time":"2026-01-02T04:00:00.000Z"`
	want := `{"version":1,"accepted":2,"refused":4,"byScenario":0,"stray":2,"dropped":0,
 "vendors":[
  {"vendor":"vivo","accepted":2,"refused":3,"codes":[
   {"step":"auth","verdict":"refused","code":"login","count":1,"explanation":"\"\" will not do"},
   {"step":"send","verdict":"accepted","code":"ok","count":2},
   {"step":"send","verdict":"refused","code":"push","count":2,"explanation":"\"01234567…\" will not do"}]},
  {"vendor":"","accepted":0,"refused":1,"codes":[
   {"step":"send","verdict":"refused","code":"","count":2,"stray":true,"explanation":"no vendor has this path: /"},
   {"step":"send","verdict":"refused","code":"","count":1,"explanation":"no vendor has this path: /nowhere"}]}],
 "refusals":[
  {"id":"m-323334353637","vendor":"vivo","step":"send",` + at + `,"token":"01234567…","method":"POST","url":"http://127.0.0.1:8080/push","status":418,"code":"push","explanation":"\"01234567…\" will not do"},
  {"id":"m-383930313233","vendor":"vivo","step":"send",` + at + `,"token":"c","method":"POST","url":"http://127.0.0.1:8080/push","status":418,"code":"push","explanation":"\"c\" will not do"},
  {"id":"m-343536373839","vendor":"vivo","step":"auth",` + at + `,"token":"","method":"POST","url":"http://127.0.0.1:8080/login","status":418,"code":"login","explanation":"\"\" will not do"},
  {"id":"m-303132333435","vendor":"","step":"send",` + at + `,"token":"","method":"POST","url":"http://127.0.0.1:8080/nowhere","status":404,"code":"","explanation":"no vendor has this path: /nowhere"}]}`
	got := k.reported("json")
	if diff := cmp.Diff(parsed(t, want), parsed(t, got)); diff != "" {
		t.Error(diff)
	}
	if asked := k.controlAsk("GET", "report", ""); asked.body != got || asked.header.Get("Content-Type") != "application/json" {
		t.Errorf("%v %s", asked.header, asked.body)
	}
	if k.Refusals() != 4 {
		t.Errorf("%d refusals", k.Refusals())
	}
	if empty := newToy(t, Config{}).reported("json"); empty != `{"version":1,"accepted":0,"refused":0,"byScenario":0,"stray":0,"dropped":0,"vendors":[],"refusals":[]}`+"\n" {
		t.Error(empty)
	}
}

func TestReportJUnit(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{Lang: text.ZH})
	someTraffic(k)
	got := k.controlAsk("GET", "report?format=junit", "")
	if got.header.Get("Content-Type") != "application/xml" {
		t.Errorf("%v", got.header)
	}
	var suites junit.Testsuites
	if err := xml.Unmarshal([]byte(got.body), &suites); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range suites.Suites {
		lines = append(lines, fmt.Sprintf("%s %d/%d", s.Name, s.Failures, s.Tests))
		for _, c := range s.Testcases {
			line := c.Classname + ": " + c.Name
			if c.Failure != nil {
				line += ": " + c.Failure.Message + fmt.Sprintf(" [%d]", strings.Count(c.Failure.Data, "\n"))
			} else if c.Skipped != nil {
				line += ": skipped: " + c.Skipped.Message
			} else {
				line += ": " + c.SystemOut.Data
			}
			lines = append(lines, line)
		}
	}
	want := []string{
		"vivo 2/3",
		"offpush.vivo: auth refused login: token \"\" 不行（1 次） [1]",
		"offpush.vivo: send accepted ok: 2 次",
		"offpush.vivo: send refused push: token \"01234567…\" 不行（2 次） [2]",
		"no vendor 1/2",
		"offpush.no-vendor: send refused: skipped: 没有厂商有这个地址：/（2 次）",
		"offpush.no-vendor: send refused: 没有厂商有这个地址：/nowhere（1 次） [1]",
	}
	if diff := cmp.Diff(want, lines); diff != "" || suites.Tests != 5 || suites.Failures != 3 {
		t.Errorf("%d/%d %s", suites.Failures, suites.Tests, diff)
	}
	if !strings.Contains(got.body, "2026-01-02T04:00:00.000Z POST http://127.0.0.1:8080/push 418 01234567…: token ") {
		t.Error(got.body)
	}
}

// TestReportScripted: what a scenario refuses is listed and is no failure, for a
// test asked for it. What is refused besides is one, alike or not.
func TestReportScripted(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	id := k.scene(Scenario{Match: Match{Nth: 1}, Answer: Outcome{Code: "push"}})
	k.scene(Scenario{Match: Match{Nth: 2}, Answer: Outcome{Status: 503}})
	k.scene(Scenario{Answer: Outcome{Delay: 1}}) // which gives no verdict
	for range 3 {
		k.push("a")
	}
	if k.Refusals() != 0 || len(k.Messages(Filter{Verdict: Refused})) != 2 {
		t.Errorf("%d refusals", k.Refusals())
	}
	k.postForm("/push", "tokens=b&refuse=push", nil)
	if k.Refusals() != 1 {
		t.Errorf("%d refusals, want that of the emulator itself", k.Refusals())
	}
	r := k.summary()
	if r.Accepted != 1 || r.Refused != 3 || r.Scripted != 2 || len(r.Refusals) != 3 {
		t.Errorf("%+v", r)
	}
	var lines []string
	for _, c := range r.Vendors[0].Codes {
		j := caseOf("vivo", "vivo", c, r.Refusals, text.EN)
		switch {
		case j.Failure != nil:
			lines = append(lines, j.Name+": failed "+fmt.Sprint(strings.Count(j.Failure.Data, "\n")))
		case j.Skipped != nil:
			lines = append(lines, j.Name+": "+strings.ReplaceAll(j.Skipped.Message, id, "ID"))
		}
	}
	want := []string{"send refused: the scenario", "send refused push: failed 1", "send refused push: the scenario ID: what push means (1 message)"}
	if len(lines) == len(want) {
		lines[0] = lines[0][:len(want[0])]
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// TestReportHostile: what comes in cannot break the XML.
func TestReportHostile(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	k.postForm("/push", "tokens=%00%1b]]></failure>&refuse=%01]]></failure>", nil)
	if err := xml.Unmarshal([]byte(k.reported("junit")), &junit.Testsuites{}); err != nil {
		t.Error(err)
	}
}

// TestReportCounts: the counts are right also when messages were dropped, and with
// more codes than are told apart.
func TestReportCounts(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	for n := range maxLines + 10 {
		k.postForm("/push", fmt.Sprintf("tokens=a,b,c,d,e,f&refuse=%d", n), nil)
	}
	r := k.summary()
	if want := (maxLines + 10) * 6; r.Refused != want || k.Refusals() != want || r.Dropped != want-maxMessages {
		t.Errorf("%d refused, %d dropped", r.Refused, r.Dropped)
	}
	codes := r.Vendors[0].Codes
	if last := codes[len(codes)-1]; len(codes) != maxLines+1 || last.Code != "…" || last.Count != 60 {
		t.Errorf("%d codes, the last one is %+v", len(codes), last)
	}
	if len(r.Refusals) != maxRefusals {
		t.Errorf("%d refusals are listed", len(r.Refusals))
	}
	k.Reset()
	if r := k.summary(); r.Refused != k.Refusals() || len(r.Vendors) != 1 || len(r.Refusals) != 0 || r.Dropped != 0 || k.Refusals() == 0 {
		t.Errorf("after a reset: %d refused, %d vendors", r.Refused, len(r.Vendors))
	}
}

func TestReportFormat(t *testing.T) {
	t.Parallel()
	var input *InputError
	if err := newToy(t, Config{}).WriteReport(&bytes.Buffer{}, "pdf"); !errors.As(err, &input) || !strings.Contains(input.Message.EN, "json, junit") {
		t.Error(err)
	}
}
