package cmd

import (
	"sync"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/text"
)

// sayFromExplorer sets what Windows users see who start it from the Explorer: in
// both languages, and once, because cobra keeps it in a variable of the package.
var sayFromExplorer = sync.OnceFunc(func() {
	cobra.MousetrapHelpText = "offpush 是命令行工具：请打开终端，在其中运行它。\noffpush is a command line tool: open a terminal and run it there.\n"
})

// root builds the command tree in the language chosen.
func (a *app) root() *cobra.Command {
	sayFromExplorer()
	c := &cobra.Command{
		Use:   "offpush",
		Short: a.say("检查 uni-app 离线推送为什么收不到", "Find out why an offline push does not arrive in a uni-app"),
		Long: a.say("offpush 检查使用腾讯云 TUIOfflinePush 插件的 uni-app 项目，告诉你离线推送为什么收不到、怎样修好。",
			"offpush judges uni-app projects that use Tencent's TUIOfflinePush plugin: why an offline push does not arrive, and what to do."),
		Example: examples(
			"offpush doctor", a.say("检查当前项目", "judge the project of the working directory"),
			"offpush explain", a.say("列出全部规则", "list all rules"),
			"offpush explain token", a.say("怎样取得设备 token", "how to get a device's token"),
		),
		Args:          a.unknownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	c.SetIn(a.In)
	c.SetOut(a.Out)
	c.SetErr(a.Err)
	c.CompletionOptions.DisableDefaultCmd = true
	c.SetFlagErrorFunc(flagError)
	c.SetHelpFunc(a.help)
	c.SetUsageFunc(func(c *cobra.Command) error { a.help(c, nil); return nil })
	c.PersistentFlags().BoolP("help", "h", false, a.say("显示帮助", "show this help"))
	c.PersistentFlags().StringVar(&a.langFlag, "lang", "", a.say("输出语言 `zh|en`，默认取 OFFPUSH_LANG、LC_ALL、LC_MESSAGES、LANG 或系统语言",
		"language of the output, `zh|en`; else that of OFFPUSH_LANG, LC_ALL, LC_MESSAGES, LANG or the system"))
	c.PersistentFlags().BoolVar(&a.noColour, "no-color", false, a.say("不使用颜色（也可设置 NO_COLOR）", "no colours (as does NO_COLOR)"))
	a.addVersionFlag(c)
	complete(c, "lang", text.Names())
	c.AddCommand(a.doctorCommand(), a.certCommand(), a.initCommand(), a.sendCommand(), a.emulatorCommand(), a.explainCommand(), a.schemaCommand(), a.versionCommand(), a.completionCommand())
	c.SetHelpCommand(a.helpCommand(c))
	return c
}

// say chooses between the languages.
func (a *app) say(zh, en string) string { return text.T(zh, en).In(a.lang) }

// unknownCommand refuses what is no subcommand.
func (a *app) unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	word := text.Visible(args[0])
	message := text.F("没有命令 \"%s\"", "there is no command \"%s\"", word)
	if near := text.Nearest(args[0], names); near != "" {
		message = text.F("没有命令 \"%s\"，是不是 %s？", "there is no command \"%s\"; did you mean %s?", word, near)
	}
	return usageError("unknown-command", message).withHint(seeHelp(c))
}

func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   a.say("help [命令]", "help [COMMAND]"),
		Short: a.say("显示一个命令的帮助", "show the help of a command"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range root.Commands() {
				if c.IsAvailableCommand() {
					names = append(names, c.Name())
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || c == root && len(rest) > 0 {
				return a.unknownCommand(root, rest)
			}
			return c.Help()
		},
	}
}
