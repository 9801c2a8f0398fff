package check

import "github.com/offpush/offpush/pkg/text"

// TokenGuide says how to get a device's token to test with. The names in the
// snippet are those that the IM SDK hands to the plugin: the plugin spells
// "Bussiness" with a double s (read in tim-wx-sdk 2.23 to 2.27).
func TokenGuide() Page {
	return Page{
		Title: text.T("取得一台设备的推送 token", "Getting a device's push token"),
		Sections: []Section{
			{Title: text.T("前提", "Before"), Items: []Item{
				{Text: text.T("用自定义基座或正式包在真机上运行；标准基座和模拟器取不到 token。", "Run a custom base or a release build on a real phone; the standard base and simulators give no token.")},
				{Text: text.T("用户已同意隐私协议，IM 已登录成功：SDK 登录后才会取 token。", "The user has consented to the privacy policy and the IM login has succeeded: the SDK asks for the token after login.")},
			}},
			{Title: text.T("方法一：在代码里打印", "1. Print it"), Items: []Item{
				{
					Text: text.T("登录成功后临时执行下面这段代码，值与 offlinePushConfig 相同；注意插件把 Business 写作 Bussiness。测试完删除，不要发布。",
						"Run this after login, with the values of offlinePushConfig; mind that the plugin spells Business as Bussiness. Remove it after the test."),
					Code: text.T(tokenSnippet("// 登录成功之后"), tokenSnippet("// after a successful login")),
				},
				{Text: text.T("code 为 0 时，data.deviceToken 就是 token，data.deviceBrand 和 data.deviceType 是机型，data.bussinessId 是使用的证书 ID。code 不为 0 时，code 和 msg 来自厂商 SDK。",
					"With code 0, data.deviceToken is the token, data.deviceBrand and data.deviceType name the phone, data.bussinessId is the certificate id in use. Any other code and its msg come from the vendor's SDK.")},
				{Text: text.T("没有回调：该厂商的配置不全，或没有登录，或 HBuilderX 升级后插件失效（与旧版本对比）。",
					"No callback: the config of that vendor is incomplete, nobody is logged in, or the plugin fails since an update of HBuilderX (compare with an older one).")},
			}},
			{Title: text.T("方法二：IM 控制台", "2. The IM console"), Items: []Item{
				{
					Text: text.T("离线测试工具按 UserID 显示设备状态，可以看出 token 有没有上报成功。", "The push check shows the state of a UserID's device, and so whether a token was reported."),
					Link: "https://console.cloud.tencent.com/im-detail/tool-push-check",
				},
			}},
			{Title: text.T("方法三：日志", "3. The logs"), Items: []Item{
				{
					Text: text.T("把 SDK 日志级别调到最低（0），在 HBuilderX 控制台查看登录之后的日志。出现 offlinePushPlugin is undefined 说明插件没有打进基座。",
						"Set the SDK's log level to 0 and read what follows the login in HBuilderX's console. \"offlinePushPlugin is undefined\" means that the base was built without the plugin."),
					Code: text.Same("tim.setLogLevel(0)"),
				},
				{
					Text: text.T("Android 还可以用 adb 看厂商 SDK 的日志。", "On Android, adb shows the logs of the vendors' SDKs."),
					Code: text.Same("adb logcat | grep -i push"),
				},
			}},
			{Title: text.T("注意", "Mind"), Items: []Item{
				{Text: text.T("token 能用来给这台设备发推送，不要贴到公开的地方。卸载重装、清除数据后 token 会变。", "Whoever has the token can help to push to this phone: do not publish it. It changes when the app is reinstalled or its data is cleared.")},
			}},
		},
	}
}

func tokenSnippet(when string) string {
	return when + `
// #ifdef APP-PLUS
const push = uni.requireNativePlugin('TencentCloud-TUIOfflinePush')
push.getDeviceToken({
  huaweiPushBussinessId: 0,
  xiaomiPushBussinessId: 0, xiaomiPushAppId: '', xiaomiPushAppKey: '',
  meizuPushBussinessId: 0, meizuPushAppId: '', meizuPushAppKey: '',
  vivoPushBussinessId: 0,
  oppoPushBussinessId: 0, oppoPushAppKey: '', oppoPushAppSecret: '',
  honorPushBussinessId: 0
}, (res) => {
  console.log(res.code, res.msg, JSON.stringify(res.data))
})
// #endif`
}
