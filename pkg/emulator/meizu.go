package emulator

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// meizu is Meizu's push server after its REST document (MEIZUPUSH/PushAPI,
// 2025-04) and its Java SDK 1.2.13. There is no login; each request is signed.
type meizu struct {
	appID, appSecret       string
	pushID, packageName    *regexp.Regexp
	varnished, unvarnished table // of messageJson
}

// The bounds of a request.
const (
	meizuPushIDs  = 100 // 1000 until 2023-08-21
	meizuPackages = 50  // of the SDK
)

func newMeizu(s *setup) (*dialect, error) {
	if err := s.need("app_id", "app_secret"); err != nil {
		return nil, err
	}
	vendor, _ := catalog.ByID(s.vendor)
	m := &meizu{
		appID: s.fields["app_id"], appSecret: s.fields["app_secret"],
		pushID: whole(vendor.Push().Token.Form), packageName: whole(`[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+`),
		varnished: meizuVarnished(), unvarnished: meizuUnvarnished(),
	}
	return &dialect{
		routes: []route{
			{path: meizuPath + "varnished/pushByPushId", at: catalog.AtSend, read: meizuReadNotice, serve: m.notice},
			{path: meizuPath + "unvarnished/pushByPushId", at: catalog.AtSend, read: meizuReadData, serve: m.passThrough},
		},
		prefixes: []string{"/garcia/", "/ups/"},
		refuse:   meizuRefuse,
		lost:     meizuLost,
	}, nil
}

// meizuPath is before the names of all calls that push.
const meizuPath = "/garcia/api/server/push/"

// meizuRead takes out of the form what is common to both kinds of message.
func meizuRead(c *call) map[string]any {
	form := c.form()
	if sign := form.Get("sign"); sign != "" {
		c.secret(sign)
	}
	c.tokens = meizuList(form.Get("pushIds"))
	// The JSON of a request is that in its form.
	c.document, c.read = object([]byte(form.Get("messageJson")))
	return c.document
}

func meizuReadNotice(c *call) {
	bar := lookup(meizuRead(c), "noticeBarInfo")
	c.title, c.bodyText = words(bar, "title"), words(bar, "content")
	c.class = scalar(lookup(bar, "noticeMsgType"))
	click := lookup(c.document, "clickTypeInfo")
	if own := words(click, "customAttribute"); own != "" {
		c.data = own
	} else if extras, ok := lookup(click, "parameters").(map[string]any); ok {
		c.data = extras
	}
}

func meizuReadData(c *call) {
	document := meizuRead(c)
	c.title = words(document, "title")
	if content := words(document, "content"); content != "" {
		c.data = content
	}
}

// meizuList is a list as Meizu has them in forms.
func meizuList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

// notice judges a notification bar message.
func (m *meizu) notice(c *call) *answer {
	if a := m.judge(c, &m.varnished); a != nil {
		return a
	}
	return m.deliver(c)
}

// passThrough judges a pass-through message. Meizu has restricted them since June
// 2018 and lists the call as discontinued, so that also a right one is refused.
func (m *meizu) passThrough(c *call) *answer {
	if a := m.judge(c, &m.unvarnished); a != nil {
		return a
	}
	return c.refuse("110053", "透传自 2018 年 6 月起受限，接口已列为停用，改用通知栏消息 varnished/pushByPushId", "pass-through is restricted since June 2018 and its call listed as discontinued; send a notification with varnished/pushByPushId")
}

// judge looks at all but the tokens, in the order that suggests itself: that of
// Meizu is not known.
func (m *meizu) judge(c *call, message *table) *answer {
	for _, check := range []func(*call) *answer{meizuForm, meizuPresent, m.app, m.signature, m.lists} {
		if a := check(c); a != nil {
			return a
		}
	}
	document, err := c.json()
	if err != nil {
		return c.refuse("1005", "messageJson 不是 JSON 对象：%v", "messageJson is no JSON object: %v", err)
	}
	if a := message.check(c, document); a != nil {
		return a
	}
	if a := meizuExtra(c, message, document); a != nil {
		return a
	}
	c.passed("messageJson 正确", "messageJson right")
	return nil
}

func meizuForm(c *call) *answer {
	if c.request.Method != http.MethodPost {
		a := c.refuse("1005", "方法是 %s，应为 POST", "the method is %s; it has to be POST", c.request.Method)
		a.status = http.StatusMethodNotAllowed
		a.setHeader("Allow", http.MethodPost)
		return a
	}
	if media := c.mediaType(); media != "application/x-www-form-urlencoded" {
		return c.refuse("110004", "Content-Type 是 %s，读不到参数；应为 application/x-www-form-urlencoded;charset=UTF-8", "the Content-Type is %s, so no parameter is read; it has to be application/x-www-form-urlencoded;charset=UTF-8", shown(media))
	}
	return nil
}

func meizuPresent(c *call) *answer {
	for _, name := range []string{"appId", "pushIds", "messageJson", "sign"} {
		if strings.Trim(c.form().Get(name), ", ") == "" {
			return c.refuse("110004", "缺少参数 %s，或是空的", "the parameter %s is missing or empty", name)
		}
	}
	return nil
}

func (m *meizu) app(c *call) *answer {
	if id := c.form().Get("appId"); id != m.appID {
		return c.refuse("110000", "appId 是 %s，配置的是 %s；不要填 AppKey", "appId is %s, the one configured is %s; the AppKey does not stand for it", shown(id), shown(m.appID))
	}
	return nil
}

// lists judges the numbers of pushIds and of package names.
func (m *meizu) lists(c *call) *answer {
	if n := len(c.tokens); n > meizuPushIDs {
		return c.refuse("1005", "pushIds 有 %d 个，每次最多 %d 个（2023-08-21 前为 1000 个）", "there are %d pushIds, the most at a time is %d (1000 until 2023-08-21)", n, meizuPushIDs)
	}
	packages := meizuList(c.form().Get("restrictedPackageNames"))
	if len(packages) > meizuPackages {
		return c.refuse("1005", "restrictedPackageNames 有 %d 个，最多 %d 个", "there are %d restrictedPackageNames, the most is %d", len(packages), meizuPackages)
	}
	for _, name := range packages {
		if !m.packageName.MatchString(name) {
			return c.refuse("110031", "restrictedPackageNames 里的 %s 不是包名", "%s in restrictedPackageNames is no package name", shown(name))
		}
	}
	return nil
}

// deliver judges the pushIds. Bad ones stand in an answer that says success.
func (m *meizu) deliver(c *call) *answer {
	bad := c.unusable(meizuPushID)
	if a := m.shapes(c, bad); a != nil {
		return a
	}
	if good := len(c.tokens) - len(bad); good > 0 {
		c.passed("%[1]d 个 pushId 有效", "%[2]s valid", good, text.Plural(good, "pushId"))
	}
	return meizuTaken(c, bad)
}

func meizuPushID(_ string, state TokenState) (badToken, bool) {
	switch state {
	case Unregistered:
		return badToken{"110002", text.T("pushId 没有订阅：应用已卸载或已退订", "the pushId is not subscribed: the app was removed or has unsubscribed")}, true
	case Expired:
		return badToken{"110002", text.T("pushId 已失效，手机上已有新的", "the pushId is dead, the phone has a newer one")}, true
	case OtherApp:
		return badToken{"110003", text.T("pushId 属于别的应用", "the pushId is of another app")}, true
	}
	return badToken{}, false
}

// shapes looks for pushIds that look like none. Their form is inferred from the
// document's samples.
func (m *meizu) shapes(c *call, bad map[string]badToken) *answer {
	var odd []string
	for _, t := range c.tokens {
		if _, known := bad[t]; !known && !m.pushID.MatchString(t) {
			odd = append(odd, t)
		}
	}
	if len(odd) == 0 {
		return nil
	}
	a := c.doubt("110003", "%d 个 pushId 不像魅族的：应为 45 个字符，一两个大写字母开头，后面是十六进制数",
		"%d of the pushIds do not look like Meizu's, which have 45 characters: one or two capital letters, then hexadecimal digits", len(odd))
	if a == nil {
		return nil
	}
	for _, t := range odd {
		bad[t] = badToken{"110003", a.why}
	}
	return nil
}
