package emulator

import (
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// unservedCalls are calls that the vendors have and the emulator does not serve, as
// paths of routes: of too few is it public what they check and answer. What they
// are for stands in docs/emulator.md.
func unservedCalls() map[string][]string {
	meizu := []string{
		"varnished/pushByAlias", "unvarnished/pushByAlias", "pushTask/getTaskId", "task/varnished/{call}", "task/unvarnished/{call}",
		"pushTask/pushToApp", "pushTask/pushToTag", "pushTask/cancel", "statistics/{call}", "uploadImg",
	}
	for i := range meizu {
		meizu[i] = meizuPath + meizu[i]
	}
	return map[string][]string{
		"huawei": {"/v1/{clientid}/topic:subscribe", "/v1/{clientid}/topic:unsubscribe", "/v1/{clientid}/topic:list"},
		"xiaomi": {
			"/v2/message/alias", "/v2/message/user_account", "/v2/message/topic", "/v2/message/multi_topic", "/v2/message/all", "/v2/message/delete",
			"/v3/message/alias", "/v3/message/topic", "/v3/message/multi_topic", "/v3/message/all",
			"/v2/multi_messages/regids", "/v2/multi_messages/aliases", "/v2/multi_messages/user_accounts",
			"/v1/validation/regids", "/v1/trace/message/status", "/v1/trace/messages/status", "/v1/stats/message/counters", "/v1/alias/all", "/v1/topic/all",
			"/v2/regid/presence", "/v2/topic/subscribe", "/v2/topic/unsubscribe", "/v3/schedule_job/delete", "/v2/schedule_job/exist",
			"/v1/channel/add", "/v1/channel/discard", "/v1/channel/list", "/revoke/message", "/media/upload/image", "/media/upload/smallIcon",
		},
		"oppo": {
			oppoMessages + "save_message_content", oppoMessages + "broadcast",
			"/server/v1/media/upload/big_picture", "/server/v1/media/upload/small_picture",
		},
		"vivo": {
			"/message/saveListPayload", "/message/pushToList", "/message/all", "/message/tagPush", "/message/recycle", "/report/getStatistics",
			"/tag/{call...}", "/tagGroup/{call...}", "/tagSegment/{call...}", "/livemessage/send",
		},
		"meizu": append(meizu, "/garcia/api/server/message/{call...}"),
		"apns":  {"/4/broadcasts/apps/{bundle}"},
		"fcm":   {"/iid/{call...}"},
	}
}

// unserved is the call of the vendor at a path that the emulator does not serve; ""
// when there is none.
func (d *dialect) unserved(path string) string {
	for _, call := range d.others {
		if _, ok := match(call, path); ok {
			return call
		}
	}
	return ""
}

// notServed says that a path is right, and what the emulator has in its place.
func (d *dialect) notServed(call string) text.Text {
	var serves []string
	for _, r := range d.routes {
		if r.at == catalog.AtSend {
			serves = append(serves, r.path)
		}
	}
	vendor, _ := catalog.ByID(d.id)
	return text.F("%[1]s有 %[3]s 这个接口，但模拟器没有提供；模拟器提供的推送接口：%[4]s", "%[2]s has the call %[3]s, but the emulator does not serve it; the pushes that it serves: %[4]s",
		spaced(vendor.Name.ZH), vendor.Name.EN, call, text.List(serves))
}

// spaced is a name in a Chinese sentence: a blank follows one in Latin letters.
func spaced(name string) string {
	if last := name[len(name)-1]; last < 0x80 {
		return name + " "
	}
	return name
}
