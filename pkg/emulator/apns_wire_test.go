package emulator

import (
	"crypto/tls"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// Explanations name both what was found and what is right, in both languages, and
// no secret.
func TestAPNsExplanations(t *testing.T) {
	t.Parallel()
	for _, c := range apnsCases() {
		k, last := apnWatch(t, c.config)
		c.ask(k)
		x := last()
		for _, s := range append([]text.Text{x.Why}, append(x.Warnings, x.Checked...)...) {
			if (s.ZH == "") != (s.EN == "") || strings.Contains(s.EN+s.ZH, "%!") {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
		if c.code == "200" && len(x.Warnings) == 0 && len(x.Checked) < 4 {
			t.Errorf("%s: checked %v", c.name, x.Checked)
		}
		for _, h := range x.Header {
			if jwt, ok := bearerToken(h.Value); ok && h.Name == "Authorization" && !strings.Contains(strings.Join(x.secrets, " "), jwt) {
				t.Errorf("%s: the provider token is no secret", c.name)
			}
		}
	}
}

// A provider token is hidden, and a device token cut, also where the request never
// gets to APNs' checks.
func TestAPNsHides(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string][]apnChange{
		"too large":      {apnBody(strings.Repeat("x", maxBody+1))},
		"lost":           {apnPath("/4/device/" + DemoToken("apns"))},
		"HTTP/1.1":       {apnOldHTTP},
		"lost, HTTP/1.1": {apnOldHTTP, apnPath("/2/device/" + DemoToken("apns"))},
	} {
		k, last := apnWatch(t, Config{})
		pushAPNs(k, changes...)
		x := last()
		if len(x.secrets) != 1 || len(x.tokens) != 1 || x.tokens[0] != DemoToken("apns") {
			t.Errorf("%s: %d secrets, tokens %v", name, len(x.secrets), x.tokens)
		}
		if strings.Contains(x.Why.EN, "000000000") {
			t.Errorf("%s: %s", name, x.Why.EN)
		}
	}
}

// askAPNs sends a push to a listening emulator.
func askAPNs(t *testing.T, client *http.Client, base, token string, h http.Header) (*http.Response, string, error) {
	t.Helper()
	r, err := http.NewRequest("POST", base+"/3/device/"+token, strings.NewReader(apnsPayloadOK))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = h
	answer, err := client.Do(r)
	if err != nil {
		return nil, "", err
	}
	return answer, readAll(t, answer), nil
}

// apnsClient trusts the emulator and speaks HTTP/2.
func apnsClient(t *testing.T, k *kit, certificates ...tls.Certificate) *http.Client {
	t.Helper()
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: k.roots(), Certificates: certificates}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// What real connections carry: certificates, the two ports, the reason in GOAWAY.
func TestAPNsOnTheWire(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	byCert := http.Header{"Apns-Topic": {DemoApp}, "Apns-Push-Type": {"alert"}}
	byToken := http.Header{"Authorization": {"bearer " + apnDemoJWT(noon)}, "Apns-Topic": {DemoApp}}
	token := DemoToken("apns")
	certificate := func(s apnCertSpec) tls.Certificate {
		return tls.Certificate{Certificate: [][]byte{s.make().Raw}, PrivateKey: apnOtherKey()}
	}

	for _, c := range []struct {
		name, base string
		client     *http.Client
		header     http.Header
		status     int
		body       string
		unique     bool // the sandbox's own id
	}{
		{"token, production", k.TLSURL(), apnsClient(t, k), byToken, 200, "", false},
		{"token, sandbox", k.SandboxURL(), apnsClient(t, k), byToken, 200, "", true},
		{"certificate", k.TLSURL(), apnsClient(t, k, certificate(apnProdOnly)), byCert, 200, "", false},
		{"certificate, other port", k.SandboxURL(), apnsClient(t, k, certificate(apnProdOnly)), byCert, 403, `{"reason":"BadCertificateEnvironment"}`, false},
	} {
		got, body, err := askAPNs(t, c.client, c.base, token, c.header)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.ProtoMajor != 2 || got.StatusCode != c.status || body != c.body || (got.Header.Get("Apns-Unique-Id") != "") != c.unique {
			t.Errorf("%s: %s %s %v %s", c.name, got.Proto, got.Status, got.Header, body)
		}
	}

	_, _, err := askAPNs(t, apnsClient(t, k, certificate(apnSigning)), k.TLSURL(), token, byCert)
	if err == nil || !strings.Contains(err.Error(), "GOAWAY") || !strings.Contains(err.Error(), "BadCertificate") {
		t.Errorf("a signing certificate: %v", err)
	}
}

// Many streams of one connection at once.
func TestAPNsParallel(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	client := apnsClient(t, k)
	header := http.Header{"Authorization": {"bearer " + apnDemoJWT(noon)}, "Apns-Topic": {DemoApp}}
	var running sync.WaitGroup
	for range 64 {
		running.Go(func() {
			answer, body, err := askAPNs(t, client, k.TLSURL(), DemoToken("apns"), header)
			if err != nil || answer.StatusCode != 200 {
				t.Errorf("%v %s", err, body)
			}
		})
	}
	running.Wait()
}
