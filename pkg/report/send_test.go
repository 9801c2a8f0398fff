package report_test

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// exchange is a made-up one, masked as pkg/vendor does.
func exchange(step string) vendor.Exchange {
	return vendor.Exchange{
		Step: step, Method: "POST", URL: "https://push.example/3/device/AbCdEfGh…", Sent: true,
		RequestHeader: []vendor.Header{{Name: "Authorization", Value: "Bearer ***"}, {Name: "Content-Type", Value: "application/x-www-form-urlencoded;charset=UTF-8"}, {Name: "User-Agent", Value: "offpush"}},
		RequestBody:   "sign=***&title=%E4%BD%A0%E5%A5%BD+it%27s", Status: 200,
		ResponseHeader: []vendor.Header{{Name: "Date", Value: "Tue, 24 Nov 2026 00:00:00 GMT"}}, ResponseBody: `{"code":0}`,
		Timing:            vendor.Timing{DNS: 1200 * time.Microsecond, Connect: 5 * time.Millisecond, TLS: 20 * time.Millisecond, Wait: 31 * time.Millisecond, Total: 1230 * time.Millisecond},
		ClientCertificate: "certs/push.p12", CAFile: "ca.pem",
	}
}

// pushes are one of each kind.
func pushes() map[string]rep.Push {
	warnings := []text.Text{text.T("这个 token 像别家的", "the token looks like another vendor's")}
	notes := []text.Text{text.T("token 属于开发环境", "the token is of the sandbox")}
	refused := vendor.Answer{
		Vendor: "huawei", HTTPStatus: 400, Code: "80300007", Text: "All the tokens are invalid", MessageID: "157", Warnings: warnings, Notes: notes,
		Explain: catalog.Code{
			Code: "80300007", Class: catalog.ClassToken, Sure: catalog.ThirdParty, Meaning: text.T("所有 token 都无效", "every token is invalid"),
			Causes: []text.Text{text.T("token 属于别的应用：包里的 agconnect-services.json 或包名不对", "the token belongs to another app: the build has a wrong agconnect-services.json"), text.T("token 不完整", "the token was cut")},
			Remedy: text.T("在手机上重新取 token", "Get the token from the phone again"),
		},
		Exchanges: []vendor.Exchange{exchange("auth"), exchange("send")},
	}
	login := refused
	login.Exchanges = refused.Exchanges[:1]
	dry := vendor.Answer{Vendor: "oppo", Accepted: true, DryRun: true, CheckedBy: "local", Exchanges: []vendor.Exchange{{Step: "send", Method: "POST", URL: "https://push.example/", RequestBody: "{}"}}}
	return map[string]rep.Push{
		"accepted": {Vendor: "apns", Answer: &vendor.Answer{
			Vendor: "apns", Accepted: true, HTTPStatus: 200, MessageID: "1111", Environment: "sandbox", Notes: notes, Warnings: warnings,
			Silent: []text.Text{text.T("手机没有允许该应用的通知", "the phone does not allow the app's notifications")}, Exchanges: []vendor.Exchange{exchange("send")},
		}},
		"emulated": {Vendor: "oppo", Emulator: true, Judged: text.T("检查通过：签名", "passed: the signature"), Answer: &vendor.Answer{
			Vendor: "oppo", Accepted: true, HTTPStatus: 200, Code: "0", Text: "Success", Silent: []text.Text{text.T("手机", "the phone")}, Exchanges: []vendor.Exchange{exchange("send")},
		}},
		"emulated-refusal": {Vendor: "huawei", Emulator: true, Judged: text.T("3 个 token 都没有注册", "none of the 3 tokens is registered"), Answer: &refused},
		"refused":          {Device: "我的手机", Vendor: "huawei", Answer: &refused, Took: 41 * time.Millisecond},
		"login":            {Vendor: "huawei", Answer: &login},
		"dry-run":          {Vendor: "oppo", Answer: &dry},
		"none": {Device: "b", Vendor: "fcm", Took: 15 * time.Second, NoAnswer: &vendor.NoAnswer{
			ID: "timeout", Class: catalog.ClassTransient, Sent: true, Message: text.T("等待 push.example 超时", "no answer from push.example in time"),
			Hint: text.T("检查网络和代理", "Check the network and the proxy"), Answer: &vendor.Answer{Vendor: "fcm", Exchanges: []vendor.Exchange{exchange("send")}},
		}},
		"not-sent": {Device: "c", Vendor: "xiaomi", Refused: &vendor.Error{ID: "bad-token", Message: text.T("token 是空的", "the token is empty"), Hint: text.T("重新取一个", "Get a new one")}},
	}
}

func TestSent(t *testing.T) {
	for name, s := range pushes() {
		for _, lang := range []text.Lang{text.ZH, text.EN} {
			for _, width := range []int{40, 80} {
				o := rep.SendOptions{Options: rep.Options{Lang: lang, Width: width}, ShowRequest: width == 80}
				golden(t, fmt.Sprintf("send-%s.%s.%d.txt", name, lang, width), func(w io.Writer) error { return rep.Sent(w, s, o) })
			}
			golden(t, fmt.Sprintf("send-%s.%s.json", name, lang), func(w io.Writer) error { return rep.SentJSON(w, s, lang) })
		}
	}
}

func TestSentAll(t *testing.T) {
	of := pushes()
	all := []rep.Push{of["accepted"], of["refused"], of["none"], of["not-sent"]}
	all[0].Device = "a"
	for _, lang := range []text.Lang{text.ZH, text.EN} {
		for _, width := range []int{40, 100} {
			o := rep.SendOptions{Options: rep.Options{Lang: lang, Width: width}}
			golden(t, fmt.Sprintf("send-all.%s.%d.txt", lang, width), func(w io.Writer) error { return rep.SentAll(w, all, o) })
		}
	}
	golden(t, "send-all.json", func(w io.Writer) error { return rep.SentAllJSON(w, all, text.EN) })
}
