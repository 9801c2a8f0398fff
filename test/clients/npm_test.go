package clients

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/emulator"
)

// npm runs a script of the folder npm with settings, and returns what it prints.
// The packages must be there: `npm ci --ignore-scripts` in that folder.
func npm(t *testing.T, script string, settings map[string]any, env ...string) any {
	t.Helper()
	if os.Getenv("OFFPUSH_NPM_CLIENTS") == "" {
		t.Skip("needs node and the packages of npm/package.json; OFFPUSH_NPM_CLIENTS=1 runs it, as CI does")
	}
	data, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "node", script)
	c.Dir = "npm"
	c.Env = append(os.Environ(), append(env, "SETTINGS="+string(data))...)
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	var v any
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%v: %s%s", err, out, stderr.String())
	}
	return v
}

// proxied is the environment that brings a client with fixed hosts here.
func proxied(e *emulator.Emulator, files string) []string {
	return []string{"HTTPS_PROXY=" + e.ProxyURL(), "NO_PROXY=", "no_proxy=", "NODE_EXTRA_CA_CERTS=" + filepath.Join(files, "ca.pem")}
}

func want(t *testing.T, got any, as string) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(as), &v); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v, got); diff != "" {
		t.Error(diff)
	}
}

// accepted finds the message that was accepted.
func accepted(t *testing.T, e *emulator.Emulator, vendor string) {
	t.Helper()
	for _, m := range e.Messages(emulator.Filter{Vendor: vendor, Verdict: emulator.Accepted}) {
		if m.Title == "你好" && m.Body == "晚上见" {
			for _, w := range m.Request.Warnings {
				t.Logf("%s: %s", vendor, w.EN)
			}
			return
		}
	}
	for _, m := range e.Messages(emulator.Filter{}) {
		t.Logf("%s %s: %s", m.Vendor, m.Verdict, m.Explanation.EN)
	}
	t.Errorf("%s accepted no message", vendor)
}

func TestNodeAPN(t *testing.T) {
	e, files := start(t)
	u, err := url.Parse(e.TLSURL())
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	account := emulator.Demo("apns")
	gone := "00ff" + emulator.DemoToken("apns")[4:]
	name(t, e, "apns", gone, emulator.Unregistered)
	got := npm(t, "apn.js", map[string]any{
		"key": filepath.Join(files, "AuthKey_DEMOKEY001.p8"), "keyId": account["key_id"], "teamId": account["team_id"], "host": u.Hostname(), "port": port,
		"ca": string(e.CA()), "token": emulator.DemoToken("apns"), "gone": gone, "topic": emulator.DemoApp,
	})
	want(t, got, `[
		{"sent": 1, "failed": []},
		{"sent": 0, "failed": [["410", "Unregistered", null]]},
		{"sent": 0, "failed": [["400", "DeviceTokenNotForTopic", null]]}]`)
	accepted(t, e, "apns")
}

// TestGoogleapisFCM goes through the proxy: this client logs in at a fixed address
// of Google's, whatever token_uri says.
func TestGoogleapisFCM(t *testing.T) {
	e, files := start(t)
	gone := emulator.DemoToken("fcm") + "gone"
	name(t, e, "fcm", gone, emulator.Unregistered)
	got := npm(t, "fcm.js", map[string]any{
		"account": filepath.Join(files, "fcm-service-account.json"), "token": emulator.DemoToken("fcm"), "gone": gone,
	}, proxied(e, files)...)
	list, _ := got.([]any)
	if len(list) != 2 {
		t.Fatalf("%v", got)
	}
	want(t, list[0], `[200, "projects/demo-offpush/messages"]`)
	if refused, ok := list[1].([]any); !ok || refused[0] != float64(404) {
		t.Errorf("an unregistered token: %v", list[1])
	}
	accepted(t, e, "fcm")
}

func TestPushXiaomi(t *testing.T) {
	e, _ := start(t)
	account := emulator.Demo("xiaomi")
	gone := strings.Repeat("gone", 16)
	name(t, e, "xiaomi", gone, emulator.Unregistered)
	got := npm(t, "push-xiaomi.js", map[string]any{
		"url": e.URL(), "appSecret": account["app_secret"], "packageName": account["package_name"], "token": emulator.DemoToken("xiaomi"), "gone": gone,
	})
	list, _ := got.([]any)
	if len(list) != 4 || list[0] != float64(200) || list[1] != float64(0) || list[2] != gone {
		t.Errorf("%v", got)
	}
	accepted(t, e, "xiaomi")
}

// TestXiaomiPushThroughProxy: its hosts are fixed; HTTPS_PROXY and the CA bring it
// to the emulator.
func TestXiaomiPushThroughProxy(t *testing.T) {
	e, files := start(t)
	account := emulator.Demo("xiaomi")
	gone := strings.Repeat("gone", 16)
	name(t, e, "xiaomi", gone, emulator.Unregistered)
	got := npm(t, "xiaomi-push.js", map[string]any{
		"appSecret": account["app_secret"], "packageName": account["package_name"], "token": emulator.DemoToken("xiaomi"), "gone": gone,
	}, proxied(e, files)...)
	want(t, got, `[[0, "ok"], [20301, "No valid targets!"]]`)
	accepted(t, e, "xiaomi")
	for _, m := range e.Messages(emulator.Filter{Vendor: "xiaomi"}) {
		if !strings.HasPrefix(m.Request.URL, "https://api.xmpush.xiaomi.com/") {
			t.Errorf("it asked for %s", m.Request.URL)
		}
	}
}
