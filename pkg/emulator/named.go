package emulator

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// naming is what a name says of the value that stands under it.
type naming int

const (
	namesNothing naming = iota
	namesToken
	namesSecret
)

// The ends of names, of which only the letters count and in lower case, and names
// that are too short to be ends.
var (
	secretEnds = []string{
		"secret", "secretkey", "password", "authtoken", "accesstoken", "refreshtoken", "idtoken", "assertion", "authorization", "privatekey", "appkey", "apikey", "signature",
	}
	tokenEnds = []string{
		"token", "tokens", "regid", "regids", "registrationid", "registrationids", "pushid", "pushids", "targetvalue", "alias", "aliases",
	}
)

func namingOf(name string) naming {
	name = strings.Map(letter, name) // PHP writes a list as regIds[]
	ends := func(end string) bool { return strings.HasSuffix(name, end) }
	switch {
	case name == "sign", slices.ContainsFunc(secretEnds, ends):
		return namesSecret
	case name == "fid", slices.ContainsFunc(tokenEnds, ends):
		return namesToken
	}
	return namesNothing
}

// letter is a letter as names of secrets have it, -1 what is none.
func letter(r rune) rune {
	if r = unicode.ToLower(r); r < 'a' || r > 'z' {
		return -1
	}
	return r
}

// named are the values of a request that stand under names of secrets and of
// device tokens. A dialect knows those that the vendor looks at: of a name that is
// there twice, it is one. What is shown of the request has all of them.
type named struct{ secrets, tokens []string }

// maxWithin is how deep texts within texts are looked into: JSON in a form, an
// address in that.
const maxWithin = 5

// namedIn looks through what is kept of a request.
func namedIn(x *Exchange) *named {
	n := &named{}
	for _, h := range x.Header {
		of := namingOf(h.Name)
		if of == namesNothing && secretHeader.MatchString(h.Name) {
			of = namesSecret
		}
		n.value(withoutScheme(h.Value), of, maxWithin)
	}
	path, query, _ := strings.Cut(x.URL, "?")
	for _, segment := range longSegment.FindAllString(path, -1) {
		n.take(segment[1:], namesToken)
		n.take(unescape(segment[1:], false), namesToken)
	}
	n.form(query, maxWithin)
	values, _ := url.ParseQuery(query)  // what is wrong is left out
	for _, key := range values["key"] { // Google's are there; in a body it is any word
		n.take(key, namesSecret)
	}
	n.text(x.Body, maxWithin)
	return n
}

// withoutScheme is a header's value without a word like Bearer.
func withoutScheme(value string) string {
	if i := strings.IndexAny(value, " ="); i >= 0 && scheme.MatchString(value[:i]) {
		return strings.TrimSpace(value[i+1:])
	}
	if scheme.MatchString(value) {
		return ""
	}
	return value
}

// take keeps a value. Vendors join device tokens by commas or semicolons.
func (n *named) take(value string, of naming) {
	if of == namesSecret {
		n.secrets = append(n.secrets, strings.TrimSpace(value))
		return
	}
	n.tokens = append(n.tokens, strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })...)
}

// value keeps a value, or looks into it.
func (n *named) value(value string, of naming, depth int) {
	if of != namesNothing {
		n.take(value, of)
		return
	}
	n.text(value, depth-1)
}

// text looks through something that may be JSON, a form or what browsers upload
// files by. Broken JSON may be anything.
func (n *named) text(s string, depth int) {
	if depth <= 0 || len(s) < len("fid=1") || n.json(s, depth) {
		return
	}
	n.form(s, depth)
	n.parts(s, depth)
}

// json looks through JSON, as far as it is right. It reports whether that was all.
func (n *named) json(s string, depth int) bool {
	var within []naming // the objects and lists that are open
	next := namesNothing
	outer := func() naming {
		if len(within) == 0 {
			return namesNothing
		}
		return within[len(within)-1]
	}
	for i := 0; i < len(s); {
		switch s[i] {
		case '"':
			end := stringEnd(s, i)
			if end < 0 {
				n.value(s[i+1:], next, depth)
				return false
			}
			value := unquoted(s[i:end])
			if i = end; strings.HasPrefix(strings.TrimLeft(s[end:], " \t\r\n"), ":") {
				next = max(namingOf(value), outer())
				continue
			}
			n.value(value, next, depth)
			continue
		case '{', '[':
			within = append(within, next)
		case '}', ']':
			within = within[:max(0, len(within)-1)]
			next = outer()
		case ',':
			next = outer()
		case ' ', '\t', '\r', '\n', ':':
		default:
			end := i + strings.IndexAny(s[i:]+",", ",]} \t\r\n")
			if literal := s[i:end]; next != namesNothing && literal != "null" && literal != "true" && literal != "false" {
				n.take(literal, next)
			}
			i = end
			continue
		}
		i++
	}
	return strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[")
}

// stringEnd is where a JSON string ends that begins at i; -1 where it does not.
func stringEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// unquoted is the value of a JSON string, or what stands in it when it is wrong.
func unquoted(literal string) (s string) {
	if strings.IndexByte(literal, '\\') >= 0 && json.Unmarshal([]byte(literal), &s) == nil {
		return s
	}
	return literal[1 : len(literal)-1]
}

// form looks through a form, or an address. Values are kept as they stand, too: an
// encoding of its own kind is not found by the value.
func (n *named) form(s string, depth int) {
	if !strings.Contains(s, "=") {
		if plain := unescape(s, false); plain != s {
			n.text(plain, depth-1)
		}
		return
	}
	for pair := range strings.SplitSeq(s, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = name[strings.LastIndexAny(name, "?#\"' \r\n{,")+1:]
		of := namingOf(unescape(name, true))
		if of == namesNothing {
			n.text(unescape(value, true), depth-1)
			continue
		}
		if end := strings.IndexAny(value, "\"'<> \r\n"); end >= 0 {
			value = value[:end]
		}
		for _, form := range []string{value, unescape(value, true), unescape(value, false)} {
			n.take(form, of)
		}
	}
}

// formPart is a field in multipart/form-data.
var formPart = regexp.MustCompile(`(?i)\bname="?([^";\r\n]+)"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)`)

func (n *named) parts(s string, depth int) {
	if !strings.Contains(s, "form-data") {
		return
	}
	for _, part := range formPart.FindAllStringSubmatch(s, -1) {
		n.value(part[2], namingOf(part[1]), depth)
	}
}

// unescape decodes percents, and + as the blank of forms; what is no escape stays.
func unescape(s string, form bool) string {
	if plus := form && strings.Contains(s, "+"); plus || strings.Contains(s, "%") {
		if plus {
			s = strings.ReplaceAll(s, "+", " ")
		}
		if plain, err := url.PathUnescape(s); err == nil {
			return plain
		}
		return percents.ReplaceAllStringFunc(s, func(escape string) string {
			plain, _ := url.PathUnescape(escape)
			return plain
		})
	}
	return s
}

var percents = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
