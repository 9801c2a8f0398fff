package vendor

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// FCM HTTP v1. Source: the API's discovery document, "FCM error codes", "Using
// OAuth 2.0 for Server to Server Applications".

const (
	fcmHost  = "https://fcm.googleapis.com"
	fcmScope = "https://www.googleapis.com/auth/firebase.messaging"
	fcmLogin = "https://oauth2.googleapis.com/token"
	jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

func newFCM(s *sender) (*protocol, error) {
	if err := s.need("service_account"); err != nil {
		return nil, err
	}
	file := s.Credentials["service_account"]
	account, err := readServiceAccount(file)
	if err != nil {
		return nil, err
	}
	if account.SubAccount != "" {
		return nil, newError(idCredential, text.F("service_account：%s 是华为的服务账号密钥文件，不是 Google 的", "service_account: %s is the key file of a Huawei service account, not of a Google one", text.Visible(file)))
	}
	if account.Type != "service_account" || account.ClientEmail == "" {
		return nil, newError(idCredential, text.F("service_account：%s 的 type 不是 service_account，不是 Google 服务账号的密钥文件", "service_account: the type in %s is not service_account: not the key file of a Google service account", text.Visible(file)))
	}
	if account.TokenURI == "" {
		account.TokenURI = fcmLogin
	}
	project := account.ProjectID
	if p := s.Credentials["project_id"]; p != "" {
		project = p
		if account.ProjectID != "" && p != account.ProjectID {
			s.warnings = append(s.warnings, text.F("project_id 是 %s，服务账号属于 %s：两者一般应相同", "project_id is %s, the service account is of %s: they should be the same", text.Visible(p), text.Visible(account.ProjectID)))
		}
	}
	if project == "" {
		return nil, s.need("project_id")
	}
	f := fcm{s, account}
	return &protocol{
		compose: func(m *Message) (*draft, error) { return f.message(m, project) },
		targets: []string{"message.token", "message.topic", "message.condition", "message.fid"},
		check: func(body map[string]any) {
			delete(body, "validateOnly") // the other spelling; the last one would win
			body["validate_only"] = true
		},
		login: f.login(),
		seal:  func(d *draft, ticket string) { d.header["Authorization"] = "Bearer " + ticket },
		read:  readFCM,
		// Whatever the reason of Google's front end. With an FcmError, as when Apple
		// refuses, the code is that.
		stale: []string{"UNAUTHENTICATED"},
	}, nil
}

type fcm struct {
	*sender
	account *serviceAccount
}

func (f fcm) login() *login {
	a := f.account
	return &login{
		key: cacheKey("fcm", f.Credentials["endpoint"], a.TokenURI, a.ClientEmail, a.PrivateKey),
		ask: func() (*draft, error) {
			assertion, err := f.assertion()
			if err != nil {
				return nil, err
			}
			return &draft{url: a.TokenURI, form: true, body: map[string]any{"grant_type": jwtGrant, "assertion": assertion}}, nil
		},
		read: func(r *reply) (ticket, verdict, error) { return readOAuth(r, f.Now()) },
	}
}

// assertion is the JWT that is exchanged for an access token.
func (f fcm) assertion() (string, error) {
	now := f.Now()
	return f.account.signed(jwt.SigningMethodRS256, f.account.PrivateKeyID, jwt.MapClaims{
		"iss": f.account.ClientEmail, "scope": fcmScope, "aud": f.account.TokenURI, "iat": now.Unix(), "exp": now.Add(jwtLife).Unix(),
	})
}

func (f fcm) message(m *Message, project string) (*draft, error) {
	message, android, shown := map[string]any{}, map[string]any{}, map[string]any{}
	d := &draft{url: fcmHost + "/v1/projects/" + url.PathEscape(project) + "/messages:send", header: map[string]string{}, body: map[string]any{"message": message}}
	if !m.DataMessage {
		n := map[string]any{"title": m.Title, "body": m.Body}
		if m.Image != "" {
			n["image"] = m.Image
		}
		message["notification"] = n
		d.payload += len("title") + len(m.Title) + len("body") + len(m.Body)
	}
	if m.DataMessage || len(m.Data) > 0 {
		data := m.dataObject()
		if reserved := reservedKey(data); reserved != "" {
			return nil, f.badValue(catalog.FlagData, reserved, text.T("不能使用 FCM 保留的键：from、message_type，以及 google.、gcm.notification. 开头的", "keys that FCM does not reserve: not from, message_type, or what starts with google. or gcm.notification."))
		}
		message["data"] = data
		for k, v := range data {
			d.payload += len(k) + len(v.(string))
		}
	}
	switch p := m.Importance; {
	case p == "":
	case slices.Contains([]string{"NORMAL", "HIGH", "normal", "high"}, p):
		android["priority"] = strings.ToUpper(p)
	case strings.HasPrefix(p, "PRIORITY_") && !m.DataMessage:
		shown["notification_priority"] = p
	default:
		return nil, f.badValue(catalog.FlagImportance, p, text.T("是 NORMAL 或 HIGH（送达优先级），或 PRIORITY_MIN、PRIORITY_LOW、PRIORITY_DEFAULT、PRIORITY_HIGH、PRIORITY_MAX（展示优先级）", "NORMAL or HIGH (delivery), or PRIORITY_MIN, PRIORITY_LOW, PRIORITY_DEFAULT, PRIORITY_HIGH, PRIORITY_MAX (display)"))
	}
	if m.TTL != nil {
		android["ttl"] = seconds(*m.TTL) + "s"
	}
	if m.Collapse != "" {
		android["collapse_key"] = m.Collapse
	}
	if m.ChannelID != "" {
		shown["channel_id"] = m.ChannelID
	}
	if m.Sound != "" {
		shown["sound"] = m.Sound
	}
	if m.Click.Kind == ClickPage {
		shown["click_action"] = m.Click.Value
	}
	if m.Badge != nil {
		shown["notification_count"] = *m.Badge
	}
	if len(shown) > 0 {
		android["notification"] = shown
	}
	if len(android) > 0 {
		message["android"] = android
	}
	return d, nil
}

func reservedKey(data map[string]any) string {
	for k := range data {
		if k == "from" || k == "message_type" || strings.HasPrefix(k, "google.") || strings.HasPrefix(k, "gcm.notification.") {
			return k
		}
	}
	return ""
}

// readFCM decides by the FcmError among the details, else by the status word,
// which the reason of an ErrorInfo explains; the message is for people only.
func readFCM(r *reply) (verdict, error) {
	var body struct {
		Name  string `json:"name"`
		Error *struct {
			Message string `json:"message"`
			Status  string `json:"status"`
			Details []struct {
				Type       string `json:"@type"`
				ErrorCode  string `json:"errorCode"`
				Reason     string `json:"reason"`
				Violations []struct {
					Field       string `json:"field"`
					Description string `json:"description"`
				} `json:"fieldViolations"`
			} `json:"details"`
		} `json:"error"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Error == nil {
		if body.Name == "" || r.status != http.StatusOK {
			return verdict{}, r.unexpected()
		}
		return verdict{accepted: true, id: body.Name}, nil
	}
	e := body.Error
	v := verdict{code: e.Status, text: e.Message}
	var fcmCode, info string
	for _, d := range e.Details {
		switch {
		case strings.HasSuffix(d.Type, "fcm.v1.FcmError"):
			fcmCode = d.ErrorCode
		case strings.HasSuffix(d.Type, "rpc.ErrorInfo"):
			info = d.Reason
		case strings.HasSuffix(d.Type, "fcm.v1.ApnsError") && d.Reason != "":
			v.notes = append(v.notes, text.F("APNs 的原因：%s（offpush explain apns %s）", "APNs said: %s (offpush explain apns %s)", d.Reason, d.Reason))
		}
		for _, violation := range d.Violations {
			v.notes = append(v.notes, text.F("字段 %s：%s", "field %s: %s", violation.Field, violation.Description))
		}
	}
	if fcmCode != "" {
		v.code = fcmCode
	} else if info != "" {
		v.also = []string{info}
	}
	if v.code == "" {
		return verdict{}, r.unexpected()
	}
	return v, nil
}
