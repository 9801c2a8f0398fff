package emulator

import (
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// Verdict says what a vendor's answer was.
type Verdict string

// The verdicts.
const (
	Accepted Verdict = "accepted"
	Refused  Verdict = "refused"
)

// Message is a push to one token as the vendor received it, or a request that
// never became one: a refused login, an unknown path. Of a request to several
// tokens there are as many messages. Nothing in its fields is masked, the
// explanation may repeat values of the request; [Message.Judgement] is for people.
type Message struct {
	ID     string
	Vendor string // "" for a request that no vendor was found for
	// Step is where the request was refused or accepted: catalog.AtSend,
	// catalog.AtAuth.
	Step        catalog.At
	Time        time.Time // of the emulated clock
	Token       string    // "" where there was none
	Title, Body string
	Data        any    // a string or an object, as the vendor's field has it
	Class       string // category, classification: the vendor's own word
	Verdict     Verdict
	Code        string // the vendor's
	Explanation text.Text
	Request     *Exchange // shared by the messages of one request
}

// Exchange is one request and its answer, with nothing masked in its fields. What
// Place, Judgement and Doubts say is for people and logs: secrets are masked in it
// and device tokens cut, unless Config.Reveal.
type Exchange struct {
	Vendor   string
	Step     catalog.At
	Time     time.Time
	Method   string
	URL      string // as it was asked for, with the host that the client named
	Proto    string // HTTP/1.1, HTTP/2.0
	Header   []Header
	Body     string // the first 8 KiB
	Status   int    // 0: no answer was given
	Verdict  Verdict
	Code     string
	Why      text.Text
	Checked  []text.Text // what was looked at and found right
	Warnings []text.Text // what was let through; most of it would be refused with Config.Strict
	Scenario string      // id of the scenario that decided
	Answer   string      // the answer's body, its first 8 KiB
	secrets  []string
	tokens   []string
	stray    bool    // it was no push and no login
	scripted bool    // a scenario gave the verdict
	beyond   int     // tokens of the request that are too many to have a message
	apart    int     // about how many bytes messages of different contents hold
	size     int     // about how much memory it takes
	viewer   *viewer // nil of one that was made by hand
}

// Header is one line of a request's header.
type Header struct{ Name, Value string }

// maxKept is how much of a body is kept.
const maxKept = 8 << 10

// Filter chooses messages. Zero fields choose all.
type Filter struct {
	Vendor  string
	Token   string // the whole token
	Verdict Verdict
	Since   time.Time // not before
}

// Place is the request in few words: "POST /v1/100000001/messages:send", with the
// host where that is not this machine.
func (x *Exchange) Place() string {
	u, err := url.Parse(x.URL)
	if err != nil {
		return x.Method
	}
	place := x.lens().path(u.EscapedPath())
	if name := u.Hostname(); !isLocal(name) {
		place = name + place
	}
	return x.Method + " " + place
}

// Judgement says why a message was refused, or what was looked at and found
// right.
func (m Message) Judgement() text.Text { return m.judgement().Map(m.Request.lens().text) }

func (m *Message) judgement() text.Text {
	if !m.Explanation.IsZero() || m.Verdict == Refused {
		return m.Explanation
	}
	return m.Request.judgement()
}

// Judgement is that of [Message.Judgement] for the request as a whole.
func (x *Exchange) Judgement() text.Text { return x.judgement().Map(x.lens().text) }

func (x *Exchange) judgement() text.Text {
	if !x.Why.IsZero() || len(x.Checked) == 0 {
		return x.Why
	}
	var zh, en []string
	for _, t := range x.Checked {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return text.T("检查通过："+strings.Join(zh, "；"), "passed: "+strings.Join(en, "; "))
}

// Doubts are the warnings.
func (x *Exchange) Doubts() []text.Text {
	var out []text.Text
	for _, t := range x.Warnings {
		out = append(out, t.Map(x.lens().text))
	}
	return out
}

// lens shows the exchange as its emulator is to show it.
func (x *Exchange) lens() *lens {
	v := x.viewer
	if v == nil {
		v = &viewer{account: &mask.Mask{}}
	}
	return v.lens(x)
}
