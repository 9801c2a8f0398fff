package emulator

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRequests sends what public clients and back ends send, request by request,
// to an emulator with demo accounts. The fixtures, testdata/requests/VENDOR/*.http,
// are our own texts in the shape of those clients' requests. A file is one client:
//
//	# which kind of client sends it so, and where that can be seen
//	POST https://host/path
//	Content-Type: application/json
//
//	{"token": "{{token}}"}
//
// Requests are parted by ###. The lines of a body that is a form are its fields,
// name=value, in the client's order and before they are encoded; a line that begins
// with a blank goes on with the one before. JSON is sent without its white space.
// Where there is {{name}}, a value is put in: see filler. Before a request,
//
//	# warning: what the emulator warns of, once a line
//	# refused: CODE (- for none) and who is wrong
//	# spaces: %20, for clients that do not write + for a blank in a form
//
// say what is expected of it; without them it is accepted and nothing is said.
func TestRequests(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "requests", "*", "*.http"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	clients := map[string]int{}
	for _, file := range files {
		vendor := filepath.Base(filepath.Dir(file))
		clients[vendor]++
		t.Run(vendor+"/"+strings.TrimSuffix(filepath.Base(file), ".http"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sendRequests(t, vendor, string(data))
		})
	}
	for _, vendor := range []string{"oppo", "vivo", "meizu", "honor"} { // the others have clients that can be installed
		if clients[vendor] < 4 {
			t.Errorf("%s has the requests of %d clients only", vendor, clients[vendor])
		}
	}
}

// sendRequests sends the requests of a fixture, one after the other.
func sendRequests(t *testing.T, vendor, fixture string) {
	var last *Exchange
	k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
	fill := newFiller(vendor)
	for i, part := range strings.Split(fixture, "\n###\n") {
		r := readRequest(t, part)
		body, err := fill.body(r)
		if err != nil {
			t.Fatalf("request %d: %v", i+1, err)
		}
		header := map[string]string{}
		for name, value := range r.header {
			header[name] = fill.fill(value)
		}
		last = nil
		got := k.ask(r.method, fill.fill(r.url), body, header)
		if last == nil {
			t.Fatalf("request %d: nothing was observed", i+1)
		}
		if last.Vendor != vendor {
			t.Errorf("request %d: the vendor is %q", i+1, last.Vendor)
		}
		want := Accepted
		if r.isRefused {
			want = Refused
		}
		if last.Verdict != want || r.isRefused && last.Code != r.code {
			t.Errorf("request %d: %s with code %q, want %s %q (%s)\n%s\n%s", i+1, last.Verdict, last.Code, want, r.code, last.Why.EN, body, got.body)
		}
		var warnings []string
		for _, w := range last.Warnings {
			warnings = append(warnings, w.EN)
		}
		if diff := cmp.Diff(r.warnings, warnings); diff != "" {
			t.Errorf("request %d: warnings (-want +got):\n%s", i+1, diff)
		}
		fill.learn(got.body)
	}
	shown := k.Messages(Filter{Vendor: vendor, Token: DemoToken(vendor)})
	for _, m := range shown {
		if m.Verdict == Accepted && (m.Title == "" || m.Body == "") && m.Data == nil {
			t.Errorf("the message shows nothing of itself: %+v", m)
		}
	}
	if len(shown) == 0 && !strings.Contains(fixture, "# refused:") {
		t.Error("there is no message for the demo token")
	}
}

// rawRequest is a request of a fixture, before it is filled in.
type rawRequest struct {
	method, url string
	header      map[string]string
	body        string

	isRefused bool
	code      string // with which, "" for none
	warnings  []string
	blank     string // what a form has for a blank
}

func readRequest(t *testing.T, part string) rawRequest {
	r := rawRequest{header: map[string]string{}, blank: "+"}
	head, body, _ := strings.Cut(part, "\n\n")
	r.body = strings.Trim(body, "\n")
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		note, isNote := strings.CutPrefix(line, "#")
		name, value, _ := strings.Cut(strings.TrimSpace(note), ":")
		value = strings.TrimSpace(value)
		switch {
		case line == "":
		case isNote && name == "refused":
			r.isRefused = true
			if r.code, _, _ = strings.Cut(value, " "); r.code == "-" {
				r.code = ""
			}
		case isNote && name == "warning":
			r.warnings = append(r.warnings, value)
		case isNote && name == "spaces":
			r.blank = value
		case isNote:
		case r.method == "":
			r.method, r.url, _ = strings.Cut(line, " ")
		default:
			r.header[name] = value
		}
	}
	if r.method == "" || r.url == "" {
		t.Fatalf("there is no request in:\n%s", part)
	}
	return r
}

// filler knows the values that fixtures name: the fields of the demo account, its
// token, the time in timestamp (milliseconds) and seconds, the signature, and the
// access token that the vendor gave out, as auth.
type filler struct {
	vendor string
	values map[string]string
}

func newFiller(vendor string) *filler {
	f := &filler{vendor, maps.Clone(Demo(vendor))}
	f.values["token"] = DemoToken(vendor)
	f.values["timestamp"] = strconv.FormatInt(noon.UnixMilli(), 10)
	f.values["seconds"] = strconv.FormatInt(noon.Unix(), 10)
	switch account := f.values; vendor {
	case "oppo":
		sum := sha256.Sum256([]byte(account["app_key"] + account["timestamp"] + account["master_secret"]))
		f.values["sign"] = hex.EncodeToString(sum[:])
	case "vivo":
		sum := md5.Sum([]byte(account["app_id"] + account["app_key"] + account["timestamp"] + account["app_secret"]))
		f.values["sign"] = hex.EncodeToString(sum[:])
	}
	return f
}

func (f *filler) fill(s string) string {
	for name, value := range f.values {
		s = strings.ReplaceAll(s, "{{"+name+"}}", value)
	}
	return s
}

// learn keeps the access token of a login's answer.
func (f *filler) learn(answer string) {
	document, err := object([]byte(answer))
	if err != nil {
		return
	}
	for _, path := range [][]string{{"data", "auth_token"}, {"authToken"}, {"access_token"}} {
		if token := words(document, path...); token != "" {
			f.values["auth"] = token
		}
	}
}

// body is what is sent.
func (f *filler) body(r rawRequest) (string, error) {
	if !strings.HasPrefix(r.header["Content-Type"], "application/x-www-form-urlencoded") {
		return compact(f.fill(r.body))
	}
	type field struct{ name, value string }
	var fields []field
	for line := range strings.Lines(r.body) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, " ") && len(fields) > 0 {
			fields[len(fields)-1].value += strings.TrimSpace(line)
			continue
		}
		name, value, _ := strings.Cut(line, "=")
		fields = append(fields, field{name, value})
	}
	values := map[string]string{}
	if f.vendor == "meizu" {
		delete(f.values, "sign") // of the request before
	}
	for i := range fields {
		value, err := compact(f.fill(fields[i].value))
		if err != nil {
			return "", err
		}
		fields[i].value, values[fields[i].name] = value, value
	}
	if f.vendor == "meizu" {
		f.values["sign"] = meizuClientSign(values, f.values["app_secret"])
	}
	var out []string
	for _, field := range fields {
		value := strings.ReplaceAll(url.QueryEscape(f.fill(field.value)), "+", r.blank)
		out = append(out, field.name+"="+value)
	}
	return strings.Join(out, "&"), nil
}

// meizuClientSign signs as Meizu's clients do: all fields but the signature, by
// name, raw and with nothing between, and the secret behind.
func meizuClientSign(values map[string]string, secret string) string {
	var base strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name != "sign" {
			base.WriteString(name + "=" + values[name])
		}
	}
	sum := md5.Sum([]byte(base.String() + secret))
	return hex.EncodeToString(sum[:])
}

// compact takes the white space out of JSON, and leaves all else as it is.
func compact(s string) (string, error) {
	if !strings.HasPrefix(s, "{\"") && !strings.HasPrefix(s, "[{") && !strings.HasPrefix(s, "{\n") {
		return s, nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		return "", fmt.Errorf("%w in %s", err, s)
	}
	return b.String(), nil
}
