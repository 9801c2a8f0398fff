package emulator

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	neturl "net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/pkg/text"
)

// proxied is a back end's client: its hosts are fixed, and the environment tells it
// of a proxy and an authority.
func (k *kit) proxied() *http.Client {
	k.t.Helper()
	proxy, err := neturl.Parse(k.ProxyURL())
	if err != nil {
		k.t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: k.roots()}, ForceAttemptHTTP2: true}
	k.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// connect asks the proxy for a tunnel and returns it with the answer.
func (k *kit) connect(target, more string) (net.Conn, *http.Response) {
	k.t.Helper()
	c, err := net.Dial("tcp", address(k.ProxyURL()))
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patient))
	fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n%s", target, target, more)
	r := bufio.NewReader(c)
	answer, err := http.ReadResponse(r, &http.Request{Method: http.MethodConnect})
	if err != nil {
		k.t.Fatal(err)
	}
	return &begun{c, r}, answer
}

func TestProxy(t *testing.T) {
	t.Parallel()
	what := func(w http.ResponseWriter, r *http.Request) {
		c := connOf(r)
		fmt.Fprint(w, r.Proto, " ", r.Host, " tls=", c.tls, " sandbox=", c.sandbox)
	}
	k := startKit(t, Config{}, handled(what))
	client := k.proxied()
	for url, want := range map[string]string{
		"https://api.push.oppomobile.com":      "HTTP/1.1 api.push.oppomobile.com tls=true sandbox=false",
		"https://api.push.apple.com":           "HTTP/2.0 api.push.apple.com tls=true sandbox=false",
		"https://api.push.apple.com:2197":      "HTTP/2.0 api.push.apple.com:2197 tls=true sandbox=false",
		"https://API.sandbox.push.apple.com":   "HTTP/2.0 API.sandbox.push.apple.com tls=true sandbox=true",
		"https://fcm.googleapis.com/v1/":       "HTTP/2.0 fcm.googleapis.com tls=true sandbox=false",
		"http://api.push.oppomobile.com/x?a=b": "HTTP/1.1 api.push.oppomobile.com tls=false sandbox=false",
	} {
		if _, got := get(t, client, url); got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
	}
	// Its own ports are reached too, for a client that sends everything to the proxy.
	for _, url := range []string{k.URL(), k.TLSURL(), k.SandboxURL()} {
		c, answer := k.connect(address(url), "")
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", url, answer.Status)
		}
		if strings.HasPrefix(url, "https") {
			c = tls.Client(c, &tls.Config{RootCAs: k.roots(), ServerName: "127.0.0.1", NextProtos: []string{protoHTTP1}})
		}
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		got, err := io.ReadAll(c)
		want := fmt.Sprintf("tls=%v sandbox=%v", url != k.URL(), url == k.SandboxURL())
		if err != nil || !strings.HasSuffix(string(got), want) {
			t.Errorf("%s: %q, %v, want %s", url, got, err, want)
		}
	}
}

// Vendors are behind the proxy, and the exchange has the address that the client
// meant.
func TestProxyLeadsToVendors(t *testing.T) {
	t.Parallel()
	var seen []string
	k := startKit(t, Config{Observe: func(x *Exchange) { seen = append(seen, x.Vendor+" "+x.URL) }})
	client := k.proxied()
	var want []string
	for _, name := range k.hostNames() {
		get(t, client, "https://"+name+"/nothing")
		want = append(want, k.hosts[name].id+" https://"+name+"/nothing")
	}
	if !slices.Equal(seen, want) {
		t.Errorf("%q\nwant %q", seen, want)
	}
}

// The proxy leads nowhere else, in neither form.
func TestProxyRefuses(t *testing.T) {
	t.Parallel()
	for lang, words := range map[text.Lang]string{text.EN: "passes nothing on", text.ZH: "不会把请求转发到网络"} {
		var last *Exchange
		k := startKit(t, Config{Lang: lang, Observe: func(x *Exchange) { last = x }})
		for _, target := range []string{
			"www.example.com:443", "api.push.apple.com.example.com:443", "evil-api.push.apple.com:443", "127.0.0.1:1", "localhost:22", "[::1]:1",
			"10.0.0.1:443", "www.example.com", "localhost", "x" + address(k.URL()),
		} {
			last = nil
			_, answer := k.connect(target, "")
			body := readAll(t, answer)
			if answer.StatusCode != http.StatusForbidden || !strings.Contains(body, words) || !strings.Contains(body, target) {
				t.Errorf("%s: %s %s", target, answer.Status, body)
			}
			if last == nil || last.Method != http.MethodConnect || last.Verdict != Refused || last.Why.IsZero() || last.Vendor != "" {
				t.Errorf("%s is written down as %+v", target, last)
			}
		}
		client := k.proxied()
		if status, body := get(t, client, "http://www.example.com/"); status != http.StatusForbidden || !strings.Contains(body, words) {
			t.Errorf("an absolute address: %d %s", status, body)
		}
		if err := fails(client, "https://www.example.com/"); err == nil || !strings.Contains(err.Error(), "Forbidden") {
			t.Errorf("https://www.example.com: %v", err)
		}
	}
}

// A tunnel cannot begin in TLS, in another tunnel, or in HTTP/2.
func TestProxyElsewhere(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	const request = "CONNECT api.push.apple.com:443 HTTP/1.1\r\nHost: api.push.apple.com:443\r\n\r\n"
	secure, err := k.dialTLS(&tls.Config{NextProtos: []string{protoHTTP1}})
	if err != nil {
		t.Fatal(err)
	}
	defer secure.Close()
	tunnel, answer := k.connect(address(k.URL()), "")
	answer.Body.Close()
	for name, c := range map[string]net.Conn{"TLS": secure, "tunnel": tunnel} {
		fmt.Fprint(c, request)
		answer, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("in a %s: %s", name, answer.Status)
		}
	}
	for name, w := range map[string]*h2wire{"HTTP/2": k.plainWire(), "HTTP/2 and TLS": k.secureWire()} {
		w.block.Reset()
		w.field(":method", "CONNECT")
		w.field(":authority", "api.push.apple.com:443")
		if err := w.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block.Bytes(), EndHeaders: true}); err != nil {
			t.Fatal(err)
		}
		if status := w.status(1); status != "405" {
			t.Errorf("%s: %s", name, status)
		}
	}
}

// A client in a hurry sends its hello before it has an answer.
func TestEarlyHello(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	left, right := net.Pipe() // to have the bytes of a hello
	go func() {
		_ = tls.Client(left, &tls.Config{ServerName: "api.push.apple.com", NextProtos: []string{protoHTTP2}}).Handshake()
	}()
	hello := make([]byte, 16<<10)
	n, err := right.Read(hello)
	if err != nil {
		t.Fatal(err)
	}
	left.Close()
	c, answer := k.connect("api.push.apple.com:443", string(hello[:n]))
	answer.Body.Close()
	head := make([]byte, 6)
	if _, err := io.ReadFull(c, head); err != nil || !bytes.HasPrefix(head, []byte("\x16\x03\x03")) || head[5] != 2 { // ServerHello
		t.Errorf("%x, %v", head, err)
	}
}

// In a tunnel the client's own words count first, then what the tunnel is for.
func TestTunnelNames(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	for _, c := range []struct{ target, name, leaf, protocol string }{
		{"api.push.apple.com:443", "", "api.push.apple.com", protoHTTP2},
		{"API.push.apple.com.:443", "", "api.push.apple.com", protoHTTP2},
		{"api.push.oppomobile.com:443", "", "api.push.oppomobile.com", protoHTTP1},
		{"api.push.oppomobile.com:443", "api.push.apple.com", "api.push.apple.com", protoHTTP2},
		{"api.push.oppomobile.com:443", "www.example.com", "", ""},
		{address(k.TLSURL()), "", local, protoHTTP2},
	} {
		raw, answer := k.connect(c.target, "")
		answer.Body.Close()
		secure := tls.Client(raw, &tls.Config{ServerName: c.name, InsecureSkipVerify: true, NextProtos: []string{protoHTTP2, protoHTTP1}})
		if err := secure.Handshake(); err != nil {
			if c.leaf != "" || !strings.Contains(err.Error(), "unrecognized name") {
				t.Errorf("%s for %q: %v", c.target, c.name, err)
			}
			continue
		}
		state := secure.ConnectionState()
		if leaf := state.PeerCertificates[0].DNSNames; !slices.Equal(leaf, []string{c.leaf}) || state.NegotiatedProtocol != c.protocol {
			t.Errorf("%s for %q: %v, %s", c.target, c.name, leaf, state.NegotiatedProtocol)
		}
	}
}
