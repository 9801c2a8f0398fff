package vendor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/vendor"
)

// uses makes a message use a flag of send.
var uses = map[string]func(m *vendor.Message){
	catalog.FlagData:     func(m *vendor.Message) { m.Data = map[string]string{"k": "v"} },
	catalog.FlagClickURL: func(m *vendor.Message) { m.Click = vendor.Click{Kind: vendor.ClickURL, Value: "https://example.com"} },
	catalog.FlagClickPage: func(m *vendor.Message) {
		m.Click = vendor.Click{Kind: vendor.ClickPage, Value: "app://com.example/Page"}
	},
	catalog.FlagClickIntent: func(m *vendor.Message) { m.Click = vendor.Click{Kind: vendor.ClickIntent, Value: "intent:#Intent;end"} },
	catalog.FlagChannelID:   func(m *vendor.Message) { m.ChannelID = "1" },
	catalog.FlagCategory:    func(m *vendor.Message) { m.Category = "IM" },
	catalog.FlagImportance:  func(m *vendor.Message) { m.Importance = "1" },
	catalog.FlagTTL:         func(m *vendor.Message) { m.TTL = hours(1) },
	catalog.FlagBadge:       func(m *vendor.Message) { m.Badge = num(1) },
	catalog.FlagSound:       func(m *vendor.Message) { m.Sound = "bell" },
	catalog.FlagCollapse:    func(m *vendor.Message) { m.Collapse = "1" },
	catalog.FlagImage:       func(m *vendor.Message) { m.Image = "https://example.com/a.png" },
	catalog.FlagTest:        func(m *vendor.Message) { m.Test = true },
	catalog.FlagDataMessage: func(m *vendor.Message) { m.DataMessage = true },
	catalog.FlagAsIM:        func(m *vendor.Message) { s := "ext"; m.Ext, m.Title = &s, "" },
}

func push(t testing.TB, id string) *catalog.Push {
	t.Helper()
	v, ok := catalog.ByID(id)
	if !ok {
		t.Fatalf("no vendor %s", id)
	}
	return v.Push()
}

// TestCannot: each flag that a vendor has nothing for is refused with the
// vendor's reason, and no connection is made; each other one reaches the wire.
func TestCannot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		why := map[string]catalog.Cannot{}
		for _, c := range push(t, r.vendor).Cannot {
			why[c.Flag] = c
		}
		for flag, use := range uses {
			f := start(t, r)
			m := r.plain()
			use(&m)
			if c, no := why[flag]; no {
				e := f.refusedBefore("unsupported-flag", m, f.options())
				if !strings.Contains(e.Message.EN, c.Why.EN) || !strings.Contains(e.Message.ZH, c.Why.ZH) {
					t.Errorf("%s: %+v lacks the vendor's reason", flag, e)
				}
				continue
			}
			if _, set := setting[r.name+" "+flag]; set {
				setting[r.name+" "+flag](&m)
			}
			f.says(atSend, 400, html)
			_, err := f.send(m, f.options())
			if none := noAnswer(err); none == nil {
				if refusedHere[r.name+" "+flag] {
					continue
				}
				t.Errorf("%s: %v%s", flag, err, hintOf(err))
				continue
			}
			if refusedHere[r.name+" "+flag] {
				t.Errorf("%s was sent", flag)
			}
			plain := start(t, r)
			plain.says(atSend, 400, html)
			plain.send(r.plain(), plain.options())
			if last(f) == last(plain) {
				t.Errorf("%s was dropped", flag)
			}
		}
	})
}

// last is the last request, headers and all.
func last(f *fake) string {
	r := f.requests[len(f.requests)-1]
	r.header.Del("Authorization")
	r.header.Del("Content-Length")
	return r.text()
}

// setting gives a flag the value that this vendor takes.
var setting = map[string]func(m *vendor.Message){
	"huawei-v3 category":   func(m *vendor.Message) { m.Category = "WORK" }, // IM is the default
	"huawei-v1 importance": func(m *vendor.Message) { m.Importance = "LOW" },
	"huawei-v2 importance": func(m *vendor.Message) { m.Importance = "LOW" },
	"honor importance":     func(m *vendor.Message) { m.Importance = "LOW" },
	"oppo importance":      func(m *vendor.Message) { m.Importance, m.Category = "2", "IM" },
	"apns-key importance":  func(m *vendor.Message) { m.Importance = "passive" },
	"apns-cert importance": func(m *vendor.Message) { m.Importance = "passive" },
	"fcm importance":       func(m *vendor.Message) { m.Importance = "PRIORITY_MIN" },
}

// refusedHere are flags that only one API of the vendor has nothing for.
var refusedHere = map[string]bool{
	"huawei-v3 channel-id": true, "huawei-v3 importance": true, "huawei-v3 click url": true,
}

// TestBadValues: values that the vendor does not take.
func TestBadValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rig string
		use func(m *vendor.Message)
	}{
		{"huawei-v1", func(m *vendor.Message) { m.Importance = "HIGH" }},
		{"huawei-v1", func(m *vendor.Message) { m.Collapse = "101" }},
		{"huawei-v1", func(m *vendor.Message) { m.Collapse = "day" }},
		{"huawei-v1", func(m *vendor.Message) { m.Badge = num(100) }},
		{"huawei-v1", func(m *vendor.Message) { m.Badge = num(-1) }},
		{"huawei-v1", func(m *vendor.Message) { m.Image = "http://example.com/a.png" }},
		{"huawei-v1", func(m *vendor.Message) { m.DataMessage, m.Importance = true, "LOW" }},
		{"huawei-v1", func(m *vendor.Message) { m.DataMessage, m.ChannelID = true, "x" }},
		{"huawei-v3", func(m *vendor.Message) { m.DataMessage, m.Category = true, "IM" }},
		{"honor", func(m *vendor.Message) { m.Importance = "high" }},
		{"honor", func(m *vendor.Message) { m.DataMessage, m.Collapse = true, "x" }},
		{"xiaomi", func(m *vendor.Message) { m.Collapse = "-1" }},
		{"oppo", func(m *vendor.Message) { m.Importance, m.Category = "3", "IM" }},
		{"oppo", func(m *vendor.Message) { m.Importance = "16" }}, // without category
		{"vivo", func(m *vendor.Message) { m.Importance = "2" }},
		{"vivo", func(m *vendor.Message) { m.Collapse = "0" }},
		{"vivo", func(m *vendor.Message) { m.Click = vendor.Click{Kind: vendor.ClickPage, Value: "com.example.Page"} }},
		{"meizu", func(m *vendor.Message) { m.Importance = "2" }},
		{"meizu", func(m *vendor.Message) { m.Collapse = "a b" }},
		{"apns-key", func(m *vendor.Message) { m.Importance = "high" }},
		{"apns-key", func(m *vendor.Message) { m.Data = map[string]string{"aps": "x"} }},
		{"apns-key", func(m *vendor.Message) { m.DataMessage, m.Category = true, "x" }},
		{"apns-key", func(m *vendor.Message) { s := "e"; m.Ext = &s }}, // with a title
		{"fcm", func(m *vendor.Message) { m.Importance = "1" }},
		{"fcm", func(m *vendor.Message) { m.Data = map[string]string{"from": "x"} }},
		{"fcm", func(m *vendor.Message) { m.Data = map[string]string{"google.x": "x"} }},
		{"fcm", func(m *vendor.Message) { m.Data = map[string]string{"gcm.notification.x": "x"} }},
		{"fcm", func(m *vendor.Message) { m.DataMessage, m.Importance = true, "PRIORITY_MAX" }},
	} {
		f := start(t, rigNamed(t, c.rig))
		m := f.plain()
		c.use(&m)
		f.refusedBefore("unsupported-flag", m, f.options())
	}
	for _, rig := range []string{"huawei-v1", "honor"} { // a badge without the launcher's class
		f := start(t, rigNamed(t, rig))
		m := f.plain()
		m.Badge = num(1)
		f.refusedBefore("unsupported-flag", m, f.options("badge_class", ""))
	}
}

// TestAsIM: the payload of Tencent IM's back end at APNs.
func TestAsIM(t *testing.T) {
	t.Parallel()
	f := start(t, rigNamed(t, "apns-key"))
	f.says(atSend, 200, "")
	ext := `{"entity":{"action":1}}`
	f.accepted(vendor.Message{Token: f.token, Body: "你好", Ext: &ext}, f.options())
	body := object(f.sent(t))
	if body["ext"] != ext || body.get("aps.alert") != "你好" {
		t.Errorf("sent %v", body)
	}
}

// TestLimits: over the most that any source allows is refused; over what the
// strictest one allows is warned of.
func TestLimits(t *testing.T) {
	t.Parallel()
	zh := func(n int) string { return strings.Repeat("字", n) }
	long := func(n int) func(m *vendor.Message) {
		return func(m *vendor.Message) { m.Data = map[string]string{"k": strings.Repeat("x", n)} }
	}
	ttl := func(d time.Duration) func(m *vendor.Message) { return func(m *vendor.Message) { m.TTL = &d } }
	title := func(s string) func(m *vendor.Message) { return func(m *vendor.Message) { m.Title = s } }
	text := func(s string) func(m *vendor.Message) { return func(m *vendor.Message) { m.Body = s } }
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, rig string
		use       func(m *vendor.Message)
		outcome   string // refused, warned, sent
	}{
		{"payload", "huawei-v1", long(3000), "sent"},
		{"payload", "huawei-v1", long(4096), "refused"},
		{"ttl", "huawei-v1", ttl(15 * day), "sent"},
		{"ttl", "huawei-v1", ttl(15*day + time.Second), "refused"},
		{"payload", "huawei-v3", long(4096), "refused"},
		{"payload", "honor", long(4096), "warned"},
		{"ttl", "honor", ttl(16 * day), "warned"},
		{"title", "xiaomi", title(zh(49)), "sent"},
		{"title", "xiaomi", title(zh(50)), "refused"},
		{"body", "xiaomi", text(zh(127)), "sent"},
		{"body", "xiaomi", text(zh(128)), "refused"},
		{"data", "xiaomi", long(4200), "warned"},
		{"ttl", "xiaomi", ttl(day), "sent"},
		{"ttl", "xiaomi", ttl(2 * day), "warned"},
		{"ttl", "xiaomi", ttl(15 * day), "refused"},
		{"title", "oppo", title(zh(50)), "sent"},
		{"title", "oppo", title(zh(51)), "refused"},
		{"body", "oppo", text(zh(50)), "sent"},
		{"body", "oppo", text(zh(51)), "warned"},
		{"body", "oppo", text(zh(201)), "refused"},
		{"ttl", "oppo", ttl(10 * day), "sent"},
		{"ttl", "oppo", ttl(11 * day), "refused"},
		{"title", "vivo", title(zh(40)), "sent"},
		{"title", "vivo", title(zh(41)), "refused"},
		{"body", "vivo", text(zh(101)), "refused"},
		{"ttl", "vivo", ttl(time.Minute), "sent"},
		{"ttl", "vivo", ttl(59 * time.Second), "refused"},
		{"ttl", "vivo", ttl(2 * day), "warned"},
		{"ttl", "vivo", ttl(8 * day), "refused"},
		{"data", "vivo", long(1023), "sent"},
		{"data", "vivo", long(1024), "refused"},
		{"title", "meizu", title(zh(32)), "sent"},
		{"title", "meizu", title(zh(33)), "refused"},
		{"body", "meizu", text(zh(101)), "refused"},
		{"ttl", "meizu", ttl(3 * day), "sent"},
		{"ttl", "meizu", ttl(4 * day), "refused"},
		{"payload", "apns-key", long(3900), "sent"},
		{"payload", "apns-key", long(4096), "refused"},
		{"payload of escapes", "apns-key", text(strings.Repeat("<", 700)), "refused"}, // the library writes six bytes for one
		{"collapse", "apns-key", func(m *vendor.Message) { m.Collapse = zh(21) }, "sent"},
		{"collapse", "apns-key", func(m *vendor.Message) { m.Collapse = zh(22) }, "refused"},
		{"ttl", "fcm", ttl(28 * day), "sent"},
		{"ttl", "fcm", ttl(29 * day), "refused"},
	} {
		f := start(t, rigNamed(t, c.rig))
		f.says(atSend, 400, html)
		m := f.plain()
		c.use(&m)
		if c.outcome == "refused" {
			f.refusedBefore("over-limit", m, f.options())
			continue
		}
		_, err := f.send(m, f.options())
		none := noAnswer(err)
		if none == nil {
			t.Errorf("%s, %s: %v", c.rig, c.name, err)
			continue
		}
		if warned := len(none.Answer.Warnings) > 0; warned != (c.outcome == "warned") {
			t.Errorf("%s, %s: warnings %v, want it %s", c.rig, c.name, none.Answer.Warnings, c.outcome)
		}
	}
}
