package config

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// SchemaID is where the JSON Schema of offpush.toml is published.
const SchemaID = "https://raw.githubusercontent.com/offpush/offpush/main/docs/schema/config.json"

// JSONSchema describes offpush.toml and offpush.local.toml for editors, as a
// value to be encoded as JSON. It is made from the table of keys that [Load] goes
// by, so that both take the same. rules are the ids that [doctor] may name.
func JSONSchema(lang text.Lang, rules []string) map[string]any {
	s := schemaWriter{lang, rules}.of(nil, table)
	s["$schema"] = "http://json-schema.org/draft-07/schema#" // what editors of TOML know
	s["$id"] = SchemaID
	s["title"] = Name
	return s
}

type schemaWriter struct {
	lang  text.Lang
	rules []string
}

// of describes what a key holds. A name of the user's own is "*" in its path.
func (w schemaWriter) of(key []string, k kind) map[string]any {
	s := map[string]any{}
	if about := aboutKey(key); !about.IsZero() {
		s["description"] = about.In(w.lang)
	}
	switch k {
	case table:
		w.table(s, key)
	case words:
		s["type"] = "string"
		if key[0] == "doctor" { // where nothing is expanded
			if values := w.values(key); len(values) > 0 {
				s["enum"] = values
			}
			break
		}
		limit(s, w.values(key))
	case id:
		s["type"] = []string{"string", "integer"}
		limit(s, w.values(key))
	case list:
		s["type"] = "array"
		s["items"] = map[string]any{"enum": catalog.IDs()}
	case items:
		item := map[string]any{"required": []string{"rule", "reason"}}
		w.table(item, key)
		s["type"] = "array"
		s["items"] = item
	}
	return s
}

// table describes the keys of a table.
func (w schemaWriter) table(s map[string]any, key []string) {
	s["type"] = "object"
	s["additionalProperties"] = false
	child := func(name string, held kind) map[string]any {
		path := append(slices.Clone(key), name)
		return w.of(path, kindOf(path, held))
	}
	names, held := below(key)
	if len(names) == 0 {
		s["additionalProperties"] = child("*", held)
		if strings.Join(key, ".") == "doctor.severity" {
			s["propertyNames"] = map[string]any{"enum": w.rules}
		}
		return
	}
	properties := map[string]any{}
	for _, name := range names {
		properties[name] = child(name, held)
	}
	s["properties"] = properties
}

// limit allows some values only, beside a variable of the environment or a file
// that holds one.
func limit(s map[string]any, values []string) {
	if len(values) > 0 {
		s["anyOf"] = []any{map[string]any{"enum": values}, map[string]any{"pattern": `^@|\$\{`}}
	}
}

// values are those that a key may have; nil: any.
func (w schemaWriter) values(key []string) []string {
	switch last := key[len(key)-1]; {
	case key[0] == "vendor":
		f, _ := fieldOf(key)
		return f.Values
	case last == "vendor":
		return catalog.IDs()
	case last == "rule":
		return w.rules
	case len(key) == 3 && key[1] == "severity":
		return []string{"error", "warning", "info"}
	case last == "upload_as":
		return []string{"development", "production"}
	}
	return nil
}

func fieldOf(key []string) (catalog.Field, bool) {
	v, _ := catalog.ByID(key[1])
	fields := v.Push().AllFields()
	i := slices.IndexFunc(fields, func(f catalog.Field) bool { return f.Name == key[2] })
	if i < 0 {
		return catalog.Field{}, false
	}
	return fields[i], true
}

// aboutKey says what a key is for.
func aboutKey(key []string) text.Text {
	if len(key) == 2 && key[0] == "vendor" {
		v, _ := catalog.ByID(key[1])
		return text.F("%s的凭据", "Credentials of %s.", v.Name)
	}
	if len(key) == 3 && key[0] == "vendor" {
		if f, ok := fieldOf(key); ok {
			return f.About
		}
	}
	return aboutKeys[strings.Join(key, ".")]
}

var aboutKeys = map[string]text.Text{
	"":                             text.T("offpush 的配置。offpush.toml 应提交；密钥和 token 放在不提交的 offpush.local.toml 里，写法相同。", "Configuration of offpush. offpush.toml is to be committed; secrets and tokens belong into offpush.local.toml, which is not, and is written alike."),
	"project":                      text.T("项目文件里没有的信息", "What the project's own files do not say."),
	"project.android_package":      text.T("Android 包名", "The Android app's package name."),
	"project.ios_bundle_id":        text.T("iOS 的 Bundle ID", "The iOS app's bundle id."),
	"doctor":                       text.T("offpush doctor 的设置", "Settings of offpush doctor."),
	"doctor.vendors":               text.T("使用的厂商；默认取代码中设置了 BusinessID 的厂商", "Vendors in use; else those whose BusinessID is set in code."),
	"doctor.ignore":                text.T("允许存在的问题；需要写明原因", "Findings that are meant to be there, with the reason."),
	"doctor.ignore.rule":           text.T("规则 ID", "ID of the rule."),
	"doctor.ignore.path":           text.T("只限这个文件、目录或通配符（** 代表任意多级目录），相对于项目根目录", "Only in this file, folder or pattern (** for any number of folders), relative to the project's root."),
	"doctor.ignore.reason":         text.T("原因（必填）", "The reason, which is required."),
	"doctor.severity":              text.T("改变规则的级别", "Levels of rules, instead of their own."),
	"doctor.severity.*":            text.T("级别", "The level."),
	"vendor":                       text.T("各厂商的凭据", "Credentials of the vendors."),
	"apple":                        text.T("offpush cert check 和 doctor 检查的苹果文件", "What offpush cert check and doctor judge beside [vendor.apns]."),
	"apple.profile":                text.T("描述文件（.mobileprovision）的路径", "Path of the provisioning profile."),
	"apple.app":                    text.T("安装包（.ipa）的路径", "Path of the app (.ipa)."),
	"apple.upload_as":              text.T("证书在 IM 控制台上传为开发环境还是生产环境", "The environment that the certificate was uploaded as to the IM console."),
	"device":                       text.T("测试手机，用于 offpush send --device", "Test phones, for offpush send --device."),
	"device.*":                     text.T("一台测试手机", "A test phone."),
	"device.*.vendor":              text.T("用哪个厂商推送", "The vendor that pushes to it."),
	"device.*.token":               text.T("设备 token", "Its device token."),
	"emulator":                     text.T("offpush emulator 的设置", "Settings of offpush emulator."),
	"emulator.token":               text.T("模拟器认识的 token", "Tokens that the emulator knows."),
	"emulator.token.*":             text.T("一个 token", "A token."),
	"emulator.token.*.vendor":      text.T("属于哪个厂商", "Its vendor."),
	"emulator.token.*.token":       text.T("token 本身", "The token itself."),
	"emulator.token.*.state":       text.T("状态，如 valid、unregistered", "Its state, such as valid or unregistered."),
	"emulator.token.*.environment": text.T("APNs 环境：sandbox 或 production", "Its APNs environment: sandbox or production."),
}
