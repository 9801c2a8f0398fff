package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/text"
	"github.com/offpush/offpush/pkg/vendor"
)

// Push is what became of one push: an answer of the vendor, no answer, or a
// reason for which nothing was sent. One of the three is set.
type Push struct {
	Device   string // its name in offpush.toml, "" when the token was given by itself
	Vendor   string
	Answer   *vendor.Answer
	NoAnswer *vendor.NoAnswer
	Refused  *vendor.Error
	Took     time.Duration

	// Emulator says that the emulator took the vendor's place; Judged is what it
	// says of the request.
	Emulator bool
	Judged   text.Text
}

// SendOptions say how pushes are shown.
type SendOptions struct {
	Options
	ShowRequest bool // each exchange, and a curl command for it
}

// Sent writes what became of one push.
func Sent(w io.Writer, s Push, o SendOptions) error {
	p := newPage(o.Options)
	p.push(s)
	if o.ShowRequest {
		p.exchanges(exchangesOf(s))
	}
	p.sendNext(s, o)
	_, err := w.Write(p.Bytes())
	return err
}

// push is the verdict and all that explains it.
func (p *page) push(s Push) {
	switch {
	case s.Answer != nil && s.Answer.Accepted:
		p.accepted(s)
	case s.Answer != nil:
		p.refused(s)
	case s.NoAnswer != nil:
		p.verdict(s, p.subject(s)+p.say(text.T("没有得到厂商的应答：", "no answer of the vendor: "))+p.say(s.NoAnswer.Message))
		p.warnings(s.NoAnswer.Answer)
		p.fact(labelClass, p.say(ClassName(s.NoAnswer.Class)))
		p.fact(labelFix, p.say(s.NoAnswer.Hint))
		if s.NoAnswer.Sent && mayArrive(s.NoAnswer.ID) {
			p.fact(labelNote, p.say(text.T("请求已经完整发出，厂商可能已经受理：手机上仍可能收到这条通知。offpush 不会自动重发", "the whole request had been sent, so the vendor may have taken it and the push may still arrive. offpush does not send again by itself")))
		}
		p.times(exchangesOf(s))
	case s.Refused != nil:
		p.verdict(s, p.subject(s)+p.say(text.T("没有发送：", "not sent: "))+p.say(s.Refused.Message))
		p.fact(labelFix, p.say(s.Refused.Hint))
	}
}

// mayArrive reports whether the vendor may have taken a push that it gave no
// answer to. A page with another status, or a redirect, is somebody else's.
func mayArrive(id string) bool {
	return slices.Contains([]string{"timeout", "cancelled", "reset", "empty", "truncated", "http-5xx"}, id)
}

func (p *page) accepted(s Push) {
	a := s.Answer
	p.acceptance(s)
	p.said(a)
	p.judged(s)
	p.notes(a)
	p.times(a.Exchanges)
	if len(a.Silent) > 0 && !s.Emulator {
		p.gap()
		p.strong(p.say(text.T("已接收不等于已展示。手机上没有显示时，可能性从大到小：", "Accepted is not yet shown. If nothing shows on the phone, likeliest first:")))
		for _, t := range a.Silent {
			p.paragraph(2, markInfo+" ", plain, p.say(t), plain)
		}
	}
}

// acceptance is its verdict, and what was doubtful all the same.
func (p *page) acceptance(s Push) {
	a := s.Answer
	what := text.T("厂商已接收", "accepted by the vendor")
	switch {
	case a.DryRun && a.CheckedBy == "vendor":
		what = text.T("试运行：厂商检查通过，没有下发", "dry run: the vendor checked it and found nothing wrong; nothing was delivered")
	case s.Emulator:
		what = text.T("模拟器已接收，和厂商一样检查过；没有发到任何手机", "accepted by the emulator, which checks as the vendor does; no phone gets it")
	case a.DryRun:
		what = text.T("试运行：本地检查通过，没有连接厂商", "dry run: checked here and found nothing wrong; no connection was made")
	}
	p.verdict(s, p.subject(s)+p.say(what))
	p.warnings(a)
}

func (p *page) refused(s Push) {
	a := s.Answer
	what := text.F("厂商拒绝：%s", "refused by the vendor: %s", a.Explain.Meaning)
	if n := len(a.Exchanges); n > 0 && a.Exchanges[n-1].Step == "auth" {
		what = text.F("厂商拒绝登录，没有推送：%s", "the vendor refused the login, nothing was pushed: %s", a.Explain.Meaning)
	}
	if s.Emulator {
		what = text.F("模拟器拒绝，厂商也会这样拒绝：%s", "refused by the emulator, as the vendor would: %s", a.Explain.Meaning)
	}
	p.verdict(s, p.subject(s)+p.say(what))
	p.warnings(a)
	p.said(a)
	p.judged(s)
	p.fact(labelClass, p.say(ClassName(a.Explain.Class)))
	for i, c := range a.Explain.Causes {
		label, number := labelCauses, fmt.Sprintf("%d. ", i+1)
		if i > 0 {
			label = text.Text{}
		}
		if len(a.Explain.Causes) == 1 {
			number = ""
		}
		p.listed(label, number, p.say(c))
	}
	p.fact(labelFix, p.say(a.Explain.Remedy))
	if a.Explain.Sure >= catalog.ThirdParty && a.Explain.Class != catalog.ClassUnknown {
		p.fact(labelSure, p.say(SureName(a.Explain.Sure)))
	}
	p.notes(a)
	p.times(a.Exchanges)
}

// subject names the device and the vendor.
func (p *page) subject(s Push) string {
	name := p.say(catalog.Names([]string{s.Vendor}))
	if s.Device != "" {
		name = text.Visible(s.Device) + p.say(text.T("（", " (")) + name + p.say(text.T("）", ")"))
	}
	return name + p.colon()
}

func (p *page) verdict(s Push, words string) {
	mark, paint := p.markOfPush(s)
	p.paragraph(0, mark+" ", paint, visible(words), paint)
}

// said is the answer in the vendor's own terms.
func (p *page) said(a *vendor.Answer) {
	if a.HTTPStatus > 0 {
		p.fact(labelStatus, fmt.Sprintf("HTTP %d", a.HTTPStatus))
	}
	p.fact(labelCode, a.Code)
	if a.Text != a.Code {
		p.fact(labelText, a.Text)
	}
	p.fact(labelID, a.MessageID)
	if a.Environment != "" {
		p.fact(labelEnvironment, a.Environment)
	}
}

func (p *page) warnings(a *vendor.Answer) {
	if a == nil {
		return
	}
	for _, t := range a.Warnings {
		p.paragraph(2, markDoubt+" ", func(s string) string { return p.paint(p.doubtful, s) }, visible(p.say(t)), plain)
	}
}

// judged is what the emulator says of a request that it took or refused.
func (p *page) judged(s Push) {
	if !s.Judged.IsZero() {
		p.fact(labelEmulator, p.say(s.Judged))
	}
}

func (p *page) notes(a *vendor.Answer) {
	for _, t := range a.Notes {
		p.fact(labelNote, p.say(t))
	}
}

// fact is a labelled paragraph; without a text there is none, without a label it
// stands below the one before.
func (p *page) fact(label text.Text, s string) { p.listed(label, "", s) }

// listed is a fact with a number before its text.
func (p *page) listed(label text.Text, number, s string) {
	if s == "" {
		return
	}
	width := 0
	for _, l := range sendLabels {
		width = max(width, text.Width(p.say(l)))
	}
	name := text.Pad(p.say(label), width) + "  "
	p.paragraph(2, name+number, func(string) string { return p.paint(p.faint, name) + number }, visible(s), plain)
}

// times says what the time went into.
func (p *page) times(exchanges []vendor.Exchange) {
	for i, e := range exchanges {
		if !e.Sent {
			continue
		}
		parts := []string{}
		for _, step := range []struct {
			name text.Text
			took time.Duration
		}{
			{text.Same("DNS"), e.Timing.DNS}, {text.T("连接", "connect"), e.Timing.Connect}, {text.Same("TLS"), e.Timing.TLS}, {text.T("等待", "wait"), e.Timing.Wait},
		} {
			if step.took > 0 {
				parts = append(parts, p.say(step.name)+" "+millis(step.took))
			}
		}
		label := labelTime
		if i > 0 {
			label = text.Text{}
		}
		line := p.say(stepName(e.Step)) + " " + millis(e.Timing.Total)
		if len(parts) > 0 {
			line += p.say(text.T("（", " (")) + strings.Join(parts, p.say(text.T("，", ", "))) + p.say(text.T("）", ")"))
		}
		p.fact(label, line)
	}
}

func stepName(step string) text.Text {
	if step == "auth" {
		return text.T("登录", "auth")
	}
	return text.T("发送", "send")
}

// millis is a time with as many digits as are worth reading.
func millis(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}

func exchangesOf(s Push) []vendor.Exchange {
	switch {
	case s.Answer != nil:
		return s.Answer.Exchanges
	case s.NoAnswer != nil && s.NoAnswer.Answer != nil:
		return s.NoAnswer.Answer.Exchanges
	}
	return nil
}

// sendNext is what to do after reading. The command line of this run is not
// repeated: it may hold secrets.
func (p *page) sendNext(s Push, o SendOptions) {
	explain := s.Answer != nil && !s.Answer.Accepted && hasPapers(s.Vendor, s.Answer.Explain.Code)
	if !explain && o.ShowRequest {
		return
	}
	p.gap()
	p.strong(p.say(labelNext) + p.say(endColon))
	if explain {
		p.command("offpush explain "+s.Vendor+" "+text.ShellWord(s.Answer.Explain.Code), text.T("这个代码的说明", "the papers of this code"))
	}
	if !o.ShowRequest {
		what := text.T("再推送一次，并显示请求和应答", "pushes again, and shows request and answer")
		if s.Answer != nil && s.Answer.DryRun {
			what = text.T("同时显示请求", "shows the request, too")
		}
		target := "..."
		switch {
		case s.Device != "":
			target = "--device " + text.ShellWord(text.Visible(s.Device))
		case s.Emulator:
			target = "--vendor " + s.Vendor
		}
		if s.Emulator {
			target = "--emulator " + target
		}
		p.command("offpush send "+target+" --show-request", what)
	}
}

// hasPapers reports whether explain has something to say of a refusal. A code of
// success, behind which a vendor puts refusals of single tokens, explains none.
func hasPapers(id, code string) bool {
	v, ok := catalog.ByID(id)
	if !ok {
		return false
	}
	c, ok := v.Push().Find(code)
	return ok && c.Class != catalog.ClassNone
}
