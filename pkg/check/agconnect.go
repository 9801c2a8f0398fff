package check

import (
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/manifest"
	"github.com/offpush/offpush/pkg/source"
	"github.com/offpush/offpush/pkg/text"
)

var agconnectContent = &Rule{
	ID:       "agconnect-content",
	Topic:    TopicVendor,
	Severity: Error,
	Vendors:  []string{"huawei"},
	Needs:    []string{"agconnect-file"},
	Doc: Doc{
		Title: text.T("agconnect-services.json 是这个 Android 应用的完整文件", "agconnect-services.json is an Android app's whole file"),
		Why: text.T("华为 SDK 用 client.app_id 申请 deviceToken。内容是占位符、被打码、不完整，或是鸿蒙应用的文件时，华为手机注册失败，或者取到属于别的应用的 token，推送时报 80300007。",
			"Huawei's SDK asks for the device token with client.app_id. With a placeholder, a masked or cut-off file, or one of a HarmonyOS app, Huawei phones fail to register, or get a token of another app that is refused with 80300007."),
		Fix: text.T("在 AppGallery Connect → 我的项目 → 项目设置，选中这个 Android 应用（不是 HarmonyOS 应用），重新下载 agconnect-services.json，不要编辑，覆盖插件 android/assets 下的文件，再重新制作自定义基座。",
			"In AppGallery Connect → My projects → Project settings choose this Android app (not a HarmonyOS one), download agconnect-services.json again, put it unedited into the plugin's android/assets, and make the custom base again."),
		File:   "nativeplugins/TencentCloud-TUIOfflinePush/android/assets/agconnect-services.json",
		Before: `"app_id": "*********",`,
		After:  `"app_id": "100000001",`,
		Links:  []string{guideURL, appGalleryURL},
	},
	Run: func(in *Input) []Result {
		a := in.Project.Agconnect
		switch {
		case a.Root == nil:
			return one(problem(a.Problems[0]).blocks())
		case a.Root.Kind() != manifest.Object:
			return one(fail(a.Root.Span(), text.T("文件里是一个占位符，不是华为下载的内容", "the file holds a placeholder, not what Huawei's console gives")).
				with(text.T("不是 { ... }", "something else"), text.T("从 AppGallery Connect 下载的文件", "the file from AppGallery Connect")).blocks())
		case isHarmony(a.Root):
			return one(fail(nearestIn(a.Path, a.Root, "client", "app_id"), text.T("这是 HarmonyOS 应用的文件，不是 Android 应用的", "this is the file of a HarmonyOS app, not of an Android app")).
				with(text.T("HarmonyOS 应用的 agconnect-services.json", "a HarmonyOS app's file"), text.T("Android 应用的文件，app_id 是 9 位数字", "an Android app's, whose app_id has 9 digits")).blocks())
		}
		out := judgeAppID(a.Path, a.Root)
		out = append(out, judgePackages(a.Root)...)
		out = append(out, judgeAppIDs(a.Root)...)
		out = append(out, judgeMasked(a.Root)...)
		if len(out) == 0 {
			return one(pass(a.Root.Get("client", "app_id").Span(), text.F("app_id 是 %s", "the app_id is %s", a.Root.Get("client", "app_id").Text())))
		}
		return out
	},
}

// isHarmony: only files of HarmonyOS apps have code, a client type of 30,
// encrypted secrets or an app id of 19 digits.
func isHarmony(root *manifest.Value) bool {
	return root.Has("code") || root.Get("oauth_client", "client_type").Text() == "30" ||
		strings.HasPrefix(root.Get("client", "api_key").Text(), "[!00") ||
		catalog.HarmonyAppID.Match(root.Get("client", "app_id").Text())
}

func judgeAppID(file string, root *manifest.Value) []Result {
	id := root.Get("client", "app_id").Text()
	at := nearestIn(file, root, "client", "app_id")
	want := catalog.HuaweiAppID.Text
	switch {
	case catalog.HuaweiAppID.Match(id):
		return nil
	case id == "":
		return one(fail(at, text.T("没有 client.app_id", "there is no client.app_id")).with(text.T("空", "nothing"), want))
	case isMasked(id):
		return one(fail(at, text.T("client.app_id 被打码或是占位符", "client.app_id is masked or a placeholder")).with(quoted(id), want))
	case !catalog.Digits.Match(id):
		return one(fail(at, text.T("client.app_id 不是数字", "client.app_id is not a number")).with(quoted(id), want))
	}
	return one(fail(at, text.F("client.app_id 有 %d 位，Android 应用通常是 9 位", "client.app_id has %d digits; those of Android apps have 9", len(id))).with(quoted(id), want).warning())
}

// judgePackages: the file's own copies of the package name agree.
func judgePackages(root *manifest.Value) []Result {
	main, info := root.Get("client", "package_name"), root.Get("app_info", "package_name")
	if main.Text() != "" && info.Text() != "" && main.Text() != info.Text() {
		return one(fail(main.Span(), text.F("文件里有两个包名：client 中是 %s，app_info 中是 %s", "the file names two packages: %s in client, %s in app_info", main.Text(), info.Text())).
			with(quoted(main.Text()), quoted(info.Text())).see(info.Span(), text.T("另一个包名", "the other one")))
	}
	listed := appInfos(root)
	if main.Text() == "" || len(listed) == 0 {
		return nil
	}
	var names []string
	for _, app := range listed {
		if app.name == main.Text() {
			return nil
		}
		names = append(names, app.name)
	}
	return one(fail(main.Span(), text.F("client 的包名 %s 不在 appInfos 里", "client's package %s is not among appInfos", main.Text())).
		with(quoted(main.Text()), text.List(names)).warning())
}

// judgeAppIDs: the copies of the app id agree. A warning, because one kind of
// file was seen in which they rightly differ.
func judgeAppIDs(root *manifest.Value) []Result {
	client := root.Get("client")
	id := client.Get("app_id")
	if !catalog.HuaweiAppID.Match(id.Text()) {
		return nil
	}
	others := []*manifest.Value{root.Get("app_info", "app_id")}
	for _, app := range appInfos(root) {
		if app.name == client.Get("package_name").Text() {
			others = append(others, app.id)
		}
	}
	for _, o := range others {
		if o.Text() != "" && o.Text() != id.Text() {
			return one(fail(id.Span(), text.F("文件里有两个 app_id：%s 和 %s", "the file has two app ids: %s and %s", id.Text(), o.Text())).
				with(quoted(id.Text()), quoted(o.Text())).see(o.Span(), text.T("另一个 app_id", "the other one")).warning())
		}
	}
	return nil
}

// judgeMasked looks at what the SDK reads beside the app id. Secrets are not
// needed on the phone, so masking them is no fault.
func judgeMasked(root *manifest.Value) []Result {
	for _, name := range []string{"cp_id", "product_id"} {
		if v := root.Get("client", name); isMasked(v.Text()) {
			return one(fail(v.Span(), text.F("client.%s 被打码或是占位符", "client.%s is masked or a placeholder", name)).
				with(quoted(v.Text()), text.T("下载的原值", "the value as downloaded")).warning())
		}
	}
	return nil
}

// isMasked reports whether a value was made unreadable, or stands where a real
// one is to be put. Three x may come up by chance in a long key.
func isMasked(s string) bool {
	lower := strings.ToLower(s)
	return hasAny(lower, "*", "xxxx", "your", "<", "{{", "${", "请", "你的") || len(s) < 16 && strings.Contains(lower, "xxx")
}

// agcApp is an entry of appInfos.
type agcApp struct {
	name string
	id   *manifest.Value
}

// appInfos lists the apps of the file's project that have a package name. In
// older files the id stands in the entry itself.
func appInfos(root *manifest.Value) []agcApp {
	var out []agcApp
	for _, item := range root.Get("appInfos").Items() {
		app := agcApp{item.Get("package_name").Text(), item.Get("client", "app_id")}
		if app.id == nil {
			app.id = item.Get("app_id")
		}
		if app.name != "" {
			out = append(out, app)
		}
	}
	return out
}

// nearestIn returns the span of the deepest name of the path that a file has.
func nearestIn(file string, root *manifest.Value, names ...string) source.Span {
	span := source.Of(file)
	for _, name := range names {
		m, ok := root.Find(name)
		if !ok {
			break
		}
		span, root = m.NameSpan, m.Value
	}
	return span
}

// agconnectSecrets returns every secret that such a file holds, wherever it is.
func agconnectSecrets(file *manifest.Value) []string {
	var out []string
	for _, m := range file.Members() {
		if hasAny(strings.ToLower(m.Name), "api_key", "secret") {
			out = append(out, m.Value.Text())
		}
		out = append(out, agconnectSecrets(m.Value)...)
	}
	for _, item := range file.Items() {
		out = append(out, agconnectSecrets(item)...)
	}
	return out
}
