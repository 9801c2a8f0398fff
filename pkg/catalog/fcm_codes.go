package catalog

import "github.com/offpush/offpush/pkg/text"

// fcmCodes are the answers of FCM HTTP v1 and of Google's OAuth server. An
// answer may carry several: errorCode of an FcmError detail says most, then the
// reason of an ErrorInfo detail, then status. Source: Google's "ErrorCode" and
// the API's discovery document; ErrorInfo reasons as captured by others.
func fcmCodes() []Code {
	return []Code{
		{Code: "200", At: AtSend, Status: 200, Class: ClassNone,
			Meaning: text.T("FCM 已接受；不代表手机已经显示", "accepted by FCM, which does not mean that the phone has shown it"),
			Remedy:  text.T("手机没有显示时，先看通知权限、通知渠道和是否为数据消息。消息名以 fake_message_id 结尾的是试发，不会投递", "If nothing shows, look at the notification permission, the channel, and whether it is a data message. A message name that ends in fake_message_id is of a dry run and is not delivered")},

		// error words of Google's OAuth server
		{Code: "invalid_grant", At: AtAuth, Status: 400, Class: ClassCredential,
			Meaning: text.T("Google 不接受服务账号签的 JWT", "Google refuses the JWT that the service account signed"),
			Causes: []text.Text{
				text.T("描述为 Invalid JWT Signature：密钥已被删除，或 private_key 不对", "\"Invalid JWT Signature.\": the key was deleted, or private_key is wrong"),
				text.T("描述提到 short-lived token 和 reasonable timeframe：本机时钟不准，或 exp 比 iat 晚 1 小时以上", "a text about a short-lived token and a reasonable timeframe: this computer's clock is off, or exp is more than an hour after iat"),
				text.T("描述为 account not found：服务账号已删除", "\"account not found\": the service account was deleted"),
			},
			Remedy: text.T("先校准时钟；仍然失败，就到 Firebase 控制台 → 项目设置 → 服务账号，生成新的私钥并替换 service_account", "Set the clock first; if that does not help, generate a new private key in the Firebase console (Project settings, Service accounts) and replace service_account")},
		{Code: "invalid_scope", At: AtAuth, Status: 400, Class: ClassContent,
			Meaning: text.T("JWT 的 scope 缺失或不对", "the JWT's scope is missing or wrong"),
			Remedy:  text.T("scope 写 https://www.googleapis.com/auth/firebase.messaging", "Set scope to https://www.googleapis.com/auth/firebase.messaging")},
		{Code: "invalid_client", At: AtAuth, Status: 401, Class: ClassCredential,
			Meaning: text.T("服务账号不被接受，例如已停用", "the service account is not accepted, for one because it is disabled"),
			Remedy:  text.T("在 Google Cloud 控制台 → IAM 和管理 → 服务账号，确认该账号已启用；JWT 里不要写 sub", "Check in the Google Cloud console (IAM & Admin, Service accounts) that the account is enabled; put no sub into the JWT")},
		{Code: "unauthorized_client", At: AtAuth, Status: 401, Class: ClassCredential,
			Meaning: text.T("服务账号无权这样换取令牌：账号已停用，或误用了委派", "the service account may not get a token this way: it is disabled, or delegation is misused"),
			Remedy:  text.T("去掉 JWT 里的 sub；在 Google Cloud 控制台 → IAM 和管理 → 服务账号，确认该账号已启用", "Remove sub from the JWT; check in the Google Cloud console (IAM & Admin, Service accounts) that the account is enabled")},
		{Code: "unsupported_grant_type", At: AtAuth, Status: 400, Class: ClassContent,
			Meaning: text.T("换取令牌的 grant_type 不对", "the grant_type of the token request is wrong"),
			Remedy:  text.T("grant_type 写 urn:ietf:params:oauth:grant-type:jwt-bearer，按表单编码提交", "Set grant_type to urn:ietf:params:oauth:grant-type:jwt-bearer and post it as a form")},
		{Code: "invalid_request", At: AtAuth, Status: 400, Class: ClassContent,
			Meaning: text.T("换取令牌的请求格式不对", "the token request is malformed"),
			Remedy:  text.T("按表单编码提交 grant_type 和 assertion 两个参数；检查 service_account 里的 token_uri 是否被改过", "Post grant_type and assertion as a form; see whether token_uri in service_account was changed")},

		// errorCode of an FcmError detail; three of them are a status, too
		{Code: "INVALID_ARGUMENT", At: AtSend, Status: 400, Class: ClassContent,
			Meaning: text.T("请求的某个参数不对", "a parameter of the request is wrong"),
			Causes: []text.Text{
				text.T("token 不是 FCM 的：填了 IM、uni-push 的 ID 或其他厂商的 token", "the token is none of FCM's, but an id of IM or uni-push, or a token of another vendor"),
				text.T("消息超过 4096 字节（此时应答没有 details）", "the message is larger than 4096 bytes (then the answer has no details)"),
				text.T("data 的值不是字符串，或键名是保留字（from、message_type、google. 或 gcm.notification. 开头）", "a value in data is no string, or a key is reserved (from, message_type, or one that starts with google. or gcm.notification.)"),
				text.T("ttl、字段名或字段类型不对", "a ttl, a field's name or a field's type is wrong"),
				text.T("restricted_package_name 与 token 的包名不一致", "restricted_package_name is not the package of the token"),
				text.T("没有目标（Recipient of the message is not set）", "there is no target (\"Recipient of the message is not set.\")"),
			},
			Remedy: text.T("看应答里的 fieldViolations，它写明了字段和原因。指向 message.token 时，在手机上重新取 FCM token", "Read fieldViolations in the answer: it names the field and the reason. If it is message.token, get the FCM token from the phone anew")},
		{Code: "THIRD_PARTY_AUTH_ERROR", At: AtSend, Status: 401, Class: ClassCredential,
			Text:    "Auth error from APNS or Web Push Service",
			Meaning: text.T("目标是 iOS 或 Web，而 Firebase 里的 APNs 凭据（或 Web Push 凭据）不可用", "the target is an iOS app or a web page, and the APNs (or Web Push) credential in Firebase does not work"),
			Causes: []text.Text{
				text.T("Firebase 项目没有上传 APNs 密钥或证书", "no APNs key or certificate was uploaded to the Firebase project"),
				text.T("APNs 凭据的环境与安装包不符", "the APNs credential is of another environment than the build"),
				text.T("APNs 凭据已过期，或属于另一个团队", "the APNs credential has expired or is of another team"),
			},
			Remedy: text.T("到 Firebase 控制台 → 项目设置 → Cloud Messaging 更换该 iOS 应用的 APNs 密钥；不用动服务账号，即使原文提到 OAuth 2 access token", "Replace the iOS app's APNs key in the Firebase console (Project settings, Cloud Messaging); leave the service account alone, even if the message speaks of an OAuth 2 access token")},
		{Code: "APNS_AUTH_ERROR", At: AtSend, Class: ClassCredential, Sure: FromSDK,
			Meaning: text.T("THIRD_PARTY_AUTH_ERROR 的旧名：Firebase 里的 APNs 凭据不可用", "the old name of THIRD_PARTY_AUTH_ERROR: the APNs credential in Firebase does not work"),
			Remedy:  text.T("到 Firebase 控制台 → 项目设置 → Cloud Messaging 更换该 iOS 应用的 APNs 密钥；不用动服务账号", "Replace the iOS app's APNs key in the Firebase console (Project settings, Cloud Messaging); leave the service account alone")},
		{Code: "SENDER_ID_MISMATCH", At: AtSend, Status: 403, Class: ClassToken,
			Meaning: text.T("token 是在另一个 Firebase 项目下生成的", "the token was made with another Firebase project"),
			Remedy:  text.T("打进应用的 google-services.json 与 service_account 要属于同一个项目：对照两者的 project_id，改好后重新打包、重新取 token", "google-services.json in the app and service_account must be of one project: compare their project_id, then build again and take a new token")},
		{Code: "UNREGISTERED", At: AtSend, Status: 404, Class: ClassToken,
			Meaning: text.T("token 已失效", "the token is dead"),
			Causes: []text.Text{
				text.T("应用已卸载", "the app was removed"),
				text.T("token 已更换", "the token was replaced by a new one"),
				text.T("Android 设备超过 270 天没有活动，token 过期", "the Android device was idle for 270 days and the token expired"),
			},
			Remedy: text.T("删除这个 token；打开应用，用重新上报的 token", "Drop the token; open the app and use the token that it reports then")},
		{Code: "QUOTA_EXCEEDED", At: AtSend, Status: 429, Class: ClassThrottled,
			Meaning: text.T("超过频率限制", "the rate limit is exceeded"),
			Causes: []text.Text{
				text.T("项目超过每分钟配额（默认 60 万条）", "the project is above its quota a minute (600 000 by default)"),
				text.T("向同一台设备推送太频繁", "too many messages to one device"),
				text.T("向同一主题推送太频繁", "too many messages to one topic"),
			},
			Remedy: text.T("按应答头 retry-after 等待，没有就至少等 1 分钟，之后逐步拉长间隔。用量在 Google Cloud 控制台 → API 和服务 → Firebase Cloud Messaging API 的配额页查看", "Wait as long as the header retry-after says, else a minute or more, and longer each time. Usage stands on the quota page of Firebase Cloud Messaging API in the Google Cloud console (APIs & Services)")},
		{Code: "INTERNAL", At: AtSend, Status: 500, Class: ClassTransient,
			Meaning: text.T("Google 内部错误", "an internal error of Google"),
			Remedy:  text.T("稍后重试，间隔逐次拉长", "Try again later, waiting longer each time")},
		{Code: "UNAVAILABLE", At: AtSend, Status: 503, Class: ClassTransient,
			Meaning: text.T("FCM 过载，暂时不可用", "FCM is overloaded and unavailable for now"),
			Remedy:  text.T("按应答头 retry-after 等待后重试，间隔逐次拉长", "Wait as long as the header retry-after says and try again, waiting longer each time")},
		{Code: "UNSPECIFIED_ERROR", At: AtSend, Class: ClassUnknown,
			Meaning: text.T("FCM 没有给出更多信息", "FCM says nothing more"),
			Remedy:  text.T("看应答里的 message 和 details；稍后重试一次", "Read message and details in the answer; try once more later")},

		// status that comes without an errorCode
		{Code: "UNAUTHENTICATED", At: AtSend, Status: 401, Class: ClassCredential,
			Meaning: text.T("访问令牌缺失、过期或不是 OAuth 2 令牌", "the access token is missing, expired or no OAuth 2 token"),
			Remedy:  text.T("用 service_account 重新换取令牌，并校准本机时钟。应答里若有 THIRD_PARTY_AUTH_ERROR，以它为准，与服务账号无关", "Get a new token with service_account, and set the clock. If the answer also holds THIRD_PARTY_AUTH_ERROR, go by that: the service account is fine")},
		{Code: "PERMISSION_DENIED", At: AtSend, Status: 403, Class: ClassPermission,
			Meaning: text.T("服务账号无权在这个项目里发消息", "the service account may not send in this project"),
			Causes: []text.Text{
				text.T("服务账号没有 cloudmessaging.messages.create 权限", "the service account lacks the permission cloudmessaging.messages.create"),
				text.T("project_id 是另一个项目的", "project_id is that of another project"),
				text.T("项目没有启用 Firebase Cloud Messaging API (V1)", "Firebase Cloud Messaging API (V1) is not enabled in the project"),
			},
			Remedy: text.T("核对 project_id；在 Google Cloud 控制台 → IAM 给服务账号授予 Firebase Cloud Messaging API Admin，并确认 API 已启用", "Compare project_id; grant the service account Firebase Cloud Messaging API Admin under IAM in the Google Cloud console, and see that the API is enabled")},
		{Code: "NOT_FOUND", At: AtSend, Status: 404, Class: ClassContent,
			Meaning: text.T("URL 里的项目不存在，或路径不对", "the project in the URL is unknown, or the path is wrong"),
			Remedy:  text.T("project_id 与 service_account 里的 project_id 对照。应答带 UNREGISTERED 时是 token 失效", "Compare project_id with the one in service_account. With UNREGISTERED in the answer, the token is dead")},
		{Code: "RESOURCE_EXHAUSTED", At: AtSend, Status: 429, Class: ClassThrottled,
			Meaning: text.T("超过项目、设备或主题的频率限制", "the rate limit of the project, device or topic is exceeded"),
			Remedy:  text.T("按应答头 retry-after 等待，没有就至少等 1 分钟，之后逐步拉长间隔", "Wait as long as the header retry-after says, else a minute or more, and longer each time")},
		{Code: "502", At: AtSend, Status: 502, Class: ClassTransient, Sure: ThirdParty,
			Meaning: text.T("Google 前端返回了 HTML 页面，不是 FCM 的应答", "an HTML page of Google's front end, no answer of FCM"),
			Remedy:  text.T("稍后重试；程序里不要按 JSON 解析这个页面", "Try again later; a program must not read the page as JSON")},

		// reason of an ErrorInfo detail
		{Code: "ACCESS_TOKEN_EXPIRED", At: AtSend, Status: 401, Class: ClassCredential, Sure: ThirdParty,
			Meaning: text.T("访问令牌已过期", "the access token has expired"),
			Remedy:  text.T("重新换取令牌（有效期约 1 小时）；刚换就过期，请校准本机时钟", "Get a new token (it lives for about an hour). If a fresh one has expired, set this computer's clock")},
		{Code: "CREDENTIALS_MISSING", At: AtSend, Status: 401, Class: ClassCredential, Sure: ThirdParty,
			Meaning: text.T("请求没有带访问令牌", "the request carries no access token"),
			Remedy:  text.T("请求头要有 Authorization: Bearer <访问令牌>；检查代理是否把它去掉了", "Send the header Authorization: Bearer <access token>; see whether a proxy removes it")},
		{Code: "ACCESS_TOKEN_TYPE_UNSUPPORTED", At: AtSend, Status: 401, Class: ClassCredential, Sure: ThirdParty,
			Meaning: text.T("Authorization 里的不是 OAuth 2 访问令牌", "what stands in Authorization is no OAuth 2 access token"),
			Remedy:  text.T("改用服务账号换取的访问令牌；旧的服务器密钥（server key）和设备 token 都不行", "Use an access token got with the service account; neither an old server key nor a device token will do")},
		{Code: "SERVICE_DISABLED", At: AtSend, Status: 403, Class: ClassPermission, Sure: ThirdParty,
			Meaning: text.T("项目没有启用 FCM API", "the FCM API is not enabled in the project"),
			Remedy:  text.T("在 Google Cloud 控制台 → API 和服务启用 Firebase Cloud Messaging API (V1)，稍后再试", "Enable Firebase Cloud Messaging API (V1) in the Google Cloud console (APIs & Services) and try again later")},
		{Code: "IAM_PERMISSION_DENIED", At: AtSend, Status: 403, Class: ClassPermission, Sure: ThirdParty,
			Meaning: text.T("服务账号没有 cloudmessaging.messages.create 权限", "the service account lacks the permission cloudmessaging.messages.create"),
			Causes: []text.Text{
				text.T("服务账号没有相应角色", "the service account lacks the role"),
				text.T("project_id 是另一个项目的", "project_id is that of another project"),
			},
			Remedy: text.T("在 Google Cloud 控制台 → IAM 给服务账号授予 Firebase Cloud Messaging API Admin；核对 project_id", "Grant the service account Firebase Cloud Messaging API Admin under IAM in the Google Cloud console; compare project_id")},
	}
}
