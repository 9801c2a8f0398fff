package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// Names that explain knows beside rules and vendors.
const (
	pageChecklist = "checklist"
	pageToken     = "token"
)

func (a *app) explainCommand() *cobra.Command {
	var minus []string // codes like -1, which look like flags
	c := &cobra.Command{
		Use:   a.say("explain [规则|checklist|token|厂商 [代码]|代码]", "explain [RULE|checklist|token|VENDOR [CODE]|CODE]"),
		Short: a.say("规则、厂商和代码的说明，检查清单", "the papers: rules, vendors and their codes, checklist, device token"),
		Long: a.say("不带参数列出全部规则；带规则名显示它检查什么、为什么、怎么改。带厂商名显示凭据、服务器、token、限制、消息分类与配额和全部代码；再带代码则显示它的含义、可能的原因和处理方法，只带代码时在所有厂商里查找。checklist 是文件看不出来、需要人来确认的事项，token 说明怎样取得设备 token。不需要网络。",
			"Without an argument, list all rules; with a rule, say what it judges, why it matters and what to do. With a vendor, show its credentials, hosts, token, limits, message classes and quotas, and all codes; with a code as well, what it means, its likely causes and what to do. A code alone is looked up at all vendors. checklist is what no file can tell; token says how to get a device's token. Needs no network."),
		Example: examples(
			"offpush explain", a.say("列出全部规则", "list all rules"),
			"offpush explain push-module", a.say("一条规则的说明", "the papers of a rule"),
			"offpush explain huawei", a.say("一个厂商的凭据、限制和代码", "credentials, limits and codes of a vendor"),
			"offpush explain huawei 80300007", a.say("厂商返回的一个代码", "a code that the vendor answered"),
			"offpush explain BadDeviceToken", a.say("在所有厂商里查一个代码", "a code of any vendor"),
			"offpush explain checklist", a.say("文件看不出来的事项", "what no file can tell"),
		),
		Args: atMost(3), // a code may be two words
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return a.completeExplain(args), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error { return a.explain(c, append(args, minus...)) },
	}
	for _, code := range minusCodes() {
		c.Flags().BoolFuncP("code"+code, code[1:], "", func(string) error { minus = append(minus, code); return nil })
		_ = c.Flags().MarkHidden("code" + code) // fails for flags that do not exist only
	}
	return c
}

// explain finds out what the words name: a page or a rule before a vendor, a
// vendor before a code.
func (a *app) explain(c *cobra.Command, words []string) error {
	if len(words) == 0 {
		return report.Rules(a.Out, check.Rules(), a.look())
	}
	name, rest := words[0], words[1:]
	if slices.Contains(explainPapers(), name) {
		if len(rest) > 0 {
			return usageError("bad-argument", text.F("多余的参数 \"%s\"", "unexpected argument \"%s\"", brief(rest[0]))).withHint(seeHelp(c))
		}
		return a.explainPaper(name)
	}
	if v, ok := catalog.ByID(strings.ToLower(name)); ok {
		if len(rest) > 0 {
			return a.explainCode(v, joinCode(rest))
		}
		return report.Vendor(a.Out, v, v.Push(), a.look())
	}
	return a.explainAnywhere(words)
}

// explainPaper prints what stands under one of the names of explainPapers.
func (a *app) explainPaper(name string) error {
	switch name {
	case pageChecklist:
		return report.Page(a.Out, check.Checklist(), a.look())
	case pageToken:
		return report.Page(a.Out, check.TokenGuide(), a.look())
	}
	rules := check.Rules()
	i := slices.IndexFunc(rules, func(r *check.Rule) bool { return r.ID == name })
	return report.Rule(a.Out, rules[i], a.look())
}

// explainPapers are the names of pages and rules.
func explainPapers() []string {
	var names []string
	for _, r := range check.Rules() {
		names = append(names, r.ID)
	}
	return append(names, pageChecklist, pageToken)
}
