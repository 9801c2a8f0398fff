package emulator

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// maxBody is the largest body that is read. The largest one that a vendor takes
// is a list of 1000 tokens and 4 KiB of message.
const maxBody = 1 << 20

// ServeHTTP answers one request as the vendor that it is meant for would.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isControl(r) {
		e.control.ServeHTTP(w, r)
		return
	}
	c := &call{Emulator: e, request: r, host: hostName(r), conn: connOf(r), now: e.clock.now()}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil { // the client went away, or was too slow
		http.Error(w, "the body did not come whole", http.StatusRequestTimeout)
		return
	}
	c.body = body
	if c.dialect = e.find(c); c.dialect == nil {
		e.nowhere(w, c)
		return
	}
	c.environment = e.environmentOf(c)
	if c.route == nil {
		c.route, c.values = c.dialect.route(r.URL.Path)
	}
	if c.body = body; len(body) > maxBody {
		c.body = body[:maxKept] // secrets and tokens of the header and the path are hidden all the same
	}
	if c.route != nil && c.route.read != nil {
		c.route.read(c)
	}
	c.body = body
	a, s := e.judge(c)
	e.finish(w, c, a, s)
}

// judge finds the answer, and the scenario that changes it or what becomes of it.
func (e *Emulator) judge(c *call) (*answer, *scenario) {
	s := e.script.match(c)
	a := s.answer(c)
	if a != nil {
		a.scripted = true
	} else {
		a = e.verdict(c)
	}
	s.dress(a)
	return a, s
}

// verdict is the answer where no scenario has one.
func (e *Emulator) verdict(c *call) *answer {
	if len(c.body) > maxBody {
		return c.tooLarge()
	}
	if a, ok := e.tape.replay(c); ok {
		return a
	}
	if c.route == nil {
		a := c.dialect.lost(c)
		if call := c.dialect.unserved(c.request.URL.Path); call != "" {
			a.why = c.dialect.notServed(call)
		}
		if a.why.IsZero() {
			a.why = text.F("%s 没有这个地址：%s %s", "%s has no %s %s", c.dialect.id, c.request.Method, text.Visible(cutPath(c.request.URL.Path)))
		}
		a.why = text.F("%s%s", "%s%s", a.why, e.twoSlashes(c.request.URL.Path))
		return a
	}
	return c.route.serve(c)
}

// tooLarge is what a web server says before any vendor's code is asked.
func (c *call) tooLarge() *answer {
	return &answer{status: http.StatusRequestEntityTooLarge, why: text.F("正文超过 %d 字节", "the body has more than %d bytes", maxBody)}
}

// finish writes down what happened and then answers, so that a client that has
// its answer finds the message in the inbox.
func (e *Emulator) finish(w http.ResponseWriter, c *call, a *answer, s *scenario) {
	x := c.exchange(a, s)
	messages := c.messages(a, x)
	e.inbox.add(x, messages...)
	e.ledger.add(e.viewer, x, messages)
	e.tape.record(x, a)
	if s != nil && s.fault(w, c, a) {
		return
	}
	switch {
	case a.goaway != "":
		c.conn.goaway(a.goaway)
		abort()
	case a.status == 0: // as it was recorded
		c.conn.cut()
		abort()
	}
	writeHeader(w, a)
	_, _ = w.Write(a.body)
}

// writeHeader sends an answer's status and header.
func writeHeader(w http.ResponseWriter, a *answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent && a.status != http.StatusNotModified { // which have no body
		w.Header().Set("Content-Length", fmt.Sprint(len(a.body)))
	}
	w.WriteHeader(a.status)
}

// pause waits; false when the client went away.
func pause(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// find tells the vendor by the host name, else by the path; then the call has its
// route too.
func (e *Emulator) find(c *call) *dialect {
	if d := e.hosts[c.host]; d != nil {
		return d
	}
	if e.foreign(c) {
		return nil
	}
	path := c.request.URL.Path
	for _, d := range e.dialects {
		if c.route, c.values = d.route(path); c.route != nil {
			return d
		}
	}
	for _, d := range e.dialects {
		if d.unserved(path) != "" {
			return d
		}
	}
	// The longest beginning wins: /v1/projects/ is Google's, /v1/ Huawei's.
	var found *dialect
	longest := 0
	for _, d := range e.dialects {
		for _, p := range d.prefixes {
			if strings.HasPrefix(path, p) && len(p) > longest {
				found, longest = d, len(p)
			}
		}
	}
	return found
}

// environmentOf is the environment of APNs that a request is for.
func (e *Emulator) environmentOf(c *call) string {
	if h, ok := c.dialect.host(c.host); ok && h.environment != "" {
		return h.environment
	}
	if c.conn.sandbox {
		return Sandbox
	}
	return Production
}

// hostName is the host that a client named, in lower case and without port.
func hostName(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.Trim(strings.TrimSuffix(strings.ToLower(host), "."), "[]")
}

// isLocal reports whether a host name is this machine's own.
func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// foreign reports whether a request is meant for a host elsewhere. An emulator that
// others may use is known to them by names that it does not know itself; but what
// is given to it as a proxy names the host that is meant.
func (e *Emulator) foreign(c *call) bool {
	if isLocal(c.host) {
		return false
	}
	if !e.config.AllowRemote {
		return true
	}
	listened, _, _ := net.SplitHostPort(e.config.HTTPListen)
	return c.request.URL.IsAbs() && !strings.EqualFold(c.host, listened) && c.host != localIP(c.request)
}

// localIP is the address by which a request came in; "" when it came by no port.
func localIP(r *http.Request) string {
	if a, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return a.IP.String()
	}
	return ""
}

// manySlashes is what a base address with a slash at its end leaves in a path.
var manySlashes = regexp.MustCompile(`//+`)

// twoSlashes is a hint for a path that would be a vendor's with a slash less.
func (e *Emulator) twoSlashes(path string) text.Text {
	less := manySlashes.ReplaceAllString(path, "/")
	if less == path || !slices.ContainsFunc(e.dialects, func(d *dialect) bool { r, _ := d.route(less); return r != nil }) {
		return text.Text{}
	}
	return text.T("；多了一个斜杠，基础地址的末尾不要写 /", "; there is a slash too many: the base address must not end with one")
}

// nowhere answers what is meant for no vendor.
func (e *Emulator) nowhere(w http.ResponseWriter, c *call) {
	var b bytes.Buffer
	status := http.StatusNotFound
	path := c.request.URL.Path
	why := text.F("没有厂商有这个地址：%s%s", "no vendor has this path: %s%s", text.Visible(cutPath(path)), e.twoSlashes(path))
	if e.foreign(c) {
		status = http.StatusForbidden
		why = text.F("模拟器不认识主机 %s，也不会把请求转发到网络", "the emulator does not know the host %s, and passes nothing on to the network", text.Visible(c.host))
	}
	fmt.Fprintf(&b, "offpush emulator: %s\n\n", why.In(e.config.Lang))
	for _, d := range e.dialects {
		for _, r := range d.routes {
			fmt.Fprintf(&b, "%-7s %s\n", d.id, r.path)
		}
	}
	a := &answer{status: status, body: b.Bytes(), why: why}
	a.setHeader("Content-Type", "text/plain; charset=utf-8")
	e.finish(w, c, a, nil)
}

// exchange is what is kept of a call.
func (c *call) exchange(a *answer, s *scenario) *Exchange {
	x := &Exchange{
		Step: c.at(), Time: c.now, Method: c.request.Method, URL: c.url(), Proto: c.request.Proto,
		Body: beginning(c.body), Status: a.status, Code: a.code, Why: a.why, Checked: c.checked, Warnings: c.warnings,
		Answer: beginning(a.body), Verdict: Refused, secrets: c.secrets, tokens: c.tokens, viewer: c.viewer, scripted: a.scripted,
	}
	if c.dialect != nil {
		x.Vendor = c.dialect.id
	} else {
		// A post to a path that nobody has may be a push gone astray.
		x.stray = a.status != http.StatusNotFound || c.request.Method != http.MethodPost
	}
	if len(x.tokens) > maxHidden { // then none is shown, and they are many bytes
		x.tokens = slices.Clone(x.tokens[:maxHidden+1])
	}
	if a.accepted && !c.takesNone(a) { // whatever the code says
		x.Verdict = Accepted
	}
	if s != nil {
		x.Scenario = s.ID
	}
	if a.goaway != "" || s != nil && s.Answer.silent() { // no answer
		x.Status, x.Answer = 0, ""
	}
	for _, name := range slices.Sorted(keys(c.request.Header)) {
		for _, v := range c.request.Header[name] {
			x.Header = append(x.Header, Header{name, v})
		}
	}
	return x
}

func keys(h http.Header) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range h {
			if !yield(name) {
				return
			}
		}
	}
}

// url is the address as the client meant it.
func (c *call) url() string {
	scheme := "http"
	if c.conn.tls {
		scheme = "https"
	}
	return scheme + "://" + c.request.Host + c.request.URL.RequestURI()
}

// beginning is what is kept of a body.
func beginning(b []byte) string { return string(b[:min(len(b), maxKept)]) }

// messages are the inbox's entries of a call: one a token for a push, one for a
// refusal that has no token, none for a login that was let in.
func (c *call) messages(a *answer, x *Exchange) []Message {
	m := Message{
		Vendor: x.Vendor, Step: x.Step, Time: x.Time, Title: c.title, Body: c.bodyText, Data: c.data, Class: c.class,
		Verdict: x.Verdict, Code: x.Code, Explanation: x.Why, Request: x,
	}
	if len(c.tokens) == 0 {
		if a.accepted && x.Step == catalog.AtAuth {
			return nil
		}
		return []Message{m}
	}
	tokens := c.tokens[:min(len(c.tokens), maxOfRequest)]
	x.beyond = len(c.tokens) - len(tokens)
	out := make([]Message, 0, len(tokens))
	if c.each != nil {
		x.apart = len(c.body)
	}
	for i, t := range tokens {
		one := m
		one.Token = t
		if i < len(c.each) {
			one.Title, one.Body, one.Data, one.Class = c.each[i].title, c.each[i].bodyText, c.each[i].data, c.each[i].class
		}
		if bad, ok := a.refuses(i, t); ok {
			one.Verdict, one.Code = Refused, cmp.Or(bad.code, m.Code)
			one.Explanation = bad.why
		}
		out = append(out, one)
	}
	return out
}
