package cmd

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/text"
)

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: a.say("生成命令行补全脚本", "write a completion script for a shell"),
		Long: a.say("生成命令行补全脚本。补全的内容包括规则、厂商和输出格式。",
			"Write a completion script for a shell. It completes rules, vendors and formats as well."),
		Example: examples(
			"source <(offpush completion bash)", a.say("在当前 bash 中启用", "for this bash"),
			"offpush completion zsh > \"${fpath[1]}/_offpush\"", "zsh",
			"offpush completion fish | source", "fish",
			"offpush completion powershell | Out-String | Invoke-Expression", "PowerShell",
		),
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("bad-argument", text.F("请指明 shell：%s", "which shell? %s", oneOf(shells))).withHint(seeHelp(c))
			}
			if !slices.Contains(shells, args[0]) {
				return usageError("bad-argument", text.F("不支持 \"%s\"，可用：%s", "\"%s\" is not supported; use %s", text.Visible(args[0]), oneOf(shells))).withHint(seeHelp(c))
			}
			return atMost(1)(c, args)
		},
		ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			switch root := c.Root(); args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.Out, true)
			case "zsh":
				return root.GenZshCompletion(a.Out)
			case "fish":
				return root.GenFishCompletion(a.Out, true)
			default:
				return root.GenPowerShellCompletionWithDesc(a.Out)
			}
		},
	}
}
