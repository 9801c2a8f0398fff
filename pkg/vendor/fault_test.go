package vendor_test

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/vendor"
)

// heard is what a NoAnswer must say of a fault.
type heard struct {
	id     string
	class  catalog.Class
	status int
	hint   string // must be part of the hint
}

// page is an answer that is not the vendor's.
type page struct {
	name         string
	status       int
	body, header string // header: "Name: value"
	heard
}

const html = "<!DOCTYPE html>\n<html><body><h1>made-up page</h1></body></html>"

// mistyped has a wrong type for each member that some vendor's answer has.
const mistyped = `{"code":{"a":1},"result":[1],"reason":{"a":1},"error":[1],"access_token":7,"name":7,"data":7,"value":7}`

func pages() []page {
	const retry = "Retry-After: 7"
	transient := func(id string, status int) heard { return heard{id, catalog.ClassTransient, status, ""} }
	unknown := func(id string, status int) heard { return heard{id, catalog.ClassUnknown, status, ""} }
	return []page{
		{"429 with a page", 429, html, retry, heard{"not-json", catalog.ClassThrottled, 429, "(Retry-After: 7)"}},
		{"429 and nothing", 429, "", retry, heard{"empty", catalog.ClassThrottled, 429, "(Retry-After: 7)"}},
		{"500 with a page", 500, html, "", transient("http-5xx", 500)},
		{"502 with a page", 502, html, "", transient("http-5xx", 502)},
		{"503 with a page", 503, html, retry, heard{"http-5xx", catalog.ClassTransient, 503, "(Retry-After: 7)"}},
		{"504 and nothing", 504, "", "", transient("http-5xx", 504)},
		{"400 and nothing", 400, "", "", transient("empty", 400)},
		{"400 and blanks", 400, " \r\n", "", transient("empty", 400)},
		{"400, cut JSON", 400, `{"code":"8010`, "", transient("truncated", 400)},
		{"400, wrong types", 400, mistyped, "", unknown("unexpected", 400)},
		{"400, a list", 400, `[]`, "", unknown("unexpected", 400)},
		{"400, a text", 400, `"ok"`, "", unknown("unexpected", 400)},
		{"400, null", 400, `null`, "", unknown("unexpected", 400)},
		{"400, nothing of the vendor's", 400, `{"hello":"world"}`, "", unknown("unexpected", 400)},
		{"404 with a page", 404, html, "", unknown("not-json", 404)},
		{"407 with a page", 407, html, "", unknown("proxy", 407)},
		{"200 with a page", 200, html, "", unknown("not-json", 200)},
		{"200, plain text", 200, "OK", "", unknown("not-json", 200)},
		{"200, JSON and more", 200, `{"code":"80000000"}{"code":"80000000"}`, "", unknown("not-json", 200)},
		{"200, cut JSON", 200, `{"code":`, "", transient("truncated", 200)},
		{"301", 301, html, "Location: https://push.invalid/", unknown("redirect", 301)},
		{"302 to itself", 302, "", "Location: /v1/100000001/messages:send", unknown("redirect", 302)},
		{"307", 307, "", "Location: https://push.invalid/", unknown("redirect", 307)},
		{"308", 308, "", "Location: https://push.invalid/", unknown("redirect", 308)},
	}
}

// emptyOK are answers that mean acceptance at APNs and nothing elsewhere.
func emptyOK() []page {
	return []page{
		{"200 and nothing", 200, "", "", heard{"empty", catalog.ClassTransient, 200, ""}},
		{"200, wrong types", 200, mistyped, "", heard{"unexpected", catalog.ClassUnknown, 200, ""}},
		{"200, nothing of the vendor's", 200, `{"hello":"world"}`, "", heard{"unexpected", catalog.ClassUnknown, 200, ""}},
		{"204", 204, "", "", heard{"empty", catalog.ClassTransient, 204, ""}},
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		all := pages()
		if r.vendor != "apns" {
			all = append(all, emptyOK()...)
		}
		for _, step := range r.steps() {
			for _, p := range all {
				f := start(t, r)
				name, value, _ := strings.Cut(p.header, ": ")
				f.says(step, p.status, p.body, name, value)
				f.unanswered(t, step+", "+p.name, step, p.heard, true)
			}
		}
	})
}

// steps are the requests of a send.
func (r *rig) steps() []string {
	if r.login == "" {
		return []string{atSend}
	}
	return []string{atLogin, atSend}
}

// unanswered sends the plain message and checks what is said of the fault. Sent
// is about the push only, whatever became of the login.
func (f *fake) unanswered(t *testing.T, name, step string, want heard, sent bool, options ...func(*vendor.Options)) {
	t.Helper()
	o := f.options()
	for _, set := range options {
		set(&o)
	}
	a, err := f.send(f.plain(), o)
	f.heard(t, name, step, want, sent, a, err)
}

func (f *fake) heard(t *testing.T, name, step string, want heard, sent bool, a *vendor.Answer, err error) {
	t.Helper()
	var none *vendor.NoAnswer
	if !errors.As(err, &none) {
		t.Errorf("%s: answer %+v, error %v, want NoAnswer %s", name, a, err, want.id)
		return
	}
	if none.ID != want.id || none.Class != want.class || none.Status != want.status || !strings.Contains(none.Hint.EN, want.hint) {
		t.Errorf("%s: %s, class %q, status %d, %q, hint %q, want %+v", name, none.ID, none.Class, none.Status, none.Message.EN, none.Hint.EN, want)
	}
	if none.Message.ZH == "" || none.Message.EN == "" || (none.Hint.ZH == "") != (none.Hint.EN == "") {
		t.Errorf("%s: a language is missing: %+v", name, none)
	}
	if wantSent := sent && step == atSend; none.Sent != wantSent {
		t.Errorf("%s: Sent is %t, want %t", name, none.Sent, wantSent)
	}
	if none.Answer == nil || len(none.Answer.Exchanges) == 0 || none.Answer.Vendor != f.vendor {
		t.Errorf("%s: nothing to show: %+v", name, none.Answer)
	} else if last := none.Answer.Exchanges[len(none.Answer.Exchanges)-1]; last.Step != step || last.Status != want.status {
		t.Errorf("%s: the last exchange is %s with status %d", name, last.Step, last.Status)
	}
	logins, sends, _ := f.counts()
	if max := map[string]int{atLogin: 0, atSend: 1}[step]; sends > max || logins > 1 {
		t.Errorf("%s: %d logins, %d sends", name, logins, sends)
	}
}

// TestTooLong sends an answer without an end; the client must stop reading.
func TestTooLong(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			f := start(t, r)
			var wrote atomic.Int64
			f.breakAt(step, func(w http.ResponseWriter, _ *http.Request) {
				for chunk := []byte(strings.Repeat(" ", 1<<16)); wrote.Load() < 64<<20; {
					n, err := w.Write(chunk)
					wrote.Add(int64(n))
					if err != nil {
						return
					}
				}
			})
			f.unanswered(t, step, step, heard{"too-long", catalog.ClassUnknown, 200, ""}, true)
			if n := wrote.Load(); n >= 64<<20 {
				t.Errorf("%s: the client took all %d bytes", step, n)
			}
		}
	})
}

// TestTooLongGzip: what counts is the length of what comes out.
func TestTooLongGzip(t *testing.T) {
	t.Parallel()
	r := xiaomiRig()
	r.answer = func(*fake, *request) answer { return answer{status: 200, body: strings.Repeat(" ", 8<<20) + "{}"} }
	f := start(t, r)
	f.gzip = true
	f.unanswered(t, "gzip", atSend, heard{"too-long", catalog.ClassUnknown, 200, ""}, true)
}

// TestLongestAnswer is just within the bound.
func TestLongestAnswer(t *testing.T) {
	t.Parallel()
	const good = `{"result":"ok","code":0,"data":{"id":"scm51"}}`
	f := start(t, xiaomiRig())
	f.says(atSend, 200, strings.Repeat(" ", 1<<20-len(good))+good)
	f.accepted(f.plain(), f.options())
}

// TestGzip: a good answer is good in gzip, too.
func TestGzip(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		f.gzip = true
		f.accepted(f.plain(), f.options())
	})
	t.Run("apns reason", func(t *testing.T) {
		t.Parallel()
		f := start(t, rigNamed(t, "apns-key"))
		f.gzip = true
		m := f.plain()
		m.Token = strings.Repeat("ab", 32)
		if a := f.answered(m, f.options()); a.Code != "BadDeviceToken" {
			t.Errorf("code %q", a.Code)
		}
	})
}

// TestThrottledJSON: a 429 in the vendor's own terms is a refusal.
func TestThrottledJSON(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"fcm": `{"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED","details":[
			{"@type":"type.googleapis.com/google.rpc.QuotaFailure"},{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"QUOTA_EXCEEDED"}]}}`,
		"apns-key":  `{"reason":"TooManyRequests"}`,
		"huawei-v1": `{"code":"80300029","msg":"When send test message, the api request exceed limit.","requestId":"1"}`,
	} {
		f := start(t, rigNamed(t, name))
		f.says(atSend, 429, body, "Retry-After", "30")
		a := f.answered(f.plain(), f.options())
		if a.Accepted || a.HTTPStatus != 429 || a.Code == "" || a.Explain.Class != catalog.ClassThrottled && a.Explain.Class != catalog.ClassQuota {
			t.Errorf("%s: %d %s, class %s", name, a.HTTPStatus, a.Code, a.Explain.Class)
		}
		if _, sends, _ := f.counts(); sends != 1 {
			t.Errorf("%s: %d sends", name, sends)
		}
	}
}

// TestServerErrorJSON: a 500 in the vendor's own terms is a refusal, no page.
func TestServerErrorJSON(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct{ body, code string }{
		"fcm":       {`{"error":{"code":500,"message":"m","status":"INTERNAL","details":[]}}`, "INTERNAL"},
		"apns-cert": {`{"reason":"InternalServerError"}`, "InternalServerError"},
		"huawei-v2": {`{"code":"81000001","msg":"Inner Error.","requestId":"1"}`, "81000001"},
	} {
		f := start(t, rigNamed(t, name))
		f.says(atSend, 500, v.body)
		if a := f.answered(f.plain(), f.options()); a.Code != v.code || a.Explain.Class != catalog.ClassTransient {
			t.Errorf("%s: %s, class %s", name, a.Code, a.Explain.Class)
		}
	}
}
