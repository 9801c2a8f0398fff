package check

import "github.com/offpush/offpush/pkg/text"

func buildSection() Section {
	return Section{
		Title: text.T("打包与运行", "Build and run"),
		Items: []Item{
			{
				Text: text.T("标准基座里没有原生插件。请制作自定义调试基座，在真机上用它运行；勾选插件、改动 manifest.json 或更换 agconnect-services.json 之后都要重新制作。",
					"The standard base has no native plugins. Build a custom debugging base and run it on a real phone; build it again after ticking the plugin and after any change of manifest.json or agconnect-services.json."),
				Short: text.T("用自定义基座在真机上运行；改动配置后重新制作基座", "run a custom base on a real phone, rebuilt after the last change"),
			},
			{Text: text.T("自定义基座不是正式版，也无法正常升级替换 APK。发布时必须再打正式包，并用正式包重新测试一遍推送。",
				"A custom base is no release build, and an APK cannot be upgraded from it in the normal way. Build a release package for publishing, and test push again with it.")},
			{Text: text.T("安装包的签名证书、包名（Android）和 Bundle ID（iOS）必须与各厂商平台、IM 控制台登记的一致。它们在打包对话框里填写，项目文件里往往没有。",
				"The signing certificate, the package name (Android) and the Bundle ID (iOS) of the build must be those registered with the vendors and the IM console. They are given in the pack dialog and are often in no file.")},
		},
	}
}

func loginSection() Section {
	return Section{
		Title: text.T("登录与 deviceToken", "Login and device token"),
		Items: []Item{
			{
				Text: text.T("应合规要求，用户同意隐私协议之后才能注册插件和登录。登录 IM 成功后，SDK 才通过插件获取 deviceToken 并上报后台；获取失败就收不到离线推送。",
					"Compliance rules demand the user's consent to the privacy policy before the plugin is registered and the user logs in. Only after a successful IM login does the SDK get the device token from the plugin and report it; where that fails there is no offline push."),
				Short: text.T("用户同意隐私协议并登录 IM 之后才有 deviceToken", "there is a device token only after consent to the privacy policy and an IM login"),
			},
			{
				Text: text.T("应用调用 logout 退出登录，或多端登录被踢下线后，即使接入了离线推送也收不到。应用退到后台、锁屏、进程被用户杀掉时能收到。",
					"After logout, or after being kicked off by a login elsewhere, no offline push arrives. It does arrive when the app is in the background, the screen is locked, or the user has killed the process."),
				Short: text.T("没有退出登录，也没有被其他设备踢下线", "the user is not logged out and was not kicked off by another device"),
			},
			{Text: text.T("怎样取得一台设备的 token：offpush explain token。", "How to get a device's token: offpush explain token.")},
		},
	}
}

func consoleSection() Section {
	return Section{
		Title: text.T("厂商平台与 IM 控制台", "Vendor consoles and the IM console"),
		Items: []Item{
			{
				Text: text.T("先在各厂商推送平台注册应用，得到 AppID、AppKey、AppSecret 等参数，再到 IM 控制台为每个厂商添加推送证书。代码里的 BusinessID 就是控制台为证书分配的 ID；调试证书和正式证书的 ID 不同，用与当前安装包对应的那个。",
					"Register the app with each vendor's push platform for its AppID, AppKey and AppSecret, then add a push certificate for each vendor in the IM console. The BusinessID in code is the id that the console gives to the certificate; debug and release certificates have different ids: use the one of the running build."),
				Link:  "https://cloud.tencent.com/document/product/269/75428",
				Short: text.T("IM 控制台中的厂商证书、参数和证书 ID 与安装包一致", "certificates, parameters and ids in the IM console belong to this build"),
			},
			{
				Text: text.T("点击后续动作选“打开应用内指定界面”，保留控制台自动生成的地址：插件只在这个地址上触发 setOfflinePushListener，页面跳转在监听函数里完成。",
					"For the action after a tap choose the page inside the app and keep the address that the console generates: only that one triggers setOfflinePushListener, where the app then navigates itself."),
				Code: text.Same("intent://com.tencent.qcloud.uniapp/detail#Intent;scheme=pushscheme;launchFlags=0x4000000;end"),
			},
			{Text: text.T("华为：在 AppGallery Connect 开通推送服务，登记打包证书的 SHA-256 指纹；控制台填应用（不是项目）的 Client ID 和 Client Secret；后台有任何改动都要重新下载 agconnect-services.json。",
				"Huawei: switch on the push service in AppGallery Connect and register the SHA-256 fingerprint of the signing certificate; give the IM console the Client ID and Secret of the app, not of the project; download agconnect-services.json again after any change.")},
			{Text: text.T("小米、OPPO 的应用需要上架应用商店；vivo 未上架的应用只能向登记过的测试设备发测试消息；华为、魅族不要求上架。小米、OPPO、vivo 需要企业开发者账号。",
				"Xiaomi and OPPO want the app listed in their stores; an unlisted app on vivo can only send test messages to registered devices; Huawei and Meizu want no listing. Xiaomi, OPPO and vivo want an enterprise account.")},
		},
	}
}

func phoneSection() Section {
	return Section{
		Title: text.T("手机的通知设置（以华为为例）", "Notification settings of the phone (here: Huawei's)"),
		Items: []Item{
			{
				Text:    text.T("OPPO 手机安装应用后，通知栏显示默认是关闭的：请在系统设置中打开。", "On OPPO phones the notification switch of a new app is off by default: switch it on in the system settings."),
				Short:   text.T("OPPO 手机默认关闭应用的通知，需要手动打开", "OPPO phones switch an app's notifications off by default: switch them on"),
				Vendors: []string{"oppo"},
			},
			{
				Text: text.T("设置 → 通知 → 应用的通知管理 → 允许通知：关闭后完全不显示离线推送。",
					"Settings → Notifications → App notifications → Allow notifications: when off, no offline push is shown at all."),
				Short: text.T("手机允许该应用的通知，包括锁屏、状态栏和铃声", "the phone allows the app's notifications, on the lock screen, in the status bar and with sound"),
			},
			{Text: text.T("设置 → 通知 → 锁屏通知 → 隐藏或不显示通知：影响锁屏时的显示。",
				"Settings → Notifications → Lock screen notifications → Hide or do not show: affects what a locked screen shows.")},
			{Text: text.T("设置 → 通知 → 更多通知设置 → 状态栏显示通知图标：影响状态栏中的图标。",
				"Settings → Notifications → More settings → Notification icons in the status bar: affects the icon in the status bar.")},
			{Text: text.T("设置 → 通知 → 应用的通知管理 → 通知铃声、静默通知：影响铃声。",
				"Settings → Notifications → App notifications → Sound, and Silent notifications: affect the sound.")},
		},
	}
}

func testToolSection() Section {
	return Section{
		Title: text.T("用 IM 控制台的离线测试工具自测", "Test with the IM console's push check"),
		Items: []Item{
			{
				Text:  text.T("先用离线测试工具给一个已登录的 UserID 发一条推送，再看它报告的设备状态。", "Push to a UserID that has logged in, then look at the state of the device that the tool reports."),
				Link:  "https://console.cloud.tencent.com/im-detail/tool-push-check",
				Short: text.T("IM 控制台的离线测试工具能推送成功", "the push check of the IM console succeeds"),
			},
			{Text: text.T("推送异常、设备状态异常：检查 IM 控制台的各项参数，再检查注册代码，包括厂商推送的注册和 offlinePushConfig。",
				"Push fails, device state abnormal: check the parameters in the IM console, then the registration in code: the vendors' registration and offlinePushConfig.")},
			{Text: text.T("推送异常、设备状态正常：看是否需要填写 channel ID（OPPO 的 Android 8 及以上必须填），或厂商后台是否正常。",
				"Push fails, device state normal: see whether a channel id is needed (OPPO wants one from Android 8 on), or whether the vendor's service works.")},
			{
				Text:  text.T("测试内容不要太简单：“1”“test”“测试”之类可能被厂商过滤，不会送达。", `Do not test with trivial texts: vendors may filter messages such as "1" or "test".`),
				Short: text.T("测试消息不是“1”“test”之类会被厂商过滤的内容", `the test message is no trivial text such as "1" or "test", which vendors filter`),
			},
		},
	}
}
