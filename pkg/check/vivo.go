package check

import (
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var vivoParamsFilled = &Rule{
	ID:       "vivo-params",
	Topic:    TopicVendor,
	Severity: Error,
	About:    []string{"vivo"},
	Needs:    []string{"plugin-ticked"},
	Doc: Doc{
		Title: text.T("本地插件处填写了 vivo 的 AppID 和 AppKey（或 0）", "vivo's AppID and AppKey (or 0) are filled in at the local plugin"),
		Why: text.T("vivo 的两个值在打包时写进安装包。留空可能编译失败，即使你不用 vivo；用 vivo 时留空，vivo 手机取不到 deviceToken。",
			"vivo's two values are written into the app when it is built. Empty ones may break the build even where vivo is not used; where it is used, vivo phones get no device token."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → App原生插件配置 → TUIOfflinePush，填写 vivo 开放平台上的 AppID 和 AppKey（不是 AppSecret）；不用 vivo 时两项都填 0。然后重新制作自定义基座。",
			"In HBuilderX open manifest.json → App Native Plugin Configuration → TUIOfflinePush and fill in AppID and AppKey (not AppSecret) from vivo's developer console, or 0 in both where vivo is not used. Then make the custom base again."),
		File:   "manifest.json",
		Before: `"com.vivo.push.app_id" : ""`,
		After:  `"com.vivo.push.app_id" : "105500001"`,
		Repair: text.T(`没有使用 vivo 时，把缺少或为空的参数填成 "0"`, `gives parameters that are missing or empty the value "0", where vivo is not in use`),
		Links:  []string{guideURL, pluginPackageURL, vivoURL},
	},
	Run: func(in *Input) []Result {
		entry, _ := in.entry()
		names := in.vivoParams()
		if !names.known() {
			return one(unknown(entry.NameSpan, unknownVivo(in.Project)).blocks())
		}
		var out []Result
		for _, name := range []string{names.id, names.key} {
			if name == "" {
				continue
			}
			m, ok := entry.Value.Find(name)
			want := text.T("vivo 开放平台上的值，或 0", "the value from vivo's console, or 0")
			switch {
			case !ok:
				out = append(out, fail(entry.NameSpan, text.F("插件条目中没有 %s", "the plugin's entry has no %s", name)).
					with(text.F("没有 %s", "no %s", name), want).repair(in.zeroVivo(name)...).blocks())
			case strings.TrimSpace(m.Value.Text()) == "" || m.Value.Kind() == manifest.Null:
				out = append(out, fail(m.Value.Span(), text.F("%s 是空的", "%s is empty", name)).
					with(text.T("空", "nothing"), want).repair(in.zeroVivo(name)...).blocks())
			}
		}
		if len(out) == 0 {
			return one(pass(entry.NameSpan, text.T("vivo 的 AppID 和 AppKey 都已填写", "vivo's AppID and AppKey are filled in")))
		}
		return out
	},
}

func unknownVivo(p *project.Project) text.Text {
	if p.Plugin.Package.JSON() == nil {
		return text.T("没有读到插件的 package.json，manifest.json 里也没有 __plugin_info__，不知道插件要求哪些 vivo 参数",
			"the plugin's package.json was not read and manifest.json has no __plugin_info__, so the names of vivo's parameters are unknown")
	}
	return text.T("插件的 package.json 和 manifest.json 的 __plugin_info__ 都没有声明 vivo 参数",
		"neither the plugin's package.json nor __plugin_info__ in manifest.json declares parameters for vivo")
}

var vivoAgree = &Rule{
	ID:       "vivo-agree",
	Topic:    TopicVendor,
	Severity: Warning,
	About:    []string{"vivo"},
	Needs:    []string{"vivo-params"},
	Doc: Doc{
		Title: text.T("代码里的 vivoBusinessID 与 manifest.json 的 vivo 参数一致", "vivoBusinessID in code agrees with vivo's values in manifest.json"),
		Why: text.T("只填了一边时 vivo 推送不通：manifest.json 填 0，vivo 手机注册不到厂商通道；代码里没有 vivoBusinessID，取到的 deviceToken 没有对应的证书。",
			"With one side alone vivo does not work: a 0 in manifest.json keeps vivo phones from registering, and without vivoBusinessID in code their token belongs to no certificate."),
		Fix: text.T("要用 vivo：在 manifest.json → App原生插件配置 填写 vivo 的 AppID 和 AppKey，并在 offlinePushConfig 中填写 IM 控制台分配的 vivoBusinessID；不用 vivo：两个参数填 0，vivoBusinessID 留空。",
			"To use vivo: fill in AppID and AppKey under manifest.json → App Native Plugin Configuration and the id of the IM console as vivoBusinessID in offlinePushConfig. Not to use it: 0 in both parameters and an empty vivoBusinessID."),
		File: "manifest.json",
		Before: `"com.vivo.push.app_id" : "0",
"com.vivo.push.api_key" : "0"`,
		After: `"com.vivo.push.app_id" : "105500001",
"com.vivo.push.api_key" : "0123456789abcdef0123456789abcdef"`,
		Beside: []Example{
			{File: "utils/push.js", Before: "vivoBusinessID: 30003,", After: "vivoBusinessID: 30003,"},
		},
		Links: []string{guideURL},
	},
	Run: func(in *Input) []Result {
		filled, at := in.vivoFilled()
		var set, open *project.Setting
		for _, s := range in.settings("vivoBusinessID") {
			switch {
			case !s.Literal:
				open = &s
			case isSet(s):
				set = &s
			}
		}
		used, known := set != nil, in.vendorsKnown()
		if len(in.Options.Vendors) > 0 && len(in.Project.Code.Registrations) == 0 {
			used = in.uses("vivo")
			known = used
		}
		if reason := in.vivoJudgedElsewhere(filled); !reason.IsZero() {
			return one(notApplicable(reason))
		}
		here := text.T("manifest.json 的 vivo 参数", "vivo's values in manifest.json")
		switch {
		case used && filled, !used && open == nil && known && !filled:
			return one(pass(at, text.T("两边一致", "the two agree")))
		case used:
			r := fail(at, text.T("使用 vivo，但 manifest.json 的 vivo 参数是 0", "vivo is in use, but its values in manifest.json are 0")).
				with(text.Same("0"), text.T("vivo 的 AppID 和 AppKey", "vivo's AppID and AppKey"))
			if set != nil {
				r = r.see(set.ValueSpan, text.T("vivoBusinessID 在这里", "vivoBusinessID is here"))
			}
			return one(r)
		case open != nil && filled:
			return one(pass(at, text.T("两边都有值", "both sides have a value")))
		case open != nil:
			return one(unknown(open.ValueSpan, text.T("vivoBusinessID 不是字面量，无法与 manifest.json 对照", "vivoBusinessID is no literal, so it cannot be compared with manifest.json")).see(at, here))
		case len(in.Project.Code.Registrations) == 0:
			return one(notApplicable(text.T("没有读到注册代码", "no registration was found in code")))
		case !known:
			return one(unknown(at, text.T("没有读到 offlinePushConfig 的全部内容，无法对照", "offlinePushConfig could not be read in full, so the two cannot be compared")))
		}
		return one(fail(at, text.T("manifest.json 填了 vivo 参数，但代码里没有 vivoBusinessID", "manifest.json has vivo's values, but vivoBusinessID is not set in code")).
			with(text.T("vivoBusinessID 为空", "no vivoBusinessID"), text.T("IM 控制台的 vivo 证书 ID，或把 vivo 参数改成 0", "the id of the vivo certificate in the IM console, or 0 in manifest.json")))
	},
}

// vivoFilled reports whether manifest.json has real values for vivo, and where.
func (in *Input) vivoFilled() (bool, source.Span) {
	entry, _ := in.entry()
	at := entry.NameSpan
	for _, m := range in.vivoMembers() {
		at = m.NameSpan
		if !meansOff(m.Value) {
			return true, at
		}
	}
	return false, at
}

// vivoMembers are the plugin's members in manifest.json that hold vivo's values.
func (in *Input) vivoMembers() []manifest.Member {
	entry, _ := in.entry()
	names := in.vivoParams()
	var out []manifest.Member
	for _, name := range []string{names.id, names.key} {
		if m, ok := entry.Value.Find(name); ok {
			out = append(out, m)
		}
	}
	return out
}

// meansOff: 0, or something that was meant to be it ("00", 0.0, false).
func meansOff(v *manifest.Value) bool {
	s := strings.TrimSpace(v.Text())
	return s == "false" || s != "" && strings.Trim(s, "0.") == ""
}

// vivoJudgedElsewhere: a value that another rule finds wrong says nothing of
// what was meant, so that a fault is reported once.
func (in *Input) vivoJudgedElsewhere(filled bool) text.Text {
	elsewhere := func(name, rule string) text.Text {
		return text.F("%s 的值有误，见 %s", "the value of %s is wrong: see %s", name, rule)
	}
	for _, m := range in.vivoMembers() {
		if s := strings.TrimSpace(m.Value.Text()); !filled && s != "0" && in.uses("vivo") {
			return elsewhere(m.Name, vivoParamsValue.ID)
		}
	}
	for _, r := range in.Project.Code.Registrations {
		for _, s := range r.Config.Settings {
			switch {
			case !s.Literal || !isSet(s):
			case s.Name == "vivoBusinessID" && !isWholeNumber(s.Value()):
				return elsewhere(s.Name, businessIDs.ID)
			case s.Name != "vivoBusinessID" && meantFor(s.Name, "vivoBusinessID"):
				return text.F("%s 写错了，见 %s", "%s is misspelt: see %s", s.Name, configKeys.ID)
			}
		}
	}
	return text.Text{}
}
