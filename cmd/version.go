package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/report"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             a.say("显示版本", "show the version"),
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Out, "offpush %s %s/%s %s\n", tool().Version, runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		},
	}
}

// tool names this program; the version is the one that the module was fetched or
// tagged with, "devel" for a build of a working copy that has none.
func tool() report.Tool {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = strings.TrimPrefix(info.Main.Version, "v")
	}
	return report.Tool{Name: "offpush", Version: version}
}
