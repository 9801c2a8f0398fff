package vendor_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
)

// getui is a client id of GeTui, which uni-push hands out.
const getui = "0123456789abcdef0123456789abcdef"

// TestTokens: what is surely no token is refused before anything is sent, what
// looks wrong is warned of.
func TestTokens(t *testing.T) {
	t.Parallel()
	inBase64 := func() string {
		raw, _ := hex.DecodeString(apnsToken)
		return base64.StdEncoding.EncodeToString(raw)
	}()
	for _, c := range []struct {
		rig, token string
		outcome    string // refused, warned, sent
		about      string // part of message, hint or warning
	}{
		{"huawei-v1", huaweiToken, "sent", ""},
		{"huawei-v1", fcmToken, "warned", "FCM"},
		{"huawei-v1", harmonyToken, "warned", "HarmonyOS NEXT"},
		{"huawei-v2", harmonyToken, "warned", "HarmonyOS NEXT"},
		{"huawei-v3", harmonyToken, "sent", ""},
		{"huawei-v3", huaweiToken, "warned", "MA"},
		{"huawei-v1", apnsToken, "warned", "APNs"},
		{"huawei-v1", getui, "warned", "GeTui"},
		{"huawei-v1", oppoToken, "warned", "OPPO"},
		{"honor", honorToken, "sent", ""},
		{"honor", harmonyToken, "warned", "HarmonyOS NEXT"},
		{"honor", fcmToken, "warned", "FCM"},
		{"xiaomi", xiaomiToken, "sent", ""},
		{"xiaomi", fcmToken, "warned", "FCM"},
		{"xiaomi", "short", "warned", ""},
		{"xiaomi", apnsToken, "warned", "APNs"},
		{"xiaomi", "12345678901234567890123", "warned", "vivo"},
		{"vivo", fcmToken, "warned", "FCM"},
		{"meizu", "short-id:ABCDEFGHIJKLMNOPQRSTUVWXYZ", "warned", "FCM"},
		{"oppo", oppoToken, "sent", ""},
		{"oppo", "CN_" + getui, "sent", ""},
		{"oppo", getui, "sent", ""},
		{"oppo", vivoToken, "warned", "vivo"},
		{"oppo", fcmToken, "warned", "FCM"},
		{"vivo", vivoToken, "sent", ""},
		{"vivo", "12345678901234567890123", "sent", ""},
		{"vivo", oppoToken, "warned", "OPPO"},
		{"vivo", getui, "warned", "GeTui"},
		{"meizu", meizuToken, "sent", ""},
		{"meizu", "J00000000000000000000000000000000000000000000", "sent", ""},
		{"meizu", fcmToken, "warned", "FCM"},
		{"fcm", fcmToken, "sent", ""},
		{"fcm", apnsToken, "warned", "APNs"},
		{"fcm", getui, "warned", "GeTui"},
		{"apns-key", apnsToken, "sent", ""},
		{"apns-key", strings.ToUpper(apnsToken), "sent", ""},
		{"apns-key", apnsToken + apnsToken, "sent", ""}, // Apple says to assume no length
		{"apns-key", getui, "warned", "GeTui"},
		{"apns-key", apnsToken[:60], "warned", "60"},
		{"apns-key", inBase64, "refused", "base64"},
		{"apns-key", fcmToken, "refused", "FCM"},
		{"apns-key", oppoToken, "refused", "OPPO"},
		{"apns-key", vivoToken, "refused", "vivo"},
		{"apns-key", harmonyToken, "refused", "HarmonyOS NEXT"},
		{"apns-key", meizuToken, "refused", "Meizu"},
		{"apns-key", apnsToken[:63], "refused", "hexadecimal"},
		{"apns-key", "<" + apnsToken[:8] + " " + apnsToken[8:16] + ">", "refused", "brackets"},
	} {
		f := start(t, rigNamed(t, c.rig))
		f.says(atSend, 400, html)
		m := f.plain()
		m.Token = c.token
		if c.outcome == "refused" {
			e := f.refusedBefore("bad-token", m, f.options())
			if !strings.Contains(e.Message.EN+e.Hint.EN, c.about) {
				t.Errorf("%s, %.20s: %s (%s), want %q", c.rig, c.token, e.Message.EN, e.Hint.EN, c.about)
			}
			if len(c.token) > 16 && strings.Contains(e.Message.EN+e.Hint.EN, c.token) {
				t.Errorf("%s: the token is shown whole", c.rig)
			}
			continue
		}
		_, err := f.send(m, f.options())
		none := noAnswer(err)
		if none == nil {
			t.Errorf("%s, %.20s: %v%s", c.rig, c.token, err, hintOf(err))
			continue
		}
		var said []string
		for _, w := range none.Answer.Warnings {
			said = append(said, w.EN)
		}
		all := strings.Join(said, "; ")
		if (all != "") != (c.outcome == "warned") || !strings.Contains(all, c.about) {
			t.Errorf("%s, %.20s: warnings %q, want it %s, %q", c.rig, c.token, all, c.outcome, c.about)
		}
	}
}

// TestNoTokens are no tokens of any vendor.
func TestNoTokens(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, token := range []string{"", "null", "undefined", "nil", "[object Object]", "<device token>", "<your-token>", " " + r.token, r.token + "\n", r.token[:10] + " " + r.token[10:],
			r.token[:10] + "\t" + r.token[10:], `"` + r.token + `"`, "'" + r.token + "'", "设备", r.token + "\u200b", "\ufeff" + r.token, r.token + "\x00"} {
			f := start(t, r)
			m := r.plain()
			m.Token = token
			e := f.refusedBefore("bad-token", m, f.options())
			if e.Message.ZH == "" || e.Message.EN == "" || e.Hint.ZH == "" || e.Hint.EN == "" {
				t.Errorf("%q: %+v", token, e)
			}
		}
	})
}
