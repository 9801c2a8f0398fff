package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// call is one request while it is judged.
type call struct {
	*Emulator
	dialect *dialect
	route   *route // nil: a path that the vendor does not have
	request *http.Request
	host    string // without port
	// environment is that of APNs: of the host, else of the port.
	environment string
	conn        *conn
	values      map[string]string // of the names in the route's path
	body        []byte
	now         time.Time // of the emulated clock

	named string // the token that the scenario is for, if it names one

	// What route.read found.
	tokens []string
	content
	each       []content // one a token, where a batch has several messages
	secrets    []string  // of this request, besides those of the account
	checked    []text.Text
	warnings   []text.Text
	formValues url.Values
	document   map[string]any
	ordered    jsonMembers // the document, where the order of members matters
	read       error       // why document is nil
	// field is the member that is being refused, for vendors whose answers name it.
	field string
}

// content is what a message shows of itself.
type content struct {
	title    string
	bodyText string
	data     any // a string, or an object
	class    string
}

// at is the place of the answer.
func (c *call) at() catalog.At {
	if c.route == nil {
		return catalog.AtSend
	}
	return c.route.at
}

// value is what a name in the route's path stands for.
func (c *call) value(name string) string { return c.values[name] }

// secret marks a value of the request that is never shown.
func (c *call) secret(value string) { c.secrets = append(c.secrets, value) }

// passed notes a check, for the log: what was looked at and found right.
func (c *call) passed(zh, en string, args ...any) {
	c.checked = append(c.checked, text.F(zh, en, args...))
}

// refuse answers with a code of the vendor. Why is for people and says what was
// found and what is right.
func (c *call) refuse(code string, zh, en string, args ...any) *answer {
	return c.refuseText(code, "", zh, en, args...)
}

// refuseText is refuse with the vendor's words, where they have particulars; ""
// are those of the catalog.
func (c *call) refuseText(code, words string, zh, en string, args ...any) *answer {
	known := c.dialect.code(code, c.at())
	if words != "" {
		known.Text = words
	}
	a := c.dialect.refuse(c, known)
	a.code, a.why = code, text.F(zh, en, args...)
	return a
}

// doubt is for what is only inferred to be wrong, or where sources differ: it is
// let through with a warning (nil), and refused by a strict emulator.
func (c *call) doubt(code string, zh, en string, args ...any) *answer {
	if c.config.Strict {
		return c.refuse(code, zh, en, args...)
	}
	c.warnings = append(c.warnings, text.F(zh, en, args...))
	return nil
}

// accept answers that the vendor took the request, which all do with HTTP 200.
func (c *call) accept(code string, body []byte) *answer {
	return &answer{status: http.StatusOK, code: code, body: body, accepted: true}
}

// form is the body as a form. Parameters in the query do not count.
func (c *call) form() url.Values {
	if c.formValues == nil {
		// What cannot be decoded is left out, as most servers do. A semicolon is a
		// character like any other to them, but not to net/url.
		c.formValues, _ = url.ParseQuery(strings.ReplaceAll(string(c.body), ";", "%3B"))
	}
	return c.formValues
}

// mediaType is the Content-Type without its parameters, in lower case.
func (c *call) mediaType() string {
	media, _, _ := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	return media
}

// formObject is the form as rules look at it: each value is the first of its
// name.
func (c *call) formObject() map[string]any {
	out := map[string]any{}
	for name, values := range c.form() {
		out[name] = values[0]
	}
	return out
}

// textError is an error in both languages; within [text.F] it is in that of the
// sentence.
type textError struct {
	text.Text
	err error // what it was before; may be nil
}

func (e textError) Error() string { return e.EN }

func (e textError) Unwrap() error { return e.err }

var errNotObject error = textError{Text: text.T("不是 JSON 对象", "it is no JSON object")}

// json is the body as a JSON object. Numbers are [json.Number].
func (c *call) json() (map[string]any, error) {
	if c.document == nil && c.read == nil {
		c.document, c.read = object(c.body)
	}
	return c.document, c.read
}

// object reads a JSON object.
func object(data []byte) (map[string]any, error) {
	v, err := jsonValue(data)
	if err != nil {
		return nil, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errNotObject
	}
	return m, nil
}

// jsonValue reads one JSON value.
func jsonValue(data []byte) (any, error) { return readJSON(data, false) }

// readJSON reads one JSON value, in which objects are jsonMembers or maps.
func readJSON(data []byte, ordered bool) (any, error) {
	if !utf8.Valid(data) {
		return nil, textError{Text: text.T("不是 UTF-8 编码", "it is not UTF-8")}
	}
	if json.Valid(data) {
		r := jsonReader{data: data, ordered: ordered}
		return r.value(), nil
	}
	var v any
	err := json.Unmarshal(data, &v) // what is wrong?
	return nil, textError{syntaxFault(data, err), err}
}

// syntaxFault says what is wrong with JSON; err is encoding/json's.
func syntaxFault(data []byte, err error) text.Text {
	if len(bytes.TrimSpace(data)) == 0 {
		return text.T("是空的", "it is empty")
	}
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return text.Same(fmt.Sprint(err))
	}
	at := min(int(syntax.Offset), len(data)) // bytes that were read
	if at < 1 || strings.HasPrefix(syntax.Error(), "unexpected end") {
		return text.F("JSON 到第 %d 字节就断了", "the JSON breaks off after byte %d", len(data))
	}
	if r, _ := utf8.DecodeRune(data[at-1:]); !strings.Contains(syntax.Error(), "exceeded") {
		return text.F("JSON 在第 %d 字节处不应有 %q", "at byte %d the JSON should not have %q", at, r)
	}
	return text.F("JSON 嵌套太深", "the JSON is nested too deeply")
}

// marshal is JSON without the escapes that only HTML needs. What the emulator
// answers always can be written.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("offpush: an answer that is no JSON: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// lookup follows names into objects; nil when something is missing on the way.
func lookup(v any, path ...string) any {
	for _, name := range path {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case jsonMembers:
			v = at.last(name)
		default:
			return nil
		}
	}
	return v
}

// words is lookup for strings; "" for everything else.
func words(v any, path ...string) string {
	s, _ := lookup(v, path...).(string)
	return s
}

// list is lookup for lists of strings; what is no string is left out.
func list(v any, path ...string) []string {
	items, _ := lookup(v, path...).([]any)
	var out []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// instant is a time for people, in UTC.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// state is what the vendor knows of a token.
func (c *call) state(token string) TokenState {
	return c.Emulator.tokens.state(c.dialect.id, token, c.environment)
}

// stranger refuses an access token that another vendor gave out; nil when none did.
func (c *call) stranger(code, name, token string) *answer {
	owner, found := catalog.ByID(c.sessions.owner(token))
	if !found || owner.ID == c.dialect.id {
		return nil
	}
	own, _ := catalog.ByID(c.dialect.id)
	return c.refuse(code, "这个 %[1]s 是%[2]s发放的，这里要%[3]s的", "this %[1]s was given out by %[4]s, and here it has to be one of %[5]s",
		name, owner.Name.ZH, own.Name.ZH, owner.Name.EN, own.Name.EN)
}

// login keeps an access token that is given out, until it expires.
func (c *call) login(token, account, scope string, lives time.Duration) {
	c.sessions.add(token, session{vendor: c.dialect.id, account: account, scope: scope, issued: c.now, expires: c.now.Add(lives)})
}

// unusable answers which tokens are refused: all that are not registered.
func (c *call) unusable(judge func(token string, state TokenState) (badToken, bool)) map[string]badToken {
	out := map[string]badToken{}
	for _, t := range c.tokens {
		if b, bad := judge(t, c.state(t)); bad {
			out[t] = b
		}
	}
	return out
}
