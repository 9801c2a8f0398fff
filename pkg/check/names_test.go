package check

import "testing"

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
