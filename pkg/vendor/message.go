package vendor

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// flags are the flags of send that a message uses, as pkg/catalog names them.
func (m *Message) flags() []string {
	var out []string
	for _, f := range []struct {
		name string
		used bool
	}{
		{catalog.FlagDataMessage, m.DataMessage},
		{catalog.FlagAsIM, m.Ext != nil},
		{catalog.FlagData, len(m.Data) > 0},
		{catalog.FlagClickURL, m.Click.Kind == ClickURL},
		{catalog.FlagClickPage, m.Click.Kind == ClickPage},
		{catalog.FlagClickIntent, m.Click.Kind == ClickIntent},
		{catalog.FlagChannelID, m.ChannelID != ""},
		{catalog.FlagCategory, m.Category != ""},
		{catalog.FlagImportance, m.Importance != ""},
		{catalog.FlagTTL, m.TTL != nil},
		{catalog.FlagBadge, m.Badge != nil},
		{catalog.FlagSound, m.Sound != ""},
		{catalog.FlagCollapse, m.Collapse != ""},
		{catalog.FlagImage, m.Image != ""},
		{catalog.FlagTest, m.Test},
	} {
		if f.used {
			out = append(out, f.name)
		}
	}
	return out
}

// shownOnly are flags of what is shown; a data message shows nothing.
var shownOnly = []string{
	catalog.FlagClickURL, catalog.FlagClickPage, catalog.FlagClickIntent, catalog.FlagChannelID, catalog.FlagBadge, catalog.FlagSound, catalog.FlagImage,
}

// judge refuses what is wrong with a message whatever the vendor's API is like,
// and what the vendor cannot express.
func (s *sender) judge(m *Message, w *wire) error {
	warnings, err := checkToken(s.vendor, s.push.Token, m.Token)
	w.warnings = append(w.warnings, warnings...)
	if err != nil {
		return err
	}
	used := m.flags()
	for _, c := range s.push.Cannot {
		if slices.Contains(used, c.Flag) {
			return s.cannot(c.Flag, c.Why)
		}
	}
	for _, f := range shownOnly {
		if m.DataMessage && slices.Contains(used, f) {
			return s.cannot(f, text.T("数据消息不在通知栏显示", "a data message shows nothing"))
		}
	}
	if m.PayloadOnly && len(used) > 0 {
		return newError(idFlag, text.F("--payload-only 原样发送文件内容，%s 不起作用", "--payload-only sends the file as it is; %s has no effect", flagName(used[0]))).
			withHint(text.T("去掉其中之一；要合并两者，用 --payload 而不加 --payload-only", "Leave one out; to merge both, give --payload without --payload-only"))
	}
	return nil
}

// cannot is the refusal of a flag, with the vendor's reason.
func (s *sender) cannot(flag string, why text.Text) *Error {
	return newError(idFlag, text.F("%[2]s不支持 %[1]s：%[3]s", "%[2]s has nothing for %[1]s: %[3]s", flagName(flag), nameIn(s.vendor), why))
}

// badValue is the refusal of a flag's value.
func (s *sender) badValue(flag, value string, takes text.Text) *Error {
	return newError(idFlag, text.F("%[1]s 的值 %[2]q 无效：%[3]s这里%[4]s", "%[1]s does not take %[2]q: %[3]s takes %[4]s", flagName(flag), text.Visible(value), nameIn(s.vendor), takes))
}

// after is a name behind a Chinese word.
func after(name text.Text) text.Text {
	if name.ZH[0] < utf8.RuneSelf {
		name.ZH = " " + name.ZH
	}
	return name
}

// nameIn is a vendor's name at the beginning of a part of a sentence: Latin names
// want blanks around them in Chinese text.
func nameIn(v catalog.Vendor) text.Text {
	zh := v.Name.ZH
	if zh[0] < utf8.RuneSelf {
		zh += " "
	}
	return text.Text{ZH: zh, EN: v.Name.EN}
}

func flagName(flag string) string {
	name, kind, _ := strings.Cut(flag, " ")
	if kind != "" {
		return "--" + name + " " + kind + "=..."
	}
	return "--" + name
}

// checkLimits compares the message's sizes with the vendor's limits, each counted
// as the vendor counts.
func (s *sender) checkLimits(m *Message, d *draft, w *wire, target string) error {
	for _, l := range s.push.Limits {
		n, ok := s.measure(l, m, d, target)
		if !ok {
			continue
		}
		switch {
		case l.Max > 0 && n > l.Max && l.Sure <= catalog.FromSDK:
			return s.overLimit(l, n, l.Max)
		case l.Min > 0 && n < l.Min && l.Sure <= catalog.FromSDK:
			return newError(idLimit, text.F("%[1]s太小：%[2]s，%[4]s至少要 %[3]s", "%[1]s too small: %[2]s, %[4]s wants at least %[3]s", measureName(l.Of), amount(n, l.Unit), amount(l.Min, l.Unit), nameIn(s.vendor)))
		case l.Max > 0 && n > l.Max, l.Min > 0 && n < l.Min:
			w.warnings = append(w.warnings, text.F("%[1]s：%[2]s，可能超出%[4]s的限制 %[3]s（没有官方文档说明）", "%[1]s: %[2]s, perhaps beyond %[4]s's limit of %[3]s (which no official document states)", measureName(l.Of), amount(n, l.Unit), amount(max(l.Max, l.Min), l.Unit), after(nameIn(s.vendor))))
		case l.Soft > 0 && n > l.Soft:
			note := l.Note
			if note.IsZero() {
				note = text.T("资料说法不一", "sources disagree")
			}
			w.warnings = append(w.warnings, text.F("%[1]s：%[2]s，可能超出限制 %[3]s：%[4]s", "%[1]s: %[2]s, perhaps beyond the limit of %[3]s: %[4]s", measureName(l.Of), amount(n, l.Unit), amount(l.Soft, l.Unit), note))
		}
	}
	return nil
}

func (s *sender) overLimit(l catalog.Limit, n, most int) *Error {
	return newError(idLimit, text.F("%[1]s超限：%[2]s，%[4]s最多 %[3]s", "%[1]s too large: %[2]s, %[4]s takes at most %[3]s", measureName(l.Of), amount(n, l.Unit), amount(most, l.Unit), nameIn(s.vendor)))
}

// measure returns a size of the message, false when the message has no such
// thing. With a body of one's own only the whole is measured.
func (s *sender) measure(l catalog.Limit, m *Message, d *draft, target string) (int, bool) {
	if m.PayloadOnly && l.Of != catalog.PayloadSize {
		return 0, false
	}
	switch l.Of {
	case catalog.TitleLength:
		return count(m.Title, l.Unit), m.Title != "" && !m.DataMessage
	case catalog.BodyLength:
		return count(m.Body, l.Unit), m.Body != "" && !m.DataMessage
	case catalog.DataSize:
		return count(d.data, l.Unit), d.data != ""
	case catalog.DataPairs:
		return len(m.Data), len(m.Data) > 0
	case catalog.PayloadSize:
		if d.payload > 0 {
			return d.payload, true
		}
		body := clone(d.body)
		drop(body, target)
		return len((&draft{body: body}).encoded()), true
	case catalog.TTLSeconds:
		if m.TTL == nil || *m.TTL == 0 { // 0: not kept for phones that are off line
			return 0, false
		}
		return int(m.TTL.Seconds()), true
	case catalog.CollapseLength:
		return count(m.Collapse, l.Unit), m.Collapse != ""
	case catalog.ClickLength:
		return count(m.Click.Value, l.Unit), m.Click.Value != ""
	}
	return 0, false
}

func count(s string, unit catalog.Unit) int {
	if unit == catalog.Characters {
		return utf8.RuneCountInString(s)
	}
	return len(s)
}

func amount(n int, unit catalog.Unit) text.Text {
	switch unit {
	case catalog.Characters:
		return text.Text{ZH: strconv.Itoa(n) + " 个字", EN: text.Plural(n, "character")}
	case catalog.Bytes:
		return text.Text{ZH: strconv.Itoa(n) + " 字节", EN: text.Plural(n, "byte")}
	case catalog.Seconds:
		return text.Text{ZH: strconv.Itoa(n) + " 秒", EN: text.Plural(n, "second")}
	}
	return text.Text{ZH: strconv.Itoa(n) + " 对", EN: text.Plural(n, "pair")}
}

func measureName(m catalog.Measure) text.Text {
	switch m {
	case catalog.TitleLength:
		return text.T("标题", "title")
	case catalog.BodyLength:
		return text.T("正文", "body")
	case catalog.DataSize, catalog.DataPairs:
		return text.T("自定义数据", "data")
	case catalog.PayloadSize:
		return text.T("消息体", "payload")
	case catalog.TTLSeconds:
		return text.Same("ttl")
	case catalog.CollapseLength:
		return text.Same("--collapse")
	case catalog.ClickLength:
		return text.T("--click 的目标", "the target of --click")
	}
	return text.Same(string(m))
}
