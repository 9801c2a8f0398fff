package vendor_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/vendor"
)

// deadline is a context that expires when the test says so, and not by a clock:
// nothing here depends on how fast the machine is.
type deadline struct {
	context.Context
	once    sync.Once
	expired chan struct{}
}

func newDeadline(t testing.TB) *deadline {
	return &deadline{Context: t.Context(), expired: make(chan struct{})}
}

func (d *deadline) expire()               { d.once.Do(func() { close(d.expired) }) }
func (d *deadline) Done() <-chan struct{} { return d.expired }
func (d *deadline) Err() error {
	select {
	case <-d.expired:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// afterWriting makes it expire as soon as request number n has been written, or
// with answered, when the first byte of its answer has come.
func (d *deadline) afterWriting(n int, answered bool) context.Context {
	count := func(when bool) {
		if when {
			if n--; n == 0 {
				d.expire()
			}
		}
	}
	return httptrace.WithClientTrace(d, &httptrace.ClientTrace{
		WroteRequest:         func(httptrace.WroteRequestInfo) { count(!answered) },
		GotFirstResponseByte: func() { count(answered) },
	})
}

var (
	refusedConnection = heard{"connect", catalog.ClassTransient, 0, ""}
	timedOut          = heard{"timeout", catalog.ClassTransient, 0, "--timeout"}
)

// number is the place of a step among the requests of a send.
func (r *rig) number(step string) int {
	if step == atSend && r.login != "" {
		return 2
	}
	return 1
}

// nobody is an address at which nobody listens, and nobody will: the port is
// that of the calling side of a connection.
func nobody(t testing.TB) string {
	c, err := net.Dial("tcp", silent(t, func() {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.LocalAddr().String()
}

func TestRefusedConnection(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		f.url = "http://" + nobody(t)
		f.unanswered(t, "refused", r.steps()[0], refusedConnection, false)
	})
}

// TestUntrusted: the server's certificate is of a CA that nobody named.
func TestUntrusted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r, true)
		f.ca = ""
		f.unanswered(t, "untrusted", r.steps()[0], heard{"tls", catalog.ClassUnknown, 0, "--ca-file"}, false)
	})
}

// TestSecure: every vendor's server may speak TLS and HTTP/2.
func TestSecure(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r, true)
		f.accepted(r.addressed(r.full), f.options())
	})
}

// TestNoTLS: the server speaks HTTP and is addressed with https.
func TestNoTLS(t *testing.T) {
	t.Parallel()
	f := start(t, xiaomiRig())
	f.url = "https" + f.url[len("http"):]
	f.unanswered(t, "plain HTTP", atSend, heard{"tls", catalog.ClassUnknown, 0, "http://"}, false)
}

// TestClientCertificateRefused: the server ends the handshake over it, as Apple
// does with an expired one.
func TestClientCertificateRefused(t *testing.T) {
	t.Parallel()
	f := start(t, rigNamed(t, "apns-cert"))
	f.listen(t, &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert}, func(c *tls.Conn) { c.Handshake() })
	f.unanswered(t, "client certificate", atSend, heard{"tls", catalog.ClassCredential, 0, ""}, false)
}

// silent accepts connections and never says a word.
func silent(t testing.TB, accepted func()) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			accepted()
		}
	}()
	return l.Addr().String()
}

// TestTimeoutBefore: the handshake is not answered, so nothing can be sent.
func TestTimeoutBefore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f, d := start(t, r), newDeadline(t)
		f.url = "https://" + silent(t, d.expire)
		a, err := f.sendWith(d, f.plain(), f.options())
		f.heard(t, "handshake", r.steps()[0], timedOut, false, a, err)
	})
}

// TestTimeoutAfter: the request was sent, and the answer does not come.
func TestTimeoutAfter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f, d := start(t, r), newDeadline(t)
			f.breakAt(step, func(_ http.ResponseWriter, r *http.Request) { f.wait(r) })
			a, err := f.sendWith(d.afterWriting(r.number(step), false), f.plain(), f.options())
			f.heard(t, step, step, timedOut, true, a, err)
		}
	})
}

// wait lasts until the client or the test has ended.
func (f *fake) wait(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-f.done:
	}
}

// TestSlowBody: half of the answer comes, the rest never does.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f, d := start(t, r), newDeadline(t)
			f.breakAt(step, func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, `{"code":`)
				w.(http.Flusher).Flush()
				f.wait(r)
			})
			a, err := f.sendWith(d.afterWriting(r.number(step), true), f.plain(), f.options())
			want := timedOut
			want.status = 400
			if none := noAnswer(err); none != nil && none.Status == 0 { // it expired while the head was read
				want.status = 0
			}
			f.heard(t, step, step, want, true, a, err)
		}
	})
}

// TestSlowButGood: an answer in pieces is one.
func TestSlowButGood(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		whole := f.answer
		f.breakAt(atSend, nil)
		r.answer = func(f *fake, in *request) answer {
			time.Sleep(5 * time.Millisecond)
			return whole(f, in)
		}
		f.accepted(f.plain(), f.options())
	})
	t.Run("pieces", func(t *testing.T) {
		t.Parallel()
		f := start(t, xiaomiRig())
		f.breakAt(atSend, func(w http.ResponseWriter, _ *http.Request) {
			for _, piece := range []string{`{"result":"ok",`, `"code":0,"data":`, `{"id":"scm51"}}`} {
				io.WriteString(w, piece)
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		})
		f.accepted(f.plain(), f.options())
	})
}

// TestReset: the connection is cut once the request is there.
func TestReset(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f := start(t, r)
			f.breakAt(step, func(_ http.ResponseWriter, r *http.Request) {
				c := r.Context().Value(connKey{}).(net.Conn)
				if secure, ok := c.(*tls.Conn); ok {
					c = secure.NetConn()
				}
				tcp := c.(*tee).Conn.(*net.TCPConn)
				tcp.SetLinger(0)
				tcp.Close()
				f.wait(r)
			})
			f.unanswered(t, step, step, heard{"reset", catalog.ClassTransient, 0, ""}, true)
		}
	})
}

// TestBrokenOff: the connection, or stream, ends within the answer.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f := start(t, r)
			f.breakAt(step, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "1000")
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, `{"code":`)
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			})
			want := heard{"truncated", catalog.ClassTransient, 400, ""}
			if r.tls { // a stream is reset, with a reason
				want.id = "reset"
			}
			f.unanswered(t, step, step, want, true)
		}
	})
}

// TestStreamReset: HTTP/2 can end a request alone.
func TestStreamReset(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f := start(t, r, true)
			f.breakAt(step, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
			f.unanswered(t, step, step, heard{"reset", catalog.ClassTransient, 0, ""}, true)
		}
	})
}

// TestCancelled: the user gave up.
func TestCancelled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		ctx, cancel := context.WithCancel(t.Context())
		f.breakAt(atSend, func(_ http.ResponseWriter, r *http.Request) { cancel(); f.wait(r) })
		a, err := f.sendWith(ctx, f.plain(), f.options())
		none := noAnswer(err)
		if none == nil || none.ID != "cancelled" {
			t.Errorf("answer %+v, error %v", a, err)
		}
	})
}

// TestProxy: what a proxy says is not the vendor's.
func TestProxy(t *testing.T) {
	t.Parallel()
	for _, r := range []*rig{rigNamed(t, "huawei-v1"), rigNamed(t, "xiaomi"), rigNamed(t, "apns-key")} {
		for _, status := range []int{403, 407, 502} {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				io.WriteString(w, html)
			}))
			t.Cleanup(proxy.Close)
			f := start(t, r, true)
			want := heard{"proxy", catalog.ClassUnknown, 0, "HTTPS_PROXY"}
			if status == 502 {
				want.class = catalog.ClassTransient
			}
			f.unanswered(t, r.name, r.steps()[0], want, false, through(proxy.URL))
			if f.conns != 0 {
				t.Errorf("%s: the proxy was gone round", r.name)
			}
		}
	}
}

// TestNoProxy: there is nothing where the proxy should be.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	closed := nobody(t)
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		f.unanswered(t, "no proxy", r.steps()[0], heard{"proxy", catalog.ClassTransient, 0, "HTTPS_PROXY"}, false, through("http://"+closed))
	})
}

// TestThroughProxy: requests go through a proxy that works.
func TestThroughProxy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r, true)
		proxy := httptest.NewServer(http.HandlerFunc(tunnel))
		t.Cleanup(proxy.Close)
		o := f.options()
		through(proxy.URL)(&o)
		f.accepted(f.plain(), o)
	})
}

func through(proxy string) func(*vendor.Options) {
	return func(o *vendor.Options) {
		o.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy) }
	}
}
