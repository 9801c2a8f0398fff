package text

import "strings"

// Names are the values of --lang.
func Names() []string { return []string{"zh", "en"} }

// ParseLang reads a value of --lang: "zh" or "en", also as part of a locale
// ("zh-CN", "en_US.UTF-8").
func ParseLang(s string) (Lang, bool) {
	head := strings.ToLower(s)
	if i := strings.IndexAny(head, "-_."); i >= 0 {
		head = head[:i]
	}
	switch head {
	case "zh":
		return ZH, true
	case "en":
		return EN, true
	}
	return EN, false
}

// FromLocale is Chinese for a locale that starts with zh, English for all others.
func FromLocale(locale string) Lang {
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return ZH
	}
	return EN
}

// FromEnv chooses by the first of OFFPUSH_LANG, LC_ALL, LC_MESSAGES and LANG
// that is set; it returns false when none is.
func FromEnv(getenv func(string) string) (Lang, bool) {
	for _, name := range []string{"OFFPUSH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return FromLocale(locale), true
		}
	}
	return EN, false
}
