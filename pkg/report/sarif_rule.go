package report

import (
	"slices"
	"strings"
	"unicode"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// rulesURI are the pages with the papers of all rules, by [RulesMarkdown].
var rulesURI = map[text.Lang]string{
	text.EN: informationURI + "/blob/main/docs/rules.md",
	text.ZH: informationURI + "/blob/main/docs/rules.zh-CN.md",
}

// sarifRule is a rule with its papers.
func (j Job) sarifRule(r *check.Rule) sarifRule {
	out := sarifRule{
		ID:               r.ID,
		Name:             pascal(r.ID),
		ShortDescription: sarifText{Text: visible(j.say(r.Doc.Title))},
		FullDescription:  sarifText{Text: visible(j.say(r.Doc.Why))},
		Help:             j.help(r),
		HelpURI:          rulesURI[j.Look.Lang] + "#" + r.ID,
		Default:          &sarifDefault{Level: levelOf[r.Severity]},
		Properties: &sarifRuleBags{
			Tags:      append([]string{"offline-push", "uni-app", r.Topic.ID}, r.Concerns()...),
			Precision: "very-high",
			Severity:  gitHubSeverity[r.Severity],
		},
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

// help is why a rule matters and what to do, with all parts of its example and
// its links, as plain text and as Markdown.
func (j Job) help(r *check.Rule) sarifText {
	var plain, marked []string
	section := func(head, body string, code bool) {
		if body == "" {
			return
		}
		plain = append(plain, head+j.say(endColon)+"\n"+body)
		if code {
			body = fenced(body)
		} else {
			body = inMarkdown(body)
		}
		marked = append(marked, "**"+inMarkdown(head)+"**\n\n"+body)
	}
	section(j.say(headWhy), visible(j.say(r.Doc.Why)), false)
	section(j.say(headFix), visible(j.say(r.Doc.Fix)), false)
	for _, e := range r.Doc.Examples() {
		section(j.part(labelBefore, e.File), visible(e.Before), true)
	}
	for _, e := range r.Doc.Examples() {
		section(j.part(labelAfter, e.File), visible(e.After), true)
	}
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

// part is the heading of a part of an example.
func (j Job) part(side text.Text, file string) string {
	if file == "" {
		return j.say(side)
	}
	return j.say(text.F("%s（%s）", "%s (%s)", side, file))
}
