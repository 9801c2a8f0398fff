package vendor_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestSkew: a clock that is wrong is named where a signature or a token was
// refused, and nowhere else.
func TestSkew(t *testing.T) {
	t.Parallel()
	const credential, other, good = "credential", "other", "good"
	answers := map[string]map[string]string{ // rig, kind
		"huawei-v2": {credential: `{"code":"80200005","msg":"Jwt token expired","requestId":"1"}`, other: `{"code":"80300008","msg":"","requestId":"1"}`, good: `{"code":"80000000","msg":"","requestId":"1"}`},
		"meizu":     {credential: `{"code":"1006","message":"","value":""}`, other: `{"code":"110003","message":"","value":""}`, good: `{"code":"200","message":"","value":{}}`},
		"xiaomi":    {credential: `{"result":"error","code":21301}`, other: `{"result":"error","code":20301}`, good: `{"result":"ok","code":0,"data":{"id":"1"}}`},
		"apns-key":  {credential: `{"reason":"ExpiredProviderToken"}`, other: `{"reason":"BadTopic"}`},
	}
	for rig, kinds := range answers {
		for kind, body := range kinds {
			for _, c := range []struct {
				server time.Duration // how far its clock is ahead
				said   string
			}{{-2 * time.Hour, "2h0m0s ahead"}, {11 * time.Minute, "11m0s behind"}, {-time.Minute, "1m0s ahead"}, {59 * time.Second, ""}, {0, ""}} {
				f := start(t, rigNamed(t, rig))
				status := 403
				if kind == good {
					status = 200
				}
				f.says(atSend, status, body, "Date", clock().Add(c.server).Format(http.TimeFormat))
				a := f.answered(f.plain(), f.options())
				var notes []string
				for _, n := range a.Notes {
					notes = append(notes, n.EN)
				}
				want, all := c.said, strings.Join(notes, "; ")
				if kind != credential {
					want = ""
				}
				if strings.Contains(all, "clock") != (want != "") || !strings.Contains(all, want) {
					t.Errorf("%s, %s, %v: notes %q, want %q", rig, kind, c.server, all, want)
				}
			}
		}
	}
	t.Run("login", func(t *testing.T) {
		t.Parallel()
		for rig, body := range map[string]string{
			"oppo": `{"code":19,"message":"Invalid Timestamp"}`,
			"vivo": `{"result":10207,"desc":"timestamp"}`,
			"fcm":  `{"error":"invalid_grant","error_description":"Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."}`,
		} {
			f := start(t, rigNamed(t, rig))
			f.says(atLogin, 200, body, "Date", clock().Add(-time.Hour).Format(http.TimeFormat))
			if a := f.answered(f.plain(), f.options()); len(a.Notes) != 1 || !strings.Contains(a.Notes[0].EN, "1h0m0s ahead") || !strings.Contains(a.Notes[0].ZH, "快 1h0m0s") {
				t.Errorf("%s: notes %v", rig, a.Notes)
			}
		}
	})
	t.Run("no Date", func(t *testing.T) {
		t.Parallel()
		f := start(t, xiaomiRig())
		f.breakAt(atSend, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Date"] = nil
			w.Write([]byte(`{"result":"error","code":21301}`))
		})
		if a := f.answered(f.plain(), f.options()); len(a.Notes) != 0 {
			t.Errorf("notes %v", a.Notes)
		}
	})
}
