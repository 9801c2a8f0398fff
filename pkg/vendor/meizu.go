package vendor

import (
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Meizu push takes forms; each request is signed with the AppSecret and there is
// no login. Source: MEIZUPUSH/PushAPI, the official SDK 1.2.13.

const (
	meizuHost = "https://server-api-push.meizu.com"
	meizuPath = "/garcia/api/server/push/"
)

func newMeizu(s *sender) (*protocol, error) {
	if err := s.need("app_id", "app_secret"); err != nil {
		return nil, err
	}
	return &protocol{
		compose: s.meizu,
		targets: []string{"pushIds", "alias"},
		seal: func(d *draft, _ string) {
			// What is signed must be what is sent, byte for byte.
			form := map[string]string{}
			d.body["appId"] = s.Credentials["app_id"]
			delete(d.body, "sign")
			for name, v := range d.body {
				form[name] = formValue(v)
			}
			d.body["sign"] = meizuSign(form, s.Credentials["app_secret"])
		},
		read: readMeizu,
	}, nil
}

// meizuSign signs a form: name=value pairs in the order of the names, without
// anything between, and the AppSecret behind.
func meizuSign(form map[string]string, appSecret string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(form)) {
		b.WriteString(name + "=" + form[name])
	}
	sum := md5.Sum([]byte(b.String() + appSecret))
	return hex.EncodeToString(sum[:])
}

// meizuNotifyKey is the form of notifyKey.
var meizuNotifyKey = regexp.MustCompile(`^[0-9A-Za-z_-]{1,8}$`)

func (s *sender) meizu(m *Message) (*draft, error) {
	message := map[string]any{}
	d := &draft{form: true, header: map[string]string{}, body: map[string]any{"messageJson": message}}
	if m.TTL != nil && *m.TTL == 0 {
		message["pushTimeInfo"] = map[string]any{"offLine": 0}
	} else if m.TTL != nil {
		message["pushTimeInfo"] = map[string]any{"offLine": 1, "validTime": int((*m.TTL + time.Hour - 1) / time.Hour)}
	}
	if m.DataMessage {
		if m.Importance != "" || m.Collapse != "" {
			return nil, s.cannot(catalog.FlagDataMessage, text.T("透传消息没有 --importance 和 --collapse", "a pass-through message has no --importance and no --collapse"))
		}
		// The document lists this interface as discontinued; the answer says
		// whether this app may still use it.
		d.url = meizuHost + meizuPath + "unvarnished/pushByPushId"
		d.data = m.dataText()
		message["title"], message["content"] = cmp.Or(m.Title, "data"), d.data
		return d, nil
	}
	d.url = meizuHost + meizuPath + "varnished/pushByPushId"
	bar := map[string]any{"title": m.Title, "content": m.Body}
	click := map[string]any{"clickType": 0}
	message["noticeBarInfo"], message["clickTypeInfo"] = bar, click
	switch m.Click.Kind {
	case ClickPage:
		click["clickType"], click["activity"] = 1, m.Click.Value
	case ClickURL:
		click["clickType"], click["url"] = 2, m.Click.Value
	}
	if len(m.Data) > 0 {
		click["parameters"] = m.dataObject()
	}
	switch m.Importance {
	case "":
	case "0", "1":
		bar["noticeMsgType"] = int(m.Importance[0] - '0')
	default:
		return nil, s.badValue(catalog.FlagImportance, m.Importance, text.T("是 noticeMsgType，只有 0（公信）和 1（私信）", "a noticeMsgType: 0 (public) or 1 (private)"))
	}
	if m.Collapse != "" {
		if !meizuNotifyKey.MatchString(m.Collapse) {
			return nil, s.badValue(catalog.FlagCollapse, m.Collapse, text.T("是 notifyKey，最多 8 个字母、数字、下划线或连字符", "a notifyKey: at most 8 letters, digits, underscores or dashes"))
		}
		message["advanceInfo"] = map[string]any{"notifyKey": m.Collapse}
	}
	if m.Image != "" {
		message["noticeExpandInfo"] = map[string]any{"noticeExpandType": 2, "noticeExpandImgUrl": m.Image}
	}
	return d, nil
}

func readMeizu(r *reply) (verdict, error) {
	var body struct {
		Code    code            `json:"code"`
		Message string          `json:"message"`
		Value   json.RawMessage `json:"value"` // an object of bad ids by code, or an empty string
		MsgID   string          `json:"msgId"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Code == "" {
		return verdict{}, r.unexpected()
	}
	v := verdict{code: string(body.Code), text: body.Message, id: body.MsgID}
	var bad any
	if len(body.Value) > 0 {
		if err := json.Unmarshal(body.Value, &bad); err != nil {
			return verdict{}, r.unexpected()
		}
	}
	codes, empty := badTargets(bad)
	v.accepted = v.code == "200" && empty && r.status == http.StatusOK
	if v.code == "200" && !empty && len(codes) == 0 {
		v.notes = append(v.notes, text.T("外层返回码是 200，但 value 不是空的", "the outer code is 200, but value is not empty"))
	}
	if v.code == "200" && len(codes) > 0 {
		v.code, v.at = codes[0], []catalog.At{catalog.AtTarget}
		v.notes = append(v.notes, text.F("外层返回码是 200，但 token 在 value 的 %s 里：没有发给它", "the outer code is 200, but the token stands in value under %s: it was not sent to", codes[0]))
	}
	return v, nil
}

// badTargets are the codes in value, which is an object of refused ids by code,
// or empty: absent, null, "" or {}.
func badTargets(value any) (codes []string, empty bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return nil, v == ""
	case map[string]any:
		return slices.Sorted(maps.Keys(v)), len(v) == 0
	}
	return nil, false
}
