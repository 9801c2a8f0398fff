package emulator

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
)

const (
	fcmEmail   = "demo@demo-offpush.iam.gserviceaccount.com"
	fcmSendURL = "/v1/projects/demo-offpush/messages:send"
	fcmScope   = "https://www.googleapis.com/auth/firebase.messaging"
)

// fcmAssertion signs a JWT with a key, RS256.
func fcmAssertion(t testing.TB, key string, header, claims map[string]any) string {
	t.Helper()
	block, _ := pem.Decode([]byte(key))
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	part := func(v any) string { return base64.RawURLEncoding.EncodeToString(marshal(v)) }
	signed := part(header) + "." + part(claims)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, private.(*rsa.PrivateKey), crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// fcmClaims are right claims, changed: nil takes one away.
func fcmClaims(k *kit, change map[string]any) map[string]any {
	now := k.clock.now().Unix()
	claims := map[string]any{"iss": fcmEmail, "scope": fcmScope, "aud": "https://oauth2.googleapis.com/token", "iat": now, "exp": now + 3600}
	maps.Copy(claims, change)
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	return claims
}

func fcmHeader() map[string]any {
	return map[string]any{"alg": "RS256", "typ": "JWT", "kid": strings.Repeat("0123456789", 4)}
}

// fcmGrant is the form of a token request.
func fcmGrant(assertion string) string {
	return url.Values{"grant_type": {jwtBearer}, "assertion": {assertion}}.Encode()
}

// fcmLogin gets an access token, with claims changed.
func fcmLogin(k *kit, change map[string]any) string {
	k.t.Helper()
	got := k.postForm("/token", fcmGrant(fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, change))), nil)
	var grant struct {
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
		Type    string `json:"token_type"`
	}
	if err := json.Unmarshal([]byte(got.body), &grant); err != nil || got.status != 200 || grant.Expires != 3599 || grant.Type != "Bearer" {
		k.t.Fatalf("no access token: %+v", got)
	}
	return grant.Token
}

// fcmSend sends a body with a good access token.
func fcmSend(k *kit, body string) reply {
	k.t.Helper()
	return k.postJSON(fcmSendURL, body, map[string]string{"Authorization": "Bearer " + fcmLogin(k, nil)})
}

// fcmMessage is a request with the demo token and further members of the message.
func fcmMessage(more string) string {
	if more != "" {
		more = "," + more
	}
	return `{"message":{"token":"` + DemoToken("fcm") + `"` + more + `}}`
}

// authCase is a token request with claims changed.
func fcmAuthCase(name, code string, status int, change map[string]any, has ...string) codeCase {
	return codeCase{name: name, at: catalog.AtAuth, code: code, status: status, has: has, ask: func(k *kit) reply {
		return k.postForm("/token", fcmGrant(fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, change))), nil)
	}}
}

// fcmFormCase is a token request with a body.
func fcmFormCase(name, code string, status int, body string, has ...string) codeCase {
	return codeCase{name: name, at: catalog.AtAuth, code: code, status: status, has: has, ask: func(k *kit) reply {
		return k.postForm("/token", body, nil)
	}}
}

// fcmBodyCase is a send request with a body.
func fcmBodyCase(name, code string, status int, body string, has ...string) codeCase {
	return codeCase{name: name, at: catalog.AtSend, code: code, status: status, has: has, ask: func(k *kit) reply { return fcmSend(k, body) }}
}

// fcmBad is a message that is refused as INVALID_ARGUMENT, and what is said.
func fcmBad(name, more string, has ...string) codeCase {
	return fcmBodyCase(name, "INVALID_ARGUMENT", 400, fcmMessage(more), append(has, `"INVALID_ARGUMENT"`)...)
}

// fcmGood is a message that is taken.
func fcmGood(name, more string) codeCase {
	return fcmBodyCase(name, "200", 200, fcmMessage(more), `"name": "projects/demo-offpush/messages/0:`)
}

// fcmHeld is a message to a token in a state.
func fcmHeld(state TokenState, code string, status int, words string) codeCase {
	c := fcmBodyCase("token "+string(state), code, status, fcmMessage(""), words, `"errorCode": "`+code+`"`)
	c.config.Tokens = []Token{{Vendor: "fcm", Token: DemoToken("fcm"), State: state}}
	return c
}

// fcmBearerCase is a send request with an Authorization header.
func fcmBearerCase(name, code string, header func(k *kit) string, status int, has ...string) codeCase {
	return codeCase{name: name, at: catalog.AtSend, code: code, status: status, has: has, ask: func(k *kit) reply {
		return k.postJSON(fcmSendURL, fcmMessage(""), map[string]string{"Authorization": header(k)})
	}}
}

// fcmCases are requests that the vendor refuses or takes, by its codes.
func fcmCases() []codeCase {
	cases := append(fcmAuthCases(), fcmBearerCases()...)
	cases = append(cases, fcmGoodCases()...)
	return append(cases, fcmBadCases()...)
}

func fcmAuthCases() []codeCase {
	now := noon.Unix()
	window := "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
	return []codeCase{
		fcmAuthCase("login", "", 200, nil, `"access_token":"ya29.`, `"expires_in":3599`, `"token_type":"Bearer"`),
		fcmAuthCase("login for several APIs", "", 200, map[string]any{"scope": "openid https://www.googleapis.com/auth/cloud-platform"}, "ya29."),
		fcmAuthCase("login, aud is here", "", 200, map[string]any{"aud": "http://127.0.0.1:8080/token"}, "ya29."),
		fcmAuthCase("login, older aud", "", 200, map[string]any{"aud": "https://www.googleapis.com/oauth2/v4/token"}, "ya29."),
		fcmAuthCase("login, sub is the account", "", 200, map[string]any{"sub": fcmEmail}, "ya29."),
		fcmAuthCase("login, times as strings", "", 200, map[string]any{"iat": fmt.Sprint(now), "exp": fmt.Sprint(now + 3600)}, "ya29."),
		fcmAuthCase("login, clock a bit ahead", "", 200, map[string]any{"iat": now + 60, "exp": now + 3660}, "ya29."),
		fcmAuthCase("too long", "invalid_grant", 400, map[string]any{"exp": now + 3601}, window),
		fcmAuthCase("ahead", "invalid_grant", 400, map[string]any{"iat": now + 301, "exp": now + 600}, window),
		fcmAuthCase("expired", "invalid_grant", 400, map[string]any{"iat": now - 3700, "exp": now - 301}, window),
		fcmAuthCase("milliseconds", "invalid_grant", 400, map[string]any{"iat": now * 1000, "exp": now*1000 + 3600}, window),
		fcmAuthCase("exp before iat", "invalid_grant", 400, map[string]any{"exp": now}, window),
		fcmAuthCase("no iat", "invalid_grant", 400, map[string]any{"iat": nil}, "iat (issued at) is not set"),
		fcmAuthCase("no exp", "invalid_grant", 400, map[string]any{"exp": nil}, "exp (expiration time) is not set"),
		fcmAuthCase("other account", "invalid_grant", 400, map[string]any{"iss": "x@demo-offpush.iam.gserviceaccount.com"}, "Invalid grant: account not found"),
		fcmAuthCase("aud elsewhere", "invalid_grant", 400, map[string]any{"aud": "https://example.com/token"}, "Invalid JWT: Failed audience check."),
		fcmAuthCase("no aud", "invalid_grant", 400, map[string]any{"aud": nil}, "Invalid JWT: Failed audience check."),
		fcmAuthCase("no scope", "invalid_scope", 400, map[string]any{"scope": nil}, `"error":"invalid_scope"`),
		fcmAuthCase("scopes with commas", "invalid_scope", 400, map[string]any{"scope": fcmScope + "," + fcmScope}, `"error":"invalid_scope"`),
		fcmAuthCase("delegation", "unauthorized_client", 401, map[string]any{"sub": "someone@example.com"}, `"error":"unauthorized_client"`),
		{name: "signed by another key", at: catalog.AtAuth, code: "invalid_grant", status: 400, has: []string{"Invalid JWT Signature."}, ask: func(k *kit) reply {
			a := fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, nil))
			b := fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, map[string]any{"exp": now + 60}))
			return k.postForm("/token", fcmGrant(a[:strings.LastIndex(a, ".")]+b[strings.LastIndex(b, "."):]), nil)
		}},
		{name: "HS256", at: catalog.AtAuth, code: "invalid_grant", status: 400, has: []string{"Invalid JWT Signature."}, ask: func(k *kit) reply {
			return k.postForm("/token", fcmGrant(fcmAssertion(k.t, demoRSA, map[string]any{"alg": "HS256"}, fcmClaims(k, nil))), nil)
		}},
		{name: "JSON", at: catalog.AtAuth, status: 200, has: []string{"ya29."}, ask: func(k *kit) reply {
			return k.postJSON("/token", string(marshal(map[string]string{"grant_type": jwtBearer, "assertion": fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, nil))})), nil)
		}},
		fcmFormCase("other grant", "unsupported_grant_type", 400, "grant_type=client_credentials&assertion=x", "Invalid grant_type: client_credentials"),
		fcmFormCase("empty form", "unsupported_grant_type", 400, "", "Invalid grant_type: "),
		fcmFormCase("no assertion", "invalid_request", 400, fcmGrant(""), `{"error":"invalid_request","error_description":"Bad Request"}`),
		fcmFormCase("no JWT", "invalid_request", 400, fcmGrant("a.b"), `{"error":"invalid_request","error_description":"Bad Request"}`),
		{name: "GET", at: catalog.AtAuth, code: "invalid_request", status: 400, ask: func(k *kit) reply { return k.ask("GET", "/token", "", nil) }},
		{name: "the host's path", at: catalog.AtSend, code: "NOT_FOUND", status: 404, ask: func(k *kit) reply {
			return k.ask("POST", "https://oauth2.googleapis.com/tokens", "", nil)
		}},
	}
}

func fcmBearerCases() []codeCase {
	bearer := func(token string) func(*kit) string { return func(*kit) string { return token } }
	return []codeCase{
		fcmBearerCase("no header", "CREDENTIALS_MISSING", bearer(""), 401, `"reason": "CREDENTIALS_MISSING"`, `"status": "UNAUTHENTICATED"`, "Request is missing required authentication credential."),
		fcmBearerCase("empty bearer", "CREDENTIALS_MISSING", bearer("Bearer "), 401, `"reason": "CREDENTIALS_MISSING"`),
		fcmBearerCase("server key", "ACCESS_TOKEN_TYPE_UNSUPPORTED", bearer("key=AAAAserver"), 401, `"reason": "ACCESS_TOKEN_TYPE_UNSUPPORTED"`),
		fcmBearerCase("no access token", "ACCESS_TOKEN_TYPE_UNSUPPORTED", bearer("Bearer "+DemoToken("fcm")), 401, `"reason": "ACCESS_TOKEN_TYPE_UNSUPPORTED"`),
		fcmBearerCase("JWT", "ACCESS_TOKEN_TYPE_UNSUPPORTED", func(k *kit) string {
			return "Bearer " + fcmAssertion(k.t, demoRSA, fcmHeader(), fcmClaims(k, nil))
		}, 401),
		fcmBearerCase("made up", "UNAUTHENTICATED", bearer("Bearer ya29.c.x"), 401, `"status": "UNAUTHENTICATED"`, "Request had invalid authentication credentials."),
		fcmBearerCase("expired", "ACCESS_TOKEN_EXPIRED", func(k *kit) string {
			token := fcmLogin(k, nil)
			k.clock.advance(3599 * time.Second)
			return "Bearer " + token
		}, 401, `"reason": "ACCESS_TOKEN_EXPIRED"`),
		fcmBearerCase("nearly expired", "200", func(k *kit) string {
			token := fcmLogin(k, nil)
			k.clock.advance(3598 * time.Second)
			return "bearer " + token
		}, 200),
		fcmBearerCase("other scope", "PERMISSION_DENIED", func(k *kit) string {
			return "Bearer " + fcmLogin(k, map[string]any{"scope": "https://www.googleapis.com/auth/analytics.readonly"})
		}, 403, "insufficient authentication scopes", `"status": "PERMISSION_DENIED"`),
		{name: "other project", at: catalog.AtSend, code: "IAM_PERMISSION_DENIED", status: 403, has: []string{`"reason": "IAM_PERMISSION_DENIED"`, "projects/elsewhere' (or it may not exist)."}, ask: func(k *kit) reply {
			return k.postJSON("/v1/projects/elsewhere/messages:send", fcmMessage(""), map[string]string{"Authorization": "Bearer " + fcmLogin(k, nil)})
		}},
		{name: "project number", at: catalog.AtSend, code: "200", status: 200, has: []string{"projects/123456789012/messages/"}, ask: func(k *kit) reply {
			return k.postJSON("/v1/projects/123456789012/messages:send", fcmMessage(""), map[string]string{"Authorization": "Bearer " + fcmLogin(k, nil)})
		}},
		{name: "legacy", at: catalog.AtSend, code: "NOT_FOUND", status: 404, has: []string{"<!DOCTYPE html>", "<code>/fcm/send</code>"}, ask: func(k *kit) reply {
			return k.postJSON("/fcm/send", `{"to":"x"}`, map[string]string{"Authorization": "key=AAAA"})
		}},
		{name: "batch", at: catalog.AtSend, code: "NOT_FOUND", status: 404, has: []string{"<code>/batch</code>"}, ask: func(k *kit) reply { return k.ask("POST", "/batch", "", nil) }},
		{name: "project without a call", at: catalog.AtSend, code: "NOT_FOUND", status: 404, has: []string{"<code>/v1/projects/x/&lt;y&gt;</code>"}, ask: func(k *kit) reply { return k.ask("POST", "/v1/projects/x/%3Cy%3E", "", nil) }},
		{name: "GET of send", at: catalog.AtSend, code: "NOT_FOUND", status: 404, ask: func(k *kit) reply { return k.ask("GET", fcmSendURL, "", nil) }},
	}
}
