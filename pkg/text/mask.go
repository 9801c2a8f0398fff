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

// namedSecret finds a quoted value behind a name that says it is a secret.
var namedSecret = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\w.$-]*(?:key|secret|passw(?:or)?d|usersig)[\w.$-]*["'\x60]?\s*[:=]\s*["'\x60]([^"'\x60]+)`)
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

// MaskLine is Mask for a line of a source file; it also hides the quoted values
// of members and variables whose names say that they are secret.
func MaskLine(line string, secrets []string) string {
	line = Mask(line, secrets)
	var b strings.Builder
	end := 0
	for _, m := range namedSecret().FindAllStringSubmatchIndex(line, -1) {
		if value := line[m[2]:m[3]]; len(value) >= minSecret {
			b.WriteString(line[end:m[2]])
			b.WriteString(stars(value))
			end = m[3]
		}
	}
	return b.String() + line[end:]
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
