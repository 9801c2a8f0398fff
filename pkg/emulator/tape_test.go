package emulator

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRecord: the record, member for member.
func TestRecord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reveal bool
		want   string
	}{
		{false, `{"vendor":"vivo","method":"POST","path":"/push/01234567…","url":"http://127.0.0.1:8080/push/01234567…?q=1","requestBody":"secret=***","status":200,"header":{"X-Toy":["yes"]},"body":"{\"result\":\"taken by the toy\"}","verdict":"accepted","code":"ok","time":"2026-01-02T04:00:00.000Z"}`},
		{true, `{"vendor":"vivo","method":"POST","path":"/push/0123456789abcdef","url":"http://127.0.0.1:8080/push/0123456789abcdef?q=1","requestBody":"secret=canary","status":200,"header":{"X-Toy":["yes"]},"body":"{\"result\":\"taken by the toy\"}","verdict":"accepted","code":"ok","time":"2026-01-02T04:00:00.000Z"}`},
	} {
		var b bytes.Buffer
		k := newToy(t, Config{Record: &b, Reveal: c.reveal})
		k.postForm("/push/0123456789abcdef?q=1", "secret=canary", nil)
		k.controlAsk("GET", "health", "") // is no exchange
		if diff := cmp.Diff(c.want+"\n", b.String()); diff != "" {
			t.Error(diff)
		}
	}
}

// TestReplay: what was recorded, masked or not, is answered again, in its order,
// and the last answer repeats.
func TestReplay(t *testing.T) {
	t.Parallel()
	for _, reveal := range []bool{false, true} {
		var b bytes.Buffer
		k := newToy(t, Config{Record: &b, Reveal: reveal})
		first := k.postForm("/push/0123456789abcdef", "", nil)
		second := k.postForm("/push/0123456789abcdef", "refuse=push", nil)
		k.scene(Scenario{Match: Match{Path: "/push"}, Answer: Outcome{GoAway: "Shutdown"}})
		k.scene(Scenario{Match: Match{Path: "/login", Nth: 1}, Answer: Outcome{Drop: true}})
		k.push("a")
		k.postForm("/login", "", nil)
		login := k.postForm("/login", "", nil)

		k = newToy(t, Config{Replay: &b})
		for i, want := range []reply{first, second, second} {
			got := k.postForm("/push/0123456789abcdef", "refuse=device", nil)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(reply{})); diff != "" {
				t.Errorf("reveal %t, %d: %s", reveal, i, diff)
			}
		}
		if got := k.push("a"); got.status != 0 {
			t.Errorf("%+v", got)
		}
		for i, want := range []reply{{}, login, login} {
			if diff := cmp.Diff(want, k.postForm("/login", "", nil), cmp.AllowUnexported(reply{})); diff != "" {
				t.Errorf("reveal %t, login %d: %s", reveal, i, diff)
			}
		}
		got := k.postForm("/push/another", "", nil)
		if got.status != 404 || !strings.Contains(got.body, "the record has no POST /push/another") {
			t.Errorf("%+v", got)
		}
		var verdicts []string
		for _, m := range k.Messages(Filter{}) {
			verdicts = append(verdicts, string(m.Verdict)+" "+m.Code)
		}
		want := []string{"accepted ok", "refused push", "refused push", "accepted ok", "refused "}
		if diff := cmp.Diff(want, verdicts); diff != "" {
			t.Error(diff)
		}
	}
}

// TestReplayByHand: a record may be written by hand, with what is needed alone.
func TestReplayByHand(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{Replay: strings.NewReader("\n" + `{"vendor":"vivo","method":"POST","path":"/push","status":503,"header":{"Retry-After":["9"]},"body":"later"}` + "\n\n")})
	got := k.push("a")
	if got.status != 503 || got.body != "later" || got.header.Get("Retry-After") != "9" {
		t.Errorf("%+v", got)
	}
	if m := k.Messages(Filter{})[0]; m.Verdict != Refused || m.Explanation.IsZero() {
		t.Errorf("%+v", m)
	}
	k.scene(Scenario{Answer: Outcome{Status: 502}}) // still decides first
	if got := k.push("a"); got.status != 502 {
		t.Errorf("%+v", got)
	}
}

func TestReplayBroken(t *testing.T) {
	t.Parallel()
	good := `{"vendor":"vivo","method":"POST","path":"/push","status":200,"body":""}` + "\n"
	for in, want := range map[string]string{
		good + `{"vendor"`: "line 2 of the record: it is no right JSON",
		"":                 "the record is empty",
		" \n\n":            "the record is empty",
		`{"vendor":"viwo","method":"POST","path":"/push","status":200,"body":""}`:    `line 1 of the record: there is no vendor "viwo"`,
		good + "\n" + `{"vendor":"vivo","method":"POST","status":200,"body":""}`:     "line 3 of the record: it lacks method or path",
		`{"vendor":"vivo","method":"POST","path":"/push","status":20,"body":""}`:     "line 1 of the record: status",
		`{"vendor":"vivo","method":"POST","path":"/push","statsu":200,"body":""}`:    `line 1 of the record: there is no member "statsu"`,
		`{"vendor":"vivo","method":"POST","path":"/push","status":"200","body":""}`:  "line 1 of the record: status: it should be a whole number",
		`{"vendor":"vivo","method":"POST","path":"/push","header":"X: Y","body":""}`: "line 1 of the record: header: it should be an object",
		good + strings.Repeat("x", maxTapeLine+1):                                    "line 2 of the record has more than 8388608 bytes",
	} {
		var input *InputError
		if _, err := New(Config{Replay: strings.NewReader(in)}); !errors.As(err, &input) || !strings.Contains(input.Message.EN, want) {
			t.Errorf("%.80s: %v, want %s", in, err, want)
		}
	}
	if _, err := New(Config{Replay: io.MultiReader(strings.NewReader(good), brokenReader{})}); err == nil || !strings.Contains(err.Error(), "after line 1: cable pulled") {
		t.Error(err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("cable pulled") }

// fullDisk takes one line.
type fullDisk struct{ lines int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.lines++; d.lines > 1 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

// TestRecordError: a record that cannot be written stops no answers, and is said
// to be incomplete.
func TestRecordError(t *testing.T) {
	t.Parallel()
	disk := &fullDisk{}
	k := newToy(t, Config{Record: disk})
	for i := range 4 {
		if got := k.push("a"); got.status != 200 {
			t.Errorf("%+v", got)
		}
		if err := k.RecordError(); (err != nil) != (i > 0) || err != nil && err.Error() != "writing the record: no space left" {
			t.Errorf("%d: %v", i, err)
		}
	}
	if disk.lines != 2 {
		t.Errorf("%d writes: after the first failure there is to be no further one", disk.lines)
	}
}

// FuzzReplay: no record makes the emulator fall over; what is taken is answered.
func FuzzReplay(f *testing.F) {
	f.Add(`{"vendor":"vivo","method":"POST","path":"/push","status":200,"header":{"X":["1"]},"body":"b"}`)
	f.Add(`{"vendor":"vivo","method":"POST","path":"/push","status":0,"goaway":"r","body":""}`)
	f.Add(`{"vendor":"vivo","method":"POST","path":"/push","status":204,"header":{"Content-Length":["7"]},"body":"b"}`)
	f.Add("\n[]\n{")
	f.Fuzz(func(t *testing.T, record string) {
		v := newViewer(Config{})
		if _, err := newTape(nil, strings.NewReader(record), v); err != nil {
			return
		}
		k := newToy(t, Config{Replay: strings.NewReader(record)})
		k.push("a")
	})
}
