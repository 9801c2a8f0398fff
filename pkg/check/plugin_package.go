package check

import (
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pluginPackage = &Rule{
	ID:       "plugin-package",
	Topic:    TopicPlugin,
	Severity: Error,
	Needs:    []string{"plugin-folder"},
	Doc: Doc{
		Title: text.T("插件的 package.json 完整且 id 正确", "The plugin's package.json is whole and has the right id"),
		Why: text.T("HBuilderX 从这个文件得知插件的 id、原生类和参数，并按严格 JSON 读取。读不出或 id 不同，插件就不会出现在“选择本地插件”里，requireNativePlugin 得到 undefined，手机上没有推送。",
			"HBuilderX takes the plugin's id, native classes and parameters from this file, as strict JSON. If it cannot be read or has another id, the plugin is not offered under Select Local Plugin, requireNativePlugin returns undefined, and the phone has no push."),
		Fix: text.T("从插件市场重新下载 TUIOfflinePush 的 ZIP，用其中的 package.json 覆盖，不要手工修改、不要加注释；然后在 manifest.json → App原生插件配置中重新勾选，再制作自定义基座。",
			"Download TUIOfflinePush again from the plugin market and restore its package.json unedited and without comments; then tick the plugin again in manifest.json → App Native Plugin Configuration and make the custom base."),
		File:   "nativeplugins/TencentCloud-TUIOfflinePush/package.json",
		Before: `"id": "TUIOfflinePush",`,
		After:  `"id": "TencentCloud-TUIOfflinePush",`,
		Links:  []string{guideURL, pluginPackageURL},
	},
	Run: runPluginPackage,
}

func runPluginPackage(in *Input) []Result {
	d := in.Project.Plugin.Package
	at := source.Of(d.Path)
	switch {
	case d.State == project.Absent:
		return one(fail(at, text.T("插件文件夹里没有 package.json", "the plugin's folder has no package.json")).
			with(text.F("%s 不存在", "no %s", d.Path), text.T("插件自带的 package.json", "the plugin's own package.json")).blocks())
	case d.State != project.Present:
		return one(unknown(at, unreadable(d)).blocks())
	case d.Root == nil:
		return one(problem(d.Problems[0]).blocks())
	case d.Root.Kind() != manifest.Object:
		return one(fail(d.Root.Span(), text.T("package.json 的内容不是一个对象", "package.json does not hold an object")).
			with(text.T("不是 { ... }", "something else"), text.Same("{ ... }")).blocks())
	}
	var out []Result
	for _, p := range d.Problems {
		switch p.Kind {
		case manifest.DuplicateName: // JSON.parse takes the last one
		case manifest.ByteOrderMark: // whether HBuilderX reads over it is not documented
			out = append(out, problem(p).warning())
		default:
			out = append(out, problem(p))
		}
	}
	id, ok := d.Root.Find("id")
	switch {
	case !ok:
		out = append(out, fail(at, text.T("package.json 没有 id", "package.json has no id")).
			with(text.T("没有 id", "no id"), quoted(project.PluginID)))
	case id.Value.Text() != project.PluginID:
		out = append(out, fail(id.Value.Span(), text.F("package.json 的 id 是 %q，不是 %q", "the id in package.json is %q, not %q", id.Value.Text(), project.PluginID)).
			with(quoted(id.Value.Text()), quoted(project.PluginID)))
	}
	if d.Root.Get("_dp_nativeplugin").Kind() != manifest.Object {
		out = append(out, fail(at, text.T("package.json 没有 _dp_nativeplugin，不是原生插件的描述文件", "package.json has no _dp_nativeplugin, so it does not describe a native plugin")).
			with(text.T("没有 _dp_nativeplugin", "no _dp_nativeplugin"), text.Same(`"_dp_nativeplugin": { ... }`)).blocks())
	}
	if len(out) == 0 {
		return one(pass(id.NameSpan, text.T("插件的 package.json 正确", "the plugin's package.json is right")))
	}
	return out
}
