package report

import (
	"io"
	"slices"
	"strings"

	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// The JSON of a push is an API, too: fields are always present, but for error,
// which is there only when there is no answer of the vendor.
type (
	jsonPush struct {
		Version     int            `json:"version"`
		Device      string         `json:"device"`
		Vendor      string         `json:"vendor"`
		Accepted    bool           `json:"accepted"`
		HTTPStatus  int            `json:"httpStatus"`
		Code        string         `json:"code"`
		Text        string         `json:"text"`
		MessageID   string         `json:"messageId"`
		Class       string         `json:"class"`
		Meaning     string         `json:"meaning"`
		Cause       string         `json:"cause"`
		Remedy      string         `json:"remedy"`
		DryRun      bool           `json:"dryRun"`
		CheckedBy   string         `json:"checkedBy"`
		Environment string         `json:"environment"`
		Sent        bool           `json:"sent"`
		Emulator    bool           `json:"emulator"`
		Judged      string         `json:"judged"` // by the emulator; "" without it
		Warnings    []string       `json:"warnings"`
		Notes       []string       `json:"notes"`
		Silent      []string       `json:"silent"`
		Exchanges   []jsonExchange `json:"exchanges"`
		Error       *jsonError     `json:"error,omitempty"`
	}
	jsonExchange struct {
		Step       string `json:"step"`
		Method     string `json:"method"`
		URL        string `json:"url"`
		Status     int    `json:"status"`
		DurationMs int64  `json:"durationMs"`
		DNSMs      int64  `json:"dnsMs"`
		ConnectMs  int64  `json:"connectMs"`
		TLSMs      int64  `json:"tlsMs"`
		Request    string `json:"request"`
		Response   string `json:"response"`
	}
	jsonPushes struct {
		Version int        `json:"version"`
		Answers []jsonPush `json:"answers"`
	}
)

// SentJSON writes one push as a JSON value: the answer, or for a push that was
// not sent {"version":1,"error":{...}}.
func SentJSON(w io.Writer, s Push, lang text.Lang) error {
	if s.Refused != nil {
		return JSONError(w, s.Refused.ID, s.Refused.Message.In(lang))
	}
	return writeJSON(w, pushJSON(s, lang))
}

// SentAllJSON writes several pushes as one JSON value.
func SentAllJSON(w io.Writer, pushes []Push, lang text.Lang) error {
	out := jsonPushes{Version: 1, Answers: []jsonPush{}}
	for _, s := range pushes {
		out.Answers = append(out.Answers, pushJSON(s, lang))
	}
	return writeJSON(w, out)
}

func pushJSON(s Push, lang text.Lang) jsonPush {
	out := jsonPush{Version: 1, Device: s.Device, Vendor: s.Vendor, Emulator: s.Emulator, Judged: s.Judged.In(lang)}
	switch {
	case s.Answer != nil:
		out.answer(s.Answer, lang)
		out.Sent = wasSent(s.Answer)
	case s.NoAnswer != nil:
		if s.NoAnswer.Answer != nil {
			out.answer(s.NoAnswer.Answer, lang)
		}
		n := s.NoAnswer
		out.Class, out.Meaning, out.Remedy, out.Sent = string(n.Class), n.Message.In(lang), n.Hint.In(lang), n.Sent
		out.Error = &jsonError{n.ID, n.Message.In(lang)}
	case s.Refused != nil:
		out.Class, out.Meaning, out.Remedy = string(s.Refused.Class()), s.Refused.Message.In(lang), s.Refused.Hint.In(lang)
		out.Error = &jsonError{s.Refused.ID, s.Refused.Message.In(lang)}
	}
	out.Warnings, out.Notes, out.Silent = list(out.Warnings), list(out.Notes), list(out.Silent)
	if out.Exchanges == nil {
		out.Exchanges = []jsonExchange{}
	}
	return out
}

// wasSent: the push itself left this machine, not only the login or a check.
func wasSent(a *vendor.Answer) bool {
	return !a.DryRun && slices.ContainsFunc(a.Exchanges, func(e vendor.Exchange) bool { return e.Step == "send" && e.Sent })
}

func (j *jsonPush) answer(a *vendor.Answer, lang text.Lang) {
	j.Accepted, j.HTTPStatus, j.Code, j.Text, j.MessageID = a.Accepted, a.HTTPStatus, a.Code, a.Text, a.MessageID
	j.Class, j.Meaning, j.Remedy = string(a.Explain.Class), a.Explain.Meaning.In(lang), a.Explain.Remedy.In(lang)
	separator := text.T("；", "; ").In(lang)
	for i, c := range a.Explain.Causes {
		if i > 0 {
			j.Cause += separator
		}
		j.Cause += c.In(lang)
	}
	j.DryRun, j.CheckedBy, j.Environment = a.DryRun, a.CheckedBy, a.Environment
	j.Warnings, j.Notes, j.Silent = inLang(a.Warnings, lang), inLang(a.Notes, lang), inLang(a.Silent, lang)
	for _, e := range a.Exchanges {
		j.Exchanges = append(j.Exchanges, jsonExchange{
			Step: e.Step, Method: e.Method, URL: e.URL, Status: e.Status, DurationMs: e.Timing.Total.Milliseconds(),
			DNSMs: e.Timing.DNS.Milliseconds(), ConnectMs: e.Timing.Connect.Milliseconds(), TLSMs: e.Timing.TLS.Milliseconds(),
			Request: strings.TrimSuffix(RequestText(e, e.RequestBody), "\n"), Response: strings.TrimSuffix(ResponseText(e), "\n"),
		})
	}
}

func inLang(texts []text.Text, lang text.Lang) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		out = append(out, t.In(lang))
	}
	return out
}
