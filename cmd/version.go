package cmd

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/report"
)

// What a release build says of itself by "-ldflags -X"; see .goreleaser.yaml.
// Other builds leave these empty: what Go notes by itself is taken then.
var version, commit, date string

func (a *app) versionCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "version",
		Short: a.say("显示版本", "show the version"),
		Long: a.say("显示版本：程序、系统、Go。--format json 还包括提交、日期，以及构建时工作区是否有未提交的改动。",
			"Show the version of the program, the system and Go. --format json adds the commit, its date, and whether the working copy had changes."),
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			b := build(buildInfo())
			if format == "json" {
				return report.VersionJSON(a.Out, b)
			}
			_, err := fmt.Fprint(a.Out, versionLine(b))
			return err
		},
	}
	choose(c, &format, "format", a.say("输出格式", "format of the output"), "text", "json")
	return c
}

// addVersionFlag makes the root command know --version, as people try that, too.
// cobra's own would link text/template, which calls methods by name and so makes
// the linker keep every method: 3 MB.
func (a *app) addVersionFlag(root *cobra.Command) {
	asked := root.Flags().Bool("version", false, a.say("显示版本", "show the version"))
	run := root.RunE
	root.RunE = func(c *cobra.Command, args []string) error {
		if !*asked {
			return run(c, args)
		}
		_, err := fmt.Fprint(a.Out, versionLine(build(buildInfo())))
		return err
	}
}

// versionLine is the version for people.
func versionLine(b report.Build) string {
	return fmt.Sprintf("offpush %s %s/%s %s\n", b.Tool.Version, b.OS, b.Arch, b.Go)
}

// tool names this program; the version is the one that was tagged or that the
// module was fetched with, "devel" for a build of a working copy that has none.
func tool() report.Tool {
	return build(buildInfo()).Tool
}

// buildInfo is what Go noted when it built this; nil when it did not.
func buildInfo() *debug.BuildInfo {
	info, _ := debug.ReadBuildInfo()
	return info
}

// build says what this program was built from; info may be nil.
func build(info *debug.BuildInfo) report.Build {
	b := report.Build{
		Tool:   report.Tool{Name: "offpush", Version: strings.TrimPrefix(version, "v")},
		Commit: commit, Date: date,
		Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH,
	}
	if info != nil {
		if b.Tool.Version == "" && info.Main.Version != "(devel)" {
			b.Tool.Version = strings.TrimPrefix(info.Main.Version, "v")
		}
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Commit = cmp.Or(b.Commit, s.Value)
			case "vcs.time":
				b.Date = cmp.Or(b.Date, s.Value)
			case "vcs.modified":
				b.Modified = s.Value == "true"
			}
		}
	}
	b.Tool.Version = cmp.Or(b.Tool.Version, "devel")
	return b
}
