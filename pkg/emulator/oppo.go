package emulator

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// oppo is OPPO Push, which serves OPPO, OnePlus and realme. Sources: OPPO's
// documents 11234 (auth), 11235 (addresses and return codes), 11236
// (notification), 11238 (unicast) and 13189 (categories), and the official SDK
// com.oppo:opush-server-sdk 1.0.5.
type oppo struct {
	key, secret string
	token       *regexp.Regexp
	sent        remembered // app_message_id and target
}

// oppoMessages is before the names of all calls that push.
const oppoMessages = "/server/v1/message/notification/"

func newOPPO(s *setup) (*dialect, error) {
	if err := s.need("app_key", "master_secret"); err != nil {
		return nil, err
	}
	v, _ := catalog.ByID("oppo")
	o := &oppo{key: s.fields["app_key"], secret: s.fields["master_secret"], token: whole(v.Push().Token.Form)}
	return &dialect{
		routes: []route{
			{path: "/server/v1/auth", at: catalog.AtAuth, read: o.readLogin, serve: o.auth},
			{path: oppoMessages + "unicast", at: catalog.AtSend, read: o.readUnicast, serve: o.unicast},
			{path: oppoMessages + "unicast_batch", at: catalog.AtSend, read: o.readBatch, serve: o.batch},
		},
		prefixes: []string{"/server/"},
		refuse:   o.refuse,
		single:   oppoSingle,
		lost:     o.lost,
		reset:    o.sent.clear,
	}, nil
}

// oppoAnswer is the envelope of all of OPPO's calls.
type oppoAnswer struct {
	Code    any    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// oppoSent is what the data of a push says of one target.
type oppoSent struct {
	MessageID      string `json:"messageId,omitempty"`
	RegistrationID string `json:"registrationId,omitempty"`
	ErrorCode      any    `json:"errorCode,omitempty"`
	ErrorMessage   string `json:"errorMessage,omitempty"`
}

// jsonCode is a code as JSON: a number, where it is one.
func jsonCode(code string) any {
	if n, err := strconv.Atoi(code); err == nil {
		return n
	}
	return code
}

// refuse: that business errors come with HTTP 200 is inferred, since the official
// SDK never looks at the status.
func (o *oppo) refuse(c *call, code catalog.Code) *answer {
	says := code.Text
	if says == "" {
		says = or(code.Meaning.EN, code.Code)
	}
	a := &answer{status: http.StatusOK}
	if code.Status != 0 {
		a.status = code.Status
	}
	out := oppoAnswer{Code: jsonCode(code.Code), Message: says}
	if code.At == catalog.AtTarget {
		a.bad = allBad(c.aimed(), code.Code, code.Meaning)
		a.code, a.accepted = "0", c.spares()
		sent := []oppoSent{}
		for _, t := range c.tokens {
			one := oppoSent{RegistrationID: t}
			if _, isBad := a.bad[t]; isBad {
				one.ErrorCode, one.ErrorMessage = out.Code, says
			} else {
				one.MessageID = o.messageID(c)
			}
			sent = append(sent, one)
		}
		out = oppoAnswer{Code: 0, Message: "Success", Data: sent}
	}
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	a.body = marshal(out)
	return a
}

// accept is the answer that says success.
func (o *oppo) accept(c *call, words string, data any) *answer {
	a := c.accept("0", marshal(oppoAnswer{Code: 0, Message: words, Data: data}))
	a.setHeader("Content-Type", "application/json;charset=UTF-8")
	return a
}

// oppoVersion is the form of the version in a path.
var oppoVersion = regexp.MustCompile(`^v\d+$`)

// lost: OPPO has codes for what can be wrong with a path, /server/VERSION/METHOD.
func (o *oppo) lost(c *call) *answer {
	rest, ok := strings.CutPrefix(c.request.URL.Path, "/server/")
	version, method, _ := strings.Cut(rest, "/")
	code := "20"
	switch {
	case !ok || version == "":
		code = "22"
	case !oppoVersion.MatchString(version):
		code = "23"
	case version != "v1":
		code = "24"
	case method == "":
		code = "21"
	}
	return c.refuse(code, "模拟器没有 OPPO 的这个路径：%s（有 /server/v1/auth，以及 /server/v1/message/notification/ 下的 unicast 和 unicast_batch）",
		"the emulator has no such path of OPPO: %s; there are /server/v1/auth, and unicast and unicast_batch under /server/v1/message/notification/",
		text.Visible(cutPath(c.request.URL.Path)))
}

// maxRemembered is how many things are remembered; the oldest ones go first.
const maxRemembered = 10_000

// remembered is a bounded set of what came before.
type remembered struct {
	mu    sync.Mutex
	known map[string]bool
	order []string
}

func (r *remembered) has(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[key]
}

func (r *remembered) add(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known[key] {
		return
	}
	if r.known == nil {
		r.known = map[string]bool{}
	}
	if len(r.order) >= maxRemembered {
		delete(r.known, r.order[0])
		r.order = r.order[1:]
	}
	r.known[key] = true
	r.order = append(r.order, key)
}

func (r *remembered) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known, r.order = nil, nil
}
