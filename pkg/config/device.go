package config

import (
	"slices"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Device is a table [device.NAME].
type Device struct {
	Name   string
	Vendor string // an id of pkg/catalog
	Token  string
	Place  string // file:line
}

// Devices lists the devices by name. Their tokens are as written: ${NAME} and
// @file in them are looked up by [Config.Device], so that what one device lacks
// does not stop the others.
func (c *Config) Devices() []Device {
	var out []Device
	for _, name := range c.deviceNames() {
		v := c.devices[name]
		out = append(out, Device{
			Name:   name,
			Vendor: c.values[setting{"device", name, "vendor"}].raw,
			Token:  c.values[setting{"device", name, "token"}].raw,
			Place:  v.error(text.Text{}).Place(),
		})
	}
	return out
}

// Device returns one device, its token looked up. Every error is an [*Error].
func (c *Config) Device(name string) (Device, error) {
	devices := c.Devices()
	i := slices.IndexFunc(devices, func(d Device) bool { return d.Name == name })
	if i < 0 {
		return Device{}, &Error{File: "--device", Message: c.unknownDevice(name)}
	}
	d := devices[i]
	var err error
	d.Token, err = c.values[setting{"device", name, "token"}].resolve(catalog.Field{Name: "token", Secret: true}, c.getenv)
	if err != nil {
		return Device{}, err
	}
	return d, nil
}

func (c *Config) unknownDevice(name string) text.Text {
	names := c.deviceNames()
	shown := short(name)
	if len(names) == 0 {
		return text.F("没有名为 \"%s\" 的设备：配置里没有任何 [device.NAME]", "there is no device \"%s\": the configuration has no [device.NAME] at all", shown)
	}
	if near := text.Nearest(name, names); near != "" {
		return text.F("没有名为 \"%s\" 的设备，是不是 %s？", "there is no device \"%s\"; did you mean %s?", shown, text.Visible(near))
	}
	return text.F("没有名为 \"%s\" 的设备，可用：%s", "there is no device \"%s\"; there are %s", shown, text.List(names).Map(text.Visible))
}

// checkDevices: a device has a vendor and a token. They may stand in different
// files.
func (c *Config) checkDevices() error {
	for _, name := range c.deviceNames() {
		for _, key := range []string{"vendor", "token"} {
			v, ok := c.values[setting{"device", name, key}]
			switch {
			case !ok:
				return c.devices[name].error(text.F("设备 %[1]s 缺少 %[2]s", "the device %[1]s has no %[2]s", text.Visible(name), key))
			case v.raw == "":
				return v.error(text.F("设备 %[1]s 的 %[2]s 是空的", "the %[2]s of the device %[1]s is empty", text.Visible(name), key))
			}
		}
		v := c.values[setting{"device", name, "vendor"}]
		if !slices.Contains(catalog.IDs(), v.raw) {
			return v.error(UnknownVendor(v.raw))
		}
	}
	return nil
}
