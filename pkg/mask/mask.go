// Package mask hides secrets in what is shown of requests and answers.
package mask

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/pkg/text"
)

// Masked stands for a secret.
const Masked = "***"

// shownToken is how many characters of a device token are shown.
const shownToken = 8

// MinSecret is the length below which a value is no secret worth hiding: hiding
// every "1" would make the output unreadable.
const MinSecret = 4

// Mask hides secrets and cuts device tokens, in each form in which a request or
// an answer carries them: plain, form-encoded, and as JSON writes them, with \/
// or \u002f for the slash. It may be used by several goroutines.
type Mask struct {
	Off bool // nothing is hidden

	mu       sync.Mutex
	values   map[string]string // what is hidden, and what is shown for it
	replacer *strings.Replacer // nil: to be made
}

// Secret adds values that are never shown.
func (m *Mask) Secret(values ...string) {
	for _, v := range values {
		if len(v) >= MinSecret {
			m.add(v, Masked)
		}
	}
}

// Token adds a device token, of which the first characters are shown.
func (m *Mask) Token(t string) {
	if short := Cut(t); short != t {
		m.add(t, short)
	}
}

// Cut is what is shown of a device token.
func Cut(t string) string {
	r := []rune(t)
	if len(r) <= shownToken {
		return t
	}
	return string(r[:shownToken]) + "…"
}

func (m *Mask) add(from, to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		m.values = map[string]string{}
	}
	shown := forms(to)
	for i, form := range forms(from) {
		if _, ok := m.values[form]; !ok {
			m.values[form] = shown[i]
			m.replacer = nil
		}
	}
}

// replace hides the values, one that contains another one first.
func (m *Mask) replace(s string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.replacer == nil {
		froms := slices.SortedFunc(maps.Keys(m.values), func(a, b string) int {
			return cmp.Or(len(b)-len(a), strings.Compare(a, b))
		})
		var pairs []string
		for _, from := range froms {
			pairs = append(pairs, from, m.values[from])
		}
		m.replacer = strings.NewReplacer(pairs...)
	}
	return m.replacer.Replace(s)
}

// forms are the ways in which requests and answers write a value, always in the
// same order.
func forms(v string) []string {
	quoted := jsonText(v)
	twice := jsonText(quoted) // JSON in a JSON string
	return []string{
		v, quoted, twice, strings.ReplaceAll(quoted, "/", `\/`), strings.ReplaceAll(twice, "/", `\\/`), strings.ReplaceAll(twice, "/", `\/`),
		escape(v), url.PathEscape(v), escape(quoted), escape(twice), lowerPercents(escape(v)), lowerPercents(url.PathEscape(v)),
		lowerEscapes.Replace(quoted), upperEscapes.Replace(quoted),
	}
}

// The escapes with which some servers write JSON. To make one of these for each
// value would cost more than all else.
var (
	lowerEscapes = strings.NewReplacer("/", `\u002f`, "+", `\u002b`, "=", `\u003d`)
	upperEscapes = strings.NewReplacer("/", `\u002F`, "+", `\u002B`, "=", `\u003D`)
)

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
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always can be
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), `"`), "\"\n")
}

// Text is s with everything hidden that is to be.
func (m *Mask) Text(s string) string {
	if m == nil || m.Off || s == "" {
		return s
	}
	return accessToken.ReplaceAllString(m.replace(s), "${1}"+Masked)
}

// accessToken is one in the answer to a login, which may be cut off, or be
// unreadable in another way, so that its value does not get known.
var accessToken = regexp.MustCompile(`("(?:access_token|auth_token|authToken)"\s*:\s*")[^"]+`)

// Both is Text for a text in both languages.
func (m *Mask) Both(t text.Text) text.Text { return t.Map(m.Text) }
