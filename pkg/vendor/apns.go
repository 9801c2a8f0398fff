package vendor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/sideshow/apns2"
	"github.com/sideshow/apns2/token"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// apns sends through Apple. The library apns2 writes the request; connection,
// credentials and answer are ours, because it cannot read OpenSSL 3 files, hides
// a bad key, loses the status of an answer that is no JSON, and knows no proxy.
// Source: "Sending notification requests to APNs", "Handling notification
// responses from APNs".
type apns struct {
	sender
	cert        *apple.Credential // or key
	key         *apple.Key
	keyID, team string
	jwtKey      string // of the cache
	topic       string
	env         environments
}

// apnsTokenLife is how long a JWT is used. Apple refuses one older than an hour,
// and more than one new one in 20 minutes.
const apnsTokenLife = 50 * time.Minute

func newAPNs(base sender) (Sender, error) {
	a := &apns{sender: base, topic: base.Credentials["topic"]}
	var err error
	switch {
	case a.Credentials["key_file"] != "":
		if a.Credentials["cert_file"] != "" {
			a.warnings = append(a.warnings, text.T("key_file 和 cert_file 都有值，使用 key_file", "key_file and cert_file are both given; key_file is used"))
		}
		err = a.readKey()
	case a.Credentials["cert_file"] != "":
		err = a.readCertificate()
	default:
		err = newError(idCredential, text.T("缺少 APNs 的凭据：key_file（.p8 密钥）或 cert_file（推送证书）", "a credential for APNs is missing: key_file (a .p8 key) or cert_file (a push certificate)")).
			withHint(text.T("写进 offpush.toml 的 [vendor.apns]，或用 --set key_file=...；offpush explain apns 说明在哪里下载", "Put it under [vendor.apns] in offpush.toml, or give --set key_file=...; offpush explain apns says where to get it"))
	}
	if err != nil {
		return nil, err
	}
	if err := a.chooseTopic(); err != nil {
		return nil, err
	}
	a.env = a.environments()
	return a, nil
}

// Send implements [Sender]. With the environment unknown it asks production and,
// when the answer says that the environment is wrong, the sandbox.
func (a *apns) Send(ctx context.Context, m Message) (*Answer, error) {
	answer, err := a.ask(ctx, m, a.env.first)
	if err != nil || answer.Accepted || !a.env.both || !slices.Contains(wrongEnvironment, answer.Code) || m.DryRun {
		return answer, err
	}
	second, err := a.ask(ctx, m, other(a.env.first))
	if err != nil {
		var none *NoAnswer
		if errors.As(err, &none) {
			none.Answer.Exchanges = append(answer.Exchanges, none.Answer.Exchanges...)
		}
		return nil, err
	}
	second.Exchanges = append(answer.Exchanges, second.Exchanges...)
	if a.Credentials["endpoint"] != "" && a.Credentials["endpoint_sandbox"] == "" {
		second.Notes = append(second.Notes, text.T("两次请求发到了同一个 endpoint，看不出环境：用 endpoint_sandbox 给出沙箱的地址", "both requests went to one endpoint, so that nothing can be said of the environment: give the sandbox's address with endpoint_sandbox"))
		return second, nil
	}
	second.Notes = append(second.Notes, compared(answer, second))
	if second.Code == "BadDeviceToken" && answer.Code == second.Code {
		second.Explain.Remedy = text.T("两个环境都试过了，不必再换环境：在手机上重新取 token，并确认它是 APNs 的 device token", "Both environments were asked, another --env will not help: get the token from the phone anew, and make sure that it is the APNs device token")
	}
	return second, nil
}

// ask sends to one environment.
func (a *apns) ask(ctx context.Context, m Message, env apple.Environment) (*Answer, error) {
	endpoint := a.Credentials["endpoint"]
	if sandbox := a.Credentials["endpoint_sandbox"]; env == apple.Sandbox && sandbox != "" {
		endpoint = sandbox
	}
	w, err := a.connect(endpoint)
	if err != nil {
		return nil, err
	}
	defer w.close()
	w.mask.Token(m.Token)
	w.mask.Token(strings.ToLower(m.Token)) // as it is sent
	w.warnings = append(w.warnings, a.warnings...)
	n, err := a.notification(&m, w)
	if err != nil {
		return nil, maskError(err, w.mask)
	}
	client := &apns2.Client{Host: regionHost(a.push, string(env)), HTTPClient: w.client}
	if a.key != nil {
		if client.Token, err = a.jwt(ctx); err != nil {
			return nil, a.wrap(err, w)
		}
		w.mask.Secret(client.Token.Bearer)
	}
	if m.DryRun {
		w.unsent = true
	}
	r, err := w.record(ctx, stepSend, func(ctx context.Context) error {
		_, err := client.PushWithContext(ctx, n)
		return err
	})
	if m.DryRun {
		out := a.checkedHere(w)
		out.Environment = string(env)
		if a.env.both {
			out.Notes = append(out.Notes, text.T("环境未知：真正发送时先试生产环境，返回环境不符时再试一次沙箱环境", "the environment is unknown: a real push asks production first, and the sandbox once when the answer says that the environment is wrong"))
		}
		return out, nil
	}
	v, r, err := a.read(w, r, err)
	if err != nil {
		return nil, a.wrap(err, w)
	}
	if v.code == "ExpiredProviderToken" || v.code == "InvalidProviderToken" {
		a.Cache.drop(a.jwtKey)
	}
	out := a.answer(w, r, v)
	out.Environment = string(env)
	return out, nil
}

func (a *apns) connect(endpoint string) (*wire, error) {
	if a.cert == nil {
		return a.newWire(endpoint, nil)
	}
	return a.newWire(endpoint, &a.cert.TLS)
}

// jwt is the provider token, kept between runs.
func (a *apns) jwt(ctx context.Context) (*token.Token, error) {
	key := a.jwtKey
	end, err := a.Cache.turn(ctx, key)
	if err != nil {
		return nil, neverAsked(err)
	}
	defer end()
	now := a.Now()
	t, ok := a.Cache.get(key, now)
	if !ok {
		j := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"iss": a.team, "iat": now.Unix()})
		delete(j.Header, "typ")
		j.Header["kid"] = a.keyID
		signed, err := j.SignedString(a.key.Key)
		if err != nil {
			return nil, newError(idCredential, text.F("key_file：无法签名：%v", "key_file: cannot sign: %v", err))
		}
		t = ticket{signed, now, now.Add(apnsTokenLife)}
		a.Cache.put(key, t)
	}
	// The time is the library's own, so that it does not sign anew.
	return &token.Token{AuthKey: a.key.Key, KeyID: a.keyID, TeamID: a.team, Bearer: t.value, IssuedAt: time.Now().Unix()}, nil
}

// interruptionLevels are Apple's words for how strongly a notification alerts.
var interruptionLevels = []string{"passive", "active", "time-sensitive", "critical"}

func (a *apns) notification(m *Message, w *wire) (*apns2.Notification, error) {
	if err := a.judge(m, w); err != nil {
		return nil, err
	}
	n := &apns2.Notification{DeviceToken: strings.ToLower(m.Token), Topic: a.topic, CollapseID: m.Collapse, PushType: apns2.PushTypeAlert, Priority: apns2.PriorityHigh}
	aps := map[string]any{}
	d := &draft{body: map[string]any{"aps": aps}}
	if m.DataMessage {
		if m.Category != "" || m.Importance != "" {
			return nil, a.cannot(catalog.FlagDataMessage, text.T("静默推送没有 --category 和 --importance", "a background push has no --category and no --importance"))
		}
		n.PushType, n.Priority = apns2.PushTypeBackground, apns2.PriorityLow
		aps["content-available"] = 1
	} else if err := a.alert(aps, m); err != nil {
		return nil, err
	}
	if m.Ext != nil {
		d.body["ext"] = *m.Ext
	} else {
		for k, v := range m.dataObject() {
			if k == "aps" {
				return nil, a.badValue(catalog.FlagData, k, text.T("是应用自己的键，aps 留给苹果；要改 aps 用 --payload", "keys of the app's own, aps is Apple's; --payload changes aps"))
			}
			d.body[k] = v
		}
	}
	if m.PayloadOnly {
		d.body = clone(m.Payload)
	} else {
		merge(d.body, m.Payload)
	}
	if aps, _ := d.body["aps"].(map[string]any); aps["alert"] == nil && aps["badge"] == nil && aps["sound"] == nil && aps["content-available"] != nil {
		n.PushType, n.Priority = apns2.PushTypeBackground, apns2.PriorityLow
	}
	if m.TTL != nil {
		n.Expiration = a.Now().Add(*m.TTL)
		if *m.TTL == 0 { // try once; the library leaves the header out
			w.header = map[string]string{"apns-expiration": "0"}
			n.Expiration = time.Time{}
		}
	}
	body, err := json.Marshal(d.body) // as the library will write it
	if err != nil {
		return nil, err
	}
	n.Payload, d.payload = json.RawMessage(body), len(body)
	return n, a.checkLimits(m, d, w, "")
}

func (a *apns) alert(aps map[string]any, m *Message) error {
	aps["alert"] = map[string]any{"title": m.Title, "body": m.Body}
	if m.Ext != nil {
		if m.Title != "" {
			return newError(idFlag, text.T("--as-im 不能和 --title 同用：文档里 IM 的 APNs 消息只有一段文字，用 --body", "--as-im does not go with --title: by the document, IM's payload for APNs has one text only; use --body"))
		}
		aps["alert"] = m.Body
	}
	aps["sound"] = "default"
	if m.Sound != "" {
		aps["sound"] = m.Sound
	}
	if m.Badge != nil {
		aps["badge"] = *m.Badge
	}
	if m.Category != "" {
		aps["category"] = m.Category
	}
	if m.Importance != "" {
		if !slices.Contains(interruptionLevels, m.Importance) {
			return a.badValue(catalog.FlagImportance, m.Importance, text.F("是 interruption-level：%s", "an interruption-level: %s", text.List(interruptionLevels)))
		}
		aps["interruption-level"] = m.Importance
	}
	return nil
}

// read takes the reason from the answer or, when the connection was closed
// instead, from its GOAWAY.
func (a *apns) read(w *wire, r *reply, err error) (verdict, *reply, error) {
	var body struct {
		Reason    string      `json:"reason"`
		Timestamp json.Number `json:"timestamp"` // of 410, milliseconds
	}
	if err != nil {
		if json.Unmarshal([]byte(w.farewell.get()), &body) != nil || body.Reason == "" {
			return verdict{}, nil, err
		}
		return verdict{code: body.Reason, text: body.Reason, notes: []text.Text{
			text.T("APNs 没有应答这个请求，而是关闭了连接，原因写在 HTTP/2 GOAWAY 里", "APNs did not answer the request but closed the connection; the reason is from its HTTP/2 GOAWAY"),
		}}, &reply{}, nil
	}
	if r.status == http.StatusOK {
		// An acceptance has no body: a page with this status is somebody else's.
		if len(bytes.TrimSpace(r.body)) > 0 {
			if err := r.decode(&body); err != nil {
				return verdict{}, nil, err
			}
		}
		return verdict{accepted: true, id: r.header.Get("apns-id")}, r, nil
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, nil, err
	}
	if body.Reason == "" {
		return verdict{}, nil, r.unexpected()
	}
	v := verdict{code: body.Reason, text: body.Reason, id: r.header.Get("apns-id")}
	if ms, err := body.Timestamp.Int64(); err == nil && ms > 0 {
		since := time.UnixMilli(ms).UTC().Format(time.RFC3339)
		v.notes = append(v.notes, text.F("APNs 确认 token 失效的时间：%s；设备在此之后重新注册过，就不要丢弃它", "APNs confirmed the token dead at %s; keep it if the device has registered again since", since))
	}
	return v, r, nil
}
