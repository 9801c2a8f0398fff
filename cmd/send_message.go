package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// maxPayload bounds a body of one's own, in bytes; the vendors take 4 KiB.
const maxPayload = 1 << 20

// message is what the flags say of the message, for any vendor. What they leave
// out is filled in for each vendor by withDefaults.
func (a *app) message(o sendOptions) (vendor.Message, error) {
	m := vendor.Message{
		Title: o.title, Body: o.body, ChannelID: o.channelID, Category: o.category, Importance: o.importance,
		Sound: o.sound, Collapse: o.collapse, Image: o.image, Test: o.test, DataMessage: o.dataMessage,
		PayloadOnly: o.payloadOnly, DryRun: o.dryRun,
	}
	var err error
	if m.Data, err = pairs("data", o.data); err != nil {
		return m, err
	}
	if m.Click, err = click(o.click); err != nil {
		return m, err
	}
	if o.given("ttl") {
		if o.ttl < 0 {
			return m, badFlag("ttl", text.F("%s 小于 0", "%s is below 0", o.ttl))
		}
		if o.ttl%time.Second != 0 {
			return m, badFlag("ttl", text.F("%s 不是整秒数", "%s is not a number of whole seconds", o.ttl))
		}
		m.TTL = &o.ttl
	}
	if o.given("badge") {
		if o.badge < 0 {
			return m, badFlag("badge", text.F("%d 小于 0", "%d is below 0", o.badge))
		}
		m.Badge = &o.badge
	}
	for _, f := range []struct{ flag, value string }{{"title", o.title}, {"body", o.body}} {
		if o.given(f.flag) && strings.TrimSpace(f.value) == "" {
			return m, badFlag(f.flag, text.T("是空的", "is empty"))
		}
	}
	if m.Payload, err = a.payload(o); err != nil {
		return m, err
	}
	if o.payloadOnly {
		for _, flag := range []string{"title", "body"} {
			if o.given(flag) {
				return m, badFlag(flag, text.T("与 --payload-only 不能同用：消息体原样发送", "does not go with --payload-only, which sends the file as it is"))
			}
		}
	}
	if o.asIM {
		// The plugin's click listener reads the object entity of ext.
		ext := asIM(m.Data)
		m.Ext, m.Data = &ext, nil
	}
	return m, nil
}

func badFlag(flag string, what text.Text) *failure {
	return usageError("bad-flag", text.F("--%s：%s", "--%s: %s", flag, what))
}

// pairs reads the K=V of a flag that may be repeated.
func pairs(flag string, args []string) (map[string]string, error) {
	var out map[string]string
	for _, arg := range args {
		k, v, ok := strings.Cut(arg, "=")
		switch {
		case ok && k != "":
		case flag == "set": // the value, most likely
			return nil, badFlag(flag, text.T("要写成“字段=值”", "needs FIELD=VALUE"))
		default:
			return nil, badFlag(flag, text.F("%q 不是“名称=值”", "%q is not NAME=VALUE", text.Visible(k)))
		}
		if _, twice := out[k]; twice {
			return nil, badFlag(flag, text.F("%q 给了两次", "%q is given twice", text.Visible(k)))
		}
		if !utf8.ValidString(arg) {
			return nil, badFlag(flag, text.F("%q 的值不是 UTF-8", "the value of %q is not UTF-8", text.Visible(k)))
		}
		if out == nil {
			out = map[string]string{}
		}
		out[k] = v
	}
	return out, nil
}

func click(value string) (vendor.Click, error) {
	if value == "" || value == "app" {
		return vendor.Click{}, nil
	}
	kind, target, _ := strings.Cut(value, "=")
	c := vendor.Click{Kind: vendor.ClickKind(kind), Value: target}
	switch c.Kind {
	case vendor.ClickURL, vendor.ClickPage, vendor.ClickIntent:
	default:
		return c, badFlag("click", text.F("%q 无效，可用：app、url=网址、page=页面、intent=intent URI", "%q is none of app, url=URL, page=PAGE and intent=INTENT", text.Visible(value)))
	}
	switch {
	case target == "":
		return c, badFlag("click", text.F("%s= 后面是空的", "there is nothing behind %s=", kind))
	case c.Kind == vendor.ClickURL && !strings.HasPrefix(target, "https://") && !strings.HasPrefix(target, "http://"):
		return c, badFlag("click", text.F("%q 不是 http(s) 网址", "%q is no http(s) address", text.Visible(target)))
	}
	return c, nil
}

// payload reads the body of one's own; numbers stay as they are written.
func (a *app) payload(o sendOptions) (map[string]any, error) {
	if o.payload == "" {
		if o.payloadOnly {
			return nil, badFlag("payload-only", text.T("要和 --payload 同用", "needs --payload"))
		}
		return nil, nil
	}
	data, err := a.readPayload(o.payload)
	name := shown(o.payload)
	if err != nil {
		return nil, badFlag("payload", text.F("无法读取 %s：%v", "%s cannot be read: %v", name, reason(err)))
	}
	if len(data) > maxPayload {
		return nil, badFlag("payload", text.F("%s 超过 1 MiB", "%s is larger than 1 MiB", name))
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) { // editors of Windows write GBK and UTF-16; encoding/json would send U+FFFD
		return nil, badFlag("payload", text.F("%s 不是 UTF-8 编码，请另存为 UTF-8", "%s is not UTF-8; save it as UTF-8", name))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var body map[string]any
	if err := d.Decode(&body); err != nil || body == nil {
		return nil, badPayload(name, data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, badFlag("payload", text.F("%s 里不止一个 JSON 对象", "there is more than one JSON object in %s", name))
	}
	if key, line := twice(data); line > 0 {
		return nil, badFlag("payload", text.F("%s:%d 的 %q 在同一个对象里已经有了", "%s:%d has %q for the second time in one object", name, line, text.Visible(key)))
	}
	return body, nil
}

func (a *app) readPayload(file string) ([]byte, error) {
	in := a.In
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, maxPayload+1))
}

// badPayload says where a body of one's own is no JSON object.
func badPayload(name string, data []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return badFlag("payload", text.F("%s:%d 不是有效的 JSON", "%s:%d is no valid JSON", name, line))
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return badFlag("payload", text.F("%s 的 JSON 不完整", "the JSON in %s is cut off", name))
	}
	return badFlag("payload", text.F("%s 不是一个 JSON 对象", "%s is no JSON object", name))
}

// asIM is the pass-through text that Tencent IM hands to its push plugin.
func asIM(data map[string]string) string {
	if data == nil {
		data = map[string]string{}
	}
	b, err := json.Marshal(map[string]any{"entity": data})
	if err != nil {
		panic(err) // strings always can be marshalled
	}
	return string(b)
}

// withDefaults gives a message a text that people recognise and vendors do not
// take for a test: some of them drop pure Latin text, the word "test", and the
// same text sent twice.
func withDefaults(m vendor.Message, id string, lang text.Lang, now time.Time) vendor.Message {
	if m.PayloadOnly || m.DataMessage && len(m.Data) > 0 {
		return m
	}
	if id != "apns" && id != "fcm" {
		lang = text.ZH
	}
	if m.Title == "" && m.Ext == nil {
		m.Title = text.T("推送通道检查", "Push channel check").In(lang)
	}
	if m.Body == "" {
		m.Body = text.F("收到这条通知，说明厂商推送通道已经打通（%s）", "You see this, so the vendor's push channel works (%s)", now.Format("15:04:05")).In(lang)
	}
	return m
}
