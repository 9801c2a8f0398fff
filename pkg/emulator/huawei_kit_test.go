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
	"net/url"
	"strings"
	"sync"
)

// Addresses of the demo account.
const (
	huaweiPathLogin = "/oauth2/v3/token"
	huaweiPathV1    = "/v1/100000001/messages:send"
	huaweiPathV2    = "/v2/100000000000000001/messages:send"
	huaweiPathV3    = "/v3/100000000000000001/messages:send"
)

// hwEdit changes a JSON object.
type hwEdit func(document map[string]any)

// hwSet puts a value at a path of names, and makes the objects on the way.
func hwSet(path string, value any) hwEdit {
	return func(document map[string]any) {
		names := strings.Split(path, ".")
		for _, name := range names[:len(names)-1] {
			below, ok := document[name].(map[string]any)
			if !ok {
				below = map[string]any{}
				document[name] = below
			}
			document = below
		}
		document[names[len(names)-1]] = value
	}
}

// hwDrop removes what is at a path.
func hwDrop(path string) hwEdit {
	return func(document map[string]any) {
		names := strings.Split(path, ".")
		for _, name := range names[:len(names)-1] {
			document, _ = document[name].(map[string]any)
		}
		delete(document, names[len(names)-1])
	}
}

// hwEdited is a JSON object with changes, as text.
func hwEdited(document string, edits ...hwEdit) string {
	var v map[string]any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		panic(err)
	}
	for _, e := range edits {
		e(v)
	}
	return string(marshal(v))
}

// huaweiMessage is a right message of v1 and v2.
func huaweiMessage(edits ...hwEdit) string {
	return hwEdited(`{"message":{"android":{"category":"IM","notification":{"title":"T","body":"B","click_action":{"type":3}}},`+
		`"token":["`+DemoToken("huawei")+`"]}}`, edits...)
}

// huaweiDataMessage is a right message of v1 and v2 for the app alone.
func huaweiDataMessage(edits ...hwEdit) string {
	return hwEdited(`{"message":{"data":"{'k':'v'}","token":["`+DemoToken("huawei")+`"]}}`, edits...)
}

// huaweiTokenV3 has the beginning that v3's tokens have.
const huaweiTokenV3 = "MAMzLgdemo0offpush0emulator0huawei0v3"

// huaweiMessageV3 is a right message of v3.
func huaweiMessageV3(edits ...hwEdit) string {
	return hwEdited(`{"payload":{"notification":{"category":"IM","title":"T","body":"B","clickAction":{"actionType":0,"data":{"k":1}}}},`+
		`"target":{"token":["`+huaweiTokenV3+`"]}}`, edits...)
}

// hwSigner is the private key of the demo accounts.
var hwSigner = sync.OnceValue(func() *rsa.PrivateKey {
	block, _ := pem.Decode([]byte(demoRSA))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(*rsa.PrivateKey)
})

// hwParts are a right JWT's header and claims, at noon.
func hwParts() (header, claims map[string]any) {
	return map[string]any{"alg": "PS256", "typ": "JWT", "kid": "demo0huawei0key0000000000000001"},
		map[string]any{"iss": "100000001", "aud": huaweiAudience, "iat": noon.Unix(), "exp": noon.Unix() + 3600}
}

// hwSign signs with PS256 and the demo key.
func hwSign(header, claims map[string]any) string {
	signed := base64.RawURLEncoding.EncodeToString(marshal(header)) + "." + base64.RawURLEncoding.EncodeToString(marshal(claims))
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPSS(rand.Reader, hwSigner(), crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	if err != nil {
		panic(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// huaweiJWT is a JWT whose parts are changed before it is signed.
func huaweiJWT(change func(header, claims map[string]any)) string {
	header, claims := hwParts()
	if change != nil {
		change(header, claims)
	}
	return hwSign(header, claims)
}

// huaweiForm is the form of a login, with changes.
func huaweiForm(pairs ...string) string {
	account := Demo("huawei")
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {account["client_id"]}, "client_secret": {account["client_secret"]}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form.Encode()
}

// huaweiAccess logs in and returns an access token.
func huaweiAccess(k *kit) string {
	k.t.Helper()
	got := k.postForm(huaweiPathLogin, huaweiForm(), nil)
	var out struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(got.body), &out); err != nil || out.Token == "" {
		k.t.Fatalf("no access token: %v %s", err, got.body)
	}
	return out.Token
}

func hwBearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

// hwV1 sends to v1 with an access token.
func hwV1(body string) func(k *kit) reply {
	return func(k *kit) reply { return k.postJSON(huaweiPathV1, body, hwBearer(huaweiAccess(k))) }
}

// hwV3 sends to v3.
func hwV3(pushType, body string) func(k *kit) reply {
	return func(k *kit) reply {
		return k.postJSON(huaweiPathV3, body, withHeader(hwBearer(huaweiJWT(nil)), "push-type", pushType))
	}
}
