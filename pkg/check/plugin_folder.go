package check

import (
	"path"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pluginFolder = &Rule{
	ID:       "plugin-folder",
	Topic:    TopicPlugin,
	Severity: Error,
	Doc: Doc{
		Title: text.T("插件文件夹在 nativeplugins/TencentCloud-TUIOfflinePush", "The plugin's folder is nativeplugins/TencentCloud-TUIOfflinePush"),
		Why: text.T("HBuilderX 按文件夹名找本地插件。缺少、改名、大小写不同、多套一层或没有解压时，它找不到插件：打包失败，或者包里没有推送，手机取不到 deviceToken。",
			"HBuilderX finds a local plugin by its folder's name. When the folder is missing, renamed, in another case, one level too deep or still packed, the build fails or the app has no push, and the phone gets no device token."),
		Fix: text.T("从插件市场下载 TUIOfflinePush 的 ZIP，解压后让 package.json 正好位于 nativeplugins/TencentCloud-TUIOfflinePush/package.json（与 manifest.json 或 src 同级），再在 manifest.json → App原生插件配置 → 选择本地插件中勾选。",
			"Download TUIOfflinePush as a zip from the plugin market and unpack it so that its package.json is nativeplugins/TencentCloud-TUIOfflinePush/package.json (beside manifest.json, or beside src); then tick it in manifest.json → App Native Plugin Configuration → Select Local Plugin."),
		Before: "nativeplugins/tencentcloud-tuiofflinepush",
		After:  "nativeplugins/TencentCloud-TUIOfflinePush",
		Repair: text.T("改正文件夹名的大小写，把多套了一层的文件夹移上来", "renames a folder in the wrong case, and moves one up that lies a level too deep"),
		Links:  []string{guideURL, localPluginURL},
	},
	Run: func(in *Input) []Result {
		f := &in.Project.Plugin
		at := source.Of(f.Path)
		switch {
		case len(f.Misplaced) > 0 && !(f.State == project.Ignored && f.Misplaced[0].Kind == project.WrongPlace) && judgeable(f.State):
			return one(misplacedFolder(f).blocks())
		case f.State == project.Present:
			return one(pass(at, text.F("插件在 %s", "the plugin is in %s", f.Path)))
		case f.State == project.Absent && in.isCloud():
			return one(notApplicable(text.T("插件以云端方式勾选，不用本地文件夹：先解决 plugin-local", "the plugin is ticked as a cloud one, which needs no folder: solve plugin-local first")).blocks())
		case f.State == project.Absent:
			return one(fail(at, text.T("没有插件文件夹", "the plugin's folder is missing")).
				with(text.F("%s 不存在", "no %s", f.Path), text.Same(f.Path+"/package.json")).blocks())
		}
		r := unknown(at, notRead(f.Path, f.State, f.Err)).blocks()
		for _, m := range f.Misplaced {
			r = r.see(source.Of(m.Path), misplacements[m.Kind])
		}
		return one(r)
	},
}

// judgeable: a link out of the project or a folder without permission hides
// what stands there.
func judgeable(s project.State) bool { return s != project.Outside && s != project.Unreadable }

// misplacements say what is wrong with a place.
var misplacements = map[project.MisplacedKind]text.Text{
	project.WrongCase:  text.T("名称的大小写不对", "its name is in the wrong case"),
	project.Misnamed:   text.T("文件夹名不是插件的 id", "its name is not the plugin's id"),
	project.Nested:     text.T("多套了一层文件夹", "it lies one level too deep"),
	project.Zipped:     text.T("还是压缩包，没有解压", "it is still an archive"),
	project.WrongPlace: text.T("不在 nativeplugins 里", "it is not in nativeplugins"),
	project.NotAFolder: text.T("是一个文件，不是文件夹", "it is a file, not a folder"),
}

func misplacedFolder(f *project.PluginFolder) Result {
	first := f.Misplaced[0]
	r := fail(source.Of(first.Path), text.F("插件放错了：%s，%s", "the plugin is misplaced: %s (%s)", first.Path, misplacements[first.Kind])).
		with(text.Same(first.Path), text.Same(f.Path)).fix(moveAdvice(first, f.Path)).repair(moveIn(f)...)
	for _, m := range f.Misplaced[1:] {
		r = r.see(source.Of(m.Path), misplacements[m.Kind])
	}
	return r
}

func moveAdvice(m project.Misplaced, want string) text.Text {
	switch m.Kind {
	case project.Zipped:
		return text.F("把 %s 解压到 %s，使 package.json 正好位于 %s/package.json，然后删除压缩包并重新制作自定义基座。",
			"Unpack %s to %s so that package.json is %s/package.json, delete the archive and make the custom base again.", m.Path, path.Dir(want), want)
	case project.Nested:
		return text.F("把 %s 里的内容移到 %s，使 package.json 正好位于 %s/package.json，然后重新制作自定义基座。",
			"Move what is in %s to %s so that package.json is %s/package.json, then make the custom base again.", m.Path, want, want)
	case project.NotAFolder:
		return text.F("删除文件 %s，在同名文件夹中放入解压后的插件（从别的系统检出时，它可能是一个没有还原的链接）。",
			"Delete the file %s and put the unpacked plugin into a folder of that name (it may be a link that was checked out as a text file).", m.Path)
	}
	return text.F("把 %s 改名或移动为 %s，在 manifest.json → App原生插件配置中重新勾选，再重新制作自定义基座。",
		"Rename or move %s to %s, tick it again in manifest.json → App Native Plugin Configuration, and make the custom base again.", m.Path, want)
}
