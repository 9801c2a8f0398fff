package check

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/text"
)

// pushPlugins are native plugins, by id, that bring a push channel of their own.
// Companions that push nothing themselves (JG-JCore, DCloud-PushSound) are left
// out. Seen in public projects.
var pushPlugins = []string{
	project.TIMPushID,
	"JG-JPush",
	"EMPushUniPlugin",
	"GoEasy-Uniapp",
	"goeasy-notification-uniapp",
	"NIMUniPlugin",
	"mob-push",
	"PE-AliPushPlugin",
}

// pushModules are UTS plugins, by the name of their folder in uni_modules, that
// bring a push channel of their own.
var pushModules = []string{project.TencentPushUTS, "jg-jpush-u"}

// entry returns the plugin's member in manifest.json's nativePlugins.
func (in *Input) entry() (manifest.Member, bool) {
	return in.appPlus("nativePlugins").Find(project.PluginID)
}

// tickedPushPlugins returns the members of nativePlugins that are push plugins
// of others.
func (in *Input) tickedPushPlugins() []manifest.Member {
	var out []manifest.Member
	for _, m := range in.appPlus("nativePlugins").Members() {
		if slices.ContainsFunc(pushPlugins, func(id string) bool { return strings.EqualFold(id, m.Name) }) {
			out = append(out, m)
		}
	}
	return out
}

// otherChannels names the push channels beside TUIOfflinePush.
func (in *Input) otherChannels() []string {
	var names []string
	for _, m := range in.tickedPushPlugins() {
		names = append(names, m.Name)
	}
	for _, r := range in.Project.Code.Requires {
		if slices.Contains(pushPlugins, r.ID) && !slices.Contains(names, r.ID) {
			names = append(names, r.ID)
		}
	}
	for _, name := range pushModules {
		if in.hasModule(name) {
			names = append(names, name)
		}
	}
	if in.Project.Manifest.JSON().Has("app", "distribute", "modules", "uni-push") { // uni-app x
		names = append(names, "uniPush 2")
	}
	push := in.appPlus("distribute", "sdkConfigs", "push")
	if uni, ok := push.Find("unipush"); ok && in.pushTicked() {
		names = append(names, uniPushName(uni.Value))
	}
	if push.Has("igexin") && in.pushTicked() {
		names = append(names, "igexin")
	}
	return names
}

// hasModule reports whether a folder of that name lies in uni_modules.
func (in *Input) hasModule(name string) bool { return slices.Contains(in.Project.UniModules, name) }

// pushTicked: the compiler's own test is truthiness.
func (in *Input) pushTicked() bool { return in.appPlus("modules", "Push").Truthy() }

// uniPushName tells the two versions apart as the compiler does: version == "2",
// loosely.
func uniPushName(unipush *manifest.Value) string {
	if unipush.Get("version").Text() == "2" {
		return "uniPush 2"
	}
	return "uniPush 1"
}

// isNearMiss reports whether an id was meant to be the plugin's: the same in
// another case, one typing error or a left-out prefix away, or its parts in
// another order. Ids of the successors are no near misses.
func isNearMiss(id string) bool {
	if id == project.PluginID || id == project.TIMPushID || id == project.TencentPushUTS {
		return false
	}
	plain := func(s string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
	}
	got, want := plain(id), plain(project.PluginID)
	return got == want || strings.Contains(got, "offlinepush") && hasAny(got, "tui", "tencent") || text.Distance(got, want) <= 2
}

// isPlugin reports whether requireNativePlugin finds the plugin under an id: its
// own, or the name of a module that its package.json declares.
func (in *Input) isPlugin(id string) bool {
	if id == project.PluginID {
		return true
	}
	native := in.Project.Plugin.Package.JSON().Get("_dp_nativeplugin")
	return id != "" && slices.ContainsFunc(native.Members(), func(platform manifest.Member) bool {
		return slices.ContainsFunc(platform.Value.Get("plugins").Items(), func(module *manifest.Value) bool {
			return module.Get("name").Text() == id
		})
	})
}
