package emulator

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
)

// vivoFields are the members of a message, in the order of their codes. A bound of
// older documents that is narrower than the newest one is soft.
var vivoFields = &table{rules: []rule{
	{path: "regId", kind: str, need: true, missing: "10050", invalid: vivoBadTarget, when: vivoNoAlias, why: text.T("regId 和 alias 至少要有一个", "there must be a regId or an alias")},
	{path: "regId", kind: str, invalid: vivoBadTarget},
	{path: "notifyType", kind: looseInt, need: true, in: []string{"1", "2", "3", "4"}, missing: "10054", invalid: "10054",
		why: text.T("1 无提醒、2 响铃、3 振动、4 响铃加振动", "1 none, 2 ring, 3 vibrate, 4 both")},
	{path: "title", kind: str, need: true, max: 40, missing: "10055", invalid: "10056"},
	{path: "content", kind: str, need: true, max: 100, missing: "10057", invalid: "10058"},
	{path: "timeToLive", kind: looseInt, min: 60, max: 604_800, invalid: "10059", when: vivoLives},
	{path: "timeToLive", kind: looseInt, min: 60, max: 86_400, invalid: "10059", soft: true,
		why: text.T("单位为秒；新文档最长 1 天，旧文档和 SDK 为 7 天；0 在旧 SDK 里等于不填", "in seconds; 1 day by the newer document, 7 days by older ones and SDKs; the old SDK leaves 0 out")},
	{path: "skipType", kind: looseInt, need: true, in: []string{"1", "2", "3", "4"}, missing: "10060", invalid: "10060",
		why: text.T("1 首页、2 链接、3 自定义、4 应用内页面", "1 home page, 2 link, 3 custom, 4 a page in the app")},
	{path: "skipContent", kind: str, need: true, max: 1024, missing: "10061", invalid: "10062", when: where("skipType", "2")},
	{path: "skipContent", kind: str, max: 1000, invalid: "10062", when: where("skipType", "2"), soft: true,
		why: text.T("旧文档对链接限 1000 个字符", "older documents allow 1000 for links")},
	{path: "skipContent", kind: str, need: true, max: 1024, missing: "10063", invalid: "10064", when: where("skipType", "3")},
	{path: "networkType", kind: looseInt, in: []string{"-1", "1"}, invalid: "10065", why: text.T("-1 不限，1 仅 Wi-Fi", "-1 any, 1 Wi-Fi only")},
	{path: "clientCustomMap", kind: strMap, invalid: "10067"},
	{path: "clientCustomMap", kind: strMap, max: 10, invalid: "10066", soft: true,
		why: text.T("单位为对；旧 SDK 限 10 对", "in pairs; the old SDK allows 10")},
	{path: "skipContent", kind: str, need: true, max: 1024, missing: "10068", invalid: "10069", when: where("skipType", "4")},
	{path: "notifyId", kind: looseInt, min: 1, max: 2_147_483_647, invalid: "10095"},
	{path: "category", kind: str, invalid: "10096"},
	{path: "alias", kind: str, max: 70, invalid: "10301"},
	{path: "alias", kind: str, max: 40, invalid: "10301", soft: true, why: text.T("旧文档限 40 个字符", "older documents allow 40")},
	{path: "extra", kind: strMap, invalid: "10304"},
	{path: "classification", kind: looseInt, in: []string{"0", "1"}, invalid: "11000", why: text.T("0 运营消息，1 系统消息", "0 operational, 1 system")},

	// vivo has no codes for these.
	{path: "pushMode", kind: looseInt, in: []string{"0", "1"}, soft: true, why: text.T("0 正式，1 测试", "0 formal, 1 test")},
	{path: "profileId", kind: str, max: 64, soft: true},
	{path: "sendOnline", kind: looseBool, soft: true},
	{path: "foregroundShow", kind: looseBool, soft: true},
	{path: "addBadge", kind: looseBool, soft: true},
	{path: "auditReview", kind: objList, soft: true},
	{path: "timedDisplay", kind: obj, soft: true},
	{path: "marketing", kind: obj, soft: true},
}}

// vivoNoAlias: the regId is all that can say whom a message is for.
func vivoNoAlias(document map[string]any) bool {
	return strings.TrimSpace(scalar(document["alias"])) == ""
}

// vivoLives: a lifetime of 0 is left to the next rule.
func vivoLives(document map[string]any) bool { return scalar(document["timeToLive"]) != "0" }

// vivoExtra are the members of extra, which are all text and have dots in their
// names.
var vivoExtra = &table{form: true, rules: []rule{
	{path: "callback", kind: str, max: 128, invalid: "10305"},
	{path: "callback", kind: str, form: regexp.MustCompile(`^https?://`), invalid: "10305", soft: true},
	{path: "callback.param", kind: str, max: 192, invalid: "10306"},
	{path: "callback.param", kind: str, max: 64, invalid: "10306", soft: true,
		why: text.T("2.9.2 版文档限 64 个字符，较新的资料为 192", "document 2.9.2 allows 64, newer sources 192")},
}}

// vivoExtraKeys are all that extra may have.
var vivoExtraKeys = []string{"callback", "callback.param", "callback.id"}

// vivoReceipt judges extra.
func vivoReceipt(c *call, document map[string]any) *answer {
	extra, _ := document["extra"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(extra)) {
		if !slices.Contains(vivoExtraKeys, key) {
			return c.doubt("10304", "extra 里有 %s，只认 %s", "extra has %s; it takes %s", shown(key), text.List(vivoExtraKeys))
		}
	}
	return vivoExtra.check(c, extra)
}

// maxVivoData is how many characters keys and values of clientCustomMap may have.
const maxVivoData = 1024

// vivoLengths judges lengths that tables cannot say.
func vivoLengths(c *call, document map[string]any) *answer {
	data, _ := document["clientCustomMap"].(map[string]any)
	n := 0
	for key, value := range data {
		n += utf8.RuneCountInString(key) + utf8.RuneCountInString(scalar(value))
	}
	if n > maxVivoData {
		return c.refuse("10067", "clientCustomMap 的键和值合计 %d 个字符，最多 %d 个", "keys and values of clientCustomMap have %d characters; at most %d are allowed", n, maxVivoData)
	}
	for _, old := range []struct {
		name, code string
		max        int
	}{{"title", "10056", 40}, {"content", "10058", 100}} {
		if n := text.Width(words(document, old.name)); n > old.max {
			if a := c.doubt(old.code, "%s：按旧文档一个汉字算 2 个字符，共 %d 个，最多 %d 个", "%s: older documents count a Chinese character as 2, which makes %d of %d", old.name, n, old.max); a != nil {
				return a
			}
		}
	}
	return nil
}

// vivoRequest judges the requestId, which some back ends send as a number.
func vivoRequest(c *call, document map[string]any) *answer {
	id := scalar(document["requestId"])
	if strings.TrimSpace(id) == "" {
		return c.refuse("10352", "requestId 缺少，或是空的", "requestId is missing or empty")
	}
	if n := utf8.RuneCountInString(id); n > 64 {
		return c.refuse("10353", "requestId 有 %d 个字符，最多 64 个", "requestId has %d characters; at most 64 are allowed", n)
	}
	if _, isText := document["requestId"].(string); !isText {
		c.warnings = append(c.warnings, text.T("requestId：文档要求字符串", "requestId: the documents ask for a string"))
	}
	return nil
}

// The values of classification.
const (
	vivoOperational = "0"
	vivoSystem      = "1"
)

// vivoCategories are the second-level classes, as other projects list them, and
// the first-level class of each.
var vivoCategories = map[string]string{
	"IM": vivoSystem, "ACCOUNT": vivoSystem, "TODO": vivoSystem, "DEVICE_REMINDER": vivoSystem, "ORDER": vivoSystem, "SUBSCRIPTION": vivoSystem,
	"NEWS": vivoOperational, "CONTENT": vivoOperational, "MARKETING": vivoOperational, "SOCIAL": vivoOperational,
}

// vivoClassOf is a message's first-level class.
func vivoClassOf(document map[string]any) string {
	return or(vivoCategories[words(document, "category")], or(scalar(document["classification"]), vivoOperational))
}

// vivoClass judges category and classification.
func vivoClass(c *call, document map[string]any) *answer {
	category, classification := words(document, "category"), scalar(document["classification"])
	class, known := vivoCategories[category]
	switch {
	case category == "":
		return nil
	case category != strings.ToUpper(category):
		return c.refuse("10096", "category 是 %s，所有类别都是大写，例如 IM", "category is %s; all categories are upper case, like IM", shown(category))
	case !known:
		return c.doubt("10096", "已知的类别里没有 category %s", "category %s is not among those that are known", shown(category))
	case classification != "" && classification != class:
		return c.refuse("10097", "category %s 对应 classification %s，请求里是 %s", "category %s goes with classification %s, not %s", category, class, shown(classification))
	}
	return nil
}

// vivoTestText is what a formal message is refused for, as far as that is known.
var vivoTestText = regexp.MustCompile(`(?i)^\d+$|\btest\b|测试`)

// vivoFormal judges what only formal messages are asked for. The rules are known
// from other projects alone.
func vivoFormal(c *call, document map[string]any) *answer {
	if scalar(document["pushMode"]) == "1" {
		return nil
	}
	if hour := c.now.In(china).Hour(); vivoClassOf(document) == vivoOperational && (hour < 7 || hour >= 23) {
		if a := c.doubt("10071", "现在是北京时间 %d 点，运营消息只能在 7 至 23 点发送", "it is hour %d in Beijing; operational messages are sent from 7 to 23 o'clock", hour); a != nil {
			return a
		}
	}
	for _, name := range []string{"title", "content"} {
		if s := words(document, name); vivoTestText.MatchString(strings.TrimSpace(s)) {
			return c.doubt("10104", "%s 像测试文案：%s；正式消息（pushMode 0）要求真实内容", "%s looks like a test: %s; a formal message (pushMode 0) must carry real content", name, shown(s))
		}
	}
	return nil
}
