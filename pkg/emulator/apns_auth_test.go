package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
	"time"
)

// apnsAuthCases are those of credentials and of what they may push to.
func apnsAuthCases() []codeCase {
	const kid = `{"alg":"ES256","kid":"DEMOKEY001"}`
	claims := fmt.Sprintf(`{"iss":"DEMOTEAM01","iat":%d}`, noon.Unix())
	signed := func(header, claims string) apnChange { return apnJWT(apnSign(apnDemoKey(), header, claims)) }
	swapped := fmt.Sprintf(`{"iss":"DEMOKEY001","iat":%d}`, noon.Unix())
	good := apnDemoJWT(noon)
	return []codeCase{
		apnCase("Bearer in upper case", "200", apnHeader("Authorization", "Bearer "+good)),
		apnCase("typ", "200", signed(`{"alg":"ES256","kid":"DEMOKEY001","typ":"JWT"}`, claims)),
		apnCase("an hour old", "200", apnIssued(-time.Hour)),
		apnCase("no authorization", "MissingProviderToken", apnHeader("Authorization")),
		apnCase("basic authorization", "MissingProviderToken", apnHeader("Authorization", "Basic eA==")),
		apnCase("empty bearer", "MissingProviderToken", apnHeader("Authorization", "bearer ")),
		apnCase("no JWT", "InvalidProviderToken", apnJWT("x")),
		apnCase("no signature", "InvalidProviderToken", apnJWT(good[:strings.LastIndex(good, ".")+1])),
		apnCase("another key's signature", "InvalidProviderToken", apnJWT(apnSign(apnOtherKey(), kid, claims))),
		apnCase("another algorithm", "InvalidProviderToken", signed(`{"alg":"HS256","kid":"DEMOKEY001"}`, claims)),
		apnCase("no algorithm", "InvalidProviderToken", signed(`{"alg":"none","kid":"DEMOKEY001"}`, claims)),
		apnCase("no kid", "InvalidProviderToken", signed(`{"alg":"ES256"}`, claims)),
		apnCase("unknown kid", "InvalidProviderToken", signed(`{"alg":"ES256","kid":"OTHERKEY01"}`, claims)),
		apnCase("ids swapped", "InvalidProviderToken", signed(`{"alg":"ES256","kid":"DEMOTEAM01"}`, swapped)),
		apnCase("another team", "InvalidProviderToken", signed(kid, strings.Replace(claims, "DEMOTEAM01", "OTHERTEAM1", 1))),
		apnCase("no iss", "InvalidProviderToken", signed(kid, fmt.Sprintf(`{"iat":%d}`, noon.Unix()))),
		apnCase("no iat", "InvalidProviderToken", signed(kid, `{"iss":"DEMOTEAM01"}`)),
		apnCase("iat as text", "InvalidProviderToken", signed(kid, fmt.Sprintf(`{"iss":"DEMOTEAM01","iat":"%d"}`, noon.Unix()))),
		apnCase("iat with a fraction", "InvalidProviderToken", signed(kid, fmt.Sprintf(`{"iss":"DEMOTEAM01","iat":%d.5}`, noon.Unix()))),
		apnCase("iat in milliseconds", "InvalidProviderToken", signed(kid, fmt.Sprintf(`{"iss":"DEMOTEAM01","iat":%d}`, noon.UnixMilli()))),
		apnCase("clock ahead", "InvalidProviderToken", apnIssued(time.Minute+time.Second)),
		apnCase("more than an hour old", "ExpiredProviderToken", apnIssued(-time.Hour-time.Second)),
		apnCase("as old as can be", "ExpiredProviderToken", signed(kid, `{"iss":"DEMOTEAM01","iat":-9223372036854775808}`)),

		apnSecondToken("another JWT", "TooManyProviderTokenUpdates", apnIssued(-time.Second)),
		apnSecondToken("another key", "UnrelatedKeyIdInToken", apnJWT(apnSign(apnOtherKey(), `{"alg":"ES256","kid":"OTHERKEY01"}`, claims))),
		apnSecondToken("another team's key", "Forbidden", apnJWT(apnSign(apnOtherKey(), `{"alg":"ES256","kid":"OTHERKEY01"}`, strings.Replace(claims, "DEMOTEAM01", "OTHERTEAM1", 1)))),
		apnSecondToken("a broken JWT", "InvalidProviderToken", apnJWT("x.y.z")),
		apnSecondToken("the same JWT", "200"),

		apnCase("universal certificate", "200", apnCert(apnUniversal)),
		apnCase("universal certificate, voip", "200", apnCert(apnUniversal), apnKind("voip", DemoApp+".voip")),
		apnCase("certificate before token", "200", apnCert(apnUniversal), apnJWT("x")),
		apnCase("the certificate's only topic", "200", apnCert(apnProdOnly), apnHeader("Apns-Topic")),
		apnCase("a certificate of another app", "200", apnCert(apnCertSpec{cn: "Apple Push Services: com.example.other", envs: []string{apnExtProduction}}), apnTopic("com.example.other")),
		apnCase("no topic, several in the certificate", "MissingTopic", apnCert(apnUniversal), apnHeader("Apns-Topic")),
		apnCase("certificate of the sandbox", "BadCertificateEnvironment", apnCert(apnDevOnly)),
		apnCase("certificate of production", "BadCertificateEnvironment", apnCert(apnProdOnly), apnHost(apnsSandbox)),
		apnCase("certificate without voip", "TopicDisallowed", apnCert(apnProdOnly), apnKind("voip", DemoApp+".voip")),
		apnCase("live activity needs a key", "TopicDisallowed", apnCert(apnUniversal), apnKind("liveactivity", DemoApp+".push-type.liveactivity")),
		apnCase("another app than the certificate's", "BadTopic", apnCert(apnProdOnly), apnTopic("com.example.other")),
		apnGoAway("signing certificate", apnSigning),
		apnGoAway("a stranger's certificate", apnCertSpec{cn: "www.example.com"}),
		apnGoAway("expired certificate", apnCertSpec{envs: apnUniversal.envs, from: noon.AddDate(-2, 0, 0), to: noon.Add(-time.Second)}),
		apnGoAway("certificate of tomorrow", apnCertSpec{envs: apnUniversal.envs, from: noon.Add(time.Hour), to: noon.AddDate(1, 0, 0)}),
	}
}

// apnIssued is a provider token that was issued some time from now.
func apnIssued(from time.Duration) apnChange {
	return func(p *apnPush) { apnJWT(apnDemoJWT(noon.Add(from)))(p) }
}

// apnGoAway is a case in which APNs hangs up.
func apnGoAway(name string, s apnCertSpec) codeCase {
	c := apnCase(name, "BadCertificate", apnCert(s))
	c.status, c.has = 0, nil
	return c
}

// apnSecondToken is a case of a second push on a connection.
func apnSecondToken(name, reason string, changes ...apnChange) codeCase {
	c := apnCase("second push: "+name, reason)
	c.ask = func(k *kit) reply {
		on := apnOn(&conn{tls: true})
		first := apnJWT(apnDemoJWT(noon))
		if got := pushAPNs(k, on, first); got.status != 200 {
			k.t.Fatalf("the first push: %+v", got)
		}
		return pushAPNs(k, append([]apnChange{on, first}, changes...)...)
	}
	return c
}

// The refreshing of provider tokens, on one connection and on several.
func TestAPNsRefresh(t *testing.T) {
	t.Parallel()
	c := &conn{tls: true}
	for name, steps := range map[string][]struct {
		after  time.Duration
		issued time.Duration // since noon
		conn   *conn         // nil: a new one
		want   string
		warned bool
	}{
		"every 20 minutes": {
			{0, 0, c, "200", false},
			{20 * time.Minute, 20 * time.Minute, c, "200", false},
			{time.Second, 0, c, "200", false}, // still good, and no update
			{20 * time.Minute, 40 * time.Minute, c, "200", false},
		},
		"too soon": {
			{0, 0, c, "200", false},
			{19 * time.Minute, 19 * time.Minute, c, "TooManyProviderTokenUpdates", false},
			{0, 19 * time.Minute, c, "TooManyProviderTokenUpdates", false},
			{0, 0, c, "200", false},
			{time.Minute, 19 * time.Minute, c, "200", false}, // after a while
		},
		"an old token first": {
			{30 * time.Minute, 0, c, "200", false},
			{time.Second, 30 * time.Minute, c, "200", false},
		},
		"several servers": {
			{0, 0, nil, "200", false},
			{time.Minute, time.Minute, nil, "200", true},
			{time.Minute, 0, nil, "200", false},
			{time.Minute, time.Minute, nil, "200", false},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k, last := apnWatch(t, Config{})
			on := map[*conn]*conn{c: {tls: true}}
			jwts := map[time.Duration]string{} // ECDSA signs differently each time
			for i, s := range steps {
				k.Advance(s.after)
				if jwts[s.issued] == "" {
					jwts[s.issued] = apnDemoJWT(noon.Add(s.issued))
				}
				conn := on[s.conn]
				if conn == nil {
					conn = newAPNsConn()
				}
				pushAPNs(k, apnOn(conn), apnJWT(jwts[s.issued]))
				if got := last(); got.Code != s.want || len(got.Warnings) > 0 != s.warned {
					t.Errorf("step %d: %s %v %v", i, got.Code, got.Why, got.Warnings)
				}
			}
		})
	}
}

func newAPNsConn() *conn { return &conn{tls: true} }

// A strict emulator wants one token for all connections; Reset forgets them.
func TestAPNsReset(t *testing.T) {
	t.Parallel()
	k, last := apnWatch(t, Config{Strict: true})
	on := newAPNsConn()
	pushAPNs(k, apnOn(on))
	pushAPNs(k, apnIssued(-time.Second))
	if last().Code != "TooManyProviderTokenUpdates" {
		t.Errorf("%+v", last())
	}
	k.Reset()
	pushAPNs(k, apnOn(on), apnIssued(-time.Second))
	if last().Code != "200" {
		t.Errorf("%+v", last())
	}
}

// What is remembered stays small.
func TestAPNsRemembersLittle(t *testing.T) {
	t.Parallel()
	p := &providerTokens{}
	for i := range 10 * maxProviderTokens {
		p.add(makeProviderToken(fmt.Sprint(i), noon, noon))
	}
	if len(p.used) != maxProviderTokens || !p.known(makeProviderToken(fmt.Sprint(10*maxProviderTokens-1), noon, noon)) {
		t.Errorf("%d tokens", len(p.used))
	}
}

// The key and the JWT of the worked example, made by another program.
const (
	vectorKey = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdiT7EDmJ/cxFrlU/\n" +
		"2IGvTtvYIJNtA/c6BkJIU+14FXahRANCAARqBM6OgMKDgVRqb5Sa54CJERMYWdy+\n" +
		"MYibiB/abubk3jSsgSnkYHN+sRVxjOiO9ANh+/iLa6OoKBPQgpepRT2/"
	vectorJWT = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ.eyJpYXQiOjE3MzU2ODk2MDAsImlzcyI6IkRFRjEyM0dISUoifQ." +
		"8xvpmKYoeb9N1xhqBpeI7MPHM37zSs-DP-D5siUP6uddP5N3z5_4Nz_06X0-SmbIVGv6qXkMXbFw0hVY8EGANw"
)

func TestAPNsVector(t *testing.T) {
	t.Parallel()
	issued := time.Unix(1735689600, 0)
	for _, c := range []struct {
		name, jwt string
		after     time.Duration
		want      string
	}{
		{"at its time", vectorJWT, 0, "200"},
		{"later", vectorJWT, 61 * time.Minute, "ExpiredProviderToken"},
		{"changed", strings.Replace(vectorJWT, "8xvp", "8xvq", 1), 0, "InvalidProviderToken"},
	} {
		k, last := apnWatch(t, Config{
			Now: func() time.Time { return issued.Add(c.after) },
			Credentials: map[string]map[string]string{"apns": {
				"key_file": "-----BEGIN PRIVATE KEY-----\n" + vectorKey + "\n-----END PRIVATE KEY-----\n", "key_id": "ABC123DEFG", "team_id": "DEF123GHIJ",
			}},
			Tokens: []Token{{Vendor: "apns", Token: strings.Repeat("ff", 32), State: Unregistered}},
		})
		body := `{"aps":{"alert":{"title":"hi","body":"test"},"sound":"default"}}`
		pushAPNs(k, apnJWT(c.jwt), apnTopic("com.example.demo"), apnBody(body))
		if got := last(); got.Code != c.want {
			t.Errorf("%s: %s %s", c.name, got.Code, got.Why.EN)
		}
	}
}

// Which credential, host and build fit together. A p8 key does not say which
// environment it is restricted to.
func TestAPNsEnvironments(t *testing.T) {
	t.Parallel()
	token := func(s *apnCertSpec) apnChange {
		if s == nil {
			return func(*apnPush) {}
		}
		return apnCert(*s)
	}
	for _, c := range []struct {
		build string // the environment of the device token
		cert  *apnCertSpec
		host  string
		want  string
	}{
		{Sandbox, &apnDevOnly, apnsSandbox, "200"},
		{Sandbox, &apnDevOnly, apnsProduction, "BadCertificateEnvironment"},
		{Sandbox, &apnProdOnly, apnsSandbox, "BadCertificateEnvironment"},
		{Sandbox, &apnProdOnly, apnsProduction, "BadDeviceToken"},
		{Sandbox, &apnUniversal, apnsSandbox, "200"},
		{Sandbox, &apnUniversal, apnsProduction, "BadDeviceToken"},
		{Production, &apnUniversal, apnsSandbox, "BadDeviceToken"},
		{Production, &apnUniversal, apnsProduction, "200"},
		{Production, &apnProdOnly, apnsProduction, "200"},
		{Production, &apnDevOnly, apnsSandbox, "BadDeviceToken"},
		{Production, nil, apnsSandbox, "BadDeviceToken"},
		{Production, nil, apnsProduction, "200"},
		{Sandbox, nil, apnsProduction, "BadDeviceToken"},
		{Sandbox, nil, apnsSandbox, "200"},
	} {
		k, last := apnWatch(t, Config{Tokens: []Token{{Vendor: "apns", Token: strings.ToUpper(DemoToken("apns")), Environment: c.build}}})
		pushAPNs(k, token(c.cert), apnHost(c.host))
		if got := last(); got.Code != c.want {
			t.Errorf("%s %v %s: %s %s", c.build, c.cert, c.host, got.Code, got.Why.EN)
		}
	}
}

// Accounts with a certificate, and accounts that are wrong.
func TestAPNsAccounts(t *testing.T) {
	t.Parallel()
	pemOf := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	cert := pemOf("CERTIFICATE", apnUniversal.make().Raw) + pemOf("PRIVATE KEY", apnMust(x509.MarshalPKCS8PrivateKey(apnOtherKey())))
	p384 := pemOf("PRIVATE KEY", apnMust(x509.MarshalPKCS8PrivateKey(apnMust(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)))))
	account := func(fields ...string) Config {
		m := map[string]string{}
		for i := 0; i < len(fields); i += 2 {
			m[fields[i]] = fields[i+1]
		}
		return Config{Credentials: map[string]map[string]string{"apns": m}}
	}
	for _, c := range []struct {
		name   string
		config Config
		push   []apnChange
		want   string
	}{
		{"certificate", account("cert_file", cert), []apnChange{apnCert(apnUniversal)}, "200"},
		{"certificate, JWT", account("cert_file", cert), nil, "InvalidProviderToken"},
		{"certificate, another app", account("cert_file", cert, "topic", DemoApp), []apnChange{apnCert(apnUniversal), apnKind("voip", DemoApp+".voip")}, "200"},
		{"certificate of another app than the topic", account("cert_file", cert, "topic", "com.example.other"), []apnChange{apnCert(apnUniversal)}, "DeviceTokenNotForTopic"},
		{"both", account("cert_file", cert, "key_file", demoEC, "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01"), nil, "200"},
		{"no topic", account("key_file", demoEC, "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01"), []apnChange{apnTopic("org.example.any")}, "200"},
		{"an app called voip", account("key_file", demoEC, "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01", "topic", "com.example.voip"), []apnChange{apnTopic("com.example.voip")}, "200"},
	} {
		c.config.Strict = true
		k, last := apnWatch(t, c.config)
		pushAPNs(k, c.push...)
		if got := last(); got.Code != c.want {
			t.Errorf("%s: %s %s", c.name, got.Code, got.Why.EN)
		}
	}
	for name, config := range map[string]Config{
		"nothing":           account(),
		"no key id":         account("key_file", demoEC, "team_id", "DEMOTEAM01"),
		"no file":           account("key_file", t.TempDir()+"/no.p8", "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01"),
		"no key":            account("key_file", cert[:strings.Index(cert, "-----BEGIN PRIVATE")], "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01"),
		"another curve":     account("key_file", p384, "key_id", "DEMOKEY001", "team_id", "DEMOTEAM01"),
		"certificate alone": account("cert_file", pemOf("CERTIFICATE", apnUniversal.make().Raw)),
	} {
		if _, err := New(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
