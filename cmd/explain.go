package cmd

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// Names that explain knows beside the rules.
const (
	pageChecklist = "checklist"
	pageToken     = "token"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.say("explain [规则|checklist|token]", "explain [RULE|checklist|token]"),
		Short: a.say("规则说明与检查清单", "the papers: rules, checklist, device token"),
		Long: a.say("不带参数列出全部规则；带规则名显示它检查什么、为什么、怎么改。checklist 是文件看不出来、需要人来确认的事项，token 说明怎样取得设备 token。不需要网络。",
			"Without an argument, list all rules; with a rule, say what it judges, why it matters and what to do. checklist is what no file can tell; token says how to get a device's token. Needs no network."),
		Example: examples(
			"offpush explain", a.say("列出全部规则", "list all rules"),
			"offpush explain push-module", a.say("一条规则的说明", "the papers of a rule"),
			"offpush explain checklist", a.say("文件看不出来的事项", "what no file can tell"),
		),
		Args: atMost(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explainable(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return report.Rules(a.Out, check.Rules(), a.look())
			}
			return a.explain(args[0])
		},
	}
}

func (a *app) explain(name string) error {
	switch name {
	case pageChecklist:
		return report.Page(a.Out, check.Checklist(), a.look())
	case pageToken:
		return report.Page(a.Out, check.TokenGuide(), a.look())
	}
	rules := check.Rules()
	i := slices.IndexFunc(rules, func(r *check.Rule) bool { return r.ID == name })
	if i < 0 {
		message := text.F("没有规则 \"%s\"", "there is no rule \"%s\"", text.Visible(name))
		if near := text.Nearest(name, explainable()); near != "" {
			message = text.F("没有规则 \"%s\"，是不是 %s？", "there is no rule \"%s\"; did you mean %s?", text.Visible(name), near)
		}
		return usageError("unknown-rule", message).
			withHint(text.T("offpush explain 列出全部规则", "offpush explain lists all rules."))
	}
	return report.Rule(a.Out, rules[i], a.look())
}

// explainable are the names that explain knows.
func explainable() []string {
	var names []string
	for _, r := range check.Rules() {
		names = append(names, r.ID)
	}
	return append(names, pageChecklist, pageToken)
}
