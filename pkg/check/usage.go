package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

// Usage says whether a project uses the plugin at all.
type Usage uint8

// The answers.
const (
	Used          Usage = iota + 1
	NotUsed             // no manifest entry, no folder, no active call
	OnlyCommented       // the same, but switched-off code mentions it
	Unsupported         // a 5+ App, which cannot load uni native plugins
)

// usage is the judgement with its evidence.
type usage struct {
	kind Usage
	// dead is the first mention in switched-off code, for OnlyCommented.
	dead source.Span
	// others names the push channels that were found instead or beside.
	others []string
}

func (in *Input) judgeUsage() usage {
	p := in.Project
	u := usage{kind: NotUsed, others: in.otherChannels()}
	switch {
	case p.Shape == project.FivePlus:
		u.kind = Unsupported
	case in.hasTrace():
		u.kind = Used
	case len(p.Code.Dead) > 0:
		u.kind, u.dead = OnlyCommented, p.Code.Dead[0].Span
	}
	return u
}

// hasTrace: an entry in manifest.json, an active call, or a folder. A folder
// alone is a leftover when a successor has taken over.
func (in *Input) hasTrace() bool {
	p := in.Project
	if _, ok := in.entry(); ok || slices.ContainsFunc(p.Code.Registrations, namesPlugin) {
		return true
	}
	if slices.ContainsFunc(p.Code.Requires, func(r project.Require) bool {
		return in.isPlugin(r.ID) || isNearMiss(r.ID)
	}) {
		return true
	}
	folder := p.Plugin.State != project.Absent && p.Plugin.State != project.Ignored || len(p.Plugin.Misplaced) > 0
	return folder && !in.hasModule(project.TencentPushUTS) && !in.appPlus("nativePlugins").Has(project.TIMPushID)
}

// namesPlugin reports whether a registration is about this plugin for certain. A
// copy of the SDK or of TUIKit passes on whatever it is given under the same
// names.
func namesPlugin(r project.Registration) bool {
	return r.ModuleID == project.PluginID || isNearMiss(r.ModuleID) || r.Called && slices.ContainsFunc(r.Config.Settings, isSet)
}

// notJudged is the reason why rules about the plugin do not apply, if they do not.
func (u usage) notJudged() text.Text {
	switch u.kind {
	case NotUsed, OnlyCommented:
		return text.T("此项目没有使用 TUIOfflinePush", "this project does not use TUIOfflinePush")
	case Unsupported:
		return text.T("5+ App 不能使用 uni 原生插件", "a 5+ App cannot use uni native plugins")
	}
	return text.Text{}
}

// appPlus returns a member of manifest.json's app-plus.
func (in *Input) appPlus(names ...string) *manifest.Value {
	return in.Project.Manifest.JSON().Get(append([]string{"app-plus"}, names...)...)
}

// vendorsInUse: what the user says, else the vendors whose BusinessID is set in
// code. nil with a config that could not be read means unknown.
func (in *Input) vendorsInUse() []string {
	if len(in.Options.Vendors) > 0 {
		return in.Options.Vendors
	}
	var ids []string
	for _, v := range catalog.Vendors() {
		if v.BusinessID != "" && in.sets(v.BusinessID) {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

// sets reports whether a BusinessID has a value, under its own name or one that
// was clearly meant for it (huaweiBussinessID, huaweibusinessId): config-keys
// complains about the name, and the vendor's other rules apply all the same.
func (in *Input) sets(name string) bool {
	for _, r := range in.Project.Code.Registrations {
		for _, s := range r.Config.Settings {
			if meantFor(s.Name, name) && isSet(s) {
				return true
			}
		}
	}
	return false
}

// meantFor reports whether a key is a BusinessID's name but for its case and the
// number of its s.
func meantFor(key, name string) bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ss", "s") }
	return plain(key) == plain(name)
}

// vendorsKnown is false when a registration's config could not be read, so that
// more vendors may be in use than vendorsInUse found.
func (in *Input) vendorsKnown() bool {
	if len(in.Options.Vendors) > 0 {
		return true
	}
	for _, r := range in.Project.Code.Registrations {
		if r.Config.State == project.ConfigUnknown || r.Config.Open {
			return false
		}
	}
	return len(in.Project.Code.Registrations) > 0 || len(in.Project.Code.Unclear) == 0
}

// uses reports whether a vendor is in use, as far as is known.
func (in *Input) uses(vendor string) bool { return slices.Contains(in.vendors, vendor) }

// vendorPrecondition settles rules of vendors that are not in use.
func (in *Input) vendorPrecondition(rule *Rule) ([]Result, bool) {
	if len(rule.Vendors) == 0 || slices.ContainsFunc(rule.Vendors, in.uses) {
		return nil, false
	}
	names := catalog.Names(rule.Vendors)
	if !in.vendorsKnown() {
		return one(unknown(source.Span{}, text.F("无法判断是否使用%s：没有读到 offlinePushConfig 的全部内容；可用 --vendors 指明",
			"cannot tell whether %s is in use: offlinePushConfig could not be read in full; say it with --vendors", names))), true
	}
	if len(in.Options.Vendors) == 0 && len(in.Project.Code.Registrations) == 0 {
		return one(notApplicable(text.F("代码中没有注册插件，也就没有使用%s", "no code registers the plugin, so %s is not in use", names))), true
	}
	return one(notApplicable(text.F("没有使用%s", "%s is not in use", names))), true
}

// settings returns every setting of that name in all registrations' configs.
func (in *Input) settings(name string) []project.Setting {
	var out []project.Setting
	for _, r := range in.Project.Code.Registrations {
		for _, s := range r.Config.Settings {
			if s.Name == name {
				out = append(out, s)
			}
		}
	}
	return out
}

// isSet reports whether a BusinessID or key has a value: an empty string and 0
// count as unset, a value that is no literal as set.
func isSet(s project.Setting) bool {
	return !s.Literal || s.Text != "" && s.Value() != "0"
}
