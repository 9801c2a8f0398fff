package vendor_test

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/vendor"
)

const (
	apnsToken = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0"
	apnsTopic = "com.example.demo"

	fcmToken   = "dQw4w9WgXcQ-made_up:APA91bH0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	fcmProject = "demo-offpush"
	fcmEmail   = "firebase-adminsdk-x1y2z@demo-offpush.iam.gserviceaccount.com"
	fcmKeyID   = "0123456789abcdef0123456789abcdef01234567"
)

func apnsRigs() []*rig {
	full := vendor.Message{
		Title: "周报已发布", Body: "a&b=c <d>", Category: "CHAT", Importance: "time-sensitive", TTL: hours(2), Badge: num(5), Sound: "bell.caf", Collapse: "day-1",
		Data: map[string]string{"room": "42"},
	}
	data := &vendor.Message{DataMessage: true, Data: map[string]string{"k": "v"}, TTL: hours(0), Collapse: "c"}
	return []*rig{
		{name: "apns-key", vendor: "apns", token: apnsToken, tls: true, answer: apnsAnswer, full: full, data: data,
			credentials: func(t testing.TB) map[string]string {
				file := filepath.Join(t.TempDir(), "AuthKey_ABC123DEFG.p8")
				write(t, file, []byte(pemOf(madeUpAPNsKey)))
				return map[string]string{"key_file": file, "team_id": "DEF123GHIJ", "topic": apnsTopic, "environment": "production"}
			}},
		{name: "apns-cert", vendor: "apns", token: apnsToken, tls: true, answer: apnsAnswer, full: full, data: data,
			credentials: func(t testing.TB) map[string]string {
				return map[string]string{"cert_file": pushCertificate(t, oidSandbox, oidProduction), "environment": "production"}
			}},
	}
}

// Extensions of Apple's push certificates.
var (
	oidSandbox    = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 1}
	oidProduction = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 2}
)

// pushCertificate writes a PEM file with a push certificate and its key.
func pushCertificate(t testing.TB, environments ...asn1.ObjectIdentifier) string {
	t.Helper()
	key := ecOf(madeUpAPNsKey)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), NotBefore: clock().Add(-time.Hour), NotAfter: clock().Add(1000 * 24 * time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		Subject: pkix.Name{CommonName: "Apple Push Services: " + apnsTopic, OrganizationalUnit: []string{"DEF123GHIJ"},
			ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}, Value: apnsTopic}}},
	}
	for _, id := range environments {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: id, Value: []byte{5, 0}})
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "push.pem")
	write(t, file, append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pemOf(madeUpAPNsKey)...))
	return file
}

const apnsTable = `
	aps                    object!
	aps.alert              object
	aps.alert.title        string
	aps.alert.body         string
	aps.badge              int
	aps.sound              string
	aps.category           string
	aps.interruption-level string
	aps.content-available  int
	room                   string
	k                      string
	ext                    string
`

var apnsPath = regexp.MustCompile(`^/3/device/([0-9a-f]+)$`)

func apnsAnswer(f *fake, r *request) answer {
	const id = "EABEAE54-14A8-11E5-B60B-1697F925EC7B"
	refuse := func(status int, reason string) answer {
		return answer{status, fmt.Sprintf(`{"reason":%q}`, reason), map[string]string{"apns-id": id}}
	}
	if r.tls == nil || r.tls.NegotiatedProtocol != "h2" {
		f.bad("no HTTP/2")
	}
	token := apnsPath.FindStringSubmatch(r.path)
	for name, values := range r.header {
		if len(values) > 1 {
			f.bad("%s stands there %d times", name, len(values))
			return refuse(400, "DuplicateHeaders")
		}
	}
	switch {
	case r.method != "POST":
		return refuse(405, "MethodNotAllowed")
	case token == nil:
		return refuse(404, "BadPath")
	case r.header.Get("Content-Encoding") != "":
		f.bad("Content-Encoding %q", r.header.Get("Content-Encoding"))
	}
	if len(r.tls.PeerCertificates) == 0 {
		if reason := f.apnsJWT(r.header.Get("authorization")); reason != "" {
			return refuse(403, reason)
		}
	} else if !ecOf(madeUpAPNsKey).PublicKey.Equal(r.tls.PeerCertificates[0].PublicKey) {
		return refuse(403, "BadCertificate")
	}
	body := f.json(r.body)
	push, priority := r.header.Get("apns-push-type"), r.header.Get("apns-priority")
	switch {
	case r.header.Get("apns-topic") != apnsTopic:
		return refuse(400, "DeviceTokenNotForTopic")
	case push == "alert" && (priority != "10" || body.get("aps.alert") == nil),
		push == "background" && (priority != "5" || body.get("aps.content-available") != jsonNumber("1") || body.get("aps.alert") != nil),
		push != "alert" && push != "background":
		f.bad("push type %q, priority %q, body %s", push, priority, r.body)
		return refuse(400, "InvalidPushType")
	case len(r.body) > 4096:
		return refuse(413, "PayloadTooLarge")
	case !f.fits(body, apnsTable):
		return refuse(400, "PayloadEmpty")
	case token[1] != f.token:
		return refuse(400, "BadDeviceToken")
	}
	f.deliver()
	return answer{200, "", map[string]string{"apns-id": id}}
}

// apnsJWT returns the reason for which a provider token is refused.
func (f *fake) apnsJWT(authorization string) string {
	s, ok := strings.CutPrefix(authorization, "bearer ")
	if !ok {
		return "MissingProviderToken"
	}
	header, claims, signed, signature := f.jwt(s)
	iat, err := number(claims["iat"])
	switch {
	case header["alg"] != "ES256" || header["kid"] != "ABC123DEFG" || claims["iss"] != "DEF123GHIJ" || len(claims) != 2 || err != nil:
		f.bad("JWT %v %v", header, claims)
		return "InvalidProviderToken"
	case !es256(&ecOf(madeUpAPNsKey).PublicKey, signed, signature):
		f.bad("the JWT's signature does not verify")
		return "InvalidProviderToken"
	case clock().Unix()-iat > 3600:
		return "ExpiredProviderToken"
	}
	return ""
}

const fcmTable = `
	validate_only                                      bool
	message                                            object!
	message.token                                      string!
	message.data                                       map
	message.notification                               object
	message.notification.title                         string
	message.notification.body                          string
	message.notification.image                         string
	message.android                                    object
	message.android.collapse_key                       string
	message.android.priority                           string
	message.android.ttl                                string
	message.android.notification                       object
	message.android.notification.channel_id            string
	message.android.notification.sound                 string
	message.android.notification.click_action          string
	message.android.notification.notification_count    int
	message.android.notification.notification_priority string
`

func fcmRig() *rig {
	return &rig{
		name: "fcm", vendor: "fcm", token: fcmToken, login: "/token", answer: fcmAnswer,
		credentials: func(t testing.TB) map[string]string { return map[string]string{"service_account": fcmAccount(t)} },
		full: vendor.Message{
			Title: "周报已发布", Body: "a&b=c <d>", Importance: "HIGH", ChannelID: "news", TTL: hours(2), Badge: num(5), Sound: "bell", Collapse: "day-1", Image: "https://img.example.com/a.png",
			Data: map[string]string{"room": "42"}, Click: vendor.Click{Kind: vendor.ClickPage, Value: "com.example.app.DETAIL"},
		},
		data: &vendor.Message{DataMessage: true, Title: "t", Body: "b", Data: map[string]string{"k": "v"}, Importance: "NORMAL", TTL: hours(1), Collapse: "c"},
	}
}

func fcmAccount(t testing.TB) string {
	file := filepath.Join(t.TempDir(), "fcm-account.json")
	data, _ := json.Marshal(map[string]string{
		"type": "service_account", "project_id": fcmProject, "private_key_id": fcmKeyID, "client_email": fcmEmail,
		"private_key": pemOf(madeUpFCMKey), "token_uri": "https://oauth2.googleapis.com/token",
	})
	write(t, file, data)
	return file
}

func fcmAnswer(f *fake, r *request) answer {
	if r.login {
		return f.fcmLogin(r)
	}
	refuse := func(status int, word, kind, member, code string) answer {
		return answer{status: status, body: fmt.Sprintf(`{"error":{"code":%d,"message":"made-up message","status":%q,"details":[{"@type":"type.googleapis.com/%s",%q:%q}]}}`, status, word, kind, member, code)}
	}
	ticket, ok := strings.CutPrefix(r.header.Get("Authorization"), "Bearer ")
	switch {
	case !ok || !f.holds(ticket):
		return refuse(401, "UNAUTHENTICATED", "google.rpc.ErrorInfo", "reason", "ACCESS_TOKEN_EXPIRED")
	case r.method != "POST" || r.path != "/v1/projects/"+fcmProject+"/messages:send":
		f.bad("%s %s", r.method, r.path)
		return answer{status: 404, body: "<html>not found</html>"}
	case !strings.HasPrefix(r.header.Get("Content-Type"), "application/json"):
		f.bad("Content-Type is %q", r.header.Get("Content-Type"))
	}
	body := f.json(r.body)
	if !f.fits(body, fcmTable) || body.get("message.token") != f.token {
		return refuse(400, "INVALID_ARGUMENT", "google.firebase.fcm.v1.FcmError", "errorCode", "INVALID_ARGUMENT")
	}
	if body["validate_only"] == true {
		return answer{status: 200, body: `{"name":"projects/` + fcmProject + `/messages/fake_message_id"}`}
	}
	f.deliver()
	return answer{status: 200, body: `{"name":"projects/` + fcmProject + `/messages/0:1735689600123456%31bd1c9631bd1c96"}`}
}

func (f *fake) fcmLogin(r *request) answer {
	form := f.form(r)
	refuse := func(code, text string) answer {
		return answer{status: 400, body: fmt.Sprintf(`{"error":%q,"error_description":%q}`, code, text)}
	}
	if form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		return refuse("unsupported_grant_type", "")
	}
	header, claims, signed, signature := f.jwt(form.Get("assertion"))
	switch {
	case header["alg"] != "RS256" || header["typ"] != "JWT" || header["kid"] != fcmKeyID || !rs256(&rsaOf(madeUpFCMKey).PublicKey, signed, signature):
		return refuse("invalid_grant", "Invalid JWT Signature.")
	case claims["iss"] != fcmEmail || claims["aud"] != "https://oauth2.googleapis.com/token":
		return refuse("invalid_grant", "Invalid grant: account not found")
	case claims["scope"] != "https://www.googleapis.com/auth/firebase.messaging":
		return refuse("invalid_scope", "")
	case !f.hour(claims):
		return refuse("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
	}
	return answer{status: 200, body: `{"access_token":"` + f.issue() + `","expires_in":3599,"token_type":"Bearer"}`}
}
