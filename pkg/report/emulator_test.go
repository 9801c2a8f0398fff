package report_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/emulator"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

func emulatorReady() rep.EmulatorReady {
	return rep.EmulatorReady{
		HTTP: "http://127.0.0.1:8800", HTTPS: "https://127.0.0.1:8801", Proxy: "http://127.0.0.1:8800", APNsSandbox: "https://127.0.0.1:8802",
		CA: "ca/emulator-ca.pem", Control: "http://127.0.0.1:8800/_offpush/v1", Config: "my push/offpush.toml", Own: []string{"oppo"},
	}
}

func TestEmulatorStarted(t *testing.T) {
	for _, lang := range langs {
		for _, width := range []int{40, 80} {
			golden(t, fmt.Sprintf("emulator.%s.%d.txt", lang, width), func(w io.Writer) error {
				return rep.EmulatorStarted(w, emulatorReady(), options(lang, width))
			})
		}
	}
	all := emulatorReady()
	all.Own, all.OwnConfig, all.Remote = catalog.IDs(), "team.toml", true
	for _, lang := range langs {
		golden(t, fmt.Sprintf("emulator-own.%s.txt", lang), func(w io.Writer) error { return rep.EmulatorStarted(w, all, options(lang, 80)) })
	}
	some := emulatorReady()
	some.Own = []string{"huawei", "honor"}
	var b strings.Builder
	if err := rep.EmulatorStarted(&b, some, options(text.EN, 80)); err != nil || !strings.Contains(b.String(), "--device xiaomi") {
		t.Errorf("%v\n%s", err, b.String())
	}
	golden(t, "emulator.json", func(w io.Writer) error { return rep.EmulatorReadyJSON(w, emulatorReady()) })
}

func TestEmulatorLine(t *testing.T) {
	at := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	exchanges := []*emulator.Exchange{
		{Vendor: "oppo", Step: catalog.AtAuth, Time: at, Method: "POST", URL: "http://127.0.0.1:8800/server/v1/auth", Status: 200, Code: "0", Verdict: emulator.Accepted,
			Checked: []text.Text{text.T("时间戳正确", "timestamp"), text.T("签名正确", "signature")}},
		{Vendor: "xiaomi", Step: catalog.AtSend, Time: at, Method: "POST", URL: "https://api.xmpush.xiaomi.com/v3/message/regid", Status: 200, Code: "21301", Verdict: emulator.Refused,
			Why: text.T("AppSecret 不对，可能填成了 AppKey", "the AppSecret is wrong; it may be the AppKey"), Warnings: []text.Text{text.T("没有 extra.channel_id", "there is no extra.channel_id")}, Scenario: "s-1"},
		{Time: at, Method: "GET", URL: "http://127.0.0.1:8800/nothing\x1b[2J", Status: 404, Verdict: emulator.Refused, Why: text.T("没有厂商有这个地址", "no vendor has this path")},
	}
	for _, lang := range langs {
		golden(t, fmt.Sprintf("emulator-log.%s.txt", lang), func(w io.Writer) error {
			for _, x := range exchanges {
				if err := rep.EmulatorLine(w, x, options(lang, 80)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
