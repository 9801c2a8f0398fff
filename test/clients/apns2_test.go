package clients

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/sideshow/apns2"
	"github.com/sideshow/apns2/payload"
	"github.com/sideshow/apns2/token"

	"github.com/offpush/offpush/pkg/emulator"
)

// apnsToken is a client with the demo key.
func apnsToken(t *testing.T, e *emulator.Emulator, files, keyID string) *apns2.Client {
	t.Helper()
	key, err := token.AuthKeyFromFile(filepath.Join(files, "AuthKey_DEMOKEY001.p8"))
	if err != nil {
		t.Fatal(err)
	}
	c := apns2.NewTokenClient(&token.Token{AuthKey: key, KeyID: keyID, TeamID: emulator.Demo("apns")["team_id"]})
	trust(t, e, c)
	return c
}

// trust points a client at the emulator.
func trust(t *testing.T, e *emulator.Emulator, c *apns2.Client) {
	t.Helper()
	c.Host = e.TLSURL()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(e.CA())
	var certificates []tls.Certificate
	if c.Certificate.PrivateKey != nil {
		certificates = []tls.Certificate{c.Certificate}
	}
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: certificates}}
	c.HTTPClient = &http.Client{Transport: transport, Timeout: 10 * time.Second}
	t.Cleanup(transport.CloseIdleConnections)
}

func notification() *apns2.Notification {
	return &apns2.Notification{
		DeviceToken: emulator.DemoToken("apns"), Topic: emulator.DemoApp,
		Payload: payload.NewPayload().AlertTitle("你好").AlertBody("晚上见").Badge(1).Sound("default").Custom("ext", "42"),
	}
}

func TestAPNs2(t *testing.T) {
	e, files := start(t)
	c := apnsToken(t, e, files, "DEMOKEY001")
	for _, tt := range []struct {
		name   string
		change func(n *apns2.Notification)
		status int
		reason string
	}{
		{"accepted", func(*apns2.Notification) {}, 200, ""},
		{"token of no form", func(n *apns2.Notification) { n.DeviceToken = "not-hex" }, 400, apns2.ReasonBadDeviceToken},
		{"topic of another app", func(n *apns2.Notification) { n.Topic = "com.example.other" }, 400, apns2.ReasonDeviceTokenNotForTopic},
		{"no topic", func(n *apns2.Notification) { n.Topic = "" }, 400, apns2.ReasonMissingTopic},
		{"priority", func(n *apns2.Notification) { n.Priority = 7 }, 400, apns2.ReasonBadPriority},
		{"unregistered", func(n *apns2.Notification) { n.DeviceToken = "00ff" + n.DeviceToken[4:] }, 410, apns2.ReasonUnregistered},
		{"token of the other environment", func(n *apns2.Notification) { n.DeviceToken = "11ff" + n.DeviceToken[4:] }, 400, apns2.ReasonBadDeviceToken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := notification()
			name(t, e, "apns", "00ff"+n.DeviceToken[4:], emulator.Unregistered)
			name(t, e, "apns", "11ff"+n.DeviceToken[4:], emulator.WrongEnvironment)
			tt.change(n)
			r, err := c.Push(n)
			if err != nil {
				t.Fatal(err)
			}
			if r.StatusCode != tt.status || r.Reason != tt.reason || r.ApnsID == "" {
				t.Errorf("%d %q, id %q; want %d %q", r.StatusCode, r.Reason, r.ApnsID, tt.status, tt.reason)
			}
			if tt.status == 410 && r.Timestamp.IsZero() {
				t.Error("no time since when the token is dead")
			}
		})
	}
	if _, err := c.Push(notification()); err != nil {
		t.Fatal(err)
	}
	check(t, e, "apns", "你好", "晚上见")
}

func TestAPNs2WrongKeyID(t *testing.T) {
	e, files := start(t)
	r, err := apnsToken(t, e, files, "OTHERKEY01").Push(notification())
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != 403 || r.Reason != apns2.ReasonInvalidProviderToken {
		t.Errorf("%d %s", r.StatusCode, r.Reason)
	}
}

// certificate is a push certificate for the sandbox, as far as its extensions go.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	uid := asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject: pkix.Name{
			CommonName: "Apple Development IOS Push Services: " + emulator.DemoApp, OrganizationalUnit: []string{"DEMOTEAM01"},
			ExtraNames: []pkix.AttributeTypeAndValue{{Type: uid, Value: emulator.DemoApp}},
		},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 1}, Value: []byte{5, 0}}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestAPNs2Certificate(t *testing.T) {
	e, _ := start(t)
	c := apns2.NewClient(certificate(t))
	trust(t, e, c)
	r, err := c.Push(notification())
	if err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != 403 || r.Reason != apns2.ReasonBadCertificateEnvironment {
		t.Errorf("a development certificate in production: %d %s", r.StatusCode, r.Reason)
	}
	c.Host = e.SandboxURL()
	if r, err = c.Push(notification()); err != nil || r.StatusCode != 200 {
		t.Errorf("a development certificate in the sandbox: %v, %v", r, err)
	}
}
