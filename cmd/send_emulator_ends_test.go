package cmd

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
)

// refusal is a code with which the rig's vendor refuses a push.
func (r *rig) refusal(t *testing.T) catalog.Code {
	t.Helper()
	codes := r.push().Codes
	i := slices.IndexFunc(codes, func(c catalog.Code) bool {
		return c.At == catalog.AtSend && c.Class != catalog.ClassNone && r.gives(c) && c.Code != "BadDeviceToken" && inDetail[r.name+" "+c.Code] == struct{ code, more string }{}
	})
	if i < 0 {
		t.Fatalf("%s has no code", r.name)
	}
	return codes[i]
}

// TestSendEmulatorMatch: scenarios choose the pushes of send that they should, and
// leave the others and the login alone.
func TestSendEmulatorMatch(t *testing.T) {
	t.Parallel()
	never, always := 0.0, 1.0
	eachRig(t, func(t *testing.T, s *stage) {
		code := s.refusal(t)
		no, yes := s.refused(code), s.accepted()
		for _, c := range []struct {
			name  string
			match emulator.Match
			want  []heard // of one push after the other
		}{
			{"all", emulator.Match{}, []heard{no, no}},
			{"the second", emulator.Match{Nth: 2}, []heard{yes, no, yes}},
			{"never", emulator.Match{Probability: &never}, []heard{yes, yes, yes}},
			{"always", emulator.Match{Probability: &always}, []heard{no, no, no}},
			{"the token", emulator.Match{Token: emulator.DemoToken(s.vendor)}, []heard{no}},
			{"another token", emulator.Match{Token: emulator.DemoToken(s.vendor) + "1"}, []heard{yes}},
			{"the path", emulator.Match{Path: s.path}, []heard{no}},
			{"another path", emulator.Match{Path: s.path[:len(s.path)-1] + "/"}, []heard{yes}},
		} {
			s.only(c.match, emulator.Outcome{Code: code.Code})
			for i, want := range c.want {
				got, said := s.send("--no-cache")
				if d := diff(want, got); d != "" {
					t.Errorf("%s, push %d: %s\n%s", c.name, i+1, said.Meaning, d)
				}
			}
		}
	})
}

// TestSendEmulatorPatience: what is only late, or comes in pieces, is an answer
// like any other.
func TestSendEmulatorPatience(t *testing.T) {
	t.Parallel()
	const while = emulator.Duration(20 * time.Millisecond)
	eachRig(t, func(t *testing.T, s *stage) {
		code := s.refusal(t)
		for step := range s.unanswered("", "") {
			for name, o := range map[string]emulator.Outcome{"delay": {Delay: while}, "slow": {Slow: while}, "both": {Delay: while, Slow: while}} {
				s.only(emulator.Match{Nth: step}, o)
				got, said := s.send("--no-cache")
				if d := diff(s.accepted(), got); d != "" {
					t.Errorf("%s, request %d: %s\n%s", name, step, said.Meaning, d)
				}
			}
		}
		s.only(emulator.Match{}, emulator.Outcome{Code: code.Code, Delay: while, Slow: while})
		got, said := s.send("--no-cache")
		if d := diff(s.refused(code), got); d != "" {
			t.Errorf("a refusal: %s\n%s", said.Meaning, d)
		}
	})
}

// TestSendEmulatorTruncated: half of an answer is none, whatever it would have
// said.
func TestSendEmulatorTruncated(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		id := "truncated"
		if s.http2 { // where the stream is reset
			id = "reset"
		}
		for step, want := range s.unanswered(id, catalog.ClassTransient) {
			if !s.http2 { // an acceptance by APNs has no body
				want.Status = 200
			}
			s.only(emulator.Match{Nth: step}, emulator.Outcome{Truncate: true})
			got, said := s.send("--no-cache")
			if d := diff(want, got); d != "" {
				t.Errorf("request %d: %s\n%s", step, said.Meaning, d)
			}
		}
		code := s.refusal(t)
		push := s.unanswered(id, catalog.ClassTransient)[s.pushNumber()]
		push.Status = s.refused(code).Status
		for name, o := range map[string]emulator.Outcome{"a refusal": {Code: code.Code, Truncate: true}, "a refusal, slowly": {Code: code.Code, Truncate: true, Slow: emulator.Duration(20 * time.Millisecond)}} {
			s.only(emulator.Match{}, o)
			got, said := s.send("--no-cache")
			if d := diff(push, got); d != "" {
				t.Errorf("%s: %s\n%s", name, said.Meaning, d)
			}
		}
	})
}

// pushNumber is the number of the push among the requests of a send.
func (r *rig) pushNumber() int {
	if r.logsIn {
		return 2
	}
	return 1
}

// TestSendEmulatorStatus: a code of the vendor is a refusal whatever the HTTP
// status is, and what the vendor says of waiting is passed on.
func TestSendEmulatorStatus(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		code := s.refusal(t)
		for _, status := range []int{400, 401, 403, 404, 429, 500, 503} {
			want := s.refused(code)
			want.Status = status
			s.only(emulator.Match{}, emulator.Outcome{Code: code.Code, Status: status, RetryAfter: emulator.Duration(90 * time.Second)})
			got, said := s.send("--no-cache")
			if d := diff(want, got); d != "" {
				t.Errorf("%d: %s\n%s", status, said.Meaning, d)
			}
			if !strings.Contains(strings.Join(said.Notes, "\n"), "(Retry-After: 90)") {
				t.Errorf("%d: the notes do not say how long to wait: %q", status, said.Notes)
			}
		}
	})
}

// TestSendEmulatorGoAway: the reason in a GOAWAY is APNs' answer. HTTP/1.1 has no
// such thing: there the connection just ends.
func TestSendEmulatorGoAway(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		for _, reason := range []string{"Shutdown", "BadCertificate", "InternalServerError", "ExpiredProviderToken", "AReasonThatIsNew"} {
			for step, want := range s.unanswered("reset", catalog.ClassTransient) {
				if s.http2 {
					known := s.push().Explain(reason, 0, catalog.AtSend)
					want = s.refused(known)
					want.Status = 0 // there was no answer
				}
				s.only(emulator.Match{Nth: step}, emulator.Outcome{GoAway: reason})
				got, said := s.send("--no-cache")
				if d := diff(want, got); d != "" {
					t.Errorf("%s, request %d: %s\n%s", reason, step, said.Meaning, d)
				}
			}
		}
	})
}

// TestSendEmulatorEnvironments: where the environment is not known, the sandbox is
// asked after production has said that it is the wrong one, and only then.
func TestSendEmulatorEnvironments(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(rigs(t), func(r *rig) bool { return r.name == "apns p8" })
	s := newStage(t, rigs(t)[i])
	for _, c := range []struct {
		code, environment string
		nth               int
		accepted          bool
		pushes            int
	}{
		{"BadDeviceToken", "sandbox", 1, true, 2},
		{"BadDeviceToken", "sandbox", 0, false, 2},
		{"BadEnvironmentKeyIdInToken", "sandbox", 1, true, 2},
		{"BadEnvironmentKeyInToken", "sandbox", 1, true, 2},
		{"BadCertificateEnvironment", "sandbox", 1, true, 2},
		{"Unregistered", "production", 0, false, 1},
		{"TooManyRequests", "production", 0, false, 1},
	} {
		known, _ := s.push().Find(c.code)
		want := s.refused(known)
		if c.accepted {
			want = s.accepted()
		}
		want.Pushes = c.pushes
		s.only(emulator.Match{Nth: c.nth}, emulator.Outcome{Code: c.code})
		got, said := s.send("--no-cache", "--env", "auto")
		if d := diff(want, got); d != "" || said.Environment != c.environment {
			t.Errorf("%s: environment %s, want %s: %s\n%s", c.code, said.Environment, c.environment, said.Meaning, d)
		}
	}
}
