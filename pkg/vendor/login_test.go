package vendor_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/vendor"
)

// kept gives the options a cache in a folder.
func kept(o vendor.Options, dir string) vendor.Options {
	o.Cache = &vendor.Cache{Dir: dir} // a new one for each call: another run of the program
	return o
}

// withLogin runs a test for the vendors whose login is asked for.
func withLogin(t *testing.T, test func(t *testing.T, r *rig)) {
	t.Helper()
	each(t, func(t *testing.T, r *rig) {
		if r.login == "" {
			t.Skip("no login")
		}
		test(t, r)
	})
}

func TestLoginIsKept(t *testing.T) {
	t.Parallel()
	withLogin(t, func(t *testing.T, r *rig) {
		dir := filepath.Join(t.TempDir(), "cache")
		f := start(t, r)
		o := f.options()
		for range 3 {
			f.accepted(f.plain(), kept(o, dir))
		}
		if logins, sends, delivered := f.counts(); logins != 1 || sends != 3 || delivered != 3 {
			t.Errorf("%d logins, %d sends, %d delivered", logins, sends, delivered)
		}
	})
}

func TestNoCache(t *testing.T) {
	t.Parallel()
	withLogin(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		o := f.options()
		f.accepted(f.plain(), o)
		f.accepted(f.plain(), o)
		if logins, _, _ := f.counts(); logins != 2 {
			t.Errorf("%d logins", logins)
		}
	})
}

// TestCacheFiles: readable by their owner alone, named by nothing that is a
// secret.
func TestCacheFiles(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		dir := filepath.Join(t.TempDir(), "a", "cache")
		f := start(t, r)
		f.accepted(f.plain(), kept(f.options(), dir))
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if r.login != "" || r.name == "apns-key" {
			want = 1
		}
		if len(files) != want {
			t.Fatalf("files %q, want %d", files, want)
		}
		if want == 0 {
			if _, err := os.Stat(dir); err == nil {
				t.Error("a folder for nothing")
			}
			return
		}
		if runtime.GOOS == "windows" {
			return
		}
		for path, mode := range map[string]fs.FileMode{dir: 0o700, files[0]: 0o600} {
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != mode {
				t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), mode)
			}
		}
	})
}

// TestBrokenCache: what is wrong with a file is passed over.
func TestBrokenCache(t *testing.T) {
	t.Parallel()
	change := func(member string, value any) func(map[string]any) []byte {
		return func(m map[string]any) []byte {
			m[member] = value
			out, _ := json.Marshal(m)
			return out
		}
	}
	text := func(s string) func(map[string]any) []byte { return func(map[string]any) []byte { return []byte(s) } }
	for name, spoil := range map[string]func(m map[string]any) []byte{
		"corrupt":       text(`{"key":`),
		"empty":         text(""),
		"huge":          text(strings.Repeat(" ", 1<<20) + "{}"),
		"a folder":      nil,
		"foreign":       change("key", strings.Repeat("0", 64)),
		"no value":      change("value", ""),
		"value no text": change("value", 7),
		"expired":       change("expires", clock().Add(-time.Second)),
		"expires now":   change("expires", clock()),
		"of the future": change("issued", clock().Add(time.Hour)),
		"no dates":      change("expires", "soon"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			f := start(t, rigNamed(t, "oppo"))
			o := f.options()
			f.accepted(f.plain(), kept(o, dir))
			files, _ := filepath.Glob(filepath.Join(dir, "*"))
			if len(files) != 1 {
				t.Fatalf("files %q", files)
			}
			data, _ := os.ReadFile(files[0])
			m := map[string]any{}
			if err := json.Unmarshal(data, &m); err != nil {
				t.Fatal(err)
			}
			if spoil == nil {
				os.Remove(files[0])
				os.Mkdir(files[0], 0o700)
			} else {
				write(t, files[0], spoil(m))
			}
			f.accepted(f.plain(), kept(o, dir))
			if logins, sends, _ := f.counts(); logins != 2 || sends != 2 {
				t.Errorf("%d logins, %d sends, want 2 and 2", logins, sends)
			}
		})
	}
	t.Run("no folder can be made", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "file")
		write(t, file, nil)
		f := start(t, rigNamed(t, "oppo"))
		f.accepted(f.plain(), kept(f.options(), filepath.Join(file, "cache")))
	})
}

// TestOthersLogin: other credentials find no login of these.
func TestOthersLogin(t *testing.T) {
	t.Parallel()
	for name, other := range map[string][]string{
		"huawei-v1": {"client_secret", "another-secret-0123456789"},
		"honor":     {"client_secret", "another-secret-0123456789"},
		"oppo":      {"master_secret", "00000000000000000000000000000000"},
		"vivo":      {"app_secret", "11112222-3333-4444-5555-666677778889"},
	} {
		dir := t.TempDir()
		f := start(t, rigNamed(t, name))
		f.accepted(f.plain(), kept(f.options(), dir))
		if a := f.answered(f.plain(), kept(f.options(other...), dir)); a.Accepted {
			t.Errorf("%s: other credentials were accepted with the login of these", name)
		}
		if logins, _, _ := f.counts(); logins != 2 {
			t.Errorf("%s: %d logins", name, logins)
		}
	}
}

// TestExpiry: a login is used for as long as the vendor says, less a margin.
func TestExpiry(t *testing.T) {
	t.Parallel()
	for name, life := range map[string]time.Duration{"huawei-v1": time.Hour, "honor": time.Hour, "fcm": 3599 * time.Second, "oppo": 24 * time.Hour, "vivo": 24 * time.Hour} {
		dir := t.TempDir()
		f := start(t, rigNamed(t, name))
		o := f.options()
		f.accepted(f.plain(), kept(o, dir))
		f.breakAt(atLogin, nil)
		for _, c := range []struct {
			after  time.Duration
			logins int
		}{{10 * time.Minute, 1}, {life, 2}} {
			o.Now = func() time.Time { return clock().Add(c.after) }
			f.send(f.plain(), kept(o, dir)) // refused, where the server's clock stands still
			if logins, _, _ := f.counts(); logins != c.logins {
				t.Errorf("%s after %v: %d logins, want %d", name, c.after, logins, c.logins)
			}
		}
	}
}

// stale are the codes after which a kept login is renewed, once.
var stale = map[string]string{"huawei-v1": "80200003", "honor": "401", "oppo": "11", "vivo": "10000", "fcm": "UNAUTHENTICATED"}

func TestRenewal(t *testing.T) {
	t.Parallel()
	for name := range stale {
		dir := t.TempDir()
		f := start(t, rigNamed(t, name))
		o := f.options()
		f.accepted(f.plain(), kept(o, dir))
		f.expire()
		a := f.accepted(f.plain(), kept(o, dir))
		if logins, sends, delivered := f.counts(); logins != 2 || sends != 3 || delivered != 2 {
			t.Errorf("%s: %d logins, %d sends, %d delivered", name, logins, sends, delivered)
		}
		var steps []string
		for _, e := range a.Exchanges {
			steps = append(steps, e.Step)
		}
		if got := strings.Join(steps, " "); got != "send auth send" {
			t.Errorf("%s: steps %s", name, got)
		}
		f.accepted(f.plain(), kept(o, dir)) // the new login is kept
		if logins, _, _ := f.counts(); logins != 2 {
			t.Errorf("%s: %d logins", name, logins)
		}
	}
}

// TestNoRenewal: not when the login was fresh, not twice, not for another code.
func TestNoRenewal(t *testing.T) {
	t.Parallel()
	for name, code := range stale {
		f := start(t, rigNamed(t, name))
		plain := f.answer
		f.answer = func(f *fake, r *request) answer {
			if !r.login {
				f.expire()
			}
			return plain(f, r)
		}
		o, dir := f.options(), t.TempDir()
		for i, want := range []struct{ logins, sends int }{{1, 1}, {2, 3}} { // fresh, then kept
			if a := f.answered(f.plain(), kept(o, dir)); a.Accepted || a.Code != code {
				t.Errorf("%s: code %s, want %s", name, a.Code, code)
			}
			if logins, sends, _ := f.counts(); logins != want.logins || sends != want.sends {
				t.Errorf("%s, send %d: %d logins, %d sends, want %+v", name, i, logins, sends, want)
			}
		}
	}
	for name, body := range map[string]string{
		"huawei-v1": `{"code":"80300002","msg":"No right.","requestId":"1"}`,
		"honor":     `{"code":403,"message":"Forbidden","data":{"sendResult":false}}`,
		"oppo":      `{"code":29,"message":"Missing Auth Token"}`,
		"vivo":      `{"result":10094,"desc":"appId"}`,
		"fcm":       `{"error":{"code":401,"message":"m","status":"UNAUTHENTICATED","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"THIRD_PARTY_AUTH_ERROR"}]}}`,
	} {
		f := start(t, rigNamed(t, name))
		o, dir := f.options(), t.TempDir()
		f.accepted(f.plain(), kept(o, dir))
		f.says(atSend, 401, body)
		f.answered(f.plain(), kept(o, dir))
		if logins, sends, _ := f.counts(); logins != 1 || sends != 2 {
			t.Errorf("%s: %d logins, %d sends", name, logins, sends)
		}
	}
}

// TestRenewalWords: each of the words in which a vendor refuses a login has a kept
// one renewed, once; for a push that was refused, nothing is.
func TestRenewalWords(t *testing.T) {
	t.Parallel()
	google := func(details string) string {
		return `{"error":{"code":401,"message":"m","status":"UNAUTHENTICATED"` + details + `}}`
	}
	for name, bodies := range map[string][]string{
		"huawei-v1": {`{"code":"80200001","msg":"Authentication Error.","requestId":"1"}`, `{"code":"80200003","msg":"m","requestId":"1"}`},
		"honor":     {`{"code":80200001,"message":"m"}`, `{"code":80200003,"message":"m"}`, `{"code":401,"message":"m"}`},
		"fcm": {google(""), google(`,"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_EXPIRED"}]`),
			google(`,"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_TYPE_UNSUPPORTED"}]`)},
	} {
		for _, body := range bodies {
			f := start(t, rigNamed(t, name))
			o, dir := f.options(), t.TempDir()
			f.accepted(f.plain(), kept(o, dir))
			f.says(atSend, 401, body)
			f.answered(f.plain(), kept(o, dir))
			if logins, sends, _ := f.counts(); logins != 2 || sends != 3 {
				t.Errorf("%s: %s: %d logins, %d sends", name, body, logins, sends)
			}
		}
	}
}

// TestRenewalFails: the login that was to replace a stale one has no answer, or
// is refused.
func TestRenewalFails(t *testing.T) {
	t.Parallel()
	for name := range stale {
		f := start(t, rigNamed(t, name))
		o, dir := f.options(), t.TempDir()
		f.accepted(f.plain(), kept(o, dir))
		f.expire()
		f.says(atLogin, 502, html)
		_, err := f.send(f.plain(), kept(o, dir))
		none := noAnswer(err)
		if none == nil || none.ID != "http-5xx" || none.Sent || len(none.Answer.Exchanges) != 2 {
			t.Errorf("%s: error %#v", name, err)
		}
		if _, sends, delivered := f.counts(); sends != 2 || delivered != 1 {
			t.Errorf("%s: %d sends, %d delivered", name, sends, delivered)
		}
	}
}

// TestProviderToken: APNs' JWT is kept between runs, for 50 minutes.
func TestProviderToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := start(t, rigNamed(t, "apns-key"))
	o := f.options()
	tokens := func() []string {
		var out []string
		for _, r := range f.requests {
			out = append(out, r.header.Get("authorization"))
		}
		return out
	}
	for _, after := range []time.Duration{0, 20 * time.Minute, 49 * time.Minute, 51 * time.Minute} {
		o.Now = func() time.Time { return clock().Add(after) }
		f.send(f.plain(), kept(o, dir))
	}
	got := tokens()
	if len(got) != 4 || got[0] != got[1] || got[1] != got[2] || got[2] == got[3] {
		t.Errorf("tokens %q", got)
	}
	// Refused, it is not used again.
	o.Now = clock
	dir = t.TempDir()
	f.says(atSend, 403, `{"reason":"ExpiredProviderToken"}`)
	f.answered(f.plain(), kept(o, dir))
	f.answered(f.plain(), kept(o, dir))
	if got = tokens()[4:]; len(got) != 2 || got[0] == got[1] {
		t.Errorf("a refused token was kept: %q", got)
	}
}

// TestProviderTokenOfAnotherKey: a key that replaces another one under the same
// name signs anew.
func TestProviderTokenOfAnotherKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := start(t, rigNamed(t, "apns-key"))
	o := f.options()
	good, _ := os.ReadFile(o.Credentials["key_file"])
	write(t, o.Credentials["key_file"], freshKey(t))
	if a := f.answered(f.plain(), kept(o, dir)); a.Code != "InvalidProviderToken" {
		t.Fatalf("code %q", a.Code)
	}
	f.says(atSend, 400, `{"reason":"BadDeviceToken"}`) // which keeps the JWT
	f.answered(f.plain(), kept(o, dir))
	f.breakAt(atSend, nil)
	f.wrong = nil
	write(t, o.Credentials["key_file"], good)
	f.accepted(f.plain(), kept(o, dir))
}
