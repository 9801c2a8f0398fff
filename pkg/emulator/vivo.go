package emulator

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// vivo is vivo's push, VPush. Sources: vivo's document 362 as of 2024-03, API
// document 2.9.2 (about 2022) and the server SDK 3.3 (2024-04); many codes are
// those that the older server SDK raises itself, with the server's numbers. Where
// they differ the newest holds and what only an older one forbids is doubted.
type vivo struct {
	id, key, secret string
	token           *regexp.Regexp
	logins          pace
}

func newVivo(s *setup) (*dialect, error) {
	if err := s.need("app_id", "app_key", "app_secret"); err != nil {
		return nil, err
	}
	known, _ := catalog.ByID("vivo")
	v := &vivo{id: s.fields["app_id"], key: s.fields["app_key"], secret: s.fields["app_secret"], token: whole(known.Push().Token.Form)}
	return &dialect{
		routes: []route{
			{path: "/message/auth", at: catalog.AtAuth, read: v.readLogin, serve: v.auth},
			{path: "/message/send", at: catalog.AtSend, read: v.read, serve: v.send},
		},
		prefixes: []string{"/message/"},
		refuse:   v.refuse,
		lost:     func(*call) *answer { return vivoWeb(http.StatusNotFound) },
		reset:    v.logins.clear,
	}, nil
}

// vivoAnswer is the envelope of all of vivo's calls.
type vivoAnswer struct {
	Result      any              `json:"result"`
	Desc        string           `json:"desc"`
	AuthToken   string           `json:"authToken,omitempty"`
	TaskID      string           `json:"taskId,omitempty"`
	InvalidUser *vivoInvalidUser `json:"invalidUser,omitempty"`
}

// vivoInvalidUser says what is wrong with a regId or alias, beside result 10302.
type vivoInvalidUser struct {
	Status any    `json:"status"`
	UserID string `json:"userid"`
}

// vivoBadTarget is the result that comes with an invalidUser.
const vivoBadTarget = "10302"

// refuse: vivo answers HTTP 200 whatever the result. The statuses of invalidUser
// are codes of their own to the catalog, "status 2"; no code at all is what vivo
// has none for, and is answered like a crash.
func (v *vivo) refuse(c *call, code catalog.Code) *answer {
	if code.Code == "" {
		return vivoWeb(http.StatusInternalServerError)
	}
	says := or(code.Text, or(code.Meaning.EN, code.Code))
	out := vivoAnswer{Result: jsonCode(code.Code), Desc: says}
	a := &answer{status: http.StatusOK}
	if code.Status != 0 {
		a.status = code.Status
	}
	status := any(1) // the id is unknown in this app
	if code.At == catalog.AtTarget {
		out.Result = jsonCode(vivoBadTarget)
		status = jsonCode(strings.TrimPrefix(code.Code, "status "))
		a.code, a.bad = vivoBadTarget, allBad(c.tokens, code.Code, code.Meaning)
	}
	if (code.At == catalog.AtTarget || code.Code == vivoBadTarget) && len(c.tokens) > 0 {
		out.InvalidUser = &vivoInvalidUser{Status: status, UserID: c.tokens[0]}
	}
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	a.body = marshal(out)
	return a
}

// accept is the answer that says success.
func (v *vivo) accept(c *call, out vivoAnswer) *answer {
	out.Result, out.Desc = 0, "success"
	a := c.accept("0", marshal(out))
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	return a
}

// vivoWeb is an answer without a code of vivo: a short text that is no JSON.
func vivoWeb(status int) *answer {
	a := &answer{status: status, body: []byte(http.StatusText(status))}
	a.setHeader("Content-Type", "text/plain; charset=utf-8")
	return a
}

// carries judges what both calls have in common: a POST with JSON. vivo documents
// no answer to anything else.
func (v *vivo) carries(c *call) *answer {
	if c.request.Method != http.MethodPost {
		a := vivoWeb(http.StatusMethodNotAllowed)
		a.setHeader("Allow", http.MethodPost)
		a.why = text.F("请求方法是 %s，应为 POST", "the method is %s; it must be POST", text.Visible(c.request.Method))
		return a
	}
	if media := c.mediaType(); media != "application/json" {
		why := text.F("Content-Type 是 %s，应为 application/json", "the Content-Type is %s; it must be application/json", shown(media))
		if c.config.Strict {
			a := vivoWeb(http.StatusUnsupportedMediaType)
			a.why = why
			return a
		}
		c.warnings = append(c.warnings, why)
	}
	return nil
}

// taskID is a number of 18 digits, as text.
func (v *vivo) taskID(c *call) string {
	return fmt.Sprintf("%018d", binary.BigEndian.Uint64(c.ids.bytes(8))%1e18)
}

// pace counts what happens in a second.
type pace struct {
	mu     sync.Mutex
	second int64
	n      int
}

// take counts one more, and returns how many that makes in this second.
func (p *pace) take(now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := now.Unix(); s != p.second {
		p.second, p.n = s, 0
	}
	p.n++
	return p.n
}

func (p *pace) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.second, p.n = 0, 0
}
