package vendor_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/vendor"
)

// bothHosts are APNs' two hosts; the order of requests is noted.
type bothHosts struct {
	production, sandbox *fake
	asked               []string
}

func startBoth(t testing.TB, name string) *bothHosts {
	b := &bothHosts{production: start(t, rigNamed(t, name)), sandbox: start(t, rigNamed(t, name))}
	for host, f := range map[string]*fake{"production": b.production, "sandbox": b.sandbox} {
		plain := f.answer
		f.answer = func(f *fake, r *request) answer {
			b.asked = append(b.asked, host)
			return plain(f, r)
		}
	}
	return b
}

func (b *bothHosts) says(f *fake, status int, reason string) {
	host := "production"
	if f == b.sandbox {
		host = "sandbox"
	}
	f.answer = func(*fake, *request) answer {
		b.asked = append(b.asked, host)
		return answer{status: status, body: fmt.Sprintf(`{"reason":%q}`, reason)}
	}
}

func (b *bothHosts) options(set ...string) vendor.Options {
	return b.production.options(append([]string{"endpoint_sandbox", b.sandbox.url, "environment", "auto"}, set...)...)
}

// TestEnvironmentAuto: production is asked first, and the sandbox only when the
// reason means that the environment is the wrong one.
func TestEnvironmentAuto(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string // reasons; "" accepts
		asked         string
	}{
		{"", "", "production"},
		{"BadDeviceToken", "", "production sandbox"},
		{"BadDeviceToken", "BadDeviceToken", "production sandbox"},
		{"BadDeviceToken", "InvalidProviderToken", "production sandbox"},
		{"BadCertificateEnvironment", "", "production sandbox"},
		{"BadEnvironmentKeyInToken", "", "production sandbox"},
		{"BadEnvironmentKeyIdInToken", "BadDeviceToken", "production sandbox"},
		{"DeviceTokenNotForTopic", "", "production"},
		{"InvalidProviderToken", "", "production"},
		{"ExpiredProviderToken", "", "production"},
		{"TopicDisallowed", "", "production"},
		{"BadTopic", "", "production"},
		{"Unregistered", "", "production"},
		{"TooManyRequests", "", "production"},
		{"InternalServerError", "", "production"},
		{"MadeUpReason", "", "production"},
	} {
		for _, rig := range []string{"apns-key", "apns-cert"} {
			b := startBoth(t, rig)
			if c.first != "" {
				b.says(b.production, 400, c.first)
			}
			if c.second != "" {
				b.says(b.sandbox, 400, c.second)
			}
			a := b.production.answered(b.production.plain(), b.options())
			if got := strings.Join(b.asked, " "); got != c.asked {
				t.Errorf("%+v: asked %s", c, got)
			}
			last := c.asked[strings.LastIndexByte(c.asked, ' ')+1:]
			if a.Environment != last || len(a.Exchanges) != len(b.asked) {
				t.Errorf("%+v: answer of %s with %d exchanges", c, a.Environment, len(a.Exchanges))
			}
			code := c.first
			if last == "sandbox" {
				code = c.second
				if len(a.Notes) == 0 {
					t.Errorf("%+v: nothing says which environment fits", c)
				}
			}
			if a.Code != code || a.Accepted != (code == "") {
				t.Errorf("%+v: accepted %t, code %q", c, a.Accepted, a.Code)
			}
		}
	}
}

// TestEnvironmentKnown: what is named, the certificate, and the app decide
// without a probe, in this order.
func TestEnvironmentKnown(t *testing.T) {
	t.Parallel()
	app := func(aps string) *apple.App { return &apple.App{BundleID: apnsTopic, APSEnvironment: aps} }
	const sandboxCert, productionCert = "sandbox certificate", "production certificate"
	for _, c := range []struct {
		name, credential, environment string
		app                           *apple.App
		asked                         string
		warns                         bool
	}{
		{name: "named sandbox", credential: "apns-key", environment: "sandbox", asked: "sandbox"},
		{name: "named production", credential: "apns-key", environment: "production", asked: "production"},
		{name: "not named", credential: "apns-key", asked: "production sandbox"},
		{name: "development app", credential: "apns-key", app: app("development"), asked: "sandbox"},
		{name: "production app", credential: "apns-key", app: app("production"), asked: "production"},
		{name: "app without entitlement", credential: "apns-key", app: app(""), asked: "production sandbox", warns: true},
		{name: "development app, universal certificate", credential: "apns-cert", app: app("development"), asked: "sandbox"},
		{name: "sandbox certificate", credential: sandboxCert, environment: "auto", asked: "sandbox"},
		{name: "production certificate", credential: productionCert, asked: "production"},
		{name: "sandbox certificate, named production", credential: sandboxCert, environment: "production", asked: "production", warns: true},
		{name: "sandbox certificate, production app", credential: sandboxCert, app: app("production"), asked: "sandbox", warns: true},
		{name: "named sandbox, production app", credential: "apns-key", environment: "sandbox", app: app("production"), asked: "sandbox", warns: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rig := c.credential
			if !slices.Contains([]string{"apns-key", "apns-cert"}, rig) {
				rig = "apns-cert"
			}
			b := startBoth(t, rig)
			set := []string{"environment", c.environment}
			switch c.credential {
			case sandboxCert:
				set = append(set, "cert_file", pushCertificate(t, oidSandbox))
			case productionCert:
				set = append(set, "cert_file", pushCertificate(t, oidProduction))
			}
			b.says(b.production, 400, "BadDeviceToken")
			b.says(b.sandbox, 400, "BadDeviceToken")
			o := b.options(set...)
			o.App = c.app
			a := b.production.answered(b.production.plain(), o)
			if got := strings.Join(b.asked, " "); got != c.asked {
				t.Errorf("asked %s, want %s", got, c.asked)
			}
			if warns := len(a.Warnings) > 0; warns != c.warns {
				t.Errorf("warnings %v", a.Warnings)
			}
		})
	}
}

// TestEnvironmentSecondFails: no answer from the second host.
func TestEnvironmentSecondFails(t *testing.T) {
	t.Parallel()
	b := startBoth(t, "apns-key")
	b.says(b.production, 400, "BadDeviceToken")
	_, err := b.production.send(b.production.plain(), b.options("endpoint_sandbox", "https://"+nobody(t)))
	none := noAnswer(err)
	if none == nil || none.ID != "connect" || len(none.Answer.Exchanges) != 2 || none.Answer.Exchanges[0].Status != 400 {
		t.Errorf("error %+v", err)
	}
}

// TestUnsure: an app that does not tell its environment is not passed over.
func TestUnsure(t *testing.T) {
	t.Parallel()
	unread := []*apple.Error{{File: "a.ipa/Demo", Reason: apple.Unsigned}}
	for _, c := range []struct {
		app  apple.App
		want string
	}{
		{apple.App{APSEnvironment: "production", Source: apple.FromSignature}, ""},
		{apple.App{APSEnvironment: "development", Source: apple.FromProfile}, ""}, // a profile alone
		{apple.App{APSEnvironment: "development", Source: apple.FromProfile, Unread: unread}, "need not be that of the signature"},
		{apple.App{Source: apple.FromSignature}, "has no aps-environment"},
		{apple.App{Source: apple.FromProfile, BundleID: "*"}, "has no aps-environment"},
		{apple.App{APSEnvironment: "Production", Source: apple.FromProfile}, `"Production", which is no value`},
		{apple.App{Unread: unread}, "neither a signature nor a profile"},
	} {
		f := start(t, rigNamed(t, "apns-key"))
		f.says(atSend, 400, `{"reason":"BadTopic"}`)
		o := f.options("topic", apnsTopic, "environment", "auto", "endpoint_sandbox", f.url)
		o.App = &c.app
		var all string
		for _, w := range f.answered(f.plain(), o).Warnings {
			all += w.EN
		}
		if !strings.Contains(all, c.want) || c.want == "" && all != "" {
			t.Errorf("%+v: %q", c.app, all)
		}
	}
}

// TestTopic: named, of the app, of the certificate, in this order.
func TestTopic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, rig, topic string
		app              *apple.App
		want             string
		warns            bool
	}{
		{"named", "apns-key", "com.example.named", nil, "com.example.named", false},
		{"app", "apns-key", "", &apple.App{BundleID: "com.example.app"}, "com.example.app", false},
		{"certificate", "apns-cert", "", nil, apnsTopic, false},
		{"app before certificate", "apns-cert", "", &apple.App{BundleID: "com.example.app"}, "com.example.app", true},
		{"wildcard app", "apns-cert", "", &apple.App{BundleID: "*"}, apnsTopic, false},
		{"wildcard of a prefix", "apns-cert", "", &apple.App{BundleID: "com.example.*"}, apnsTopic, false},
		{"app signed as another", "apns-cert", "", &apple.App{BundleID: apnsTopic, Signed: &apple.Entitlements{BundleID: "com.example.other"}}, apnsTopic, true},
		{"app signed by a wildcard", "apns-cert", "", &apple.App{BundleID: apnsTopic, Signed: &apple.Entitlements{BundleID: "*"}}, apnsTopic, false},
		{"named against app", "apns-key", "com.example.named", &apple.App{BundleID: "com.example.app"}, "com.example.named", true},
		{"app of another team", "apns-key", apnsTopic, &apple.App{BundleID: apnsTopic, TeamID: "ZZZZZZZZZZ"}, apnsTopic, true},
	} {
		f := start(t, rigNamed(t, c.rig))
		f.says(atSend, 400, `{"reason":"BadTopic"}`)
		o := f.options("topic", c.topic)
		if o.App = c.app; o.App != nil {
			o.App.APSEnvironment, o.App.Source = "production", apple.FromSignature
		}
		a := f.answered(f.plain(), o)
		if got := f.requests[0].header.Get("apns-topic"); got != c.want || (len(a.Warnings) > 0) != c.warns {
			t.Errorf("%s: topic %q, warnings %v", c.name, got, a.Warnings)
		}
	}
	f := start(t, rigNamed(t, "apns-key"))
	f.refusedBefore("bad-credential", f.plain(), f.options("topic", ""))
}
