package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/cmd"
	"github.com/offpush/offpush/pkg/text"
)

// page writes one man page in man(7)'s macros. cobra's own writer knows English
// headings only, prints flags by their Go types, and brings a Markdown library.
type page struct {
	strings.Builder
	lang          text.Lang
	version, date string
}

func (p *page) say(zh, en string) string { return text.T(zh, en).In(p.lang) }

func (p *page) render(c *cobra.Command) string {
	fmt.Fprintf(p, ".TH %s 1 %s %s %s\n", quoted(strings.ToUpper(name(c))), `"`+p.date+`"`,
		quoted(strings.TrimSpace("offpush "+p.version)), quoted(p.say("offpush 手册", "offpush manual")))
	p.section("名称", "NAME")
	fmt.Fprintf(p, "%s \\- %s\n", escape(name(c)), escape(c.Short))
	p.synopsis(c)
	p.section("描述", "DESCRIPTION")
	p.paragraph(about(c))
	p.flags("选项", "OPTIONS", c.LocalNonPersistentFlags())
	if c.HasParent() {
		p.flags("通用选项", "GLOBAL OPTIONS", c.InheritedFlags())
	} else {
		p.flags("通用选项", "GLOBAL OPTIONS", c.PersistentFlags())
	}
	p.examples(c.Example)
	if more := cmd.More(c); more != "" {
		p.section("退出状态", "EXIT STATUS")
		p.paragraph(more)
	}
	p.related(c)
	return p.String()
}

func about(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return c.Short
}

func (p *page) section(zh, en string) { fmt.Fprintf(p, ".SH %s\n", quoted(p.say(zh, en))) }

// paragraph writes text, one source line for each of its lines.
func (p *page) paragraph(s string) {
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			p.WriteString(".PP\n")
			continue
		}
		p.WriteString(escape(line) + "\n")
	}
}

func (p *page) synopsis(c *cobra.Command) {
	p.section("概要", "SYNOPSIS")
	_, args, _ := strings.Cut(c.Use, " ")
	if c.HasAvailableSubCommands() {
		args = p.say("命令", "COMMAND")
	}
	fmt.Fprintf(p, "\\fB%s\\fR %s\n", escape(c.CommandPath()), escape(strings.TrimSpace(args+" ["+p.say("选项", "OPTIONS")+"]")))
}

func (p *page) flags(zh, en string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	p.section(zh, en)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		names := "\\fB" + escape("--"+f.Name) + "\\fR"
		if f.Shorthand != "" {
			names = "\\fB" + escape("-"+f.Shorthand) + "\\fR, " + names
		}
		if value != "" {
			names += " \\fI" + escape(value) + "\\fR"
		}
		fmt.Fprintf(p, ".TP\n%s\n", names)
		p.paragraph(usage)
	})
}

func (p *page) examples(lines string) {
	if lines == "" {
		return
	}
	p.section("示例", "EXAMPLES")
	p.WriteString(".nf\n")
	for _, line := range strings.Split(lines, "\n") {
		p.WriteString(escape(strings.TrimPrefix(line, "  ")) + "\n")
	}
	p.WriteString(".fi\n")
}

// related names the pages of the command above and of those below.
func (p *page) related(c *cobra.Command) {
	var names []string
	if c.HasParent() {
		names = append(names, name(c.Parent()))
	}
	for _, sub := range all(c)[1:] {
		if sub.Parent() == c {
			names = append(names, name(sub))
		}
	}
	if len(names) == 0 {
		return
	}
	p.section("参见", "SEE ALSO")
	for i, n := range names {
		end := ","
		if i == len(names)-1 {
			end = ""
		}
		fmt.Fprintf(p, ".BR %s (1)%s\n", escape(n), end)
	}
}

// escape makes text of what roff would take for its own: backslashes, hyphens
// that must be copied as such, and dots and quotes at the beginning of a line.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

// quoted is an argument of a macro.
func quoted(s string) string { return `"` + strings.ReplaceAll(escape(s), `"`, `\(dq`) + `"` }
