package report

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/text"
)

// markdownEscapes are the characters that GitHub's Markdown may take for marks.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "#", `\#`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "@", "&#64;", "://", "&#58;//",
)

// inMarkdown is a text without marks.
func inMarkdown(s string) string { return markdownEscapes.Replace(s) }

// fenced is code; the fence is longer than any in it.
func fenced(code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + "\n" + code + "\n" + fence
}

// Summary is a job's summary in Markdown, as GitHub shows one of a step. It is at
// most limit bytes long: findings that find no room are counted only.
func Summary(j Job, limit int) string {
	var b strings.Builder
	b.WriteString("## offpush doctor\n")
	for _, r := range j.Reports {
		p := newPage(j.Look)
		fmt.Fprintf(&b, "\n**%s**\n\n%s · %s\n", inMarkdown(text.Visible(j.say(r.Verdict))), inMarkdown(p.project(r)), p.counts(r.Summary))
		j.table(&b, r, limit)
		j.unjudged(&b, r, limit)
	}
	if b.Len() > limit { // many projects
		return cut(b.String(), limit)
	}
	return b.String()
}

// reserve is what is left free of the limit for what ends a summary.
const reserve = 4 << 10

// table lists the findings, errors first.
func (j Job) table(b *strings.Builder, r *check.Report, limit int) {
	found := findings(r)
	if len(found) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| | %s | %s | %s | %s |\n| --- | --- | --- | --- | --- |\n",
		j.say(text.T("规则", "rule")), j.say(text.T("位置", "place")), j.say(text.T("问题", "what is wrong")), j.say(text.T("处理", "what to do")))
	left := 0
	for _, severity := range severities {
		for _, res := range found {
			if res.Severity != severity {
				continue
			}
			_, word := markOf(severity)
			span := spot(r, res)
			span.File = within(j.dir(r), span.File)
			row := fmt.Sprintf("| %s | %s | %s | %s | %s |\n", j.say(word), inMarkdown(res.Rule.ID), inMarkdown(place(span)),
				inMarkdown(oneLine(j.say(res.Message))), inMarkdown(oneLine(j.say(res.Fix))))
			if left > 0 || b.Len()+len(row) > limit-reserve {
				left++
				continue
			}
			b.WriteString(row)
		}
	}
	if left > 0 {
		fmt.Fprintf(b, "\n%s\n", j.say(text.F("另有 %[1]d 处没有列出。", "%[1]d more are not listed.", left)))
	}
}

// unjudged lists what could not be judged, folded.
func (j Job) unjudged(b *strings.Builder, r *check.Report, limit int) {
	if r.Summary.Unknown == 0 {
		return
	}
	fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n", j.say(text.F("无法判断：%d", "could not be judged: %d", r.Summary.Unknown)))
	for i := range r.Results {
		if res := &r.Results[i]; res.Status == check.Unknown {
			line := fmt.Sprintf("- %s: %s\n", inMarkdown(res.Rule.ID), inMarkdown(oneLine(j.say(res.Message))))
			if b.Len()+len(line) <= limit-reserve/2 {
				b.WriteString(line)
			}
		}
	}
	b.WriteString("\n</details>\n")
}

// cut shortens a text to whole lines.
func cut(s string, limit int) string {
	return s[:strings.LastIndexByte(s[:limit], '\n')+1]
}
