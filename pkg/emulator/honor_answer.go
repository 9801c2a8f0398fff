package emulator

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// honorData is data of an answer to a message.
type honorData struct {
	SendResult   bool     `json:"sendResult"`
	RequestID    string   `json:"requestId"`
	FailTokens   []string `json:"failTokens"`
	ExpireTokens []string `json:"expireTokens"`
}

// honorStatuses are the HTTP statuses by the beginning of a code. They are those
// that Huawei documents for the same numbers; HONOR's are not known.
var honorStatuses = []struct {
	code   string
	status int
}{
	{"80100000", http.StatusOK},
	{"801", http.StatusBadRequest},
	{"802", http.StatusUnauthorized},
	{"803", http.StatusBadRequest},
	{"81", http.StatusInternalServerError},
}

// honorStatus is the HTTP status of a code: codes of three digits are statuses
// themselves.
func honorStatus(code catalog.Code) int {
	if code.Status != 0 {
		return code.Status
	}
	if n, err := strconv.Atoi(code.Code); err == nil && n >= http.StatusOK && n < 600 {
		return n
	}
	for _, s := range honorStatuses {
		if strings.HasPrefix(code.Code, s.code) {
			return s.status
		}
	}
	return http.StatusOK
}

// honorRefuse writes a code in the envelope of the place that it stands at.
func honorRefuse(c *call, code catalog.Code) *answer {
	switch {
	case code.At == catalog.AtAuth:
		return honorRefuseLogin(code)
	case code.At == catalog.AtTarget:
		d, whole := honorData{SendResult: true}, "200"
		if code.Code == "expireTokens" {
			d.ExpireTokens = c.aimed()
		} else {
			d.FailTokens = c.aimed()
		}
		if c.spares() {
			whole = "80100000"
		}
		a := honorReply(c, c.dialect.code(whole, catalog.AtSend), d)
		a.bad = allBad(c.aimed(), code.Code, code.Meaning)
		return a
	case code.Code == "80100000":
		// It says nothing without a token that failed.
		a := honorReply(c, code, honorData{SendResult: true, FailTokens: c.aimed()})
		a.accepted, a.bad = true, allBad(c.aimed(), "", code.Meaning)
		return a
	}
	return honorReply(c, code, honorData{SendResult: code.Class == catalog.ClassNone && code.Meaning != text.Text{}})
}

// honorReply is an answer to a message. Its code is a number.
func honorReply(c *call, code catalog.Code, d honorData) *answer {
	d.RequestID = c.value("appId") + "-" + c.ids.hex(32)
	for _, tokens := range []*[]string{&d.FailTokens, &d.ExpireTokens} {
		if *tokens == nil {
			*tokens = []string{}
		}
	}
	number, words := any(code.Code), or(code.Text, code.Meaning.EN)
	if n, err := strconv.Atoi(code.Code); err == nil {
		number, words = n, or(words, http.StatusText(n))
	}
	if code.Code == "sendResult=false" {
		number = http.StatusOK
	}
	a := &answer{status: honorStatus(code), code: code.Code, accepted: d.SendResult, body: marshal(struct {
		Code    any       `json:"code"`
		Message string    `json:"message"`
		Data    honorData `json:"data"`
	}{number, words, d})}
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	return a
}

// honorRefuseLogin is an error of OAuth 2.0. That wrong credentials have status
// 401 is the custom, not known of HONOR.
func honorRefuseLogin(code catalog.Code) *answer {
	status := http.StatusUnauthorized
	if code.Code == "invalid_request" || code.Code == "unsupported_grant_type" {
		status = http.StatusBadRequest // RFC 6749, 5.2
	} else if n := honorStatus(code); n != http.StatusOK {
		status = n // a code of the send call, by a scenario
	}
	a := &answer{status: status, code: code.Code, body: marshal(struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code.Code, or(code.Text, code.Meaning.EN)})}
	a.setHeader("Content-Type", "application/json")
	return a
}

// honorLost answers paths that HONOR does not have. The inbox shows what went
// astray.
func honorLost(c *call) *answer {
	honorReadLogin(c)
	honorRead(c)
	path := c.request.URL.Path
	if strings.HasPrefix(c.host, "iam.") || strings.HasPrefix(path, "/auth/") {
		a := honorRefuseLogin(catalog.Code{Code: "HTTP 404 Not Found", At: catalog.AtAuth, Status: http.StatusNotFound})
		a.code = ""
		return a
	}
	a := honorReply(c, c.dialect.code("404", catalog.AtSend), honorData{})
	if strings.HasSuffix(path, "/messages:send") {
		a.why = text.T("这是华为的发送地址，荣耀的是 /api/v1/{appId}/sendMessage，消息格式也不同", "this is Huawei's path for sending; HONOR's is /api/v1/{appId}/sendMessage, and its message is another one")
	}
	return a
}

// honorInferred says of a refusal that HONOR's own code may be another one.
func honorInferred(c *call, a *answer) *answer {
	if known, ok := c.dialect.push.Find(a.code, catalog.AtSend); ok && known.Sure == catalog.Guess {
		note := func(why text.Text) text.Text {
			return text.F("%s（代码 %s 是按华为的编号推断的，荣耀的代码表没有公开）", "%s (%s is inferred from Huawei's numbering; HONOR's own table of codes is not public)", why, a.code)
		}
		a.why = note(a.why)
		for t, b := range a.bad {
			if b.code == "" { // the messages have that code, too
				a.bad[t] = badToken{why: note(b.why)}
			}
		}
	}
	return a
}
