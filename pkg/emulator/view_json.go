package emulator

import (
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

// messageView is a message as JSON.
type messageView struct {
	ID          string       `json:"id"`
	Vendor      string       `json:"vendor"`
	Step        catalog.At   `json:"step"`
	Time        string       `json:"time"`
	Token       string       `json:"token"`
	Title       string       `json:"title"`
	Body        string       `json:"body"`
	Data        any          `json:"data"`
	Class       string       `json:"class"`
	Verdict     Verdict      `json:"verdict"`
	Code        string       `json:"code"`
	Explanation string       `json:"explanation"`
	Warnings    []string     `json:"warnings,omitempty"`
	Scenario    string       `json:"scenario,omitempty"`
	Request     *requestView `json:"request"`
}

// requestView is a request and its answer as JSON.
type requestView struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Proto   string            `json:"proto"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Status  int               `json:"status"`
	Answer  string            `json:"answer"`
}

func (l *lens) request() *requestView {
	x := l.x
	return &requestView{x.Method, l.url(), x.Proto, l.headers(), l.body(x.Body), x.Status, l.body(x.Answer)}
}

// message is one of the exchange's.
func (l *lens) message(m *Message, request *requestView) messageView {
	out := messageView{
		ID: m.ID, Vendor: m.Vendor, Step: m.Step, Time: stamp(m.Time), Token: l.token(m.Token),
		Title: l.text(m.Title), Body: l.text(m.Body), Data: l.value(m.Data), Class: l.text(m.Class),
		Verdict: m.Verdict, Code: m.Code, Explanation: l.words(m.judgement()), Scenario: l.x.Scenario, Request: request,
	}
	for _, w := range l.x.Warnings {
		out.Warnings = append(out.Warnings, l.words(w))
	}
	return out
}

// stamp is a time as JSON has it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }
