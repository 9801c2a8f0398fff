package check

import (
	"testing"

	"golang.org/x/mod/semver"
)

func TestLowerBound(t *testing.T) {
	for rng, want := range map[string]struct {
		low       string
		exact, ok bool
	}{
		"2.22.0":             {"v2.22.0", true, true},
		"=2.22.0":            {"v2.22.0", true, true},
		"v2.22.0":            {"v2.22.0", true, true},
		" 2.22.0 ":           {"v2.22.0", true, true},
		"2.22.0-beta.1":      {"v2.22.0-beta.1", true, true},
		"^2.22.0":            {"v2.22.0", false, true},
		"~2.22.0":            {"v2.22.0", false, true},
		">=2.22.0":           {"v2.22.0", false, true},
		">= 2.22.0":          {"v2.22.0", false, true},
		">2.22.0":            {"v2.22.0", false, true},
		"^2.22.0-beta.1":     {"v2.22.0-beta.1", false, true},
		"2":                  {"v2.0.0", false, true},
		"2.22":               {"v2.22.0", false, true},
		"2.22.x":             {"v2.22.0", false, true},
		"2.X":                {"v2.0.0", false, true},
		"2.22.*":             {"v2.22.0", false, true},
		"^2":                 {"v2.0.0", false, true},
		">=2.22.0 <3.0.0":    {"v2.22.0", false, true},
		"2.10.0 - 2.20.1":    {"v2.10.0", false, true},
		"^2.23.0 || ^2.19.0": {"v2.19.0", false, true},
		"2.9.0 || 2.10.0":    {"v2.9.0", false, true},
		"":                   {},
		"*":                  {},
		"x":                  {},
		"latest":             {},
		"next":               {},
		"<2.22.0":            {},
		"<=2.21.0":           {},
		"<3 >=2.22.0":        {},
		">=2.22.0 || latest": {},
		"02.1.0":             {},
		"1.2.3.4":            {},
		"workspace:*":        {},
		"file:./sdk":         {},
		"npm:other@2.27.0":   {},
		"github:a/b#v2.27.0": {},
		"http://a/b-2.tgz":   {},
	} {
		low, exact, ok := lowerBound(rng)
		if low != want.low || exact != want.exact || ok != want.ok {
			t.Errorf("lowerBound(%q) = %q, %t, %t, want %+v", rng, low, exact, ok, want)
		}
	}
}

func FuzzLowerBound(f *testing.F) {
	for _, s := range []string{"^2.22.0", ">=2.10.0 <3", "1 - 2", "2.x || v3.1.0-a.1+b", "latest"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rng string) {
		low, exact, ok := lowerBound(rng)
		switch {
		case ok != (low != ""), exact && !ok:
			t.Errorf("lowerBound(%q) = %q, %t, %t", rng, low, exact, ok)
		case ok && !semver.IsValid(low):
			t.Errorf("lowerBound(%q) = %q, which is no version", rng, low)
		}
	})
}

func TestNearestWord(t *testing.T) {
	for word, want := range map[string]string{
		"huaweiBussinessID":     "huaweiBusinessID",
		"huaweiBusinessId":      "huaweiBusinessID",
		"HUAWEIBUSINESSID":      "huaweiBusinessID",
		"huawei_business_id":    "huaweiBusinessID",
		"huawei-business-id":    "huaweiBusinessID",
		"huaweiPushBussinessId": "huaweiBusinessID",
		"huaweiBusiness":        "huaweiBusinessID",
		"huawieBusinessID":      "huaweiBusinessID",
		"xiaomiAppId":           "xiaomiAppID",
		"xiaomiAppKEY":          "xiaomiAppKey",
		"xiaomiPushAppKey":      "xiaomiAppKey",
		"oppoAppSecert":         "oppoAppSecret",
		"meizuAppld":            "meizuAppID",
		"iOSBusinessID":         "iosBusinessID",
		"vivoBusinesssID":       "vivoBusinessID",
		"honorBusinesID":        "honorBusinessID",
		// what one vendor has and another lacks is no misspelling
		"vivoAppKey":     "",
		"vivoAppID":      "",
		"huaweiAppID":    "",
		"fcmBusinessID":  "",
		"apnsBusinessID": "",
		"businessID":     "",
		"enableBadge":    "",
		"":               "",
	} {
		got, ok := nearestWord(word, readKeys())
		if got != want || ok != (want != "") {
			t.Errorf("nearestWord(%q) = %q, %t, want %q", word, got, ok, want)
		}
	}
	for word, want := range map[string]string{
		"offLinePushConfig":   "offlinePushConfig",
		"offlinePushconfig":   "offlinePushConfig",
		"oflinePushConfig":    "offlinePushConfig",
		"offline_push_config": "offlinePushConfig",
		"pushConfig":          "",
		"offlinePushInfo":     "",
	} {
		if got, _ := nearestWord(word, []string{"offlinePushConfig"}); got != want {
			t.Errorf("nearestWord(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestIsNearMiss(t *testing.T) {
	for id, want := range map[string]bool{
		"TencentCloud-TUIOfflinepush":   true,
		"tencentcloud-tuiofflinepush":   true,
		"TencentCloud_TUIOfflinePush":   true,
		"TencentCloudTUIOfflinePush":    true,
		"TencentCloud - TUIOfflinePush": true,
		" TencentCloud-TUIOfflinePush":  true,
		"TencentCloud-TUIOflinePush":    true,
		"TencnetCloud-TUIOfflinePush":   true,
		"TencentCloud-TIMOfflinePush":   true,
		"TUIOfflinePush":                true,
		"TUI-OfflinePush":               true,
		"TencentCloud-TUIOfflinePush":   false, // the plugin itself
		"TencentCloud-TIMPush":          false,
		"TencentCloud-Push":             false,
		"TencentCloud-TUICallKit":       false,
		"TencentCloud-TRTC":             false,
		"TIMOfflinePush":                false, // no id that is known; might be anyone's
		"OfflinePush":                   false,
		"JG-JPush":                      false,
		"":                              false,
	} {
		if got := isNearMiss(id); got != want {
			t.Errorf("isNearMiss(%q) = %t", id, got)
		}
	}
}

func TestIsWholeNumber(t *testing.T) {
	for s, want := range map[string]bool{
		"1": true, "30001": true, "030001": true, "4294967296": true,
		"": false, "0": false, "000": false, "-1": false, "+1": false, "1.5": false, "1e3": false, "0x10": false,
		" 1": false, "1 ": false, "１": false, "true": false, "{...}": false,
	} {
		if got := isWholeNumber(s); got != want {
			t.Errorf("isWholeNumber(%q) = %t", s, got)
		}
	}
}
