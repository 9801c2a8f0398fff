package emulator

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Scenario changes what happens to some requests.
type Scenario struct {
	ID     string  `json:"id,omitempty"` // given by the emulator
	Match  Match   `json:"match,omitzero"`
	Answer Outcome `json:"answer"`
}

// Match chooses requests; zero fields choose all. A scenario whose answer is a
// code of the vendor is only for the calls that the vendor has the code for, the
// login or the push, unless Path says where.
type Match struct {
	Vendor string `json:"vendor,omitempty"`
	// Token is one of the request's tokens, whole. A code that the vendor gives beside
	// a token is then for this one alone.
	Token string `json:"token,omitempty"`
	Path  string `json:"path,omitempty"` // whole; * in it is anything, slashes too
	// Nth is the only request, counted from 1, of those that the rest chooses.
	Nth int `json:"nth,omitempty"`
	// Probability is how many of the requests are chosen, from 0 to 1; nil: all.
	// The same Seed chooses the same ones.
	Probability *float64 `json:"probability,omitempty"`
	Seed        uint64   `json:"seed,omitempty"`
}

// Outcome is what happens to a request. At most one of Drop, Reset, Truncate and
// GoAway may be set. These happen after the request was judged: the inbox has it
// with the verdict that the client never learnt.
type Outcome struct {
	// Code is the vendor's; it comes in the vendor's envelope. A code that means
	// success stands for the answer that would be given anyway. A vendor whose codes
	// look different (numbers, words) does not give it.
	Code string `json:"code,omitempty"`
	// Status is the HTTP status; without a code, the answer is that of a web
	// server in front of the vendor's.
	Status   int      `json:"status,omitempty"`
	Delay    Duration `json:"delay,omitzero"`     // before the answer
	Drop     bool     `json:"drop,omitempty"`     // close the connection instead of answering
	Reset    bool     `json:"reset,omitempty"`    // the same by a TCP reset
	Truncate bool     `json:"truncate,omitempty"` // end in the middle of the body
	Slow     Duration `json:"slow,omitzero"`      // send the body in pieces over this time
	// GoAway ends an HTTP/2 connection by a GOAWAY frame with this reason, and
	// closes an HTTP/1.1 one.
	GoAway     string   `json:"goaway,omitempty"`
	RetryAfter Duration `json:"retryAfter,omitzero"` // as a header, in whole seconds
}

// Duration is a time.Duration that JSON has as text: "400ms".
type Duration time.Duration

// MarshalText writes it as time.Duration does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what [time.ParseDuration] reads.
func (d *Duration) UnmarshalText(data []byte) error {
	v, err := time.ParseDuration(string(data))
	if err != nil {
		return inputError("%q 不是时间长度，应写成 400ms、5s、25h 这样", "%q is no duration; write it as 400ms, 5s or 25h", text.Visible(string(data)))
	}
	*d = Duration(v)
	return nil
}

// Bounds of scenarios.
const (
	maxScenarios  = 1000
	maxDelay      = Duration(5 * time.Minute)
	maxRetryAfter = Duration(24 * time.Hour)
)

// check refuses what cannot be.
func (s *Scenario) check() error {
	m, o := &s.Match, &s.Answer
	switch {
	case m.Vendor != "" && !slices.Contains(catalog.IDs(), m.Vendor):
		return inputError("match.vendor：没有厂商 %q", "match.vendor: there is no vendor %q", text.Visible(m.Vendor))
	case m.Path != "" && !strings.HasPrefix(m.Path, "/") && !strings.HasPrefix(m.Path, "*"):
		return inputError("match.path：%q 应以 / 或 * 开头", "match.path: %q should begin with / or *", text.Visible(m.Path))
	case m.Nth < 0:
		return inputError("match.nth：从 1 开始数，不能是 %d", "match.nth: it counts from 1 and cannot be %d", m.Nth)
	case m.Probability != nil && !(*m.Probability >= 0 && *m.Probability <= 1):
		return inputError("match.probability：应在 0 到 1 之间，不能是 %v", "match.probability: it is from 0 to 1, and cannot be %v", *m.Probability)
	case *o == Outcome{}:
		return inputError("answer 是空的：场景什么也不会改变", "answer is empty: the scenario would change nothing")
	case o.Status != 0 && (o.Status < 200 || o.Status > 599):
		return inputError("answer.status：应在 200 到 599 之间，不能是 %d", "answer.status: it is from 200 to 599, and cannot be %d", o.Status)
	}
	for _, d := range []struct {
		name       string
		value, max Duration
	}{{"delay", o.Delay, maxDelay}, {"slow", o.Slow, maxDelay}, {"retryAfter", o.RetryAfter, maxRetryAfter}} {
		if d.value < 0 || d.value > d.max {
			return inputError("answer.%s：应在 0 到 %v 之间，不能是 %v", "answer.%s: it is from 0 to %v, and cannot be %v", d.name, time.Duration(d.max), time.Duration(d.value))
		}
	}
	return o.checkEnds()
}

// checkEnds refuses several ends of one connection.
func (o *Outcome) checkEnds() error {
	var ends []string
	for _, end := range []struct {
		name string
		set  bool
	}{{"drop", o.Drop}, {"reset", o.Reset}, {"truncate", o.Truncate}, {"goaway", o.GoAway != ""}} {
		if end.set {
			ends = append(ends, end.name)
		}
	}
	if len(ends) > 1 {
		return inputError("answer：%s 只能有一个", "answer: there can be only one of %s", text.List(ends))
	}
	if o.silent() && o.Slow != 0 {
		return inputError("answer：%s 之后没有正文可以慢慢发送，请用 delay 代替 slow", "answer: after %s there is no body to send slowly; use delay in place of slow", ends[0])
	}
	return nil
}

// silent reports that the client gets no answer at all.
func (o *Outcome) silent() bool { return o.Drop || o.Reset || o.GoAway != "" }

// AddScenario adds a scenario and returns its id. Scenarios are tried in the order
// in which they were added, and the first one that applies decides.
// Nth counts for each scenario by itself, calls that another decided included.
func (e *Emulator) AddScenario(s Scenario) (id string, err error) {
	id, _, err = e.addScenario(s)
	return id, err
}

// addScenario is AddScenario with what is doubtful.
func (e *Emulator) addScenario(s Scenario) (id string, warnings []text.Text, err error) {
	if warnings, err = e.checkCode(&s); err != nil {
		return "", nil, err
	}
	id, err = e.script.add(s)
	return id, warnings, err
}

// RemoveScenario removes a scenario; false when there was none with that id.
func (e *Emulator) RemoveScenario(id string) bool { return e.script.remove(id) }

// Scenarios lists the scenarios in the order in which they are tried.
func (e *Emulator) Scenarios() []Scenario { return e.script.list() }

// ClearScenarios removes all scenarios.
func (e *Emulator) ClearScenarios() { e.script.clear() }
