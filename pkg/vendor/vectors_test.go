package vendor

import "testing"

// The worked signatures of the contracts. Each was computed from made-up keys
// with other tools, or stands in the vendor's document. JWTs are checked where
// the servers of the tests receive them.

func TestOPPOSign(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ key, secret, want string }{
		{"offpush-demo-app-key-0001", "offpush-demo-master-secret-01", "0342d221ebc373d2751505b3971b738859bf78f7e4ccee8c980417f4b0dcf72f"},
		{"c5f1e0a2b7d84f6e9a3b0c1d2e4f5061", "7a9b8c7d6e5f40312233445566778899", "84f74fd36f6171ac1964e53d549f7da1bf6b86e7410781ab072165421f7e1499"},
	} {
		if got := oppoSign(v.key, "1767225600000", v.secret); got != v.want {
			t.Errorf("oppoSign(%q, …) = %s, want %s", v.key, got, v.want)
		}
	}
}

func TestVivoSign(t *testing.T) {
	t.Parallel()
	const want = "e1b8d4c5f25a90f80623ff9aa2f9d7a6"
	if got := vivoSign("105700001", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", 1700000000000, "11112222-3333-4444-5555-666677778888"); got != want {
		t.Errorf("vivoSign = %s, want %s", got, want)
	}
}

func TestMeizuSign(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name   string
		form   map[string]string
		secret string
		want   string
	}{
		{"invented keys", map[string]string{
			"appId": "149001", "pushIds": "J0000000000000000000000000000000000000000test",
			"messageJson": `{"noticeBarInfo":{"noticeMsgType":1,"title":"hello","content":"你好 a&b=c"},"clickTypeInfo":{"clickType":0},"pushTimeInfo":{"offLine":1,"validTime":24}}`,
		}, "aaaabbbbccccddddeeeeffff00001111", "2674f5c432e3286e7f678dc34d88cafd"},
		{"the document's own", map[string]string{
			"appId": "10000", "pushIds": "RA50c6348036344485d01776773577c64740465480a6b",
			"messageJson": `{"title":"title","content":"content","pushTimeInfo":{"offLine":1,"validTime":24}}`,
		}, "<APP_SECRET>", "ac076ff25d9900015a681cb5172aa53b"},
		{"an empty member is signed too", map[string]string{"b": "1", "a": ""}, "s", "1e6ddd5d5f7b26918be626ce5c61f285"},
	} {
		if got := meizuSign(v.form, v.secret); got != v.want {
			t.Errorf("%s: meizuSign = %s, want %s", v.name, got, v.want)
		}
	}
}
