package vendor_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// The servers of these tests are written from the vendors' contracts and share
// nothing with the sender: they check each signature, header and member by code
// of their own, and answer in the vendor's shapes.

// rig is a vendor as the tests see it.
type rig struct {
	name   string // of its goldens
	vendor string
	token  string // a good device token
	login  string // path of the login; "" where there is none
	tls    bool   // TLS and HTTP/2, as APNs demands
	// credentials that the server takes, but for the endpoint.
	credentials func(t testing.TB) map[string]string
	// answer checks a request and answers it.
	answer func(f *fake, r *request) answer
	// full has every flag that the vendor can express; data is the data message,
	// nil where it has none.
	full vendor.Message
	data *vendor.Message
}

// request is a request as it came in.
type request struct {
	method, path string
	header       http.Header
	body         []byte
	tls          *tls.ConnectionState
	login        bool
}

type answer struct {
	status int
	body   string
	header map[string]string
}

// fake is the running server of a rig.
type fake struct {
	*rig
	t    testing.TB
	url  string
	ca   string        // file of its CA, "" without TLS
	done chan struct{} // closed at the end of the test

	mu                  sync.Mutex
	conns               int
	logins, sends, good int // requests that came in; pushes that reach a phone
	wrong               []string
	requests            []*request
	wire                []*tee
	tickets             map[string]bool // access tokens that hold
	gzip                bool
	fault               map[string]http.HandlerFunc
}

const (
	atLogin = "auth"
	atSend  = "send"
)

// start runs a rig's server; with secure it speaks TLS though the vendor's own
// tests would not need it.
func start(t testing.TB, r *rig, secure ...bool) *fake {
	t.Helper()
	f := &fake{rig: r, t: t, done: make(chan struct{}), tickets: map[string]bool{}, fault: map[string]http.HandlerFunc{}}
	s := httptest.NewUnstartedServer(f)
	s.Config.ErrorLog = quiet
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) }
	s.Listener = &teeing{s.Listener, f}
	if r.tls || len(secure) > 0 {
		s.EnableHTTP2 = true
		s.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
		s.StartTLS()
		f.ca = filepath.Join(t.TempDir(), "ca.pem")
		write(t, f.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
	} else {
		s.Start()
	}
	f.url = s.URL
	t.Cleanup(func() { close(f.done); s.Close() })
	return f
}

type connKey struct{}

// teeing counts connections and keeps what came in on each.
type teeing struct {
	net.Listener
	f *fake
}

func (l *teeing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	in := &tee{Conn: c}
	l.f.mu.Lock()
	l.f.conns++
	l.f.wire = append(l.f.wire, in)
	l.f.mu.Unlock()
	return in, nil
}

type tee struct {
	net.Conn
	mu   sync.Mutex
	seen bytes.Buffer
}

func (c *tee) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen.Len() < 1<<20 {
		c.seen.Write(p[:n])
	}
	return n, err
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	in := &request{r.Method, r.URL.Path, r.Header, body, r.TLS, f.login != "" && r.URL.Path == f.login}
	step := atSend
	f.mu.Lock()
	if in.login {
		step = atLogin
		f.logins++
	} else {
		f.sends++
	}
	f.requests = append(f.requests, in)
	fault := f.fault[step]
	f.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	a := f.answer(f, in)
	out := []byte(a.body)
	if f.gzip && len(out) > 0 {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			f.bad("the client does not ask for gzip")
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(out)
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		out = b.Bytes()
	}
	if f.vendor != "apns" {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	}
	for name, v := range a.header {
		w.Header().Set(name, v)
	}
	w.WriteHeader(a.status)
	w.Write(out)
}

// bad notes what is wrong with a request and returns false.
func (f *fake) bad(format string, args ...any) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wrong = append(f.wrong, fmt.Sprintf(format, args...))
	return false
}

// issue is a new access token, good from now on; it has what needs escaping.
func (f *fake) issue() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	ticket := fmt.Sprintf("tick/et+%d==", f.logins)
	f.tickets[ticket] = true
	return ticket
}

func (f *fake) holds(ticket string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tickets[ticket]
}

// expire ends every access token issued so far.
func (f *fake) expire() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.tickets)
}

// deliver counts a push that a phone would get.
func (f *fake) deliver() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.good++
}

// counts returns the requests for logins and sends, and the pushes delivered.
func (f *fake) counts() (logins, sends, delivered int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.logins, f.sends, f.good
}

// breakAt makes the server do something else at a step.
func (f *fake) breakAt(step string, fault http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault[step] = fault
}

// says makes the server answer a step with a fixed status and body.
func (f *fake) says(step string, status int, body string, header ...string) {
	f.breakAt(step, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	})
}

// options are those of a sender for this server.
func (f *fake) options(set ...string) vendor.Options {
	credentials := maps.Clone(f.credentials(f.t))
	credentials["endpoint"] = f.url
	if f.ca != "" {
		credentials["ca_file"] = f.ca
	}
	for i := 0; i+1 < len(set); i += 2 {
		credentials[set[i]] = set[i+1]
	}
	return vendor.Options{Credentials: credentials, Now: clock, Random: zeros{}}
}

// form reads a form body, each member once.
func (f *fake) form(r *request) url.Values {
	if !strings.HasPrefix(r.header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		f.bad("Content-Type is %q", r.header.Get("Content-Type"))
	}
	v, err := url.ParseQuery(string(r.body))
	if err != nil {
		f.bad("no form: %v", err)
	}
	for name, values := range v {
		if len(values) != 1 {
			f.bad("%s stands there %d times", name, len(values))
		}
	}
	return v
}

// object is a JSON object; numbers keep their text.
type object map[string]any

func (f *fake) json(text []byte) object {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		f.bad("no JSON object: %v: %s", err, text)
	}
	return o
}

func (o object) get(path string) any {
	var v any = map[string]any(o)
	for _, name := range strings.Split(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// fits compares an object with a contract's table: one member a line, with its
// kind, and with ! where its parent may not be without it. What is in no line is
// wrong.
func (f *fake) fits(o object, table string) bool {
	kinds := map[string]string{}
	for line := range strings.Lines(table) {
		if parts := strings.Fields(line); len(parts) == 2 {
			kinds[parts[0]] = parts[1]
		}
	}
	ok := true
	var look func(prefix string, m map[string]any)
	look = func(prefix string, m map[string]any) {
		for name, v := range m {
			path := prefix + name
			kind, known := kinds[path]
			if !known {
				ok = f.bad("the contract has no %s", path)
				continue
			}
			if !isKind(v, strings.TrimSuffix(kind, "!")) {
				ok = f.bad("%s is %v, no %s", path, v, kind)
			}
			if below, isObject := v.(map[string]any); isObject && strings.HasPrefix(kind, "object") {
				look(path+".", below)
			}
		}
		for path, kind := range kinds {
			name, below := strings.CutPrefix(path, prefix)
			if _, has := m[name]; below && !strings.Contains(name, ".") && strings.HasSuffix(kind, "!") && !has {
				ok = f.bad("%s is missing", path)
			}
		}
	}
	look("", o)
	return ok
}

func isKind(v any, kind string) bool {
	switch kind {
	case "string":
		_, ok := v.(string)
		return ok
	case "bool":
		_, ok := v.(bool)
		return ok
	case "int":
		n, ok := v.(json.Number)
		_, err := n.Int64()
		return ok && err == nil
	case "strings": // a list of them, not empty
		list, ok := v.([]any)
		return ok && len(list) > 0 && !slices.ContainsFunc(list, func(v any) bool { return !isKind(v, "string") })
	case "map": // of strings
		m, ok := v.(map[string]any)
		for _, v := range m {
			ok = ok && isKind(v, "string")
		}
		return ok
	case "object":
		_, ok := v.(map[string]any)
		return ok
	case "json": // an object as text
		s, ok := v.(string)
		return ok && strings.HasPrefix(s, "{") && json.Valid([]byte(s))
	}
	return kind == "any"
}

// only reports whether v is a list of the one token.
func only(v any, token string) bool {
	list, ok := v.([]any)
	return ok && len(list) == 1 && list[0] == token
}

func write(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
