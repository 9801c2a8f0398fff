package vendor_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/vendor"
)

// farewell is what a server writes to end an HTTP/2 connection.
type farewell struct {
	early  bool // before the request has come, else after it
	last   uint32
	code   http2.ErrCode
	data   string
	twice  bool   // a further GOAWAY comes, with
	second string // this debug data
	split  bool   // written byte by byte
}

// goAway serves HTTP/2 by hand: it reads one request and ends the connection.
func goAway(t testing.TB, f *fake, bye farewell) *atomic.Int32 {
	t.Helper()
	requests := new(atomic.Int32)
	f.listen(t, &tls.Config{ClientAuth: tls.RequestClientCert}, func(c *tls.Conn) { bye.serve(t, c, requests) })
	return requests
}

// listen makes a bare TLS server stand in for f. What it does not read of a
// connection is read here: closing with something unread would take back what
// was written last.
func (f *fake) listen(t testing.TB, config *tls.Config, serve func(*tls.Conn)) {
	t.Helper()
	certificate := httptest.NewUnstartedServer(http.NotFoundHandler())
	certificate.StartTLS() // for its certificate, which f has too
	t.Cleanup(certificate.Close)
	config.Certificates, config.NextProtos = certificate.TLS.Certificates, []string{"h2"}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f.url = "https://" + l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				secure := tls.Server(c, config)
				serve(secure)
				secure.CloseWrite()
				c.(*net.TCPConn).CloseWrite()
				io.Copy(io.Discard, c)
			}()
		}
	}()
}

func (bye farewell) serve(t testing.TB, c net.Conn, requests *atomic.Int32) {
	preface := make([]byte, len(http2.ClientPreface))
	for n := 0; n < len(preface); {
		m, err := c.Read(preface[n:])
		if err != nil {
			return
		}
		n += m
	}
	out := c
	if bye.split {
		out = &pieces{c}
	}
	framer := http2.NewFramer(out, c)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	framer.WriteSettings()
	if bye.early {
		bye.write(framer)
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		if head, ok := frame.(*http2.MetaHeadersFrame); ok {
			requests.Add(1)
			if scheme := head.PseudoValue("scheme"); scheme != "https" {
				t.Errorf("the request's scheme is %q", scheme)
			}
		}
		if frame.Header().Flags.Has(http2.FlagDataEndStream) && frame.Header().Type == http2.FrameData {
			if !bye.early {
				bye.write(framer)
			}
			return
		}
	}
}

func (bye farewell) write(f *http2.Framer) {
	f.WritePing(false, [8]byte{})
	f.WriteGoAway(bye.last, bye.code, []byte(bye.data))
	if bye.twice {
		f.WriteGoAway(bye.last, bye.code, []byte(bye.second))
	}
}

type pieces struct{ net.Conn }

func (p *pieces) Write(b []byte) (int, error) {
	for i := range b {
		if _, err := p.Conn.Write(b[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(b), nil
}

// TestGoAway: APNs may close the connection instead of answering, and says why
// in the GOAWAY.
func TestGoAway(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"apns-key", "apns-cert"} {
		for _, last := range []uint32{0, 1} {
			for _, code := range []http2.ErrCode{http2.ErrCodeNo, http2.ErrCodeProtocol, http2.ErrCodeInadequateSecurity, http2.ErrCodeEnhanceYourCalm} {
				for _, split := range []bool{false, true} {
					t.Run(fmt.Sprint(name, last, code, split), func(t *testing.T) {
						t.Parallel()
						f := start(t, rigNamed(t, name))
						requests := goAway(t, f, farewell{last: last, code: code, data: `{"reason":"BadCertificate"}`, split: split})
						a := f.answered(f.plain(), f.options())
						if a.Accepted || a.Code != "BadCertificate" || a.Explain.Class != catalog.ClassCredential || len(a.Notes) == 0 {
							t.Errorf("code %q, class %q, notes %v", a.Code, a.Explain.Class, a.Notes)
						}
						if n := requests.Load(); n > 1 {
							t.Errorf("%d requests", n)
						}
					})
				}
			}
		}
	}
}

// TestGoAwayEarly: the connection may be refused before the request is read.
func TestGoAwayEarly(t *testing.T) {
	t.Parallel()
	for _, last := range []uint32{0, 1} {
		f := start(t, rigNamed(t, "apns-key"))
		goAway(t, f, farewell{early: true, last: last, code: http2.ErrCodeNo, data: `{"reason":"BadCertificateEnvironment"}`})
		if a := f.answered(f.plain(), f.options()); a.Code != "BadCertificateEnvironment" {
			t.Errorf("code %q", a.Code)
		}
	}
}

// TestGoAwayTwice: a graceful end has two GOAWAYs, the reason may be in either.
func TestGoAwayTwice(t *testing.T) {
	t.Parallel()
	for _, bye := range []farewell{
		{last: 1<<31 - 1, data: `{"reason":"Shutdown"}`, twice: true},
		{last: 1<<31 - 1, twice: true, second: `{"reason":"Shutdown"}`},
	} {
		f := start(t, rigNamed(t, "apns-key"))
		goAway(t, f, bye)
		a, err := f.send(f.plain(), f.options())
		if err != nil || a.Code != "Shutdown" {
			t.Errorf("%+v: answer %+v, error %v", bye, a, err)
		}
	}
}

// TestGoAwayMute: without a reason there is no answer.
func TestGoAwayMute(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "shutting down", `{"reason":""}`, `{"hello":"world"}`} {
		for _, last := range []uint32{0, 1} {
			f := start(t, rigNamed(t, "apns-key"))
			requests := goAway(t, f, farewell{last: last, code: http2.ErrCodeNo, data: data})
			a, err := f.send(f.plain(), f.options())
			var none *vendor.NoAnswer
			if !errors.As(err, &none) || none.ID != "reset" || none.Class != catalog.ClassTransient || !none.Sent {
				t.Errorf("%q, last stream %d: answer %+v, error %#v", data, last, a, err)
			}
			if n := requests.Load(); n > 1 {
				t.Errorf("%q: %d requests", data, n)
			}
		}
	}
}
