package emulator

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// meizuSign is the signature of Meizu's document: all parameters but sign, sorted
// by name, as name=value without anything between them, then the AppSecret; the
// MD5 of that in lower case. Values are what they were before the URL encoding.
func meizuSign(form url.Values, secret, between string, value func(name, raw string) string) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(form)), func(name string) bool { return name == "sign" })
	pairs := make([]string, len(names))
	for i, name := range names {
		pairs[i] = name + "=" + value(name, form.Get(name))
	}
	sum := md5.Sum([]byte(strings.Join(pairs, between) + secret))
	return hex.EncodeToString(sum[:])
}

func meizuRaw(_, raw string) string { return raw }

// meizuMistakes are signatures that are wrong in a way that can be told.
var meizuMistakes = []struct {
	why     text.Text
	between string
	value   func(name, raw string) string
}{
	{text.T("参数之间多了 &，应直接相连", "the parameters were joined with &; nothing stands between them"), "&", meizuRaw},
	{meizuEncoded, "", meizuEscaped()},                                                                       // Go, Python's quote_plus
	{meizuEncoded, "", meizuEscaped("%2A", "*", "~", "%7E")},                                                 // Java's URLEncoder
	{meizuEncoded, "", meizuEscaped("+", "%20")},                                                             // PHP's rawurlencode
	{meizuEncoded, "", meizuEscaped("+", "%20", "%2F", "/")},                                                 // Python's quote
	{meizuEncoded, "", meizuEscaped("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")}, // JavaScript's encodeURIComponent
	{text.T("签的是紧凑的 messageJson，发出的却有空白：两者要逐字节相同", "a compact messageJson was signed, the one sent has blanks: they must be the same bytes"), "", meizuCompact},
}

var meizuEncoded = text.T("签的是 URL 编码后的值，应签原值", "the values were signed after their URL encoding; sign the raw ones")

// meizuEscaped is the URL encoding of a language, by its differences from Go's.
func meizuEscaped(differences ...string) func(name, raw string) string {
	r := strings.NewReplacer(differences...)
	return func(_, raw string) string { return r.Replace(url.QueryEscape(raw)) }
}

// meizuCompact is messageJson without blanks.
func meizuCompact(name, raw string) string {
	var b bytes.Buffer
	if name != "messageJson" || json.Compact(&b, []byte(raw)) != nil {
		return raw
	}
	return b.String()
}

// signature verifies sign, and says what was done wrong where that can be told.
func (m *meizu) signature(c *call) *answer {
	form := c.form()
	got, want := form.Get("sign"), meizuSign(form, m.appSecret, "", meizuRaw)
	if hmac.Equal([]byte(got), []byte(want)) {
		c.passed("签名正确", "signature right")
		return nil
	}
	why := text.T("核对 AppSecret（不是 AppKey），以及除 sign 外的所有参数都签了原值", "check that it is the AppSecret and not the AppKey, and that all parameters but sign were signed raw")
	if strings.EqualFold(got, want) {
		why = text.T("要用小写的十六进制", "its hexadecimal digits have to be in lower case")
	}
	for _, mistake := range meizuMistakes {
		if strings.EqualFold(got, meizuSign(form, m.appSecret, mistake.between, mistake.value)) && !strings.EqualFold(got, want) {
			why = mistake.why
		}
	}
	return c.refuse("1006", "签名不对：%s", "the signature is wrong: %s", why)
}
