package emulator

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// secretNames are members of requests and answers that hold secrets.
var secretNames = []string{
	"client_secret", "clientSecret", "client_assertion", "assertion", "sign", "auth_token", "authToken", "access_token", "app_secret", "master_secret",
}

// canaries are what must not be shown of an exchange. They are found without the
// help of the dialects, which may forget to mark one.
func canaries(vendor string, x *Exchange, issued []string) []string {
	out := append([]string{DemoToken(vendor)}, issued...)
	v, _ := catalog.ByID(vendor)
	for _, f := range v.Push().Fields {
		if f.Secret && !f.File {
			out = append(out, Demo(vendor)[f.Name])
		}
	}
	for _, h := range x.Header {
		switch strings.ToLower(h.Name) {
		case "authorization":
			_, secret, found := strings.Cut(h.Value, " ")
			if !found {
				_, secret, _ = strings.Cut(h.Value, "=")
			}
			out = append(out, secret)
		case "authtoken", "auth_token", "sign":
			out = append(out, h.Value)
		}
	}
	form, _ := url.ParseQuery(x.Body)
	document, _ := object([]byte(x.Body))
	for _, name := range secretNames {
		out = append(out, form.Get(name), words(document, name))
	}
	// Of a thousand tokens a few tell as much as all.
	few := min(len(x.tokens), 3)
	return append(append(out, x.tokens[:few]...), x.tokens[len(x.tokens)-few:]...)
}

// flown lists the canaries that a text shows, in any form.
func flown(text string, birds []string) (out []string) {
	for _, bird := range birds {
		if len(bird) < 12 { // short ones may stand there by chance
			continue
		}
		for _, form := range []string{bird, url.QueryEscape(bird), strings.ReplaceAll(bird, "/", `\/`)} {
			if strings.Contains(text, form) {
				out = append(out, bird)
				break
			}
		}
	}
	return out
}

// shownOf is all that the emulator shows: messages, both reports, the record, and
// what is said of exchanges in a log.
func shownOf(k *kit, record *bytes.Buffer, exchanges []*Exchange) map[string]string {
	var log strings.Builder
	for _, x := range exchanges {
		fmt.Fprintln(&log, x.Place(), x.Judgement(), x.Doubts())
	}
	for _, m := range k.Messages(Filter{}) {
		fmt.Fprintln(&log, m.Judgement())
	}
	return map[string]string{
		"messages": k.controlAsk("GET", "messages", "").body,
		"report":   k.controlAsk("GET", "report", "").body,
		"JUnit":    k.controlAsk("GET", "report?format=junit", "").body,
		"record":   record.String(),
		"log":      log.String(),
	}
}

// TestNothingLeaks: whatever is sent to any vendor, right or wrong, no credential,
// no access token and no whole device token is shown, unless all is revealed.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	for vendor, cases := range codeCases() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			revealed := 0
			for i, c := range cases {
				birds, shown := leaks(t, vendor, c, false)
				for where, text := range shown {
					if found := flown(text, birds); len(found) > 0 {
						t.Errorf("%d %s: the %s show %q\n%.3000s", i, c.name, where, found, text)
					}
				}
				if birds, shown := leaks(t, vendor, c, true); len(flown(shown["messages"]+shown["record"], birds)) > 0 {
					revealed++
				}
			}
			if revealed < len(cases)/2 {
				t.Errorf("only %d of %d cases have something to hide: the test does not look at the right things", revealed, len(cases))
			}
		})
	}
}

// leaks runs a case and returns what must not be shown, and what is.
func leaks(t *testing.T, vendor string, c codeCase, reveal bool) (birds []string, shown map[string]string) {
	t.Helper()
	var record bytes.Buffer
	var exchanges []*Exchange
	c.config.Reveal, c.config.Record = reveal, &record
	c.config.Observe = func(x *Exchange) { exchanges = append(exchanges, x) }
	k := newKit(t, c.config)
	c.ask(k)
	if len(k.Messages(Filter{})) > 100 || len(exchanges) > 100 {
		return nil, nil // a thousand of the same are shown as one is, and cost gigabytes
	}
	var issued []string
	for key := range k.sessions.byKey {
		issued = append(issued, key)
	}
	for _, x := range exchanges {
		birds = append(birds, canaries(vendor, x, nil)...)
	}
	slices.Sort(issued)
	birds = append(birds, issued[:min(len(issued), 20)]...)
	slices.Sort(birds)
	return slices.Compact(birds), shownOf(k, &record, exchanges)
}

// TestOwnAccount: the secrets of a configured account are hidden wherever they
// stand, also those of its files, and also in requests to no vendor.
func TestOwnAccount(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{Credentials: map[string]map[string]string{
		"oppo": {"app_key": "canary-app-key-canary", "master_secret": "canary/master+secret=="},
	}})
	keyPart := strings.Split(demoRSA, "\n")[2]
	k.ask("POST", "/nowhere/"+strings.Repeat("d", 64)+"?s=canary%2Fmaster%2Bsecret%3D%3D", `{"s":"canary\/master+secret==","k":"`+keyPart+`"}`,
		map[string]string{"X-Odd": "is canary/master+secret==", "Cookie": "some-cookie", "X-Api-Key": "some-api-key"})
	got := k.controlAsk("GET", "messages", "").body
	for _, secret := range []string{"canary", keyPart, "some-cookie", "some-api-key", strings.Repeat("d", 9)} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is shown in %s", secret, got)
		}
	}
	for _, kept := range []string{`"X-Odd":"is ***"`, "/nowhere/dddddddd…?s=***", `{\"s\":\"***\",\"k\":\"***\"}`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is not shown in %s", kept, got)
		}
	}
}

// TestCutBody: of a body that is too long to keep, the end may be half of a
// secret.
func TestCutBody(t *testing.T) {
	t.Parallel()
	for _, lead := range []string{"a=1&secret=", "tokens=xxxxxxxxxxxx,"} {
		for _, half := range []int{1, 5, 20, 39} {
			secret := "wombat-wombat-wombat-wombat-wombat-wombat" // ids, which are hexadecimal, cannot end like it
			k := newToy(t, Config{})
			filler := "body=" + strings.Repeat("z", maxKept-len("body=&")-len(lead)-half) + "&"
			k.postForm("/push", filler+lead+secret, nil)
			got := k.controlAsk("GET", "messages?verdict=accepted", "").body
			if strings.Contains(got, "wombat"[:min(half, 6)]+"\"") || half > 6 && strings.Contains(got, "wombat-wombat") {
				t.Errorf("after %s, %d characters: %.200s … %s", lead, half, got, got[len(got)-300:])
			}
		}
	}
	for _, between := range []string{"%2C", "%2c", "%22%2C%22", "%3B", "%0A", "%252C"} {
		k := newToy(t, Config{})
		k.postForm("/push", "title="+strings.Repeat("wombat-wombat-wombat-wombat-wombat-wombat"+between, 300), nil)
		got := k.controlAsk("GET", "messages?verdict=accepted", "").body
		_, got, _ = strings.Cut(got, `"request"`)
		if end := strings.Index(got, `…"`); end < 0 || !strings.HasSuffix(got[:end], between) {
			t.Errorf("after %s: …%s", between, got[max(0, end-100):end])
		}
	}
	l := (&viewer{}).lens(&Exchange{})
	if got := l.body(strings.Repeat("z", maxKept)); len(got) < maxKept-longestSecret {
		t.Errorf("%d of %d bytes are left of a body without any end of a word", len(got), maxKept)
	}
}

// TestManyTokensHidden: a request with more tokens than can be looked for shows
// none.
func TestManyTokensHidden(t *testing.T) {
	t.Parallel()
	k := newToy(t, Config{})
	var tokens []string
	for n := range maxHidden + 1 {
		tokens = append(tokens, fmt.Sprintf("device-token-%d", n))
	}
	k.push(strings.Join(tokens, ","))
	if got := k.controlAsk("GET", "messages", "").body; strings.Contains(got, "device-token") || !strings.Contains(got, "device-t…") {
		t.Errorf("%.500s", got)
	}
}

// BenchmarkMessages lists a full inbox.
func BenchmarkMessages(b *testing.B) {
	k := newToy(b, Config{})
	for n := range maxMessages {
		k.push(fmt.Sprintf("device-token-%d", n))
	}
	for b.Loop() {
		k.controlAsk("GET", "messages", "")
	}
}

// TestLogHides: what is said of a request for the log repeats no secret that
// stands in the wrong place, and no whole token.
func TestLogHides(t *testing.T) {
	t.Parallel()
	own := map[string]map[string]string{"honor": {"app_id": "104400001", "client_id": "id-of-the-client", "client_secret": "canary-of-the-client"}}
	token := DemoToken("oppo")
	for _, reveal := range []bool{false, true} {
		var last *Exchange
		k := newKit(t, Config{Credentials: own, Reveal: reveal, Observe: func(x *Exchange) { last = x }})
		k.postForm("/auth/token", "grant_type=client_credentials&client_id=canary-of-the-client&client_secret=id-of-the-client", nil)
		login := last
		k.ask("POST", "/nowhere/canary-of-the-client", "", nil)
		said := fmt.Sprint(login.Judgement(), k.Messages(Filter{})[0].Judgement(), last.Place(), last.Judgement())
		if got := strings.Count(said, "canary"); (got > 0) != reveal || login.Judgement().IsZero() {
			t.Errorf("revealed %t: %s", reveal, said)
		}
		x := &Exchange{Why: text.F("%s 不行", "%s will not do", shown(token+";"+token)), Warnings: []text.Text{text.Same(token)}, tokens: []string{token}, viewer: k.viewer}
		if said := fmt.Sprint(x.Judgement(), x.Doubts()); strings.Contains(said, token) != reveal || !strings.Contains(said, token[:8]) {
			t.Errorf("revealed %t: %s", reveal, said)
		}
	}
}
