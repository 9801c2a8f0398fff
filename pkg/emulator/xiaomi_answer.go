package emulator

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// xiaomiReply is what Xiaomi answers. The official SDK needs code to be a number
// and data an object.
type xiaomiReply struct {
	Result      string            `json:"result"`
	Reason      string            `json:"reason,omitempty"`
	TraceID     string            `json:"trace_id"`
	Code        any               `json:"code"`
	Data        map[string]string `json:"data,omitempty"`
	Description string            `json:"description"`
	Info        string            `json:"info,omitempty"`
}

// xiaomiWords are the answers' two texts where recorded ones are known and the
// catalog has none: description is that of the code, reason of the case.
var xiaomiWords = map[string]struct{ description, reason string }{
	xiaomiOK:           {"成功", ""},
	xiaomiInvalid:      {"参数值非法", ""},
	xiaomiNoTarget:     {"发送消息失败", ""},
	xiaomiPackage:      {"", "Invalid package name."},
	xiaomiChannel:      {"channel相关信息不匹配", "invalid channel info!"},
	xiaomiNoParameters: {"未提供参数", "Title or Description is empty!"},
}

// xiaomiBlanks fills what the catalog leaves open in the vendor's words, for
// scenarios: Xiaomi counts at least 10000 devices.
var xiaomiBlanks = strings.NewReplacer("quota: N", "quota: 10000", "acked: M", "acked: 10000", "id=...", "id=2882303761517000001")

// refuse writes a code. Xiaomi has no login, so AtAuth is like AtSend.
func (x *xiaomi) refuse(c *call, code catalog.Code) *answer {
	switch {
	case code.At == catalog.AtTarget:
		return x.taken(c, allBad(c.aimed(), code.Code, code.Meaning), nil)
	case code.Code == xiaomiOK:
		return x.taken(c, nil, nil)
	}
	known := xiaomiWords[code.Code]
	reply := xiaomiReply{
		Result: "error", Reason: cmp.Or(xiaomiBlanks.Replace(code.Text), known.reason, code.Meaning.EN, "error "+code.Code), TraceID: xiaomiID(c, "Xdm"),
		Code: xiaomiNumber(code.Code), Description: cmp.Or(known.description, xiaomiHead(code.Meaning.ZH), "未知错误"),
	}
	a := xiaomiAnswer(cmp.Or(code.Status, http.StatusOK), reply)
	a.code, a.why = code.Code, code.Meaning
	return a
}

// xiaomiHead is the first part of a sentence: the catalog adds its explanation to the
// vendor's own words.
func xiaomiHead(sentence string) string {
	if i := strings.IndexAny(sentence, "：，（"); i > 0 {
		return sentence[:i]
	}
	return sentence
}

// xiaomiNumber is a code as JSON; a scenario may have one that is no number.
func xiaomiNumber(code string) any {
	if n, err := strconv.Atoi(code); err == nil {
		return n
	}
	return code
}

func xiaomiAnswer(status int, reply xiaomiReply) *answer {
	a := &answer{status: status, body: marshal(reply)}
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	return a
}

// taken is the answer that says success. It names the tokens that are bad in a
// list beside the id; over are those that the daily limit takes away later, of
// which only a receipt tells.
func (x *xiaomi) taken(c *call, bad, over map[string]badToken) *answer {
	data := map[string]string{"id": xiaomiID(c, "sdm")}
	var named []string
	good, seen := 0, map[string]bool{}
	for _, t := range c.tokens {
		_, isBad := bad[t]
		switch {
		case !isBad:
			good++
		case !seen[t]:
			seen[t] = true
			named = append(named, t)
		}
	}
	if len(named) > 0 {
		data["bad_regids"] = strings.Join(named, ",")
	}
	a := xiaomiAnswer(http.StatusOK, xiaomiReply{
		Result: "ok", TraceID: xiaomiID(c, "Xdm"), Code: 0, Data: data, Description: xiaomiWords[xiaomiOK].description,
		Info: fmt.Sprintf("Received push messages for %d REGID", good),
	})
	a.code, a.accepted, a.bad = xiaomiOK, true, bad
	if len(over) > 0 {
		a.bad = maps.Clone(bad)
		maps.Copy(a.bad, over)
	}
	a.why = c.partly("regId", a.bad)
	return a
}

// xiaomiID makes an id of the form that recorded ones have, as in
// sdm00940562225761669wO: three letters, 17 digits, two letters.
func xiaomiID(c *call, kind string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	b := c.ids.bytes(10)
	digits := binary.BigEndian.Uint64(b) % 1e17
	return fmt.Sprintf("%s%017d%c%c", kind, digits, letters[int(b[8])%len(letters)], letters[int(b[9])%len(letters)])
}

// xiaomiStates says why a regId is refused.
var xiaomiStates = map[TokenState]text.Text{
	Unregistered: text.T("regId 已失效：应用被卸载或已注销推送", "the regId is stale: the app was removed or has unregistered"),
	Expired:      text.T("regId 已过期：手机上有了新的 regId", "the regId has expired: the phone has a newer one"),
	OtherApp:     text.T("regId 属于另一个应用", "the regId belongs to another app"),
}

// judge tells whether a regId is refused.
func (x *xiaomi) judge(token string, state TokenState) (badToken, bool) {
	why, bad := xiaomiStates[state]
	switch {
	case bad:
	case strings.ContainsAny(token, " \t"):
		why = text.T("regId 里有空格：+ 没有编码成 %2B", "the regId has a blank in it: a + was not encoded as %2B")
	case strings.Contains(token, "%"):
		why = text.T("regId 里有 %：编码了两次", "the regId has a % in it: it was encoded twice")
	default:
		return badToken{}, false
	}
	return badToken{code: xiaomiNoTarget, why: why}, true
}

// targets judges the regIds. Their shape is not documented, so a strange one gets
// a warning.
func (x *xiaomi) targets(c *call) *answer {
	if len(c.tokens) == 0 {
		return c.refuse(xiaomiMissing, "registration_id 里没有 regId", "registration_id holds no regId")
	}
	switch n := len(c.tokens); {
	case n > 10*xiaomiMaxTokens: // which is beyond all doubt
		return c.refuse(xiaomiInvalid, "有 %d 个 regId，一次最多 %d 个", "there are %d regIds, %d are allowed at once", n, xiaomiMaxTokens)
	case n > xiaomiMaxTokens:
		if a := c.doubt(xiaomiInvalid, "有 %d 个 regId，一次最多 %d 个", "there are %d regIds, %d are allowed at once", n, xiaomiMaxTokens); a != nil {
			return a
		}
	}
	bad := c.unusable(x.judge)
	odd := slices.IndexFunc(c.tokens, func(t string) bool {
		_, isBad := bad[t]
		return !isBad && !x.token.MatchString(t)
	})
	if odd >= 0 {
		if a := c.doubt(xiaomiNoTarget, "第 %d 个 regId 不像 regId：应为 20 个以上的 Base64 字符，多为 64 个", "regId %d does not look like one: 20 or more characters of Base64, mostly 64", odd+1); a != nil {
			return a
		}
	}
	return x.deliver(c, bad)
}

// deliver refuses a call with no good regId, and counts the others.
func (x *xiaomi) deliver(c *call, bad map[string]badToken) *answer {
	var good []string
	for _, t := range c.tokens {
		if _, isBad := bad[t]; !isBad {
			good = append(good, t)
		}
	}
	if len(good) == 0 {
		a := c.refuse(xiaomiNoTarget, "没有有效的 regId：%s", "no regId is valid: %s", bad[c.tokens[0]].why)
		a.bad = bad
		return a
	}
	within, limit := x.quota(c, len(good))
	if within == 0 {
		return c.refuseText(xiaomiOverQuota, xiaomiQuota(limit), "%[1]s当日已送达 %[3]d 条，达到每日限额", "%[3]d %[2]s have been delivered today, which is the daily limit", xiaomiClass(c).ZH, xiaomiClass(c).EN, limit)
	}
	if len(bad) == 0 {
		c.passed("regId 有效", "the regId is valid")
	}
	over := map[string]badToken{}
	for _, t := range good[within:] {
		over[t] = badToken{xiaomiOverQuota, text.F("超出当日限额 %d 条：应答不会说明，小米随后发来类型 128 的回执", "over the daily limit of %d: the answer does not tell, a receipt of type 128 does", limit)}
	}
	return x.taken(c, bad, over)
}

// quota counts n messages. Private ones have no limit, by the page on limits; they
// are those with a template, which every private channel needs. The amounts of the
// default class and of public channels are apart.
func (x *xiaomi) quota(c *call, n int) (within, limit int) {
	if strings.TrimSpace(c.form().Get("extra.template_id")) != "" {
		return n, 0
	}
	return c.quotas.takeOf(c.dialect.id, xiaomiClass(c).EN, n, c.now)
}

// xiaomiClass is the class of a message that is counted.
func xiaomiClass(c *call) text.Text {
	if strings.TrimSpace(c.form().Get("extra.channel_id")) == "" {
		return text.T("默认类消息（没有 channel_id）", "messages of the default class, without a channel_id,")
	}
	return text.T("公信消息", "public messages")
}

func xiaomiQuota(limit int) string {
	return fmt.Sprintf("exceed quota, quota: %d, have acked: %d", limit, limit)
}

// lost answers other paths: Xiaomi's own ones that are not served, and wrong ones.
func (x *xiaomi) lost(c *call) *answer {
	x.read(c) // the inbox shows what went astray
	return c.refuse(xiaomiIllegal, "小米没有 %s，按 regId 推送是 /v3/message/regid", "Xiaomi has no %s; a push by regId goes to /v3/message/regid", text.Visible(cutPath(c.request.URL.Path)))
}

// xiaomiPrefixes are beginnings of paths that only Xiaomi has.
func xiaomiPrefixes() []string {
	return []string{
		"/v2/message/", "/v3/message/", "/v4/message/", "/v2/multi_messages/", "/v1/validation/", "/v1/trace/", "/v1/stats/", "/v1/alias/", "/v1/topic/",
		"/v2/regid/", "/v2/topic/", "/v2/schedule_job/", "/v3/schedule_job/", "/v1/channel/", "/revoke/message", "/media/upload/",
	}
}
