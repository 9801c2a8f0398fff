package vendor

import (
	"errors"
	"net/http"
	"os"
	"testing"
	"time"
)

// FuzzAnswers: whatever a server says is either understood or called no answer
// in both languages, and is no acceptance unless it says so.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		`{"code":"80100000","msg":"{\"illegalTokens\":{\"noRight\":[\"x\"]}}","requestId":"1"}`,
		`{"code":200,"message":"Success","data":{"sendResult":true,"requestId":"1","failTokens":[],"expireTokens":null}}`,
		`{"result":"ok","code":0,"data":{"id":"1","bad_regids":"x"},"description":"成功"}`,
		`{"code":0,"message":"Success","data":[{"messageId":"1","errorCode":10000,"errorMessage":"x"}]}`,
		`{"result":10302,"desc":"x","invalidUser":{"status":1,"userid":"x"}}`,
		`{"code":"200","message":"","value":{"110003":["x"]},"msgId":"1"}`,
		`{"error":{"code":404,"message":"x","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}`,
		`{"access_token":"x","expires_in":3600}`, `{"error":1101,"sub_error":20003,"error_description":"x"}`,
		``, `{`, `[]`, `null`, `{"code":{}}`, "\xef\xbb\xbf{}", `{"value":"","code":"110010"}`,
	} {
		for _, status := range []int{200, 302, 404, 429, 503} {
			f.Add(status, body)
		}
	}
	readers := []func(*reply) (verdict, error){
		readHuawei, readHonor, readXiaomi, oppo{}.read, vivo{}.read, readMeizu, readFCM,
		func(r *reply) (verdict, error) { _, v, err := readOAuth(r, time.Time{}); return v, err },
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		for i, read := range readers {
			r := &reply{status: status, header: http.Header{}, body: []byte(body)}
			v, err := read(r)
			var none *NoAnswer
			switch {
			case err == nil && v.accepted && body == "":
				t.Errorf("reader %d takes nothing for an acceptance", i)
			case err != nil && (!errors.As(err, &none) || none.Message.ZH == "" || none.Message.EN == ""):
				t.Errorf("reader %d: %v", i, err)
			}
		}
	})
}

// FuzzFrames: whatever comes over a connection, in whatever pieces, the reason
// kept is bounded, and the same for all ways to cut it.
func FuzzFrames(f *testing.F) {
	goAway := append([]byte{0, 0, 10, 7, 0, 0, 0, 0, 0}, "\x00\x00\x00\x00\x00\x00\x00\x00{}"...)
	f.Add(goAway, uint8(1))
	f.Add(append([]byte{0, 0, 0, 4, 1, 0, 0, 0, 0}, goAway...), uint8(5))
	f.Add([]byte("\xff\xff\xff\x07"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, piece uint8) {
		var whole, cut farewell
		(&frames{farewell: &whole}).see(data)
		pieces := frames{farewell: &cut}
		for rest, n := data, int(piece)+1; len(rest) > 0; {
			k := min(n, len(rest))
			pieces.see(rest[:k])
			rest = rest[k:]
		}
		if whole.get() != cut.get() || len(whole.get()) > maxGoAwayData {
			t.Errorf("%d bytes whole, %d bytes in pieces", len(whole.get()), len(cut.get()))
		}
	})
}

// FuzzCache: whatever stands in a file of the cache, a login comes out only
// when it is the one asked for and still holds.
func FuzzCache(f *testing.F) {
	key := cacheKey("x")
	now := time.Unix(1735689600, 0).UTC()
	f.Add(marshal(kept{key, "ticket", now, now.Add(time.Hour)}))
	f.Add([]byte(`{"key":"other","value":"x","expires":"2030-01-01T00:00:00Z"}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &Cache{Dir: t.TempDir()}
		if err := os.WriteFile(c.path(key), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.get(key, now); ok && (got.value == "" || !now.Before(got.expires)) {
			t.Errorf("%+v", got)
		}
	})
}
