package check

import (
	"path"
	"strings"

	"github.com/offpush/offpush/pkg/project"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

const agconnectName = "agconnect-services.json"

var agconnectFile = &Rule{
	ID:       "agconnect-file",
	Topic:    TopicVendor,
	Severity: Error,
	Vendors:  []string{"huawei"},
	Needs:    []string{"plugin-folder"},
	Doc: Doc{
		Title: text.T("agconnect-services.json 在插件的 android/assets 里", "agconnect-services.json is in the plugin's android/assets"),
		Why: text.T("华为的推送 SDK 从安装包的 assets 里读这个文件来取得应用 ID。文件不在插件的 android/assets 里就不会被打进安装包，华为手机注册报错，没有 deviceToken。",
			"Huawei's push SDK takes the app id from this file in the app's assets. Unless it lies in the plugin's android/assets it is not packed: Huawei phones fail to register and get no device token."),
		Fix: text.T("在 AppGallery Connect → 我的项目 → 项目设置 → 应用，下载 agconnect-services.json，原名放到 nativeplugins/TencentCloud-TUIOfflinePush/android/assets/ 下；AppGallery 里的设置（包名、SHA-256 指纹、推送服务）改动后要重新下载。然后重新制作自定义基座。",
			"In AppGallery Connect → My projects → Project settings → the app, download agconnect-services.json and put it under its own name into nativeplugins/TencentCloud-TUIOfflinePush/android/assets/; download it again after any change there (package name, SHA-256 fingerprint, Push Kit). Then make the custom base again."),
		Before: "agconnect-services.json",
		After:  "nativeplugins/TencentCloud-TUIOfflinePush/android/assets/agconnect-services.json",
		Repair: text.T("把项目里唯一的、属于这个应用的 agconnect-services.json 复制过来", "copies the only agconnect-services.json of the project, where it is this app's"),
		Links:  []string{guideURL, troubleURL, appGalleryURL},
	},
	Run: func(in *Input) []Result {
		a := &in.Project.Agconnect
		at := source.Of(a.Path)
		switch {
		case a.State == project.Present:
			return one(pass(at, text.T("agconnect-services.json 在正确的位置", "agconnect-services.json is in its place")))
		case a.State != project.Absent:
			return one(withOthers(in, unknown(at, unreadable(a.Doc))).blocks())
		}
		if skip, ok := in.Project.Plugin.Unread(path.Dir(a.Path)); ok {
			return one(unknown(at, text.F("%s 没有读取（%s）", "%s was not read (%s)", skip.Path, skipReason(skip))).blocks())
		}
		android := path.Join(in.Project.Plugin.Path, "android")
		for _, o := range a.Others {
			if dir := path.Join(o.Path, "../.."); dir != android && strings.EqualFold(dir, android) && path.Base(o.Path) == agconnectName {
				return one(notApplicable(text.F("%s 的文件夹名大小写不对：先解决 plugin-files", "the folder of %s is in the wrong case: solve plugin-files first", o.Path)).blocks())
			}
		}
		r := fail(at, text.T("没有 agconnect-services.json，华为手机取不到 deviceToken", "agconnect-services.json is missing; Huawei phones will get no device token")).
			with(text.F("%s 不存在", "no %s", a.Path), text.Same(a.Path)).repair(in.copyAgconnect()...)
		if len(a.Others) > 0 {
			var names []string
			for _, o := range a.Others {
				names = append(names, shownPath(o.Path))
			}
			r.Message = text.F("agconnect-services.json 不在它的位置上；发现了 %s", "agconnect-services.json is not in its place; found %s", text.List(names))
			r.Found = text.List(names)
			r = r.fix(text.F("确认 %[1]s 是这个应用的 agconnect-services.json 之后，把它复制为 %[2]s（文件名一字不差），再重新制作自定义基座。",
				"See that %[1]s is this app's agconnect-services.json, copy it to %[2]s (with exactly this name), then make the custom base again.", shownPath(nearestCopy(in)), a.Path))
		}
		return one(withOthers(in, r).blocks())
	},
}

// shownPath tells a file in the project's root from a mere name.
func shownPath(p string) string {
	if !strings.Contains(p, "/") {
		return "./" + p
	}
	return p
}

// nearestCopy prefers a file inside the plugin, then one of the right name.
func nearestCopy(in *Input) string {
	a := &in.Project.Agconnect
	for _, likely := range []func(string) bool{
		func(p string) bool { return strings.HasPrefix(p, in.Project.Plugin.Path+"/") },
		func(p string) bool { return path.Base(p) == agconnectName },
	} {
		for _, o := range a.Others {
			if likely(o.Path) {
				return o.Path
			}
		}
	}
	return a.Others[0].Path
}

func withOthers(in *Input, r Result) Result {
	for _, o := range in.Project.Agconnect.Others {
		r = r.see(source.Of(o.Path), strayReason(in.Project, o.Path))
	}
	return r
}

// strayReason says why a file does not serve TUIOfflinePush where it is.
func strayReason(p *project.Project, file string) text.Text {
	switch {
	case path.Base(file) != agconnectName:
		return text.F("文件名不是 %s", "its name is not %s", agconnectName)
	case strings.HasPrefix(file, p.Plugin.Path+"/"):
		return text.T("在插件里，但不在 android/assets 下", "in the plugin, but not in android/assets")
	case strings.HasPrefix(file, p.NativePlugins+"/"):
		return text.T("在别的插件里", "in another plugin")
	case strings.Contains(file, "nativeResources/"):
		return text.T("这是 TencentCloud-Push 或 uniPush 的位置", "the place for TencentCloud-Push or uniPush")
	}
	return text.T("这个位置不会被打进插件", "nothing in this place is packed for the plugin")
}
