package apple

import (
	"encoding/asn1"
	"maps"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/pkg/text"
)

// Entitlements is what an app was granted, as its code signature holds it. What
// is not there is "" or false.
type Entitlements struct {
	ApplicationID  string // prefix and bundle id: "ABCDE12345.com.example.app"
	BundleID       string // its part behind the first dot
	TeamID         string // in a signature without it, that of the code directory
	APSEnvironment string // "development" or "production" as written; "" means that the app cannot push
	GetTaskAllow   bool   // a debugger may attach: a development build
	BetaReports    bool   // TestFlight and App Store
	// CodeID and CodeTeamID are the identifier and the team that the signature's
	// code directory names; "" of what is no signature.
	CodeID, CodeTeamID string
}

// entitlementsOf reads a property list; macOS writes some keys differently.
func entitlementsOf(list map[string]any) Entitlements {
	word := func(keys ...string) string {
		for _, k := range keys {
			if s, ok := list[k].(string); ok && s != "" {
				return s
			}
		}
		return ""
	}
	yes := func(keys ...string) bool {
		for _, k := range keys {
			if b, ok := list[k].(bool); ok && b {
				return true
			}
		}
		return false
	}
	e := Entitlements{
		ApplicationID:  word("application-identifier", "com.apple.application-identifier"),
		TeamID:         word("com.apple.developer.team-identifier"),
		APSEnvironment: word("aps-environment", "com.apple.developer.aps-environment"),
		GetTaskAllow:   yes("get-task-allow", "com.apple.security.get-task-allow"),
		BetaReports:    yes("beta-reports-active"),
	}
	_, e.BundleID, _ = strings.Cut(e.ApplicationID, ".")
	return e
}

// parseEntitlements reads a property list that stands alone: an .entitlements or
// .xcent file, or one that shows by its keys what it is.
func parseEntitlements(file string, data []byte) (*Entitlements, error) {
	list, err := decodeDict(data)
	if err != nil {
		return nil, &Error{File: file, Reason: Broken,
			Message: text.F("属性列表（plist）无法解析：%s", "the property list cannot be read: %s", detail(err)), Hint: again()}
	}
	ext := strings.ToLower(filepath.Ext(file))
	known := ext == ".entitlements" || ext == ".xcent"
	for key := range maps.Keys(list) {
		switch {
		case key == "aps-environment", key == "application-identifier", key == "get-task-allow", key == "keychain-access-groups",
			strings.HasPrefix(key, "com.apple.developer."), strings.HasPrefix(key, "com.apple.security."):
			known = true
		}
	}
	if !known {
		return nil, &Error{File: file, Reason: WrongFile,
			Message: text.T("这个属性列表（plist）里没有权限（entitlements）", "there are no entitlements in this property list"),
			Hint:    text.T("权限文件的扩展名一般是 .entitlements 或 .xcent", "entitlements are mostly in an .entitlements or .xcent file")}
	}
	e := entitlementsOf(list)
	return &e, nil
}

// derEntitlements reads the entitlements in their newer form: [APPLICATION 16] of a
// version and [CONTEXT 16] of pairs, or a SET of pairs as the first tools wrote it.
// Only the strings and truth values of the outermost level are kept.
func derEntitlements(der []byte) (map[string]any, error) {
	var top asn1.RawValue
	if _, ok := outline(der); !ok || unmarshal(der, &top) != nil || !top.IsCompound {
		return nil, errSignature
	}
	pairs := members(top)
	for _, m := range pairs {
		if m.Class == asn1.ClassContextSpecific && m.Tag == 16 {
			pairs = members(m)
			break
		}
	}
	out := map[string]any{}
	for _, pair := range pairs {
		parts := members(pair)
		if !pair.IsCompound || len(parts) != 2 {
			continue
		}
		for _, key := range textOf(parts[0]) {
			out[key] = nil
			if parts[1].Tag == asn1.TagBoolean && len(parts[1].Bytes) == 1 {
				out[key] = parts[1].Bytes[0] != 0
			}
			for _, s := range textOf(parts[1]) {
				out[key] = s
			}
		}
	}
	return out, nil
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
