package cmd

import (
	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

func (a *app) schemaCommand() *cobra.Command {
	schemas := []string{"report", "config"}
	return &cobra.Command{
		Use:   "schema report|config",
		Short: a.say("输出 JSON Schema", "write a JSON Schema"),
		Long: a.say("输出 JSON Schema：report 是 offpush doctor --format json 的报告，config 是 offpush.toml，供编辑器（如 Even Better TOML）校验和补全。",
			"Write a JSON Schema: report is that of offpush doctor --format json, config that of offpush.toml, by which editors (such as Even Better TOML) check and complete it."),
		Example: examples(
			"offpush schema report > report.schema.json", a.say("校验 JSON 报告", "to validate JSON reports"),
			"offpush schema config > offpush.schema.json", a.say("在 offpush.toml 首行写 #:schema ./offpush.schema.json", "first line of offpush.toml: #:schema ./offpush.schema.json"),
		),
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("bad-argument", text.F("请指明哪一个：%s", "which one? %s", oneOf(schemas))).withHint(seeHelp(c))
			}
			if args[0] != schemas[0] && args[0] != schemas[1] {
				return usageError("bad-argument", text.F("没有 %q 的 Schema，可用：%s", "there is no schema of %q; use %s", brief(args[0]), oneOf(schemas))).withHint(seeHelp(c))
			}
			return atMost(1)(c, args)
		},
		ValidArgs: schemas,
		RunE: func(_ *cobra.Command, args []string) error {
			if args[0] == "report" {
				return report.OwnSchema(a.Out)
			}
			return report.WriteSchema(a.Out, config.JSONSchema(a.lang, check.RuleIDs()))
		},
	}
}
