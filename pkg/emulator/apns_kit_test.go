package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

// The hosts of APNs.
const (
	apnsProduction = "https://api.push.apple.com"
	apnsSandbox    = "https://api.sandbox.push.apple.com"
)

// apnsPayloadOK is a notification in order.
const apnsPayloadOK = `{"aps":{"alert":{"title":"hi","body":"test"},"sound":"default"},"ext":{"a":1}}`

// apnPush is a request to APNs that a test changes.
type apnPush struct {
	method, host, path, body string
	major                    int // of the HTTP version
	header                   http.Header
	conn                     *conn
}

// apnChange breaks one thing of a request.
type apnChange func(*apnPush)

// pushAPNs sends a push that is in order, but for the changes.
func pushAPNs(k *kit, changes ...apnChange) reply {
	p := &apnPush{method: "POST", host: apnsProduction, path: "/3/device/" + DemoToken("apns"), body: apnsPayloadOK, major: 2, conn: &conn{tls: true}, header: http.Header{
		"Authorization": {"bearer " + apnDemoJWT(k.Now())}, "Apns-Topic": {DemoApp}, "Apns-Push-Type": {"alert"}, "Apns-Priority": {"10"},
	}}
	for _, c := range changes {
		c(p)
	}
	r := httptest.NewRequest(p.method, p.host+p.path, strings.NewReader(p.body))
	r.Proto, r.ProtoMajor, r.ProtoMinor, r.Header = fmt.Sprintf("HTTP/%d.0", p.major), p.major, 0, p.header
	r = r.WithContext(withConn(r.Context(), p.conn))
	w := httptest.NewRecorder()
	if !answers(k.Emulator, w, r) {
		return reply{}
	}
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		k.t.Fatal(err)
	}
	return reply{w.Code, w.Result().Header, string(body)}
}

func apnHeader(name string, values ...string) apnChange {
	return func(p *apnPush) {
		if p.header[name] = values; len(values) == 0 {
			delete(p.header, name)
		}
	}
}

func apnMethod(m string) apnChange  { return func(p *apnPush) { p.method = m } }
func apnPath(s string) apnChange    { return func(p *apnPush) { p.path = s } }
func apnToken(t string) apnChange   { return apnPath("/3/device/" + t) }
func apnBody(s string) apnChange    { return func(p *apnPush) { p.body = s } }
func apnHost(s string) apnChange    { return func(p *apnPush) { p.host = s } }
func apnOn(c *conn) apnChange       { return func(p *apnPush) { p.conn = c } }
func apnJWT(token string) apnChange { return apnHeader("Authorization", "bearer "+token) }
func apnTopic(s string) apnChange   { return apnHeader("Apns-Topic", s) }

// apnKind sets push type and topic.
func apnKind(name, topicOf string) apnChange {
	return func(p *apnPush) { apnHeader("Apns-Push-Type", name)(p); apnTopic(topicOf)(p) }
}

// apnCert sends the push with a client certificate and no token.
func apnCert(s apnCertSpec) apnChange {
	return func(p *apnPush) {
		delete(p.header, "Authorization")
		p.conn = &conn{tls: true, peer: []*x509.Certificate{s.make()}}
	}
}

var apnDemoKey = sync.OnceValue(func() *ecdsa.PrivateKey {
	block, _ := pem.Decode([]byte(demoEC))
	return apnMust(x509.ParsePKCS8PrivateKey(block.Bytes)).(*ecdsa.PrivateKey)
})

var apnOtherKey = sync.OnceValue(func() *ecdsa.PrivateKey { return apnMust(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) })

func apnMust[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// apnSign signs a JWT.
func apnSign(key *ecdsa.PrivateKey, header, claims string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	signed := b64([]byte(header)) + "." + b64([]byte(claims))
	hash := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, hash[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

// apnDemoJWT is a provider token of the demo account.
func apnDemoJWT(issued time.Time) string {
	return apnSign(apnDemoKey(), `{"alg":"ES256","kid":"DEMOKEY001"}`, fmt.Sprintf(`{"iss":"DEMOTEAM01","iat":%d}`, issued.Unix()))
}

// Apple's extensions.
const (
	apnExtSandbox    = "1.2.840.113635.100.6.3.1"
	apnExtProduction = "1.2.840.113635.100.6.3.2"
	apnExtTopics     = "1.2.840.113635.100.6.3.6"
)

// apnCertSpec is a certificate to be made, as Apple's are.
type apnCertSpec struct {
	cn       string   // "Apple Push Services: " and the demo app, when ""
	envs     []string // extensions
	topics   []string // with the use of each
	code     bool     // for signing builds
	from, to time.Time
}

func (s apnCertSpec) make() *x509.Certificate {
	if s.cn == "" {
		s.cn = "Apple Push Services: " + DemoApp
	}
	if s.to.IsZero() {
		s.from, s.to = noon.AddDate(0, -1, 0), noon.AddDate(1, 0, 0)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(7), NotBefore: s.from, NotAfter: s.to, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	c.Subject = pkix.Name{CommonName: s.cn, OrganizationalUnit: []string{"DEMOTEAM01"}}
	if _, id, ok := strings.Cut(s.cn, ": "); ok {
		c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: apnMust(apnOID("0.9.2342.19200300.100.1.1")), Value: id}}
	}
	if s.code {
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}
	}
	for _, e := range s.envs {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: apnMust(apnOID(e)), Value: []byte{5, 0}})
	}
	if len(s.topics) > 0 {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: apnMust(apnOID(apnExtTopics)), Value: apnTopicList(s.topics)})
	}
	return apnMust(x509.ParseCertificate(apnMust(x509.CreateCertificate(rand.Reader, c, c, &apnOtherKey().PublicKey, apnOtherKey()))))
}

// apnTopicList is the extension's value: each topic followed by a list of its uses.
func apnTopicList(topics []string) []byte {
	var all []byte
	for _, t := range topics {
		all = append(all, apnMust(asn1.MarshalWithParams(t, "utf8"))...)
		all = append(all, apnMust(asn1.Marshal([]string{"app"}))...)
	}
	return apnMust(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: all}))
}

func apnOID(s string) (asn1.ObjectIdentifier, error) {
	var out asn1.ObjectIdentifier
	for part := range strings.SplitSeq(s, ".") {
		n, ok := new(big.Int).SetString(part, 10)
		if !ok {
			return nil, fmt.Errorf("%q is no object identifier", s)
		}
		out = append(out, int(n.Int64()))
	}
	return out, nil
}

// The certificates of the tests.
var (
	apnUniversal = apnCertSpec{envs: []string{apnExtSandbox, apnExtProduction}, topics: []string{DemoApp, DemoApp + ".voip", DemoApp + ".complication"}}
	apnDevOnly   = apnCertSpec{cn: "Apple Development IOS Push Services: " + DemoApp, envs: []string{apnExtSandbox}}
	apnProdOnly  = apnCertSpec{cn: "Apple Production IOS Push Services: " + DemoApp, envs: []string{apnExtProduction}}
	apnSigning   = apnCertSpec{cn: "Apple Distribution: Example (DEMOTEAM01)", code: true}
)

// apnCase is a case whose answer is a reason in APNs' envelope.
func apnCase(name, reason string, changes ...apnChange) codeCase {
	c := codeCase{name: name, at: catalog.AtSend, code: reason, ask: func(k *kit) reply { return pushAPNs(k, changes...) }}
	v, _ := catalog.ByID("apns")
	if known, ok := v.Push().Find(reason, catalog.AtSend); ok {
		c.status = known.Status
	}
	if reason != "200" {
		c.has = []string{`"reason":"` + reason + `"`}
	}
	return c
}

// apnStateCase is a case in which the demo token has a state.
func apnStateCase(state TokenState, reason string, has ...string) codeCase {
	c := apnCase(string(state), reason)
	c.config.Tokens = []Token{{Vendor: "apns", Token: DemoToken("apns"), State: state}}
	c.has = append(c.has, has...)
	return c
}

// apnWatch returns the newest exchange that an emulator observes.
func apnWatch(t testing.TB, c Config) (*kit, func() *Exchange) {
	t.Helper()
	var last *Exchange
	c.Observe = func(x *Exchange) { last = x }
	return newKit(t, c), func() *Exchange { return last }
}
