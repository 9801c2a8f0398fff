package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/pkg/apple"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// shownTopics is how many topics are listed unless all were asked for; a
// certificate may hold hundreds.
const shownTopics = 4

// input is one file: what it is, what it says, what is wrong with it.
func (c *certPage) input(in check.Inspection) {
	mark, style := markGood, c.goodsBold
	switch {
	case in.File == nil:
		mark, style = markBad, c.badBold
	case in.Kind == apple.KindCertificate || !kindRemarks[in.Kind].IsZero(): // in good order, and of no use here
		mark, style = markInfo, c.bold
	}
	for _, p := range in.Problems {
		switch {
		case p.Severity == check.Error:
			mark, style = markBad, c.badBold
		case p.Severity == check.Warning && mark != markBad:
			mark, style = markDoubt, c.doubtBold
		}
	}
	head := text.Visible(in.Path) + c.colon() + c.say(in.Kind.Name()) + c.say(kindRemarks[in.Kind])
	c.paragraph(0, mark+" ", func(s string) string { return c.paint(style, s) }, head, func(s string) string { return c.paint(c.bold, s) })
	if in.File != nil {
		c.facts(in.File)
	}
	for _, p := range in.Problems {
		c.problem(p)
	}
}

// facts are the labelled lines of a file.
func (c *certPage) facts(f *apple.File) {
	facts := factsOf(f)
	c.fact(certName, nameOf(f))
	var e []string
	for _, name := range facts.environments {
		e = append(e, c.say(apple.Environment(name).Name()))
	}
	c.fact(certEnvironment, c.say(text.List(e)))
	c.fact(certTopics, c.topics(facts.topics))
	c.fact(certBundleID, facts.bundleID)
	c.fact(certTeam, facts.teamID)
	c.fact(certValid, c.validity(facts.notBefore, facts.notAfter))
	switch {
	case f.Store != nil:
		c.store(f.Store)
	case f.Key != nil:
		c.fact(certKeyID, facts.keyID)
		c.fact(certKey, f.Key.KeyType)
		c.fact(certNote, c.say(keySaysLittle))
	case f.App != nil:
		c.app(f.App)
	case f.Profile != nil:
		c.fact(certProfile, c.profile(f.Profile))
	case f.Entitlements != nil:
		c.fact(certEntitled, c.entitled(f.Entitlements))
	}
}

// fact is a labelled paragraph; without a text there is none.
func (c *certPage) fact(label text.Text, s string) {
	if s == "" {
		return
	}
	width := 0
	for _, l := range certLabels {
		width = max(width, text.Width(c.say(l)))
	}
	c.paragraph(2, text.Pad(c.say(label), width)+"  ", func(s string) string { return c.paint(c.faint, s) }, text.Visible(s), plain)
}

func (c *certPage) topics(all []string) string {
	if len(all) <= shownTopics || c.Verbose {
		return strings.Join(all, c.say(text.T("、", ", ")))
	}
	more := text.F(" 等 %[1]d 个", " and %[2]d more", len(all), len(all)-shownTopics)
	return strings.Join(all[:shownTopics], c.say(text.T("、", ", "))) + c.say(more)
}

// validity is from when to when, and how many days are left.
func (c *certPage) validity(from, to time.Time) string {
	if to.IsZero() {
		return ""
	}
	const day = "2006-01-02"
	left := text.F("还有 %[1]d 天", "%[2]s left", days(c.now, to), text.Plural(days(c.now, to), "day"))
	switch {
	case !to.After(c.now) && days(to, c.now) == 0:
		left = text.T("刚刚过期", "expired today")
	case !to.After(c.now):
		left = text.F("已过期 %[1]d 天", "expired %[2]s ago", days(to, c.now), text.Plural(days(to, c.now), "day"))
	case from.After(c.now):
		left = text.T("还没有生效", "not valid yet")
	}
	return c.say(text.F("%s 至 %s，%s", "%s to %s, %s", from.UTC().Format(day), to.UTC().Format(day), left))
}

// days counts whole days.
func days(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

// store says what there is beside the certificate.
func (c *certPage) store(s *apple.Store) {
	relation := text.T("与证书不匹配", "does not belong to the certificate")
	switch {
	case s.Keys == 0:
		relation = text.T("文件里没有私钥", "none in the file")
	case s.Keys > 1:
		relation = text.F("文件里有 %d 个私钥", "%d private keys in the file", s.Keys)
	case s.Leaf == nil:
		relation = text.T("文件里没有证书", "no certificate in the file")
	case s.Leaf.KeyMatches:
		relation = text.T("与证书匹配", "belongs to the certificate")
	}
	if s.Keys == 1 && s.KeyType != "" {
		relation = text.F("%s，%s", "%s, %s", s.KeyType, relation)
	}
	c.fact(certKey, c.say(relation))
}

// nameOf is what a file calls itself.
func nameOf(f *apple.File) string {
	switch {
	case f.Store != nil && f.Store.Leaf != nil:
		return f.Store.Leaf.CommonName
	case f.Profile != nil:
		return f.Profile.Name
	}
	return ""
}

// app says what the signature grants and what the profile would.
func (c *certPage) app(a *apple.App) {
	c.fact(certVersion, a.Version)
	signed := c.say(text.T("读不到 entitlements", "no entitlements to be read"))
	if a.Signed != nil {
		signed = c.entitled(a.Signed)
	}
	c.fact(certSignature, signed)
	if a.Profile == nil {
		c.fact(certProfile, c.say(text.T("包里没有", "none inside")))
		return
	}
	c.fact(certProfile, c.profile(a.Profile))
}

// profile is its kind, its devices and its aps-environment.
func (c *certPage) profile(p *apple.Profile) string {
	parts := []string{c.say(p.Kind.Name())}
	if p.Devices > 0 {
		parts = append(parts, c.say(text.F("%[1]d 台设备", "%[2]s", p.Devices, text.Plural(p.Devices, "device"))))
	}
	parts = append(parts, c.say(aps(p.APSEnvironment)))
	if p.GetTaskAllow {
		parts = append(parts, getTaskAllow)
	}
	return strings.Join(parts, c.say(text.T("，", ", ")))
}

// getTaskAllow is told where a debugger may attach: of a development build.
const getTaskAllow = "get-task-allow = true"

// entitled is what matters of entitlements: the push, the debugger, whose they are.
func (c *certPage) entitled(e *apple.Entitlements) string {
	parts := []string{c.say(aps(e.APSEnvironment))}
	if e.GetTaskAllow {
		parts = append(parts, getTaskAllow)
	}
	if e.ApplicationID != "" {
		parts = append(parts, "application-identifier = "+e.ApplicationID)
	}
	return strings.Join(parts, c.say(text.T("，", ", ")))
}

// aps is a value of aps-environment as it is written.
func aps(value string) text.Text {
	if value == "" {
		return text.T("没有 aps-environment", "no aps-environment")
	}
	return text.Same("aps-environment = " + value)
}

// problem is what is wrong, what to do, and the command that does it, which is
// never wrapped, so that it can be copied.
func (c *certPage) problem(p check.Problem) {
	mark, _ := markOf(p.Severity)
	style := c.of(p.Severity)
	c.paragraph(2, mark+" ", func(s string) string { return c.paint(style, s) }, visible(c.say(p.Message)), plain)
	c.labelled(labelFix, p.Fix)
	if p.Command != "" {
		c.line(4, c.paint(c.neutral, text.Visible(p.Command)))
	}
}

// checkCommand is the check of the first credential that may push and has no
// error, with the first app; "" when there is no such credential.
func checkCommand(inputs []check.Inspection) string {
	credential, app := "", "..."
	for _, in := range inputs {
		bad := in.File == nil
		for _, p := range in.Problems {
			bad = bad || p.Severity == check.Error
		}
		name := text.ShellWord(in.Path)
		if text.Visible(in.Path) != in.Path { // nothing that can be typed
			name = "..."
		}
		switch in.Kind {
		case apple.KindPush:
			if credential == "" && !bad && in.File.Store != nil && in.File.Store.Keys > 0 {
				credential = "--cert " + name
			}
		case apple.KindKey:
			if credential == "" && !bad {
				credential = "--key " + name + " --team-id ..."
			}
		case apple.KindIPA, apple.KindApp, apple.KindProfile:
			if app == "..." && in.File != nil {
				app = name
			}
		}
	}
	if credential == "" {
		return ""
	}
	return fmt.Sprintf("offpush cert check %s --app %s", credential, app)
}
