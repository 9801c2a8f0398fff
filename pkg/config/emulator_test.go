package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/config"
)

func TestEmulatorTokens(t *testing.T) {
	c, dir := load(t, `-- offpush.toml --
[emulator.token.gone]
vendor = "huawei"
token = "@gone.txt"
state = "unregistered"

[emulator.token.sandbox]
vendor = "apns"
environment = "sandbox"
-- offpush.local.toml --
[emulator.token.sandbox]
token = "00ff"
-- gone.txt --
AbCd
`, nil)
	got, err := c.EmulatorTokens()
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].Place = strings.TrimPrefix(got[i].Place, dir)[1:]
	}
	want := []config.EmulatorToken{
		{Vendor: "huawei", Token: "AbCd", State: "unregistered", Place: "offpush.toml:1"},
		{Vendor: "apns", Token: "00ff", Environment: "sandbox", Place: "offpush.toml:6"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEmulatorTokenErrors(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"no vendor", "[emulator.token.x]\ntoken = \"1\"\n", "x has no vendor"},
		{"no token", "[emulator.token.x]\nvendor = \"vivo\"\n", "x has no token"},
		{"a variable that is not set", "[emulator.token.x]\nvendor = \"vivo\"\ntoken = \"${NONE}\"\n", "NONE is not set"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := load(t, "-- offpush.toml --\n"+tt.file, nil)
			_, err := c.EmulatorTokens()
			var e *config.Error
			if !errors.As(err, &e) || !strings.Contains(e.Message.EN, tt.want) || e.Line == 0 {
				t.Errorf("%v, want %q and a line", err, tt.want)
			}
		})
	}
}
