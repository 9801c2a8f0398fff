//go:build linux

package main

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/pkg/emulator"
)

func milliseconds() string { return fmt.Sprint(time.Now().UnixMilli()) }

// serviceAccount is a vendor's file of that name.
func serviceAccount(vendor string) (file map[string]string, err error) {
	return file, json.Unmarshal([]byte(account(vendor)["service_account"]), &file)
}

// sign makes a JWT of claims with an RSA key in PEM.
func sign(method jwt.SigningMethod, kid, key string, claims jwt.MapClaims) (string, error) {
	private, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(key))
	if err != nil {
		return "", err
	}
	t := jwt.NewWithClaims(method, claims)
	t.Header["kid"] = kid
	return t.SignedString(private)
}

func huaweiMessage() []byte {
	return object{"message": object{
		"android": object{
			"category": "WORK", "collapse_key": 7, "target_user_type": 1, "ttl": "7200s",
			"notification": object{
				"title": title, "body": text, "channel_id": "news", "importance": "NORMAL", "default_sound": false, "sound": "/raw/bell.mp3",
				"click_action": object{"type": 2, "url": "https://example.com/?a=1&b=2"}, "image": "https://img.example.com/a.png",
				"badge": object{"class": "io.dcloud.PandoraEntry", "set_num": 5},
			},
		},
		"data": `{"room":"42","名":"值"}`, "token": []string{emulator.DemoToken("huawei")},
	}}.json()
}

func huaweiV1(base string) ([]*request, error) {
	a := account("huawei")
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {a["client_id"]}, "client_secret": {a["client_secret"]}}
	token, err := login(base+"/oauth2/v3/token", formType, []byte(form.Encode()), "access_token")
	if err != nil {
		return nil, err
	}
	return one("/v1/"+a["client_id"]+"/messages:send", jsonType, huaweiMessage(), "Authorization", "Bearer "+token), nil
}

// huaweiJWT is one token for many pushes, as Huawei wants it.
func huaweiJWT() (string, error) {
	file, err := serviceAccount("huawei")
	if err != nil {
		return "", err
	}
	now := time.Now().Unix()
	return sign(jwt.SigningMethodPS256, file["key_id"], file["private_key"], jwt.MapClaims{
		"iss": file["sub_account"], "aud": file["token_uri"], "iat": now, "exp": now + 3600,
	})
}

func huaweiV2(string) ([]*request, error) {
	token, err := huaweiJWT()
	return one("/v2/"+account("huawei")["project_id"]+"/messages:send", jsonType, huaweiMessage(), "Authorization", "Bearer "+token), err
}

func huaweiV3(string) ([]*request, error) {
	token, err := huaweiJWT()
	body := object{
		"payload": object{"notification": object{
			"category": "WORK", "title": title, "body": text, "image": "https://img.example.com/a.png", "sound": "bell.mp3",
			"badge":       object{"setNum": 5},
			"clickAction": object{"actionType": 1, "action": "com.example.app.DETAIL", "data": object{"room": "42", "名": "值"}},
		}},
		"pushOptions": object{"collapseKey": 7, "ttl": 7200},
		"target":      object{"token": []string{"MAMzLgIkEUVqfgAAAZGs1UmWAAAAAGcAAAAAAAAeX8p0JLrQ0Sq3Xy6YqW3VwkbGRu8bvJk0aA-Lk2wq9m_5zN7"}},
	}
	return one("/v3/"+account("huawei")["project_id"]+"/messages:send", jsonType, body.json(), "Authorization", "Bearer "+token, "push-type", "0"), err
}

func honor(base string) ([]*request, error) {
	a := account("honor")
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {a["client_id"]}, "client_secret": {a["client_secret"]}}
	token, err := login(base+"/auth/token", formType, []byte(form.Encode()), "access_token")
	if err != nil {
		return nil, err
	}
	body := object{
		"android": object{
			"targetUserType": 1, "ttl": "3600s",
			"notification": object{
				"title": title, "body": text, "importance": "NORMAL", "image": "https://img.example.com/a.png",
				"clickAction": object{"type": 1, "intent": "intent://com.example/x#Intent;scheme=app;end"},
				"badge":       object{"badgeClass": "io.dcloud.PandoraEntry", "setNum": 5},
			},
		},
		"data": `{"room":"42","名":"值"}`, "token": []string{emulator.DemoToken("honor")},
	}
	return one("/api/v1/"+a["app_id"]+"/sendMessage", jsonType, body.json(), "Authorization", "Bearer "+token, "timestamp", milliseconds()), nil
}

func xiaomi(string) ([]*request, error) {
	a := account("xiaomi")
	form := url.Values{
		"registration_id": {emulator.DemoToken("xiaomi")}, "restricted_package_name": {a["package_name"]}, "pass_through": {"0"},
		"title": {title}, "description": {text}, "payload": {`{"room":"42","名":"值"}`}, "notify_type": {"-1"}, "notify_id": {"7"}, "time_to_live": {"7200000"},
		"extra.channel_id": {"100"}, "extra.notify_effect": {"3"}, "extra.web_uri": {"https://example.com/?a=1&b=2"},
		"extra.sound_uri": {"android.resource://com.example.app/raw/bell"},
	}
	return one("/v3/message/regid", formType, []byte(form.Encode()), "Authorization", "key="+a["app_secret"]), nil
}

func oppo(base string) ([]*request, error) {
	a, stamp := account("oppo"), milliseconds()
	sum := sha256.Sum256([]byte(a["app_key"] + stamp + a["master_secret"]))
	form := url.Values{"app_key": {a["app_key"]}, "timestamp": {stamp}, "sign": {hex.EncodeToString(sum[:])}}
	token, err := login(base+"/server/v1/auth", formType, []byte(form.Encode()), "data", "auth_token")
	if err != nil {
		return nil, err
	}
	message := object{
		"target_type": 2, "target_value": emulator.DemoToken("oppo"),
		"notification": object{
			"title": title, "content": text, "category": "IM", "channel_id": "news", "notify_level": 16, "notify_id": 7,
			"click_action_type": 4, "click_action_activity": "com.example.app.DetailActivity", "action_parameters": `{"room":"42"}`,
			"off_line": true, "off_line_ttl": 7200,
		},
	}
	form = url.Values{"auth_token": {token}, "message": {string(message.json())}}
	return one("/server/v1/message/notification/unicast", formType, []byte(form.Encode())), nil
}

func vivo(base string) ([]*request, error) {
	a, stamp := account("vivo"), milliseconds()
	sum := md5.Sum([]byte(a["app_id"] + a["app_key"] + stamp + a["app_secret"]))
	hello := object{"appId": json.Number(a["app_id"]), "appKey": a["app_key"], "timestamp": json.Number(stamp), "sign": hex.EncodeToString(sum[:])}
	token, err := login(base+"/message/auth", jsonType, hello.json(), "authToken")
	if err != nil {
		return nil, err
	}
	body := object{
		"appId": json.Number(a["app_id"]), "regId": emulator.DemoToken("vivo"), "requestId": strings.Repeat("0", 32),
		"title": title, "content": text, "category": "IM", "classification": 1, "notifyType": 4, "notifyId": 7, "timeToLive": 7200,
		"skipType": 4, "skipContent": "intent://com.example/x#Intent;scheme=app;end", "clientCustomMap": object{"room": "42"},
	}
	return one("/message/send", jsonType, body.json(), "authToken", token), nil
}

func meizu(string) ([]*request, error) {
	a := account("meizu")
	message := object{
		"noticeBarInfo":    object{"title": title, "content": text, "noticeMsgType": 1},
		"noticeExpandInfo": object{"noticeExpandType": 2, "noticeExpandImgUrl": "https://img.example.com/a.png"},
		"clickTypeInfo":    object{"clickType": 1, "activity": "com.example.app.PageActivity", "parameters": object{"room": "42"}},
		"pushTimeInfo":     object{"offLine": 1, "validTime": 2}, "advanceInfo": object{"notifyKey": "day_1"},
	}
	form := url.Values{"appId": {a["app_id"]}, "pushIds": {emulator.DemoToken("meizu")}, "messageJson": {string(message.json())}}
	var signed strings.Builder
	for _, name := range slices.Sorted(slices.Values([]string{"appId", "pushIds", "messageJson"})) {
		signed.WriteString(name + "=" + form.Get(name))
	}
	sum := md5.Sum([]byte(signed.String() + a["app_secret"]))
	form.Set("sign", hex.EncodeToString(sum[:]))
	return one("/garcia/api/server/push/varnished/pushByPushId", formType, []byte(form.Encode())), nil
}

func fcm(base string) ([]*request, error) {
	file, err := serviceAccount("fcm")
	if err != nil {
		return nil, err
	}
	now := time.Now().Unix()
	assertion, err := sign(jwt.SigningMethodRS256, file["private_key_id"], file["private_key"], jwt.MapClaims{
		"iss": file["client_email"], "aud": file["token_uri"], "scope": "https://www.googleapis.com/auth/firebase.messaging", "iat": now, "exp": now + 3600,
	})
	if err != nil {
		return nil, err
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {assertion}}
	token, err := login(base+"/token", formType, []byte(form.Encode()), "access_token")
	if err != nil {
		return nil, err
	}
	body := object{"message": object{
		"token": emulator.DemoToken("fcm"), "data": object{"room": "42"},
		"notification": object{"title": title, "body": text, "image": "https://img.example.com/a.png"},
		"android": object{
			"priority": "HIGH", "ttl": "7200s", "collapse_key": "day-1",
			"notification": object{"channel_id": "news", "click_action": "com.example.app.DETAIL", "notification_count": 5, "sound": "bell"},
		},
	}}
	return one("/v1/projects/"+file["project_id"]+"/messages:send", jsonType, body.json(), "Authorization", "Bearer "+token), nil
}

// apns is pushes to several devices with one provider token.
func apns(string) ([]*request, error) {
	a := account("apns")
	key, err := jwt.ParseECPrivateKeyFromPEM([]byte(a["key_file"]))
	if err != nil {
		return nil, err
	}
	t := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"iss": a["team_id"], "iat": time.Now().Unix()})
	t.Header["kid"] = a["key_id"]
	token, err := t.SignedString(key)
	body := object{
		"aps":  object{"alert": object{"title": title, "body": text}, "badge": 5, "category": "CHAT", "interruption-level": "time-sensitive", "sound": "bell.caf"},
		"room": "42",
	}
	var out []*request
	for i := range deviceTokens {
		out = append(out, one(fmt.Sprintf("/3/device/%064x", i+1), jsonType, body.json(),
			"authorization", "bearer "+token, "apns-topic", a["topic"], "apns-push-type", "alert", "apns-priority", "10",
			"apns-expiration", fmt.Sprint(time.Now().Unix()+7200), "apns-collapse-id", "day-1")...)
	}
	return out, err
}
