package check

// Rules returns all rules, in an order in which each stands behind those that it
// needs.
func Rules() []*Rule {
	return []*Rule{
		manifestSyntax,
		manifestAppID,
		pushModule,
		uniPushOff,
		iosRegisterMode,

		pluginUsed,
		pluginTicked,
		pluginLocal,
		pushConflict,
		pluginFolder,
		pluginPackage,
		pluginFiles,
		pluginRetired,

		vivoParamsFilled,
		vivoParamsValue,
		vivoAgree,
		agconnectFile,
		agconnectContent,
		agconnectPackage,

		registerPlugin,
		requirePlugin,
		appGuard,
		configKeys,
		businessIDs,
		vendorKeys,
		sdkVersion,

		clickListener,
		offlinePushInfo,
		logoutOnHide,
		imSecretInCode,

		apnsCredential,
		apnsKey,
		apnsExpiry,
		apnsBundleID,
		apnsTeam,
		apnsEnvironment,
		apnsEntitlement,
		apnsProfile,
		secretInProject,

		// They look at what the others found, and so stand behind them.
		ignoreWithoutReason,
		unusedIgnore,
	}
}
