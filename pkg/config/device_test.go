package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/pkg/config"
)

const devices = `-- offpush.toml --
[device.mate60]
vendor = "huawei"

[device.a]
vendor = "apns"
token = "@a.txt"

[device.unset]
vendor = "vivo"
token = "${TOKEN}SECRET"
-- offpush.local.toml --
device.mate60.token = "abc"
[device.x90]
vendor = "vivo"
token = 123
-- a.txt --
00ff
`

func TestDevices(t *testing.T) {
	c, dir := load(t, devices, nil)
	got := c.Devices()
	for i := range got {
		got[i].Place = strings.TrimPrefix(got[i].Place, dir)[1:]
	}
	want := []config.Device{
		{Name: "a", Vendor: "apns", Token: "@a.txt", Place: "offpush.toml:4"},
		{Name: "mate60", Vendor: "huawei", Token: "abc", Place: "offpush.toml:1"},
		{Name: "unset", Vendor: "vivo", Token: "${TOKEN}SECRET", Place: "offpush.toml:8"},
		{Name: "x90", Vendor: "vivo", Token: "123", Place: "offpush.local.toml:2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDevice(t *testing.T) {
	c, _ := load(t, devices, nil)
	if d, err := c.Device("a"); err != nil || d.Token != "00ff" || d.Vendor != "apns" {
		t.Errorf("%+v, %v", d, err)
	}
	for name, message := range map[string]string{
		"mat60": "--device: there is no device \"mat60\"; did you mean mate60?",
		"zzzzz": "there are a, mate60, unset, x90",
		"unset": "offpush.toml:10: the environment variable TOKEN is not set (used by device.unset.token)",
	} {
		_, err := c.Device(name)
		var e *config.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), message) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var none config.Config
	if _, err := none.Device("a"); err == nil || !strings.Contains(err.Error(), "no [device.NAME] at all") {
		t.Errorf("without a file: %v", err)
	}
}
