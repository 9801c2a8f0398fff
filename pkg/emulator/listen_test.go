package emulator

import (
	"io"
	"net/http"
	"testing"
)

// startKit is a kit that listens.
func startKit(t testing.TB, c Config) *kit {
	t.Helper()
	k := newKit(t, c)
	if err := k.Start(); err != nil {
		t.Fatal(err)
	}
	return k
}

// get asks for a page and returns its status, body and protocol.
func get(t testing.TB, client *http.Client, url string) (int, string, string) {
	t.Helper()
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body), r.Proto
}

func TestPorts(t *testing.T) {
	t.Parallel()
	k := startKit(t, Config{})
	for url, proto := range map[string]string{k.URL(): "HTTP/1.1", k.TLSURL(): "HTTP/2.0", k.SandboxURL(): "HTTP/2.0"} {
		status, body, got := get(t, k.Client(), url+"/nothing")
		if status != 404 || got != proto {
			t.Errorf("%s: %d %s %s", url, status, got, body)
		}
	}
}
