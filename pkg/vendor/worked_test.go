package vendor_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/vendor"
)

// The worked examples that only a whole request can show. Huawei's PS256 and
// APNs' ES256 differ each time; their servers verify them in every test.

func TestFCMAssertion(t *testing.T) {
	t.Parallel()
	r := fcmRig()
	f := start(t, r)
	f.accepted(r.plain(), f.options())
	form, err := url.ParseQuery(string(f.requests[0].body))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fcmAssertion, form.Get("assertion")); diff != "" {
		t.Errorf("assertion (-contract +sent):\n%s", diff)
	}
}

// TestXiaomiBody sends what the official SDK was seen to send.
func TestXiaomiBody(t *testing.T) {
	t.Parallel()
	const sdk = "registration_id=ab%2Bc%2Fd%3D%3D&restricted_package_name=com.example.app&time_to_live=3600000&payload=p%2Ba%25b+%E4%B8%AD" +
		"&title=t+1&description=d%261&notify_type=-1&pass_through=0&notify_id=3&extra.channel_id=100&extra.notify_effect=1"
	r := xiaomiRig()
	r.token = "ab+c/d=="
	f := start(t, r)
	m := vendor.Message{Token: r.token, Title: "t 1", Body: "d&1", TTL: hours(1), Collapse: "3", ChannelID: "100", Payload: map[string]any{"payload": "p+a%b 中"}}
	f.accepted(m, f.options())
	want, _ := url.ParseQuery(sdk)
	got, err := url.ParseQuery(string(f.requests[0].body))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("form (-SDK +sent):\n%s", diff)
	}
}
