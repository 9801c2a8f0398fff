package vendor

import (
	"encoding/json"
	"net/http"
	"time"
)

// clientCredentials is the OAuth 2.0 login of Huawei and Honor (RFC 6749,
// section 4.4).
func clientCredentials(s *sender, tokenURL, id, secret string) *login {
	return &login{
		key: cacheKey(s.vendor.ID, s.Credentials["endpoint"], tokenURL, id, secret),
		ask: func() (*draft, error) {
			return &draft{url: tokenURL, form: true, body: map[string]any{"grant_type": "client_credentials", "client_id": id, "client_secret": secret}}, nil
		},
		read: func(r *reply) (ticket, verdict, error) { return readOAuth(r, s.Now()) },
	}
}

// oauthMargin is how long before its end an access token is no longer used.
const oauthMargin = time.Minute

// readOAuth reads the answer of a token endpoint (RFC 6749, section 5), with
// Huawei's number pair for the error.
func readOAuth(r *reply, now time.Time) (ticket, verdict, error) {
	var body struct {
		AccessToken string      `json:"access_token"`
		ExpiresIn   json.Number `json:"expires_in"`
		Error       code        `json:"error"`
		SubError    code        `json:"sub_error"`
		Description string      `json:"error_description"`
	}
	if err := r.decode(&body); err != nil {
		return ticket{}, verdict{}, err
	}
	if r.status == http.StatusOK && body.AccessToken != "" {
		seconds, err := body.ExpiresIn.Int64()
		if err != nil || seconds < 0 {
			seconds = 0 // not kept
		}
		return ticket{body.AccessToken, now, now.Add(time.Duration(seconds)*time.Second - oauthMargin)}, verdict{}, nil
	}
	if body.Error == "" {
		return ticket{}, verdict{}, r.unexpected()
	}
	v := verdict{code: string(body.Error), text: body.Description}
	if body.SubError != "" {
		v.code += "/" + string(body.SubError)
	}
	return ticket{}, v, nil
}
