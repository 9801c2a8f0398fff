package emulator

import (
	"bufio"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// TestTwoSlashes: a base address that ends with a slash is pointed out, by address
// and by host name.
func TestTwoSlashes(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "http://api.xmpush.xiaomi.com"} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		got := k.postForm(base+"//v3/message/regid", "", nil)
		if !strings.Contains(last.Why.EN, "the base address must not end with one") || base == "" && !strings.Contains(got.body, "must not end") {
			t.Errorf("%q: %v %s", base, last.Why, got.body)
		}
		if k.Refusals() != 1 {
			t.Errorf("%q: %d refusals", base, k.Refusals())
		}
		k.postForm(base+"//v3/nothing", "", nil)
		if strings.Contains(last.Why.EN, "slash") {
			t.Errorf("%q: %v", base, last.Why)
		}
	}
}

// TestRemoteProxy: an emulator that others may use answers by any name, but as a
// proxy it passes on nothing and takes nobody else's place.
func TestRemoteProxy(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{AllowRemote: true, Lang: text.EN})
	raw := func(target, host string) int {
		c, err := net.Dial("tcp", address(k.URL()))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		r, _ := http.NewRequest(http.MethodPost, "http://"+host+"/v3/message/regid", strings.NewReader(""))
		write := r.Write
		if target == "absolute" {
			write = r.WriteProxy
		}
		if err := write(c); err != nil {
			t.Fatal(err)
		}
		return readStatus(t, c)
	}
	for _, c := range []struct {
		form, host string
		status     int
	}{
		{"origin", "push.lan", 200},
		{"origin", "192.168.1.2:8800", 200},
		{"absolute", "www.example.com", 403},
		{"absolute", "10.9.8.7", 403},
		{"absolute", "api.xmpush.xiaomi.com", 200},
		{"absolute", address(k.URL()), 200},
		{"absolute", "localhost", 200},
	} {
		if got := raw(c.form, c.host); got != c.status {
			t.Errorf("%s form of %s: %d, want %d", c.form, c.host, got, c.status)
		}
	}
}

func readStatus(t *testing.T, c net.Conn) int {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}
