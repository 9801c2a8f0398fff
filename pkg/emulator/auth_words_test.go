package emulator

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestStranger: an access token of another vendor is said to be that.
func TestStranger(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	honor := honorHeaders(k)
	bearer := map[string]string{"Authorization": honor["Authorization"]}
	token := strings.TrimPrefix(honor["Authorization"], "Bearer ")
	for _, c := range []struct {
		ask  func() reply
		code string
	}{
		{func() reply { return k.postJSON(huaweiPathV1, huaweiMessage(), bearer) }, "80200003"},
		{func() reply { return k.postJSON(fcmSendURL, fcmMessage(""), bearer) }, "ACCESS_TOKEN_TYPE_UNSUPPORTED"},
		{func() reply {
			return k.postForm(oppoUnicastPath, form(map[string]string{"auth_token": token, "message": "{}"}), nil)
		}, "11"},
		{func() reply { return k.postJSON("/message/send", "{}", map[string]string{"authToken": token}) }, "10000"},
	} {
		c.ask()
		if last.Code != c.code || !strings.Contains(last.Why.EN, "was given out by HONOR") || !strings.Contains(last.Why.ZH, "是荣耀发放的") {
			t.Errorf("%s: %s %s", last.Vendor, last.Code, last.Why)
		}
	}
	k.postJSON(honorSendPath, honorNotice(nil), withHeader(nil, "Authorization", "Bearer "+huaweiAccess(k)))
	if last.Code != "80200003" || !strings.Contains(last.Why.EN, "was given out by Huawei") {
		t.Errorf("%s %s", last.Code, last.Why)
	}
}

// TestTimes: times in explanations are of one form, with the zone.
func TestTimes(t *testing.T) {
	t.Parallel()
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	honor, huawei, fcm, oppo := honorHeaders(k), hwBearer(huaweiAccess(k)), fcmLogin(k, nil), oppoToken(k)
	k.clock.advance(25 * time.Hour)
	inUTC := regexp.MustCompile(`2026-01-0[23]T0[45]:[0-9:]{5}Z`)
	for _, ask := range []func() reply{
		func() reply { return k.postJSON(honorSendPath, honorNotice(nil), honor) },
		func() reply { return k.postJSON(huaweiPathV1, huaweiMessage(), huawei) },
		func() reply {
			return k.postJSON(fcmSendURL, fcmMessage(""), map[string]string{"Authorization": "Bearer " + fcm})
		},
		func() reply {
			return k.postForm(oppoUnicastPath, form(map[string]string{"auth_token": oppo, "message": "{}"}), nil)
		},
	} {
		if ask(); last.Verdict != Refused || !inUTC.MatchString(last.Why.EN) || !inUTC.MatchString(last.Why.ZH) {
			t.Errorf("%s: %s", last.Vendor, last.Why)
		}
	}
}

// TestHonorTimestamp: a time that is not now is doubted.
func TestHonorTimestamp(t *testing.T) {
	t.Parallel()
	for stamp, doubted := range map[string]bool{"1577808000000": true, "1767326400000": false, "1767326700000": false, "1767326700001": true, "1767326100000": false} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		k.postJSON(honorSendPath, honorNotice(nil), honorHeaders(k, "timestamp", stamp))
		if last.Verdict != Accepted || len(last.Warnings) > 0 != doubted {
			t.Errorf("%s: %s %v", stamp, last.Verdict, last.Warnings)
		}
	}
}

// TestHonorInferredToken: the message to a bad token says, too, that its code is
// inferred.
func TestHonorInferredToken(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Tokens: []Token{{Vendor: "honor", Token: DemoToken("honor"), State: Unregistered}}})
	honorSent(honorNotice(nil))(k)
	m := k.Messages(Filter{Verdict: Refused})[0]
	if m.Code != "80300007" || !strings.Contains(m.Explanation.EN, "is not registered") || strings.Count(m.Explanation.EN, "is inferred") != 1 {
		t.Errorf("%s %s", m.Code, m.Explanation)
	}
}

// TestHuaweiMadeUp: where Huawei's sub_error is not known, the one given is plainly
// not Huawei's.
func TestHuaweiMadeUp(t *testing.T) {
	t.Parallel()
	for _, grant := range []string{"", "password"} {
		got := newKit(t, Config{}).postForm("/oauth2/v3/token", huaweiForm("grant_type", grant), nil)
		if got.status != 400 || !strings.Contains(got.body, `{"error":1101,"sub_error":99999,"error_description":"made up by offpush: grant_type`) {
			t.Errorf("%q: %s", grant, got.body)
		}
	}
}
