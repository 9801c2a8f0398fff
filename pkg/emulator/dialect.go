package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// dialect is one vendor's side of the wire: its hosts, its paths, and how it says
// no.
type dialect struct {
	id     string
	push   *catalog.Push
	hosts  []host
	routes []route
	// prefixes are beginnings of paths that only this vendor has, so that a wrong
	// path gets this vendor's answer also where no host name tells.
	prefixes []string
	// refuse writes a code in the vendor's envelope. Where the code stands
	// (catalog.Code.At) says which envelope: that of the login, of the send call,
	// or, for AtTarget, an answer that says success and names as bad the tokens that
	// [call.aimed] tells. It sets status, header and body.
	refuse func(c *call, code catalog.Code) *answer
	// single tells codes of the send call that the vendor gives beside a token, where
	// a scenario names one; nil where all such codes are AtTarget to the catalog.
	single func(c *call, code string) bool
	// lost answers a path or method that the vendor does not have.
	lost func(c *call) *answer
	// others are paths of calls that the vendor has and the emulator does not serve.
	others []string
	// reset forgets what requests left behind; nil where nothing is kept.
	reset func()
}

// host is a name under which a vendor is reached.
type host struct {
	name        string
	protocols   []string // of ALPN, the preferred one first
	environment string   // of APNs
}

// The protocols as ALPN names them.
const (
	protoHTTP1 = "http/1.1"
	protoHTTP2 = "h2"
)

// route is a path of a vendor.
type route struct {
	// path may have {names} that stand for a segment; one at the end that is
	// followed by dots, {name...}, stands for the rest.
	path string
	at   catalog.At // AtAuth or AtSend
	// read takes what it can of the message for the inbox and for scenarios,
	// however wrong the request is; nil for logins.
	read func(c *call)
	// serve judges the request, its method included.
	serve func(c *call) *answer
}

// maker makes a vendor's dialect for an account.
type maker struct {
	id   string
	make func(s *setup) (*dialect, error)
}

// makers lists all vendors.
func makers() []maker {
	return []maker{
		{"huawei", newHuawei},
		{"honor", newHonor},
		{"xiaomi", newXiaomi},
		{"oppo", newOPPO},
		{"vivo", newVivo},
		{"meizu", newMeizu},
		{"apns", newAPNs},
		{"fcm", newFCM},
	}
}

// setup is what a dialect is made from.
type setup struct {
	vendor string
	fields map[string]string // of pkg/catalog
}

// file returns the content of a field that is a file: the value is a path, or the
// content itself.
func (s *setup) file(field string) ([]byte, error) {
	value := s.fields[field]
	if strings.HasPrefix(strings.TrimSpace(value), "{") || strings.Contains(value, "-----BEGIN") {
		return []byte(value), nil
	}
	data, err := os.ReadFile(value)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", field, s.vendor, err)
	}
	return data, nil
}

// need refuses an account that lacks one of the fields.
func (s *setup) need(fields ...string) error {
	for _, f := range fields {
		if s.fields[f] == "" {
			return inputError("[vendor.%s] 缺少 %s：模拟器要用它核对请求", "[vendor.%s] has no %s, which the emulator checks requests by", s.vendor, f)
		}
	}
	return nil
}

// makeDialect makes the dialect of a vendor for the account that is configured.
func (e *Emulator) makeDialect(m maker) (*dialect, error) {
	fields, own := e.config.Credentials[m.id]
	if !own {
		fields = Demo(m.id)
	}
	d, err := m.make(&setup{vendor: m.id, fields: fields})
	if err != nil {
		return nil, err
	}
	v, _ := catalog.ByID(m.id)
	d.id, d.push, d.others = m.id, v.Push(), unservedCalls()[m.id]
	for _, h := range d.push.Hosts {
		u, err := url.Parse(h.URL)
		if err != nil {
			return nil, fmt.Errorf("a host of %s: %w", m.id, err)
		}
		d.addHost(host{name: u.Hostname()})
	}
	for i := range d.hosts {
		if len(d.hosts[i].protocols) == 0 {
			// That the Chinese vendors speak HTTP/1.1 alone is inferred from their SDKs.
			d.hosts[i].protocols = []string{protoHTTP1}
		}
	}
	return d, nil
}

// addHost keeps what the dialect itself says of a host.
func (d *dialect) addHost(h host) {
	if !slices.ContainsFunc(d.hosts, func(known host) bool { return known.name == h.name }) {
		d.hosts = append(d.hosts, h)
	}
}

// host returns what is known of a host name.
func (d *dialect) host(name string) (host, bool) {
	i := slices.IndexFunc(d.hosts, func(h host) bool { return h.name == name })
	if i < 0 {
		return host{}, false
	}
	return d.hosts[i], true
}

// code is a code as the catalog has it, or a bare one.
func (d *dialect) code(code string, at catalog.At) catalog.Code {
	if known, ok := d.push.Find(code, at, catalog.AtTarget); ok {
		return known
	}
	return catalog.Code{Code: code, At: at, Sure: catalog.Guess}
}

// route finds the route of a path, and what its names stand for.
func (d *dialect) route(path string) (*route, map[string]string) {
	for i := range d.routes {
		if values, ok := match(d.routes[i].path, path); ok {
			return &d.routes[i], values
		}
	}
	return nil, nil
}

// match compares segment by segment. All routes are tried for each request, so it
// takes no memory but for the values.
func match(pattern, path string) (values map[string]string, ok bool) {
	for {
		name, pattern2, moreNames := strings.Cut(pattern, "/")
		segment, path2, moreSegments := strings.Cut(path, "/")
		key, isName := strings.CutPrefix(name, "{")
		key = strings.TrimSuffix(key, "}")
		key, rest := strings.CutSuffix(key, "...")
		switch {
		case isName && rest:
			return with(values, key, path), true
		case isName && segment == "", !isName && name != segment:
			return nil, false
		case isName:
			values = with(values, key, segment)
		}
		if !moreNames || !moreSegments {
			return values, moreNames == moreSegments
		}
		pattern, path = pattern2, path2
	}
}

func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}

// whole compiles an expression for a whole value.
func whole(f catalog.Form) *regexp.Regexp { return regexp.MustCompile(`^(?:` + string(f) + `)$`) }

// answer is what a vendor says, and why.
type answer struct {
	status int
	header http.Header
	body   []byte
	// code is the vendor's code; "" where the vendor has none for it.
	code     string
	accepted bool
	why      text.Text
	// bad are the tokens that were refused in an answer that accepts others.
	bad map[string]badToken
	// badAt are the same by the place among the tokens, where one token has several
	// messages.
	badAt map[int]badToken
	// scripted tells that a scenario gave the verdict.
	scripted bool
	// goaway ends the HTTP/2 connection with this reason in place of an answer.
	goaway string
}

// badToken is why one token was refused.
type badToken struct {
	code string
	why  text.Text
}

// setHeader sets a header of the answer.
func (a *answer) setHeader(name, value string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
}
