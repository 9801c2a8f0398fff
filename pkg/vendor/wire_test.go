package vendor_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wireFolder holds what each vendor's server receives, byte for byte. It is not
// below this package: Go leaves folders below one called vendor out of modules.
var wireFolder = filepath.Join("..", "..", "testdata", "wire")

// TestWire compares the requests of each vendor with its goldens. Only the port
// and signatures that are different each time are replaced.
func TestWire(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, m := range r.messages() {
			f := start(t, r)
			f.accepted(m.Message, f.options())
			golden(t, r.name+"-"+m.name, f.wireText())
		}
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join(wireFolder, name+".txt")
	if *update {
		if err := os.MkdirAll(wireFolder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +sent):\n%s", file, diff)
	}
}

var (
	loopback = regexp.MustCompile(`(?m)^(Host|:authority): 127\.0\.0\.1:[0-9]+$`)
	// Signatures of PS256 and ES256 are random; RS256's is kept.
	randomJWT = regexp.MustCompile(`(?m)^((?i:authorization): (?i:bearer) [\w-]+\.[\w-]+)\.[\w-]+$`)
	length    = regexp.MustCompile(`(?mi)^content-length: [0-9]+\n`)
)

// wireText is what came in, as text: HTTP/1.1 as it was written, with its own
// spelling of header names.
func (f *fake) wireText() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var b strings.Builder
	if f.tls {
		for _, r := range f.requests {
			b.WriteString(r.text())
		}
	} else {
		left := map[int][]byte{}
		for i, c := range f.wire {
			c.mu.Lock()
			left[i] = bytes.Clone(c.seen.Bytes())
			c.mu.Unlock()
		}
		for _, r := range f.requests {
			b.WriteString(cut(left, r) + "\n")
		}
	}
	s := loopback.ReplaceAllString(b.String(), "$1: HOST")
	s = randomJWT.ReplaceAllString(s, "$1.SIGNATURE")
	return length.ReplaceAllString(s, "")
}

// cut takes the next request that ends in r's body from the connection that has
// it.
func cut(left map[int][]byte, r *request) string {
	for _, i := range slices.Sorted(maps.Keys(left)) {
		head, _, ok := bytes.Cut(left[i], []byte("\r\n\r\n"))
		if !ok || !strings.Contains(string(head), " "+r.path+" ") {
			continue
		}
		end := len(head) + len("\r\n\r\n") + len(r.body)
		out := string(left[i][:end])
		left[i] = left[i][end:]
		return strings.ReplaceAll(out, "\r\n", "\n") + "\n"
	}
	return "lost"
}

// text writes an HTTP/2 request the way that one of HTTP/1.1 looks.
func (r *request) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/2\n", r.method, r.path)
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		for _, v := range r.header[name] {
			fmt.Fprintf(&b, "%s: %s\n", strings.ToLower(name), v)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.body)
	return b.String()
}
