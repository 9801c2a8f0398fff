package check

import (
	"path"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var pluginFiles = &Rule{
	ID:       "plugin-files",
	Topic:    TopicPlugin,
	Severity: Error,
	Needs:    []string{"plugin-package"},
	Doc: Doc{
		Title: text.T("插件文件夹里有声明的原生库", "The plugin's folder holds the native libraries that it declares"),
		Why: text.T("package.json 声明了原生类，而 aar、framework 等文件缺失或文件夹大小写不对时，打包会失败，或者应用启动后找不到推送模块，手机取不到 deviceToken。",
			"When package.json declares native classes but the aar or framework is missing, or the folder is in the wrong case, the build fails or the app does not find the push module at its start, and the phone gets no device token."),
		Fix: text.T("从插件市场重新下载 TUIOfflinePush 的 ZIP 并完整解压覆盖；文件夹名必须是小写的 android 和 ios。检查 .gitignore 没有把 *.aar、*.jar、*.framework 或 libs 排除；iOS 的 .framework 请在 macOS 上解压，以免丢失链接。然后重新制作自定义基座。",
			"Download TUIOfflinePush again from the plugin market and unpack all of it; the folders must be called android and ios, in lower case. See that .gitignore does not leave out *.aar, *.jar, *.framework or libs, and unpack iOS frameworks on macOS so that their links survive. Then make the custom base again."),
		Before: "nativeplugins/TencentCloud-TUIOfflinePush/Android",
		After:  "nativeplugins/TencentCloud-TUIOfflinePush/android",
		Links:  []string{guideURL, pluginPackageURL},
	},
	Run: func(in *Input) []Result {
		v := fileView{in.Project, &in.Project.Plugin}
		out := v.wrongCase()
		if len(out) > 0 {
			return out
		}
		native := v.Plugin.Package.JSON().Get("_dp_nativeplugin")
		out = append(v.android(native.Get("android")), v.ios(native.Get("ios"))...)
		if len(out) == 0 {
			return one(pass(source.Of(v.Plugin.Path), text.T("声明的原生库都在", "the declared native libraries are there")))
		}
		return out
	},
}

// fileView answers what the plugin's folder holds.
type fileView struct {
	*project.Project
	Plugin *project.PluginFolder
}

func (v fileView) wrongCase() []Result {
	var out []Result
	for _, dir := range v.Plugin.Dirs {
		for _, want := range []string{"android", "ios"} {
			if dir != want && strings.EqualFold(dir, want) && !slices.Contains(v.Plugin.Dirs, want) {
				out = append(out, fail(source.Of(path.Join(v.Plugin.Path, dir)), text.F("文件夹 %s 的大小写不对，必须是 %s", "the folder %s must be called %s, in lower case", dir, want)).
					with(text.Same(dir), text.Same(want)))
			}
		}
	}
	return out
}

func (v fileView) android(declared *manifest.Value) []Result {
	if len(declared.Get("plugins").Items()) == 0 {
		return nil
	}
	// The documents know aar and jar; anything else is taken for either.
	ends, want := []string{".aar", ".jar"}, text.Same("android/*.aar")
	switch declared.Get("integrateType").Text() {
	case "aar", "":
		ends = ends[:1]
	case "jar":
		ends, want = ends[1:], text.Same("android/libs/*.jar")
	}
	if v.hasFile("android/", ends...) {
		return nil
	}
	return one(v.missing("android", ends, text.F("android 文件夹里没有 %s", "the folder android holds no %s", strings.Join(ends, " / ")), want))
}

func (v fileView) ios(declared *manifest.Value) []Result {
	if len(declared.Get("plugins").Items()) == 0 {
		return nil
	}
	if !v.hasFramework("") && !v.hasFile("ios/", ".a") {
		return one(v.missing("ios", []string{".framework", ".a"}, text.T("ios 文件夹里没有 framework 或 .a 静态库", "the folder ios holds no framework and no .a library"),
			text.Same("ios/*.framework")))
	}
	var out []Result
	for _, item := range declared.Get("embedFrameworks").Items() {
		name := item.Text()
		if name == "" || v.hasFramework(strings.TrimSuffix(name, path.Ext(name))) {
			continue
		}
		r := v.missing("ios", []string{".framework"}, text.F("embedFrameworks 中的 %s 不在 ios 文件夹里", "%s of embedFrameworks is not in the folder ios", name), text.Same("ios/"+name))
		r.Span = item.Span()
		out = append(out, r)
	}
	return out
}

// missing is failed, unless the file may exist where nobody could look.
func (v fileView) missing(dir string, ends []string, message, want text.Text) Result {
	at := source.Of(path.Join(v.Plugin.Path, dir))
	if skip, ok := v.Plugin.Unread(at.File); ok {
		return unknown(at, text.F("%s；但 %s 没有读取（%s）", "%s; but %s was not read (%s)", message, skip.Path, skipReason(skip)))
	}
	if v.Plugin.Truncated {
		return unknown(at, text.F("%s；但文件太多，没有全部列出", "%s; but there are too many files to list", message))
	}
	for _, end := range ends {
		if slices.Contains(v.Plugin.IgnoredKinds, end) {
			return unknown(at, text.F("%s；但 .gitignore 忽略了 %s 文件，它们可能只在打包的电脑上", "%s; but .gitignore leaves out %s files, which may exist only where the app is built", message, end))
		}
	}
	return fail(at, message).with(text.T("没有", "none"), want)
}

func skipReason(s project.Skip) text.Text {
	switch s.Reason {
	case project.SkipOutside:
		return text.T("指向项目之外的链接", "a link that leads out of the project")
	case project.SkipSpecial:
		return text.T("不是普通文件", "no regular file")
	}
	if s.Err != nil {
		return text.Same(s.Err.Error())
	}
	return text.T("无法读取", "it cannot be read")
}

func (v fileView) hasFile(under string, ends ...string) bool {
	return slices.ContainsFunc(v.Plugin.Files, func(f string) bool {
		return strings.HasPrefix(f, under) && slices.Contains(ends, strings.ToLower(path.Ext(f)))
	})
}

// hasFramework reports whether a framework with that name without its ending
// stands below ios; "" stands for any.
func (v fileView) hasFramework(name string) bool {
	return slices.ContainsFunc(v.Plugin.Dirs, func(d string) bool {
		ext := path.Ext(d)
		return strings.HasPrefix(d, "ios/") && (ext == ".framework" || ext == ".xcframework") &&
			(name == "" || strings.TrimSuffix(path.Base(d), ext) == name)
	})
}
