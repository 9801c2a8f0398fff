package catalog

import "github.com/offpush/offpush/pkg/text"

// oppoPush is OPPO Push, which serves OPPO, OnePlus and realme. Sources: OPPO's
// documents 11234 (auth), 11235 (addresses, codes), 11238 (unicast), 11239
// (receipts); 11236 (notification) and 13189 (categories) only as other projects
// quote them; the official SDK com.oppo:opush-server-sdk 1.0.5.
func oppoPush() *Push {
	return &Push{
		Console: text.T("OPPO PUSH 平台 → 配置管理 → 应用配置（只有开发者主账号能看到）",
			"OPPO PUSH → Configuration management → Application configuration (shown to the main developer account only)"),
		Fields: []Field{
			{Name: "app_key", Secret: true, Console: text.Same("AppKey"),
				About: text.T("鉴权用，手机端和服务端共用同一个；见到的都是 32 位十六进制数。不要填成 AppID",
					"for the auth call, the same on the phone and the server; 32 hexadecimal digits in all samples. Not the AppID"),
				Lookalikes: []Lookalike{{"AppID", `\d{5,12}`}}},
			{Name: "master_secret", Secret: true, Console: text.Same("MasterSecret"),
				About: text.T("服务端签名用。最常见的错误是填成手机端用的 AppSecret（返回 16）：两者都是 32 位十六进制数，从形状分不出来，请到控制台核对名称；项目代码里的 oppoAppSecret 就是 AppSecret，offpush send 会与它比对",
					"for the server's signature. The commonest mistake is the AppSecret, which is for the phone, in its place (code 16): both are 32 hexadecimal digits and cannot be told apart by form, so check the name in the console; oppoAppSecret in the project's code is the AppSecret, and offpush send compares with it"),
				Lookalikes: []Lookalike{{"AppID", `\d{5,12}`}}},
		},
		Hosts: []Host{
			{URL: "https://api.push.oppomobile.com", Region: "cn", Sure: Documented, For: text.T("中国大陆，鉴权和推送", "mainland China, auth and push")},
			{URL: "https://api-push-cn.heytapmobi.com", Sure: ThirdParty, For: text.T("中国大陆，较新的项目使用，据称是文档现在给出的域名", "mainland China, used by newer projects and said to be what the document now gives")},
			{URL: "https://api-intl.push.oppomobile.com", Region: "intl", Sure: Documented, For: text.T("海外（含印度），鉴权和推送", "overseas (India included), auth and push")},
			{URL: "https://feedback.push.oppomobile.com", Sure: Documented, For: text.T("中国大陆，反馈功能", "mainland China, feedback")},
			{URL: "https://api-media.push.heytapmobi.com", Sure: FromSDK, For: text.T("中国大陆，上传图片", "mainland China, picture upload")},
		},
		Token: Token{
			Name: text.Same("registration_id"),
			About: text.T("32 位十六进制数，前面可带 CN_ 或 OPPO_CN_ 这样的前缀，与官方 SDK 的校验一致；没有前缀或地区为 CN 的发国内域名，其他发海外域名。卸载、注销、刷机或 30 天不联网后失效",
				"32 hexadecimal digits, with or without a prefix like CN_ or OPPO_CN_, as the official SDK checks it; without prefix or with CN it is for the host of China, else for the overseas host. It dies when the app is removed or unregisters, the phone is flashed, or after 30 days without network"),
			Form: `((([0-9A-Za-z]{2,10})_)?([A-Z]{2}|EUEX)_)?[0-9a-fA-F]{32}`, Sure: FromSDK,
		},
		Limits: []Limit{
			{Of: TitleLength, Unit: Characters, Min: 1, Max: 50, Sure: FromSDK},
			{Of: BodyLength, Unit: Characters, Min: 1, Max: 200, Soft: 50, Sure: FromSDK,
				Note: text.T("标准样式：新文档最多 50 个字符，旧文档和 SDK 为 200；长文本样式为 128", "standard style: up to 50 characters by the newer document, 200 by the older one and the SDK; long text style: 128")},
			{Of: DataSize, Unit: Characters, Max: 4000, Sure: ThirdParty},
			{Of: TTLSeconds, Unit: Seconds, Max: 10 * 86400, Sure: FromSDK},
			{Of: ClickLength, Unit: Characters, Max: 2000, Soft: 500, Sure: ThirdParty,
				Note: text.T("click_action_url 新文档最多 2000 个字符，2020 年的 SDK 为 500；click_action_activity 最多 500", "click_action_url: up to 2000 characters by the newer document, 500 in the SDK of 2020; click_action_activity: up to 500")},
		},
		Cannot: []Cannot{
			{FlagBadge, text.T("OPPO 的角标字段没有公开：只知道操作类型 badge_operation_type，不知道数量字段的名称；知道时用 --payload 带上", "OPPO's badge fields are not public: of them only badge_operation_type is known, not the name of the count; if you know it, give it with --payload")},
			{FlagSound, text.T("OPPO 推送没有铃声字段，声音由通知通道决定；在应用创建通道时设置，用 --channel-id 选择", "OPPO has no sound field: the channel decides; set it where the app creates the channel and choose that with --channel-id")},
			{FlagImage, text.T("OPPO 的大图样式只能用于广播，单推不支持", "OPPO's big picture style is for broadcasts only, not for a push to one device")},
			{FlagTest, text.T("OPPO 没有测试模式；直接推到测试机的 registration_id", "OPPO has no test mode; push to a test phone's registration_id")},
			{FlagDataMessage, text.T("OPPO 没有透传消息，只能发通知；数据用 --data 随通知带上", "OPPO has no data messages, only notifications; let --data travel with the notification")},
			{FlagAsIM, text.T("腾讯云 IM 后台发给 OPPO 的请求格式没有公开，无法还原；从 IM 控制台发送，或用 --payload 给出抓到的消息体", "what Tencent IM's back end sends to OPPO is not public and cannot be rebuilt; send from the IM console, or give a captured body with --payload")},
		},
		Classes: []text.Text{
			text.T("通讯与服务（原私信）：IM、ACCOUNT、TODO、DEVICE_REMINDER、ORDER、SUBSCRIPTION，需申请，不限量", "communication and service (formerly private): IM, ACCOUNT, TODO, DEVICE_REMINDER, ORDER, SUBSCRIPTION; must be applied for, no limit"),
			text.T("内容与营销（原公信）：NEWS、CONTENT、MARKETING、SOCIAL，只在通知栏显示，没有声音", "content and marketing (formerly public): NEWS, CONTENT, MARKETING, SOCIAL; in the notification bar only, no sound"),
			text.T("内容与营销每天总量：累计用户不足 5 万为 10 万条，否则为用户数的 2 倍；每台设备每天新闻类应用 5 条，其他 2 条", "daily total of content and marketing: 100,000 below 50,000 cumulative users, else twice the users; per device and day 5 for news apps, 2 for others"),
			text.T("notify_level：1 通知栏，2 加锁屏，16 再加横幅、震动和铃声；必须同时传 category，16（强提醒）另需审批，只给聊天、电话短信和办公应用的 IM 消息", "notify_level: 1 bar, 2 also lock screen, 16 also banner, vibration and sound; it needs category, and 16 (strong reminder) an approval of its own that only IM messages of chat, phone, SMS and office apps get"),
			text.T("私信模板：约从 2025 年起，通讯与服务类消息要带 private_msg_template_id，否则返回 54；用 --payload", "private templates: from about 2025, communication and service messages need private_msg_template_id, else the answer is 54; use --payload"),
			text.T("新分类自 2024-11-20 起实行；此前在控制台登记的私信 channel_id 对老应用仍有效", "the new classes hold since 2024-11-20; private channel ids registered in the console before still serve older apps"),
			text.T("QPS 按用户数分档，从 5000 到 30000，所有接口共享", "QPS goes by the number of users, from 5000 to 30000, and all interfaces share it"),
		},
		Silent: []text.Text{
			text.T("手机上该应用的通知开关没有打开：OPPO 默认关闭", "the app's notification switch is off on the phone, as it is by default on OPPO"),
			text.T("Android 8 及以上没有可用的通知通道：没有传 channel_id，或应用没有创建这个通道", "there is no usable channel on Android 8 and newer: no channel_id was sent, or the app has not created that channel"),
			text.T("设备当日的内容与营销类消息已达上限（2 条，新闻类 5 条）：接口仍返回 0，只有回执 user_daily_limit", "the device has had its content and marketing messages of the day (2, news apps 5): the answer is still 0, only the receipt user_daily_limit tells"),
			text.T("内容与营销类只进通知栏，不亮屏、没有声音和横幅，容易看漏", "content and marketing only goes to the notification bar, with no sound and no banner, and is easily missed"),
			text.T("registration_id 已失效（卸载、注销、刷机、30 天不联网）：只有回执 regid_invalid", "the registration_id is dead (removed, unregistered, flashed, 30 days without network): only the receipt regid_invalid tells"),
			text.T("应用不是从 OPPO 软件商店安装的：2024-07-29 起收不到公信消息", "the app was not installed from OPPO's store: since 2024-07-29 it gets no public messages"),
			text.T("手机离线超过 off_line_ttl，默认只有 1 小时", "the phone was offline longer than off_line_ttl, 1 hour by default"),
			text.T("应用没有上架 OPPO 软件商店，只有每天 1000 条的测试权限", "the app is not in OPPO's store and has only the test right of 1000 pushes a day"),
		},
		Codes: oppoCodes(),
		Families: []Family{
			{Form: `1\d{4}|20000`, Class: ClassContent,
				Meaning: text.T("接口级错误：这个接口的参数或目标不对", "an error of this interface: its parameters or target are wrong"),
				Remedy:  text.T("按应答的 message 检查 registration_id 和参数", "Check registration_id and parameters by the message in the answer")},
			{Form: `4\d`, Class: ClassContent,
				Meaning: text.T("参数不对", "an argument is wrong"),
				Remedy:  text.T("按应答的 message 修改参数", "Correct what the message in the answer names")},
			{Form: `5\d|6\d`, Class: ClassPermission,
				Meaning: text.T("模板、类别或某项功能的权限不对", "a template, a class or a function has not been granted"),
				Remedy:  text.T("按应答的 message 在 OPPO PUSH 平台申请相应的类别、模板或权限", "Apply in OPPO PUSH for the class, template or right that the message in the answer names")},
			{Status: 500, Class: ClassTransient,
				Meaning: text.T("OPPO 服务器暂不可用", "OPPO's server is unavailable"),
				Remedy:  text.T("稍后重试", "Retry later")},
			{Status: 502, Class: ClassTransient,
				Meaning: text.T("OPPO 服务器暂不可用", "OPPO's server is unavailable"),
				Remedy:  text.T("稍后重试", "Retry later")},
			{Status: 503, Class: ClassTransient,
				Meaning: text.T("OPPO 服务器暂不可用", "OPPO's server is unavailable"),
				Remedy:  text.T("稍后重试", "Retry later")},
			{Status: 504, Class: ClassTransient,
				Meaning: text.T("OPPO 服务器暂不可用", "OPPO's server is unavailable"),
				Remedy:  text.T("稍后重试", "Retry later")},
		},
	}
}
