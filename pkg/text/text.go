// Package text holds what people read: every sentence in Chinese and English,
// the choice between the two, the width a terminal gives it, and the masking of
// secrets in it.
package text

import "fmt"

// Lang is a language of the output.
type Lang uint8

// The languages; English is the default.
const (
	EN Lang = iota
	ZH
)

func (l Lang) String() string {
	if l == ZH {
		return "zh"
	}
	return "en"
}

// Text is one sentence or paragraph in both languages.
type Text struct{ ZH, EN string }

// T is a Text without placeholders, Chinese first.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Same is a Text that reads the same in both languages: a value, a name.
func Same(s string) Text { return Text{ZH: s, EN: s} }

// F formats both languages with the same arguments, as fmt.Sprintf does. An
// argument that is itself a Text, or an error that has one in it, appears in the
// language of the sentence.
// Indexed verbs (%[2]s) let the languages order the arguments differently.
func F(zh, en string, args ...any) Text {
	return Text{ZH: fmt.Sprintf(zh, pick(ZH, args)...), EN: fmt.Sprintf(en, pick(EN, args)...)}
}

func pick(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(interface{ In(l Lang) string }); ok {
			a = t.In(l)
		}
		out[i] = a
	}
	return out
}

// In returns the text in one language.
func (t Text) In(l Lang) string {
	if l == ZH {
		return t.ZH
	}
	return t.EN
}

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }

// Map returns the text with f applied to both languages.
func (t Text) Map(f func(string) string) Text { return Text{ZH: f(t.ZH), EN: f(t.EN)} }
