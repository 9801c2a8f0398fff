package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// The types of the details in Google's errors.
const (
	fcmErrorType   = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
	apnsErrorType  = "type.googleapis.com/google.firebase.fcm.v1.ApnsError"
	badRequestType = "type.googleapis.com/google.rpc.BadRequest"
	errorInfoType  = "type.googleapis.com/google.rpc.ErrorInfo"
)

// google is the envelope of an error of Google's APIs.
type google struct {
	Code    int              `json:"code"`
	Message string           `json:"message"`
	Status  string           `json:"status"`
	Details []map[string]any `json:"details,omitempty"`
}

// googleStatus are the statuses of Google's RPCs as HTTP gives them.
var googleStatus = map[int]string{
	http.StatusBadRequest: "INVALID_ARGUMENT", http.StatusUnauthorized: "UNAUTHENTICATED", http.StatusForbidden: "PERMISSION_DENIED",
	http.StatusNotFound: "NOT_FOUND", http.StatusTooManyRequests: "RESOURCE_EXHAUSTED",
	http.StatusInternalServerError: "INTERNAL", http.StatusServiceUnavailable: "UNAVAILABLE",
}

const noCredential = "Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."

// fcmWords are Google's own words for a code, as others have captured them; an
// access token that FCM does not know is INVALID_CREDENTIALS here.
var fcmWords = map[string]string{
	"INVALID_ARGUMENT":              "Request contains an invalid argument.",
	"THIRD_PARTY_AUTH_ERROR":        "Auth error from APNS or Web Push Service",
	"APNS_AUTH_ERROR":               "Auth error from APNS or Web Push Service",
	"SENDER_ID_MISMATCH":            "SenderId mismatch",
	"UNREGISTERED":                  "Requested entity was not found.",
	"NOT_FOUND":                     "Requested entity was not found.",
	"QUOTA_EXCEEDED":                "Quota exceeded for quota metric 'Message send requests' and limit 'Message send requests per minute' of service 'fcm.googleapis.com'.",
	"RESOURCE_EXHAUSTED":            "Resource has been exhausted (e.g. check quota).",
	"INTERNAL":                      "Internal error encountered.",
	"UNAVAILABLE":                   "The service is currently unavailable.",
	"UNSPECIFIED_ERROR":             "Unknown Error.",
	"UNAUTHENTICATED":               "Request had invalid authentication credentials. " + noCredential,
	"ACCESS_TOKEN_EXPIRED":          "Request had invalid authentication credentials. " + noCredential,
	"ACCESS_TOKEN_TYPE_UNSUPPORTED": "Request had invalid authentication credentials. " + noCredential,
	"CREDENTIALS_MISSING":           "Request is missing required authentication credential. " + noCredential,
	"PERMISSION_DENIED":             "The caller does not have permission",
	"IAM_PERMISSION_DENIED":         "Permission 'cloudmessaging.messages.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/%[1]s' (or it may not exist).",
	"SERVICE_DISABLED": "Firebase Cloud Messaging API has not been used in project %[1]s before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/fcm.googleapis.com/overview?project=%[1]s then retry. " +
		"If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",

	"invalid_grant":          "Invalid JWT Signature.",
	"invalid_scope":          "Invalid OAuth scope or ID token audience provided.",
	"invalid_client":         "The OAuth client was not found.",
	"unauthorized_client":    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
	"unsupported_grant_type": "Invalid grant_type: ",
	"invalid_request":        "Bad Request",
}

// fcmErrorCodes are those that stand in an FcmError detail.
func fcmErrorCodes() []string {
	return []string{"INVALID_ARGUMENT", "THIRD_PARTY_AUTH_ERROR", "APNS_AUTH_ERROR", "SENDER_ID_MISMATCH", "UNREGISTERED", "QUOTA_EXCEEDED", "INTERNAL", "UNAVAILABLE", "UNSPECIFIED_ERROR"}
}

// refuse writes a code in the envelope of the OAuth server or in that of FCM.
func (f *fcm) refuse(c *call, code catalog.Code) *answer {
	words := or(code.Text, fcmWords[code.Code])
	if strings.Contains(words, "%[1]s") {
		words = fmt.Sprintf(words, c.value("project"))
	}
	if words == "" {
		words = code.Meaning.EN
	}
	if code.At == catalog.AtAuth {
		a := &answer{status: orStatus(code.Status, http.StatusBadRequest), body: marshal(oauthError{code.Code, words})}
		a.setHeader("Content-Type", "application/json; charset=utf-8")
		return a
	}
	switch code.Code {
	case "200":
		return f.delivered(c, false)
	case "502":
		return page(http.StatusBadGateway, "Server Error", "The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.")
	}
	g := google{Code: orStatus(code.Status, fcmStatus(code.Code)), Message: words}
	g.Status = or(googleStatus[g.Code], "UNKNOWN")
	switch {
	case code.Code == "UNSPECIFIED_ERROR":
		g.Status = "UNKNOWN"
		fallthrough
	case slices.Contains(fcmErrorCodes(), code.Code):
		g.Details = append(g.Details, map[string]any{"@type": fcmErrorType, "errorCode": code.Code})
		g.Details = append(g.Details, f.more(c, code)...)
	case code.Code != g.Status:
		g.Details = append(g.Details, f.info(c, code.Code))
	}
	return g.answer(c)
}

// fcmStatus is the HTTP status of a code that the catalog has none for.
func fcmStatus(code string) int {
	for status, name := range googleStatus {
		if name == code {
			return status
		}
	}
	switch code {
	case "APNS_AUTH_ERROR":
		return http.StatusUnauthorized
	case "UNSPECIFIED_ERROR":
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// more are the details beside the FcmError.
func (f *fcm) more(c *call, code catalog.Code) []map[string]any {
	switch {
	case code.Code == "THIRD_PARTY_AUTH_ERROR":
		return []map[string]any{{"@type": apnsErrorType, "statusCode": http.StatusForbidden, "reason": "InvalidProviderToken"}}
	case c.field != "":
		return []map[string]any{badRequest(protoProblem{field: c.field, says: code.Text})}
	}
	return nil
}

// info is the detail that gives a reason of Google's front end.
func (f *fcm) info(c *call, reason string) map[string]any {
	project := "projects/" + c.value("project")
	domain, meta := "googleapis.com", map[string]string{"service": "fcm.googleapis.com"}
	switch reason {
	case "IAM_PERMISSION_DENIED":
		domain, meta = "iam.googleapis.com", map[string]string{"permission": "cloudmessaging.messages.create", "resource": project}
	case "SERVICE_DISABLED":
		meta["consumer"] = project
	default:
		meta["method"] = fcmPackage + "FcmService.SendMessage"
	}
	return map[string]any{"@type": errorInfoType, "reason": reason, "domain": domain, "metadata": meta}
}

func badRequest(problems ...protoProblem) map[string]any {
	var violations []map[string]string
	for _, p := range problems {
		v := map[string]string{"description": p.says}
		if p.field != "" {
			v["field"] = p.field
		}
		violations = append(violations, v)
	}
	return map[string]any{"@type": badRequestType, "fieldViolations": violations}
}

// malformed answers a body that the front end cannot make a message of. There is
// no FcmError in it: FCM never saw the request.
func malformed(c *call, problems ...protoProblem) *answer {
	var says []string
	for _, p := range problems {
		says = append(says, p.says)
	}
	g := google{http.StatusBadRequest, strings.Join(says, "\n"), "INVALID_ARGUMENT", []map[string]any{badRequest(problems...)}}
	a := g.answer(c)
	a.code, a.why = g.Status, problems[0].why
	if n := len(problems) - 1; n > 0 {
		a.why = text.F("%s（另有 %d 处）", "%s (and %d more)", a.why, n)
	}
	return a
}

func (g google) answer(c *call) *answer {
	return fcmJSON(c, g.Code, map[string]google{"error": g})
}

// fcmJSON writes JSON as Google's front end does: indented, unless a client asks
// for something else.
func fcmJSON(c *call, status int, v any) *answer {
	body := marshal(v)
	if pretty := c.request.URL.Query(); pretty.Get("prettyPrint") != "false" && pretty.Get("$prettyPrint") != "false" {
		var b bytes.Buffer
		_ = json.Indent(&b, body, "", "  ") // marshal wrote it
		body = append(b.Bytes(), '\n')
	}
	a := &answer{status: status, body: body}
	a.setHeader("Content-Type", "application/json; charset=UTF-8")
	return a
}

// lost is Google's page for what is not there.
func (f *fcm) lost(c *call) *answer {
	path := c.request.URL.Path
	a := page(http.StatusNotFound, "Not Found", "The requested URL <code>"+html.EscapeString(path)+"</code> was not found on this server.")
	a.code = "NOT_FOUND"
	for _, gone := range fcmGone() {
		if path == gone.path || strings.HasPrefix(path, gone.path+"/") {
			a.why = gone.why
		}
	}
	return a
}

// gonePath is what Google has shut down.
type gonePath struct {
	path string
	why  text.Text
}

func fcmGone() []gonePath {
	return []gonePath{
		{"/fcm", text.T("旧版 FCM 接口 /fcm/send（Authorization: key=服务器密钥）已于 2024 年下线：改用 POST /v1/projects/{project_id}/messages:send 和服务账号换取的访问令牌",
			"the legacy API, /fcm/send with a server key, was shut down in 2024: use POST /v1/projects/{project_id}/messages:send and an access token got with the service account")},
		{"/batch", text.T("批量接口 /batch 已下线：每个 token 各发一次 POST /v1/projects/{project_id}/messages:send",
			"the batch endpoint is gone: send POST /v1/projects/{project_id}/messages:send once a token")},
	}
}

// page is an error page of Google's front end.
func page(status int, name, says string) *answer {
	n := strconv.Itoa(status)
	a := &answer{status: status, body: []byte("<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error " + n + " (" + name + ")!!1</title>\n" +
		"  <p><b>" + n + ".</b> <ins>That’s an error.</ins>\n  <p>" + says + "  <ins>That’s all we know.</ins>\n")}
	a.setHeader("Content-Type", "text/html; charset=UTF-8")
	return a
}

func orStatus(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}
