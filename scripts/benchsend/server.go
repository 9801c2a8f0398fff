//go:build linux

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// tokens are device tokens, made up, one of each vendor.
var tokens = map[string]string{
	"huawei": strings.Repeat("A1b2C3d4", 16) + "Z9",
	"honor":  strings.Repeat("h0N0r-12", 12),
	"xiaomi": strings.Repeat("Ab12+/cd", 8),
	"oppo":   "CN_" + strings.Repeat("0123abcd", 4),
	"vivo":   "12345678901234567890123",
	"meizu":  "J" + strings.Repeat("0123456789a", 4),
	"apns":   strings.Repeat("00fc13ad", 8),
	"fcm":    "cRaZyDeViCe_id-0123456:APA91b" + strings.Repeat("Xy_-z01234", 13),
}

const (
	huaweiBody = `{"message":{"android":{"notification":{"body":"b","click_action":{"type":3},"title":"t"}},"token":["x"]}}`
	apnsBody   = `{"aps":{"alert":{"title":"t","body":"b"},"sound":"default"}}`
)

// vendors are the paths of each vendor's send call, how long it takes when slow,
// and its answer.
var vendors = []struct {
	path   string
	delay  time.Duration
	answer string
}{
	{"/v1/projects/", 400 * time.Millisecond, `{"name":"projects/demo/messages/1"}`},
	{"/v1/", 100 * time.Millisecond, `{"code":"80000000","msg":"Success","requestId":"1"}`},
	{"/api/v1/", 150 * time.Millisecond, `{"code":200,"message":"Success","data":{"sendResult":true,"requestId":"1"}}`},
	{"/v3/message/regid", 200 * time.Millisecond, `{"result":"ok","code":0,"data":{"id":"1"}}`},
	{"/server/v1/message/", 250 * time.Millisecond, `{"code":0,"message":"Success","data":{"messageId":"1"}}`},
	{"/message/send", 300 * time.Millisecond, `{"result":0,"desc":"ok","taskId":"1"}`},
	{"/garcia/", 350 * time.Millisecond, `{"code":"200","message":"","value":{},"msgId":"1"}`},
	{"/3/device/", 50 * time.Millisecond, ``},
}

// logins are the answers of the login calls.
var logins = map[string]string{
	"/oauth2/v3/token": `{"access_token":"access","expires_in":3600,"token_type":"Bearer"}`,
	"/auth/token":      `{"access_token":"access","expires_in":3600,"token_type":"Bearer"}`,
	"/token":           `{"access_token":"access","expires_in":3600,"token_type":"Bearer"}`,
	"/server/v1/auth":  `{"code":0,"message":"success","data":{"auth_token":"access","create_time":1}}`,
	"/message/auth":    `{"result":0,"desc":"ok","authToken":"access"}`,
}

type server struct {
	http, https string
	ca, config  string
	slow        atomic.Bool  // answers take as long as vendors says
	strange     atomic.Int64 // requests that were not understood
	close       func()
}

// serve starts a server that accepts everything, and writes a configuration with
// made-up credentials for it.
func serve(dir string) (*server, error) {
	s := &server{ca: filepath.Join(dir, "ca.pem"), config: filepath.Join(dir, "offpush.toml")}
	handler := http.HandlerFunc(s.answer)
	plain := httptest.NewServer(handler)
	secure := httptest.NewUnstartedServer(handler)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	s.http, s.https = plain.URL, secure.URL
	s.close = func() { plain.Close(); secure.Close() }
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(s.ca, cert, 0o600); err != nil {
		return nil, err
	}
	return s, s.writeConfig(dir)
}

func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	if body, ok := logins[r.URL.Path]; ok {
		fmt.Fprint(w, body)
		return
	}
	for _, v := range vendors {
		if strings.HasPrefix(r.URL.Path, v.path) {
			if s.slow.Load() {
				time.Sleep(v.delay)
			}
			fmt.Fprint(w, v.answer)
			return
		}
	}
	s.strange.Add(1)
	http.NotFound(w, r)
}

func (s *server) writeConfig(dir string) error {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	rs, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	p8, err := pkcs8(ec)
	if err != nil {
		return err
	}
	private, err := pkcs8(rs)
	if err != nil {
		return err
	}
	account, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "demo", "private_key_id": "k", "private_key": string(private),
		"client_email": "demo@demo.iam.gserviceaccount.com", "token_uri": "https://oauth2.googleapis.com/token",
	})
	if err != nil {
		return err
	}
	config := `[vendor.huawei]
client_id = "100000001"
client_secret = "made-up-secret"
[vendor.honor]
app_id = "104000001"
client_id = "220000001"
client_secret = "made-up-secret"
[vendor.xiaomi]
app_secret = "made-up-secret"
package_name = "com.example.app"
[vendor.oppo]
app_key = "made-up-key"
master_secret = "made-up-secret"
[vendor.vivo]
app_id = "105000001"
app_key = "made-up-key"
app_secret = "made-up-secret"
[vendor.meizu]
app_id = "149001"
app_secret = "made-up-secret"
[vendor.apns]
key_file = "AuthKey_ABC123DEFG.p8"
team_id = "DEF123GHIJ"
topic = "com.example.app"
environment = "production"
[vendor.fcm]
service_account = "fcm.json"
`
	for vendor, token := range tokens {
		config += fmt.Sprintf("[device.%s]\nvendor = %q\ntoken = %q\n", vendor, vendor, token)
	}
	for name, data := range map[string][]byte{"AuthKey_ABC123DEFG.p8": p8, "fcm.json": account, "offpush.toml": []byte(config)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func pkcs8(key any) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// curl is a command that makes a request like offpush's.
func (s *server) curl(url, body string, headers ...string) []string {
	args := []string{"curl", "-sS", "--cacert", s.ca, "-X", "POST", url, "--data-raw", body, "-H", "Content-Type: application/json; charset=UTF-8"}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	return args
}
