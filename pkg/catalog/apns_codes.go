package catalog

import "github.com/offpush/offpush/pkg/text"

// apnsCodes are the reasons of APNs' answers, and of its GOAWAY frames, which
// use the same names. Source: Apple's "Handling notification responses from
// APNs", compared with pushy, APNSwift and Go's apns2. A certificate that fails
// in the TLS handshake gets no reason at all.
var apnsCodes = []Code{
	{Code: "200", At: AtSend, Status: 200, Class: ClassNone,
		Meaning: text.T("APNs 已接受；不代表手机已经显示", "accepted by APNs, which does not mean that the phone has shown it"),
		Remedy:  text.T("手机没有显示时，先看系统通知设置和应用本身。沙箱环境可用应答头 apns-unique-id 在 Push Notifications Console 查投递日志", "If nothing shows, look at the phone's notification settings and at the app. For the sandbox, look up the answer's apns-unique-id in the delivery log of the Push Notifications Console")},

	// 400: the device token and the topic
	{Code: "BadDeviceToken", At: AtSend, Status: 400, Class: ClassToken,
		Meaning: text.T("这个环境不认这个 token：环境不对，或 token 格式不对", "this environment does not know the token: it is of the other environment, or malformed"),
		Causes: []text.Text{
			text.T("token 属于另一个环境：开发描述文件打的包取到沙箱 token，Ad Hoc、TestFlight、App Store 的包取到生产 token", "the token is of the other environment: a build with a development profile gets a sandbox token, Ad Hoc, TestFlight and App Store builds get a production one"),
			text.T("不是 APNs 的 token，而是 FCM、uni-push 或 IM 的 ID", "it is no APNs token but an id of FCM, uni-push or IM"),
			text.T("token 被截断，或混进了非十六进制字符", "the token is cut short or holds characters that are no hex digits"),
		},
		Remedy: text.T("先用 --env 换另一个环境再发一次；两个环境都报这个错，就在手机上重新取 token。走 IM 推送时，iosBusinessID 要用与安装包同环境的证书 ID", "Send once more to the other environment with --env; if both refuse, get the token from the phone anew. For pushes by IM, iosBusinessID must be the certificate id of the build's environment")},
	{Code: "DeviceTokenNotForTopic", At: AtSend, Status: 400, Class: ClassToken,
		Meaning: text.T("token 有效，但属于另一个 Bundle ID", "the token is good, but belongs to another bundle id"),
		Causes: []text.Text{
			text.T("token 是在另一个应用或基座里取的，例如 HBuilder 标准基座（io.dcloud.HBuilder）", "the token was taken in another app or base, such as HBuilder's standard base (io.dcloud.HBuilder)"),
			text.T("topic 填错了", "topic is wrong"),
		},
		Remedy: text.T("topic 填安装包的 Bundle ID，并在同一个安装包里重新取 token", "Set topic to the bundle id of the build, and take the token in that very build")},
	{Code: "MissingDeviceToken", At: AtSend, Status: 400, Class: ClassToken,
		Meaning: text.T("请求路径里没有 token", "the request path holds no token"),
		Remedy:  text.T("填上 token。为空说明手机没有取到：检查通知权限、Push Notifications 权限，并看应用报告的注册错误", "Give the token. An empty one means that the phone got none: check the notification permission and the Push Notifications entitlement, and the error that the app reports for its registration")},
	{Code: "BadTopic", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-topic 不可用", "apns-topic cannot be used"),
		Causes: []text.Text{
			text.T("topic 不是 Bundle ID，或为空", "topic is no bundle id, or empty"),
			text.T("证书不包含这个 topic", "the certificate does not cover this topic"),
		},
		Remedy: text.T("topic 填 IPA 的 Bundle ID，不带团队 ID 前缀；用证书时还要与证书里的 Bundle ID 一致", "Set topic to the IPA's bundle id without the team id; with a certificate it must also be the certificate's bundle id")},
	{Code: "MissingTopic", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("没有 apns-topic：用密钥，或证书含多个 topic 时必须有", "apns-topic is missing; it is needed with a key, and with a certificate that has several topics"),
		Remedy:  text.T("在 topic 里填安装包的 Bundle ID", "Set topic to the bundle id of the build")},
	{Code: "TopicDisallowed", At: AtSend, Status: 400, Class: ClassPermission,
		Meaning: text.T("这个凭据无权向这个 topic 推送", "this credential may not push to this topic"),
		Causes: []text.Text{
			text.T("密钥是 Topic Specific 类型，没有勾选这个 Bundle ID", "the key is topic specific and does not list this bundle id"),
			text.T("密钥或证书属于另一个团队", "the key or certificate is of another team"),
			text.T("证书只能用于普通 topic 或只能用于 .voip", "the certificate is for the plain topic only, or for .voip only"),
		},
		Remedy: text.T("换成应用所属团队的密钥或证书；Topic Specific 密钥在苹果开发者网站 → Keys 里把这个 Bundle ID 加上", "Use a key or certificate of the app's team; for a topic specific key, add this bundle id to it under Keys on Apple's developer site")},

	// 400: headers and body
	{Code: "BadCollapseId", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-collapse-id 超过 64 字节", "apns-collapse-id is longer than 64 bytes"),
		Remedy:  text.T("缩短 --collapse；一个汉字占 3 个字节", "Shorten --collapse; a Chinese character takes 3 bytes")},
	{Code: "BadExpirationDate", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-expiration 无法解析", "apns-expiration cannot be read"),
		Remedy:  text.T("写成 Unix 时间戳：UTC、整数秒，不是毫秒", "Write it as a Unix time: UTC, whole seconds, no milliseconds")},
	{Code: "BadMessageId", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-id 不是标准的 UUID", "apns-id is no canonical UUID"),
		Remedy:  text.T("改成 8-4-4-4-12 形式的 UUID，或去掉 apns-id 由 APNs 生成", "Make it a UUID of the form 8-4-4-4-12, or leave apns-id out and APNs makes one")},
	{Code: "BadPriority", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-priority 不对", "apns-priority is wrong"),
		Causes: []text.Text{
			text.T("取值不是 10、5、1", "it is none of 10, 5 and 1"),
			text.T("background 推送用了 10", "it is 10 on a background push"),
		},
		Remedy: text.T("普通通知用 10，静默推送（background）用 5", "Use 10 for a notification that shows, 5 for a background push")},
	{Code: "DuplicateHeaders", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("请求头重复", "a header was sent twice"),
		Remedy:  text.T("发送端的程序错误：检查是否给 apns-* 或 authorization 重复赋值，代理是否又加了一次", "A bug of the sender: look for apns-* or authorization headers set twice, or added again by a proxy")},
	{Code: "InvalidPushType", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("apns-push-type 不是 APNs 认识的类型", "apns-push-type is no type that APNs knows"),
		Remedy:  text.T("通知用 alert，静默推送用 background", "Use alert for a notification that shows, background for a silent one")},
	{Code: "PayloadEmpty", At: AtSend, Status: 400, Class: ClassContent,
		Meaning: text.T("请求体为空", "the body is empty"),
		Remedy:  text.T("请求体要是 JSON，例如 {\"aps\":{\"alert\":\"...\"}}", "Send JSON such as {\"aps\":{\"alert\":\"...\"}}")},
	{Code: "IdleTimeout", At: AtSend, Status: 400, Class: ClassTransient,
		Meaning: text.T("连接空闲太久，APNs 已关闭", "APNs closed a connection that was idle for too long"),
		Remedy:  text.T("重新连接后再发；后端的长连接空闲一小时后应发 PING", "Connect again and resend; a back end should send a PING after an hour without traffic")},

	// 403: certificate
	{Code: "BadCertificate", At: AtSend, Status: 403, Class: ClassCredential,
		Meaning: text.T("APNs 不接受这张证书", "APNs refuses the certificate"),
		Causes: []text.Text{
			text.T("把打包用的签名证书当成了推送证书", "it is the signing certificate of the build, not a push certificate"),
			text.T("证书已过期或被吊销", "the certificate has expired or was revoked"),
		},
		Remedy: text.T("先用 offpush cert 查看证书种类和有效期；不对就在苹果开发者网站 → Certificates 重新生成 APNs SSL (Sandbox & Production) 证书，导出 p12", "Look at its kind and dates with offpush cert; then make an APNs SSL (Sandbox & Production) certificate under Certificates on Apple's developer site and export it as p12")},
	{Code: "BadCertificateEnvironment", At: AtSend, Status: 403, Class: ClassEnvironment,
		Meaning: text.T("证书与环境不符：开发证书发到了生产环境，或反过来", "the certificate is of the other environment: a development one at the production host, or the reverse"),
		Remedy:  text.T("用 --env 换到证书所属的环境，前提是安装包也属于该环境；或者改用两个环境通用的证书（APNs SSL (Sandbox & Production)）", "Choose the certificate's environment with --env, if the build is of that environment too; or make a certificate that serves both, APNs SSL (Sandbox & Production)")},

	// 403: key and JWT
	{Code: "InvalidProviderToken", At: AtSend, Status: 403, Class: ClassCredential,
		Meaning: text.T("JWT 验证不通过：密钥、key_id、team_id 三者对不上", "the JWT is not accepted: key file, key_id and team_id do not belong together"),
		Causes: []text.Text{
			text.T("key_id 不是这个 p8 的 Key ID", "key_id is not the id of this p8 key"),
			text.T("team_id 不是密钥所属的团队", "team_id is not the team that owns the key"),
			text.T("密钥已在苹果开发者网站被吊销", "the key was revoked on Apple's developer site"),
			text.T("密钥不是 APNs 密钥，而是 App Store Connect API 密钥，两者文件名格式相同", "the key is no APNs key but one of the App Store Connect API, whose file names look alike"),
			text.T("本机时钟偏快", "this computer's clock is ahead"),
		},
		Remedy: text.T("key_id 与下载时的文件名 AuthKey_<Key ID>.p8 对照，team_id 与描述文件的 TeamIdentifier 对照，并校准时钟", "Compare key_id with the name of the download, AuthKey_<key id>.p8, and team_id with the profile's TeamIdentifier, and set the clock")},
	{Code: "ExpiredProviderToken", At: AtSend, Status: 403, Class: ClassCredential,
		Meaning: text.T("JWT 的签发时间（iat）已超过 1 小时", "the JWT was issued (iat) more than an hour ago"),
		Remedy:  text.T("重新生成 JWT，每 20 到 60 分钟换一次；刚生成就报错，说明本机时钟偏慢，请校准", "Make a new JWT every 20 to 60 minutes. If a fresh one gets this answer, this computer's clock is slow: set it")},
	{Code: "MissingProviderToken", At: AtSend, Status: 403, Class: ClassCredential,
		Meaning: text.T("请求既没有客户端证书，也没有 JWT", "the request has neither a client certificate nor a JWT"),
		Remedy:  text.T("配置 key_file、key_id、team_id，或 cert_file 和 cert_password；中间有解密 HTTPS 的代理时，证书会被它丢掉", "Set key_file, key_id and team_id, or cert_file and cert_password; a proxy that opens HTTPS drops the certificate")},
	{Code: "UnrelatedKeyIdInToken", At: AtSend, Status: 403, Class: ClassCredential,
		Meaning: text.T("同一连接上换了另一把不相关的密钥", "a key unrelated to the connection's first one was used on it"),
		Remedy:  text.T("每把密钥用各自的连接；换密钥后新建连接", "Keep one connection for each key, and open a new one after a change of key")},
	{Code: "Forbidden", At: AtSend, Status: 403, Class: ClassPermission,
		Meaning: text.T("这个凭据不允许执行该操作", "the credential does not allow this action"),
		Causes: []text.Text{
			text.T("密钥已吊销，或没有相应权限", "the key was revoked or lacks the right"),
			text.T("同一连接上混用了另一个团队的 JWT", "a JWT of another team was used on the same connection"),
		},
		Remedy: text.T("在苹果开发者网站 → Keys 确认密钥未吊销，且勾选了 Apple Push Notification service；不同团队分开连接", "Check under Keys on Apple's developer site that the key is not revoked and has Apple Push Notification service ticked; keep the teams on connections of their own")},

	// 403: the key's environment. The document and the wire spell it differently.
	{Code: "BadEnvironmentKeyIdInToken", At: AtSend, Status: 403, Class: ClassEnvironment,
		Meaning: text.T("p8 密钥只能用于另一个环境", "the p8 key is restricted to the other environment"),
		Remedy:  text.T("安装包也属于那个环境，就用 --env 换过去；否则在苹果开发者网站 → Keys 新建这个环境的密钥", "If the build is of that environment too, choose it with --env; else make a key for this environment under Keys on Apple's developer site")},
	{Code: "BadEnvironmentKeyInToken", At: AtSend, Status: 403, Class: ClassEnvironment, Sure: ThirdParty,
		Meaning: text.T("p8 密钥只能用于另一个环境（文档里写作 BadEnvironmentKeyIdInToken）", "the p8 key is restricted to the other environment (the document spells it BadEnvironmentKeyIdInToken)"),
		Remedy:  text.T("安装包也属于那个环境，就用 --env 换过去；否则在苹果开发者网站 → Keys 新建这个环境的密钥", "If the build is of that environment too, choose it with --env; else make a key for this environment under Keys on Apple's developer site")},

	// 404, 405: the request line
	{Code: "BadPath", At: AtSend, Status: 404, Class: ClassContent,
		Meaning: text.T("请求路径不是 /3/device/<token>", "the request path is not /3/device/<token>"),
		Remedy:  text.T("路径写成 /3/device/ 加十六进制 token；配置了 endpoint 时，检查它或代理是否改了路径", "Write /3/device/ and the token in hex; where endpoint is set, see whether it or a proxy changes the path")},
	{Code: "MethodNotAllowed", At: AtSend, Status: 405, Class: ClassContent,
		Meaning: text.T("请求方法不是 POST", "the method is not POST"),
		Remedy:  text.T("用 POST 发送；检查代理是否改写了请求", "Send with POST; see whether a proxy rewrites the request")},

	// 410: dead device tokens
	{Code: "Unregistered", At: AtSend, Status: 410, Class: ClassToken,
		Meaning: text.T("token 对这个 topic 已失效", "the token is no longer active for this topic"),
		Causes: []text.Text{
			text.T("应用已卸载", "the app was deleted"),
			text.T("应用重新注册，拿到了新 token", "the app registered anew and got a new token"),
		},
		Remedy: text.T("应答里的 timestamp（毫秒）晚于你记录的注册时间，就删除这个 token；打开应用重新登录 IM，上报新 token", "Drop the token if the answer's timestamp (milliseconds) is later than its registration; open the app and log in to IM so that the new token is reported")},
	{Code: "ExpiredToken", At: AtSend, Status: 410, Class: ClassToken,
		Meaning: text.T("设备 token 已过期", "the device token has expired"),
		Remedy:  text.T("删除这个 token，等应用重新注册后上报新的", "Drop the token and wait until the app registers again and reports a new one")},

	// 413
	{Code: "PayloadTooLarge", At: AtSend, Status: 413, Class: ClassContent,
		Meaning: text.T("请求体超过 4096 字节（voip 为 5120）", "the body is larger than 4096 bytes (5120 for voip)"),
		Remedy:  text.T("缩短正文和附加数据；走 IM 推送时 Desc 加 Ext 不超过 3 KB", "Shorten the text and the data; in a push by IM, Desc and Ext together must stay under 3 KB")},

	// 429
	{Code: "TooManyRequests", At: AtSend, Status: 429, Class: ClassThrottled,
		Meaning: text.T("短时间内向同一台设备推送太多", "too many pushes to one device in a row"),
		Remedy:  text.T("降低对这台设备的推送频率，过一会儿再发", "Push to this device less often; try again later")},
	{Code: "TooManyProviderTokenUpdates", At: AtSend, Status: 429, Class: ClassThrottled,
		Meaning: text.T("JWT 更换太频繁，20 分钟内不止一次", "the JWT was changed more than once in 20 minutes"),
		Remedy:  text.T("缓存 JWT，所有请求共用，20 到 60 分钟更换一次；也看看其他服务器是否在用同一把密钥", "Keep one JWT for all requests and change it every 20 to 60 minutes; see whether other servers use the same key")},

	// 500, 503: Apple
	{Code: "InternalServerError", At: AtSend, Status: 500, Class: ClassTransient,
		Meaning: text.T("APNs 内部错误", "an internal error of APNs"),
		Remedy:  text.T("稍后重试，间隔建议不短于 15 分钟", "Try again later, best after 15 minutes or more")},
	{Code: "ServiceUnavailable", At: AtSend, Status: 503, Class: ClassTransient,
		Meaning: text.T("APNs 暂时不可用", "APNs is unavailable for now"),
		Remedy:  text.T("稍后重试，间隔建议不短于 15 分钟", "Try again later, best after 15 minutes or more")},
	{Code: "Shutdown", At: AtSend, Status: 503, Class: ClassTransient,
		Meaning: text.T("这台 APNs 服务器正在下线", "this server of APNs is going down"),
		Remedy:  text.T("重新建立连接后再发", "Connect again and resend")},
}
