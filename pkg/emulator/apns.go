package emulator

import (
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// apns is Apple's side: an account, and what APNs remembers of its provider
// tokens. The rules are those of Apple's "Sending notification requests to APNs"
// and "Handling notification responses from APNs".
type apns struct {
	keyID, teamID string // "": the account has a certificate only
	// topic is the app that the device tokens belong to; "": any app.
	topic       string
	environment string // that of the app's build; "": not known
	certificate bool   // the account has one
	jwt         *jwtCheck
	used        atomic.Pointer[providerTokens] // by all connections
	tokenForm   *regexp.Regexp
}

// apnsPush is what the checks of a request find for those that follow.
type apnsPush struct {
	app         string             // the account's; "": any
	certificate *apple.Certificate // nil: a provider token
	topic       string
	kind        pushType
}

func newAPNs(s *setup) (*dialect, error) {
	a, err := newAPNsAccount(s)
	if err != nil {
		return nil, err
	}
	h2 := []string{protoHTTP2}
	return &dialect{
		hosts: []host{
			{"api.push.apple.com", h2, Production},
			{"api.sandbox.push.apple.com", h2, Sandbox},
			{"api.development.push.apple.com", h2, Sandbox},
		},
		prefixes: []string{"/3/"},
		routes:   []route{{path: "/3/device/{token...}", at: catalog.AtSend, read: apnsRead, serve: a.serve}},
		refuse:   apnsRefuse,
		lost:     a.lost,
		reset:    a.reset,
	}, nil
}

func newAPNsAccount(s *setup) (*apns, error) {
	v, _ := catalog.ByID("apns")
	a := &apns{
		keyID: s.fields["key_id"], teamID: s.fields["team_id"], topic: s.fields["topic"], environment: s.fields["environment"],
		tokenForm: whole(v.Push().Token.Form),
	}
	a.reset()
	if s.fields["cert_file"] != "" {
		// Whatever certificate a client shows is judged by what stands in it, since
		// the emulator cannot know which ones Apple gave out. This one is read so
		// that a wrong file or password comes to light.
		data, err := s.file("cert_file")
		if err != nil {
			return nil, err
		}
		if _, err := apple.ParseCertificate("cert_file", data, s.fields["cert_password"]); err != nil {
			return nil, err
		}
		a.certificate = true
		if s.fields["key_file"] == "" {
			a.keyID, a.teamID = "", ""
			return a, nil
		}
	}
	if err := s.need("key_file", "key_id", "team_id"); err != nil {
		return nil, err
	}
	data, err := s.file("key_file")
	if err != nil {
		return nil, err
	}
	key, err := apple.ParseKey("key_file", data)
	if err != nil {
		return nil, err
	}
	a.jwt = apnsJWT(a.keyID, &key.Key.PublicKey)
	return a, nil
}

// reset forgets which provider tokens were used, on every connection too.
func (a *apns) reset() { a.used.Store(&providerTokens{}) }

// serve judges a push. Apple does not document the order of its checks.
func (a *apns) serve(c *call) *answer {
	if no := apnsTransport(c); no != nil {
		return no
	}
	p := &apnsPush{app: a.topic}
	for _, check := range []func(*call, *apnsPush) *answer{
		apnsMethod, apnsDuplicates, apnsMessageID, a.authenticate, a.findTopic, apnsHeaders, apnsPayload, a.deviceToken,
	} {
		if no := check(c, p); no != nil {
			return no
		}
	}
	yes := c.accept("200", nil)
	apnsIDs(c, yes)
	return yes
}

// apnsRead takes what it can of a push.
func apnsRead(c *call) {
	apnsSecret(c)
	if t := c.value("token"); t != "" {
		c.tokens = []string{t}
	}
	c.class = c.request.Header.Get("Apns-Push-Type")
	payload, err := c.json()
	if err != nil {
		return
	}
	alert := lookup(payload, "aps", "alert")
	c.title = or(words(alert, "title"), words(alert, "title-loc-key"))
	c.bodyText = or(words(alert, "body"), words(alert, "loc-key"))
	if s, ok := alert.(string); ok {
		c.bodyText = s
	}
	// What is the app's own stands beside aps.
	data := map[string]any{}
	for name, v := range payload {
		if name != "aps" {
			data[name] = v
		}
	}
	if len(data) > 0 {
		c.data = data
	}
}

// apnsSecret marks the provider token, which is good for every app of the team.
func apnsSecret(c *call) {
	for _, v := range c.request.Header["Authorization"] {
		if jwt, ok := bearerToken(v); ok {
			v = jwt
		}
		c.secret(v)
	}
}

// apnsRefuse writes a reason. Those of dead device tokens come with a time in
// milliseconds: since when APNs knows.
func apnsRefuse(c *call, code catalog.Code) *answer {
	if code.Status == http.StatusOK {
		a := &answer{status: code.Status, accepted: true}
		apnsIDs(c, a)
		return a
	}
	a := &answer{status: code.Status}
	if a.status == 0 {
		a.status = http.StatusBadRequest
	}
	body := struct {
		Reason    string `json:"reason"`
		Timestamp int64  `json:"timestamp,omitempty"`
	}{Reason: code.Code}
	if a.status == http.StatusGone {
		body.Timestamp = c.now.UnixMilli()
	}
	a.body = marshal(body)
	a.setHeader("Content-Type", "application/json")
	apnsIDs(c, a)
	return a
}

// apnsIDs names the message: by the id of the request, else by one that APNs makes
// up. The sandbox adds the one that the delivery log is searched by.
func apnsIDs(c *call, a *answer) {
	id := c.request.Header.Get("Apns-Id")
	if !isUUID(id) {
		id = strings.ToUpper(c.ids.uuid())
	}
	a.setHeader("Apns-Id", id)
	if a.accepted && c.environment == Sandbox {
		a.setHeader("Apns-Unique-Id", c.ids.uuid())
	}
}

// lost answers paths that APNs does not have.
func (a *apns) lost(c *call) *answer {
	apnsSecret(c)
	path := c.request.URL.Path
	begin, end := path[:strings.LastIndexByte(path, '/')+1], path[strings.LastIndexByte(path, '/')+1:]
	if a.tokenForm.MatchString(end) {
		c.tokens = []string{end}
		path = begin + "<token>"
	}
	if no := apnsTransport(c); no != nil {
		return no
	}
	if no := apnsMethod(c, nil); no != nil {
		return no
	}
	return c.refuse("BadPath", "路径是 %s，应为 /3/device/<token>", "the path is %s; it should be /3/device/<token>", shown(path))
}

// apnsTransport is about what comes before any header. Apple speaks HTTP/2 only,
// and has no reason for anything else: there is no connection then.
func apnsTransport(c *call) *answer {
	if c.request.ProtoMajor < 2 {
		a := &answer{status: http.StatusHTTPVersionNotSupported, body: []byte("APNs speaks HTTP/2 only.\n")}
		a.setHeader("Content-Type", "text/plain; charset=utf-8")
		a.why = text.F("这个请求是 %s；APNs 只支持 HTTP/2，真实环境里根本连不上。请使用支持 HTTP/2 的客户端，并确认中间的代理没有降级",
			"the request is %s; APNs speaks HTTP/2 only, and would not connect at all. Use a client with HTTP/2, and see that no proxy takes it away", c.request.Proto)
		return a
	}
	if !c.conn.tls {
		note(c, "请求没有经过 TLS；APNs 只接受 TLS 连接，这里为方便调试放行", "the request came without TLS, which is for the emulator only: APNs takes nothing else")
	}
	return nil
}

// note warns of what no answer of Apple's is known for, or what it lets through
// itself; also a strict emulator does.
func note(c *call, zh, en string) {
	c.warnings = append(c.warnings, text.T(zh, en))
}
