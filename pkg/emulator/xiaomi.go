package emulator

import (
	"crypto/subtle"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// The codes that checks of their own give; those of fields stand in
// xiaomi_rules.go.
const (
	xiaomiOK        = "0"
	xiaomiIllegal   = "10012" // the request as a whole
	xiaomiMissing   = "10016"
	xiaomiInvalid   = "10017"
	xiaomiNoTarget  = "20301"
	xiaomiAuth      = "21301"
	xiaomiPackage   = "22022"
	xiaomiChannel   = "27001"
	xiaomiOverQuota = "200001"
)

// xiaomiMaxTokens is how many regIds a call may have; inferred from what clients
// send at once.
const xiaomiMaxTokens = 1000

// xiaomi is MiPush: no login, one header with the AppSecret, a form, and JSON that
// comes with HTTP 200 whatever it says. Sources: dev.mi.com pId=1559 (API,
// 2024-10-21), 1558 (Java SDK), 1560 (codes), 1656 (limits, 2026-02-04), 2314 (templates,
// 2026-06-02), the official Java SDK 2.2.18 to 2.3.0, and answers that people have
// recorded.
type xiaomi struct {
	secret   string
	packages []string // of the AppSecret
	region   string   // "" when the account names none
	regions  map[string]string
	wrong    []xiaomiLookalike
	token    *regexp.Regexp
	steps    []func(c *call) *answer
	required table
	fields   table
}

// xiaomiLookalike is another credential that is often put in place of the secret.
type xiaomiLookalike struct {
	name string
	form *regexp.Regexp
}

func newXiaomi(s *setup) (*dialect, error) {
	if err := s.need("app_secret", "package_name"); err != nil {
		return nil, err
	}
	v, _ := catalog.ByID(s.vendor)
	push := v.Push()
	x := &xiaomi{
		secret: s.fields["app_secret"], packages: xiaomiList(s.fields["package_name"]),
		region: s.fields["region"], regions: map[string]string{},
		token: whole(push.Token.Form), required: xiaomiRequired(), fields: xiaomiFields(),
	}
	field, _ := push.Field("app_secret")
	for _, l := range field.Lookalikes {
		x.wrong = append(x.wrong, xiaomiLookalike{l.Name, whole(l.Form)})
	}
	var hosts []host
	for _, h := range push.Hosts {
		u, err := url.Parse(h.URL)
		if err != nil {
			return nil, fmt.Errorf("a host of %s: %w", s.vendor, err)
		}
		// The newest official SDK, which page 1558 calls that of HTTP/2, asks for it.
		hosts = append(hosts, host{name: u.Hostname(), protocols: []string{protoHTTP2, protoHTTP1}})
		if h.Region != "" {
			x.regions[u.Hostname()] = h.Region
		}
	}
	// The order in which Xiaomi looks is not documented; this one is inferred.
	x.steps = []func(c *call) *answer{
		x.method, x.authorize, x.encoding, x.app, x.members, x.extras, x.times, x.channel, x.template, x.place,
	}
	return &dialect{
		hosts: hosts,
		routes: []route{
			{path: "/v2/message/regid", at: catalog.AtSend, read: x.read, serve: x.serve},
			{path: "/v3/message/regid", at: catalog.AtSend, read: x.read, serve: x.serve},
			{path: "/v4/message/regid", at: catalog.AtSend, read: x.read, serve: x.serve},
		},
		prefixes: xiaomiPrefixes(), refuse: x.refuse, lost: x.lost,
		single: func(c *call, code string) bool { return code == xiaomiNoTarget && c.spares() },
	}, nil
}

// xiaomiList splits a list that is joined by commas, and drops what is empty.
func xiaomiList(s string) []string {
	var out []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

var xiaomiKey = regexp.MustCompile(`(?i)^\s*key\s*=\s*`)

func (x *xiaomi) read(c *call) {
	x.hide(c)
	f := c.form()
	c.tokens = xiaomiList(f.Get("registration_id"))
	c.title, c.bodyText, c.class = f.Get("title"), f.Get("description"), f.Get("extra.channel_id")
	own := xiaomiOwn(f)
	switch {
	case f.Has("payload"):
		c.data = f.Get("payload")
	case len(own) > 0:
		pairs := map[string]any{}
		for _, name := range own {
			pairs[strings.TrimPrefix(name, xiaomiExtra)] = f.Get(name)
		}
		c.data = pairs
	}
}

// hide keeps what was sent as the secret out of sight, in whatever form.
func (x *xiaomi) hide(c *call) {
	if h := c.request.Header.Get("Authorization"); h != "" {
		c.secret(h[len(xiaomiKey.FindString(h)):])
	}
}

func (x *xiaomi) serve(c *call) *answer {
	for _, step := range x.steps {
		if a := step(c); a != nil {
			return a
		}
	}
	return x.targets(c)
}

func (x *xiaomi) method(c *call) *answer {
	if c.request.Method != http.MethodPost {
		return c.refuse(xiaomiIllegal, "请求方法是 %s，应为 POST", "the method is %s, it must be POST", text.Visible(c.request.Method))
	}
	if strings.HasPrefix(c.request.URL.Path, "/v4/") {
		return c.doubt(xiaomiIllegal, "/v4/message/regid 不在小米的文档和 SDK 里，只有第三方代码在用；请改用 /v3/message/regid",
			"/v4/message/regid is in no document or SDK of Xiaomi's, only in other people's code; use /v3/message/regid")
	}
	return nil
}

// authorize checks the header that page 1559 documents: "key" in lower case, no
// blanks around the sign.
func (x *xiaomi) authorize(c *call) *answer {
	header := c.request.Header.Get("Authorization")
	if header == "" {
		return c.refuse(xiaomiAuth, "没有 Authorization 请求头，应为 Authorization: key=<AppSecret>", "there is no Authorization header; it should be Authorization: key=<AppSecret>")
	}
	secret, ok := strings.CutPrefix(header, "key=")
	if !ok {
		return c.refuse(xiaomiAuth, "Authorization 的写法不对，应为 key=<AppSecret>：key 小写，等号两侧没有空格",
			"the Authorization header should read key=<AppSecret>, with key in lower case and no blanks around the equals sign")
	}
	if subtle.ConstantTimeCompare([]byte(secret), []byte(x.secret)) == 1 {
		c.passed("AppSecret 正确", "the AppSecret is right")
		return nil
	}
	for _, w := range x.wrong {
		if w.form.MatchString(secret) {
			return c.refuse(xiaomiAuth, "Authorization 里的值像是 %s，应填 AppSecret", "the value in Authorization looks like the %s; it must be the AppSecret", w.name)
		}
	}
	return c.refuse(xiaomiAuth, "Authorization 里的 AppSecret 与模拟器的账号不同", "the AppSecret in Authorization is not that of the emulator's account")
}

// encoding checks that the body is a form, encoded once and in UTF-8.
func (x *xiaomi) encoding(c *call) *answer {
	f, query := c.form(), c.request.URL.Query()
	known := []string{"registration_id", "restricted_package_name", "title", "description", "payload"}
	if len(c.body) > 0 && !slices.ContainsFunc(known, f.Has) {
		return c.refuse(xiaomiIllegal, "请求体不是表单：%[1]s。应按 application/x-www-form-urlencoded 编码", "the body is no form: %[2]s. Encode it as application/x-www-form-urlencoded", x.formless(c).ZH, x.formless(c).EN)
	}
	for _, name := range known[:2] { // which every message needs
		if !f.Has(name) && query.Has(name) {
			return c.refuse(xiaomiMissing, "%s 写在 URL 的查询参数里，这样读不到：参数应放在请求体的表单里", "%s stands in the query of the URL, where it is not read: parameters belong in the body, as a form", name)
		}
	}
	if len(c.body) > 0 && c.mediaType() != "application/x-www-form-urlencoded" {
		if a := c.doubt(xiaomiIllegal, "Content-Type 应为 application/x-www-form-urlencoded;charset=UTF-8", "the Content-Type should be application/x-www-form-urlencoded;charset=UTF-8"); a != nil {
			return a
		}
	}
	if x.badEscape(c.body) {
		if a := c.doubt(xiaomiIllegal, "请求体里有单独的 %%：字段没有按表单编码，已丢弃", "there is a %% in the body that begins no escape: the field is not form-encoded, and was dropped"); a != nil {
			return a
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if !utf8.ValidString(f.Get(name)) {
			return c.doubt(xiaomiIllegal, "%s 不是 UTF-8 文本", "%s is not UTF-8 text", text.Visible(name))
		}
	}
	return x.twice(c)
}

// formless says what a body is that has no field of a message.
func (x *xiaomi) formless(c *call) text.Text {
	switch _, err := jsonValue(c.body); {
	case strings.HasPrefix(c.mediaType(), "multipart/"):
		return text.T("它是 multipart/form-data", "it is multipart/form-data")
	case err == nil:
		return text.T("它是 JSON", "it is JSON")
	}
	return text.T("没有认得的字段", "none of its fields is known")
}

// app checks that the package is one of the AppSecret: one name with V2, several
// with V3 (page 1559).
func (x *xiaomi) app(c *call) *answer {
	value := c.form().Get("restricted_package_name")
	if strings.TrimSpace(value) == "" {
		return c.refuse(xiaomiMissing, "缺少 restricted_package_name（应用的包名）", "restricted_package_name, the app's package, is missing")
	}
	names := []string{value}
	if !strings.HasPrefix(c.request.URL.Path, "/v2/") {
		names = xiaomiList(value)
	} else if strings.Contains(value, ",") {
		return c.refuse(xiaomiPackage, "V2 接口只能有一个包名，多个包名请用 /v3/message/regid", "V2 takes one package; use /v3/message/regid for several")
	}
	for _, name := range names {
		if !slices.Contains(x.packages, name) {
			return c.refuse(xiaomiPackage, "包名 %s 不属于这个 AppSecret，它的包名是 %s", "the package %s does not belong to this AppSecret, whose package is %s", shown(name), text.List(x.packages))
		}
	}
	c.passed("包名正确", "the package is right")
	return nil
}

// place checks the host: page 1696 wants that of the device's region, and the
// sandbox is for iOS alone (p=533). What Xiaomi answers otherwise is inferred.
func (x *xiaomi) place(c *call) *answer {
	if c.host == "sandbox.xmpush.xiaomi.com" {
		return c.doubt(xiaomiNoTarget, "沙盒域名只用于 iOS，Android 的 regId 在那里无效", "the sandbox is for iOS only, and knows no regId of Android")
	}
	if region := x.regions[c.host]; region != "" && x.region != "" && region != x.region {
		return c.doubt(xiaomiNoTarget, "%s 是 %s 的域名，账号的 region 是 %s；域名必须与设备所在地区一致", "%s is the host of %s, but the account's region is %s; the host must be that of the device's region", c.host, region, x.region)
	}
	return nil
}
