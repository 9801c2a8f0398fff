package emulator

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/pkg/text"
)

// JWTs that openssl signed with the demo keys: with PS256 and a salt of 32 bytes,
// with the longest salt, and with ES256 as DER, which is wrong. They are of
// 2026-01-02T12:00:00+08:00.
const (
	opensslHead = "eyJraWQiOiJkZW1vMGh1YXdlaTBrZXkwMDAwMDAwMDAwMDAwMDAxIiwidHlwIjoiSldUIiwiYWxnIjoiUFMyNTYifQ.eyJhdWQiOiJodHRwczovL29hdXRoLWxvZ2luLmNsb3VkLmh1YXdlaS5jb20vb2F1dGgyL3YzL3Rva2VuIiwiaXNzIjoiMTAwMDAwMDAxIiwiZXhwIjoxNzY3MzMwMDAwLCJpYXQiOjE3NjczMjY0MDB9."

	opensslJWT      = opensslHead + "aki3CDhV-1NCaMN3mcS0m-Zrvq3R10Dr1WOQM0NPATbLMrSJq7EAhcaq95hoWBMtesorJIdieAtxD9ira4O93ph7c1jFOq1RIhLm7BOIY3rGXwZqSJXihxkLlu869JZ22SK2WiXw4jSKC_IAL4m2JmccaQhKE6uXSzycB6rx6yho-AwCG-9YRmaoWGqjKoCFYrgxTFVRB0pMV6wXqz4WtQLcBYq4T5GAWGT2X-LA8pkbmyDOIDNQIXHm6TQJZAJ66UC2gF82Qfy0ItbsxS3u_2OoCjsFq3WZrLS2ZhVW1W2buvpvoEzFHv1Ue-iO-k8yhRtbJQC4FDJwvGEra1MHGQ"
	opensslLongSalt = opensslHead + "jJWhANV_Y3GR4tmY9bYvbScfQy-UbFBQWwohE9ecdYPIb9Vjuly4xq4vpMkj6o752WY4t9aIcUGYnvuRgf8qEW5MBiiAMoy9sZW5mLdXyAt0iovDQOISTDZST_O9y_YGn69OGIR5B-gEnnHJJCWwFSGaIKmu0ykQ8tmINU2MhCsaMQZZgVxefaoOei_mFJSgLsOhbWEjxnasot5DPlpeP-Tyh4cgiYg6Os-zGBfeJhrELERXkZmIvuvYZpeqrQA5kPAZvTDoDTC2RJN_aSrT5bNjjwbenRfGZHFqIJnx2Lpl4HkcLopOO5ZfxU6c9cYUA6o4tmZQtc_EpHvlUmlDng"
	opensslDER      = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkRFTU9LRVkwMDEifQ.eyJpc3MiOiJERU1PVEVBTTAxIiwiaWF0IjoxNzY3MzI2NDAwfQ.MEQCIBp51hP4b_LRacdMJeCqPFfgCDKPtSLvmXywcnR0KzjCAiAF1gJSc5k0_gGu_jQu3VF0JAfI7PT2oLu_xQoOMybuMA"
)

// demoCheck checks JWTs of a demo key.
func demoCheck(t *testing.T, alg, pem, kid string) *jwtCheck {
	t.Helper()
	key, err := publicKey([]byte(pem))
	if err != nil {
		t.Fatal(err)
	}
	return &jwtCheck{alg: alg, key: func(k string) crypto.PublicKey {
		if k != kid {
			return nil
		}
		return key
	}}
}

func demoPS256(t *testing.T) *jwtCheck {
	t.Helper()
	return demoCheck(t, "PS256", demoRSA, "demo0huawei0key0000000000000001")
}

func TestJWTRight(t *testing.T) {
	t.Parallel()
	j := demoPS256(t)
	for token, salt := range map[string]bool{opensslJWT: false, opensslLongSalt: true, huaweiJWT(nil): false} {
		for range 2 { // the second time it is remembered
			got, fault := j.verify(token)
			if fault != nil {
				t.Fatal(fault)
			}
			if got.otherSalt != salt {
				t.Errorf("otherSalt is %v", got.otherSalt)
			}
			if when, ok := got.time("iat"); !ok || !when.Equal(noon) {
				t.Errorf("iat is %v", when)
			}
			if words(got.claims, "iss") != "100000001" || words(got.header, "typ") != "JWT" {
				t.Errorf("it says %v %v", got.header, got.claims)
			}
		}
	}
	if len(j.known) != 3 {
		t.Errorf("%d are remembered", len(j.known))
	}
}

func TestJWTWrong(t *testing.T) {
	t.Parallel()
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	of := func(name string, value any) string {
		return huaweiJWT(func(header, _ map[string]any) { header[name] = value })
	}
	head, tail, _ := strings.Cut(opensslJWT, ".")
	_, signature, _ := strings.Cut(tail, ".")
	es256 := demoCheck(t, "ES256", demoEC, "DEMOKEY001")
	ps256 := demoPS256(t)
	for _, c := range []struct {
		name, token string
		check       *jwtCheck
		problem     jwtProblem
		says        string
	}{
		{"empty", "", ps256, jwtMalformed, "three parts"},
		{"two parts", "a.b", ps256, jwtMalformed, "three parts"},
		{"four parts", "a.b.c.d", ps256, jwtMalformed, "three parts"},
		{"padded", opensslJWT + "=", ps256, jwtMalformed, "without padding"},
		{"other alphabet", "a+b.c.d", ps256, jwtMalformed, "base64url"},
		{"no JSON", part("x") + "." + tail, ps256, jwtMalformed, "cannot be read"},
		{"claims are a list", head + "." + part("[]") + "." + signature, ps256, jwtMalformed, "cannot be read"},
		{"deep", part(strings.Repeat("[", 20000)) + "." + tail, ps256, jwtMalformed, "cannot be read"},
		{"none", of("alg", "none"), ps256, jwtWrongAlg, `alg is "none"`},
		{"HS256", of("alg", "HS256"), ps256, jwtWrongAlg, "should be PS256"},
		{"unknown alg", of("alg", "XX"), ps256, jwtWrongAlg, "should be PS256"},
		{"no alg", of("alg", nil), ps256, jwtWrongAlg, "should be PS256"},
		{"no header", part("null") + "." + tail, ps256, jwtWrongAlg, "should be PS256"},
		{"no kid", of("kid", nil), ps256, jwtUnknownKey, "no kid"},
		{"unknown kid", of("kid", "x"), ps256, jwtUnknownKey, `no key "x"`},
		{"changed", head + "." + part(`{"iss":"x"}`) + "." + signature, ps256, jwtBadSignature, "another key"},
		{"no signature", strings.TrimSuffix(opensslJWT, signature), ps256, jwtBadSignature, "another key"},
		{"DER", opensslDER, es256, jwtBadSignature, "not DER"},
		{"other ES256 key", strings.TrimSuffix(opensslDER, "MEQCIBp51hP4b_LRacdMJeCqPFfgCDKPtSLvmXywcnR0KzjCAiAF1gJSc5k0_gGu_jQu3VF0JAfI7PT2oLu_xQoOMybuMA") + part(strings.Repeat("x", 64)), es256, jwtBadSignature, "another key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			read, fault := c.check.verify(c.token)
			if fault == nil {
				t.Fatal("it is taken")
			}
			if read == nil {
				t.Error("there is no token beside the error")
			}
			if fault.problem != c.problem || !strings.Contains(fault.Error(), c.says) || fault.why.In(text.ZH) == "" {
				t.Errorf("problem %d: %s", fault.problem, fault)
			}
		})
	}
	if len(ps256.known) != 0 {
		t.Error("wrong tokens are remembered")
	}
}

func TestJWTTime(t *testing.T) {
	t.Parallel()
	claims, err := object([]byte(`{"a":1767326400,"b":1767326400.5,"c":"1767326400","d":1e30,"e":1767326400000}`))
	if err != nil {
		t.Fatal(err)
	}
	token := &jwtToken{claims: claims}
	for name, want := range map[string]bool{"a": true, "b": true, "c": false, "d": false, "e": true, "f": false} {
		got, ok := token.time(name)
		if ok != want || name < "c" && !got.Equal(noon) {
			t.Errorf("%s is %v, %v", name, got, ok)
		}
	}
}

func TestJWTRemembers(t *testing.T) {
	t.Parallel()
	j := demoPS256(t)
	j.known = map[string]*jwtToken{}
	for i := range maxKnownJWTs {
		j.known[fmt.Sprint(i)] = &jwtToken{}
	}
	long := huaweiJWT(func(_, claims map[string]any) { claims["x"] = strings.Repeat("x", maxKnownBytes) })
	if _, fault := j.verify(long); fault != nil || len(j.known) != maxKnownJWTs {
		t.Errorf("%v, %d are remembered", fault, len(j.known))
	}
	if _, fault := j.verify(opensslJWT); fault != nil || len(j.known) != 1 {
		t.Errorf("%v, %d are remembered", fault, len(j.known))
	}
}

func TestJWTParallel(t *testing.T) {
	t.Parallel()
	j := demoPS256(t)
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for _, token := range []string{opensslJWT, opensslLongSalt, "x"} {
				if _, fault := j.verify(token); (fault == nil) != (token != "x") {
					t.Error(fault)
				}
			}
		})
	}
	wait.Wait()
}

func TestPublicKey(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"} {
		if key, err := publicKey([]byte(bad)); err == nil {
			t.Errorf("%q has the key %v", bad, key)
		}
	}
}
