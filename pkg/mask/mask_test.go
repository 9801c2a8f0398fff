package mask_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/mask"
)

func TestText(t *testing.T) {
	m := &mask.Mask{}
	m.Secret("s3cr/et+=", "s3cr", "abc")
	m.Token("0123456789abcdef")
	for in, want := range map[string]string{
		"a s3cr/et+= b":                `a *** b`,
		"s=s3cr%2Fet%2B%3D&x=1":        `s=***&x=1`,
		"s=s3cr%2fet%2b%3d":            `s=***`,
		`{"s":"s3cr\/et+="}`:           `{"s":"***"}`,
		"s3cret":                       "***et",
		"abc is too short to be one":   "abc is too short to be one",
		"to 0123456789abcdef":          "to 01234567…",
		`{"access_token": "whatever"}`: `{"access_token": "***"}`,
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
	if got := (&mask.Mask{Off: true}).Text(`"authToken":"x"`); got != `"authToken":"x"` {
		t.Errorf("a mask that is off changes %q", got)
	}
}

// BenchmarkText grows with the text, not with text times secrets.
func BenchmarkText(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var text strings.Builder
			m := &mask.Mask{}
			for i := range n {
				token := fmt.Sprintf("token-%08d-abcdefghijklmnop", i)
				m.Token(token)
				text.WriteString(token + ",")
			}
			for b.Loop() {
				m.Text(text.String())
			}
		})
	}
}
