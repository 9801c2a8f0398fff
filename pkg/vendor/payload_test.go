package vendor_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/vendor"
)

// sent is the body of the last request as an object; the members of a form that
// carry JSON are objects, too.
func (f *fake) sent(t *testing.T) map[string]any {
	t.Helper()
	if len(f.requests) == 0 {
		t.Fatal("nothing was sent")
	}
	body := f.requests[len(f.requests)-1].body
	out := map[string]any{}
	if json.Unmarshal(body, &out) == nil {
		return out
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		t.Fatal(err)
	}
	for name := range form {
		var below map[string]any
		if json.Unmarshal([]byte(form.Get(name)), &below) == nil {
			out[name] = below
			continue
		}
		out[name] = form.Get(name)
	}
	return out
}

type o = map[string]any

// TestPayload merges a body of one's own over the message.
func TestPayload(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rig     string
		payload o
		path    string // of what to look at
		want    any
	}{
		{"huawei-v1", o{"message": o{"android": o{"notification": o{"title": "mine"}}}}, "message.android.notification.title", "mine"},
		{"huawei-v1", o{"message": o{"android": o{"notification": o{"title": "mine"}}}}, "message.android.notification.body", "这是一条来自开发者的消息"},
		{"huawei-v1", o{"message": o{"android": o{"notification": o{"click_action": o{"type": 1}}}}}, "message.android.notification.click_action", o{"type": float64(1)}},
		{"huawei-v1", o{"message": o{"android": o{"notification": nil}}}, "message.android.notification", nil},
		{"huawei-v3", o{"payload": o{"notification": o{"category": "MARKETING"}}}, "payload.notification.category", "MARKETING"},
		{"honor", o{"android": o{"biTag": "x"}}, "android.biTag", "x"},
		{"xiaomi", o{"extra": o{"template_id": "T1", "template_param": o{"a": "1"}}}, "extra.template_id", nil},
		{"xiaomi", o{"description": "mine"}, "description", "mine"},
		{"oppo", o{"message": o{"notification": o{"private_msg_template_id": "T1"}}}, "message.notification.private_msg_template_id", "T1"},
		{"oppo", o{"message": o{"notification": o{"off_line": false}}}, "message.notification.off_line", false},
		{"vivo", o{"addBadge": true, "extra": o{"callback.id": "1"}}, "extra", o{"callback.id": "1"}},
		{"meizu", o{"messageJson": o{"advanceInfo": o{"suspend": 0}}, "restrictedPackageNames": "com.example.app"}, "messageJson.advanceInfo.suspend", float64(0)},
		{"apns-key", o{"aps": o{"mutable-content": 1}}, "aps.mutable-content", float64(1)},
		{"apns-key", o{"aps": o{"alert": "mine"}}, "aps.alert", "mine"},
		{"fcm", o{"message": o{"android": o{"direct_boot_ok": true}}}, "message.android.direct_boot_ok", true},
	} {
		f := start(t, rigNamed(t, c.rig))
		before, _ := json.Marshal(c.payload)
		m := f.plain()
		m.Payload = c.payload
		f.answered(m, f.options()) // the contract's table has not all of these members
		if diff := cmp.Diff(c.want, object(f.sent(t)).get(c.path)); diff != "" {
			t.Errorf("%s, %s: %s (-want +sent):\n%s", c.rig, before, c.path, diff)
		}
		if after, _ := json.Marshal(c.payload); string(after) != string(before) {
			t.Errorf("%s: the caller's body became %s", c.rig, after)
		}
	}
}

// TestXiaomiExtra: an object extra becomes members extra.NAME.
func TestXiaomiExtra(t *testing.T) {
	t.Parallel()
	f := start(t, xiaomiRig())
	m := f.plain()
	m.Payload = o{"extra": o{"template_id": "T1", "template_param": o{"a": "1"}, "notify_effect": 2, "intent_uri": "intent:#Intent;end"}}
	f.answered(m, f.options())
	form, _ := url.ParseQuery(string(f.requests[0].body))
	for name, want := range map[string]string{"extra.template_id": "T1", "extra.template_param": `{"a":"1"}`, "extra.notify_effect": "2", "extra.intent_uri": "intent:#Intent;end"} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// alone are whole bodies, without the target.
var alone = map[string]o{
	"huawei-v1": {"message": o{"android": o{"notification": o{"title": "t", "body": "b", "click_action": o{"type": 3}}}}},
	"huawei-v2": {"message": o{"data": "x"}},
	"huawei-v3": {"payload": o{"notification": o{"category": "IM", "title": "t", "body": "b", "clickAction": o{"actionType": 0}}}},
	"honor":     {"data": "x"},
	"xiaomi":    {"restricted_package_name": xiaomiPackage, "pass_through": 0, "title": "t", "description": "d"},
	"oppo":      {"message": o{"target_type": 2, "notification": o{"title": "t", "content": "c"}}},
	"vivo":      {"appId": 105700001, "notifyType": 1, "title": "t", "content": "c", "skipType": 1, "requestId": "r"},
	"meizu":     {"messageJson": o{"noticeBarInfo": o{"title": "t", "content": "c"}}},
	"apns-key":  {"aps": o{"alert": o{"title": "t", "body": "b"}}},
	"apns-cert": {"aps": o{"content-available": 1}},
	"fcm":       {"message": o{"data": o{"k": "v"}}},
}

// TestPayloadOnly sends a body as it is, but for the target.
func TestPayloadOnly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		m := vendor.Message{Token: r.token, Title: "not sent", Body: "not sent", Payload: alone[r.name], PayloadOnly: true}
		f.accepted(m, f.options())
		if body := string(f.requests[len(f.requests)-1].body); strings.Contains(body, "not+sent") || strings.Contains(body, "not sent") {
			t.Errorf("sent %s", body)
		}
		f = start(t, r)
		m.Data = map[string]string{"k": "v"}
		f.refusedBefore("unsupported-flag", m, f.options())
	})
}

// TestForeignTargets: a body of one's own may name this device and no other.
func TestForeignTargets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rig     string
		payload o
	}{
		{"huawei-v1", o{"message": o{"token": []any{"another"}}}},
		{"huawei-v1", o{"message": o{"token": []any{huaweiToken, "another"}}}},
		{"huawei-v1", o{"message": o{"topic": "news"}}},
		{"huawei-v1", o{"message": o{"condition": "'a' in topics"}}},
		{"huawei-v3", o{"target": o{"token": []any{"another"}}}},
		{"honor", o{"token": []any{"another"}}},
		{"xiaomi", o{"registration_id": xiaomiToken + ",another"}},
		{"xiaomi", o{"alias": "another"}},
		{"xiaomi", o{"topic": "news"}},
		{"xiaomi", o{"user_account": "another"}},
		{"oppo", o{"message": o{"target_value": oppoToken + ";another"}}},
		{"oppo", o{"messages": []any{o{"target_value": "another"}}}},
		{"vivo", o{"regId": "another"}},
		{"vivo", o{"alias": "another"}},
		{"vivo", o{"regIds": []any{"another"}}},
		{"meizu", o{"pushIds": meizuToken + ",another"}},
		{"meizu", o{"alias": "another"}},
		{"fcm", o{"message": o{"token": "another"}}},
		{"fcm", o{"message": o{"topic": "news"}}},
		{"fcm", o{"message": o{"condition": "'a' in topics"}}},
		{"fcm", o{"message": o{"fid": "another"}}},
	} {
		for _, only := range []bool{false, true} {
			f := start(t, rigNamed(t, c.rig))
			m := vendor.Message{Token: f.token, Payload: c.payload, PayloadOnly: only}
			f.refusedBefore("bad-payload", m, f.options())
		}
	}
	for rig, payload := range map[string]o{
		"huawei-v1": {"message": o{"token": []any{huaweiToken}}},
		"xiaomi":    {"registration_id": xiaomiToken},
		"oppo":      {"message": o{"target_value": oppoToken}},
		"vivo":      {"regId": vivoToken},
		"fcm":       {"message": o{"token": fcmToken}},
	} {
		f := start(t, rigNamed(t, rig))
		m := f.plain()
		m.Payload = payload
		f.accepted(m, f.options())
	}
}

// TestPayloadAsText: what should be an object is refused rather than lost.
func TestPayloadAsText(t *testing.T) {
	t.Parallel()
	for rig, payload := range map[string]o{
		"oppo":      {"message": `{"target_type":2,"notification":{"title":"mine","content":"c"}}`},
		"huawei-v1": {"message": "mine"},
		"fcm":       {"message": []any{"mine"}},
		"huawei-v3": {"target": "mine"},
	} {
		f := start(t, rigNamed(t, rig))
		m := f.plain()
		m.Payload = payload
		f.refusedBefore("bad-payload", m, f.options())
	}
}

// TestMeizuSignsWhatItSends: the server checks the signature of the merged body.
func TestMeizuSignsWhatItSends(t *testing.T) {
	t.Parallel()
	for _, payload := range []o{
		{"sign": "00000000000000000000000000000000"},
		{"appId": "1"},
		{"restrictedPackageNames": "com.example.a,com.example.b"},
		{"messageJson": o{"noticeBarInfo": o{"title": "你好 a&b=c+d%"}}},
	} {
		f := start(t, meizuRig())
		m := f.plain()
		m.Payload = payload
		f.accepted(m, f.options())
	}
}

// TestAPNsPayloadType: what a body shows decides the push type.
func TestAPNsPayloadType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		payload o
		push    string
	}{
		{o{"aps": o{"content-available": 1}}, "background"},
		{o{"aps": o{"content-available": 1, "alert": "a"}}, "alert"},
		{o{"aps": o{"badge": 3}}, "alert"},
		{o{"ext": "x"}, "alert"},
	} {
		f := start(t, rigNamed(t, "apns-key"))
		f.says(atSend, 200, "")
		f.accepted(vendor.Message{Token: f.token, Payload: c.payload, PayloadOnly: true}, f.options())
		if got := f.requests[0].header.Get("apns-push-type"); got != c.push {
			t.Errorf("%v: push type %q, want %q", c.payload, got, c.push)
		}
	}
}
