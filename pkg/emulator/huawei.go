package emulator

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// huawei is Push Kit: v1 and v2 for HarmonyOS up to 4 and EMUI, v3 for HarmonyOS
// NEXT. They share hosts, codes and the shape of answers; login, path and body
// differ.
type huawei struct {
	clientID, clientSecret string
	projectID              string         // "" when the account does not say
	account                *huaweiAccount // nil: JWTs are not taken
	jwts                   *jwtCheck
	logins                 window
	// The rules of v1 and v2, and those of v3; of its payload by push-type.
	parameters, payload table
	options             table
	payloads            map[string]*table
}

// Push Kit's codes that come from checks.
const (
	huaweiOK           = "80000000"
	huaweiPartly       = "80100000"
	huaweiBadParameter = "80100001"
	huaweiBadPayload   = "80100003"
	huaweiBadExpiry    = "80100004"
	huaweiBadCollapse  = "80100013"
	huaweiNoAuth       = "80200001"
	huaweiOldToken     = "80200003"
	huaweiOldJWT       = "80200005"
	huaweiAllBad       = "80300007"
	huaweiTooLong      = "80300008"
	huaweiTokenCount   = "80300010"
	huaweiNoHigh       = "80300011"
	huaweiTestLimit    = "80300029"
	huaweiTestTokens   = "80300030"
	huaweiLongJWT      = "80300036"
)

// Limits of the downlink page.
const (
	huaweiMaxBytes  = 4096
	huaweiMaxTokens = 1000
	huaweiMaxTTL    = 15 * 24 * 60 * 60 // seconds
)

func newHuawei(s *setup) (*dialect, error) {
	h := &huawei{
		clientID: s.fields["client_id"], clientSecret: s.fields["client_secret"], projectID: s.fields["project_id"],
		parameters: huaweiParameters(), payload: huaweiPayload(),
		options: huaweiOptions(), payloads: huaweiPayloads(),
	}
	if s.fields["service_account"] != "" {
		if err := h.readAccount(s); err != nil {
			return nil, err
		}
	} else if err := s.need("client_id", "client_secret"); err != nil {
		return nil, err
	}
	return &dialect{
		routes: []route{
			{path: "/oauth2/v3/token", at: catalog.AtAuth, read: readHuaweiLogin, serve: h.login},
			{path: "/oauth2/v2/token", at: catalog.AtAuth, read: readHuaweiLogin, serve: h.login}, // older, still in use
			{path: "/v1/{clientid}/messages:send", at: catalog.AtSend, read: readHuawei, serve: h.send},
			{path: "/v2/{projectid}/messages:send", at: catalog.AtSend, read: readHuawei, serve: h.send},
			{path: "/v3/{projectid}/messages:send", at: catalog.AtSend, read: readHuaweiV3, serve: h.sendV3},
		},
		prefixes: []string{"/oauth2/v", "/v1/", "/v2/", "/v3/"},
		refuse:   huaweiRefuse,
		single:   func(c *call, code string) bool { return code == huaweiAllBad && c.spares() },
		lost:     huaweiLost,
		reset:    h.logins.clear,
	}, nil
}

// isHuaweiV3 tells the API by the path, as Push Kit does.
func isHuaweiV3(c *call) bool { return strings.HasPrefix(c.request.URL.Path, "/v3/") }

// huaweiAnswer is what all three send calls answer. The code is text.
type huaweiAnswer struct {
	Code      string `json:"code"`
	Msg       string `json:"msg"`
	RequestID string `json:"requestId"`
}

// huaweiBody writes an answer of the send calls. The request id of the samples is
// the time in milliseconds and 11 digits.
func huaweiBody(c *call, code, msg string) []byte {
	n := binary.BigEndian.Uint64(c.ids.bytes(8)) % 1e11
	return marshal(huaweiAnswer{code, msg, fmt.Sprintf("%d%011d", c.now.UnixMilli(), n)})
}

func huaweiJSON(a *answer) *answer {
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	return a
}

// huaweiStatus is the HTTP status of a code. The response page names 400 and 401
// but not which code has which; Huawei's Java and Python SDKs read codes with 200
// only. That the table below holds is inferred.
func huaweiStatus(code catalog.Code) int {
	switch {
	case code.Status != 0:
		return code.Status
	case code.Code == huaweiPartly:
		return http.StatusOK
	case strings.HasPrefix(code.Code, "802"):
		return http.StatusUnauthorized
	case strings.HasPrefix(code.Code, "81"):
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// huaweiWords fills the gaps that the documents leave in their texts.
var huaweiWords = strings.NewReplacer("{tip}", "the structure of the message is wrong", "{0}", "1", "{1}", strconv.Itoa(huaweiMaxTokens))

func huaweiRefuse(c *call, code catalog.Code) *answer {
	words := huaweiWords.Replace(or(code.Text, code.Meaning.EN))
	switch {
	case code.At == catalog.AtAuth:
		return huaweiJSON(&answer{status: huaweiStatus(code), body: huaweiLoginError(code.Code, words)})
	case code.At == catalog.AtTarget && c.spares() && code.Code != huaweiNotVoice: // which is for all tokens
		return huaweiIllegal(c, huaweiPartly, allBad(c.aimed(), code.Code, code.Meaning))
	case code.At == catalog.AtTarget:
		return huaweiIllegal(c, huaweiAllBad, allBad(c.tokens, code.Code, code.Meaning))
	case code.Code == huaweiPartly && c.named != "":
		return huaweiIllegal(c, huaweiPartly, allBad(c.aimed(), huaweiAllBad, code.Meaning))
	case code.Code == huaweiPartly:
		// Half of them succeed; one token alone fails.
		return huaweiIllegal(c, huaweiPartly, allBad(c.tokens[len(c.tokens)/2:], huaweiAllBad, code.Meaning))
	}
	return huaweiJSON(&answer{
		status: huaweiStatus(code), code: code.Code, accepted: code.Code == huaweiOK, body: huaweiBody(c, code.Code, words),
	})
}

// huaweiIllegal answers a send call of which some tokens are bad (80100000), or all
// (80300007). v1 lists the bad ones, v3 groups them by reason; the list is JSON
// inside of msg.
func huaweiIllegal(c *call, code string, bad map[string]badToken) *answer {
	a := &answer{status: http.StatusOK, code: code, accepted: code == huaweiPartly, bad: bad}
	illegal, reasons := []string{}, map[string][]string{}
	for _, t := range c.tokens {
		if b, isBad := bad[t]; isBad {
			illegal = append(illegal, t)
			reasons[huaweiReason(b.code)] = append(reasons[huaweiReason(b.code)], t)
			a.why = b.why
		}
	}
	msg := map[string]any{"failure": len(illegal)}
	if isHuaweiV3(c) {
		msg["illegalTokens"] = reasons
	} else {
		msg["illegal_tokens"] = illegal
	}
	words := "All the tokens are invalid"
	if a.accepted {
		msg["success"] = len(c.tokens) - len(illegal)
		a.why = c.partly("token", bad)
	}
	if a.accepted || isHuaweiV3(c) {
		words = string(marshal(msg))
	}
	if !a.accepted {
		a.status = http.StatusBadRequest
	}
	a.body = huaweiBody(c, code, words)
	return huaweiJSON(a)
}

// huaweiReason is what v3 calls the reason: a code of v1 has no name there.
func huaweiReason(code string) string {
	if code == huaweiAllBad {
		return huaweiNoRight
	}
	return code
}

// huaweiLost: that a wrong address is answered with 404, and a wrong method of the
// login with 405, is documented; what their bodies say is not.
func huaweiLost(*call) *answer { return frontEnd(http.StatusNotFound) }

// huaweiPost refuses other methods.
func huaweiPost(c *call) *answer {
	if c.request.Method == http.MethodPost {
		return nil
	}
	a := frontEnd(http.StatusMethodNotAllowed)
	a.setHeader("Allow", http.MethodPost)
	a.why = text.F("请求方法是 %s，只能用 POST", "the method is %s; only POST is allowed", shown(c.request.Method))
	return a
}
