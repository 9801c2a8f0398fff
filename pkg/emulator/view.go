package emulator

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// viewer writes what the control API, reports and records show of exchanges:
// secrets are masked and device tokens cut, unless all is to be revealed.
type viewer struct {
	reveal  bool
	lang    text.Lang
	account *mask.Mask // what the accounts of all vendors hold
}

func newViewer(c Config) *viewer {
	v := &viewer{reveal: c.Reveal, lang: c.Lang, account: &mask.Mask{}}
	for _, vendor := range catalog.Vendors() {
		s := &setup{vendor: vendor.ID, fields: c.Credentials[vendor.ID]}
		if s.fields == nil {
			s.fields = Demo(vendor.ID)
		}
		for _, f := range vendor.Push().Fields {
			if f.Secret {
				v.account.Secret(withBeginning(s.fields[f.Name])...)
			}
			if f.File && s.fields[f.Name] != "" {
				content, _ := s.file(f.Name) // what cannot be read is no account either
				lines := strings.ReplaceAll(string(content), `\n`, "\n")
				v.account.Secret(keyLine.FindAllString(lines, -1)...)
			}
		}
	}
	return v
}

// withBeginning is a value, and what [shown] repeats of it in explanations, and FCM
// in its answers: there with a quotation mark and a bracket.
func withBeginning(value string) []string {
	out := []string{value}
	for _, length := range []int{10 * shownValue, 10*shownValue - 1, 10*shownValue - 2, shownValue} {
		if r := []rune(value); len(r) > length {
			out = append(out, string(r[:length]))
		}
	}
	return out
}

// keyLine is a line of a private key in PEM.
var keyLine = regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`)

// maxHidden is how many device tokens of one request are looked for in what is
// shown of it. Vendors take 1000 at most.
const maxHidden = 2000

// lens shows one exchange.
type lens struct {
	*viewer
	x    *Exchange
	mask *mask.Mask
}

func (v *viewer) lens(x *Exchange) *lens {
	l := &lens{viewer: v, x: x, mask: &mask.Mask{}}
	if v.reveal {
		return l
	}
	found, seen := namedIn(x), map[string]bool{}
	for _, s := range slices.Concat(x.secrets, found.secrets) {
		if !seen[s] {
			seen[s] = true
			l.mask.Secret(withBeginning(s)...)
		}
	}
	for _, t := range slices.Concat(x.tokens[:min(len(x.tokens), maxHidden)], found.tokens) {
		if seen[t] {
			continue
		}
		seen[t] = true
		for _, form := range withBeginning(t) {
			l.mask.Token(form)
		}
	}
	return l
}

// text is a text of the exchange.
func (l *lens) text(s string) string {
	if l.reveal || s == "" {
		return s
	}
	if len(l.x.tokens) > maxHidden {
		return "…"
	}
	return l.account.Text(l.mask.Text(s))
}

// wire is a text as it was sent. Where it has a secret or token in an encoding of
// its own kind, as \u0061 for a, it is shown decoded.
func (l *lens) wire(s string) string {
	out := l.text(s)
	if l.reveal || !strings.ContainsAny(out, `%\`) {
		return out
	}
	plain := out
	for range maxWithin {
		decoded := unescape(jsonEscape.ReplaceAllStringFunc(plain, unescapeJSON), false)
		if decoded == plain {
			break
		}
		plain = decoded
	}
	if hidden := l.text(plain); hidden != plain {
		return hidden
	}
	return out
}

// jsonEscape is a character that JSON needs no escape for, with one; in JSON within
// JSON it has several backslashes.
var jsonEscape = regexp.MustCompile(`\\+(?:u[0-9A-Fa-f]{4}|/)`)

func unescapeJSON(escape string) string {
	digits := strings.TrimLeft(escape, `\`)
	if n, err := strconv.ParseUint(strings.TrimPrefix(digits, "u"), 16, 16); err == nil {
		return string(rune(n))
	}
	return digits
}

// words is a text for people in their language.
func (l *lens) words(t text.Text) string { return l.text(t.In(l.lang)) }

// token is a device token.
func (l *lens) token(t string) string {
	if l.reveal {
		return t
	}
	return mask.Cut(t)
}

// body is a body of which the beginning was kept. Its end may be half of a secret
// or token, which is not recognised as one.
func (l *lens) body(s string) string {
	if l.reveal {
		return s
	}
	if len(l.x.tokens) == 0 {
		// A token may stand where none was looked for: in a member that is
		// misspelt, in a request to a wrong address.
		s = longRun.ReplaceAllStringFunc(s, func(run string) string {
			if hidden := l.text(run); hidden != run || len(run) > longestRun {
				return hidden
			}
			return mask.Cut(run)
		})
	}
	if len(s) < maxKept {
		return l.wire(s)
	}
	end := len(s) - longestSecret
	if ends := wordEnd.FindAllStringIndex(s[end:], -1); len(ends) > 0 {
		end += ends[len(ends)-1][1]
	}
	return l.wire(s[:end]) + "…"
}

// wordEnd is what no secret or token goes across, as it is or as a form writes it.
var wordEnd = regexp.MustCompile(`["',;&{}\[\]()<>\s]|%(?:25)*(?i:0[9ad]|2[026-9c]|3[bce]|[57][bd])`)

// longRun is what can only be a token, a key or an encoded text.
var longRun = regexp.MustCompile(`[A-Za-z0-9+/_:.%-]{32,}={0,2}`)

// longestRun is the length that no token reaches; what is longer is a text.
const longestRun = 1 << 10

// longestSecret is the length that no secret or token reaches.
const longestSecret = 4 << 10

// value is a JSON value.
func (l *lens) value(v any) any {
	switch v := v.(type) {
	case string:
		return l.text(v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = l.value(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, item := range v {
			out[l.text(name)] = l.value(item)
		}
		return out
	}
	return v
}

// longSegment is a part of a path that can only be a token: a request that no
// route is found for has none that is known.
var longSegment = regexp.MustCompile(`/[^/?#]{32,}`)

// path is a path, or an address.
func (l *lens) path(s string) string {
	if l.reveal {
		return s
	}
	path, query, found := strings.Cut(l.wire(s), "?")
	path = cutPath(path)
	if found {
		path += "?" + query
	}
	return path
}

// cutPath cuts what can only be a token in a path.
func cutPath(path string) string {
	return longSegment.ReplaceAllStringFunc(path, func(segment string) string {
		return "/" + mask.Cut(segment[1:])
	})
}

// url is the address of the request.
func (l *lens) url() string { return l.path(l.x.URL) }

// pathAlone is the path of the request.
func (l *lens) pathAlone() string {
	u, err := url.Parse(l.x.URL)
	if err != nil {
		return ""
	}
	return l.path(u.Path)
}

// secretHeader is the name of a header that holds a secret, whoever sends it.
var secretHeader = regexp.MustCompile(`(?i)auth|token|secret|cookie|sign|key`)

// headers are the request's, by their names.
func (l *lens) headers() map[string]string {
	out := map[string]string{}
	for _, h := range l.x.Header {
		value := l.wire(h.Value)
		if !l.reveal && value != "" && secretHeader.MatchString(h.Name) {
			value = masked(value)
		}
		if before, ok := out[h.Name]; ok {
			value = before + ", " + value
		}
		out[h.Name] = value
	}
	return out
}

// masked leaves of a header's value what says of which kind it is: "Bearer ***",
// "key=***".
func masked(value string) string {
	if i := strings.IndexAny(value, " ="); i >= 0 && scheme.MatchString(value[:i]) {
		return value[:i+1] + mask.Masked
	}
	return mask.Masked
}

// scheme is a word in front of a secret.
var scheme = regexp.MustCompile(`^(?i:bearer|basic|key|digest)$`)
