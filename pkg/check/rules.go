package check

// Rules returns all rules, in an order in which each stands behind those that it
// needs.
func Rules() []*Rule {
	return []*Rule{
		pushModule,

		registerPlugin, requirePlugin, appGuard,
		configKeys, businessIDs, vendorKeys,
		sdkVersion,

		clickListener, offlinePushInfo, logoutOnHide, imSecretInCode,
	}
}
