//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/offpush/offpush/pkg/emulator"
)

// request is a push that is sent again and again.
type request struct {
	path   string
	header http.Header
	body   []byte
}

// load is a kind of push, of the size that real back ends send.
type load struct {
	name, vendor string
	goal         float64
	success      string // what stands in every answer that accepts
	// prepare logs in at an address, where the vendor has a login, and makes the
	// requests.
	prepare func(base string) ([]*request, error)
}

// The goals.
const (
	goal     = 0.5
	goalAPNs = 0.25
)

// deviceTokens is to how many devices the pushes of APNs go.
const deviceTokens = 50

func loads() []load {
	return []load{
		{"huawei v1", "huawei", goal, `"80000000"`, huaweiV1},
		{"huawei v2 JWT", "huawei", goal, `"80000000"`, huaweiV2},
		{"huawei v3 JWT", "huawei", goal, `"80000000"`, huaweiV3},
		{"honor", "honor", goal, `"code":200`, honor},
		{"xiaomi", "xiaomi", goal, `"code":0`, xiaomi},
		{"oppo", "oppo", goal, `"code":0`, oppo},
		{"vivo", "vivo", goal, `"result":0`, vivo},
		{"meizu", "meizu", goal, `"code":"200"`, meizu},
		{"fcm", "fcm", goal, `projects/demo-offpush/messages/`, fcm},
		{"apns JWT", "apns", goalAPNs, "", apns},
	}
}

const (
	jsonType = "application/json; charset=UTF-8"
	formType = "application/x-www-form-urlencoded;charset=UTF-8"

	title = "周报已发布"
	text  = "第 42 周的周报已发布，请在周五前查看并确认。A new weekly report is ready."
)

// one is a request with a header of name and value pairs.
func one(path, contentType string, body []byte, header ...string) []*request {
	h := http.Header{"Content-Type": {contentType}, "User-Agent": {"benchemulator"}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return []*request{{path, h, body}}
}

// object is a JSON object.
type object map[string]any

func (o object) json() []byte {
	data, err := json.Marshal(o)
	if err != nil {
		panic(err) // of values that are all given here
	}
	return data
}

// login makes a login call and returns a member of its answer, at a path of names.
func login(url, contentType string, body []byte, path ...string) (string, error) {
	r, err := http.Post(url, contentType, strings.NewReader(string(body)))
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Body.Close() }()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	var v any
	_ = json.Unmarshal(data, &v)
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	if token, _ := v.(string); token != "" {
		return token, nil
	}
	return "", fmt.Errorf("the login was refused: %s %s", r.Status, data)
}

// account is the demo account of a vendor, which --write-config writes too.
func account(vendor string) map[string]string { return emulator.Demo(vendor) }
