package vendor

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/text"
)

// masked stands for a secret.
const masked = "***"

// shownToken is how many characters of a device token are shown.
const shownToken = 8

// minSecret is the length below which a value is no secret worth hiding: hiding
// every "1" would make the output unreadable.
const minSecret = 4

// mask hides secrets and cuts device tokens, in each form in which a request or
// an answer carries them: plain, form-encoded, and as JSON writes them, with \/
// or \u002f for the slash. It may be used by several goroutines.
type mask struct {
	off    bool
	mu     sync.Mutex
	values []replacement
}

type replacement struct{ from, to string }

// secret adds values that are never shown.
func (m *mask) secret(values ...string) {
	for _, v := range values {
		if len(v) >= minSecret {
			m.add(v, masked)
		}
	}
}

// token adds a device token, of which the first characters are shown.
func (m *mask) token(t string) {
	if short := cutToken(t); short != t {
		m.add(t, short)
	}
}

// cutToken is what is shown of a device token.
func cutToken(t string) string {
	r := []rune(t)
	if len(r) <= shownToken {
		return t
	}
	return string(r[:shownToken]) + "…"
}

func (m *mask) add(from, to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	shown := forms(to)
	for i, form := range forms(from) {
		if !slices.ContainsFunc(m.values, func(r replacement) bool { return r.from == form }) {
			m.values = append(m.values, replacement{form, shown[i]})
		}
	}
	// A value that contains another one goes first.
	slices.SortStableFunc(m.values, func(a, b replacement) int { return len(b.from) - len(a.from) })
}

// forms are the ways in which requests and answers write a value, always in the
// same order.
func forms(v string) []string {
	quoted := jsonText(v)
	twice := jsonText(quoted) // JSON in a JSON string
	return []string{
		v, quoted, twice, strings.ReplaceAll(quoted, "/", `\/`), strings.ReplaceAll(twice, "/", `\\/`), strings.ReplaceAll(twice, "/", `\/`),
		escape(v), url.PathEscape(v), escape(quoted), escape(twice), lowerPercents(escape(v)), lowerPercents(url.PathEscape(v)),
		strings.NewReplacer("/", `\u002f`, "+", `\u002b`, "=", `\u003d`).Replace(quoted),
		strings.NewReplacer("/", `\u002F`, "+", `\u002B`, "=", `\u003D`).Replace(quoted),
	}
}

// escape writes a value as forms do. Java and browsers leave the asterisk as it
// is, and masked values stay readable.
func escape(v string) string { return strings.ReplaceAll(url.QueryEscape(v), "%2A", "*") }

// lowerPercents writes %2F as %2f, as some servers do.
func lowerPercents(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '%' && i+2 < len(b) {
			copy(b[i:], bytes.ToLower(b[i:i+3]))
		}
	}
	return string(b)
}

// jsonText is the inside of the JSON string for s.
func jsonText(s string) string {
	b := marshal(s)
	return string(b[1 : len(b)-1])
}

// marshal is json.Marshal without the escapes that only HTML needs: vendors
// count bytes. What is marshalled here always can be.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("offpush: a request that is no JSON: " + err.Error()) // only maps, strings and numbers get here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (m *mask) text(s string) string {
	if m == nil || m.off || s == "" {
		return s
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.values {
		s = strings.ReplaceAll(s, r.from, r.to)
	}
	return accessToken.ReplaceAllString(s, "${1}"+masked)
}

// accessToken is one in the answer to a login, which may be cut off, or be
// unreadable in another way, so that its value does not get known.
var accessToken = regexp.MustCompile(`("(?:access_token|auth_token|authToken)"\s*:\s*")[^"]+`)

func (m *mask) both(t text.Text) text.Text { return t.Map(m.text) }
