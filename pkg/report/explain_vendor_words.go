package report

import (
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// The words around what is known of a vendor, on the page of `offpush explain`
// and in docs/vendors.md.
var (
	labelWhere      = text.T("出自", "Where")
	labelVendorText = text.T("原文", "The vendor's words")
	labelClassOf    = text.T("类别", "Class")
	labelSureOf     = text.T("来源", "Source")
	headCauses      = text.T("可能的原因（从最可能的开始）", "Likely causes, likeliest first")
	headCredentials = text.T("凭据", "Credentials")
	headHosts       = text.T("服务器", "Hosts")
	headToken       = text.T("设备 token", "Device token")
	headLimits      = text.T("限制", "Limits")
	headClasses     = text.T("消息分类与配额", "Message classes and quotas")
	headSilent      = text.T("已受理却不显示的原因（从最可能的开始）", "Why an accepted push may not show, likeliest first")
	headCannot      = text.T("不适用的 send 参数", "Flags of send that do not apply")
	headCodes       = text.T("代码", "Codes")
	headFamilies    = text.T("表中没有的代码", "Codes that are in no table")

	limitRule = text.T("厂商文档或 SDK 规定的上限，超出时 send 拒绝发送；其余只警告。", "Over a bound of the vendor's document or SDK send refuses; over others it warns.")
	noneKnown = text.T("没有已知的限制。", "None is known.")
)

// places lists where codes are given, in the order in which they are shown.
func places() []catalog.At {
	return []catalog.At{catalog.AtAuth, catalog.AtSend, catalog.AtTarget, catalog.AtReceipt, catalog.AtPhone}
}

func placeName(at catalog.At) text.Text {
	switch at {
	case catalog.AtAuth:
		return text.T("登录的应答", "the answer of the login call")
	case catalog.AtSend:
		return text.T("发送的应答", "the answer of the send call")
	case catalog.AtTarget:
		return text.T("发送的应答里，针对单个 token", "for one token, inside the answer of the send call")
	case catalog.AtReceipt:
		return text.T("厂商事后发来的回执", "a receipt that the vendor posts later")
	case catalog.AtPhone:
		return text.T("手机上的厂商 SDK", "the vendor's SDK on the phone")
	}
	return text.Same(string(at))
}

func codesAt(codes []catalog.Code, at catalog.At) []catalog.Code {
	var out []catalog.Code
	for _, c := range codes {
		if c.At == at {
			out = append(out, c)
		}
	}
	return out
}

func measureName(m catalog.Measure) text.Text {
	switch m {
	case catalog.TitleLength:
		return text.T("标题", "title")
	case catalog.BodyLength:
		return text.T("正文", "body")
	case catalog.DataSize:
		return text.T("附加数据", "data")
	case catalog.DataPairs:
		return text.T("附加数据的对数", "pairs of data")
	case catalog.PayloadSize:
		return text.T("请求体（不含 token）", "whole body without tokens")
	case catalog.TTLSeconds:
		return text.T("有效期", "ttl")
	case catalog.CollapseLength:
		return text.T("--collapse 的值", "--collapse value")
	case catalog.ClickLength:
		return text.T("点击的 URL 或 intent", "url or intent of --click")
	}
	return text.Same(string(m))
}

// limitRange is a bound in words.
func limitRange(l catalog.Limit) text.Text {
	soft := text.F("超过 %s时警告", "a warning over %s", amount(l.Soft, l.Unit))
	var out text.Text
	switch {
	case l.Max == 0:
		return soft
	case l.Min > 0:
		out = text.F("%d 至 %s", "%d to %s", l.Min, amount(l.Max, l.Unit))
	default:
		out = text.F("最多 %s", "at most %s", amount(l.Max, l.Unit))
	}
	if l.Soft > 0 {
		out = text.F("%s，%s", "%s, %s", out, soft)
	}
	return out
}

// amount is a number and its unit. It spares the reader the division of seconds
// into days.
func amount(n int, unit catalog.Unit) text.Text {
	const day = 86400
	switch {
	case unit == catalog.Characters:
		return text.F("%d 个字符", "%d characters", n)
	case unit == catalog.Bytes:
		return text.F("%d 字节", "%d bytes", n)
	case unit == catalog.Pairs:
		return text.F("%d 对", "%d pairs", n)
	case unit == catalog.Seconds && n == day:
		return text.F("%d 秒（1 天）", "%d seconds (1 day)", n)
	case unit == catalog.Seconds && n%day == 0:
		return text.F("%d 秒（%d 天）", "%d seconds (%d days)", n, n/day)
	case unit == catalog.Seconds:
		return text.F("%d 秒", "%d seconds", n)
	}
	return text.F("%d %s", "%d %s", n, string(unit))
}

// sureSuffix says where a fact comes from, unless it is the vendor's document.
func sureSuffix(c catalog.Certainty) text.Text {
	if c == catalog.Documented {
		return text.Text{}
	}
	return text.F("（%s）", " (%s)", SureName(c))
}

// hostUse is what a host is for.
func hostUse(h catalog.Host) text.Text {
	use := h.For
	if h.Region != "" {
		use = text.F("%s；地区或环境为 %s", "%s; region or environment %s", use, h.Region)
	}
	return text.F("%s%s", "%s%s", use, sureSuffix(h.Sure))
}

func tokenAbout(t catalog.Token) text.Text {
	return text.F("%s：%s%s", "%s: %s%s", t.Name, t.About, sureSuffix(t.Sure))
}

// howToGive says where the credentials are written; quote stands around what is
// typed.
func howToGive(id, quote string) text.Text {
	typed := func(s string) string { return quote + s + quote }
	variable := "OFFPUSH_" + strings.ToUpper(id) + "_"
	return text.T(
		"写在 "+typed("offpush.toml")+" 的 "+typed("[vendor."+id+"]")+" 里，或用 "+typed("--set 字段=值")+"、环境变量 "+typed(variable+"<字段名大写>")+" 给出。",
		"They stand in "+typed("[vendor."+id+"]")+" of "+typed("offpush.toml")+", or come from "+typed("--set FIELD=VALUE")+" or the environment variable "+typed(variable+"<FIELD>")+".")
}

// fieldNotes are the properties of a field.
func fieldNotes(f catalog.Field) []text.Text {
	var out []text.Text
	if f.Secret {
		out = append(out, text.T("机密，不会显示", "secret, never shown"))
	}
	if f.File {
		out = append(out, text.T("值是文件路径", "the value is a path"))
	}
	if len(f.Values) > 0 {
		out = append(out, text.F("取值：%s", "values: %s", text.List(f.Values)))
	}
	if len(f.Lookalikes) > 0 {
		var names []string
		for _, l := range f.Lookalikes {
			names = append(names, l.Name)
		}
		out = append(out, text.F("能认出误填的：%s", "recognised when put here by mistake: %s", text.List(names)))
	}
	return out
}

func joined(parts []text.Text) text.Text {
	var zh, en []string
	for _, t := range parts {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return text.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

// flagName is a flag of send as it is typed; the catalog also names kinds of
// values, as in "click url".
func flagName(flag string) string {
	name, value, ok := strings.Cut(flag, " ")
	if !ok {
		return "--" + name
	}
	return "--" + name + " " + value + "="
}
