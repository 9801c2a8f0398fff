package cmd

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
	"github.com/offpush/offpush/pkg/text"
)

// rig is a vendor and an account that send is tried with.
type rig struct {
	name, vendor string
	flags        []string
	account      map[string]string // of the emulator; nil: the demo one
	logsIn       bool              // by a request of its own
	path         string            // of the push, or its beginning and *
	http2        bool
	// stale is the code with which the vendor says that a kept login has expired.
	stale string
	// badToken is the code of an answer that says of the token why it is bad; "" is
	// where that is the code. noReason: such an answer does not say why.
	badToken string
	noReason bool
}

// rigs are all APIs and all kinds of credentials.
func rigs(t *testing.T) []*rig {
	p12 := filepath.Join(t.TempDir(), "push.p12")
	if err := os.WriteFile(p12, pushP12(t), 0o600); err != nil {
		t.Fatal(err)
	}
	certificate := map[string]string{"cert_file": p12, "cert_password": p12Password, "topic": emulator.DemoApp}
	return []*rig{
		{name: "huawei v1", vendor: "huawei", badToken: "80300007", noReason: true, logsIn: true, path: "/v1/100000001/messages:send", stale: "80200003"},
		{name: "huawei v1 JWT", vendor: "huawei", badToken: "80300007", noReason: true, path: "/v1/100000001/messages:send", flags: set("client_secret=")},
		{name: "huawei v2", vendor: "huawei", badToken: "80300007", noReason: true, logsIn: true, path: "/v2/100000000000000001/messages:send", stale: "80200003", flags: set("api=v2")},
		{name: "huawei v2 JWT", vendor: "huawei", badToken: "80300007", noReason: true, path: "/v2/100000000000000001/messages:send", flags: set("api=v2", "client_id=", "client_secret=")},
		{name: "huawei v3", vendor: "huawei", path: "/v3/100000000000000001/messages:send", flags: set("api=v3"), badToken: "80300007"},
		{name: "honor", vendor: "honor", logsIn: true, path: "/api/v1/104000001/sendMessage", stale: "80200003", badToken: "200"},
		{name: "xiaomi", vendor: "xiaomi", path: "/v3/message/regid"},
		{name: "oppo", vendor: "oppo", logsIn: true, path: "/server/v1/message/notification/unicast", stale: "11"},
		{name: "vivo", vendor: "vivo", logsIn: true, path: "/message/send", stale: "10000", badToken: "10302"},
		{name: "meizu", vendor: "meizu", path: "/garcia/api/server/push/varnished/pushByPushId"},
		{name: "apns p8", vendor: "apns", http2: true, path: "/3/device/*", flags: []string{"--env", "production"}},
		{name: "apns p12", vendor: "apns", http2: true, path: "/3/device/*", account: certificate,
			flags: append(set("cert_file="+p12, "cert_password="+p12Password, "topic="+emulator.DemoApp), "--env", "production")},
		{name: "fcm", vendor: "fcm", logsIn: true, path: "/v1/projects/demo-offpush/messages:send", stale: "ACCESS_TOKEN_EXPIRED"},
	}
}

func set(fields ...string) []string {
	var flags []string
	for _, f := range fields {
		flags = append(flags, "--set", f)
	}
	return flags
}

// eachRig runs a test for each rig, on an emulator of its own.
func eachRig(t *testing.T, test func(t *testing.T, s *stage)) {
	for _, r := range rigs(t) {
		t.Run(strings.ReplaceAll(r.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			test(t, newStage(t, r))
		})
	}
}

// stage is an emulator that a rig's pushes go to.
type stage struct {
	*rig
	t        *testing.T
	emulator *emulator.Emulator
	config   string

	mu   sync.Mutex
	seen []*emulator.Exchange // since the last send began
}

func newStage(t *testing.T, r *rig) *stage {
	s := &stage{rig: r, t: t}
	c := emulator.Config{Observe: func(x *emulator.Exchange) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.seen = append(s.seen, x)
	}}
	if r.account != nil {
		c.Credentials = map[string]map[string]string{r.vendor: r.account}
	}
	var err error
	if s.emulator, err = emulator.New(c); err != nil {
		t.Fatal(err)
	}
	if err := s.emulator.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.emulator.Close() })
	s.config = filepath.Join(t.TempDir(), "offpush.toml")
	if err := s.emulator.WriteConfig(s.config); err != nil {
		t.Fatal(err)
	}
	return s
}

// push is the catalog's part on the rig's vendor.
func (r *rig) push() *catalog.Push {
	v, _ := catalog.ByID(r.vendor)
	return v.Push()
}

// only has the emulator play one scenario, and none of those before.
func (s *stage) only(m emulator.Match, o emulator.Outcome) {
	s.t.Helper()
	s.emulator.ClearScenarios()
	m.Vendor = s.vendor
	if _, err := s.emulator.AddScenario(emulator.Scenario{Match: m, Answer: o}); err != nil {
		s.t.Fatal(err)
	}
}

// heard is what send said, and what the emulator saw of it.
type heard struct {
	Exit           int
	Accepted       bool
	Code           string
	Class          catalog.Class
	Error          string // the id, where the vendor gave no answer
	Status         int
	Sent           bool
	Logins, Pushes int
}

// anyStatus is where a vendor's documents fix none.
const anyStatus = -1

// diff compares what was heard with what must be.
func diff(want, got heard) string {
	if want.Status == anyStatus {
		got.Status = anyStatus
	}
	return cmp.Diff(want, got)
}

// said is the rest of what send said.
type said struct {
	Meaning, Remedy, Environment string
	Notes                        []string
	authorization                string // of the last request
}

// building is held while a command tree is made: cobra has a text that all share.
var building sync.Mutex

// send runs `offpush send` inside the process.
func (s *stage) send(flags ...string) (heard, said) {
	s.t.Helper()
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
	args := append([]string{"send", "--config", s.config, "--vendor", s.vendor, "--token", emulator.DemoToken(s.vendor), "--format", "json"}, s.flags...)
	args = append(args, flags...)
	var stdout, stderr bytes.Buffer
	a := &app{Streams: Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(string) string { return "" }}, args: args, lang: text.EN}
	building.Lock()
	root := a.root()
	building.Unlock()
	root.SetArgs(args)
	h := heard{Exit: a.finish(root.Execute())}
	var answer struct {
		said
		Accepted, Sent bool
		Code, Class    string
		HTTPStatus     int
		Error          struct{ ID string }
	}
	d := json.NewDecoder(&stdout)
	if err := d.Decode(&answer); err != nil {
		s.t.Errorf("%s: no JSON: %v; %s", s.name, err, stderr.String())
	} else if err := d.Decode(&json.RawMessage{}); err != io.EOF {
		s.t.Errorf("%s: more than one JSON value", s.name)
	}
	h.Accepted, h.Sent, h.Code, h.Class, h.Status, h.Error = answer.Accepted, answer.Sent, answer.Code, catalog.Class(answer.Class), answer.HTTPStatus, answer.Error.ID
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.seen {
		if x.Step == catalog.AtAuth {
			h.Logins++
		} else {
			h.Pushes++
		}
		for _, line := range x.Header {
			if line.Name == "Authorization" {
				answer.authorization = line.Value
			}
		}
	}
	return h, answer.said
}

// accepted is what is heard of a push that is taken.
func (r *rig) accepted() heard {
	h := heard{Exit: exitOK, Accepted: true, Code: acceptedCodes[r.vendor], Status: 200, Sent: true, Pushes: 1}
	if r.logsIn {
		h.Logins = 1
	}
	return h
}

// acceptedCodes are the codes of success. APNs and FCM have none.
var acceptedCodes = map[string]string{"huawei": "80000000", "honor": "200", "xiaomi": "0", "oppo": "0", "vivo": "0", "meizu": "200"}

const p12Password = "made-up"

// pushP12 is a push certificate for both environments as Keychain exports it.
func pushP12(t *testing.T) []byte {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		Subject: pkix.Name{CommonName: "Apple Push Services: " + emulator.DemoApp, OrganizationalUnit: []string{"DEMOTEAM01"},
			ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}, Value: emulator.DemoApp}}},
	}
	for _, environment := range []int{1, 2} { // sandbox, production
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, environment}, Value: asn1.NullBytes})
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	p12, err := pkcs12.Modern2023.Encode(key, c, nil, p12Password)
	if err != nil {
		t.Fatal(err)
	}
	return p12
}
