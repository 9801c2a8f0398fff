package vendor

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Xiaomi MiPush has no login: each request carries the AppSecret. The body is a
// form; what is special to Android stands in members called extra.NAME.

func newXiaomi(s *sender) (*protocol, error) {
	if err := s.need("app_secret", "package_name"); err != nil {
		return nil, err
	}
	if strings.Contains(s.Credentials["endpoint"], "sandbox.xmpush") {
		return nil, newError(idEnvironment, text.T("小米的 sandbox 主机只用于 iOS，不能推送 Android", "Xiaomi's sandbox host is for iOS only and never for Android"))
	}
	host := regionHost(s.push, s.Credentials["region"])
	return &protocol{
		compose: func(m *Message) (*draft, error) { return s.xiaomi(m, host) },
		targets: []string{"registration_id", "alias", "user_account", "topic", "topics"},
		seal: func(d *draft, _ string) {
			d.header["Authorization"] = "key=" + s.Credentials["app_secret"] // lower case, no blanks
			flattenExtra(d.body)
		},
		read: readXiaomi,
	}, nil
}

// regionHost is the host of a region, the default one when there is none.
func regionHost(p *catalog.Push, region string) string {
	i := slices.IndexFunc(p.Hosts, func(h catalog.Host) bool { return region != "" && h.Region == region })
	return p.Hosts[max(i, 0)].URL
}

func (s *sender) xiaomi(m *Message, host string) (*draft, error) {
	pkg := s.Credentials["package_name"]
	body := map[string]any{"restricted_package_name": pkg, "pass_through": 0}
	d := &draft{url: host + "/v3/message/regid", header: map[string]string{}, body: body, form: true}
	if m.DataMessage {
		// Xiaomi has announced the end of pass-through messages; its answer says
		// whether this app may still send them.
		body["pass_through"] = 1
	} else {
		body["title"], body["description"], body["notify_type"] = m.Title, m.Body, -1
		for name, v := range xiaomiClick(m.Click, pkg) {
			body["extra."+name] = v
		}
	}
	if m.DataMessage || len(m.Data) > 0 {
		d.data = m.dataText()
		body["payload"] = d.data
	}
	if m.ChannelID != "" {
		body["extra.channel_id"] = m.ChannelID
	}
	if m.TTL != nil && *m.TTL == 0 {
		body["extra.only_send_once"] = "1"
	} else if m.TTL != nil {
		body["time_to_live"] = m.TTL.Milliseconds()
	}
	if m.Sound != "" {
		body["extra.sound_uri"] = m.Sound
		if !strings.Contains(m.Sound, "://") {
			body["extra.sound_uri"] = "android.resource://" + pkg + "/raw/" + m.Sound
		}
	}
	if m.Collapse != "" {
		n, err := s.collapseNumber(m.Collapse, 0, 1<<31-1)
		if err != nil {
			return nil, err
		}
		body["notify_id"] = n
	}
	return d, nil
}

func xiaomiClick(c Click, pkg string) map[string]string {
	switch c.Kind {
	case ClickURL:
		return map[string]string{"notify_effect": "3", "web_uri": c.Value}
	case ClickIntent:
		return map[string]string{"notify_effect": "2", "intent_uri": c.Value}
	case ClickPage:
		return map[string]string{"notify_effect": "2", "intent_uri": "intent:#Intent;component=" + pkg + "/" + c.Value + ";end"}
	}
	return map[string]string{"notify_effect": "1"}
}

// flattenExtra makes members extra.NAME of an object extra, which is how a body
// of one's own may write them.
func flattenExtra(body map[string]any) {
	extra, ok := body["extra"].(map[string]any)
	if !ok {
		return
	}
	delete(body, "extra")
	for name, v := range extra {
		body["extra."+name] = v
	}
}

func readXiaomi(r *reply) (verdict, error) {
	var body struct {
		Result      string `json:"result"`
		Code        code   `json:"code"`
		Reason      string `json:"reason"`
		Description string `json:"description"`
		Info        string `json:"info"`
		TraceID     string `json:"trace_id"`
		Data        struct {
			ID         string `json:"id"`
			BadRegIDs  string `json:"bad_regids"`
			OverQuota  any    `json:"channel_exceed_quota"`
			DayQuota   any    `json:"day_quota"`
			DayReached any    `json:"day_acked"`
		} `json:"data"`
	}
	if err := r.decode(&body); err != nil {
		return verdict{}, err
	}
	if body.Code == "" {
		return verdict{}, r.unexpected()
	}
	v := verdict{code: string(body.Code), text: body.Reason, id: body.Data.ID}
	for _, t := range []string{body.Description, body.Info} {
		if v.text == "" {
			v.text = t
		}
	}
	if v.id == "" {
		v.id = body.TraceID
	}
	v.accepted = v.code == "0" && body.Data.BadRegIDs == "" && body.Result != "error"
	if v.code == "0" && body.Data.BadRegIDs != "" {
		v.like = "20301" // what a single bad token is answered with
		v.notes = append(v.notes, text.F("返回码是 0，但 token 在 bad_regids 里：没有发给它（%[1]s）", "the code is 0, but the token is in bad_regids: it was not sent to (%[1]s)", body.Data.BadRegIDs))
	}
	return v, nil
}
