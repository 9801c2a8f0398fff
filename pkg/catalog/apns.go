package catalog

import "github.com/offpush/offpush/pkg/text"

var apnsPush = &Push{
	Console:  text.T("苹果开发者网站 → Certificates, Identifiers & Profiles", "Apple's developer site, Certificates, Identifiers & Profiles"),
	Fields:   apnsFields(),
	Hosts:    apnsHosts,
	Token:    apnsToken,
	Limits:   apnsLimits,
	Cannot:   apnsCannot(),
	Classes:  apnsClasses,
	Silent:   apnsSilent,
	Codes:    apnsCodes,
	Families: apnsFamilies(),
}

func apnsFields() []Field {
	const id = `[A-Z0-9]{10}` // Apple says 10 characters; all seen are of this kind
	p8 := Lookalike{".p8", `(?i).*\.p8`}
	p12 := Lookalike{".p12", `(?i).*\.(?:p12|pfx)`}
	profile := Lookalike{".mobileprovision", `(?i).*\.(?:mobileprovision|provisionprofile)`}
	keyName := Lookalike{"AuthKey_….p8", `(?i)(?:.*[/\\])?AuthKey_.*`}
	return []Field{
		{Name: "key_file", File: true, Console: text.T("APNs 密钥（.p8）", "APNs key (.p8)"),
			About:      text.T("JWT 的签名密钥，与证书二选一；在 Keys 里创建并勾选 Apple Push Notification service，只能下载一次。文件里看不出它用于哪个环境；App Store Connect API 密钥的文件名格式与它相同，但不能推送", "signs the JWT; use it or a certificate. Made under Keys with Apple Push Notification service ticked, and downloaded only once. The file does not say for which environment it is; keys of the App Store Connect API have the same kind of name, but cannot push"),
			Lookalikes: []Lookalike{p12, profile}},
		{Name: "key_id", Console: text.Same("Key ID"), Form: id,
			About:      text.T("密钥的 ID，10 位，就是下载时文件名 AuthKey_<Key ID>.p8 里的那一段；p8 文件内容里没有。别与同为 10 位的 Team ID 填反", "the key's id of 10 characters: the part of the download's name, AuthKey_<key id>.p8. It is not in the file. Do not swap it with the team id, which has 10 characters, too"),
			Lookalikes: []Lookalike{keyName}},
		{Name: "team_id", Console: text.Same("Team ID"), Form: id,
			About: text.T("团队 ID，10 位；在 Membership details 里，也是描述文件的 TeamIdentifier、证书的 OU", "the team's id of 10 characters: under Membership details, and the TeamIdentifier of the profile and the OU of the certificate")},
		{Name: "cert_file", File: true, Console: text.T("推送证书（.p12 或 PEM）", "push certificate (.p12 or PEM)"),
			About:      text.T("推送证书连同私钥，与密钥二选一；在 Certificates 里创建，从钥匙串导出 p12。HBuilderX 打包用的 p12 是签名证书，不能推送；只有 .cer 没有私钥也不行", "the push certificate with its private key; use it or a key. Made under Certificates and exported from the keychain as p12. The p12 that HBuilderX asks for is a signing certificate and cannot push; a .cer alone lacks the private key"),
			Lookalikes: []Lookalike{p8, profile, {".cer", `(?i).*\.cer`}}},
		{Name: "cert_password", Secret: true, Console: text.T("p12 密码", "password of the p12"),
			About: text.T("导出 p12 时设置的密码；没有设密码就留空，但 IM 控制台要求有密码", "the password given when the p12 was exported; empty where it has none, though the IM console asks for one")},
		{Name: "topic", Console: text.Same("Bundle ID"),
			About: text.T("apns-topic，一般就是安装包的 Bundle ID；用密钥时必填，用单一 topic 的证书时可省略", "apns-topic, usually the bundle id of the build; needed with a key, not with a certificate of a single topic"),
			Lookalikes: []Lookalike{
				{"application-identifier", id + `\..+`},
				{"DCloud AppID", `__UNI__.*`},
				{"HBuilder (io.dcloud.HBuilder)", `io\.dcloud\.HBuilder`},
			}},
		{Name: "environment", Values: []string{"sandbox", "production", "auto"}, Console: text.T("APNs 环境", "APNs environment"),
			About: text.T("由打包用的描述文件决定：开发描述文件是 sandbox；Ad Hoc、TestFlight、App Store、企业签名是 production，与是不是自定义基座无关。auto 由 offpush 判断", "decided by the profile that the build was signed with: sandbox for a development profile; production for Ad Hoc, TestFlight, App Store and in-house, custom base or not. With auto offpush finds out")},
		{Name: "endpoint_sandbox", Console: text.T("沙箱服务地址", "endpoint of the sandbox"),
			About: text.T("沙箱环境的基础 URL，作用与 endpoint 相同；两个环境地址不同时（例如模拟器）填写", "like endpoint, for the sandbox: where the two environments have addresses of their own, as in an emulator")},
	}
}

var apnsHosts = []Host{
	{URL: "https://api.push.apple.com", Region: "production", For: text.T("生产环境", "production")},
	{URL: "https://api.sandbox.push.apple.com", Region: "sandbox", For: text.T("沙箱（开发）环境", "sandbox (development)")},
	{URL: "https://api.push.apple.com:2197", For: text.T("生产环境，443 端口不通时用", "production, where port 443 is closed")},
	{URL: "https://api.sandbox.push.apple.com:2197", For: text.T("沙箱环境，443 端口不通时用", "sandbox, where port 443 is closed")},
	{URL: "https://api.development.push.apple.com", Sure: ThirdParty, For: text.T("沙箱环境的旧别名", "an old alias of the sandbox")},
}

var apnsToken = Token{
	Name: text.Same("device token"),
	About: text.T("十六进制，现在的 iPhone 是 64 位；苹果要求不要假定长度，模拟器和 Live Activity 的更长。token 属于一个环境和一个 Bundle ID，但从它本身看不出来",
		"hexadecimal, 64 digits on today's iPhones. Apple says to assume no length; those of simulators and Live Activities are longer. It belongs to one environment and one bundle id, and does not show which"),
	Form: `(?:[0-9A-Fa-f]{2}){32,}`,
	Sure: Guess,
}

var apnsLimits = []Limit{
	{Of: PayloadSize, Unit: Bytes, Max: 4096,
		Note: text.T("voip 推送是 5120 字节；offpush 发的通知和静默推送都是 4096", "5120 for voip; the notifications and background pushes that offpush sends have 4096")},
	{Of: CollapseLength, Unit: Bytes, Max: 64},
	// Apple documents how long it stores; that more is no use is inferred.
	{Of: TTLSeconds, Unit: Seconds, Max: 30 * 24 * 3600, Sure: Guess,
		Note: text.T("APNs 最多保存 30 天；更长的有效期不会报错，但没有作用", "APNs stores for 30 days at most; a longer time is no error, but of no use")},
}

func apnsCannot() []Cannot {
	tap := text.T("APNs 没有点击跳转的字段，点开后去哪里由应用决定；把目标放进 --data，在应用里处理",
		"APNs has no field for what a tap opens: the app decides; put the target into --data and let the app read it")
	return []Cannot{
		{FlagClickURL, tap},
		{FlagClickPage, tap},
		{FlagClickIntent, tap},
		{FlagChannelID, text.T("iOS 没有通知渠道；提醒的强弱用 --importance", "iOS has no notification channels; --importance says how strongly to alert")},
		{FlagImage, text.T("iOS 的图片要由应用里的通知服务扩展（Notification Service Extension）下载；应用有该扩展时，用 --payload 加上 \"mutable-content\": 1 和它读取的图片字段",
			"on iOS an image is fetched by a notification service extension in the app; where the app has one, give \"mutable-content\": 1 and the field that it reads with --payload")},
		{FlagTest, text.T("APNs 没有测试模式；开发包用 --env sandbox，只做本地检查用 --dry-run",
			"APNs has no test mode; use --env sandbox for development builds, or --dry-run for a check without sending")},
	}
}

var apnsClasses = []text.Text{
	text.T("apns-push-type 为 alert 是会显示的通知；background（--data-message）是静默推送，优先级必须是 5，手机上不显示任何内容",
		"apns-push-type alert is a notification that shows; background (--data-message) is silent, must have priority 5 and shows nothing"),
	text.T("提醒强弱由 interruption-level（--importance）决定：passive、active、time-sensitive、critical",
		"interruption-level (--importance) says how strongly to alert: passive, active, time-sensitive or critical"),
	text.T("apns-priority：10 立即送达（默认），5 兼顾电量，1 最省电且不唤醒设备",
		"apns-priority: 10 at once (the default), 5 with regard to power, 1 most power-saving and without waking the device"),
	text.T("设备离线时 APNs 最多保存 30 天，每台设备每个应用只保存一条；有效期为 0 则只尝试一次",
		"for a device that is off line APNs stores for up to 30 days, one notification per app and device; a lifetime of 0 means one try"),
	text.T("没有已知的按天配额；短时间内向同一台设备推送太多会返回 429 TooManyRequests",
		"no daily quota is known; too many pushes to one device in a row get 429 TooManyRequests"),
	text.T("密钥分两种：Team Scoped 可用于团队的所有应用，每个环境 2 把；Topic Specific 只能用于列出的 Bundle ID（最多 400 个），每个环境 200 把。旧密钥两个环境通用",
		"keys are team scoped (all apps of the team, 2 for each environment) or topic specific (up to 400 listed topics, 200 for each environment); older keys serve both environments"),
}

var apnsSilent = []text.Text{
	text.T("手机没有允许该应用的通知：看 设置 → 通知 里的总开关、锁屏和横幅，以及静音模式、专注模式",
		"the phone does not allow the app's notifications: look at Settings, Notifications (switch, lock screen, banners), and at silent mode and Focus"),
	text.T("发的是静默推送（--data-message 或只有 content-available），本来就不显示",
		"it was a background push (--data-message, or nothing but content-available), which never shows"),
	text.T("payload 里没有 aps.alert，或 apns-push-type 与内容不符，APNs 可能延迟或丢弃",
		"the payload has no aps.alert, or does not fit apns-push-type: APNs may delay or drop it"),
	text.T("interruption-level 为 passive，或优先级为 5、1：不响铃、不亮屏或晚到，到通知中心里找",
		"interruption-level is passive, or the priority 5 or 1: no sound, no lit screen, or late; look in Notification Center"),
	text.T("设备当时离线，有效期为 0 或已过期，或被同一应用后来的通知顶掉",
		"the device was off line, and the lifetime was 0 or ran out, or a later notification of the app took its place"),
	text.T("应用在前台：是否显示由应用自己决定，先退到后台再试",
		"the app is in the foreground, where it decides itself what shows; put it in the background and try again"),
	text.T("直接推送能到、IM 推送不到：iosBusinessID 对应的 IM 证书与安装包不是同一环境，IM 不会报错",
		"a direct push arrives and one by IM does not: the IM certificate behind iosBusinessID is of another environment than the build, and IM reports no error"),
}

func apnsFamilies() []Family {
	environment := text.T("核对安装包、凭据和 --env 是否属于同一环境", "See whether the build, the credential and --env are of one environment")
	credential := text.T("核对 key_file、key_id、team_id，或证书的种类和有效期", "Check key_file, key_id and team_id, or the kind and dates of the certificate")
	request := text.T("对照苹果文档检查请求头和 payload", "Compare headers and payload with Apple's document")
	token := text.T("删除这个 token，打开应用重新注册", "Drop the token and let the app register again")
	later := text.T("稍后重试，间隔建议不短于 15 分钟", "Try again later, best after 15 minutes or more")
	return []Family{
		{Form: `[A-Za-z]*Environment[A-Za-z]*`, Class: ClassEnvironment, Remedy: environment,
			Meaning: text.T("与环境（沙箱、生产）有关", "about the environment, sandbox or production")},
		{Form: `[A-Za-z]*(?:ProviderToken|InToken|Certificate)[A-Za-z]*`, Class: ClassCredential, Remedy: credential,
			Meaning: text.T("与密钥、JWT 或证书有关", "about the key, the JWT or the certificate")},
		{Status: 400, Class: ClassContent, Remedy: request, Meaning: text.T("请求有误", "the request is wrong")},
		{Status: 403, Class: ClassCredential, Remedy: credential, Meaning: text.T("证书或密钥不被接受", "the certificate or key is not accepted")},
		{Status: 404, Class: ClassContent, Remedy: request, Meaning: text.T("请求路径不对", "the path is wrong")},
		{Status: 405, Class: ClassContent, Remedy: request, Meaning: text.T("请求方法不对", "the method is wrong")},
		{Status: 410, Class: ClassToken, Remedy: token, Meaning: text.T("token 已失效", "the device token is dead")},
		{Status: 413, Class: ClassContent, Remedy: text.T("缩短正文和附加数据", "Shorten the text and the data"), Meaning: text.T("请求体过大", "the body is too large")},
		{Status: 429, Class: ClassThrottled, Remedy: text.T("降低频率，过一会儿再发", "Push less often; try again later"), Meaning: text.T("推送太频繁", "too many requests")},
		{Status: 500, Class: ClassTransient, Remedy: later, Meaning: text.T("APNs 内部错误", "an internal error of APNs")},
		{Status: 503, Class: ClassTransient, Remedy: later, Meaning: text.T("APNs 暂时不可用", "APNs is unavailable for now")},
	}
}
