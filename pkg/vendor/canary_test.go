package vendor_test

import (
	"encoding/json"
	"errors"
	"fmt"
	entities "html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/offpush/offpush/pkg/vendor"
)

// Canaries are secrets that begin and end in a word of their own, so that a part
// of one is found, too; between them stands all that needs escaping.
func canary(n int) string { return fmt.Sprintf("CANARY%d/a+b=c/d+e==YRANAC", n) }

// canaries are credentials that are canaries wherever a field is a secret.
func (r *rig) canaries(t testing.TB, f *fake) (o vendor.Options, secrets []string) {
	o = f.options()
	for i, field := range push(t, r.vendor).AllFields() {
		if field.Secret && (r.vendor != "apns" || r.name == "apns-cert") && (r.name != "huawei-v2" && r.name != "huawei-v3") {
			o.Credentials[field.Name] = canary(i)
			secrets = append(secrets, canary(i))
		}
	}
	return o, append(secrets, canary(99)) // the last one is the access token
}

// disguises are the ways in which an answer may write a value.
func disguises(v string) []string {
	quoted, _ := json.Marshal(v)
	inside := string(quoted[1 : len(quoted)-1])
	twice, _ := json.Marshal(strings.ReplaceAll(v, "/", `\/`))
	lower := func(s string) string { // %2f for %2F
		for _, hex := range []string{"2B", "2F", "3D", "3A", "5B", "5D"} {
			s = strings.ReplaceAll(s, "%"+hex, "%"+strings.ToLower(hex))
		}
		return s
	}
	return []string{
		v, inside, strings.ReplaceAll(v, "/", `\/`), string(twice),
		strings.NewReplacer("/", `\u002f`, "+", `\u002b`, "=", `\u003d`).Replace(v),
		strings.NewReplacer("/", `\u002F`, "+", `\u002B`, "=", `\u003D`).Replace(v),
		url.QueryEscape(v), lower(url.QueryEscape(v)), url.PathEscape(v), entities.EscapeString(v),
	}
}

// quoted is how a JSON string may hold a value.
func quoted(v string) string {
	twice, _ := json.Marshal(strings.ReplaceAll(v, "/", `\/`))
	return strings.Join([]string{v, strings.ReplaceAll(v, "/", `\/`), strings.NewReplacer("/", `\u002f`, "+", `\u002b`, "=", `\u003d`).Replace(v),
		`{\"a\":\"` + string(twice[1:len(twice)-1]) + `\"}`, url.QueryEscape(v)}, " ")
}

// echoes are answers that hold what came with the request: in the vendors' terms
// and in nobody's. One is the inside of a JSON string.
func echoes(one, echo string) map[string]string {
	q := `"` + one + `"`
	out := map[string]string{
		"huawei":      `{"code":"80200003","msg":` + q + `,"requestId":"1"}`,
		"huawei list": `{"code":"80300007","msg":"{\"illegalTokens\":{\"noRight\":[\"x\"],\"other\":[]}}","requestId":"1","more":` + q + `}`,
		"honor":       `{"code":401,"message":` + q + `,"data":{"failTokens":[` + q + `]}}`,
		"oauth":       `{"error":1101,"sub_error":1,"error_description":` + q + `}`,
		"xiaomi":      `{"result":"error","reason":` + q + `,"code":21301}`,
		"xiaomi bad":  `{"result":"ok","code":0,"data":{"id":"1","bad_regids":` + q + `}}`,
		"oppo":        `{"code":16,"message":` + q + `}`,
		"oppo array":  `{"code":0,"message":"","data":[{"errorCode":` + q + `,"errorMessage":` + q + `}]}`,
		"vivo":        `{"result":10302,"desc":` + q + `,"invalidUser":{"status":` + q + `,"userid":` + q + `}}`,
		"meizu":       `{"code":"200","message":` + q + `,"value":{` + q + `:[` + q + `]}}`,
		"apns":        `{"reason":` + q + `}`,
		"fcm": `{"error":{"code":400,"message":` + q + `,"status":"X","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":` + q + `,"description":` + q + `}]},
			{"@type":"type.googleapis.com/google.firebase.fcm.v1.ApnsError","reason":` + q + `},{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":` + q + `}]}}`,
		"fcm code": `{"error":{"code":400,"message":"","status":` + q + `}}`,
		"null":     `null` + echo,
		"text":     echo,
		"list":     `[` + q + `]`,
		"nothing":  `{"hello":` + q + `}`,
		"cut":      `{"code":"` + echo,
		"id":       `{"code":"80000000","requestId":` + q + `,"name":` + q + `,"result":0,"taskId":` + q + `,"value":{},"msgId":` + q + `}`,
	}
	for n := 0; n <= 80; n += 8 { // a message shows the beginning of a page
		out[fmt.Sprint("page ", n)] = strings.Repeat("x", n) + " " + echo
	}
	return out
}

// TestCanaries plants secrets, lets the server say them in every way, and looks
// for them in all that comes back.
func TestCanaries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		for _, step := range r.steps() {
			for _, status := range []int{200, 400, 500} {
				f := start(t, r)
				o, secrets := r.canaries(t, f)
				var all, inJSON []string
				if step == atLogin || r.login == "" { // there is no access token yet, or never
					secrets = secrets[:len(secrets)-1]
				}
				for _, s := range append(secrets, r.token) {
					all, inJSON = append(all, disguises(s)...), append(inJSON, quoted(s))
				}
				var body string
				reply := func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("X-Echo", strings.Join(all[:len(all)-10], " "))
					w.WriteHeader(status)
					w.Write([]byte(body))
				}
				f.breakAt(atLogin, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(goodLogin)) })
				f.breakAt(step, reply)
				for kind, text := range echoes(strings.Join(inJSON, " "), strings.Join(all, " ")) {
					body = text
					f.sings(t, fmt.Sprint(step, " ", status, " ", kind), o)
				}
				f.sings(t, fmt.Sprint(step, " ", status, " dry"), o)
				if status != 200 {
					continue
				}
				for _, one := range all { // each alone: a message may show it whole
					body = one
					f.sings(t, fmt.Sprint(step, " ", status, " ", one), o)
				}
			}
		}
	})
}

// goodLogin gives the canary as access token, in the shape of any vendor.
const goodLogin = `{"access_token":"CANARY99\/a+b=c\/d+e==YRANAC","expires_in":3600,"code":0,"data":{"auth_token":"CANARY99\/a+b=c\/d+e==YRANAC"},"result":0,"authToken":"CANARY99\/a+b=c\/d+e==YRANAC"}`

// TestUnreadableLogin: an access token is a secret also where the answer around
// it cannot be read.
func TestUnreadableLogin(t *testing.T) {
	t.Parallel()
	withLogin(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		o, _ := r.canaries(t, f)
		for _, status := range []int{200, 201, 400, 500} {
			for _, body := range []string{
				strings.Replace(goodLogin, "3600", `{"a":1}`, 1),
				strings.Replace(goodLogin, `"code":0,`, `"code":{"a":1},`, 1),
				strings.Replace(goodLogin, `"result":0,`, `"result":[],`, 1),
				goodLogin[:30], goodLogin[:45], goodLogin[:100], "[" + goodLogin + "]", goodLogin + goodLogin,
				`{"access_token" : "CANARY99`, `{"data":{"auth_token":"CANARY99`,
			} {
				f.says(atLogin, status, body)
				f.breakAt(atSend, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
				f.sings(t, fmt.Sprint(status, " ", body), o)
			}
		}
	})
}

// sings sends, and fails where a canary is heard.
func (f *fake) sings(t *testing.T, name string, o vendor.Options) {
	t.Helper()
	m := f.plain()
	m.DryRun = strings.HasSuffix(name, "dry")
	a, err := f.send(m, o)
	text := everything(a, err)
	hidden := []string{"CANARY", "YRANAC", f.token[9:21], f.token[len(f.token)-12:], madeUpFCMKey[100:120], madeUpAPNsKey[60:80]}
	for _, r := range f.requests {
		if jwt := r.header.Get("Authorization"); strings.Count(jwt, ".") == 2 {
			hidden = append(hidden, jwt[strings.LastIndexByte(jwt, '.')+1:])
		}
	}
	f.requests = nil
	for _, h := range hidden {
		if i := strings.Index(text, h); i >= 0 {
			t.Errorf("%s: %q in …%.120s…", name, h, text[max(0, i-60):])
			return
		}
	}
}

// everything is all that a caller can print of an answer and an error.
func everything(a *vendor.Answer, err error) string {
	var b strings.Builder
	show := func(v any) {
		j, _ := json.Marshal(v)
		fmt.Fprintf(&b, "%+v\n%#v\n%s\n", v, v, j)
	}
	if a != nil {
		show(*a)
	}
	if err != nil {
		fmt.Fprintln(&b, err)
	}
	var none *vendor.NoAnswer
	if errors.As(err, &none) {
		show(*none)
		show(*none.Answer)
		for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
			fmt.Fprintf(&b, "%v %+v\n", cause, cause)
		}
	}
	var e *vendor.Error
	if errors.As(err, &e) {
		show(*e)
	}
	return b.String()
}

// TestReveal: the canaries are there to be found.
func TestReveal(t *testing.T) {
	t.Parallel()
	f := start(t, xiaomiRig())
	o := f.options()
	o.Reveal = true
	if text := everything(f.send(f.plain(), o)); !strings.Contains(text, xiaomiSecret) || !strings.Contains(text, url.QueryEscape(xiaomiToken)) {
		t.Error("--reveal hides something")
	}
	o.Reveal = false
	if text := everything(f.send(f.plain(), o)); strings.Contains(text, xiaomiSecret) || !strings.Contains(text, url.QueryEscape(xiaomiToken[:8]+"…")) {
		t.Error("the secret is shown, or the token's beginning is not")
	}
}

// TestErrorsHideSecrets: a credential that is refused is not shown.
func TestErrorsHideSecrets(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		f := start(t, r)
		for _, field := range push(t, r.vendor).AllFields() {
			if !field.Secret {
				continue
			}
			for _, value := range []string{" CANARY secret", "CANARY\nsecret", "<CANARY>", "CANARY\x00secret", strings.Repeat("CANARY", 20)} {
				o := f.options(field.Name, value)
				f.says(atLogin, 500, "")
				f.says(atSend, 500, "")
				if text := everything(f.send(f.plain(), o)); strings.Contains(text, "CANARY") {
					t.Errorf("%s %q: %.300s", field.Name, value, text)
				}
			}
		}
	})
}
