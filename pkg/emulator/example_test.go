package emulator_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/pkg/emulator"
)

// pushByXiaomi stands for the back end under test: it pushes as it always does,
// only to another base URL.
func pushByXiaomi(base, regID, title, body string) string {
	form := url.Values{
		"registration_id": {regID}, "restricted_package_name": {emulator.DemoApp}, "extra.channel_id": {"100"},
		"title": {title}, "description": {body}, "payload": {`{"room":"42"}`}, "pass_through": {"0"},
	}
	request, err := http.NewRequest(http.MethodPost, base+"/v3/message/regid", strings.NewReader(form.Encode()))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "key="+emulator.Demo("xiaomi")["app_secret"])
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	return string(data)
}

// A test starts the emulator, lets the back end push to it, and looks at what
// arrived.
func Example() {
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		log.Fatal(err)
	}
	if err := e.Start(); err != nil {
		log.Fatal(err)
	}
	defer e.Close()

	pushByXiaomi(e.URL(), emulator.DemoToken("xiaomi"), "周报", "张三发来了周报")

	for _, m := range e.Messages(emulator.Filter{Vendor: "xiaomi"}) {
		fmt.Println(m.Verdict, m.Code, m.Title, m.Body, m.Data)
	}
	// Output: accepted 0 周报 张三发来了周报 {"room":"42"}
}

// A token can be made stale, to see whether the back end forgets it.
func ExampleEmulator_SetToken() {
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		log.Fatal(err)
	}
	if err := e.Start(); err != nil {
		log.Fatal(err)
	}
	defer e.Close()

	token := emulator.DemoToken("xiaomi")
	if err := e.SetToken(emulator.Token{Vendor: "xiaomi", Token: token, State: emulator.Unregistered}); err != nil {
		log.Fatal(err)
	}
	answer := pushByXiaomi(e.URL(), token, "周报", "张三发来了周报")
	fmt.Println(strings.Contains(answer, `"code":20301`))

	for _, m := range e.Messages(emulator.Filter{Verdict: emulator.Refused}) {
		fmt.Println(m.Explanation.EN)
	}
	// Output:
	// true
	// the regId is stale: the app was removed or has unregistered
}
