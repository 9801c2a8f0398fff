package emulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// oppoTarget: whom a message is for.
var oppoTarget = &table{missing: "40", invalid: "41", rules: []rule{
	{path: "target_type", kind: looseInt, need: true, in: []string{"2", "5"}, why: text.T("2 为 registration_id，5 为 alias", "2 is registration_id, 5 is alias")},
	{path: "target_value", kind: str, need: true},
	{path: "verify_registration_id", kind: looseBool},
	{path: "notification", kind: obj, need: true},
}}

// oppoNeeded: what a notification must have.
var oppoNeeded = &table{missing: "40", invalid: "41", rules: []rule{
	{path: "title", kind: str, need: true, when: noTemplate},
	{path: "content", kind: str, need: true, when: noTemplate},
}}

// noTemplate: title and content of a private template come from the template.
func noTemplate(notification map[string]any) bool {
	return words(notification, "private_msg_template_id") == ""
}

// oppoFields are the members of a notification. Where the document and the SDK of
// 2020 have different bounds, the narrower one is soft.
var oppoFields = &table{missing: "40", invalid: "41", rules: []rule{
	{path: "style", kind: looseInt, in: []string{"1", "2", "3"}},
	{path: "title", kind: str, max: 50},
	{path: "sub_title", kind: str, max: 10},
	{path: "content", kind: str, max: 200, when: where("style", "", "1")},
	{path: "content", kind: str, max: 50, when: where("style", "", "1"), soft: true,
		why: text.T("标准样式，新文档为 50，旧文档和 SDK 为 200", "standard style: 50 by the newer document, 200 by the older one and the SDK")},
	{path: "content", kind: str, max: 128, when: where("style", "2"), why: text.T("长文本样式", "long text style")},
	{path: "content", kind: str, max: 50, when: where("style", "3"), why: text.T("大图样式", "big picture style")},
	{path: "big_picture_id", kind: str, need: true, when: where("style", "3")},
	{path: "style", kind: looseInt, in: []string{"1", "2"}, soft: true, why: text.T("大图样式只用于广播", "the big picture style is for broadcasts only")},
	{path: "small_picture_id", kind: str},
	{path: "app_message_id", kind: str},

	{path: "click_action_type", kind: looseInt, in: []string{"0", "1", "2", "4", "5"}},
	{path: "click_action_activity", kind: str, need: true, when: where("click_action_type", "1", "4")},
	{path: "click_action_activity", kind: str, max: 500},
	{path: "click_action_url", kind: str, need: true, when: where("click_action_type", "2", "5")},
	{path: "click_action_url", kind: str, max: 2000},
	{path: "click_action_url", kind: str, max: 500, soft: true, why: text.T("2020 年的 SDK 限 500 个字符", "the SDK of 2020 allows 500")},
	{path: "action_parameters", kind: str, max: 4000},

	{path: "show_time_type", kind: looseInt, in: []string{"0", "1"}},
	{path: "show_start_time", kind: looseInt, need: true, when: where("show_time_type", "1")},
	{path: "show_end_time", kind: looseInt, need: true, when: where("show_time_type", "1")},
	{path: "off_line", kind: looseBool},
	{path: "off_line_ttl", kind: looseInt},
	{path: "off_line_ttl", kind: looseInt, max: 864_000, soft: true, why: text.T("单位为秒，超过 10 天按 10 天算", "in seconds; more than 10 days counts as 10 days")},
	{path: "show_ttl", kind: looseInt},
	{path: "show_ttl", kind: looseInt, max: 86_400, soft: true, why: text.T("单位为秒，通讯与服务类最多 24 小时", "in seconds, 24 hours at most for the communication and service class")},
	{path: "show_ttl", kind: looseInt, max: 43_200, when: isMarketing, soft: true, why: text.T("单位为秒，内容与营销类最多 12 小时", "in seconds, 12 hours at most for the content and marketing class")},
	{path: "push_time_type", kind: looseInt},
	{path: "push_start_time", kind: looseInt},
	{path: "time_zone", kind: str},
	{path: "fix_speed", kind: looseBool},
	{path: "fix_speed_rate", kind: looseInt},
	{path: "network_type", kind: looseInt, in: []string{"0", "1"}},

	{path: "call_back_url", kind: str, max: 200},
	{path: "call_back_parameter", kind: str, max: 100},
	{path: "call_back_parameter", kind: str, max: 50, soft: true, why: text.T("2020 年的 SDK 限 50 个字符", "the SDK of 2020 allows 50")},
	{path: "channel_id", kind: str},
	{path: "notify_id", kind: looseInt},
	{path: "category", kind: str},
	{path: "notify_level", kind: looseInt},
	{path: "private_msg_template_id", kind: str},
	{path: "badge_operation_type", kind: looseInt, in: []string{"0", "1"}, soft: true, why: text.T("0 为设置，1 为增加", "0 sets, 1 adds")},
	{path: "auditResponse", kind: obj},
}}

// oppoRight is what a message class is entitled to.
type oppoRight uint8

const (
	oppoMarketing     oppoRight = iota // content and marketing, formerly public
	oppoCommunication                  // communication and service, formerly private
)

// oppoCategories are the categories of document 13189, as other projects quote it.
var oppoCategories = map[string]oppoRight{
	"IM": oppoCommunication, "ACCOUNT": oppoCommunication, "TODO": oppoCommunication,
	"DEVICE_REMINDER": oppoCommunication, "ORDER": oppoCommunication, "SUBSCRIPTION": oppoCommunication,
	"NEWS": oppoMarketing, "CONTENT": oppoMarketing, "MARKETING": oppoMarketing, "SOCIAL": oppoMarketing,
}

// isMarketing reports whether a notification is known to be of the content and
// marketing class.
func isMarketing(notification map[string]any) bool {
	right, known := oppoCategories[words(notification, "category")]
	return known && right == oppoMarketing
}

// The two texts of code 67.
const (
	oppoBadCategory = "Category error"
	oppoBadLevel    = "Private classify channel notify_level invalid"
)

// oppoClass judges category, notify_level and the template that they ask for.
func oppoClass(c *call, notification map[string]any) *answer {
	category, level := words(notification, "category"), scalar(notification["notify_level"])
	right, known := oppoCategories[category]
	switch {
	case category == "" && level != "":
		return c.refuseText("67", oppoBadLevel, "传了 notify_level %s，但没有 category，两者必须同时传", "there is a notify_level, %s, and no category; it needs one", shown(level))
	case level != "" && !slices.Contains([]string{"1", "2", "16"}, level):
		return c.refuseText("67", oppoBadLevel, "notify_level 是 %s，应为 1、2 或 16", "notify_level is %s; it must be 1, 2 or 16", shown(level))
	case category != strings.ToUpper(category):
		return c.refuseText("67", oppoBadCategory, "category 是 %s，所有类别都是大写，例如 IM", "category is %s; all categories are upper case, like IM", shown(category))
	case category != "" && !known:
		return c.doubt("67", "已知的类别里没有 category %s", "category %s is not among those that are known", shown(category))
	}
	for _, doubt := range []struct {
		holds    bool
		code     string
		zh, en   string
		argument string
	}{
		{level == "16" && category != "IM", "67",
			"notify_level 16（强提醒）只批给即时消息（category IM），这里是 %s", "notify_level 16 is granted for category IM only, not for %s", shown(category)},
		{level == "2" && right == oppoMarketing, "67",
			"内容与营销类 %s 只能进通知栏，notify_level 只能是 1", "%s is of the content and marketing class, which only goes to the bar: notify_level 1", shown(category)},
		{known && right == oppoCommunication && noTemplate(notification), "54",
			"通讯与服务类 %s 没有带 private_msg_template_id：约从 2025 年起私信需要模板", "%s is of the communication and service class and has no private_msg_template_id, which such messages need since about 2025", shown(category)},
	} {
		if doubt.holds {
			if a := c.doubt(doubt.code, doubt.zh, doubt.en, doubt.argument); a != nil {
				return a
			}
		}
	}
	return nil
}

// oppoTexts are the members that hold JSON as text; those of templates are seen
// as objects too.
var oppoTexts = []struct {
	member string
	object bool
}{{"action_parameters", false}, {"private_title_parameters", true}, {"private_content_parameters", true}}

// oppoValues judges what tables cannot say.
func oppoValues(c *call, notification map[string]any) *answer {
	for _, t := range oppoTexts {
		v := notification[t.member]
		s, isText := v.(string)
		_, isObject := v.(map[string]any)
		switch {
		case v == nil || s == "" && isText || isObject && t.object:
		case !isText:
			return c.refuse("41", "%s：应为 JSON 文本（字符串）", "%s: it must be JSON as text, a string", t.member)
		case !json.Valid([]byte(s)):
			return c.refuse("41", "%s：%s 不是 JSON", "%s: %s is no JSON", t.member, shown(s))
		}
	}
	if scalar(notification["show_time_type"]) != "1" {
		return nil
	}
	start, end := scalar(notification["show_start_time"]), scalar(notification["show_end_time"])
	from, _ := strconv.ParseInt(start, 10, 64) // the table made sure of both
	if to, _ := strconv.ParseInt(end, 10, 64); from >= to {
		return c.refuse("41", "show_start_time %s 应早于 show_end_time %s", "show_start_time, %s, must be before show_end_time, %s", shown(start), shown(end))
	}
	return nil
}

// oppoCamel are the names as the sample of the unicast document writes them, and
// as its table and the official SDK do.
var oppoCamel = func() map[string]string {
	out := map[string]string{}
	for _, t := range []*table{oppoTarget, oppoFields} {
		for _, r := range t.rules {
			head, rest, _ := strings.Cut(r.path, "_")
			for part := range strings.SplitSeq(rest, "_") {
				if part != "" {
					head += strings.ToUpper(part[:1]) + part[1:]
				}
			}
			if head != r.path {
				out[head] = r.path
			}
		}
	}
	return out
}()

// oppoNames doubts names in camelCase: the sample of the unicast document has
// them, its table and the official SDK do not, so they are probably ignored.
func oppoNames(c *call, members map[string]any) *answer {
	var wrong, right []string
	for name := range members {
		if snake := oppoCamel[name]; snake != "" {
			wrong = append(wrong, name)
			right = append(right, snake)
		}
	}
	if wrong == nil {
		return nil
	}
	slices.Sort(wrong)
	slices.Sort(right)
	return c.doubt("41", "%s 用了驼峰写法，OPPO 多半会忽略，应写成 %s", "%s is in camelCase, which OPPO probably ignores; write %s", text.List(wrong), text.List(right))
}
