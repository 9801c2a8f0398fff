package emulator

import (
	"slices"
	"strings"
)

// protoKind is the type of a field of a protobuf message.
type protoKind uint8

const (
	protoString protoKind = iota + 1
	protoBool
	protoInt
	protoFloat
	protoDuration
	protoTime
	protoEnum
	protoMap    // of strings
	protoStruct // any JSON object
	protoMessage
)

// protoField is a field: its name in the proto file, and its type.
type protoField struct {
	name  string
	kind  protoKind
	list  bool
	oneof string     // of these fields of a message there may be one
	of    *protoType // of protoMessage
	enum  *protoEnumType
}

// protoType is a message.
type protoType struct {
	name   string
	fields map[string]*protoField // by either of their names in JSON
	names  []string               // in the proto file
}

// protoEnumType is an enum. The first value stands for none.
type protoEnumType struct {
	name   string
	values []string
	lower  bool // documented to take the values in lower case, too
}

// fcmPackage is where the messages are declared.
const fcmPackage = "google.firebase.fcm.v1."

// fcmEnums are the enums by their names in the table below.
func fcmEnums() map[string]*protoEnumType {
	return map[string]*protoEnumType{
		"Priority": {name: "AndroidMessagePriority", lower: true, values: []string{"ANDROID_MESSAGE_PRIORITY_UNSPECIFIED", "NORMAL", "HIGH"}},
		"NotificationPriority": {name: "AndroidNotification.NotificationPriority",
			values: []string{"PRIORITY_UNSPECIFIED", "PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX"}},
		"Visibility": {name: "AndroidNotification.Visibility", values: []string{"VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"}},
		"Proxy":      {name: "AndroidNotification.Proxy", values: []string{"PROXY_UNSPECIFIED", "ALLOW", "DENY", "IF_PRIORITY_LOWERED"}},
	}
}

const (
	fcmNotice = "title body icon color sound tag click_action title_loc_key body_loc_key channel_id ticker image"
	fcmFlags  = "sticky local_only default_sound default_vibrate_timings default_light_settings"
)

// fcmTypes are the messages of a send request: by kind the fields, as
// name:type where they have one, with [] behind the name of a list. Source: the
// API's discovery document, revision 20261023, which has the names in camel case.
func fcmTypes() map[string]map[protoKind]string {
	android := map[protoKind]string{
		protoString: "collapse_key restricted_package_name", protoEnum: "priority:Priority", protoDuration: "ttl", protoMap: "data",
		protoBool:    "direct_boot_ok bandwidth_constrained_ok restricted_satellite_ok",
		protoMessage: "notification:AndroidNotification fcm_options:AndroidFcmOptions",
	}
	return map[string]map[protoKind]string{
		"SendMessageRequest": {protoBool: "validate_only", protoMessage: "message:Message"},
		"Message": {
			protoString: "name token fid topic condition", protoMap: "data",
			protoMessage: "notification:Notification android:AndroidConfig android_v2:AndroidConfigV2 webpush:WebpushConfig apns:ApnsConfig fcm_options:FcmOptions",
		},
		"Notification":  {protoString: "title body image"},
		"AndroidConfig": android,
		"AndroidConfigV2": {
			protoString: android[protoString], protoDuration: "ttl", protoMap: "data", protoBool: android[protoBool],
			protoMessage: "remote_notification:AndroidRemoteNotification background_sync:AndroidBackgroundSyncMessage fcm_options:AndroidFcmOptions",
		},
		"AndroidRemoteNotification":    {protoBool: "mutable_content use_as_v1_data_message", protoMessage: "notification:AndroidNotificationV2"},
		"AndroidBackgroundSyncMessage": {},
		"AndroidNotification": {
			protoString: fcmNotice + " title_loc_args[] body_loc_args[]", protoBool: fcmFlags + " bypass_proxy_notification", protoInt: "notification_count",
			protoEnum: "notification_priority:NotificationPriority visibility:Visibility proxy:Proxy",
			protoTime: "event_time", protoDuration: "vibrate_timings[]", protoMessage: "light_settings:LightSettings",
		},
		"AndroidNotificationV2": {
			protoString: fcmNotice + " title_loc_args[] body_loc_args[]", protoBool: fcmFlags, protoInt: "notification_count id",
			protoEnum: "notification_priority:NotificationPriority visibility:Visibility",
			protoTime: "event_time", protoDuration: "vibrate_timings[]", protoMessage: "light_settings:LightSettings",
		},
		"LightSettings":     {protoDuration: "light_on_duration light_off_duration", protoMessage: "color:Color"},
		"Color":             {protoFloat: "red green blue alpha"},
		"ApnsConfig":        {protoMap: "headers", protoStruct: "payload", protoString: "live_activity_token", protoMessage: "fcm_options:ApnsFcmOptions"},
		"WebpushConfig":     {protoMap: "headers data", protoStruct: "notification", protoMessage: "fcm_options:WebpushFcmOptions"},
		"FcmOptions":        {protoString: "analytics_label"},
		"AndroidFcmOptions": {protoString: "analytics_label"},
		"ApnsFcmOptions":    {protoString: "analytics_label image"},
		"WebpushFcmOptions": {protoString: "analytics_label link"},
	}
}

// fcmTargets are the fields that say where a message goes.
func fcmTargets() []string { return []string{"token", "fid", "topic", "condition"} }

// fcmRequest makes the type of a send request.
func fcmRequest() *protoType {
	types, enums := map[string]*protoType{}, fcmEnums()
	for name := range fcmTypes() {
		types[name] = &protoType{name: fcmPackage + name, fields: map[string]*protoField{}}
	}
	types["Color"].name = "google.type.Color"
	for name, kinds := range fcmTypes() {
		t := types[name]
		for kind, fields := range kinds {
			for _, field := range strings.Fields(fields) {
				declared, of, _ := strings.Cut(field, ":")
				snake, list := strings.CutSuffix(declared, "[]")
				f := &protoField{name: snake, kind: kind, list: list, of: types[of], enum: enums[of]}
				t.fields[snake], t.fields[camelCase(snake)] = f, f
				t.names = append(t.names, snake)
			}
		}
		slices.Sort(t.names)
	}
	for _, target := range fcmTargets() {
		types["Message"].fields[target].oneof = "target"
	}
	return types["SendMessageRequest"]
}

// camelCase is a field's other name in JSON: light_on_duration, lightOnDuration.
func camelCase(snake string) string {
	words := strings.Split(snake, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}
