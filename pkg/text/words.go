package text

import (
	"fmt"
	"strings"
)

// Plural counts an English noun: "1 error", "2 errors". Nouns that do not take
// a plain s are not for it.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// List joins words with a comma, as each language writes it.
func List(words []string) Text {
	return Text{ZH: strings.Join(words, "、"), EN: strings.Join(words, ", ")}
}
