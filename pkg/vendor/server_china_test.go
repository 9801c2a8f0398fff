package vendor_test

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

const (
	xiaomiSecret  = "madeUpXiaomiSecret1+/g=="
	xiaomiPackage = "com.example.app"
	xiaomiToken   = "Yk3Xz0+madeup/XiaomiRegId0123456789abcdefghijklmnopqrstuvwxy+/=="

	oppoKey    = "c5f1e0a2b7d84f6e9a3b0c1d2e4f5061"
	oppoSecret = "7a9b8c7d6e5f40312233445566778899"
	oppoToken  = "OPPO_CN_0123456789abcdef0123456789abcdef"

	vivoID     = "105700001"
	vivoKey    = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	vivoSecret = "11112222-3333-4444-5555-666677778888"
	vivoToken  = "v2-CTYmadeUpVivoRegistrationIdentifier0123456789abcdefghij"

	meizuID     = "149001"
	meizuSecret = "aaaabbbbccccddddeeeeffff00001111"
	meizuToken  = "RA50c6348036344485d01776773577c64740465480a6b"
)

func xiaomiRig() *rig {
	return &rig{
		name: "xiaomi", vendor: "xiaomi", token: xiaomiToken, answer: xiaomiAnswer,
		credentials: func(testing.TB) map[string]string {
			return map[string]string{"app_secret": xiaomiSecret, "package_name": xiaomiPackage}
		},
		full: vendor.Message{
			Title: "周报已发布", Body: "a&b=c+d", ChannelID: "100", TTL: hours(2), Sound: "bell", Collapse: "7", Data: map[string]string{"room": "42", "名": "值 +%"},
			Click: vendor.Click{Kind: vendor.ClickURL, Value: "https://example.com/?a=1&b=2"},
		},
		data: &vendor.Message{DataMessage: true, Title: "t", Body: "b", Data: map[string]string{"k": "v"}, TTL: hours(1)},
	}
}

func xiaomiAnswer(f *fake, r *request) answer {
	refuse := func(code int, reason string) answer {
		return answer{status: 200, body: fmt.Sprintf(`{"result":"error","reason":%q,"trace_id":"Xcm50","code":%d,"description":"失败"}`, reason, code)}
	}
	form := f.form(r)
	switch {
	case r.method != "POST" || r.path != "/v3/message/regid":
		f.bad("%s %s", r.method, r.path)
		return refuse(10012, "illegal request")
	case r.header.Get("Authorization") != "key="+xiaomiSecret:
		return refuse(21301, "Invalid application secret.")
	case form.Get("restricted_package_name") != xiaomiPackage:
		return refuse(22022, "Invalid package name")
	}
	need := []string{"registration_id", "pass_through"}
	if form.Get("pass_through") == "0" {
		need = append(need, "title", "description")
	} else {
		need = append(need, "payload")
	}
	for _, name := range need {
		if strings.TrimSpace(form.Get(name)) == "" {
			f.bad("%s is missing", name)
			return refuse(10016, "missing "+name)
		}
	}
	for name := range form {
		known := []string{"registration_id", "restricted_package_name", "title", "description", "payload", "pass_through", "notify_type", "notify_id", "time_to_live"}
		extras := []string{"channel_id", "notify_effect", "web_uri", "intent_uri", "sound_uri"}
		if key, isExtra := strings.CutPrefix(name, "extra."); isExtra && !slices.Contains(extras, key) || !isExtra && !slices.Contains(known, name) {
			f.bad("the contract has no %s", name)
		}
	}
	for _, name := range []string{"notify_id", "time_to_live", "notify_type", "pass_through"} {
		if _, err := strconv.ParseInt(form.Get(name), 10, 64); form.Has(name) && err != nil {
			f.bad("%s is %q", name, form.Get(name))
		}
	}
	switch effect := form.Get("extra.notify_effect"); {
	case effect == "2" && form.Get("extra.intent_uri") == "", effect == "3" && form.Get("extra.web_uri") == "":
		f.bad("notify_effect %s without its target", effect)
	}
	if form.Get("registration_id") != f.token {
		return refuse(20301, "No valid targets!")
	}
	f.deliver()
	return answer{status: 200, body: `{"result":"ok","trace_id":"Xdm01","code":0,"data":{"id":"scm51madeup"},"description":"成功","info":"Received push messages for 1 REGID"}`}
}

const oppoTable = `
	target_type                        int!
	target_value                       string!
	notification                       object!
	notification.title                 string!
	notification.content               string!
	notification.click_action_type     int
	notification.click_action_activity string
	notification.click_action_url      string
	notification.action_parameters     json
	notification.off_line              bool
	notification.off_line_ttl          int
	notification.channel_id            string
	notification.notify_id             int
	notification.category              string
	notification.notify_level          int
`

func oppoRig() *rig {
	return &rig{
		name: "oppo", vendor: "oppo", token: oppoToken, login: "/server/v1/auth", answer: oppoAnswer,
		credentials: func(testing.TB) map[string]string {
			return map[string]string{"app_key": oppoKey, "master_secret": oppoSecret}
		},
		full: vendor.Message{
			Title: "周报已发布", Body: "a&b=c+d", ChannelID: "news", Category: "IM", Importance: "16", TTL: hours(2), Collapse: "7", Data: map[string]string{"room": "42"},
			Click: vendor.Click{Kind: vendor.ClickPage, Value: "com.example.app.DetailActivity"},
		},
	}
}

func oppoAnswer(f *fake, r *request) answer {
	says := func(code int, message string) answer {
		return answer{status: 200, body: fmt.Sprintf(`{"code":%d,"message":%q}`, code, message)}
	}
	form := f.form(r)
	if r.method != "POST" {
		return says(12, "Http Action Not Allowed")
	}
	if r.login {
		ms, err := strconv.ParseInt(form.Get("timestamp"), 10, 64)
		sum := sha256.Sum256([]byte(form.Get("app_key") + form.Get("timestamp") + oppoSecret))
		switch {
		case form.Get("app_key") != oppoKey:
			return says(14, "Invalid App Key")
		case err != nil || ms != clock().UnixMilli():
			return says(19, "Invalid Timestamp")
		case form.Get("sign") != hex.EncodeToString(sum[:]):
			return says(16, "Invalid Signature")
		}
		return answer{status: 200, body: `{"code":0,"message":"success","data":{"auth_token":"` + f.issue() + `","create_time":1735689600123}}`}
	}
	if r.path != "/server/v1/message/notification/unicast" {
		f.bad("path %s", r.path)
		return says(20, "Invalid Method")
	}
	if !f.holds(form.Get("auth_token")) {
		return says(11, "Invalid AuthToken")
	}
	if len(form) != 2 {
		f.bad("members %v", slices.Sorted(maps.Keys(form)))
	}
	message := f.json([]byte(form.Get("message")))
	if !f.fits(message, oppoTable) || message["target_type"] != jsonNumber("2") {
		return says(41, "Invalid Arguments")
	}
	click := message.get("notification.click_action_type")
	if (click == jsonNumber("1") || click == jsonNumber("4")) && message.get("notification.click_action_activity") == nil ||
		(click == jsonNumber("2") || click == jsonNumber("5")) && message.get("notification.click_action_url") == nil || click == jsonNumber("3") {
		f.bad("click_action_type %v without its target", click)
		return says(40, "Missing Required Arguments")
	}
	if message.get("notification.notify_level") != nil && message.get("notification.category") == nil {
		return says(67, "Category error")
	}
	if message["target_value"] != f.token {
		return says(10000, "Invalid Registration_id")
	}
	f.deliver()
	return answer{status: 200, body: `{"code":0,"message":"Success","data":{"messageId":"3715-1-1-5f0e0a0b0c0d0e0f01020304"}}`}
}

const vivoTable = `
	appId           int!
	regId           string!
	notifyType      int!
	title           string!
	content         string!
	timeToLive      int
	skipType        int!
	skipContent     string
	classification  int
	category        string
	clientCustomMap map
	requestId       string!
	pushMode        int
	notifyId        int
`

func vivoRig() *rig {
	return &rig{
		name: "vivo", vendor: "vivo", token: vivoToken, login: "/message/auth", answer: vivoAnswer,
		credentials: func(testing.TB) map[string]string {
			return map[string]string{"app_id": vivoID, "app_key": vivoKey, "app_secret": vivoSecret}
		},
		full: vendor.Message{
			Title: "周报已发布", Body: "a&b=c <d>", Category: "IM", Importance: "1", TTL: hours(2), Collapse: "7", Test: true, Data: map[string]string{"room": "42"},
			Click: vendor.Click{Kind: vendor.ClickIntent, Value: "intent://com.example/x#Intent;scheme=app;end"},
		},
	}
}

func vivoAnswer(f *fake, r *request) answer {
	says := func(code int, desc string) answer {
		return answer{status: 200, body: fmt.Sprintf(`{"result":%d,"desc":%q}`, code, desc)}
	}
	if r.method != "POST" || !strings.HasPrefix(r.header.Get("Content-Type"), "application/json") {
		f.bad("%s, Content-Type %q", r.method, r.header.Get("Content-Type"))
	}
	body := f.json(r.body)
	if r.login {
		if !f.fits(body, "appId int!\nappKey string!\ntimestamp int!\nsign string!\n") {
			return says(10204, "参数为空")
		}
		sum := md5.Sum(fmt.Appendf(nil, "%v%v%v%v", body["appId"], body["appKey"], body["timestamp"], vivoSecret))
		switch {
		case body["appId"] != jsonNumber(vivoID):
			return says(10205, "appId 不存在")
		case body["appKey"] != vivoKey:
			return says(10202, "appKey 不合法")
		case body["timestamp"] != jsonNumber(strconv.FormatInt(clock().UnixMilli(), 10)):
			return says(10207, "timestamp 异常")
		case body["sign"] != hex.EncodeToString(sum[:]):
			return says(10206, "sign 不正确")
		}
		return answer{status: 200, body: `{"result":0,"desc":"请求成功","authToken":"` + f.issue() + `"}`}
	}
	if r.path != "/message/send" {
		f.bad("path %s", r.path)
	}
	if !f.holds(r.header.Get("authToken")) {
		return says(10000, "权限认证失败")
	}
	if !f.fits(body, vivoTable) || body["appId"] != jsonNumber(vivoID) {
		return says(10094, "appId")
	}
	if skip := body["skipType"]; (skip == jsonNumber("2") || skip == jsonNumber("4")) == (body["skipContent"] == nil) {
		f.bad("skipType %v with skipContent %v", skip, body["skipContent"])
		return says(10068, "skipContent")
	}
	if id, _ := body["requestId"].(string); id == "" || len(id) > 64 {
		f.bad("requestId %q", id)
		return says(10352, "requestId")
	}
	if body["regId"] != f.token {
		return answer{status: 200, body: `{"result":10302,"desc":"regId 不合法","invalidUser":{"status":1,"userid":"` + f.token + `"}}`}
	}
	f.deliver()
	return answer{status: 200, body: `{"result":0,"desc":"请求成功","taskId":"852369870001"}`}
}

const meizuTable = `
	noticeBarInfo                       object!
	noticeBarInfo.title                 string!
	noticeBarInfo.content               string!
	noticeBarInfo.noticeMsgType         int
	noticeExpandInfo                    object
	noticeExpandInfo.noticeExpandType   int!
	noticeExpandInfo.noticeExpandImgUrl string
	clickTypeInfo                       object
	clickTypeInfo.clickType             int!
	clickTypeInfo.url                   string
	clickTypeInfo.activity              string
	clickTypeInfo.parameters            map
	pushTimeInfo                        object
	pushTimeInfo.offLine                int!
	pushTimeInfo.validTime              int!
	advanceInfo                         object
	advanceInfo.notifyKey               string
`

func meizuRig() *rig {
	return &rig{
		name: "meizu", vendor: "meizu", token: meizuToken, answer: meizuAnswer,
		credentials: func(testing.TB) map[string]string {
			return map[string]string{"app_id": meizuID, "app_secret": meizuSecret}
		},
		full: vendor.Message{
			Title: "周报已发布", Body: "你好 a&b=c+d", Importance: "1", TTL: hours(2), Collapse: "day_1", Image: "https://img.example.com/a.png", Data: map[string]string{"room": "42"},
			Click: vendor.Click{Kind: vendor.ClickPage, Value: "com.example.app.PageActivity"},
		},
		data: &vendor.Message{DataMessage: true, Title: "t", Body: "b", Data: map[string]string{"k": "v"}, TTL: hours(1)},
	}
}

func meizuAnswer(f *fake, r *request) answer {
	refuse := func(code, message string) answer {
		return answer{status: 200, body: fmt.Sprintf(`{"code":%q,"message":%q,"value":"","redirect":""}`, code, message)}
	}
	form := f.form(r)
	base := ""
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "sign" {
			base += name + "=" + form.Get(name)
		}
	}
	sum := md5.Sum([]byte(base + meizuSecret))
	for _, name := range []string{"appId", "pushIds", "messageJson", "sign"} {
		if form.Get(name) == "" {
			return refuse("110004", name+" is empty")
		}
	}
	switch {
	case form.Get("appId") != meizuID:
		return refuse("110000", "appId")
	case form.Get("sign") != hex.EncodeToString(sum[:]):
		return refuse("1006", "sign")
	}
	table := meizuTable
	switch r.path {
	case "/garcia/api/server/push/varnished/pushByPushId":
	case "/garcia/api/server/push/unvarnished/pushByPushId":
		table = "title string!\ncontent string!\npushTimeInfo object\npushTimeInfo.offLine int!\npushTimeInfo.validTime int!\n"
	default:
		f.bad("path %s", r.path)
	}
	if !f.fits(f.json([]byte(form.Get("messageJson"))), table) {
		return refuse("1005", "messageJson")
	}
	if form.Get("pushIds") != f.token {
		return answer{status: 200, body: `{"code":"200","message":"","value":{"110003":["` + f.token + `"]},"msgId":"0123456789abcdef0123456789abcdef"}`}
	}
	f.deliver()
	return answer{status: 200, body: `{"code":"200","message":"","value":{},"msgId":"0123456789abcdef0123456789abcdef"}`}
}
