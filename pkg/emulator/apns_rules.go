package emulator

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/text"
)

// pushType is a value of apns-push-type and what it asks for.
type pushType struct {
	name   string
	suffix string // of the topic, after the bundle id
	max    int    // bytes of the payload
	// inferred: Apple's page does not give the suffix.
	inferred bool
}

// The bytes that a payload may have.
const (
	maxPayload     = 4096
	maxVoIPPayload = 5120
)

// pushTypes are those of "Sending notification requests to APNs"; the suffixes of
// the last two are known from other people's code.
var pushTypes = []pushType{
	{name: "alert", max: maxPayload},
	{name: "background", max: maxPayload},
	{name: "voip", suffix: ".voip", max: maxVoIPPayload},
	{name: "complication", suffix: ".complication", max: maxPayload},
	{name: "fileprovider", suffix: ".pushkit.fileprovider", max: maxPayload},
	{name: "mdm", max: maxPayload},
	{name: "location", suffix: ".location-query", max: maxPayload},
	{name: "liveactivity", suffix: ".push-type.liveactivity", max: maxPayload},
	{name: "pushtotalk", suffix: ".voip-ptt", max: maxPayload},
	{name: "controls", suffix: ".push-type.controls", max: maxPayload, inferred: true},
	{name: "widgets", suffix: ".push-type.widgets", max: maxPayload, inferred: true},
}

// The forms of headers.
var (
	topicForm = regexp.MustCompile(`^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$`)
	uuidForm  = regexp.MustCompile(`^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
)

// mdmTopic begins the topics of device management, which are no bundle ids.
const mdmTopic = "com.apple.mgmt."

// maxCollapse is in bytes.
const maxCollapse = 64

// farFuture is beyond every apns-expiration that is in seconds: the year 5138. A
// time of today in milliseconds is beyond it.
const farFuture = 100_000_000_000

func isUUID(s string) bool { return uuidForm.MatchString(s) }

func apnsMethod(c *call, _ *apnsPush) *answer {
	if c.request.Method != http.MethodPost {
		return c.refuse("MethodNotAllowed", "请求方法是 %s，应为 POST", "the method is %s; it should be POST", shown(c.request.Method))
	}
	return nil
}

// apnsDuplicates refuses headers that came twice, even with the same value.
func apnsDuplicates(c *call, _ *apnsPush) *answer {
	for _, name := range []string{"Authorization", "Apns-Id", "Apns-Topic", "Apns-Push-Type", "Apns-Priority", "Apns-Expiration", "Apns-Collapse-Id"} {
		if n := len(c.request.Header[name]); n > 1 {
			return c.refuse("DuplicateHeaders", "%s 出现了 %d 次，只能有一个", "%s is there %d times; there may be one", strings.ToLower(name), n)
		}
	}
	return nil
}

// headerOf is a header, and whether it is there.
func headerOf(c *call, name string) (string, bool) {
	values := c.request.Header[name]
	if len(values) == 0 {
		return "", false
	}
	return values[0], true
}

func apnsMessageID(c *call, _ *apnsPush) *answer {
	if id, there := headerOf(c, "Apns-Id"); there && !isUUID(id) {
		return c.refuse("BadMessageId", "apns-id 是 %s，应为 8-4-4-4-12 形式的 UUID", "apns-id is %s; it should be a UUID of the form 8-4-4-4-12", shown(id))
	}
	return nil
}

// findTopic judges the topic by itself and by the credential. Whether the device
// token is of that app comes last.
func (a *apns) findTopic(c *call, p *apnsPush) *answer {
	topic, there := headerOf(c, "Apns-Topic")
	switch {
	case there && !topicForm.MatchString(topic):
		return c.refuse("BadTopic", "apns-topic 是 %s，不是 Bundle ID", "apns-topic is %s, which is no bundle id", shown(topic))
	case !there && p.certificate == nil:
		return c.refuse("MissingTopic", "没有 apns-topic：用密钥（JWT）推送时必须有", "there is no apns-topic, which a push with a key (JWT) must have")
	case !there && len(p.certificate.Topics) != 1:
		return c.refuse("MissingTopic", "没有 apns-topic，而证书含 %d 个 topic：%s", "there is no apns-topic, and the certificate has %d topics: %s", len(p.certificate.Topics), text.List(p.certificate.Topics))
	case !there:
		topic = p.certificate.Topics[0]
	case p.certificate != nil && !slices.Contains(p.certificate.Topics, topic):
		return uncovered(c, p.certificate, topic)
	}
	p.topic = topic
	return nil
}

// uncovered refuses a topic that the certificate does not list: a use of its own
// app is not allowed, that of another app is a wrong topic.
func uncovered(c *call, f *apple.Certificate, topic string) *answer {
	code := "BadTopic"
	if f.BundleID != "" && baseOf(topic) == baseOf(f.BundleID) {
		code = "TopicDisallowed"
	}
	return c.refuse(code, "证书不含 topic %s，它只能用于 %s", "the certificate does not cover the topic %s; it is for %s", shown(topic), text.List(f.Topics))
}

// baseOf cuts the suffix that a push type adds to a bundle id.
func baseOf(topic string) string {
	for _, k := range pushTypes {
		if base, ok := strings.CutSuffix(topic, k.suffix); ok && k.suffix != "" {
			return base
		}
	}
	return topic
}

// apnsHeaders judges the push type against the topic, and the headers that say how
// to deliver.
func apnsHeaders(c *call, p *apnsPush) *answer {
	for _, check := range []func(*call, *apnsPush) *answer{apnsPushType, apnsPriority, apnsExpiration, apnsCollapse} {
		if no := check(c, p); no != nil {
			return no
		}
	}
	c.passed("topic %s 和各请求头", "topic %s and the headers", shown(p.topic))
	return nil
}

func apnsPushType(c *call, p *apnsPush) *answer {
	name, there := headerOf(c, "Apns-Push-Type")
	if !there {
		note(c, "没有 apns-push-type：watchOS 6 起必须有，其他系统上缺少它，通知可能延迟或被丢弃", "there is no apns-push-type: watchOS 6 demands it, and elsewhere the notification may be late or dropped without it")
		p.kind = pushType{max: maxPayload}
		if strings.HasSuffix(p.topic, ".voip") {
			p.kind.max = maxVoIPPayload
		}
		return nil
	}
	i := slices.IndexFunc(pushTypes, func(k pushType) bool { return k.name == name })
	if i < 0 {
		var names []string
		for _, k := range pushTypes {
			names = append(names, k.name)
		}
		return c.refuse("InvalidPushType", "apns-push-type 是 %s，允许：%s", "apns-push-type is %s; there are %s", shown(name), text.List(names))
	}
	p.kind = pushTypes[i]
	return topicOfType(c, p)
}

// topicOfType compares topic and push type. Apple documents which topic each type
// has, and no answer to a plain push with the topic of another type.
func topicOfType(c *call, p *apnsPush) *answer {
	const code = "TopicDisallowed"
	k := p.kind
	switch {
	case !strings.HasSuffix(p.topic, k.suffix):
		zh, en := "apns-push-type 为 %s 时 topic 应为 Bundle ID 加 %s，现在是 %s", "with the apns-push-type %s the topic is the bundle id and %s; it is %s"
		args := []any{k.name, k.suffix, shown(p.topic)}
		if k.inferred {
			return c.doubt(code, zh, en, args...)
		}
		return c.refuse(code, zh, en, args...)
	case k.name == "mdm" && !strings.HasPrefix(p.topic, mdmTopic):
		return c.doubt(code, "apns-push-type 为 mdm 时 topic 应为 MDM 证书的 UID（%s…），现在是 %s", "with the apns-push-type mdm the topic is the UID of the MDM certificate (%s…); it is %s", mdmTopic, shown(p.topic))
	case k.suffix == "" && p.topic != p.app && baseOf(p.topic) != p.topic:
		return c.doubt(code, "topic %s 用于另一种推送，而 apns-push-type 是 %s", "the topic %s is for another kind of push, and the apns-push-type is %s", shown(p.topic), k.name)
	}
	return nil
}

func apnsPriority(c *call, p *apnsPush) *answer {
	v, there := headerOf(c, "Apns-Priority")
	background := p.kind.name == "background"
	switch {
	case there && v != "10" && v != "5" && v != "1":
		return c.refuse("BadPriority", "apns-priority 是 %s，只能是 10、5 或 1", "apns-priority is %s; there are 10, 5 and 1", shown(v))
	case background && v == "10":
		return c.refuse("BadPriority", "静默推送（background）的 apns-priority 不能是 10，应为 5", "a background push may not have the apns-priority 10; it should be 5")
	case background && !there:
		return c.doubt("BadPriority", "静默推送（background）没有 apns-priority，默认值 10 对它是错误的，应写 5", "a background push has no apns-priority, and the default, 10, is an error for it: send 5")
	}
	return nil
}

func apnsExpiration(c *call, _ *apnsPush) *answer {
	const code = "BadExpirationDate"
	v, there := headerOf(c, "Apns-Expiration")
	if !there {
		return nil
	}
	switch n, err := strconv.ParseInt(v, 10, 64); {
	case err != nil:
		return c.refuse(code, "apns-expiration 是 %s，应为整数：UTC 的 Unix 秒数，或 0", "apns-expiration is %s; it should be a whole number, Unix seconds in UTC, or 0", shown(v))
	case n < 0:
		return c.doubt(code, "apns-expiration 是负数：%d", "apns-expiration is negative: %d", n)
	case n > farFuture:
		return c.doubt(code, "apns-expiration 是 %d，像是毫秒，应为秒", "apns-expiration is %d, which looks like milliseconds: it is in seconds", n)
	case n > 0 && n < c.now.Unix():
		note(c, "apns-expiration 已经过去：APNs 只尝试送达一次，不保存", "apns-expiration is in the past: APNs tries once and stores nothing")
	}
	return nil
}

func apnsCollapse(c *call, _ *apnsPush) *answer {
	if v, _ := headerOf(c, "Apns-Collapse-Id"); len(v) > maxCollapse {
		return c.refuse("BadCollapseId", "apns-collapse-id 有 %d 字节，最多 %d 字节", "apns-collapse-id has %d bytes; %d are allowed", len(v), maxCollapse)
	}
	return nil
}
