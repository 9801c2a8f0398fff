package config

import (
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// NoPackageName says that s is no package name of an Android app.
func NoPackageName(s string) text.Text {
	return text.F("\"%s\" 不是包名，应形如 com.example.app", "\"%s\" is no package name, which looks like com.example.app", text.Visible(s))
}

// IsPackageName reports whether s has the form of an Android package name: two or
// more Java identifiers with dots between them.
func IsPackageName(s string) bool {
	parts := strings.Split(s, ".")
	for _, p := range parts {
		letter := func(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
		if p == "" || !letter(p[0]) {
			return false
		}
		for i := range len(p) {
			if c := p[i]; !letter(c) && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return len(parts) > 1
}
