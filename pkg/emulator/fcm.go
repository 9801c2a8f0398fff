package emulator

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// fcm is Google: its OAuth server and FCM HTTP v1, for one service account.
type fcm struct {
	account  googleAccount
	projects []string // that the account may send in: as configured, and of the account
	jwt      *jwtCheck
	request  *protoType
	rules    *table
}

// googleAccount is what a service account file says, in as far as it matters.
type googleAccount struct {
	Type     string `json:"type"`
	Project  string `json:"project_id"`
	KeyID    string `json:"private_key_id"`
	Key      string `json:"private_key"`
	Email    string `json:"client_email"`
	TokenURI string `json:"token_uri"`
}

func newFCM(s *setup) (*dialect, error) {
	f := &fcm{request: fcmRequest(), rules: fcmRules()}
	if err := f.read(s); err != nil {
		return nil, err
	}
	google := []string{protoHTTP2, protoHTTP1}
	return &dialect{
		hosts: []host{
			{name: "fcm.googleapis.com", protocols: google},
			{name: "oauth2.googleapis.com", protocols: google},
			// Where google-auth-library for Node logs in, whatever token_uri says.
			{name: "www.googleapis.com", protocols: google},
			{name: "fcm.mtls.googleapis.com", protocols: google},
		},
		routes: []route{
			{path: "/token", at: catalog.AtAuth, read: f.readToken, serve: f.token},
			{path: "/oauth2/v4/token", at: catalog.AtAuth, read: f.readToken, serve: f.token},
			{path: "/v1/projects/{project}/messages:send", at: catalog.AtSend, read: f.readMessage, serve: f.send},
		},
		prefixes: []string{"/v1/projects/", "/fcm/", "/batch", "/iid/"},
		refuse:   f.refuse,
		lost:     f.lost,
	}, nil
}

// read takes the account out of the fields.
func (f *fcm) read(s *setup) error {
	if err := s.need("service_account"); err != nil {
		return err
	}
	data, err := s.file("service_account")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &f.account); err != nil {
		return inputError("[vendor.fcm] service_account 不是服务账号的 JSON：%s", "[vendor.fcm] service_account is no JSON of a service account: %s", text.Visible(err.Error()))
	}
	if f.account.Type != "service_account" || f.account.Email == "" {
		return inputError("[vendor.fcm] service_account 不是服务账号的文件：type 应为 service_account，并且有 client_email 和 private_key",
			"[vendor.fcm] service_account is no file of a service account: its type should be service_account, with client_email and private_key")
	}
	public, err := publicKey([]byte(f.account.Key))
	if _, isRSA := public.(*rsa.PublicKey); err == nil && !isRSA {
		err = errors.New("it is no RSA key")
	}
	if err != nil {
		return inputError("[vendor.fcm] service_account 里的 private_key 无法使用：%s", "[vendor.fcm] private_key in service_account cannot be used: %s", text.Visible(err.Error()))
	}
	f.jwt = &jwtCheck{alg: "RS256", key: func(string) crypto.PublicKey { return public }}
	for _, p := range []string{s.fields["project_id"], f.account.Project} {
		if p != "" {
			f.projects = append(f.projects, p)
		}
	}
	if len(f.projects) == 0 {
		return s.need("project_id")
	}
	return nil
}

// readMessage takes from a send request what can be had.
func (f *fcm) readMessage(c *call) {
	if _, token, ok := strings.Cut(c.request.Header.Get("Authorization"), " "); ok && strings.TrimSpace(token) != "" {
		c.secret(strings.TrimSpace(token))
	}
	c.ordered, c.read = inOrder(c.body)
	m := lookup(c.ordered, "message")
	if token := or(words(m, "token"), words(m, "fid")); token != "" {
		c.tokens = []string{token}
	}
	android := lookup(m, "android", "notification")
	for _, v2 := range []string{"android_v2", "androidV2"} {
		for _, remote := range []string{"remote_notification", "remoteNotification"} {
			if n := lookup(m, v2, remote, "notification"); n != nil {
				android = n
			}
		}
	}
	aps := lookup(m, "apns", "payload", "aps")
	c.title = firstWords(words(m, "notification", "title"), words(android, "title"), words(aps, "alert", "title"), words(m, "webpush", "notification", "title"))
	c.bodyText = firstWords(words(m, "notification", "body"), words(android, "body"), words(aps, "alert", "body"), words(aps, "alert"), words(m, "webpush", "notification", "body"))
	c.class = or(words(android, "channel_id"), words(android, "channelId"))
	for _, path := range [][]string{{"data"}, {"android", "data"}, {"android_v2", "data"}, {"androidV2", "data"}, {"webpush", "data"}} {
		if data := lookup(m, path...); data != nil && c.data == nil {
			c.data = unordered(data)
		}
	}
}

func firstWords(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}

// send judges a message.
func (f *fcm) send(c *call) *answer {
	if c.request.Method != http.MethodPost {
		a := f.lost(c)
		a.why = text.F("方法是 %s，应为 POST", "the method is %s and should be POST", c.request.Method)
		return a
	}
	for _, check := range []func(*call) *answer{f.bearer, f.project, f.jsonType} {
		if a := check(c); a != nil {
			return a
		}
	}
	request, a := f.decode(c)
	if a != nil {
		return a
	}
	message, _ := request["message"].(map[string]any)
	if a := f.fields(c, request, message); a != nil {
		return a
	}
	c.passed("字段和大小", "fields and size")
	if a := f.target(c, message); a != nil {
		return a
	}
	dry, _ := request["validate_only"].(bool)
	return f.delivered(c, dry)
}

// delivered is the answer to a message that was taken.
func (f *fcm) delivered(c *call, dry bool) *answer {
	now := c.now.UnixMicro()
	id := fmt.Sprintf("0:%d%%%s", now, c.ids.hex(16))
	if dry {
		id = "fake_message_id"
	}
	a := fcmJSON(c, http.StatusOK, map[string]string{"name": "projects/" + c.value("project") + "/messages/" + id})
	a.code, a.accepted = "200", true
	if dry {
		a.why = text.T("validate_only：检查通过，不会投递", "validate_only: nothing is wrong, and nothing is delivered")
	}
	return a
}

// project judges the project in the path.
func (f *fcm) project(c *call) *answer {
	asked := c.value("project")
	for _, p := range f.projects {
		if p == asked {
			c.passed("项目 %s", "project %s", text.Visible(asked))
			return nil
		}
	}
	if strings.Trim(asked, "0123456789") == "" {
		c.warnings = append(c.warnings, text.F("URL 里是项目编号 %s，服务账号文件里没有编号，无法核对", "the URL has the project number %s; a service account's file has none to compare it with", text.Visible(asked)))
		return nil
	}
	return c.refuse("IAM_PERMISSION_DENIED", "URL 里的项目是 %s，服务账号属于项目 %s，在前者没有 cloudmessaging.messages.create 权限", "the URL's project is %s; the service account is of project %s and lacks cloudmessaging.messages.create in the former", shown(asked), f.projects[0])
}

func (f *fcm) jsonType(c *call) *answer {
	if kind := c.mediaType(); kind != "application/json" {
		return c.doubt("INVALID_ARGUMENT", "Content-Type 是 %s，文档要求 application/json", "the Content-Type is %s, the documents ask for application/json", shown(kind))
	}
	return nil
}

// decode reads the body as Google's front end does.
func (f *fcm) decode(c *call) (map[string]any, *answer) {
	err := c.read
	if errors.Is(err, errNotObject) {
		return nil, malformed(c, protoProblem{says: `Invalid JSON payload received. Unknown name "": Root element must be a message.`, why: text.T("正文不是 JSON 对象", "the body is no JSON object")})
	}
	if err != nil && len(strings.TrimSpace(string(c.body))) > 0 {
		return nil, malformed(c, protoProblem{says: "Invalid JSON payload received. Unexpected token.\n" + syntaxAt(c.body, err),
			why: text.F("正文不是正确的 JSON：%s", "the body is no proper JSON: %s", text.Visible(err.Error()))})
	}
	reader := &protoReader{}
	request := reader.message(f.request, c.ordered, "")
	if len(reader.problems) > 0 {
		return nil, malformed(c, reader.problems...)
	}
	for _, d := range reader.doubts {
		if a := c.doubt("INVALID_ARGUMENT", "%s", "%s", d); a != nil {
			return nil, a
		}
	}
	return request, nil
}

// syntaxAt shows the place of a mistake as Google does: the line, and below it a
// caret.
func syntaxAt(body []byte, err error) string {
	at := 0
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = max(0, min(int(syntax.Offset)-1, len(body)-1))
	}
	from := strings.LastIndexByte(string(body[:at]), '\n') + 1
	from = max(from, at-shownValue)
	line, _, _ := strings.Cut(string(body[from:min(len(body), at+shownValue)]), "\n")
	return strings.ToValidUTF8(line, "?") + "\n" + strings.Repeat(" ", at-from) + "^"
}
