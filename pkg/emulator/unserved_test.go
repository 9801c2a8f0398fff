package emulator

import (
	"os"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// TestUnserved: of a call that a vendor has and the emulator does not, the log says
// so in both languages, by host name and by address; and the document lists it.
func TestUnserved(t *testing.T) {
	t.Parallel()
	var documents []string
	for _, name := range []string{"../../docs/emulator.md", "../../docs/emulator.zh-CN.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, string(data))
	}
	stands := strings.NewReplacer("{call...}", "x", "{call}", "x", "{bundle}", "com.example.app", "{clientid}", "100000001")
	for vendor, calls := range unservedCalls() {
		for _, call := range calls {
			var last *Exchange
			k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
			hosts := []string{""}
			for _, d := range k.dialects {
				if d.id == vendor {
					hosts = append(hosts, "https://"+d.hosts[0].name)
				}
			}
			for _, host := range hosts {
				k.ask("POST", host+stands.Replace(call), "", nil)
				why := last.Judgement()
				if last.Vendor != vendor || last.Verdict != Refused || !strings.Contains(why.EN, "has the call "+call+", but the emulator does not serve it; the pushes that it serves: /") ||
					!strings.Contains(why.ZH, "有 "+call+" 这个接口，但模拟器没有提供") {
					t.Errorf("%s%s is %s of %s: %s; %s", host, call, last.Verdict, last.Vendor, why.ZH, why.EN)
				}
			}
			for i, document := range documents {
				if !strings.Contains(document, "`"+call+"`") {
					t.Errorf("document %d does not list %s", i, call)
				}
			}
		}
	}
}

// TestUnservedWords: the sentence reads well with either kind of name.
func TestUnservedWords(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	for _, d := range k.dialects {
		switch got := d.notServed("/x"); d.id {
		case "oppo":
			want := text.T("OPPO 有 /x 这个接口，但模拟器没有提供；模拟器提供的推送接口：/server/v1/message/notification/unicast、/server/v1/message/notification/unicast_batch",
				"OPPO has the call /x, but the emulator does not serve it; the pushes that it serves: /server/v1/message/notification/unicast, /server/v1/message/notification/unicast_batch")
			if got != want {
				t.Errorf("%s; %s", got.ZH, got.EN)
			}
		case "huawei":
			if !strings.HasPrefix(got.ZH, "华为有 /x") {
				t.Errorf("%s", got.ZH)
			}
		}
	}
}
