package vendor_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// TestMisplacedSecrets: a secret that was put into a field that is none is not
// shown, neither in the refusal nor in the request.
func TestMisplacedSecrets(t *testing.T) {
	t.Parallel()
	const uuid, secret = "11112222-3333-4444-5555-666677778888", "0123456789ABCDEF0123456789ABCDEF"
	for _, c := range []struct{ rig, field, value string }{
		{"vivo", "app_id", uuid}, {"vivo", "app_id", secret}, {"huawei-v1", "client_id", secret}, {"xiaomi", "region", secret}, {"apns-key", "key_id", secret},
		{"honor", "client_id", secret}, {"honor", "app_id", secret}, {"meizu", "app_id", secret},
	} {
		f := start(t, rigNamed(t, c.rig))
		a, err := f.send(f.plain(), f.options(c.field, c.value))
		if said := everything(a, err); strings.Contains(said, c.value) {
			t.Errorf("%s shows what stands in %s: %s", c.rig, c.field, said)
		}
	}
}

// TestSignedRequestsHidden: what is good for a request by itself is hidden in a
// dry run as well.
func TestSignedRequestsHidden(t *testing.T) {
	t.Parallel()
	f := start(t, rigNamed(t, "meizu"))
	m := f.plain()
	m.DryRun = true
	a, err := f.send(m, f.options())
	if err != nil {
		t.Fatal(err)
	}
	if body := a.Exchanges[0].RequestBody; !strings.Contains(body, "sign=***") {
		t.Error(body)
	}
}

// TestWrongServiceAccount: the error says whose key file it is.
func TestWrongServiceAccount(t *testing.T) {
	t.Parallel()
	f := start(t, rigNamed(t, "fcm"))
	file := f.options().Credentials["service_account"]
	huawei := start(t, rigNamed(t, "huawei-v2"))
	_, err := huawei.send(huawei.plain(), huawei.options("service_account", file))
	var e *vendor.Error
	if !errors.As(err, &e) || !strings.Contains(e.Message.EN, "Google") {
		t.Error(err)
	}
	_, err = f.send(f.plain(), f.options("service_account", huawei.options().Credentials["service_account"]))
	if !errors.As(err, &e) || !strings.Contains(e.Message.EN, "Huawei") {
		t.Error(err)
	}
}
