package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

// apnsCases are requests that the vendor refuses or takes, by its codes.
func apnsCases() []codeCase {
	uuid := "123e4567-e89b-12d3-a456-42665544000A"
	token := DemoToken("apns")
	return slices.Concat([]codeCase{
		apnCase("alert", "200"),
		apnCase("no priority, no push type", "200", apnHeader("Apns-Priority"), apnHeader("Apns-Push-Type")),
		apnCase("sandbox", "200", apnHost(apnsSandbox)),
		apnCase("old name of the sandbox", "200", apnHost("https://api.development.push.apple.com:2197")),
		apnCase("bare address", "200", apnHost("https://127.0.0.1:8443")),
		apnCase("without TLS", "200", apnOn(&conn{})),
		apnCase("all headers", "200", apnHeader("Apns-Id", uuid), apnHeader("Apns-Expiration", "0"), apnHeader("Apns-Collapse-Id", strings.Repeat("x", 64)), apnHeader("Apns-Priority", "1")),
		apnCase("later", "200", apnHeader("Apns-Expiration", fmt.Sprint(noon.Unix()+3600))),
		apnCase("past", "200", apnHeader("Apns-Expiration", "1")),
		apnCase("background", "200", apnKind("background", DemoApp), apnHeader("Apns-Priority", "5"), apnBody(`{"aps":{"content-available":1}}`)),
		apnCase("voip of 5120 bytes", "200", apnKind("voip", DemoApp+".voip"), apnBody(apnSized(5120))),
		apnCase("voip without type", "200", apnHeader("Apns-Push-Type"), apnTopic(DemoApp+".voip"), apnBody(apnSized(5120))),
		apnCase("live activity", "200", apnKind("liveactivity", DemoApp+".push-type.liveactivity"), apnBody(`{"aps":{"timestamp":1,"event":"update","content-state":{}}}`)),
		apnCase("4096 bytes", "200", apnBody(apnSized(4096))),
		apnCase("a long token in upper case", "200", apnToken(strings.Repeat("AB", 80))),
		apnCase("device management", "200", apnKind("mdm", "com.apple.mgmt.External.00000000-0000-4000-8000-000000000000"), apnBody(`{"mdm":"x"}`)),
		apnCase("alert as text", "200", apnBody(`{"aps":{"alert":"hi","sound":{"critical":1,"name":"a"}}}`)),

		apnCase("GET", "MethodNotAllowed", apnMethod("GET")),
		apnCase("GET elsewhere", "MethodNotAllowed", apnMethod("GET"), apnPath("/")),
		apnCase("path", "BadPath", apnPath("/2/device/"+token)),
		apnCase("path without slash", "BadPath", apnPath("/3/device")),
		apnCase("known by its path", "BadPath", apnHost("https://127.0.0.1"), apnPath("/3/nothing")),
		apnCase("topic twice", "DuplicateHeaders", apnHeader("Apns-Topic", DemoApp, DemoApp)),
		apnCase("collapse id twice", "DuplicateHeaders", apnHeader("Apns-Collapse-Id", "a", "a")),
		apnCase("expiration twice", "DuplicateHeaders", apnHeader("Apns-Expiration", "0", "0")),
		apnCase("priority twice", "DuplicateHeaders", apnHeader("Apns-Priority", "10", "10")),
		apnCase("push type twice", "DuplicateHeaders", apnHeader("Apns-Push-Type", "alert", "alert")),
		apnCase("id", "BadMessageId", apnHeader("Apns-Id", "1")),
		apnCase("id without hyphens", "BadMessageId", apnHeader("Apns-Id", strings.ReplaceAll(uuid, "-", ""))),

		apnCase("no topic", "MissingTopic", apnHeader("Apns-Topic")),
		apnCase("empty topic", "BadTopic", apnTopic("")),
		apnCase("no bundle id", "BadTopic", apnTopic("我的应用")),
		apnCase("another app", "DeviceTokenNotForTopic", apnTopic("com.example.other")),
		apnCase("team before the topic", "DeviceTokenNotForTopic", apnTopic("DEMOTEAM01."+DemoApp)),
		apnCase("voip with the plain topic", "TopicDisallowed", apnKind("voip", DemoApp)),

		apnCase("push type", "InvalidPushType", apnHeader("Apns-Push-Type", "Alert")),
		apnCase("priority", "BadPriority", apnHeader("Apns-Priority", "high")),
		apnCase("background at once", "BadPriority", apnKind("background", DemoApp)),
		apnCase("expiration", "BadExpirationDate", apnHeader("Apns-Expiration", "1735689600.5")),
		apnCase("collapse id", "BadCollapseId", apnHeader("Apns-Collapse-Id", strings.Repeat("推", 22))),
		apnCase("empty", "PayloadEmpty", apnBody("")),
		apnCase("4097 bytes", "PayloadTooLarge", apnBody(apnSized(4097))),
		apnCase("voip of 5121 bytes", "PayloadTooLarge", apnKind("voip", DemoApp+".voip"), apnBody(apnSized(5121))),

		apnCase("no token", "MissingDeviceToken", apnToken("")),
		apnCase("no hex", "BadDeviceToken", apnToken("demo0offpush0emulator1:APA91b")),
		apnCase("brackets", "BadDeviceToken", apnToken("%3C"+token+"%3E")),
		apnCase("odd", "BadDeviceToken", apnToken(token[1:])),
		apnStateCase(WrongEnvironment, "BadDeviceToken"),
		apnStateCase(OtherApp, "DeviceTokenNotForTopic"),
		apnStateCase(Unregistered, "Unregistered", fmt.Sprintf(`"timestamp":%d`, noon.UnixMilli())),
		apnStateCase(Expired, "ExpiredToken", `"timestamp":`),

		// HTTP/1.1 has no reason.
		{name: "HTTP/1.1", at: catalog.AtSend, status: 505, ask: func(k *kit) reply { return pushAPNs(k, apnOldHTTP) }},
		{name: "HTTP/1.1 elsewhere", at: catalog.AtSend, status: 505, ask: func(k *kit) reply { return pushAPNs(k, apnOldHTTP, apnPath("/")) }},
	}, apnsAuthCases(), apnsDoubts())
}

// apnsDoubts are what the emulator lets through, and a strict one does not.
func apnsDoubts() []codeCase {
	var out []codeCase
	for _, c := range []struct {
		code string
		c    codeCase
	}{
		{"InvalidProviderToken", apnCase("clock ahead by 30 s", "200", apnIssued(30*time.Second))},
		{"TopicDisallowed", apnCase("alert with the topic of voip", "200", apnTopic(DemoApp+".voip"))},
		{"TopicDisallowed", apnCase("widgets with the plain topic", "200", apnKind("widgets", DemoApp))},
		{"TopicDisallowed", apnCase("mdm with the plain topic", "200", apnKind("mdm", DemoApp))},
		{"BadPriority", apnCase("background without priority", "200", apnKind("background", DemoApp), apnHeader("Apns-Priority"), apnBody(`{"aps":{"content-available":1}}`))},
		{"BadExpirationDate", apnCase("milliseconds", "200", apnHeader("Apns-Expiration", fmt.Sprint(noon.UnixMilli())))},
		{"BadExpirationDate", apnCase("negative", "200", apnHeader("Apns-Expiration", "-1"))},
		{"PayloadEmpty", apnCase("no JSON", "200", apnBody("hello"))},
		{"PayloadEmpty", apnCase("no UTF-8", "200", apnBody("{\"aps\":{\"alert\":\"\xff\"}}"))},
		{"PayloadEmpty", apnCase("deep", "200", apnBody(strings.Repeat("[", 4096)))},
		{"PayloadEmpty", apnCase("no aps", "200", apnBody(`{"alert":"hi"}`))},
		{"PayloadEmpty", apnCase("badge as text", "200", apnBody(`{"aps":{"alert":"hi","badge":"1"}}`))},
		{"PayloadEmpty", apnCase("alert as number", "200", apnBody(`{"aps":{"alert":1}}`))},
		{"BadDeviceToken", apnCase("short", "200", apnToken("abcd"))},
		{"BadCertificateEnvironment", apnCase("MDM certificate in the sandbox", "200", apnCert(apnCertSpec{cn: "APSP: com.apple.mgmt.External.1"}), apnHost(apnsSandbox), apnHeader("Apns-Topic"), apnHeader("Apns-Push-Type", "mdm"), apnBody(`{"mdm":"x"}`))},
		{"BadDeviceToken", apnSandboxAccount(apnCase("account of the sandbox", "200"))},
	} {
		refused := c.c
		refused.name, refused.config.Strict, refused.code = "strict: "+c.c.name, true, c.code
		refused.status, refused.has = apnCase("", c.code).status, []string{c.code}
		out = append(out, c.c, refused)
	}
	return out
}

// apnSandboxAccount makes the account one of the sandbox.
func apnSandboxAccount(c codeCase) codeCase {
	account := Demo("apns")
	account["environment"] = Sandbox
	c.config.Credentials = map[string]map[string]string{"apns": account}
	return c
}

func apnOldHTTP(p *apnPush) { p.major = 1 }

// apnSized is a payload with a number of bytes.
func apnSized(n int) string {
	const begin, end = `{"aps":{"alert":"`, `"}}`
	return begin + strings.Repeat("x", n-len(begin)-len(end)) + end
}

func TestAPNs(t *testing.T) { runCases(t, "apns", apnsCases()) }

// Each reason comes from a check or is of a kind that none can give.
func TestAPNsReasons(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range apnsCases() {
		seen[c.code] = true
	}
	var none []string
	v, _ := catalog.ByID("apns")
	for _, code := range v.Push().Codes {
		if !seen[code.Code] {
			none = append(none, code.Code)
		}
	}
	// A p8 key does not say its environment; the rest depends on Apple's load.
	want := []string{"IdleTimeout", "BadEnvironmentKeyIdInToken", "BadEnvironmentKeyInToken", "TooManyRequests", "InternalServerError", "ServiceUnavailable", "Shutdown"}
	if diff := cmp.Diff(want, none); diff != "" {
		t.Error(diff)
	}
}

func TestAPNsRefuse(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	v, _ := catalog.ByID("apns")
	for _, code := range append(v.Push().Codes, catalog.Code{Code: "NoReasonOfApples", At: catalog.AtSend}) {
		var last reply
		id, err := k.AddScenario(Scenario{Answer: Outcome{Code: code.Code}})
		if err != nil {
			t.Fatal(err)
		}
		last = pushAPNs(k)
		k.RemoveScenario(id)
		if code.Code == "200" {
			if last.status != 200 || last.body != "" {
				t.Errorf("%+v", last)
			}
			continue
		}
		var body struct {
			Reason    string
			Timestamp int64
		}
		if err := json.Unmarshal([]byte(last.body), &body); err != nil || body.Reason != code.Code {
			t.Errorf("%s: %v %s", code.Code, err, last.body)
		}
		if status := max(code.Status, 400); last.status != status || (status == 410) != (body.Timestamp == noon.UnixMilli()) {
			t.Errorf("%s: %d %s", code.Code, last.status, last.body)
		}
		if last.header.Get("Content-Type") != "application/json" || !isUUID(last.header.Get("Apns-Id")) {
			t.Errorf("%s: %v", code.Code, last.header)
		}
	}
}

func TestAPNsIDs(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	const id = "123e4567-e89b-12d3-a456-42665544000a"
	for name, c := range map[string]struct {
		changes []apnChange
		id      string // "": one that is made
		unique  bool
	}{
		"own":                {[]apnChange{apnHeader("Apns-Id", id)}, id, false},
		"own, refused":       {[]apnChange{apnHeader("Apns-Id", id), apnBody("")}, id, false},
		"made":               {nil, "", false},
		"made, sandbox":      {[]apnChange{apnHost(apnsSandbox)}, "", true},
		"made, port":         {[]apnChange{apnHost("https://127.0.0.1"), apnOn(&conn{tls: true, sandbox: true})}, "", true},
		"host before port":   {[]apnChange{apnOn(&conn{tls: true, sandbox: true})}, "", false},
		"bad":                {[]apnChange{apnHeader("Apns-Id", "x")}, "", false},
		"refused in sandbox": {[]apnChange{apnHost(apnsSandbox), apnBody("")}, "", false},
	} {
		got := pushAPNs(k, c.changes...).header
		switch made := got.Get("Apns-Id"); {
		case c.id != "" && made != c.id:
			t.Errorf("%s: the id is %s", name, made)
		case c.id == "" && (!isUUID(made) || made != strings.ToUpper(made)):
			t.Errorf("%s: the id is %q", name, made)
		}
		if isUUID(got.Get("Apns-Unique-Id")) != c.unique {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAPNsInbox(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	for _, body := range []string{apnsPayloadOK, `{"aps":{"alert":"text"}}`, `{"aps":{"alert":{"title-loc-key":"T","loc-key":"B"}}}`, `[1]`} {
		pushAPNs(k, apnBody(body))
	}
	pushAPNs(k, apnHeader("Authorization"))
	type entry struct {
		Token, Title, Body, Class, Code string
		Data                            any
	}
	var got []entry
	for _, m := range k.Messages(Filter{}) {
		got = append(got, entry{m.Token, m.Title, m.Body, m.Class, m.Code, m.Data})
	}
	token := DemoToken("apns")
	ext := map[string]any{"ext": map[string]any{"a": json.Number("1")}}
	want := []entry{
		{token, "hi", "test", "alert", "200", ext},
		{token, "", "text", "alert", "200", nil},
		{token, "T", "B", "alert", "200", nil},
		{token, "", "", "alert", "200", nil},
		{token, "hi", "test", "alert", "MissingProviderToken", ext},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever the body is, the answer is APNs'.
func FuzzAPNs(f *testing.F) {
	f.Add(apnsPayloadOK)
	f.Add(`{"aps":{"alert":{"loc-args":[1,null,{}]},"badge":1e400,"sound":[]}}`)
	f.Add(strings.Repeat(`{"a":`, 20000))
	f.Add("\xff\x00")
	f.Fuzz(func(t *testing.T, body string) {
		for _, strict := range []bool{false, true} {
			k := newKit(t, Config{Strict: strict})
			got := pushAPNs(k, apnBody(body))
			var envelope struct{ Reason string }
			if got.status != 200 && (json.Unmarshal([]byte(got.body), &envelope) != nil || envelope.Reason == "") {
				t.Errorf("%d %s", got.status, got.body)
			}
		}
	})
}
