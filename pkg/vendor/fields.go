package vendor

import (
	"slices"
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// checkFields judges the credentials by what pkg/catalog knows of each: what
// cannot be right is refused, what looks like another credential is warned of.
func (s *sender) checkFields() error {
	for _, f := range s.push.AllFields() {
		value := s.Credentials[f.Name]
		if value == "" {
			continue
		}
		if err := s.checkField(f, value); err != nil {
			return err
		}
	}
	s.warnTwins()
	return nil
}

func (s *sender) checkField(f catalog.Field, value string) error {
	bad := func(zh, en string, args ...any) error {
		return newError(idCredential, text.F("%s（%s）：%s", "%s (%s): %s", f.Name, f.Console, text.F(zh, en, args...))).withHint(f.About)
	}
	switch {
	case f.File || f.Name == "cert_password":
		return nil
	case strings.TrimSpace(value) != value:
		return bad("值的前后有空白", "there are blanks around the value")
	case strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return bad("值的中间有空白", "there are blanks in the value")
	case strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">"), strings.Trim(value, "*") == "", strings.Trim(value, "xX") == "":
		return bad("还是占位文字，没有填真正的值", "still a placeholder")
	case len(f.Values) > 0 && !slices.Contains(f.Values, value):
		return bad("没有 %q，可用：%s", "there is no %q; use %s", shorten(value), text.List(f.Values))
	}
	for _, l := range f.Lookalikes {
		if l.Match(value) {
			s.warnings = append(s.warnings, text.F("%[1]s 的值像是 %[2]s，这里要的是 %[3]s", "the value of %[1]s looks like the %[2]s; this wants the %[3]s", f.Name, l.Name, f.Console))
			return nil
		}
	}
	if f.Form != "" && !f.Form.Match(value) {
		shown := shorten(value)
		if f.Secret {
			shown = mask.Masked
		}
		return bad("值 %s 的格式不对", "the value %s has not the right form", shown)
	}
	return nil
}

// shorten shows the beginning of a value that is wrong where it stands: it may
// be a secret that belongs elsewhere.
func shorten(value string) string {
	const shown = 4
	if r := []rune(value); len(r) > 2*shown {
		value = string(r[:shown]) + "…"
	}
	return text.Visible(value)
}

// secretShaped is what keys and secrets look like, and neither package names nor
// project ids.
var secretShaped = catalog.Form(`[A-Za-z0-9+/]*[A-Za-z][A-Za-z0-9+/]*={0,2}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`)

// minSecretShaped is the length from which a value of that form is one.
const minSecretShaped = 16

// isSecret reports whether a field's value must not be shown: because the field
// is a secret, or because a secret seems to have been put into the wrong field.
func isSecret(f catalog.Field, value string) bool {
	return f.Secret || !f.File && len(value) >= minSecretShaped && secretShaped.Match(value)
}

// warnTwins warns of two credentials with one value: one of them was put in the
// other's place.
func (s *sender) warnTwins() {
	seen := map[string]string{}
	for _, f := range s.push.Fields {
		value := s.Credentials[f.Name]
		if value == "" || f.File || len(f.Values) > 0 || len(value) < mask.MinSecret {
			continue
		}
		if other, ok := seen[value]; ok {
			s.warnings = append(s.warnings, text.F("%s 和 %s 的值相同，其中一个放错了", "%s and %s have the same value: one of them is in the wrong place", other, f.Name))
			continue
		}
		seen[value] = f.Name
	}
}

// The names of pkg/config's files.
const (
	config      = "offpush.toml"
	localConfig = "offpush.local.toml"
)

// need refuses when one of these fields is missing.
func (s *sender) need(names ...string) error {
	for _, name := range names {
		if s.Credentials[name] != "" {
			continue
		}
		f, _ := s.push.Field(name)
		file := config // of the two, where the field belongs
		if f.Secret {
			file = localConfig
		}
		return newError(idCredential, text.F("缺少%[1]s的 %[2]s（%[3]s）", "%[2]s (%[3]s) of %[1]s is missing", after(nameIn(s.vendor)), name, f.Console)).
			withHint(text.F("%[3]s：%[1]s。写进 %[6]s 的 [vendor.%[2]s]，或用 --set %[3]s=...，或设环境变量 OFFPUSH_%[4]s_%[5]s",
				"%[3]s: %[1]s. Put it under [vendor.%[2]s] in %[6]s, give --set %[3]s=..., or set OFFPUSH_%[4]s_%[5]s",
				f.About, s.vendor.ID, name, strings.ToUpper(s.vendor.ID), strings.ToUpper(name), file))
	}
	return nil
}
