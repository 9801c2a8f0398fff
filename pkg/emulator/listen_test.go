package emulator

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// startKit is a kit that listens. The functions change its door before.
func startKit(t testing.TB, c Config, change ...func(*door)) *kit {
	t.Helper()
	k := newKit(t, c)
	for _, f := range change {
		f(k.door)
	}
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	k.Client().Timeout = patient // one that tries again for ever is to fail
	return k
}

// handled makes a door serve requests by a function.
func handled(f http.HandlerFunc) func(*door) { return func(d *door) { d.handler = f } }

// address is the host and port of a URL.
func address(url string) string { return url[strings.LastIndex(url, "/")+1:] }

// get asks for a page.
func get(t testing.TB, client *http.Client, url string) (status int, body string) {
	t.Helper()
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	return r.StatusCode, readAll(t, r)
}

// fails is the error of a request that should have one.
func fails(client *http.Client, url string) error {
	r, err := client.Get(url)
	if err == nil {
		_ = r.Body.Close()
	}
	return err
}

func readAll(t testing.TB, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// roots are what a client that trusts the emulator trusts.
func (k *kit) roots() *x509.CertPool {
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(k.CA()) {
		k.t.Fatal("the authority cannot be read")
	}
	return p
}

// dialTLS makes a connection to the HTTPS port.
func (k *kit) dialTLS(c *tls.Config) (*tls.Conn, error) {
	c.RootCAs = k.roots()
	return tls.Dial("tcp", address(k.TLSURL()), c)
}

// h2c is a client that speaks HTTP/2 without TLS.
func h2c(t testing.TB) *http.Client {
	p := new(http.Protocols)
	p.SetUnencryptedHTTP2(true)
	transport := &http.Transport{Protocols: p}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patient}
}

func TestPorts(t *testing.T) {
	t.Parallel()
	what := func(w http.ResponseWriter, r *http.Request) {
		c := connOf(r)
		fmt.Fprint(w, r.Proto, " tls=", c.tls, " sandbox=", c.sandbox, " agreed=", c.protocol)
	}
	k := startKit(t, Config{}, handled(what))
	for _, c := range []struct {
		client    *http.Client
		url, want string
	}{
		{k.Client(), k.URL(), "HTTP/1.1 tls=false sandbox=false agreed="},
		{h2c(t), k.URL(), "HTTP/2.0 tls=false sandbox=false agreed="},
		{k.Client(), k.TLSURL(), "HTTP/2.0 tls=true sandbox=false agreed=h2"},
		{k.Client(), k.SandboxURL(), "HTTP/2.0 tls=true sandbox=true agreed=h2"},
	} {
		if _, got := get(t, c.client, c.url); got != c.want {
			t.Errorf("%s: %s, want %s", c.url, got, c.want)
		}
	}
	if k.ProxyURL() != k.URL() || k.ControlURL() != k.URL()+"/_offpush/v1" {
		t.Errorf("the proxy is %s, the control API %s", k.ProxyURL(), k.ControlURL())
	}
	if !strings.HasPrefix(k.URL(), "http://127.0.0.1:") || !strings.HasPrefix(k.TLSURL(), "https://127.0.0.1:") {
		t.Errorf("%s %s", k.URL(), k.TLSURL())
	}
}

// The emulator itself is behind the door.
func TestDoorLeadsToVendors(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	for _, url := range []string{k.URL(), k.TLSURL(), k.SandboxURL()} {
		if status, body := get(t, k.Client(), url+"/nothing"); status != http.StatusNotFound || !strings.Contains(body, "/nothing") {
			t.Errorf("%s: %d %s", url, status, body)
		}
	}
}

func TestBeforeStart(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	for _, url := range []string{k.URL(), k.TLSURL(), k.SandboxURL(), k.ProxyURL(), k.ControlURL()} {
		if url != "" {
			t.Errorf("%q before Start", url)
		}
	}
	if k.CA() != nil || k.Client() != nil {
		t.Error("there is an authority before Start")
	}
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	if err := k.Start(); err == nil {
		t.Error("started after Close")
	}
	k = startKit(t, Config{})
	if err := k.Start(); err == nil {
		t.Error("started twice")
	}
	if _, body := get(t, k.Client(), k.URL()+"/nothing"); body == "" {
		t.Error("the second Start broke the first")
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{":0", "0.0.0.0:0", "192.0.2.1:0", "[::]:0", "127.0.0.1", "127.0.0.1:http:1", "127.0.0.1:99999"} {
		for i, c := range []Config{{HTTPListen: wrong}, {HTTPSListen: wrong}, {SandboxListen: wrong}} {
			var input *InputError
			if err := newKit(t, c).Start(); !errors.As(err, &input) || !strings.Contains(err.Error(), wrong) {
				t.Errorf("%s for port %d: %v", wrong, i, err)
			}
		}
	}
	k := startKit(t, Config{HTTPListen: ":0", HTTPSListen: "0.0.0.0:0", SandboxListen: "localhost:0", AllowRemote: true})
	for _, url := range []string{k.URL(), k.TLSURL()} {
		if !strings.Contains(url, "://127.0.0.1:") {
			t.Errorf("a URL for all addresses is %s", url)
		}
		get(t, k.Client(), url)
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{"": "127.0.0.1:80", "0.0.0.0": "127.0.0.1:80", "::": "[::1]:80", "::1": "[::1]:80", "127.0.0.5": "127.0.0.5:80", "192.0.2.1": "192.0.2.1:80"} {
		if got := reach(&net.TCPAddr{IP: net.ParseIP(ip)}, 80); got != want {
			t.Errorf("%q is reached by %s, want %s", ip, got, want)
		}
	}
}

// Of three ports, one of which is taken, none stays open.
func TestTakenPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	k := newKit(t, Config{SandboxListen: taken.Addr().String()})
	if err := k.Start(); err == nil || !strings.Contains(err.Error(), taken.Addr().String()) {
		t.Errorf("on a port that is taken: %v", err)
	}
	if k.URL() != "" {
		t.Errorf("%s although nothing listens", k.URL())
	}
	free := freeAddress(t)
	if _, err := listenAll(Config{HTTPListen: free, SandboxListen: taken.Addr().String()}); err == nil {
		t.Fatal("the third port is not taken")
	}
	again, err := net.Listen("tcp", free)
	if err != nil {
		t.Fatalf("the first port is still listened on: %v", err)
	}
	again.Close()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A request whose body came may wait for longer than a body may take.
func TestLongWait(t *testing.T) {
	t.Parallel()
	wait := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-time.After(10 * shortly):
			fmt.Fprint(w, "done")
		}
	}
	k := startKit(t, Config{}, handled(wait), impatient)
	for _, client := range []*http.Client{k.Client(), h2c(t)} {
		r, err := client.Post(k.URL(), "text/plain", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		if got := readAll(t, r); got != "done" {
			t.Errorf("%s: %q", r.Proto, got)
		}
	}
}

// shortly is how long an impatient door waits: long enough for a busy machine.
const shortly = 100 * time.Millisecond

func impatient(d *door) {
	d.limits.greeting, d.limits.body, d.limits.answer, d.limits.farewell = shortly, shortly, shortly, shortly
}

// A defect of a handler is no broken connection to the client, which would look
// for it on its own side.
func TestPanic(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, handled(func(http.ResponseWriter, *http.Request) { panic("out of cheese") }))
	status, body := get(t, k.Client(), k.TLSURL())
	if status != http.StatusInternalServerError || !strings.Contains(body, "out of cheese") {
		t.Errorf("%d %s", status, body)
	}
}

// More connections than the limit wait until one ends.
func TestConnectionLimit(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, func(d *door) { d.limits.connections = 2 })
	ask := func(c net.Conn) *bufio.Reader {
		fmt.Fprint(c, "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
		return bufio.NewReader(c)
	}
	var all []net.Conn
	for range 3 {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		all = append(all, c)
	}
	// A port where nobody comes takes no place, so exactly two are answered.
	answered := make(chan int, len(all))
	for i, c := range all {
		go func() {
			if r, err := http.ReadResponse(ask(c), nil); err == nil {
				_ = r.Body.Close()
				answered <- i
			}
		}()
	}
	first, second := <-answered, <-answered
	select {
	case i := <-answered:
		t.Fatalf("connection %d was answered too", i)
	case <-time.After(shortly):
	}
	all[first].Close()
	if third := <-answered; third == first || third == second {
		t.Errorf("%d was answered twice", third)
	}
}
