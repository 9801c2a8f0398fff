package cmd

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
)

// TestSendEmulatorAccepts: each vendor's emulator takes what send sends. A login
// is kept for the next run, and renewed once when the vendor says that it has
// expired.
func TestSendEmulatorAccepts(t *testing.T) {
	cache := t.TempDir()
	for _, variable := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} { // of os.UserCacheDir
		t.Setenv(variable, cache)
	}
	eachRig(t, func(t *testing.T, s *stage) {
		fresh := s.accepted()
		kept := fresh
		kept.Logins = 0
		var authorizations []string
		for _, run := range []struct {
			name  string
			flags []string
			want  heard
		}{{"first", nil, fresh}, {"second, login kept", nil, kept}, {"without the cache", []string{"--no-cache"}, fresh}, {"without the cache again", []string{"--no-cache"}, fresh}} {
			got, said := s.send(run.flags...)
			if d := diff(run.want, got); d != "" {
				t.Errorf("%s: %s\n%s", run.name, said.Meaning, d)
			}
			authorizations = append(authorizations, said.authorization)
		}
		if s.name == "apns p8" && (authorizations[0] != authorizations[1] || authorizations[1] == authorizations[2] || authorizations[2] == authorizations[3]) {
			t.Errorf("the JWT is not kept, or kept without the cache: %q", authorizations)
		}
		s.emulator.Reset() // as a restart: it knows no login any more
		want := fresh
		if s.logsIn {
			want.Pushes = 2
		}
		if got, said := s.send(); diff(want, got) != "" {
			t.Errorf("after a restart: %s\n%s", said.Meaning, diff(want, got))
		}
		if s.stale != "" {
			s.renews(t)
		}
	})
}

// renews checks what happens when a kept login has expired.
func (s *stage) renews(t *testing.T) {
	once, twice := s.accepted(), s.refused(s.staleCode())
	once.Pushes, twice.Pushes = 2, 2
	for _, c := range []struct {
		name string
		nth  int
		want heard
	}{{"expired once", 1, once}, {"expired always", 0, twice}} {
		s.only(emulator.Match{Path: s.path, Nth: c.nth}, emulator.Outcome{Code: s.stale})
		got, said := s.send()
		if d := diff(c.want, got); d != "" {
			t.Errorf("%s: %s\n%s", c.name, said.Meaning, d)
		}
	}
}

func (r *rig) staleCode() catalog.Code {
	code, _ := r.push().Find(r.stale, catalog.AtSend)
	return code
}

// TestSendEmulatorCodes: each code of the catalog that a scenario can give is a
// refusal with exit code 1, the catalog's class and the catalog's meaning.
func TestSendEmulatorCodes(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		for _, code := range s.push().Codes {
			if !s.gives(code) {
				continue
			}
			s.only(emulator.Match{}, emulator.Outcome{Code: code.Code})
			want, meaning := s.wantOf(code)
			got, said := s.send("--no-cache")
			if d := diff(want, got); d != "" {
				t.Errorf("%s at %s: %s\n%s", code.Code, code.At, said.Meaning, d)
			}
			if meaning != "" && said.Meaning != meaning {
				t.Errorf("%s at %s means %q, want %q", code.Code, code.At, said.Meaning, meaning)
			}
		}
	})
}

// gives reports whether a scenario can give a code of the catalog. Where the same
// code stands in an answer to the push and beside a token, it gives the first one.
func (r *rig) gives(code catalog.Code) bool {
	switch code.At {
	case catalog.AtAuth, catalog.AtSend:
		return true
	case catalog.AtTarget:
		return !slices.ContainsFunc(r.push().Codes, func(c catalog.Code) bool { return c.Code == code.Code && c.At == catalog.AtSend })
	}
	return false
}

// wantOf is what must be heard when a scenario has a code, and what it means where
// it is a refusal.
func (r *rig) wantOf(code catalog.Code) (want heard, meaning string) {
	switch {
	case code.Class == catalog.ClassNone, code.At == catalog.AtAuth && !r.logsIn: // there is nothing to refuse
		return r.accepted(), ""
	case r.name == "fcm" && code.Code == "502": // is a page of Google's front end
		want = r.unanswered("http-5xx", code.Class)[2]
		want.Status = code.Status
		return want, ""
	}
	return r.refused(code), r.explained(code).Meaning.EN
}

// refused is what is heard of a push, or a login, that is refused with a code.
func (r *rig) refused(code catalog.Code) heard {
	h := r.accepted()
	h.Exit, h.Accepted, h.Code, h.Class, h.Status = exitProblems, false, code.Code, r.explained(code).Class, cmp.Or(code.Status, anyStatus)
	if code.At == catalog.AtAuth {
		h.Sent, h.Pushes = false, 0
	}
	if code.At == catalog.AtTarget {
		h.Code = cmp.Or(r.badToken, code.Code)
	}
	h.Code = cmp.Or(inDetail[r.name+" "+code.Code].code, h.Code)
	return h
}

// explained is the entry of the catalog that explains a code best.
func (r *rig) explained(code catalog.Code) catalog.Code {
	if code.At == catalog.AtTarget && r.noReason {
		code, _ = r.push().Find(r.badToken, catalog.AtSend)
	}
	if more := inDetail[r.name+" "+code.Code].more; more != "" {
		code, _ = r.push().Find(more, catalog.AtTarget, catalog.AtSend)
	}
	return code
}

// inDetail are the answers with two codes: the one that is shown, and the one that
// explains it; "" where that is the scenario's.
var inDetail = map[string]struct{ code, more string }{
	"huawei v3 80100000":                {"", "noRight"}, // the reason beside the token
	"honor sendResult=false":            {"200", ""},     // which the code says by itself
	"honor 80100000":                    {"", "failTokens"},
	"vivo 10302":                        {"", "status 1"},
	"fcm ACCESS_TOKEN_EXPIRED":          {"UNAUTHENTICATED", ""}, // the status word, and the reason in an ErrorInfo
	"fcm CREDENTIALS_MISSING":           {"UNAUTHENTICATED", ""},
	"fcm ACCESS_TOKEN_TYPE_UNSUPPORTED": {"UNAUTHENTICATED", ""},
	"fcm SERVICE_DISABLED":              {"PERMISSION_DENIED", ""},
	"fcm IAM_PERMISSION_DENIED":         {"PERMISSION_DENIED", ""},
}

// TestSendEmulatorTimeouts: an answer that comes too late is none, whether the
// login's or the push's, and whether all of it is late or only its end.
func TestSendEmulatorTimeouts(t *testing.T) {
	t.Parallel()
	var running sync.WaitGroup
	for _, r := range rigs(t) {
		for step, want := range r.unanswered("timeout", catalog.ClassTransient) {
			for name, late := range map[string]emulator.Outcome{"delay": {Delay: emulator.Duration(time.Minute)}, "slow": {Slow: emulator.Duration(time.Minute)}} {
				want := want
				if name == "slow" && !r.http2 { // an acceptance by APNs has no body
					want.Status = 200
				}
				s := newStage(t, r)
				s.only(emulator.Match{Nth: step}, late)
				running.Go(func() {
					got, said := s.send("--no-cache", "--timeout", "2s")
					if d := diff(want, got); d != "" {
						t.Errorf("%s, request %d, %s: %s\n%s", r.name, step, name, said.Meaning, d)
					}
				})
			}
		}
	}
	running.Wait()
}

// unanswered is what is heard when a request gets no answer of the vendor, by its
// number: 1 is the login where there is one.
func (r *rig) unanswered(id string, class catalog.Class) map[int]heard {
	push := r.accepted()
	push.Exit, push.Accepted, push.Code, push.Class, push.Error, push.Status = exitFailed, false, "", class, id, 0
	if !r.logsIn {
		return map[int]heard{1: push}
	}
	login := push
	login.Sent, login.Pushes = false, 0
	return map[int]heard{1: login, 2: push}
}

// faults are answers that are not the vendor's, for a request that would be
// accepted.
var faults = []struct {
	name    string
	outcome emulator.Outcome
	id      string
	class   catalog.Class
	status  int
	remedy  string // is part of it
}{
	{"status 200", emulator.Outcome{Status: 200}, "not-json", catalog.ClassUnknown, 200, ""},
	{"status 204", emulator.Outcome{Status: 204}, "empty", catalog.ClassTransient, 204, ""},
	{"status 302", emulator.Outcome{Status: 302}, "redirect", catalog.ClassUnknown, 302, ""},
	{"status 400", emulator.Outcome{Status: 400}, "not-json", catalog.ClassUnknown, 400, ""},
	{"status 401", emulator.Outcome{Status: 401}, "not-json", catalog.ClassUnknown, 401, ""},
	{"status 403", emulator.Outcome{Status: 403}, "not-json", catalog.ClassUnknown, 403, ""},
	{"status 404", emulator.Outcome{Status: 404}, "not-json", catalog.ClassUnknown, 404, "There is no such address"},
	{"status 407", emulator.Outcome{Status: 407}, "proxy", catalog.ClassUnknown, 407, ""},
	{"status 429", emulator.Outcome{Status: 429}, "not-json", catalog.ClassThrottled, 429, "Too many requests"},
	{"status 500", emulator.Outcome{Status: 500}, "http-5xx", catalog.ClassTransient, 500, ""},
	{"status 502", emulator.Outcome{Status: 502}, "http-5xx", catalog.ClassTransient, 502, ""},
	{"status 503", emulator.Outcome{Status: 503}, "http-5xx", catalog.ClassTransient, 503, ""},
	{"status 504", emulator.Outcome{Status: 504}, "http-5xx", catalog.ClassTransient, 504, ""},
	{"429, wait", emulator.Outcome{Status: 429, RetryAfter: emulator.Duration(7 * time.Second)}, "not-json", catalog.ClassThrottled, 429, "(Retry-After: 7)"},
	{"503, wait, part of a second", emulator.Outcome{Status: 503, RetryAfter: emulator.Duration(1500 * time.Millisecond)}, "http-5xx", catalog.ClassTransient, 503, "(Retry-After: 2)"},
	{"503 after a while", emulator.Outcome{Status: 503, Delay: emulator.Duration(20 * time.Millisecond)}, "http-5xx", catalog.ClassTransient, 503, ""},
	{"503, slow", emulator.Outcome{Status: 503, Slow: emulator.Duration(20 * time.Millisecond)}, "http-5xx", catalog.ClassTransient, 503, ""},
	{"drop", emulator.Outcome{Drop: true}, "reset", catalog.ClassTransient, 0, ""},
	{"drop after a while", emulator.Outcome{Drop: true, Delay: emulator.Duration(20 * time.Millisecond)}, "reset", catalog.ClassTransient, 0, ""},
	{"reset", emulator.Outcome{Reset: true}, "reset", catalog.ClassTransient, 0, ""},
}

// TestSendEmulatorFaults: what is not the vendor's answer is exit code 3 with the
// class that it shows, and is never sent again.
func TestSendEmulatorFaults(t *testing.T) {
	t.Parallel()
	eachRig(t, func(t *testing.T, s *stage) {
		for _, f := range faults {
			for step, want := range s.unanswered(f.id, f.class) {
				want.Status = f.status
				s.only(emulator.Match{Nth: step}, f.outcome)
				got, said := s.send("--no-cache")
				if d := diff(want, got); d != "" {
					t.Errorf("%s, request %d: %s\n%s", f.name, step, said.Meaning, d)
				}
				if !strings.Contains(said.Remedy, f.remedy) {
					t.Errorf("%s, request %d: the remedy is %q, want %q in it", f.name, step, said.Remedy, f.remedy)
				}
			}
		}
	})
}
