package emulator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outcome is the verdict of a request and those of its messages.
func outcome(k *kit, x *Exchange) string {
	out := []string{string(x.Verdict) + " " + x.Code + " " + x.judgement().EN}
	for _, m := range k.Messages(Filter{}) {
		out = append(out, string(m.Verdict)+" "+m.Code)
	}
	return strings.Join(out, "\n")
}

// TestPartly: what is said of a request of whose tokens some are refused in an
// answer that says success, and of one of which all are.
func TestPartly(t *testing.T) {
	t.Parallel()
	const dead = "unregistered"
	xiaomi := func(tokens ...string) func(k *kit) reply {
		return xiaomiAsk(xiaomiV3, "registration_id", strings.Join(tokens, ","))
	}
	meizu := func(tokens ...string) func(k *kit) reply {
		return meizuSent(meizuNoticePath, meizuMinimal, "pushIds", strings.Join(tokens, ","))
	}
	huawei := func(tokens ...string) func(k *kit) reply { return hwV1(huaweiMessage(hwSet("message.token", tokens))) }
	good := DemoToken
	for _, c := range []struct {
		vendor string
		ask    func(k *kit) reply
		want   string
	}{
		{"xiaomi", xiaomi(good("xiaomi"), dead, dead), "accepted 0 of 3 regIds 2 are refused: 20301 the regId is stale: the app was removed or has unregistered\naccepted 0\nrefused 20301\nrefused 20301"},
		{"meizu", meizu(good("meizu"), dead), "accepted 200 of 2 pushIds 1 is refused: 110002 the pushId is not subscribed: the app was removed or has unsubscribed\naccepted 200\nrefused 110002"},
		{"meizu", meizu(dead), "refused 200 the only pushId is refused: 110002 the pushId is not subscribed: the app was removed or has unsubscribed\nrefused 110002"},
		{"honor", honorSent(honorTo(dead, good("honor"))), "accepted 80100000 of 2 tokens 1 is refused: failTokens the token is not registered: the app was removed or has unsubscribed\nrefused failTokens\naccepted 80100000"},
		{"huawei", huawei(good("huawei"), dead), "accepted 80100000 of 2 tokens 1 is refused: 80300007 the token is not registered: the app was removed, or gave it up\naccepted 80100000\nrefused 80300007"},
	} {
		var last *Exchange
		k := newKit(t, Config{Tokens: []Token{{Vendor: c.vendor, Token: dead, State: Unregistered}}, Observe: func(x *Exchange) { last = x }})
		c.ask(k)
		if diff := cmp.Diff(c.want, outcome(k, last)); diff != "" {
			t.Errorf("%s: %s", c.vendor, diff)
		}
	}
}

// TestPartlyReasons: several reasons are said to be several.
func TestPartlyReasons(t *testing.T) {
	c := &call{tokens: []string{"a", "b", "c"}}
	got := c.partly("token", allBad([]string{"a", "b"}, "1", huaweiStates[Expired]))
	bad := map[string]badToken{"a": {"1", huaweiStates[OtherApp]}, "c": {"1", huaweiStates[Expired]}}
	if !strings.HasPrefix(got.EN, "of 3 tokens 2 are refused: 1 the token is stale") || !strings.HasPrefix(c.partly("token", bad).ZH, "3 个 token 中有 2 个被拒绝，原因不止一种，第一个是：1 token 属于别的应用") || !c.partly("token", nil).IsZero() {
		t.Errorf("%s; %s", got.EN, c.partly("token", bad).ZH)
	}
}

// TestBatchSameTarget: of two messages to one target the verdicts are apart.
func TestBatchSameTarget(t *testing.T) {
	t.Parallel()
	k := newKit(t, Config{})
	long := strings.Repeat("字", 51)
	oppoBatch(oppoMessage("target_value", ""), oppoMessage(), oppoMessage("n.title", long), oppoMessage("n.title", "第三条"))(k)
	var got []string
	for _, m := range k.Messages(Filter{}) {
		got = append(got, fmt.Sprintf("%.1s %s %s %t", m.Title, m.Verdict, m.Code, strings.Contains(m.Explanation.EN, "title")))
	}
	want := []string{"周 accepted 0 false", "字 refused 41 true", "第 accepted 0 false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
