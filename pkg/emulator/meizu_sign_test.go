package emulator

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/catalog"
)

// TestMeizuVectors: signatures computed elsewhere. The second one is the
// document's own, with the literal secret; the base string that is printed beside
// it has blanks, and gives the third, which does not belong to what is sent.
func TestMeizuVectors(t *testing.T) {
	const own = `{"noticeBarInfo":{"noticeMsgType":1,"title":"hello","content":"你好 a&b=c"},"clickTypeInfo":{"clickType":0},"pushTimeInfo":{"offLine":1,"validTime":24}}`
	const doc = `{"title":"title","content":"content","pushTimeInfo":{"offLine":1,"validTime":24}}`
	const spaced = `{"title": "title","content": "content","pushTimeInfo": {"offLine": 1,"validTime": 24}}`
	const docID = "RA50c6348036344485d01776773577c64740465480a6b"
	for _, v := range []struct{ path, appID, secret, pushIDs, message, sign, want string }{
		{meizuNoticePath, "149001", "aaaabbbbccccddddeeeeffff00001111", "J0000000000000000000000000000000000000000test", own, "2674f5c432e3286e7f678dc34d88cafd", "200"},
		{meizuDataPath, "10000", "<APP_SECRET>", docID, doc, "ac076ff25d9900015a681cb5172aa53b", "110053"},
		{meizuDataPath, "10000", "<APP_SECRET>", docID, doc, "250ed115b2977afb5f81578daa33aa7c", "1006"},
		{meizuDataPath, "10000", "<APP_SECRET>", docID, spaced, "250ed115b2977afb5f81578daa33aa7c", "110053"},
	} {
		k := newKit(t, Config{Strict: true, Credentials: map[string]map[string]string{"meizu": {"app_id": v.appID, "app_secret": v.secret}}})
		form := url.Values{"appId": {v.appID}, "pushIds": {v.pushIDs}, "messageJson": {v.message}, "sign": {v.sign}}
		if got := k.postForm(v.path, form.Encode(), nil); !strings.Contains(got.body, `"code":"`+v.want+`"`) {
			t.Errorf("%s: %s", v.sign, got.body)
		}
	}
}

// TestMeizuMistakes: a wrong signature is explained where its making can be told.
func TestMeizuMistakes(t *testing.T) {
	account := Demo("meizu")
	md := func(s string) string {
		sum := md5.Sum([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	id, ids, secret := account["app_id"], DemoToken("meizu"), account["app_secret"]
	spaced := strings.ReplaceAll(strings.Replace(meizuMinimal, "{", `{"extra":{"callback":"https://a/(b)*~!'"},`, 1), ":", ": ")
	encoded := strings.ReplaceAll(url.QueryEscape(spaced), "+", "%20")
	javascript := strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(encoded)
	right := md("appId=" + id + "messageJson=" + spaced + "pushIds=" + ids + secret)
	for sign, why := range map[string]string{
		strings.ToUpper(right): "lower case",
		md("appId=" + id + "&messageJson=" + spaced + "&pushIds=" + ids + secret):                                "joined with &",
		md("appId=" + id + "messageJson=" + url.QueryEscape(spaced) + "pushIds=" + ids + secret):                 "URL encoding",
		md("appId=" + id + "messageJson=" + encoded + "pushIds=" + ids + secret):                                 "URL encoding",
		md("appId=" + id + "messageJson=" + strings.ReplaceAll(encoded, "%2F", "/") + "pushIds=" + ids + secret): "URL encoding",
		md("appId=" + id + "messageJson=" + javascript + "pushIds=" + ids + secret):                              "URL encoding",
		md("appId=" + id + "messageJson=" + meizuCompact("messageJson", spaced) + "pushIds=" + ids + secret):     "compact",
		md("appId=" + id + "messageJson=" + spaced + "pushIds=" + ids + "the AppKey or whatever"):                "AppSecret and not the AppKey",
	} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		form := url.Values{"appId": {id}, "pushIds": {ids}, "messageJson": {spaced}, "sign": {sign}}
		k.postForm(meizuNoticePath, form.Encode(), nil)
		if last.Code != "1006" || !strings.Contains(last.Why.EN, why) {
			t.Errorf("%s: %s %s", why, last.Code, last.Why.EN)
		}
		if !slices.Contains(last.secrets, sign) {
			t.Error("the signature is no secret")
		}
	}
}

// TestMeizuRead: the inbox shows what a refused message said.
func TestMeizuRead(t *testing.T) {
	k := newKit(t, Config{})
	for _, form := range []url.Values{
		{"pushIds": {"one,two"}, "messageJson": {`{"noticeBarInfo":{"title":"标题","content":"正文","noticeMsgType":1},"clickTypeInfo":{"parameters":{"k":"v"}}}`}},
		{"pushIds": {"three"}, "messageJson": {`{"clickTypeInfo":{"customAttribute":"own"}}`}},
		{"pushIds": {"four"}, "messageJson": {"{"}},
	} {
		k.postForm(meizuNoticePath, form.Encode(), nil)
	}
	k.postForm(meizuDataPath, url.Values{"pushIds": {"five"}, "messageJson": {`{"title":"t","content":"c"}`}}.Encode(), nil)
	type seen struct {
		Token, Title, Body, Class string
		Data                      any
	}
	var got []seen
	for _, m := range k.Messages(Filter{Vendor: "meizu"}) {
		got = append(got, seen{m.Token, m.Title, m.Body, m.Class, m.Data})
	}
	extras := map[string]any{"k": "v"}
	want := []seen{
		{"one", "标题", "正文", "1", extras}, {"two", "标题", "正文", "1", extras}, {Token: "three", Data: "own"}, {Token: "four"},
		{Token: "five", Title: "t", Data: "c"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestMeizuLost: paths that Meizu has and the emulator has not, and those of the
// old integrated push, are told apart.
func TestMeizuLost(t *testing.T) {
	for path, why := range map[string]string{
		"/garcia/api/server/push/varnished/pushByAlias": "the emulator does not serve it",
		"/garcia/api/server/push/pushTask/getTaskId":    "the emulator does not serve it",
		"/ups/api/server/push/varnished/pushByPushId":   "integrated push",
		"/garcia/nothing": "meizu has no POST",
		"https://server-api-push.meizu.com/api/server/push/pushTask/getTaskId":                  "meizu has no POST",
		"https://server-api-mzups.meizu.com/ups/api/server/push/unvarnished/pushByPushId?a=b&c": "integrated push",
	} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		got := k.postForm(path, "", nil)
		if got.status != 404 || !json.Valid([]byte(got.body)) || last.Vendor != "meizu" || !strings.Contains(last.Why.EN, why) {
			t.Errorf("%s: %+v %s", path, got, last.Why.EN)
		}
	}
}

// TestMeizuAstray: what went to a wrong path is seen, and its signature is marked.
func TestMeizuAstray(t *testing.T) {
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	for _, path := range []string{"/ups/api/server/push/varnished/pushByPushId", "/ups/api/server/push/unvarnished/pushByPushId"} {
		k.postForm(path, url.Values{"pushIds": {"one"}, "sign": {"abc"}, "messageJson": {`{"title":"inner","noticeBarInfo":{"title":"bar"}}`}}.Encode(), nil)
		if diff := cmp.Diff([]string{"abc"}, last.secrets); diff != "" {
			t.Error(diff)
		}
	}
	m := k.Messages(Filter{Token: "one"})
	if len(m) != 2 || m[0].Title != "bar" || m[1].Title != "inner" {
		t.Errorf("%+v", m)
	}
}

// meizuParsed is an answer as a client reads it.
type meizuParsed struct {
	Code, Message, MsgID string
	Value                any
	Redirect             *string
}

// TestMeizuRefuse: every code of the catalog comes in an envelope that parses.
func TestMeizuRefuse(t *testing.T) {
	c := bareCall(newKit(t, Config{}), "meizu", "POST", meizuNoticePath)
	c.tokens = []string{"one", "two"}
	for _, code := range c.dialect.push.Codes {
		a := c.dialect.refuse(c, code)
		var got meizuParsed
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatalf("%s: %v\n%s", code.Code, err, a.body)
		}
		want := meizuParsed{Code: code.Code, Message: got.Message, Value: "", Redirect: got.Redirect}
		switch {
		case code.At == catalog.AtTarget:
			want = meizuParsed{Code: "200", Value: map[string]any{code.Code: []any{"one", "two"}}, MsgID: got.MsgID}
			if a.bad["one"].code != code.Code || !a.accepted {
				t.Errorf("%s: %+v", code.Code, a.bad)
			}
		case code.Code == "200":
			want = meizuParsed{Code: "200", Value: map[string]any{}, MsgID: got.MsgID}
		case got.Message == "" || a.accepted || got.Redirect == nil || (*got.Redirect != "") != (code.Code == "300"):
			t.Errorf("%s: %s", code.Code, a.body)
		}
		if diff := cmp.Diff(want, got); diff != "" || a.status != 200 || (got.MsgID == "") == (got.Code == "200") {
			t.Errorf("%s: status %d %s\n%s", code.Code, a.status, diff, a.body)
		}
	}
}

func FuzzMeizu(f *testing.F) {
	f.Add(meizuSDK, DemoToken("meizu"), "")
	f.Add(meizuFull, meizuGone+",,"+meizuOther, "com.example.app")
	f.Add("{\"noticeBarInfo\":{\"title\":\"\xff\"}}", " ,", ";%zz&")
	f.Add(`{"extra":{"callback.param":[]},"vipInfo":{"timeTop":1e9}}`, "a", "a.b,")
	k := newKit(f, Config{Tokens: meizuStates()})
	secret := Demo("meizu")["app_secret"]
	f.Fuzz(func(t *testing.T, message, pushIDs, packages string) {
		body := meizuSigned(meizuFields(message, "pushIds", pushIDs, "restrictedPackageNames", packages), secret)
		if len(body) > maxBody {
			return
		}
		for _, path := range []string{meizuNoticePath, meizuDataPath} {
			got := (&kit{t, k.Emulator}).postForm(path, body, nil)
			var envelope meizuParsed
			if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || got.status != 200 || envelope.Code == "" || envelope.Value == nil {
				t.Errorf("%v: %d %s", err, got.status, got.body)
			}
			if envelope.Code == "1006" {
				t.Errorf("the signature was not verified: %q", body)
			}
		}
	})
}
