package vendor

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// HONOR's API looks like Huawei's and is another one: camelCase, no message
// member, an integer code. Its reference pages could not be read; the fields are
// those on which HONOR's own article and four independent clients agree.

const (
	honorHost  = "https://push-api.cloud.honor.com"
	honorLogin = "https://iam.developer.honor.com/auth/token"
)

func newHonor(s *sender) (*protocol, error) {
	if err := s.need("app_id", "client_id", "client_secret"); err != nil {
		return nil, err
	}
	return &protocol{
		compose: s.honor,
		targets: []string{"token"},
		list:    true,
		login:   clientCredentials(s, honorLogin, s.Credentials["client_id"], s.Credentials["client_secret"]),
		seal: func(d *draft, ticket string) {
			d.header["Authorization"] = "Bearer " + ticket
			// Milliseconds, as in all of HONOR's examples; some clients send none.
			d.header["timestamp"] = strconv.FormatInt(s.Now().UnixMilli(), 10)
		},
		read: readHonor,
		// By Huawei's numbering, and as one client has seen it: HONOR's own table
		// is not public.
		stale: []string{"80200001", "80200003", "401"},
	}, nil
}

func (s *sender) honor(m *Message) (*draft, error) {
	d := &draft{url: honorHost + "/api/v1/" + url.PathEscape(s.Credentials["app_id"]) + "/sendMessage", header: map[string]string{}, body: map[string]any{}}
	android := map[string]any{}
	if m.DataMessage || len(m.Data) > 0 {
		d.data = m.dataText()
		d.body["data"] = d.data
	}
	if m.DataMessage {
		if m.Importance != "" {
			return nil, s.cannot(catalog.FlagImportance, text.T("数据消息不在通知栏显示", "a data message shows nothing"))
		}
		if m.Collapse != "" {
			return nil, s.cannot(catalog.FlagCollapse, text.T("数据消息没有 tag", "a data message has no tag"))
		}
	} else {
		n, err := s.honorNotification(m)
		if err != nil {
			return nil, err
		}
		android["notification"] = n
	}
	if m.TTL != nil {
		android["ttl"] = seconds(*m.TTL) + "s"
	}
	if m.Test {
		android["targetUserType"] = 1
	}
	if len(android) > 0 {
		d.body["android"] = android
	}
	return d, nil
}

func (s *sender) honorNotification(m *Message) (map[string]any, error) {
	click := map[string]any{"type": 3}
	switch m.Click.Kind {
	case ClickURL:
		click = map[string]any{"type": 2, "url": m.Click.Value}
	case ClickPage:
		click = map[string]any{"type": 1, "action": m.Click.Value}
	case ClickIntent:
		click = map[string]any{"type": 1, "intent": m.Click.Value}
	}
	n := map[string]any{"title": m.Title, "body": m.Body, "clickAction": click}
	if err := s.common(n, m); err != nil {
		return nil, err
	}
	if m.Collapse != "" {
		n["tag"] = m.Collapse
	}
	if m.Badge != nil {
		class, err := s.badgeClass()
		if err != nil {
			return nil, err
		}
		n["badge"] = map[string]any{"badgeClass": class, "setNum": *m.Badge}
	}
	return n, nil
}

// honorSuccess are the codes that mean success: 200 in HONOR's samples, the
// others with single clients.
var honorSuccess = []string{"200", "0", "80000000"}

func readHonor(r *reply) (verdict, error) {
	var body struct {
		Code    code   `json:"code"`
		Message string `json:"message"`
		Data    struct {
			SendResult   *bool    `json:"sendResult"`
			RequestID    string   `json:"requestId"`
			FailTokens   []string `json:"failTokens"`
			ExpireTokens []string `json:"expireTokens"`
		} `json:"data"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Code == "" {
		return verdict{}, r.unexpected()
	}
	v := verdict{code: string(body.Code), text: body.Message, id: body.Data.RequestID}
	v.accepted = slices.Contains(honorSuccess, v.code) && (body.Data.SendResult == nil || *body.Data.SendResult) &&
		len(body.Data.FailTokens) == 0 && len(body.Data.ExpireTokens) == 0
	switch { // the code alone may say success
	case len(body.Data.ExpireTokens) > 0:
		v.also = []string{"expireTokens"}
	case len(body.Data.FailTokens) > 0:
		v.also = []string{"failTokens"}
	case !v.accepted && slices.Contains(honorSuccess, v.code):
		v.also = []string{"sendResult=false"}
	}
	return v, nil
}
