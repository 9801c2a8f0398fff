package cmd

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/pkg/text"
)

// Tree returns the commands in a language, for what writes documents from them;
// they are not meant to be run.
func Tree(lang text.Lang) *cobra.Command {
	a := &app{Streams: Streams{Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }}, lang: lang}
	return a.root()
}

// More returns the last paragraph of a command's help, which is about exit codes;
// "" when it has none.
func More(c *cobra.Command) string { return c.Annotations[moreHelp] }

// Subcommands returns the commands below c as its help lists them.
func Subcommands(c *cobra.Command) []*cobra.Command { return commands(c) }
