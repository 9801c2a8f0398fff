package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/pkg/report"
	"github.com/offpush/offpush/pkg/text"
)

// help writes a command's help. It replaces cobra's templates, whose headings
// are English.
func (a *app) help(c *cobra.Command, _ []string) {
	var b strings.Builder
	width := min(max(a.width(a.Out), report.MinWidth), report.MaxWidth)
	about := c.Long
	if about == "" {
		about = c.Short
	}
	for _, l := range text.Wrap(about, width) {
		fmt.Fprintln(&b, l)
	}
	heading := func(zh, en string) { fmt.Fprintf(&b, "\n%s\n", a.say(zh, en)) }
	heading("用法：", "Usage:")
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s\n", a.say(c.CommandPath()+" [命令] [参数]", c.CommandPath()+" [COMMAND] [flags]"))
	} else {
		fmt.Fprintf(&b, "  %s\n", strings.TrimSuffix(c.UseLine(), " [flags]")+a.say(" [参数]", " [flags]"))
	}
	if c.Example != "" {
		heading("示例：", "Examples:")
		fmt.Fprintln(&b, c.Example)
	}
	if c.HasAvailableSubCommands() {
		heading("命令：", "Commands:")
		var rows [][2]string
		for _, sub := range commands(c) {
			rows = append(rows, [2]string{sub.Name(), sub.Short})
		}
		table(&b, rows, width)
	}
	if flags := c.LocalNonPersistentFlags(); !c.HasParent() {
		heading("参数：", "Flags:")
		table(&b, flagRows(c.PersistentFlags()), width)
	} else {
		if flags.HasAvailableFlags() {
			heading("参数：", "Flags:")
			table(&b, flagRows(flags), width)
		}
		heading("通用参数：", "Global flags:")
		table(&b, flagRows(c.InheritedFlags()), width)
	}
	if c.Annotations[moreHelp] != "" {
		b.WriteByte('\n')
		for _, l := range text.Wrap(c.Annotations[moreHelp], width) {
			fmt.Fprintln(&b, l)
		}
	}
	fmt.Fprint(c.OutOrStdout(), b.String())
}

// moreHelp is the annotation that holds a last paragraph of help.
const moreHelp = "more"

// commands are the subcommands, main ones first.
func commands(c *cobra.Command) []*cobra.Command {
	subs := slices.DeleteFunc(slices.Clone(c.Commands()), func(s *cobra.Command) bool { return !s.IsAvailableCommand() && s.Name() != "help" })
	order := []string{"doctor", "cert", "init", "send", "emulator", "explain", "schema", "version", "completion", "help", "inspect", "check"}
	slices.SortFunc(subs, func(x, y *cobra.Command) int { return slices.Index(order, x.Name()) - slices.Index(order, y.Name()) })
	return subs
}

func flagRows(flags *pflag.FlagSet) [][2]string {
	var rows [][2]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		rows = append(rows, [2]string{name, usage})
	})
	return rows
}

// table writes two columns; where the second has too little room it goes below.
func table(b *strings.Builder, rows [][2]string, width int) {
	column := 0
	for _, r := range rows {
		column = max(column, text.Width(r[0]))
	}
	column += 4
	below := width-column < 30
	if below {
		column = 6
	}
	for _, r := range rows {
		lines := text.Wrap(r[1], width-column)
		if below {
			fmt.Fprintf(b, "  %s\n", r[0])
		} else {
			fmt.Fprintf(b, "  %s%s\n", text.Pad(r[0], column-2), lines[0])
			lines = lines[1:]
		}
		for _, l := range lines {
			fmt.Fprintf(b, "%s%s\n", strings.Repeat(" ", column), l)
		}
	}
}

// examples lays out pairs of a command line and what it does.
func examples(pairs ...string) string {
	width := 0
	for i := 0; i < len(pairs); i += 2 {
		width = max(width, text.Width(pairs[i]))
	}
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		lines = append(lines, "  "+text.Pad(pairs[i], width)+"  # "+pairs[i+1])
	}
	return strings.Join(lines, "\n")
}
