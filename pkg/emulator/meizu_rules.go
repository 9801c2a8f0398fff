package emulator

import (
	"github.com/offpush/offpush/pkg/text"
)

// Switches are numbers in the document and booleans in what the SDK sends; both
// are taken.
func meizuSwitches() []string { return []string{"0", "1", "false", "true"} }

// meizuOn are the values of a switch that is on.
func meizuOn(path string) func(map[string]any) bool { return where(path, "1", "true") }

// filled is a condition: the member is there and holds no empty default, such
// as the SDK sends.
func filled(path string) func(map[string]any) bool {
	empty := where(path, "")
	return func(document map[string]any) bool { return !empty(document) }
}

// meizuNoText is a condition: the member is not JSON that stands as text, which back
// ends in use send where the document does not say that it is an object.
func meizuNoText(path ...string) func(map[string]any) bool {
	return func(document map[string]any) bool {
		_, err := object([]byte(words(document, path...)))
		return err != nil
	}
}

// meizuPushTime are the rules of pushTimeInfo, which all messages have.
func meizuPushTime() []rule {
	return []rule{
		{path: "pushTimeInfo", kind: obj},
		{path: "pushTimeInfo.offLine", in: meizuSwitches()},
		{path: "pushTimeInfo.validTime", kind: looseInt, min: 1, max: 72, when: where("pushTimeInfo.offLine", "", "1", "true"), why: text.T("单位是小时", "in hours")},
	}
}

// meizuVarnished are the rules of a notification bar message.
func meizuVarnished() table {
	empty, moment := whole(``), whole(`|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)
	return table{missing: "110004", invalid: "1005", rules: append([]rule{
		{path: "noticeBarInfo", kind: obj, need: true},
		{path: "noticeBarInfo.title", kind: str, need: true, min: 1, max: 32},
		{path: "noticeBarInfo.content", kind: str, need: true, min: 1, max: 100},
		{path: "noticeBarInfo.noticeMsgType", kind: looseInt, in: []string{"0", "1"}, why: text.T("0 公信，1 私信", "0 public, 1 private")},
		{path: "noticeBarInfo.noticeBarType", kind: looseInt, in: []string{"0", "1", "2"}},
		{path: "noticeBarInfo.noticeBarType", in: []string{"0", "2"}, soft: true, why: text.T("图片样式 1 自 2022-05-27 起停用", "the picture style 1 is off since 2022-05-27")},

		{path: "noticeExpandInfo", kind: obj},
		{path: "noticeExpandInfo.noticeExpandType", kind: looseInt, in: []string{"0", "1", "2"}},
		{path: "noticeExpandInfo.noticeExpandContent", kind: str, need: true, missing: "1005", when: where("noticeExpandInfo.noticeExpandType", "1"), why: text.T("noticeExpandType 为 1 时必填", "needed with noticeExpandType 1")},
		{path: "noticeExpandInfo.noticeExpandImgUrl", kind: str, need: true, missing: "1005", when: where("noticeExpandInfo.noticeExpandType", "2"), why: text.T("noticeExpandType 为 2 时必填", "needed with noticeExpandType 2")},

		{path: "clickTypeInfo", kind: obj},
		{path: "clickTypeInfo.clickType", kind: looseInt, in: []string{"0", "1", "2", "3"}},
		{path: "clickTypeInfo.clickType", in: []string{"0", "1", "2"}, soft: true, why: text.T("应用自定义 3 已不能再用，Android 12 不允许", "3, defined by the app, must no longer be used: Android 12 does not allow it")},
		{path: "clickTypeInfo.activity", kind: str, need: true, max: 1000, missing: "1005", when: where("clickTypeInfo.clickType", "1"), why: text.T("clickType 为 1 时必填", "needed with clickType 1")},
		{path: "clickTypeInfo.url", kind: str, need: true, max: 1000, missing: "1005", when: where("clickTypeInfo.clickType", "2"), why: text.T("clickType 为 2 时必填", "needed with clickType 2")},
		{path: "clickTypeInfo.customAttribute", kind: str, need: true, bytes: true, max: 1000, missing: "1005", when: where("clickTypeInfo.clickType", "3"), why: text.T("clickType 为 3 时必填", "needed with clickType 3")},
		{path: "clickTypeInfo.parameters", kind: obj, when: meizuNoText("clickTypeInfo", "parameters")},
		{path: "clickTypeInfo.parameters", kind: obj, soft: true, why: text.T("文档只写了 JSON 格式，SDK 发送的是对象", "the document only says JSON, the SDK sends an object")},

		{path: "advanceInfo", kind: obj},
		{path: "advanceInfo.suspend", in: meizuSwitches()},
		{path: "advanceInfo.clearNoticeBar", in: meizuSwitches()},
		{path: "advanceInfo.fixDisplay", in: meizuSwitches()},
		{path: "advanceInfo.fixStartDisplayTime", kind: str, form: moment, why: text.T("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss")},
		{path: "advanceInfo.fixEndDisplayTime", kind: str, form: moment, why: text.T("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss")},
		{path: "advanceInfo.notificationType", kind: obj},
		{path: "advanceInfo.notificationType.vibrate", in: meizuSwitches()},
		{path: "advanceInfo.notificationType.lights", in: meizuSwitches()},
		{path: "advanceInfo.notificationType.sound", in: meizuSwitches()},
		{path: "advanceInfo.notifyKey", kind: str, form: whole(`[0-9A-Za-z_-]{0,8}`), why: text.T("最多 8 个数字、字母、下划线或连字符", "at most 8 digits, letters, _ or -")},

		{path: "vipInfo", kind: obj},
		{path: "vipInfo.subtitle", kind: str, max: 16},
		{path: "vipInfo.pullDownTop", in: meizuSwitches()},
		{path: "vipInfo.notGroup", in: meizuSwitches()},
		{path: "vipInfo.timeTop", kind: looseInt, form: whole(`0|1[89]\d\d|[2-6]\d{3}|7[01]\d\d|7200`), why: text.T("1800 到 7200 秒", "1800 to 7200 seconds")},
		{path: "vipInfo.timeTop", form: whole(`0?`), when: meizuOn("vipInfo.pullDownTop"), why: text.T("不能与 pullDownTop 同用", "not beside pullDownTop")},
		{path: "vipInfo.titleColor", kind: str, form: whole(`(?i)|#206CFF|#E42D22`), why: text.T("只有 #206CFF 和 #E42D22", "there are #206CFF and #E42D22 only")},
		{path: "vipInfo.titleColor", kind: str, form: empty, when: filled("vipInfo.backgroundImgUrl"), why: text.T("不能与 backgroundImgUrl 同用", "not beside backgroundImgUrl")},
		{path: "vipInfo.bigIconUrl", kind: str, form: empty, when: filled("vipInfo.backgroundImgUrl"), why: text.T("不能与 backgroundImgUrl 同用", "not beside backgroundImgUrl")},
		{path: "vipInfo.backgroundImgUrl", kind: str, form: empty, when: where("noticeExpandInfo.noticeExpandType", "2"), why: text.T("不能与大图 noticeExpandType 2 同用", "not beside the big picture of noticeExpandType 2")},
		{path: "vipInfo.smallIconUrl", kind: str},

		{path: "extra", kind: obj},
	}, meizuPushTime()...)}
}

// meizuUnvarnished are the rules of a pass-through message. How long content may
// be, and in what unit, differs between the document's sections (2000, 2000 bytes)
// and the SDK's README (3800 bytes).
func meizuUnvarnished() table {
	return table{missing: "110004", invalid: "1005", rules: append([]rule{
		{path: "title", kind: str, max: 32},
		{path: "content", kind: str, need: true, max: 3800},
		{path: "content", kind: str, bytes: true, max: 2000, soft: true, why: text.T("各处文档不一：2000 或 3800", "the documents differ: 2000 or 3800")},
		{path: "extra", kind: obj},
	}, meizuPushTime()...)}
}

// meizuReceipts are the rules of extra, whose members have dots in their names.
var meizuReceipts = []rule{
	{path: "callback", kind: str, bytes: true, max: 128},
	{path: "callback.param", kind: str, bytes: true, max: 64},
	{path: "callback.type", in: []string{"1", "2", "3"}, why: text.T("1 送达，2 点击，3 两者", "1 delivered, 2 clicked, 3 both")},
}

func meizuExtra(c *call, t *table, document map[string]any) *answer {
	extra, _ := document["extra"].(map[string]any)
	for i := range meizuReceipts {
		r := &meizuReceipts[i]
		if a := t.member(c, r, extra[r.path], extra[r.path] != nil); a != nil {
			return a
		}
	}
	return nil
}
