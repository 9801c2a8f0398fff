package emulator

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

// noon is when the tests' clock begins.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, china)

// kit is an emulator under test, without ports.
type kit struct {
	t testing.TB
	*Emulator
}

// newKit makes an emulator that is closed when the test ends. Its clock stands
// still unless a test moves it.
func newKit(t testing.TB, c Config) *kit {
	t.Helper()
	if c.Now == nil {
		c.Now = func() time.Time { return noon }
	}
	e, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return &kit{t, e}
}

// reply is an answer as a client sees it. Its status is 0 when there was none.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask sends one request to the emulator. The url may have a host or be a path.
func (k *kit) ask(method, url, body string, header map[string]string) reply {
	k.t.Helper()
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if !strings.Contains(url, "://") {
		r.Host = "127.0.0.1:8080"
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	if !answers(k.Emulator, w, r) && w.Body.Len() == 0 {
		return reply{}
	}
	answer := w.Result()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		k.t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(data)}
}

// answers lets the emulator answer; false when it ended the connection instead, or
// in the middle of its answer.
func answers(e *Emulator, w http.ResponseWriter, r *http.Request) (ok bool) {
	defer func() {
		v := recover()
		if err, ok := v.(error); v != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
			panic(v)
		}
	}()
	e.ServeHTTP(w, r)
	return true
}

// postForm sends a form.
func (k *kit) postForm(url, body string, header map[string]string) reply {
	k.t.Helper()
	return k.ask("POST", url, body, withHeader(header, "Content-Type", "application/x-www-form-urlencoded"))
}

// postJSON sends JSON.
func (k *kit) postJSON(url, body string, header map[string]string) reply {
	k.t.Helper()
	return k.ask("POST", url, body, withHeader(header, "Content-Type", "application/json"))
}

func withHeader(header map[string]string, name, value string) map[string]string {
	out := maps.Clone(header)
	if out == nil {
		out = map[string]string{}
	}
	if out[name] == "" {
		out[name] = value
	}
	return out
}

// codeCase is a request that a vendor refuses, or takes, by a real check.
type codeCase struct {
	name   string
	config Config
	ask    func(k *kit) reply
	at     catalog.At
	code   string // as in pkg/catalog
	beside string // a code that stands beside the token, in an answer with another code
	status int
	has    []string // what the answer's body must contain
}

// runCases runs the cases of one vendor, each on an emulator of its own.
func runCases(t *testing.T, vendor string, cases []codeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var last *Exchange
			c.config.Observe = func(x *Exchange) { last = x }
			k := newKit(t, c.config)
			got := c.ask(k)
			if got.status != c.status {
				t.Errorf("the status is %d, want %d\n%s", got.status, c.status, got.body)
			}
			for _, part := range c.has {
				if !strings.Contains(got.body, part) {
					t.Errorf("the answer lacks %s:\n%s", part, got.body)
				}
			}
			switch {
			case last == nil:
				t.Fatal("nothing was observed")
			case last.Vendor != vendor:
				t.Errorf("the vendor is %q", last.Vendor)
			case c.at == catalog.AtTarget:
				if !hasBadToken(k, c.code) {
					t.Errorf("no token is refused with %s", c.code)
				}
			case last.Code != c.code:
				t.Errorf("the code is %q, want %q (%s)", last.Code, c.code, last.Why.EN)
			}
			if last.Why.IsZero() && last.Verdict == Refused {
				t.Error("a refusal without explanation")
			}
		})
	}
}

// limited asks when the day's amount is used up.
func limited(vendor string, ask func(k *kit) reply) func(k *kit) reply {
	return func(k *kit) reply {
		none := 0
		if err := k.SetQuota(vendor, &none); err != nil {
			k.t.Fatal(err)
		}
		return ask(k)
	}
}

func hasBadToken(k *kit, code string) bool {
	for _, m := range k.Messages(Filter{Verdict: Refused}) {
		if m.Code == code {
			return true
		}
	}
	return false
}

// codeCases are those of all vendors: which codes come from real checks.
func codeCases() map[string][]codeCase {
	return map[string][]codeCase{
		"huawei": huaweiCases(), "honor": honorCases(), "xiaomi": xiaomiCases(), "oppo": oppoCases(),
		"vivo": vivoCases(), "meizu": meizuCases(), "apns": apnsCases(), "fcm": fcmCases(),
	}
}
