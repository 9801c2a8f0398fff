package emulator

import (
	"strings"
	"testing"
)

// TestScenarioCodes: codes that no vendor's look like are refused, of those that no
// vendor has there is a warning, in the answer and in the log.
func TestScenarioCodes(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	add := func(vendor, code string) reply {
		return k.controlAsk("POST", "scenarios", `{"match":{"vendor":"`+vendor+`"},"answer":{"code":"`+code+`"}}`)
	}
	for _, c := range []struct{ vendor, code, says string }{
		{"xiaomi", "nope", `answer.code: xiaomi has no code \"nope\" that is known; the codes of xiaomi are numbers`},
		{"apns", "410", `the codes of apns are words`},
		{"apns", "badDeviceToken", `"warnings":["apns has no code \"badDeviceToken\" that is known; is \"BadDeviceToken\" meant?"]`},
		{"xiaomi", "99", `"warnings":["xiaomi has no code \"99\" that is known`},
		{"", "NoSuchWord", `"warnings":["no vendor has a code \"NoSuchWord\" that is known"]`},
	} {
		if got := add(c.vendor, c.code); !strings.Contains(got.body, c.says) || (got.status == 400) != strings.Contains(c.says, "are") {
			t.Errorf("%s %s: %d %s", c.vendor, c.code, got.status, got.body)
		}
	}
	for _, listed := range []string{"BadDeviceToken", "21301", "status 1"} {
		if got := add("", listed); got.status != 201 || strings.Contains(got.body, "warnings") {
			t.Errorf("%s: %d %s", listed, got.status, got.body)
		}
	}
	k.ClearScenarios()
	add("", "BadDeviceToken") // is no number, as Xiaomi's are
	k.postForm("/v3/message/regid", "", nil)
	if last.Scenario != "" || last.Code == "BadDeviceToken" {
		t.Errorf("Xiaomi answers %s", last.Answer)
	}
	add("xiaomi", "99")
	k.postForm("/v3/message/regid", "", nil)
	if last.Code != "99" || len(last.Warnings) != 1 || !strings.Contains(last.Warnings[0].EN, `no code "99"`) {
		t.Errorf("%s %v", last.Code, last.Warnings)
	}
}
