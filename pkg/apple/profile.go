package apple

import (
	"errors"
	"slices"
	"time"

	"github.com/smallstep/pkcs7"

	"github.com/offpush/offpush/pkg/text"
)

// ProfileKind is how apps with a provisioning profile reach a device.
type ProfileKind string

// The kinds.
const (
	Development ProfileKind = "development"
	AdHoc       ProfileKind = "adhoc"
	AppStore    ProfileKind = "appstore" // TestFlight too
	Enterprise  ProfileKind = "enterprise"
)

// Profile is what a provisioning profile says. Its signature is not verified.
type Profile struct {
	Name, UUID       string
	AppIDName        string
	TeamID, TeamName string
	Platforms        []string // "iOS", "OSX", …
	BundleID         string   // "*" or "com.example.*" for a wildcard, with which no push is possible
	Kind             ProfileKind
	// APSEnvironment is "development" or "production" as written; "" when the App
	// ID had no push capability on the day the profile was made.
	APSEnvironment   string
	GetTaskAllow     bool
	Created, Expires time.Time // UTC
	Devices          int       // number of devices it is limited to
	Certificates     [][]byte  // DER of the signing certificates that may be used with it
}

// Environment translates APSEnvironment; it is false where there is none.
func (p *Profile) Environment() (Environment, bool) { return environmentOf(p.APSEnvironment) }

// rawProfile is the property list. Apple documents the entitlements; the rest is
// known from the files.
type rawProfile struct {
	Name, UUID, AppIDName, TeamName string
	TeamIdentifier                  []string
	ApplicationIdentifierPrefix     []string
	Platform                        []string
	CreationDate, ExpirationDate    time.Time
	DeveloperCertificates           [][]byte
	ProvisionedDevices              []string
	ProvisionsAllDevices            bool
	Entitlements                    map[string]any
}

// ParseProfile reads the content of a .mobileprovision or .provisionprofile file:
// CMS signed data around an XML property list.
func ParseProfile(file string, data []byte) (*Profile, error) {
	list, err := profileContent(data)
	switch {
	case err != nil && looksLikeProfile(data):
		e := brokenProfile(file, err)
		e.Message = text.T("描述文件不完整：后面的部分缺失", "the profile is cut off: its end is missing")
		return nil, e
	case err != nil:
		return nil, &Error{File: file, Reason: WrongFile,
			Message: text.F("不是描述文件%s", "not a provisioning profile%s", instead(data)),
			Hint:    text.T("描述文件是从 Apple Developer 的 Profiles 页面下载的 .mobileprovision", "a profile is the .mobileprovision downloaded from the Profiles page of Apple Developer")}
	}
	var raw rawProfile
	if err := decodePlist(list, &raw); err != nil {
		return nil, brokenProfile(file, err)
	}
	if raw.UUID == "" && raw.Name == "" {
		return nil, brokenProfile(file, errors.New("neither a name nor a UUID"))
	}
	return raw.facts(), nil
}

// profileContent unwraps a profile. Where the wrapping is not in order, the list
// is cut out of it: it stands there in the clear.
func profileContent(data []byte) ([]byte, error) {
	if _, ok := outline(data); ok && data[0] == 0x30 {
		if p7, err := pkcs7.Parse(data); err == nil && len(p7.Content) > 0 {
			return p7.Content, nil
		}
	}
	if list := cutPlist(data); list != nil {
		return list, nil
	}
	return nil, errPlist
}

func brokenProfile(file string, err error) *Error {
	return &Error{File: file, Reason: Broken,
		Message: text.F("描述文件的内容无法解析：%s", "the content of the profile cannot be read: %s", detail(err)),
		Hint:    text.T("从 Apple Developer 的 Profiles 页面重新下载", "download it again from the Profiles page of Apple Developer")}
}

func (r *rawProfile) facts() *Profile {
	e := entitlementsOf(r.Entitlements)
	p := &Profile{
		Name: r.Name, UUID: r.UUID, AppIDName: r.AppIDName, TeamName: r.TeamName,
		TeamID:         first(append(append(slices.Clone(r.TeamIdentifier), e.TeamID), r.ApplicationIdentifierPrefix...)...),
		Platforms:      r.Platform,
		BundleID:       e.BundleID,
		APSEnvironment: e.APSEnvironment,
		GetTaskAllow:   e.GetTaskAllow,
		Created:        r.CreationDate.UTC(),
		Expires:        r.ExpirationDate.UTC(),
		Devices:        len(r.ProvisionedDevices),
		Certificates:   r.DeveloperCertificates,
	}
	switch mac := slices.Contains(r.Platform, "OSX"); {
	case r.ProvisionsAllDevices:
		p.Kind = Enterprise // on macOS: Developer ID
	case p.Devices == 0:
		p.Kind = AppStore
	case p.GetTaskAllow, mac: // macOS knows no ad hoc profiles
		p.Kind = Development
	default:
		p.Kind = AdHoc
	}
	return p
}
