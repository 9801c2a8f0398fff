package cmd

import (
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/text"
)

// check judges how flags go together.
func (o *sendOptions) check() error {
	if o.vendor != "" && !slices.Contains(catalog.IDs(), o.vendor) {
		return usageError("bad-flag", text.F("--vendor：%s", "--vendor: %s", config.UnknownVendor(o.vendor)))
	}
	if o.given("timeout") && o.timeout <= 0 {
		return badFlag("timeout", text.F("%s 不是正的时间", "%s is no time to wait", o.timeout))
	}
	for _, flag := range []string{"token", "device", "set"} {
		if o.all && o.given(flag) {
			return badFlag(flag, text.T("不能和 --all 同用", "does not go with --all"))
		}
	}
	if o.device != "" && (o.given("token") || o.given("vendor")) {
		return badFlag("device", text.T("已经说明了厂商和 token，不能再给 --vendor、--token", "says vendor and token already; leave --vendor and --token out"))
	}
	if _, err := pairs("set", o.set); err != nil {
		return err
	}
	if o.all || o.device != "" {
		return nil
	}
	switch {
	case o.vendor == "":
		return usageError("no-target", text.T("推给谁？用 --vendor 和 --token，或 --device、--all", "whom to push to? Give --vendor and --token, or --device, or --all")).
			withHint(text.T("例如：offpush send --vendor huawei --token TOKEN", "For instance: offpush send --vendor huawei --token TOKEN"))
	case !o.given("token"):
		return usageError("no-target", text.T("缺少 --token：设备的推送 token", "--token is missing: the device's push token")).
			withHint(text.T("offpush explain token 说明怎样取得", "offpush explain token says how to get one"))
	}
	if o.vendor == "apns" {
		return nil
	}
	for _, flag := range []string{"env", "app", "topic", "endpoint-sandbox"} {
		if o.given(flag) {
			return badFlag(flag, text.F("只用于 apns，%s 没有这个概念", "is for apns only; %s has no such thing", o.vendor))
		}
	}
	return nil
}

// devices are whom to push to.
func (o *sendOptions) devices(c *config.Config) ([]config.Device, error) {
	switch {
	case o.device != "":
		d, err := c.Device(o.device)
		return []config.Device{d}, configError(err)
	case !o.all:
		return []config.Device{{Vendor: o.vendor, Token: o.token}}, nil
	}
	var out []config.Device
	for _, listed := range c.Devices() {
		if o.vendor != "" && listed.Vendor != o.vendor {
			continue
		}
		d, err := c.Device(listed.Name)
		if err != nil {
			return nil, configError(err)
		}
		out = append(out, d)
	}
	if len(out) == 0 {
		return nil, usageError("no-target", text.T("配置里没有设备", "there is no device in the configuration")).
			withHint(text.T("在 offpush.local.toml 里加上 [device.NAME]，写 vendor 和 token", "Add a [device.NAME] with vendor and token to offpush.local.toml"))
	}
	return out, nil
}
