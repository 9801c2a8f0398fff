package check

import (
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pushModule = &Rule{
	ID:       "push-module",
	Topic:    TopicManifest,
	Severity: Error,
	Needs:    []string{"manifest-syntax"},
	Doc: Doc{
		Title: text.T("manifest.json 的 App 模块配置中勾选了 Push", "The Push module is ticked in manifest.json"),
		Why: text.T("未勾选 Push 模块时，云打包不会把推送能力打进安装包，插件取不到 deviceToken，手机收不到任何离线推送。",
			"Without the Push module the cloud build leaves push out of the app: the plugin gets no device token and the phone gets no offline push."),
		Fix: text.T("在 HBuilderX 打开 manifest.json → App模块配置，勾选“Push(消息推送)”，不要勾选其下的 uniPush；然后重新制作自定义基座（运行 → 运行到手机或模拟器 → 制作自定义调试基座）。",
			"In HBuilderX open manifest.json → App Module Configuration, tick \"Push\", leave uniPush below it unticked, then make the custom base again (Run → Run to Phone or Emulator → Make Custom Debugging Base)."),
		File:   "manifest.json",
		Before: `"modules" : {}`,
		After:  `"modules" : { "Push" : {} }`,
		Repair: text.T(`在 app-plus.modules 里加上 "Push"`, `adds "Push" to app-plus.modules`),
		Links:  []string{guideURL, manifestAppURL},
	},
	Run: func(in *Input) []Result {
		if in.Project.Shape == project.UniAppX && in.appPlus() == nil {
			return one(notApplicable(text.T("uni-app x 的 manifest.json 没有 app-plus 模块配置", "uni-app x has no modules to tick in manifest.json")))
		}
		modules := in.appPlus("modules")
		push, ok := modules.Find("Push")
		if ok && push.Value.Truthy() {
			return one(pass(push.NameSpan, text.T("已勾选 Push 模块", "the Push module is ticked")))
		}
		span, found := in.nearest("app-plus", "modules"), text.T("modules 中没有 Push", "no Push in modules")
		if ok {
			span, found = push.NameSpan, text.F("Push 的值是 %s", "the value of Push is %s", push.Value.Text())
		}
		return one(fail(span, text.T("App 模块配置中没有勾选 Push", "the Push module is not ticked")).
			with(found, text.Same(`"Push" : {}`)).
			repair(in.setInManifest("{}", "app-plus", "modules", "Push")...))
	},
}

// nearest returns the span of the deepest name of the path that manifest.json
// has, so that a missing member is shown where it belongs.
func (in *Input) nearest(names ...string) source.Span {
	return nearestIn(in.Project.Manifest.Path, in.Project.Manifest.JSON(), names...)
}
