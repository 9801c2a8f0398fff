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
	if len(o.tokens) > 1 || len(o.names) > 1 { // the others would be dropped
		return usageError("bad-flag", text.T("一次只推一台设备：--device、--token 只能给一个", "one device at a time: only one --device or --token")).
			withHint(text.T("--all 推给配置里的全部设备", "--all pushes to all devices of the configuration."))
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
	if err := o.emulatorAlone(); err != nil {
		return err
	}
	if o.asIM && o.dataMessage {
		return badFlag("as-im", text.T("IM 发的是通知，不能和 --data-message 同用", "IM sends notifications; it does not go with --data-message"))
	}
	for _, flag := range []string{"channel-id", "category", "importance", "sound", "collapse", "image", "click", "payload", "config", "endpoint", "endpoint-sandbox", "ca-file", "app", "topic", "device"} {
		if o.given(flag) && o.value(flag) == "" { // a shell variable that is not set
			return badFlag(flag, text.T("是空的", "is empty"))
		}
	}
	if o.all || o.device != "" {
		return nil
	}
	switch {
	case o.vendor == "":
		return usageError("no-target", text.T("推给谁？用 --vendor 和 --token，或 --device、--all", "whom to push to? Give --vendor and --token, or --device, or --all")).
			withHint(text.T("例如：offpush send --vendor huawei --token TOKEN", "For instance: offpush send --vendor huawei --token TOKEN"))
	case !o.given("token") && !o.emulator:
		return usageError("no-target", text.T("缺少 --token：设备的推送 token", "--token is missing: the device's push token")).
			withHint(text.T("offpush explain token 说明怎样取得", "offpush explain token says how to get one"))
	}
	return o.forAPNs(o.vendor)
}

// forAPNs refuses what only APNs has when the push goes to another vendor.
func (o *sendOptions) forAPNs(id string) error {
	for _, flag := range []string{"env", "app", "topic", "endpoint-sandbox"} {
		if id != "apns" && o.given(flag) {
			return badFlag(flag, text.F("只用于 apns，%s 没有这个概念", "is for apns only; %s has no such thing", id))
		}
	}
	return nil
}

// devices are whom to push to.
func (o *sendOptions) devices(c *config.Config) ([]config.Device, error) {
	switch {
	case o.device != "":
		d, err := c.Device(o.device)
		if err != nil {
			return nil, configError(err)
		}
		return []config.Device{d}, o.forAPNs(d.Vendor)
	case !o.all:
		return []config.Device{{Vendor: o.vendor, Token: o.tokenOrDemo()}}, nil
	}
	var out []config.Device
	for _, d := range c.Devices() {
		if o.vendor == "" || d.Vendor == o.vendor {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		return nil, usageError("no-target", text.T("配置里没有设备", "there is no device in the configuration")).
			withHint(text.T("在 offpush.local.toml 里加上 [device.NAME]，写 vendor 和 token", "Add a [device.NAME] with vendor and token to offpush.local.toml"))
	}
	if !slices.ContainsFunc(out, func(d config.Device) bool { return d.Vendor == "apns" }) {
		return out, o.forAPNs(out[0].Vendor)
	}
	return out, nil
}
