package vendor_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/vendor"
)

// TestNotKept: a time of 0 means that the message is not kept for a phone that
// is off line, in whatever way the vendor says that.
func TestNotKept(t *testing.T) {
	t.Parallel()
	for rig, want := range map[string]string{
		"huawei-v1": `"ttl":"0s"`, "huawei-v3": `"ttl":0`, "honor": `"ttl":"0s"`, "fcm": `"ttl":"0s"`,
		"xiaomi": "extra.only_send_once=1", "oppo": "off_line%22%3Afalse", "vivo": `"sendOnline":true`, "meizu": "offLine%22%3A0",
		"apns-key": "",
	} {
		r := rigNamed(t, rig)
		f := start(t, r)
		m := f.plain()
		m.TTL = new(time.Duration)
		a := f.answered(m, f.options())
		sent := a.Exchanges[len(a.Exchanges)-1]
		if !strings.Contains(sent.RequestBody, want) {
			t.Errorf("%s sends %s without %s", rig, sent.RequestBody, want)
		}
		if rig == "apns-key" && !slices.Contains(sent.RequestHeader, vendor.Header{Name: "Apns-Expiration", Value: "0"}) {
			t.Errorf("%s: %v", rig, sent.RequestHeader)
		}
	}
}
