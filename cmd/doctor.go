package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/catalog"
	"github.com/offpush/offpush/pkg/check"
	"github.com/offpush/offpush/pkg/config"
	"github.com/offpush/offpush/pkg/text"
)

// doctorOptions are the flags of doctor.
type doctorOptions struct {
	formatOptions

	dir            string
	vendors        []string
	androidPackage string
	expectPlugin   bool
	all            bool
	failOn         string
	verbose        bool
	config         string
	silenceOptions
	fixOptions
}

// The values of --format (of other commands) and --fail-on, defaults first.
var (
	formats = []string{"text", "json"}
	failOns = []string{"error", "warning", "unknown", "never"}
)

func (a *app) doctorCommand() *cobra.Command {
	o := doctorOptions{dir: "."}
	c := &cobra.Command{
		Use:   a.say("doctor [目录]", "doctor [DIR]"),
		Short: a.say("检查一个 uni-app 项目的离线推送集成", "judge the offline push set-up of a uni-app project"),
		Long: a.say("检查一个 uni-app 项目的 TUIOfflinePush 集成，逐条说明哪里不对、为什么、怎么改。只读文件，不联网；除非用 --fix，不改动任何东西。目录默认为当前目录，可以是项目里的任何一级；如果它下面只有一个项目，就检查那个项目。",
			"Judge how a uni-app project uses TUIOfflinePush: what is wrong and where, why it matters, what to do. It reads files only: no network, and no changes but by --fix. DIR is the working directory unless given; any folder inside a project will do, and so will one that holds exactly one project."),
		Example: examples(
			"offpush doctor", a.say("检查当前项目", "judge the project of the working directory"),
			"offpush doctor app --vendors huawei,vivo", a.say("指明使用的厂商", "say which vendors are in use"),
			"offpush doctor --format json --fail-on warning", a.say("用于 CI", "for CI"),
			"offpush doctor --all", a.say("检查下面的全部项目", "judge all projects below"),
			"offpush doctor --fix --dry-run", a.say("看看能自动修复什么", "see what can be repaired by itself"),
		),
		Args: atMost(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		Annotations: map[string]string{moreHelp: a.say("退出码：0 没有问题；1 发现问题；2 参数或配置有误；3 无法检查（目录不存在、读不了、没有项目）。",
			"Exit codes: 0 nothing wrong; 1 problems found; 2 wrong flags, arguments or configuration; 3 could not judge (no such folder, unreadable, no project).")},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.dir = args[0]
			}
			o.formatGiven = c.Flags().Changed("format")
			return a.doctor(o)
		},
	}
	a.formatFlags(c, &o.formatOptions)
	c.Flags().StringSliceVar(&o.vendors, "vendors", nil, a.say("使用的厂商，逗号分隔的 `ID`；默认取代码中设置了 BusinessID 的厂商",
		"vendors in use, `IDS` with commas; else those whose BusinessID is set in code"))
	c.Flags().StringVar(&o.androidPackage, "android-package", "", a.say("Android 应用的包名 `NAME`，项目文件里往往没有", "the Android app's package `NAME`, which is often in no file"))
	c.Flags().BoolVar(&o.expectPlugin, "expect-plugin", false, a.say("项目没有使用该插件时视为错误（用于 CI）", "not using the plugin is an error (for CI)"))
	c.Flags().BoolVar(&o.all, "all", false, a.say("目录下有多个项目时逐一检查", "judge each of several projects below DIR"))
	choose(c, &o.failOn, "fail-on", a.say("从哪一级起退出码为 1；unknown 还包括无法判断的项", "the least that makes exit code 1; unknown includes what the files cannot tell"), failOns...)
	c.Flags().BoolVar(&o.verbose, "verbose", false, a.say("展开通过和不适用的项", "show what passed and what does not apply, too"))
	c.Flags().StringVar(&o.config, "config", "", a.say("配置文件 `FILE`，默认从项目目录向上找 offpush.toml", "configuration `FILE`; else offpush.toml in the project or above it"))
	a.silenceFlags(c, &o.silenceOptions)
	a.fixFlags(c, &o.fixOptions)
	completeList(c, "vendors", catalog.IDs())
	_ = c.MarkFlagFilename("config", "toml")
	return c
}

// doctor judges the projects that o.dir leads to and writes one report.
func (a *app) doctor(o doctorOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	roots, err := a.findProjects(o)
	if err != nil {
		return err
	}
	if o.dryRun {
		return a.showFixes(roots, o)
	}
	repaired := true
	if o.fix {
		if repaired, err = a.fixAll(roots, o); err != nil {
			return err
		}
	}
	var reports []*check.Report
	for _, root := range roots {
		r, err := a.judge(root, o)
		if err != nil {
			return err
		}
		reports = append(reports, r)
	}
	if o.writeBaseline && repaired {
		if err := a.recordAll(roots, o, reports); err != nil {
			return err
		}
	}
	if err := a.writeReports(reports, o); err != nil {
		return err
	}
	if !repaired {
		return reported(exitFailed)
	}
	if slices.ContainsFunc(reports, func(r *check.Report) bool { return fails(r.Summary, o.failOn) }) {
		return reported(exitProblems)
	}
	return nil
}

// check judges the values that pflag takes as they are.
func (o *doctorOptions) check() error {
	if o.dir == "" { // a shell variable that is not set
		return usageError("bad-argument", text.T("目录是空的", "DIR is empty"))
	}
	for i, v := range o.vendors {
		v = strings.TrimSpace(v)
		if !slices.Contains(catalog.IDs(), v) {
			return usageError("bad-flag", text.F("--vendors：%s", "--vendors: %s", config.UnknownVendor(v)))
		}
		o.vendors[i] = v
	}
	if o.androidPackage != "" && !config.IsPackageName(o.androidPackage) {
		return usageError("bad-flag", text.F("--android-package：%s", "--android-package: %s", config.NoPackageName(o.androidPackage)))
	}
	if err := o.checkSilence(o.all); err != nil {
		return err
	}
	if err := o.checkFix(); err != nil {
		return err
	}
	return o.checkFormats()
}

// fails reports whether a summary makes exit code 1. Each level includes the
// ones before it.
func fails(s check.Summary, failOn string) bool {
	switch failOn {
	case "never":
		return false
	case "unknown":
		return s.Errors+s.Warnings+s.Unknown > 0
	case "warning":
		return s.Errors+s.Warnings > 0
	}
	return s.Errors > 0
}
