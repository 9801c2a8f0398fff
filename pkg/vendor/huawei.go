package vendor

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Huawei Push Kit has three live APIs. v1 and v2 (HarmonyOS up to 4.x, EMUI)
// share a body and differ in the path's id; v3 (HarmonyOS NEXT) has its own
// body and takes the service account's JWT only. Source: downlink message pages
// of v1/v2 and v3, account server error codes.

const (
	huaweiHost  = "https://push-api.cloud.huawei.com"
	huaweiLogin = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
	huaweiOK    = "80000000"
)

// jwtLife is how long the JWT of a service account is valid: Huawei recommends an
// hour and refuses more than a day, Google refuses more than an hour.
const jwtLife = time.Hour

func newHuawei(s *sender) (*protocol, error) {
	h := huawei{sender: s}
	if file := s.Credentials["service_account"]; file != "" {
		a, err := readServiceAccount(file)
		if err != nil {
			return nil, err
		}
		if p := s.Credentials["project_id"]; p != "" && a.ProjectID != "" && p != a.ProjectID {
			s.warnings = append(s.warnings, text.F("project_id 是 %s，服务账号属于项目 %s：两者必须相同", "project_id is %s, the service account is of project %s: they have to be the same", shorten(p), shorten(a.ProjectID)))
		}
		if a.SubAccount == "" || a.KeyID == "" {
			if a.ClientEmail != "" {
				return nil, newError(idCredential, text.F("service_account：%s 是 Google（FCM）的服务账号密钥文件，不是华为的", "service_account: %s is the key file of a Google (FCM) service account, not of a Huawei one", text.Visible(file)))
			}
			return nil, newError(idCredential, text.F("service_account：%s 没有 sub_account 和 key_id，不是华为的服务账号密钥文件", "service_account: %s has no sub_account and key_id: not the key file of a Huawei service account", text.Visible(file)))
		}
		h.account = a
	}
	api, err := h.api()
	if err != nil {
		return nil, err
	}
	p := &protocol{read: readHuawei, login: h.login(api), doubt: doubtful(api == "v3")}
	if p.login.sign == nil {
		p.stale = []string{"80200001", "80200003"} // as the official Go SDK
	}
	p.seal = func(d *draft, ticket string) { d.header["Authorization"] = "Bearer " + ticket }
	if api == "v3" {
		p.compose, p.targets, p.list = h.v3, []string{"target.token"}, true
		return p, nil
	}
	p.compose = func(m *Message) (*draft, error) { return h.v1(m, api) }
	p.targets, p.list = []string{"message.token", "message.topic", "message.condition"}, true
	p.check = func(body map[string]any) { body["validate_only"] = true }
	return p, nil
}

// doubtful warns of a token of the other kind of phone. In the documents' samples
// the tokens of HarmonyOS NEXT begin with MA, and no others do.
func doubtful(next bool) func(token string) []text.Text {
	return func(token string) []text.Text {
		switch {
		case next == strings.HasPrefix(token, "MA"):
			return nil
		case next:
			return []text.Text{text.T("token 不以 MA 开头，不像 HarmonyOS NEXT 的；v3 只用于 HarmonyOS NEXT，其他手机用 api = v1 或 v2",
				"the token does not begin with MA, as those of HarmonyOS NEXT do; v3 is for HarmonyOS NEXT only, other phones want api = v1 or v2")}
		}
		return []text.Text{text.T("token 以 MA 开头，像 HarmonyOS NEXT 的；v1、v2 不用于 HarmonyOS NEXT，它要 api = v3",
			"the token begins with MA, as those of HarmonyOS NEXT do; v1 and v2 are not for HarmonyOS NEXT, which wants api = v3")}
	}
}

type huawei struct {
	*sender
	account *serviceAccount
}

// api chooses the API: the one that is named, else v1 when there is what its path
// needs, else v2 with the service account's project.
func (h *huawei) api() (string, error) {
	api := h.Credentials["api"]
	if api == "" {
		api = "v1"
		if h.Credentials["client_id"] == "" && h.account != nil {
			api = "v2"
		}
	}
	if api == "v3" {
		if h.account == nil {
			return "", h.need("service_account")
		}
		return api, nil
	}
	if h.account == nil {
		if err := h.need("client_id", "client_secret"); err != nil {
			return "", err
		}
	}
	if api == "v1" {
		return api, h.need("client_id")
	}
	if h.account == nil {
		return api, h.need("project_id")
	}
	return api, nil
}

func (h *huawei) project() string {
	if id := h.Credentials["project_id"]; id != "" || h.account == nil {
		return id
	}
	return h.account.ProjectID
}

// login: v1 and v2 use the OAuth pair when both halves are there, else the
// service account; v3 takes the account only.
func (h *huawei) login(api string) *login {
	id, secret := h.Credentials["client_id"], h.Credentials["client_secret"]
	if api == "v3" || id == "" || secret == "" {
		return &login{sign: func() (string, error) {
			now := h.Now()
			return h.account.signed(jwt.SigningMethodPS256, h.account.KeyID, jwt.MapClaims{
				"iss": h.account.SubAccount, "aud": huaweiLogin, "iat": now.Unix(), "exp": now.Add(jwtLife).Unix(),
			})
		}}
	}
	return clientCredentials(h.sender, huaweiLogin, id, secret)
}

func (h *huawei) v1(m *Message, api string) (*draft, error) {
	id := h.Credentials["client_id"]
	if api == "v2" {
		id = h.project()
	}
	d := &draft{url: huaweiHost + "/" + api + "/" + url.PathEscape(id) + "/messages:send", header: map[string]string{}}
	message := map[string]any{}
	d.body = map[string]any{"message": message}
	android := map[string]any{}
	if m.DataMessage {
		switch m.Importance {
		case "":
		case "HIGH", "NORMAL": // HIGH needs a right of its own
			android["urgency"] = m.Importance
		default:
			return nil, h.badValue(catalog.FlagImportance, m.Importance, text.T("数据消息的 urgency，只有 HIGH 和 NORMAL", "the urgency of a data message, HIGH or NORMAL"))
		}
		d.data = m.dataText()
		message["data"] = d.data
	} else {
		n, err := h.notification(m)
		if err != nil {
			return nil, err
		}
		android["notification"] = n
		if len(m.Data) > 0 {
			d.data = m.dataText()
			message["data"] = d.data
		}
	}
	if m.Category != "" {
		android["category"] = m.Category
	}
	if m.TTL != nil {
		android["ttl"] = seconds(*m.TTL) + "s"
	}
	if m.Test {
		android["target_user_type"] = 1
	}
	if m.Collapse != "" {
		n, err := h.collapseNumber(m.Collapse, -1, 100)
		if err != nil {
			return nil, err
		}
		android["collapse_key"] = n
	}
	if len(android) > 0 {
		message["android"] = android
	}
	return d, nil
}

func (h *huawei) notification(m *Message) (map[string]any, error) {
	click := map[string]any{"type": 3}
	switch m.Click.Kind {
	case ClickURL:
		if !strings.HasPrefix(m.Click.Value, "https://") {
			return nil, h.badValue(catalog.FlagClickURL, m.Click.Value, text.T("只能是 https:// 开头的地址", "an address that starts with https://"))
		}
		click = map[string]any{"type": 2, "url": m.Click.Value}
	case ClickPage:
		click = map[string]any{"type": 1, "action": m.Click.Value}
	case ClickIntent:
		click = map[string]any{"type": 1, "intent": m.Click.Value}
	}
	n := map[string]any{"title": m.Title, "body": m.Body, "click_action": click}
	if err := h.common(n, m); err != nil {
		return nil, err
	}
	if m.ChannelID != "" {
		n["channel_id"] = m.ChannelID
	}
	if m.Sound != "" {
		n["sound"], n["default_sound"] = rawResource(m.Sound), false
	}
	if m.Badge != nil {
		class, err := h.badgeClass()
		if err != nil {
			return nil, err
		}
		n["badge"] = map[string]any{"class": class, "set_num": *m.Badge}
	}
	return n, nil
}

// rawResource is a sound file of the app as Huawei names it.
func rawResource(sound string) string {
	if strings.HasPrefix(sound, "/") {
		return sound
	}
	return "/raw/" + sound
}

// readHuawei reads the answer that all three versions share.
func readHuawei(r *reply) (verdict, error) {
	var body struct {
		Code      code   `json:"code"`
		Msg       string `json:"msg"`
		RequestID string `json:"requestId"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Code == "" {
		return verdict{}, r.unexpected()
	}
	v := verdict{accepted: body.Code == huaweiOK, code: string(body.Code), text: body.Msg, id: body.RequestID}
	// A failure in part, and 80300007, carry the reasons as JSON in msg.
	var detail struct {
		IllegalTokens map[string]any `json:"illegalTokens"`
	}
	if !v.accepted && json.Unmarshal([]byte(body.Msg), &detail) == nil {
		v.also = slices.Sorted(maps.Keys(detail.IllegalTokens))
	}
	return v, nil
}
