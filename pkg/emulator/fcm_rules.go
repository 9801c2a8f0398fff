package emulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// fcmRules are what Google documents of single members, in the discovery document
// unless something else is said. Types and names were judged before; durations are
// seconds here.
func fcmRules() *table {
	var (
		topic = whole(`[a-zA-Z0-9\-_.~%]{1,900}`)
		label = whole(`[a-zA-Z0-9\-_.~%]{1,50}`)
		color = whole(`#[0-9a-fA-F]{6}`)
		web   = regexp.MustCompile(`^https?://`)
		ttl   = text.T("0 到 4 周", "0 to 4 weeks")
		must  = text.T("light_settings 的三个成员都要有", "light_settings needs its three members")
	)
	t := &table{
		missing: "INVALID_ARGUMENT", invalid: "INVALID_ARGUMENT",
		words: func(path, problem string) string { return "Invalid value at '" + path + "': " + problem },
		rules: []rule{
			{path: "message.topic", kind: str, form: topic, why: text.T("主题名不带 /topics/ 前缀", "a topic's name without /topics/ before it")},
			{path: "message.android.ttl", kind: integer, max: 2419200, why: ttl},
			{path: "message.android_v2.ttl", kind: integer, max: 2419200, why: ttl},
			{path: "message.webpush.fcm_options.link", kind: str, form: regexp.MustCompile(`^https://`), why: text.T("必须是 https", "it has to be https")},
			// firebase-admin-go checks that it is a URL.
			{path: "message.notification.image", kind: str, form: web, soft: true, why: text.T("应为图片的网址", "it should be the URL of an image")},
		},
	}
	for _, options := range []string{"message", "message.android", "message.android_v2", "message.apns", "message.webpush"} {
		t.rules = append(t.rules, rule{path: options + ".fcm_options.analytics_label", kind: str, form: label})
	}
	for _, n := range fcmNotifications() {
		path := strings.Join(n, ".")
		t.rules = append(t.rules, rule{path: path + ".color", kind: str, form: color, why: text.T("应为 #RRGGBB", "it should be #RRGGBB")})
		for _, name := range []string{"color", "light_on_duration", "light_off_duration"} {
			t.rules = append(t.rules, rule{path: path + ".light_settings." + name, need: true, why: must})
		}
	}
	return t
}

// fcmNotifications are where a notification for Android may stand.
func fcmNotifications() [][]string {
	return [][]string{{"message", "android", "notification"}, {"message", "android_v2", "remote_notification", "notification"}}
}

// refuseField refuses a member with words of Google's.
func refuseField(c *call, field, words string, zh, en string, args ...any) *answer {
	c.field = field
	defer func() { c.field = "" }()
	return c.refuseText("INVALID_ARGUMENT", words, zh, en, args...)
}

// fields judges what the message says.
func (f *fcm) fields(c *call, request, message map[string]any) *answer {
	if message == nil {
		return refuseField(c, "message", "Recipient of the message is not set.", "没有 message", "there is no message")
	}
	if a := f.recipient(c, message); a != nil {
		return a
	}
	if message["android"] != nil && message["android_v2"] != nil {
		return refuseField(c, "message.android_v2", fcmWords["INVALID_ARGUMENT"], "android 和 android_v2 不能同时有", "there may be android or android_v2, not both")
	}
	for _, check := range []func(*call, map[string]any) *answer{f.keys, f.rules.check, f.arguments, f.lights, f.apple, f.size} {
		if a := check(c, request); a != nil {
			return a
		}
	}
	return nil
}

// recipient judges where the message is to go. That there is one target at most
// was judged when it was read.
func (f *fcm) recipient(c *call, message map[string]any) *answer {
	var targets []string
	for _, name := range fcmTargets() {
		if words(message, name) != "" {
			targets = append(targets, name)
		}
	}
	if len(targets) == 0 {
		return refuseField(c, "message", "Recipient of the message is not set.", "message 里没有目标：要有 token、fid、topic、condition 之一", "there is no target in message, which should have one of token, fid, topic and condition")
	}
	if n := strings.Count(words(message, "condition"), " in topics"); n > 5 {
		return refuseField(c, "message.condition", "Invalid condition expression provided.", "condition 里有 %d 个主题，最多 5 个", "there are %d topics in condition; 5 are allowed", n)
	} else if targets[0] == "condition" && n == 0 {
		return c.doubt("INVALID_ARGUMENT", "condition 里没有 'TOPIC' in topics 这样的条件", "there is nothing like 'TOPIC' in topics in condition")
	}
	return nil
}

// keys refuses reserved words among the keys of data.
func (f *fcm) keys(c *call, request map[string]any) *answer {
	for _, path := range [][]string{{"message", "data"}, {"message", "android", "data"}, {"message", "android_v2", "data"}, {"message", "webpush", "data"}} {
		data, _ := lookup(request, path...).(map[string]any)
		var names []string
		for name := range data {
			names = append(names, name)
		}
		slices.Sort(names)
		field := strings.Join(path, ".")
		for _, name := range names {
			switch {
			case name == "from", name == "message_type", strings.HasPrefix(name, "google."), strings.HasPrefix(name, "gcm.notification."):
				return refuseField(c, field, "Invalid data payload key: "+name, "%s 的键 %s 是保留字（from、message_type，以及 google. 和 gcm.notification. 开头的）", "the key %[2]s in %[1]s is reserved, as are from, message_type, and what begins with google. or gcm.notification.", field, shown(name))
			case strings.HasPrefix(name, "google"), strings.HasPrefix(name, "gcm"):
				// So says the older page of error codes only.
				if a := c.doubt("INVALID_ARGUMENT", "%s 的键 %s：较早的文档不允许以 google 或 gcm 开头", "the key %[2]s in %[1]s: older documents do not allow google or gcm at the beginning", field, shown(name)); a != nil {
					return a
				}
			}
		}
	}
	return nil
}

// arguments: firebase-admin-go refuses arguments of a text that is not named.
func (f *fcm) arguments(c *call, request map[string]any) *answer {
	for _, path := range fcmNotifications() {
		n := lookup(request, path...)
		for _, name := range []string{"title_loc", "body_loc"} {
			if lookup(n, name+"_args") != nil && words(n, name+"_key") == "" {
				field := strings.Join(path, ".") + "." + name
				return refuseField(c, field+"_args", fcmWords["INVALID_ARGUMENT"], "%s_args 要和 %s_key 一起用", "%s_args needs %s_key", field, name)
			}
		}
	}
	return nil
}

// lights judges the colors of the LED.
func (f *fcm) lights(c *call, request map[string]any) *answer {
	for _, path := range fcmNotifications() {
		color, _ := lookup(lookup(request, path...), "light_settings", "color").(map[string]any)
		for _, name := range []string{"red", "green", "blue", "alpha"} {
			n, ok := color[name].(json.Number)
			if !ok {
				continue
			}
			if v, err := n.Float64(); err != nil || v < 0 || v > 1 {
				field := strings.Join(path, ".") + ".light_settings.color." + name
				return refuseField(c, field, fcmWords["INVALID_ARGUMENT"], "%s：是 %s，应在 0 和 1 之间", "%s: it is %s and should be between 0 and 1", field, n)
			}
		}
	}
	return nil
}

// apple judges what is for iOS: data alone goes with normal priority only.
func (f *fcm) apple(c *call, request map[string]any) *answer {
	headers, _ := lookup(request, "message", "apns", "headers").(map[string]any)
	shows := lookup(request, "message", "notification") != nil
	for _, member := range []string{"alert", "sound", "badge"} {
		shows = shows || lookup(request, "message", "apns", "payload", "aps", member) != nil
	}
	for name, v := range headers {
		if strings.EqualFold(name, "apns-priority") && v == "10" && !shows {
			return c.doubt("INVALID_ARGUMENT", "发往 iOS 的纯数据消息，apns-priority 只能是 5", "data alone goes to iOS with apns-priority 5 only")
		}
	}
	return nil
}

// What FCM carries: 4096 bytes, keys and values, and less to topics.
const (
	fcmPayload      = 4096
	fcmTopicPayload = 2048
)

// size judges how much there is to carry. What FCM counts besides the keys and
// values of data and notification is not known.
func (f *fcm) size(c *call, request map[string]any) *answer {
	limit := fcmPayload
	if words(request, "message", "topic") != "" || words(request, "message", "condition") != "" {
		limit = fcmTopicPayload
	}
	message, _ := request["message"].(map[string]any)
	sure := 0
	for _, name := range []string{"data", "notification"} {
		sure += max(textSize(message[name]), textSize(lookup(message, "android", name)), textSize(lookup(message, "android_v2", name)))
	}
	if sure > limit {
		g := google{400, fcmWords["INVALID_ARGUMENT"], "INVALID_ARGUMENT", nil}
		a := g.answer(c)
		a.code, a.why = g.Status, text.F("data 和 notification 的键和值共 %d 字节，最多 %d", "keys and values of data and notification are %d bytes; %d are allowed", sure, limit)
		return a
	}
	if len(c.body) <= limit { // and so is the message without its target
		return nil
	}
	rest := map[string]any{}
	for name, v := range message {
		if !slices.Contains(fcmTargets(), name) {
			rest[name] = v
		}
	}
	if n := len(marshal(rest)); n > limit {
		return c.doubt("INVALID_ARGUMENT", "消息除目标外共 %d 字节，FCM 只数键和值，最多 %d", "the message without its target is %d bytes; FCM counts keys and values only, and takes %d", n, limit)
	}
	return nil
}

// textSize is the size of keys and values.
func textSize(v any) int {
	n := 0
	switch v := v.(type) {
	case string:
		return len(v)
	case map[string]any:
		for name, value := range v {
			n += len(name) + textSize(value)
		}
	case []any:
		for _, item := range v {
			n += textSize(item)
		}
	}
	return n
}

// fcmShape tells whether it looks like a registration token or an installation
// id; Google does not publish what they look like. Every push asks it, and an
// expression that counts to 100 takes longer than all other checks of a token.
func fcmShape(token string) bool {
	name, rest, colon := strings.Cut(token, ":")
	if !colon {
		return len(token) == 22 && urlSafe(token)
	}
	return len(name) >= 10 && len(rest) >= 100 && urlSafe(name) && urlSafe(rest)
}

// fcmNoColon tells whether it may come without the colon: an installation id, and
// the registration ids of GCM, which came before FCM.
func fcmNoColon(token string) bool {
	rest, gcm := strings.CutPrefix(token, "APA91b")
	return urlSafe(token) && (len(token) == 22 || gcm && rest != "")
}

// urlSafe tells whether nothing but the letters of base64url is in it.
func urlSafe(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

const notAToken = "The registration token is not a valid FCM registration token"

// target judges the token, and what FCM knows of it.
func (f *fcm) target(c *call, message map[string]any) *answer {
	if len(c.tokens) == 0 {
		return nil // a topic or condition
	}
	token := c.tokens[0]
	field := "message.token"
	if words(message, "token") == "" {
		field = "message.fid"
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return refuseField(c, field, notAToken, "%s 里有空白或非 ASCII 字符，不是 FCM 的 token", "there are blanks or characters beyond ASCII in %s, so it is no token of FCM", field)
	}
	if !strings.Contains(token, ":") && !fcmNoColon(token) {
		return refuseField(c, field, notAToken, "%s %s 不是 FCM 的 token：那是 cxYz…:APA91b… 这样带冒号的，140 个字符以上；其他厂商的 token 和 APNs 的 device token 都不能用", "%s, %s, is no token of FCM: those have a colon, as in cxYz...:APA91b..., and 140 characters or more; neither another vendor's token nor a device token of APNs will do", field, shown(token))
	}
	if !fcmShape(token) {
		if a := c.doubt("INVALID_ARGUMENT", "%s 不像 FCM 的 token（如 cxYz…:APA91b…，140 个字符以上）或安装 ID（22 个字符）", "%s does not look like a token of FCM (as cxYz...:APA91b..., 140 characters or more) or an installation id (22 characters)", field); a != nil {
			return a
		}
	}
	switch c.state(token) {
	case Unregistered:
		return c.refuse("UNREGISTERED", "这个 token 已失效：应用已卸载或注销了推送", "the token is dead: the app was removed or has unsubscribed")
	case Expired:
		return c.refuse("UNREGISTERED", "这个 token 已过期：设备已换用新的 token", "the token has expired: the device has a newer one")
	case OtherApp:
		return c.refuse("SENDER_ID_MISMATCH", "这个 token 属于另一个 Firebase 项目：应用里的 google-services.json 和服务账号要属于同一个项目", "the token is of another Firebase project: google-services.json in the app and the service account must be of one project")
	}
	c.passed("token", "token")
	return nil
}
