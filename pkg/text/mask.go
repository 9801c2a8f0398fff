package text

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// minSecret is the length below which a value is no secret worth masking: "0",
// "" and words like "true" must stay readable.
const minSecret = 4

// namedSecret finds what stands behind a name that says it is a secret, up to
// the end of the member or statement.
var namedSecret = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\w.$-]*(?:key|secret|secert|passw(?:or)?d|usersig|token)[\w.$-]*["'\x60]?\s*[:=]\s*([^,;{}]+)`)
})

// literal finds the values in an expression: what is quoted (a quotation mark may
// be missing at the end of a line), and bare words that hold a digit, as they
// stand in broken JSON.
var literal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"([^"]*)"?|'([^']*)'?|\x60([^\x60]*)\x60?|([\w+/=-]*\d[\w+/=-]*)`)
})

// keyShaped finds values that have the form of the vendors' keys and secrets,
// wherever they stand: 24 and more hexadecimal digits, UUIDs, Xiaomi's AppSecret,
// passwords in addresses.
var keyShaped = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b([0-9A-Fa-f]{24,})\b|\b([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\b|([A-Za-z0-9+/]{22}==)|://[^/\s:@"']*:([^/\s@"']+)@`)
})

// Mask replaces every occurrence of the secrets in s by as many asterisks as the
// secret has characters, so that columns stay true.
func Mask(s string, secrets []string) string {
	for _, secret := range secrets {
		if len(secret) >= minSecret {
			s = strings.ReplaceAll(s, secret, stars(secret))
		}
	}
	return s
}

// MaskLine is Mask for a line of a source file; it also hides the values of
// members and variables whose names say that they are secret, and what has the
// form of a secret.
func MaskLine(line string, secrets []string) string {
	line = Mask(line, secrets)
	line = maskGroups(line, namedSecret(), func(expression string) string {
		return maskGroups(expression, literal(), stars)
	})
	return MaskKeys(line)
}

// MaskKeys hides what has the form of a vendor's key or secret.
func MaskKeys(s string) string { return maskGroups(s, keyShaped(), stars) }

// maskGroups replaces what the groups of an expression match, where it is long
// enough for a secret.
func maskGroups(s string, re *regexp.Regexp, mask func(string) string) string {
	var b strings.Builder
	end := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		for g := 2; g < len(m); g += 2 {
			if m[g] >= 0 && m[g+1]-m[g] >= minSecret {
				b.WriteString(s[end:m[g]])
				b.WriteString(mask(s[m[g]:m[g+1]]))
				end = m[g+1]
			}
		}
	}
	return b.String() + s[end:]
}

// Secrets returns the values worth masking, longest first, each once.
func Secrets(values []string) []string {
	out := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return len(v) < minSecret })
	slices.SortFunc(out, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(out)
}

func stars(s string) string { return strings.Repeat("*", utf8.RuneCountInString(s)) }
