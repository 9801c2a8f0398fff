package vendor

import (
	"slices"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
)

// Answer is what a vendor said, explained. No secret and no whole token is in it
// unless [Options.Reveal] was set.
type Answer struct {
	Vendor     string
	Accepted   bool
	HTTPStatus int
	// Code is the vendor's own, as text; "" after an acceptance by APNs and FCM.
	Code      string
	Text      string // the vendor's own words
	MessageID string
	// Explain are the papers of Code or, when the answer says more about the one
	// token that was sent, of that.
	Explain catalog.Code
	// Silent are the reasons for which an accepted push may not show.
	Silent []text.Text
	DryRun bool
	// CheckedBy says who checked a dry run: "vendor" or "local".
	CheckedBy string
	// Environment is the APNs environment that the answer is from.
	Environment string
	// Warnings were seen before sending; Notes explain the answer further.
	Warnings, Notes []text.Text
	Exchanges       []Exchange
}

// Exchange is one request and its answer, masked.
type Exchange struct {
	Step           string // "auth" or "send"
	Method, URL    string
	RequestHeader  []Header
	RequestBody    string
	Sent           bool // false in a dry run that makes no connection
	Status         int  // 0: no answer
	ResponseHeader []Header
	ResponseBody   string
	Timing         Timing
	// ClientCertificate is the file of the certificate that the connection used.
	ClientCertificate string
	// CAFile is the file of the CAs that the connection trusted, "" for the
	// system's.
	CAFile string
}

// Header is a header line.
type Header struct{ Name, Value string }

// Timing says what the time went into; steps that did not happen are 0.
type Timing struct {
	DNS, Connect, TLS time.Duration
	Wait              time.Duration // from the request's end to the answer's first byte
	Total             time.Duration
}

// verdict is what a vendor's answer says, before it is explained.
type verdict struct {
	accepted bool
	code     string
	text     string
	id       string
	// at are the tables to look the code up in; a send answer when empty.
	at []catalog.At
	// also are codes that say more than code does, for one token or field.
	also []string
	// like is a code that the vendor did not give, whose papers fit the refusal.
	like  string
	notes []text.Text
}

// says reports whether a refusal gives one of these codes.
func (v verdict) says(codes ...string) bool {
	return !v.accepted && slices.ContainsFunc(codes, func(code string) bool { return v.code == code || slices.Contains(v.also, code) })
}

// answer puts a verdict into words.
func (s *sender) answer(w *wire, r *reply, v verdict) *Answer {
	at := v.at
	if len(at) == 0 {
		at = []catalog.At{catalog.AtSend}
	}
	// All of it is the vendor's, which may say again what it was sent.
	v.code = w.mask.Text(v.code)
	for i, n := range v.notes {
		v.notes[i] = w.mask.Both(n)
	}
	a := &Answer{
		Vendor: s.vendor.ID, Accepted: v.accepted, HTTPStatus: r.status, Code: v.code, Text: w.mask.Text(v.text),
		MessageID: w.mask.Text(v.id), Notes: v.notes, Warnings: w.warnings, Exchanges: w.exchanges,
	}
	if v.accepted {
		a.Explain = catalog.Code{Code: v.code, Meaning: text.T("厂商已接收（不等于已展示）", "accepted by the vendor, which is not yet shown on the phone")}
		a.Silent = s.push.Silent
		return a
	}
	a.Explain = s.push.Explain(v.code, r.status, at...)
	if c, ok := s.push.Find(v.like); ok {
		a.Explain = c
	}
	// The reason for the one token that was sent says more than the code above it.
	for _, code := range v.also {
		c, ok := s.push.Find(code, catalog.AtTarget, catalog.AtSend)
		if !ok {
			a.Notes = append(a.Notes, text.F("厂商还给出：%s", "the vendor also says: %s", w.mask.Text(code)))
			continue
		}
		a.Notes = append(a.Notes, text.F("具体原因 %s：%s", "the reason in detail, %s: %s", code, c.Meaning))
		a.Explain = c
	}
	if a.Explain.Class == catalog.ClassNone { // a code of success beside a failure
		a.Explain = catalog.Code{
			Code: v.code, Class: catalog.ClassUnknown, Sure: catalog.Guess,
			Meaning: text.T("返回的是成功的代码，但应答的其他内容表示没有成功", "the code is that of success, but the rest of the answer says that it failed"),
			Remedy:  text.T("用 --show-request 看应答原文；核对 token 是否属于这个应用", "Look at the answer with --show-request; check that the token is of this app"),
		}
	}
	if after := r.header.Get("Retry-After"); after != "" {
		a.Notes = append(a.Notes, text.F("厂商要求等待后再试（Retry-After：%s）", "the vendor asks to wait (Retry-After: %s)", text.Visible(w.mask.Text(after))))
	}
	if note, ok := s.skew(r, a.Explain.Class); ok {
		a.Notes = append(a.Notes, note)
	}
	return a
}

// maxSkew is the difference of clocks that is worth a word when a signature or a
// token was refused. The strictest vendor allows ten minutes; a minute is far
// from what a synchronised clock shows.
const maxSkew = time.Minute

// skew compares the clocks after a refusal that a wrong clock can cause.
func (s *sender) skew(r *reply, class catalog.Class) (text.Text, bool) {
	if class != catalog.ClassCredential || r.date.IsZero() {
		return text.Text{}, false
	}
	off := s.Now().Sub(r.date).Round(time.Second)
	if off.Abs() < maxSkew {
		return text.Text{}, false
	}
	if off > 0 {
		return text.F("本机时间比厂商服务器快 %s：签名和令牌按时间校验，请先校准时钟", "this machine's clock is %s ahead of the vendor's: signatures and tokens depend on it, set the clock first", off), true
	}
	return text.F("本机时间比厂商服务器慢 %s：签名和令牌按时间校验，请先校准时钟", "this machine's clock is %s behind the vendor's: signatures and tokens depend on it, set the clock first", -off), true
}
