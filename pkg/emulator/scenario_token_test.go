package emulator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestScenarioOneToken: a scenario that names a token gives its code beside that one
// as the vendor does, and the other tokens of the push are good; without a token, and
// where the vendor has a code for the whole only, it is that of the whole.
func TestScenarioOneToken(t *testing.T) {
	t.Parallel()
	const named = "the-token-that-is-named"
	xiaomi := xiaomiAsk(xiaomiV3, "registration_id", "one,"+named+",two")
	meizu := meizuSent(meizuNoticePath, meizuMinimal, "pushIds", "one,"+named+",two")
	honor := honorSent(honorTo("one", named, "two"))
	v1 := hwV1(huaweiMessage(hwSet("message.token", []any{"one", named, "two"})))
	v3 := hwV3("0", huaweiMessageV3(hwSet("target.token", []any{"one", named, "two"})))
	target := func(s string) any { return oppoMessage("target_type", 5, "target_value", s) }
	oppo := oppoBatch(target("one"), target(named), target("two"))
	one := func(code, whole string) string {
		return "accepted " + whole + ": accepted " + whole + ", refused " + code + ", accepted " + whole
	}
	all := func(code string) string {
		return "refused " + code + ": refused " + code + ", refused " + code + ", refused " + code
	}
	for _, c := range []struct {
		vendor, token, code string
		ask                 func(*kit) reply
		want                string
		has                 string
	}{
		{"meizu", named, "110010", meizu, one("110010", "200"), `"value":{"110010":["` + named + `"]}`},
		{"meizu", named, "110002", meizu, one("110002", "200"), `"value":{"110002":["` + named + `"]}`},
		{"meizu", named, "520", meizu, one("520", "200"), `"code":"200"`},
		{"meizu", "", "110010", meizu, all("110010"), `"code":"110010"`},
		{"meizu", "", "520", meizu, "refused 200: refused 520, refused 520, refused 520", `"value":{"520":["one","` + named + `","two"]}`},
		{"meizu", named, "1003", meizu, all("1003"), `"code":"1003"`},
		{"xiaomi", named, "20301", xiaomi, one("20301", "0"), `"bad_regids":"` + named + `"`},
		{"xiaomi", "", "20301", xiaomi, all("20301"), `"code":20301`},
		{"xiaomi", named, "200001", xiaomi, all("200001"), `"code":200001`},
		{"honor", named, "failTokens", honor, one("failTokens", "80100000"), `"failTokens":["` + named + `"],"expireTokens":[]`},
		{"honor", named, "expireTokens", honor, one("expireTokens", "80100000"), `"failTokens":[],"expireTokens":["` + named + `"]`},
		{"honor", named, "80100000", honor, one("80100000", "80100000"), `"failTokens":["` + named + `"]`},
		{"honor", named, "80300007", honor, one("80300007", "80100000"), `"failTokens":["` + named + `"]`},
		{"honor", "", "80300007", honor, all("80300007"), `"code":80300007`},
		{"huawei", named, "80300007", v1, one("80300007", "80100000"), `\"illegal_tokens\":[\"` + named + `\"],\"success\":2`},
		{"huawei", named, "80100000", v1, one("80300007", "80100000"), `\"illegal_tokens\":[\"` + named + `\"],\"success\":2`},
		{"huawei", named, "countryNotSupport", v3, one("countryNotSupport", "80100000"), `{\"countryNotSupport\":[\"` + named + `\"]}`},
		{"huawei", named, "80300007", v3, one("80300007", "80100000"), `{\"noRight\":[\"` + named + `\"]}`},
		{"huawei", named, "notSupportPlayVoice", v3, "refused 80300007: refused notSupportPlayVoice, refused notSupportPlayVoice, refused notSupportPlayVoice", `"code":"80300007"`},
		{"huawei", "", "80300007", v1, all("80300007"), `All the tokens are invalid`},
		{"huawei", named, "81000001", v1, all("81000001"), `"code":"81000001"`},
		{"oppo", named, "10000", oppo, one("10000", "0"), `{"registrationId":"` + named + `","errorCode":10000,"errorMessage":"Invalid Registration_id"},{"messageId":`},
		{"oppo", named, "13", oppo, all("13"), `"code":13`},
		{"oppo", "", "10000", oppo, all("10000"), `"code":10000`},
	} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		k.scene(Scenario{Match: Match{Vendor: c.vendor, Token: c.token}, Answer: Outcome{Code: c.code}})
		got := c.ask(k)
		var messages []string
		for _, m := range k.Messages(Filter{}) {
			messages = append(messages, fmt.Sprint(m.Verdict, " ", m.Code))
		}
		said := fmt.Sprintf("%s %s: %s", last.Verdict, last.Code, strings.Join(messages, ", "))
		if diff := cmp.Diff(c.want, said); diff != "" || !strings.Contains(got.body, c.has) || last.Scenario == "" || last.Why.IsZero() {
			t.Errorf("%s, %q, %s: %s\n%s %s", c.vendor, c.token, c.code, got.body, diff, last.Why)
		}
	}
}

// TestScenarioOnlyToken: of a push to the named token alone the answer is that which
// the vendor gives when no token is good.
func TestScenarioOnlyToken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		vendor, code string
		ask          func(*kit) reply
		want         string
	}{
		{"meizu", "110010", meizuSent(meizuNoticePath, meizuMinimal), `"code":"200"`},
		{"xiaomi", "20301", xiaomiAsk(xiaomiV3), `"code":20301`},
		{"honor", "failTokens", honorSent(honorTo(DemoToken("honor"))), `"failTokens":["` + DemoToken("honor") + `"]`},
		{"huawei", "80300007", hwV1(huaweiMessage()), `"code":"80300007"`},
		{"huawei", "noRight", hwV3("0", huaweiMessageV3()), `"code":"80300007"`},
		{"oppo", "10000", oppoSend(), `"code":10000`},
		{"oppo", "10000", oppoBatch(oppoMessage()), `"code":0,`},
		{"vivo", "status 4", vivoSend(), `"invalidUser":{"status":4,`},
	} {
		var last *Exchange
		k := newKit(t, Config{Observe: func(x *Exchange) { last = x }})
		if c.ask(k); last.Verdict != Accepted {
			t.Fatalf("%s: %s", c.vendor, last.Why)
		}
		k.scene(Scenario{Match: Match{Vendor: c.vendor, Token: last.tokens[0]}, Answer: Outcome{Code: c.code}})
		if got := c.ask(k); !strings.Contains(got.body, c.want) || last.Verdict != Refused {
			t.Errorf("%s, %s: %s %s", c.vendor, c.code, last.Verdict, got.body)
		}
	}
}
