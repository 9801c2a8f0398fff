package vendor

import (
	"cmp"
	"context"
	"errors"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/mask"
	"github.com/offpush/offpush/pkg/text"
)

// The steps of a send.
const (
	stepAuth = "auth"
	stepSend = "send"
)

// Who checked a dry run.
const (
	byVendor = "vendor"
	byLocal  = "local"
)

// sender is what every vendor's sender has.
type sender struct {
	vendor catalog.Vendor
	push   *catalog.Push
	Options
	warnings []text.Text // about the credentials
}

// protocol is one vendor's side of a send.
type protocol struct {
	// compose writes the message, without the target and the login.
	compose func(m *Message) (*draft, error)
	// targets are the members of the body that name whom to send to; the device
	// token goes to the first, as a list where list is set.
	targets []string
	list    bool
	// check turns a request into one that the vendor checks and does not deliver;
	// nil: the vendor has no such thing.
	check func(body map[string]any)
	// doubt is what looks wrong with a device token at this API of the vendor;
	// nil: nothing.
	doubt func(token string) []text.Text
	// login is how to get what seal needs; nil: nothing.
	login *login
	// seal finishes a request: the login or a signature goes in.
	seal func(d *draft, ticket string)
	// read says what the answer to a send means.
	read func(r *reply) (verdict, error)
	// stale are the codes with which the vendor says that a login is not good, or
	// no longer: such an answer is about no push.
	stale []string
}

// login says how to log in: either sign makes the ticket here, or ask is sent
// and read takes the ticket from the answer.
type login struct {
	key  string // of the cache: what the ticket belongs to
	sign func() (string, error)
	ask  func() (*draft, error)
	read func(r *reply) (ticket, verdict, error)
}

// courier sends for the vendors with one host and a JSON answer.
type courier struct {
	sender
	*protocol
}

// Send implements [Sender].
func (c *courier) Send(ctx context.Context, m Message) (*Answer, error) {
	w, err := c.newWire(c.Credentials["endpoint"], nil)
	if err != nil {
		return nil, err
	}
	defer w.close()
	w.mask.Token(m.Token)
	d, err := c.draft(&m, w)
	if err != nil {
		return nil, maskError(err, w.mask)
	}
	if m.DryRun && c.check == nil {
		return c.local(ctx, w, d)
	}
	a, err := c.converse(ctx, w, d)
	if err != nil {
		return nil, c.wrap(err, w)
	}
	if m.DryRun {
		a.DryRun, a.CheckedBy, a.Silent = true, byVendor, nil
		if a.Accepted {
			a.Explain.Meaning = text.T("厂商检查通过，没有下发", "the vendor checked it and found nothing wrong; nothing was delivered")
		}
	}
	return a, nil
}

// draft is the request but for the login, checked as far as it can be here.
func (c *courier) draft(m *Message, w *wire) (*draft, error) {
	w.warnings = append(w.warnings, c.warnings...)
	if err := c.judge(m, w); err != nil {
		return nil, err
	}
	if c.doubt != nil {
		w.warnings = append(w.warnings, c.doubt(m.Token)...)
	}
	d, err := c.compose(m)
	if err != nil {
		return nil, err
	}
	if err := c.fill(m, d); err != nil {
		return nil, err
	}
	if err := c.checkLimits(m, d, w, c.targets[0]); err != nil {
		return nil, err
	}
	if m.DryRun && c.check != nil {
		c.check(d.body)
	}
	return d, nil
}

// fill puts in the body of one's own, and the device token.
func (c *courier) fill(m *Message, d *draft) error {
	if m.PayloadOnly {
		d.body, d.payload = clone(m.Payload), 0
	} else {
		merge(d.body, m.Payload)
	}
	return c.address(d.body, m.Token)
}

// local is a dry run that makes no connection.
func (c *courier) local(ctx context.Context, w *wire, d *draft) (*Answer, error) {
	if c.seal != nil {
		c.seal(d, mask.Masked)
	}
	d.hide(w.mask)
	w.unsent = true
	var e *Error
	if _, err := w.do(ctx, stepSend, d); errors.As(err, &e) {
		return nil, err
	}
	return c.checkedHere(w), nil
}

// checkedHere is the answer of a dry run without a connection.
func (s *sender) checkedHere(w *wire) *Answer {
	return &Answer{
		Vendor: s.vendor.ID, Accepted: true, DryRun: true, CheckedBy: byLocal, Warnings: w.warnings, Exchanges: w.exchanges,
		Explain: catalog.Code{Meaning: text.T("本地检查通过，没有连接厂商", "checked here and found nothing wrong; the vendor was not contacted")},
	}
}

// converse logs in and sends. When the vendor does not know a kept login, or says
// that it has expired, it does both once more; in no other case is anything sent
// twice.
func (c *courier) converse(ctx context.Context, w *wire, d *draft) (*Answer, error) {
	l := cmp.Or(d.login, c.login)
	ticket, kept, refusal, err := c.logIn(ctx, w, l, "")
	if refusal != nil || err != nil {
		return refusal, err
	}
	r, v, err := c.deliver(ctx, w, d, ticket)
	if err == nil && kept && v.says(c.stale...) {
		if ticket, _, refusal, err = c.logIn(ctx, w, l, ticket); refusal != nil || err != nil {
			return refusal, err
		}
		r, v, err = c.deliver(ctx, w, d, ticket)
	}
	if err != nil {
		return nil, err
	}
	return c.answer(w, r, v), nil
}

func (c *courier) deliver(ctx context.Context, w *wire, d *draft, ticket string) (*reply, verdict, error) {
	if c.seal != nil {
		c.seal(d, ticket)
	}
	d.hide(w.mask)
	r, err := w.do(ctx, stepSend, d)
	if err != nil {
		return nil, verdict{}, err
	}
	v, err := c.read(r)
	return r, v, err
}

// logIn returns what seal needs, and whether it was kept from an earlier run. A
// refused login is an Answer. A kept login that is known to be stale is not used.
func (c *courier) logIn(ctx context.Context, w *wire, l *login, stale string) (value string, kept bool, refusal *Answer, err error) {
	switch {
	case l == nil:
		return "", false, nil, nil
	case l.sign != nil:
		value, err = l.sign()
		w.mask.Secret(value)
		return value, false, nil, err
	}
	end, err := c.Cache.turn(ctx, l.key)
	if err != nil {
		return "", false, nil, neverAsked(err)
	}
	defer end()
	if t, ok := c.Cache.get(l.key, c.Now()); ok && t.value != stale {
		w.mask.Secret(t.value)
		return t.value, true, nil, nil
	}
	d, err := l.ask()
	if err != nil {
		return "", false, nil, err
	}
	d.hide(w.mask)
	r, err := w.do(ctx, stepAuth, d)
	if err != nil {
		return "", false, nil, err
	}
	t, v, err := l.read(r)
	if err != nil {
		return "", false, nil, err
	}
	if t.value == "" {
		v.at = append([]catalog.At{catalog.AtAuth}, v.at...)
		return "", false, c.answer(w, r, v), nil
	}
	w.mask.Secret(t.value)
	// The exchange was recorded before the ticket was known.
	last := &w.exchanges[len(w.exchanges)-1]
	last.ResponseBody = w.mask.Text(last.ResponseBody)
	for i, h := range last.ResponseHeader {
		last.ResponseHeader[i].Value = w.mask.Text(h.Value)
	}
	c.Cache.put(l.key, t)
	return t.value, false, nil, nil
}

// wrap gives a NoAnswer what there is to show, and masks what an error says.
func (s *sender) wrap(err error, w *wire) error {
	var none *NoAnswer
	if errors.As(err, &none) {
		none.Message, none.Hint = w.mask.Both(none.Message), w.mask.Both(none.Hint)
		if n := len(w.exchanges); n > 0 && w.exchanges[n-1].Step == stepAuth {
			none.Sent = false // what was sent is a login
		}
		none.Answer = &Answer{Vendor: s.vendor.ID, HTTPStatus: none.Status, Warnings: w.warnings, Exchanges: w.exchanges}
		return none
	}
	return maskError(err, w.mask)
}

func maskError(err error, m *mask.Mask) error {
	var e *Error
	if errors.As(err, &e) {
		return &Error{ID: e.ID, Message: m.Both(e.Message), Hint: m.Both(e.Hint)}
	}
	return err
}
