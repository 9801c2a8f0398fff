package emulator

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

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

// What is said beside the answer: one warning for what is odd, none for what is in
// order, and a hint where a mistake is made often.
func TestAPNsHints(t *testing.T) {
	t.Parallel()
	background := []apnChange{apnKind("background", DemoApp), apnHeader("Apns-Priority", "5")}
	wallet := map[string]map[string]string{"apns": {"key_file": demoEC, "key_id": "DEMOKEY001", "team_id": "DEMOTEAM01"}}
	swapped := apnSign(apnDemoKey(), `{"alg":"ES256","kid":"DEMOTEAM01"}`, `{"iss":"DEMOTEAM01","iat":1}`)
	swappedTeam := apnSign(apnDemoKey(), `{"alg":"ES256","kid":"DEMOKEY001"}`, `{"iss":"DEMOKEY001","iat":1}`)
	for name, c := range map[string]struct {
		config  Config
		changes []apnChange
		warning string // "": none
		why     string // $ is its end
	}{
		"in order":              {},
		"no priority":           {changes: []apnChange{apnHeader("Apns-Priority")}},
		"expiration 0":          {changes: []apnChange{apnHeader("Apns-Expiration", "0")}},
		"expiration to come":    {changes: []apnChange{apnHeader("Apns-Expiration", fmt.Sprint(noon.Unix()+1))}},
		"background":            {changes: append([]apnChange{apnBody(`{"aps":{"content-available":1}}`)}, background...)},
		"badge alone":           {changes: []apnChange{apnBody(`{"aps":{"badge":0}}`)}},
		"sound alone":           {changes: []apnChange{apnBody(`{"aps":{"sound":"default"}}`)}},
		"Wallet":                {config: Config{Credentials: wallet}, changes: []apnChange{apnTopic("pass.com.example.card"), apnHeader("Apns-Push-Type", "background"), apnHeader("Apns-Priority", "5"), apnBody(`{}`)}},
		"management, no type":   {changes: []apnChange{apnTopic("com.apple.mgmt.External.1"), apnHeader("Apns-Push-Type", "mdm"), apnBody(`{"mdm":"x"}`)}},
		"no TLS":                {changes: []apnChange{apnOn(&conn{})}, warning: "without TLS"},
		"no type":               {changes: []apnChange{apnHeader("Apns-Push-Type")}, warning: "no apns-push-type"},
		"expired":               {changes: []apnChange{apnHeader("Apns-Expiration", fmt.Sprint(noon.Unix()-1))}, warning: "in the past"},
		"background, visible":   {changes: append([]apnChange{apnBody(`{"aps":{"content-available":1,"badge":1}}`)}, background...), warning: "has an alert, badge or sound"},
		"background, no flag":   {changes: append([]apnChange{apnBody(`{"aps":{}}`)}, background...), warning: "no \"content-available\""},
		"alert, nothing to see": {changes: []apnChange{apnBody(`{"aps":{"content-available":1}}`)}, warning: "no alert, badge or sound"},
		"ids swapped":           {changes: []apnChange{apnJWT(swapped)}, why: "have changed places"},
		"team is the key":       {changes: []apnChange{apnJWT(swappedTeam)}, why: "have changed places"},
		"ids not swapped":       {changes: []apnChange{apnJWT(apnSign(apnDemoKey(), `{"alg":"ES256","kid":"DEMOKEY001"}`, `{"iss":"OTHERTEAM1","iat":1}`))}, why: "belongs to the team DEMOTEAM01$"},
		"clock ahead":           {changes: []apnChange{apnIssued(2 * time.Hour)}, why: "2h0m0s ahead"},
		"milliseconds":          {changes: []apnChange{apnJWT(apnSign(apnDemoKey(), `{"alg":"ES256","kid":"DEMOKEY001"}`, `{"iss":"DEMOTEAM01","iat":1767326400000}`))}, why: "milliseconds"},
		"team before the topic": {changes: []apnChange{apnTopic("DEMOTEAM01." + DemoApp)}, why: "without prefix"},
		"large":                 {changes: []apnChange{apnBody(apnSized(4097))}, why: "the body has 4097 bytes; 4096 are allowed (5120 for voip alone)"},
		"a large call":          {changes: []apnChange{apnKind("voip", DemoApp+".voip"), apnBody(apnSized(5121))}, why: "the body has 5121 bytes; 5120 are allowed$"},
	} {
		k, last := apnWatch(t, c.config)
		pushAPNs(k, c.changes...)
		x := last()
		if !strings.Contains(x.Why.EN+"$", c.why) || c.why == "" && !x.Why.IsZero() {
			t.Errorf("%s: %s", name, x.Why.EN)
		}
		var warnings []string
		for _, w := range x.Warnings {
			warnings = append(warnings, w.EN)
		}
		if got := strings.Join(warnings, "\n"); c.warning == "" && got != "" || len(warnings) > 1 || !strings.Contains(got, c.warning) {
			t.Errorf("%s: %q", name, warnings)
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
func askAPNs(t *testing.T, client *http.Client, base string, h http.Header) (proto int, got reply, err error) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, base+"/3/device/"+DemoToken("apns"), strings.NewReader(apnsPayloadOK))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = h
	answer, err := client.Do(r)
	if err != nil {
		return 0, reply{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.ProtoMajor, reply{answer.StatusCode, answer.Header, string(body)}, err
}

// apnsStarted is an emulator that listens.
func apnsStarted(t *testing.T) *kit {
	t.Helper()
	k := newKit(t, Config{})
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	return k
}

// apnsClient trusts the emulator and speaks HTTP/2.
func apnsClient(t *testing.T, k *kit, certificates ...tls.Certificate) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(k.CA()) {
		t.Fatal("the authority cannot be read")
	}
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: certificates}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patient}
}

// What real connections carry: certificates, the two ports, the reason in GOAWAY.
func TestAPNsOnTheWire(t *testing.T) {
	t.Parallel()
	k := apnsStarted(t)
	byCert := http.Header{"Apns-Topic": {DemoApp}, "Apns-Push-Type": {"alert"}}
	byToken := http.Header{"Authorization": {"bearer " + apnDemoJWT(noon)}, "Apns-Topic": {DemoApp}}
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
		proto, got, err := askAPNs(t, c.client, c.base, c.header)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if proto != 2 || got.status != c.status || got.body != c.body || (got.header.Get("Apns-Unique-Id") != "") != c.unique {
			t.Errorf("%s: HTTP/%d %+v", c.name, proto, got)
		}
	}

	_, _, err := askAPNs(t, apnsClient(t, k, certificate(apnSigning)), k.TLSURL(), byCert)
	if err == nil || !strings.Contains(err.Error(), "GOAWAY") || !strings.Contains(err.Error(), "BadCertificate") {
		t.Errorf("a signing certificate: %v", err)
	}
}

// Many streams of one connection at once.
func TestAPNsParallel(t *testing.T) {
	t.Parallel()
	k := apnsStarted(t)
	client := apnsClient(t, k)
	header := http.Header{"Authorization": {"bearer " + apnDemoJWT(noon)}, "Apns-Topic": {DemoApp}}
	var running sync.WaitGroup
	for range 64 {
		running.Go(func() {
			if _, got, err := askAPNs(t, client, k.TLSURL(), header); err != nil || got.status != http.StatusOK {
				t.Errorf("%v %+v", err, got)
			}
		})
	}
	running.Wait()
}
