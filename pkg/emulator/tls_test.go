package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// Each host speaks what the vendor's does, by its own name.
func TestHostProtocols(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	seen := map[string]bool{}
	for name, d := range k.hosts {
		h, _ := d.host(name)
		c, err := k.dialTLS(&tls.Config{ServerName: name, NextProtos: []string{protoHTTP1, protoHTTP2}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		state := c.ConnectionState()
		c.Close()
		if state.NegotiatedProtocol != h.protocols[0] {
			t.Errorf("%s: %q, want %q", name, state.NegotiatedProtocol, h.protocols[0])
		}
		if got := state.PeerCertificates[0].DNSNames; !slices.Equal(got, []string{name}) {
			t.Errorf("%s: the certificate is for %v", name, got)
		}
		seen[state.NegotiatedProtocol] = true
	}
	if !seen[protoHTTP1] || !seen[protoHTTP2] {
		t.Errorf("only %v was agreed on", seen)
	}
	// A host that has HTTP/1.1 alone refuses who has HTTP/2 alone.
	_, err := k.dialTLS(&tls.Config{ServerName: "api.push.oppomobile.com", NextProtos: []string{protoHTTP2}})
	if err == nil || !strings.Contains(err.Error(), "no application protocol") {
		t.Errorf("HTTP/2 alone with a host of HTTP/1.1: %v", err)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	for name, right := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "": true, "API.Push.OPPOmobile.com": true, "api.push.apple.com.": true,
		"www.example.com": false, "x.api.push.apple.com": false, "apple.com": false,
	} {
		c, err := k.dialTLS(&tls.Config{ServerName: name, NextProtos: []string{protoHTTP2, protoHTTP1}})
		if err == nil {
			c.Close()
		}
		switch {
		case right && err != nil:
			t.Errorf("%s: %v", name, err)
		case !right && (err == nil || !strings.Contains(err.Error(), "unrecognized name")):
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(k.door.papers.byName); n > 3 {
		t.Errorf("%d certificates are kept for two hosts and this machine", n)
	}
}

func TestOldTLS(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	if _, err := k.dialTLS(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 was taken")
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		c, err := k.dialTLS(&tls.Config{MinVersion: version, MaxVersion: version})
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
}

// A client's certificate arrives whoever signed it, and whether or not it is still
// valid: APNs judges that itself.
func TestClientCertificate(t *testing.T) {
	t.Parallel()
	name := func(w http.ResponseWriter, r *http.Request) {
		for _, c := range connOf(r).peer {
			fmt.Fprint(w, c.Subject.CommonName)
		}
	}
	k := startKit(t, Config{}, handled(name))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Apple Push Services: nobody"}, NotAfter: noon}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	for want, certificates := range map[string][]tls.Certificate{"": nil, template.Subject.CommonName: {{Certificate: [][]byte{der}, PrivateKey: key}}} {
		transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: k.roots(), Certificates: certificates}}
		defer transport.CloseIdleConnections()
		if _, got := get(t, &http.Client{Transport: transport}, k.TLSURL()); got != want {
			t.Errorf("the certificate of %q arrived as %q", want, got)
		}
	}
}

// What was agreed on in TLS is spoken.
func TestOtherProtocol(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	for agreed, spoken := range map[string]string{
		protoHTTP2: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
		protoHTTP1: preface + "\x00\x00\x00\x04\x00\x00\x00\x00\x00",
	} {
		c, err := k.dialTLS(&tls.Config{NextProtos: []string{agreed}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, spoken)
		if answer, _ := io.ReadAll(c); !strings.HasPrefix(string(answer), "HTTP/1.1 400 ") {
			t.Errorf("%s was agreed on: %q", agreed, answer)
		}
	}
}

func TestPlainOnTLSPort(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	url := "http://" + address(k.TLSURL())
	status, body := get(t, http.DefaultClient, url)
	if status != http.StatusBadRequest || !strings.Contains(body, "plain HTTP") {
		t.Errorf("%d %s", status, body)
	}
}

// Who says nothing on the HTTPS port is not waited for.
func TestSlowHandshake(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{}, impatient)
	for _, begin := range []string{"", "\x16\x03\x01"} {
		c, err := net.Dial("tcp", address(k.TLSURL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, begin)
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := io.ReadAll(c); err != nil {
			t.Errorf("after %q: %v", begin, err)
		}
	}
}
