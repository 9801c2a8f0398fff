package check

import (
	"strings"

	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var agconnectPackage = &Rule{
	ID:       "agconnect-package",
	Topic:    TopicVendor,
	Severity: Error,
	Vendors:  []string{"huawei"},
	Needs:    []string{"agconnect-content"},
	Doc: Doc{
		Title: text.T("agconnect-services.json 的包名就是应用的包名", "agconnect-services.json names the app's own package"),
		Why: text.T("华为按包名和签名指纹认应用。文件属于另一个包名时，华为手机注册失败（6003 等），或取到别的应用的 token，推送时报 80300007。",
			"Huawei knows an app by its package name and signing fingerprint. With another app's file Huawei phones fail to register (6003 and the like), or get a token of the other app that is refused with 80300007."),
		Fix: text.T("以打包时填写的 Android 包名为准（发行 → 原生App-云打包，默认是 uni.UNI 加 appid 的 7 位）：在 AppGallery Connect 选中该包名的应用，登记签名证书的 SHA-256 指纹，重新下载文件；或者打包时改用文件里的包名。",
			"What counts is the Android package given when building (Publish → Native App Cloud Packaging; the default is uni.UNI and the 7 digits of appid): in AppGallery Connect choose the app with that package, register the signing certificate's SHA-256 fingerprint and download the file again; or build with the package that the file names."),
		File:   "nativeplugins/TencentCloud-TUIOfflinePush/android/assets/agconnect-services.json",
		Before: `"package_name": "com.example.other"`,
		After:  `"package_name": "com.example.chat"`,
		Beside: []Example{
			{File: "manifest.json", Before: `"packagename" : "com.example.chat"`, After: `"packagename" : "com.example.chat"`},
		},
		Links: []string{guideURL, appGalleryURL},
	},
	Run: func(in *Input) []Result {
		a := in.Project.Agconnect
		file := filePackage(a.Root)
		app, from := in.androidPackage()
		switch {
		case file.Text() == "":
			return one(unknown(nearestIn(a.Path, a.Root, "client"), text.T("文件里没有包名，无法对照", "the file names no package, so there is nothing to compare")))
		case app == "":
			return one(unknown(file.Span(), text.F("文件的包名是 %[1]s；项目文件里没有写应用的包名，请与打包时填写的 Android 包名对照，或用 --android-package 指明",
				"the file's package is %[1]s; the project does not say the app's, so compare it with the Android package given when building, or say it with --android-package", file.Text())))
		case file.Text() == app:
			return one(pass(file.Span(), text.F("包名一致：%s", "the packages agree: %s", app)))
		case strings.TrimSpace(file.Text()) == strings.TrimSpace(app):
			return one(strayBlank(file, app, from))
		}
		message := text.F("文件的包名是 %s，应用的包名是 %s", "the file's package is %s, the app's is %s", file.Text(), app)
		r := fail(file.Span(), message).with(quoted(file.Text()), quoted(app))
		for _, other := range appInfos(a.Root) {
			// The SDK reads client alone when the raw file is packed.
			if other.name == app {
				r.Message = text.F("%s；文件的 appInfos 里有这个应用，但 SDK 读的是 client：请选中这个应用重新下载", "%s; appInfos lists it, but the SDK reads client: download the file for this app", message)
				if other.id.Text() == a.Root.Get("client", "app_id").Text() {
					r = r.warning()
				}
			}
		}
		if from.HasPosition() {
			r = r.see(from, text.T("应用的包名在这里", "the app's package is here"))
		}
		return one(r)
	},
}

// strayBlank: the two packages differ by blanks around one of them.
func strayBlank(file *manifest.Value, app string, from source.Span) Result {
	at, found := file.Span(), file.Text()
	message := text.T("文件的包名首尾有空白", "the file's package begins or ends with a blank")
	fix := text.T("重新下载文件，不要编辑。", "Download the file again and leave it unedited.")
	if app != strings.TrimSpace(app) && from.HasPosition() {
		at, found = from, app
		message = text.T("应用的包名首尾有空白", "the app's package begins or ends with a blank")
		fix = text.T("删除 manifest.json 中包名首尾的空白。", "Remove the blanks around packagename in manifest.json.")
	}
	return fail(at, message).with(quoted(found), quoted(strings.TrimSpace(found))).fix(fix)
}

// filePackage is the package that the file was made for.
func filePackage(root *manifest.Value) *manifest.Value {
	if v := root.Get("client", "package_name"); v.Text() != "" {
		return v
	}
	return root.Get("app_info", "package_name")
}

// androidPackage returns the app's package, and where manifest.json says it.
func (in *Input) androidPackage() (string, source.Span) {
	if in.Options.AndroidPackage != "" {
		return strings.TrimSpace(in.Options.AndroidPackage), source.Span{}
	}
	v := in.appPlus("distribute", "android", "packagename")
	if isTemplate(v.Text()) {
		return "", source.Span{}
	}
	return v.Text(), v.Span()
}
