package check

import "github.com/offpush/offpush/pkg/text"

// classSection: the guide's text is from 2022. Newer facts here: Huawei ended
// its automatic classification; OPPO has new classes since 2024-11; Xiaomi's
// rules are those of 2023-02, limits of 2026-02; vivo's of 2023-04; Meizu has
// classes since 2025-05; Honor, which the guide does not know, since 2024-12.
func classSection() Section {
	return Section{
		Title: text.T("厂商的消息分类与数量限制", "Message classes and quotas of the vendors"),
		Items: []Item{
			{
				Text: text.T("推送不及时或偶尔收不到，多半是消息被归入低等级类别，或超出当天的数量。IM 消息应申请各厂商的高等级类别；每日限额在各厂商控制台查看。",
					"Late or missing pushes mostly come from a low message class or a used-up daily quota. Apply for the high class of each vendor for IM messages; the daily quota is shown in the vendor's console."),
				Short: text.T("已为 IM 消息申请各厂商的高等级消息类别，且当日数量未用完", "the high message class of each vendor is granted for IM messages, and the day's quota is not used up"),
			},
			{
				Text: text.T("华为：服务与通讯类不限量，资讯营销类静默展示，每设备每应用每天 2 条（新闻类应用 5 条）。华为已不再智能分类：没有自分类权益，或有权益但没有填写 category，一律按资讯营销类处理。",
					"Huawei: service and communication is unlimited; marketing is silent, 2 a day for each phone and app (5 for news apps). There is no automatic classification any more: without the self-classification right, or with it but without a category, everything counts as marketing."),
				Link: "https://developer.huawei.com/consumer/cn/doc/development/HMSCore-Guides/message-classification-0000001149358835",
			},
			{Text: text.T("荣耀：没有自分类权益，或 importance 不是 NORMAL，一律按资讯营销类处理：静默，每设备每应用每天 2 条（新闻类 5 条）。服务与通讯类不限量。",
				"HONOR: without the self-classification right, or with an importance other than NORMAL, everything counts as marketing: silent, 2 a day for each phone and app (5 for news apps). Service and communication is unlimited.")},
			{
				Text: text.T("小米：私信类不限量，需要申请 channel 和模板，限即时通讯、账号、资产、订阅、日程、设备、订单物流、工作等 8 类场景；公信类每设备每天 5 条，总量为启用设备数的 2 倍（有新闻资质的应用更多）；没有 channel 的默认类每设备每天 1 条。",
					"Xiaomi: the private class is unlimited, needs a channel and a template, and is for 8 kinds of messages (instant messages, accounts, assets, subscriptions, schedules, devices, orders, work); the public class has 5 a day for each phone and a total of 2 times the enabled devices (more with a news licence); without a channel it is 1 a day for each phone."),
				Link: "https://dev.mi.com/console/doc/detail?pId=2422",
			},
			{
				Text: text.T("OPPO：2024-11-20 起分为通讯与服务类和内容与营销类。前者（原私信）需要申请，不限量，可能还要私信模板；后者（原公信）只在通知栏静默显示，每设备每天 2 条（新闻类 5 条），总量为累计用户数的 2 倍，用户不足 5 万按 10 万条。",
					"OPPO: since 2024-11-20 there are communication and service, and content and marketing. The first (formerly private) must be applied for, is unlimited and may need a template; the second (formerly public) is silent, 2 a day for each phone (5 for news apps), with a total of 2 times the users, or 100,000 below 50,000 users."),
				Link: "https://open.oppomobile.com/wiki/doc#id=11227",
			},
			{
				Text: text.T("vivo：系统消息用于 IM，运营消息每设备每天 2 条（新闻类 5 条）且只在 7 至 23 点发送。系统消息会被 vivo 再次识别，不像系统消息的改为运营消息，误判可以邮件申诉。每日总量按有效用户数的倍数计算。",
					"vivo: system messages are for IM; operational ones are 2 a day for each phone (5 for news apps), sent from 7 to 23 o'clock only. vivo judges system messages again and turns what does not look like one into an operational one; errors can be appealed by mail. The daily total is a multiple of the valid users."),
				Link: "https://dev.vivo.com.cn/documentCenter/doc/359",
			},
			{Text: text.T("魅族：2025-05-07 起分为私信（不限量）和公信，公信每设备每天 3 条（新闻类 5 条）；没有指明类别的按公信处理。",
				"Meizu: since 2025-05-07 there are private messages (unlimited) and public ones, 3 a day for each phone (5 for news apps); a message without a class is public.")},
			{Text: text.T("FCM：上行消息频率有限制。TUIOfflinePush 本身不能设置 FCM。",
				"FCM: the rate of upstream messages is limited. TUIOfflinePush itself cannot set FCM.")},
		},
	}
}

func iosSection() Section {
	apns := []string{"apns"}
	return Section{
		Title: text.Same("iOS"),
		Items: []Item{
			{
				Text: text.T("App 的运行环境与证书的环境必须一致：开发包用开发证书的 ID，发布包用生产证书的 ID。同一个 p12 在两个环境下的证书 ID 也不同。",
					"The app's environment and the certificate's must agree: the development build takes the id of the development certificate, the release build that of the production one. Even one p12 has two ids."),
				Link:    "https://cloud.tencent.com/document/product/269/75429",
				Short:   text.T("iOS：安装包与证书同为开发环境或同为生产环境", "iOS: build and certificate are both for development or both for production"),
				Vendors: apns,
			},
			{Text: text.T("上传到控制台的 p12 要设置密码，文件名只用英文字母和数字。", "The p12 uploaded to the console needs a password and a plain Latin file name.")},
			{
				Text:    text.T("没有 token 的三个原因：模拟器不产生 token；真机没有开启推送权限；描述文件没有 Push Notifications 的 entitlement。", "Three reasons for no token: a simulator gives none; the phone's push permission is off; the provisioning profile lacks the Push Notifications entitlement."),
				Short:   text.T("iOS：真机、已允许通知、描述文件带 Push Notifications 权限", "iOS: a real phone, notifications allowed, a profile with the Push Notifications entitlement"),
				Vendors: apns,
			},
			{Text: text.T("开发环境下偶尔取不到 token，或提示 APNs 请求 token 失败，是 APNs 沙箱不稳定所致。可以：1）插入 SIM 卡用移动网络测试；2）卸载重装、重启应用、重启手机；3）打生产环境的包测试；4）换一台其他 iOS 版本的手机。",
				"In the development environment the token sometimes fails to come, because APNs' sandbox is unstable. Try: 1) mobile network with a SIM card; 2) reinstall, restart the app, restart the phone; 3) a production build; 4) a phone with another iOS version.")},
		},
	}
}
