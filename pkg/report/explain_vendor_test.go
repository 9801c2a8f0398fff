package report_test

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/offpush/offpush/pkg/catalog"
	rep "github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// acme is made up, so that the golden files do not change with the real tables.
func acme() (catalog.Vendor, *catalog.Push) {
	push := &catalog.Push{
		Console: text.T("示例平台 → 推送服务", "Example console, Push"),
		Fields: []catalog.Field{
			{Name: "app_secret", Console: text.Same("AppSecret"), Secret: true,
				About:      text.T("服务端唯一的凭据，二十四个字符左右，以两个等号结尾，只用在服务端", "the server's only credential, about 24 characters that end in two equals signs; for servers only"),
				Lookalikes: []catalog.Lookalike{{Name: "AppKey", Form: `\d{13}`}, {Name: "AppID", Form: `\d{17}`}}},
			{Name: "region", Console: text.T("地区", "region"), About: text.T("决定域名", "chooses the host"), Values: []string{"cn", "intl"}},
			{Name: "key_file", Console: text.T("密钥文件", "key file"), About: text.T("签名用", "to sign with"), File: true},
		},
		Hosts: []catalog.Host{
			{URL: "https://push.example.com", For: text.T("发送", "sending"), Region: "cn"},
			{URL: "https://push-international-gateway.example.com", For: text.T("海外的发送", "sending overseas"), Region: "intl", Sure: catalog.ThirdParty},
		},
		Token: catalog.Token{Name: text.Same("regId"), About: text.T("三十二位十六进制数，没有公布格式", "32 hexadecimal digits of no published form"), Sure: catalog.Guess},
		Limits: []catalog.Limit{
			{Of: catalog.TitleLength, Unit: catalog.Characters, Min: 1, Max: 40, Soft: 20, Note: text.T("旧文档为 20 个字符", "20 characters in the older document")},
			{Of: catalog.PayloadSize, Unit: catalog.Bytes, Max: 4096, Sure: catalog.FromSDK},
			{Of: catalog.TTLSeconds, Unit: catalog.Seconds, Max: 1296000, Soft: 86400},
			{Of: catalog.DataPairs, Unit: catalog.Pairs, Soft: 10, Sure: catalog.Guess},
			{Of: catalog.DataSize, Unit: catalog.Characters, Max: 1000},
		},
		Cannot: []catalog.Cannot{
			{Flag: catalog.FlagBadge, Why: text.T("接口没有角标字段", "the API has no field for a badge")},
			{Flag: catalog.FlagClickURL, Why: text.T("接口没有打开网址的字段", "the API has no field for opening a URL")},
		},
		Classes: []text.Text{text.T("系统消息不限量，运营消息每天 2 条", "System messages are unlimited, operational ones 2 a day")},
		Silent: []text.Text{
			text.T("手机上关闭了该应用的通知，或锁屏、状态栏、静音设置不让它显示", "the app's notifications are off, or lock screen, status bar or silent mode hide them"),
			text.T("当天的条数已用完", "the messages of the day are used up"),
		},
		Codes: []catalog.Code{
			{Code: "16", At: catalog.AtAuth, Class: catalog.ClassCredential, Meaning: text.T("签名无效", "the signature is not valid"), Remedy: text.T("重新复制密钥", "Copy the secret again")},
			{Code: "0", At: catalog.AtSend, Status: 200, Class: catalog.ClassNone, Meaning: text.T("已受理", "accepted")},
			{Code: "16", At: catalog.AtSend, Status: 400, Text: "Invalid|Token <16>", Class: catalog.ClassToken, Sure: catalog.ThirdParty,
				Meaning: text.T("token 无效，或者它属于别的应用、别的地区", "the token is not valid, or it belongs to another app or to another region"),
				Causes: []text.Text{
					text.T("token 属于别的应用：包里的配置文件或包名不对，自定义基座与正式包用了不同的配置", "the token belongs to another app: the build has a wrong configuration file or package name"),
					text.T("复制时多了空白", "blanks were copied with it"),
				},
				Remedy: text.T("在手机上重新取 token，完整复制，并核对 *app_id* 与 _app_ 属于同一个应用", "Get the token from the phone again, copy all of it, and check that *app_id* and _app_ are of one app")},
			{Code: "noRightToSendThisLiveNotificationEvent", At: catalog.AtTarget, Class: catalog.ClassPermission, Sure: catalog.Guess,
				Meaning: text.T("没有发送这种事件的权益", "no right to send this event"), Remedy: text.T("申请权益", "Apply for the right")},
		},
		Families: []catalog.Family{
			{Form: `1\d|2\d`, Class: catalog.ClassCredential, Meaning: text.T("登录有误", "the login is wrong"), Remedy: text.T("核对凭据", "Check the credentials")},
			{Status: 503, Class: catalog.ClassThrottled, Meaning: text.T("被流控", "flow control"), Remedy: text.T("降低频率", "Slow down")},
		},
	}
	return catalog.Vendor{ID: "acme", Name: text.T("示例", "Acme")}, push
}

func TestVendor(t *testing.T) {
	v, push := acme()
	var same []rep.VendorCode
	for _, c := range push.Codes {
		if c.Code == "16" {
			same = append(same, rep.VendorCode{Vendor: v, Code: c})
		}
	}
	for _, lang := range langs {
		for _, width := range []int{40, 80, 100} {
			golden(t, fmt.Sprintf("vendor.%s.%d.txt", lang, width), func(w io.Writer) error { return rep.Vendor(w, v, push, options(lang, width)) })
		}
		for _, width := range []int{40, 80} {
			golden(t, fmt.Sprintf("vendor-code.%s.%d.txt", lang, width), func(w io.Writer) error { return rep.VendorCodes(w, same, options(lang, width)) })
		}
	}
}

// TestVendorDocs holds the documents that are made of the real tables.
func TestVendorDocs(t *testing.T) {
	for lang, name := range map[text.Lang]string{text.EN: "vendors.md", text.ZH: "vendors.zh-CN.md"} {
		doc := golden(t, "../../../docs/"+name, func(w io.Writer) error { return rep.VendorsMarkdown(w, lang) })
		cells := regexp.MustCompile(`[^\\]\|`)
		columns := 0
		for line := range strings.Lines(doc) {
			line = strings.TrimSuffix(line, "\n")
			if !strings.HasPrefix(line, "|") {
				columns = 0
				continue
			}
			n := len(cells.FindAllString(line, -1))
			if columns == 0 {
				columns = n
			}
			if n != columns {
				t.Errorf("%s: %d cells where the table has %d: %s", name, n, columns, line)
			}
		}
		for _, v := range catalog.Vendors() {
			for _, c := range v.Push().Codes {
				if !strings.Contains(doc, "\n| `"+c.Code+"` |") {
					t.Errorf("%s does not have %s of %s", name, c.Code, v.ID)
				}
			}
		}
	}
}

// TestVendorPagesFit: the real tables at all widths have no line wider than
// asked but addresses, no control character, the same text with colours, and no
// Chinese in English but the vendors' own words.
func TestVendorPagesFit(t *testing.T) {
	for _, v := range catalog.Vendors() {
		push := v.Push()
		for _, lang := range langs {
			for width := 40; width <= 100; width += 12 {
				var b, painted strings.Builder
				write := func(w io.Writer, o rep.Options) {
					if err := rep.Vendor(w, v, push, o); err != nil {
						t.Fatal(err)
					}
					for _, c := range push.Codes {
						if lang == text.EN {
							c.Text = ""
						}
						if err := rep.VendorCodes(w, []rep.VendorCode{{Vendor: v, Code: c}}, o); err != nil {
							t.Fatal(err)
						}
					}
				}
				o := options(lang, width)
				write(&b, o)
				o.Colour = true
				write(&painted, o)
				if unpaint(painted.String()) != b.String() {
					t.Errorf("%s: colours change the text", v.ID)
				}
				for line := range strings.Lines(b.String()) {
					line = strings.TrimSuffix(line, "\n")
					if strings.ContainsFunc(line, unicode.IsControl) || strings.TrimRight(line, " ") != line {
						t.Errorf("%s %s: control character or space at the end: %q", v.ID, lang, line)
					}
					if lang == text.EN && strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
						t.Errorf("%s: Chinese in English: %q", v.ID, line)
					}
					if n := text.Width(line); n > width && !strings.HasPrefix(line, "  https://") && !strings.Contains(line, "offpush explain") {
						t.Errorf("%s %s: %d cells where %d are allowed: %q", v.ID, lang, n, width, line)
					}
				}
			}
		}
	}
}
