package vendor

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

// TestNamesInChinese: Latin names have blanks on both sides.
func TestNamesInChinese(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ vendor, token, want string }{
		{"oppo", "0123", "这个 token 不像 OPPO 的 registration_id"},
		{"meizu", "0123", "这个 token 不像魅族的 pushId"},
		{"oppo", "v2-" + strings.Repeat("a", 47), "这个 token 像 vivo 的 regId，不像 OPPO 的"},
		{"xiaomi", "0123456789abcdef0123456789abcdef", "这个 token 像个推（uni-push）的 cid，不像小米的"},
	} {
		v, _ := catalog.ByID(c.vendor)
		if doubts, err := checkToken(v, v.Push().Token, c.token); err != nil || len(doubts) != 1 || !strings.HasPrefix(doubts[0].ZH, c.want) {
			t.Errorf("%s: %v %v, want %s", c.vendor, doubts, err, c.want)
		}
	}
}
