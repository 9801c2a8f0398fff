package emulator

import "strings"

// meizuWrong are requests with a messageJson that is not as documented.
func meizuWrong() map[string]func(k *kit) reply {
	long := func(n int) string { return strings.Repeat("字", n) }
	return map[string]func(k *kit) reply{
		"no JSON": meizuSent(meizuNoticePath, "title"), "a list": meizuSent(meizuNoticePath, "[]"), "no UTF-8": meizuSent(meizuNoticePath, "{\"a\":\"\xff\"}"),
		"absurd nesting": meizuSent(meizuNoticePath, strings.Repeat(`{"a":`, 20_000)),
		"bar as text":    meizuBar(`"{}"`), "title too long": meizuBar(`{"title":"` + long(33) + `","content":"c"}`), "content too long": meizuBar(`{"title":"t","content":"` + long(101) + `"}`),
		"title as number": meizuBar(`{"title":1,"content":"c"}`), "unknown message type": meizuBar(`{"title":"t","content":"c","noticeMsgType":2}`),
		"unknown bar type":        meizuBar(`{"title":"t","content":"c","noticeBarType":3}`),
		"text without content":    meizuNotice(`"noticeExpandInfo":{"noticeExpandType":1}`),
		"picture without address": meizuNotice(`"noticeExpandInfo":{"noticeExpandType":2}`),
		"unknown click":           meizuNotice(`"clickTypeInfo":{"clickType":4}`),
		"page without name":       meizuNotice(`"clickTypeInfo":{"clickType":1}`),
		"page too long":           meizuNotice(`"clickTypeInfo":{"clickType":1,"activity":"` + long(1001) + `"}`),
		"url missing":             meizuNotice(`"clickTypeInfo":{"clickType":2,"url":""}`),
		"own data missing":        meizuNotice(`"clickTypeInfo":{"clickType":3}`),
		"own data too long":       meizuNotice(`"clickTypeInfo":{"clickType":3,"customAttribute":"` + long(334) + `"}`),
		"parameters as text":      meizuNotice(`"clickTypeInfo":{"parameters":"k=v"}`),
		"lifetime of 0":           meizuNotice(`"pushTimeInfo":{"validTime":0}`),
		"lifetime of 73":          meizuNotice(`"pushTimeInfo":{"offLine":true,"validTime":73}`),
		"switch as a word":        meizuNotice(`"advanceInfo":{"suspend":"on"}`),
		"switch of 2":             meizuNotice(`"advanceInfo":{"notificationType":{"sound":2}}`),
		"time without seconds":    meizuNotice(`"advanceInfo":{"fixDisplay":1,"fixStartDisplayTime":"2026-01-02 13:00"}`),
		"key too long":            meizuNotice(`"advanceInfo":{"notifyKey":"123456789"}`),
		"key with a blank":        meizuNotice(`"advanceInfo":{"notifyKey":"a b"}`),
		"subtitle too long":       meizuNotice(`"vipInfo":{"subtitle":"` + long(17) + `"}`),
		"short time on top":       meizuNotice(`"vipInfo":{"timeTop":1799}`),
		"long time on top":        meizuNotice(`"vipInfo":{"timeTop":7201}`),
		"two kinds of top":        meizuNotice(`"vipInfo":{"timeTop":1800,"pullDownTop":true}`),
		"another colour":          meizuNotice(`"vipInfo":{"titleColor":"#000000"}`),
		"colour and picture":      meizuNotice(`"vipInfo":{"titleColor":"#E42D22","backgroundImgUrl":"a"}`),
		"icon and picture":        meizuNotice(`"vipInfo":{"bigIconUrl":"b","backgroundImgUrl":"a"}`),
		"two pictures":            meizuNotice(`"vipInfo":{"backgroundImgUrl":"a"},"noticeExpandInfo":{"noticeExpandType":2,"noticeExpandImgUrl":"b"}`),
		"callback too long":       meizuNotice(`"extra":{"callback":"` + strings.Repeat("c", 129) + `"}`),
		"parameter too long":      meizuNotice(`"extra":{"callback.param":"` + long(22) + `"}`),
		"unknown way to expand":   meizuNotice(`"noticeExpandInfo":{"noticeExpandType":3}`),
		"offline of 2":            meizuNotice(`"pushTimeInfo":{"offLine":2}`),
		"end without seconds":     meizuNotice(`"advanceInfo":{"fixEndDisplayTime":"2026-01-02 13:00"}`),
		"long title of data":      meizuSent(meizuDataPath, `{"title":"`+long(33)+`","content":"c"}`),
		"extra of data as text":   meizuSent(meizuDataPath, `{"content":"c","extra":"e"}`),
		"icon as a number":        meizuNotice(`"vipInfo":{"smallIconUrl":1}`),
		"unknown receipt":         meizuNotice(`"extra":{"callback.type":"4"}`),
	}
}
