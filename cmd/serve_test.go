package cmd_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// requests are the paths that a script's servers were asked for.
type requests struct {
	mu    sync.Mutex
	paths []string
}

type requestsKey struct{}

func (r *requests) add(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paths = append(r.paths, path)
}

func (r *requests) count(prefix string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, p := range r.paths {
		if strings.HasPrefix(p, prefix) {
			n++
		}
	}
	return n
}

// serve is the script command that starts a server.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: serve VAR FILE")
	}
	answers := strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n")
	log := ts.Value(requestsKey{}).(*requests)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.add(r.URL.Path)
		_, _ = io.Copy(io.Discard, r.Body)
		for _, line := range answers {
			part := strings.SplitN(line, " ", 3)
			if len(part) == 3 && strings.HasPrefix(r.URL.Path, part[0]) {
				status, _ := strconv.Atoi(part[1])
				w.WriteHeader(status)
				fmt.Fprint(w, part[2])
				return
			}
		}
		http.NotFound(w, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}

// received is the script command that counts requests.
func received(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: received N PATH")
	}
	if n := ts.Value(requestsKey{}).(*requests).count(args[1]); strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d requests for %s..., want %s", n, args[1], args[0])
	}
}
