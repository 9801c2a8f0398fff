package text_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// TestMaskLine: SECRET and key-shaped values never show, the rest of the line
// does, and columns stay.
func TestMaskLine(t *testing.T) {
	hex := strings.Repeat("0123456789abcdef", 2)
	for _, line := range []string{
		`oppoAppSecret: 'SECRET1', next: 'shown'`,
		`"com.vivo.push.api_key" : "SECRET1"`,
		`"com.vivo.push.api_key" : ["SECRET1"]`,
		`"com.vivo.push.api_key" : SECRET1`,
		`"api_key": SECRET1"`,
		`oppoAppSecret: dev ? 'SECRET1' : 'SECRET2'`,
		`oppoAppSecret: dec('SECRET1')`,
		`oppoAppSecret: 'SECRET1' + 'SECRET2'`,
		`oppoAppSecert: 'SECRET1'`,
		"oppoAppSecret: `SECRET1`",
		`oppoAppSecret: 'SECRET1\`,
		`token: 'SECRET1'`,
		`foo: '` + hex + `'`,
		`// ` + hex,
		`"tim-wx-sdk": "git+https://user:SECRET1@host/x.git"`,
		`id: 11112222-3333-4444-5555-666677778888`,
	} {
		got := text.MaskLine(line, nil)
		if strings.Contains(got, "SECRET") || strings.Contains(got, hex) || strings.Contains(got, "6666777") {
			t.Errorf("%s is shown as %s", line, got)
		}
		if text.Width(got) != text.Width(line) {
			t.Errorf("%s changes its width: %s", line, got)
		}
	}
	for _, line := range []string{
		`'huaweiBussinessID': 30001,`, `"tim-wx-sdk": "2.20.1"`, `"com.vivo.push.api_key" : "0"`, `xiaomiAppKey: config.key`,
		`uni.requireNativePlugin("TencentCloud-TUIOfflinePush")`, `extension: 'C2Cuser1'`,
	} {
		if got := text.MaskLine(line, nil); got != line {
			t.Errorf("%s is shown as %s", line, got)
		}
	}
	if got := text.MaskLine("x = abcdefg; y = abcdefg", []string{"abcdefg"}); strings.Contains(got, "abcdefg") {
		t.Errorf("a known secret is shown: %s", got)
	}
}
