package cmd

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// choice is a flag with a fixed set of values.
type choice struct {
	value  *string
	values []string
}

func (c choice) String() string {
	if c.value == nil { // pflag asks a zero value
		return ""
	}
	return *c.value
}

func (c choice) Type() string { return strings.Join(c.values, "|") }

func (c choice) Set(s string) error {
	if !slices.Contains(c.values, s) {
		return errors.New("no such value") // flagError says it in full
	}
	*c.value = s
	return nil
}

func allowedValues(f *pflag.Flag) []string {
	if c, ok := f.Value.(choice); ok {
		return c.values
	}
	return nil
}

// choose adds a flag with a fixed set of values, the first of which is the
// default.
func choose(c *cobra.Command, target *string, name, usage string, values ...string) {
	*target = values[0]
	chooseIf(c, target, name, usage, values...)
}

// chooseIf adds a flag with a fixed set of values and no default.
func chooseIf(c *cobra.Command, target *string, name, usage string, values ...string) {
	c.Flags().Var(choice{target, values}, name, usage)
	complete(c, name, values)
}

// complete offers values for a flag in shells.
func complete(c *cobra.Command, flag string, values []string) {
	// It fails for flags that do not exist only.
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// completeList offers values for a flag that takes several with commas between
// them, in shells: those not given yet, behind those that are.
func completeList(c *cobra.Command, flag string, values []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		given := typed[:strings.LastIndexByte(typed, ',')+1]
		var out []string
		for _, v := range values {
			if !slices.Contains(strings.Split(given, ","), v) {
				out = append(out, given+v)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}
