package emulator

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"sort"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// ledger counts all messages, those that the inbox had to drop included.
type ledger struct {
	mu                sync.Mutex
	accepted, refused int
	scripted          int // of the refused: by scenarios
	stray             int
	lines             map[ledgerKey]*ledgerLine
}

// ledgerKey is what messages have in common that are counted together.
type ledgerKey struct {
	vendor   string
	step     catalog.At
	verdict  Verdict
	code     string
	stray    bool
	scripted bool
}

// ledgerLine is a number of messages, and what was said of the first one.
type ledgerLine struct {
	count       int
	explanation string
}

// maxLines bounds the kinds of messages: vendors have some hundred codes, and
// scenarios can make up more. What is too much is counted under the code "…".
const maxLines = 2000

// add counts the messages of an exchange.
func (l *ledger) add(v *viewer, x *Exchange, messages []Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range messages {
		n := 1
		if i == len(messages)-1 {
			n += x.beyond
		}
		l.count(v, &messages[i], n)
	}
}

func (l *ledger) count(v *viewer, m *Message, n int) {
	scripted := m.Verdict == Refused && m.Request.scripted
	switch {
	case m.Request.stray:
		l.stray += n
	case m.Verdict == Accepted:
		l.accepted += n
	default:
		l.refused += n
		if scripted {
			l.scripted += n
		}
	}
	key := ledgerKey{m.Vendor, m.Step, m.Verdict, m.Code, m.Request.stray, scripted}
	if l.lines[key] == nil && len(l.lines) >= maxLines {
		key.code = "…"
	}
	line := l.lines[key]
	if line == nil {
		if l.lines == nil {
			l.lines = map[ledgerKey]*ledgerLine{}
		}
		line = &ledgerLine{}
		if m.Verdict == Refused {
			line.explanation = v.lens(m.Request).words(m.Explanation)
		}
		l.lines[key] = line
	}
	line.count += n
}

// Refusals is how many messages were refused since the start, resets or not: a
// push to a device token each, or a login or push that never became one. Requests
// that are clearly neither are not counted: a probe of /, the proxy being asked for
// another host. Nor is what a scenario refused, for a test asked for that.
func (e *Emulator) Refusals() int {
	e.ledger.mu.Lock()
	defer e.ledger.mu.Unlock()
	return e.ledger.refused - e.ledger.scripted
}

// reportView is what came in, as JSON.
type reportView struct {
	Version  int           `json:"version"`
	Accepted int           `json:"accepted"`
	Refused  int           `json:"refused"`
	Scripted int           `json:"byScenario"` // of those refused
	Stray    int           `json:"stray"`      // requests that were no pushes or logins
	Dropped  int           `json:"dropped"`
	Vendors  []vendorView  `json:"vendors"`
	Refusals []refusalView `json:"refusals"`
}

// vendorView is one vendor's part of it; "" is that of requests to no vendor.
type vendorView struct {
	Vendor   string     `json:"vendor"`
	Accepted int        `json:"accepted"`
	Refused  int        `json:"refused"`
	Codes    []codeView `json:"codes"`
}

// codeView is how many messages were answered in the same way.
type codeView struct {
	Step        catalog.At `json:"step"`
	Verdict     Verdict    `json:"verdict"`
	Code        string     `json:"code"`
	Count       int        `json:"count"`
	Stray       bool       `json:"stray,omitempty"`
	Scripted    bool       `json:"byScenario,omitempty"`
	Explanation string     `json:"explanation,omitempty"` // of the first one
}

// refusalView is a refused message that is in the inbox.
type refusalView struct {
	ID          string     `json:"id"`
	Vendor      string     `json:"vendor"`
	Step        catalog.At `json:"step"`
	Time        string     `json:"time"`
	Token       string     `json:"token"`
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	Status      int        `json:"status"`
	Code        string     `json:"code"`
	Explanation string     `json:"explanation"`
	Scenario    string     `json:"scenario,omitempty"`

	scripted bool
}

// maxRefusals is how many refused messages a report lists, the oldest first.
const maxRefusals = 1000

// summary makes the report.
func (e *Emulator) summary() reportView {
	refused := e.inbox.since(0, Filter{Verdict: Refused})
	r := reportView{Version: 1, Dropped: refused.dropped, Vendors: []vendorView{}, Refusals: []refusalView{}}
	e.ledger.mu.Lock()
	r.Accepted, r.Refused, r.Scripted, r.Stray = e.ledger.accepted, e.ledger.refused, e.ledger.scripted, e.ledger.stray
	for _, vendor := range append(catalog.IDs(), "") {
		if v := e.ledger.vendor(vendor); len(v.Codes) > 0 {
			r.Vendors = append(r.Vendors, v)
		}
	}
	e.ledger.mu.Unlock()
	var l *lens
	for i := range refused.messages {
		m := &refused.messages[i]
		if m.Request.stray {
			continue
		}
		if len(r.Refusals) == maxRefusals {
			break
		}
		if l == nil || l.x != m.Request { // as a thousand tokens of one request share it
			l = e.viewer.lens(m.Request)
		}
		r.Refusals = append(r.Refusals, refusalView{
			ID: m.ID, Vendor: m.Vendor, Step: m.Step, Time: stamp(m.Time), Token: l.token(m.Token), Method: m.Request.Method, URL: l.url(),
			Status: m.Request.Status, Code: m.Code, Explanation: l.words(m.Explanation), Scenario: m.Request.Scenario, scripted: m.Request.scripted,
		})
	}
	return r
}

// vendor is one vendor's part of the report.
func (l *ledger) vendor(id string) vendorView {
	v := vendorView{Vendor: id}
	for key, line := range l.lines {
		if key.vendor != id {
			continue
		}
		switch {
		case key.stray:
		case key.verdict == Accepted:
			v.Accepted += line.count
		default:
			v.Refused += line.count
		}
		v.Codes = append(v.Codes, codeView{key.step, key.verdict, key.code, line.count, key.stray, key.scripted, line.explanation})
	}
	sort.Slice(v.Codes, func(i, j int) bool {
		a, b := &v.Codes[i], &v.Codes[j]
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Explanation, b.Explanation)) < 0
	})
	return v
}

// reportFormats are the formats of a report.
func reportFormats() map[string]func(io.Writer, reportView, text.Lang) error {
	return map[string]func(io.Writer, reportView, text.Lang) error{"json": writeJSON, "junit": writeJUnit}
}

// WriteReport writes what came in since the start, as "json" or as "junit". The
// refused messages that it lists are those of the inbox.
func (e *Emulator) WriteReport(w io.Writer, format string) error {
	write, ok := reportFormats()[format]
	if !ok {
		return inputError("没有报告格式 %q，有的是：%s", "there is no format %q of reports; there are %s",
			text.Visible(format), text.List(slices.Sorted(maps.Keys(reportFormats()))))
	}
	return write(w, e.summary(), e.config.Lang)
}

func writeJSON(w io.Writer, r reportView, _ text.Lang) error {
	_, err := w.Write(append(marshal(r), '\n'))
	return err
}
