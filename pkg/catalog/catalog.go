// Package catalog holds what is known of each push vendor, as data.
package catalog

import (
	"slices"

	"github.com/offpush/offpush/pkg/text"
)

// Vendor is a push channel as TUIOfflinePush knows it.
type Vendor struct {
	ID   string // as in flags, offpush.toml and JSON
	Name text.Text
	// BusinessID is the member of offlinePushConfig that holds the certificate
	// id of the IM console; "" when the plugin cannot set this vendor.
	BusinessID string
	// Keys are the further members that the vendor needs beside BusinessID.
	Keys []Key
	push *Push
}

// Push is what is known of sending to this vendor: tables that are only read.
func (v Vendor) Push() *Push { return v.push }

// Key is a member of offlinePushConfig.
type Key struct {
	Name string
	// Secret values are never printed.
	Secret bool
	// Lookalikes are other credentials that get pasted here by mistake and can be
	// told by their form. No vendor documents these forms, so a match is
	// suspicious, not wrong.
	Lookalikes []Lookalike
}

// Lookalike is another kind of credential and the form that gives it away.
type Lookalike struct {
	Name string // as the vendor's console calls it
	Form
}

var xiaomiAppSecret = Lookalike{"AppSecret", `[A-Za-z0-9+/]{22}==`}

// Vendors lists all channels in the order in which they are shown. Source: the
// plugin's guide and the SDK's own code (tim-wx-sdk 2.23 to 2.27, chat 3.x),
// where honorBusinessID appears although the guide does not list it.
func Vendors() []Vendor { return slices.Clone(vendors) }

var vendors = []Vendor{
	{ID: "huawei", push: huaweiPush, Name: text.T("华为", "Huawei"), BusinessID: "huaweiBusinessID"},
	{ID: "honor", push: honorPush, Name: text.T("荣耀", "HONOR"), BusinessID: "honorBusinessID"},
	{ID: "xiaomi", push: xiaomiPush, Name: text.T("小米", "Xiaomi"), BusinessID: "xiaomiBusinessID",
		Keys: []Key{
			{Name: "xiaomiAppID", Lookalikes: []Lookalike{{"AppKey", `\d{13}`}, xiaomiAppSecret}},
			{Name: "xiaomiAppKey", Secret: true, Lookalikes: []Lookalike{{"AppID", `\d{17,20}`}, xiaomiAppSecret}},
		}},
	{ID: "oppo", push: oppoPush, Name: text.Same("OPPO"), BusinessID: "oppoBusinessID",
		// The guide's own comment calls oppoAppKey an APPID.
		Keys: []Key{
			{Name: "oppoAppKey", Secret: true, Lookalikes: []Lookalike{{"AppID", `\d{5,12}`}}},
			{Name: "oppoAppSecret", Secret: true, Lookalikes: []Lookalike{{"AppID", `\d{5,12}`}}},
		}},
	{ID: "vivo", push: vivoPush, Name: text.Same("vivo"), BusinessID: "vivoBusinessID"},
	{ID: "meizu", push: meizuPush, Name: text.T("魅族", "Meizu"), BusinessID: "meizuBusinessID",
		Keys: []Key{
			{Name: "meizuAppID", Lookalikes: []Lookalike{{"AppKey", `[0-9a-fA-F]{32}`}}},
			{Name: "meizuAppKey", Secret: true, Lookalikes: []Lookalike{{"AppID", `\d{5,8}`}}},
		}},
	{ID: "apns", push: apnsPush, Name: text.Same("APNs"), BusinessID: "iosBusinessID"},
	{ID: "fcm", push: fcmPush, Name: text.Same("FCM")},
}

// ByID returns the vendor with that id.
func ByID(id string) (Vendor, bool) {
	for _, v := range vendors {
		if v.ID == id {
			return v, true
		}
	}
	return Vendor{}, false
}

// IDs returns all vendor ids in order.
func IDs() []string {
	var ids []string
	for _, v := range vendors {
		ids = append(ids, v.ID)
	}
	return ids
}

// Names lists the names of vendors; an unknown id stands for itself.
func Names(ids []string) text.Text {
	var zh, en []string
	for _, id := range ids {
		name := text.Same(id)
		if v, ok := ByID(id); ok {
			name = v.Name
		}
		zh, en = append(zh, name.ZH), append(en, name.EN)
	}
	return text.Text{ZH: text.List(zh).ZH, EN: text.List(en).EN}
}
