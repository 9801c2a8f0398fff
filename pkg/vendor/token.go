package vendor

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// distinct are the shapes that give a token's vendor away. Only the shape of the
// vendor itself can refuse a token, and only where it is documented; these make
// a warning.
var distinct = []struct {
	vendor string
	name   text.Text
	catalog.Form
}{
	{"fcm", text.T("FCM 的 registration token", "an FCM registration token"), `[\w-]{8,}:[\w-]{20,}`},
	{"oppo", text.T("OPPO 的 registration_id", "an OPPO registration_id"), `(OPPO_|OnePlus_|realme_)?(CN|EUEX|[A-Z]{2})_[0-9a-fA-F]{32}`},
	{"vivo", text.T("vivo 的 regId", "a vivo regId"), `v2-.{47,}|[0-9]{23}`},
	{"apns", text.T("APNs 的 device token", "an APNs device token"), `[0-9a-fA-F]{64}`},
	{"getui", text.T("个推（uni-push）的 cid", "a client id (cid) of GeTui or uni-push"), `[0-9a-fA-F]{32}`},
	{"meizu", text.T("魅族的 pushId", "a Meizu pushId"), `[A-Z]{1,2}[0-9a-f]{43,44}`},
	{"huawei", text.T("HarmonyOS NEXT（华为 v3 接口）的 token", "a token of HarmonyOS NEXT (Huawei's v3 API)"), `MA[A-Za-z0-9_-]{80,}`},
}

// checkToken refuses what can be no token of any vendor, or not of this one where
// the vendor documents the shape, and warns of what looks wrong.
func checkToken(v catalog.Vendor, t catalog.Token, token string) ([]text.Text, error) {
	if err := notAToken(token); err != nil {
		return nil, err
	}
	if v.ID == "apns" {
		return checkHex(token)
	}
	fits := t.Form == "" || t.Form.Match(token)
	if fits && t.Form != "" && t.Sure <= catalog.FromSDK {
		return nil, nil
	}
	if !fits && t.Sure == catalog.Documented {
		return nil, newError(idToken, text.F("这不是%[1]s的 token：%[2]s", "this is no token of %[1]s: %[2]s", after(nameIn(v)), t.About)).withHint(howToGet)
	}
	if other := otherVendor(v, token); len(other) > 0 || fits {
		return other, nil
	}
	return []text.Text{text.F("这个 token 不像%[1]s的 %[2]s：%[3]s", "this does not look like the %[2]s of %[1]s: %[3]s", after(nameIn(v)), t.Name, t.About)}, nil
}

var howToGet = text.T("offpush explain token 说明怎样取得 token", "offpush explain token says how to get one")

// notAToken finds what no vendor's token holds.
func notAToken(token string) error {
	var what text.Text
	switch {
	case token == "":
		what = text.T("token 是空的", "the token is empty")
	case token == "null" || token == "undefined" || token == "nil" || token == "[object Object]":
		what = text.F("token 是 %q：应用里还没有取到 token", "the token is %q: the app has not got one yet", token)
	case strings.HasPrefix(token, "<") && strings.HasSuffix(token, ">"):
		what = text.T("token 带着尖括号：去掉 < > 和其中的空格", "the token is in angle brackets: leave out < > and the blanks between")
		if inner := strings.Trim(token, "<>"); strings.IndexFunc(inner, func(r rune) bool { return !unicode.Is(unicode.ASCII_Hex_Digit, r) && r != ' ' }) >= 0 {
			what = text.T("token 是尖括号里的占位文字，不是真的 token", "the token is a placeholder in angle brackets")
		}
	case strings.TrimSpace(token) != token:
		what = text.T("token 前后有空白", "there are blanks around the token")
	case strings.ContainsFunc(token, unicode.IsSpace):
		what = text.T("token 中间有空白", "there are blanks in the token")
	case strings.ContainsAny(token, `"'`+"`"):
		what = text.T("token 里有引号", "there are quotation marks in the token")
	case strings.ContainsFunc(token, func(r rune) bool { return r > unicode.MaxASCII || r < ' ' || r == 0x7f }):
		what = text.T("token 里有非 ASCII 字符", "there are characters in the token that are not ASCII")
	default:
		return nil
	}
	return newError(idToken, what).withHint(howToGet)
}

// checkHex judges an APNs token: Apple documents hexadecimal digits in the path
// and says that the length may change.
func checkHex(token string) ([]text.Text, error) {
	_, err := hex.DecodeString(token)
	switch {
	case err == nil && len(token) == 32:
		return []text.Text{text.T("这是 32 位十六进制数，像个推（uni-push）的 cid，而 APNs 的 device token 目前是 64 位", "32 hexadecimal digits look like a client id (cid) of GeTui or uni-push; APNs device tokens have 64 today")}, nil
	case err == nil && len(token) < 64:
		return []text.Text{text.F("token 只有 %d 位，APNs 的 device token 目前是 64 位：是不是被截断了？", "the token has %d digits, those of APNs have 64 today: was it cut?", len(token))}, nil
	case err == nil:
		return nil, nil
	}
	e := newError(idToken, text.T("APNs 的 device token 是十六进制数，这个不是", "an APNs device token is made of hexadecimal digits, this is not"))
	if raw := fromBase64(token); len(raw) == 32 {
		return nil, e.withHint(text.T("它像是 token 的 base64 形式：请让应用输出十六进制形式", "It looks like a token in base64: let the app print it in hexadecimal digits"))
	}
	for _, d := range distinct {
		if d.vendor != "apns" && d.Match(token) {
			return nil, e.withHint(text.F("它像%s", "It looks like %s", after(d.name)))
		}
	}
	return nil, e.withHint(howToGet)
}

func fromBase64(s string) []byte {
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		if raw, err := enc.DecodeString(s); err == nil {
			return raw
		}
	}
	return nil
}

// otherVendor warns of a token that has the shape of another vendor's.
func otherVendor(v catalog.Vendor, token string) []text.Text {
	for _, d := range distinct {
		if d.Match(token) {
			if d.vendor == v.ID {
				return nil
			}
			return []text.Text{text.F("这个 token 像%[1]s，不像%[2]s的", "this token looks like %[1]s, not like one of %[2]s", after(d.name), after(nameIn(v)))}
		}
	}
	return nil
}
