package report

import (
	"slices"
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// sarifRule is a rule with its papers.
func (j Job) sarifRule(r *check.Rule) sarifRule {
	out := sarifRule{
		ID:               r.ID,
		Name:             pascal(r.ID),
		ShortDescription: sarifText{Text: visible(j.say(r.Doc.Title))},
		FullDescription:  sarifText{Text: visible(j.say(r.Doc.Why))},
		Help:             j.help(r),
		Default:          &sarifDefault{Level: levelOf[r.Severity]},
		Properties: &sarifRuleBags{
			Tags:      append([]string{"offline-push", "uni-app", r.Topic.ID}, r.Concerns()...),
			Precision: "very-high",
			Severity:  gitHubSeverity[r.Severity],
		},
	}
	if len(r.Doc.Links) > 0 {
		out.HelpURI = r.Doc.Links[0]
	}
	slices.Sort(out.Properties.Tags)
	out.Properties.Tags = slices.Compact(out.Properties.Tags)
	return out
}

// gitHubSeverity are the levels of GitHub's property.
var gitHubSeverity = map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Info: "recommendation"}

// pascal is the name of a rule in the form that SARIF asks for.
func pascal(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		for i, r := range word {
			if i == 0 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// help is why a rule matters and what to do, with its example and links, as plain
// text and as Markdown.
func (j Job) help(r *check.Rule) sarifText {
	var plain, marked []string
	section := func(head text.Text, body string, code bool) {
		if body == "" {
			return
		}
		plain = append(plain, j.say(head)+j.say(endColon)+"\n"+body)
		if code {
			body = fenced(body)
		} else {
			body = inMarkdown(body)
		}
		marked = append(marked, "**"+j.say(head)+"**\n\n"+body)
	}
	section(headWhy, visible(j.say(r.Doc.Why)), false)
	section(headFix, visible(j.say(r.Doc.Fix)), false)
	section(labelBefore, visible(r.Doc.Before), true)
	section(labelAfter, visible(r.Doc.After), true)
	var links []string
	for _, l := range r.Doc.Links {
		links = append(links, "- <"+l+">")
	}
	if len(links) > 0 {
		plain = append(plain, j.say(labelLinks)+j.say(endColon)+"\n"+strings.Join(r.Doc.Links, "\n"))
		marked = append(marked, "**"+j.say(labelLinks)+"**\n\n"+strings.Join(links, "\n"))
	}
	return sarifText{Text: strings.Join(plain, "\n\n"), Markdown: strings.Join(marked, "\n\n")}
}
