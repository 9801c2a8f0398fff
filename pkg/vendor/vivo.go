package vendor

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// vivo push takes JSON. Source: API document 2.9.2 and document 362 as
// transcribed by others, the official server SDK 3.3.

const vivoHost = "https://api-push.vivo.com.cn"

// vivoTokenLife: a token holds for 24 hours; vivo advises renewing it every one
// or two.
const vivoTokenLife = 2 * time.Hour

func newVivo(s *sender) (*protocol, error) {
	if err := s.need("app_id", "app_key", "app_secret"); err != nil {
		return nil, err
	}
	if _, err := strconv.Atoi(s.Credentials["app_id"]); err != nil {
		return nil, newError(idCredential, text.F("app_id 的值 %q 不是数字", "app_id %q is no number", shorten(s.Credentials["app_id"])))
	}
	v := vivo{s}
	return &protocol{
		compose: v.message,
		targets: []string{"regId", "alias", "regIds", "aliases"},
		login:   v.login(),
		seal:    func(d *draft, ticket string) { d.header["authToken"] = ticket },
		read:    v.read,
		stale:   []string{"10000"},
	}, nil
}

type vivo struct{ *sender }

func (v vivo) appID() json.Number { return json.Number(strings.TrimLeft(v.Credentials["app_id"], "0")) }

func (v vivo) login() *login {
	id, key, secret := v.appID(), v.Credentials["app_key"], v.Credentials["app_secret"]
	return &login{
		key: cacheKey("vivo", v.Credentials["endpoint"], id.String(), key, secret),
		ask: func() (*draft, error) {
			timestamp := v.Now().UnixMilli()
			return &draft{url: vivoHost + "/message/auth", body: map[string]any{
				"appId": id, "appKey": key, "timestamp": timestamp, "sign": vivoSign(id.String(), key, timestamp, secret),
			}}, nil
		},
		read: func(r *reply) (ticket, verdict, error) {
			var body struct {
				vivoHead
				AuthToken string `json:"authToken"`
			}
			if err := r.decode(&body); err != nil {
				return ticket{}, verdict{}, err
			}
			if body.Result == "" || body.Result == "0" && body.AuthToken == "" {
				return ticket{}, verdict{}, r.unexpected()
			}
			now := v.Now()
			return ticket{body.AuthToken, now, now.Add(vivoTokenLife)}, verdict{code: string(body.Result), text: body.Desc}, nil
		},
	}
}

type vivoHead struct {
	Result code   `json:"result"`
	Desc   string `json:"desc"`
}

func vivoSign(appID, appKey string, timestamp int64, appSecret string) string {
	sum := md5.Sum([]byte(appID + appKey + strconv.FormatInt(timestamp, 10) + appSecret))
	return hex.EncodeToString(sum[:])
}

func (v vivo) message(m *Message) (*draft, error) {
	id, err := requestID(v.Random)
	if err != nil {
		return nil, err
	}
	body := map[string]any{
		"appId": v.appID(), "notifyType": 4, "title": m.Title, "content": m.Body, "skipType": 1, "requestId": id,
	}
	d := &draft{url: vivoHost + "/message/send", header: map[string]string{}, body: body}
	switch m.Click.Kind {
	case ClickURL:
		body["skipType"], body["skipContent"] = 2, m.Click.Value
	case ClickPage:
		if !strings.Contains(m.Click.Value, "://") {
			return nil, v.badValue(catalog.FlagClickPage, m.Click.Value, text.T("是形如 myapp://page 的链接；打开某个 Activity 用 --click intent=...", "a link such as myapp://page; for an Activity give --click intent=..."))
		}
		body["skipType"], body["skipContent"] = 4, m.Click.Value
	case ClickIntent:
		body["skipType"], body["skipContent"] = 4, m.Click.Value
	}
	if len(m.Data) > 0 {
		body["clientCustomMap"] = m.dataObject()
		for k, value := range m.Data {
			d.data += k + value // vivo counts keys and values
		}
	}
	if m.Category != "" {
		body["category"] = m.Category
	}
	switch m.Importance {
	case "":
	case "0", "1":
		body["classification"] = int(m.Importance[0] - '0')
	default:
		return nil, v.badValue(catalog.FlagImportance, m.Importance, text.T("是 classification，只有 0（运营消息）和 1（系统消息）", "a classification: 0 (operational) or 1 (system)"))
	}
	if m.TTL != nil {
		body["timeToLive"] = int(*m.TTL / time.Second)
		if *m.TTL == 0 { // less than a minute is refused; this is what it means
			delete(body, "timeToLive")
			body["sendOnline"] = true
		}
	}
	if m.Collapse != "" {
		n, err := v.collapseNumber(m.Collapse, 1, 1<<31-1)
		if err != nil {
			return nil, err
		}
		body["notifyId"] = n
	}
	if m.Test {
		body["pushMode"] = 1
	}
	return d, nil
}

// requestID is a random id of 32 characters; vivo takes up to 64.
func requestID(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("no random numbers: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

func (v vivo) read(r *reply) (verdict, error) {
	var body struct {
		vivoHead
		TaskID       code          `json:"taskId"`
		InvalidUser  invalidUser   `json:"invalidUser"`
		InvalidUsers []invalidUser `json:"invalidUsers"` // of pushes to lists
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Result == "" {
		return verdict{}, r.unexpected()
	}
	bad := append(body.InvalidUsers, body.InvalidUser)
	bad = slices.DeleteFunc(bad, func(u invalidUser) bool { return u == invalidUser{} })
	out := verdict{accepted: body.Result == "0" && len(bad) == 0, code: string(body.Result), text: body.Desc, id: string(body.TaskID)}
	if len(bad) > 0 {
		out.also = []string{"status " + string(bad[0].Status)}
	}
	return out, nil
}

// invalidUser is a target that was refused, and why.
type invalidUser struct {
	Status code   `json:"status"`
	UserID string `json:"userid"`
}
