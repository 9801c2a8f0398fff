package vendor

import (
	"net/url"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Push types of Huawei's v3 API, header push-type.
const (
	huaweiAlert      = "0"
	huaweiBackground = "6" // closest to a data message
)

// defaultV3Category is sent when none is asked for: v3 requires one. Without the
// right for it, Huawei treats the message as marketing, as it would anyway.
const defaultV3Category = "IM"

// v3 writes a message for HarmonyOS NEXT. Source: push-scenariozed-api pages.
func (h *huawei) v3(m *Message) (*draft, error) {
	d := &draft{url: huaweiHost + "/v3/" + url.PathEscape(h.project()) + "/messages:send", header: map[string]string{"push-type": huaweiAlert}}
	options, payload := map[string]any{}, map[string]any{}
	for _, f := range []struct {
		used bool
		flag string
		why  text.Text
	}{
		{m.ChannelID != "", catalog.FlagChannelID, text.T("HarmonyOS NEXT（v3）没有通知渠道，用 --category 分类", "HarmonyOS NEXT (v3) has no channels; --category classifies")},
		{m.Importance != "", catalog.FlagImportance, text.T("v3 没有 importance，用 --category 分类", "v3 has no importance; --category classifies")},
		{m.Click.Kind == ClickURL, catalog.FlagClickURL, text.T("v3 的通知只能打开应用或应用内页面", "a notification of v3 opens the app or a page in it")},
		{m.DataMessage && m.Category != "", catalog.FlagCategory, text.T("v3 的后台消息没有 category", "a background message of v3 has no category")},
		{m.DataMessage && m.Collapse != "", catalog.FlagCollapse, text.T("v3 的后台消息没有 collapseKey", "a background message of v3 has no collapseKey")},
	} {
		if f.used {
			return nil, h.cannot(f.flag, f.why)
		}
	}
	if m.DataMessage {
		d.header["push-type"] = huaweiBackground
		d.data = m.dataText()
		payload["extraData"] = d.data
	} else {
		n, err := h.v3Notification(m)
		if err != nil {
			return nil, err
		}
		payload["notification"] = n
	}
	if m.TTL != nil {
		options["ttl"] = int(*m.TTL / time.Second) // a number here, a string in v1
	}
	if m.Test {
		options["testMessage"] = true
	}
	if m.Collapse != "" {
		n, err := h.collapseNumber(m.Collapse, -1, 100)
		if err != nil {
			return nil, err
		}
		options["collapseKey"] = n
	}
	d.body = map[string]any{"payload": payload}
	if len(options) > 0 {
		d.body["pushOptions"] = options
	}
	return d, nil
}

func (h *huawei) v3Notification(m *Message) (map[string]any, error) {
	click := map[string]any{"actionType": 0}
	switch m.Click.Kind {
	case ClickPage:
		click = map[string]any{"actionType": 1, "action": m.Click.Value}
	case ClickIntent:
		click = map[string]any{"actionType": 1, "uri": m.Click.Value}
	}
	if len(m.Data) > 0 {
		click["data"] = m.dataObject()
	}
	n := map[string]any{"category": m.Category, "title": m.Title, "body": m.Body, "clickAction": click}
	if m.Category == "" {
		n["category"] = defaultV3Category
	}
	if err := h.common(n, m); err != nil {
		return nil, err
	}
	if m.Sound != "" {
		n["sound"] = m.Sound
	}
	if m.Badge != nil {
		n["badge"] = map[string]any{"setNum": *m.Badge}
	}
	return n, nil
}
