package emulator

import (
	_ "embed"
	"strings"
)

// The demo keys are made up, public and worthless: nobody but the emulator takes
// what they sign. Making an RSA key at each start would cost a quarter second.
//
//go:embed demo/rsa.pem
var demoRSA string

//go:embed demo/ec.pem
var demoEC string

// DemoApp is the package name and bundle id of the demo accounts.
const DemoApp = "com.example.app"

// Demo returns the demo account of a vendor by the fields of pkg/catalog, nil for
// no vendor. Its files are given as their content.
func Demo(vendor string) map[string]string {
	switch vendor {
	case "huawei":
		return map[string]string{
			"client_id": "100000001", "client_secret": strings.Repeat("0123456789abcdef", 4),
			"project_id": "100000000000000001", "service_account": demoHuaweiAccount(),
		}
	case "honor":
		return map[string]string{"app_id": "104000001", "client_id": "demo0honor0client0id", "client_secret": "demo-honor-client-secret-0001"}
	case "xiaomi":
		return map[string]string{"app_secret": "demoXiaomiAppSecret001==", "package_name": DemoApp}
	case "oppo":
		return map[string]string{"app_key": "00000000000000000000000000000a01", "master_secret": "00000000000000000000000000000b01"}
	case "vivo":
		return map[string]string{"app_id": "105000001", "app_key": "00000000000000000000000000000c01", "app_secret": "00000000-0000-4000-8000-000000000d01"}
	case "meizu":
		return map[string]string{"app_id": "149001", "app_secret": "00000000000000000000000000000e01"}
	case "apns":
		return map[string]string{"key_file": demoEC, "key_id": "DEMOKEY001", "team_id": "DEMOTEAM01", "topic": DemoApp}
	case "fcm":
		return map[string]string{"project_id": "demo-offpush", "service_account": demoGoogleAccount()}
	}
	return nil
}

// DemoToken returns a token of the vendor's shape, which the emulator takes.
func DemoToken(vendor string) string {
	switch vendor {
	case "huawei":
		return "IQAAAACy0demo0offpush0emulator0huawei0token0000000000000000000000000001"
	case "honor":
		return "demo0offpush0emulator0honor0token00000001"
	case "xiaomi":
		return "demo0offpush0emulator0xiaomi0regid0000000000000000000000000001=="
	case "oppo":
		return "OPPO_CN_00000000000000000000000000000001"
	case "vivo":
		return "v2-demo0offpush0emulator0vivo0regid0000000000000000000001"
	case "meizu":
		return "RA500000000000000000000000000000000000demo001"
	case "apns":
		return strings.Repeat("00", 31) + "01"
	case "fcm":
		return "demo0offpush0emulator1:APA91b" + strings.Repeat("demo0fcm0token", 9)
	}
	return ""
}

func demoHuaweiAccount() string {
	return string(marshal(map[string]string{
		"project_id": "100000000000000001", "key_id": "demo0huawei0key0000000000000001", "private_key": demoRSA, "sub_account": "100000001",
		"auth_uri": "https://oauth-login.cloud.huawei.com/oauth2/v3/authorize", "token_uri": "https://oauth-login.cloud.huawei.com/oauth2/v3/token",
		"auth_provider_cert_uri": "https://oauth-login.cloud.huawei.com/oauth2/v3/certs",
		"client_cert_uri":        "https://oauth-login.cloud.huawei.com/oauth2/v3/x509?client_id=100000001",
	}))
}

func demoGoogleAccount() string {
	return string(marshal(map[string]string{
		"type": "service_account", "project_id": "demo-offpush", "private_key_id": strings.Repeat("0123456789", 4), "private_key": demoRSA,
		"client_email": "demo@demo-offpush.iam.gserviceaccount.com", "client_id": "100000000000000000001",
		"auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": "https://oauth2.googleapis.com/token",
		"auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
		"client_x509_cert_url":        "https://www.googleapis.com/robot/v1/metadata/x509/demo%40demo-offpush.iam.gserviceaccount.com",
		"universe_domain":             "googleapis.com",
	}))
}
