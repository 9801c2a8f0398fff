package vendor_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/vendor"
)

// TestMissingCredentials: without any field that is needed nothing is sent, and
// the message names the field.
func TestMissingCredentials(t *testing.T) {
	t.Parallel()
	need := map[string]string{
		"huawei-v1": "client_id client_secret", "huawei-v2": "service_account", "huawei-v3": "service_account", "honor": "app_id client_id client_secret",
		"xiaomi": "app_secret package_name", "oppo": "app_key master_secret", "vivo": "app_id app_key app_secret", "meizu": "app_id app_secret",
		"apns-key": "key_file team_id topic", "apns-cert": "cert_file", "fcm": "service_account",
	}
	each(t, func(t *testing.T, r *rig) {
		for _, field := range strings.Fields(need[r.name]) {
			f := start(t, r)
			e := f.refusedBefore("bad-credential", f.plain(), f.options(field, ""))
			text := e.Message.EN + e.Hint.EN
			if field == "service_account" && r.vendor == "huawei" && r.name != "huawei-v3" {
				field = "client_id" // either will do
			}
			if !strings.Contains(text, field) || e.Message.ZH == "" || e.Hint.ZH == "" {
				t.Errorf("without %s: %+v", field, e)
			}
		}
	})
}

// TestBadCredentials: what cannot be right is refused before anything is sent.
func TestBadCredentials(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		write(t, path, []byte(content))
		return path
	}
	account := func(change func(m map[string]string)) string {
		data, _ := os.ReadFile(fcmAccount(t))
		m := map[string]string{}
		json.Unmarshal(data, &m)
		change(m)
		data, _ = json.Marshal(m)
		path := filepath.Join(t.TempDir(), "account.json")
		write(t, path, data)
		return path
	}
	for _, c := range []struct{ rig, field, value, about string }{
		{"huawei-v1", "client_id", "com.example.app", "right form"},
		{"huawei-v1", "client_id", " 100000001", "blanks"},
		{"huawei-v1", "client_secret", "two words of it", "blanks"},
		{"huawei-v1", "client_secret", "<client secret>", ""},
		{"huawei-v1", "client_secret", "******", "placeholder"},
		{"huawei-v1", "client_secret", "xxxxxxxx", "placeholder"},
		{"huawei-v1", "api", "v4", "v1"},
		{"huawei-v1", "api", "v2", "project_id"},
		{"huawei-v1", "api", "v3", "service_account"},
		{"huawei-v2", "service_account", file("none.json", "no JSON"), "JSON"},
		{"huawei-v2", "service_account", filepath.Join(dir, "missing.json"), "missing.json"},
		{"huawei-v2", "service_account", dir, "key file"},
		{"huawei-v2", "service_account", file("huge.json", strings.Repeat(" ", 1<<17)), "key file"},
		{"huawei-v2", "service_account", file("agconnect-services.json", `{"client":{}}`), "private_key"},
		{"huawei-v2", "service_account", fcmAccount(t), "Google"},
		{"vivo", "app_id", "appid", "number"},
		{"vivo", "app_id", "+105700001", ""},
		{"vivo", "app_id", "-105700001", ""},
		{"vivo", "app_id", "99999999999999999999", "number"},
		{"xiaomi", "region", "mars", "europe"},
		{"fcm", "service_account", huaweiAccount(t), "Google"},
		{"fcm", "service_account", account(func(m map[string]string) { m["type"] = "authorized_user" }), "service_account"},
		{"fcm", "service_account", account(func(m map[string]string) { m["private_key"] = pemOf(madeUpAPNsKey) }), "RSA"},
		{"fcm", "service_account", account(func(m map[string]string) {
			m["private_key"] = strings.Replace(pemOf(madeUpFCMKey), "MII", "AII", 1)
		}), "PKCS#8"},
		{"fcm", "service_account", account(func(m map[string]string) { delete(m, "project_id") }), "project_id"},
		{"apns-key", "key_file", file("AuthKey_ABC123DEFG.txt", "no key"), "key_file"},
		{"apns-key", "key_file", file("renamed.p8", pemOf(madeUpAPNsKey)), "key_id"},
		{"apns-key", "team_id", "short", "right form"},
		{"apns-key", "environment", "staging", "sandbox"},
		{"apns-cert", "cert_file", file("half.pem", pemOf(madeUpAPNsKey)), "cert_file"},
		{"apns-cert", "cert_file", filepath.Join(dir, "missing.p12"), "missing.p12"},
		{"xiaomi", "ca_file", filepath.Join(dir, "missing.pem"), "missing.pem"},
		{"xiaomi", "ca_file", file("empty.pem", "no certificate"), "PEM"},
	} {
		f := start(t, rigNamed(t, c.rig))
		e := f.refusedBefore("bad-credential", f.plain(), f.options(c.field, c.value))
		if text := e.Message.EN + " " + e.Hint.EN; !strings.Contains(text, c.about) {
			t.Errorf("%s, %s %q: %s", c.rig, c.field, c.value, text)
		}
	}
	for _, endpoint := range []string{"127.0.0.1:80", "ftp://127.0.0.1", "http://", "http://127.0.0.1/path", "http://127.0.0.1/?q=1", "http://user@127.0.0.1", "http://[::1"} {
		f := start(t, xiaomiRig())
		f.refusedBefore("unsupported-flag", f.plain(), f.options("endpoint", endpoint))
	}
	if _, err := vendor.New("nobody", vendor.Options{}); err == nil {
		t.Error("a vendor that does not exist")
	}
}

// TestSuspectCredentials: what looks like another credential, or is no longer
// good, is warned of and sent.
func TestSuspectCredentials(t *testing.T) {
	t.Parallel()
	key := filepath.Join(t.TempDir(), "AuthKey_ZZZZZZZZZZ.p8")
	write(t, key, []byte(pemOf(madeUpAPNsKey)))
	for _, c := range []struct {
		rig, about string
		set        []string
	}{
		{"huawei-v1", "client.client_id", []string{"client_id", "736430079245678901"}},
		{"huawei-v1", "client.client_secret", []string{"client_secret", "[!00ABCDEF"}},
		{"huawei-v1", "same value", []string{"client_secret", huaweiID}},
		{"honor", "same value", []string{"client_id", honorAppID}},
		{"oppo", "same value", []string{"master_secret", oppoKey}},
		{"xiaomi", "AppKey", []string{"app_secret", "5151776543210"}},
		{"fcm", "another-project", []string{"project_id", "another-project"}},
		{"apns-key", "ZZZZZZZZZZ", []string{"key_file", key, "key_id", "ABC123DEFG"}},
		{"apns-key", "both given", []string{"cert_file", pushCertificate(t, oidProduction)}},
		{"apns-cert", "com.example.other", []string{"topic", "com.example.other"}},
	} {
		f := start(t, rigNamed(t, c.rig))
		f.says(atLogin, 500, html)
		f.says(atSend, 500, html)
		_, err := f.send(f.plain(), f.options(c.set...))
		none := noAnswer(err)
		if none == nil {
			t.Errorf("%s: %v%s", c.rig, err, hintOf(err))
			continue
		}
		var said []string
		for _, w := range none.Answer.Warnings {
			said = append(said, w.EN)
		}
		if !strings.Contains(strings.Join(said, "; "), c.about) {
			t.Errorf("%s, %q: warnings %q, want %q", c.rig, c.set, said, c.about)
		}
	}
	// A certificate that has expired is sent with: APNs has the last word.
	f := start(t, rigNamed(t, "apns-cert"))
	o := f.options()
	o.Now = func() time.Time { return clock().Add(2000 * 24 * time.Hour) }
	a := f.answered(f.plain(), o)
	if len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0].EN, "expired") {
		t.Errorf("warnings %v", a.Warnings)
	}
}
