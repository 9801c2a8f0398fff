package vendor

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
		if a.SubAccount == "" || a.KeyID == "" {
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
		p.stale = "80200003"
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

// clientCredentials is the OAuth 2.0 login of Huawei and Honor (RFC 6749,
// section 4.4).
func clientCredentials(s *sender, tokenURL, id, secret string) *login {
	return &login{
		key: cacheKey(s.vendor.ID, s.Credentials["endpoint"], tokenURL, id, secret),
		ask: func() (*draft, error) {
			return &draft{url: tokenURL, form: true, body: map[string]any{"grant_type": "client_credentials", "client_id": id, "client_secret": secret}}, nil
		},
		read: func(r *reply) (ticket, verdict, error) { return readOAuth(r, s.Now()) },
	}
}

// oauthMargin is how long before its end an access token is no longer used.
const oauthMargin = time.Minute

// readOAuth reads the answer of a token endpoint (RFC 6749, section 5), with
// Huawei's number pair for the error.
func readOAuth(r *reply, now time.Time) (ticket, verdict, error) {
	var body struct {
		AccessToken string      `json:"access_token"`
		ExpiresIn   json.Number `json:"expires_in"`
		Error       code        `json:"error"`
		SubError    code        `json:"sub_error"`
		Description string      `json:"error_description"`
	}
	if err := r.decode(&body); err != nil {
		return ticket{}, verdict{}, err
	}
	if r.status == http.StatusOK && body.AccessToken != "" {
		seconds, err := body.ExpiresIn.Int64()
		if err != nil || seconds < 0 {
			seconds = 0 // not kept
		}
		return ticket{body.AccessToken, now, now.Add(time.Duration(seconds)*time.Second - oauthMargin)}, verdict{}, nil
	}
	if body.Error == "" {
		return ticket{}, verdict{}, r.unexpected()
	}
	v := verdict{code: string(body.Error), text: body.Description}
	if body.SubError != "" {
		v.code += "/" + string(body.SubError)
	}
	return ticket{}, v, nil
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
		if m.Importance != "" {
			return nil, h.cannot(catalog.FlagImportance, text.T("数据消息不在通知栏显示", "a data message shows nothing"))
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

// common are the members that Huawei v1 and Honor have alike.
func (s *sender) common(n map[string]any, m *Message) error {
	switch m.Importance {
	case "":
	case "LOW", "NORMAL":
		n["importance"] = m.Importance
	default:
		return s.badValue(catalog.FlagImportance, m.Importance, text.T("只有 LOW 和 NORMAL", "LOW or NORMAL"))
	}
	if m.Image != "" {
		if err := s.httpsOnly(m.Image); err != nil {
			return err
		}
		n["image"] = m.Image
	}
	if m.Badge != nil && (*m.Badge < 0 || *m.Badge > 99) {
		return s.badValue(catalog.FlagBadge, strconv.Itoa(*m.Badge), text.T("只能是 0 到 99", "0 to 99"))
	}
	return nil
}

func (s *sender) httpsOnly(image string) error {
	if strings.HasPrefix(image, "https://") {
		return nil
	}
	return s.badValue(catalog.FlagImage, image, text.T("只能是 https:// 开头的地址", "an address that starts with https://"))
}

// badgeClass is the launcher Activity, without which no badge can be set.
func (s *sender) badgeClass() (string, error) {
	if class := s.Credentials["badge_class"]; class != "" {
		return class, nil
	}
	return "", s.cannot(catalog.FlagBadge, text.T("设置角标要给出启动 Activity 的类名：--set badge_class=...（uni-app 一般是 io.dcloud.PandoraEntry）",
		"a badge needs the class of the launcher Activity: --set badge_class=... (mostly io.dcloud.PandoraEntry in a uni-app)"))
}

// collapseNumber reads --collapse where the vendor takes numbers only.
func (s *sender) collapseNumber(value string, least, most int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, s.badValue(catalog.FlagCollapse, value, text.F("只能是 %d 到 %d 的整数", "a whole number from %d to %d", least, most))
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

// seconds are the whole seconds of a duration.
func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// dataText is the message's data as JSON text, with title and body where there
// is nothing else to carry.
func (m *Message) dataText() string { return string(marshal(m.dataObject())) }

func (m *Message) dataObject() map[string]any {
	out := map[string]any{}
	for _, k := range slices.Sorted(maps.Keys(m.Data)) {
		out[k] = m.Data[k]
	}
	if m.DataMessage {
		for name, v := range map[string]string{"title": m.Title, "body": m.Body} {
			if _, taken := out[name]; !taken && v != "" {
				out[name] = v
			}
		}
	}
	return out
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
