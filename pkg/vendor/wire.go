package vendor

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// maxBody bounds what is read of an answer, in bytes. The longest real ones
// have a few hundred.
const maxBody = 1 << 20

// wire is the connection of one Send: it makes requests and records each with
// its answer, masked, and with the times of its steps.
type wire struct {
	client    *http.Client
	transport *http.Transport
	endpoint  *url.URL // replaces scheme and host of each request; nil: none
	mask      *mask.Mask
	warnings  []text.Text
	exchanges []Exchange
	header    map[string]string // to add to each request
	unsent    bool              // a dry run: requests are recorded and not sent
	certFile  string            // of the client certificate
	caFile    string            // of the CAs to trust
	farewell  farewell          // what a GOAWAY said
	made      connections       // of HTTP/2
}

// newWire opens nothing yet.
func (s *sender) newWire(endpoint string, certificate *tls.Certificate) (*wire, error) {
	w := &wire{mask: &mask.Mask{Off: s.Reveal}}
	for _, f := range s.push.AllFields() {
		if isSecret(f, s.Credentials[f.Name]) {
			w.mask.Secret(s.Credentials[f.Name])
		}
	}
	if endpoint != "" {
		base, err := parseEndpoint(endpoint)
		if err != nil {
			return nil, err
		}
		w.endpoint = base
	}
	w.caFile = s.Credentials["ca_file"]
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if file := s.Credentials["ca_file"]; file != "" {
		pool, err := readCAs(file)
		if err != nil {
			return nil, err
		}
		config.RootCAs = pool
	}
	if certificate != nil {
		config.Certificates = []tls.Certificate{*certificate}
		w.certFile = s.Credentials["cert_file"]
	}
	w.transport = &http.Transport{Proxy: s.Proxy, TLSClientConfig: config, OnProxyConnectResponse: proxyRefusal}
	speakHTTP2(w.transport, &w.farewell, &w.made)
	w.client = &http.Client{
		Transport:     w,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return w, nil
}

func (w *wire) close() {
	w.transport.CloseIdleConnections()
	w.made.close()
}

func parseEndpoint(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return nil, newError(idFlag, text.F("endpoint 的值 %q 不是基础 URL", "endpoint %q is no base URL", text.Visible(withoutUser(s)))).
			withHint(text.T("只写协议、主机和端口，例如 http://127.0.0.1:8080", "Give scheme, host and port only, such as http://127.0.0.1:8080"))
	}
	return u, nil
}

// withoutUser cuts user and password out of an address.
func withoutUser(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if at := strings.LastIndexByte(rest, '@'); ok && at >= 0 {
		return scheme + "://***" + rest[at:]
	}
	return s
}

func readCAs(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, newError(idCredential, text.F("ca_file：无法读取 %s：%v", "ca_file: %s cannot be read: %v", text.Visible(file), cause(err)))
	}
	pool := x509.NewCertPool() // instead of the system's, as with curl --cacert
	if !pool.AppendCertsFromPEM(data) {
		return nil, newError(idCredential, text.F("ca_file：%s 里没有 PEM 证书", "ca_file: there is no PEM certificate in %s", text.Visible(file)))
	}
	return pool, nil
}

// cause is the innermost error, which names no path.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// reply is an answer, read whole.
type reply struct {
	status int
	header http.Header
	body   []byte
	date   time.Time // of the Date header; zero when there is none
	mask   *mask.Mask
}

// recorded is the exchange under way, handed through the context to RoundTrip,
// where the request is seen as it is sent.
type recorded struct {
	step  string
	entry *Exchange
	sent  bool // the request was written whole
	reply *reply
	err   error // of what came instead of a whole answer
	clock stopwatch
}

type recordKey struct{}

// errUnsent ends a request of a dry run.
var errUnsent = errors.New("dry run: not sent")

// do sends a request and reads the answer. An error is a [*NoAnswer].
func (w *wire) do(ctx context.Context, step string, d *draft) (*reply, error) {
	req, err := d.request(ctx)
	if err != nil {
		return nil, newError(idFlag, text.F("请求无法发送：%v", "the request cannot be sent: %v", cause(err)))
	}
	return w.record(ctx, step, func(ctx context.Context) error {
		resp, err := w.client.Do(req.WithContext(ctx))
		if err == nil {
			_ = resp.Body.Close()
		}
		return err
	})
}

// record runs call, which makes one request through w, and keeps the exchange.
func (w *wire) record(ctx context.Context, step string, call func(context.Context) error) (*reply, error) {
	rec := &recorded{step: step, entry: &Exchange{Step: step, Sent: !w.unsent}}
	ctx = httptrace.WithClientTrace(context.WithValue(ctx, recordKey{}, rec), rec.trace())
	rec.clock.began = time.Now()
	err := call(ctx)
	rec.entry.Timing = rec.clock.stop()
	if r := rec.reply; r != nil {
		r.mask = w.mask
		rec.entry.Status = r.status
		rec.entry.ResponseHeader = w.headers(r.header)
		rec.entry.ResponseBody = w.mask.Text(string(r.body))
	}
	w.exchanges = append(w.exchanges, *rec.entry)
	switch {
	case rec.err != nil:
		var none *NoAnswer
		if errors.As(rec.err, &none) {
			return nil, none
		}
		return nil, w.broken(rec.err, rec)
	case rec.reply != nil: // what the caller makes of the body does not matter
		return rec.reply, nil
	}
	return nil, w.broken(err, rec)
}

// RoundTrip puts the endpoint in, notes down the request as it is sent, sends it
// once, and reads the answer whole.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	rec := req.Context().Value(recordKey{}).(*recorded)
	req = req.Clone(req.Context())
	if w.endpoint != nil {
		req.URL.Scheme, req.URL.Host, req.Host = w.endpoint.Scheme, w.endpoint.Host, ""
	}
	req.GetBody = nil // net/http must not send a push again by itself
	req.Header.Set("User-Agent", "offpush")
	for name, value := range w.header {
		req.Header.Set(name, value)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_ = req.Body.Close()
	req.Body = io.NopCloser(bytes.NewReader(body))
	w.note(rec.entry, req, body)
	if w.unsent {
		return nil, errUnsent
	}
	resp, err := w.transport.RoundTrip(req)
	if err != nil && strings.HasPrefix(err.Error(), "http2: client conn ") { // is of no use, and nothing of why
		err = cmp.Or(w.farewell.cause(), err)
	}
	if err == nil {
		err = rec.read(resp)
	}
	if err != nil {
		rec.err = err
		return nil, err
	}
	return resp, nil
}

// read takes the answer's body, within bounds.
func (rec *recorded) read(resp *http.Response) error {
	incoming := resp.Body // resp.Body is another one below
	defer func() { _ = incoming.Close() }()
	body, err := io.ReadAll(io.LimitReader(incoming, maxBody+1))
	r := &reply{status: resp.StatusCode, header: resp.Header, body: body}
	r.date, _ = http.ParseTime(resp.Header.Get("Date"))
	resp.Body = io.NopCloser(bytes.NewReader(body))
	switch {
	case len(body) > maxBody:
		r.body = nil
		rec.reply = r
		return tooLong(r)
	case err != nil:
		rec.reply = r
		return &bodyError{err, r.status}
	case r.status >= 300 && r.status < 400:
		rec.reply = r
		return redirected(r)
	}
	rec.reply = r
	return nil
}

func (w *wire) note(e *Exchange, req *http.Request, body []byte) {
	e.Method, e.URL = req.Method, w.mask.Text(req.URL.String())
	e.RequestHeader = w.headers(req.Header)
	e.RequestBody = w.mask.Text(string(body))
	e.ClientCertificate, e.CAFile = w.certFile, w.caFile
}

// headers are masked and in alphabetical order.
func (w *wire) headers(h http.Header) []Header {
	var out []Header
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			out = append(out, Header{name, w.mask.Text(v)})
		}
	}
	return out
}
