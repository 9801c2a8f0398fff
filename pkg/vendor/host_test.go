package vendor_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestHosts sends to the vendors' real hosts, through a proxy that leads every
// connection here, to a server whose certificate is good for them all.
func TestHosts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, rig, token string
		set              []string
		hosts            string
	}{
		{name: "Huawei v1", rig: "huawei-v1", hosts: "oauth-login.cloud.huawei.com push-api.cloud.huawei.com"},
		{name: "Huawei v3", rig: "huawei-v3", hosts: "push-api.cloud.huawei.com"},
		{name: "HONOR", rig: "honor", hosts: "iam.developer.honor.com push-api.cloud.honor.com"},
		{name: "Xiaomi", rig: "xiaomi", hosts: "api.xmpush.xiaomi.com"},
		{name: "Xiaomi, India", rig: "xiaomi", set: []string{"region", "india"}, hosts: "idmb-api.xmpush.global.xiaomi.com"},
		{name: "OPPO", rig: "oppo", hosts: "api.push.oppomobile.com api.push.oppomobile.com"},
		{name: "OPPO, no region", rig: "oppo", token: "0123456789abcdef0123456789abcdef", hosts: "api.push.oppomobile.com api.push.oppomobile.com"},
		{name: "OPPO, CN", rig: "oppo", token: "CN_0123456789abcdef0123456789abcdef", hosts: "api.push.oppomobile.com api.push.oppomobile.com"},
		{name: "OPPO, India", rig: "oppo", token: "IN_0123456789abcdef0123456789abcdef", hosts: "api-intl.push.oppomobile.com api-intl.push.oppomobile.com"},
		{name: "OPPO, realme in Europe", rig: "oppo", token: "realme_EUEX_0123456789abcdef0123456789abcdef", hosts: "api-intl.push.oppomobile.com api-intl.push.oppomobile.com"},
		{name: "vivo", rig: "vivo", hosts: "api-push.vivo.com.cn api-push.vivo.com.cn"},
		{name: "Meizu", rig: "meizu", hosts: "server-api-push.meizu.com"},
		{name: "APNs", rig: "apns-key", hosts: "api.push.apple.com"},
		{name: "APNs sandbox", rig: "apns-cert", set: []string{"environment", "sandbox"}, hosts: "api.sandbox.push.apple.com"},
		{name: "FCM", rig: "fcm", hosts: "oauth2.googleapis.com fcm.googleapis.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := rigNamed(t, c.rig)
			if c.token != "" {
				r.token = c.token
			}
			f := start(t, r, true)
			ca, there, asked := standIn(t, f)
			o := f.options(append(c.set, "endpoint", "", "ca_file", ca)...)
			through(there)(&o)
			f.accepted(f.plain(), o)
			if diff := cmp.Diff(c.hosts, strings.Join(asked(), " ")); diff != "" {
				t.Errorf("hosts (-want +asked):\n%s", diff)
			}
		})
	}
}

// TestLoginOfARegion: a login at one of OPPO's hosts is not used at another.
func TestLoginOfARegion(t *testing.T) {
	t.Parallel()
	f := start(t, oppoRig(), true)
	ca, there, asked := standIn(t, f)
	o := kept(f.options("endpoint", "", "ca_file", ca), t.TempDir())
	through(there)(&o)
	for _, token := range []string{"CN_0123456789abcdef0123456789abcdef", "IN_0123456789abcdef0123456789abcdef", "IN_0123456789abcdef0123456789abcdef"} {
		f.token = token
		f.accepted(f.plain(), o)
	}
	const cn, intl = " api.push.oppomobile.com", " api-intl.push.oppomobile.com"
	if diff := cmp.Diff(cn+cn+intl+intl+intl, " "+strings.Join(asked(), " ")); diff != "" {
		t.Errorf("hosts (-want +asked):\n%s", diff)
	}
}

// standIn makes f stand in for every host in the world: a proxy leads to it.
func standIn(t testing.TB, f *fake) (ca, proxy string, asked func() []string) {
	t.Helper()
	var mu sync.Mutex
	var hosts []string
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		hosts = append(hosts, r.Host)
		mu.Unlock()
		f.ServeHTTP(w, r)
	}))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// The clock of the handshake is the machine's.
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		DNSNames: []string{"*.cloud.huawei.com", "*.developer.honor.com", "*.cloud.honor.com", "*.xmpush.xiaomi.com", "*.xmpush.global.xiaomi.com", "*.push.oppomobile.com",
			"*.vivo.com.cn", "*.meizu.com", "*.push.apple.com", "*.sandbox.push.apple.com", "*.googleapis.com"}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, ClientAuth: tls.RequestClientCert}
	s.EnableHTTP2, s.Config.ErrorLog = true, quiet
	s.StartTLS()
	t.Cleanup(s.Close)
	ca = filepath.Join(t.TempDir(), "world.pem")
	write(t, ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	address := s.Listener.Addr().String()
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = address
		tunnel(w, r)
	}))
	t.Cleanup(p.Close)
	return ca, p.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return hosts
	}
}

// tunnel serves CONNECT.
func tunnel(w http.ResponseWriter, r *http.Request) {
	there, err := net.Dial("tcp", r.Host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	here, read, err := http.NewResponseController(w).Hijack()
	if err != nil {
		there.Close()
		return
	}
	io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { io.Copy(there, read); there.Close() }() // what was read already comes first
	io.Copy(here, there)
	here.Close()
}
