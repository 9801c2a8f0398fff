package catalog

import "github.com/offpush/offpush/pkg/text"

var fcmPush = &Push{
	Console:  text.T("Firebase 控制台 → 项目设置", "Firebase console, Project settings"),
	Fields:   fcmFields,
	Hosts:    fcmHosts,
	Token:    fcmToken,
	Limits:   fcmLimits,
	Cannot:   fcmCannot(),
	Classes:  fcmClasses,
	Silent:   fcmSilent,
	Codes:    fcmCodes,
	Families: fcmFamilies(),
}

var fcmFields = []Field{
	{Name: "service_account", File: true, Console: text.T("服务账号私钥（JSON）", "service account key (JSON)"),
		About: text.T("换取访问令牌用，type 必须是 service_account；在 项目设置 → 服务账号 → 生成新的私钥 下载，IM 控制台的 FCM 证书也上传这个文件。不是打进应用的 google-services.json，也不是旧的服务器密钥（server key）", "gets the access token; its type must be service_account. Generate it under Project settings, Service accounts; the IM console's FCM certificate takes the same file. It is neither the app's google-services.json nor an old server key"),
		Lookalikes: []Lookalike{
			{"google-services.json", `(?i)(?:.*[/\\])?google-services[^/\\]*\.json`},
			{"GoogleService-Info.plist", `(?i).*\.plist`},
		}},
	{Name: "project_id", Console: text.T("项目 ID", "project ID"),
		About: text.T("写进请求 URL 的 Firebase 项目，默认取 service_account 里的 project_id；也可以填项目编号（project number）。必须是生成 token 的那个项目", "the Firebase project in the request's URL, by default the project_id in service_account; a project number will do as well. It must be the project that the token was made with"),
		Lookalikes: []Lookalike{
			{"mobilesdk_app_id", `1:[0-9]+:[a-z]+:[0-9a-f]+`},
			{"client_email", `.+@.+`},
			{"private_key_id", `[0-9a-f]{40}`},
		}},
}

var fcmHosts = []Host{
	{URL: "https://fcm.googleapis.com", For: text.T("发送", "sending")},
	{URL: "https://oauth2.googleapis.com", For: text.T("换取访问令牌，即服务账号文件里的 token_uri", "getting the access token; token_uri in the service account")},
	{URL: "https://fcm.mtls.googleapis.com", For: text.T("发送（双向 TLS），offpush 不用", "sending with mutual TLS, which offpush does not use")},
}

var fcmToken = Token{
	Name: text.T("注册令牌（registration token）", "registration token"),
	About: text.T("没有公布的格式，offpush 不检查；也可以是 Firebase 安装 ID（FID）。只对生成它的 Firebase 项目有效；Android 设备 270 天没有活动会过期",
		"its form is not published and not checked; a Firebase installation id (FID) will do as well. It is good for the Firebase project that it was made with, and expires after 270 idle days on Android"),
	Sure: Guess,
}

var fcmLimits = []Limit{
	// FCM's own limit is documented; that the whole body stands for it is not.
	{Of: PayloadSize, Unit: Bytes, Max: 4096, Sure: Guess,
		Note: text.T("FCM 规定的 4096 字节只计键和值；这里按整个请求体计算，会略微偏大，所以只警告", "FCM's documented 4096 bytes count keys and values; the whole body, as counted here, is a little more, so this only warns")},
	{Of: TTLSeconds, Unit: Seconds, Max: 28 * 24 * 3600,
		Note: text.T("4 周，也是默认值", "4 weeks, which is the default too")},
}

func fcmCannot() []Cannot {
	tap := text.T("FCM 没有打开网址或 intent 的字段，点开后去哪里由应用决定；用 --click page=ACTION 指定应用声明的 intent action，或把目标放进 --data",
		"FCM has no field for opening a URL or an intent: the app decides; name an intent action that the app declares with --click page=ACTION, or put the target into --data")
	return []Cannot{
		{FlagClickURL, tap},
		{FlagClickIntent, tap},
		{FlagCategory, text.T("FCM 的 Android 通知没有类别字段；分类靠通知渠道，用 --channel-id", "FCM's Android notifications have no category; channels sort them, see --channel-id")},
		{FlagTest, text.T("FCM 没有测试模式；--dry-run 会让 FCM 自己检查请求而不投递", "FCM has no test mode; --dry-run lets FCM itself check the request without delivering it")},
		{FlagAsIM, text.T("腾讯 IM 后台发给 FCM 的消息格式没有公开，无法仿造；请从 IM 控制台发送，或用 --payload 给出自己抓到的消息体",
			"the body that Tencent IM's back end sends to FCM is not public, so it cannot be rebuilt; send from the IM console, or give a body that you captured with --payload")},
	}
}

var fcmClasses = []text.Text{
	text.T("通知消息由系统显示；数据消息（--data-message）只交给应用，显示与否由应用决定",
		"a notification message is shown by the system; a data message (--data-message) goes to the app, which decides what shows"),
	text.T("送达优先级 android.priority（--importance）：NORMAL 或 HIGH；不写时数据消息是 NORMAL，通知消息的默认值 Google 各页说法不一，要及时送达就写 HIGH",
		"android.priority (--importance), how fast to deliver: NORMAL or HIGH; data messages are NORMAL by default, on notifications Google's pages disagree, so give HIGH where it matters"),
	text.T("显示方式 notification_priority（也用 --importance）：PRIORITY_MIN、PRIORITY_LOW、PRIORITY_DEFAULT、PRIORITY_HIGH、PRIORITY_MAX；渠道由应用创建，用 --channel-id 指定",
		"notification_priority (--importance, too), how it shows: PRIORITY_MIN, PRIORITY_LOW, PRIORITY_DEFAULT, PRIORITY_HIGH or PRIORITY_MAX; channels are made by the app and named with --channel-id"),
	text.T("配额：每个项目默认每分钟 60 万条，按消息计，429 以外的 4xx 也算在内",
		"quota: 600 000 messages a minute for a project by default; 4xx answers count too, 429 excepted"),
	text.T("同一台 Android 设备每分钟最多 240 条、每小时最多 5000 条",
		"240 messages a minute and 5000 an hour to one Android device"),
	text.T("可折叠消息（collapse_key）：每台设备每个应用可连发 20 条，之后每 3 分钟恢复 1 条；每台设备最多同时有 4 个 collapse_key",
		"collapsible messages (collapse_key): 20 at once per app and device, then one every 3 minutes; 4 live keys per device at most"),
}

var fcmSilent = []text.Text{
	text.T("手机没有允许该应用的通知，或关闭了它所在的通知渠道；再看锁屏通知和静音模式",
		"the phone does not allow the app's notifications or has their channel switched off; look at the lock screen's setting and silent mode, too"),
	text.T("发的是数据消息（没有 notification），应用没有自己弹出通知",
		"it was a data message (no notification), and the app did not post one itself"),
	text.T("--channel-id 不是应用创建的渠道：落到清单里的默认渠道，没有则落到 Miscellaneous；看那个渠道的开关和提醒方式",
		"--channel-id is no channel that the app made: the notification falls to the manifest's default channel, else to \"Miscellaneous\"; look at that channel's switch and sound"),
	text.T("送达优先级为 NORMAL，手机休眠（Doze）时会晚到",
		"the delivery priority is NORMAL: it may come late while the phone sleeps (Doze)"),
	text.T("手机当时离线，ttl 为 0 或已过期，或被 collapse_key 相同的新消息替换",
		"the phone was off line, and the ttl was 0 or ran out, or a newer message with the same collapse_key took its place"),
	text.T("可折叠消息发得太密，被 FCM 延迟",
		"collapsible messages came too fast and FCM delays them"),
	text.T("应用在前台：消息交给应用，是否显示由应用决定，先退到后台再试",
		"the app is in the foreground: it gets the message and decides what shows; put it in the background and try again"),
}

func fcmFamilies() []Family {
	login := text.T("核对 service_account，并校准本机时钟", "Check service_account, and set this computer's clock")
	rights := text.T("核对 project_id、服务账号的 IAM 角色，以及 Firebase Cloud Messaging API (V1) 是否启用", "Check project_id, the roles of the service account under IAM, and that Firebase Cloud Messaging API (V1) is enabled")
	later := text.T("稍后重试，间隔逐次拉长", "Try again later, waiting longer each time")
	return []Family{
		{Form: `(?:invalid|unauthorized|unsupported)_[a-z_]+`, Class: ClassCredential, Remedy: login,
			Meaning: text.T("换取访问令牌时的 OAuth 错误", "an OAuth error of the token request")},
		{Form: `(?:ACCESS_TOKEN|CREDENTIALS)_[A-Z_]+`, Class: ClassCredential, Remedy: login,
			Meaning: text.T("与访问令牌有关", "about the access token")},
		{Form: `(?:[A-Z][a-z]+){2,}`, Class: ClassCredential,
			Remedy:  text.T("用 offpush explain apns 查这个词；处理的是 Firebase 项目里的 APNs 密钥，不是服务账号", "Look the word up with offpush explain apns; it is about the APNs key in the Firebase project, not the service account"),
			Meaning: text.T("APNs 的拒绝原因，由 FCM 转述", "a reason of APNs, passed on by FCM")},
		{Status: 400, Class: ClassContent, Meaning: text.T("请求有误", "the request is wrong"),
			Remedy: text.T("看应答里的 fieldViolations 和 message", "Read fieldViolations and message in the answer")},
		{Status: 401, Class: ClassCredential, Remedy: login, Meaning: text.T("登录无效", "the login is not valid")},
		{Status: 403, Class: ClassPermission, Remedy: rights, Meaning: text.T("没有权限", "a right is missing")},
		{Status: 404, Class: ClassContent, Meaning: text.T("项目不存在，或路径不对", "the project is unknown, or the path is wrong"),
			Remedy: text.T("与 service_account 里的 project_id 对照", "Compare project_id with the one in service_account")},
		{Status: 429, Class: ClassThrottled, Meaning: text.T("超过频率限制", "the rate limit is exceeded"),
			Remedy: text.T("按应答头 retry-after 等待，没有就至少等 1 分钟", "Wait as long as the header retry-after says, else a minute or more")},
		{Status: 500, Class: ClassTransient, Remedy: later, Meaning: text.T("Google 内部错误", "an internal error of Google")},
		{Status: 502, Class: ClassTransient, Remedy: later, Meaning: text.T("Google 前端出错", "an error of Google's front end")},
		{Status: 503, Class: ClassTransient, Remedy: later, Meaning: text.T("FCM 暂时不可用", "FCM is unavailable for now")},
	}
}
