package emulator

import (
	"crypto/md5"
	"encoding/hex"
	"net/url"
	"sort"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

const (
	meizuNoticePath = "/garcia/api/server/push/varnished/pushByPushId"
	meizuDataPath   = "/garcia/api/server/push/unvarnished/pushByPushId"
	meizuGone       = "J0476035d625e6c64567f71487e040e7d017f0558675b"
	meizuOld        = "J0476045d625e6c64567f71487e040e7d017f0558675b"
	meizuOther      = "J0476035d625e6c64567f714567e040e7d017f0558675"
	meizuMinimal    = `{"noticeBarInfo":{"title":"标题","content":"正文 a&b=c+d"}}`
)

func meizuStates() []Token {
	return []Token{{Vendor: "meizu", Token: meizuGone, State: Unregistered}, {Vendor: "meizu", Token: meizuOld, State: Expired}, {Vendor: "meizu", Token: meizuOther, State: OtherApp}}
}

// meizuFields is a right form but for its signature, changed by pairs of name and
// value; "-" takes away.
func meizuFields(messageJSON string, changes ...string) map[string]string {
	fields := map[string]string{"appId": Demo("meizu")["app_id"], "pushIds": DemoToken("meizu"), "messageJson": messageJSON}
	for i := 0; i < len(changes); i += 2 {
		fields[changes[i]] = changes[i+1]
		if changes[i+1] == "-" {
			delete(fields, changes[i])
		}
	}
	return fields
}

// meizuSigned signs as the document says and is the body.
func meizuSigned(fields map[string]string, secret string) string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	var base strings.Builder
	form := url.Values{}
	for _, name := range names {
		base.WriteString(name + "=" + fields[name])
		form.Set(name, fields[name])
	}
	sum := md5.Sum([]byte(base.String() + secret))
	form.Set("sign", hex.EncodeToString(sum[:]))
	return form.Encode()
}

// meizuSent sends a right request with a message and changed parameters.
func meizuSent(path, messageJSON string, changes ...string) func(k *kit) reply {
	body := meizuSigned(meizuFields(messageJSON, changes...), Demo("meizu")["app_secret"])
	return func(k *kit) reply { return k.postForm(path, body, nil) }
}

// meizuNotice sends a notification with further members, as JSON text.
func meizuNotice(members string) func(k *kit) reply {
	return meizuSent(meizuNoticePath, meizuWith(members))
}

func meizuWith(members string) string {
	if members == "" {
		return meizuMinimal
	}
	return strings.TrimSuffix(meizuMinimal, "}") + "," + members + "}"
}

// meizuBar sends a notification whose noticeBarInfo is this.
func meizuBar(bar string) func(k *kit) reply {
	return meizuSent(meizuNoticePath, `{"noticeBarInfo":`+bar+`}`)
}

// meizuSDK is a message as the official SDK writes it: booleans, and defaults for
// all that was not set.
const meizuSDK = `{"advanceInfo":{"clearNoticeBar":true,"fixDisplay":false,"fixEndDisplayTime":"","fixSpeed":false,"fixSpeedRate":0,"fixStartDisplayTime":"","notificationType":{"lights":true,"sound":true,"vibrate":true},"notifyKey":"","suspend":true},
"clickTypeInfo":{"activity":"","clickType":0,"customAttribute":"","parameters":{},"url":""},"extra":{},"noticeBarInfo":{"content":"正文","noticeBarImgUrl":"","noticeBarType":0,"noticeMsgType":1,"title":"标题"},
"noticeExpandInfo":{"noticeExpandContent":"","noticeExpandImgUrl":"","noticeExpandType":0},"pushTimeInfo":{"offLine":true,"pushTimeType":0,"startTime":"","validTime":24},
"vipInfo":{"backgroundImgUrl":"","bigIconUrl":"","notGroup":false,"pullDownTop":false,"smallIconUrl":"","subtitle":"","timeTop":0,"titleColor":""}}`

// meizuFull has the largest values that are allowed.
const meizuFull = `{"noticeBarInfo":{"noticeMsgType":0,"noticeBarType":2,"title":"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二","content":"c"},
"noticeExpandInfo":{"noticeExpandType":2,"noticeExpandImgUrl":"https://example.com/a.png"},"clickTypeInfo":{"clickType":2,"url":"app://a","parameters":{"k":"v"}},"pushTimeInfo":{"offLine":1,"validTime":72},
"advanceInfo":{"suspend":0,"clearNoticeBar":0,"fixDisplay":1,"fixStartDisplayTime":"2026-01-02 13:00:00","fixEndDisplayTime ":"2026-01-02 14:00:00","notificationType":{"vibrate":0,"lights":0,"sound":0},"notifyKey":"aZ0_-890"},
"vipInfo":{"subtitle":"s","timeTop":7200,"titleColor":"#206CFF","notGroup":1},"extra":{"callback":"https://example.com/receipt","callback.param":"p","callback.type":3}}`

// meizuCases are requests that the vendor refuses or takes, by its codes.
func meizuCases() []codeCase {
	strict := Config{Strict: true}
	taken := []string{`{"code":"200","message":"","value":{},"msgId":"`}
	cases := []codeCase{
		{name: "minimal notification", config: strict, ask: meizuNotice(""), code: "200", status: 200, has: taken},
		{name: "as the SDK sends it", config: strict, ask: meizuSent(meizuNoticePath, meizuSDK), code: "200", status: 200, has: taken},
		{name: "every member", config: strict, ask: meizuSent(meizuNoticePath, meizuFull), code: "200", status: 200, has: taken},
		{name: "by the overseas host", ask: meizuSent("https://server-api-push.in.meizu.com"+meizuNoticePath, meizuMinimal), code: "200", status: 200, has: taken},
		{name: "with package names", ask: meizuSent(meizuNoticePath, meizuMinimal, "restrictedPackageNames", "com.example.app,com.example.lite"), code: "200", status: 200, has: taken},
		{name: "with an empty parameter", ask: meizuSent(meizuNoticePath, meizuMinimal, "restrictedPackageNames", ""), code: "200", status: 200, has: taken},
		{name: "not for offline phones", ask: meizuNotice(`"pushTimeInfo":{"offLine":0,"validTime":0}`), code: "200", status: 200},
		{name: "pass-through", ask: meizuSent(meizuDataPath, `{"title":"t","content":"c","pushTimeInfo":{"offLine":1,"validTime":24}}`), code: "110053", status: 200, has: []string{`"code":"110053"`, `"value":"","redirect":""`}},
		{name: "pass-through without title", ask: meizuSent(meizuDataPath, `{"content":"c"}`), code: "110053", status: 200},
		{name: "pass-through without content", ask: meizuSent(meizuDataPath, `{"title":"t"}`), code: "110004", status: 200},
		{name: "pass-through too long", ask: meizuSent(meizuDataPath, `{"content":"`+strings.Repeat("c", 3801)+`"}`), code: "1005", status: 200},

		{name: "another app", ask: meizuSent(meizuNoticePath, meizuMinimal, "appId", "149002"), code: "110000", status: 200, has: []string{`{"code":"110000","message":"`, `"value":"","redirect":""}`}},
		{name: "another secret", ask: func(k *kit) reply {
			return k.postForm(meizuNoticePath, meizuSigned(meizuFields(meizuMinimal), "of another app"), nil)
		}, code: "1006", status: 200},
		{name: "a parameter not signed", ask: func(k *kit) reply {
			return k.postForm(meizuNoticePath, meizuSigned(meizuFields(meizuMinimal), Demo("meizu")["app_secret"])+"&restrictedPackageNames=com.example.app", nil)
		}, code: "1006", status: 200},
		{name: "no package name", ask: meizuSent(meizuNoticePath, meizuMinimal, "restrictedPackageNames", "com.example.app,app"), code: "110031", status: 200},
		{name: "51 package names", ask: meizuSent(meizuNoticePath, meizuMinimal, "restrictedPackageNames", strings.Repeat("a.b,", 51)), code: "1005", status: 200},
		{name: "101 pushIds", ask: meizuSent(meizuNoticePath, meizuMinimal, "pushIds", strings.Repeat(DemoToken("meizu")+",", 101)), code: "1005", status: 200},
		{name: "no form", ask: func(k *kit) reply {
			return k.ask("POST", meizuNoticePath, meizuSigned(meizuFields(meizuMinimal), Demo("meizu")["app_secret"]), nil)
		}, code: "110004", status: 200},
		{name: "GET", ask: func(k *kit) reply { return k.ask("GET", meizuNoticePath, "", nil) }, code: "1005", status: 405},

		{name: "100 pushIds, one gone", config: Config{Tokens: meizuStates()}, ask: meizuSent(meizuNoticePath, meizuMinimal, "pushIds", strings.Repeat(DemoToken("meizu")+",", 99)+meizuGone), code: "200", status: 200,
			has: []string{`{"code":"200","message":"","value":{"110002":["` + meizuGone + `"]},"msgId":"`}},
		{name: "an unregistered pushId", config: Config{Tokens: meizuStates()}, ask: meizuSent(meizuNoticePath, meizuMinimal, "pushIds", meizuGone+","+meizuOld), at: catalog.AtTarget, code: "110002", status: 200, has: []string{`"value":{"110002":["` + meizuGone + `","` + meizuOld + `"]}`}},
		{name: "a pushId of another app", config: Config{Tokens: meizuStates()}, ask: meizuSent(meizuNoticePath, meizuMinimal, "pushIds", meizuOther), at: catalog.AtTarget, code: "110003", status: 200, has: []string{`"value":{"110003":["` + meizuOther + `"]}`, `"code":"200"`}},
		{name: "no pushId, strictly", config: strict, ask: meizuSent(meizuNoticePath, meizuMinimal, "pushIds", DemoToken("meizu")+",garbled"), at: catalog.AtTarget, code: "110003", status: 200, has: []string{`"value":{"110003":["garbled"]}`}},
	}
	for _, name := range []string{"appId", "pushIds", "messageJson"} {
		cases = append(cases, codeCase{name: "without " + name, ask: meizuSent(meizuNoticePath, meizuMinimal, name, "-"), code: "110004", status: 200})
	}
	for name, ask := range map[string]func(k *kit) reply{
		"only commas":  meizuSent(meizuNoticePath, meizuMinimal, "pushIds", ", ,"),
		"without sign": func(k *kit) reply { return k.postForm(meizuNoticePath, "appId=149001&pushIds=a&messageJson={}", nil) },
		"without bar":  meizuSent(meizuNoticePath, "{}"), "no title": meizuBar(`{"content":"c"}`), "blank content": meizuBar(`{"title":"t","content":" "}`),
	} {
		cases = append(cases, codeCase{name: name, ask: ask, code: "110004", status: 200})
	}
	for _, name := range []string{"noticeExpandInfo", "clickTypeInfo", "pushTimeInfo", "advanceInfo", "vipInfo", "extra"} {
		cases = append(cases, codeCase{name: name + " as text", ask: meizuNotice(`"` + name + `":"{}"`), code: "1005", status: 200})
	}
	for _, path := range []string{"clearNoticeBar", "fixDisplay", "notificationType", "notificationType.vibrate", "notificationType.lights"} {
		value := `2`
		if _, name, deeper := strings.Cut(path, "."); deeper {
			value = `{"` + name + `":"on"}`
		}
		top, _, _ := strings.Cut(path, ".")
		cases = append(cases, codeCase{name: path, ask: meizuNotice(`"advanceInfo":{"` + top + `":` + value + `}`), code: "1005", status: 200})
	}
	for _, name := range []string{"pullDownTop", "notGroup"} {
		cases = append(cases, codeCase{name: name, ask: meizuNotice(`"vipInfo":{"` + name + `":2}`), code: "1005", status: 200})
	}
	for name, ask := range meizuWrong() {
		cases = append(cases, codeCase{name: name, ask: ask, code: "1005", status: 200, has: []string{`"code":"1005"`, `"value":""`}})
	}
	return cases
}

func TestMeizu(t *testing.T) { runCases(t, "meizu", meizuCases()) }

// TestMeizuDoubts: what the vendor warns against, or only samples show, is let
// through, and refused strictly.
func TestMeizuDoubts(t *testing.T) {
	for name, ask := range map[string]func(k *kit) reply{
		"picture style":   meizuBar(`{"title":"t","content":"c","noticeBarType":1}`),
		"click 3":         meizuNotice(`"clickTypeInfo":{"clickType":3,"customAttribute":"a"}`),
		"odd pushId":      meizuSent(meizuNoticePath, meizuMinimal, "pushIds", "short"),
		"blank in a list": meizuSent(meizuNoticePath, meizuMinimal, "pushIds", DemoToken("meizu")+", "+DemoToken("meizu")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, strict := range []bool{false, true} {
				var last *Exchange
				k := newKit(t, Config{Strict: strict, Observe: func(x *Exchange) { last = x }})
				ask(k)
				refused := len(k.Messages(Filter{Verdict: Refused})) > 0
				if refused != strict || len(last.Warnings) == 0 != strict {
					t.Errorf("strict %v: refused %v, warnings %v", strict, refused, last.Warnings)
				}
			}
		})
	}
}

// TestMeizuLongData: 2000 or 3800, the documents differ.
func TestMeizuLongData(t *testing.T) {
	for strict, want := range map[bool]string{false: `"code":"110053"`, true: `"code":"1005"`} {
		k := newKit(t, Config{Strict: strict})
		got := meizuSent(meizuDataPath, `{"content":"`+strings.Repeat("字", 700)+`"}`)(k)
		if !strings.Contains(got.body, want) {
			t.Errorf("strict %v: %s", strict, got.body)
		}
	}
}
