package emulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// answer is the answer of a scenario that has a code or a status; nil when the
// request is to be judged as always.
func (s *scenario) answer(c *call) *answer {
	if s == nil {
		return nil
	}
	if s.Answer.Code != "" {
		return s.coded(c)
	}
	if s.Answer.Status != 0 {
		a := frontEnd(s.Answer.Status)
		a.why = text.F("场景 %s：HTTP 状态码 %d", "the scenario %s: HTTP status %d", s.ID, a.status)
		return a
	}
	return nil
}

// coded is the answer with the scenario's code, nil when that means success.
func (s *scenario) coded(c *call) *answer {
	code := s.placed(c)
	known := c.dialect.lists(code.Code)
	if known && code.Class == catalog.ClassNone {
		return nil
	}
	if !known {
		c.warnings = append(c.warnings, c.dialect.unlisted(code.Code))
	}
	explained := c.dialect.push.Explain(code.Code, code.Status, code.At, c.at(), catalog.AtTarget)
	a := c.dialect.refuse(c, code)
	a.why = text.F("场景 %s：%s", "the scenario %s: %s", s.ID, explained.Meaning)
	if code.At != catalog.AtTarget {
		a.code = code.Code
		return a
	}
	a.code = or(a.code, code.Code)
	if a.bad == nil {
		a.bad = allBad(c.aimed(), "", text.Text{})
	}
	for t := range a.bad {
		a.bad[t] = badToken{code.Code, a.why}
	}
	return a
}

// placed is the scenario's code, and where the vendor has it in the answer to a
// call. A scenario that names a token wants it beside that one, if the vendor
// answers token by token.
func (s *scenario) placed(c *call) catalog.Code {
	d := c.dialect
	c.named = s.Match.Token
	code := d.code(s.Answer.Code, c.at())
	if code.At != catalog.AtTarget || c.at() == catalog.AtAuth {
		code.At = c.at()
	}
	if c.named == "" || c.at() == catalog.AtAuth {
		return code
	}
	if beside, ok := d.push.Find(code.Code, catalog.AtTarget); ok && beside.At == catalog.AtTarget {
		return beside
	}
	if d.single != nil && d.single(c, code.Code) {
		code.At = catalog.AtTarget
	}
	return code
}

// dress puts onto an answer what the scenario adds.
func (s *scenario) dress(a *answer) {
	if s == nil {
		return
	}
	if s.Answer.Status != 0 {
		a.status = s.Answer.Status
	}
	a.goaway = or(s.Answer.GoAway, a.goaway)
	if d := time.Duration(s.Answer.RetryAfter); d != 0 {
		a.setHeader("Retry-After", strconv.Itoa(int(math.Ceil(d.Seconds()))))
	}
}

// frontEnd is what a web server says where the vendor's own does not get to
// speak.
func frontEnd(status int) *answer {
	words := http.StatusText(status)
	if words == "" {
		words = "Status " + strconv.Itoa(status)
	}
	a := &answer{status: status, accepted: status < 300}
	switch status {
	case http.StatusNoContent, http.StatusNotModified: // these have no body
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		a.setHeader("Content-Type", "text/html")
		a.body = fmt.Appendf(nil, "<html>\r\n<head><title>%[1]d %[2]s</title></head>\r\n<body>\r\n<center><h1>%[1]d %[2]s</h1></center>\r\n</body>\r\n</html>\r\n", status, words)
	default:
		a.setHeader("Content-Type", "text/plain; charset=utf-8")
		a.body = []byte(words + "\n")
	}
	return a
}

// fault does what the scenario does to the connection; true when that was all.
func (s *scenario) fault(w http.ResponseWriter, c *call, a *answer) bool {
	o := &s.Answer
	switch {
	case o.Delay > 0 && !pause(c.request, time.Duration(o.Delay)):
		return true // the client went away
	case o.Drop:
		c.conn.cut()
		abort()
	case o.Reset:
		c.conn.reset()
		abort()
	case a.goaway != "" || a.status == 0:
		return false // there is nothing to be cut or slow
	case o.Truncate && len(a.body) == 0: // there is no middle
		abort()
	case o.Truncate:
		trickle(w, c, a, a.body[:len(a.body)/2], time.Duration(o.Slow))
		abort()
	case o.Slow > 0:
		trickle(w, c, a, a.body, time.Duration(o.Slow))
		return true
	}
	return false
}

// maxPieces is in how many parts a slow answer comes at most.
const maxPieces = 20

// trickle sends an answer's header, and a part of its body over a time, until the
// client goes away.
func trickle(w http.ResponseWriter, c *call, a *answer, body []byte, over time.Duration) {
	writeHeader(w, a)
	pieces := min(len(body), maxPieces)
	if over == 0 {
		pieces = min(len(body), 1)
	}
	out := http.NewResponseController(w)
	if over > 0 && pieces > 0 { // the header does not wait for the first piece
		_ = out.Flush()
	}
	for i := range pieces {
		if over > 0 && !pause(c.request, over/time.Duration(pieces)) {
			return
		}
		if _, err := w.Write(body[len(body)*i/pieces : len(body)*(i+1)/pieces]); err != nil {
			return
		}
		_ = out.Flush() // a writer that cannot flush sends all at the end
	}
	if pieces == 0 {
		pause(c.request, over)
	}
}

// abort ends a request without a further answer: HTTP/1.1 closes the connection,
// HTTP/2 resets the stream.
func abort() { panic(http.ErrAbortHandler) }
