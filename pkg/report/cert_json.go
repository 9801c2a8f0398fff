package report

import (
	"io"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// The JSON of cert is an API, too: fields are always present, but for the file of
// a check, which is there only when the check is about one app of several.
type (
	jsonCert struct {
		Version int             `json:"version"`
		Inputs  []jsonCertInput `json:"inputs"`
		Checks  []jsonCertCheck `json:"checks"`
		Verdict check.Match     `json:"verdict"`
	}
	jsonCertInput struct {
		File           string            `json:"file"`
		Kind           apple.Kind        `json:"kind"`
		Environments   []string          `json:"environments"`
		Topics         []string          `json:"topics"`
		BundleID       string            `json:"bundleId"`
		TeamID         string            `json:"teamId"`
		NotBefore      string            `json:"notBefore"` // RFC 3339 in UTC, as notAfter; "" where the file says none
		NotAfter       string            `json:"notAfter"`
		ProfileKind    apple.ProfileKind `json:"profileKind"`
		Devices        int               `json:"devices"`
		APSEnvironment string            `json:"apsEnvironment"`
		KeyID          string            `json:"keyId"`
		Problems       []jsonCertProblem `json:"problems"`
	}
	jsonCertProblem struct {
		ID       string         `json:"id"`
		Severity check.Severity `json:"severity"`
		Message  string         `json:"message"`
	}
	jsonCertCheck struct {
		ID       string       `json:"id"`
		Status   check.Status `json:"status"`
		Message  string       `json:"message"`
		Found    string       `json:"found"`
		Expected string       `json:"expected"`
		File     string       `json:"file,omitempty"`
	}
)

// CertJSON writes a report of `offpush cert` as one JSON value. Where nothing was
// checked the verdict is unknown.
func CertJSON(w io.Writer, r *check.CertReport, lang text.Lang) error {
	out := jsonCert{Version: 1, Inputs: []jsonCertInput{}, Checks: []jsonCertCheck{}, Verdict: r.Verdict}
	if out.Verdict == "" {
		out.Verdict = check.Undecided
	}
	for _, in := range r.Inputs {
		out.Inputs = append(out.Inputs, certInputJSON(in, lang))
	}
	for _, c := range r.Checks {
		out.Checks = append(out.Checks, jsonCertCheck{
			ID: c.Rule.ID, Status: c.Status, Message: c.Message.In(lang), Found: c.Found.In(lang), Expected: c.Expected.In(lang), File: c.Span.File,
		})
	}
	return writeJSON(w, out)
}

func certInputJSON(in check.Inspection, lang text.Lang) jsonCertInput {
	f := factsOf(in.File)
	out := jsonCertInput{
		File: in.Path, Kind: in.Kind, Environments: list(f.environments), Topics: list(f.topics), BundleID: f.bundleID, TeamID: f.teamID,
		NotBefore: timeJSON(f.notBefore), NotAfter: timeJSON(f.notAfter), ProfileKind: f.profileKind, Devices: f.devices,
		KeyID: f.keyID, Problems: []jsonCertProblem{},
	}
	if len(f.environments) > 0 { // else it is not one of the two values
		out.APSEnvironment = f.aps
	}
	for _, p := range in.Problems {
		out.Problems = append(out.Problems, jsonCertProblem{p.ID, p.Severity, p.Message.In(lang)})
	}
	return out
}

func timeJSON(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
