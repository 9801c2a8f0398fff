package vendor

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// OPPO Push takes forms; the message is JSON text in one member. Source: open
// platform documents 11234 (login), 11236 and 11238 (message), 11235 (codes).

// oppoTokenLife is how long an auth_token holds: 24 hours by the document, less
// a margin.
const oppoTokenLife = 23 * time.Hour

func newOPPO(s *sender) (*protocol, error) {
	if err := s.need("app_key", "master_secret"); err != nil {
		return nil, err
	}
	o := oppo{s}
	return &protocol{
		compose: o.message,
		targets: []string{"message.target_value", "messages"},
		seal:    func(d *draft, ticket string) { d.body["auth_token"] = ticket },
		read:    o.read,
		stale:   []string{"11"},
	}, nil
}

type oppo struct{ *sender }

// login asks the host that the message goes to; no document says that a login of
// one region holds in another.
func (o oppo) login(host string) *login {
	key, secret := o.Credentials["app_key"], o.Credentials["master_secret"]
	return &login{
		key: cacheKey("oppo", o.Credentials["endpoint"], host, key, secret),
		ask: func() (*draft, error) {
			timestamp := strconv.FormatInt(o.Now().UnixMilli(), 10)
			return &draft{url: host + "/server/v1/auth", form: true, body: map[string]any{
				"app_key": key, "timestamp": timestamp, "sign": oppoSign(key, timestamp, secret),
			}}, nil
		},
		read: func(r *reply) (ticket, verdict, error) {
			var body struct {
				oppoHead
				Data struct {
					AuthToken string `json:"auth_token"`
				} `json:"data"`
			}
			if err := r.decode(&body); err != nil {
				return ticket{}, verdict{}, err
			}
			if body.Code == "" || body.Code == "0" && body.Data.AuthToken == "" {
				return ticket{}, verdict{}, r.unexpected()
			}
			now := o.Now()
			return ticket{body.Data.AuthToken, now, now.Add(oppoTokenLife)}, verdict{code: string(body.Code), text: body.Message}, nil
		},
	}
}

type oppoHead struct {
	Code    code   `json:"code"`
	Message string `json:"message"`
}

func oppoSign(appKey, timestamp, masterSecret string) string {
	sum := sha256.Sum256([]byte(appKey + timestamp + masterSecret))
	return hex.EncodeToString(sum[:])
}

// region is where a registration_id belongs, by OPPO's own rule: CN when the part
// that names the country is, or when there is none.
func (o oppo) region(token string) string {
	parts := strings.Split(token, "_")
	switch {
	case len(parts) == 1, len(parts) == 2 && parts[0] == "CN", len(parts) == 3 && parts[1] == "CN":
		return "cn"
	}
	return "intl"
}

// notifyLevels are the values of notify_level.
var notifyLevels = []string{"1", "2", "16"}

func (o oppo) message(m *Message) (*draft, error) {
	host := regionHost(o.push, o.region(m.Token))
	n := map[string]any{"title": m.Title, "content": m.Body, "click_action_type": 0}
	d := &draft{url: host + "/server/v1/message/notification/unicast", login: o.login(host), form: true, header: map[string]string{},
		body: map[string]any{"message": map[string]any{"target_type": 2, "notification": n}}}
	switch m.Click.Kind {
	case ClickURL:
		n["click_action_type"], n["click_action_url"] = 2, m.Click.Value
	case ClickIntent:
		n["click_action_type"], n["click_action_url"] = 5, m.Click.Value
	case ClickPage: // a class, or the action of an intent filter
		n["click_action_type"], n["click_action_activity"] = 1, m.Click.Value
		if isClass(m.Click.Value) {
			n["click_action_type"] = 4
		}
	}
	if len(m.Data) > 0 {
		d.data = m.dataText()
		n["action_parameters"] = d.data
	}
	if m.ChannelID != "" {
		n["channel_id"] = m.ChannelID
	}
	if m.Category != "" {
		n["category"] = m.Category
	}
	if m.Importance != "" {
		if !slices.Contains(notifyLevels, m.Importance) {
			return nil, o.badValue(catalog.FlagImportance, m.Importance, text.T("是 notify_level，只有 1（通知栏）、2（加锁屏）、16（加横幅、震动、铃声）", "a notify_level: 1 (bar), 2 (and lock screen) or 16 (and banner, vibration, sound)"))
		}
		if m.Category == "" {
			return nil, o.cannot(catalog.FlagImportance, text.T("设置 notify_level 必须同时给出 --category", "notify_level needs --category as well"))
		}
		level, _ := strconv.Atoi(m.Importance)
		n["notify_level"] = level
	}
	if m.TTL != nil && *m.TTL == 0 {
		n["off_line"] = false
	} else if m.TTL != nil {
		n["off_line"], n["off_line_ttl"] = true, int(*m.TTL/time.Second)
	}
	if m.Collapse != "" {
		id, err := o.collapseNumber(m.Collapse, 0, 1<<31-1)
		if err != nil {
			return nil, err
		}
		n["notify_id"] = id
	}
	return d, nil
}

// isClass reports whether a page is a full class name: its last part starts with
// a capital, as classes do and actions (com.example.VIEW apart) do not.
func isClass(page string) bool {
	last := page[strings.LastIndexByte(page, '.')+1:]
	return strings.Contains(page, ".") && last != strings.ToUpper(last) && last[:1] == strings.ToUpper(last[:1])
}

func (o oppo) read(r *reply) (verdict, error) {
	var body struct {
		oppoHead
		Data any `json:"data"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Code == "" {
		return verdict{}, r.unexpected()
	}
	v := verdict{accepted: body.Code == "0", code: string(body.Code), text: body.Message}
	// A batch answers with an array in which single failures hide.
	items, isArray := body.Data.([]any)
	if !isArray {
		items = []any{body.Data}
	}
	for _, item := range items {
		one, _ := item.(map[string]any)
		if id, ok := one["messageId"].(string); ok && v.id == "" {
			v.id = id
		}
		if failed, ok := one["errorCode"]; ok && formValue(failed) != "0" && formValue(failed) != "" && failed != nil {
			v.accepted = false
			v.code = formValue(failed)
			if message, ok := one["errorMessage"].(string); ok {
				v.text = message
			}
			v.notes = append(v.notes, text.T("外层返回码是 0，但这台设备的 errorCode 不是", "the outer code is 0, but this device's errorCode is not"))
		}
	}
	return v, nil
}
