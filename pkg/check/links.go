package check

// Documents that the rules' papers point to.
const (
	// guideURL is the plugin's own integration guide.
	guideURL = "https://cloud.tencent.com/document/product/269/79124"
	// troubleURL is Tencent's page on uni-app pushes that do not arrive.
	troubleURL       = "https://cloud.tencent.com/document/product/269/100143"
	successorURL     = "https://ext.dcloud.net.cn/plugin?id=20169"
	retiredURL       = "https://ext.dcloud.net.cn/plugin?id=9149"
	manifestURL      = "https://uniapp.dcloud.net.cn/collocation/manifest.html"
	manifestAppURL   = "https://uniapp.dcloud.net.cn/collocation/manifest-app.html"
	uniPushURL       = "https://uniapp.dcloud.net.cn/unipush-v2.html"
	localPluginURL   = "https://nativesupport.dcloud.net.cn/NativePlugin/use/use_local_plugin"
	pluginPackageURL = "https://nativesupport.dcloud.net.cn/NativePlugin/course/package"
	iosPushURL       = "https://nativesupport.dcloud.net.cn/AppDocs/usesdk/ios"
	appGalleryURL    = "https://developer.huawei.com/consumer/cn/service/josp/agc/index.html"
	vivoURL          = "https://dev.vivo.com.cn/documentCenter/doc/281"

	// Apple's documents.
	certificatesURL = "https://developer.apple.com/documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"
	tokensURL       = "https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns"
	entitlementURL  = "https://developer.apple.com/documentation/bundleresources/entitlements/aps-environment"
	troublePushURL  = "https://developer.apple.com/library/archive/technotes/tn2265/_index.html"
	// DCloud's on signing and entitlements.
	capabilitiesURL = "https://uniapp.dcloud.net.cn/tutorial/app-ios-capabilities.html"
	iosSignURL      = "https://uniapp.dcloud.net.cn/tutorial/run/ios-apple-certificate-signature.html"
)
