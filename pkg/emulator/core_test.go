package emulator

import "testing"

func TestUnknownPath(t *testing.T) {
	k := newKit(t, Config{})
	if got := k.ask("GET", "/nothing", "", nil); got.status != 404 {
		t.Errorf("%+v", got)
	}
	if got := k.ask("GET", "https://www.example.com/", "", nil); got.status != 403 {
		t.Errorf("%+v", got)
	}
	_ = codeCases()
	runCases(t, "", nil)
	_ = k.postForm("/nothing", "", nil)
	_ = k.postJSON("/nothing", "", nil)
}
