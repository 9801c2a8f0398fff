package apple

import "strings"

// Entitlements is what an app was granted, as its code signature holds it. What
// is not there is "" or false.
type Entitlements struct {
	ApplicationID  string // prefix and bundle id: "ABCDE12345.com.example.app"
	BundleID       string // its part behind the first dot
	TeamID         string
	APSEnvironment string // "development" or "production" as written; "" means that the app cannot push
	GetTaskAllow   bool   // a debugger may attach: a development build
	BetaReports    bool   // TestFlight and App Store
}

// rawEntitlements is the property list; macOS writes some keys differently.
type rawEntitlements struct {
	ApplicationID    string `plist:"application-identifier"`
	MacApplicationID string `plist:"com.apple.application-identifier"`
	TeamID           string `plist:"com.apple.developer.team-identifier"`
	APS              string `plist:"aps-environment"`
	MacAPS           string `plist:"com.apple.developer.aps-environment"`
	GetTaskAllow     bool   `plist:"get-task-allow"`
	MacGetTaskAllow  bool   `plist:"com.apple.security.get-task-allow"`
	BetaReports      bool   `plist:"beta-reports-active"`
}

func (r rawEntitlements) facts() Entitlements {
	e := Entitlements{
		ApplicationID:  first(r.ApplicationID, r.MacApplicationID),
		TeamID:         r.TeamID,
		APSEnvironment: first(r.APS, r.MacAPS),
		GetTaskAllow:   r.GetTaskAllow || r.MacGetTaskAllow,
		BetaReports:    r.BetaReports,
	}
	_, e.BundleID, _ = strings.Cut(e.ApplicationID, ".")
	return e
}

// first returns the first value that is not "".
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// environmentOf translates the value of aps-environment.
func environmentOf(aps string) (Environment, bool) {
	switch aps {
	case "development":
		return Sandbox, true
	case "production":
		return Production, true
	}
	return "", false
}
