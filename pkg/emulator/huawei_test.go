package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/catalog"
)

// huaweiCases are requests that the vendor refuses or takes, by its codes.
func huaweiCases() []codeCase {
	return slices.Concat(huaweiLoginCases(), huaweiAccessCases(), huaweiJWTCases(), huaweiV1Cases(), huaweiV3Cases(), huaweiStateCases())
}

func TestHuawei(t *testing.T) { runCases(t, "huawei", huaweiCases()) }

func huaweiLoginCases() []codeCase {
	form := func(pairs ...string) func(k *kit) reply {
		return func(k *kit) reply { return k.postForm(huaweiPathLogin, huaweiForm(pairs...), nil) }
	}
	query := func(k *kit) reply {
		return k.ask("POST", huaweiPathLogin+"?"+huaweiForm(), "", map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	}
	jsonOnly := map[string]map[string]string{"huawei": {"client_id": "100000001", "service_account": demoHuaweiAccount()}}
	return []codeCase{
		{name: "login", ask: form(), at: catalog.AtAuth, status: 200, has: []string{`"expires_in":3600`, `"token_type":"Bearer"`, `"access_token":"`}},
		{name: "login at v2", at: catalog.AtAuth, status: 200, has: []string{`"access_token":"`},
			ask: func(k *kit) reply { return k.postForm("/oauth2/v2/token", huaweiForm(), nil) }},
		{name: "login in the query", ask: query, at: catalog.AtAuth, status: 200, has: []string{`"access_token":"`}},
		{name: "login in the query, strict", config: Config{Strict: true}, ask: query, at: catalog.AtAuth, code: "1101", status: 400},
		{name: "login with a wrong secret", ask: form("client_secret", "x"), at: catalog.AtAuth, code: "1101/12304", status: 400, has: []string{`{"error":1101,"sub_error":12304,"error_description":"`}},
		{name: "login without a secret to compare", config: Config{Credentials: jsonOnly}, ask: form(), at: catalog.AtAuth, code: "1101/12304", status: 400},
		{name: "login with letters in the id", ask: form("client_id", "com.example.app"), at: catalog.AtAuth, code: "1101/20002", status: 400},
		{name: "login with a blank at the id", ask: form("client_id", "100000001 "), at: catalog.AtAuth, code: "1101/20002", status: 400},
		{name: "login without an id", ask: form("client_id", ""), at: catalog.AtAuth, code: "1101/20002", status: 400},
		{name: "login with 65 digits", ask: form("client_id", strings.Repeat("1", 65)), at: catalog.AtAuth, code: "1101/20002", status: 400},
		{name: "login with another id", ask: form("client_id", "100000002"), at: catalog.AtAuth, code: "1101/20003", status: 400},
		{name: "login without a secret", ask: form("client_secret", ""), at: catalog.AtAuth, code: "1101/20171", status: 400},
		{name: "login by code without a secret", ask: form("grant_type", "authorization_code", "client_secret", ""), at: catalog.AtAuth, code: "1101/20085", status: 400},
		{name: "login by code", ask: form("grant_type", "authorization_code"), at: catalog.AtAuth, code: "1101/20152", status: 400},
		{name: "login with a broken escape", at: catalog.AtAuth, code: "1101/20152", status: 400,
			ask: func(k *kit) reply { return k.postForm(huaweiPathLogin, huaweiForm()+"%zz", nil) }},
		{name: "login without a grant", ask: form("grant_type", ""), at: catalog.AtAuth, code: "1101", status: 400},
		{name: "login by password", ask: form("grant_type", "password"), at: catalog.AtAuth, code: "1101", status: 400},
		{name: "login as JSON", at: catalog.AtAuth, code: "1101", status: 400,
			ask: func(k *kit) reply { return k.postJSON(huaweiPathLogin, `{"grant_type":"client_credentials"}`, nil) }},
		{name: "login by GET", at: catalog.AtAuth, status: 405,
			ask: func(k *kit) reply { return k.ask("GET", huaweiPathLogin+"?"+huaweiForm(), "", nil) }},
		{name: "login too often", at: catalog.AtAuth, status: 503, ask: func(k *kit) reply {
			for range huaweiLogins {
				huaweiAccess(k)
			}
			return k.postForm(huaweiPathLogin, huaweiForm(), nil)
		}},
	}
}

// huaweiAccessCases are about the access tokens of v1 and v2.
func huaweiAccessCases() []codeCase {
	with := func(path string, header map[string]string) func(k *kit) reply {
		return func(k *kit) reply { return k.postJSON(path, huaweiMessage(), header) }
	}
	changed := func(path string, change func(k *kit, token string) string) func(k *kit) reply {
		return func(k *kit) reply { return k.postJSON(path, huaweiMessage(), hwBearer(change(k, huaweiAccess(k)))) }
	}
	same := func(_ *kit, token string) string { return token }
	// A token is found that has a slash: nearly all have.
	escaped := func(k *kit, token string) string {
		for !strings.Contains(token, "/") {
			token = huaweiAccess(k)
		}
		return strings.ReplaceAll(token, "/", `\/`)
	}
	old := func(k *kit, token string) string { k.clock.advance(huaweiTokenLife); return token }
	noProject := map[string]map[string]string{"huawei": {"client_id": "100000001", "client_secret": Demo("huawei")["client_secret"]}}
	lower := func(k *kit) reply {
		return k.postJSON(huaweiPathV1, huaweiMessage(), map[string]string{"Authorization": "bearer " + huaweiAccess(k)})
	}
	return []codeCase{
		{name: "v1", ask: changed(huaweiPathV1, same), code: "80000000", status: 200, has: []string{`"code":"80000000","msg":"Success","requestId":"`}},
		{name: "v2", ask: changed(huaweiPathV2, same), code: "80000000", status: 200},
		{name: "v2, project unknown", config: Config{Credentials: noProject}, ask: changed("/v2/1/messages:send", same), code: "80000000", status: 200},
		{name: "no Authorization", ask: with(huaweiPathV1, nil), code: "80200001", status: 401, has: []string{`"msg":"Authentication Error."`}},
		{name: "empty Authorization", ask: with(huaweiPathV1, map[string]string{"Authorization": "Bearer "}), code: "80200001", status: 401},
		{name: "Basic", ask: with(huaweiPathV1, map[string]string{"Authorization": "Basic QTpC"}), code: "80200001", status: 401},
		{name: "bearer", ask: lower, code: "80000000", status: 200},
		{name: "bearer, strict", config: Config{Strict: true}, ask: lower, code: "80200001", status: 401},
		{name: "made up", ask: with(huaweiPathV1, hwBearer("made up")), code: "80200003", status: 401},
		{name: "a character more", ask: changed(huaweiPathV1, func(_ *kit, s string) string { return s + "x" }), code: "80200003", status: 401},
		{name: "escapes of JSON", ask: changed(huaweiPathV1, escaped), code: "80200003", status: 401},
		{name: "expired", ask: changed(huaweiPathV1, old), code: "80200003", status: 401},
		{name: "not yet expired", ask: changed(huaweiPathV1, func(k *kit, s string) string { k.clock.advance(huaweiTokenLife - 1); return s }), code: "80000000", status: 200},
		{name: "forgotten", ask: changed(huaweiPathV1, func(k *kit, s string) string { k.Reset(); return s }), code: "80200003", status: 401},
		{name: "another app's path", ask: changed("/v1/100000002/messages:send", same), code: "80200001", status: 401},
		{name: "v2 with the app's id", ask: changed("/v2/100000001/messages:send", same), code: "80200001", status: 401},
		{name: "an access token at v3", at: catalog.AtSend, code: "80200001", status: 401,
			ask: func(k *kit) reply { return k.postJSON(huaweiPathV3, huaweiMessageV3(), hwBearer(huaweiAccess(k))) }},
		{name: "GET", status: 405, ask: func(k *kit) reply { return k.ask("GET", huaweiPathV1, "", nil) }},
		{name: "topics", status: 404, ask: func(k *kit) reply { return k.postJSON("/v1/100000001/topic:subscribe", "{}", nil) }},
		{name: "a path that is nobody's at Huawei's host", status: 404, ask: func(k *kit) reply { return k.postJSON("https://push-api.cloud.huawei.com/x", "{}", nil) }},
	}
}

// huaweiJWTCases are about the JWTs of all three.
func huaweiJWTCases() []codeCase {
	asked := func(path string, change func(header, claims map[string]any)) func(k *kit) reply {
		body := huaweiMessage()
		if strings.HasPrefix(path, "/v3/") {
			body = huaweiMessageV3()
		}
		return func(k *kit) reply {
			return k.postJSON(path, body, withHeader(hwBearer(huaweiJWT(change)), "push-type", "0"))
		}
	}
	claim := func(name string, value any) func(k *kit) reply {
		return asked(huaweiPathV3, func(_, claims map[string]any) { claims[name] = value })
	}
	header := func(name string, value any) func(k *kit) reply {
		return asked(huaweiPathV3, func(header, _ map[string]any) { header[name] = value })
	}
	long := asked(huaweiPathV3, func(_, claims map[string]any) { claims["exp"] = noon.Unix() + 86401 })
	millis := asked(huaweiPathV3, func(_, claims map[string]any) {
		claims["iat"], claims["exp"] = noon.UnixMilli(), noon.UnixMilli()+3600_000
	})
	raw := func(token string) func(k *kit) reply {
		return func(k *kit) reply {
			return k.postJSON(huaweiPathV3, huaweiMessageV3(), withHeader(hwBearer(token), "push-type", "0"))
		}
	}
	oauthOnly := map[string]map[string]string{"huawei": {"client_id": "100000001", "client_secret": "s"}}
	accountOnly := map[string]map[string]string{"huawei": {"service_account": demoHuaweiAccount()}}
	strict := Config{Strict: true}
	return []codeCase{
		{name: "v1 with JWT", ask: asked(huaweiPathV1, nil), code: "80000000", status: 200},
		{name: "v1 with JWT, the account alone", config: Config{Credentials: accountOnly}, ask: asked("/v1/7/messages:send", nil), code: "80000000", status: 200},
		{name: "v1 with JWT, another app", ask: asked("/v1/7/messages:send", nil), code: "80000000", status: 200},
		{name: "v1 with JWT, another app, strict", config: strict, ask: asked("/v1/7/messages:send", nil), code: "80200001", status: 401},
		{name: "v2 with JWT", ask: asked(huaweiPathV2, nil), code: "80000000", status: 200},
		{name: "v2 with JWT, another project", ask: asked("/v2/7/messages:send", nil), code: "80200001", status: 401},
		{name: "v3", ask: asked(huaweiPathV3, nil), code: "80000000", status: 200},
		{name: "v3, another project", ask: asked("/v3/7/messages:send", nil), code: "80200001", status: 401},
		{name: "JWT without an account", config: Config{Credentials: oauthOnly}, ask: asked(huaweiPathV3, nil), code: "80200001", status: 401},
		{name: "JWT of openssl", ask: raw(opensslJWT), code: "80000000", status: 200},
		{name: "JWT with a long salt", ask: raw(opensslLongSalt), code: "80000000", status: 200},
		{name: "JWT with a long salt, strict", config: strict, ask: raw(opensslLongSalt), code: "80200001", status: 401},
		{name: "JWT, changed", ask: raw(opensslJWT[:len(opensslJWT)-4] + "AAAA"), code: "80200001", status: 401},
		{name: "JWT, cut", ask: raw("eyJhbGciOiJQUzI1NiJ9"), code: "80200001", status: 401},
		{name: "JWT of another key", ask: header("kid", "x"), code: "80200001", status: 401},
		{name: "JWT says RS256", ask: header("alg", "RS256"), code: "80200001", status: 401},
		{name: "JWT says none", ask: header("alg", "none"), code: "80200001", status: 401},
		{name: "JWT without typ", ask: header("typ", nil), code: "80000000", status: 200},
		{name: "JWT without typ, strict", config: strict, ask: header("typ", nil), code: "80200001", status: 401},
		{name: "JWT of another account", ask: claim("iss", "7"), code: "80200001", status: 401},
		{name: "JWT for another audience", ask: claim("aud", "https://oauth-login.cloud.huawei.com/oauth2/v2/token"), code: "80200001", status: 401},
		{name: "JWT for a list", ask: claim("aud", []string{huaweiAudience}), code: "80000000", status: 200},
		{name: "JWT for a list, strict", config: strict, ask: claim("aud", []string{huaweiAudience}), code: "80200001", status: 401},
		{name: "JWT without iat", ask: claim("iat", nil), code: "80200001", status: 401},
		{name: "JWT with exp as text", ask: claim("exp", "1767330000"), code: "80200001", status: 401},
		{name: "JWT from the future", ask: claim("iat", noon.Unix()+3000), code: "80000000", status: 200},
		{name: "JWT from the future, strict", config: strict, ask: claim("iat", noon.Unix()+3000), code: "80200001", status: 401},
		{name: "JWT, expired", ask: claim("exp", noon.Unix()), code: "80200005", status: 401, has: []string{"Jwt token expired"}},
		{name: "JWT, expires later", at: catalog.AtSend, code: "80200005", status: 401, ask: func(k *kit) reply {
			token := huaweiJWT(nil)
			if first := raw(token)(k); first.status != http.StatusOK {
				k.t.Errorf("the first answer is %s", first.body)
			}
			k.clock.advance(huaweiTokenLife)
			return raw(token)(k)
		}},
		{name: "JWT for a day", ask: claim("exp", noon.Unix()+86400), code: "80000000", status: 200},
		{name: "JWT for longer", ask: long, code: "80300036", status: 400, has: []string{"JWT expire period over threshold."}},
		{name: "JWT in milliseconds", ask: millis, code: "80300036", status: 400},
	}
}

// huaweiStateCases are about what is known of tokens.
func huaweiStateCases() []codeCase {
	var out []codeCase
	for _, state := range []TokenState{Unregistered, Expired, OtherApp} {
		known := Config{Tokens: []Token{{Vendor: "huawei", Token: "gone", State: state}, {Vendor: "huawei", Token: "MAgone", State: state}}}
		both := []any{"gone", DemoToken("huawei"), "gone"}
		bothV3 := []any{"MAgone", huaweiTokenV3}
		out = append(out,
			codeCase{name: string(state) + " at v1", config: known, ask: hwV1(huaweiMessage(hwSet("message.token", []any{"gone"}))), code: "80300007", status: 400,
				has: []string{`"msg":"All the tokens are invalid"`}},
			codeCase{name: string(state) + " at v1, in part", config: known, ask: hwV1(huaweiMessage(hwSet("message.token", both))), code: "80100000", status: 200,
				has: []string{`"msg":"{\"failure\":2,\"illegal_tokens\":[\"gone\",\"gone\"],\"success\":1}"`}},
			codeCase{name: string(state) + " at v1, one of them", config: known, ask: hwV1(huaweiMessage(hwSet("message.token", both))), at: catalog.AtTarget, code: "80300007", status: 200},
			codeCase{name: string(state) + " at v3", config: known, ask: hwV3("0", huaweiMessageV3(hwSet("target.token", []any{"MAgone"}))), code: "80300007", status: 400,
				has: []string{`"msg":"{\"failure\":1,\"illegalTokens\":{\"noRight\":[\"MAgone\"]}}"`}},
			codeCase{name: string(state) + " at v3, in part", config: known, ask: hwV3("0", huaweiMessageV3(hwSet("target.token", bothV3))), code: "80100000", status: 200,
				has: []string{`"msg":"{\"failure\":1,\"illegalTokens\":{\"noRight\":[\"MAgone\"]},\"success\":1}"`}},
			codeCase{name: string(state) + " at v3, one of them", config: known, ask: hwV3("0", huaweiMessageV3(hwSet("target.token", bothV3))), at: catalog.AtTarget, code: "noRight", status: 200},
		)
	}
	return out
}

// many is a list of n tokens.
func huaweiMany(n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = "MA" + strings.Repeat("x", 120) + strconv.Itoa(i)
	}
	return out
}

func TestHuaweiInbox(t *testing.T) {
	k := newKit(t, Config{})
	hwV1(huaweiMessage(hwSet("message.android.data", "D"), hwSet("message.data", "other")))(k)
	hwV3("0", huaweiMessageV3())(k)
	got := k.Messages(Filter{})
	if len(got) != 2 {
		t.Fatalf("%d messages", len(got))
	}
	for i, want := range []Message{{Token: DemoToken("huawei"), Data: "D"}, {Token: huaweiTokenV3}} {
		m := got[i]
		if m.Title != "T" || m.Body != "B" || m.Class != "IM" || m.Token != want.Token || m.Verdict != Accepted {
			t.Errorf("the message is %+v", m)
		}
		if want.Data != nil && m.Data != want.Data {
			t.Errorf("the data is %v", m.Data)
		}
	}
	if v := lookup(got[1].Data, "k"); v != json.Number("1") {
		t.Errorf("the data of v3 is %v", got[1].Data)
	}
}
