package emulator

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// meizuEnvelope is every answer of Meizu. Its value is an object in an answer
// that says success, and an empty string in a refusal.
type meizuEnvelope struct {
	Code     string  `json:"code"`
	Message  string  `json:"message"`
	Value    any     `json:"value"`
	Redirect *string `json:"redirect,omitempty"`
	MsgID    string  `json:"msgId,omitempty"`
}

func (e meizuEnvelope) answer(status int) *answer {
	a := &answer{status: status, code: e.Code, body: marshal(e)}
	a.setHeader("Content-Type", "application/json; charset=UTF-8") // as in the document's sample
	return a
}

// meizuTaken is the answer that says success: the good pushIds are not named, the
// bad ones stand under their codes.
func meizuTaken(c *call, bad map[string]badToken) *answer {
	value := map[string][]string{}
	for _, t := range c.tokens {
		if b, ok := bad[t]; ok {
			value[b.code] = append(value[b.code], t)
		}
	}
	a := meizuEnvelope{Code: "200", Value: value, MsgID: c.ids.hex(32)}.answer(http.StatusOK)
	a.accepted, a.bad, a.why = true, bad, c.partly("pushId", bad)
	return a
}

// meizuWords are those of Meizu's messages that its document shows; the others
// are worded as its table of codes.
var meizuWords = map[string]string{"110010": "应用请求频率超过限制"}

// meizuRefuse writes a code. Meizu answers HTTP 200 whatever it is.
func meizuRefuse(c *call, code catalog.Code) *answer {
	if code.At == catalog.AtTarget {
		return meizuTaken(c, allBad(c.aimed(), code.Code, code.Meaning))
	}
	if code.Code == "200" {
		return meizuTaken(c, nil)
	}
	status, redirect := code.Status, ""
	if status == 0 {
		status = http.StatusOK
	}
	if code.Code == "300" {
		redirect = c.url() // there is no other server to send to
	}
	return meizuEnvelope{
		Code: code.Code, Message: or(code.Text, or(meizuWords[code.Code], code.Meaning.ZH)), Value: "", Redirect: &redirect,
	}.answer(status)
}

// meizuLost answers paths that Meizu does not have. Its own answer is not known.
// The inbox shows what went astray.
func meizuLost(c *call) *answer {
	path, empty := c.request.URL.Path, ""
	if strings.Contains(path, "/unvarnished/") {
		meizuReadData(c)
	} else {
		meizuReadNotice(c)
	}
	a := meizuEnvelope{Code: "404", Message: http.StatusText(http.StatusNotFound), Value: "", Redirect: &empty}.answer(http.StatusNotFound)
	a.code = ""
	if strings.HasPrefix(path, "/ups/") {
		a.why = text.T("这是旧的集成推送的地址，签名和返回都不同；用 /garcia/api/server/push/varnished/pushByPushId", "this is a path of the old integrated push, with another signature and other answers; use /garcia/api/server/push/varnished/pushByPushId")
	}
	return a
}
